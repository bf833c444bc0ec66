"""The pictures of a jets file: six panels, together or each on its own."""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

import mplhep
import numpy as np
from matplotlib import rc_context, style
from matplotlib.axes import Axes
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from numpy.typing import NDArray

from codesign.base.files import write_atomic
from codesign.errors import JetsError
from codesign.jets.card import class_rows, matched_response
from codesign.jets.classes import SPLITS, SYMBOLS
from codesign.jets.store import JetFile, JetTable
from codesign.jets.words import ANGLE_LSB, PT_LSB_GEV, unpack

DPI, PANEL_WIDTH = 110, 583  # pixels per inch; pixels
Fields = dict[str, NDArray[np.int64]]  # field of the word -> (jets, 16)
Rows = dict[str, NDArray[np.bool_]]  # class name -> (jets,)

PARTICLES = {  # name -> ids of the word
    "charged hadrons": (2, 3),
    "photons": (1,),
    "neutral hadrons": (0,),
    "electrons": (4, 5),
    "muons": (6, 7),
}
RESPONSE_GROUPS = {
    "b, c": ("b", "charm"),
    "light": ("light",),
    "gluon": ("gluon",),
    "tau": ("tau_plus", "tau_minus"),
    "e, mu": ("electron", "muon"),
}
MASS_GROUPS = {"QCD": ("qcd",), "W, Z": ("w", "z"), "H, X": ("h",), "top": ("top",)}
# mplhep's experiment style carries only fonts, ticks and colours; no experiment is named in the picture
STYLE = [
    mplhep.style.CMS,
    {
        "font.size": 12,
        "axes.labelsize": 13,
        "axes.titlesize": 13,
        "xtick.labelsize": 11,
        "ytick.labelsize": 11,
        "legend.fontsize": 10.5,
        "legend.frameon": False,
        "lines.linewidth": 1.6,
        "xtick.major.size": 6,
        "ytick.major.size": 6,
        "xtick.minor.size": 3,
        "ytick.minor.size": 3,
        "axes.linewidth": 1.2,
        "savefig.bbox": None,
    },
]


def draw(jets: JetFile, path: Path) -> None:
    """Draws candidate pT and eta, particle mix, class mix and pT response of sc4 jets, and the mass of sc8 jets.

    The suffix of `path` gives the format, PNG if there is none; JetsError for a format that Matplotlib does not know.
    """
    kind = path.suffix[1:] or "png"
    if kind not in (known := FigureCanvasBase.get_supported_filetypes()):
        raise JetsError(f"{path}: pictures cannot be {kind}; use one of {', '.join(sorted(known))}")
    with rc_context():
        style.use(STYLE)
        figure = Figure(figsize=(16, 9), dpi=DPI, layout=ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.1))
        axes = figure.subplots(2, 3).ravel()
        fills = list(_panels(jets).values())
        for ax, fill in zip(axes, fills, strict=False):
            fill(ax)
        for ax in axes[len(fills) :]:
            ax.set_axis_off()
        figure.suptitle(_caption(jets), x=0.01, ha="left", fontsize=15)
        picture = io.BytesIO()
        figure.savefig(picture, format=kind)
    write_atomic(path, picture.getvalue())


def panels(jets: JetFile) -> dict[str, bytes]:
    """The same panels, each as a picture of its own: what it shows -> PNG, PANEL_WIDTH pixels wide."""
    pictures = {}
    with rc_context():
        style.use(STYLE)
        for what, fill in _panels(jets).items():
            figure = Figure(figsize=(PANEL_WIDTH / DPI, 4.4), dpi=DPI, layout="constrained")
            fill(figure.subplots())
            picture = io.BytesIO()
            figure.savefig(picture, format="png")
            pictures[what] = picture.getvalue()
    return pictures


def _panels(jets: JetFile) -> dict[str, Callable[[Axes], None]]:
    """What a panel shows -> the function that draws it, for the tables that the file has."""
    drawn: dict[str, Callable[[Axes], None]] = {}
    if "sc4" in jets.tables:
        sc4 = jets.tables["sc4"]
        fields, classes = unpack(sc4.words), class_rows(jets, "sc4")
        drawn |= {
            "Candidate transverse momentum": partial(_candidate_pt, fields=fields),
            "Candidate pseudorapidity": partial(_candidate_eta, fields=fields),
            "Particle mix of each class": partial(_particle_mix, fields=fields, classes=classes),
            "Number of jets of each class": partial(_class_mix, table=sc4, classes=classes),
            "Transverse momentum response": partial(_pt_response, table=sc4, classes=classes),
        }
    if "sc8" in jets.tables:
        drawn["Mass of the wide jets"] = partial(_mass, table=jets.tables["sc8"], classes=class_rows(jets, "sc8"))
    return drawn


def _caption(jets: JetFile) -> str:
    counts = ", ".join(f"{len(table):,} {name.upper()}" for name, table in jets.tables.items())
    pileup = jets.manifest.get("mean_pileup")
    conditions = f", mean pile-up {pileup:g}" if pileup is not None else ""
    return rf"$\bf{{codesign}}$ simulation, pp 14 TeV{conditions}: {counts} jets"


def _candidate_pt(ax: Axes, fields: Fields) -> None:
    jets = max(len(fields["pt"]), 1)
    # at half LSBs, so that every bin holds whole steps of the hardware pT
    edges = np.unique(np.rint(np.geomspace(1, 512, 37) / PT_LSB_GEV) - 0.5) * PT_LSB_GEV
    for name, ids in PARTICLES.items():
        pt = fields["pt"][np.isin(fields["id"], ids) & (fields["pt"] > 0)] * PT_LSB_GEV
        counts, _ = np.histogram(pt, edges)
        ax.stairs(counts / np.diff(edges) / jets, edges, label=name)
    one_candidate = 1 / (np.diff(edges).max() * jets)
    ax.set(xlim=(0.8, 512), ylim=(one_candidate / 2, 3))
    ax.set_xscale("log")
    ax.set_yscale("log", nonpositive="clip")
    ax.set(xlabel=r"candidate $p_T$ [GeV]", ylabel="candidates / jet / GeV")
    ax.legend()


def _candidate_eta(ax: Axes, fields: Fields) -> None:
    edges = np.linspace(-3, 3, 41)
    for name, ids in PARTICLES.items():
        eta = fields["eta"][np.isin(fields["id"], ids) & (fields["pt"] > 0)] * ANGLE_LSB
        counts, _ = np.histogram(eta, edges)
        ax.stairs(counts / max(counts.sum() * (edges[1] - edges[0]), 1e-12), edges, label=name)
    ax.set(xlabel=r"candidate $\eta$", ylabel="candidates, each kind normalised", xlim=(-3, 3))
    ax.set_ylim(0, ax.get_ylim()[1] * 1.1)


def _particle_mix(ax: Axes, fields: Fields, classes: Rows) -> None:
    total = fields["pt"].sum(axis=1)
    classes = {name: rows & (total > 0) for name, rows in classes.items() if rows.any()}
    left = np.zeros(len(classes))
    for name, ids in PARTICLES.items():
        share = (fields["pt"] * np.isin(fields["id"], ids)).sum(axis=1) / np.maximum(total, 1)
        mean = np.array([share[rows].mean() if rows.any() else 0.0 for rows in classes.values()])
        ax.barh(np.arange(len(classes)), mean, left=left, height=0.75, label=name)
        left += mean
    _name_classes(ax, list(classes))
    ax.set(xlim=(0, 1), xlabel=r"mean share of the candidates' $p_T$ (colours as in the first panel)")


def _class_mix(ax: Axes, table: JetTable, classes: Rows) -> None:
    classes = {name: rows for name, rows in classes.items() if rows.any()}
    left = np.zeros(len(classes))
    for number, split in enumerate(SPLITS):
        in_split = table.scalar("split") == number
        counts = np.array([(rows & in_split).sum() for rows in classes.values()])
        ax.barh(np.arange(len(classes)), counts, left=left, height=0.75, label=split)
        left += counts
    _name_classes(ax, list(classes))
    ax.set(xlabel="SC4 jets", xlim=(0, 1.4 * max(left.max(initial=1), 1)))
    ax.legend(loc="upper right")


def _pt_response(ax: Axes, table: JetTable, classes: Rows) -> None:
    edges = np.linspace(0, 2, 51)
    for name, members in RESPONSE_GROUPS.items():
        rows = np.any([classes[member] for member in members], axis=0)
        pt_gev = table.scalar("pt")[rows] * PT_LSB_GEV
        _normalised(ax, matched_response(pt_gev, table.scalar("gen_pt_gev")[rows]), edges, name)
    ax.axvline(1, color="gray", lw=1, ls=":")
    ax.set(xlabel=r"jet $p_T$ / generated jet $p_T$", ylabel="jets, each class normalised", xlim=(0, 2))
    ax.legend(title="SC4, median")


def _mass(ax: Axes, table: JetTable, classes: Rows) -> None:
    edges = np.linspace(0, 250, 51)
    for name, members in MASS_GROUPS.items():
        rows = np.any([classes[member] for member in members], axis=0)
        _normalised(ax, table.scalar("puppi_mass_gev")[rows], edges, name)
    ax.set(xlabel="SC8 jet mass from candidates [GeV]", ylabel="jets, each class normalised", xlim=(0, 250))
    ax.legend(title="SC8, median")


def _normalised(ax: Axes, values: NDArray[np.floating], edges: NDArray[np.floating], name: str) -> None:
    counts, _ = np.histogram(values, edges)
    median = f" {np.median(values):.3g}" if len(values) else " no jets"
    ax.stairs(counts / max(len(values) * (edges[1] - edges[0]), 1e-12), edges, label=name + median)


def _name_classes(ax: Axes, names: list[str]) -> None:
    ax.set_yticks(np.arange(len(names)), [SYMBOLS.get(name, name) for name in names])
    ax.invert_yaxis()
    ax.tick_params(axis="y", which="minor", left=False, right=False)

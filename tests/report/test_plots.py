import base64

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from codesign.report.plots import roc as plots
from codesign.training import metrics

CLASSES = ("b", "light", "tau_plus")


def text(figure: Figure) -> str:
    """All text in a figure."""
    texts = figure.findobj(mpl.text.Text)
    return "\n".join(item.get_text() for item in texts)


def scores(jets: int = 900, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    y = rng.integers(0, len(CLASSES), jets)
    logits = rng.normal(size=(jets, len(CLASSES)))
    logits[np.arange(jets), y] += 1.5
    return logits, y


def test_the_area_under_the_curve_is_the_auc() -> None:
    rng = np.random.default_rng(3)
    signal, background = rng.normal(1, 1, 5000), rng.normal(0, 1, 5000)
    tagged, mistagged = plots.roc(signal, background)
    area = np.trapezoid(np.r_[0, tagged[::-1], 1], np.r_[0, mistagged[::-1], 1])
    assert area == pytest.approx(metrics.auc(signal, background), abs=2e-3)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_efficiencies_fall_with_the_threshold_and_count_ties_as_kept(s: list[int], b: list[int]) -> None:
    signal, background = np.array(s, float), np.array(b, float)
    tagged, mistagged = plots.roc(signal, background)
    assert tagged[0] == 1.0
    assert (np.diff(tagged) < 0).all()
    assert (np.diff(mistagged) <= 0).all()
    assert tagged[-1] == (signal == signal.max()).mean()
    assert mistagged[-1] == (background >= signal.max()).mean()


@pytest.mark.parametrize("empty", ["signal", "background"])
def test_a_class_without_jets_has_no_curve(empty: str) -> None:
    one, other = np.zeros(0), np.ones(3)
    tagged, mistagged = plots.roc(*((one, other) if empty == "signal" else (other, one)))
    assert len(tagged) == len(mistagged) == 0


def test_roc_curves_end_where_too_few_background_jets_are_left() -> None:
    logits, y = scores()
    per_class = metrics.one_against_rest(logits, y, CLASSES)
    figure = plots.roc_curves(logits, y, CLASSES, per_class, "jets")
    curves = [line for line in figure.axes[0].lines if "no separation" not in str(line.get_label())]
    assert len(curves) == len(CLASSES)
    for position, curve in enumerate(curves):
        background = (y != position).sum()
        assert min(curve.get_ydata()) * background >= plots.LEAST_BACKGROUND - 1e-9
    legend = [entry.get_text() for entry in figure.axes[0].get_legend().get_texts()]
    auc = per_class["b"]
    assert f"b   {auc['auc']:.3f} ± {auc['error']:.3f}" in legend
    assert figure.axes[0].get_yscale() == "log"


def test_eight_curves_have_eight_colours() -> None:
    classes = tuple("abcdefgh")
    logits, y = np.random.default_rng(0).normal(size=(800, 8)), np.arange(800) % 8
    figure = plots.roc_curves(logits, y, classes, metrics.one_against_rest(logits, y, classes), "jets")
    curves = figure.axes[0].lines[:8]
    assert len({curve.get_color() for curve in curves}) == 8


@pytest.mark.parametrize("epochs", [0, 1, 7])
def test_training_curve_has_a_point_an_epoch(epochs: int) -> None:
    rows = [{"epoch": n + 1, "loss": 2.0 / (n + 1), "validation_score": 0.8} for n in range(epochs)]
    figure = plots.training_curve(rows, "jets")
    assert [len(ax.lines[0].get_xdata()) for ax in figure.axes] == [epochs, epochs]
    assert plots.data_uri(figure)


def test_the_caption_says_only_what_the_manifest_says() -> None:
    full = plots.caption({"mean_pileup": 140.0, "energy_gev": 13_600.0})
    assert "13.6 TeV" in full
    assert "= 140" in full
    bare = plots.caption({})
    assert "TeV" not in bare
    assert "PU" not in bare


def test_a_picture_is_the_same_text_each_time_and_leaves_the_users_style_alone() -> None:
    before = dict(mpl.rcParams)
    logits, y = scores()
    per_class = metrics.one_against_rest(logits, y, CLASSES)
    first, second = (plots.data_uri(plots.roc_curves(logits, y, CLASSES, per_class, "jets")) for _ in range(2))
    assert first == second
    assert dict(mpl.rcParams) == before
    kind, content = first.split(",", 1)
    assert kind == "data:image/svg+xml;base64"
    svg = base64.b64decode(content).decode()
    assert svg.startswith("<?xml")
    assert "<text" not in svg, "letters are outlines, so that no font is needed"
    assert "CMS" not in svg


def test_no_experiment_is_named() -> None:
    logits, y = scores()
    figure = plots.roc_curves(logits, y, CLASSES, metrics.one_against_rest(logits, y, CLASSES), plots.caption({}))
    assert "CMS" not in text(figure)
    assert "ATLAS" not in text(figure)

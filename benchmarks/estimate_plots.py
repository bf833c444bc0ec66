"""Redraws the pictures of docs/estimates.md from the tables in codesign/cost/data, and rewrites its section on Yosys.

python benchmarks/estimate_plots.py
"""

import re
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from codesign.cost.estimate import Calibration, Column, calibration, table
from codesign.report.plots import roc as plots

BEGIN = "<!-- written by benchmarks/estimate_plots.py -->"
END = "<!-- end -->"
DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Writes the pictures, and the numbers of the mapped designs in docs/estimates.md."""
    fits = calibration()
    for name, figure in (("lut", lut_ratios(fits)), ("clock", periods(fits))):
        (DOCS / f"estimates_{name}.svg").write_bytes(plots.svg(figure))
    page = DOCS / "estimates.md"
    text = re.sub(f"(?s)(?<={BEGIN}\n).*(?={END})", lambda found: section(fits), page.read_text())
    outside = fits.lut_per_cost_outside
    text = re.sub(r"(?<=outside the calibration )\[[\d.]+, [\d.]+\]", f"[{outside.low:.3f}, {outside.high:.3f}]", text)
    page.write_text(text)


def lut_ratios(fits: Calibration) -> Figure:
    """LUT / cost against LUT, and the estimate's bands; routed designs use da4ml's cost, mapped ones alkaid's."""
    routed, mapped = table("jedi_linear_route.csv"), table("yosys_lut.csv")
    saturates = np.array(table_text("yosys_lut.csv", "overflow")) == "SAT"
    with plots.styled():
        figure, ax = plots.axes((11.5, 5.6), "", 0.66)
        ax.fill_between(
            [fits.smallest_lut, fits.largest_lut],
            fits.lut_per_cost.low,
            fits.lut_per_cost.high,
            color=plots.PALETTE[5],
            alpha=0.35,
            label="band of the estimate, calibrated",
        )
        for low, high in ((100, fits.smallest_lut), (fits.largest_lut, 1e6)):
            ax.fill_between(
                [low, high],
                fits.lut_per_cost_outside.low,
                fits.lut_per_cost_outside.high,
                color=plots.PALETTE[4],
                alpha=0.35,
                label="band of the estimate, outside" if low == 100 else None,
            )
        ax.plot([100, 1e6], [fits.lut_per_cost.value] * 2, color=plots.PALETTE[7], label="estimate / alkaid cost")
        ratio = routed["route_lut"] / routed["da4ml_cost_lut"]
        ax.plot(routed["route_lut"], ratio, "o", color=plots.PALETTE[0], label="routed (Vivado) / da4ml cost")
        ratio = mapped["yosys_lut"] / mapped["alkaid_cost"]
        for chosen, marker, text in ((~saturates, "D", "wrapping"), (saturates, "s", "saturating")):
            ax.plot(
                mapped["yosys_lut"][chosen],
                ratio[chosen],
                marker,
                color=plots.PALETTE[1],
                mfc="none",
                label=f"mapped (Yosys) / alkaid cost, {text}",
            )
        ax.set(xscale="log", xlim=(100, 1e6), ylim=(0, 2), xlabel="LUT", ylabel="LUT / cost of the logic")
        plots.outside_legend(ax)
    return figure


def periods(fits: Calibration) -> Figure:
    """Achieved clock period in ns against LUT of the routed designs, with the fitted line and its band."""
    routed = table("jedi_linear_route.csv")
    lut = np.linspace(0, 320_000, 50)
    line = np.array([fits.period_ns(x) for x in lut])
    with plots.styled():
        figure, ax = plots.axes((11.5, 5.6), "", 0.66)
        reach = fits.period_error * line
        ax.fill_between(lut, line - reach, line + reach, color=plots.PALETTE[5], alpha=0.35, label="band of the clock")
        ax.plot(lut, line, color=plots.PALETTE[7], label="line through the routed designs")
        ax.plot(routed["route_lut"], routed["achieved_ns"], "o", color=plots.PALETTE[0], label="routed (Vivado)")
        for period, text in ((25 / 9, "360 MHz"), (25 / 6, "240 MHz")):
            ax.axhline(period, color=plots.PALETTE[2], ls=plots.DASHES[1], lw=1.2)
            ax.text(3000, period + 0.04, text, color=plots.PALETTE[2])
        ax.set(xlim=(0, 320_000), ylim=(2, 6), xlabel="LUT", ylabel="achieved clock period (ns)")
        plots.outside_legend(ax)
    return figure


def section(fits: Calibration) -> str:
    """The section on the mapped designs, in Markdown."""
    mapped, through = table("yosys_lut.csv"), fits.lut_per_cost_mapped
    of_da4ml = table("da4ml_yosys_lut.csv")
    lines, inside = residuals(fits)
    count = len(mapped["yosys_lut"])
    return f"""
`codesign/cost/data/yosys_lut.csv` has {count} random networks of {mapped["yosys_lut"].min():,.0f} to \
{mapped["yosys_lut"].max():,.0f} LUT, traced by alkaid for 2.6 ns and mapped by Yosys 0.70 for UltraScale+. \
{fits.mapped} of them are smaller than any routed design, so this is how cost counts LUT there:

* LUT in Yosys / alkaid cost = {spread(mapped["yosys_lut"] / mapped["alkaid_cost"])}.
* LUT in Yosys / da4ml cost = {spread(of_da4ml["yosys_lut"] / of_da4ml["da4ml_cost"])}, for three networks \
traced by da4ml (`codesign/cost/data/da4ml_yosys_lut.csv`): Yosys counts what da4ml counts, whose cost was compared \
with routed designs.
* So LUT after routing / alkaid cost = 1.051 x the first / the second = {through.value:.3f}, one more design in \
[{through.low:.3f}, {through.high:.3f}].

{lines}

{inside} of the {count} lie in the band of their estimate. Yosys keeps of the counted registers \
{spread(mapped["yosys_ff"] / mapped["register_bits"])}: the others hold bits that are constant or that nobody reads. \
The estimate of FF stays the count, an upper limit. A stage of two adder levels has \
{mapped["yosys_depth"].min():.0f} to {mapped["yosys_depth"].max():.0f} LUTs in a row.

""".replace("\\\n", "")


def residuals(fits: Calibration) -> tuple[str, int]:
    """A table with one row per mapped design, and how many of the designs lie inside their bands."""
    mapped, names = table("yosys_lut.csv"), table_text("yosys_lut.csv", "network")
    overflow = table_text("yosys_lut.csv", "overflow")
    lines = [
        "| network | overflow | cost | LUT, estimated (band) | LUT, Yosys | Yosys / estimated | FF, Yosys / counted |"
    ]
    lines.append("|---|---|---|---|---|---|---|")
    inside = 0
    for n in np.argsort(mapped["alkaid_cost"]):
        cost, lut = mapped["alkaid_cost"][n], mapped["yosys_lut"][n]
        calibrated = fits.smallest_lut <= fits.lut_per_cost.value * cost <= fits.largest_lut
        band = (fits.lut_per_cost if calibrated else fits.lut_per_cost_outside).times(cost)
        inside += bool(band.low <= lut <= band.high)
        ff = mapped["yosys_ff"][n] / mapped["register_bits"][n]
        lines.append(
            f"| {names[n]} | {overflow[n]} | {cost:,.0f} | {band.value:,.0f} ({band.low:,.0f} to {band.high:,.0f})"
            f" | {lut:,.0f} | {lut / band.value:.2f} | {ff:.2f} |"
        )
    return "\n".join(lines), inside


def spread(values: Column) -> str:
    """Mean, standard deviation, minimum and maximum, as text."""
    return f"{values.mean():.3f} ± {values.std(ddof=1):.3f}, from {values.min():.3f} to {values.max():.3f}"


def table_text(name: str, column: str) -> list[str]:
    """A column of a table as texts. name: file name of the table."""
    from estimate_band import rows

    return [row[column] for row in rows(DOCS.parent / "codesign" / "cost" / "data" / name)]


if __name__ == "__main__":
    main()

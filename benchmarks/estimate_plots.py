"""Redraws the pictures of docs/estimates.md from the tables in codesign/cost/data, and writes its numbers again.

python benchmarks/estimate_plots.py
"""

from pathlib import Path

import numpy as np
from doc_data import Table
from doc_numbers import publish
from matplotlib.figure import Figure

from codesign.cost.estimate import Band, Calibration, Column, calibration, table
from codesign.report.plots import roc as plots

DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Writes the pictures and the numbers."""
    fits = calibration()
    for name, figure in (("lut", lut_ratios(fits)), ("clock", periods(fits))):
        (DOCS / f"estimates_{name}.svg").write_bytes(plots.svg(figure))
    tables = {"networks": mapped_designs(fits), "clock": clock_table(fits)}
    publish("estimates", "python benchmarks/estimate_plots.py", numbers(fits), tables)


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


def numbers(fits: Calibration) -> dict[str, float]:
    """The fitted numbers of the page, and those of the tables behind them."""
    routed, mapped, costs = (table(f"{n}.csv") for n in ("jedi_linear_route", "yosys_lut", "alkaid_da4ml_cost"))
    of_da4ml, cost = table("da4ml_yosys_lut.csv"), routed["da4ml_cost_lut"]
    alike = (costs["da4ml_cost"] >= cost.min()) & (costs["da4ml_cost"] <= cost.max())
    ratio = costs["da4ml_cost"] / costs["alkaid_cost"]
    saturates = np.array(table_text("alkaid_da4ml_cost.csv", "overflow")) == "SAT"
    line = np.array([fits.period_ns(lut) for lut in routed["route_lut"]])
    inside = sum(row["low"] <= row["lut"] <= row["high"] for row in mapped_designs(fits).rows)
    return {
        **band("lut", fits.lut_per_cost),
        **band("outside", fits.lut_per_cost_outside),
        **band("through_yosys", fits.lut_per_cost_mapped),
        **band("ff", fits.ff_per_lut),
        **spread("routed", routed["route_lut"] / cost),
        **spread("alkaid", ratio[alike]),
        **spread("yosys", mapped["yosys_lut"] / mapped["alkaid_cost"]),
        **spread("yosys_da4ml", of_da4ml["yosys_lut"] / of_da4ml["da4ml_cost"]),
        **spread("yosys_ff", mapped["yosys_ff"] / mapped["register_bits"]),
        "designs": fits.designs,
        "compared": int(alike.sum()),
        "smallest_lut": fits.smallest_lut,
        "largest_lut": fits.largest_lut,
        "at_zero_ns": fits.period_at_zero_ns,
        "per_100k_ns": 1e5 * fits.period_ns_per_lut,
        "period_percent": 100 * fits.period_error,
        "scatter_percent": 100 * float((routed["achieved_ns"] / line).std(ddof=1)),
        "saturation_percent": 100 * float(np.abs(ratio[alike & saturates] - 1).max()),
        "mapped": len(mapped["yosys_lut"]),
        "mapped_smaller": fits.mapped,
        "mapped_inside": inside,
        "mapped_least": mapped["yosys_lut"].min(),
        "mapped_most": mapped["yosys_lut"].max(),
        "least_depth": mapped["yosys_depth"].min(),
        "most_depth": mapped["yosys_depth"].max(),
    }


def band(name: str, of: Band) -> dict[str, float]:
    """A factor as `name`, and the ends of its band."""
    return {name: of.value, f"{name}_low": of.low, f"{name}_high": of.high}


def spread(name: str, values: Column) -> dict[str, float]:
    """Mean, standard deviation, minimum and maximum as NAME_mean, NAME_std, NAME_min, NAME_max."""
    of = {"mean": values.mean(), "std": values.std(ddof=1), "min": values.min(), "max": values.max()}
    return {f"{name}_{key}": float(value) for key, value in of.items()}


def clock_table(fits: Calibration) -> Table:
    """The clock period that the line gives for some sizes, and what that means at 360 MHz."""
    faster = sorted(table("jedi_linear_route.csv")["achieved_ns"])
    faster = [period for period in faster if period <= 25 / 9]
    meanings = {
        1e4: "may run (extrapolated)",
        3.6e4: f"on the line: {len(faster)} of the {fits.designs} published designs are faster, the smallest ones,"
        f" with {' and '.join(f'{period:.2f}' for period in faster)} ns",
        1e5: "not with two levels, according to these designs",
        2e5: "no",
    }
    columns = [
        ("LUT", "{lut:,.0f}"),
        ("expected period", "{period:.2f} ns"),
        ("upper end", "{high:.2f} ns"),
        ("expected clock", "{mhz:.0f} MHz"),
        ("at 360 MHz (2.78 ns)", "{meaning}"),
    ]
    rows = []
    for lut, meaning in meanings.items():
        period = fits.period_ns(lut)
        high = period * (1 + fits.period_error)
        rows.append({"lut": lut, "period": period, "high": high, "mhz": 1e3 / period, "meaning": meaning})
    return Table(columns, rows)


def mapped_designs(fits: Calibration) -> Table:
    """The table of the designs that Yosys mapped, from small to large."""
    mapped, names = table("yosys_lut.csv"), table_text("yosys_lut.csv", "network")
    overflow = table_text("yosys_lut.csv", "overflow")
    columns = [
        ("network", "{network}"),
        ("overflow", "{overflow}"),
        ("cost", "{cost:,.0f}"),
        ("LUT, estimated (band)", "{estimate:,.0f} ({low:,.0f} to {high:,.0f})"),
        ("LUT, Yosys", "{lut:,.0f}"),
        ("Yosys / estimated", "{ratio:.2f}"),
        ("FF, Yosys / counted", "{ff_ratio:.2f}"),
    ]
    rows = []
    for n in np.argsort(mapped["alkaid_cost"]):
        cost, lut = float(mapped["alkaid_cost"][n]), float(mapped["yosys_lut"][n])
        calibrated = fits.smallest_lut <= fits.lut_per_cost.value * cost <= fits.largest_lut
        of = (fits.lut_per_cost if calibrated else fits.lut_per_cost_outside).times(cost)
        what = {"network": names[n], "overflow": overflow[n], "cost": cost, "lut": lut}
        ff = float(mapped["yosys_ff"][n] / mapped["register_bits"][n])
        rows.append(what | band("estimate", of) | {"ratio": lut / of.value, "ff_ratio": ff})
    return Table(columns, [{k.removeprefix("estimate_"): v for k, v in row.items()} for row in rows])


def table_text(name: str, column: str) -> list[str]:
    """A column of a table as texts. name: file name of the table."""
    from estimate_band import rows

    return [row[column] for row in rows(DOCS.parent / "codesign" / "cost" / "data" / name)]


if __name__ == "__main__":
    main()

from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from codesign.report.plots import responses as response_plots
from codesign.report.plots import roc as plots


def resolution(median: float | None, width: float | None) -> dict[str, Any]:
    return {"median": median, "width": width, "median_error": 0.01, "width_error": 0.01, "jets": 100}


def row(**changes: Any) -> dict[str, Any]:
    bins = [
        {
            "low": low,
            "high": low + 20,
            "raw": resolution(0.6, 0.3),
            "all_candidates": resolution(0.7, 0.28),
            "network": resolution(0.9, 0.2),
            "calibrated": resolution(1.0, 0.21),
        }
        for low in (40, 60, 80)
    ]
    return {"quantity": "mass", "true_bins": bins} | changes


def text(figure: Figure) -> str:
    return "\n".join(item.get_text() for item in figure.findobj(mpl.text.Text))


def test_each_mass_is_drawn_and_named() -> None:
    figure = response_plots.responses(row(), "jets")
    words = text(figure)
    for expected in (
        "raw",
        "all candidates",
        "network",
        "calibrated",
        "median response",
        "relative width",
        "true mass",
    ):
        assert expected in words
    above = next(ax for ax in figure.axes if ax.get_ylabel() == "median response")
    assert len(above.containers) == 4


def test_bins_without_a_width_are_not_drawn() -> None:
    bad = row()
    bad["true_bins"][1]["network"] = resolution(-0.2, None)
    figure = response_plots.responses(bad, "jets")
    above = next(ax for ax in figure.axes if ax.get_ylabel() == "median response")
    points = {c.get_label(): len(c.lines[0].get_xdata()) for c in above.containers}
    assert points == {"raw": 3, "all candidates": 3, "network": 2, "calibrated": 3}


def test_the_calibration_plot_shows_the_mass_and_not_the_response() -> None:
    figure = response_plots.calibration(row(), "jets")
    (ax,) = figure.axes
    data = {c.get_label(): list(c.lines[0].get_ydata()) for c in ax.containers}
    assert data["raw"] == [0.6 * centre for centre in (50, 70, 90)]
    assert data["calibrated"] == [50, 70, 90]


def test_the_same_numbers_give_the_same_picture() -> None:
    first, second = (plots.svg(response_plots.responses(row(), "jets")) for _ in range(2))
    assert first == second

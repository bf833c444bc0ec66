"""Numbers as people read them: a figure with its unit and band, a value with the digits that mean something."""

from __future__ import annotations

import math

from codesign.cost.figures import Figure


def quantity(figure: Figure, unit: str) -> str:
    """Value, unit and band: '20,300 LUT (19,500 to 23,100)'."""
    value = f"{central(figure)} {unit}"
    return f"{value} ({band(figure)})" if band(figure) else value


def central(figure: Figure) -> str:
    """The value: three digits where there is a band, all where it is exact; or 'unavailable'."""
    if figure.value is None:
        return "unavailable"
    return rounded(figure.value) if band(figure) else exact_number(figure.value)


def band(figure: Figure) -> str:
    """'19,500 to 23,100', '19,500 or more', or "" where the value is exact or unavailable."""
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return ""
    if math.isinf(figure.high):
        return f"{rounded(figure.low)} or more"
    return f"{rounded(figure.low)} to {rounded(figure.high)}"


def exact_number(value: float) -> str:
    """Whole numbers in full, others to four digits."""
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 10_000 else f"{value:,.4g}"


def rounded(value: float) -> str:
    """Three significant digits, without an exponent."""
    return f"{float(f'{value:.3g}'):,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def number(value: float | None) -> str:
    """Three digits behind the point, or 'unavailable'."""
    return "unavailable" if value is None else f"{value:.3f}"

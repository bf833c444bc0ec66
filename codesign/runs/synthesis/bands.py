"""How far estimates are from Vivado's counts for the same design, from 27 public pairs or a site's own.

A Pair belongs to one HLS project: csynth's estimate, and Vivado's counts after synthesis or routing. Their ratios give
the band of a csynth figure. An RtlPair belongs to one RTL project: the counts in its trace, and those of the routed
design. Once a site has FEWEST pairs of a release, they replace the public ones for that release.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from codesign.base.files import MOST_BYTES, read_regular
from codesign.base.records import BROKEN, parsed
from codesign.cost.figures import Figure, Usage
from codesign.errors import RunError
from codesign.runs.synthesis import site as calibration

RESOURCES = ("lut", "ff", "dsp", "bram18")
FEWEST = 5
MOST_COUNTED = 1e12  # LUT or bits: a larger number means a damaged file
COVERAGE = 0.95  # probability that a site's band holds the next design


@dataclass(frozen=True)
class Pair:
    """One design: its version of Vitis HLS, and resource -> count of both tools, without resources not reported."""

    design: str
    version: str
    csynth: dict[str, float]
    vivado: dict[str, float]


@dataclass(frozen=True)
class RatioBand:
    """The band of the ratio Vivado / csynth. pairs: their number; basis: a description of them."""

    low: float
    high: float
    pairs: int
    basis: str


def csynth_bands(version: str, site: Sequence[Pair] | None = None) -> dict[str, RatioBand]:
    """Resource -> band for a release of Vitis HLS. site: pairs of the site, by default from its own file."""
    own = [pair for pair in (site_pairs() if site is None else site) if pair.version == version]
    public = public_pairs()
    bands = {}
    for resource in RESOURCES:
        mine, theirs = ratios(own, resource), ratios(public, resource)
        if len(mine) >= FEWEST:
            bands[resource] = of_a_new_design(mine, f"{len(mine)} of this site's designs with {version}")
        else:
            basis = f"range of {len(public)} public pairs"
            bands[resource] = RatioBand(min(theirs), max(theirs), len(theirs), basis)
    return bands


def ratios(pairs: Sequence[Pair], resource: str) -> list[float]:
    """The ratios Vivado / csynth of the pairs in which both counts are above zero."""
    both = ((pair.csynth.get(resource, 0.0), pair.vivado.get(resource, 0.0)) for pair in pairs)
    return [vivado / csynth for csynth, vivado in both if csynth and vivado]


def of_a_new_design(values: Sequence[float], basis: str) -> RatioBand:
    """The prediction interval: one more ratio is in it with probability COVERAGE if ratios are log-normal."""
    from scipy.special import stdtrit  # type: ignore[import-untyped]  # here, because it is slow to import

    logs = [math.log(value) for value in values]
    n = len(logs)
    reach = float(stdtrit(n - 1, (1 + COVERAGE) / 2)) * stdev(logs) * math.sqrt(1 + 1 / n)
    return RatioBand(math.exp(fmean(logs) - reach), math.exp(fmean(logs) + reach), n, basis)


@cache
def public_pairs() -> tuple[Pair, ...]:
    """The pairs of data/csynth_pairs.csv."""
    lines = (files("codesign.runs.synthesis") / "data" / "csynth_pairs.csv").read_text().splitlines()
    return tuple(
        Pair(
            row["design"],
            row["hls_version"],
            {name: float(row[f"csynth_{name}"]) for name in RESOURCES},
            {name: float(row[f"vivado_{name}"]) for name in RESOURCES},
        )
        for row in csv.DictReader(line for line in lines if not line.startswith("#"))
    )


@dataclass(frozen=True)
class RtlPair:
    """One routed RTL project. generator: what traced it; cost, register_bits: from the trace; lut, ff: as routed."""

    design: str
    generator: str
    vivado_version: str
    cost: float
    register_bits: float
    lut: float
    ff: float

    def ratio(self, resource: str) -> float | None:
        """Routed / traced: LUT / cost for "lut", FF / register bits for "ff"; None if either number is zero."""
        routed, counted = (self.lut, self.cost) if resource == "lut" else (self.ff, self.register_bits)
        return routed / counted if routed and counted else None


def rtl_ratios(pairs: Sequence[RtlPair], resource: str) -> list[float]:
    """The ratios of all pairs that have one for this resource."""
    return [ratio for ratio in (pair.ratio(resource) for pair in pairs) if ratio is not None]


def site_usage(generator: str, cost: float, register_bits: float, site: Sequence[RtlPair]) -> Usage:
    """LUT and FF of an RTL project, from a site's routed designs with the same generator (name and version).

    Unavailable if there are fewer than FEWEST such designs, or if `cost` is outside their range.
    """
    own = [pair for pair in site if pair.generator == generator]
    what = ("RTL trace", generator, f"{len(own)} routed designs of this site, {FEWEST} are needed")
    usage = Usage.unavailable(*what)
    if len(own) < FEWEST or not min(p.cost for p in own) <= cost <= max(p.cost for p in own):
        return usage
    releases = ", ".join(sorted({pair.vivado_version for pair in own}))
    basis = f"calibrated on {len(own)} designs that this site routed with Vivado {releases}"

    def figure(by: float, resource: str) -> Figure:
        values = rtl_ratios(own, resource)
        if len(values) < FEWEST:
            return Figure.unavailable(*what)
        band = of_a_new_design(values, basis)
        middle = math.sqrt(band.low * band.high)
        return Figure(by * middle, by * band.low, by * band.high, "estimated", "RTL trace", generator, basis)

    return replace(
        usage,
        lut=figure(cost, "lut"),
        ff=figure(register_bits, "ff"),
    )


def site_pairs(path: Path | None = None) -> list[Pair]:
    """The HLS pairs that `codesign calibrate` has saved; none if there is no such file. path: see `site_entries`."""
    return [
        Pair(entry["design"], entry["hls_version"], entry["expected"], entry["vivado"])
        for entry in site_entries(path)
        if entry["kind"] == "hls"
    ]


def site_rtl_pairs(path: Path | None = None) -> list[RtlPair]:
    """The RTL pairs that `codesign calibrate` has saved; none if there is no such file. path: see `site_entries`."""
    return [
        RtlPair(
            entry["design"],
            entry["generator"],
            entry["vivado_version"],
            entry["expected"]["cost"],
            entry["expected"]["register_bits"],
            entry["vivado"]["lut"],
            entry["vivado"]["ff"],
        )
        for entry in site_entries(path)
        if entry["kind"] == "rtl"
    ]


def site_entries(path: Path | None = None) -> list[dict[str, Any]]:
    """The entries of a file of pairs, by default the site's own; RunError for a broken line."""
    path = path or calibration.to_read()
    if path is None or not path.is_file():
        return []
    entries: list[dict[str, Any]] = []
    for number, line in enumerate(_lines(path), 1):
        try:
            entry = parsed(line)
            named = {"hls": {"hls_version"}, "rtl": {"generator", "vivado_version"}}[entry["kind"]]
            missing = {*named, "design", "expected", "vivado", "reports"} - entry.keys()
            if not missing:
                _check(entry, [*named, "design"])
        except BROKEN as error:
            raise RunError(
                f"{path}:{number}: not a pair ({error}); lines of this file are appended, never edited"
            ) from None
        if missing:
            raise RunError(f"{path}:{number}: not a pair ({', '.join(sorted(missing))} missing); it was edited by hand")
        entries.append(entry)
    return entries


def _lines(path: Path) -> list[str]:
    try:
        return read_regular(path, MOST_BYTES).decode().splitlines()
    except UnicodeDecodeError as error:
        raise RunError(f"{path}: not a text in UTF-8 ({error}); it was damaged, copy it again") from None


def _check(entry: dict[str, Any], texts: Sequence[str]) -> None:
    """ValueError unless names are texts, counts are not negative, and an RTL entry has all the counts it needs."""
    reports = list(entry["reports"].items())
    for name, value in [*((name, entry[name]) for name in texts), *reports]:
        if not isinstance(value, str):
            raise ValueError(f"{name} is {value!r:.40}, not a text")
    counts = [*entry["expected"].items(), *entry["vivado"].items()]
    for name, value in counts:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_COUNTED:
            raise ValueError(f"{name} is {value!r:.40}, not a count")
    needed = {"cost", "register_bits", "lut", "ff"} if entry["kind"] == "rtl" else set()
    if absent := needed - dict(counts).keys():
        raise ValueError(f"{', '.join(sorted(absent))} missing")

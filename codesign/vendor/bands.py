"""How far C synthesis is from what Vivado makes of the same design: 27 public pairs, or a site's own.

A pair is of one design: what csynth expected, and what Vivado counted after synthesis or routing. Their ratios give
the band of a csynth figure. A site's pairs take over, for the release they were made with, from FEWEST of them on.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from codesign.errors import RunError

RESOURCES = ("lut", "ff", "dsp", "bram18")
SITE_FILE = Path("configs", "calibration.jsonl")
FEWEST = 5
COVERAGE = 0.95  # of a site's bands


@dataclass(frozen=True)
class Pair:
    """One design: version of Vitis HLS, and counts by resource; a resource that was not reported is left out."""

    design: str
    version: str
    csynth: dict[str, float]
    vivado: dict[str, float]


@dataclass(frozen=True)
class RatioBand:
    """Vivado over csynth. pairs: how many; basis: what they are, in words."""

    low: float
    high: float
    pairs: int
    basis: str


def csynth_bands(version: str, site: Sequence[Pair] | None = None) -> dict[str, RatioBand]:
    """The band of each resource for a release of Vitis HLS. site: by default the pairs in SITE_FILE."""
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
    """Vivado over csynth of the pairs in which both have some of it."""
    both = ((pair.csynth.get(resource, 0.0), pair.vivado.get(resource, 0.0)) for pair in pairs)
    return [vivado / csynth for csynth, vivado in both if csynth and vivado]


def of_a_new_design(values: Sequence[float], basis: str) -> RatioBand:
    """The interval that holds one more ratio with probability COVERAGE if their logarithms are normally distributed."""
    from scipy.special import stdtrit  # type: ignore[import-untyped]  # here, because it is slow to import

    logs = [math.log(value) for value in values]
    n = len(logs)
    reach = float(stdtrit(n - 1, (1 + COVERAGE) / 2)) * stdev(logs) * math.sqrt(1 + 1 / n)
    return RatioBand(math.exp(fmean(logs) - reach), math.exp(fmean(logs) + reach), n, basis)


@cache
def public_pairs() -> tuple[Pair, ...]:
    """The pairs of data/csynth_pairs.csv."""
    lines = (files("codesign") / "data" / "csynth_pairs.csv").read_text().splitlines()
    return tuple(
        Pair(
            row["design"],
            row["hls_version"],
            {name: float(row[f"csynth_{name}"]) for name in RESOURCES},
            {name: float(row[f"vivado_{name}"]) for name in RESOURCES},
        )
        for row in csv.DictReader(line for line in lines if not line.startswith("#"))
    )


def site_pairs(path: Path = SITE_FILE) -> list[Pair]:
    """The pairs that `codesign calibrate` has kept; none where there is no such file."""
    return [
        Pair(entry["design"], entry["hls_version"], entry["csynth"], entry["vivado"]) for entry in site_entries(path)
    ]


def site_entries(path: Path = SITE_FILE) -> list[dict[str, Any]]:
    """The lines of a site's file as they are; RunError for a broken one."""
    if not path.is_file():
        return []
    entries = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        try:
            entry = json.loads(line)
            entries.append({**entry, "design": entry["design"], "hls_version": entry["hls_version"]})
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(f"{path}:{number}: no pair ({error}); the file is only ever appended to") from None
    return entries

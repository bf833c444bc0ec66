"""The open `ap_fixed` headers that come with hls4ml, compiled once and called from Python.

Templates cannot be instantiated at run time, so a table of type pairs is drawn with a fixed seed and compiled
into one library. Notation: m is the integer of a value m * 2**-f, W the width of a type.
"""

from __future__ import annotations

import ctypes
import importlib.resources
import itertools
import random
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np

from codesign.net.fixedpoint import FixedPoint, Float, Int, Overflow, Rounding

HEADERS = str(importlib.resources.files("hls4ml") / "templates/vivado/ap_types")
MODES = list(itertools.product(get_args(Rounding), get_args(Overflow)))
TARGET_WIDTHS = (1, 2, 3, 6, 9, 14, 20)  # few distinct ones: they, not their number, cost compile time
SOURCE_WIDTHS = (1, 3, 7, 11, 18, 33, 48)
ALL_VALUES = 12  # sources of up to this many bits are tried with every value
Cast = Callable[[FixedPoint, Float], Float]


@dataclass(frozen=True)
class Assignment:
    """A value of `source` assigned to a variable of `target`."""

    source: FixedPoint
    target: FixedPoint

    def values(self, rng: np.random.Generator, samples: int = 500) -> Int:
        """(n,) integers of the source: all, or the ends of source and target and a sample between."""
        low, high = integer_range(self.source)
        if self.source.width <= ALL_VALUES:
            return np.arange(low, high + 1)
        ends = [end / self.source.lsb for end in (self.target.low, self.target.high)]
        step = self.target.lsb / self.source.lsb
        near = [e + a * step + b for e in ends for a in (-1, -0.5, 0, 0.5, 1) for b in (-1, 0, 1)]
        drawn = rng.integers(low, high, samples, endpoint=True)
        small = drawn >> rng.integers(0, int(self.source.width), samples)  # drawn alone is nearly always wide
        return np.unique(np.r_[low, high, drawn, small, np.clip(near, low, high).astype(np.int64)])


def integer_range(t: FixedPoint) -> tuple[int, int]:
    """Smallest and largest m of a uniform type."""
    return int(t.low / t.lsb), int(t.high / t.lsb)


def assignments(per_mode: int = 4, seed: int = 1399) -> list[Assignment]:
    """One assignment that both rounds and overflows, and `per_mode` drawn ones, for each pair of modes and sign."""
    draw = random.Random(seed)
    table = []
    for (rounding, overflow), signed in itertools.product(MODES, (1, 0)):
        if overflow == "WRAP_SM" and not signed:
            continue  # the header refuses it, and so does FixedPoint
        source = FixedPoint(1, 5, 4)
        table.append(Assignment(source, FixedPoint(signed, 3, 2, rounding, overflow)))
        for _ in range(per_mode):
            source_width, width = draw.choice(SOURCE_WIDTHS), draw.choice(TARGET_WIDTHS)
            source_signed, fraction = draw.randint(0, 1), draw.randint(-8, 40)
            lost = draw.randint(-5, source_width + 3)  # bits below the target's LSB
            table.append(
                Assignment(
                    FixedPoint(source_signed, source_width - fraction - source_signed, fraction),
                    FixedPoint(signed, width - fraction + lost - signed, fraction - lost, rounding, overflow),
                )
            )
    return table


def constructions() -> list[FixedPoint]:
    """One target a pair of modes and sign, to be constructed from double as csim's inputs are."""
    draw = random.Random(754)
    targets = [a.target for a in assignments(0)]
    widths = [draw.choice(TARGET_WIDTHS) for _ in targets]
    fractions = [draw.randint(-4, 24) for _ in targets]
    return [
        FixedPoint(t.signed, w - f - t.signed, f, t.rounding, t.overflow)
        for t, w, f in zip(targets, widths, fractions, strict=True)
    ]


class Oracle:
    """The compiled tables. NDEBUG: the headers assert on a bit that they read and never use (see the test)."""

    def __init__(self, folder: Path, table: list[Assignment], targets: list[FixedPoint]) -> None:
        self.assignments, self.targets = table, targets
        pairs = [f"assign<{a.source.ap_type()}, {a.target.ap_type()}>," for a in table]
        (folder / "assignments.inc").write_text("\n".join(pairs))
        (folder / "constructions.inc").write_text("\n".join(f"construct<{t.ap_type()}>," for t in targets))
        source = Path(__file__).with_suffix(".cpp")
        library = folder / "ap_fixed_oracle.so"
        compile_cpp(source, library, "-DNDEBUG", "-shared", "-fPIC", f"-I{folder}")
        self._library = ctypes.CDLL(str(library))

    def assign(self, k: int, m: Int) -> Int:
        """(n,) integers of assignment k's target for (n,) integers of its source."""
        return _call(self._library.assign_integers, k, np.ascontiguousarray(m, np.int64))

    def construct(self, k: int, x: Float) -> Int:
        """(n,) integers of target k for (n,) doubles."""
        return _call(self._library.construct_from_doubles, k, np.ascontiguousarray(x, np.float64))


def _call(function: Callable[..., None], k: int, values: Int | Float) -> Int:
    result = np.empty(values.shape, np.int64)
    pointers = (ctypes.c_void_p(a.ctypes.data) for a in (values, result))
    function(ctypes.c_size_t(k), *pointers, ctypes.c_size_t(values.size))
    return result


def compile_cpp(source: Path, output: Path, *options: str) -> None:
    """Compile one C++ file against the headers."""
    command = ["g++", "-std=c++17", "-O0", "-w", f"-I{HEADERS}", *options, str(source), "-o", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def header_integers(target: FixedPoint, x: Float, cast: Cast = FixedPoint.cast) -> Int:
    """The integers that the header gives for x: those of `cast`, but for two corners where the header errs.

    1. A signed SAT_SYM type of one bit should hold only 0, the header lets -1 through, as SAT does.
    2. WRAP_SM looks at the lowest lost bit before rounding. Where rounding changes that bit, all bits of the
       result come out inverted. IEEE 1666 (SystemC), whose modes these are, overflows the rounded value.
    """
    if target.overflow == "SAT_SYM" and target.width == 1 and target.signed:
        target = FixedPoint(1, target.integer, target.fraction, target.rounding, "SAT")
    m = np.rint(cast(target, x) / target.lsb).astype(np.int64)
    if target.overflow != "WRAP_SM":
        return m
    unlimited = FixedPoint(1, 60 - target.fraction, target.fraction, target.rounding)
    rounded = np.rint(cast(unlimited, x) / target.lsb)
    lost = [np.floor(v / 2.0**target.width) % 2 for v in (x / target.lsb, rounded)]
    low, high = integer_range(target)
    outside = (rounded < low) | (rounded > high)
    return np.where(outside & (lost[0] != lost[1]), ~m, m)

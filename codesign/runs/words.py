"""Where a design's firmware starts: at the features, or at the PUPPI words and the jet axis they are computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.backends import Settings
from codesign.backends.words_port import Jets, WordsPort, contract_jets, real_words
from codesign.base.pace import Count, Tell, silent
from codesign.design.design import RANDOM, Design
from codesign.jets.classes import SPLITS
from codesign.jets.store import open_jets
from codesign.net import reference
from codesign.net.agreement import CONTRACT_INPUTS, JETS, OTHER_JETS, Agreement, compare
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import Float
from codesign.runs.inputs import state_of
from codesign.runs.run import Run


def words_port(design: Design) -> WordsPort | None:
    """The input port of a design that starts from words; None for one that starts from features."""
    if design.firmware.inputs == "features":
        return None
    return WordsPort(design.jets.features, design.jets.candidates, design.firmware.sorted_input)


def settings_of(run: Run) -> Settings:
    """What the firmware of a run is generated for."""
    firmware = run.design.firmware
    return Settings(firmware.part, float(firmware.period_ns), run.top, words_port(run.design))


@dataclass(frozen=True, eq=False)
class WordsContract:
    """The exactness contract of a net whose firmware starts from words, with the reference's outputs, computed once.

    real: kind of input -> words and axes of real jets, test jets first; CONTRACT_INPUTS if the file has so many.
    """

    net: FixedNet
    port: WordsPort
    real: Mapping[str, Jets]

    @cached_property
    def inputs(self) -> dict[str, Jets]:
        """Kind -> jets as they arrive at the port: the real ones, and words at all edges."""
        return {kind: self.port.prepared(jets) for kind, jets in contract_jets(self.real).items()}

    @cached_property
    def expected(self) -> dict[str, dict[str, Float]]:
        """Kind -> the reference's outputs by name."""
        return {kind: reference.run(self.net, self.port.features(jets)) for kind, jets in self.inputs.items()}

    def check(
        self, witness: str, compute: Callable[[Jets], Mapping[str, NDArray[Any]]], tell: Tell = silent
    ) -> list[Agreement]:
        """Compares a witness with the reference, one Agreement per kind. compute: returns its outputs by name."""
        rows: list[Agreement] = []
        count = Count(tell, witness, sum(map(len, self.inputs.values())), "jets run")
        for kind, jets in self.inputs.items():
            count(sum(row.count or 0 for row in rows))
            rows.append(compare(self.net, witness, kind, self.expected[kind], compute(jets)))
        return rows


def words_contract_of(run: Run, port: WordsPort) -> WordsContract:
    """What the witnesses of a run are compared on, if its firmware has this port; the last one stays in memory.

    A run of an imported model, which has no jets, uses the shipped sample.
    """
    jets = run.design.jets
    file = "shipped" if jets.file == RANDOM else jets.file
    return _words_contract(run.net, port, file, jets.table, state_of(file))


@lru_cache(maxsize=1)
def _words_contract(
    net: FixedNet, port: WordsPort, file: str, table_name: str, state: tuple[int, int] | None
) -> WordsContract:
    table = open_jets(file).table(table_name)
    split = table.scalar("split")
    rows = np.argsort(-split, kind="stable")[:CONTRACT_INPUTS]
    words, is_test = real_words(table), split[rows] == SPLITS.index("test")
    by_kind = {JETS: words.at(rows[is_test]), OTHER_JETS: words.at(rows[~is_test])}
    return WordsContract(net, port, {kind: jets for kind, jets in by_kind.items() if len(jets)})

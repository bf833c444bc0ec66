"""Where a design's firmware starts: at the features, or at the PUPPI words and the jet axis they are computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def real_jets(run: Run) -> Jets:
    """Words and axes of the run's jets, test jets first, up to the number in the exactness contract."""
    return Jets.joined(*real_jets_by_split(run).values())


def real_jets_by_split(run: Run) -> dict[str, Jets]:
    """The jets of `real_jets` by kind of input: test jets, and others where there are too few of these.

    A run of an imported model, which has no jets, uses the shipped sample.
    """
    file = run.design.jets.file
    table = open_jets("shipped" if file == RANDOM else file).table(run.design.jets.table)
    split = table.scalar("split")
    rows = np.argsort(-split, kind="stable")[:CONTRACT_INPUTS]
    words, is_test = real_words(table), split[rows] == SPLITS.index("test")
    found = {JETS: words.at(rows[is_test]), OTHER_JETS: words.at(rows[~is_test])}
    return {kind: jets for kind, jets in found.items() if len(jets)}


def check_words(
    net: FixedNet,
    port: WordsPort,
    witness: str,
    compute: Callable[[Jets], Mapping[str, NDArray[Any]]],
    real: Mapping[str, Jets],
    tell: Tell = silent,
) -> list[Agreement]:
    """Compares a witness that starts from words with the reference, on real jets and on words at all edges.

    compute: returns the witness's outputs by name; real: kind -> jets. The result has one Agreement per kind.
    """
    found: list[Agreement] = []
    kinds = contract_jets(real)
    count = Count(tell, witness, sum(map(len, kinds.values())), "jets run")
    for kind, jets in kinds.items():
        count(sum(row.count or 0 for row in found))
        entering = port.prepared(jets)
        found.append(compare(net, witness, kind, reference.run(net, port.features(entering)), compute(entering)))
    return found

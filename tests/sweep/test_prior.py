"""Trees and sums in the bound on a design's cost before training; gates of networks are in test_gates.py."""

from typing import Any

import pytest

from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.architectures.inputs import Inputs
from codesign.design.design import Design
from codesign.design.training import Boosting, Training
from codesign.net.graph import Graph
from codesign.net.ops import Input, Reshape, Trees
from codesign.sweep import prior

SIX_BITS = Design(architecture=ArchitectureConfig(name="trees"), frontend="xgboost", boosting=Boosting(leaf_bits=6))


def tree_graph(trees: int, depth: int, **changes: Any) -> Graph:
    flat = Reshape("flat", ("candidates",), (320,), 2)
    op = Trees("logits", ("flat",), 8, trees, depth, **changes)
    return Graph((Input("candidates", (), (16, 20)), flat, op), ("logits",))


def test_trees_need_the_adders_of_their_leaves() -> None:
    # 480 trees for 8 outputs: 472 leaves of 6 bits are added to others
    assert prior.least_lut_of_trees(SIX_BITS, tree_graph(480, 3)) == 472 * 6
    assert prior.least_lut_of_trees(SIX_BITS, tree_graph(480, 2)) == 472 * 6 / 2
    assert prior.least_lut_of_trees(SIX_BITS, tree_graph(60, 3, vector_leaves=True)) == 472 * 6
    assert prior.least_lut_of_trees(SIX_BITS, tree_graph(8, 3)) == 0


def test_early_stopping_may_leave_out_any_number_of_trees() -> None:
    patient = SIX_BITS.model_copy(update={"training": Training(patience=8)})
    assert prior.least_lut_of_trees(patient, tree_graph(480, 3)) == 0


def test_sums_need_the_adders_of_their_bits() -> None:
    # sum of 16 dxy of 8 bits, at most 4,080: 128 bits become 12. Three thresholds: each count makes 5 bits of 16, and
    # each sum of 16 pT of 12 bits makes 16 of 192.
    design = Design(inputs=Inputs(sums=("dxy",), candidates=0), architecture={"name": "mlp"})
    assert prior.summed_bits(design, design.graph) == 116 + 3 * (16 - 5) + 3 * (192 - 16)
    assert prior.summed_bits(Design(architecture={"name": "mlp"}), Design(architecture={"name": "mlp"}).graph) == 0


def test_all_sums_need_the_adders_of_theirs() -> None:
    # Ten counts with their sums of pT, two of signs, four of rings and three of dxy: 19 of each; and the sum of dxy.
    groups = ("counts", "pt", "charge", "rings", "dxy")
    design = Design(inputs=Inputs(sums=groups, candidates=0), architecture={"name": "mlp"})
    assert prior.summed_bits(design, design.graph) == 19 * (16 - 5) + 19 * (192 - 16) + 116


def test_trees_that_cannot_fit_are_dropped_with_a_plain_message(monkeypatch: pytest.MonkeyPatch) -> None:
    huge = tree_graph(200_000, 3)
    monkeypatch.setattr(Design, "graph", property(lambda self: huge))
    # 199,992 leaves of 6 bits; one SLR has 432,000 LUT
    assert prior.cannot_fit(SIX_BITS).startswith("LUT, 1 of 4 SLRs: at least 1,199,952 whatever it learns, ")

import re
from pathlib import Path

import numpy as np
import pytest

from codesign.design.architectures.inputs import Inputs
from codesign.design.architectures.net import Net
from codesign.design.architectures.sums import add_sums
from codesign.design.design import Design, JetsConfig
from codesign.jets.features import features_of, types_of
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Concat, Reshape, Take, Trees
from codesign.report.plots.trees import drawn, read_most
from codesign.report.tree_names import numbers_of, unit_of
from codesign.report.trees import trees_read
from codesign.report.write import write_page
from codesign.runs.inputs import datasets
from codesign.runs.run import Run
from codesign.runs.stages import zeros_and_bits
from codesign.training.train import _evaluate
from tests.fake_runs import agrees, estimated, fake_jets, trained

GROUPS = ("charge", "rings")  # charge, pt_charge, 4 counts, 4 sums of pT: ten numbers before the candidates


def tree_net(design: Design, splits: list[tuple[int, float, float]], vector_leaves: bool = False) -> FixedNet:
    """One tree of depth 1 for each output of a tagger that reads sums and two candidates; splits: read, at, leaf."""
    features = features_of(design.jets.features)
    net = Net(design.jets.candidates, [feature.name for feature in features])
    sums = add_sums(net, design.inputs.sums or (), design.inputs.log)
    net.add(Take("leading", ("candidates",), (0, 1)))
    net.add(Reshape("flat", ("leading",), (2 * len(features),), 2))
    net.add(Concat("read", (sums, "flat")))
    outputs = len(design.jets.classes)
    net.add(Trees("logits", ("read",), outputs, len(splits), 1, vector_leaves))
    feature, threshold, high = (np.array(column, float) for column in zip(*splits, strict=True))
    leaf = np.stack([-high, high], -1)
    if vector_leaves:
        leaf = leaf[..., None] * (np.arange(outputs) == 3)
    weights = {"feature": feature[:, None], "threshold": threshold[:, None], "leaf": leaf, "bias": np.zeros(outputs)}
    full = {f"logits.{name}": values for name, values in weights.items()}
    weight_types = {name: FixedPoint(1, 8, 6) for name in full}
    return FixedNet.build(Graph(tuple(net.ops), ("logits",)), full, weight_types, {"candidates": types_of(features)})


@pytest.fixture(scope="module")
def design(tmp_path_factory: pytest.TempPathFactory) -> Design:
    jets = JetsConfig(file=str(fake_jets(tmp_path_factory.mktemp("jets"))))
    return Design(name="trees", jets=jets, inputs=Inputs(sums=GROUPS, candidates=2))


SPLITS = [(9, 4.0, 2.0), (10, 0.5, 1.0), (10, 0.5, 0.5), (26, 1.0, 0.25)]


@pytest.fixture(scope="module")
def run(design: Design, tmp_path_factory: pytest.TempPathFactory) -> Run:
    run = trained(tmp_path_factory.mktemp("runs") / "run", design)
    tree_net(design, SPLITS).save(run.folder)
    _evaluate(run, datasets(run))
    agrees(run, "framework")
    return estimated(run)


def test_numbers_are_features_of_candidates_and_sums(run: Run) -> None:
    numbers = numbers_of(run.net, run.design, "read")
    assert [number.name for number in numbers[:3]] == ["charge", "pt_charge", "n_within_8"]
    assert numbers[10].name == "pt of candidate 0"
    assert numbers[30].name == "pt of candidate 1"
    assert len(numbers) == 10 + 2 * 20


def test_thresholds_are_in_units_of_the_detector(run: Run) -> None:
    numbers = numbers_of(run.net, run.design, "read")
    assert numbers[10].below(0.5) == "pt of candidate 0 < 8 GeV"  # 32 steps of 0.25 GeV
    assert numbers[9].below(4.0) == "pt_within_64 < 64 GeV"  # 256 steps
    assert numbers[2].below(2.5) == "n_within_8 < 3 candidates"
    assert numbers[26].below(1.0) == "isfilled of candidate 0 = 0"
    assert numbers[13].below(1.0) == "deta of candidate 0 < 0.2793 rad"  # 64 steps of pi/720


@pytest.mark.parametrize(
    ("text", "size", "symbol"),
    [("0.05 cm", 0.05, "cm"), ("pi/720", np.pi / 720, "rad"), ("1", 1.0, ""), ("flag", 1.0, ""), ("0.125", 0.125, "")],
)
def test_units_of_a_step(text: str, size: float, symbol: str) -> None:
    assert unit_of(text) == (pytest.approx(size), symbol)


def test_logarithms_have_no_unit(design: Design) -> None:
    log = design.model_copy(update={"inputs": Inputs(sums=GROUPS, candidates=2, log=True)})
    numbers = numbers_of(tree_net(log, SPLITS), log, "read")
    assert [number.name for number in numbers[:3]] == ["charge", "pt_charge", "log2 of n_within_8"]
    assert numbers[2].below(2.5) == "log2 of n_within_8 < 2.5"


def test_a_net_of_other_features_names_its_tensors(run: Run) -> None:
    other = run.design.model_copy(
        update={"jets": run.design.jets.model_copy(update={"features": "pt_eta_phi"}), "inputs": Inputs()}
    )
    numbers = numbers_of(run.net, other, "read")
    assert numbers[0].name == "sum_charge[0]"
    assert numbers[10].name == "candidates[0, 0]"


def test_importance_is_the_share_of_the_variance_of_the_trees(run: Run) -> None:
    (one,) = trees_read(run)
    x = run.features()
    pt, filled = x[:, 0, 0] >= 0.5, x[:, 0, 16] >= 1
    pt64 = run.net.run(x, trace=True)["read"][:, 9] >= 4.0
    parts = {
        "pt_within_64": 16 * pt64.var(),  # the leaves differ by 4
        "pt of candidate 0": 5 * pt.var(),  # by 2 in one tree, and by 1 in another
        "isfilled of candidate 0": 0.25 * filled.var(),
    }
    assert pt64.var() > 0 < pt.var()
    shares = {reading.number.name: reading.share for reading in one.readings}
    assert shares == pytest.approx({name: part / sum(parts.values()) for name, part in parts.items()})
    assert {reading.number.name: reading.comparators for reading in one.readings} == dict.fromkeys(parts, 1)
    assert [reading.share for reading in one.readings] == sorted(shares.values(), reverse=True)


def test_the_tree_that_is_drawn_moves_the_result_most(run: Run) -> None:
    (one,) = trees_read(run)
    largest = max(one.readings, key=lambda reading: reading.share)
    assert one.position == [9, 10].index(9 if largest.number.name == "pt_within_64" else 10)
    assert one.output_name == f"the class {run.design.jets.classes[one.position]}"
    assert re.fullmatch(r"if .* GeV then \(-\d\) else \(\+\d\)", one.in_words)


def test_of_vectors_the_output_that_moves_most_is_drawn(design: Design, tmp_path: Path) -> None:
    run = trained(tmp_path / "run", design)
    tree_net(design, SPLITS[:1], vector_leaves=True).save(run.folder)
    (one,) = trees_read(run)
    assert (one.output, one.output_name) == (3, f"the class {design.jets.classes[3]}")
    assert "+2" in one.in_words


def test_pictures_have_a_row_for_each_number_and_node(run: Run) -> None:
    (one,) = trees_read(run)
    bars, tree = read_most(one.shown, "caption"), drawn(one.tree, one.numbers, one.output)
    assert len(bars.axes[0].patches) == 3
    texts = [text.get_text() for text in tree.axes[0].texts]
    assert [text for text in texts if text.strip() in ("yes", "no")] == ["yes  ", "no  "]
    assert sum("% of jets" in text for text in texts) == 2


def test_the_page_tells_what_the_trees_read(run: Run) -> None:
    page = write_page(run.folder).read_text()
    # leaves from -8 to 8 steps of 0.25
    assert "4 trees of depth 1, 3 comparators on 3 numbers, leaves of 5 bits." in page
    assert 'alt="Bars: what the trees logits of trees read most' in page
    assert "GeV then" in page  # the tree in words, for those who do not see it
    assert "leaves 5" in page  # in place of the bits of weights
    assert "<caption>Layers:" not in page
    assert "validation" in page
    assert zeros_and_bits(run) == []


def test_without_jets_the_page_says_so(run: Run, tmp_path: Path) -> None:
    lost = run.design.model_copy(
        update={"jets": run.design.jets.model_copy(update={"file": str(tmp_path / "none.npz")})}
    )
    other = trained(tmp_path / "run", lost)
    tree_net(run.design, SPLITS).save(other.folder)
    page = write_page(other.folder).read_text()
    assert "4 trees of depth 1" in page
    assert "What they read most is known only with jets" in page

"""conifer's JSON: written by conifer's own converters, frozen, and compared with sums by conifer's Python code."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conifer.converters import convert_from_sklearn, convert_from_xgboost
from conifer.model import ModelBase, load_model
from sklearn.ensemble import GradientBoostingClassifier

from codesign.errors import FrontendError
from codesign.net import reference
from codesign.runs.inputs import contract_of, joined
from codesign.runs.proof import agreements
from codesign.training.importers.freeze import Choices, freeze
from tests.training.importers import boosters

PORT = "ap_fixed<7,4>"
LSB = 1 / 8
CHOICES = Choices(port=PORT, leaf_bits=12)


def of_xgboost(kind: str) -> ModelBase:
    booster = boosters.trained(kind, rounds=3, base_score=0.0 if kind != "logistic" else 0.5)
    logging.getLogger("conifer").setLevel(logging.ERROR)  # it warns of every xgboost from 2.0 on
    return convert_from_xgboost(booster)


def of_sklearn(classes: int) -> ModelBase:
    forest = GradientBoostingClassifier(n_estimators=3, max_depth=3, init="zero", random_state=1)
    return convert_from_sklearn(forest.fit(boosters.X, np.minimum(boosters.CLASSES, classes - 1)))


def coarse(model: ModelBase) -> None:
    """Leaves that are multiples of 1/64, so that nothing is left to round."""
    for tree in (tree for group in model.trees for tree in group):
        tree.value = (np.rint(np.array(tree.value).ravel() * 64) / 64).tolist()


def comparisons(model: ModelBase) -> Iterator[tuple[int, float]]:
    """The position of a number and the threshold it is compared with, of each node."""
    for tree in (tree for group in model.trees for tree in group):
        yield from (pair for pair in zip(tree.feature, tree.threshold, strict=True) if pair[0] >= 0)


@pytest.mark.parametrize("convention", ["<", "<="])
@pytest.mark.parametrize("of", ["softprob", "logistic"])
def test_conifer_s_own_sums_are_those_of_the_net(tmp_path: Path, of: str, convention: str) -> None:
    """xgboost's thresholds are halfway between values or at them; `<=` at a value differs from `<` there."""
    model = of_xgboost(of) if convention == "<" else of_sklearn(3 if of == "softprob" else 2)
    assert model.splitting_convention == convention
    coarse(model)
    for tree in model.trees[0]:  # some thresholds are values of the port
        tree.threshold = (np.rint(np.array(tree.threshold) / LSB) * LSB).tolist()
    model.init_predict = [0.5, -0.25, 0.125][: np.size(model.init_predict)]
    model.norm = 0.5
    model.save(str(tmp_path / "m.json"))
    run = freeze(str(tmp_path / "m.json"), tmp_path / "run", CHOICES)
    assert run.design.framework == "conifer"
    assert all(a.exact and a.against == "reference" for a in agreements(run))
    read_again = load_model(str(tmp_path / "m.json"))
    x = boosters.beside_thresholds(comparisons(read_again), LSB)
    expected = read_again.decision_function(x).reshape(len(x), -1)
    assert len(x) > 1000
    assert len(np.unique(expected)) > 5
    assert np.array_equal(reference.run(run.net, x)["scores"], expected)


def model(**changes: Any) -> dict[str, Any]:
    """Two trees by hand: x[1] <= 0.25 gives 2, otherwise 3; x[0] <= -1 gives 8, otherwise 0."""
    tree = {
        "feature": [1, -2, -2],
        "threshold": [0.25, 0, 0],
        "children_left": [1, -1, -1],
        "children_right": [2, -1, -1],
        "value": [0, 2.0, 3.0],
        "weight": [[0, 1], [0, 0], [0, 0]],
    }
    names = {"n_classes": 2, "n_features": 2, "n_trees": 2, "init_predict": [0.5], "norm": 1}
    names["trees"] = [[tree], [tree | {"feature": [0, -2, -2], "threshold": [-1, 0, 0], "value": [0, 8, 0]}]]
    names["trees"][1][0]["weight"] = [[1, 0], [0, 0], [0, 0]]
    tree |= {name: value for name, value in changes.items() if name in tree}
    return names | {name: value for name, value in changes.items() if name not in tree}


def written(path: Path, document: dict[str, Any]) -> str:
    path.write_text(json.dumps(document))
    return str(path)


@pytest.mark.parametrize(
    ("changes", "sums"),
    [
        ({}, [2.5, 2.5, 3.5]),  # <= by default
        ({"splitting_convention": "<"}, [2.5, 3.5, 3.5]),
        ({"splitting_convention": "<="}, [2.5, 2.5, 3.5]),
        ({"norm": 2}, [5, 5, 7]),
        ({"threshold": [5e-324, 0, 0]}, [3.5, 3.5, 3.5]),
        ({"threshold": [1e300, 0, 0]}, [2.5, 2.5, 2.5]),
        ({"threshold": [-1e300, 0, 0]}, [3.5, 3.5, 3.5]),
    ],
)
def test_a_tree_by_hand(tmp_path: Path, changes: dict[str, Any], sums: list[float]) -> None:
    run = freeze(written(tmp_path / "m.json", model(**changes)), tmp_path / "run", CHOICES)
    x = np.array([[0, 0.125], [0, 0.25], [0, 0.375]])
    assert reference.run(run.net, x)["scores"][:, 0].tolist() == sums


def test_a_threshold_just_above_zero_stays_above_it_where_the_lsb_is_large(tmp_path: Path) -> None:
    """0 is below the smallest float64, and half of that, its number of LSB, would be 0 itself."""
    document = model(splitting_convention="<", threshold=[5e-324, 0, 0])
    run = freeze(written(tmp_path / "m.json", document), tmp_path / "run", Choices(port="ap_fixed<7,8>"))
    x = np.array([[0, -2], [0, 0], [0, 2]])
    assert reference.run(run.net, x)["scores"][:, 0].tolist() == [2.5, 2.5, 3.5]


def test_what_rounding_changes_by_hand(tmp_path: Path) -> None:
    """With 4 bits for a leaf of 8 the LSB is 2: 0.5, -0.4 and 3.2 become 0, 0 and 4, and 0.5 - 0.4 loses its sign."""
    document = model(value=[0, -0.4, 3.2])
    run = freeze(written(tmp_path / "m.json", document), tmp_path / "run", Choices(port=PORT, leaf_bits=4))
    row, x = run.read("leaf_rounding.json"), joined(contract_of(run).sample)
    assert (row["lsb"], row["inputs"]) == (2, len(x))
    assert row["bound"] == pytest.approx([0.5 + 0.8])
    assert row["measured"] == pytest.approx(4 - 3.7)
    assert row["decision_flips"] == ((x[:, 0] > -1) & (x[:, 1] <= 0.25)).sum() > 100


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"weight": [[0.5, 1], [0, 0], [0, 0]]}, "round 0, output 0: node 0 compares a weighted sum of numbers"),
        ({"children_left": [0, -1, -1]}, "tree 0: node 0 is the child of two nodes, or of a node below it"),
        ({"children_left": [-1, -1, -1]}, "round 0, output 0: node 0 is no leaf and has no child"),
        ({"feature": [7, -2, -2], "weight": [[0] * 8, [], []]}, "m.json: "),
        ({"threshold": [float("nan"), 0, 0]}, "tree 0: the threshold of node 0 is nan"),
        ({"value": [0, 2.0]}, r"m\.json: "),
        ({"splitting_convention": ">"}, "its splitting_convention is '>'"),
        ({"n_classes": 3}, "round 0 has 1 trees, and the model has 3 outputs"),
        ({"trees": []}, "has no trees"),
        ({"trees": 5}, r"m\.json: "),
        ({"n_features": "many"}, r"m\.json: "),
        ({"init_predict": [float("nan")]}, r"m\.json: .*finite"),
    ],
)
def test_a_damaged_or_oblique_model_is_refused_in_one_line(tmp_path: Path, changes: dict, message: str) -> None:
    with pytest.raises(FrontendError, match=message) as raised:
        freeze(written(tmp_path / "m.json", model(**changes)), tmp_path / "run", CHOICES)
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "run").exists()

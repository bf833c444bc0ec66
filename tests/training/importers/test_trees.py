"""Boosted trees of a user's own, by xgboost, frozen as on the command line."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
import xgboost

from codesign.errors import CodesignError, FrontendError
from codesign.net import reference
from codesign.net.agreement import CONTRACT_INPUTS
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from codesign.training.importers import ubjson
from codesign.training.importers.freeze import Choices, freeze
from tests.training.importers import boosters
from tests.training.importers.test_freeze import command

PORT = "ap_fixed<7,4>"
LSB = 1 / 8
CHOICES = Choices(port=PORT)


def scores(run: Run, x: np.ndarray) -> np.ndarray:
    (values,) = reference.run(run.net, x).values()
    return values


@pytest.mark.parametrize(("kind", "suffix"), [*((kind, "ubj") for kind in boosters.KINDS), ("vectors", "json")])
def test_xgboost_with_rounded_leaves_computes_what_the_net_computes(tmp_path: Path, kind: str, suffix: str) -> None:
    booster = boosters.trained(kind)
    path = tmp_path / f"my trees.{suffix}"
    booster.save_model(path)
    run = freeze(str(path), tmp_path / "run", CHOICES)
    found = {a.inputs: a for a in agreements(run) if a.witness == "framework"}
    assert all(a.exact for a in found.values()), found
    x = boosters.beside_thresholds(boosters.comparisons(json.loads(booster.save_raw("json"))["learner"]), LSB)
    own = boosters.margins(booster, x)
    assert found["random"].samples == CONTRACT_INPUTS * own.shape[1]
    assert (run.design.name, run.design.framework) == ("my_trees", "xgboost")
    row = run.read("leaf_rounding.json")
    difference = np.abs(scores(run, x) - own).max(axis=0)
    assert (difference <= np.array(row["bound"]) + 1e-5).all()  # xgboost's float32 sums are rounded too
    assert difference.max() > 0


@pytest.mark.parametrize("kind", ["softprob", "vectors", "regression"])
def test_leaves_that_fit_their_bits_change_nothing(tmp_path: Path, kind: str) -> None:
    """Thresholds are exact: the user's own margins equal those of the net, on every side of every threshold."""

    def coarse(learner: dict) -> None:
        for tree in boosters.trees(learner):
            if tree.get("leaf_weights"):
                tree["leaf_weights"] = (np.rint(np.array(tree["leaf_weights"]) * 32) / 32).tolist()
                continue
            for node in np.flatnonzero(np.array(tree["left_children"]) < 0):
                tree["split_conditions"][node] = round(tree["split_conditions"][node] * 32) / 32
        learner["learner_model_param"]["base_score"] = "[0.5,0.25,-1.0]" if kind != "regression" else "[0.5]"

    path = boosters.changed(tmp_path / "m.json", coarse, kind)
    run = freeze(str(path), tmp_path / "run", Choices(port=PORT, leaf_bits=12))
    assert {a.against for a in agreements(run)} == {"reference"}
    assert run.read("leaf_rounding.json")["bound"] == [0.0] * (1 if kind == "regression" else 3)
    x = boosters.beside_thresholds(boosters.comparisons(json.loads(path.read_text())["learner"]), LSB)
    own = boosters.margins(xgboost.Booster(model_file=path), x)
    assert np.array_equal(scores(run, x), own)
    assert len(np.unique(own)) > 5


def test_a_stump_by_hand(tmp_path: Path) -> None:
    """x < 0.3 means x <= 0.25 for multiples of 1/8; logit(0.75) = 1.0986 and the leaves are rounded to 1/8."""
    assert math.log(3) == pytest.approx(1.0986, abs=1e-4)

    def stump(learner: dict) -> None:
        for tree, leaves in zip(boosters.trees(learner), ((-1.0, 0.71), (0.06, 0.07)), strict=True):
            tree |= {"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [4, 0, 0]}
            tree |= {"split_conditions": [0.3, *leaves], "parents": [2**31 - 1, 0, 0], "split_type": [0, 0, 0]}
            tree |= {key: [0.0] * 3 for key in ("base_weights", "loss_changes", "sum_hessian")}
            tree |= {"default_left": [0, 0, 0]}
            tree["tree_param"]["num_nodes"] = "3"
        learner["learner_model_param"]["base_score"] = "[7.5E-1]"

    path = boosters.changed(tmp_path / "m.json", stump, "logistic")
    printed = command(path, "--port", PORT, "--leaf-bits", "4", "-o", tmp_path / "run")
    run = Run.open(tmp_path / "run")
    x = np.zeros((4, 5))
    x[:, 4] = [-8, 0.25, 0.375, 7.875]
    assert scores(run, x)[:, 0].tolist() == [1.125 - 1 + 0, 1.125 - 1 + 0, 1.125 + 0.75 + 0.125, 1.125 + 0.75 + 0.125]
    assert run.net.weights["scores.threshold"][:, 0].tolist() == [0.375, 0.375]
    bound = (1.125 - math.log(3)) + 0.04 + 0.06
    assert run.read("leaf_rounding.json")["bound"] == pytest.approx([bound])
    assert f"move an output by at most {bound:.2g}" in " ".join(printed.split())


def test_later_verbs_take_imported_trees(tmp_path: Path) -> None:
    boosters.trained("logistic", rounds=2).save_model(tmp_path / "m.ubj")
    command(tmp_path / "m.ubj", "--port", PORT, "-o", tmp_path / "run", "--prove")
    found = agreements(Run.open(tmp_path / "run"))
    assert {"framework", "csim", "rtl"} <= {a.witness for a in found}
    assert all(a.exact for a in found)


def test_jets_must_have_as_many_numbers_as_the_trees_read(tmp_path: Path) -> None:
    boosters.trained().save_model(tmp_path / "m.ubj")
    with pytest.raises(FrontendError, match="reads 5 numbers, and the port has 16 x 20 = 320"):
        freeze(str(tmp_path / "m.ubj"), tmp_path / "run", Choices(jets="shipped"))
    with pytest.raises(FrontendError, match="reads 5 numbers, and the port has 2 x 3 = 6"):
        freeze(str(tmp_path / "m.ubj"), tmp_path / "run", Choices(port=PORT, shape=(2, 3)))


def test_real_jets_are_the_numbers_of_the_trees(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    x, y = rng.integers(0, 4, (500, 320)) / 4, rng.integers(0, 2, 500)
    booster = xgboost.train({"objective": "binary:logistic", "max_depth": 2}, xgboost.DMatrix(x, y), 3)
    booster.save_model(tmp_path / "m.ubj")
    run = freeze(str(tmp_path / "m.ubj"), tmp_path / "run", Choices(jets="shipped"))
    assert {a.inputs: a for a in agreements(run)}["jets"].exact
    assert run.net.port.size == (16, 20)


def node(field: str, index: int, value: object):
    def change(learner: dict) -> None:
        boosters.trees(learner)[0][field][index] = value

    return change


def named(part: str, name: str):
    return lambda learner: learner[part].update(name=name)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (node("left_children", 1, 0), "tree 0: node 0 is the child of two nodes, or of a node below it"),
        (node("left_children", 1, 999), "tree 0: a child is node 999"),
        (node("split_indices", 0, 77), "tree 0: node 0 compares number 77, and the model reads 0 to 4"),
        (node("split_conditions", 0, float("nan")), "tree 0: the threshold of node 0 is nan"),
        (node("split_conditions", -1, float("inf")), "tree 0: a leaf is not a finite number"),
        (lambda learner: learner["learner_model_param"].update(base_score="[NaN]"), r"start from \[nan, nan, nan\]"),
        (node("split_conditions", 0, "three"), "tree 0|as it is used here"),
        (node("split_type", 0, 1), "splits by category; give it numbers instead"),
        (lambda learner: boosters.trees(learner)[0].pop("split_indices"), "tree 0: it has no 'split_indices'"),
        (lambda learner: boosters.trees(learner).clear(), "has no trees|tree_info"),
        (lambda learner: learner["gradient_booster"]["model"]["tree_info"].append(9), "tree_info"),
        (lambda learner: learner.pop("objective"), "objective"),
        (lambda learner: learner.update(attributes={"best_iteration": "0"}), r"stopped early.*save booster\[:1\]"),
        (named("objective", "count:poisson"), "objective count:poisson is not known here; train with multi:softprob"),
        (named("gradient_booster", "dart"), "dart weights its trees; train with booster='gbtree'"),
        (named("gradient_booster", "gblinear"), "gblinear has no trees"),
    ],
)
def test_a_model_that_cannot_be_exact_or_is_damaged_is_refused_in_one_line(tmp_path: Path, change, message) -> None:
    path = boosters.changed(tmp_path / "m.json", change)
    with pytest.raises(FrontendError, match=message) as raised:
        freeze(str(path), tmp_path / "run", CHOICES)
    assert str(raised.value).startswith(str(path))
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("booster", ["dart", "gblinear"])
def test_another_booster_as_xgboost_saves_it_is_refused(tmp_path: Path, booster: str) -> None:
    given = {"booster": booster, "objective": "reg:squarederror"}
    xgboost.train(given, xgboost.DMatrix(boosters.X, boosters.X[:, 0]), 2).save_model(tmp_path / "m.ubj")
    with pytest.raises(FrontendError, match=f"its booster {booster} .*train with booster='gbtree'"):
        freeze(str(tmp_path / "m.ubj"), tmp_path / "run", CHOICES)


def test_a_part_of_a_file_is_refused_before_xgboost_sees_it(tmp_path: Path) -> None:
    whole = bytes(boosters.trained(rounds=1).save_raw("ubj"))
    path = tmp_path / "m.ubj"
    for size in (*range(0, len(whole), 97), len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(FrontendError, match="not Universal Binary JSON, or only a part of it"):
            freeze(str(path), tmp_path / "run", CHOICES)
    path.write_bytes(whole + b"more")
    with pytest.raises(FrontendError, match="4 bytes follow its end"):
        freeze(str(path), tmp_path / "run", CHOICES)


@pytest.mark.parametrize("text", ["", "{", "3", "[]", "{}", '{"learner": 3}', '{"trees": []}', '"text"', "[" * 100_000])
def test_json_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.json").write_text(text)
    with pytest.raises(FrontendError, match=r"m\.json: .*save it again") as raised:
        freeze(str(tmp_path / "m.json"), tmp_path / "run", CHOICES)
    assert "\n" not in str(raised.value)


def test_options_that_trees_need(tmp_path: Path) -> None:
    boosters.trained().save_model(tmp_path / "m.ubj")
    for choices, message in (
        (Choices(), "give it with --port"),
        (Choices(port="ap_fixed<25,4>"), "the port has 25 bits"),
        (Choices(port=PORT, leaf_bits=1), "--leaf-bits 1: leaves take 2 to 24 bits"),
        (Choices(port=PORT, leaf_bits=24), "ask for fewer --leaf-bits"),
        (Choices(port=PORT, drop_softmax=True), "leave --drop-softmax out"),
    ):
        with pytest.raises(CodesignError, match=message):
            freeze(str(tmp_path / "m.ubj"), tmp_path / "run", choices)
    with pytest.raises(FrontendError, match="no such file"):
        freeze(str(tmp_path / "absent.ubj"), tmp_path / "run", CHOICES)


def test_more_leaf_bits_come_closer(tmp_path: Path) -> None:
    boosters.trained().save_model(tmp_path / "m.ubj")
    bounds = []
    for bits in (4, 8, 12):
        run = freeze(str(tmp_path / "m.ubj"), tmp_path / f"run{bits}", Choices(port=PORT, leaf_bits=bits))
        assert all(a.exact for a in agreements(run))
        bounds.append(max(run.read("leaf_rounding.json")["bound"]))
    assert bounds[0] > 8 * bounds[1] > 64 * bounds[2]


def test_binary_json_holds_what_the_text_holds() -> None:
    booster = boosters.trained()
    text, binary = json.loads(booster.save_raw("json")), ubjson.loads(bytes(booster.save_raw("ubj")))
    tree, other = (boosters.trees(document["learner"])[3] for document in (text, binary))
    assert np.array_equal(np.float32(tree["split_conditions"]), other["split_conditions"])
    assert tree["left_children"] == other["left_children"]
    assert ubjson.loads(b"[$U#i\x03abc") == [97, 98, 99]
    assert ubjson.loads(b"{i\x01kSi\x02hiU\x01aT}") == {"k": "hi", "a": True}

"""A model of xgboost, .ubj or .json, as a FixedNet.

Its file is read and checked here before xgboost sees it, because xgboost hangs or aborts on some damaged files. The
witness is xgboost itself, with the leaves and the bias that the firmware has, and the thresholds of the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.ops import Shape
from codesign.training.frontends.boosters import Document, booster_of, document_of, trees_of
from codesign.training.frontends.tree_arrays import change_leaves
from codesign.training.importers import forest
from codesign.training.importers.forest import Forest
from codesign.training.importers.imported import Imported
from codesign.training.importers.leaves import Rounding

OBJECTIVES = ("multi:softprob", "multi:softmax", "binary:logistic", "binary:logitraw", "reg:squarederror")
_MARGINS = {
    "name": "reg:squarederror",
    "reg_loss_param": {"scale_pos_weight": "1"},
}  # its base_score is the bias itself


def read(
    content: bytes,
    document: Mapping[str, Any],
    digest: str,
    shape: Shape | None,
    port: FixedPoint | None,
    drop_softmax: bool,
    leaf_bits: int,
) -> Imported:
    """The model of a file. document: what the content says; for the others see `forest.build`.

    Raises FrontendError for a model that cannot be exact or a damaged file.
    """
    learner = document["learner"]
    _check_kind(learner)
    trees = [
        {**tree, "split_conditions": np.array(tree["split_conditions"], np.float32).astype(np.float64).tolist()}
        for tree in learner["gradient_booster"]["model"]["trees"]
    ]
    sizes = {name: int(learner["learner_model_param"].get(name, 0)) for name in ("num_class", "num_target")}
    outputs = max(1, *sizes.values())
    numbers = int(learner["learner_model_param"]["num_feature"])
    vectors = any(int(tree["tree_param"]["size_leaf_vector"]) > 1 for tree in trees)
    of_output = None if vectors else _of_output(learner, len(trees), outputs)
    forest.check(trees, numbers)
    own = _loaded(content)
    bias = _bias(document_of(own), numbers, outputs)
    net, rounding = forest.build(Forest(numbers, trees, of_output, bias), shape, port, drop_softmax, leaf_bits)
    witness = _witness(document_of(own), rounding)
    predict, unrounded = (partial(_margins, booster, net.graph.outputs[0], outputs) for booster in (witness, own))
    return Imported(net, "xgboost", digest, predict, {}, unrounded=unrounded, rounding=rounding)


def _check_kind(learner: Mapping[str, Any]) -> None:
    """FrontendError for another booster or objective, or for rounds after the best one."""
    kind, objective = learner["gradient_booster"]["name"], learner["objective"]["name"]
    if kind != "gbtree":
        why = {"dart": "weights its trees", "gblinear": "has no trees"}.get(kind, "is not known")
        raise FrontendError(f"its booster {kind} {why}; train with booster='gbtree'")
    if objective not in OBJECTIVES:
        raise FrontendError(f"its objective {objective} is not known here; train with {', '.join(OBJECTIVES)}")
    best = learner.get("attributes", {}).get("best_iteration")
    rounds = len(learner["gradient_booster"]["model"].get("iteration_indptr", ())) - 1
    if best is not None and int(best) + 1 < rounds:
        raise FrontendError(
            f"its training stopped early, and it still has all {rounds} rounds, {rounds - int(best) - 1} after the best"
            f" one; save booster[:{int(best) + 1}] to keep the best, or set_attr(best_iteration=None) to keep all"
        )


def _of_output(learner: Mapping[str, Any], trees: int, outputs: int) -> list[int]:
    given = [int(number) for number in learner["gradient_booster"]["model"]["tree_info"]]
    if len(given) != trees or any(not 0 <= number < outputs for number in given):
        raise FrontendError("its tree_info does not say to which output each tree belongs; save it again")
    return given


def _loaded(content: bytes) -> xgboost.Booster:
    try:
        booster = xgboost.Booster(model_file=bytearray(content))
    except xgboost.core.XGBoostError as error:
        reason = str(error).strip().splitlines()[0].rpartition(": ")[2]
        raise FrontendError(f"xgboost {xgboost.__version__} cannot read it: {reason}") from None
    booster.set_param({"nthread": 1})
    return booster


def _bias(document: Document, numbers: int, outputs: int) -> Float:
    """The margins without trees, as xgboost itself makes them of base_score with the link of its objective."""
    change_leaves(trees_of(document), np.zeros_like)
    nothing = np.zeros((1, numbers))
    return np.asarray(_margins(booster_of(document), "bias", outputs, nothing)["bias"][0], np.float64)


def _witness(document: Document, rounding: Rounding) -> xgboost.Booster:
    change_leaves(trees_of(document), rounding.type.cast)
    learner = document["learner"]
    if not learner["objective"]["name"].startswith("multi:"):
        learner["objective"] = _MARGINS
    learner["learner_model_param"]["base_score"] = json.dumps(rounding.bias.tolist())
    return booster_of(document)


def _margins(booster: xgboost.Booster, name: str, outputs: int, x: Float) -> dict[str, NDArray[Any]]:
    """The sums of leaves before any softmax or sigmoid, for x: (jets, *port shape)."""
    matrix = xgboost.DMatrix(x.reshape(len(x), -1).astype(np.float32))
    margins = booster.predict(matrix, output_margin=True, validate_features=False)
    return {name: margins.reshape(len(x), outputs)}

"""A booster of xgboost as its JSON document, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Trees
from codesign.training.frontends.tree_arrays import Arrays, change_leaves, filled

Document = dict[str, Any]


def document_of(booster: xgboost.Booster) -> Document:
    """The booster in the form of the installed xgboost, also if an older one wrote its file."""
    document: Document = json.loads(booster.save_raw("json"))
    return document


def booster_of(document: Document) -> xgboost.Booster:
    """The booster of a document."""
    return xgboost.Booster(model_file=bytearray(json.dumps(document).encode()))


def trees_of(document: Document) -> list[dict[str, Any]]:
    """The trees of a document, each a dictionary of lists by node; a change of them changes the document."""
    trees: list[dict[str, Any]] = document["learner"]["gradient_booster"]["model"]["trees"]
    return trees


def rewritten(booster: xgboost.Booster, cuts: Sequence[NDArray[Any]], leaves: FixedPoint) -> xgboost.Booster:
    """The booster with the thresholds `cuts` in place of bin numbers, and its leaves rounded to a type.

    cuts: of each number, in rising order: a value is in bin b if b of them are not above it.
    """
    document = document_of(booster)
    for tree in trees_of(document):
        conditions = tree["split_conditions"]
        for node in np.flatnonzero(np.array(tree["left_children"]) >= 0):
            conditions[node] = float(cuts[tree["split_indices"][node]][int(np.ceil(conditions[node])) - 1])
    change_leaves(trees_of(document), leaves.cast)
    return booster_of(document)


def arrays_of(booster: xgboost.Booster, op: Trees) -> Arrays:
    """`feature`, `threshold`, `leaf` and `bias` of the operation for all trees of a booster."""
    document = document_of(booster)
    base = np.float32(json.loads(document["learner"]["learner_model_param"]["base_score"]))
    return filled(trees_of(document), op) | {"bias": np.broadcast_to(base, (op.outputs,)).astype(np.float64)}

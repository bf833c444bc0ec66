"""How far trees with rounded leaves are from the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from codesign.net.fixedpoint import Float
from codesign.training.importers.imported import Imported
from codesign.training.importers.leaves import Rounding

COST = "leaf_rounding.json"  # in a run folder


def cost(imported: Imported, rounding: Rounding, x: Float) -> dict[str, Any]:
    """What rounding the leaves changes, for `leaf_rounding.json`. x: (jets, *port shape) inputs to measure it on.

    bound: by how much rounding can move each output, at most; measured: by how much it moves any on these inputs;
    decision_flips: for how many of the inputs another output is the largest, or a single output has another sign.
    """
    assert imported.unrounded is not None
    (name,) = imported.net.graph.outputs
    own, ours = (np.asarray(predict(x)[name], np.float64) for predict in (imported.unrounded, imported.predict))
    one = own.shape[1] == 1
    decided = [values[:, 0] > 0 if one else values.argmax(axis=1) for values in (own, ours)]
    return {
        "output": name,
        "bits": rounding.bits,
        "lsb": float(rounding.type.lsb),
        "bound": rounding.moved.tolist(),
        "measured": float(np.abs(own - ours).max()),
        "inputs": len(x),
        "decision_flips": int((decided[0] != decided[1]).sum()),
    }


def line(row: Mapping[str, Any]) -> str:
    """The result of `cost` as a sentence for the user."""
    decisions = "signs" if len(row["bound"]) == 1 else "decisions"
    return (
        f"{row['output']}: leaves of {row['bits']} bits (--leaf-bits), multiples of {row['lsb']:g}, move an output by"
        f" at most {max(row['bound']):.2g}; on {row['inputs']:,} inputs by at most {row['measured']:.2g}, and"
        f" {row['decision_flips']:,} {decisions} differ"
    )

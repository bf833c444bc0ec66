"""The type of a model's inputs, as its own quantizers determine it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Input, Op, Quantize, Wires

Array = NDArray[Any]
_NO_BITS = -(2**20)  # below every number of integer or fraction bits


def asked_of_port(ops: Sequence[Op], types: Mapping[str, FixedPoint]) -> FixedPoint:
    """For each feature, the smallest type that holds all values that the quantizers of the inputs can give.

    All candidates share the types. A feature of which no quantizer keeps any bits gets one bit. Rounding and overflow
    modes are those of the first quantizer. Raises FrontendError if nothing quantizes the inputs.
    """
    port = ops[0]
    assert isinstance(port, Input)
    size = port.size
    count = int(np.prod(size))
    positions: dict[str, Array] = {port.name: np.arange(count).reshape(size)}
    k, i, f = np.zeros(count, np.int64), np.full(count, _NO_BITS), np.full(count, _NO_BITS)
    first: FixedPoint | None = None
    for op in ops[1:]:
        if not all(source in positions for source in op.inputs):
            continue
        if isinstance(op, Wires):
            positions[op.name] = op.evaluate({}, *(positions[source] for source in op.inputs))
        elif isinstance(op, Quantize) and op.name in types:
            t, where = types[op.name], positions[op.inputs[0]]
            first = first or t
            for bits, asked in ((k, t.signed), (i, t.integer), (f, t.fraction)):
                empty = 0 if bits is k else _NO_BITS
                np.maximum.at(bits, where, np.broadcast_to(np.where(t.width > 0, asked, empty), where.shape))
    if first is None:
        raise FrontendError("nothing quantizes the model's inputs; give the type of the port with --port")
    k, i, f = (bits.reshape(-1, size[-1]).max(axis=0) for bits in (k, i, f))
    unread = i + f < _NO_BITS // 2
    return FixedPoint(k, np.where(unread, 1, i), np.where(unread, 0, f), first.rounding, first.overflow)

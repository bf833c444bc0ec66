"""Ranges of HGQ2's wrapping tensors: the integer bits and signs that jets need, measured in the trained network."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf
from hgq.utils.minmax_trace import TrainingFlagWrapper
from numpy.typing import NDArray

from codesign.training.frontends.keras_program import Program, full_batches

Array = NDArray[Any]
BATCH = 1024  # as in HGQ2's trace_minmax; it matters, since the values in a batch depend on ranges set by earlier ones
PASSES = 2  # the LSB of a tensor can change in the first pass, and with it the values of the next tensor
SMALLEST = -1e9  # integer bits before the first batch, as in trace_minmax


def calibrate(program: Program, *inputs: Array) -> None:
    """Sets integer bits and signs of the wrapping tensors to what the jets need; inputs: (jets, *port shape) each.

    A compiled equivalent of HGQ2's trace_minmax; batches are padded with a known jet, which changes no maximum.
    """
    wrapping = [q.quantizer for q in program.quantizers.values() if q.quantizer.overflow_mode == "WRAP"]
    if not wrapping:
        return
    trace = program.function("trace", lambda: _trace(program.model))
    for inner in wrapping:
        inner._i.assign(keras.ops.full(inner._i.shape, SMALLEST))
        inner._k.assign(keras.ops.zeros(inner._k.shape, inner._k.dtype))
    for _ in range(PASSES):
        for x in inputs:
            for batch in full_batches(x, BATCH):
                trace(batch)


def _trace(model: keras.Model) -> Any:
    tracing = TrainingFlagWrapper("tracing")

    @tf.function(jit_compile=True)  # type: ignore[untyped-decorator]
    def trace(x: Any) -> None:
        model(x, training=tracing)

    return trace

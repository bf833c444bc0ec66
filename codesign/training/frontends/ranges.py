"""Integer bits for frontends that do not learn them, from the values of an untrained network on some jets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.base.choice import some_rows
from codesign.net.graph import Graph
from codesign.net.ops import Dense, HardSigmoid, Op, Table
from codesign.training.frontends.port import reached, reads_port, standardising_shift
from codesign.training.frontends.tensors import rounded

Array = NDArray[Any]
HEADROOM_BITS = 3  # training makes tensors larger, already within the first epoch
SAMPLE_JETS = 1000


def integer_bits(graph: Graph, sample: Array, seed: int) -> dict[str, int]:
    """Name of a rounded tensor -> integer bits with which a network with initial random weights rarely saturates.

    sample: (jets, *port shape) inputs. Weights are drawn as Keras draws them (Glorot and Bengio, AISTATS 2010);
    HEADROOM_BITS leave room for larger initial weights, such as He's.
    """
    rng = np.random.default_rng(seed)
    some = sample[some_rows(len(sample), SAMPLE_JETS)]
    tensors: dict[str, Array] = {graph.ops[0].name: some.astype(np.float64)}
    kernels: dict[str, dict[str, Array]] = {}
    bits = {}
    to_round = set(rounded(graph))
    for op in graph.ops[1:]:
        xs = [tensors[name] for name in op.inputs]
        if isinstance(op, Dense):
            kernels.setdefault(op.owner, _glorot(graph, op, rng))
        if isinstance(op, Table):
            values = np.tanh(xs[0]) / np.sqrt(xs[0].shape[-2])  # as large as the initial values of tables
        else:
            values = op.evaluate(kernels.get(op.owner, {}), *xs)
        if reads_port(graph, op):
            values = np.ldexp(values, standardising_shift(graph, op, sample))
        tensors[op.name] = values
        if op.name in to_round:
            reach = np.percentile(np.abs(values), 99.9)
            bits[op.name] = 0 if isinstance(op, HardSigmoid) else int(np.frexp(reach)[1]) + HEADROOM_BITS
    return bits


def feature_integers(graph: Graph, op: Op, sample: Array, shift: Array) -> NDArray[np.int64]:
    """Integer bits of each element of the input Quantize `op`, so that the sample does not saturate.

    sample: (jets, *port shape); all candidates share them. shift: the inputs are read as x * 2**shift.
    """
    reach = np.ldexp(reached(graph, op, sample, shared=True), shift)
    return np.where(reach > 0, np.frexp(reach)[1], 0).astype(np.int64)


def _glorot(graph: Graph, op: Dense, rng: np.random.Generator) -> dict[str, Array]:
    shape = graph.parameters(op)["kernel"]
    limit = np.sqrt(6 / sum(shape))
    return {"kernel": rng.uniform(-limit, limit, shape), "bias": np.zeros(shape[-1])}

"""What a frontend must know of the inputs of a network: their spread, range and type.

The inputs are the tensors that a Quantize reads of the port, or of what follows from the port without weights, such as
sums over the candidates.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Op, Quantize, Table
from codesign.training.frontends.tensors import type_axes

Array = NDArray[Any]
CHUNK_JETS = 8192  # number of jets whose sums are computed at a time


def reads_port(graph: Graph, op: Op) -> bool:
    """Whether `op` is a Quantize that reads the port, or what follows from it without weights."""
    return isinstance(op, Quantize) and op.inputs[0] in graph.of_port


def _of_features(graph: Graph, op: Op) -> bool:
    """Whether only wires are between a Quantize and the port."""
    return graph.sources(op.inputs[0]) == {graph.ops[0].name}


def standardising_shift(graph: Graph, op: Op, sample: Array) -> NDArray[np.int64]:
    """Bits by which to shift each input so that its spread is near 1, which training needs and firmware does for free.

    sample: (jets, *port shape). Freezing moves the shift into the kernels and tables, so it is 0 if anything else reads
    the inputs; features that tables read keep their scale. All candidates share it, so that their order has no effect.
    """
    scaling = Dense if _of_features(graph, op) else Dense | Table
    if not all(isinstance(reader, scaling) for reader in graph.readers(op.name)):
        return np.zeros(graph.shapes[op.name], np.int64)
    measured = _measured(graph, op, sample)

    def moved(what: str) -> Array:
        values = {name: getattr(of_source, what) for name, of_source in measured.items()}
        return np.asarray(
            graph.through_wires_of(op.inputs[0], lambda name: np.broadcast_to(values[name], graph.shapes[name]))
        )

    mean, squares = moved("mean"), moved("squares")
    candidates = tuple(range(mean.ndim - type_axes(graph, op.name)))
    if candidates and not _of_features(graph, op):
        mean, squares = (values.mean(axis=candidates, keepdims=True) + 0 * values for values in (mean, squares))
    spread = np.sqrt(np.maximum(squares - mean**2, 0))
    return np.where(spread > 0, np.rint(-np.log2(np.maximum(spread, 1e-9))), 0).astype(np.int64)


def input_type(
    graph: Graph, op: Op, bits: int, port: FixedPoint, sample: Array, shift: Array, shared: tuple[int, ...]
) -> FixedPoint:
    """The type of inputs times 2**shift: sign and range of what is read, within the sample, and no finer LSB.

    sample: (jets, *port shape); shared: axes of the tensor along which all elements share a type.
    """
    t = read_type(graph, op, port)
    reach = np.ldexp(reached(graph, op, sample), shift)
    k, i_read, f_read, reach = (
        values.max(axis=shared, keepdims=True) if shared else values
        for values in (t.signed, t.integer + shift, t.fraction - shift, reach)
    )
    integer = np.minimum(np.where(reach > 0, np.frexp(reach)[1], 0), i_read)
    magnitude = np.clip(bits - k, 0, np.maximum(integer + f_read, 0))
    return FixedPoint(k, integer, magnitude - integer)


def read_type(graph: Graph, op: Op, port: FixedPoint) -> FixedPoint:
    """The exact type of what a Quantize reads, for each element."""
    types = {graph.ops[0].name: port.broadcast_to(graph.shapes[graph.ops[0].name])}
    for before in _needed(graph, op)[1:]:
        exact = before.exact({}, *(types[name] for name in before.inputs))
        types[before.name] = exact.broadcast_to(graph.shapes[before.name])
    return types[op.inputs[0]]


def reads_signed(graph: Graph, op: Op, port: FixedPoint) -> bool:
    """Whether the sources of a Quantize can be negative: the port, even if only other features are read, or sums."""
    return bool((port if _of_features(graph, op) else read_type(graph, op, port)).signed.any())


def reached(graph: Graph, op: Op, sample: Array, shared: bool = False) -> Array:
    """The largest absolute value of each element of what a Quantize reads; shared: by all candidates."""
    measured = _measured(graph, op, sample)

    def of(name: str) -> Array:
        largest = measured[name].largest
        if shared:
            largest = largest.reshape(-1, largest.shape[-1]).max(axis=0)
        return np.broadcast_to(largest, graph.shapes[name])

    return np.asarray(graph.through_wires_of(op.inputs[0], of))


@dataclass(frozen=True)
class _Measured:
    """largest: absolute value of each element; mean, squares: means of x and x * x of each element.

    Those of the port are means over its candidates too.
    """

    largest: Array
    mean: Array
    squares: Array


class _Same:
    """An array as a key of a cache, equal only to itself; it does not keep the array alive."""

    def __init__(self, array: Array) -> None:
        self.array, self.number = weakref.ref(array), id(array)

    def __hash__(self) -> int:
        return self.number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.array() is not None and self.array() is other.array()


def _measured(graph: Graph, op: Op, sample: Array) -> Mapping[str, _Measured]:
    """The tensors that wires connect to what a Quantize reads, by name, on (jets, *port shape) values."""
    port = graph.ops[0].name
    if graph.sources(op.inputs[0]) == {port}:
        return {port: _measure(sample, sample.reshape(-1, sample.shape[-1]))}
    return _of_sums(graph, op, _Same(sample))


@lru_cache(2)
def _of_sums(graph: Graph, op: Op, jets: _Same) -> Mapping[str, _Measured]:
    """`_measured` for sums, which take a minute for a million jets, and are asked for several times by each build."""
    sample = jets.array()
    assert sample is not None
    parts: dict[str, list[_Measured]] = {name: [] for name in graph.sources(op.inputs[0])}
    for tensors in in_chunks(graph, op, sample):
        for name, measured in parts.items():
            measured.append(_measure(tensors[name], tensors[name]))
    sizes = np.diff([*range(0, len(sample), CHUNK_JETS), len(sample)])
    return {name: _together(measured, sizes) for name, measured in parts.items()}


def in_chunks(
    graph: Graph, op: Op, x: Array, dtype: type[np.floating[Any]] | None = None
) -> Iterator[dict[str, Array]]:
    """Name -> tensor, for the port and all between it and what an operation reads, for some jets at a time.

    x: (jets, *port shape), in its own type or as `dtype`; without jets there is one empty chunk.
    """
    needed = _needed(graph, op)
    for first in range(0, max(len(x), 1), CHUNK_JETS):
        tensors = {graph.ops[0].name: np.asarray(x[first : first + CHUNK_JETS], dtype)}
        for before in needed[1:]:
            tensors[before.name] = before.evaluate({}, *(tensors[name] for name in before.inputs))
        yield tensors


def _measure(values: Array, rows: Array) -> _Measured:
    """rows: the values, with all axes that the means go over as the first one."""
    return _Measured(
        np.maximum(values.max(axis=0), -values.min(axis=0)),  # `abs` would copy the jets, and so would `std`
        rows.mean(axis=0, dtype=np.float64),
        np.einsum("j...,j...->...", rows, rows, dtype=np.float64) / len(rows),
    )


def _together(parts: list[_Measured], weights: Array) -> _Measured:
    return _Measured(
        np.max([part.largest for part in parts], axis=0),
        np.average([part.mean for part in parts], axis=0, weights=weights),
        np.average([part.squares for part in parts], axis=0, weights=weights),
    )


def _needed(graph: Graph, op: Op) -> list[Op]:
    """The port and the operations from it to what a Quantize reads, in order."""
    names = set(op.inputs)
    for before in reversed(graph.ops):
        if before.name in names:
            names.update(before.inputs)
    return [before for before in graph.ops if before.name in names]

"""The waist: a Graph, its quantised weights, and a fixed-point type on every tensor.

Frontends build it, backends read it, and nothing else passes between them. On disk it is `net.json` (graph and uniform
types, readable by people) and `net.npz` (weights as integers in LSB, and bit widths that differ between elements).
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from codesign.base.files import MOST_BYTES, npz_arrays, read_regular, write_atomic
from codesign.errors import ExactnessError, NetError
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.graph import Graph
from codesign.net.ops import Input, Op

FORMAT = 1  # version of net.json and net.npz


@dataclass(frozen=True, eq=False)
class FixedNet:
    """What the firmware computes.

    weights: "op.parameter" -> float64 values; weight_types: the same names -> their types.
    types: tensor name -> type; for the Input it is the port's type, and other values are refused.
    """

    graph: Graph
    weights: Mapping[str, Float]
    weight_types: Mapping[str, FixedPoint]
    types: Mapping[str, FixedPoint]

    @classmethod
    def build(
        cls,
        graph: Graph,
        weights: Mapping[str, Float],
        weight_types: Mapping[str, FixedPoint],
        types: Mapping[str, FixedPoint],
    ) -> Self:
        """The net with the given types of the Input and of the rounded tensors; all other tensors get exact types.

        Raises NetError if a weight is missing, has the wrong shape or holds values outside its type, or if a type does
        not fit, and ExactnessError if exact arithmetic would take more than 53 bits.
        """
        for op in graph.ops:
            for parameter, shape in graph.parameters(op).items():
                name = f"{op.owner}.{parameter}"
                if name not in weights or name not in weight_types:
                    raise NetError(f"the net has no values or no type for {name}")
                if weights[name].shape != shape:
                    raise NetError(f"{name} has shape {weights[name].shape}, the graph asks for {shape}")
                if not weight_types[name].holds(weights[name]):
                    raise NetError(f"{name} has values that its type {weight_types[name]} does not hold")
        complete: dict[str, FixedPoint] = {}
        for op in graph.ops:
            if op.name not in types:
                if isinstance(op, Input):
                    raise NetError(f"the type of the port {op.name!r} is missing")
                complete[op.name] = _exact(op, graph, weights, complete)
            elif op.exact_only:
                raise NetError(f"{op.name!r} keeps full precision; round what reads it instead")
            else:
                _check_shape(op.name, types[op.name], graph)
                complete[op.name] = types[op.name]
        return cls(graph, dict(weights), dict(weight_types), complete)

    def parameters_of(self, op: Op) -> dict[str, Float]:
        """The weights of one operation by parameter name."""
        return {p: self.weights[f"{op.owner}.{p}"] for p in self.graph.parameters(op)}

    def exact_type(self, op: Op) -> FixedPoint:
        """The type that would hold every result of `op` without rounding."""
        return _exact(op, self.graph, self.weights, self.types)

    @cached_property
    def rounded(self) -> frozenset[str]:
        """Names of the tensors whose type cannot hold every exact result."""
        ops = (op for op in self.graph.ops if not isinstance(op, Input))
        return frozenset(op.name for op in ops if not self.types[op.name].contains(self.exact_type(op)))

    def run(self, x: ArrayLike, trace: bool = False) -> dict[str, Float]:
        """What the firmware computes, bit for bit: head -> (jets, size), or with `trace` every tensor by name.

        x: (jets, *port.size) values of the port's type `types[port.name]`; its `cast` rounds other values to it.
        Raises ExactnessError for any other shape, or for a value that the port's type does not hold.
        """
        from codesign.net import reference  # which imports this module

        return reference.run(self, x, trace)

    @property
    def port(self) -> Input:
        """The graph's input."""
        op = self.graph.ops[0]
        assert isinstance(op, Input)
        return op

    @cached_property
    def key(self) -> str:
        """Twelve hexadecimal digits that change with anything the firmware computes."""
        document, arrays = self._serialise()
        state = hashlib.sha256(document.encode())
        for name, values in sorted(arrays.items()):  # not the file's bytes: zlib versions compress differently
            state.update(f"{name} {values.shape} ".encode() + values.astype("<i8").tobytes())
        return state.hexdigest()[:12]

    def save(self, folder: Path) -> None:
        """Writes `net.json` and `net.npz`; the same net gives the same bytes."""
        document, arrays = self._serialise()
        write_atomic(folder / "net.npz", _npz(arrays))
        write_atomic(folder / "net.json", document.encode())

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Reads what `save` wrote; NetError names the file and what is wrong with it."""
        path = folder / "net.json"
        reading = path
        try:
            document = json.loads(read_regular(path, MOST_BYTES))
            reading = folder / "net.npz"
            arrays = npz_arrays(reading)
        except FileNotFoundError as error:
            raise NetError(f"{error.filename}: no such file; `codesign freeze` makes it") from None
        except Exception as error:
            raise NetError(f"{reading} cannot be read ({error}); remove it, and freeze the model again") from None
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            version = document.get("format") if isinstance(document, dict) else None
            raise NetError(f"{path}: format {version} is not {FORMAT}; freeze the model again with this version")
        try:
            weight_types = {n: _read_type(t, arrays) for n, t in document["weight_types"].items()}
            weights = {n: arrays[n] * t.lsb for n, t in weight_types.items()}
            types = {n: _read_type(t, arrays) for n, t in document["types"].items()}
            graph = Graph.from_dict(document["graph"])
            _check_complete(graph, weights, weight_types, types)
            return cls(graph, weights, weight_types, types)
        except (NetError, LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
            kind = type(error) if isinstance(error, NetError) else NetError
            raise kind(f"{path}: broken ({error}); freeze the model again") from None

    def _serialise(self) -> tuple[str, dict[str, NDArray[np.int64]]]:
        arrays = {n: t.to_integers(self.weights[n]) for n, t in self.weight_types.items()}
        document = {
            "format": FORMAT,
            "graph": self.graph.to_dict(),
            "types": {n: _write_type(n, t, arrays) for n, t in self.types.items()},
            "weight_types": {n: _write_type(n, t, arrays) for n, t in self.weight_types.items()},
        }
        return json.dumps(document, indent=1) + "\n", arrays


def _check_complete(
    graph: Graph, weights: Mapping[str, Float], weight_types: Mapping[str, FixedPoint], types: Mapping[str, FixedPoint]
) -> None:
    for name, values in weights.items():
        if not weight_types[name].holds(values):
            raise NetError(f"{name} has values that its type {weight_types[name]} does not hold")
    for op in graph.ops:
        if op.name not in types:
            raise NetError(f"{op.name!r} has no type")
        _check_shape(op.name, types[op.name], graph)
        for parameter, shape in graph.parameters(op).items():
            if weights[f"{op.owner}.{parameter}"].shape != shape:
                raise NetError(f"{op.owner}.{parameter} has another shape than {shape}, that of its operation")


def _exact(op: Op, graph: Graph, weights: Mapping[str, Float], types: Mapping[str, FixedPoint]) -> FixedPoint:
    full = (types[name].broadcast_to(graph.shapes[name]) for name in op.inputs)
    try:
        return op.exact({p: weights[f"{op.owner}.{p}"] for p in graph.parameters(op)}, *full)
    except ExactnessError as error:
        if repr(op.name) in str(error):
            raise
        raise ExactnessError(f"{op.name!r}: {error}") from error


def _check_shape(name: str, t: FixedPoint, graph: Graph) -> None:
    try:
        if np.broadcast_shapes(t.shape, graph.shapes[name]) == graph.shapes[name]:
            return
    except ValueError:
        pass
    raise NetError(f"bit widths of shape {t.shape} do not fit tensor {name!r} of shape {graph.shapes[name]}")


def _write_type(name: str, t: FixedPoint, arrays: dict[str, NDArray[np.int64]]) -> dict[str, Any]:
    """Uniform bit widths as numbers; others as the name of an array, added to `arrays`."""
    data = t.to_dict()
    for field in ("signed", "integer", "fraction"):
        bits = getattr(t, field)
        if bits.ndim:
            data[field] = f"{name}:{field}"
            arrays[data[field]] = bits
    return data


def _read_type(data: Mapping[str, Any], arrays: Mapping[str, NDArray[np.int64]]) -> FixedPoint:
    resolved: dict[str, Any] = {k: arrays[v] if isinstance(v, str) and v in arrays else v for k, v in data.items()}
    return FixedPoint(**resolved)


def _npz(arrays: Mapping[str, NDArray[np.int64]]) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **dict(arrays), allow_pickle=False)
    return buffer.getvalue()

"""What every frontend needs to know about a Graph's tensors: which are rounded, and which come from the port."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.design.design import Pruning
from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Input, Op, Pool, Quantize, Table, Wires

Array = NDArray[Any]


def readers(graph: Graph, name: str) -> list[Op]:
    """The operations that read a tensor, directly or through wires."""
    found = []
    for op in graph.consumers(name):
        found += readers(graph, op.name) if isinstance(op, Wires) else [op]
    return found


def rounded(graph: Graph) -> list[str]:
    """The tensors that get a type of their own.

    A sum over candidates that is never multiplied keeps full precision, since rounding it would save nothing.
    """
    names = []
    for op in graph.ops:
        if not op.typed_in_training:
            continue
        only_added = all(reader.only_adds for reader in readers(graph, op.name))
        if not (isinstance(op, Pool) and only_added):
            names.append(op.name)
    return names


def nonnegative(graph: Graph) -> set[str]:
    """The tensors that cannot be negative, whatever the inputs."""
    found: set[str] = set()
    for op in graph.ops:
        if op.nonnegative(*(name in found for name in op.inputs)):
            found.add(op.name)
    return found


def hidden_layers(graph: Graph) -> set[str]:
    """The owners of those Dense kernels whose results all go on to another Dense, directly or further on."""
    hidden: dict[str, bool] = {}
    for op in graph.ops:
        if isinstance(op, Dense):
            hidden[op.owner] = hidden.get(op.owner, True) and _reaches_dense(graph, op.name)
    return {name for name, inside in hidden.items() if inside}


def prunable_units(graph: Graph, pruning: Pruning) -> set[str]:
    """The hidden layers; FrontendError if the pruning removes units and there are no hidden layers."""
    hidden = hidden_layers(graph)
    if pruning.sparsity and pruning.method == "unit" and not hidden:
        raise FrontendError("pruning.method unit thins out hidden Dense layers, and this network has none")
    return hidden


def _reaches_dense(graph: Graph, name: str) -> bool:
    return name not in graph.outputs and any(
        isinstance(op, Dense) or _reaches_dense(graph, op.name) for op in graph.consumers(name)
    )


def reads_port(graph: Graph, op: Op) -> bool:
    """Whether `op` is a Quantize that reads the network's inputs, directly or through wires."""
    return isinstance(op, Quantize) and isinstance(graph.through_wires(op.inputs[0]), Input)


def at_port(graph: Graph, op: Op, values: Array) -> Array:
    """Values given per element (or feature) of the port, rearranged as the wires in front of `op` do."""
    moved = np.broadcast_to(values, graph.shapes[graph.ops[0].name])
    path = []
    name = op.inputs[0]
    while isinstance(graph[name], Wires):
        path.append(graph[name])
        name = graph[name].inputs[0]
    for wires in reversed(path):
        moved = wires.evaluate({}, moved)
    return moved


def type_axes(graph: Graph, name: str) -> int:
    """How many of a tensor's last axes have separate types: 1 for features, 2 for the edges of tables."""
    edges = any(isinstance(r, Table) for r in readers(graph, name))
    return min(2 if edges else 1, len(graph.shapes[name]))


def standardising_shift(graph: Graph, op: Op, sample: Array) -> NDArray[np.int64]:
    """Bits by which to shift each input so that its spread is near 1, which training needs and firmware does for free.

    sample: (jets, *port shape). Freezing moves the shift into the kernels, so it is 0 if anything but a Dense reads the
    inputs. All candidates share it, so that their order has no effect.
    """
    flat = sample.reshape(-1, sample.shape[-1])
    mean = flat.mean(axis=0, dtype=np.float64)
    squares = np.einsum("jf,jf->f", flat, flat, dtype=np.float64) / len(flat)  # `std` would copy the jets
    spread = np.sqrt(np.maximum(squares - mean**2, 0))
    shift = np.where(spread > 0, np.rint(-np.log2(np.maximum(spread, 1e-9))), 0).astype(np.int64)
    if not all(isinstance(reader, Dense) for reader in readers(graph, op.name)):
        shift = np.zeros_like(shift)
    return at_port(graph, op, shift)


def input_type(
    graph: Graph, op: Op, bits: int, port: FixedPoint, sample: Array, shift: Array, shared: tuple[int, ...]
) -> FixedPoint:
    """The type of inputs times 2**shift: sign of the port, range of the sample, no LSB finer than the port's.

    sample: (jets, *port shape); shared: axes of the tensor along which all elements share a type.
    """
    k, i_port, f_port = (
        at_port(graph, op, of_port) + moved
        for of_port, moved in ((port.signed, 0), (port.integer, shift), (port.fraction, -shift))
    )
    reach = np.ldexp(at_port(graph, op, largest(sample)), shift)
    k, i_port, f_port, reach = (
        values.max(axis=shared, keepdims=True) if shared else values for values in (k, i_port, f_port, reach)
    )
    integer = np.minimum(np.where(reach > 0, np.frexp(reach)[1], 0), i_port)
    magnitude = np.clip(bits - k, 0, np.maximum(integer + f_port, 0))
    return FixedPoint(k, integer, magnitude - integer)


def largest(sample: Array) -> Array:
    """The largest absolute value of each element over (jets, ...), computed without a copy of the jets."""
    return np.asarray(np.maximum(sample.max(axis=0), -sample.min(axis=0)))


def require_rounded(graph: Graph) -> None:
    """Raises FrontendError for a Dense that reads values whose bit width nothing sets."""
    to_round = set(rounded(graph))
    for op in graph.ops:
        if isinstance(op, Dense) and (source := graph.through_wires(op.inputs[0]).name) not in to_round:
            raise FrontendError(
                f"{op.name!r} reads {source!r}, whose bit width nothing sets; put a Quantize between them"
            )


def table_bits(graph: Graph, op: Op, asked: int) -> int:
    """The requested width of a tensor, limited to the address bits of the tables that read it."""
    entries = [reader.entries for reader in readers(graph, op.name) if isinstance(reader, Table)]
    return min([asked, *(n.bit_length() - 1 for n in entries)])

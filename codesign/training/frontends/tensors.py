"""What every frontend needs to know about a Graph's tensors: which are rounded, and which come from the port."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from codesign.design.training import Pruning
from codesign.errors import FrontendError
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Op, Pool, Table

Array = NDArray[Any]


def rounded(graph: Graph) -> list[str]:
    """The tensors that get a type of their own.

    What follows from the port without weights is exact, until a Quantize reads it into the network. A sum over
    candidates that is never multiplied keeps full precision, since rounding it would save nothing.
    """
    names = []
    for op in graph.ops:
        if not op.typed_in_training or op.name in graph.of_port:
            continue
        only_added = all(reader.only_adds for reader in graph.readers(op.name))
        if not (isinstance(op, Pool) and only_added):
            names.append(op.name)
    return names


def nonnegative(graph: Graph) -> set[str]:
    """The tensors that cannot be negative, whatever the inputs."""
    names: set[str] = set()
    for op in graph.ops:
        if op.nonnegative(*(name in names for name in op.inputs)):
            names.add(op.name)
    return names


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


def type_axes(graph: Graph, name: str) -> int:
    """How many of a tensor's last axes have separate types: 1 for features, 2 for the edges of tables."""
    edges = any(isinstance(r, Table) for r in graph.readers(name))
    return min(2 if edges else 1, len(graph.shapes[name]))


def require_rounded(graph: Graph) -> None:
    """Raises FrontendError for a Dense that reads values whose bit width nothing sets."""
    to_round = set(rounded(graph))
    for op in graph.ops:
        if isinstance(op, Dense) and (unrounded := sorted(graph.sources(op.inputs[0]) - to_round)):
            raise FrontendError(
                f"{op.name!r} reads {unrounded[0]!r}, whose bit width nothing sets; put a Quantize between them"
            )


def table_bits(graph: Graph, op: Op, wanted: int) -> int:
    """The requested width of a tensor, limited to the address bits of the tables that read it."""
    entries = [reader.entries for reader in graph.readers(op.name) if isinstance(reader, Table)]
    return min([wanted, *(n.bit_length() - 1 for n in entries)])

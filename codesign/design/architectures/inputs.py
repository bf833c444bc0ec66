"""What a network reads of its port: the leading candidates, and exact sums over all candidates that enter.

Every architecture reads both without a line of its own. It is built for the leading candidates, and the sums join the
vector of the jet: the first one through which every output passes and which layers with weights read. This is the pool
of a set, or the flattened candidates of a sequence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pydantic import Field, field_validator

from codesign.base.config import Strict, did_you_mean
from codesign.design.architectures.net import Net
from codesign.design.architectures.sums import GROUPS, add_sums
from codesign.errors import NetError
from codesign.net.graph import Graph
from codesign.net.ops import Add, Concat, Dense, Input, Op, Quantize, Table, Take, Wires

PORT = "candidates"


class Inputs(Strict):
    """What the network reads of the candidates that enter the firmware."""

    sums: tuple[str, ...] | None = Field(
        None, description=f"groups of sums: {', '.join(GROUPS)}; by default none, for mlp_sums and trees all"
    )
    candidates: int | None = Field(
        None, ge=0, le=32, description="leading candidates; by default all that enter, for mlp_sums none, for trees 4"
    )
    log: bool = Field(False, description="log2 of the sums by leading-one detection, in place of the sums")

    @field_validator("sums")
    @classmethod
    def _known_and_different(cls, sums: tuple[str, ...] | None) -> tuple[str, ...] | None:
        groups = sums or ()
        for group in groups:
            if group not in GROUPS:
                raise ValueError(f"there are no sums {group!r}{did_you_mean(group, list(GROUPS))}")
        if len(set(groups)) < len(groups):
            raise ValueError("a group of sums is named twice")
        return sums

    def or_else(self, default: Inputs) -> Inputs:
        """These inputs, with the sums and candidates of another record where they are not set."""
        sums = default.sums if self.sums is None else self.sums
        candidates = default.candidates if self.candidates is None else self.candidates
        return Inputs(sums=sums, candidates=candidates, log=self.log)


def reading(build: Callable[[int], Graph], slots: int, features: Sequence[str], inputs: Inputs) -> Graph:
    """The network that `build` makes for a number of candidates, reading `inputs` of a port of (slots, features).

    Raises NetError that names the key, if more candidates are asked for than enter, if there is nothing to read, or if
    the network cannot do without candidates.
    """
    groups, count = inputs.sums or (), slots if inputs.candidates is None else inputs.candidates
    if count > slots:
        raise NetError(f"inputs.candidates: the network cannot read {count} candidates, as jets.candidates is {slots}")
    if not (count or groups):
        raise NetError("inputs.sums: a network without candidates needs sums; name some")
    graph = build(max(count, 1))
    net = Net(slots, features)
    instead: dict[str, str] = {}  # tensor of the graph -> what is read in its place
    if 0 < count < slots:
        instead[PORT] = net.add(Take("leading", (PORT,), tuple(range(count))))
    jet = _vector_of_the_jet(graph) if groups else ""
    unused = set() if count else _without_candidates(graph, jet)
    for op in graph.ops[1:]:
        if op.name not in unused:
            net.add(replace(op, inputs=tuple(instead.get(name, name) for name in op.inputs)))
        if op.name == jet:
            instead[jet] = _with_sums(net, graph, jet, add_sums(net, groups, inputs.log), alone=not count)
    return Graph(tuple(net.ops), graph.outputs)


def _vector_of_the_jet(graph: Graph) -> str:
    for op in graph.ops[1:]:
        read = graph.readers(op.name)
        if len(graph.shapes[op.name]) == 1 and read and all(_has_weights(graph, reader) for reader in read):
            reached = {graph.ops[0].name}
            for other in graph.ops[1:]:
                if other is not op and reached.intersection(other.inputs):
                    reached.add(other.name)
            if not reached.intersection(graph.outputs):
                return op.name
    raise NetError("inputs.sums: this architecture has no vector of the jet that sums could join; leave the sums out")


def _has_weights(graph: Graph, op: Op) -> bool:
    return bool(graph.parameters(op)) or _feeds_tables(graph, op)


def _feeds_tables(graph: Graph, op: Op) -> bool:
    return isinstance(op, Quantize) and all(isinstance(reader, Table) for reader in graph.readers(op.name))


def _without_candidates(graph: Graph, jet: str) -> set[str]:
    """The operations up to the vector of the jet, none of which has logic; NetError if one has."""
    names = {jet}
    for op in reversed(graph.ops):
        if op.name in names:
            names.update(op.inputs)
            if not isinstance(op, Wires | Quantize | Input):
                raise NetError(
                    f"inputs.candidates: {op.name!r} of this architecture works on candidates; let it read some, or use"
                    " mlp_sums, which can do without"
                )
    return names


def _with_sums(net: Net, graph: Graph, jet: str, exact: str, alone: bool) -> str:
    """Adds what the layers behind the vector of the jet read: it and the sums, or the sums alone."""
    readers = graph.readers(jet)
    if all(_feeds_tables(graph, reader) for reader in readers):
        entries = max(op.entries for op in graph.ops if isinstance(op, Table))
        own = net.tables("sums", exact, graph.shapes[jet][0], entries)
        return net.add(Add("jet_and_sums", (jet, own)))
    dense = any(isinstance(reader, Dense) for reader in readers)
    read = net.add(Quantize("sums", (exact,))) if dense else exact
    return read if alone else net.add(Concat("jet_and_sums", (jet, read)))

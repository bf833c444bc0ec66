"""A network as named operations on named tensors: no numbers, no framework."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from typing import Any, Self

import numpy as np
from pydantic import TypeAdapter, ValidationError

from codesign.errors import NetError
from codesign.net.ops import OPS, Input, Op, Quantize, Shape, Wires


@dataclass(frozen=True)
class Graph:
    """Operations, each after those whose tensors it reads, and the names of the output tensors.

    Raises NetError for a name that is used twice, is read before its operation or is not an identifier, and unless the
    first operation is the only Input.
    """

    ops: tuple[Op, ...]
    outputs: tuple[str, ...]

    def __post_init__(self) -> None:
        computed: set[str] = set()
        for op in self.ops:
            missing = [name for name in op.inputs if name not in computed]
            if missing:
                raise NetError(f"operation {op.name!r} reads {missing[0]!r}, which no earlier operation computes")
            if op.name in computed:
                raise NetError(f"two operations are named {op.name!r}")
            if not op.name.isidentifier():
                raise NetError(f"{op.name!r} cannot name an operation: firmware needs an identifier")
            computed.add(op.name)
            if op.owner not in computed:
                raise NetError(
                    f"operation {op.name!r} shares the weights of {op.owner!r}, which comes later or does not exist"
                )
        for name in self.outputs:
            if name not in computed:
                raise NetError(f"output {name!r} is not computed by any operation")
        if [op.name for op in self.ops if isinstance(op, Input)] != [self.ops[0].name]:
            raise NetError("a Graph starts with its one Input")

    def __getitem__(self, name: str) -> Op:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Op]:
        return {op.name: op for op in self.ops}

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """Shape of each tensor for one jet."""
        shapes: dict[str, Shape] = {}
        for op in self.ops:
            shapes[op.name] = op.shape(*(shapes[name] for name in op.inputs))
        return shapes

    def parameters(self, op: Op) -> dict[str, Shape]:
        """Names and shapes of the trained parameters of one operation."""
        return op.parameters(*(self.shapes[name] for name in op.inputs))

    def through_wires(self, name: str) -> Op:
        """The operation that computes a tensor's elements, followed back through Wires by their first input."""
        op = self[name]
        while isinstance(op, Wires):
            op = self[op.inputs[0]]
        return op

    def consumers(self, name: str) -> list[Op]:
        """The operations that read a tensor."""
        return [op for op in self.ops if name in op.inputs]

    def readers(self, name: str) -> list[Op]:
        """The operations that read a tensor, directly or through wires."""
        readers = []
        for op in self.consumers(name):
            readers += self.readers(op.name) if isinstance(op, Wires) else [op]
        return readers

    @cached_property
    def of_port(self) -> frozenset[str]:
        """The port, and the tensors that follow from it without weights and without rounding."""
        names = {self.ops[0].name}
        for op in self.ops[1:]:
            if not isinstance(op, Quantize) and not self.parameters(op) and names.issuperset(op.inputs):
                names.add(op.name)
        return frozenset(names)

    def sources(self, name: str) -> set[str]:
        """The tensors whose elements a tensor holds, followed back through Wires."""
        op = self[name]
        return set().union(*map(self.sources, op.inputs)) if isinstance(op, Wires) else {name}

    def through_wires_of(self, name: str, values: Callable[[str], Any], xp: Any = np) -> Any:
        """Values for each element of a tensor, moved by wires; values: gives those of a tensor that is not moved."""
        op = self[name]
        if not isinstance(op, Wires):
            return values(name)
        return op.evaluate({}, *(self.through_wires_of(source, values, xp) for source in op.inputs), xp=xp)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `net.json`."""
        return {
            "ops": [{"op": type(op).__name__, **asdict(op)} for op in self.ops],
            "outputs": list(self.outputs),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`; NetError on an operation this version does not know."""
        ops = []
        for fields in data["ops"]:
            kind = fields["op"]
            if kind not in OPS:
                raise NetError(f"operation {fields['name']!r} is a {kind}, which this version does not know")
            ops.append(_operation(kind, {k: v for k, v in fields.items() if k != "op"}))
        return cls(tuple(ops), tuple(data["outputs"]))


def _operation(kind: str, fields: Mapping[str, Any]) -> Op:
    """The operation with these fields; NetError for a field that is unknown, or whose value is of another type."""
    try:
        return _readers()[kind].validate_json(json.dumps(fields), strict=True, extra="forbid")
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise NetError(f"operation {fields.get('name')!r}: {place}: {first['msg']}") from None


@cache
def _readers() -> dict[str, TypeAdapter[Op]]:
    return {kind: TypeAdapter(op) for kind, op in OPS.items()}

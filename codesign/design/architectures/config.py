"""The architecture of a design and its sizes; the architecture's function defines what values a size may have."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any, Self, get_type_hints

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from codesign.base.config import Strict, reason_of, shown, unknown
from codesign.design.architectures import ARCHITECTURES
from codesign.design.architectures.inputs import Inputs, reading
from codesign.design.architectures.sums import GROUPS
from codesign.net.graph import Graph

EVERYTHING = Inputs()
OWN_INPUTS = {  # what an architecture reads where a design does not say
    "mlp_sums": Inputs(sums=tuple(GROUPS), candidates=0),
    "trees": Inputs(sums=tuple(GROUPS), candidates=4),
}


class ArchitectureConfig(Strict):
    """An architecture and its sizes."""

    name: str = "deep_set"
    sizes: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.name not in ARCHITECTURES:
            raise ValueError(unknown("architecture", self.name, ARCHITECTURES))
        hints = get_type_hints(ARCHITECTURES[self.name], include_extras=True)
        known = list(inspect.signature(ARCHITECTURES[self.name]).parameters)[3:]
        for size, value in self.sizes.items():
            if size not in known:
                raise ValueError(f"{self.name} has no size {size!r}; its sizes are {', '.join(known)}")
            _check_size(f"sizes.{size}", hints[size], value)
        return self

    def graph(
        self, candidates: int, features: Sequence[str], heads: Mapping[str, int], inputs: Inputs = EVERYTHING
    ) -> Graph:
        """The network for a number of candidates that enter, the named features, and heads: output name -> size.

        inputs: what it reads of the candidates. Raises NetError for sizes or inputs that do not fit.
        """
        read = inputs.or_else(OWN_INPUTS.get(self.name, EVERYTHING))
        if read == EVERYTHING:
            return ARCHITECTURES[self.name](candidates, features, heads, **self.sizes)
        return reading(
            lambda count: ARCHITECTURES[self.name](count, features, heads, **self.sizes), candidates, features, read
        )


def _check_size(key: str, hint: Any, value: Any) -> None:
    """ValueError if the value does not fit the type hint of the architecture's argument; key: names it in errors."""
    try:
        TypeAdapter(hint).validate_python(value, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, (key, *first["loc"])))
        raise ValueError(f"{place}: {reason_of(first)}, found {shown(first['input'])}") from None

"""Torch modules that end in a softmax, or only seem to."""

from typing import Any

import brevitas.nn as qnn
import torch

from tests.training.importers.torch_models import SIGNED, WEIGHTS

torch.manual_seed(1)


class _Base(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inputs = qnn.QuantIdentity(bit_width=8, **SIGNED)
        self.one, self.other = qnn.QuantLinear(12, 3, **WEIGHTS), qnn.QuantLinear(12, 3, **WEIGHTS)
        self.softmax = torch.nn.Softmax(dim=-1)
        self.rounded = qnn.QuantSigmoid()

    def both(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        flat = torch.flatten(self.inputs(x), 1)
        return self.one(flat), self.other(flat)


class _Gating(_Base):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        one, other = self.both(x)
        return one * torch.softmax(other, dim=-1)


class _Shared(_Base):
    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        return [self.softmax(y) for y in self.both(x)]


class _OverJets(_Base):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.both(x)[0].softmax(0)


class _NoAxis(_Base):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.both(x)[0].softmax(dim=None if isinstance(x, torch.fx.Proxy) else -1)


class _Heads(_Base):
    def forward(self, x: torch.Tensor) -> Any:
        one, other = self.both(x)
        return {"classes": self.softmax(one), "tags": (torch.sigmoid(other), self.rounded(one - other))}


class _OtherWhenTraced(_Base):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        one, other = self.both(x)
        return one if isinstance(x, torch.fx.Proxy) else other


def _module(kind: type[torch.nn.Module]) -> torch.nn.Module:
    """Its ranges set by some inputs."""
    module = kind()
    with torch.no_grad():
        module(torch.randn(64, 4, 3))
    return module.eval()


gating, shared, over_jets, no_axis, heads, other_when_traced = map(
    _module, (_Gating, _Shared, _OverJets, _NoAxis, _Heads, _OtherWhenTraced)
)

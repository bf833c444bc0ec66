"""The parts of a torch training that go into its checkpoint, see checkpoints.Part."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch

from codesign.training.checkpoints import State


@dataclass(frozen=True)
class TorchPart:
    """A state that `get` returns and `put` takes back: tensors and numbers, in dictionaries and lists."""

    get: Callable[[], Any]
    put: Callable[[Any], Any]

    def state(self) -> State:
        """The state as the bytes of `torch.save`."""
        buffer = io.BytesIO()
        torch.save(self.get(), buffer)
        return {"torch": np.frombuffer(buffer.getvalue(), np.uint8)}

    def restore(self, state: State) -> None:
        """Puts the state back; `weights_only` makes torch refuse anything but tensors and plain values."""
        self.put(torch.load(io.BytesIO(state["torch"].tobytes()), weights_only=True))


def of_state_dict(owner: Any) -> TorchPart:
    """An optimizer or a schedule, whose `state_dict` is complete."""
    return TorchPart(owner.state_dict, owner.load_state_dict)


def of_module(module: torch.nn.Module) -> TorchPart:
    """A module: its parameters, buffers and plain numbers.

    `state_dict` is not enough: Brevitas leaves out the statistics for its ranges, and their counter.
    """
    return TorchPart(partial(_remembered, module), partial(_remember, module))


def _tensors(module: torch.nn.Module) -> dict[str, torch.Tensor]:
    return dict(module.named_parameters()) | dict(module.named_buffers())


def _remembered(module: torch.nn.Module) -> dict[str, Any]:
    numbers = {
        path: {name: value for name, value in vars(part).items() if isinstance(value, int | float)}
        for path, part in module.named_modules()
    }
    return {"tensors": _tensors(module), "numbers": numbers}


def _remember(module: torch.nn.Module, stored: Mapping[str, Any]) -> None:
    tensors, parts = _tensors(module), dict(module.named_modules())
    shapes, stored_shapes = ({name: t.shape for name, t in group.items()} for group in (tensors, stored["tensors"]))
    if shapes != stored_shapes or parts.keys() != stored["numbers"].keys():
        raise ValueError("it is of another network")
    with torch.no_grad():
        for name, tensor in tensors.items():
            tensor.copy_(stored["tensors"][name])
    for path, numbers in stored["numbers"].items():
        for name, value in numbers.items():
            setattr(parts[path], name, value)

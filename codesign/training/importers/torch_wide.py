"""A copy of the user's torch module in float64, because float32 would round the sums of wide inputs.

Weights and biases are those that the quantizers of the user's own float32 layers compute: a scale computed from floats
could round the other way in float64.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from typing import Any

import torch
from numpy.typing import NDArray

from codesign.errors import FrontendError
from codesign.training.importers import batch_norm, normalisation
from codesign.training.importers.torch_calls import plain

Compute = Callable[[NDArray[Any]], Any]


class WideModule:
    """A copy of a module in float64, with rounded constants in its batch normalisations or with the module's own.

    narrow: the user's own module, which is not changed; values: its rounded weights and biases, from
    `brevitas_layers.rounded_parameters`.
    """

    def __init__(self, narrow: torch.nn.Module, values: Mapping[str, Mapping[str, Any]], bn_bits: int) -> None:
        try:
            self.module = deepcopy(narrow).double()
        except RuntimeError as error:
            raise FrontendError(
                f"the module cannot be copied, to be compared in float64: {error}; keep only parameters, buffers and"
                " layers in it"
            ) from error
        self._bits = bn_bits
        layers = dict(self.module.named_modules())
        for name, found in values.items():
            for parameter, value in found.items():
                getattr(layers[name], f"{parameter}_quant").forward = partial(_held, _widened(value))
        self._normalising = [
            layer
            for layer in layers.values()
            if type(layer) is torch.nn.BatchNorm1d and layer.running_mean is not None  # no other is called
        ]

    def unrounded(self, compute: Compute) -> Compute:
        """The function `compute`, which runs this module, with the module's own constants."""

        def computed(x: NDArray[Any]) -> Any:
            with _float64():
                return compute(x)

        return computed

    def rounded(self, compute: Compute) -> Compute:
        """The function `compute`, which runs this module, with rounded constants."""

        def computed(x: NDArray[Any]) -> Any:
            for layer in self._normalising:
                layer.forward = partial(_affine, *normalisation.rounded(*batch_norm.of_torch(layer), self._bits))  # type: ignore[method-assign]
            try:
                return self.unrounded(compute)(x)
            finally:
                for layer in self._normalising:
                    del layer.forward

        return computed


def _affine(scale: NDArray[Any], offset: NDArray[Any], x: Any) -> Any:
    """scale * x + offset along the first axis after that of jets, as in BatchNorm1d."""
    values = plain(x)
    shape = (-1, *[1] * (values.ndim - 2))
    return values * torch.from_numpy(scale).reshape(shape) + torch.from_numpy(offset).reshape(shape)


def _held(value: Any, *arguments: Any) -> Any:
    return value


def _widened(value: Any) -> Any:
    """A tensor of torch or of Brevitas, in float64."""
    if hasattr(value, "_fields"):  # a Brevitas tensor, with its scale, zero point and bit width
        return value._replace(**{name: _widened(getattr(value, name)) for name in value._fields})
    return value.detach().double() if isinstance(value, torch.Tensor) and value.is_floating_point() else value


@contextmanager
def _float64() -> Iterator[None]:
    """Context in which new tensors are float64 by default; some layers of Brevitas make tensors from numbers."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)

"""A Graph as a torch module; a frontend supplies the dense layers and the quantizers.

Every other operation is computed by its own `evaluate`, so that no frontend defines it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from codesign.net.graph import Graph
from codesign.net.ops import Dense, Op, Quantize, Table
from codesign.training.frontends.tensors import require_rounded, rounded

HIDDEN = 8  # units of the small network that represents a table during training, as in HGQ2's QDenseT


class TorchArrays:
    """The NumPy functions that operations use, for torch tensors."""

    @staticmethod
    def multiply(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        """NumPy's."""
        return torch.mul(x, y)

    @staticmethod
    def matmul(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        """NumPy's."""
        return torch.matmul(x, y)

    @staticmethod
    def sum(x: torch.Tensor, axis: int) -> torch.Tensor:
        """NumPy's."""
        return torch.sum(x, dim=axis)

    @staticmethod
    def maximum(x: torch.Tensor, y: torch.Tensor | float) -> torch.Tensor:
        """NumPy's."""
        return torch.maximum(x, y) if isinstance(y, torch.Tensor) else torch.clamp(x, min=y)

    @staticmethod
    def minimum(x: torch.Tensor, y: torch.Tensor | float) -> torch.Tensor:
        """NumPy's."""
        return torch.minimum(x, y) if isinstance(y, torch.Tensor) else torch.clamp(x, max=y)

    @staticmethod
    def abs(x: torch.Tensor) -> torch.Tensor:
        """NumPy's."""
        return torch.abs(x)

    @staticmethod
    def floor(x: torch.Tensor) -> torch.Tensor:
        """NumPy's."""
        return torch.floor(x)

    @staticmethod
    def greater_equal(x: torch.Tensor, y: NDArray[np.float64]) -> torch.Tensor:
        """NumPy's, in float64."""
        return torch.ge(x, torch.from_numpy(y))

    @staticmethod
    def less(x: torch.Tensor, y: NDArray[np.float64]) -> torch.Tensor:
        """NumPy's, in float64."""
        return torch.lt(x, torch.from_numpy(y))

    @staticmethod
    def where(condition: torch.Tensor, x: float, y: float) -> torch.Tensor:
        """NumPy's, for numbers."""
        return torch.where(condition, x, y)

    @staticmethod
    def sort(x: torch.Tensor, axis: int) -> torch.Tensor:
        """NumPy's."""
        return torch.sort(x, dim=axis).values

    @staticmethod
    def reshape(x: torch.Tensor, shape: Sequence[int]) -> torch.Tensor:
        """NumPy's."""
        return torch.reshape(x, tuple(shape))

    @staticmethod
    def swapaxes(x: torch.Tensor, one: int, other: int) -> torch.Tensor:
        """NumPy's."""
        return torch.swapaxes(x, one, other)

    @staticmethod
    def take(x: torch.Tensor, indices: NDArray[np.int64], axis: int) -> torch.Tensor:
        """NumPy's."""
        return torch.index_select(x, axis, torch.from_numpy(indices))

    @staticmethod
    def concatenate(xs: Sequence[torch.Tensor], axis: int) -> torch.Tensor:
        """NumPy's."""
        return torch.cat(tuple(xs), dim=axis)

    @staticmethod
    def repeat(x: torch.Tensor, count: int, axis: int) -> torch.Tensor:
        """NumPy's."""
        return torch.repeat_interleave(x, count, dim=axis)


class EdgeTables(torch.nn.Module):
    """A function of one number on each edge: a small network during training, a table once frozen.

    Like HGQ2's QDenseT (arXiv:2604.22293), it has one hidden layer with tanh. quantizer: of the entries.
    """

    def __init__(self, edges: tuple[int, ...], quantizer: torch.nn.Module) -> None:
        super().__init__()
        self.quantizer = quantizer
        self.first = torch.nn.Parameter(torch.randn(*edges, HIDDEN))
        self.shift = torch.nn.Parameter(torch.randn(*edges, HIDDEN))
        self.second = torch.nn.Parameter(torch.randn(*edges, HIDDEN) * (HIDDEN * edges[0]) ** -0.5)
        self.bias = torch.nn.Parameter(torch.zeros(edges))

    def forward(self, x: torch.Tensor) -> Any:
        """The quantized values for x: (..., n, units)."""
        hidden = torch.tanh(x[..., None] * self.first + self.shift)
        return self.quantizer(torch.sum(hidden * self.second, dim=-1) + self.bias)


class GraphModule(torch.nn.Module):
    """The Graph as a module: x of (jets, *port shape) -> {output name: (jets, outputs)}.

    dense, quantizer, tables: make the module for a Dense, for the rounding of a tensor, for a Table. Raises
    FrontendError for a Dense that reads unrounded values.
    """

    def __init__(
        self,
        graph: Graph,
        dense: Callable[[Dense], torch.nn.Module],
        quantizer: Callable[[Op], torch.nn.Module],
        tables: Callable[[Table], torch.nn.Module],
    ) -> None:
        super().__init__()
        require_rounded(graph)
        self.graph = graph
        # a prefix for each kind, as an operation's name could clash with a module's own attributes
        self.parts = torch.nn.ModuleDict()
        for op in graph.ops:
            if isinstance(op, Dense) and op.owner == op.name:
                self.parts[f"op_{op.name}"] = dense(op)
            elif isinstance(op, Table):
                self.parts[f"op_{op.name}"] = tables(op)
        for name in rounded(graph):
            self.parts[f"round_{name}"] = quantizer(graph[name])

    def of(self, op: Op) -> Any:
        """The module of a Dense or Table."""
        return self.parts[f"op_{op.owner}"]

    def rounding(self, name: str) -> Any:
        """The quantizer of a rounded tensor."""
        return self.parts[f"round_{name}"]

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        """Output name -> (jets, outputs), for x: (jets, *port shape)."""
        tensors = {self.graph.ops[0].name: x}
        for op in self.graph.ops[1:]:
            xs = [tensors[name] for name in op.inputs]
            if isinstance(op, Dense | Table):
                y = self.of(op)(xs[0])
            elif isinstance(op, Quantize):
                y = xs[0]
            else:
                y = op.evaluate({}, *xs, xp=TorchArrays)
            tensors[op.name] = self.rounding(op.name)(y) if f"round_{op.name}" in self.parts else y
        return {name: tensors[name] for name in self.graph.outputs}


@contextmanager
def exactly(module: torch.nn.Module) -> Iterator[None]:
    """Context for inference in float64, with sums exact up to 53 bits; float32 would round sums past 24 bits."""
    training = module.training
    module.double().eval()
    try:
        with torch.no_grad():
            yield
    finally:
        module.float().train(training)


def predict(module: torch.nn.Module, x: NDArray[Any], batch_size: int = 512) -> dict[str, NDArray[np.float64]]:
    """Output name -> (jets, outputs), in inference mode and float64."""
    with exactly(module):
        batches = [module(torch.from_numpy(x[n : n + batch_size]).double()) for n in range(0, len(x), batch_size)]
    return {name: np.concatenate([batch[name].numpy() for batch in batches]) for name in batches[0]}

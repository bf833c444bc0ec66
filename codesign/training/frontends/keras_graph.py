"""A Graph as a functional Keras model; a frontend supplies the dense layers and the quantizers.

Every other operation is computed by its own `evaluate`, so that no frontend defines it again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from codesign.net.graph import Graph
from codesign.net.ops import Dense, Op, Quantize, Table
from codesign.training.frontends.tensors import require_rounded, rounded

HIDDEN = 8  # units of the small network that represents a table during training, as in HGQ2's QDenseT


class Cost:
    """What an operation adds to the training loss: its EBOPs times a penalty.

    penalty: one number, shared by all operations of a model.
    """

    def __init__(self, ebops: Callable[[], Any], penalty: tf.Variable) -> None:
        self.ebops, self.penalty = ebops, penalty


class _Costly(keras.layers.Layer):  # type: ignore[misc]
    """A layer with an optional cost, in attributes that HGQ2's own layers have too, so that HGQ2's BetaPID finds it."""

    def __init__(self, name: str, cost: Cost | None) -> None:
        super().__init__(name=name)
        self.cost = cost

    @property
    def settings(self) -> list[tf.Variable]:
        """The variables that a design sets."""
        return [self.cost.penalty] if self.cost else []

    @property
    def ebops(self) -> Any:
        """Effective bit operations at the present bit widths."""
        return self.cost.ebops() if self.cost else 0.0

    @property
    def _beta(self) -> Any:
        return self.cost.penalty if self.cost else None

    def add_cost(self, training: Any) -> None:
        """Adds the cost to the loss in training, but not while ranges are traced."""
        if self.cost is not None and training is True:
            self.add_loss(self.cost.penalty * self.cost.ebops())


class Evaluate(_Costly):
    """An operation without parameters."""

    def __init__(self, op: Op, cost: Cost | None = None) -> None:
        super().__init__(op.name, cost)
        self.op = op

    def call(self, *xs: Any, training: Any = None) -> Any:
        """The operation's result."""
        self.add_cost(training)
        return self.op.evaluate({}, *xs, xp=keras.ops)


class EdgeTables(_Costly):
    """A function of one number on each edge: a small network during training, a table once frozen.

    Like HGQ2's QDenseT (arXiv:2604.22293), it has one hidden layer with tanh. quantizer: of the entries.
    """

    def __init__(self, op: Table, edges: tuple[int, ...], quantizer: Any, cost: Cost | None = None) -> None:
        super().__init__(op.name, cost)
        self.quantizer, self.inputs_of_a_unit = quantizer, edges[0]
        shapes = {"first": (*edges, HIDDEN), "shift": (*edges, HIDDEN), "second": (*edges, HIDDEN), "bias": edges}
        self.parts = {
            name: self.add_weight(shape=shape, name=name, initializer=self._initializer(name))
            for name, shape in shapes.items()
        }

    def _initializer(self, name: str) -> Any:
        spread = {"first": 1.0, "shift": 1.0, "second": (HIDDEN * self.inputs_of_a_unit) ** -0.5, "bias": 0.0}
        return keras.initializers.RandomNormal(stddev=spread[name])

    def call(self, x: Any, training: Any = None) -> Any:
        """The quantized values for x: (..., n, units)."""
        self.add_cost(training)
        hidden = keras.ops.tanh(x[..., None] * self.parts["first"] + self.parts["shift"])
        values = keras.ops.sum(hidden * self.parts["second"], axis=-1) + self.parts["bias"]
        return self.quantizer(values, training=training)


def keras_model(
    graph: Graph,
    dense: Callable[[Dense], keras.layers.Layer],
    quantizer: Callable[[Op], keras.layers.Layer],
    tables: Callable[[Table], keras.layers.Layer],
    cost: Callable[[Op], Cost | None] = lambda op: None,
) -> keras.Model:
    """The Keras model of a graph, with the same outputs.

    dense, quantizer, tables: make the layer for a Dense, for the rounding of a tensor, for a Table; cost: gives what
    any other operation adds to the loss. Raises FrontendError for a Dense that reads unrounded values.
    """
    require_rounded(graph)
    port = graph.ops[0]
    tensors = {port.name: keras.Input(graph.shapes[port.name], name=port.name)}
    layers: dict[str, keras.layers.Layer] = {}
    to_round = set(rounded(graph))
    for op in graph.ops[1:]:
        x = tensors[op.inputs[0]]
        if isinstance(op, Dense):
            if op.owner not in layers:
                layers[op.owner] = dense(op)
            y = layers[op.owner](x)
        elif isinstance(op, Table):
            y = tables(op)(x)
        elif isinstance(op, Quantize):
            y = x
        else:
            y = Evaluate(op, cost(op))(*(tensors[name] for name in op.inputs))
        tensors[op.name] = quantizer(op)(y) if op.name in to_round else y
    outputs = [tensors[name] for name in graph.outputs]
    # with a fixed name, since Keras would number the models of a process and write that number into the weights file
    return keras.Model(tensors[port.name], outputs, name="functional")

"""Models of layers drawn at random, as users who tried everything would write them. Nothing here imports codesign."""

from collections.abc import Callable
from typing import Any

import keras
import torch

Choose = Callable[[list[Any]], Any]  # one of a list

NAMES = ["class", "1st layer", "a b", "été", "input", "x-y.z", "Dense", "inputs", "ap_fixed", "_", "phi", "λ"]
SHAPES = [(8, 4), (4,), (1, 3), (16, 1), (6, 2), (2, 4, 3), (1,), (3, 5)]
BITS = [
    *("quantized_bits(6,1,alpha=1)", "quantized_bits(4,0,alpha='auto_po2')", "quantized_bits(2,2,0,alpha=0.5)"),
    *("quantized_bits(1,0)", "quantized_bits(4,0,alpha='auto')", "quantized_relu(5,2)", "quantized_po2(4)", "ternary"),
    *("binary", "quantized_tanh(5)", "quantized_linear(6,1)", "quantized_bits(8,2,symmetric=1,alpha=1)", None),
]
EQUATIONS = [
    "bnc,cd->bnd",
    "bnc,nm->bmc",
    "bnc,n->bc",
    "bnc,ncd->bd",
    "bnc,ncd->bnd",
    "bnc,cd->bdn",
    "...c,cd->...d",
    "bc,cd->bd",
]


def keras_layers(choose: Choose, name: str | None, x: Any) -> list[Callable[[], Any]]:
    """Layers without weights; called on x later."""
    layers, other = keras.layers, choose([x, x, keras.ops.relu])
    named = {} if name is None else {"name": name}
    return [
        lambda: layers.Flatten(**named)(x),
        lambda: layers.Reshape((-1, choose([1, 2, 3])), **named)(x),
        lambda: layers.Permute(choose([(2, 1), (1, 2), (3, 2, 1), (1, 3, 2)]), **named)(x),
        lambda: layers.ReLU(max_value=choose([None, None, 2]), **named)(x),
        lambda: layers.Activation(choose(["relu", "linear", "tanh", "softmax"]), **named)(x),
        lambda: layers.Dropout(0.1, **named)(x),
        lambda: layers.Concatenate(axis=choose([-1, 1, 2]), **named)([x, other(x) if callable(other) else other]),
        lambda: choose([layers.Add, layers.Multiply, layers.Subtract, layers.Maximum, layers.Dot])(**named)([x, x]),
        lambda: layers.GlobalAveragePooling1D(keepdims=choose([False, True]), **named)(x),
        lambda: layers.AveragePooling1D(choose([1, 2, 3]), choose([None, 1]), **named)(x),
        lambda: layers.BatchNormalization(axis=choose([-1, 1]), **named)(x),
        lambda: choose([layers.LayerNormalization, layers.UpSampling1D, layers.ZeroPadding1D, layers.Softmax])(**named)(
            x
        ),
        lambda: choose([layers.GlobalMaxPooling1D, layers.Cropping1D, layers.UnitNormalization])(**named)(x),
        lambda: choose([layers.Dense, layers.LSTM, layers.SimpleRNN])(2, **named)(x),
        lambda: choose([keras.ops.relu, keras.ops.abs, keras.ops.sum, keras.ops.negative, keras.ops.transpose])(x),
        lambda: keras.ops.mean(x, axis=choose([1, -1, (1, 2), None])),
        lambda: keras.ops.reshape(x, choose([(-1, 4), (-1, 2, 2), (-1, 1)])),
        lambda: choose([keras.ops.add, keras.ops.multiply, keras.ops.subtract])(x, choose([1.0, x])),
        lambda: keras.ops.split(x, 2, axis=-1)[choose([0, 1])],
        lambda: x[..., : choose([1, 2])],
        lambda: layers.TimeDistributed(layers.Flatten(), **named)(x),
    ]


def hgq_layers(choose: Choose, name: str | None, x: Any) -> list[Callable[[], Any]]:
    """Layers of HGQ2."""
    import hgq.layers as hgq

    named = {} if name is None else {"name": name}
    activation = choose([None, "relu", "relu", "tanh", "softmax"])
    flags = {"enable_iq": choose([True, True, True, False]), "enable_oq": choose([False, True])}
    return [
        lambda: hgq.QDense(choose([1, 3]), activation=activation, **flags, **named)(x),
        lambda: hgq.QBatchNormDense(2, activation=activation, **flags, **named)(x),
        lambda: hgq.QBatchNormalization(axis=choose([-1, 1]), **named)(x),
        lambda: hgq.QEinsumDense(
            choose(EQUATIONS), choose([2, (3, 2), (2, 3)]), bias_axes=choose([None, "d"]), **named
        )(x),
        lambda: hgq.QConv1D(2, choose([1, 3]), strides=choose([1, 2]), padding=choose(["valid", "same"]), **named)(x),
        lambda: hgq.QSum(
            axes=choose([1, -1, (1, 2)]), scale=choose([1.0, 0.25]), keepdims=choose([False, True]), **named
        )(x),
        lambda: choose([hgq.QGlobalAveragePooling1D, hgq.QMeanPow2, hgq.QGlobalMaxPooling1D])(**named)(x),
        lambda: choose([hgq.QAdd, hgq.QMultiply, hgq.QSubtract, hgq.QMaximum])(**flags, **named)([x, x]),
        lambda: hgq.Quantizer("kif", "datalane", i0=2, f0=2, overflow_mode=choose(["WRAP", "SAT", "SAT_SYM"]), **named)(
            x
        ),
        lambda: choose([hgq.QSoftmax, hgq.QDot, hgq.QAveragePooling1D, hgq.QMeanPow2])(**named)(x),
        lambda: hgq.QDenseT(2, n_hl=choose([0, 1]), batch_norm=choose([False, True]), **flags, **named)(x),
        lambda: hgq.QConvT1D(2, choose([1, 2]), **named)(x),
        lambda: choose([hgq.QGRU, hgq.QSimpleRNN])(2, **named)(x),
    ]


def qkeras_layers(choose: Choose, name: str | None, x: Any) -> list[Callable[[], Any]]:
    """Layers of QKeras."""
    import qkeras

    named = {} if name is None else {"name": name}
    weights = {
        "kernel_quantizer": choose([BITS[0], BITS[1], *BITS]),
        "bias_quantizer": choose([BITS[0], BITS[0], *BITS]),
    }
    activation = choose([None, None, BITS[0], "quantized_relu(4,1)", "relu"])
    usual = lambda: qkeras.QActivation(choose([BITS[0], "quantized_relu(6,2)"]))(x)  # noqa: E731
    return [
        usual,
        usual,
        lambda: qkeras.QActivation(choose(BITS[:-1]), **named)(x),
        lambda: qkeras.QDense(
            choose([1, 3]), activation=activation, use_bias=choose([True, False]), **weights, **named
        )(x),
        lambda: qkeras.QDense(2, kernel_quantizer=BITS[0], bias_quantizer=BITS[0], **named)(x),
        lambda: qkeras.QConv1D(2, choose([1, 3]), padding=choose(["valid", "same", "causal"]), **weights, **named)(x),
        lambda: qkeras.QDenseBatchnorm(2, activation=activation, **weights, **named)(x),
        lambda: qkeras.QBatchNormalization(**named)(x),
        lambda: qkeras.QSimpleRNN(2, **weights, **named)(x),
    ]


def keras_model(choose: Choose, library: str) -> keras.Model:
    """A functional model of up to seven layers, with inner models, shared layers, several outputs and odd names."""
    own = hgq_layers if library == "hgq" else qkeras_layers
    inputs = keras.Input(choose(SHAPES), name=choose([None, *NAMES]))
    made, names = [inputs], {inputs.name}
    for _ in range(choose([1, 2, 3, 4, 5, 6, 7])):
        x = choose([made[-1], made[-1], choose(made)])
        name = choose([None, None, *NAMES])
        name = None if name in names else name
        names.add(name)
        call = choose(choose([own, own, own, keras_layers])(choose, name, x))
        try:
            y = call()
        except Exception:  # Keras itself takes no such layer here
            continue
        if choose([False, False, False, True]):  # the same again, as a model inside the model, applied once or twice
            inner = keras.Model(x, y)
            y = inner(x)
            y = inner(y) if choose([False, True]) and y.shape == x.shape else y
        made.append(y)
    outputs = list(dict.fromkeys([made[-1], *(choose(made) for _ in range(choose([0, 0, 1, 2])))]))
    return keras.Model(inputs, outputs)


def torch_module(choose: Choose) -> tuple[torch.nn.Module, tuple[int, ...]]:
    """A torch module of Brevitas's and torch's layers, and the shape of its input."""
    import brevitas.nn as qnn
    from brevitas.quant import Int8WeightPerTensorFloat
    from brevitas.quant import fixed_point as fp

    shape = choose([(8, 4), (4,), (1, 3), (2, 4, 3)])
    weights = {"weight_quant": choose([fp.Int8WeightPerTensorFixedPoint] * 3 + [Int8WeightPerTensorFloat])}
    biases = {
        "bias": choose([True, False]),
        "bias_quant": choose([fp.Int8BiasPerTensorFixedPointInternalScaling, None]),
    }
    signed = {"act_quant": fp.Int8ActPerTensorFixedPoint}
    layers: list[torch.nn.Module] = [qnn.QuantIdentity(bit_width=6, **signed)]
    x = layers[0](torch.zeros(2, *shape))
    for _ in range(choose([1, 2, 3, 4, 5])):
        layer = choose(
            [
                lambda x: qnn.QuantLinear(x.shape[-1], choose([1, 3]), **weights, **biases),
                lambda x: qnn.QuantIdentity(bit_width=choose([2, 5]), **signed),
                lambda x: qnn.QuantReLU(bit_width=4, act_quant=fp.Uint8ActPerTensorFixedPoint),
                lambda x: choose(
                    [torch.nn.ReLU, torch.nn.Flatten, torch.nn.Identity, torch.nn.Sigmoid, torch.nn.Tanh]
                )(),
                lambda x: torch.nn.Softmax(dim=choose([1, -1])),
                lambda x: choose([torch.nn.BatchNorm1d, torch.nn.LayerNorm])(x.shape[-1]),
                lambda x: torch.nn.Sequential(torch.nn.Dropout(), torch.nn.ReLU()),
                lambda x: torch.nn.Linear(x.shape[-1], 2),
                lambda x: torch.nn.MaxPool1d(2),
                lambda x: _Function(choose([_swapped, _mean, _both, _doubled, _first, _view])),
            ]
        )(x)
        try:
            y = layer.eval()(x)
            layer(y.new_zeros(16, *x.shape[1:]))
        except Exception:  # torch itself takes no such layer here
            continue
        layers.append(layer)
        x = y
    for layer in layers:
        layer.train()
    x = torch.randn(16, *shape)
    for layer in layers:  # quantizers see what comes by, as in a training
        x = layer(x)
    return torch.nn.Sequential(*layers), shape


class _Function(torch.nn.Module):
    def __init__(self, function: Callable[[Any], Any]) -> None:
        super().__init__()
        self.function = function

    def forward(self, x: Any) -> Any:
        return self.function(x)


def _swapped(x: Any) -> Any:
    return x.transpose(-1, -2)


def _mean(x: Any) -> Any:
    return x.mean(dim=1)


def _both(x: Any) -> Any:
    return torch.cat([x, torch.relu(x)], dim=-1) + 0


def _doubled(x: Any) -> Any:
    return x * 2 - x


def _first(x: Any) -> Any:
    return x[:, 0]


def _view(x: Any) -> Any:
    return x.view(x.shape[0], -1)


drawn: torch.nn.Module  # the module that `codesign freeze tests.training.importers.random_models:drawn` reads

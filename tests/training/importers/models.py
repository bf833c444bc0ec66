"""Models as a user would write them, who has never heard of codesign. Nothing here imports it."""

from pathlib import Path

import keras
import numpy as np

RNG = np.random.default_rng(0)
X = RNG.normal(size=(512, 8, 4)).astype(np.float32)
Y = RNG.integers(0, 3, 512)


def trained(model: keras.Model, path: Path, logits: bool = True) -> Path:
    """A file of the model after a few steps."""
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=logits)
    model.compile(keras.optimizers.Adam(0.01), loss, run_eagerly=True)  # nothing to compile for so few steps
    model.fit(X, Y, batch_size=256, epochs=1, verbose=0)
    model.save(path)
    return path


def hgq_functional(path: Path) -> Path:
    """Every layer of HGQ2 that can be frozen, in one model."""
    from hgq.config import LayerConfigScope, QuantizerConfigScope
    from hgq.layers import (
        QAdd,
        QAveragePooling1D,
        QBatchNormalization,
        QBatchNormDense,
        QConv1D,
        QDense,
        QEinsumDense,
        QGlobalAveragePooling1D,
        QMeanPow2,
        QMultiply,
        QSubtract,
        QSum,
    )

    layers = keras.layers
    with (
        QuantizerConfigScope(default_q_type="kif", place="all", overflow_mode="WRAP"),
        LayerConfigScope(beta0=1e-6, enable_ebops=True),
    ):
        candidates = keras.Input((8, 4), name="candidates")
        x = QDense(6, activation="relu", name="phi")(candidates)
        x = QBatchNormDense(4, activation="relu", name="phi.1")(x)
        windows = QConv1D(4, 3, strides=2, dilation_rate=1, activation="relu")(x)
        summed = QSum(axes=1, scale=0.25)(windows)
        pooled = QGlobalAveragePooling1D()(QBatchNormalization()(x))
        mean = QMeanPow2(axes=(1,))(x)
        mixed = QEinsumDense("bnc,nm->bmc", (2, 4), bias_axes="m", enable_oq=True)(x)
        weighed = QEinsumDense("bnc,n->bc", 4)(QAveragePooling1D(2)(x))
        turned = layers.Permute((2, 1))(layers.Reshape((2, 4))(layers.Flatten()(mixed)))
        all_of_it = QEinsumDense("bnc,cnd->bd", 4, bias_axes="d")(turned)
        y = QAdd()([summed, pooled])
        y = QSubtract()([QMultiply()([y, mean]), all_of_it])
        y = layers.Concatenate()([y, weighed])
        y = layers.Dropout(0.1)(QDense(5, activation="relu")(y))
        outputs = QDense(3, name="logits")(y)
    return trained(keras.Model(candidates, outputs), path)


def hgq_sequential(path: Path, **kwargs: object) -> Path:
    """A small one; kwargs: of its last layer."""
    from hgq.layers import QDense, Quantizer

    model = keras.Sequential(
        [
            keras.Input((8, 4)),
            Quantizer("kif", "datalane", i0=3, f0=4, overflow_mode="SAT"),
            QDense(4, activation="relu"),
            keras.layers.Flatten(),
            QDense(3, **kwargs),
        ]
    )
    return trained(model, path, logits="activation" not in kwargs)


def qkeras_functional(path: Path, softmax: bool = False) -> Path:
    """Every layer of QKeras that can be frozen, in one model."""
    from qkeras import QActivation, QConv1D, QDense, quantized_bits, quantized_relu

    def bits(bits: int, integer: int = 0) -> quantized_bits:
        return quantized_bits(bits, integer, alpha=1)

    def dense(units: int, **kwargs: object) -> QDense:
        return QDense(units, kernel_quantizer=bits(6), bias_quantizer=bits(6), **kwargs)

    layers = keras.layers
    candidates = keras.Input((8, 4))
    x = QActivation(bits(8, 3))(candidates)
    x = QActivation(quantized_relu(6, 2))(dense(6)(x))
    x = QConv1D(
        4,
        1,
        kernel_quantizer=quantized_bits(4, 0, alpha="auto_po2"),
        bias_quantizer=bits(6),
        activation=quantized_relu(5, 1),
    )(x)
    pooled = QActivation("quantized_bits(7, 2, alpha=1)")(layers.GlobalAveragePooling1D()(x))
    flat = dense(4, activation=quantized_bits(7, 2, symmetric=1, alpha=1))(layers.Flatten()(x))
    y = layers.Concatenate()([layers.Add()([pooled, flat]), flat])
    logits = dense(3, name="logits")(y)
    return trained(keras.Model(candidates, layers.Softmax()(logits) if softmax else logits), path, logits=not softmax)

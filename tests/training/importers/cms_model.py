"""The Level-1 tagger of CMS as it is published, built from its description with QKeras. Nothing here imports codesign.

CMS-DP-2025-032, arXiv:2509.24371 and the training code TrainTagger of the CMS Level-1 trigger: batch normalisation of
20 features of 16 candidates, two pointwise convolutions 10-10, the mean over the candidates, 32-16 to the eight classes
and 10 to the ratio of transverse momenta. Weights of 9 bits, activations of 9 bits below 1, 18 bits before the mean.
"""

from pathlib import Path

import keras
import numpy as np

CANDIDATES, FEATURES, CLASSES = 16, 20, 8


def published(path: Path) -> Path:
    """A file of the model with random weights and with statistics like those of its features."""
    from qkeras import QActivation, QConv1D, QDense, quantized_bits, quantized_relu

    keras.utils.set_random_seed(7)
    layers = keras.layers

    def weights(bits: int = 9, integer: int = 2) -> dict[str, object]:
        quantizer = quantized_bits(bits, integer, alpha=1)
        return {"kernel_quantizer": quantizer, "bias_quantizer": quantizer, "kernel_initializer": "lecun_uniform"}

    def relu(name: str) -> keras.layers.Layer:
        return QActivation(quantized_relu(9, 0), name=name)

    inputs = keras.Input((CANDIDATES, FEATURES), name="model_input")
    x = layers.BatchNormalization(name="norm_input")(inputs)
    x = relu("relu_1")(QConv1D(10, 1, name="Conv1D_1", **weights())(x))
    x = relu("relu_2")(QConv1D(10, 1, name="Conv1D_2", **weights())(x))
    x = QActivation(quantized_bits(18, 8, alpha=1), name="act_pool")(x)
    pooled = layers.GlobalAveragePooling1D(name="avgpool")(x)
    y = relu("relu_1_jetID")(QDense(32, name="Dense_1_jetID", **weights())(pooled))
    y = relu("relu_2_jetID")(QDense(16, name="Dense_2_jetID", **weights())(y))
    y = layers.Activation("softmax", name="jet_id_output")(QDense(CLASSES, name="Dense_3_jetID", **weights())(y))
    z = relu("relu_1_pT")(QDense(10, name="Dense_1_pT", **weights())(pooled))
    z = QDense(1, name="pT_output", **weights(16, 6))(z)
    model = keras.Model(inputs, [y, z])
    rng = np.random.default_rng(3)
    deviation = np.exp(rng.uniform(-3, 5, FEATURES))  # of z0 to that of pT, in units of their last bits
    mean = rng.normal(size=FEATURES) * deviation
    gamma, beta = rng.uniform(0.5, 1.5, FEATURES), rng.normal(size=FEATURES) / 4
    model.get_layer("norm_input").set_weights([gamma, beta, mean, deviation**2])
    model.save(path)
    return path

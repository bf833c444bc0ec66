"""A tagger of your own in QKeras (extra `qkeras`), from the jets to firmware:

python examples/qkeras_tagger.py                                     # trains it, and writes qkeras_tagger.keras
codesign freeze qkeras_tagger.keras --jets shipped -o runs/qkeras_tagger
codesign rtl runs/qkeras_tagger                                      # and convert, csim, check, report
"""

import keras

from codesign.jets.dataset import load_dataset
from codesign.training.frontends.qkeras_import import prefer_modules

prefer_modules()  # HGQ2 installs a package of the same name; this takes QKeras's own
from qkeras import QActivation, QDense, quantized_bits, quantized_relu  # noqa: E402

FILE = "qkeras_tagger.keras"
EPOCHS = 5


def dense(units: int, name: str) -> QDense:
    """A layer with 6-bit weights and biases; a scale that is no power of two would not be exact in firmware."""
    return QDense(
        units,
        kernel_quantizer=quantized_bits(6, 0, alpha=1),
        bias_quantizer=quantized_bits(6, 0, alpha=1),
        name=name,
    )


def tagger() -> keras.Model:
    """Two layers on each of the 16 candidates, their mean, two layers more, eight classes."""
    return keras.Sequential(
        [
            keras.Input((16, 20)),
            QActivation(quantized_bits(8, 3, alpha=1), name="inputs_in_8_bits"),
            dense(16, "phi0"),
            QActivation(quantized_relu(6, 2), name="phi0_relu"),
            dense(16, "phi1"),
            QActivation(quantized_relu(6, 2), name="phi1_relu"),
            keras.layers.GlobalAveragePooling1D(name="mean"),
            QActivation(quantized_bits(8, 2, alpha=1), name="mean_in_8_bits"),
            dense(16, "rho0"),
            QActivation(quantized_relu(6, 2), name="rho0_relu"),
            dense(8, "logits"),
        ]
    )


def main(epochs: int = EPOCHS, max_jets: int | None = None) -> None:
    """Trains the tagger on jets of the shipped sample, and saves it."""
    jets = load_dataset("shipped", max_jets=max_jets).train
    model = tagger()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(4e-3), loss, metrics=["accuracy"])
    model.fit(jets.x, jets.y, sample_weight=jets.weight, batch_size=256, epochs=epochs)
    model.save(FILE)


if __name__ == "__main__":
    main()

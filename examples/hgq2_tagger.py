"""A tagger of your own in HGQ2, from the jets to firmware:

python examples/hgq2_tagger.py                                       # trains it, and writes hgq2_tagger.keras
codesign freeze hgq2_tagger.keras --jets shipped -o runs/hgq2_tagger
codesign rtl runs/hgq2_tagger                                        # and convert, csim, check, report
"""

import keras
from hgq.config import LayerConfigScope, QuantizerConfigScope
from hgq.layers import QDense, QSum, Quantizer
from hgq.utils import trace_minmax

from codesign.jets.dataset import load_dataset

FILE = "hgq2_tagger.keras"
EPOCHS = 5


def tagger() -> keras.Model:
    """Two layers on each of the 16 candidates, their mean, two layers more, eight classes."""
    with (
        QuantizerConfigScope(place="all", default_q_type="kif", overflow_mode="WRAP", i0=3, f0=3),
        LayerConfigScope(beta0=1e-6, enable_ebops=True),  # the price of a bit operation
    ):
        return keras.Sequential(
            [
                keras.Input((16, 20)),
                Quantizer("kif", "datalane", i0=3, f0=4, overflow_mode="SAT"),  # the inputs, in few bits
                QDense(16, activation="relu", name="phi0"),
                QDense(16, activation="relu", name="phi1"),
                QSum(axes=1, scale=1 / 16, name="mean"),
                QDense(16, activation="relu", name="rho0"),
                QDense(8, name="logits"),
            ]
        )


def main(epochs: int = EPOCHS, max_jets: int | None = None) -> None:
    """Trains the tagger on jets of the shipped sample, and saves it."""
    jets = load_dataset("shipped", max_jets=max_jets).train
    model = tagger()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(4e-3), loss, metrics=["accuracy"])
    model.fit(jets.x, jets.y, sample_weight=jets.weight, batch_size=256, epochs=epochs)
    trace_minmax(model, jets.x, batch_size=2048, verbose=0)  # the range of each tensor, without which it would wrap
    model.save(FILE)


if __name__ == "__main__":
    main()

"""A tagger of your own in Brevitas (extra `brevitas`), from the jets to firmware:

python examples/brevitas_tagger.py                                   # trains it, and writes brevitas_tagger.pt
codesign freeze examples.brevitas_tagger:trained --jets shipped -o runs/brevitas_tagger
codesign rtl runs/brevitas_tagger                                    # and convert, csim, check, report
"""

import brevitas.nn as qnn
import torch
from brevitas.quant.fixed_point import (
    Int8ActPerTensorFixedPoint,
    Int8BiasPerTensorFixedPointInternalScaling,
    Int8WeightPerTensorFixedPoint,
    Uint8ActPerTensorFixedPoint,
)

from codesign.jets.dataset import load_dataset

FILE = "brevitas_tagger.pt"
EPOCHS = 5


def dense(inputs: int, units: int) -> qnn.QuantLinear:
    """A layer with 6-bit weights; all scales are powers of two, as firmware needs them."""
    return qnn.QuantLinear(
        inputs,
        units,
        bias=True,
        weight_quant=Int8WeightPerTensorFixedPoint,
        weight_bit_width=6,
        bias_quant=Int8BiasPerTensorFixedPointInternalScaling,
    )


def relu() -> qnn.QuantReLU:
    """A ReLU whose results have 6 bits."""
    return qnn.QuantReLU(act_quant=Uint8ActPerTensorFixedPoint, bit_width=6)


class Tagger(torch.nn.Module):
    """Two layers on each of the 16 candidates, their mean, two layers more, eight classes."""

    def __init__(self) -> None:
        super().__init__()
        self.inputs = qnn.QuantIdentity(act_quant=Int8ActPerTensorFixedPoint, bit_width=8)
        self.phi = torch.nn.Sequential(dense(20, 16), relu(), dense(16, 16), relu())
        self.mean = qnn.QuantIdentity(act_quant=Int8ActPerTensorFixedPoint, bit_width=8)
        self.rho = torch.nn.Sequential(dense(16, 16), relu(), dense(16, 8))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(jets, 8) logits of x: (jets, 16, 20)."""
        return self.rho(self.mean(self.phi(self.inputs(x)).mean(dim=1)))


def trained() -> Tagger:
    """The tagger with the weights that `main` has saved: what `codesign freeze` calls."""
    module = Tagger()
    module.load_state_dict(torch.load(FILE))
    return module


def main(epochs: int = EPOCHS, max_jets: int | None = None) -> None:
    """Trains the tagger on jets of the shipped sample, and saves its weights."""
    jets = load_dataset("shipped", max_jets=max_jets).train
    x, y, weight = (torch.from_numpy(values) for values in (jets.x, jets.y, jets.weight))
    torch.manual_seed(1)
    module = Tagger()
    optimizer = torch.optim.Adam(module.parameters(), 4e-3)
    for epoch in range(epochs):
        for rows in torch.randperm(len(x)).split(256):
            losses = torch.nn.functional.cross_entropy(module(x[rows]), y[rows], reduction="none")
            optimizer.zero_grad()
            (losses * weight[rows]).mean().backward()
            optimizer.step()
        print(f"epoch {epoch + 1} of {epochs}: loss {losses.mean().item():.3f}")
    torch.save(module.state_dict(), FILE)


if __name__ == "__main__":
    main()

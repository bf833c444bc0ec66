"""Torch modules as a user would write them, who has never heard of codesign. Nothing here imports it."""

import brevitas.nn as qnn
import torch
from brevitas.quant import Int8WeightPerTensorFloat, Int32Bias
from brevitas.quant.fixed_point import (
    Int8ActPerTensorFixedPoint,
    Int8BiasPerTensorFixedPointInternalScaling,
    Int8WeightPerChannelFixedPoint,
    Int8WeightPerTensorFixedPoint,
    Uint8ActPerTensorFixedPoint,
)

SIGNED = {"act_quant": Int8ActPerTensorFixedPoint}
UNSIGNED = {"act_quant": Uint8ActPerTensorFixedPoint}
WEIGHTS = {
    "bias": True,
    "weight_quant": Int8WeightPerChannelFixedPoint,
    "weight_bit_width": 6,
    "bias_quant": Int8BiasPerTensorFixedPointInternalScaling,
}


def trained(module: torch.nn.Module) -> torch.nn.Module:
    """The module after a few steps."""
    torch.manual_seed(0)
    optimizer = torch.optim.Adam(module.parameters(), 1e-3)
    for _ in range(10):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(module(torch.randn(64, 8, 4)), torch.randint(0, 3, (64,)))
        loss.backward()
        optimizer.step()
    return module


class Tagger(torch.nn.Module):
    """Everything that can be frozen, in one module."""

    def __init__(self) -> None:
        super().__init__()
        self.inputs = qnn.QuantIdentity(bit_width=8, **SIGNED)
        self.phi = torch.nn.Sequential(
            qnn.QuantLinear(4, 6, **WEIGHTS),
            qnn.QuantReLU(bit_width=6, **UNSIGNED),
            torch.nn.Dropout(0.1),
            qnn.QuantLinear(6, 4, **WEIGHTS),
            torch.nn.ReLU(),
        )
        self.add = qnn.QuantEltwiseAdd(input_quant=Int8ActPerTensorFixedPoint, output_quant=Int8ActPerTensorFixedPoint)
        self.pooled = qnn.QuantIdentity(bit_width=7, return_quant_tensor=True, **SIGNED)
        self.rho = qnn.QuantLinear(12, 5, bias=True, weight_quant=Int8WeightPerTensorFixedPoint, bias_quant=Int32Bias)
        self.relu = qnn.QuantReLU(bit_width=7, **UNSIGNED)
        self.mix = qnn.QuantLinear(8, 2, input_quant=Int8ActPerTensorFixedPoint, **WEIGHTS)
        self.logits = qnn.QuantLinear(5, 3, input_quant=Int8ActPerTensorFixedPoint, **WEIGHTS)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.phi(self.inputs(x))
        mixed = self.mix(x.transpose(1, 2)).sum(2)
        pooled = self.add(x.mean(dim=1), torch.sum(x, 1))
        y = self.pooled(torch.cat([pooled, mixed, pooled - mixed], dim=-1))
        return self.logits(torch.relu(self.relu(self.rho(y))))


def tagger() -> torch.nn.Module:
    """Made when it is asked for."""
    return trained(Tagger())


def _sequential(*last: torch.nn.Module, **linear: object) -> torch.nn.Module:
    return torch.nn.Sequential(
        qnn.QuantIdentity(bit_width=8, **SIGNED),
        torch.nn.Flatten(),
        qnn.QuantLinear(32, 3, **{**WEIGHTS, **linear}),
        *last,
    )


def with_softmax() -> torch.nn.Module:
    """Ends in a softmax."""
    return trained(_sequential(torch.nn.Softmax(dim=1)))


def float_scale() -> torch.nn.Module:
    """A weight scale that is no power of two."""
    return trained(_sequential(weight_quant=Int8WeightPerTensorFloat))


def float_bias() -> torch.nn.Module:
    """A bias without quantizer."""
    return trained(_sequential(bias_quant=None))


def float_inputs() -> torch.nn.Module:
    """Reads inputs that nothing has rounded."""
    return trained(torch.nn.Sequential(torch.nn.Flatten(), qnn.QuantLinear(32, 3, **WEIGHTS)))


class Normalised(torch.nn.Module):
    """Batch normalisations of the candidates, of the features by turning the axes, and of the hidden units."""

    def __init__(self) -> None:
        super().__init__()
        self.inputs = qnn.QuantIdentity(bit_width=8, **SIGNED)
        self.candidates = torch.nn.BatchNorm1d(8)
        self.features = torch.nn.BatchNorm1d(4, affine=False)
        self.phi = qnn.QuantLinear(4, 5, **WEIGHTS)
        self.relu = qnn.QuantReLU(bit_width=6, **UNSIGNED)
        self.units = torch.nn.BatchNorm1d(5, eps=0.25)
        self.last = qnn.QuantIdentity(bit_width=8, **SIGNED)
        self.logits = qnn.QuantLinear(5, 3, **WEIGHTS)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.features(self.candidates(self.inputs(x)).transpose(1, 2)).transpose(1, 2)
        x = torch.sum(self.relu(self.phi(x)), 1)
        return self.logits(self.last(self.units(x)))


def normalised() -> torch.nn.Module:
    """With the constants that training gives, which have as many bits as a float."""
    torch.manual_seed(3)
    return trained(Normalised())


def normalised_by_few_bits() -> torch.nn.Module:
    """With constants that few bits hold: gamma / sqrt(0.75 + 0.25), and beta - mean * gamma."""
    module = normalised()
    torch.manual_seed(1)
    with torch.no_grad():
        for layer in (module.candidates, module.features, module.units):
            layer.eps = 0.25
            layer.running_var.fill_(0.75)
            layer.running_mean.copy_(torch.randint(-8, 8, layer.running_mean.shape) / 4)
            if layer.affine:
                layer.weight.copy_(torch.randint(1, 8, layer.weight.shape) / 2)
                layer.bias.copy_(torch.randint(-8, 8, layer.bias.shape) / 8)
    return module


def normalised_by_batch() -> torch.nn.Module:
    """A batch normalisation that has no constants."""
    return trained(_sequential(torch.nn.BatchNorm1d(3, track_running_stats=False)))


def float_layer() -> torch.nn.Module:
    """A layer without any quantizer."""
    return trained(_sequential(torch.nn.Linear(3, 3)))


def broken() -> torch.nn.Module:
    """Fails."""
    raise RuntimeError("no weights here")


class _Branching(torch.nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x if x.sum() > 0 else -x


def branching() -> torch.nn.Module:
    """Branches on values."""
    return _Branching()


number = 3

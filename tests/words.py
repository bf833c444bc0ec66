"""Nets and jets for tests of designs that start from PUPPI words."""

import numpy as np

from codesign.backends.words_port import Jets, WordsPort, real_words
from codesign.base.choice import some_rows
from codesign.design.architectures import deep_set
from codesign.jets import features
from codesign.jets.store import SHIPPED, load
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Quantize, Relu

PART = "xcvu13p-flga2577-2-e"


def net_of(port: WordsPort, seed: int = 0, output: str = "logits") -> FixedNet:
    """A small deep set that reads every bit of the features computed at a port."""
    types_of_features = features.types_of(features.features_of(port.feature_set))
    graph = deep_set(port.candidates, features.FEATURE_SETS[port.feature_set], {output: 3}, (4,), (4,), "sum")
    rng = np.random.default_rng(seed)
    types = {graph.ops[0].name: types_of_features}
    weights, weight_types = {}, {}
    for op in graph.ops:
        for parameter, shape in graph.parameters(op).items():
            weight_types[f"{op.name}.{parameter}"] = FixedPoint(1, 1, 2, "RND", "SAT_SYM")
            weights[f"{op.name}.{parameter}"] = FixedPoint(1, 1, 2, "RND", "SAT_SYM").cast(rng.normal(size=shape))
        if isinstance(op, Quantize):
            types[op.name] = types_of_features
        elif isinstance(op, Relu):
            types[op.name] = FixedPoint(0, 4, 10, "TRN", "WRAP")
    return FixedNet.build(graph, weights, weight_types, types)


def shipped_jets(count: int, shuffled: bool = False) -> Jets:
    """`count` jets of the shipped sample; shuffled: whether to put the words of each jet into random order."""
    jets = real_words(load(SHIPPED).table("sc4"))
    jets = jets.at(some_rows(len(jets), count))
    words = np.random.default_rng(0).permuted(jets.words, axis=1) if shuffled else jets.words
    return Jets(words, jets.pt, jets.eta, jets.phi)

"""Taggers and regressors as Graphs: one function per architecture.

Each takes the number of candidates, the names of the features, and the outputs by name with their sizes ("logits" of a
tagger, the responses of a regressor), then its own sizes. The candidates arrive sorted by pT; each docstring says
whether the architecture sees that order or is permutation-invariant. The default sizes fit one SLR of a VU13P.
"""

from collections.abc import Callable

from codesign.design.architectures.pairs import edge_conv, interaction_network
from codesign.design.architectures.sequences import conv1d, gru, mlp, mlp_mixer, mlp_sums
from codesign.design.architectures.sets import (
    cms_ng,
    deep_set,
    energy_flow,
    jedi_linear,
    linear_attention,
    moment_set,
    table_set,
)
from codesign.design.architectures.trees import trees
from codesign.net.graph import Graph

ARCHITECTURES: dict[str, Callable[..., Graph]] = {
    function.__name__: function
    for function in (
        *(mlp, deep_set, energy_flow, moment_set, cms_ng, jedi_linear, interaction_network),
        *(edge_conv, mlp_mixer, linear_attention, conv1d, gru, table_set, mlp_sums, trees),
    )
}

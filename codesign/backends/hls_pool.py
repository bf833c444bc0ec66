"""hls4ml has no sum over candidates, and its mean divides: this adds one layer that only adds and shifts.

Uses hls4ml's extension interface (https://fastmachinelearning.org/hls4ml/advanced/extension.html).
"""

from functools import cache
from pathlib import Path
from typing import Any

from hls4ml.backends import get_backend
from hls4ml.backends.template import FunctionCallTemplate, LayerConfigTemplate
from hls4ml.model.attributes import Attribute, TypeAttribute
from hls4ml.model.layers import Layer, register_layer

KIND = "CandidateSum"
HEADER = Path(__file__).parents[1] / "templates" / "nnet_candidate_sum.h"

_CONFIG = """struct config{index} : nnet::candidate_sum_config {{
    static const unsigned n_in = {n_in};
    static const unsigned n_filt = {n_filt};
    static const unsigned shift = {shift};
    typedef {accum_t.name} accum_t;
}};\n"""
_CALL = "nnet::candidate_sum<{input_t}, {output_t}, {config}>({input}, {output});"


class CandidateSum(Layer):  # type: ignore[misc]
    """(n_in, n_filt) -> (n_filt,), shifted right by `shift`."""

    _expected_attributes = (Attribute("n_in"), Attribute("n_filt"), Attribute("shift"), TypeAttribute("accum"))

    def initialize(self) -> None:
        """Declares the result."""
        self.add_output_variable([self.attributes["n_filt"]])


class _Config(LayerConfigTemplate):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__(CandidateSum)

    def format(self, node: Any) -> str:
        return _CONFIG.format(**self._default_config_params(node))


class _Call(FunctionCallTemplate):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__(CandidateSum, include_header=[f"nnet_utils/{HEADER.name}"])

    def format(self, node: Any) -> str:
        return _CALL.format(**self._default_function_params(node))


@cache
def register() -> None:
    """Makes the layer known to hls4ml's Vitis backend, once a process."""
    register_layer(KIND, CandidateSum)
    backend = get_backend("Vitis")
    backend.register_template(_Config)
    backend.register_template(_Call)
    backend.register_source(HEADER)

"""Registers the layers of `nnet_codesign.h`, look-up tables and boosted trees with hls4ml.

Uses hls4ml's extension interface (https://fastmachinelearning.org/hls4ml/advanced/extension.html). One hls4ml layer
stands for all functions of the header; they differ in its attributes, which `codesign.backends.hls.custom_layers` sets.
"""

import math
from functools import cache
from pathlib import Path
from typing import Any

from hls4ml.backends import get_backend
from hls4ml.backends.template import FunctionCallTemplate, LayerConfigTemplate
from hls4ml.model.attributes import Attribute
from hls4ml.model.layers import Layer, register_layer
from hls4ml.model.types import Source

from codesign.backends.hls import table as hls_table
from codesign.backends.hls import trees as hls_trees
from codesign.backends.hls.records import CUSTOM, IDENTITY, TABLES, TREES

HEADER = Path(__file__).parent / "templates" / "nnet_codesign.h"

_CONFIG = "struct config{index} : codesign::layer_config {{\n{body}}};\n"
_MAP = """\
    static {integer} {name}(unsigned i) {{
        #pragma HLS INLINE
        static const {integer} map[{size}] = {{{values}}};
        return map[i];
    }}
"""
_IDENTITY = """\
    static unsigned {name}(unsigned i) {{
        #pragma HLS INLINE
        return i;
    }}
"""


class CustomLayer(Layer):  # type: ignore[misc]
    """Calls `function` with a config struct of `constants`, `typedefs` and index `maps`."""

    _expected_attributes = (
        Attribute("function", str),
        Attribute("out_shape", list),
        Attribute("constants", dict),
        Attribute("typedefs", dict),
        Attribute("maps", dict),
    )

    def initialize(self) -> None:
        """Declares the result to hls4ml."""
        self.add_output_variable(self.attributes["out_shape"])


class TablesLayer(Layer):  # type: ignore[misc]
    """Calls a function with the layer's name, which hls4ml writes into its file of generated code."""

    _expected_attributes = (Attribute("out_shape", list), Attribute("tables", list), Attribute("bits", list))

    def initialize(self) -> None:
        """Declares the result, and the function's code, to hls4ml."""
        shape, tables, bits = (self.attributes[name] for name in ("out_shape", "tables", "bits"))
        self.add_output_variable(shape)
        self.set_attr("tables_codegen", Source(hls_table.code(self.name, math.prod(shape), tables, bits)))


class TreesLayer(Layer):  # type: ignore[misc]
    """Calls a function with the layer's name, which hls4ml writes into its file of generated code."""

    _expected_attributes = (
        Attribute("out_shape", list),
        Attribute("signed", bool),
        Attribute("wide", bool),
        Attribute("compared", list),
        Attribute("reached", list),
        Attribute("leaves", list),
        Attribute("sums", list),
    )

    def initialize(self) -> None:
        """Declares the result, and the function's code, to hls4ml."""
        self.add_output_variable(self.attributes["out_shape"])
        self.set_attr("trees_codegen", Source(hls_trees.code(self.name, self.attributes)))


class _Config(LayerConfigTemplate):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__(CustomLayer)

    def format(self, node: Any) -> str:
        attributes = node.attributes
        lines = [f"    static const unsigned {name} = {value};\n" for name, value in attributes["constants"].items()]
        lines += [f"    typedef {t} {name};\n" for name, t in attributes["typedefs"].items()]
        lines += [_map(name, values) for name, values in attributes["maps"].items()]
        return _CONFIG.format(index=node.index, body="".join(lines))


class _Call(FunctionCallTemplate):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__(CustomLayer, include_header=[f"nnet_utils/{HEADER.name}"])

    def format(self, node: Any) -> str:
        return _call(node, f"codesign::{node.attributes['function']}", f", config{node.index}")


class _GeneratedCall(FunctionCallTemplate):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__((TablesLayer, TreesLayer), include_header=[])

    def format(self, node: Any) -> str:
        return _call(node, f"{node.model.config.writer_config['Namespace']}::{node.name}", "")


@cache
def register() -> None:
    """Registers the layers with hls4ml's Vitis backend, once per process."""
    register_layer(CUSTOM, CustomLayer)
    register_layer(TABLES, TablesLayer)
    register_layer(TREES, TreesLayer)
    backend = get_backend("Vitis")
    for template in (_Config, _Call, _GeneratedCall):
        backend.register_template(template)
    backend.register_source(HEADER)


def _map(name: str, values: Any) -> str:
    if values == IDENTITY:
        return _IDENTITY.format(name=name)
    integer = "unsigned" if min(values) >= 0 and max(values) < 1 << 32 else "long long"
    return _MAP.format(integer=integer, name=name, size=len(values), values=", ".join(map(str, values)))


def _call(node: Any, function: str, config: str) -> str:
    variables = [*(node.get_input_variable(name) for name in node.inputs), node.get_output_variable()]
    types, names = (", ".join(texts) for texts in zip(*((v.type.name, v.name) for v in variables), strict=True))
    return f"{function}<{types}{config}>({names});"

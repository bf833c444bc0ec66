"""Names are refused, or replaced by importers, where C++ has them already."""

import numpy as np
import pytest

from codesign.backends import hls4ml
from codesign.errors import BackendError
from codesign.fixednet import FixedNet
from codesign.fixedpoint import FixedPoint
from codesign.graph import Graph
from codesign.importers.assembly import Assembly
from codesign.names import clash, is_no_variable, is_reserved
from codesign.ops import Dense, Input

PART = "xcvu13p-flga2577-2-e"
PORT = FixedPoint(1, 2, 3)


@pytest.mark.parametrize(
    "name",  # keywords, an alternative token, and macros
    ["class", "Default", "co_await", "wchar_t", "and_eq", "NULL", "NaN", "errno"],
)
def test_what_cpp_has_already_names_no_operation(name: str, tmp_path) -> None:
    assert is_reserved(name)
    graph = Graph((Input("inputs", (), (4,)), Dense(name, ("inputs",), 2)), (name,))
    weights = {f"{name}.kernel": np.eye(4, 2), f"{name}.bias": np.zeros(2)}
    net = FixedNet.build(graph, weights, dict.fromkeys(weights, FixedPoint(1, 1, 0)), {"inputs": PORT})
    with pytest.raises(BackendError, match=f"'{name}' cannot name a variable"):
        hls4ml.convert(net, tmp_path / "hls", part=PART, clock_ns=5)


@pytest.mark.parametrize("name", ["size", "int8", "time", "char16"])
def test_a_name_whose_type_cpp_has_is_not_one_that_importers_give(name: str) -> None:
    """NAME_t is a type of <cstddef>, <cstdint> or <ctime>. An architecture may use such a word for a mere step."""
    assert is_reserved(name)
    assert not is_no_variable(name)


def test_parts_of_an_operation_are_names_too() -> None:
    assert all(clash("phi", f"Phi{part}") for part in ("", "_t", "_kernel", "_weight", "_bias", "_exact", "_first2"))
    assert all(clash(f"phi{part}", "phi") for part in ("_t", "_kernel"))
    assert not any(clash("phi", other) for other in ("phi2", "phi_2", "phi_in", "phi_first", "t", "rho_kernel"))


def test_an_importer_numbers_what_is_taken() -> None:
    net = Assembly((4,), PORT)
    kernel = np.eye(4)
    asked = ["class", "pt", "time", "tagger", "phi", "phi_kernel", "PT", "pt_t", "class", "inputs", "3rd"]
    made = [net.dense(name, net.port, kernel, None) for name in asked]
    numbered = ["class_2", "pt", "time_2", "tagger_2", "phi", "phi_kernel_2", "PT_2", "pt_t_2", "class_3", "inputs_2"]
    assert made == [*numbered, "layer_3rd"]

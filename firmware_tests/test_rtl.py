"""The RTL's logic equals the reference, bit for bit, on the exactness contract: hard nets, and a large one.

The Verilog itself is not simulated here: it needs a simulator, which the package does not ask for.
"""

from pathlib import Path

import pytest

from codesign.backends.rtl import convert as rtl
from codesign.net.agreement import Contract
from codesign.net.fixednet import FixedNet
from firmware_tests.nets import NETS, PART, ROUNDING, random_inputs, random_net
from tests.nets import deep_set

ALL = {**NETS, "deep_set_of_20_features": random_net(deep_set(16, 20, 8, (16, 16), (16,)), ROUNDING, seed=7)}


@pytest.mark.parametrize("net", ALL.values(), ids=list(ALL))
def test_emulator_equals_the_reference_on_the_contract(net: FixedNet, tmp_path: Path) -> None:
    project = rtl.convert(net, tmp_path / "rtl", part=PART, clock_ns=2.6)
    assert project.stages > 1
    rows = Contract(net, {"jets": random_inputs(net, 10_000)}).check("rtl", lambda x: rtl.emulate(tmp_path / "rtl", x))
    assert [row.inputs for row in rows] == ["jets", "overflow", "zero", "maximum", "minimum", "one_candidate"]
    assert all(row.exact for row in rows), rows


def test_kernels_of_zeros_leave_constants(tmp_path: Path) -> None:
    net = random_net(deep_set(4, 3, 5, (6, 6), (6,)), ROUNDING, seed=4, dead=("phi0", "rho0"))
    x = random_inputs(net, 1000)
    rtl.convert(net, tmp_path / "rtl", part=PART, clock_ns=2.6)
    logits = rtl.emulate(tmp_path / "rtl", x)["logits"]
    assert (logits == logits[0]).all()
    assert logits[0].any()

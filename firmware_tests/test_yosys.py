"""A real design through Yosys, as a whole and stage by stage."""

from pathlib import Path

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import yosys
from codesign.design.architectures import mlp
from firmware_tests.nets import PART, ROUNDING, random_net

NET = random_net(mlp(4, ("pt_rel", "deta", "dphi"), {"logits": 3}, (4,)), ROUNDING, seed=5)


def test_as_a_whole_and_stage_by_stage(tmp_path: Path) -> None:
    project = rtl.convert(NET, tmp_path / "rtl", part=PART, clock_ns=2.6)
    whole = yosys.synthesise(tmp_path / "rtl")
    assert (whole.parts, whole.dsp, whole.bram18, whole.uram) == (1, 0, 0, 0)
    assert 0.5 < whole.lut / project.adder_cost < 1.5
    assert 0 < whole.ff <= project.register_bits
    assert project.levels_a_stage <= whole.depth < 3 * project.levels_a_stage

    steps: list[yosys.Step] = []
    parts = yosys.synthesise(tmp_path / "rtl", steps.append, whole_limit=0)
    assert parts.parts == project.stages == len(steps)
    assert whole.lut <= parts.lut < 1.3 * whole.lut
    assert (parts.ff, parts.depth) == (project.register_bits, max(whole.depth, parts.depth))
    again: list[yosys.Step] = []
    assert yosys.synthesise(tmp_path / "rtl", again.append, whole_limit=0) == parts
    assert all(step.cached for step in again)

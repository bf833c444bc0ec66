"""C simulation by g++ equals the reference, bit for bit, on the exactness contract; and the ways in which it must not.

Each net is compiled once. Their tensors take all rounding and overflow modes in turn, with overflow inside.
"""

import shutil
import subprocess

import numpy as np
import pytest

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls import csim
from codesign.base.files import seal
from codesign.design.architectures import ARCHITECTURES
from codesign.errors import BackendError
from codesign.net import reference
from codesign.net.agreement import Contract, compare
from codesign.net.ops import OPS
from firmware_tests.nets import (
    NETS,
    PART,
    RARE,
    ROUNDING,
    TRUNCATING,
    random_inputs,
    random_net,
)
from tests.nets import deep_set

PRUNED = random_net(deep_set(4, 3, 5, (6, 6), (6,)), ROUNDING, seed=4, dead=("phi0", "rho0"))


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    """Makes and compiles a net's project when first asked for it."""
    made = {}

    def project(name):
        if name not in made:
            made[name] = tmp_path_factory.mktemp(name) / "hls"
            hls4ml.convert(NETS[name], made[name], part=PART, clock_ns=2.5)
            csim.compile_csim(made[name], trace=True)
        return made[name]

    return project


@pytest.fixture
def copied(projects, tmp_path):
    """A copy of a project, to be broken."""

    def copy(name):
        shutil.copytree(projects(name), tmp_path / "hls")
        return tmp_path / "hls"

    return copy


def edit(path, old, new):
    text = path.read_text()
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("name", NETS)
def test_csim_equals_the_reference_on_the_contract(name, projects):
    net = NETS[name]
    rows = Contract(net, {"jets": random_inputs(net, 10_000)}).check("csim", lambda x: csim.run_csim(projects(name), x))
    assert [row.inputs for row in rows] == ["jets", "overflow", "zero", "maximum", "minimum", "one_candidate"]
    assert all(row.exact for row in rows), rows


@pytest.mark.parametrize("name", NETS)
def test_every_tensor_of_csim_equals_the_reference(name, projects):
    net = NETS[name]
    x = random_inputs(net, 500, seed=9)
    expected, got = reference.run(net, x, trace=True), csim.run_csim(projects(name), x, trace=True)
    assert list(got) == [op.name for op in net.graph.ops]
    for tensor, values in expected.items():
        assert values.std() > 0, tensor
        assert np.array_equal(got[tensor], values), tensor


def test_every_architecture_and_every_operation_is_among_the_nets():
    assert set(NETS) >= set(ARCHITECTURES) - {"deep_set"}  # which is there in four forms
    assert {type(op) for net in NETS.values() for op in net.graph.ops} == set(OPS.values())


def test_kernels_of_zeros_compile_and_give_their_biases(tmp_path):
    hls4ml.convert(PRUNED, tmp_path / "hls", part=PART, clock_ns=2.5)
    csim.compile_csim(tmp_path / "hls", trace=True)
    x = random_inputs(PRUNED, 100)
    got = csim.run_csim(tmp_path / "hls", x, trace=True)
    assert (got["phi0"] == PRUNED.weights["phi0.bias"]).all()
    assert all(np.array_equal(got[n], values) for n, values in reference.run(PRUNED, x, trace=True).items())


def test_the_nets_take_all_modes():
    used = {(t.rounding, t.overflow) for net in NETS.values() for n, t in net.types.items() if n in net.rounded}
    assert used >= {*ROUNDING, *TRUNCATING, *RARE}


def test_a_single_jet_keeps_its_axis(projects):
    x = random_inputs(NETS["mlp"], 1)
    assert csim.run_csim(projects("mlp"), x)["logits"].shape == (1, 5)


def test_no_jets_give_no_outputs(projects):
    assert csim.run_csim(projects("mlp"), np.zeros((0, 8, 3)))["logits"].shape == (0, 5)


def test_more_jets_than_a_child_takes(projects, monkeypatch):
    monkeypatch.setattr(csim, "CHILD_JETS", 40)
    net, x = NETS["mlp"], random_inputs(NETS["mlp"], 100)
    got = csim.run_csim(projects("mlp"), x, trace=True)
    assert all(np.array_equal(got[n], values) for n, values in reference.run(net, x, trace=True).items())


def broken_agreement(name, folder, x):
    net = NETS[name]
    return compare(net, "csim", "jets", reference.run(net, x, trace=True), csim.run_csim(folder, x, trace=True))


def test_one_weight_bit_is_found_and_its_tensor_named(copied):
    net, folder = NETS["deep_set_mean"], copied("deep_set_mean")
    x = random_inputs(net, 2000)
    busiest = reference.run(net, x, trace=True)["phi0_relu"].std(axis=(0, 1)).argmax()
    index = np.ravel_multi_index((busiest, 3), net.weights["phi1.kernel"].shape)
    header = folder / "firmware" / "weights" / "phi1_kernel.h"
    values = header.read_text().split("{")[-1].split("}")[0].split(", ")
    flipped = float(values[index]) + 2.0 ** -len(values[index].split(".")[1])
    edit(header, ", ".join(values), ", ".join([*values[:index], f"{flipped:.6f}", *values[index + 1 :]]))
    csim.compile_csim(folder, trace=True)
    found = broken_agreement("deep_set_mean", folder, x)
    assert not found.exact
    assert found.first_tensor == "phi1"
    assert found.worst_lsb >= 1


def test_one_bit_less_in_one_element_is_found_and_its_tensor_named(copied):
    net, folder = NETS["deep_set_mean"], copied("deep_set_mean")
    x = random_inputs(net, 2000)
    largest = reference.run(net, x, trace=True)["phi1_relu"].max(axis=0)
    full = (largest > 0) & (largest >= net.types["phi1_relu"].high)
    element = int(full.argmax())  # the first that uses all its bits
    code = folder / "firmware" / "nnet_utils" / "nnet_code_gen.h"
    before, after = code.read_text().split("void phi1_relu(", 1)
    old = next(line for line in after.splitlines() if f"out[{element}] = ap_" in line)
    width, integer = (int(v) for v in old.split("<")[1].split(",")[:2])
    new = old.replace(f"<{width},{integer},", f"<{width - 1},{integer - 1},")
    code.write_text(before + "void phi1_relu(" + after.replace(old, new, 1))
    csim.compile_csim(folder, trace=True)
    found = broken_agreement("deep_set_mean", folder, x)
    assert not found.exact
    assert found.first_tensor == "phi1_relu"


def test_a_shorter_accumulator_is_found(copied):
    net, folder = NETS["mlp"], copied("mlp")
    defines = folder / "firmware" / "defines.h"
    old = next(line for line in defines.read_text().splitlines() if line.endswith(" hidden1_accum_t;"))
    width, integer = (int(v) for v in old.split("<")[1].split(">")[0].split(","))
    edit(defines, old, old.replace(f"<{width},{integer}>", f"<{width - 2},{integer - 2}>"))
    csim.compile_csim(folder, trace=True)
    assert broken_agreement("mlp", folder, random_inputs(net, 2000)).first_tensor == "hidden1"


def test_one_lsb_of_a_threshold_and_one_of_a_leaf_are_found_in_trees(copied):
    net, folder = NETS["trees"], copied("trees")
    x = random_inputs(net, 2000)
    code = folder / "firmware" / "nnet_utils" / "nnet_code_gen.h"
    honest = code.read_text()
    number = next(line for line in honest.splitlines() if "const bool above3 = " in line)
    moved = number.replace(";", " + 1;")
    leaves = next(line for line in honest.splitlines() if "leaf5[" in line and "static const" in line)
    flipped = leaves.replace("= {{", "= {{1 ^ ")
    for old, new in ((number, moved), (leaves, flipped)):
        code.write_text(honest.replace(old, new))
        csim.compile_csim(folder, trace=True)
        found = broken_agreement("trees", folder, x)
        assert (found.exact, found.first_tensor, found.worst_lsb >= 1) == (False, "logits", True)


def test_two_swapped_candidates_are_found_in_a_sorted_model(projects):
    net = NETS["mlp"]
    x = random_inputs(net, 2000)
    swapped = x[:, [1, 0, *range(2, x.shape[1])]]
    got = csim.run_csim(projects("mlp"), swapped, trace=True)
    found = compare(net, "csim", "jets", reference.run(net, x, trace=True), got)
    assert not found.exact
    assert found.first_tensor == "flat"


def test_the_library_is_made_again_only_for_other_sources(copied):
    folder = copied("mlp")
    library = folder / csim.LIBRARY
    before = library.stat().st_mtime_ns
    csim.compile_csim(folder)
    assert library.stat().st_mtime_ns == before
    header = folder / "firmware" / "weights" / "logits_bias.h"
    header.write_text(header.read_text() + "\n")
    csim.compile_csim(folder)
    assert library.stat().st_mtime_ns > before


def test_the_same_firmware_is_compiled_once_and_other_firmware_from_the_same_headers(copied, tmp_path, monkeypatch):
    """Headers that were precompiled are not read again, and a library that was kept is not made again."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    net, folder = NETS["mlp"], copied("mlp")
    x = random_inputs(net, 200)

    def compiled():
        shutil.rmtree(folder / "csim")
        csim.compile_csim(folder)
        return csim.run_csim(folder, x)["logits"]

    assert np.array_equal(compiled(), reference.run(net, x)["logits"])
    (header,) = (tmp_path / "cache").glob("**/headers.h")
    assert str(header) in (folder / csim.LOG).read_text()
    header.write_text("#error read again")
    bias = folder / "firmware" / "weights" / "logits_bias.h"
    before = bias.read_text()
    edit(bias, "] = {", "] = {1 + ")
    moved = compiled()
    assert (moved[:, 0] != reference.run(net, x)["logits"][:, 0]).all()
    assert np.array_equal(moved[:, 1:], reference.run(net, x)["logits"][:, 1:])
    bias.write_text(before)
    monkeypatch.setattr(csim, "_compile", None)
    assert np.array_equal(compiled(), reference.run(net, x)["logits"])


def test_a_library_without_traces_gives_the_outputs_and_is_made_again_for_more(copied):
    net, folder = NETS["mlp"], copied("mlp")
    shutil.rmtree(folder / "csim")
    csim.compile_csim(folder)
    x = random_inputs(net, 100)
    expected = reference.run(net, x, trace=True)
    assert np.array_equal(csim.run_csim(folder, x)["logits"], expected["logits"])
    small = (folder / csim.LIBRARY).stat().st_size
    traced = csim.run_csim(folder, x, trace=True)
    assert all(np.array_equal(traced[name], values) for name, values in expected.items())
    assert (folder / csim.LIBRARY).stat().st_size > small
    made = (folder / csim.LIBRARY).stat().st_mtime_ns
    csim.compile_csim(folder)
    assert (folder / csim.LIBRARY).stat().st_mtime_ns == made


@pytest.mark.parametrize("kept", [0, 1000, -1])
def test_a_library_that_was_cut_off_is_not_run_and_is_made_again(kept, copied):
    folder = copied("mlp")
    library, x = folder / csim.LIBRARY, random_inputs(NETS["mlp"], 10)
    library.write_bytes(library.read_bytes()[:kept])
    with pytest.raises(BackendError, match="missing, damaged or compiled from other sources"):
        csim.run_csim(folder, x)
    csim.compile_csim(folder)
    assert np.array_equal(csim.run_csim(folder, x)["logits"], reference.run(NETS["mlp"], x)["logits"])


def test_an_outdated_library_is_not_run(copied):
    folder = copied("mlp")
    edit(folder / "firmware" / "weights" / "logits_bias.h", "//", "///")
    with pytest.raises(BackendError, match="compile the project"):
        csim.run_csim(folder, random_inputs(NETS["mlp"], 1))


def test_a_compiler_error_shows_its_line_and_the_log(copied):
    folder = copied("mlp")
    edit(folder / "firmware" / "tagger.cpp", "nnet::dense<", "nnet::dence<")
    with pytest.raises(BackendError, match=r"tagger\.cpp.*dence.*compile\.log"):
        csim.compile_csim(folder)
    assert "dence" in (folder / csim.LOG).read_text()


@pytest.mark.parametrize(
    ("body", "message"),
    [("*(volatile int *)0 = 0;", "signal 11"), ("for (volatile int i = 0;; i = 0);", "longer than")],
)
def test_a_crash_or_an_endless_loop_is_an_error(copied, tmp_path, body, message):
    folder = copied("mlp")
    source = tmp_path / "broken.cpp"
    source.write_text(f'extern "C" void run() {{ {body} }}')
    subprocess.run(["g++", "-fPIC", "-shared", source, "-o", folder / csim.LIBRARY], check=True)
    seal(folder / csim.LIBRARY)
    with pytest.raises(BackendError, match=message):
        csim.run_csim(folder, random_inputs(NETS["mlp"], 1), timeout_s=3)

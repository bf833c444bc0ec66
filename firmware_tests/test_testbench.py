"""The shipped testbench says `0 differences` of a right design, and finds whatever is wrong; with no Python around."""

import shutil

import numpy as np
import pytest

from codesign.backends.hls import convert as hls4ml
from codesign.design.architectures import mlp
from codesign.net import reference, vectors
from firmware_tests import without_python
from firmware_tests.nets import PART, ROUNDING, TRUNCATING, random_inputs, random_net

FEATURES = ("pt", "eta", "phi")
NETS = {
    "mlp": random_net(mlp(8, FEATURES, {"logits": 5}, (8, 8)), TRUNCATING[1:] + ROUNDING, seed=5),
    "two_outputs": random_net(mlp(4, FEATURES, {"logits": 3, "response": 1}, (4,)), ROUNDING, seed=6),
}


@pytest.fixture(scope="session")
def path(tmp_path_factory):
    return without_python.make_path(tmp_path_factory.mktemp("tools") / "bin")


def write_project(net, folder):
    hls4ml.convert(net, folder, part=PART, clock_ns=2.5)
    vectors.write(net, folder / "tb_data", random_inputs(net, 2000))
    return folder


@pytest.fixture(scope="module")
def projects(tmp_path_factory, path):
    """Makes and runs a net's project when first asked for it."""
    made = {}

    def project(name):
        if name not in made:
            made[name] = write_project(NETS[name], tmp_path_factory.mktemp(name) / "hls")
            done = without_python.run(path, "make", "csim", cwd=made[name])
            assert done.returncode == 0, done.stdout + done.stderr
        return made[name]

    return project


@pytest.fixture
def copied(projects, tmp_path):
    """A copy of a project, to be broken."""
    return shutil.copytree(projects("mlp"), tmp_path / "hls")


@pytest.fixture
def csim(path):
    def run(folder):
        return without_python.run(path, "make", "csim", cwd=folder)

    return run


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def flip_lsb(header):
    """Adds one LSB to the largest weight of a header."""
    values = header.read_text().split("{")[-1].split("}")[0].split(", ")
    index = int(np.abs(np.array(values, float)).argmax())
    digits = len(values[index].split(".")[1])
    flipped = f"{float(values[index]) - 2.0**-digits:.{digits}f}"
    edit(header, ", ".join(values), ", ".join([*values[:index], flipped, *values[index + 1 :]]))


@pytest.mark.parametrize("name", NETS)
def test_a_right_design_has_no_differences(name, projects, csim):
    net = NETS[name]
    done = csim(projects(name))
    size = sum(int(np.prod(net.graph.shapes[output])) for output in net.graph.outputs)
    count = sum(
        int(line.split()[1]) for line in (projects(name) / "tb_data" / "vectors.txt").read_text().splitlines()[1:]
    )
    assert count > vectors.JETS
    assert f"{net.key}: 0 differences in {size * count} output integers of {count} vectors" in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize("name", NETS)
def test_the_integers_it_writes_are_the_references(name, projects):
    net, folder = NETS[name], projects(name) / "tb_data"
    expected = vectors.integers(net, reference.run(net, vectors.read_inputs(net, folder)))
    written = np.loadtxt(folder / "csim_results.log", dtype=np.int64)
    assert np.array_equal(written, np.concatenate([expected[output] for output in net.graph.outputs], axis=1))


def test_one_weight_lsb_is_found_and_its_tensor_named(copied, csim):
    flip_lsb(copied / "firmware" / "weights" / "hidden1_kernel.h")
    done = csim(copied)
    assert done.returncode != 0
    assert "first differing tensor: hidden1," in done.stdout
    assert "difference: vector" in done.stdout


def test_one_bit_less_in_a_type_is_found(copied, csim):
    defines = copied / "firmware" / "defines.h"
    old = next(line for line in defines.read_text().splitlines() if line.endswith(" hidden1_accum_t;"))
    width, integer = (int(v) for v in old.split("<")[1].split(">")[0].split(","))
    edit(defines, old, old.replace(f"<{width},{integer}>", f"<{width - 2},{integer - 2}>"))
    assert "first differing tensor: hidden1," in csim(copied).stdout


def test_one_bit_less_in_the_fraction_of_an_output_is_no_integer_more(copied, csim):
    """A finer result than the LSB must not be rounded away by the testbench."""
    header = copied / "integers.h"
    line = next(line for line in header.read_text().splitlines() if '{"logits", 5' in line)
    exponents = line.split("{")[-1].split("}")[0].split(", ")
    coarser = ", ".join(str(int(exponent) + 1) for exponent in exponents)
    edit(header, line, line.replace(", ".join(exponents), coarser))
    done = csim(copied)
    assert done.returncode != 0
    assert "no multiple of the LSB" in done.stdout


def test_a_wrong_expectation_is_shown_with_its_place_and_distance(copied, csim):
    file = copied / "tb_data" / "tensor_logits.txt"
    lines = file.read_text().splitlines()
    values = vectors.read(copied / "tb_data", "logits", 5)
    row = [*values[7]]
    row[2] -= 3
    lines[2 + 7] = " ".join(map(str, row))
    file.write_text("\n".join(lines) + "\n")
    done = csim(copied)
    assert done.returncode != 0
    assert f"vector 7 (jets), logits[2]: expected {row[2]}, got {row[2] + 3}" in done.stdout
    assert "1 differences in" in done.stdout
    assert "at most 3 LSB" in done.stdout


def test_a_difference_after_the_traced_vectors_is_found_by_its_checksum(copied, csim):
    checksums = copied / "tb_data" / "checksums.txt"
    line = next(line for line in checksums.read_text().splitlines() if line.startswith("overflow hidden0 "))
    edit(checksums, line, "overflow hidden0 0123456789abcdef")
    done = csim(copied)
    assert done.returncode != 0
    assert "first differing tensor: hidden0, 0 of" in done.stdout
    assert "overflow have another checksum" in done.stdout


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("tensor_hidden0.txt", "1 2 x3\n", r"tensor_hidden0.txt:1: 'x3' is no integer"),
        ("tensor_hidden0.txt", "0*25\n", r"tensor_hidden0.txt:1: more integers than the tensor has elements"),
        ("checksums.txt", "jets\n", r"checksums.txt:1: not a kind, a tensor and a checksum"),
        ("vectors.txt", "jets 3\n", r"vectors.txt counts other vectors than the inputs have"),
        ("tensor_logits.txt", "1\n", r"tensor_logits.txt: other vectors than the inputs have"),
        ("tensor_candidates.txt", None, r"tensor_candidates.txt: cannot be read"),
    ],
)
def test_broken_vectors_are_an_error_with_file_and_line(copied, csim, file, content, message):
    broken = copied / "tb_data" / file
    broken.unlink()
    if content is not None:
        broken.write_text(content)
    done = csim(copied)
    assert done.returncode != 0
    assert message in done.stdout


def test_an_input_that_the_port_does_not_take_is_an_error(copied, csim):
    file = copied / "tb_data" / "tensor_candidates.txt"
    lines = file.read_text().splitlines()
    lines[4] = "999999"
    file.write_text("\n".join(lines) + "\n")
    assert "candidates[0] does not take the integer 999999" in csim(copied).stdout


def test_the_same_file_serves_c_rtl_cosimulation(projects, path, tmp_path):
    """As the vendor's scripts compile it: C++11, RTL_SIM, and nothing traced."""
    folder = shutil.copytree(projects("mlp"), tmp_path / "hls")
    includes = [f"-I{part}" for part in (".", "firmware", "firmware/ap_types")]
    sources = ["tagger_test.cpp", "firmware/tagger.cpp"]
    command = ["g++", "-std=c++11", "-w", "-DRTL_SIM", *includes, *sources, "-o", "cosim"]
    compiled = without_python.run(path, *command, cwd=folder)
    assert compiled.returncode == 0, compiled.stderr
    done = without_python.run(path, folder / "cosim", cwd=folder)
    assert done.returncode == 0, done.stdout
    results = [(folder / "tb_data" / f"{name}_results.log").read_text() for name in ("csim", "rtl_cosim")]
    assert results[0] == results[1]
    assert "internal tensors" not in done.stdout

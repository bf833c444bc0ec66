"""Two versions of a network, with the same names for everything, live in one program: the emulator libraries."""

import shutil
import subprocess

import pytest

from codesign.backends.hls import convert as hls4ml
from codesign.design.architectures import mlp
from codesign.net import vectors
from firmware_tests.nets import PART, ROUNDING, random_inputs, random_net

GRAPH = mlp(4, ("pt", "eta", "phi"), {"logits": 3, "response": 1}, (4,))
VERSIONS = [random_net(GRAPH, ROUNDING, seed=seed) for seed in (6, 7)]


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """Two projects of the same top function, ports and layers, with other weights and types."""
    folders = []
    for net in VERSIONS:
        folder = tmp_path_factory.mktemp("version") / "hls"
        hls4ml.convert(net, folder, part=PART, clock_ns=2.5)
        vectors.write(net, folder / "tb_data", random_inputs(net, 100))
        folders.append(folder)
    return folders


def run_example(folder, other):
    command = ["make", "-C", folder, "example", f"OTHER={other}"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_two_versions_side_by_side_give_each_its_own_results(versions):
    one, other = versions
    done = run_example(one, other)
    assert done.returncode == 0, done.stdout + done.stderr
    for net in VERSIONS:
        assert f"tagger, net {net.key}: 0 differences" in done.stdout
    assert VERSIONS[0].key != VERSIONS[1].key


def test_only_the_factory_is_seen_from_outside(versions):
    subprocess.run(["make", "-C", versions[0], "emulator"], capture_output=True, check=True)
    (library,) = (versions[0] / "build").glob("*.so")
    assert library.name == "tagger.so"
    listed = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    assert sorted(line.split()[-1] for line in listed.splitlines()) == ["create_model", "destroy_model", "model_info"]


def test_the_example_finds_a_version_that_computes_something_else(versions, tmp_path):
    folder = shutil.copytree(versions[0], tmp_path / "hls")
    file = folder / "tb_data" / "tensor_response.txt"
    *lines, last = file.read_text().splitlines()
    file.write_text("\n".join([*lines, str(int(last or 0) + 1)]) + "\n")
    done = run_example(folder, versions[1])
    assert done.returncode != 0
    assert f"net {VERSIONS[0].key}: 1 differences" in done.stdout
    assert f"net {VERSIONS[1].key}: 0 differences" in done.stdout


def test_without_their_own_namespace_and_hidden_symbols_the_versions_would_meet(versions, tmp_path):
    """So that the first test could fail."""
    libraries = []
    for folder, net in zip(versions, VERSIONS, strict=True):
        broken = shutil.copytree(folder, tmp_path / net.key, ignore=shutil.ignore_patterns("build"))
        for path in [*broken.glob("*.h"), *broken.glob("firmware/**/*.h"), *broken.glob("firmware/*.cpp")]:
            path.write_text(path.read_text().replace(f"d_{net.key}", "for_all"))
        makefile = broken / "Makefile"
        text = makefile.read_text()
        assert "\nHIDDEN := -f" in text
        makefile.write_text(text.replace("\nHIDDEN := -f", "\nHIDDEN := # -f"))
        libraries.append(broken)
    done = run_example(*libraries)
    assert done.returncode != 0
    assert done.stdout.count(": 0 differences") < 2

"""Ship and hand over: an engineer without Python untars the bundle, types `make csim` and sees `0 differences`."""

import shutil
import subprocess
import tarfile

import pytest
import yaml

from codesign.design.firmware import Firmware
from codesign.errors import BackendError, RunError
from codesign.runs.delivery import shipping
from codesign.runs.delivery.handoff import handoff
from codesign.runs.run import Run
from firmware_tests import without_python
from tests.fake_runs import agrees, fake_design, fake_jets, frozen, trained


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    return frozen(trained(folder / "run", fake_design(fake_jets(folder), firmware=Firmware(clock_ns=5.0))))


@pytest.fixture(scope="module")
def projects(run, tmp_path_factory):
    """A folder like hls_projects, with one design."""
    folder = tmp_path_factory.mktemp("shipped") / "hls_projects"
    shipping.ship(run, folder / "tagger")
    return folder


@pytest.fixture(scope="module")
def bundle(run, tmp_path_factory):
    file = tmp_path_factory.mktemp("handed") / "bundle.tar.gz"
    handoff(run, file)
    return file


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return without_python.make_path(tmp_path_factory.mktemp("tools") / "bin")


@pytest.fixture
def copied(projects, tmp_path):
    return shutil.copytree(projects, tmp_path / "hls_projects") / "tagger"


def test_an_engineer_without_python_sees_no_differences(bundle, path, tmp_path):
    with pytest.raises(FileNotFoundError):
        without_python.run(path, "python3", "--version")
    assert without_python.run(path, "tar", "xf", bundle, cwd=tmp_path).returncode == 0
    (folder,) = tmp_path.iterdir()
    done = without_python.run(path, "make", "csim", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 differences in " in done.stdout.splitlines()[-1]
    digests = without_python.run(path, "sha256sum", "-c", "rtl.sha256", cwd=folder)
    assert digests.returncode == 0, digests.stdout
    example = without_python.run(path, "make", "example", cwd=folder)
    assert example.stdout.count(": 0 differences") == 2


def test_a_bundle_holds_all_that_was_promised(bundle, run):
    with tarfile.open(bundle) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
        licences = next(m for m in tar.getmembers() if m.name.endswith("/LICENCES.md"))
        text = tar.extractfile(licences).read().decode()
    expected = f"""README.md MODEL_CARD.md LICENCES.md licences/Apache-2.0.txt licences/LGPL-3.0.txt Makefile
    design.yaml net.json net.npz verdict.json estimate.json agreement.json rtl/src/{run.top}.v rtl/src/{run.top}.xdc
    rtl/ports.json hls/project.tcl hls/firmware/{run.top}.cpp hls/firmware/ap_types/ap_fixed.h hls/{run.top}_test.cpp
    hls/emulator/emulator.cpp hls/emulator/emulator_example.cpp hls/tb_data/tensor_logits.txt"""
    assert names >= set(expected.split())
    assert not [name for name in names if "/build/" in name or name.endswith(".log")]
    assert "@" not in text
    assert "`nnet_codesign.h`" in text


def test_a_bundle_traces_every_tensor_of_every_vector(bundle, run, tmp_path):
    subprocess.run(["tar", "xf", bundle, "-C", tmp_path], check=True)
    (folder,) = tmp_path.iterdir()
    lines = {p.name: len(p.read_text().splitlines()) for p in (folder / "hls" / "tb_data").glob("tensor_*.txt")}
    assert set(lines) == {f"tensor_{op.name}.txt" for op in run.net.graph.ops}
    assert len(set(lines.values())) == 1


def test_a_second_time_and_from_the_shipped_folder_a_bundle_has_the_same_bytes(projects, bundle, tmp_path):
    handoff(Run.open(projects / "tagger"), tmp_path / "bundle.tar.gz")
    assert (tmp_path / "bundle.tar.gz").read_bytes() == bundle.read_bytes()


def test_a_shipped_design_builds_with_the_shared_headers(projects, path):
    done = without_python.run(path, "make", "csim", cwd=projects / "tagger")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 differences in " in done.stdout
    assert (projects / "include" / "ap_types" / "ap_fixed.h").exists()
    assert not (projects / "tagger" / "hls" / "firmware" / "ap_types").exists()


def test_headers_can_be_copied_into_a_project(copied, path):
    shutil.rmtree(copied / "hls" / "build", ignore_errors=True)
    assert without_python.run(path, "make", "headers", cwd=copied).returncode == 0
    shutil.rmtree(copied.parent / "include")
    assert without_python.run(path, "make", "csim", cwd=copied).returncode == 0


def test_a_rebuild_is_equal_byte_for_byte(projects):
    assert shipping.rebuild(projects / "tagger", check=True) == []


def test_what_was_changed_by_hand_is_named_and_written_again(copied):
    broken = ["hls/firmware/weights/logits_bias.h", "../include/ap_types/ap_fixed.h", "rtl.sha256", "README.md"]
    for name in broken:
        (copied / name).write_text((copied / name).read_text() + " ")
    (copied / "hls" / "firmware" / "stray.h").write_text("")
    (copied / "hls" / "Makefile").unlink()
    expected = sorted([*broken, "hls/firmware/stray.h", "hls/Makefile"])
    assert sorted(shipping.rebuild(copied, check=True)) == expected
    assert sorted(shipping.rebuild(copied)) == expected
    assert shipping.rebuild(copied, check=True) == []


def test_another_clock_in_the_design_is_another_firmware(copied):
    design = yaml.safe_load((copied / "design.yaml").read_text())
    design["firmware"]["clock_ns"] = 2.0
    (copied / "design.yaml").write_text(yaml.safe_dump(design, sort_keys=False))
    changed = shipping.rebuild(copied, check=True)
    assert {"hls/project.tcl", "rtl.sha256", "README.md"} <= set(changed)


def test_vectors_of_another_net_are_refused(copied):
    file = copied / "hls" / "tb_data" / "tensor_logits.txt"
    *lines, last = file.read_text().splitlines()
    file.write_text("\n".join([*lines, f"{last} 1"]) + "\n")
    with pytest.raises(RunError, match=r"tensor_logits\.txt"):
        shipping.rebuild(copied, check=True)


def test_firmware_that_fails_its_vectors_does_not_leave(copied):
    bias = copied / "hls" / "firmware" / "weights" / "logits_bias.h"
    bias.write_text(bias.read_text().replace("{0.", "{1.", 1).replace("{-", "{0", 1))
    with pytest.raises(BackendError, match="fails its own golden vectors"):
        shipping.simulate(copied / "hls", copied.parent / "include")


def test_shipping_over_a_folder_with_other_things_is_refused(run, tmp_path):
    (tmp_path / "mine.txt").write_text("")
    with pytest.raises(RunError, match="holds something other"):
        shipping.ship(run, tmp_path)


def test_what_is_no_shipped_design_is_not_rebuilt(run):
    with pytest.raises(RunError, match="codesign ship"):
        shipping.rebuild(run.folder)


def test_a_design_that_is_not_exact_is_not_handed_on(run, tmp_path):
    folder = shutil.copytree(run.folder, tmp_path / "run")
    (folder / "agreement.json").unlink()
    other = Run.open(folder)
    with pytest.raises(RunError, match="codesign freeze"):
        handoff(other, tmp_path / "bundle.tar.gz")
    for witness in ("csim", "rtl"):
        agrees(other, witness)
    agrees(other, "framework", wrong_lsb=1.0)
    with pytest.raises(RunError, match="framework differs"):
        handoff(other, tmp_path / "bundle.tar.gz")
    assert not (tmp_path / "bundle.tar.gz").exists()


def test_ship_leaves_nothing_behind_but_the_folder_and_the_headers(projects):
    assert sorted(p.name for p in projects.iterdir()) == ["include", "tagger"]

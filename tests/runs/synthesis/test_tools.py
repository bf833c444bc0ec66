"""Which program a stage takes, and of which version: stand-ins on PATH, in configs and in the environment."""

import os

import pytest

from codesign.errors import ConfigError, VendorError
from codesign.runs.synthesis import stages as flow
from codesign.runs.synthesis import tools
from tests.runs.synthesis import vivado_reports
from tests.runs.synthesis.steps import VITIS, VIVADO


@pytest.mark.parametrize(("name", "needed"), [("vitis", "vitis-run or vitis_hls"), ("vivado", "vivado")])
def test_an_absent_tool_says_what_is_needed_and_what_answers_meanwhile(install, run, monkeypatch, name, needed):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(VendorError, match=needed) as error:
        flow.synthesise(run, name)
    assert error.value.outcome == "tool-absent"
    for text in ("codesign synth-open RUN", "settings64.sh", tools.VARIABLE):
        assert text in str(error.value)


def test_a_compiler_without_vitis_run_is_named(install, run, tmp_path, monkeypatch):
    folder = install("vitis_hls")
    (folder / "vitis_hls").rename(folder / "v++")
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(VendorError, match=r"v\+\+ is there"):
        flow.synthesise(run, "vitis")


@pytest.mark.parametrize("program", ["vitis-run", "vitis_hls"])
def test_both_programs_of_vitis_are_found(install, program):
    install(program, version="2024.1")
    found = tools.find("vitis")
    assert (found.program, found.version, found.label) == (program, "2024.1", "Vitis HLS 2024.1")


def test_too_old_a_version_is_refused(install, run):
    install(*VITIS, version="2019.2")
    with pytest.raises(VendorError, match=r"2020\.2 or later") as error:
        flow.synthesise(run, "vitis")
    assert error.value.outcome == "wrong-version"


def test_a_newer_version_than_known_runs_with_a_remark(install, run):
    install(*VIVADO, version="2026.1", vsynth={"files": vivado_reports.vivado_files()})
    found = flow.synthesise(run, "vivado")[-1]
    assert found.outcome == "done"
    assert "newer than 2025.1" in found.message


def test_a_config_names_the_folder_and_the_version(install, run, tmp_path, monkeypatch):
    folder = install(*VIVADO, version="2023.2")
    monkeypatch.setenv("PATH", "/usr/bin")
    config = tmp_path / "configs" / "tools.yaml"
    config.parent.mkdir()
    config.write_text(f"tools:\n  vivado: {{folder: {folder}, version: '2023.2'}}\n")
    assert tools.find("vivado").path == folder / "vivado"
    config.write_text(f"tools:\n  vivado: {{folder: {folder}, version: '2022.2'}}\n")
    with pytest.raises(VendorError, match=r"asks for 2022\.2") as error:
        tools.find("vivado")
    assert error.value.outcome == "wrong-version"
    config.write_text("tools:\n  vivaldo: {folder: x}\n")
    with pytest.raises(ConfigError, match="vivaldo"):
        tools.find("vivado")


def test_the_environment_names_folders_or_a_config(install, tmp_path, monkeypatch):
    folder = install(*VIVADO)
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setenv(tools.VARIABLE, f"{tmp_path}:{folder}")
    assert tools.find("vivado").path == folder / "vivado"
    elsewhere = tmp_path / "site.yaml"
    elsewhere.write_text(f"tools:\n  vivado: {{folder: {folder}}}\n")
    monkeypatch.setenv(tools.VARIABLE, str(elsewhere))
    assert tools.find("vivado").path == folder / "vivado"
    elsewhere.unlink()
    with pytest.raises(ConfigError, match=r"site\.yaml"):
        tools.find("vivado")


def test_a_program_without_a_version_is_an_error(install):
    folder = install(*VIVADO)
    (folder / "vivado").write_text("#!/bin/sh\necho broken\n")
    with pytest.raises(VendorError, match="printed no version: broken") as error:
        tools.find("vivado")
    assert error.value.outcome == "tool-error"


def test_the_folder_of_an_installation_names_its_version_too(install, monkeypatch):
    folder = install(*VIVADO)
    inside = folder / "Vivado" / "2022.2" / "bin"
    inside.mkdir(parents=True)
    (inside / "vivado").write_text("#!/bin/sh\necho unknown option >&2; exit 1\n")
    (inside / "vivado").chmod(0o755)
    (folder / "vivado").unlink()
    (folder / "vivado").symlink_to(inside / "vivado")
    with pytest.raises(VendorError, match="unknown option"):
        tools.find("vivado")  # the name by which it was found says nothing
    (folder / "vivado").unlink()
    monkeypatch.setenv("PATH", str(inside), prepend=os.pathsep)
    assert tools.find("vivado").version == "2022.2"

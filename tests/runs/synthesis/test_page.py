"""Vendor results on the page of a run and in report.json."""

import json

import pytest

from codesign.report.write import write_page
from codesign.runs.run import Run
from codesign.runs.stages import check
from codesign.runs.synthesis import stages as flow
from tests.fake_runs import estimated, fake_design, fake_jets, frozen, simulated, trained
from tests.runs.synthesis import vitis_reports, vivado_reports
from tests.runs.synthesis.conftest import firmware


@pytest.fixture
def whole(tmp_path, monkeypatch) -> Run:
    """A finished run, without pictures."""
    monkeypatch.setattr("codesign.report.page.panels", lambda jets: {})
    monkeypatch.setattr("codesign.report.plots.roc.data_uri", lambda figure: "data:image/svg+xml;base64,")
    run = simulated(estimated(frozen(trained(tmp_path / "whole", fake_design(fake_jets(tmp_path))))))
    firmware(run)
    return run


def test_a_run_without_vendor_tools_has_no_section_of_them(whole):
    assert "What vendor tools say" not in write_page(whole.folder).read_text()
    assert json.loads((whole.folder / "report.json").read_text())["vendor"] == []


def test_each_source_has_a_row_with_its_kind_and_outcome(install, whole):
    install(
        "vitis_hls",
        "vivado",
        csynth={"files": vitis_reports.csynth_files()},
        vsynth={
            "files": vivado_reports.vivado_files(slack="-0.410"),
            "log": "CRITICAL WARNING: [Synth 8-3352] multi-driven",
        },
    )
    flow.synthesise(whole, "vitis")
    flow.synthesise(whole, "vivado")
    check(whole)
    page = write_page(whole.folder).read_text()
    section = page.partition("What vendor tools say")[2].partition("<h4>")[0]
    for text in (
        "csynth:vitis", "tool-estimate", "upper bound of C synthesis", "27 public pairs", "route:vivado", "measured",
        "timing-failure", "-0.410", "multi-driven", "logic0", "Vitis HLS 2023.2", "Vivado 2023.2",
    ):  # fmt: skip
        assert text in section
    assert "None" not in section
    assert "measured: route:vivado (Vivado 2023.2)" in page
    assert "clock of the RTL (ns)" in page
    sources = [row["source"] for row in json.loads((whole.folder / "report.json").read_text())["vendor"]]
    assert sources == ["csynth:vitis", "synth:vivado", "route:vivado"]


def test_a_failed_tool_is_named_on_the_page(install, whole):
    install("vivado", vsynth={"log": "quiet", "code": 137})
    flow.synthesise(whole, "vivado")
    section = write_page(whole.folder).read_text().partition("What vendor tools say")[2].partition("<h4>")[0]
    assert "out-of-memory" in section
    assert "None" not in section

"""A site's own pairs."""

import json
import shutil
from pathlib import Path

import pytest

from codesign.errors import ReportError, RunError
from codesign.vendor import bands, calibrate, csynth, flow
from codesign.vendor.results import csynth_usage

from . import written

REAL = Path(__file__).parent / "reports"


def design(folder: Path, lut: int, routed: int, version: str = "2023.2", top: str = "tagger") -> Path:
    """A folder with a pair of reports."""
    folder.mkdir(parents=True)
    xml = written.csynth_xml(version=version, lut=lut).replace("tagger", top)
    (folder / f"{top}_csynth.xml").write_text(xml)
    counts = written.Counts(lut=routed)
    for name, state, extra in (("a.rpt", "Synthesized", 7), ("b.rpt", "Routed", 0)):
        text = written.utilisation(written.Counts(lut=counts.lut + extra), state=state)
        (folder / name).write_text(text.replace("tagger", top))
    return folder


def test_the_public_pairs_are_27_and_their_lut_is_an_upper_bound():
    pairs = bands.public_pairs()
    assert len(pairs) == 27
    lut = bands.ratios(pairs, "lut")
    assert len(lut) == 27
    assert (round(min(lut), 2), round(max(lut), 2)) == (0.09, 0.71)
    found = bands.csynth_bands("2023.2", site=[])
    assert found["dsp"].high == 2.0
    assert "27 public pairs" in found["lut"].basis


def test_a_real_pair_of_reports(tmp_path):
    shutil.copytree(REAL, tmp_path / "real")
    (pair,) = calibrate.hls_entries(tmp_path / "real")
    assert (pair["design"], pair["hls_version"], pair["state"]) == ("myproject", "2020.1", "Synthesized")
    assert pair["expected"]["lut"] == 2532
    assert pair["vivado"]["lut"] == 1526
    public = next(p for p in bands.public_pairs() if p.design == "hls4ml-fixture")
    assert (pair["expected"], pair["vivado"]) == (public.csynth, public.vivado)


def test_routed_counts_are_preferred_and_designs_of_one_name_stay_apart(tmp_path):
    for number in range(3):
        design(tmp_path / f"run{number}", 1000 * (number + 1), 400 * (number + 1))
    (tmp_path / "lonely").mkdir()
    (tmp_path / "lonely" / "tagger_csynth.xml").write_text(written.csynth_xml(lut=77))
    found = list(calibrate.hls_entries(tmp_path))
    assert sorted(pair["vivado"]["lut"] / pair["expected"]["lut"] for pair in found) == [0.4, 0.4, 0.4]
    assert {pair["state"] for pair in found} == {"Routed"}


def test_the_rtl_beside_an_hls_project_is_no_pair_of_it(tmp_path):
    design(tmp_path / "synth" / "vitis", 1000, 400)
    shutil.copytree(tmp_path / "synth" / "vitis", tmp_path / "synth" / "vivado_rtl")
    for path in (tmp_path / "synth" / "vitis").glob("*.rpt"):
        path.unlink()
    with pytest.raises(ReportError, match="no report of report_utilization"):
        list(calibrate.hls_entries(tmp_path))


def test_the_file_is_only_appended_to_and_a_pair_is_kept_once(tmp_path):
    file = tmp_path / "configs" / "calibration.jsonl"
    one, two = design(tmp_path / "one", 1000, 400), design(tmp_path / "two", 3000, 900)
    assert calibrate.add([one], file) == (1, 0)
    before = file.read_bytes()
    assert calibrate.add([one, two], file) == (1, 1)
    assert file.read_bytes().startswith(before)
    entries = [json.loads(line) for line in file.read_text().splitlines()]
    assert [entry["hls_version"] for entry in entries] == ["2023.2", "2023.2"]
    assert all(len(digest) == 64 for entry in entries for digest in entry["reports"].values())


def test_enough_pairs_of_a_release_take_over_for_that_release_only(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    routed = (400, 420, 440, 380, 410)
    folders = [design(tmp_path / f"d{i}", 1000 + i, lut) for i, lut in enumerate(routed)]
    (tmp_path / "t_csynth.xml").write_text(written.csynth_xml())
    report = csynth.parse_xml(tmp_path / "t_csynth.xml")
    calibrate.add(folders[:4], bands.SITE_FILE)
    assert csynth_usage(report, "Vitis HLS 2023.2").lut.high == report.lut
    calibrate.add(folders, bands.SITE_FILE)
    band = bands.csynth_bands("2023.2")["lut"]
    assert "5 of this site's designs with 2023.2" in band.basis
    assert band.low < 0.38 < 0.44 < band.high < 0.6
    assert csynth_usage(report, "Vitis HLS 2023.2").lut.low == pytest.approx(band.low * report.lut)
    assert "27 public pairs" in bands.csynth_bands("2024.1")["lut"].basis


def test_a_wider_site_loses_the_upper_bound(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folders = [design(tmp_path / f"d{i}", 1000, lut) for i, lut in enumerate((500, 900, 1400, 700, 1100))]
    calibrate.add(folders, bands.SITE_FILE)
    (tmp_path / "t_csynth.xml").write_text(written.csynth_xml())
    lut = csynth_usage(csynth.parse_xml(tmp_path / "t_csynth.xml"), "Vitis HLS 2023.2").lut
    assert lut.high > lut.value
    assert "upper bound" not in lut.note


def test_reports_of_different_parts_are_no_pair(tmp_path):
    folder = design(tmp_path / "d", 1000, 400)
    for path in folder.glob("*.rpt"):
        path.write_text(path.read_text().replace(written.PART, "xczu9eg-ffvb1156-2"))
    with pytest.raises(ReportError, match="they are no pair"):
        list(calibrate.hls_entries(folder))


def test_a_folder_without_both_reports_says_which_is_missing(tmp_path):
    with pytest.raises(ReportError, match=r"no TOP_csynth\.xml"):
        list(calibrate.hls_entries(tmp_path))
    design(tmp_path / "d", 1000, 400)
    for path in (tmp_path / "d").glob("*.rpt"):
        path.write_text(path.read_text().replace("tagger", "another"))
    with pytest.raises(ReportError, match="are of another"):
        list(calibrate.hls_entries(tmp_path))


def test_a_broken_file_names_its_line(tmp_path):
    file = tmp_path / "c.jsonl"
    file.write_text("{}\n")
    with pytest.raises(RunError, match=r"c\.jsonl:1"):
        bands.site_pairs(file)


def test_a_routed_rtl_project_is_a_pair_of_its_own(install, run, tmp_path):
    install("vivado", vsynth={"files": written.vivado_files()})
    flow.synthesise(run, "vivado")
    file = tmp_path / "c.jsonl"
    assert calibrate.add([tmp_path], file) == (1, 0)
    assert calibrate.add([run.folder], file) == (0, 1)
    assert bands.site_pairs(file) == []
    assert bands.site_rtl_pairs(file) == [bands.RtlPair("fake", "alkaid 0.8.2", "2023.2", 5000.0, 4000, 5804.0, 3420.0)]
    (run.folder / "rtl" / "src" / "tagger.v").write_text("// changed since\n")
    with pytest.raises(ReportError):
        calibrate.add([run.folder], tmp_path / "other.jsonl")


def test_five_routed_rtl_projects_refit_the_estimate_between_them(install, run, tmp_path, monkeypatch):
    sizes = (4000, 4500, 5500, 6000, 8000)
    site = [bands.RtlPair(f"d{cost}", "alkaid 0.8.2", "2023.2", cost, cost, 1.1 * cost + 5, cost / 2) for cost in sizes]
    found = bands.site_usage("alkaid 0.8.2", 5000.0, 4000, site)
    assert 5500 < found.lut.low < 1.1 * 5000 + 5 < found.lut.high < 5510
    assert found.ff.value == pytest.approx(2000)
    assert "5 designs that this site routed with Vivado 2023.2" in found.lut.note
    for usage in (
        bands.site_usage("alkaid 0.8.2", 8001.0, 4000, site),
        bands.site_usage("alkaid 0.9", 5000.0, 4000, site),
        bands.site_usage("alkaid 0.8.2", 5000.0, 4000, site[:4]),
    ):
        assert usage.lut.value is None
    monkeypatch.setattr(flow, "site_rtl_pairs", lambda: site)
    assert flow.calibrated(run).lut == found.lut
    assert flow.calibrated(run).dsp.value is None

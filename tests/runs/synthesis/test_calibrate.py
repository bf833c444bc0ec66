"""A site's own pairs."""

import json
import os
import shutil
from pathlib import Path

import pytest

from codesign.errors import ReportError, RunError
from codesign.runs.synthesis import bands, calibrate, csynth, site
from codesign.runs.synthesis import stages as flow
from codesign.runs.synthesis.results import csynth_usage
from tests.runs.synthesis import vitis_reports, vivado_reports

REAL = Path(__file__).parent / "reports"


def design(folder: Path, lut: int, routed: int, version: str = "2023.2", top: str = "tagger") -> Path:
    """A folder with a pair of reports."""
    folder.mkdir(parents=True)
    xml = vitis_reports.csynth_xml(version=version, lut=lut).replace("tagger", top)
    (folder / f"{top}_csynth.xml").write_text(xml)
    counts = vivado_reports.Counts(lut=routed)
    for name, state, extra in (("a.rpt", "Synthesized", 7), ("b.rpt", "Routed", 0)):
        text = vivado_reports.utilisation(vivado_reports.Counts(lut=counts.lut + extra), state=state)
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
    (pair,) = calibrate.entries(tmp_path / "real").entries
    assert (pair["design"], pair["hls_version"], pair["state"]) == ("myproject", "2020.1", "Synthesized")
    assert pair["expected"]["lut"] == 2532
    assert pair["vivado"]["lut"] == 1526
    public = next(p for p in bands.public_pairs() if p.design == "hls4ml-fixture")
    assert (pair["expected"], pair["vivado"]) == (public.csynth, public.vivado)


def test_routed_counts_are_preferred_and_designs_of_one_name_stay_apart(tmp_path):
    for number in range(3):
        design(tmp_path / f"run{number}", 1000 * (number + 1), 400 * (number + 1))
    (tmp_path / "lonely").mkdir()
    (tmp_path / "lonely" / "tagger_csynth.xml").write_text(vitis_reports.csynth_xml(lut=77))
    found = calibrate.entries(tmp_path).entries
    assert sorted(pair["vivado"]["lut"] / pair["expected"]["lut"] for pair in found) == [0.4, 0.4, 0.4]
    assert {pair["state"] for pair in found} == {"Routed"}


def test_the_rtl_beside_an_hls_project_is_no_pair_of_it(tmp_path):
    design(tmp_path / "synth" / "vitis", 1000, 400)
    shutil.copytree(tmp_path / "synth" / "vitis", tmp_path / "synth" / "vivado_rtl")
    for path in (tmp_path / "synth" / "vitis").glob("*.rpt"):
        path.unlink()
    with pytest.raises(ReportError, match="no report of report_utilization"):
        calibrate.entries(tmp_path)


def test_the_file_is_only_appended_to_and_a_pair_is_kept_once(tmp_path):
    file = tmp_path / "new" / "calibration.jsonl"
    one, two = design(tmp_path / "one", 1000, 400), design(tmp_path / "two", 3000, 900)
    assert calibrate.add([one], file) == calibrate.Added(1, 0, ())
    before = file.read_bytes()
    assert calibrate.add([one, two], file) == calibrate.Added(1, 1, ())
    assert file.read_bytes().startswith(before)
    entries = [json.loads(line) for line in file.read_text().splitlines()]
    assert [entry["hls_version"] for entry in entries] == ["2023.2", "2023.2"]
    assert all(len(digest) == 64 for entry in entries for digest in entry["reports"].values())


def test_enough_pairs_of_a_release_take_over_for_that_release_only(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    routed = (400, 420, 440, 380, 410)
    folders = [design(tmp_path / f"d{i}", 1000 + i, lut) for i, lut in enumerate(routed)]
    (tmp_path / "t_csynth.xml").write_text(vitis_reports.csynth_xml())
    report = csynth.parse(tmp_path / "t_csynth.xml")
    calibrate.add(folders[:4], site.to_write())
    assert csynth_usage(report, "Vitis HLS 2023.2").lut.high == report.lut
    calibrate.add(folders, site.to_write())
    band = bands.csynth_bands("2023.2")["lut"]
    assert "5 of this site's designs with 2023.2" in band.basis
    assert band.low < 0.38 < 0.44 < band.high < 0.6
    assert csynth_usage(report, "Vitis HLS 2023.2").lut.low == pytest.approx(band.low * report.lut)
    assert "27 public pairs" in bands.csynth_bands("2024.1")["lut"].basis


def test_a_wider_site_loses_the_upper_bound(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folders = [design(tmp_path / f"d{i}", 1000, lut) for i, lut in enumerate((500, 900, 1400, 700, 1100))]
    calibrate.add(folders, site.to_write())
    (tmp_path / "t_csynth.xml").write_text(vitis_reports.csynth_xml())
    lut = csynth_usage(csynth.parse(tmp_path / "t_csynth.xml"), "Vitis HLS 2023.2").lut
    assert lut.high > lut.value
    assert "upper bound" not in lut.note


def test_reports_of_different_parts_are_no_pair(tmp_path):
    folder = design(tmp_path / "d", 1000, 400)
    for path in folder.glob("*.rpt"):
        path.write_text(path.read_text().replace(vitis_reports.PART, "xczu9eg-ffvb1156-2"))
    with pytest.raises(ReportError, match="they are not a pair"):
        calibrate.entries(folder)


def test_a_folder_without_both_reports_says_which_is_missing(tmp_path):
    with pytest.raises(ReportError, match="no csynth report"):
        calibrate.entries(tmp_path)
    design(tmp_path / "d", 1000, 400)
    for path in (tmp_path / "d").glob("*.rpt"):
        path.write_text(path.read_text().replace("tagger", "another"))
    with pytest.raises(ReportError, match="are of another"):
        calibrate.entries(tmp_path)


def test_a_folder_of_far_too_many_files_is_not_searched(tmp_path, monkeypatch):
    monkeypatch.setattr(calibrate, "FILES_MAX", 3)
    design(tmp_path / "run", 1000, 400)  # three files
    assert len(calibrate.entries(tmp_path).entries) == 1
    (tmp_path / "one_more").touch()
    with pytest.raises(ReportError, match="more than 3 files are below it; give the folder of the designs"):
        calibrate.entries(tmp_path)


@pytest.mark.parametrize("name", ["tagger_csynth.rpt", "csynth.rpt", "csynth.xml", "renamed.rpt"])
def test_each_report_of_csynth_makes_a_pair(tmp_path, name):
    folder = design(tmp_path / "d", 8851, 5804)
    (folder / "tagger_csynth.xml").unlink()
    texts = {"csynth.rpt": vitis_reports.csynth_summary(), "csynth.xml": vitis_reports.csynth_xml()}
    (folder / name).write_text(texts.get(name, vitis_reports.csynth_text()))
    (pair,) = calibrate.entries(tmp_path).entries
    assert (pair["expected"]["lut"], pair["vivado"]["lut"]) == (8851, 5804)
    assert pair["clock_ns"] == (None if name == "csynth.rpt" else 2.78)


def test_the_reports_of_one_csynth_are_one_pair_from_the_xml_of_the_function(tmp_path):
    folder = design(tmp_path / "d", 1000, 400)
    for name, text in (
        ("tagger_csynth.rpt", vitis_reports.csynth_text()),
        ("csynth.rpt", vitis_reports.csynth_summary()),
        ("csynth.xml", vitis_reports.csynth_xml(lut=1)),
    ):
        (folder / name).write_text(text)
    (pair,) = calibrate.entries(tmp_path).entries
    assert pair["expected"]["lut"] == 1000


def test_reports_by_slr_or_by_hierarchy_are_not_taken_for_the_design(tmp_path):
    folder = design(tmp_path / "d", 1000, 400)
    by_slr = vivado_reports.utilisation().replace("report_utilization -file", "report_utilization -slr -file")
    (folder / "slr.rpt").write_text(by_slr.partition("1. CLB")[0] + "14. SLR" + by_slr.partition("14. SLR")[2])
    (folder / "hierarchy.rpt").write_text(vivado_reports.hierarchy())
    found = calibrate.entries(tmp_path)
    assert (len(found.entries), found.skipped) == (1, ())


DAMAGED = {
    "cut/tagger_csynth.xml": vitis_reports.csynth_xml()[:700],
    "cut/route_utilization.rpt": vivado_reports.utilisation()[:1200],
    "empty/vivado_synth.rpt": "",
    "empty/tagger_csynth.xml": "",
    "commas/route_utilization.rpt": vivado_reports.utilisation().replace("   5804 |", "  5,804 |"),
    "commas/csynth.rpt": vitis_reports.csynth_summary(slack="0,13"),
}


def test_what_cannot_be_read_is_skipped_and_named_and_the_rest_is_kept(tmp_path):
    for number in range(2):
        design(tmp_path / "site" / f"d{number}", 1000 + number, 400)
    for name, text in DAMAGED.items():
        (tmp_path / "site" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "site" / name).write_text(text)
    (tmp_path / "site" / "gone.rpt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "site" / "folder.rpt").mkdir()
    (tmp_path / "site" / "run").mkdir()
    (tmp_path / "site" / "run" / "design.yaml").write_text("name: [\n")
    file = tmp_path / "c.jsonl"
    added = calibrate.add([tmp_path / "site", tmp_path / "site" / "d0"], file)
    assert (added.fresh, added.known) == (2, 0)
    assert len(file.read_text().splitlines()) == 2
    named = [name for name in (*DAMAGED, "gone.rpt", "site/run") if any(name in why for why in added.skipped)]
    assert named == [*DAMAGED, "gone.rpt", "site/run"]
    assert len(added.skipped) == len(named)
    assert calibrate.add([tmp_path / "site"], file).fresh == 0


def test_a_folder_of_which_nothing_can_be_read_names_the_reasons(tmp_path):
    (tmp_path / "tagger_csynth.xml").write_text(vitis_reports.csynth_xml()[:700])
    with pytest.raises(ReportError, match=r"no csynth report below it(.|\n)*tagger_csynth\.xml: broken XML"):
        calibrate.add([tmp_path], tmp_path / "c.jsonl")
    with pytest.raises(ReportError, match="no such folder"):
        calibrate.add([tmp_path / "nowhere"], tmp_path / "c.jsonl")
    assert not (tmp_path / "c.jsonl").exists()


def test_pairs_are_written_whole_or_not_at_all(tmp_path, monkeypatch):
    file = tmp_path / "c.jsonl"
    calibrate.add([design(tmp_path / "one", 1000, 400)], file)
    before = file.read_bytes()
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, content: write(descriptor, content[:50]))
    with pytest.raises(ReportError, match="none was"):
        calibrate.add([design(tmp_path / "two", 3000, 900)], file)
    assert file.read_bytes() == before


def test_a_pair_does_not_run_into_a_line_without_an_end(tmp_path):
    file = tmp_path / "c.jsonl"
    calibrate.add([design(tmp_path / "one", 1000, 400)], file)
    file.write_bytes(file.read_bytes().rstrip(b"\n"))
    calibrate.add([design(tmp_path / "two", 3000, 900)], file)
    assert [pair.csynth["lut"] for pair in bands.site_pairs(file)] == [1000, 3000]


@pytest.mark.parametrize(("key", "value"), [("vivado_version", None), ("design", [1]), ("hls_version", 2)])
def test_a_name_that_is_no_text_is_refused_with_its_line(tmp_path, key, value):
    file = tmp_path / "c.jsonl"
    calibrate.add([design(tmp_path / "one", 1000, 400)], file)
    entry = json.loads(file.read_text())
    file.write_text(json.dumps(entry | {key: value}) + "\n")
    if key == "vivado_version":
        entry["kind"] = "rtl"
        entry |= {"generator": "g", "expected": {"cost": 1, "register_bits": 1}, "vivado": {"lut": 1, "ff": 1}}
        file.write_text(json.dumps(entry | {key: value}) + "\n")
    with pytest.raises(RunError, match=rf"c\.jsonl:1: not a pair \({key} is .*, not a text\)"):
        bands.site_pairs(file)


def test_pairs_that_are_not_utf_8_are_named(tmp_path):
    (tmp_path / "c.jsonl").write_bytes(b"{}\n\xff")
    with pytest.raises(RunError, match=r"c\.jsonl: not a text in UTF-8"):
        bands.site_pairs(tmp_path / "c.jsonl")


@pytest.mark.parametrize("lut", ["-5", "NaN", "1e400", '"5"', "true", "null"])
def test_a_count_that_is_none_is_refused_with_its_line(tmp_path, lut):
    file = tmp_path / "c.jsonl"
    calibrate.add([design(tmp_path / "one", 1000, 400)], file)
    file.write_text(file.read_text() + file.read_text().replace('"lut": 400', f'"lut": {lut}'))
    with pytest.raises(
        RunError, match=r"c\.jsonl:2: not a pair \((lut is .*, not a count|NaN is not a finite number)\)"
    ):
        bands.site_pairs(file)


def test_a_design_without_registers_has_no_ratio_of_them():
    site = [bands.RtlPair(f"d{n}", "alkaid 0.8.2", "2023.2", n, 0, 1.1 * n + n % 3, 0) for n in range(1000, 1006)]
    found = bands.site_usage("alkaid 0.8.2", 1002.0, 0, site)
    assert found.lut.value == pytest.approx(1.1 * 1002, rel=0.01)
    assert found.ff.value is None


def test_a_broken_file_names_its_line(tmp_path):
    file = tmp_path / "c.jsonl"
    file.write_text("{}\n")
    with pytest.raises(RunError, match=r"c\.jsonl:1"):
        bands.site_pairs(file)


def test_a_routed_rtl_project_is_a_pair_of_its_own(install, run, tmp_path):
    install("vivado", vsynth={"files": vivado_reports.vivado_files()})
    flow.synthesise(run, "vivado")
    file = tmp_path / "c.jsonl"
    assert calibrate.add([tmp_path], file) == calibrate.Added(1, 0, ())
    assert calibrate.add([run.folder], file) == calibrate.Added(0, 1, ())
    assert bands.site_pairs(file) == []
    assert bands.site_rtl_pairs(file) == [bands.RtlPair("fake", "alkaid 0.8.2", "2023.2", 5000.0, 4000, 5804.0, 3420.0)]
    (run.folder / "rtl" / "src" / "tagger.v").write_text("// changed since\n")
    with pytest.raises(ReportError):
        calibrate.add([run.folder], tmp_path / "other.jsonl")


def test_five_routed_rtl_projects_refit_the_estimate_between_them(install, run, tmp_path, monkeypatch):
    sizes = (4000, 4500, 5500, 6000, 8000)
    own = [bands.RtlPair(f"d{cost}", "alkaid 0.8.2", "2023.2", cost, cost, 1.1 * cost + 5, cost / 2) for cost in sizes]
    found = bands.site_usage("alkaid 0.8.2", 5000.0, 4000, own)
    assert 5500 < found.lut.low < 1.1 * 5000 + 5 < found.lut.high < 5510
    assert found.ff.value == pytest.approx(2000)
    assert "5 designs that this site routed with Vivado 2023.2" in found.lut.note
    for usage in (
        bands.site_usage("alkaid 0.8.2", 8001.0, 4000, own),
        bands.site_usage("alkaid 0.9", 5000.0, 4000, own),
        bands.site_usage("alkaid 0.8.2", 5000.0, 4000, own[:4]),
    ):
        assert usage.lut.value is None
    monkeypatch.setattr(flow, "site_rtl_pairs", lambda: own)
    assert flow.calibrated(run).lut == found.lut
    assert flow.calibrated(run).dsp.value is None

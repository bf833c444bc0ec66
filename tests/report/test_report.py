"""The page and the record of a run and of a sweep: what stands first, what is missing, and what is proved."""

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from codesign.base.config import load
from codesign.design.design import Design
from codesign.errors import RunError
from codesign.report.record import assemble
from codesign.report.summary import MOST_TOLD
from codesign.report.write import write_page
from codesign.runs import stages
from codesign.runs.run import Run
from tests.fake_runs import (
    agrees,
    estimated,
    fake_design,
    frozen,
    simulated,
    trained,
    write_sweep,
)
from tests.report.pages import Page, page_of


def test_the_answer_comes_first(swept: Path) -> None:
    page = Page((swept / "report.html").read_text())
    text = page.text
    headline = "fits its budget, at a clock that only routing can confirm, and tags best of those that do"
    assert text.index(headline) < text.index("Outcome of every design") < text.rindex("Glossary")
    assert re.search(r"LUT \([\d,]+ to [\d,]+\), estimated", text)
    for expected in (
        "macro AUC of",
        "computes exactly what the trained network computes",
    ):
        assert expected in text
    assert "sparse0.4" in text
    assert "dropped: sparse0.0 tags as well" in text


def test_the_page_stands_alone_and_is_accessible(swept: Path) -> None:
    html = (swept / "report.html").read_text()
    page = Page(html)
    assert page.open == []
    assert page.attributes == {"lang": "en"}
    assert [link for link in page.links if not link.startswith(("#", "data:image/"))] == []
    assert "@import" not in html
    assert re.findall(r"url\(", html) == []
    assert len(page.images) >= 5
    assert all(image.get("alt") and image.get("width") for image in page.images)
    assert all(header.get("scope") for header in page.headers)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


@pytest.mark.usefixtures("quick")
def test_the_same_run_gives_the_same_page(run: Run) -> None:
    first = write_page(run.folder).read_bytes()
    assert write_page(run.folder).read_bytes() == first


def test_columns_carry_their_source_and_cells_their_notes(swept: Path) -> None:
    text = Page((swept / "report.html").read_text()).text
    assert text.count("LUT estimated: RTL trace (a test)") == 1
    assert "1 outside the calibration" in text


@pytest.mark.usefixtures("quick")
def test_figures_of_different_kinds_are_labelled_one_by_one(run: Run) -> None:
    row = run.read("estimate.json")
    row["timing"]["latency_cycles"] |= {"kind": "measured", "stage": "simulation"}
    run.write("estimate.json", row)
    text = page_of(run.folder).text
    assert "measured: simulation (a test)" in text
    assert "latency macro" not in text
    assert text.count("LUT estimated: RTL trace (a test)") == 1


@pytest.mark.usefixtures("quick")
def test_a_run_alone_has_a_page_and_a_record(run: Run) -> None:
    metrics = run.read("metrics.json")
    metrics["b_against_light"] = [{"process": "ttbar", "auc": 0.8211, "error": 0.0123, "jets": 345}]
    run.write("metrics.json", metrics)
    text = page_of(run.folder).text
    assert "fake fits its budget, at a clock that only routing can confirm" in text
    assert "fits, unrouted" in text
    assert "at the requested 2.778 ns, its outputs come 27.78 ns after" in text
    assert "360 MHz is expected, estimated" in text
    assert "ttbar 0.8211 ± 0.0123 345" in text
    assert "Not done yet" not in text
    record = run.read("report.json")
    assert record["design"]["key"] == run.design.key
    assert record["net"] == run.net.key
    assert record["verdict"]["outcome"] == "INCONCLUSIVE"
    assert record["verdict"]["words"] == "fits, at a clock that only routing can confirm"
    assert record["missing"] == {}
    assert {row["witness"] for row in record["agreement"]} == {"framework", "rtl", "csim"}
    assert record["metrics"] == run.read("metrics.json")


@pytest.mark.usefixtures("quick")
def test_the_design_in_the_page_is_the_design_of_the_run(run: Run, tmp_path: Path) -> None:
    html = write_page(run.folder).read_text()
    (design,) = re.findall(r"<pre>(name: .*?)</pre>", html, re.DOTALL)
    (tmp_path / "design.yaml").write_text(unescape(design))
    assert load(tmp_path / "design.yaml", Design) == run.design
    assert f"codesign train design.yaml -o runs/{run.design.key}" in html


@pytest.mark.usefixtures("quick")
def test_each_missing_stage_is_named_with_its_command(tmp_path: Path, jets: Path) -> None:
    folder = tmp_path / "run"
    run = Run.create(fake_design(jets), folder)
    verbs = ["train", "freeze", "rtl", "estimate", "convert", "csim", "check"]
    stages = [
        lambda: trained(folder, run.design),
        lambda: frozen(run),
        lambda: estimated(run),
        lambda: simulated(run),
    ]
    left = [verbs, verbs[1:], verbs[2:], ["convert", "csim"], []]
    for missing, stage in zip(left, [*stages, None], strict=True):
        assert list(assemble(run).missing) == missing
        text = page_of(folder).text
        assert ("is not finished" in text) == ("check" in missing)
        for verb in missing:
            shown = f"codesign {verb} {folder}"
            assert assemble(run).missing[verb] == shown
        assert ("Not done yet" in text) == bool(missing)
        if stage:
            stage()


@pytest.mark.usefixtures("quick")
def test_a_failed_run_says_why(run: Run) -> None:
    run.write("progress.json", {"stage": "failed", "error": "the compiler <g++> is missing"})
    html = write_page(run.folder).read_text()
    assert "the compiler &lt;g++&gt; is missing" in html
    assert "<g++>" not in html


@pytest.mark.usefixtures("quick")
def test_a_design_whose_csim_differs_is_not_the_answer(jets: Path, tmp_path: Path) -> None:
    run = simulated(estimated(frozen(trained(tmp_path / "run", fake_design(jets)))), wrong_lsb=3.0)
    text = page_of(run.folder).text
    assert "fake does not compute what the trained network computes" in text
    assert "by up to 3 LSB; first in logits" in text
    assert assemble(run).exact("csim") is False
    assert assemble(run).exact("framework") is True


@pytest.mark.usefixtures("quick")
def test_results_of_an_earlier_net_count_as_missing(run: Run) -> None:
    frozen(run, seed=5)
    run.__dict__.pop("net", None)
    report = assemble(run)
    assert report.usage is None
    assert report.verdict is None
    assert report.exact("csim") is None
    assert set(report.missing) >= {"rtl", "estimate", "check", "csim"}


@pytest.mark.usefixtures("quick")
def test_no_design_fits(tmp_path: Path, jets: Path) -> None:
    run = estimated(frozen(trained(tmp_path / "a", fake_design(jets, "huge"))), lut=5e6)
    other = estimated(frozen(trained(tmp_path / "b", fake_design(jets, "larger")), seed=2), lut=6e6)
    write_sweep(tmp_path, [run, other], {"a": "breaks its budget", "b": "breaks its budget"})
    text = page_of(tmp_path).text
    assert "No design fits its budget" in text
    assert re.search(r"huge: breaks its budget;.*5,000,000 .* allowed \(FAIL\)", text)


@pytest.mark.usefixtures("quick")
def test_of_many_designs_without_an_answer_the_first_lines_tell_of_a_few(tmp_path: Path, jets: Path) -> None:
    first = estimated(frozen(trained(tmp_path / "r0", fake_design(jets, "huge0"))), lut=5e6)
    for number in range(1, 9):
        folder = Path(shutil.copytree(first.folder, tmp_path / f"r{number}"))
        text = (folder / "design.yaml").read_text().replace("huge0", f"huge{number}")
        (folder / "design.yaml").write_text(text)
    runs = [Run.open(tmp_path / f"r{number}") for number in range(9)]
    write_sweep(tmp_path, runs, {run.folder.name: "breaks its budget" for run in runs})
    text = page_of(tmp_path).text
    assert "The tables say why the other 3 designs were dropped." in text
    assert text.count("(FAIL)") == MOST_TOLD


@pytest.mark.usefixtures("quick")
def test_a_band_across_a_limit_is_no_answer(tmp_path: Path, jets: Path) -> None:
    run = simulated(estimated(frozen(trained(tmp_path / "run", fake_design(jets, "edge"))), lut=430_000.0))
    text = page_of(run.folder).text
    assert "edge may fit its budget; open: clock of the RTL (ns); LUT, 1 of 4 SLRs" in text
    assert "INCONCLUSIVE" in text


@pytest.mark.usefixtures("quick")
def test_a_sweep_under_way_says_how_far_it_is(tmp_path: Path, jets: Path) -> None:
    first = frozen(trained(tmp_path / "a", fake_design(jets, "first")))
    second = Run.create(fake_design(jets, "second"), tmp_path / "b")
    write_sweep(tmp_path, [first, second], {})
    text = page_of(tmp_path).text
    assert "Not finished: 0 of 2 designs are decided" in text
    assert "not decided yet" in text


@pytest.mark.usefixtures("quick")
def test_a_jets_file_that_is_gone_or_changed_is_said(run: Run, jets: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.npz"
    shutil.copy(jets, copy)
    metrics = run.read("metrics.json")
    metrics["jets"]["digest"] = "another"
    run.write("metrics.json", metrics)
    assert "other jets now than when these designs were evaluated: fake" in page_of(run.folder).text
    gone = tmp_path / "gone.npz"
    (run.folder / "design.yaml").write_text((run.folder / "design.yaml").read_text().replace(str(jets), str(gone)))
    text = page_of(run.folder).text
    assert str(gone) in text
    assert "TeV" not in text


@pytest.mark.usefixtures("quick")
def test_a_killed_writing_leaves_the_old_page(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    old = write_page(run.folder).read_bytes()

    def fail(*arguments: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("codesign.report.write.render", fail)
    with pytest.raises(KeyboardInterrupt):
        write_page(run.folder)
    assert (run.folder / "report.html").read_bytes() == old


@pytest.mark.usefixtures("quick")
def test_a_folder_without_runs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="holds neither a run nor a sweep"):
        write_page(tmp_path)


@pytest.mark.usefixtures("quick")
def test_report_json_is_plain_json(run: Run) -> None:
    write_page(run.folder)
    text = (run.folder / "report.json").read_text()
    assert json.loads(text)["versions"] == run.read("versions.json")
    assert "NaN" not in text


@pytest.mark.usefixtures("quick")
def test_a_witness_without_rows_is_not_exact(jets: Path, tmp_path: Path) -> None:
    run = frozen(trained(tmp_path / "run", fake_design(jets)))
    assert assemble(run).exact("csim") is None
    assert not assemble(run).proven
    agrees(run, "rtl")
    assert assemble(run).proven


@pytest.mark.usefixtures("quick")
def test_page_and_verdict_agree_on_what_is_proven(jets: Path, tmp_path: Path) -> None:
    """Without an HLS project nothing is left to compare; with one, the verdict waits for its C simulation."""
    run = estimated(frozen(trained(tmp_path / "run", fake_design(jets))))
    text = page_of(run.folder).text
    assert stages.check(run).fits
    assert "fake fits its budget" in text
    assert re.search(r"what the trained network computes: in the RTL emulator 0 of [\d,]+ outputs differ", text)
    (run.folder / "hls").mkdir()
    run.write("hls/hls_project.json", {"net": run.net.key})
    assert not stages.check(run).fits
    assert not assemble(run).proven
    assert "fake may fit its budget; open: exactness" in page_of(run.folder).text
    agrees(run, "csim")
    assert assemble(run).proven
    assert re.search(r"in C simulation 0 of [\d,]+ outputs differ", page_of(run.folder).text)

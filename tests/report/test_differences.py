"""Comparison of two designs: differences come first, and a judgement is right and no more certain than the numbers."""

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from codesign.cli.app import app
from codesign.cli.verdict_tables import differences_table
from codesign.cost.figures import Figure
from codesign.design.training import Pruning
from codesign.net.tree_facts import TreeFacts
from codesign.report.differences import Difference, names, rows, same
from codesign.report.record import Report, assemble
from codesign.runs.run import Run
from tests.fake_runs import estimated, fake_design, fake_jets, frozen, simulated, trained


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("runs")
    jets = fake_jets(folder)
    simulated(estimated(frozen(trained(folder / "one", fake_design(jets, "one")), seed=1), lut=20_000))
    sparse = fake_design(jets, "other", pruning=Pruning(sparsity=0.4))
    estimated(frozen(trained(folder / "other", sparse), seed=2), lut=30_000)
    return folder / "one", folder / "other"


@pytest.fixture
def reports(pair: tuple[Path, Path]) -> tuple[Report, Report]:
    one, other = (assemble(Run.open(folder)) for folder in pair)
    return one, other


def by_name(differences: tuple[Difference, ...]) -> dict[str, Difference]:
    return {row.what: row for row in differences if row.result}


def with_lut(report: Report, lut: Figure) -> Report:
    assert report.usage
    return replace(report, usage=replace(report.usage, lut=lut))


def test_what_was_asked_differently_comes_first_then_results_then_what_is_the_same(reports) -> None:
    differences = rows(*reports)
    order = [(not row.differs, row.differs and row.result) for row in differences]
    assert order == sorted(order)
    assert (differences[0].what, differences[0].texts) == ("pruning.sparsity", ("0", "0.4"))
    assert len({(row.what, row.result) for row in differences}) == len(differences)


def test_judgements_know_which_way_is_better(reports) -> None:
    forth, back = by_name(rows(*reports)), by_name(rows(*reversed(reports)))
    assert (forth["LUT"].change, forth["LUT"].judgement, forth["LUT"].doubt) == ("+10,000 (+50%)", "worse", "")
    assert (back["LUT"].change, back["LUT"].judgement) == ("-10,000 (-33%)", "better")
    assert forth["LUT"].source == "estimated: RTL trace (a test)"
    scores = [report.metrics["score"]["value"] for report in reports]
    assert forth["macro AUC"].judgement == ("better" if scores[1] > scores[0] else "worse")
    assert forth["macro AUC"].change == f"{scores[1] - scores[0]:+.4f}"
    assert back["macro AUC"].judgement != forth["macro AUC"].judgement
    assert forth["csim and reference"].texts == ("exact", "not run")
    assert (forth["csim and reference"].judgement, back["csim and reference"].judgement) == ("", "")
    assert not forth["latency (ns)"].differs


def test_a_difference_inside_the_errors_or_bands_is_said_to_be(reports) -> None:
    one, _ = reports
    metrics = {**one.metrics, "score": {**one.metrics["score"], "value": one.metrics["score"]["value"] + 1e-4}}
    close = with_lut(replace(one, metrics=metrics), replace(one.usage.lut, value=21_000.0))
    differences = by_name(rows(one, close))
    assert (differences["macro AUC"].judgement, differences["macro AUC"].doubt) == ("better", "within the errors")
    assert (differences["LUT"].judgement, differences["LUT"].doubt) == ("worse", "bands overlap")


def test_numbers_of_other_jets_or_sources_are_not_compared(reports) -> None:
    one, other = reports
    jets = {**other.metrics["jets"], "digest": "another"}
    routed = with_lut(other, Figure.exactly(9000.0, "measured", "post-route", "Vivado"))
    differences = by_name(rows(one, replace(routed, metrics={**other.metrics, "jets": jets})))
    assert (differences["macro AUC"].judgement, differences["macro AUC"].change) == ("", "")
    assert differences["macro AUC"].doubt == "other test jets"
    assert (differences["LUT"].judgement, differences["LUT"].doubt) == ("", "different sources")
    assert differences["LUT"].source == "estimated: RTL trace (a test) / measured: post-route (Vivado)"


def test_what_is_not_known_is_no_number(reports) -> None:
    one, other = reports
    nothing = replace(other, usage=None, timing=None, metrics=None, verdict=None, agreement=(), layers=(), net=None)
    differences = by_name(rows(one, nothing))
    assert differences["LUT"].texts[1] == "not estimated"
    assert differences["macro AUC"].texts[1] == "not measured"
    assert differences["budget"].texts[1].startswith("not checked")
    assert all(not differences[what].judgement for what in ("LUT", "macro AUC"))
    unknown = with_lut(other, Figure.unavailable("RTL trace", "a test", "why"))
    assert by_name(rows(unknown, one))["LUT"].texts == ("unavailable", "20,000 (18,000 to 24,000)")


def test_designs_of_trees_differ_in_trees_and_comparators_and_have_no_weights(reports) -> None:
    facts = TreeFacts("logits", 240, 3, 1410, 570, 96, 6)
    fewer = replace(facts, trees=120, comparators=380)
    one, other = (
        replace(report, layers=(), trees=(trees,)) for report, trees in zip(reports, (facts, fewer), strict=True)
    )
    differences = by_name(rows(one, other))
    assert "weights" not in differences
    assert (differences["trees"].texts, differences["trees"].change) == (("240", "120"), "-120 (-50%)")
    assert differences["comparators of trees"].change == "-190 (-33%)"


def test_a_proof_of_the_contrary_is_worse_than_a_proof(reports) -> None:
    one, _ = reports
    wrong = tuple(replace(a, mismatches=3) if a.witness == "csim" else a for a in one.agreement)
    differences = by_name(rows(one, replace(one, agreement=wrong)))
    assert differences["csim and reference"].judgement == "worse"
    assert differences["csim and reference"].texts[1].endswith("differ")


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_not_there_yet_is_neither_better_nor_worse(pair, tmp_path, turned) -> None:
    known = assemble(Run.open(pair[0]))
    unknown = assemble(trained(tmp_path / "run", fake_design(fake_jets(tmp_path), "other")))
    differences = by_name(rows(*((unknown, known) if turned else (known, unknown))))
    texts = {what: row.texts[not turned] for what, row in differences.items()}
    assert [texts[what] for what in ("weights", "zero weights", "bits of the others")] == ["not frozen"] * 3
    assert texts["budget"].startswith("not checked")
    assert texts["csim and reference"] == "not run"
    assert {(row.judgement, row.change) for row in differences.values()} == {("", "")}


def test_a_run_differs_from_itself_in_nothing(reports) -> None:
    one, _ = reports
    differences = rows(one, one)
    assert not any(row.differs for row in differences)
    assert "pruning.sparsity: 0; " in same(differences)
    assert names(one, one) == (str(one.folder), str(one.folder))


def test_the_table_names_each_source_once(reports) -> None:
    console = Console(file=io.StringIO(), width=160)
    console.print(differences_table(rows(*reports), names(*reports)))
    text = console.file.getvalue()
    assert text.count("estimated: RTL trace (a test)") == 1
    assert "+10,000 (+50%)" in text
    assert "jets.table" not in text


def test_the_verb_compares_runs_and_says_when_nothing_differs(pair: tuple[Path, Path], tmp_path: Path) -> None:
    copy = shutil.copytree(pair[0], tmp_path / "copy")
    for folders, differs in ((pair, True), ((pair[0], copy), False)):
        done = CliRunner().invoke(app, ["compare", *map(str, folders)])
        assert done.exit_code == 0
        assert ("the second is" in done.output) == differs
        assert "the same in both: " in done.output

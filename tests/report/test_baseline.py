import shutil
import sys
from pathlib import Path

import pytest
import yaml

from codesign.base.config import load, parse
from codesign.cli.app import main
from codesign.errors import ConfigError, RunError
from codesign.jets.store import load as load_jets
from codesign.report.baseline import Baseline, Designs
from tests.fake_runs import estimated, fake_design, fake_jets, fake_sweep, frozen, simulated, trained, write_sweep


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished sweep of sparse0.0, sparse0.4 (dropped) and sparse0.7; tests must not change it."""
    return fake_sweep(tmp_path_factory.mktemp("sweep"), fake_jets(tmp_path_factory.mktemp("jets")))


@pytest.fixture
def sweep(swept: Path, tmp_path: Path) -> Path:
    """A copy of the finished sweep, which a test may change."""
    return shutil.copytree(swept, tmp_path / "sweep")


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs the command line; returns the exit code and the printed text in one line."""

    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["codesign", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return int(stop.value.code or 0), " ".join((printed.out + printed.err).split())

    return run


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_file_says_the_same_again(swept: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "baseline.yaml"
    baseline = Baseline(designs=Designs.open(swept).records()).with_tolerances({"lut": 0.125, "latency_cycles": 2})
    baseline.write(path)
    assert load(path, Baseline) == baseline
    assert path.read_text() == load(path, Baseline).text()


def test_the_file_holds_kept_designs_with_sources_versions_and_the_jets(swept: Path) -> None:
    text = Baseline(designs=Designs.open(swept).records()).text()
    assert max(map(len, text.splitlines())) < 140
    data = yaml.safe_load(text)
    assert list(data["designs"]) == ["sparse0.0", "sparse0.7"]
    record = data["designs"]["sparse0.7"]
    assert record["jets"]["digest"] == load_jets(record["jets"]["file"]).digest()
    assert record["lut"] == {"value": 10_000.0, "kind": "estimated", "stage": "RTL trace", "tool": "a test"}
    assert record["exact"] == ["framework", "rtl", "csim"]
    assert "numpy" in record["versions"]


def test_nothing_proven_gives_no_baseline(sweep: Path, tmp_path: Path) -> None:
    write_sweep(sweep, list(Designs.open(sweep).runs.values()), {})
    with pytest.raises(RunError, match=f"`codesign sweep CONFIG -o {sweep}` continues it"):
        Designs.open(sweep).records()
    run = estimated(frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path)))))
    with pytest.raises(RunError, match=f"`codesign convert {run.folder}` continues it"):
        Designs.open(run.folder).records()


def test_a_kept_design_that_differs_is_not_written_down(sweep: Path) -> None:
    run = Designs.open(sweep).runs["sparse0.0"]
    data = run.read("agreement.json")
    data["rows"][-1]["mismatches"] = 1
    run.write("agreement.json", data)
    assert list(Designs.open(sweep).records()) == ["sparse0.7"]


def test_two_designs_of_one_name_are_refused(sweep: Path) -> None:
    for run in Designs.open(sweep).runs.values():
        edit(run.folder / "design.yaml", f"name: {run.design.name}", "name: same")
    with pytest.raises(ConfigError, match="both named same"):
        Designs.open(sweep)


def test_a_folder_of_neither_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no sweep"):
        Designs.open(tmp_path)


def test_check_fails_with_a_table_where_the_baseline_was_better(swept: Path, tmp_path: Path, say) -> None:
    file = tmp_path / "b.yaml"
    code, printed = say("baseline", swept, "-o", file)
    assert code == 0
    assert f"codesign check {swept} --baseline {file}" in printed
    assert say("check", swept, "--baseline", file)[0] == 0
    edit(file, "lut: {value: 30000.0", "lut: {value: 29000.0")
    code, printed = say("check", swept, "--baseline", file)
    assert code == 1
    for word in ("sparse0.0", "LUT", "29,000", "30,000", "2 %", "WORSE", "1 worse", "--force"):
        assert word in printed
    assert "SAME" not in printed
    assert say("check", swept, "--baseline", file, "--tolerance", "lut=0.05")[0] == 0
    edit(file, "lut: 0.02 ", "lut: 0.05 ")
    assert say("check", swept, "--baseline", file)[0] == 0


def test_check_of_other_jets_ends_with_2(swept: Path, tmp_path: Path, say) -> None:
    file = tmp_path / "b.yaml"
    say("baseline", swept, "-o", file)
    edit(file, "test: ", "test: 1")
    code, printed = say("check", swept, "--baseline", file)
    assert code == 2
    assert "INCONCLUSIVE" in printed


def test_an_update_keeps_the_tolerances_and_names_what_it_would_give_up(swept: Path, tmp_path: Path, say) -> None:
    file = tmp_path / "b.yaml"
    assert say("baseline", swept, "-o", file, "--tolerance", "lut=0.1")[0] == 0
    edit(file, "lut: {value: 30000.0", "lut: {value: 40000.0")
    code, printed = say("check", swept, "--baseline", file)
    assert code == 0
    assert f"update the baseline with: codesign baseline {swept} -o {file}" in printed
    assert say("baseline", swept, "-o", file)[0] == 0
    updated = load(file, Baseline)
    assert updated.tolerances.lut == 0.1
    assert updated.designs["sparse0.0"].lut.value == 30_000
    edit(file, "lut: {value: 30000.0", "lut: {value: 20000.0")
    before = file.read_text()
    code, printed = say("baseline", swept, "-o", file)
    assert code == 1
    assert "is unchanged" in printed
    assert file.read_text() == before
    assert say("baseline", swept, "-o", file, "--force")[0] == 0
    assert load(file, Baseline) == updated


def test_a_run_replaces_only_its_own_design(swept: Path, tmp_path: Path, say) -> None:
    file = tmp_path / "b.yaml"
    say("baseline", swept, "-o", file)
    before = load(file, Baseline).designs
    run = simulated(estimated(frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path), "mine"))), lut=7.0))
    code, printed = say("check", run.folder, "--baseline", file)
    assert code == 2
    assert "not in the baseline: mine" in printed
    assert say("baseline", run.folder, "-o", file)[0] == 0
    after = load(file, Baseline).designs
    assert list(after) == ["sparse0.0", "sparse0.7", "mine"]
    assert {name: after[name] for name in before} == before
    assert say("check", run.folder, "--baseline", file)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--baseline", "no.yaml"], "no.yaml: no such file; `codesign baseline"),
        (["--baseline", "b.yaml", "--budget", "one_slr"], "cannot be combined"),
        (["--tolerance", "lut=1"], "give --baseline FILE too"),
        ([], "compare a sweep with a baseline: --baseline FILE"),
        (["--baseline", "b.yaml", "--tolerance", "lut"], "--tolerance lut: expected KEY=VALUE"),
        (["--baseline", "b.yaml", "--tolerance", "lutt=1"], "--tolerance: lutt: unknown key; did you mean 'lut'?"),
        (["--baseline", "b.yaml", "--tolerance", "lut=-1"], "--tolerance: lut: input should be greater than or equal"),
        (
            ["--baseline", "b.yaml", "--tolerance", "lut=1e308"],
            "--tolerance: lut: input should be less than or equal to",
        ),
        (
            ["--baseline", "b.yaml", "--tolerance", "latency_cycles=9999999"],
            "latency_cycles: input should be less than",
        ),
        (["--baseline", "wrong.yaml"], "wrong.yaml:1: tolerances.lut: input should be a valid number, found 'two'"),
        (["--baseline", "empty.yaml"], "empty.yaml:1: designs: "),
    ],
)
def test_a_wrong_question_says_what_to_do(
    swept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say, arguments: list[str], expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Baseline(designs=Designs.open(swept).records()).write(Path("b.yaml"))
    Path("wrong.yaml").write_text("tolerances: {lut: two}\ndesigns: {}\n")
    Path("empty.yaml").write_text("designs: {}\n")
    code, printed = say("check", swept, *arguments)
    assert code == 3
    assert expected in printed


def test_a_witness_that_is_none_is_refused(swept: Path) -> None:
    record = next(iter(Designs.open(swept).records().values())).model_dump(mode="json")
    with pytest.raises(ConfigError, match=r"b\.yaml: .*'oracle' is not a witness; known are framework, csim"):
        parse({"designs": {"a": record | {"exact": ["oracle"]}}}, Baseline, Path("b.yaml"))

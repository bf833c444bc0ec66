"""`codesign run`, and the features of all verbs: help, version, completion, `next:`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import codesign
import codesign.training.train as training_stage
from codesign.cli import whole
from codesign.cli.app import ERROR, VERBS, app
from codesign.runs.pipeline import PIPELINE, left, next_command, through
from codesign.runs.pipeline import VERBS as STAGES
from codesign.runs.run import Run
from tests.fake_runs import agrees, estimated, fake_design, fake_jets, fake_sweep, frozen, simulated, trained

ROOT = Path(__file__).parents[2]


def commands(group, path=()):
    """(words that call it, command) of every verb."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        yield (*path, name), command


ALL = dict(commands(typer.main.get_command(app)))


# one list of stages


def test_the_readme_lists_the_stages_in_their_order() -> None:
    block = (ROOT / "README.md").read_text().split("each of which is a verb of its own:")[1].split("```")[1]
    assert tuple(re.findall(r"^codesign ([\w-]+)", block, re.MULTILINE)) == STAGES
    assert tuple(whole.ACTIONS) == STAGES


def test_the_help_lists_the_stages_in_their_order() -> None:
    assert tuple(verb.__name__ for verb in VERBS["Its stages, in order"]) == STAGES


def test_a_cheaper_run_is_a_beginning_of_the_whole() -> None:
    assert through("estimate") == ("train", "freeze", "rtl", "estimate") == STAGES[:4]


def test_what_comes_next_is_the_first_stage_that_is_missing(tmp_path) -> None:
    folder = tmp_path / "a run"
    run = Run.create(fake_design(fake_jets(tmp_path)), folder)
    steps = (
        lambda: trained(folder, run.design),
        lambda: frozen(run),
        lambda: agrees(run, "rtl"),
        lambda: estimated(run),
        lambda: simulated(run),
        lambda: (folder / "report.html").write_text("page"),
    )
    following = ["train", "freeze", "rtl", "estimate", "convert", "report"]
    for verb, step in zip(following, steps, strict=True):
        assert next_command(run) == f"codesign {verb} '{folder}'"
        step()
    assert left(run) == ()
    assert next_command(run) == f"codesign handoff '{folder}'"


# codesign run


@pytest.fixture
def quick(monkeypatch):
    """Replaces the page by an empty one."""
    monkeypatch.setattr("codesign.report.write.render", lambda *given: ("<html></html>", None))


@pytest.fixture
def stages(monkeypatch):
    """Replaces the expensive stages by fakes; returns the list of stages that have run."""
    called = []

    def fake(verb, work):
        def act(run, tell):
            if not next(stage for stage in PIPELINE if stage.verb == verb).is_done(run):
                called.append(verb)
                tell(f"progress of {verb}")
                work(run)
            return f"result of {verb}"

        return act

    fakes = {
        "train": lambda run: trained(run.folder, run.design),
        "freeze": frozen,
        "rtl": lambda run: agrees(run, "rtl"),
        "estimate": estimated,
        "convert": simulated,
        "csim": lambda run: None,
    }
    for verb, work in fakes.items():
        monkeypatch.setitem(whole.ACTIONS, verb, fake(verb, work))
    monkeypatch.setattr(training_stage, "require_inputs", lambda run, source: None)
    return called


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "mine.yaml"
    sizes = "architecture: {sizes: {phi: [4], rho: [4]}}"
    path.write_text(f"name: mine\njets: {{file: {fake_jets(tmp_path)}, features: pt_eta_phi}}\n{sizes}\n")
    return path


@pytest.mark.usefixtures("quick")
def test_a_design_goes_through_all_stages_to_its_page(cli, config, stages) -> None:
    code, printed = cli("run", config, "-o", "out", "--set", "precision.weights=4")
    assert code == Run.open("out").verdict.exit_code == 2  # INCONCLUSIVE, because nothing is routed
    lines = printed.out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [*STAGES, "next"]
    assert lines[-3].startswith("check: INCONCLUSIVE: fits, at a clock that only routing can confirm")
    assert lines[-2:] == ["report: out/report.html", "next: codesign handoff out"]
    assert "1/8 train: trained weights\nprogress of train\n2/8 freeze:" in printed.err
    assert "<html" in Path("out/report.html").read_text()
    assert Run.open("out").design.precision.weights == 4


@pytest.mark.usefixtures("quick")
def test_a_run_goes_on_where_it_stopped(cli, config, stages) -> None:
    cli("run", config, "-o", "out")
    assert stages == ["train", "freeze", "rtl", "estimate", "convert"]
    for again in (config, "out"):
        code, printed = cli("run", again, *(["-o", "out"] if again == config else []))
        assert code == 2
        assert "train: result of train, done before" in printed.out
        assert "progress" not in printed.err
    assert stages == ["train", "freeze", "rtl", "estimate", "convert"]


@pytest.mark.usefixtures("quick", "stages")
def test_quiet_leaves_the_results(cli, config) -> None:
    code, printed = cli("run", config, "-o", "out", "--quiet")
    assert (code, printed.err) == (2, "")
    assert len(printed.out.splitlines()) == len(STAGES) + 1


@pytest.mark.usefixtures("quick")
def test_a_design_that_differs_fails(cli, config, stages, monkeypatch) -> None:
    monkeypatch.setitem(whole.ACTIONS, "convert", lambda run, tell: str(simulated(run, wrong_lsb=1).folder))
    code, printed = cli("run", config, "-o", "out")
    assert code == 1
    assert "check: FAIL: does not fit: exactness" in printed.out
    assert printed.out.endswith("next: codesign csim out --trace\n")


@pytest.mark.usefixtures("quick")
def test_a_design_that_does_not_fit_is_not_delivered_but_changed(cli, config, stages, monkeypatch) -> None:
    monkeypatch.setitem(whole.ACTIONS, "estimate", lambda run, tell: str(estimated(run, lut=1e6).folder))
    code, printed = cli("run", config, "-o", "out")
    following = "next: codesign run out/design.yaml --set KEY=VALUE, for a design that takes less\n"
    assert (code, printed.out.endswith(following)) == (1, True), printed.out
    assert cli("report", "out")[1].out.endswith(following)


def test_a_sweep_is_run_as_a_sweep(cli, monkeypatch) -> None:
    called = []
    monkeypatch.setattr("codesign.cli.sweeps.run", lambda *given, **named: called.append((given, named)))
    Path("many.yaml").write_text("design: mine.yaml\naxes:\n  - {pruning.sparsity: [0.0, 0.5]}\n")
    assert cli("run", "many.yaml", "-o", "out", "-q")[0] == 0
    assert called == [((Path("many.yaml"), Path("out")), {"quiet": True})]
    code, printed = cli("run", "many.yaml", "--set", "precision.weights=4")
    assert code == ERROR
    assert "codesign sweep CONFIG --axis" in printed.err


def test_the_folder_of_a_sweep_says_what_goes_on_with_it(cli, tmp_path) -> None:
    folder = fake_sweep(tmp_path / "sweep", fake_jets(tmp_path))
    code, printed = cli("run", folder)
    assert code == ERROR
    assert f"is the folder of a sweep; `codesign sweep {folder / 'sweep.yaml'} -o {folder}` resumes it" in printed.err


def test_a_config_that_is_not_there_is_named(cli) -> None:
    code, printed = cli("run", "gone.yaml")
    assert code == ERROR
    assert "gone.yaml" in printed.err


# all verbs


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_each_verb_has_help_by_one_letter(words, cli) -> None:
    code, printed = cli(*words, "-h")
    assert code == 0
    assert printed.out == cli(*words, "--help")[1].out
    assert " ".join(words) in printed.out
    assert "[bold]" not in printed.out


def test_each_verb_stands_in_a_group_of_the_help(cli) -> None:
    groups = cli("--help")[1].out.split("From a design to its page:")[1]
    assert "Commands:" not in groups
    listed = re.findall(r"^  ([\w-]+) ", groups, re.MULTILINE)
    assert sorted(listed) == sorted(words[0] for words in ALL if len(words) == 1)
    assert listed[:4] == ["new", "run", "sweep", "jets"]


@pytest.mark.parametrize("words", [w for w, command in ALL.items() if not hasattr(command, "commands")], ids=" ".join)
def test_each_verb_that_takes_long_can_be_quiet(words) -> None:
    quick = ["new", "check", "baseline", "estimate", "convert", "compare", "report", "calibrate", "rebuild"]
    quick += ["status", "watch", "job-script", "info", "export"]
    options = [option for parameter in ALL[words].params for option in parameter.opts]
    assert ("--quiet" in options) == (words[-1] not in quick)


def test_the_version_is_printed(cli) -> None:
    assert cli("--version")[1].out == f"codesign {codesign.__version__}\n"


def test_a_shell_completes_verbs() -> None:
    environment = {"_CODESIGN_COMPLETE": "complete_bash", "COMP_WORDS": "codesign co", "COMP_CWORD": "1"}
    code = "import sys; sys.argv = ['codesign']; from codesign.cli.app import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().split() == ["convert", "compare"]


@pytest.mark.usefixtures("quick")
def test_verbs_end_with_what_comes_next(cli, tmp_path) -> None:
    run = estimated(frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path)))))
    jets = tmp_path / "jets.npz"
    for words, following in (
        (("estimate", run.folder), f"codesign convert {run.folder}"),
        (("check", run.folder), f"codesign report {run.folder}"),
        (("report", run.folder), f"codesign convert {run.folder}"),
        (("compare", run.folder, run.folder), f"codesign convert {run.folder}"),
        (("jets", "info", jets), f"codesign new NAME --jets {jets}"),
    ):
        assert cli(*words)[1].out.splitlines()[-1] == f"next: {following}"


def test_freezing_tells_the_test_score(cli, tmp_path) -> None:
    run = frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path))))
    score, jets = run.metrics["score"], len(run.jets())
    told = f"macro AUC {score['value']:.4f} ± {score['error']:.4f} on {jets} test jets"
    assert cli("freeze", run.folder)[1].out.splitlines()[-2:] == [told, f"next: codesign rtl {run.folder}"]


@pytest.mark.usefixtures("quick")
def test_after_the_page_of_a_sweep_the_best_survivor_is_delivered(cli, tmp_path) -> None:
    folder = fake_sweep(tmp_path / "sweep", fake_jets(tmp_path))
    assert cli("report", folder)[1].out.endswith(f"next: codesign sweep {folder / 'sweep.yaml'} -o {folder}\n")
    survivors = codesign.Sweep.open(folder).survivors
    for run in survivors:
        run.write("progress.json", {"stage": "done"})
    best = max((run.metrics["score"]["value"], str(run.folder)) for run in survivors)[1]
    assert cli("report", folder)[1].out.endswith(f"next: codesign handoff {best}\n")

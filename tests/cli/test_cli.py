import subprocess
import sys

import pytest

from codesign.cli.app import ERROR, INTERRUPTED, main
from tests.fake_runs import fake_design, fake_jets, frozen, trained


def run(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["codesign", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code, capsys.readouterr()


def test_verbs_below_the_waist_load_no_training_framework():
    code = (
        "import sys, codesign.cli.app, codesign.runs.stages, codesign.cli.tables, codesign.backends.hls.csim\n"
        "print([m for m in ('tensorflow', 'keras', 'torch', 'hls4ml', 'matplotlib', 'sklearn') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_a_wrong_verb_names_the_nearest(monkeypatch, capsys):
    code, printed = run(monkeypatch, capsys, "chek")
    assert code == ERROR
    assert "'check'" in printed.err


def test_an_error_is_one_message_without_a_traceback(monkeypatch, capsys, tmp_path):
    code, printed = run(monkeypatch, capsys, "csim", tmp_path)
    assert code == ERROR
    assert "is not a run folder" in printed.err
    assert "Traceback" not in printed.err


def test_an_error_does_not_repeat_pages_of_what_was_given(monkeypatch, capsys, tmp_path):
    code, printed = run(monkeypatch, capsys, "jets", "info", tmp_path / "no.npz" / ("x" * 9000))
    assert code == ERROR
    assert len(printed.err) < 2000
    assert printed.err.startswith(f"error: {tmp_path}")


def test_a_wrong_config_prints_file_line_and_key(monkeypatch, capsys, tmp_path):
    path = tmp_path / "d.yaml"
    path.write_text("precision:\n  wieghts: 6\n")
    code, printed = run(monkeypatch, capsys, "train", path)
    assert code == ERROR
    assert "d.yaml:2: precision.wieghts: unknown key; did you mean 'weights'?" in printed.err.replace("\n", " ")


def test_a_wrong_budget_is_blamed_on_who_gave_it(monkeypatch, capsys, tmp_path):
    wrong = "budget 'one_slrr' is unknown; did you mean 'one_slr'? (use one of one_fpga, one_slr, "
    folder = frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path)))).folder
    code, printed = run(monkeypatch, capsys, "check", folder, "--budget", "one_slrr")
    assert (code, printed.err.partition(wrong)[0]) == (ERROR, "error: --budget: ")
    path = tmp_path / "d.yaml"
    path.write_text("name: x\nbudget: one_slrr\n")
    code, printed = run(monkeypatch, capsys, "train", path)
    assert (code, printed.err.partition(wrong)[0]) == (ERROR, f"error: {path}:2: budget: ")


def test_a_design_that_is_trained_already_is_said_to_be(monkeypatch, capsys, tmp_path):
    folder = trained(tmp_path / "run", fake_design(fake_jets(tmp_path))).folder
    monkeypatch.setattr("codesign.training.train.train", lambda run, report: None)
    for config in ([folder], [folder / "design.yaml", "-o", folder]):
        code, printed = run(monkeypatch, capsys, "train", *config)
        assert (code or 0, printed.out) == (0, f"trained: {folder}, done before\nnext: codesign freeze {folder}\n")
    (folder / "model.weights.h5").unlink()
    told = run(monkeypatch, capsys, "train", folder)[1].out.splitlines()
    assert told[0].startswith("training fake (")
    assert told[1] == f"trained: {folder}"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("new", "Missing argument 'NAME'; see `codesign new --help`"),
        ("sweep status", "Missing argument 'folder'; see `codesign sweep status --help`"),
        ("check run --budget", "Option '--budget' requires an argument; see `codesign check --help`"),
        ("sweep many.yaml --foo", "No such option: --foo; see `codesign sweep run --help`"),
        ("train --foo", "No such option: --foo; see `codesign train --help`"),
        ("chek", "No such command 'chek'. Did you mean 'check'? See `codesign --help`"),
    ],
)
def test_wrong_words_lead_to_the_help_of_their_verb(monkeypatch, capsys, words, line):
    code, printed = run(monkeypatch, capsys, *words.split())
    assert (code, printed.err) == (ERROR, f"error: {line}\n")


def test_a_setting_without_a_value_says_what_was_expected(monkeypatch, capsys, tmp_path):
    path = tmp_path / "d.yaml"
    path.write_text("name: x\n")
    code, printed = run(monkeypatch, capsys, "train", path, "--set", "precision.weights")
    assert code == ERROR
    assert "KEY=VALUE" in printed.err


def test_a_missing_jets_file_is_named(monkeypatch, capsys, tmp_path):
    code, printed = run(monkeypatch, capsys, "jets", "info", tmp_path / "no.npz")
    assert code == ERROR
    assert "no.npz" in printed.err


@pytest.mark.parametrize(
    "verb", ["train", "freeze", "convert", "csim", "rtl", "estimate", "check", "sweep", "report", "compare"]
)
def test_every_verb_has_help(monkeypatch, capsys, verb):
    code, printed = run(monkeypatch, capsys, verb, "--help")
    assert code in (0, None)
    assert verb in printed.out


def test_a_file_that_ends_early_is_not_taken_for_ctrl_c(monkeypatch, capsys, tmp_path):
    def cut_off(folder, page=None):
        raise EOFError("No data left in file")

    monkeypatch.setattr("codesign.report.write.write_page", cut_off)
    code, printed = run(monkeypatch, capsys, "report", tmp_path)
    assert code == ERROR
    assert "No data left in file" in printed.err
    assert "empty or cut off" in printed.err
    assert "stopped" not in printed.err


def test_ctrl_c_says_that_the_same_command_goes_on(monkeypatch, capsys, tmp_path):
    def stopped(folder, page=None):
        raise KeyboardInterrupt

    monkeypatch.setattr("codesign.report.write.write_page", stopped)
    code, printed = run(monkeypatch, capsys, "report", tmp_path)
    assert code == INTERRUPTED
    assert "the same command goes on" in printed.err

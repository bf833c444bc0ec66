"""Text is printed exactly as it is: nothing in brackets vanishes, becomes a colour or stops the program."""

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import codesign
from codesign.cli import tables as show
from codesign.cli import verdict_tables
from codesign.cli.jets_card import print_card
from codesign.cli.sweep_display import funnel_table, status, status_table, sweeping
from codesign.cli.terminal import Terminal
from codesign.cli.vendor_tables import bands_table, watching
from codesign.cli.verdict_tables import verdict_table
from codesign.cost.budget import Budget, check, parts
from codesign.cost.figures import Figure, Timing, Usage
from codesign.design.firmware import Firmware
from codesign.errors import RunError
from codesign.jets.card import data_card
from codesign.net.agreement import Agreement
from codesign.report import differences, regression_gate
from codesign.runs.intervals import Exploration, Row
from codesign.runs.open_tools import Mapped
from codesign.runs.synthesis.bands import RtlPair
from codesign.sweep.engine import prepare
from codesign.sweep.state import Decision
from tests.cli.test_cli import run as codesign_run
from tests.jets.synthetic import jet_file
from tests.sweep.conftest import DESIGN, SWEEP

NASTY = "x[rtl]y[/x]z[v2][red]:b:[nan]"
FIGURE = Figure.exactly(7, "estimated", NASTY, NASTY, NASTY)
USAGE, TIMING = Usage(*[FIGURE] * 5), Timing(*[FIGURE] * 3)
AGREEMENT = Agreement(NASTY, NASTY, "jets", 9, 1, 2.0, NASTY, 1)
ROOT = Path(codesign.__file__).parents[1]


def printed(what, **options):
    terminal = Terminal(file=io.StringIO(), width=600, **options)
    terminal.print(what)
    return terminal.file.getvalue()


TABLES = {
    "agreement": lambda: show.agreement_table([AGREEMENT]),
    "tensors": lambda: show.tensor_table([(NASTY, NASTY, 1, 2.0)]),
    "figures": lambda: show.figures_table(USAGE, TIMING, Firmware()),
    "cycles": lambda: show.cycles_table(TIMING),
    "intervals": lambda: show.intervals_table(Exploration(2.778, 9, (Row(NASTY, 1, 16, USAGE, TIMING),))),
    "mapped": lambda: show.mapped_table(Mapped(USAGE, 1, 2)),
    "verdict": lambda: verdict_table(
        check(
            USAGE,
            TIMING,
            Budget(part=next(iter(parts().values())), interval_ns=25.0, latency_ns=100.0),
            TIMING,
            Firmware().period_ns,
        )
    ),
    "gate": lambda: verdict_tables.gate_table(
        [regression_gate.Change(NASTY, NASTY, NASTY, NASTY, NASTY, "WORSE", f"codesign rtl {NASTY}")]
    ),
    "differences": lambda: verdict_tables.differences_table(
        [differences.Difference(NASTY, (NASTY, "other"), NASTY, "worse", NASTY, NASTY)], (NASTY, NASTY)
    ),
    "bands": lambda: bands_table([], [RtlPair("d", NASTY, "2024.1", 1.0, 1.0, 1.0, 1.0)]),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_shows_texts_as_they_are(name):
    text = printed(TABLES[name]())
    assert NASTY in text
    assert not re.search(r"\\\[", text)  # and nothing is escaped either


def test_the_tables_of_a_sweep_show_reasons_and_errors_as_they_are(tmp_path):
    (tmp_path / "base.yaml").write_text(DESIGN)
    (tmp_path / "sweep.yaml").write_text(SWEEP)
    sweep = prepare(tmp_path / "sweep.yaml", tmp_path / "runs")
    for run in sweep.runs:
        run.write("progress.json", {"stage": "failed", "error": NASTY})
    sweep = sweep.decided({run.folder.name: Decision("training", NASTY) for run in sweep.runs})
    named = replace(sweep, config=sweep.config.model_copy(update={"name": NASTY}))
    for shown in (funnel_table(named), status(named), status_table(named)):
        assert NASTY in printed(shown)
    log, live = (Terminal(file=io.StringIO(), width=600, force_terminal=live) for live in (False, True))
    for terminal in (log, live):
        with sweeping(terminal) as tick:
            tick(named)
        assert NASTY in terminal.file.getvalue()


def test_a_data_card_and_a_tools_last_line_are_shown_as_they_are():
    card = data_card(jet_file(30))
    card["manifest"]["versions"] = {NASTY: "1"}
    card["tables"]["sc4"]["processes"] = {NASTY: 3}
    terminal = Terminal(file=io.StringIO(), width=600)
    print_card(card, terminal)
    assert terminal.file.getvalue().count(NASTY) == 2
    live = Terminal(file=io.StringIO(), width=600, force_terminal=True)
    with watching(live, NASTY) as line:
        line(f"ERROR {NASTY}")
    assert NASTY in live.file.getvalue()


@pytest.mark.parametrize("verb", [["csim"], ["rtl"], ["freeze"], ["check"], ["report"], ["train"], ["jets", "info"]])
def test_an_error_shows_a_path_as_it_is(verb, monkeypatch, capsys):
    code, shown = codesign_run(monkeypatch, capsys, *verb, f"runs/{NASTY}")
    assert code == 3
    assert f"runs/{NASTY}" in shown.err


@pytest.mark.parametrize("source", [":", ":y", "x:", "..:x", "a b:c"])
def test_a_model_that_cannot_be_one_is_named(source, monkeypatch, capsys):
    code, shown = codesign_run(monkeypatch, capsys, "freeze", source)
    assert code == 3
    assert f"error: {source} is neither a run folder nor a .keras file, nor trees (" in shown.err


def test_how_to_install_an_extra_survives_the_printing(monkeypatch, capsys):
    def refuse(*_):
        raise RunError("it needs yosys: pip install 'codesign[rtl]'")

    monkeypatch.setattr("codesign.runs.run.Run.open", refuse)
    assert "pip install 'codesign[rtl]'" in codesign_run(monkeypatch, capsys, "rtl", "x")[1].err


def test_help_keeps_what_is_in_brackets(monkeypatch, capsys):
    assert "[default: the first]" in " ".join(codesign_run(monkeypatch, capsys, "synth", "--help")[1].out.split())


def test_no_other_console_is_made_and_no_markup_is_parsed():
    """Rich's own consoles parse markup; styled output must be Text."""
    pattern = re.compile(r"rich\.markup|from_markup|\bConsole\(|TextColumn\((?!.*markup=False)")
    files = [*ROOT.glob("codesign/**/*.py"), *ROOT.glob("benchmarks/*.py")]
    places = [f"{file}: {line}" for file in files for line in file.read_text().splitlines() if pattern.search(line)]
    assert len(files) > 100
    assert places == []


@pytest.mark.parametrize(
    ("redirect", "message"),
    [(">/dev/full", "standard output: No space left on device"), ("| true", "")],
)
def test_where_nothing_can_be_printed_the_exit_code_is_that_of_an_error(redirect, message):
    sample = ROOT / "codesign/jets/samples/l1_pu200.npz"
    command = f"{sys.executable} -m codesign jets info {sample} {redirect}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, env=os.environ)
    assert done.returncode == 3
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_fault_of_the_program_is_no_verdict(monkeypatch, capsys):
    def fault(*_):
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("codesign.runs.run.Run.open", fault)
    code, shown = codesign_run(monkeypatch, capsys, "csim", "x")
    assert code == 3
    assert "ZeroDivisionError: nobody thought of this" in shown.err  # the traceback, for a bug report
    assert "please report it" in shown.err

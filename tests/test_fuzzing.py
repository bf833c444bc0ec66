"""Bad files and options never end in a traceback; and the fuzzer that tries them finds planted faults."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def fuzz(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.fuzzing", "--jobs=2", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_bad_files_and_options_are_refused_in_a_line() -> None:
    done = fuzz("--inputs=200", "--seed=5", "--quick")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "200 inputs, seed 5" in done.stdout
    assert done.stdout.rstrip().endswith("0 findings")


def test_a_traceback_a_hang_and_a_senseless_acceptance_are_found() -> None:
    done = fuzz("--inputs=12", "--seed=5", "--quick", "--kinds=versions,history,progress", "--plant", "--limit=3")
    assert done.returncode == 1, done.stderr
    assert "FINDING versions: a traceback: ZeroDivisionError: planted" in done.stdout
    assert "FINDING history: no end after 3 s" in done.stdout
    assert "FINDING progress: accepted with exit code 0, although stage is " in done.stdout
    assert "again: python -m tests.fuzzing --seed 5 --only progress:" in done.stdout

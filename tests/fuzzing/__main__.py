"""The command `python -m tests.fuzzing`. Exit code 0: no findings, 1: at least one finding."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from itertools import count
from pathlib import Path

from . import folders, pool, probes
from .kinds import FILES
from .work import OPTIONS, Answer, answer

LIMIT_S = 10.0
WEIGHT_OF_OPTIONS = 20


def main() -> int:
    """Runs the inputs that the options select; returns the exit code."""
    asked = _arguments()
    scratch = Path(tempfile.mkdtemp(prefix="codesign-fuzz"))
    try:
        good = scratch / "good"
        good.mkdir()
        os.environ |= {"PATH": f"{good / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(scratch)}
        os.environ["XDG_DATA_HOME"] = str(scratch)
        os.environ["COLUMNS"] = "140"
        _built(good)
        probes.install()
        if asked.plant:
            probes.replace("codesign.runs.run", "read_record", probes.planted)
        if asked.only:
            return _again(good, asked.seed, asked.only)
        return _all(good, asked)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _built(good: Path) -> None:
    """Builds the good folders in another process: library threads started here would be missing in forked workers."""
    process = multiprocessing.get_context("fork").Process(target=folders.build, args=(good,))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--limit", type=float, default=LIMIT_S, help="seconds for an input")
    parser.add_argument("--kinds", help="only these, with commas between them", default="")
    parser.add_argument("--only", help="one input again: KIND:NUMBER")
    parser.add_argument("--quick", action="store_true", help="without what takes seconds")
    parser.add_argument("--plant", action="store_true", help="faults that must be found, to test this program")
    return parser.parse_args()


def inputs(number: int, only: list[str], quick: bool) -> list[pool.Input]:
    """`number` inputs in mixed order, shared out to the kinds by weight. only: names of kinds, empty for all."""
    weights = {name: kind.weight for name, kind in FILES.items() if not (quick and kind.slow)}
    weights[OPTIONS] = WEIGHT_OF_OPTIONS
    weights = {name: weight for name, weight in weights.items() if not only or name in only}
    total = sum(weights.values())
    drawn: list[tuple[float, str, int]] = []
    for name, weight in weights.items():
        drawn += [((at + 0.5) / weight, name, at) for at in range(-(-number * weight // total))]
    return [(name, at) for _, name, at in sorted(drawn)[:number]]


def _all(good: Path, asked: argparse.Namespace) -> int:
    started = time.monotonic()
    found: dict[str, list[tuple[pool.Input, Answer]]] = {}
    codes: dict[str, Counter[str]] = {}
    work = partial(answer, good, asked.seed, quick=asked.quick)
    todo = inputs(asked.inputs, [name for name in asked.kinds.split(",") if name], asked.quick)
    for done, (one, said) in zip(count(1), pool.answers(todo, work, asked.jobs, asked.limit)):
        codes.setdefault(one[0], Counter())["found" if said.fault else str(said.code)] += 1
        if said.fault:
            signature = f"{one[0]} {' '.join(said.command.split()[:3])} {re.sub('[0-9]+', '#', said.fault)[:90]}"
            if signature not in found:
                _show(asked.seed, one, said)
            found.setdefault(signature, []).append((one, said))
        if done % 500 == 0:
            print(f"{done} of {len(todo)} inputs, {time.monotonic() - started:.0f} s", flush=True)
    print(f"\n{'kind':24} inputs  exit codes")
    for name, counts in sorted(codes.items()):
        print(f"{name:24} {counts.total():6}  " + ", ".join(f"{code}: {n}" for code, n in sorted(counts.items())))
    faults = sum(map(len, found.values()))
    print(f"{len(todo)} inputs, seed {asked.seed}, {time.monotonic() - started:.0f} s: {faults} findings", end="")
    print(f" of {len(found)} sorts" if found else "")
    return int(bool(found))


def _show(seed: int, one: pool.Input, said: Answer) -> None:
    print(f"FINDING {one[0]}: {said.fault}\n  {said.what}\n  {said.command}", flush=True)
    print(f"  again: python -m tests.fuzzing --seed {seed} --only {one[0]}:{one[1]}", flush=True)


def _again(good: Path, seed: int, only: str) -> int:
    kind, _, number = only.rpartition(":")
    said = answer(good, seed, kind, int(number))
    print(f"{said.what}\n{said.command}\n{said.output}\nexit code {said.code}")
    print(f"FINDING: {said.fault}" if said.fault else "nothing found")
    return int(bool(said.fault))


if __name__ == "__main__":
    sys.exit(main())

"""The pipeline: from a design to its page, as one ordered list of stages.

`codesign run` works through it, a page names what is missing of it, every verb names what comes next in it, and the
cheap part of a sweep is its beginning. What a stage does is said where its verb is; here is only its order, what it
adds to a run folder, and how to tell that it is done.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass

from codesign.backends import HLS
from codesign.design.frontends import weights_file
from codesign.runs.proof import EXACTNESS, by_witness
from codesign.runs.provenance import is_current, is_written
from codesign.runs.run import DESIGN, Run
from codesign.runs.stages import ESTIMATE, is_checked
from codesign.runs.witnesses import CSIM, EMULATOR

PAGE = "report.html"


@dataclass(frozen=True)
class Stage:
    """One stage: the verb that runs it, what it adds in words, and whether a run has it already."""

    verb: str
    adds: str
    is_done: Callable[[Run], bool]

    def command(self, run: Run) -> str:
        """What a user types to run it."""
        return f"codesign {self.verb} {shlex.quote(str(run.folder))}"


def _is_frozen(run: Run) -> bool:
    return run.has("net.json") and (run.design.model is not None or run.current("metrics.json"))


PIPELINE = (
    Stage("train", "trained weights", lambda run: run.has(weights_file(run.design.frontend)) or run.has("net.json")),
    Stage("freeze", "the fixed-point net and its test score", _is_frozen),
    Stage("rtl", "pipelined Verilog", lambda run: run.has("net.json") and bool(by_witness(run, EMULATOR))),
    Stage("estimate", "resources and timing", lambda run: run.has("net.json") and is_current(run, ESTIMATE)),
    Stage("convert", "the HLS project", lambda run: run.has("net.json") and is_written(run, HLS)),
    Stage("csim", "its C simulation", lambda run: run.has("net.json") and bool(by_witness(run, CSIM))),
    Stage("check", "the verdict", lambda run: run.has("net.json") and is_checked(run)),
    Stage("report", "the page", lambda run: run.has(PAGE)),
)
VERBS = tuple(stage.verb for stage in PIPELINE)


def through(verb: str) -> tuple[str, ...]:
    """The verbs of the pipeline from its beginning to this one, for runs that stop there."""
    return VERBS[: VERBS.index(verb) + 1]


def left(run: Run) -> tuple[Stage, ...]:
    """The stages that a run does not have yet, in order."""
    return tuple(stage for stage in PIPELINE if not stage.is_done(run))


def next_command(run: Run) -> str:
    """What is most likely wanted next: the first stage that is missing; after the last one, the delivery.

    A design that fails is not delivered: what comes next is where it begins to differ, or another design.
    """
    if missing := left(run):
        return missing[0].command(run)
    verdict, folder = run.verdict, shlex.quote(str(run.folder))
    if verdict is None or verdict.outcome != "FAIL":
        return f"codesign handoff {folder}"
    if any(line.name == EXACTNESS and line.outcome == "FAIL" for line in verdict.lines):
        return f"codesign csim {folder} --trace"
    if run.design.model is not None:  # trained elsewhere
        return "codesign freeze MODEL, for a model that takes less"
    return f"codesign run {shlex.quote(str(run.folder / DESIGN))} --set KEY=VALUE, for a design that takes less"

"""The records that `--json` prints, one for each verb. docs/json.md is generated from them.

A new key does not change `format`; a key that is removed or changes its meaning raises it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from codesign.base.config import Strict
from codesign.cost.budget import Outcome
from codesign.cost.figures import Kind

# repeated from `codesign.report`: importing that would load its plots too
Judgement = Literal["better", "worse", ""]
GateOutcome = Literal["WORSE", "INCONCLUSIVE", "SAME", "BETTER"]


def _described(text: str) -> Any:
    return Field(description=text)


class Quantity(Strict):
    """A number with its band and its origin."""

    value: Annotated[float | None, _described("null exactly where kind is unavailable")]
    low: Annotated[float | None, _described("lower end of the band in which the true value is expected")]
    high: Annotated[float | None, _described("upper end; null also where the band is open")]
    kind: Annotated[Kind, _described("how the figure was obtained")]
    stage: Annotated[str, _described("the stage of the flow, such as `RTL trace` or `post-route`")]
    tool: Annotated[str, _described("name and version")]
    note: Annotated[str, _described("remarks, for people")]


class DesignOf(Strict):
    """A design, and the run folder that it is in."""

    folder: Annotated[str, _described("the run folder, as it was given")]
    design: Annotated[str, _described("name of the design")]
    key: Annotated[str, _described("twelve hexadecimal digits that change with anything but names and the budget")]


class Limit(Strict):
    """One limit of a budget."""

    name: Annotated[str, _described("with its unit")]
    outcome: Annotated[Outcome, _described("by the ends of the band")]
    used: Annotated[Quantity, _described("in the unit of the name")]
    allowed: Annotated[float, _described("in the unit of the name")]
    cycles: Annotated[Quantity | None, _described("`used` in clock cycles, for times")]
    remarks: Annotated[list[str], _described("why it is open, or what else to know")]


class Check(DesignOf):
    """`codesign check RUN --json`: whether the firmware fits its budget."""

    verb: Literal["check"] = "check"
    format: Literal[1] = 1
    budget: Annotated[str, _described("name or file of the budget")]
    outcome: Annotated[Outcome, _described("the worst of the limits, without those that the budget waives")]
    exit_code: Annotated[int, _described("of the verb: 0 PASS, 1 FAIL, 2 INCONCLUSIVE")]
    words: Annotated[str, _described("the verdict in words")]
    limits: Annotated[list[Limit], _described("those that decide, the most important first")]
    information: Annotated[list[Limit], _described("figures beside other limits, which do not decide")]


class Comparison(Strict):
    """One quantity of one design against its baseline, as texts."""

    design: Annotated[str, _described("name of the design")]
    quantity: Annotated[str, _described("with its unit")]
    baseline: Annotated[str, _described("what it was")]
    now: Annotated[str, _described("what it is")]
    tolerance: Annotated[str, _described("how much worse it may be")]
    outcome: Annotated[GateOutcome, _described("beyond the tolerance, or not to be compared")]
    command: Annotated[str, _described("what gives the quantity again")]


class CheckBaseline(Strict):
    """`codesign check RUN|SWEEP --baseline FILE --json`: whether designs are worse than they were."""

    verb: Literal["check --baseline"] = "check --baseline"
    format: Literal[1] = 1
    folder: Annotated[str, _described("of the run or the sweep, as it was given")]
    baseline: Annotated[str, _described("the file of the baseline")]
    exit_code: Annotated[int, _described("of the verb: 0 nothing is worse, 1 something is, 2 not comparable")]
    lines: Annotated[list[Comparison], _described("all quantities of all designs of the baseline")]
    unknown: Annotated[list[str], _described("survivors that are not in the baseline")]
    versions: Annotated[list[str], _described("packages whose versions are not the baseline's")]


class UsageOf(Strict):
    """Resources of an FPGA."""

    lut: Annotated[Quantity, _described("look-up tables")]
    ff: Annotated[Quantity, _described("flip-flops")]
    dsp: Annotated[Quantity, _described("DSP slices")]
    bram18: Annotated[Quantity, _described("18 Kb block RAMs")]
    uram: Annotated[Quantity, _described("UltraRAMs")]


class TimingOf(Strict):
    """Times of a firmware."""

    clock_ns: Annotated[Quantity, _described("shortest period that is expected, or that routing reached")]
    clock_mhz: Annotated[Quantity, _described("the same as a frequency")]
    latency_cycles: Annotated[Quantity, _described("clock edges from a jet at the inputs to its result at the outputs")]
    latency_ns: Annotated[Quantity, _described("the same at the clock asked for")]
    interval_cycles: Annotated[Quantity, _described("cycles until the next jet may enter")]
    interval_ns: Annotated[Quantity, _described("the same at the clock asked for")]


class Estimate(DesignOf):
    """`codesign estimate RUN --json`: what the firmware takes, and how fast it is."""

    verb: Literal["estimate"] = "estimate"
    format: Literal[1] = 1
    net: Annotated[str, _described("key of the frozen net")]
    part: Annotated[str, _described("the FPGA that the design names")]
    period_ns: Annotated[float, _described("period of the clock asked for")]
    usage: UsageOf
    timing: TimingOf


class DesignStatus(DesignOf):
    """How far one design of a sweep is."""

    stage: Annotated[
        str, _described("a verb of the pipeline while it is under way; or waiting, estimated, done, failed, ...")
    ]
    epoch: Annotated[int | None, _described("the last one that is finished, while it trains")]
    epochs: Annotated[int | None, _described("how many there are")]
    validation_score: Annotated[float | None, _described("after that epoch")]
    test_score: Annotated[float | None, _described("of the frozen net")]
    lut: Annotated[Quantity | None, _described("null before the estimate")]
    survivor: Annotated[
        bool | None, _described("whether it passed all gates so far; null before the first decision on it")
    ]
    gate: Annotated[str | None, _described("the gate that it did not pass")]
    why: Annotated[str | None, _described("why it was dropped")]
    error: Annotated[str | None, _described("the error that stopped it")]


class GateOf(Strict):
    """One gate of a sweep."""

    name: Annotated[str, _described("what the gate tests")]
    entered: Annotated[int, _described("designs that came to it")]
    dropped: Annotated[int, _described("designs that it dropped")]


class Status(Strict):
    """`codesign sweep status SWEEP --json`: how far a sweep is."""

    verb: Literal["sweep status"] = "sweep status"
    format: Literal[1] = 1
    folder: Annotated[str, _described("of the sweep, as it was given")]
    name: Annotated[str, _described("of the sweep")]
    over: Annotated[bool, _described("whether all is decided, and the firmware of the survivors is made")]
    worker: Annotated[str | None, _described("the process that works on it, in words; null if none does")]
    command: Annotated[str, _described("the command that resumes it")]
    trials_left: Annotated[int, _described("designs that a search will still propose")]
    seconds_left: Annotated[float | None, _described("until all designs are estimated; null where that is not known")]
    designs: list[DesignStatus]
    gates: list[GateOf]


class Events(Strict):
    """What an event file has beside its jets."""

    count: Annotated[int, _described("crossings")]
    ht_gev: Annotated[float | None, _described("median scalar sum of pT; null where it is not recorded")]


class Response(Strict):
    """Reconstructed over generated, of jets that are matched to a generator jet."""

    jets: Annotated[int, _described("how many are matched")]
    median: float
    width: Annotated[float, _described("half the distance between the 16 % and 84 % quantiles")]


class ClassOf(Strict):
    """The jets of one class."""

    splits: Annotated[dict[str, int], _described("jets of `train`, `validation` and `test`")]
    pt_gev: Annotated[float, _described("median pT of the Level-1 jets")]
    pt_response: Response | None
    mass_gev: Annotated[float | None, _described("median mass; null except for jets of R = 0.8")] = None
    mass_response: Annotated[Response | None, _described("null except for jets of R = 0.8")] = None


class Candidates(Strict):
    """How many candidates jets have."""

    median: float
    p95: Annotated[float, _described("95 % of the jets have no more")]
    slots: Annotated[int, _described("how many the file stores per jet")]
    truncated: Annotated[float, _described("share of the jets that had more")]


class TableOf(Strict):
    """One table of jets."""

    jets: int
    events: int
    splits: Annotated[dict[str, int], _described("jets of `train`, `validation` and `test`")]
    classes: Annotated[dict[str, ClassOf], _described("by name; `unlabelled` has no class")]
    processes: Annotated[dict[str, int], _described("jets by simulated process")]
    candidates: Candidates
    filled_slots: Annotated[int, _described("candidates of all jets")]
    out_of_range: Annotated[dict[str, int], _described("saturated values by feature, of all candidates")]


class Info(Strict):
    """`codesign jets info FILE --json`: what is in a jets file."""

    verb: Literal["jets info"] = "jets info"
    format: Literal[1] = 1
    file: Annotated[str, _described("as it was given")]
    sha256: Annotated[str, _described("digest of the content")]
    manifest: Annotated[
        dict[str, Any], _described("what the simulation wrote: seed, pile-up, processes, versions, ...")
    ]
    events: Annotated[Events | None, _described("null except for an event file")]
    tables: Annotated[dict[str, TableOf], _described("`sc4`: jets of R = 0.4; `sc8`: of R = 0.8")]


class Difference(Strict):
    """One field of two designs, as texts."""

    what: Annotated[str, _described("a key of the design, or a result with its unit")]
    is_result: Annotated[bool, _described("false for a key of the design")]
    differs: bool
    one: Annotated[str, _described("in the first design")]
    other: Annotated[str, _described("in the second")]
    change: Annotated[str, _described("from the first to the second; empty where it is not a number")]
    judgement: Annotated[Judgement, _described("of the second; empty where neither is better")]
    doubt: Annotated[str, _described("why the judgement may not hold")]
    source: Annotated[str, _described("where the numbers come from")]


class Compare(Strict):
    """`codesign compare ONE OTHER --json`: what differs between two designs."""

    verb: Literal["compare"] = "compare"
    format: Literal[1] = 1
    one: DesignOf
    other: DesignOf
    rows: Annotated[list[Difference], _described("those that differ first")]


PRINTED: tuple[type[Strict], ...] = (Check, CheckBaseline, Estimate, Status, Info, Compare)

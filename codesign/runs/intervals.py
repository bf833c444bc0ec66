"""The cost of a design against its initiation interval, which is explored and not assumed.

In RTL with an interval of a few clocks, the candidates of a jet take turns in shared logic
(`backends.rtl.interval`). The results are in `intervals.json` of the run, the projects in its folder `intervals`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from codesign.backends import RTL, Counts
from codesign.cost.estimate import calibration, hls_figures
from codesign.cost.estimate import estimate as from_counts
from codesign.cost.figures import Figure, Timing, Usage
from codesign.errors import RunError
from codesign.net.agreement import Agreement
from codesign.net.fixedpoint import Float
from codesign.runs import open_tools, stages
from codesign.runs.inputs import contract_of
from codesign.runs.provenance import is_current, stamp
from codesign.runs.run import Run, alone
from codesign.runs.witnesses import EMULATOR, SIMULATION
from codesign.runs.words import settings_of

if TYPE_CHECKING:
    from codesign.backends.rtl.cosim import Stream
    from codesign.backends.rtl.interval import Schedule

FILE = "intervals.json"
FOLDER = "intervals"
STAGE = "RTL trace, candidates in turns"
INTERVALS = (1, 2, 3, 6, 9)  # clocks

CROSSING_NS = 25.0  # from one bunch crossing of the LHC to the next, nominally: 40 MHz
TIME_MULTIPLEX = 6  # crossings from one event to the next in an FPGA of the Correlator Layer 2 (arXiv:2310.08062)
JETS = 16  # per event (arXiv:2310.08062)

Firmware = Literal["RTL", "HLS"]


@dataclass(frozen=True)
class Row:
    """One firmware of the net. interval_cycles: as requested; candidates: how many the logic takes at once.

    agreement: comparisons with the reference; empty where nothing can be compared yet.
    """

    firmware: Firmware
    interval_cycles: int
    candidates: int
    usage: Usage
    timing: Timing
    agreement: tuple[Agreement, ...] = ()

    @property
    def exact(self) -> bool | None:
        """Whether it equals the reference on all inputs; None if it has not been compared."""
        return all(a.exact for a in self.agreement) if self.agreement else None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `intervals.json`."""
        rows = [a.to_dict() for a in self.agreement]
        return {**vars(self), "usage": self.usage.to_dict(), "timing": self.timing.to_dict(), "agreement": rows}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`."""
        usage, timing = Usage.from_dict(data["usage"]), Timing.from_dict(data["timing"])
        agreement = tuple(Agreement.from_dict(a) for a in data["agreement"])
        return cls(**{**data, "usage": usage, "timing": timing, "agreement": agreement})


@dataclass(frozen=True)
class Exploration:
    """All rows of a run. period_ns: clock period; crossing_cycles: whole clocks in a bunch crossing."""

    period_ns: float
    crossing_cycles: int
    rows: tuple[Row, ...]

    @property
    def event_cycles(self) -> int:
        """Clocks from one event to the next."""
        return TIME_MULTIPLEX * self.crossing_cycles

    def instances(self, row: Row) -> int | None:
        """How many instances take the JETS jets of an event before the next event; None if any number is too slow."""
        jets_each = self.event_cycles // row.interval_cycles
        return math.ceil(JETS / jets_each) if jets_each else None

    def event_lut(self, row: Row) -> float:
        """LUT of all instances that an event needs; infinite where the number or the LUT is unknown."""
        count, lut = self.instances(row), row.usage.lut.value
        return math.inf if count is None or lut is None else count * lut

    def last_result_cycles(self, row: Row) -> float | None:
        """Clocks from an event's first jet to its last result, with jets shared evenly among instances; or None."""
        count, latency = self.instances(row), row.timing.latency_cycles.value
        if count is None or latency is None:
            return None
        return (math.ceil(JETS / count) - 1) * row.interval_cycles + latency

    @property
    def each_crossing(self) -> Row | None:
        """The exact row with the fewest LUT that takes a jet in every crossing; None if there is none."""
        fast = [row for row in self._known if row.interval_cycles <= self.crossing_cycles]
        return min(fast, key=_lut, default=None)

    @property
    def each_event(self) -> Row | None:
        """The exact row whose instances for an event have the fewest LUT in total; None if there is none."""
        possible = [row for row in self._known if self.instances(row) is not None]
        return min(possible, key=self.event_lut, default=None)

    @property
    def one_instance(self) -> Row | None:
        """The exact row with the fewest LUT among those that take an event in one instance; None if there is none."""
        return min((row for row in self._known if self.instances(row) == 1), key=_lut, default=None)

    @property
    def _known(self) -> list[Row]:
        return [row for row in self.rows if row.exact and row.usage.lut.value is not None]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `intervals.json`."""
        return {**vars(self), "rows": [row.to_dict() for row in self.rows]}


def explored(run: Run) -> Exploration | None:
    """The exploration of the present net and RTL; None if there is none yet. RunError for a broken record."""
    if not is_current(run, FILE):
        return None
    data = run.read(FILE)
    try:
        rows = tuple(Row.from_dict(row) for row in data["rows"])
        return Exploration(float(data["period_ns"]), int(data["crossing_cycles"]), rows)
    except (KeyError, TypeError, ValueError, RunError) as error:
        raise RunError(
            f"{run.folder / FILE} is broken ({error}); remove it and run `codesign intervals {run.folder}` again"
        ) from None


@alone("intervals")
def explore(run: Run, *, cosim: bool = False, progress: Callable[[str], None] = lambda line: None) -> Exploration:
    """Writes RTL for each of INTERVALS, compares it with the reference on the contract's inputs, and counts its cost.

    cosim: simulate the Verilog, with a jet at each interval, and measure its cycles; otherwise the traced logic is
    emulated turn by turn. Earlier simulations stay valid until the net changes.
    Raises BackendError for a net whose candidates cannot take turns, RunError for a design that starts from words.
    """
    if run.design.firmware.inputs == "words":
        raise RunError(f"{run.folder} starts from words; intervals are explored for designs that start from features")
    period = run.design.firmware.period_ns
    before = explored(run)
    rows = []
    for interval in INTERVALS:
        progress(f"RTL for a jet every {interval} clock{'s' * (interval > 1)}")
        rows.append(_every_clock(run, cosim) if interval == 1 else _in_turns(run, interval, cosim, before))
    rows += [_hls(run, interval) for interval in INTERVALS]
    exploration = Exploration(float(period), crossing_cycles(period), tuple(rows))
    run.write(FILE, {**stamp(run), **exploration.to_dict()})
    return exploration


def cheapest_lines(exploration: Exploration) -> list[str]:
    """One sentence each on the cheapest design for a jet every crossing and for the jets of an event."""
    event = f"{JETS} jets every {TIME_MULTIPLEX} crossings ({exploration.event_cycles} clocks)"
    rates = {
        f"a new jet every {CROSSING_NS:g} ns ({exploration.crossing_cycles} clocks)": exploration.each_crossing,
        f"{event} in one instance": exploration.one_instance,
        f"{event} in any number of instances": exploration.each_event,
    }
    return [f"cheapest for {rate}: {_in_words(exploration, row)}" for rate, row in rates.items()]


def _in_words(exploration: Exploration, row: Row | None) -> str:
    if row is None:
        return "none of those explored"
    text, count = f"interval {row.interval_cycles}, {_lut(row):,.0f} LUT", exploration.instances(row)
    if count is None or count == 1:
        return text
    return f"{text} each; {count} instances take an event, {exploration.event_lut(row):,.0f} LUT together"


def crossing_cycles(period_ns: Fraction) -> int:
    """Whole clocks in a bunch crossing: 9 at 360 MHz, but 8 at 2.778 ns, since 9 would take 25.002 ns."""
    return math.floor(Fraction(CROSSING_NS) / period_ns)


def estimate(rtl: Counts, schedule: Schedule) -> tuple[Usage, Timing]:
    """Figures of RTL with turns. Adders are priced as in `cost.estimate`, with the band for uncalibrated designs.

    The value counts ceil(k / 4) LUT per bit for a multiplexer of k inputs, with the F7 to F9 multiplexers beside them
    (UG574). The low end is half a LUT per bit for k = 2, where two bits share a LUT; the high end is
    ceil((k - 1) / 3), a tree of LUTs alone. No routed design has such multiplexers, so they are not calibrated.
    """
    usage, timing = from_counts(rtl)
    k, bits = schedule.chunks, schedule.chunk_bits
    low, value, high = (bits * per_bit for per_bit in (0.5 if k == 2 else -(-k // 4), -(-k // 4), -(-(k - 1) // 3)))
    adders = calibration().lut_per_cost_outside.at(rtl.adder_cost, "", rtl.tool)
    assert adders.value is not None
    assert adders.low is not None
    assert adders.high is not None
    note = (
        f"the calibration covers neither the {k}-to-1 multiplexers of {bits} bits, counted as {value:,} LUT, nor what"
        " their fan-out does to the clock: wider band"
    )
    lut = Figure(adders.value + value, adders.low + low, adders.high + high, "estimated", STAGE, rtl.tool, note)
    registers = float(rtl.register_bits)
    ff = Figure(
        *(registers, 0.0, registers, "estimated", STAGE, rtl.tool),
        "all registers, those of the waiting candidates among them, an upper limit; no lower one is known",
    )
    again = f"by construction; the next jet could come after {k}" + " clocks" * (k != schedule.interval_cycles)
    return (
        Usage(lut, ff, *(replace(figure, stage=STAGE) for figure in (usage.dsp, usage.bram18, usage.uram))),
        Timing(
            replace(timing.clock_ns, stage=STAGE),
            replace(timing.latency_cycles, stage=STAGE, note="counted in the generated pipeline; not simulated"),
            Figure.exactly(schedule.interval_cycles, "estimated", STAGE, rtl.tool, again),
        ),
    )


def _every_clock(run: Run, cosim: bool) -> Row:
    """The row of the run's own RTL, which takes a jet every clock."""
    agreement = stages.rtl(run)
    if cosim:
        agreement = [*agreement, *open_tools.cosim(run)]
    stages.estimate(run)
    usage, timing = stages.estimated(run)
    if is_current(run, stages.COSIM):
        timing = Timing.from_dict(run.read(stages.COSIM)["timing"]).or_else(timing)
    return Row("RTL", 1, run.net.port.size[0], usage, timing, tuple(agreement))


def _in_turns(run: Run, interval: int, cosim: bool, before: Exploration | None) -> Row:
    from codesign.backends.rtl import backend as rtl
    from codesign.backends.rtl import interval as rtl_interval

    folder = run.folder / FOLDER / f"{RTL}_{interval}"
    earlier = (
        next((r for r in before.rows if (r.firmware, r.interval_cycles) == ("RTL", interval)), None) if before else None
    )
    if not rtl.is_made_from(folder, run.net.key):
        wanted = settings_of(run)
        rtl_interval.convert(run.net, folder, interval, part=wanted.part, clock_ns=wanted.clock_ns, name=wanted.name)
        earlier = None
    counts, schedule = rtl.figures(folder), rtl_interval.Schedule.load(folder)
    usage, timing = estimate(counts, schedule)
    if earlier and earlier.exact and (earlier.timing.latency_cycles.kind == "measured" or not cosim):
        cycles = earlier.timing.latency_cycles, earlier.timing.interval_cycles
        return replace(earlier, usage=usage, timing=Timing(timing.clock_ns, *cycles))
    if cosim:
        agreement, measured = _simulated(run, folder, interval)
        return Row("RTL", interval, schedule.slots, usage, measured.or_else(timing), agreement)
    comparisons = contract_of(run).check(f"{EMULATOR} {interval}", lambda x: rtl_interval.emulate(folder, x))
    return Row("RTL", interval, schedule.slots, usage, timing, tuple(comparisons))


def _simulated(run: Run, folder: Path, interval: int) -> tuple[tuple[Agreement, ...], Timing]:
    """Simulates the contract's inputs, a jet every `interval` clocks; cycles are those of the first kind of input."""
    from codesign.backends.rtl.cosim import compile_cosim, run_cosim, simulator

    tool, contract, streams = simulator(), contract_of(run), list["Stream"]()

    def compute(x: Float) -> dict[str, Float]:
        streams.append(run_cosim(folder, x, interval=interval))
        return streams[-1].outputs

    compile_cosim(folder)
    agreement = contract.check(f"{SIMULATION} {interval}", compute)
    source, note = (
        open_tools.SOURCE,
        f"{len(next(iter(contract.sample.values()))):,} jets in a row, from valid_in to valid_out",
    )
    first = streams[0]
    assert first.interval_cycles is not None
    timing = Timing(
        Figure.unavailable(source, tool, "a simulation of logic knows no delays"),
        Figure.exactly(first.latency_cycles, "measured", source, tool, note),
        Figure.exactly(first.interval_cycles, "measured", source, tool, note),
    )
    return tuple(agreement), timing


def _hls(run: Run, interval: int) -> Row:
    """A row without figures: nothing is known about the HLS project before Vitis HLS has scheduled it."""
    return Row("HLS", interval, run.net.port.size[0], *hls_figures())


def _lut(row: Row) -> float:
    return math.inf if row.usage.lut.value is None else row.usage.lut.value

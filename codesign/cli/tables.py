"""Tables and lines of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from codesign.cost.figures import Figure, Timing, Usage
from codesign.cost.quantities import TITLES, quantities
from codesign.net.agreement import KINDS, Agreement
from codesign.runs.intervals import JETS, TIME_MULTIPLEX, Exploration, Row
from codesign.runs.open_tools import Mapped
from codesign.runs.proof import by_witness, exact
from codesign.runs.run import Run

if TYPE_CHECKING:
    from codesign.backends.rtl.yosys import Step
    from codesign.design.firmware import Firmware


def epoch_line(row: dict[str, float], score: str) -> str:
    """One epoch of a training, for people; score: the name of the design's."""
    return (
        f"epoch {row['epoch']:3.0f} of {row['epochs']:.0f}   loss {row['loss']:.4f}"
        f"   validation {score} {row['validation_score']:.4f}"
    )


def score_text(run: Run) -> str:
    """'macro AUC 0.8740 ± 0.0023 on 7,895 test jets'."""
    score, jets = run.metrics["score"], run.metrics["jets"]["test"]
    return f"{score['name']} {score['value']:.4f} ± {score['error']:.4f} on {jets:,} test jets"


def differing_text(rows: Sequence[Agreement]) -> str:
    """'0 of 168,024 outputs differ from the reference'."""
    wrong, samples = (sum(getattr(row, name) for row in rows) for name in ("mismatches", "samples"))
    return f"{wrong:,} of {samples:,} outputs differ from the reference"


def agreement_table(rows: list[Agreement]) -> Table:
    """Each witness compared with the reference, by kind of input."""
    table = Table("witness", "against", "inputs", "number", "outputs", "differing", "worst LSB", "first tensor")
    for a in rows:
        different = Text("0", "green") if a.exact else Text(f"{a.mismatches:,}", "bold red")
        inputs = "" if a.count is None else f"{a.count:,}"
        worst, first = f"{a.worst_lsb:g}", a.first_tensor or ""
        table.add_row(a.witness, a.against, KINDS[a.inputs], inputs, f"{a.samples:,}", different, worst, first)
    return table


def tensor_table(rows: list[tuple[str, str, int, float]]) -> Table | str:
    """The tensors that differ, the earliest first."""
    if not rows:
        return "every tensor of csim equals the reference, on all of the contract's inputs"
    table = Table("inputs", "tensor", "differing elements", "worst LSB", title="first differing tensors on top")
    for kind, name, elements, worst in rows:
        table.add_row(kind, name, f"{elements:,}", f"{worst:g}")
    return table


def figures_table(usage: Usage, timing: Timing, firmware: Firmware) -> Table:
    """Usage and timing with bands and sources; times at the requested clock, and the expected clock."""
    at = f"at {firmware.clock} (ns)"
    titles = TITLES | {"latency_ns": f"latency {at}", "interval_ns": f"interval {at}"}
    figures = quantities(usage, timing, firmware.period_ns)
    return _sourced({titles[key]: figure for key, figure in figures.items()})


def cycles_table(timing: Timing) -> Table:
    """Latency and interval in cycles with their sources."""
    return _sourced({"latency (cycles)": timing.latency_cycles, "interval (cycles)": timing.interval_cycles})


def mapping_line(step: Step) -> str:
    """One module mapped by Yosys."""
    how = "mapped before" if step.cached else f"{step.seconds:.0f} s"
    return f"{step.module}: {step.done} of {step.total}, {step.lut:,} LUT so far   {how}"


def mapped_table(mapped: Mapped) -> Table:
    """Cells of a netlist that Yosys mapped, with their source."""
    usage = mapped.usage
    table = Table("cells", "count", "source", "note")
    for name, figure in {"LUT": usage.lut, "FF": usage.ff, "DSP": usage.dsp, "BRAM18": usage.bram18}.items():
        table.add_row(name, figure_texts(figure)[0], figure.label, figure.note)
    table.add_row("CARRY4", f"{mapped.carry4:,}", usage.lut.label, "two make a CARRY8")
    table.add_row("LUTs in a row", f"{mapped.depth}", usage.lut.label, "from register to register")
    return table


def intervals_table(exploration: Exploration) -> Table:
    """The cost of each interval, and whether the firmware equals the reference."""
    clock_mhz, crossing = 1000 / exploration.period_ns, exploration.crossing_cycles
    title = f"interval against cost at {clock_mhz:.4g} MHz, {crossing} clocks per crossing"
    table = Table(title=title, padding=0)
    for column in ("firmware", "interval\nclocks", "ns", "candidates\nat once", "LUT", "band", "DSP", "FF"):
        table.add_column(column, justify="left" if column == "firmware" else "right", no_wrap=True)
    for column in ("latency\nclocks", "ns"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("exact", no_wrap=True)
    sources = list(dict.fromkeys(_sources(row) for row in exploration.rows))
    table.caption = "\n".join(f"[{number}] {text}" for number, text in enumerate(sources, 1))
    for row in exploration.rows:
        latency = row.timing.latency_cycles
        table.add_row(
            *(
                f"{row.firmware} [{sources.index(_sources(row)) + 1}]",
                str(row.interval_cycles),
                f"{row.interval_cycles * exploration.period_ns:.4g}",
            ),
            *(
                str(row.candidates),
                *figure_texts(row.usage.lut),
                figure_texts(row.usage.dsp)[0],
                figure_texts(row.usage.ff)[0],
            ),
            *(
                figure_texts(latency)[0],
                "" if latency.value is None else f"{latency.value * exploration.period_ns:.4g}",
            ),
            {True: "yes", False: "NO", None: "-"}[row.exact],
        )
    return table


def _sources(row: Row) -> str:
    return f"LUT {row.usage.lut.label}; cycles {row.timing.latency_cycles.label}"


def event_table(exploration: Exploration) -> Table:
    """How many instances are needed for the jets of an event, and their total cost."""
    table = Table(
        title=f"{JETS} jets per event, an event every {TIME_MULTIPLEX} crossings: {exploration.event_cycles} clocks"
    )
    for column in ("interval (clocks)", "instances", "LUT together", "last result after (clocks)"):
        table.add_column(column, justify="right")
    for row in (row for row in exploration.rows if row.exact):
        count, last = exploration.instances(row), exploration.last_result_cycles(row)
        cells = (
            ("too slow", "", "") if count is None else (str(count), f"{exploration.event_lut(row):,.0f}", f"{last:.0f}")
        )
        table.add_row(str(row.interval_cycles), *cells)
    return table


def _sourced(named: dict[str, Figure]) -> Table:
    table = Table("quantity", "value", "band", "source", "note")
    for name, figure in named.items():
        table.add_row(name, *figure_texts(figure), figure.label, figure.note)
    return table


def figure_texts(figure: Figure) -> tuple[str, str]:
    """Value and band as text."""
    if figure.value is None or figure.low is None or figure.high is None:
        return "unavailable", ""
    if figure.low == figure.high:
        return f"{figure.value:,.6g}", ""
    return f"{_short(figure.value)}", f"[{_short(figure.low)}, {_short(figure.high)}]"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def witness_text(run: Run, name: str) -> str | Text:
    """Whether a witness equals the reference, as the cell of a table; '-' if it was not compared."""
    rows = by_witness(run, name)
    if exact(rows) is None:
        return "-"
    wrong = sum(a.mismatches for a in rows)
    return Text(f"{wrong} differ", "bold red") if wrong else Text("exact", "green")

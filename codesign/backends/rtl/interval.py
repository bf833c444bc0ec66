"""RTL that takes a new jet every few clocks: the candidates take turns in logic that is the same for each of them.

The net is cut at its pool (`codesign.backends.rtl.interval_split`), and both parts are traced like a whole net. A small
top module passes the candidates to the first part, adds up its sums, and passes their total to the second part.

A project folder has the layout of `codesign.backends.rtl.convert`; its project.json and ports.json describe the whole
design, so that it is co-simulated in the same way. It also holds
    interval.json     the Schedule of the candidates, and the sizes in the top module
    front/, back/     the traced logic of the two parts
    src/front/, src/back/, src/static/   their Verilog; src/NAME_stream.v is the top module
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl import ports as rtl_ports
from codesign.backends.rtl.convert import RtlProject
from codesign.backends.rtl.interval_split import Split, split
from codesign.backends.rtl.ports import Layout
from codesign.base.files import is_occupied, replacing_folder
from codesign.base.records import read_json
from codesign.errors import BackendError, NetError, RunError
from codesign.net import reference
from codesign.net.agreement import contract_inputs
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.net.names import TOP

FILE = "interval.json"
TEMPLATE = "interval_top.v"
_PARTS = {"front": "candidates", "back": "jet"}  # folder -> the end of its module's name, after the top's name


@dataclass(frozen=True)
class Schedule:
    """The schedule: which candidates enter the shared logic on which clock.

    interval_cycles: the requested clocks from one jet to the next; slots: candidates per turn;
    chunks: turns per jet, so that the next jet may enter after this many clocks, `interval_cycles` or fewer;
    start: start value of each sum, in LSB of `total`: minus the contribution of empty slots in the last turn;
    total: the exact type of the pool's result; mean_shift: its fraction bits beyond those of the sum.
    chunk_bits, waiting_bits, total_bits: widths of the multiplexer's output, of the waiting candidates, of the sums.
    """

    interval_cycles: int
    slots: int
    chunks: int
    start: tuple[int, ...]
    total: FixedPoint
    mean_shift: int
    chunk_bits: int
    waiting_bits: int
    total_bits: int

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Reads the `interval.json` that `convert` wrote; BackendError if it cannot be read."""
        try:
            data = read_json(folder / FILE, f"codesign intervals {folder.parent.parent}")
            start, total = tuple(data.pop("start")), FixedPoint.from_dict(data.pop("total"))
            return cls(start=start, total=total, **data)
        except (OSError, RunError, NetError, TypeError, KeyError) as error:
            raise BackendError(f"{folder / FILE} cannot be read ({error}); convert the net to RTL again") from None

    def save(self, folder: Path) -> None:
        """Writes `interval.json`."""
        data = {**vars(self), "total": self.total.to_dict()}
        (folder / FILE).write_text(json.dumps(data, indent=1) + "\n")


def convert(
    net: FixedNet, folder: Path, interval_cycles: int, *, part: str, clock_ns: float, name: str = TOP
) -> RtlProject:
    """Writes Verilog of `net` that takes a jet every `interval_cycles` clocks, replacing an older project in `folder`.

    The same net and options give the same bytes. Raises BackendError for an interval below 2 (1 is for `rtl.convert`),
    for a net whose candidates cannot take turns, and if the emulation differs from the reference.
    """
    if interval_cycles < 2:
        raise BackendError(
            f"an interval of {interval_cycles} clocks leaves nothing to share; use codesign.backends.rtl.convert"
        )
    if is_occupied(folder) and not (folder / FILE).exists():
        raise BackendError(f"{folder} holds files that are not of RTL with turns; name another folder")
    cut = split(net)
    slots = -(-cut.candidates // interval_cycles)
    with replacing_folder(folder) as written:
        nets = {"front": cut.front(slots), "back": cut.back()}
        parts = {
            where: rtl.convert(made, written / where, part=part, clock_ns=clock_ns, name=f"{name}_{_PARTS[where]}")
            for where, made in nets.items()
        }
        chunk, _ = rtl_ports.load(written / "front")
        port = _port(chunk, net, slots)
        schedule = _schedule_of(cut, nets["front"], interval_cycles, slots, chunk.width, port.width - chunk.width)
        project = _whole(net, folder, name, parts["front"], parts["back"], schedule)
        _gather(written, name)
        _write_top(written, project, schedule, port, parts["front"].stages)
        schedule.save(written)
        (written / rtl.FILE).write_text(json.dumps(project.to_dict(), indent=1) + "\n")
        _check(net, written)
    return project


def emulate(folder: Path, x: ArrayLike) -> dict[str, Float]:
    """Name -> output for x: (jets, candidates, features), computed turn by turn; sums wrap like the registers.

    Raises ExactnessError for an input outside the port's type.
    """
    schedule, values = Schedule.load(folder), np.asarray(x, np.float64)
    jets, candidates, features = values.shape
    chunks = np.zeros((jets, schedule.chunks * schedule.slots, features))
    chunks[:, :candidates] = values[:, : schedule.chunks * schedule.slots]
    partial = rtl.emulate(folder / "front", chunks.reshape(-1, schedule.slots, features))
    (sums,) = partial.values()
    start = np.array(schedule.start) * schedule.total.lsb
    total = np.ldexp(sums.reshape(jets, schedule.chunks, *sums.shape[1:]).sum(axis=1), -schedule.mean_shift) + start
    return rtl.emulate(folder / "back", schedule.total.cast(total))


def _port(chunk: Layout, net: FixedNet, slots: int) -> Layout:
    """The port for all candidates: one chunk after the other, each laid out like the front's port; no empty slots."""
    candidates, features = net.port.size
    made = []
    for candidate in range(candidates):
        turn, slot = divmod(candidate, slots)
        for feature in range(features):
            element = chunk.elements[slot * features + feature]
            place = f"{net.port.name}[{candidate}][{feature}]"
            made.append(replace(element, element=place, offset=turn * chunk.width + element.offset))
    return Layout(tuple(made))


def _schedule_of(
    cut: Split, front: FixedNet, interval: int, slots: int, chunk_bits: int, waiting_bits: int
) -> Schedule:
    chunks = -(-cut.candidates // slots)
    (of_zeros,) = reference.run(front, np.zeros((1, *front.port.size))).values()
    missing = chunks * slots - cut.candidates
    start = np.rint(-missing / slots * np.ldexp(of_zeros[0], -cut.mean_shift) / cut.total.lsb).astype(np.int64)
    return Schedule(
        interval_cycles=interval,
        slots=slots,
        chunks=chunks,
        start=tuple(int(value) for value in start),
        total=cut.total,
        mean_shift=cut.mean_shift,
        chunk_bits=chunk_bits,
        waiting_bits=waiting_bits,
        total_bits=int(cut.total.width.sum()),
    )


def _whole(
    net: FixedNet, folder: Path, name: str, front: RtlProject, back: RtlProject, schedule: Schedule
) -> RtlProject:
    """Both parts and the top module as one project.

    The last chunk of a jet enters `chunks` - 1 clocks after the first. The back reads the total in the same clock in
    which the front outputs the sum of that chunk, so nothing is registered twice. The adders of the sums cost one adder
    bit for each bit of the sums.
    """
    stages = front.stages + back.stages + schedule.chunks
    own = schedule.waiting_bits + schedule.total_bits + stages + 1 + (schedule.chunks - 1).bit_length()
    return replace(
        back,
        folder=folder,
        name=name,
        net=net.key,
        port=net.types[net.port.name],
        port_shape=net.port.size,
        stages=stages,
        adder_cost=round(front.adder_cost + back.adder_cost + schedule.total_bits, 3),
        register_bits=front.register_bits + back.register_bits + own,
        multipliers=front.multipliers + back.multipliers,
        lookups=front.lookups + back.lookups,
    )


def _gather(written: Path, name: str) -> None:
    """Gathers the sources of both parts in one tree; the names of their modules start with that of their part."""
    for where, suffix in _PARTS.items():
        source, target = written / where / "src", written / "src" / where
        target.mkdir(parents=True)
        shutil.copytree(source / "static", written / "src" / "static", dirs_exist_ok=True)
        module = f"{name}_{suffix}"
        for path in source.glob("*.v"):
            if path.stem not in (f"{module}_wrapper", f"{module}_stream"):
                shutil.copyfile(path, target / path.name)
        clock = (source / f"{module}.xdc").read_text()
        (written / "src" / f"{name}.xdc").write_text(clock)
        shutil.rmtree(source)


def _write_top(written: Path, project: RtlProject, schedule: Schedule, port: Layout, front_stages: int) -> None:
    _, partial = rtl_ports.load(written / "front")
    sums, leaving = rtl_ports.load(written / "back")
    if not partial.width:
        raise BackendError("the sum over the candidates is the same for every jet; this net needs no firmware")
    values = {
        "TOP": project.name,
        "SLOTS": schedule.slots,
        "CHUNKS": schedule.chunks,
        "LATENCY": project.latency_cycles,
        "INPUT_HIGH": port.width - 1,
        "OUTPUT_HIGH": leaving.width - 1,
        "TURN_HIGH": (schedule.chunks - 1).bit_length() - 1,
        "LAST_TURN": schedule.chunks - 1,
        "CHUNK_BITS": schedule.chunk_bits,
        "CHUNK_HIGH": schedule.chunk_bits - 1,
        "CHOICES": "\n".join(_choices(schedule, port.width)),
        "VALID_HIGH": project.latency_cycles - 1,
        "VALID_BELOW": project.latency_cycles - 2,
        "FRONT_STAGES": front_stages,
        "PARTIAL_HIGH": partial.width - 1,
        "TOTAL_HIGH": schedule.total_bits - 1,
        "SUMS": "\n".join(_sums(schedule, partial)),
        "LEAVING": ", ".join(reversed(list(_leaving(schedule, sums)))),
    }
    text = (files("codesign.backends.rtl") / "templates" / TEMPLATE).read_text()
    for key, value in values.items():
        text = text.replace(f"@{key}@", str(value))
    (written / "src" / f"{project.name}_stream.v").write_text(text)
    rows = {"model_inp": port.rows(), "model_out": leaving.rows()}
    (written / rtl_ports.FILE).write_text(json.dumps(rows, indent=1) + "\n")


def _choices(schedule: Schedule, width: int) -> Iterator[str]:
    """The lines of the multiplexer; slots without a candidate are zero."""
    bits = schedule.chunk_bits
    yield f"            0: chunk = model_inp[{bits - 1}:0];"
    for turn in range(1, schedule.chunks - 1):
        yield f"            {turn}: chunk = waiting[{(turn + 1) * bits - 1}:{turn * bits}];"
    low = (schedule.chunks - 1) * bits
    empty = low + bits - width
    padding = f"{empty}'b0, " if empty else ""
    yield f"            default: chunk = {{{padding}waiting[{width - 1}:{low}]}};"


def _sums(schedule: Schedule, partial: Layout) -> Iterator[str]:
    """One adder per channel, as wide as the channel's total; higher bits of a partial sum are dropped (wrap)."""
    for start, element, (low, width, fraction) in zip(
        schedule.start, partial.elements, _channels(schedule), strict=True
    ):
        if width:
            own, high = f"{low + width - 1}:{low}", element.offset + element.width - 1
            shift = fraction - element.fraction
            assert shift >= 0 or not element.width  # the exact type of a sum has the fraction bits of its parts
            used = min(element.width, width - shift)
            pieces = []
            if extra := max(width - shift - element.width, 0):
                pieces.append(f"{{{extra}{{partial[{high}]}}}}" if element.signed else f"{extra}'b0")
            pieces += [f"partial[{element.offset + used - 1}:{element.offset}]"] * bool(used)
            pieces += [f"{shift}'b0"] * bool(shift)
            added = f"{{{', '.join(pieces)}}}" if element.width else f"{width}'d0"
            yield f"    assign sum[{own}] = (first ? {width}'d{start % (1 << width)} : total[{own}]) + {added};"


def _leaving(schedule: Schedule, sums: Layout) -> Iterator[str]:
    """The bits of the totals that the back reads, lowest first."""
    for element, (low, _, fraction) in zip(sums.elements, _channels(schedule), strict=True):
        if element.width:
            first = low + fraction + schedule.mean_shift - element.fraction
            yield f"sum[{first + element.width - 1}:{first}]"


def _channels(schedule: Schedule) -> list[tuple[int, int, int]]:
    """(lowest bit, bits, fraction bits of the sum) of each channel's register."""
    widths = np.broadcast_to(schedule.total.width, len(schedule.start))
    fractions = np.broadcast_to(schedule.total.fraction, len(schedule.start)) - schedule.mean_shift
    lows = np.cumsum(widths) - widths
    return [(int(low), int(width), int(f)) for low, width, f in zip(lows, widths, fractions, strict=True)]


def _check(net: FixedNet, folder: Path) -> None:
    """BackendError if emulation and reference differ on inputs over the port's whole range, or on zeros."""
    zeros = np.zeros((1, *net.port.size))
    x = np.concatenate([contract_inputs(net, {"zero": zeros})["overflow"], zeros])
    expected, got = reference.run(net, x), emulate(folder, x)
    for name in net.graph.outputs:
        wrong = expected[name] != got[name]
        if wrong.any():
            raise BackendError(
                f"candidates that take turns give other results in {wrong.sum()} of {wrong.size} values of {name!r};"
                " this is a fault in the RTL generator: report it with the net, and do not build this design"
            )

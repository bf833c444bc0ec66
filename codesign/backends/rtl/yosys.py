"""A Verilog project mapped to UltraScale+ cells by Yosys, and the counts of its netlist.

A design of up to WHOLE_LIMIT adder bits is mapped as a whole. A larger one is mapped stage by stage: the time is
proportional to its size, progress is shown, and a stage that was mapped before is not mapped again. The registers are
then counted as written, between the stages, without optimisation.
Each run is a child process, because an error of Yosys ends the process that it runs in.
"""

from __future__ import annotations

import hashlib
import json
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from codesign.backends.rtl.convert import RtlProject
from codesign.base import children, extras
from codesign.base.files import read_text, scratch, write_atomic
from codesign.errors import BackendError

WHOLE_LIMIT = 20_000.0
CACHE = "yosys"
COUNTED = ("lut", "ff", "carry4", "dsp", "bram18", "uram", "depth")
# Shift registers stay flip-flops: on large designs, extracting them takes longer than everything else
SYNTHESIS = "synth_xilinx -family xcup -flatten -noiopad -noclkbuf -nosrl"

# cells of xcup, grouped by the resource that they count as; two CARRY4 make one CARRY8
_LUT = ("LUT1", "LUT2", "LUT3", "LUT4", "LUT5", "LUT6")
_FF = ("FDRE", "FDSE", "FDCE", "FDPE")
_DSP = ("DSP48E2",)
_BRAM18 = {"RAMB18E2": 1, "RAMB36E2": 2}
_URAM = ("URAM288",)
_OUT_OF_MEMORY = ("bad_alloc", "MemoryError", "failed to map segment", "allocate memory")
_FREE = ("INV", "$scopeinfo", "GND", "VCC", "CARRY4", "MUXF7", "MUXF8", "MUXF9", "BUFG")


@dataclass(frozen=True)
class Netlist:
    """The counts of a mapped netlist. lut: LUT1 to LUT6; carry4: 4-bit pieces of carry chain; bram18: 18 Kb blocks.

    depth: LUTs on the longest path from register to register, without the carry chains between them;
    parts: the number of modules that were mapped separately, 1 for a design mapped as a whole.
    """

    lut: int
    ff: int
    carry4: int
    dsp: int
    bram18: int
    uram: int
    depth: int
    parts: int
    tool: str


@dataclass(frozen=True)
class Step:
    """Progress: module number `done` of `total` is mapped. lut: the sum so far; cached: it was mapped before."""

    module: str
    done: int
    total: int
    lut: int
    seconds: float
    cached: bool


def mapper() -> str:
    """Name and version of the mapper; if it is missing, BackendError that says what to install."""
    if find_spec("pyosys") is None:
        raise BackendError(extras.missing("open synthesis with Yosys", "rtl", "pyosys"))
    return f"Yosys {version('pyosys')}"


def synthesise(
    folder: Path,
    progress: Callable[[Step], None] = lambda step: None,
    *,
    timeout_s: float = 7200.0,
    memory_gb: float = 4.0,
    whole_limit: float = WHOLE_LIMIT,
) -> Netlist:
    """Maps the Verilog project in `folder` and counts its cells.

    timeout_s: for the whole design; memory_gb: for each child process; whole_limit: the most adder bits with which a
    design is mapped as a whole.
    Raises BackendError if a limit is reached, or with the error of Yosys, whose log is in yosys/MODULE.log.
    """
    tool, project = mapper(), RtlProject.load(folder)
    if project.flavor != "verilog":
        raise BackendError(f"{folder} is {project.flavor}; Yosys reads Verilog only: write that flavor too")
    whole = project.adder_cost <= whole_limit
    modules = [project.name] if whole else _stages(folder, project)
    started, mapped = time.monotonic(), []
    for done, module in enumerate(modules, 1):
        begin = time.monotonic()
        counts, cached = _mapped(folder, module, timeout_s - (begin - started), memory_gb)
        mapped.append(counts)
        lut = sum(m["lut"] for m in mapped)
        progress(Step(module, done, len(modules), lut, time.monotonic() - begin, cached))
    total: Counter[str] = sum((Counter(counts) for counts in mapped), Counter())
    total["depth"] = max(counts["depth"] for counts in mapped)
    if not whole:
        total["ff"] += project.register_bits
    return Netlist(**{name: total[name] for name in COUNTED}, parts=len(modules), tool=tool)


def _stages(folder: Path, project: RtlProject) -> list[str]:
    """The modules of the stages: NAME_logic0 and so on; logic0 and so on in projects of earlier versions."""
    name = "logic" if (folder / "src" / "logic0.v").exists() else f"{project.name}_logic"
    return [f"{name}{stage}" for stage in range(project.stages)]


def count(module: Mapping[str, Any]) -> dict[str, int]:
    """Counts of the cells in a module of Yosys's JSON netlist.

    Raises BackendError for a cell of unknown type, or without the directions of its ports.
    """
    for name, cell in module["cells"].items():
        if cell["connections"].keys() - cell.get("port_directions", {}).keys():
            raise BackendError(f"the netlist does not say which ports of {name} are outputs; its depth is not known")
    types = Counter(cell["type"] for cell in module["cells"].values())
    known = {*_LUT, *_FF, *_DSP, *_BRAM18, *_URAM, *_FREE}
    if unknown := sorted(types.keys() - known):
        raise BackendError(f"the netlist has cells that are not counted: {', '.join(unknown)}; report it with the net")
    return {
        "lut": sum(types[name] for name in _LUT),
        "ff": sum(types[name] for name in _FF),
        "carry4": types["CARRY4"],
        "dsp": sum(types[name] for name in _DSP),
        "bram18": sum(weight * types[name] for name, weight in _BRAM18.items()),
        "uram": sum(types[name] for name in _URAM),
        "depth": depth(module),
    }


def depth(module: Mapping[str, Any]) -> int:
    """LUTs on the longest path between registers, memories, DSPs and ports."""
    combinational = {*_LUT, *_FREE}
    cells = {name: cell for name, cell in module["cells"].items() if cell["type"] in combinational}
    driver = {bit: name for name, cell in cells.items() for bit in _bits(cell, "output")}
    behind = {name: {driver[bit] for bit in _bits(cell, "input") if bit in driver} for name, cell in cells.items()}
    levels: dict[str, int] = {}
    for name in _sorted(behind):
        before = max((levels[cell] for cell in behind[name]), default=0)
        levels[name] = before + (cells[name]["type"] in _LUT)
    return max(levels.values(), default=0)


def _sorted(behind: Mapping[str, set[str]]) -> list[str]:
    from graphlib import TopologicalSorter

    return list(TopologicalSorter(behind).static_order())


def _bits(cell: Mapping[str, Any], direction: str) -> list[int]:
    ports = (port for port, way in cell.get("port_directions", {}).items() if way == direction)
    return [bit for port in ports for bit in cell["connections"][port] if isinstance(bit, int)]


def _mapped(folder: Path, module: str, timeout_s: float, memory_gb: float) -> tuple[dict[str, int], bool]:
    """The counts of one module, and whether they come from an earlier mapping."""
    sources = sorted(folder.glob("src/**/*.v"))
    if re.search(r"logic\d+$", module):
        needed = [module, *(path.stem for path in sources if path.parent.name == "static")]
        sources = [path for path in sources if path.stem in needed or path.stem.endswith("_tables")]
    state = hashlib.sha256(f"{mapper()} {SYNTHESIS} {module}".encode())
    for path in sources:
        state.update(path.read_bytes())
    kept = folder / CACHE / f"{state.hexdigest()[:16]}.json"
    if counts := _kept(kept):
        return counts, True
    (folder / CACHE).mkdir(exist_ok=True)
    with scratch() as temporary:
        netlist = temporary / "netlist.json"
        script = temporary / "script.ys"
        read = " ".join(f'"{path.resolve()}"' for path in sources)
        script.write_text(
            f"read_verilog -defer {read}\n{SYNTHESIS} -top {module}\ncd {module}\nwrite_json -selected {netlist}\n"
        )
        _run(script, folder / CACHE / f"{module}.log", timeout_s, memory_gb)
        try:
            counts = count(json.loads(netlist.read_text())["modules"][module])
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            log = folder / CACHE / f"{module}.log"
            raise BackendError(
                f"Yosys left an incomplete netlist of {module} ({error!r:.80}); is the disk full? its log is {log}"
            ) from None
    write_atomic(kept, json.dumps(counts).encode())
    return counts, False


def _kept(path: Path) -> dict[str, int] | None:
    """The counts of an earlier mapping; None if the file is missing, broken or incomplete."""
    try:
        counts = json.loads(read_text(path))
        whole = set(counts) == set(COUNTED) and all(type(n) is int and n >= 0 for n in counts.values())
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return counts if whole else None


def _run(script: Path, log: Path, timeout_s: float, memory_gb: float) -> None:
    command = [
        sys.executable,
        "-m",
        "codesign.backends.rtl.yosys_script",
        str(script),
        str(log.resolve()),
        str(memory_gb),
    ]
    try:
        done = children.run(command, timeout=max(0.0, timeout_s))
    except subprocess.TimeoutExpired:
        raise BackendError(
            f"Yosys had not mapped {log.stem} when the time was up; what is mapped is stored, so the same command with"
            " a longer limit goes on from here"
        ) from None
    if done.returncode:
        raise BackendError(f"Yosys cannot map {log.stem}: {_reason(done, log, memory_gb)}; its log is {log}")


def _reason(done: subprocess.CompletedProcess[str], log: Path, memory_gb: float) -> str:
    """The first error in the log and the output of a process, or else its exit code."""
    logged = log.read_text(errors="replace") if log.exists() else ""
    said = (logged + done.stdout + done.stderr).splitlines()
    if done.returncode == -signal.SIGKILL or any(word in line for line in said for word in _OUT_OF_MEMORY):
        return f"it needs more than the {memory_gb:g} GB it was given; give it more, or let it map stage by stage"
    errors = [line.strip() for line in said if "ERROR" in line or "Error" in line]
    return errors[0] if errors else f"it ended with code {done.returncode}"

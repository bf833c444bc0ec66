"""What a stage works on: sources, part, clock, its folder, and the Tcl that is written there.

RUN/synth/vitis/        csynth and cosim of RUN/hls
RUN/synth/vivado_hls/   vsynth of the Verilog that csynth made
RUN/synth/vivado_rtl/   vsynth of RUN/rtl
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from codesign.backends.hls_project import HlsProject
from codesign.errors import RunError
from codesign.files import write_atomic
from codesign.run import Run
from codesign.vendor.results import Firmware

FOLDER = "synth"
SOLUTION = Path("solution1")
UNCERTAINTY_PERCENT = 12.5  # the same for Vivado as the HLS project asks of Vitis HLS
_CLOCK_PORTS: dict[Firmware, str] = {"hls": "ap_clk", "rtl": "clk"}
_HDL = (".v", ".sv", ".vhd", ".vhdl")


@dataclass(frozen=True)
class Job:
    """One project for one tool. folder: where it runs; sources: what it is given; headers: what these include.

    memories: data that the sources name; testbench: for cosim, its C++ first, then what that reads.
    """

    folder: Path
    firmware: Firmware
    top: str
    part: str
    clock_ns: float
    uncertainty_percent: float
    sources: tuple[Path, ...]
    headers: tuple[Path, ...] = ()
    memories: tuple[Path, ...] = ()
    testbench: tuple[Path, ...] = ()

    @property
    def uncertainty_ns(self) -> float:
        """What is kept free of the period."""
        return round(self.clock_ns * self.uncertainty_percent / 100, 4)

    @property
    def project(self) -> Path:
        """Vitis HLS's folder."""
        return self.folder / f"{self.top}_prj"

    def digest(self, script: str, tool: str) -> str:
        """Changes with the sources, the settings, the script and the tool; not with where they lie."""
        what = (self.top, self.part, self.clock_ns, self.uncertainty_percent, tool, template(script))
        state = hashlib.sha256(json.dumps(what).encode())
        for path in (*self.sources, *self.headers, *self.memories, *self.testbench):
            state.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return state.hexdigest()[:16]

    def write(self, script: str) -> Path:
        """Writes the Tcl, its settings and the clock into the folder; the Tcl's path."""
        settings = {
            "top": _quoted(self.top),
            "part": _quoted(self.part),
            "clock_ns": f"{self.clock_ns:g}",
            "uncertainty": f"{self.uncertainty_percent:g}%",
            "sources": _list(self.sources),
            "memories": _list(self.memories),
            "testbench": _list(self.testbench[:1]),
            "testbench_data": _list(self.testbench[1:]),
            "testbench_arguments": _quoted(" ".join(path.name for path in self.testbench[1:])),
        }
        text = "".join(f"set {name} {value}\n" for name, value in settings.items())
        write_atomic(self.folder / "settings.tcl", text.encode())
        write_atomic(self.folder / "clock.xdc", self._constraints().encode())
        path = self.folder / script
        write_atomic(path, template(script).encode())
        return path.resolve()

    def _constraints(self) -> str:
        return (
            f"create_clock -name clk -period {self.clock_ns:g} [get_ports {_CLOCK_PORTS[self.firmware]}]\n"
            f"set_clock_uncertainty -setup {self.uncertainty_ns:g} [get_clocks clk]\n"
        )


def template(script: str) -> str:
    """The Tcl of a stage."""
    return (files("codesign") / "templates" / script).read_text()


def of_hls(run: Run) -> Job:
    """C synthesis of the run's HLS project; RunError if it has none of its net."""
    if not _current(run, "hls/hls_project.json"):
        raise RunError(f"{run.folder} has no HLS project of its net yet; run `codesign convert {run.folder}`")
    project = HlsProject.load(run.folder / "hls")
    source = project.folder / "firmware"
    return Job(
        folder=run.folder / FOLDER / "vitis",
        firmware="hls",
        top=project.name,
        part=project.part,
        clock_ns=project.clock_ns,
        uncertainty_percent=project.clock_uncertainty_percent,
        sources=(source / f"{project.name}.cpp",),
        headers=tuple(sorted(path for path in source.rglob("*.h") if "ap_types" not in path.parts)),
        testbench=(project.folder / f"{project.name}_test.cpp",),
    )


def of_hls_verilog(run: Run) -> Job:
    """Vivado on what csynth made of the HLS project; RunError if csynth has not run."""
    hls = of_hls(run)
    made = hls.project / SOLUTION / "syn" / "verilog"
    if not any(made.glob("*.v")):
        raise RunError(f"{made} holds no Verilog; run `codesign synth {run.folder} --tool vitis` first")
    return Job(
        folder=run.folder / FOLDER / "vivado_hls",
        firmware="hls",
        top=hls.top,
        part=hls.part,
        clock_ns=hls.clock_ns,
        uncertainty_percent=hls.uncertainty_percent,
        sources=tuple(sorted(made.glob("*.v"))),
        memories=tuple(sorted(made.glob("*.dat"))),
    )


def of_rtl(run: Run) -> Job:
    """Vivado on the run's RTL; RunError if it has none of its net."""
    if not _current(run, "rtl/project.json"):
        raise RunError(f"{run.folder} has no RTL of its net yet; run `codesign rtl {run.folder}`")
    folder = run.folder / "rtl"
    project = json.loads((folder / "project.json").read_text())
    found = sorted(path for path in (folder / "src").rglob("*") if path.is_file())
    wrapper = f"{project['name']}_wrapper"
    return Job(
        folder=run.folder / FOLDER / "vivado_rtl",
        firmware="rtl",
        top=project["name"],
        part=project["part"],
        clock_ns=project["clock_ns"],
        uncertainty_percent=UNCERTAINTY_PERCENT,
        sources=tuple(path for path in found if path.suffix in _HDL and path.stem != wrapper),
        memories=tuple(path for path in found if path.suffix in (".mem", ".dat")),
    )


def _current(run: Run, name: str) -> bool:
    return run.has(name) and run.read(name).get("net") == run.net.key


def _quoted(text: str) -> str:
    return "{" + text + "}"


def _list(paths: tuple[Path, ...]) -> str:
    return "[list " + " ".join(_quoted(str(path.resolve())) for path in paths) + "]"

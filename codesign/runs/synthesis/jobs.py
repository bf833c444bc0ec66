"""The job of a stage: its sources, part, clock and folder, and the Tcl that is written into the folder.

RUN/synth/vitis/        csynth and cosim of RUN/hls
RUN/synth/vivado_hls/   vsynth of the Verilog that csynth wrote
RUN/synth/vivado_rtl/   vsynth of RUN/rtl
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from codesign.backends import HLS, RTL, record
from codesign.backends.hls import words_csim
from codesign.backends.hls.project import HlsProject
from codesign.base.files import write_atomic
from codesign.errors import RunError
from codesign.net import vectors
from codesign.runs.provenance import require
from codesign.runs.run import Run
from codesign.runs.synthesis.results import Firmware

FOLDER = "synth"
RTL_FOLDER = "vivado_rtl"
SOLUTION = Path("solution1")
COSIM = "cosim.tcl"
CLOCK = "clk"  # its name in Vivado's constraints and reports
UNCERTAINTY_PERCENT = 12.5  # for Vivado, the same as the HLS project requests from Vitis HLS
_CLOCK_PORTS: dict[Firmware, str] = {HLS: "ap_clk", RTL: "clk"}
_HDL = (".v", ".sv", ".vhd", ".vhdl")


@dataclass(frozen=True)
class Job:
    """One project for one tool. folder: where the tool runs; sources: its HDL or C++; headers: included by those.

    includes: the include directories; memories: data files named in the sources; testbench, vectors: the C++ testbench
    of cosim, and the folder of golden vectors that it reads.
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
    includes: tuple[Path, ...] = ()
    testbench: Path | None = None
    vectors: Path | None = None

    @property
    def uncertainty_ns(self) -> float:
        """The clock uncertainty, rounded to 1 ps as Vivado does."""
        return round(self.clock_ns * self.uncertainty_percent / 100, 3)

    @property
    def project(self) -> Path:
        """The project folder of Vitis HLS."""
        return self.folder / f"{self.top}_prj"

    def digest(self, script: str, tool: str) -> str:
        """A digest of sources, settings, script and tool; it ignores the sources' folders and the script's comments."""
        lines = [line for line in template(script).splitlines() if line.strip() and not line.lstrip().startswith("#")]
        what = (self.top, self.part, self.clock_ns, self.uncertainty_percent, tool, lines)
        state = hashlib.sha256(json.dumps(what).encode())
        read = {(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in self._read(script)}
        state.update(json.dumps(sorted(read)).encode())
        return state.hexdigest()[:16]

    def _read(self, script: str) -> list[Path]:
        """All files that the result of a script depends on."""
        paths = [*self.sources, *self.headers, *self.memories]
        if script == COSIM and self.testbench is not None:
            paths.append(self.testbench)
        if script == COSIM and self.vectors is not None:
            paths += sorted(self.vectors.glob("*.txt"))
        return paths

    def write(self, script: str) -> Path:
        """Writes the Tcl script, its settings and the clock constraint into the folder; returns the script's path."""
        settings = {
            "top": _quoted(self.top),
            "part": _quoted(self.part),
            "clock_ns": f"{self.clock_ns:g}",
            "uncertainty": f"{self.uncertainty_percent:g}%",
            "sources": _list(self.sources),
            "memories": _list(self.memories),
            "cflags": _quoted(" ".join(["-std=c++0x", *(f"-I{path.resolve()}" for path in self.includes)])),
            "testbench": _list((self.testbench,) if self.testbench else ()),
            "vectors": _quoted(str(self.vectors.resolve()) if self.vectors else ""),
        }
        text = "".join(f"set {name} {value}\n" for name, value in settings.items())
        write_atomic(self.folder / "settings.tcl", text.encode())
        write_atomic(self.folder / "clock.xdc", self._constraints().encode())
        path = self.folder / script
        write_atomic(path, template(script).encode())
        return path.resolve()

    def _constraints(self) -> str:
        return (
            f"create_clock -name {CLOCK} -period {self.clock_ns:g} [get_ports {_CLOCK_PORTS[self.firmware]}]\n"
            f"set_clock_uncertainty -setup {self.uncertainty_ns:g} [get_clocks {CLOCK}]\n"
        )


def template(script: str) -> str:
    """The text of a stage's Tcl script."""
    return (files("codesign.runs.synthesis") / "templates" / script).read_text()


def of_hls(run: Run) -> Job:
    """C synthesis of the run's HLS project, whose top function takes words if the design starts from words.

    Raises RunError if the run has no HLS project of its net.
    """
    project = HlsProject.load(require(run, HLS))
    source = project.folder / "firmware"
    from_words = (source / f"{project.name}_words.cpp").is_file()
    top = f"{project.name}_words" if from_words else project.name
    include = project.folder / "../../include"  # shared by the projects in hls_projects/
    shared = (include, include / "nnet_utils") if include.is_dir() else ()
    # the tool has its own ap_types
    headers = {path for place in (source, *shared) for path in place.rglob("*.h") if "ap_types" not in path.parts}
    return Job(
        folder=run.folder / FOLDER / "vitis",
        firmware=HLS,
        top=top,
        part=project.part,
        clock_ns=project.clock_ns,
        uncertainty_percent=project.clock_uncertainty_percent,
        sources=tuple(source / f"{name}.cpp" for name in dict.fromkeys((top, project.name))),
        headers=tuple(sorted(headers)),
        includes=(source, source / "nnet_utils", *shared),
        testbench=project.folder / f"{top}_test.cpp",
        vectors=project.folder / (words_csim.VECTORS if from_words else vectors.FOLDER),
    )


def of_hls_verilog(run: Run) -> Job:
    """Vivado on the Verilog that csynth wrote for the HLS project; RunError if csynth has not run."""
    hls = of_hls(run)
    verilog = hls.project / SOLUTION / "syn" / "verilog"
    if not any(verilog.glob("*.v")):
        raise RunError(f"{verilog} holds no Verilog; run `codesign synth {run.folder} --tool vitis` first")
    return Job(
        folder=run.folder / FOLDER / "vivado_hls",
        firmware=HLS,
        top=hls.top,
        part=hls.part,
        clock_ns=hls.clock_ns,
        uncertainty_percent=hls.uncertainty_percent,
        sources=tuple(sorted(verilog.glob("*.v"))),
        memories=tuple(sorted(verilog.glob("*.dat"))),
    )


def of_rtl(run: Run) -> Job:
    """Vivado on the run's RTL; RunError if the run has no RTL of its net."""
    folder = require(run, RTL)
    project = run.read(record(RTL))
    if missing := [key for key in ("name", "part", "clock_ns") if key not in project]:
        raise RunError(f"{run.folder / record(RTL)} lacks {missing[0]}; run `codesign rtl {run.folder}` again")
    paths = sorted(path for path in (folder / "src").rglob("*") if path.is_file())
    return Job(
        folder=run.folder / FOLDER / RTL_FOLDER,
        firmware=RTL,
        top=project["name"],
        part=project["part"],
        clock_ns=project["clock_ns"],
        uncertainty_percent=UNCERTAINTY_PERCENT,
        sources=tuple(path for path in paths if path.suffix in _HDL),
        memories=tuple(path for path in paths if path.suffix in (".mem", ".dat")),
    )


def _quoted(text: str) -> str:
    return "{" + text + "}"


def _list(paths: tuple[Path, ...]) -> str:
    return "[list " + " ".join(_quoted(str(path.resolve())) for path in paths) + "]"

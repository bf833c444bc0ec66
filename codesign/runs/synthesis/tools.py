"""Finding the vendor tools and their versions.

A tool that configs/tools.yaml (or the YAML file that CODESIGN_TOOLS names) lists is looked for only in the folder given
there; any other tool in the folders that CODESIGN_TOOLS lists, and then on PATH.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from codesign.base.config import Strict, load
from codesign.errors import ConfigError, VendorError

ToolName = Literal["vitis", "vivado"]

VARIABLE = "CODESIGN_TOOLS"
CONFIG = Path("configs", "tools.yaml")
PROGRAMS: dict[ToolName, tuple[str, ...]] = {"vitis": ("vitis-run", "vitis_hls"), "vivado": ("vivado",)}
LABELS: dict[ToolName, str] = {"vitis": "Vitis HLS", "vivado": "Vivado"}
# hls4ml's Vitis sources need Vitis HLS; the earliest release that its authors name is 2022.2, but older ones may work
OLDEST: dict[ToolName, str] = {"vitis": "2020.2", "vivado": "2019.2"}
NEWEST_KNOWN = "2025.1"  # newest release whose reports the parsers were written for
_MEANWHILE: dict[ToolName, str] = {
    "vitis": "meanwhile `codesign csim RUN` checks the C++ bit for bit, and the RTL of the same net has cycles and size"
    " without a vendor's tool: `codesign rtl RUN`, `codesign synth-open RUN`",
    "vivado": "meanwhile `codesign synth-open RUN` maps the RTL with yosys, Verilator counts its cycles, and"
    " `codesign estimate RUN` gives LUT with a band",
}


class Installation(Strict):
    """Where one tool is installed. folder: of its programs (.../bin); version: refuse any other."""

    folder: str
    version: str | None = Field(None, pattern=r"^20\d\d\.\d(\.\d)?$")


class ToolsConfig(Strict):
    """The content of configs/tools.yaml: tools: {vitis: {folder: ..., version: ...}, vivado: {folder: ...}}."""

    tools: dict[ToolName, Installation]


@dataclass(frozen=True)
class Tool:
    """An installed tool. program: the one of its PROGRAMS that was found."""

    name: ToolName
    program: str
    path: Path
    version: str

    @property
    def label(self) -> str:
        """Name and version for reports: 'Vivado 2023.2'."""
        return f"{LABELS[self.name]} {self.version}"

    @property
    def remark(self) -> str:
        """A warning about this version for readers of its results; "" for a known version."""
        if _ordered(self.version) > _ordered(NEWEST_KNOWN):
            return f"{self.label} is newer than {NEWEST_KNOWN}, the newest release whose reports were tested"
        return ""

    def command(self, script: Path) -> list[str]:
        """The command that runs a Tcl script."""
        if self.program == "vitis-run":
            return [str(self.path), "--mode", "hls", "--tcl", str(script)]
        if self.program == "vitis_hls":
            return [str(self.path), "-f", str(script)]
        return [str(self.path), "-mode", "batch", "-nojournal", "-nolog", "-notrace", "-source", str(script)]


def find(name: ToolName) -> Tool:
    """The installed tool of this name.

    Raises VendorError "tool-absent", which says what is needed and what to use meanwhile, "wrong-version" or
    "tool-error", and ConfigError if CODESIGN_TOOLS names a file that does not exist.
    """
    wanted_version, folders = _folders(name)
    for folder in folders:
        for program in PROGRAMS[name]:
            path = shutil.which(program, path=folder)
            if path is not None:
                executable = Path(path).absolute()
                return _accepted(Tool(name, program, executable, _version(executable)), wanted_version)
    raise VendorError("tool-absent", f"{_needed(name, folders)}; {_MEANWHILE[name]}")


def _folders(name: ToolName) -> tuple[str | None, list[str]]:
    """The requested version, if any, and the folders to search."""
    variable = os.environ.get(VARIABLE, "")
    config = Path(variable) if variable.endswith((".yaml", ".yml")) else CONFIG
    if config == Path(variable) and not config.is_file():
        raise ConfigError(f"{VARIABLE}={variable}: no such file")
    listed = [] if config == Path(variable) else [folder for folder in variable.split(os.pathsep) if folder]
    path = os.environ.get("PATH", os.defpath).split(os.pathsep)
    if config.is_file():
        installation = load(config, ToolsConfig).tools.get(name)
        if installation is not None:
            return installation.version, [installation.folder]
    return None, [*listed, *path]


def _needed(name: ToolName, folders: list[str]) -> str:
    programs = " or ".join(PROGRAMS[name])
    text = f"{LABELS[name]} is needed, and {programs} is neither in {CONFIG}, nor in ${VARIABLE}, nor on PATH"
    compiler = next((path for folder in folders if (path := shutil.which("v++", path=folder))), None)
    if name == "vitis" and compiler:
        text += f" ({compiler} is there, but cannot run an HLS script alone)"
    return f"{text}; source its settings64.sh, or name its folder there"


def _accepted(tool: Tool, wanted_version: str | None) -> Tool:
    if wanted_version is not None and tool.version != wanted_version:
        raise VendorError("wrong-version", f"{tool.path} is {tool.label}, and {CONFIG} asks for {wanted_version}")
    if _ordered(tool.version) < _ordered(OLDEST[tool.name]):
        raise VendorError(
            "wrong-version",
            f"{tool.path} is {tool.label}; {OLDEST[tool.name]} or later is needed: source another settings64.sh, or"
            f" name another folder in {CONFIG}",
        )
    return tool


def _version(path: Path) -> str:
    """The release that a program prints, or that its path contains; VendorError "tool-error" if neither names one."""
    option = "--version" if path.name == "vitis-run" else "-version"
    try:
        with tempfile.TemporaryDirectory() as folder:  # some programs leave a log in the working directory
            done = subprocess.run(
                [path, option], cwd=folder, capture_output=True, text=True, timeout=180, stdin=subprocess.DEVNULL
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise VendorError("tool-error", f"{path} {option}: {error}; is the installation complete?") from None
    said = done.stdout + done.stderr
    for text, pattern in ((said, r"\bv\.?(20\d\d\.\d(?:\.\d)?)\b"), (str(path), r"/(20\d\d\.\d(?:\.\d)?)/")):
        if match := re.search(pattern, text):
            return match.group(1)
    first = said.strip().splitlines()[:1]
    raise VendorError("tool-error", f"{path} {option} printed no version: {''.join(first) or 'it printed nothing'}")


def _ordered(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))

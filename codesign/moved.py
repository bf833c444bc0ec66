"""Python paths from the documents of version 0.1, and the modules that they lead to now.

An old path imports the present module, the same object, with a DeprecationWarning. Version 0.2 removes this module.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

MOVED = {
    "codesign.backends.hls4ml": "codesign.backends.hls.convert",
    "codesign.estimate": "codesign.cost.estimate",
    "codesign.frontends": "codesign.training.frontends",
    "codesign.reference": "codesign.net.reference",
    "codesign.vendor": "codesign.runs.synthesis",
}


def place_of(name: str) -> str | None:
    """The present path of an old path, or of a module below an old path; None for any other name."""
    for old, new in MOVED.items():
        if name == old or name.startswith(f"{old}."):
            return new + name.removeprefix(old)
    return None


class Finder(MetaPathFinder, Loader):
    """Imports a moved module by its old path."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A spec for an old path; None for any other, which Python then imports as usual."""
        return ModuleSpec(fullname, self) if place_of(fullname) else None

    def exec_module(self, module: ModuleType) -> None:
        """Replaces the empty module that Python has created with the present one."""
        new = place_of(module.__name__)
        assert new
        warnings.warn(f"{module.__name__} is {new} now; the old path goes in 0.2", DeprecationWarning, stacklevel=2)
        sys.modules[module.__name__] = import_module(new)


def install() -> None:
    """Makes old paths work in this process."""
    if not any(isinstance(finder, Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, Finder())

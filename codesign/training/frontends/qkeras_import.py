"""Makes qkeras-v3 importable beside HGQ2.

Both wheels install into a package `qkeras`: HGQ2's folders `qkeras/quantizers/` and `qkeras/qlayers/` hide the modules
of the same names in qkeras-v3, so `import qkeras` fails. HGQ2 itself never imports these two folders.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from codesign.base import extras
from codesign.errors import FrontendError

_HIDDEN = ("qkeras.quantizers", "qkeras.qlayers")
_INSTALL = "pip install --force-reinstall --no-deps qkeras-v3"


class _ModulesFirst(MetaPathFinder):
    """Finds `name.py` where Python would import the folder `name/`."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name in _HIDDEN:
            for folder in path or ():
                file = Path(folder) / f"{name.rsplit('.', 1)[1]}.py"
                if file.is_file():
                    return spec_from_file_location(name, file)
        return None


def prefer_modules() -> None:
    """Makes `import qkeras` import qkeras-v3 from now on; further calls change nothing.

    Raises FrontendError if qkeras-v3 is missing or HGQ2's files have replaced its own.
    """
    try:
        version("qkeras-v3")
    except PackageNotFoundError:
        raise FrontendError(extras.missing("the frontend 'qkeras'", "qkeras", "qkeras")) from None
    if not any(isinstance(finder, _ModulesFirst) for finder in sys.meta_path):
        sys.meta_path.insert(0, _ModulesFirst())
    # an earlier `import qkeras` that failed leaves HGQ2's folders among the loaded modules
    if any(hasattr(sys.modules.get(name), "__path__") for name in _HIDDEN):
        for name in [name for name in sys.modules if name.partition(".")[0] == "qkeras"]:
            del sys.modules[name]
    package = find_spec("qkeras")
    if package is None or package.origin is None or "qconvolutional" not in Path(package.origin).read_text():
        raise FrontendError(f"HGQ2 has replaced qkeras/__init__.py of qkeras-v3; `{_INSTALL}` brings it back")

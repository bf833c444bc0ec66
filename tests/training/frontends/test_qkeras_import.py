"""Two wheels install a package `qkeras`."""

import importlib
import subprocess
import sys

from hgq.layers import QDense

from codesign.training.frontends.qkeras_import import prefer_modules


def test_qkeras_v3_is_imported_beside_hgq2() -> None:
    prefer_modules()
    prefer_modules()
    qkeras = importlib.import_module("qkeras")
    assert qkeras.QDense is not QDense
    assert sys.modules["qkeras.quantizers"].__file__ == sys.modules["qkeras"].__path__[0] + "/quantizers.py"
    assert [type(finder).__name__ for finder in sys.meta_path].count("_ModulesFirst") == 1


def test_what_a_failed_import_left_behind_is_no_obstacle() -> None:
    """In a process of its own: HGQ2's folders change HGQ2's defaults when they are imported."""
    program = """
import contextlib, importlib, sys
with contextlib.suppress(ImportError):
    importlib.import_module("qkeras")
assert hasattr(sys.modules["qkeras.qlayers"], "__path__")  # HGQ2's folder
from codesign.training.frontends.qkeras_import import prefer_modules
prefer_modules()
assert not hasattr(importlib.import_module("qkeras.qlayers"), "__path__")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

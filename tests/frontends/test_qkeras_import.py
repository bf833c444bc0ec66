"""Two wheels install a package `qkeras`."""

import contextlib
import importlib
import sys

from hgq.layers import QDense

from codesign.frontends.qkeras_import import prefer_modules


def test_qkeras_v3_is_imported_beside_hgq2() -> None:
    prefer_modules()
    prefer_modules()
    qkeras = importlib.import_module("qkeras")
    assert qkeras.QDense is not QDense
    assert sys.modules["qkeras.quantizers"].__file__ == sys.modules["qkeras"].__path__[0] + "/quantizers.py"
    assert [type(finder).__name__ for finder in sys.meta_path].count("_ModulesFirst") == 1


def test_what_a_failed_import_left_behind_is_no_obstacle() -> None:
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "qkeras"}
    for name in before:
        del sys.modules[name]
    finders = sys.meta_path.copy()
    sys.meta_path[:] = [finder for finder in finders if type(finder).__name__ != "_ModulesFirst"]
    try:
        with contextlib.suppress(ImportError):
            importlib.import_module("qkeras")
        assert hasattr(sys.modules["qkeras.qlayers"], "__path__")  # HGQ2's folder
        prefer_modules()
        assert not hasattr(importlib.import_module("qkeras.qlayers"), "__path__")
    finally:
        sys.meta_path[:] = finders
        for name in [name for name in sys.modules if name.partition(".")[0] == "qkeras"]:
            del sys.modules[name]
        sys.modules.update(before)

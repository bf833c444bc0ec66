"""Old Python paths lead to the modules at their new places, with a warning."""

import importlib
import sys
import warnings

import pytest

from codesign.moved import MOVED, place_of


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("codesign.reference", "codesign.net.reference"),
        ("codesign.estimate", "codesign.cost.estimate"),
        ("codesign.vendor.bands", "codesign.runs.synthesis.bands"),
        ("codesign.frontends.qkeras_import", "codesign.training.frontends.qkeras_import"),
        ("codesign.backends.hls4ml", "codesign.backends.hls.convert"),
    ],
)
def test_a_documented_path_imports_the_module_of_today(old, new, monkeypatch):
    for name in [name for name in sys.modules if place_of(name)]:
        monkeypatch.delitem(sys.modules, name)
    with warnings.catch_warnings(record=True) as warned:  # the parent package warns too if it has moved
        warnings.simplefilter("always")
        module = importlib.import_module(old)
    assert warned[-1].category is DeprecationWarning
    assert str(warned[-1].message).startswith(f"{old} is {new} now")
    assert module is importlib.import_module(new)


def test_other_names_are_left_to_python():
    assert place_of("codesign.estimates") is None
    assert place_of("numpy") is None
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("codesign.estimates")


def test_no_old_path_is_a_module_again():
    assert all(importlib.import_module(new).__name__ == new for new in MOVED.values())

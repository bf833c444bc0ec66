"""An error says what it is about, once, whatever kind it is."""

import pytest

from codesign.errors import JetsError, VendorError, about


def test_an_error_begins_with_its_file():
    with pytest.raises(JetsError, match=r"^jets\.npz: no jets$"), about("jets.npz"):
        raise JetsError("no jets")


def test_an_error_that_names_its_file_is_left_alone():
    with pytest.raises(JetsError, match=r"^no jets in jets\.npz$"), about("jets.npz"):
        raise JetsError("no jets in jets.npz")


def test_an_outcome_stays_with_its_error():
    with pytest.raises(VendorError, match=r"^runs/x: timeout: too long$") as caught, about("runs/x"):
        raise VendorError("timeout", "too long")
    assert caught.value.outcome == "timeout"

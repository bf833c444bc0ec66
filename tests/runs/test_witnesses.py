"""One table of witnesses: what each is called, what it is about, and that its command exists."""

import pytest

from codesign.cli.app import app
from codesign.runs.proof import firmware_of
from codesign.runs.witnesses import BEFORE_FIRMWARE, OF_SURVIVORS, RTL, SHOWN, WITNESSES, of_firmware


def test_names_are_those_of_earlier_files_of_agreements():
    assert list(WITNESSES) == ["framework", "csim", "csim from words", "rtl", "verilator"]
    assert all(name == row.name for name, row in WITNESSES.items())


@pytest.mark.parametrize("name", WITNESSES)
def test_its_command_is_a_verb(name):
    program, verb, *_ = WITNESSES[name].command("runs/x").split()
    names = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert (program, verb in names) == ("codesign", True)


def test_a_sweep_asks_of_survivors_what_it_asks_of_all_and_more():
    assert set(BEFORE_FIRMWARE) < set(OF_SURVIVORS) < set(WITNESSES)


def test_witnesses_of_one_project():
    assert of_firmware(RTL) == ("rtl", "verilator")
    assert of_firmware("") == ("framework",)
    assert set(SHOWN) == set(WITNESSES) - {"csim from words"}


def test_the_framework_carries_no_digest_of_firmware():
    assert firmware_of(None, "framework") is None

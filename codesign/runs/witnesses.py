"""The witnesses: what computes the outputs of a net beside its reference, and how each is asked; one row each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from codesign.backends import HLS, RTL


@dataclass(frozen=True)
class Witness:
    """One witness.

    name: as `agreement.json` has it; title: what it is; place: where the outputs were computed, as part of a sentence;
    verb: the command that asks it, with {} for the run folder; firmware: the target, of `codesign.backends`, whose
    project it is about, "" for the framework; shown: whether it has a column of its own in tables of designs.
    """

    name: str
    title: str
    place: str
    verb: str
    firmware: str
    shown: bool = True

    def command(self, folder: Path | str) -> str:
        """What a user types to ask it about the run in a folder."""
        return f"codesign {self.verb.format(folder)}"


FRAMEWORK, CSIM, CSIM_FROM_WORDS, EMULATOR, SIMULATION = "framework", "csim", "csim from words", "rtl", "verilator"
WITNESSES = {
    row.name: row
    for row in (
        Witness(FRAMEWORK, "training framework", "in the training framework", "freeze {}", ""),
        Witness(CSIM, "C simulation of the HLS project", "in C simulation", "csim {} --trace", HLS),
        Witness(CSIM_FROM_WORDS, "C simulation from PUPPI words", "in C simulation", "csim {}", HLS, shown=False),
        Witness(EMULATOR, "RTL emulator", "in the RTL emulator", "rtl {}", RTL),
        Witness(
            SIMULATION,
            "Verilog in Verilator, one jet per clock",
            "in the simulation of its Verilog",
            "rtl {} --cosim",
            RTL,
        ),
    )
}
SHOWN = tuple(name for name, row in WITNESSES.items() if row.shown)
BEFORE_FIRMWARE = (FRAMEWORK, EMULATOR)  # what a sweep asks of every design
OF_SURVIVORS = (*BEFORE_FIRMWARE, CSIM)  # and of those whose firmware is made


def of_firmware(firmware: str) -> tuple[str, ...]:
    """The names of the witnesses about the project of one target."""
    return tuple(name for name, row in WITNESSES.items() if row.firmware == firmware)

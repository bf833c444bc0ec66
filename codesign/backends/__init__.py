"""A FixedNet as firmware: one folder per target, chosen by name and imported on first use, and the port of PUPPI words
that all targets share.

`Backend` lists what a target's module has. Never imports a design, a run or a framework.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

from codesign.base.pace import Tell, silent

if TYPE_CHECKING:
    from codesign.backends.words_port import WordsPort
    from codesign.net.fixednet import FixedNet
    from codesign.net.fixedpoint import Float

RTL: Final = "rtl"
HLS: Final = "hls"
BACKENDS: dict[str, str] = {  # name, which a project's folder has too -> module, which is imported when it is used
    RTL: "codesign.backends.rtl.backend",
    HLS: "codesign.backends.hls.backend",
}


@dataclass(frozen=True)
class Settings:
    """What a project is generated for. part: the FPGA's full name; clock_ns: the period asked for.

    name: of the top function or module; words: the port of a design that starts from PUPPI words, None for features.
    """

    part: str
    clock_ns: float
    name: str
    words: WordsPort | None = None


class Counts(Protocol):
    """What a generated pipeline says of its own cost, from which `codesign.cost.estimate` estimates resources."""

    @property
    def tool(self) -> str:
        """The generator's name and version."""

    @property
    def clock_ns(self) -> float:
        """The period asked for."""

    @property
    def stages(self) -> int:
        """Register-to-register steps of logic."""

    @property
    def latency_cycles(self) -> int:
        """Clock edges from a jet at the input to its result at the output."""

    @property
    def levels_a_stage(self) -> int:
        """The most adder levels between two registers."""

    @property
    def adder_cost(self) -> float:
        """Full and half adder bits."""

    @property
    def register_bits(self) -> int:
        """Bits of all pipeline registers."""

    @property
    def multipliers(self) -> int:
        """Products of two variables."""

    @property
    def lookups(self) -> int:
        """Table look-ups."""


class Backend(Protocol):
    """The module of a target. `folder` is that of a project; only `convert` and `compute` need the target's packages.

    RECORD: the JSON file of a project that says what it was made from, with the net's key as "net";
    TITLE: what a project is called in messages; VERB: the verb that writes one.
    """

    RECORD: str
    TITLE: str
    VERB: str

    def convert(self, net: FixedNet, folder: Path, settings: Settings, tell: Tell = silent) -> None:
        """Writes the project, replacing an earlier one; the same net and settings give the same bytes.

        Raises BackendError for a net or settings that the target cannot take, and for a folder with other files.
        """

    def is_made_from(self, folder: Path, net: str) -> bool:
        """Whether the folder holds a project of the net with this key."""

    def prepare(self, folder: Path, tell: Tell = silent) -> None:
        """Compiles the project's fast model, where it has to be; BackendError if that fails."""

    def compute(self, folder: Path, x: Float, trace: bool = False) -> Mapping[str, Float]:
        """Name -> output by the project's fast model, for x: (jets, *port shape).

        trace: with all tensors of the net that the model exposes.
        """

    def figures(self, folder: Path) -> Counts | None:
        """The project's counts; None for a target on whose cost only a vendor's tool can report."""

    def layer_costs(self, folder: Path, net: FixedNet, words: WordsPort | None) -> dict[str, float]:
        """Name of an operation -> its part of `Counts.adder_cost`; empty where nothing is counted."""

    def digests(self, folder: Path, published: str | None = None) -> dict[str, str]:
        """Digests by name: "sources", of the design's own sources, "" without any; and of other files that count.

        published: for a folder without a project, the digests of its files as `sha256sum` writes them.
        """


def backend(name: str) -> Backend:
    """The module of a target."""
    return cast(Backend, import_module(BACKENDS[name]))


def record(name: str) -> str:
    """The record of a target's project, as a path in the folder that holds the projects, such as rtl/project.json."""
    return f"{name}/{backend(name).RECORD}"


def made_by() -> dict[str, str]:
    """Path of a target's record, as of `record` -> the verb that writes it."""
    return {record(name): backend(name).VERB for name in BACKENDS}

"""The RTL target, as `codesign.backends.Backend`; its fast model is the emulator of the traced logic.

alkaid takes a second to import, so every function here imports what it needs.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from codesign.backends import Counts, Settings
from codesign.backends.rtl import ports
from codesign.backends.words_port import WordsPort
from codesign.base.files import sha256_line
from codesign.base.pace import Tell, silent
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import Float

if TYPE_CHECKING:
    from codesign.backends.rtl.front import Flavor, Front

RECORD, TITLE, VERB = "project.json", "Verilog", "rtl"
LOGIC = "logic.json.gz"  # what the emulator runs; no source, because its bytes depend on the version of zlib
_SOURCES = (RECORD, ports.FILE, "src/")  # without the files that a simulation adds


def convert(
    net: FixedNet,
    folder: Path,
    settings: Settings,
    tell: Tell = silent,
    *,
    flavor: Flavor = "verilog",
    like: Path | None = None,
) -> None:
    """Writes the pipelined RTL of a net, see `codesign.backends.rtl.convert` also for `flavor` and `like`."""
    from codesign.backends.rtl import convert as rtl

    rtl.convert(
        net,
        folder,
        part=settings.part,
        clock_ns=settings.clock_ns,
        flavor=flavor,
        name=settings.name,
        front=_front(settings.words),
        tell=tell,
        like=like,
    )


def is_made_from(folder: Path, net: str) -> bool:
    """Whether `folder` holds RTL whose net has the key `net`."""
    from codesign.backends.rtl import convert as rtl

    return rtl.is_made_from(folder, net)


def prepare(folder: Path, tell: Tell = silent) -> None:
    """Nothing: the emulator needs no compiler."""


def compute(folder: Path, x: Float, trace: bool = False) -> dict[str, Float]:
    """Name -> output by the emulator, for x: (jets, *port shape), the features or the numbers cut out of words."""
    from codesign.backends.rtl import convert as rtl

    return rtl.emulate(folder, x)


def figures(folder: Path) -> Counts:
    """The counts of the pipeline; BackendError if `folder` holds no RTL of this format."""
    from codesign.backends.rtl.convert import RtlProject

    return RtlProject.load(folder)


def layer_costs(folder: Path, net: FixedNet, words: WordsPort | None) -> dict[str, float]:
    """Name of an operation -> cost of its adders; the logic in front of the net counts for the net's port."""
    from codesign.backends.rtl.adder_costs import adder_costs

    return adder_costs(folder, net, _front(words))


def digests(folder: Path, published: str | None = None) -> dict[str, str]:
    """The digests of the sources, and of the logic that the emulator runs."""
    sources, lines = tuple(f"{folder.name}/{source}" for source in _SOURCES), None
    if (folder / RECORD).exists():
        paths = (path for path in folder.rglob("*") if path.is_file())
        own = (path for path in paths if path.relative_to(folder.parent).as_posix().startswith(sources))
        lines = [sha256_line(path, folder.parent) for path in own]
    elif published is not None:
        lines = [line for line in published.splitlines() if line.partition("  ")[2].startswith(sources)]
    logic = folder / LOGIC
    return {
        "sources": "" if lines is None else hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16],
        "emulated": hashlib.sha256(logic.read_bytes()).hexdigest()[:16] if logic.is_file() else "",
    }


def _front(words: WordsPort | None) -> Front | None:
    from codesign.backends.rtl.words import WordsFront

    return WordsFront(words) if words else None

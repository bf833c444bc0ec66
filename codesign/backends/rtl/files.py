"""Turns the files that alkaid wrote into those of an RTL project, and reads the logic back."""

import gzip
import re
import shutil
from functools import lru_cache
from pathlib import Path

from alkaid.types import CombLogic

from codesign.backends.rtl.backend import LOGIC
from codesign.base.files import own_modes, regular
from codesign.errors import BackendError

_DECLARED = re.compile(r"^(?:module|entity)\s+(\w+)", re.MULTILINE)


def tidy(written: Path, top: str, clock_ns: float, logic: CombLogic) -> None:
    """Keeps the sources, the logic and one clock constraint; alkaid's scripts and archives hold dates or defaults."""
    plain = written / "logic.json"
    logic.save(plain)
    (written / LOGIC).write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    plain.unlink()
    for extra in (*written.glob("*.tcl"), *written.glob("src/*.sdc"), written / "metadata.json"):
        extra.unlink()
    for folder in ("sim", "model"):
        shutil.rmtree(written / folder)
    (written / "src" / f"{top}.xdc").write_text(f"create_clock -name clk -period {clock_ns} [get_ports clk]\n")
    name_modules(written / "src", top)
    own_modes(written)


def load_logic(folder: Path) -> CombLogic:
    """The traced logic of a project; BackendError if it cannot be read. The last ones read stay in memory."""
    path = folder / LOGIC
    try:
        state = path.stat()
        return _read(path, state.st_mtime_ns, state.st_size)
    except Exception as error:  # the type depends on where the file is damaged
        raise BackendError(f"{path} cannot be read ({error!r:.200}); convert the net to RTL again") from None


@lru_cache(maxsize=2)  # the two parts of a net whose candidates take turns
def _read(path: Path, changed_ns: int, size: int) -> CombLogic:
    return CombLogic.load(regular(path))


def name_modules(sources: Path, top: str) -> None:
    """Puts the top's name in front of the name of every other module or entity, and of its file.

    alkaid numbers the modules of every design in the same way, and adds the same small library modules to each. Whole
    identifiers are replaced everywhere in all files, so that all uses of a name still agree.
    """
    texts = {path: path.read_text() for path in sources.rglob("*.v*")}
    modules = {name for text in texts.values() for name in _DECLARED.findall(text)} - {top, f"{top}_wrapper"}
    names = re.compile(rf"\b({'|'.join(sorted(modules))})\b")
    for path, text in texts.items():
        path.unlink()
        stem = f"{top}_{path.stem}" if path.stem in modules else path.stem
        path.with_stem(stem).write_text(names.sub(rf"{top}_\1", text))

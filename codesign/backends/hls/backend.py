"""The HLS target, as `codesign.backends.Backend`; its fast model is C simulation."""

from __future__ import annotations

import hashlib
from pathlib import Path

from codesign.backends import Counts, Settings
from codesign.backends.hls import csim
from codesign.backends.hls.project import FILE, HlsProject
from codesign.backends.words_port import WordsPort
from codesign.base.files import sha256_line
from codesign.base.pace import Tell, silent
from codesign.errors import BackendError
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import Float

RECORD, TITLE, VERB = FILE, "HLS project", "convert"
FIRMWARE = "firmware"
LIBRARIES = ("ap_types", "nnet_utils")  # in FIRMWARE; the same for all designs, and beside a shipped one
PER_DESIGN = "nnet_code_gen.h"  # the one header in LIBRARIES that differs between designs


def convert(net: FixedNet, folder: Path, settings: Settings, tell: Tell = silent) -> None:
    """Writes the HLS project of a net, see `codesign.backends.hls.convert`."""
    from codesign.backends.hls import convert as hls4ml

    hls4ml.convert(
        net, folder, part=settings.part, clock_ns=settings.clock_ns, project=settings.name, words=settings.words
    )


def is_made_from(folder: Path, net: str) -> bool:
    """Whether `folder` holds an HLS project whose net has the key `net`."""
    try:
        return HlsProject.load(folder).net == net
    except BackendError:
        return False


def prepare(folder: Path, tell: Tell = silent) -> None:
    """Compiles the project with g++, unless it is compiled."""
    csim.compile_csim(folder, tell=tell)


def compute(folder: Path, x: Float, trace: bool = False) -> dict[str, Float]:
    """Name -> output (with `trace`, every tensor) by C simulation, for x: (jets, *port shape), the features."""
    return csim.run_csim(folder, x, trace)


def figures(folder: Path) -> Counts | None:
    """None: nothing but Vitis HLS schedules the C++."""
    return None


def layer_costs(folder: Path, net: FixedNet, words: WordsPort | None) -> dict[str, float]:
    """Empty: nothing but Vitis HLS counts the logic."""
    return {}


def is_library(path: str) -> bool:
    """Whether a file, by its path in FIRMWARE, is the same for all designs."""
    return path.startswith(tuple(f"{part}/" for part in LIBRARIES)) and Path(path).name != PER_DESIGN


def digests(folder: Path, published: str | None = None) -> dict[str, str]:
    """The digest of the C++ that is specific to the design; its order of files is that of `Path`."""
    firmware = folder / FIRMWARE
    paths = [path for path in sorted(firmware.rglob("*")) if path.is_file()]
    own = [path for path in paths if not is_library(path.relative_to(firmware).as_posix())]
    lines = [sha256_line(path, folder.parent) for path in own]
    return {"sources": hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] if lines else ""}

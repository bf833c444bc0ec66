"""The bundle for a firmware engineer: one file with the whole design, which `make csim` checks against itself."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
from importlib.resources import files
from pathlib import Path

from codesign.backends import HLS, RTL
from codesign.base.files import scratch, write_atomic
from codesign.base.pace import Tell, silent
from codesign.net import vectors
from codesign.runs import stages
from codesign.runs.delivery import card, shipping
from codesign.runs.inputs import golden_of
from codesign.runs.provenance import RTL_DIGESTS
from codesign.runs.run import Run

_LICENCES = {"Apache-2.0.txt": "hls4ml", "LGPL-3.0.txt": "alkaid"}  # licence text -> the package that contains it


def handoff(run: Run, output: Path, tell: Tell = silent) -> None:
    """Runs the stages that are missing and writes the bundle, a .tar.gz; the same run gives the same bytes.

    Raises RunError for a design that is not exact.
    """
    shipping.prove(run, tell)
    with scratch() as temporary:
        name = f"{run.design.name}-{run.net.key}"
        folder = temporary / name
        _assemble(run, folder, tell)
        write_atomic(output, packed(folder))


def packed(folder: Path) -> bytes:
    """The bytes of a .tar.gz of a folder; they do not depend on the time, the place or the user."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            data = path.read_bytes()
            entry = tarfile.TarInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}")
            entry.size, entry.mode = len(data), 0o644
            tar.addfile(entry, io.BytesIO(data))
    return gzip.compress(archive.getvalue(), mtime=0)


def _assemble(run: Run, folder: Path, tell: Tell) -> None:
    shipping.copy_results(run, folder)
    stages.write_firmware(run, HLS, folder / HLS)
    vectors.write(run.net, folder / HLS / vectors.FOLDER, golden_of(run), traced=None)
    for name in shipping.vector_folders(run):
        if name != vectors.FOLDER:
            vectors.copy(run.folder / HLS / name, folder / HLS / name)
    tell("make csim: compiling the firmware as its receiver does, and running its golden vectors")
    shipping.simulate(folder / HLS, folder / HLS / "firmware")
    stages.write_firmware(run, RTL, folder / RTL)
    shipping.require_proved(run, Run.open(folder))
    (folder / RTL_DIGESTS).write_text(shipping.digests_of(folder / RTL))
    start = (shipping.TEMPLATES / "bundle.md").read_text()
    start = start.replace("@NET@", ", ".join(f"`{name}`" for name in shipping.net_files(run)))
    (folder / "README.md").write_text(start + card.readme(run, folder.name, shipped=False))
    (folder / "MODEL_CARD.md").write_text(card.model_card(run))
    shutil.copyfile(shipping.TEMPLATES / "Makefile.project", folder / "Makefile")
    templates = files("codesign.backends.hls") / "templates"
    ours = sorted(path.name for path in (folder / HLS).rglob("nnet_*.h") if (templates / path.name).is_file())
    text = (shipping.TEMPLATES / "licences.md").read_text()
    (folder / "LICENCES.md").write_text(text.replace("@OURS@", ", ".join(f"`{name}`" for name in ours)))
    (folder / "licences").mkdir()
    for name, package in _LICENCES.items():
        (folder / "licences" / name).write_bytes(shipping.licence(package))

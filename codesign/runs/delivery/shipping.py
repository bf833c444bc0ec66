"""A shipped design: a folder in hls_projects/ from which firmware is built and rebuilt, small enough for git.

    design.yaml net.json net.npz model.weights.*     what defines the design; an imported model has no weights file
    metrics.json agreement.json verdict.json ...     its results, which README.md and MODEL_CARD.md present
    Makefile hls/                                    the HLS project with testbench and golden vectors
    rtl.sha256                                       digests of the Verilog, which is too large to ship
    ../include/                                      headers that all shipped designs share

It is a run folder too: every verb works on it. Whatever follows from design.yaml and the net can be rebuilt byte for
byte.
"""

from __future__ import annotations

import re
import shutil
from importlib.metadata import files
from pathlib import Path

from codesign.backends import BACKENDS, HLS, RTL
from codesign.backends.hls import words_csim
from codesign.backends.hls.backend import FIRMWARE, is_library
from codesign.base import children
from codesign.base.files import is_occupied, replacing_folder, scratch, sha256_line, write_atomic
from codesign.base.pace import Tell, silent
from codesign.design.frontends import weights_file
from codesign.errors import BackendError, RunError
from codesign.net import vectors
from codesign.runs import proof, stages
from codesign.runs.delivery import card
from codesign.runs.provenance import RTL_DIGESTS, digest
from codesign.runs.run import Run
from codesign.runs.witnesses import CSIM, EMULATOR, FRAMEWORK

TEMPLATES = Path(__file__).parent / "templates"
_FIRMWARE = f"{FIRMWARE}/"
_NOT_SHIPPED = ("progress.json", "history.json", "report.json", *(f"{name}.json" for name in BACKENDS))


def ship(run: Run, folder: Path, tell: Tell = silent) -> None:
    """Runs the stages that are missing, and writes or replaces the shipped folder of a run.

    Raises RunError for a design that is not exact, or if the folder holds anything but a shipped design.
    """
    prove(run, tell)
    if is_occupied(folder) and not (folder / RTL_DIGESTS).exists():
        raise RunError(f"{folder} holds something other than a shipped design; choose another folder")
    if folder.resolve() == run.folder.resolve():
        raise RunError(f"{folder} is shipped already; `codesign rebuild {folder}` writes its firmware again")
    with replacing_folder(folder) as written:
        copy_results(run, written)
        for name in vector_folders(run):
            vectors.copy(run.folder / HLS / name, written / HLS / name)
        shipped = Run.open(written)
        for name, content in firmware_files(shipped).items():
            target = folder.parent / name.removeprefix("../") if name.startswith("../") else written / name
            write_atomic(target, content)
        require_proved(run, shipped)
        for name, content in pages(shipped, folder.name).items():
            write_atomic(written / name, content)
        tell("make csim: compiling the firmware as its receiver does, and running its golden vectors")
        simulate(written / HLS, folder.parent / "include")


def rebuild(folder: Path, check: bool = False) -> list[str]:
    """Rewrites the files that follow from the design and its net; returns the names of those that had differed.

    check: compare without writing. Names are relative to the folder. Raises RunError if this is not a shipped folder
    or if its golden vectors are not what its net computes.
    """
    run = Run.open(folder)
    if not (folder / RTL_DIGESTS).exists():
        raise RunError(f"{folder} is not a shipped design; `codesign ship {folder} hls_projects/NAME` makes one")
    if wrong := vectors.differing(run.net, folder / HLS / vectors.FOLDER):
        raise RunError(f"{folder / HLS / vectors.FOLDER / wrong[0]} is not what the net computes; ship the run again")
    expected = firmware_files(run)
    changed = _replaced(folder, expected, check)
    extra = sorted(name for name in _generated_names(folder) if name not in expected)
    if not check:
        for name in extra:
            (folder / name).unlink()
    changed += _replaced(folder, pages(run, folder.resolve().name), check)  # last: they judge the firmware on disk
    return [*changed, *extra]


def _replaced(folder: Path, expected: dict[str, bytes], check: bool) -> list[str]:
    """The names of the files that differ from the expected content; writes that content unless `check` is set."""
    changed = [name for name, content in expected.items() if _content(folder / name) != content]
    if not check:
        for name in changed:
            write_atomic(folder / name, expected[name])
    return changed


def prove(run: Run, tell: Tell = silent) -> None:
    """Runs the missing stages below the waist; RunError unless all witnesses agree bit for bit.

    The design need not fit its budget: its verdict is shipped with it, and says what only routing can confirm.
    """
    if missing := proof.lacking(proof.by_witness(run, FRAMEWORK)):
        raise RunError(f"{run.folder}: the framework {missing}; run `codesign freeze {run.folder}`")
    stages.convert(run)
    if proof.lacking(proof.by_witness(run, CSIM)):
        stages.csim(run, tell)
    if proof.lacking(proof.by_witness(run, EMULATOR)):
        stages.rtl(run, tell)
    stages.refresh(run)
    exactness = proof.exactness(run)
    if exactness.outcome != "PASS":
        why = exactness.detail if exactness.outcome == "FAIL" else exactness.open
        raise RunError(f"{run.folder}: {why}; a design that is not proved exact is not delivered")


def simulate(hls: Path, headers: Path) -> None:
    """Runs `make csim`, as the receiver does first, and removes what it left behind; BackendError if it fails."""
    command = ["make", "-C", str(hls), f"HEADERS={headers.resolve()}", "csim"]
    try:
        done = children.run(command)
    except FileNotFoundError:
        raise BackendError(
            "make is not installed; shipped firmware is tested with it (Debian: apt install make)"
        ) from None
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-10:])
        raise BackendError(f"the firmware of {hls} fails its own golden vectors, so it is not delivered:\n{said}")
    shutil.rmtree(hls / "build")
    for left in (*hls.glob(f"{vectors.FOLDER}/*.log"), *hls.glob(f"{words_csim.VECTORS}/found_*")):
        left.unlink()


def vector_folders(run: Run) -> list[str]:
    """The folders of golden vectors in a run's HLS project: features, and words for a design that starts from words."""
    return [name for name in (vectors.FOLDER, words_csim.VECTORS) if (run.folder / HLS / name).is_dir()]


def net_files(run: Run) -> list[str]:
    """The names of the net's files, and of the weights it was frozen from; an imported model has no weights file."""
    return ["net.json", "net.npz", *([] if run.design.model else [weights_file(run.design.frontend)])]


def copy_results(run: Run, folder: Path) -> None:
    """Copies design, net, weights and results into a new folder; not the firmware, nor results of an earlier net."""
    folder.mkdir(parents=True)
    names = {path.name for path in run.folder.glob("*.json") if path.name not in _NOT_SHIPPED}
    of_this_net = {name for name in names if run.read(name).get("net", run.net.key) == run.net.key}
    for name in sorted({*of_this_net, "design.yaml", *net_files(run)}):
        shutil.copyfile(run.folder / name, folder / name)


def require_proved(run: Run, written: Run) -> None:
    """RunError unless the firmware just written for the receiver has the sources of the run's compared firmware."""
    for firmware in BACKENDS:
        if digest(written, firmware) != digest(run, firmware):
            raise RunError(
                f"{run.folder / firmware} no longer matches its design and net, so its proofs do not hold;"
                f" remove it, and `codesign rtl`, `convert` and `csim` of {run.folder} make it again"
            )


def firmware_files(run: Run) -> dict[str, bytes]:
    """Path in the shipped folder -> content, for the files that follow from the design and its net."""
    with scratch() as temporary:
        for firmware in BACKENDS:
            stages.write_firmware(run, firmware, temporary / firmware)
        content = _relative(temporary / HLS)
        digests = digests_of(temporary / RTL)
    shared = [path for path in content if _is_shared(path)]
    needed = _included(content)
    files = {f"{HLS}/{path}": data for path, data in content.items() if path not in shared}
    files |= {f"../include/{p.removeprefix(_FIRMWARE)}": content[p] for p in shared if Path(p).name in needed}
    return files | {
        RTL_DIGESTS: digests.encode(),
        "Makefile": (TEMPLATES / "Makefile.project").read_bytes(),
        "../include/LICENSE": licence("hls4ml"),
    }


def pages(run: Run, name: str) -> dict[str, bytes]:
    """File name -> content of README and model card for a shipped folder called `name`, which has its firmware."""
    return {
        "README.md": card.readme(run, name, shipped=True).encode(),
        "MODEL_CARD.md": card.model_card(run).encode(),
    }


def licence(package: str) -> bytes:
    """The licence of an installed package, which must go with its files; BackendError if the package lacks it."""
    for path in files(package) or ():
        if path.name == "LICENSE" and path.parts[0].startswith(package) and "templates" not in path.parts:
            return path.read_binary()
    raise BackendError(f"{package} is installed without its LICENSE, which must go with its files; install it again")


def digests_of(folder: Path) -> str:
    """The SHA-256 of each file of a project, one line each as `sha256sum` writes it in the folder above.

    No .gz files, whose bytes depend on the version of zlib.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".gz")
    return "".join(f"{sha256_line(path, folder.parent)}\n" for path in paths)


def _relative(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _generated_names(folder: Path) -> list[str]:
    """The generated files in hls/: all but vectors, build products, and the headers that `make headers` copies."""
    other = tuple(f"{part}/" for part in (vectors.FOLDER, words_csim.VECTORS, "build", "csim"))
    own = (name for name in _relative(folder / HLS) if not name.startswith(other) and not _is_shared(name))
    return [f"{HLS}/{name}" for name in own]


def _is_shared(path: str) -> bool:
    return path.startswith(_FIRMWARE) and is_library(path.removeprefix(_FIRMWARE))


def _included(content: dict[str, bytes]) -> set[str]:
    """Names of the shared headers that the design's own files include, directly or indirectly."""
    by_name = {Path(path).name: data for path, data in content.items() if _is_shared(path)}
    waiting = [data for path, data in content.items() if not _is_shared(path)]
    included_names: set[str] = set()
    while waiting:
        for included in re.findall(rb'#\s*include\s*[<"]([^>"]+)[>"]', waiting.pop()):
            name = Path(included.decode()).name
            if name in by_name and name not in included_names:
                included_names.add(name)
                waiting.append(by_name[name])
    return included_names


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None

"""C simulation of the HLS top function that starts from words: compiles its testbench with g++ and runs it.

The testbench needs no Python: it reads golden vectors as text and reports differences. Its results are read back here.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

from codesign.backends.hls.csim import SLOW_WARNINGS
from codesign.backends.hls.project import HlsProject
from codesign.backends.words_port import JET, Jets, WordsPort, edge_jets
from codesign.base import children
from codesign.base.choice import some_rows
from codesign.base.files import scratch, write_atomic
from codesign.errors import BackendError
from codesign.jets.words import SLOTS
from codesign.net import reference, vectors
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import Float

VECTORS = "tb_words"  # the testbench's folder of vectors
GOLDEN_JETS = 1000
GOLDEN_EDGES = 1000
PROGRAM = Path("csim", "words_test")
LOG = Path("csim", "words_compile.log")
INCLUDES = ("-I.", "-Ifirmware", "-Ifirmware/nnet_utils", "-Ifirmware/ap_types")


def compile_csim(folder: Path) -> None:
    """Compiles the testbench of the project in `folder`; BackendError with the compiler's first error line."""
    name = HlsProject.load(folder).name
    sources = [f"{name}_words_test.cpp", f"firmware/{name}_words.cpp", f"firmware/{name}.cpp"]
    if missing := [source for source in sources if not (folder / source).exists()]:
        raise BackendError(
            f"{folder / missing[0]} is missing: this project starts from features; convert it from words"
        )
    (folder / PROGRAM.parent).mkdir(exist_ok=True)
    command = ["g++", "-O1", "-std=c++17", "-w", *SLOW_WARNINGS, *INCLUDES, *sources, "-o", str(PROGRAM)]
    try:
        done = children.run(command, cwd=folder)
    except FileNotFoundError:
        raise BackendError("g++ is not installed; csim needs it (Debian: apt install g++)") from None
    write_atomic(folder / LOG, f"{' '.join(command)}\n{done.stdout}{done.stderr}".encode())
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if "error" in line] or done.stderr.splitlines()[-1:]
        raise BackendError(f"csim does not compile: {''.join(errors[:1])}; all messages are in {folder / LOG}")


def run_csim(folder: Path, net: FixedNet, port: WordsPort, jets: Jets, timeout_s: float = 600.0) -> dict[str, Float]:
    """Name -> the net's port and outputs, as the compiled project in `folder` computes them from the jets' words.

    Raises BackendError if the testbench is not compiled, fails, or takes longer than `timeout_s`.
    """
    program = (folder / PROGRAM).resolve()
    if not program.exists():
        raise BackendError(f"{program} is missing; compile the project first")
    with scratch() as exchange:
        write_vectors(net, port, jets, exchange)
        try:
            done = children.run([program, exchange], timeout=timeout_s)
        except subprocess.TimeoutExpired:
            raise BackendError(f"csim of {folder} took longer than {timeout_s:g} s for {len(jets)} jets") from None
        if done.returncode not in (0, 1):
            raise BackendError(f"csim of {folder} ended with code {done.returncode}: {done.stdout}{done.stderr}")
        return {name: _results(net, name, exchange) for name in (net.port.name, *net.graph.outputs)}


def write_golden(net: FixedNet, port: WordsPort, real: Jets, folder: Path) -> None:
    """Writes the golden vectors of a project: up to GOLDEN_JETS real jets, and about GOLDEN_EDGES edge cases."""
    edges = edge_jets()
    some = np.arange(0, len(edges), len(edges) // GOLDEN_EDGES)
    jets = Jets.joined(real.at(some_rows(len(real), GOLDEN_JETS)), edges.at(some))
    folder.mkdir(exist_ok=True)
    write_vectors(net, port, port.prepared(jets), folder)


def write_vectors(net: FixedNet, port: WordsPort, jets: Jets, folder: Path) -> None:
    """Writes words, and their expected features and outputs, as integers in text, into an existing folder."""
    axes = np.stack([getattr(jets, name) for name in JET], axis=1)
    heading = [f"# {SLOTS} words as signed integers of 64 bits, then the jet's {', '.join(JET)}"]
    entering = np.concatenate([jets.words.view(np.int64), axes], axis=1)
    vectors.write_integers(folder / vectors.file_of("words"), heading, entering)
    x = port.features(jets)
    for name, values in vectors.integers(net, {net.port.name: x, **reference.run(net, x)}).items():
        vectors.write_tensor(net, name, values, folder)


def _results(net: FixedNet, name: str, folder: Path) -> Float:
    integers = np.fromstring((folder / f"found_{name}.txt").read_text(), sep=" ")
    shape = net.graph.shapes[name]
    return integers.reshape(-1, *shape) * np.broadcast_to(net.types[name].lsb, shape)

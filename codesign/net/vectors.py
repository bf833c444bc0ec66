"""Golden vectors: inputs, expected outputs and internal tensors of a net as integers, in text a testbench can read.

A folder holds
    vectors.txt          the kinds of vectors, in order, and how many of each
    tensor_NAME.txt      one line per vector: the integers m of a tensor, value = m * 2**exponent of the element
    checksums.txt        kind, tensor, and one number for all its integers of that kind

In a line, `0*8` stands for eight zeros, and zeros at the end are left out; a line that starts with # is a comment. The
port and the outputs are written for all vectors. Internal tensors would take megabytes: their values are written for
the first vectors only, and the checksums, taken over all vectors, show whether any other differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from codesign.base.choice import some_rows
from codesign.base.files import replacing_folder
from codesign.base.records import read_lines
from codesign.errors import RunError
from codesign.net import reference
from codesign.net.agreement import contract_inputs
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import Float, Int

FOLDER = "tb_data"  # of an HLS project: hls4ml's scripts hand it to the testbench
JETS = 1000
TRACED = 16  # vectors whose internal tensors are written in full: the corners of the port and some jets
KINDS = "vectors.txt"
CHECKSUMS = "checksums.txt"
_ORDER = ("zero", "maximum", "minimum", "jets", "one_candidate", "overflow")  # corners first: they are traced
_LONE = 20
_OVERFLOWING = 40

_INTEGER = re.compile(r"-?[0-9]{1,18}")  # a net's integers have at most 53 bits
_COUNT = re.compile(r"[0-9]{1,9}")

# Knuth's MMIX generator; any odd number would do, as multiplying by it loses nothing modulo 2**64
MULTIPLIER = 6364136223846793005


def golden_inputs(net: FixedNet, jets: Float) -> dict[str, Float]:
    """The vectors by kind, each (vectors, *port shape): 1000 of the jets, and other inputs of the exactness contract.

    The corners of the port are all included, and samples of the inputs that overflow and of the lone candidates.
    """
    every = contract_inputs(net, {"jets": jets})
    for kind, number in (("jets", JETS), ("one_candidate", _LONE)):
        every[kind] = every[kind][some_rows(len(every[kind]), number)]
    # an odd step, because an even one could choose only inputs whose candidates are all alike
    step = max(len(every["overflow"]) // _OVERFLOWING, 1) | 1
    every["overflow"] = every["overflow"][::step]
    return {kind: every[kind] for kind in _ORDER}


def write(net: FixedNet, folder: Path, jets: Float, traced: int | None = TRACED) -> None:
    """Writes the golden vectors of a net into `folder`, replacing those there; the same jets give the same bytes.

    jets: (jets, *port shape) values of the port's type; traced: vectors with all internal tensors, None for all.
    """
    kinds = golden_inputs(net, jets)
    inputs = np.concatenate(list(kinds.values()))
    tensors = integers(net, reference.run(net, inputs, trace=True))
    with replacing_folder(folder) as written:
        written.mkdir()
        _write_lines(written / KINDS, ["# kind vectors", *(f"{kind} {len(x)}" for kind, x in kinds.items())])
        for name, values in tensors.items():
            complete = name in (net.port.name, *net.graph.outputs)
            write_tensor(net, name, values if complete else values[:traced], written)
        _write_lines(written / CHECKSUMS, ["# kind tensor checksum", *_checksum_lines(kinds, tensors)])


def copy(source: Path, folder: Path) -> None:
    """Copies golden vectors, without the files that testbenches left beside them."""
    folder.mkdir(parents=True)
    for path in sorted(path for kind in (KINDS, CHECKSUMS, file_of("*")) for path in source.glob(kind)):
        (folder / path.name).write_bytes(path.read_bytes())


def file_of(tensor: str) -> str:
    """Name of the file with a tensor's integers."""
    return f"tensor_{tensor}.txt"


def write_tensor(net: FixedNet, name: str, values: Int, folder: Path) -> None:
    """Writes (vectors, elements) integers of one tensor."""
    write_integers(folder / file_of(name), _heading(net, name), values)


def write_integers(path: Path, heading: Iterable[str], values: Int) -> None:
    """Writes (vectors, elements) integers below the lines of a heading, which start with #."""
    _write_lines(path, [*heading, *map(_line, values)])


def read(folder: Path, tensor: str, size: int) -> Int:
    """(vectors, size) the integers of a tensor; RunError names the file and line that `write` cannot have written."""
    path = folder / file_of(tensor)
    try:
        lines = _lines(path)
    except FileNotFoundError:
        raise RunError(f"{path}: no such file; `codesign convert` makes the vectors") from None
    rows = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        try:
            row = [value for token in line.split() for value in _values(token, size)]
        except ValueError as error:
            raise RunError(f"{path}:{number}: {error}; make the vectors again") from None
        if len(row) > size:
            raise RunError(f"{path}:{number}: {len(row)} integers, {tensor} has {size}; make the vectors again")
        rows.append(row + [0] * (size - len(row)))
    return np.array(rows, np.int64).reshape(-1, size)


def read_inputs(net: FixedNet, folder: Path) -> Float:
    """(vectors, *port shape) the inputs as values."""
    shape = net.port.size
    return read(folder, net.port.name, int(np.prod(shape))).reshape(-1, *shape) * net.types[net.port.name].lsb


def differing(net: FixedNet, folder: Path) -> list[str]:
    """Files in `folder` that differ from what `write` gives for the inputs there; RunError for bad inputs."""
    inputs = read_inputs(net, folder)
    if not len(inputs) or not net.types[net.port.name].holds(inputs):
        path = folder / file_of(net.port.name)
        raise RunError(f"{path}: not one or more values of the port's type; make the vectors again")
    tensors = integers(net, reference.run(net, inputs, trace=True))
    wrong = []
    for name, values in tensors.items():
        written = read(folder, name, values.shape[1])
        complete = name in (net.port.name, *net.graph.outputs)
        if not np.array_equal(written, values[: len(written)]) or (complete and len(written) != len(values)):
            wrong.append(file_of(name))
    kinds = _split(folder, inputs)
    expected = "\n".join(["# kind tensor checksum", *_checksum_lines(kinds, tensors)]) + "\n"
    return wrong if "".join(f"{line}\n" for line in _lines(folder / CHECKSUMS)) == expected else [*wrong, CHECKSUMS]


def integers(net: FixedNet, tensors: Mapping[str, Float]) -> dict[str, Int]:
    """Tensor name -> (vectors, elements) integers in the element's LSB."""
    return {name: net.types[name].to_integers(values).reshape(len(values), -1) for name, values in tensors.items()}


def exponents(net: FixedNet, tensor: str) -> list[int]:
    """value = integer * 2**exponent, for the elements of a tensor in order; the list repeats if it is shorter."""
    full = np.broadcast_to(-net.types[tensor].fraction, net.graph.shapes[tensor])
    for axes in range(full.ndim + 1):
        part = full[(0,) * (full.ndim - axes)]
        if (full == part).all():
            return [int(exponent) for exponent in part.ravel()]
    raise AssertionError("a tensor equals itself")


def checksum(values: Int) -> int:
    """h = h * MULTIPLIER + m modulo 2**64 over all integers m, from h = 0; one differing integer always changes it."""
    m = values.ravel().astype(np.uint64)  # negative ones as two's complement
    powers = np.full(m.size, MULTIPLIER, np.uint64)
    powers[:1] = 1
    return int(np.sum(m * np.cumprod(powers)[::-1], dtype=np.uint64))


def _checksum_lines(kinds: Mapping[str, Float], tensors: Mapping[str, Int]) -> Iterable[str]:
    ends = np.cumsum([len(x) for x in kinds.values()])[:-1]
    for name, values in tensors.items():
        for kind, part in zip(kinds, np.split(values, ends), strict=True):
            yield f"{kind} {name} {checksum(part):016x}"


def _split(folder: Path, inputs: Float) -> dict[str, Float]:
    kinds: dict[str, int] = {}
    for number, line in enumerate(_lines(folder / KINDS), 1):
        if line.startswith("#"):
            continue
        kind, _, count = line.partition(" ")
        if kind in kinds or not _COUNT.fullmatch(count):
            raise RunError(f"{folder / KINDS}:{number}: not a kind and its number of vectors; make the vectors again")
        kinds[kind] = int(count)
    if sum(kinds.values()) != len(inputs):
        raise RunError(f"{folder / KINDS}: says {sum(kinds.values())} vectors of {len(inputs)}; make the vectors again")
    return dict(zip(kinds, np.split(inputs, np.cumsum(list(kinds.values()))[:-1]), strict=True))


def _heading(net: FixedNet, name: str) -> list[str]:
    shape = " x ".join(map(str, net.graph.shapes[name]))
    powers = " ".join(map(str, exponents(net, name)))
    return [f"# {name}, {shape}", f"# value = integer * 2^exponent; exponents, repeated: {powers}"]


def _line(row: Int) -> str:
    tokens: list[str] = []
    zeros = 0
    for value in row.tolist():
        if value == 0:
            zeros += 1
            continue
        if zeros:
            tokens.append("0" if zeros == 1 else f"0*{zeros}")
        zeros = 0
        tokens.append(str(value))
    return " ".join(tokens)


def _values(token: str, most: int) -> list[int]:
    """The integers that a token stands for, cut off at `most` + 1; ValueError for anything else."""
    value, star, count = token.partition("*")
    if not _INTEGER.fullmatch(value) or (star and not _COUNT.fullmatch(count)):
        raise ValueError(f"{token[:40]!r} is not an integer of 64 bits, or 0*8 for eight zeros")
    return [int(value)] * (min(int(count), most + 1) if star else 1)


def _lines(path: Path) -> list[str]:
    return read_lines(path, "codesign convert RUN")


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n")

"""Recognises a file by its first bytes, for the error about a file that is not a jets file."""

from __future__ import annotations

from pathlib import Path

_STARTS = {
    b"root\0": "a ROOT file",  # its version, a big-endian number, follows; text may begin with the word too
    b"\x89HDF\r\n\x1a\n": "an HDF5 file",
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"\x93NUMPY": "a single NumPy array (npy)",
    b"\x80\x04": "a Python pickle",
    b"\x1f\x8b": "gzip data",
    b"\xfd7zXZ": "xz data",
    b"\x28\xb5\x2f\xfd": "Zstandard data",
}


def kind(path: Path) -> str | None:
    """The kind of a file, in words; None for a zip, which may be an npz, and for an unknown kind."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        return "an empty file"
    for magic, name in _STARTS.items():
        if start.startswith(magic):
            return name
    text = all(byte >= 0x20 or byte in b"\t\r\n" for byte in start[:512])
    return "text, such as YAML or JSON" if text and start[:2] not in (b"P", b"PK") else None

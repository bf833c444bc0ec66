"""The verbs that read and write the files of other programs, as a user calls them."""

import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import yaml

from codesign.jets.readers.source import load_source
from codesign.jets.store import load
from tests.jets.other_files import jetclass, write_hls4ml, write_root


def codesign(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "codesign", "jets", *arguments]
    return subprocess.run(call, cwd=folder, capture_output=True, text=True)


def test_a_pattern_is_imported_shown_and_exported(tmp_path: Path) -> None:
    for name in ("a.h5", "b.h5"):
        write_hls4ml(tmp_path / name, jets=20)
    done = codesign(tmp_path, "import", "[ab].h5", "-o", "jets.npz")
    assert done.returncode == 0, done.stderr
    assert "jets.npz: 40 jets of 40 rows, read as hls4ml LHC jets" in done.stdout
    assert "40 jets whose candidates were not sorted by pT" in done.stdout
    assert "classes: g 8, q 8, w 8, z 8, t 8" in done.stdout
    done = codesign(tmp_path, "export", "jets.npz", "--table", "sc8", "--to", "hls4ml", "-o", "back.h5")
    assert done.returncode == 0, done.stderr
    with h5py.File(tmp_path / "a.h5") as before, h5py.File(tmp_path / "back.h5") as after:
        first = np.sort(before["jetConstituentList"][0, :, 5])
        assert np.array_equal(first[-3:], np.sort(after["jetConstituentList"][0, :, 5])[-3:])
        assert np.array_equal(before["jets"][:, -6:-1], after["jets"][:20, -6:-1])
    done = codesign(tmp_path, "info", "jets.npz", "jets.npz")
    assert done.returncode == 0, done.stderr
    assert "sc8: 40 jets in A, 40 in B" in done.stdout


def test_a_draft_is_a_source_that_reads_the_file(tmp_path: Path) -> None:
    write_root(tmp_path / "x.root", "tree", jetclass())
    done = codesign(tmp_path, "import", "--describe", "x.root")
    assert done.returncode == 0, done.stderr
    assert yaml.safe_load(done.stdout)["candidate"]["px"] == {"column": "part_px", "unit": "GeV"}
    (tmp_path / "mine.yaml").write_text(done.stdout)
    assert load_source(tmp_path / "mine.yaml").jet.pt.column == "jet_pt"
    done = codesign(tmp_path, "import", "x.root", "--source", "mine.yaml", "-o", "jets.npz")
    assert done.returncode == 0, done.stderr
    assert load(tmp_path / "jets.npz").table("sc4").scalars["pt"].tolist() == [680]


def test_errors_are_one_line_and_leave_no_file(tmp_path: Path) -> None:
    (tmp_path / "x.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + b"x" * 100)
    (tmp_path / "x.txt").write_text("text")
    (tmp_path / "bad.yaml").write_text("name: x\ncandidate: {pt: {column: a, unit: TeV}}\n")
    for arguments, message in (
        (("import", "x.h5", "-o", "jets.npz"), "x.h5 is truncated, corrupt"),
        (("import", "x.txt", "-o", "jets.npz"), "x.txt is neither a ROOT, an HDF5 nor a Parquet file"),
        (("import", "none*.h5", "-o", "jets.npz"), "none*.h5: no such file"),
        (("import", "x.h5"), "give one with -o"),
        (("import", "x.h5", "--format", "jetclas", "-o", "jets.npz"), "did you mean 'jetclass'"),
        (("import", "x.h5", "--source", "bad.yaml", "-o", "jets.npz"), "bad.yaml:2"),
        (("export", "shipped", "--to", "csv", "-o", "out"), "--to csv: use parquet, hls4ml, traintagger"),
    ):
        done = codesign(tmp_path, *arguments)
        assert done.returncode == 3, done.stderr
        assert message in done.stderr
        assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.yaml", "x.h5", "x.txt"]

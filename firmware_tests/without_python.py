"""A firmware engineer's computer: make, g++ and a shell, and no Python."""

import os
import shutil
import subprocess
from pathlib import Path

TOOLS = ("sh", "make", "g++", "as", "ld", "mkdir", "mv", "cp", "rm", "tar", "gzip", "nm", "sha256sum", "xz", "cat")


def make_path(folder: Path) -> Path:
    """A folder for PATH with links to TOOLS and to nothing else."""
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None, tool
        (folder / tool).symlink_to(Path(found).resolve() if tool != "sh" else found)
    return folder


def run(path: Path, *command: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A command that finds only what is in `path`."""
    environment = {"PATH": str(path), "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C"}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )

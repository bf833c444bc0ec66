"""Checkpoints: a killed training resumes from its last saved epoch, and ends with the same bytes.

A checkpoint is one npz file beside the results. Its `head` is JSON: what the checkpoint was written for, and the rows
of the finished epochs. `PART/NAME` are the arrays of each part of the training. The file is written whole or not at
all, holds no pickles, and is removed when the training is finished.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from codesign.base.files import npz_arrays, remove_left_overs, write_atomic
from codesign.runs.versions import versions

CHECKPOINT = "checkpoint.npz"
EVERY_S = 2.0  # at least, between writes: where epochs take milliseconds, repeating them costs less than writing each
_HEAD = "head"
State = dict[str, NDArray[Any]]
Row = dict[str, float]


def made_for(key: str, jets: str) -> dict[str, str]:
    """What must be unchanged to resume a training: the key of the design, the digest of the jets, the versions."""
    return {"design": key, "jets": jets, **versions()}


class Part(Protocol):
    """Anything that changes while a network trains: its weights, the optimizer, a random generator."""

    def state(self) -> State:
        """A copy of everything that `restore` needs."""

    def restore(self, state: State) -> None:
        """Returns to the given state; may raise any exception if the state does not fit."""


class NumpyGenerator:
    """A NumPy random generator as a Part."""

    def __init__(self, generator: np.random.Generator) -> None:
        self.generator = generator

    def state(self) -> State:
        """See Part."""
        return {"generator": np.array(json.dumps(self.generator.bit_generator.state))}

    def restore(self, state: State) -> None:
        """See Part."""
        self.generator.bit_generator.state = json.loads(str(state["generator"]))


class Checkpoint:
    """The checkpoint file of one training; made_for: the result of the function of that name."""

    def __init__(self, path: Path, made_for: Mapping[str, str]) -> None:
        self.path, self.made_for = path, dict(made_for)
        self._written = time.monotonic()

    def restore(self, parts: Mapping[str, Part]) -> list[Row]:
        """Restores the parts from the file, and returns the rows of the epochs that are finished.

        Without a file it returns no rows and leaves the parts as they are; likewise, with a message on stderr, if the
        file is damaged or was written for something else.
        """
        if not self.path.exists():
            return []
        fresh = {name: part.state() for name, part in parts.items()}
        try:
            stored = npz_arrays(self.path)
            head = json.loads(str(stored[_HEAD]))
            if head["for"] != self.made_for:
                return self._anew(f"was written for {_differences(head['for'], self.made_for)}")
            history: list[Row] = head["history"]
            for name, part in parts.items():
                part.restore(_of_part(stored, name))
        except OSError:
            raise
        except Exception as error:  # the type depends on the library and on where the file is damaged
            for name, part in parts.items():
                part.restore(fresh[name])
            reason = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
            return self._anew(f"cannot be used ({reason})")
        print(f"{self.path}: the training goes on after epoch {len(history)}", file=sys.stderr)
        return history

    def keep(self, history: Sequence[Row], parts: Mapping[str, Part]) -> None:
        """Writes the parts, as they are after the epochs of `history`, at most once every EVERY_S seconds."""
        if time.monotonic() - self._written < EVERY_S:
            return
        head = json.dumps({"for": self.made_for, "history": list(history)})
        arrays = {f"{name}/{key}": values for name, part in parts.items() for key, values in part.state().items()}
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **{_HEAD: np.array(head)}, **arrays)
        write_atomic(self.path, buffer.getvalue())
        self._written = time.monotonic()

    def remove(self) -> None:
        """Removes the file, and the temporary files of processes that were killed while writing it."""
        remove_left_overs(self.path)
        if self.path.exists():  # checked first: a read-only file system refuses even to unlink a missing file
            self.path.unlink()

    def _anew(self, why: str) -> list[Row]:
        print(f"{self.path} {why}; the training starts anew", file=sys.stderr)
        return []


def _of_part(stored: Mapping[str, NDArray[Any]], name: str) -> State:
    start = f"{name}/"
    return {key.removeprefix(start): values for key, values in stored.items() if key.startswith(start)}


def _differences(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    return ", ".join(f"{name} {before.get(name, 'none')} (now {now.get(name, 'none')})" for name in names)

"""Checkpoints: a killed training goes on from its last finished epoch, and ends with the same bytes.

A checkpoint is one npz file beside the results: `head`, which says in JSON what it was written for and holds the rows
of the finished epochs, and the arrays of each part of the training, `PART/NAME`. It is written whole or not at all,
holds no pickles, and is removed when the training is finished.
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
EVERY_S = 2.0  # where epochs take milliseconds, writing each would cost more than training it again
_HEAD = "head"
State = dict[str, NDArray[Any]]
Row = dict[str, float]


def made_for(key: str, jets: str) -> dict[str, str]:
    """What must be the same for a training to go on: the key of what is trained, the digest of the jets, versions."""
    return {"design": key, "jets": jets, **versions()}


class Part(Protocol):
    """Whatever changes while a network trains: its numbers, the optimizer, a random generator."""

    def state(self) -> State:
        """A copy of all that `restore` needs."""

    def restore(self, state: State) -> None:
        """Goes on from there; any exception if the state does not fit."""


class NumpyGenerator:
    """A random generator of NumPy's as a Part."""

    def __init__(self, generator: np.random.Generator) -> None:
        self.generator = generator

    def state(self) -> State:
        """See Part."""
        return {"generator": np.array(json.dumps(self.generator.bit_generator.state))}

    def restore(self, state: State) -> None:
        """See Part."""
        self.generator.bit_generator.state = json.loads(str(state["generator"]))


class Checkpoint:
    """The file of one training; made_for: see the function of that name."""

    def __init__(self, path: Path, made_for: Mapping[str, str]) -> None:
        self.path, self.made_for = path, dict(made_for)
        self._written = time.monotonic()

    def restore(self, parts: Mapping[str, Part]) -> list[Row]:
        """Puts the parts where the file has them; returns the rows of the epochs that are finished.

        None are, and the parts stay as they are, if there is no file, or one that is damaged or was written for
        something else, which is said on stderr.
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
        except Exception as error:  # each library, and each place of the damage, has its own
            for name, part in parts.items():
                part.restore(fresh[name])
            reason = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
            return self._anew(f"cannot be used ({reason})")
        print(f"{self.path}: the training goes on after epoch {len(history)}", file=sys.stderr)
        return history

    def keep(self, history: Sequence[Row], parts: Mapping[str, Part]) -> None:
        """Writes the parts as they are after the epochs of `history`, but not more often than every EVERY_S seconds."""
        if time.monotonic() - self._written < EVERY_S:
            return
        head = json.dumps({"for": self.made_for, "history": list(history)})
        arrays = {f"{name}/{key}": values for name, part in parts.items() for key, values in part.state().items()}
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **{_HEAD: np.array(head)}, **arrays)
        write_atomic(self.path, buffer.getvalue())
        self._written = time.monotonic()

    def remove(self) -> None:
        """Removes the file, and what killed processes left while they wrote it."""
        remove_left_overs(self.path)
        if self.path.exists():  # asked first: a file system that is read-only refuses even to remove nothing
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

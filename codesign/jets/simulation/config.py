"""The configuration of a simulated sample: the YAML that `codesign jets simulate` reads."""

import hashlib
import json
from importlib.metadata import version
from typing import Annotated, Any

from pydantic import Field, field_validator

import codesign
from codesign.base.config import COUNT_MAX, SEED_BELOW, Strict
from codesign.jets import store
from codesign.jets.classes import SPLITS
from codesign.jets.simulation.generator import PROCESSES
from codesign.jets.simulation.puppi import PER_EVENT
from codesign.jets.words import SLOTS

LIBRARIES = ("numpy", "numba", "pythia8mc", "fastjet")
"""Libraries whose release may change the bytes of a sample."""

Count = Annotated[int, Field(ge=0, le=COUNT_MAX)]
Share = Annotated[float, Field(ge=0, le=1)]


class JetCuts(Strict):
    """Jets that a sample keeps: those above these pT and within this |eta|."""

    sc4_pt_min_gev: Annotated[float, Field(ge=1, le=7000)] = 15.0
    sc8_pt_min_gev: Annotated[float, Field(ge=1, le=7000)] = 100.0
    eta_max: Annotated[float, Field(gt=0, le=2.5)] = 2.4


class SimulationConfig(Strict):
    """A sample: `processes` maps the name of a process to its number of events.

    The splits divide events, never jets; `pool_events` minimum-bias events are made for each split.
    `origins` keeps each candidate's true vertex and what decayed there (`codesign.jets.simulation.origins`).
    """

    seed: Annotated[int, Field(ge=0, lt=SEED_BELOW)]
    mean_pileup: Annotated[float, Field(ge=0, le=1000)]
    processes: dict[str, Count]
    pool_events: dict[str, Annotated[int, Field(ge=1, le=COUNT_MAX)]]
    splits: dict[str, Share] = Field(default_factory=lambda: {"train": 0.6, "validation": 0.2, "test": 0.2})
    chunk_events: Annotated[int, Field(ge=1, le=1_000_000)] = 1000
    jets: JetCuts = JetCuts()
    candidates_kept: Annotated[int, Field(ge=SLOTS, le=PER_EVENT)] = SLOTS
    origins: bool = False

    @field_validator("processes")
    @classmethod
    def _known_processes(cls, processes: dict[str, int]) -> dict[str, int]:
        unknown = sorted(set(processes) - set(PROCESSES))
        if unknown or not processes:
            raise ValueError(f"unknown or no processes {unknown}; known: {', '.join(PROCESSES)}")
        return processes

    @field_validator("splits", "pool_events")
    @classmethod
    def _known_splits(cls, values: dict[str, float]) -> dict[str, float]:
        if set(values) != set(SPLITS):
            raise ValueError(f"needs exactly the splits {', '.join(SPLITS)}")
        return values

    @field_validator("splits")
    @classmethod
    def _whole(cls, splits: dict[str, float]) -> dict[str, float]:
        if abs(sum(splits.values()) - 1) > 1e-9:
            raise ValueError(f"the shares of the splits must add up to 1, not {sum(splits.values())}")
        return splits

    @property
    def total_events(self) -> int:
        """Hard collisions in the sample."""
        return sum(self.processes.values())

    def document(self) -> dict[str, Any]:
        """Plain data for manifests."""
        return self.model_dump(mode="json")

    def fingerprint(self) -> str:
        """Hash of everything that decides the bytes: this configuration, the libraries' versions and the format."""
        content = json.dumps([self.document(), versions(), store.VERSION], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


def versions() -> dict[str, str]:
    """Releases of codesign and of the libraries that a sample depends on."""
    return {"codesign": codesign.__version__} | {name: version(name) for name in LIBRARIES}

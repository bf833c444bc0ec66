"""One chunk of a sample: some events of one process and one split, from Pythia to labelled jets.

A chunk is a pure function of the configuration and its own identity, so chunks may be made in any order, anywhere.
"""

import time
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codesign.jets.calorimeter import calorimeter
from codesign.jets.classes import SPLITS
from codesign.jets.detector import Response, detect
from codesign.jets.gen_jets import gen_jets
from codesign.jets.generator import (
    FLAT_MASS_PROCESS,
    MASS_POINT_EVENTS,
    MINIMUM_BIAS,
    PROCESSES,
    Events,
    Generator,
    flat_mass_gev,
)
from codesign.jets.labels import Scalars, label_jets, label_wide_jets
from codesign.jets.particle_flow import particle_flow
from codesign.jets.pileup import draw, join, pileup_tracks
from codesign.jets.puppi import CANDIDATE, candidates
from codesign.jets.seeded_cone import ConeJets, seeded_cone
from codesign.jets.simulation_config import SimulationConfig
from codesign.jets.store import JetTable
from codesign.jets.truth import truth_of
from codesign.jets.words import ANGLE_LSB, PT_LSB_GEV, pack

BATCH_EVENTS = 200
SC4_RADIUS, SC4_JETS = 0.4, 16
SC8_RADIUS, SC8_JETS = 0.8, 6
GEN4_PT_MIN_GEV, GEN8_PT_MIN_GEV = 5.0, 20.0
PYTHIA_SEEDS = 900_000_000
PROCESS_SHIFT, CHUNK_SHIFT = 48, 24  # of the parts of an event's number


@dataclass(frozen=True)
class Chunk:
    """Identity of a chunk: `index` counts the chunks of a process over all splits."""

    process: str
    index: int
    split: str
    events: int


@dataclass(frozen=True)
class ChunkResult:
    """Jets of a chunk with the generator's weights, and what making them cost (CPU seconds by stage)."""

    tables: dict[str, JetTable]
    weight_sum: float
    cross_section_pb: float
    seconds: dict[str, float]


@dataclass
class StageClock:
    """Adds up CPU seconds by stage."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time of the body is added to `name`."""
        start = time.process_time()
        yield
        self.seconds[name] += time.process_time() - start


def seeds_of(seed: int, name: str, index: int) -> tuple[np.random.Generator, int]:
    """NumPy's and Pythia's random numbers of a chunk, from the sample's seed and the chunk's identity alone."""
    sequence = np.random.SeedSequence([seed, zlib.crc32(name.encode()), index])
    own, pythia = sequence.spawn(2)
    return np.random.default_rng(own), 1 + int(pythia.generate_state(1)[0]) % (PYTHIA_SEEDS - 1)


def make_pool(config: SimulationConfig, chunk: Chunk, tables: Path) -> Response:
    """Tracks and deposits of the minimum-bias events of one pool chunk. `tables`: Pythia's, see `prepare`."""
    rng, pythia_seed = seeds_of(config.seed, f"pool {chunk.split}", chunk.index)
    generator = Generator(MINIMUM_BIAS, pythia_seed, tables)
    return join([detect(generator.batch(size), rng)[0] for size in _sizes(chunk.events, BATCH_EVENTS)])


def make_chunk(config: SimulationConfig, chunk: Chunk, pool: Response | None, tables: Path) -> ChunkResult:
    """Simulate a chunk. `pool`: minimum-bias events of the chunk's split, None if the mean pile-up is 0."""
    clock = StageClock()
    rng, pythia_seed = seeds_of(config.seed, chunk.process, chunk.index)
    sc4: list[JetTable] = []
    sc8: list[JetTable] = []
    weight_sum, cross_sections, done = 0.0, [], 0
    for segment, size in enumerate(_segments(chunk)):
        settings = PROCESSES[chunk.process]
        if chunk.process == FLAT_MASS_PROCESS:
            mass = flat_mass_gev(chunk.index * -(-config.chunk_events // MASS_POINT_EVENTS) + segment)
            settings = (*settings, f"25:m0={mass:.3f}")
        with clock.stage("initialise Pythia"):
            generator = Generator(settings, pythia_seed + segment, tables)
        for batch in _sizes(size, BATCH_EVENTS):
            with clock.stage("Pythia"):
                events = generator.batch(batch)
            narrow, wide = _simulate(config, chunk, events, pool, rng, clock, done)
            sc4.append(narrow)
            sc8.append(wide)
            weight_sum += float(events.weight.sum())
            done += batch
        cross_sections.append(generator.cross_section_pb() * size)
    jets = {"sc4": join_tables(sc4), "sc8": join_tables(sc8)}
    return ChunkResult(jets, weight_sum, sum(cross_sections) / chunk.events, dict(clock.seconds))


def join_tables(tables: list[JetTable]) -> JetTable:
    """The jets of several tables, one after the other; scalars are those of the first."""
    return JetTable(
        np.concatenate([table.words for table in tables]),
        {name: np.concatenate([table.scalars[name] for table in tables]) for name in tables[0].scalars},
    )


def select(table: JetTable, kept: NDArray[np.bool_]) -> JetTable:
    """The jets of a table where `kept` (jets,) is true."""
    return JetTable(table.words[kept], {name: values[kept] for name, values in table.scalars.items()})


def _sizes(total: int, most: int) -> list[int]:
    return [min(most, total - start) for start in range(0, total, most)]


def _segments(chunk: Chunk) -> list[int]:
    """Events made with one set-up of the generator: all, but for the flat-mass process a few a mass."""
    return _sizes(chunk.events, MASS_POINT_EVENTS if chunk.process == FLAT_MASS_PROCESS else chunk.events)


def _simulate(
    config: SimulationConfig,
    chunk: Chunk,
    events: Events,
    pool: Response | None,
    rng: np.random.Generator,
    clock: StageClock,
    first: int,
) -> tuple[JetTable, JetTable]:
    """SC4 and SC8 tables of a batch, whose first event is number `first` of the chunk."""
    with clock.stage("detector"):
        response, _ = detect(events, rng)
    found = [_crossing(config, response, event, pool, rng, clock) for event in range(events.count)]
    with clock.stage("jets"):
        offsets = np.concatenate([[0], np.cumsum([len(each) for each in found])]).astype(np.int64)
        flat = np.concatenate(found)
        cuts, eta_max = config.jets, int(config.jets.eta_max / ANGLE_LSB)
        pt4, pt8 = int(cuts.sc4_pt_min_gev / PT_LSB_GEV), int(cuts.sc8_pt_min_gev / PT_LSB_GEV)
        jets4 = seeded_cone(flat, offsets, SC4_RADIUS, SC4_JETS, pt4, eta_max, config.candidates_kept)
        jets8 = seeded_cone(flat, offsets, SC8_RADIUS, SC8_JETS, pt8, eta_max, config.candidates_kept)
    with clock.stage("truth"):
        truth = truth_of(events)
        has4, has8 = (np.bincount(jets.event, minlength=events.count) > 0 for jets in (jets4, jets8))
        gen4 = gen_jets(events, SC4_RADIUS, GEN4_PT_MIN_GEV, has4)
        gen8 = gen_jets(events, SC8_RADIUS, GEN8_PT_MIN_GEV, has8)
    with clock.stage("labels and words"):
        about = (event_ids(config, chunk, first, events.count), events.weight, SPLITS.index(chunk.split))
        narrow, wide = _table(jets4, flat, *about), _table(jets8, flat, *about)
        narrow_labels = label_jets(jets4, gen4, truth) | {"rank": jets4.rank.astype(np.int8)}
        wide_labels, matched = label_wide_jets(jets8, gen8, truth)
    wide = JetTable(wide.words, {**wide.scalars, **wide_labels})
    return JetTable(narrow.words, {**narrow.scalars, **narrow_labels}), select(wide, matched)


def _crossing(
    config: SimulationConfig,
    response: Response,
    event: int,
    pool: Response | None,
    rng: np.random.Generator,
    clock: StageClock,
) -> NDArray[np.void]:
    """PUPPI candidates of one crossing."""
    tracks = response.tracks[slice(*response.track_offsets[event : event + 2])]
    deposits = response.deposits[slice(*response.deposit_offsets[event : event + 2])]
    overlay = None
    with clock.stage("pile-up"):
        if pool is not None:
            overlay = draw(len(pool.track_offsets) - 1, config.mean_pileup, rng)
            tracks = np.concatenate([tracks, pileup_tracks(pool, overlay)])
    with clock.stage("calorimeter"):
        seen = calorimeter(deposits, pool, overlay, rng)
    with clock.stage("particle flow"):
        flow = particle_flow(tracks, seen)
    with clock.stage("PUPPI"):
        return candidates(tracks, flow)


def event_ids(config: SimulationConfig, chunk: Chunk, first: int, count: int) -> NDArray[np.int64]:
    """Unique numbers of events: the process's place in the configuration, the chunk, the event in the chunk."""
    process = list(config.processes).index(chunk.process)
    return (process << PROCESS_SHIFT) + (chunk.index << CHUNK_SHIFT) + first + np.arange(count)


def _words(jets: ConeJets, flat: NDArray[np.void]) -> NDArray[np.uint64]:
    members = np.where(jets.members < 0, len(flat), jets.members)
    padded = np.concatenate([flat, np.zeros(1, CANDIDATE)])
    names = CANDIDATE.names or ()
    return pack({name: padded[name][members].astype(np.int64) for name in names})


def _table(
    jets: ConeJets, flat: NDArray[np.void], identity: NDArray[np.int64], weight: NDArray[np.float64], split: int
) -> JetTable:
    """Words and the scalars common to both jet sizes; `identity`, `weight`: (events,) of the batch."""
    event = identity[jets.event]
    scalars: Scalars = {
        "split": np.full(len(event), split, np.int8),
        "process": (event >> PROCESS_SHIFT).astype(np.int8),
        "event": event,
        "pt": jets.pt.astype(np.int16),
        "eta": jets.eta.astype(np.int16),
        "phi": jets.phi.astype(np.int16),
        "candidates": jets.candidates.astype(np.int16),
        "puppi_mass_gev": jets.mass_gev.astype(np.float32),
        "weight": weight[jets.event].astype(np.float32),
    }
    return JetTable(_words(jets, flat), scalars)

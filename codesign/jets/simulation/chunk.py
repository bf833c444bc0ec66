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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codesign.jets.classes import SPLITS
from codesign.jets.seeded_cone import MOST_JETS, RADIUS, ConeJets, seeded_cone
from codesign.jets.simulation.calorimeter import calorimeter
from codesign.jets.simulation.config import SimulationConfig
from codesign.jets.simulation.crossings import event_columns
from codesign.jets.simulation.detector import Response, detect
from codesign.jets.simulation.gen_jets import gen_jets
from codesign.jets.simulation.generator import (
    FLAT_MASS_PROCESS,
    MASS_POINT_EVENTS,
    MINIMUM_BIAS,
    PROCESSES,
    Events,
    Generator,
    flat_mass_gev,
)
from codesign.jets.simulation.labels import Scalars, label_jets, label_wide_jets
from codesign.jets.simulation.origins import Vertices, vertices_of
from codesign.jets.simulation.particle_flow import particle_flow
from codesign.jets.simulation.pileup import draw, join, pileup_tracks
from codesign.jets.simulation.puppi import candidates
from codesign.jets.simulation.truth import truth_of
from codesign.jets.store import JetFile, JetTable
from codesign.jets.words import ANGLE_LSB, FIELDS, PT_LSB_GEV, pack

BATCH_EVENTS = 200
GEN4_PT_MIN_GEV, GEN8_PT_MIN_GEV = 5.0, 20.0
EVERY_ETA = 1 << 11  # no candidate or jet is beyond it, in hardware units
PYTHIA_SEEDS = 900_000_000
PROCESS_SHIFT, CHUNK_SHIFT = 48, 24  # where process and chunk begin in an event's number


@dataclass(frozen=True)
class Chunk:
    """Identity of a chunk: `index` counts the chunks of a process over all splits."""

    process: str
    index: int
    split: str
    events: int


@dataclass(frozen=True)
class ChunkResult:
    """Jets of a chunk, the sum of the generator's weights, its cross section, and CPU seconds by stage.

    crossings: all jets of every crossing and the columns of the events; None unless `make_chunk` was to keep them.
    """

    tables: dict[str, JetTable]
    crossings: JetFile | None
    weight_sum: float
    cross_section_pb: float
    seconds: dict[str, float]


@dataclass
class StageClock:
    """Adds up CPU seconds by stage."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Adds the CPU time of the body to `name`."""
        start = time.process_time()
        yield
        self.seconds[name] += time.process_time() - start


def seeds_of(seed: int, name: str, index: int) -> tuple[np.random.Generator, int]:
    """NumPy's generator and Pythia's seed for a chunk, from the sample's seed and the chunk's identity alone."""
    sequence = np.random.SeedSequence([seed, zlib.crc32(name.encode()), index])
    own, pythia = sequence.spawn(2)
    return np.random.default_rng(own), 1 + int(pythia.generate_state(1)[0]) % (PYTHIA_SEEDS - 1)


def make_pool(config: SimulationConfig, chunk: Chunk, tables: Path) -> Response:
    """Tracks and deposits of the minimum-bias events of one pool chunk. `tables`: Pythia's, see `prepare`."""
    rng, pythia_seed = seeds_of(config.seed, f"pool {chunk.split}", chunk.index)
    generator = Generator(MINIMUM_BIAS, pythia_seed, tables)
    return join([detect(generator.batch(size), rng)[0] for size in _sizes(chunk.events, BATCH_EVENTS)])


def make_chunk(
    config: SimulationConfig, chunk: Chunk, pool: Response | None, tables: Path, crossings: bool = False
) -> ChunkResult:
    """Simulate a chunk. `pool`: minimum-bias events of the chunk's split, None if the mean pile-up is 0.

    crossings: also keep all jets of every crossing. This changes nothing else, neither a random number nor a jet.
    """
    clock = StageClock()
    rng, pythia_seed = seeds_of(config.seed, chunk.process, chunk.index)
    whole: list[JetFile] = []
    kept: list[JetFile] = []
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
            batch_jets = _simulate(config, chunk, events, pool, rng, clock, done, crossings)
            whole.append(batch_jets)
            kept.append(_cut(config, batch_jets))
            weight_sum += float(events.weight.sum())
            done += batch
        cross_sections.append(generator.cross_section_pb() * size)
    all_jets = joined(whole) if crossings else None
    cross_section = sum(cross_sections) / chunk.events
    return ChunkResult(dict(joined(kept).tables), all_jets, weight_sum, cross_section, dict(clock.seconds))


def joined(files: list[JetFile]) -> JetFile:
    """The jets and events of several files, one after the other; the names of columns are those of the first."""
    first = files[0]
    tables = {name: _join_tables([file.tables[name] for file in files]) for name in first.tables}
    return JetFile(tables, {}, {name: np.concatenate([file.events[name] for file in files]) for name in first.events})


def _join_tables(tables: list[JetTable]) -> JetTable:
    first = tables[0]
    return JetTable(
        np.concatenate([table.words for table in tables]),
        {name: np.concatenate([table.scalars[name] for table in tables]) for name in first.scalars},
        {},
        {name: np.concatenate([table.columns[name] for table in tables]) for name in first.columns},
    )


def _cut(config: SimulationConfig, jets: JetFile) -> JetFile:
    """The jets that a sample keeps: above its pT, within its eta, the wide ones matched to a generator jet."""
    eta_max = int(config.jets.eta_max / ANGLE_LSB)
    tables = {}
    for name, pt_min_gev in (("sc4", config.jets.sc4_pt_min_gev), ("sc8", config.jets.sc8_pt_min_gev)):
        table = jets.tables[name]
        passing = (table.scalars["pt"] >= int(pt_min_gev / PT_LSB_GEV)) & (np.abs(table.scalars["eta"]) <= eta_max)
        tables[name] = table[passing & (table.scalars["gen_pt_gev"] > 0)] if name == "sc8" else table[passing]
    return JetFile(tables)


def _sizes(total: int, most: int) -> list[int]:
    return [min(most, total - start) for start in range(0, total, most)]


def _segments(chunk: Chunk) -> list[int]:
    """Number of events for each set-up of the generator; the flat-mass process needs one set-up per mass."""
    return _sizes(chunk.events, MASS_POINT_EVENTS if chunk.process == FLAT_MASS_PROCESS else chunk.events)


def _simulate(
    config: SimulationConfig,
    chunk: Chunk,
    events: Events,
    pool: Response | None,
    rng: np.random.Generator,
    clock: StageClock,
    first: int,
    crossings: bool,
) -> JetFile:
    """SC4 and SC8 tables of a batch, whose first event is number `first` of the chunk, and with `crossings` its events.

    Without `crossings`, jets that the sample will not keep are left out where that saves time.
    """
    with clock.stage("truth"):
        truth, vertices = truth_of(events), vertices_of(events)
    with clock.stage("detector"):
        response, vertex_z = detect(events, rng, vertices.number)
    found, collisions = zip(
        *(_crossing(config, response, event, pool, rng, clock) for event in range(events.count)), strict=True
    )
    with clock.stage("jets"):
        offsets = np.concatenate([[0], np.cumsum([len(each) for each in found])]).astype(np.int64)
        flat = np.concatenate(found)
        cuts, eta_max = config.jets, EVERY_ETA if crossings else int(config.jets.eta_max / ANGLE_LSB)
        pt4, pt8 = (0 if crossings else int(least / PT_LSB_GEV) for least in (cuts.sc4_pt_min_gev, cuts.sc8_pt_min_gev))
        jets4, jets8 = (
            seeded_cone(flat, offsets, RADIUS[name], MOST_JETS[name], pt_min, eta_max, config.candidates_kept)
            for name, pt_min in (("sc4", pt4), ("sc8", pt8))
        )
    with clock.stage("truth"):
        has4, has8 = (crossings | (np.bincount(jets.event, minlength=events.count) > 0) for jets in (jets4, jets8))
        gen4 = gen_jets(events, RADIUS["sc4"], GEN4_PT_MIN_GEV, has4)
        gen8 = gen_jets(events, RADIUS["sc8"], GEN8_PT_MIN_GEV, has8)
    with clock.stage("labels and words"):
        of_events = _event_scalars(config, chunk, events, first)
        narrow_labels = label_jets(jets4, gen4, truth) | {"rank": jets4.rank.astype(np.int8)}
        wide_labels = label_wide_jets(jets8, gen8, truth)
        tables = {}
        for name, jets, labels in (("sc4", jets4, narrow_labels), ("sc8", jets8, wide_labels)):
            scalars = {key: values[jets.event] for key, values in of_events.items()} | _jet_scalars(jets) | labels
            columns = _truth_columns(jets, flat, vertices) if config.origins else {}
            tables[name] = JetTable(_words(jets, flat), scalars, {}, columns)
        if crossings:
            of_events |= event_columns(events, jets4, gen4, vertex_z, list(collisions))
    return JetFile(tables, {}, of_events if crossings else {})


def _crossing(
    config: SimulationConfig,
    response: Response,
    event: int,
    pool: Response | None,
    rng: np.random.Generator,
    clock: StageClock,
) -> tuple[NDArray[np.void], int]:
    """PUPPI candidates of one crossing, and the number of its pile-up collisions."""
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
        return candidates(tracks, flow), 0 if overlay is None else len(overlay.event)


def event_ids(config: SimulationConfig, chunk: Chunk, first: int, count: int) -> NDArray[np.int64]:
    """Unique numbers of events, from the process's place in the configuration, the chunk and the event in the chunk."""
    process = list(config.processes).index(chunk.process)
    return (process << PROCESS_SHIFT) + (chunk.index << CHUNK_SHIFT) + first + np.arange(count)


def _of_members(jets: ConeJets, flat: NDArray[np.void], name: str) -> NDArray[np.int64]:
    """(jets, listed) one field of each jet's members, 0 in empty slots."""
    padded = np.append(flat[name].astype(np.int64), 0)  # index -1 of an empty slot reads this 0
    return padded[jets.members]


def _words(jets: ConeJets, flat: NDArray[np.void]) -> NDArray[np.uint64]:
    return pack({name: _of_members(jets, flat, name) for name in FIELDS})


def _truth_columns(jets: ConeJets, flat: NDArray[np.void], vertices: Vertices) -> dict[str, NDArray[Any]]:
    """(jets, listed) the number of each candidate's vertex, and the origin of that vertex, a value of ORIGINS."""
    vertex = _of_members(jets, flat, "vertex")
    origin = vertices.origin_of(jets.event[:, None], vertex)
    return {"vertex": vertex.astype(np.int16), "origin": np.where(jets.members < 0, 0, origin).astype(np.int8)}


def _event_scalars(config: SimulationConfig, chunk: Chunk, events: Events, first: int) -> Scalars:
    """(events,) of a batch, whose first event is number `first` of the chunk: split, process, event and weight."""
    event = event_ids(config, chunk, first, events.count)
    return {
        "split": np.full(events.count, SPLITS.index(chunk.split), np.int8),
        "process": (event >> PROCESS_SHIFT).astype(np.int8),
        "event": event,
        "weight": events.weight.astype(np.float32),
    }


def _jet_scalars(jets: ConeJets) -> Scalars:
    """(jets,) scalars that jets of both sizes have."""
    return {
        "pt": jets.pt.astype(np.int16),
        "eta": jets.eta.astype(np.int16),
        "phi": jets.phi.astype(np.int16),
        "candidates": jets.candidates.astype(np.int16),
        "puppi_mass_gev": jets.mass_gev.astype(np.float32),
    }

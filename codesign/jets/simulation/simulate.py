"""A jets sample from a configuration: chunks in any number of processes, resumable, always the same bytes.

Every finished chunk is a file in `OUTPUT.parts/`, moved there whole. Once all are there they are merged in a fixed
order into OUTPUT and removed. A killed run leaves its parts; the same call continues from them.
"""

import errno
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from codesign.base.files import named, npz_arrays, replacing, scratch
from codesign.base.locks import locked
from codesign.errors import JetsError
from codesign.jets.classes import CLASSES, SPLITS
from codesign.jets.simulation.chunk import Chunk, joined, make_chunk, make_pool
from codesign.jets.simulation.config import SimulationConfig, versions
from codesign.jets.simulation.detector import Response
from codesign.jets.simulation.generator import MINIMUM_BIAS, PROCESSES, prepare
from codesign.jets.simulation.origins import ORIGINS
from codesign.jets.simulation.pileup import join
from codesign.jets.simulation.workers import worker_pool
from codesign.jets.store import JetFile, load, save

POOL = "minimum_bias"
POOL_CHUNK_EVENTS = 1000

Progress = Callable[[int, int], None]
"""Called with (events done, events in all), minimum-bias pools included."""


@dataclass(frozen=True)
class Summary:
    """What a run produced: `jets` by table; `made_events` were simulated by this run, the others existed before."""

    events: int
    made_events: int
    jets: dict[str, int]
    wall_seconds: float
    cpu_seconds: dict[str, float]


def simulate(
    config: SimulationConfig,
    output: Path,
    jobs: int = 1,
    progress: Progress | None = None,
    event_file: Path | None = None,
) -> Summary:
    """Make the sample at `output`, or finish one that was interrupted.

    event_file: also write all jets of every crossing, uncut, and the events they belong to; the sample is the same.
    Raises JetsError if existing parts belong to another configuration or release, or cannot be read, or if both paths
    are one file; OSError, before anything is simulated, for a file that cannot be written; RunError if another process
    is working on the sample.
    """
    _check_outputs(output, event_file)
    with locked(output.parent, output.name, wait=False):
        return _simulate(config, output, jobs, progress, event_file)


def _simulate(
    config: SimulationConfig, output: Path, jobs: int, progress: Progress | None, event_file: Path | None
) -> Summary:
    start = time.monotonic()
    parts = _parts(output)
    _claim(parts, config)
    pools = pool_chunks(config)
    chunks = process_chunks(config)
    total = sum(chunk.events for chunk in pools + chunks)
    whole = event_file is not None
    done = sum(chunk.events for chunk in pools + chunks if _is_made(parts, chunk, whole))
    made = 0
    seconds: dict[str, float] = {}
    if progress:
        progress(done, total)
    if not _tables(parts).exists():
        prepare(_tables(parts), MINIMUM_BIAS if pools else PROCESSES[chunks[0].process], seed=1 + config.seed)
    for stage in (pools, chunks):  # chunks need complete pools
        missing = [chunk for chunk in stage if not _is_made(parts, chunk, whole)]
        for chunk, spent in _run(config, parts, missing, jobs, whole):
            made += chunk.events
            for name, value in spent.items():
                seconds[name] = seconds.get(name, 0.0) + value
            if progress:
                progress(done + made, total)
    if event_file is not None:
        save(event_file, merge(config, parts, chunks, whole=True))
    sample = merge(config, parts, chunks)
    save(output, sample)
    with scratch(parts) as doomed:  # all at once: a kill must not leave parts without their fingerprint
        parts.rename(doomed / "parts")
    jets = {name: len(table) for name, table in sample.tables.items()}
    return Summary(config.total_events, made, jets, time.monotonic() - start, seconds)


def pool_chunks(config: SimulationConfig) -> list[Chunk]:
    """The chunks of the minimum-bias pools; none without pile-up."""
    if config.mean_pileup == 0:
        return []
    return [
        Chunk(POOL, index, split, min(POOL_CHUNK_EVENTS, config.pool_events[split] - start))
        for split in SPLITS
        for index, start in enumerate(range(0, config.pool_events[split], POOL_CHUNK_EVENTS))
    ]


def process_chunks(config: SimulationConfig) -> list[Chunk]:
    """All chunks of the hard processes, in the order in which their jets stand in the sample."""
    chunks = []
    for process, events in config.processes.items():
        counts = {split: int(events * config.splits[split]) for split in SPLITS}
        counts["train"] += events - sum(counts.values())
        index = 0
        for split, count in counts.items():
            for start in range(0, count, config.chunk_events):
                chunks.append(Chunk(process, index, split, min(config.chunk_events, count - start)))
                index += 1
    return chunks


def merge(config: SimulationConfig, parts: Path, chunks: list[Chunk], whole: bool = False) -> JetFile:
    """The sample from all its parts, or with `whole` the event file; weights normalised to the cross sections."""
    files = [_read_part(_path(parts, chunk, whole), config) for chunk in chunks]
    processes = list(config.processes)
    weight_sums = dict.fromkeys(processes, 0.0)
    cross_sections = dict.fromkeys(processes, 0.0)
    for chunk, file in zip(chunks, files, strict=True):
        weight_sums[chunk.process] += file.manifest["weight_sum"]
        share = chunk.events / config.processes[chunk.process]
        cross_sections[chunk.process] += file.manifest["cross_section_pb"] * share
    scale = np.array([cross_sections[name] / max(weight_sums[name], 1e-300) for name in processes])
    sample = joined(files)
    for columns in (sample.events, *(table.scalars for table in sample.tables.values())):
        if columns:
            columns["weight"][:] *= scale[columns["process"]]
    manifest = _manifest(config, cross_sections) | ({"crossings": True} if whole else {})
    return JetFile(sample.tables, manifest, sample.events)


def _manifest(config: SimulationConfig, cross_sections: dict[str, float]) -> dict[str, Any]:
    return {
        "config": config.document(),
        "fingerprint": config.fingerprint(),
        "seed": config.seed,
        "mean_pileup": config.mean_pileup,
        "versions": versions(),
        "processes": list(config.processes),
        "events": dict(config.processes),
        "cross_section_pb": cross_sections,
        "classes": list(CLASSES),
        "splits": list(SPLITS),
        **({"origins": list(ORIGINS)} if config.origins else {}),
        "pool_events": dict(config.pool_events) if config.mean_pileup else {},
    }


def _check_outputs(output: Path, event_file: Path | None) -> None:
    """Checks that both files can be written, to separate places; an error at the end would cost hours of simulation."""
    if event_file is not None:
        sample, parts, events = (Path(os.path.realpath(path)) for path in (output, _parts(output), event_file))
        if events == sample:
            raise JetsError(
                f"the event file {event_file} and the jets file {output} are one file; give it another path"
            )
        if parts in (events, *events.parents):
            raise JetsError(f"the event file {event_file} would be inside {parts}; give it another folder")
    for path in (output, event_file):
        if path is not None:
            _check_writable(path)


def _check_writable(path: Path) -> None:
    """Makes the missing folders of `path`, and a temporary file there: permissions do not reveal a read-only disk."""
    with named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "is not a regular file")
        with tempfile.TemporaryFile(dir=path.parent):
            pass


def _parts(output: Path) -> Path:
    """The folder of a sample's parts."""
    return output.with_name(output.name + ".parts")


def _claim(parts: Path, config: SimulationConfig) -> None:
    """Makes the folder of the parts, or checks that the existing one belongs to the same sample."""
    mark = parts / "fingerprint"
    parts.mkdir(parents=True, exist_ok=True)
    if mark.exists():
        if mark.read_text() != config.fingerprint():
            raise JetsError(
                f"{parts} holds parts of another sample (configuration, seed or release differ); "
                "finish that one first, delete the folder, or give another output"
            )
    elif any(parts.glob("*.npz")):
        raise JetsError(f"{parts} holds parts of an unknown sample; delete the folder or give another output")
    else:
        mark.write_text(config.fingerprint())


def _path(parts: Path, chunk: Chunk, whole: bool = False) -> Path:
    """The file of a chunk's jets, or with `whole` that of its crossings."""
    return parts / f"{chunk.process}-{chunk.split}-{chunk.index:05d}{'.events' if whole else ''}.npz"


def _is_made(parts: Path, chunk: Chunk, whole: bool) -> bool:
    """Whether a chunk's files exist; a pool has no crossings of its own."""
    return _path(parts, chunk).exists() and (not whole or chunk.process == POOL or _path(parts, chunk, whole).exists())


def _tables(parts: Path) -> Path:
    """Pythia's tables, made once per sample."""
    return parts / "multiparton.tables"


def _run(
    config: SimulationConfig, parts: Path, chunks: list[Chunk], jobs: int, whole: bool
) -> Iterator[tuple[Chunk, dict[str, float]]]:
    """Make the chunks, yielding each with its CPU seconds by stage as it is finished."""
    if jobs == 1 or len(chunks) < 2:
        for chunk in chunks:
            yield chunk, _make_part(config, parts, chunk, whole)
        return
    executor = worker_pool(jobs)
    try:
        futures: dict[Future[dict[str, float]], Chunk] = {
            executor.submit(_make_part, config, parts, chunk, whole): chunk for chunk in chunks
        }
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        executor.shutdown(cancel_futures=True)  # chunks already started are finished


def _make_part(config: SimulationConfig, parts: Path, chunk: Chunk, whole: bool) -> dict[str, float]:
    path = _path(parts, chunk)
    if chunk.process == POOL:
        start = time.process_time()
        _save_pool(path, make_pool(config, chunk, _tables(parts)))
        return {"minimum-bias pool": time.process_time() - start}
    pool = _pool(config, parts, chunk.split) if config.mean_pileup else None
    result = make_chunk(config, chunk, pool, _tables(parts), whole)
    manifest = {
        "fingerprint": config.fingerprint(),
        "weight_sum": result.weight_sum,
        "cross_section_pb": result.cross_section_pb,
    }
    if result.crossings is not None:
        save(_path(parts, chunk, whole), JetFile(result.crossings.tables, manifest, result.crossings.events))
    save(path, JetFile(result.tables, manifest))
    return result.seconds


def _read_part(path: Path, config: SimulationConfig) -> JetFile:
    try:
        part = load(path)
    except JetsError as error:
        raise JetsError(f"{path} is damaged ({error.__cause__ or error}); delete it to have it made again") from error
    if part.manifest["fingerprint"] != config.fingerprint():
        raise JetsError(f"{path} belongs to another sample; delete it to have it made again")
    return part


def _save_pool(path: Path, pool: Response) -> None:
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.savez(
            file,
            tracks=pool.tracks,
            track_offsets=pool.track_offsets,
            deposits=pool.deposits,
            deposit_offsets=pool.deposit_offsets,
        )


def _pool(config: SimulationConfig, parts: Path, split: str) -> Response:
    """The minimum-bias pool of a split."""
    return _joined_pool(tuple(_path(parts, chunk) for chunk in pool_chunks(config) if chunk.split == split))


@lru_cache(maxsize=len(SPLITS))
def _joined_pool(paths: tuple[Path, ...]) -> Response:
    """The pool joined from its parts, cached in memory. Raises JetsError if one is damaged."""
    pools = []
    for path in paths:
        try:
            pools.append(Response(**npz_arrays(path)))
        except (OSError, ValueError, TypeError) as error:
            raise JetsError(f"{path} is damaged ({error}); delete it to have it made again") from error
    return join(pools)

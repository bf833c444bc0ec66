"""How many labelled jets one core simulates per hour at a mean pile-up of 200, and which stages take the time.

    python benchmarks/jets.py [--events 400] [--mean-pileup 200]

Times are CPU seconds of one process, so other work on the machine matters little. The minimum-bias pool is made
beforehand and its time is not counted, because a sample needs it only once.
"""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from doc_data import Table
from doc_numbers import publish

from codesign.jets.simulation.chunk import Chunk, ChunkResult, make_chunk, make_pool
from codesign.jets.simulation.config import SimulationConfig
from codesign.jets.simulation.generator import MINIMUM_BIAS, PROCESSES, prepare

POOL_EVENTS = 2000
WARM_UP_EVENTS = 5  # simulated before the clock starts, to compile the code


def main() -> None:
    """Simulates some events of every process, and prints and writes the rates."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=400, help="events of each process")
    parser.add_argument("--mean-pileup", type=float, default=200.0)
    parser.add_argument("--processes", default=",".join(PROCESSES), help="names, separated by commas")
    arguments = parser.parse_args()
    processes = arguments.processes.split(",")
    config = SimulationConfig(
        seed=1,
        mean_pileup=arguments.mean_pileup,
        pool_events=dict.fromkeys(("train", "validation", "test"), POOL_EVENTS),
        processes=dict.fromkeys(processes, arguments.events),
    )
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "multiparton.tables"
        prepare(tables, MINIMUM_BIAS, seed=1)
        pool = make_pool(config, Chunk("pool", 0, "train", POOL_EVENTS), tables) if config.mean_pileup else None
        make_chunk(config, Chunk(processes[0], 1, "train", WARM_UP_EVENTS), pool, tables)
        results = {}
        for process in processes:
            start = time.process_time()
            result = make_chunk(config, Chunk(process, 0, "train", arguments.events), pool, tables)
            results[process] = (result, time.process_time() - start)
    table = rates(results, arguments.events)
    print(table.markdown(), end="\n\n")
    values: dict[str, Any] = {
        "processes": len(processes),
        "events": arguments.events,
        "mean_pileup": arguments.mean_pileup,
    }
    spent = stages([result for result, _ in results.values()], arguments.events * len(processes))
    publish("simulation_speed", "python benchmarks/jets.py", values | dict(table.rows[-1]), {"stages": spent})


def labelled(result: ChunkResult) -> Counter[str]:
    """Name of a table -> number of its jets that have a label."""
    return Counter({name: int((table.scalar("label") >= 0).sum()) for name, table in result.tables.items()})


def rates(results: dict[str, tuple[ChunkResult, float]], events: int) -> Table:
    """Labelled jets per core-hour, for each process and for all together. events: simulated per process."""
    rows, total, seconds = [], Counter[str](), 0.0
    for process, (result, spent) in results.items():
        jets = labelled(result)
        total += jets
        seconds += spent
        rows.append({"process": process} | rate(jets, events, spent))
    rows.append({"process": "all"} | rate(total, events * len(results), seconds))
    columns = [
        ("process", "{process}"),
        ("ms per event", "{event_ms:.2f}"),
        ("SC4 per event", "{sc4:.2f}"),
        ("SC8 per event", "{sc8:.2f}"),
        ("labelled jets per core-hour", "{jets_per_hour:,.0f}"),
    ]
    return Table(columns, rows)


def rate(jets: Counter[str], events: int, seconds: float) -> dict[str, float]:
    """CPU time and jets per event, and labelled jets per core-hour."""
    of_tables = {name: jets[name] / events for name in ("sc4", "sc8")}
    return {"event_ms": 1e3 * seconds / events, **of_tables, "jets_per_hour": 3600 * jets.total() / seconds}


def stages(results: list[ChunkResult], events: int) -> Table:
    """CPU milliseconds per event of each stage. events: simulated in all processes together."""
    spent: Counter[str] = Counter()
    for result in results:
        spent.update(result.seconds)
    rows = [{"stage": stage, "event_ms": 1e3 * seconds / events} for stage, seconds in spent.most_common()]
    return Table([("stage", "{stage}"), ("ms per event", "{event_ms:.2f}")], rows)


if __name__ == "__main__":
    main()

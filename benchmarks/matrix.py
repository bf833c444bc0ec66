"""Every frontend and architecture at full size: framework, reference, C simulation and RTL logic, bit for bit.

Trains each design for one epoch, makes its firmware, compares all of them on the inputs of the exactness contract, and
writes the table of docs/status.md, again after each design. Finished runs are not repeated.

    make matrix
"""

import argparse
from concurrent.futures import as_completed
from pathlib import Path
from typing import Any

from doc_data import Table
from doc_numbers import publish

from codesign.design.architectures import ARCHITECTURES
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.design import Design, JetsConfig
from codesign.design.frontends import FRONTENDS, OF_TREES, trains
from codesign.design.training import Precision, Pruning, Training
from codesign.errors import CodesignError
from codesign.jets.simulation.workers import worker_pool
from codesign.runs import stages
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from codesign.training.train import freeze, train

WITNESSES = ("framework", "csim", "rtl")


def main() -> None:
    """Makes the missing runs and writes the table after each of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder for the runs")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    designs = [design(frontend, name) for frontend in FRONTENDS for name in ARCHITECTURES if trains(frontend, name)]
    folders = [Run.create(d, asked.folder / f"{d.frontend}-{d.architecture.name}").folder for d in designs]
    cells: dict[str, str] = {}
    with worker_pool(asked.jobs) as pool:
        for future in as_completed(pool.submit(compare, folder) for folder in folders):
            name, cell = future.result()
            print(f"{name}: {cell}", flush=True)
            cells[name] = cell
            write(cells)


def write(cells: dict[str, str]) -> None:
    """Writes the table with the cells known so far. cells: "FRONTEND-ARCHITECTURE" -> text."""
    columns = [("architecture", "`{architecture}`"), *((name, f"{{{name}}}") for name in FRONTENDS)]
    rows = [
        {"architecture": name}
        | {f: cells.get(f"{f}-{name}", "not run yet" if trains(f, name) else "") for f in FRONTENDS}
        for name in ARCHITECTURES
    ]
    publish("matrix", "make matrix", tables={"matrix": Table(columns, rows)})


def design(frontend: str, architecture: str) -> Design:
    """A design of default sizes: 16 candidates, 20 features, 6 bits. 75 % of the weights are pruned, because tracing
    would take hours otherwise."""
    training: dict[str, Any] = {
        "precision": Precision(inputs=8, weights=6, activations=6),
        "pruning": Pruning(sparsity=0.75, start=0, end=0),
        "training": Training(epochs=1, batch_size=512),
    }
    return Design(
        name=f"{frontend}-{architecture}",
        jets=JetsConfig(max_jets=4096),
        architecture=ArchitectureConfig(name=architecture),
        frontend=frontend,
        **({} if frontend == OF_TREES else training),
    )


def compare(folder: Path) -> tuple[str, str]:
    """The name of a design's folder, and its cell: how many of the compared outputs differ, by witness."""
    run = Run.open(folder)
    try:
        if len({a.witness for a in agreements(run)} if run.has("net.json") else ()) < len(WITNESSES):
            freeze(run, train(run))
            stages.convert(run)
            stages.csim(run)
            stages.rtl(run)
    except CodesignError as error:
        print(f"{folder}: {error}", flush=True)
    rows = agreements(run) if run.has("net.json") else []
    by_witness = {w: [a for a in rows if a.witness == w] for w in WITNESSES}
    missing = [w for w, found in by_witness.items() if not found]
    if missing:
        return folder.name, f"no {missing[0]}: see {folder.name}"
    differing = {w: sum(a.mismatches for a in found) for w, found in by_witness.items()}
    samples = sum(a.samples for a in by_witness["csim"])
    wrong = ", ".join(f"{w} {n:,}" for w, n in differing.items() if n)
    return folder.name, f"{wrong or 0} of {samples:,}"


if __name__ == "__main__":
    main()

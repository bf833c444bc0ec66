"""What README says of `make demo`: the table that it prints, and on how many jets and outputs it compared designs.

make bench-demo
"""

import argparse
import io
from pathlib import Path

from doc_numbers import publish

from codesign.cli.sweep_display import verdicts
from codesign.cli.terminal import Terminal
from codesign.runs.proof import agreements
from codesign.sweep import Sweep

COLUMNS = 140  # of the terminal


def main() -> None:
    """Writes the numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sweep", type=Path, help="folder of the finished sweep")
    sweep = Sweep.open(parser.parse_args().sweep)
    terminal = Terminal(file=io.StringIO(), width=COLUMNS)
    with terminal.capture() as text:
        terminal.print(verdicts(sweep))
    survivor = next(run for run in sweep.runs if not sweep.reasons.get(run.folder.name))
    values = {
        "screen": [line.rstrip() for line in text.get().splitlines()],
        "test": survivor.read("metrics.json")["jets"]["test"],
        "outputs": sum(one.samples for one in agreements(survivor) if one.witness == "csim"),
    }
    publish("demo", "make bench-demo", values)


if __name__ == "__main__":
    main()

"""The tables of docs/intervals.md: the cost of a longer initiation interval, from the results of `codesign intervals`.

codesign intervals runs/tagger_deepset && codesign intervals runs/cms_ng
python benchmarks/intervals.py runs/tagger_deepset runs/cms_ng
"""

import argparse
from pathlib import Path
from typing import Any

from doc_data import Table
from doc_numbers import publish

from codesign.runs.intervals import Exploration, Row, explored
from codesign.runs.run import Run

COSTS = [
    ("interval (clocks; ns)", "{interval}; {interval_ns:.2f}"),
    ("candidates at once", "{candidates}"),
    ("LUT (band)", "{lut:,.0f} ({lut_low:,.0f} to {lut_high:,.0f})"),
    ("DSP", "{dsp:.0f}"),
    ("FF, at most", "{ff:,.0f}"),
    ("latency (clocks; ns)", "{latency:.0f}; {latency_ns:.1f}"),
    ("differing outputs", "{differing:,} of {outputs:,}"),
]
EVENT = [
    ("interval (clocks)", "{interval}"),
    ("instances", "{instances}"),
    ("LUT together", "{lut:,.0f}"),
    ("last result after (clocks)", "{last:.0f}"),
]


def main() -> None:
    """Writes the tables of each run, in the order in which they are given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", type=Path, help="run folders with results of `codesign intervals`")
    tables = {}
    for folder in parser.parse_args().runs:
        results = explored(Run.open(folder))
        if results is None:
            raise SystemExit(f"{folder} has no current intervals.json: run `codesign intervals {folder}`")
        rows = [row for row in results.rows if row.firmware == "RTL"]
        name = folder.name
        tables[name] = Table(COSTS, [cost(row, results.period_ns) for row in rows])
        tables[f"{name}_event"] = Table(EVENT, [event(row, results) for row in rows if results.instances(row)])
    publish("intervals", "python benchmarks/intervals.py runs/tagger_deepset runs/cms_ng", tables=tables)


def cost(row: Row, period_ns: float) -> dict[str, Any]:
    """One row of the first table: the cost of one firmware, and how many of its outputs differ."""
    lut, latency = row.usage.lut, row.timing.latency_cycles.value
    return {
        "interval": row.interval_cycles,
        "interval_ns": row.interval_cycles * period_ns,
        "candidates": row.candidates,
        "lut": lut.value,
        "lut_low": lut.low,
        "lut_high": lut.high,
        "dsp": row.usage.dsp.value,
        "ff": row.usage.ff.value,
        "latency": latency,
        "latency_ns": None if latency is None else latency * period_ns,
        "differing": sum(one.mismatches for one in row.agreement),
        "outputs": sum(one.samples for one in row.agreement),
    }


def event(row: Row, results: Exploration) -> dict[str, Any]:
    """One row of the second table: the firmware that takes all jets of an event."""
    lut, last = results.event_lut(row), results.last_result_cycles(row)
    return {"interval": row.interval_cycles, "instances": results.instances(row), "lut": lut, "last": last}


if __name__ == "__main__":
    main()

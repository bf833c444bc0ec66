"""A sweep as a table, for scripts and notebooks: one row per design."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from codesign.cost.quantities import RESOURCES, TITLES, quantities
from codesign.errors import CodesignError
from codesign.runs.proof import by_witness, exact
from codesign.runs.provenance import is_current
from codesign.runs.run import Run
from codesign.runs.stages import ESTIMATE, figures
from codesign.runs.witnesses import OF_SURVIVORS

if TYPE_CHECKING:
    from codesign.sweep.state import Sweep

Cells = dict[str, Any]
_TIMES = ("clock_mhz", "latency_ns", "interval_ns")


def row_of(sweep: Sweep, run: Run) -> Cells:
    """The row of one design, by column; a value that is not known is None.

    design, key, folder; one column for each dotted key that the sweep varies; score, score_error and score_name, on the
    test jets; lut, ff, dsp, bram18 and uram, each with its band in _low and _high; clock_mhz: the expected clock;
    latency_ns and interval_ns: at the clock that the design requests; verdict: PASS, FAIL or INCONCLUSIVE; framework,
    rtl and csim: whether each equals the reference; survivor: whether the design passed all gates so far, None before
    the first decision on it; gate and why: the gate that dropped it and the reason.
    """
    head = {"design": run.design.name, "key": run.design.key, "folder": str(run.folder)}
    document = run.design.model_dump(mode="json")
    varied = {key: _at(document, key) for axis in sweep.config.axes for key in axis}
    return head | varied | _score(run) | _costs(run) | _proofs(run) | sweep.fate(run)


def data_frame(rows: Sequence[Cells]) -> Any:
    """Rows as a pandas DataFrame; CodesignError if pandas is not installed."""
    try:
        import pandas
    except ModuleNotFoundError:
        command = shlex.join([sys.executable, "-m", "pip", "install", "pandas"])
        raise CodesignError(
            f"a table needs pandas, which is not installed: `{command}`; Sweep.rows() gives the same as a list of dicts"
        ) from None
    return pandas.DataFrame(rows)


def _at(document: Mapping[str, Any], key: str) -> Any:
    """The value of a dotted key; None if the design does not have it."""
    value: Any = document
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _score(run: Run) -> Cells:
    known = run.has("net.json") and run.current("metrics.json")
    score = run.metrics["score"] if known else {}
    return {"score": score.get("value"), "score_error": score.get("error"), "score_name": score.get("name")}


def _costs(run: Run) -> Cells:
    known = run.has("net.json") and is_current(run, ESTIMATE)
    figures_of_run = quantities(*figures(run), run.design.firmware.period_ns) if known else dict.fromkeys(TITLES)
    cells: Cells = {}
    for name in RESOURCES:
        figure = figures_of_run[name]
        cells |= {name: figure and figure.value, f"{name}_low": figure and figure.low}
        cells |= {f"{name}_high": figure and figure.high}
    return cells | {name: (figure := figures_of_run[name]) and figure.value for name in _TIMES}


def _proofs(run: Run) -> Cells:
    frozen, verdict = run.has("net.json"), run.verdict
    proofs = {name: exact(by_witness(run, name)) if frozen else None for name in OF_SURVIVORS}
    return {"verdict": verdict.outcome if verdict else None, **proofs}

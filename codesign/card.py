"""What people read of a finished design: README of a shipped folder, model card of a bundle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2

from codesign.jets.features import features_of
from codesign.run import Run
from codesign.stages import agreements, zeros_and_bits

_TEMPLATES = Path(__file__).parent / "templates"


def readme(run: Run, name: str, shipped: bool) -> str:
    """A design's figures with their sources, and how to build it; of a shipped folder also how to rebuild it."""
    return _render("readme.md.j2", run, name=name, shipped=shipped)


def model_card(run: Run) -> str:
    """What the network computes from what, how it was trained and tested, and what it is not for."""
    return _render("model_card.md.j2", run)


def _render(template: str, run: Run, **more: Any) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["amount"] = _amount
    return environment.get_template(template).render(_facts(run), **more)


def _facts(run: Run) -> dict[str, Any]:
    metrics, verdict = run.read("metrics.json"), run.read("verdict.json")
    layers = zeros_and_bits(run)
    port = run.net.port
    return {
        "design": run.design,
        "net": run.net,
        "port": {"name": port.name, "shape": " x ".join(map(str, port.size))},
        "outputs": {
            name: {"shape": " x ".join(map(str, run.net.graph.shapes[name])), "type": run.net.types[name].uniform()}
            for name in run.net.graph.outputs
        },
        "operations": len(run.net.graph.ops),
        "weights": sum(layer["weights"] for layer in layers),
        "zeros": sum(layer["zeros"] for layer in layers),
        "features": features_of(run.design.jets.features),
        "jets": metrics["jets"],
        "metrics": list(_numbers({k: v for k, v in metrics.items() if k not in ("net", "jets", "classes")})),
        "agreements": _by_witness(run),
        "verdict": verdict,
        "versions": run.read("versions.json") if run.has("versions.json") else {},
    }


def _by_witness(run: Run) -> list[dict[str, Any]]:
    """A row a witness: on how many outputs it was compared, and in how many it differs."""
    rows: dict[str, dict[str, Any]] = {}
    for a in agreements(run):
        row = rows.setdefault(a.witness, {"witness": a.witness, "inputs": [], "samples": 0, "mismatches": 0})
        row["inputs"].append(a.inputs.replace("_", " "))
        row["samples"] += a.samples
        row["mismatches"] += a.mismatches
    return list(rows.values())


def _numbers(data: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """(place, text) of all figures of nested metrics; a figure and its error make one line."""
    for key, value in data.items():
        where = f"{place} {key}".strip().replace("_", " ")
        if isinstance(value, dict):
            yield from _numbers(value, where) if "error" not in value else _with_error(value, where)
        elif isinstance(value, list):
            for row in (row for row in value if isinstance(row, dict)):
                named = " ".join(str(part) for part in row.values() if isinstance(part, str))
                yield from _numbers({named: {k: v for k, v in row.items() if not isinstance(v, str)}}, where)
        elif isinstance(value, float):  # integers count jets
            yield where, _amount(value)


def _with_error(data: Mapping[str, Any], where: str) -> Iterator[tuple[str, str]]:
    others = {key: value for key, value in data.items() if key != "error"}
    first = next(iter(others))
    yield f"{where} {first}", f"{_amount(others.pop(first))} ± {_amount(data['error'])}"
    yield from _numbers(others, where)


def _amount(value: float | None) -> str:
    """Four digits at least, none of them of an integer's lost."""
    if value is None:
        return "unavailable"
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:.4g}"

"""The pages about a finished design: README of a shipped folder or bundle, and model card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
from markdown_it import MarkdownIt

from codesign.design.design import RANDOM
from codesign.errors import RunError
from codesign.jets.features import features_of
from codesign.net.tree_facts import tree_facts
from codesign.runs.proof import agreements, inputs_in_words
from codesign.runs.run import Run
from codesign.runs.stages import verdict, zeros_and_bits

_TEMPLATES = Path(__file__).parent / "templates"
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def readme(run: Run, name: str, shipped: bool) -> str:
    """The design's figures with their sources, and how to build it; for a shipped folder also how to rebuild it."""
    return _render("readme.md.j2", run, name=name, shipped=shipped)


def model_card(run: Run) -> str:
    """The network's inputs and outputs, how it was trained and tested, and what it must not be used for."""
    return _render("model_card.md.j2", run)


def model_card_html(run: Run, below: int) -> str:
    """The model card as HTML, with each heading moved down by `below` levels, to h6 at most."""
    tokens = _MARKDOWN.parse(model_card(run))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + below, 6)}"
        elif token.type == "th_open":
            token.attrSet("scope", "col")
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def commands(run: Run) -> dict[str, str]:
    """Purpose -> command: what one can do next with a chosen design."""
    verbs = {
        "simulate its Verilog, one jet per clock": "rtl {} --cosim",
        "count its cells by open synthesis": "synth-open {}",
        "trade a longer interval for fewer LUT": "intervals {}",
        "schedule its C++ with Vitis HLS": "synth {} --tool vitis",
        "place and route its Verilog with Vivado": "synth {} --tool vivado",
        "compare it with another budget": "check {} --budget NAME",
        "store its firmware in git": "ship {} hls_projects/" + run.design.name,
        "hand it to a firmware engineer": "handoff {} -o bundle.tar.gz",
    }
    return {what: f"codesign {verb.format(run.folder)}" for what, verb in verbs.items()}


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
    metrics = run.read("metrics.json") if run.has("metrics.json") else {}  # an imported model has none
    if metrics and not run.current("metrics.json"):
        raise RunError(f"{run.folder}/metrics.json is of another net; run `codesign freeze {run.folder}`")
    judged = verdict(run)
    if judged is None:
        raise RunError(f"{run.folder} has no verdict on its net and RTL yet; run `codesign check {run.folder}`")
    features, known = features_of(run.design.jets.features), run.design.jets.file != RANDOM
    layers = zeros_and_bits(run)
    port = run.net.port
    return {
        "design": run.design,
        "net": run.net,
        "top": run.top,
        "port": {"name": port.name, "shape": " x ".join(map(str, port.size))},
        "outputs": {
            name: {"shape": " x ".join(map(str, run.net.graph.shapes[name])), "type": run.net.types[name].uniform()}
            for name in run.net.graph.outputs
        },
        "operations": len(run.net.graph.ops),
        "weights": sum(layer["weights"] for layer in layers),
        "zeros": sum(layer["zeros"] for layer in layers),
        "trees": [facts.in_words() for facts in tree_facts(run.net)],
        "features": features if known and len(features) == port.size[-1] else (),
        "jets": metrics.get("jets"),
        "metrics": list(_metrics(metrics)),
        "agreements": _by_witness(run),
        "budget": judged[0],
        "verdict": judged[1],
        "versions": run.read("versions.json") if run.has("versions.json") else {},
    }


def _by_witness(run: Run) -> list[dict[str, Any]]:
    """One row per witness: the inputs it was compared on, and how many outputs were compared and how many differ."""
    rows = agreements(run)
    by_witness = {
        witness: [a for a in rows if a.witness == witness] for witness in dict.fromkeys(a.witness for a in rows)
    }
    return [
        {
            "witness": witness,
            "inputs": inputs_in_words(compared),
            "samples": sum(a.samples for a in compared),
            "mismatches": sum(a.mismatches for a in compared),
        }
        for witness, compared in by_witness.items()
    ]


def _metrics(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, value with its error) for the few metrics that summarise how good the network is."""
    if "score" in data:
        yield data["score"]["name"], _with_error(data["score"], "value")
    for name, row in data.get("one_against_rest", {}).items():
        yield f"AUC of {name} against the rest", _with_error(row, "auc")
    for row in data.get("efficiencies", ()):
        what = f"efficiency for {row['signal']} where {row['mistag']:.0%} of light and gluon jets are mistagged"
        yield what, _with_error(row, "efficiency")
    for response in data.get("responses", {}).values():
        for name, row in response["overall"].items():
            yield f"relative width of the {response['quantity']}, {name.replace('_', ' ')}", _with_error(row, "width")


def _with_error(row: Mapping[str, Any], key: str) -> str:
    value, error = row[key], row.get(f"{key}_error", row.get("error"))
    return "unavailable" if value is None or error is None else f"{value:.4f} ± {error:.4f}"


def _amount(value: float | str | None) -> str:
    """Four significant digits, or the whole integer part where that has more; figures write infinity as "inf"."""
    if value is None:
        return "unavailable"
    number = float(value)
    return f"{number:,.0f}" if number.is_integer() or abs(number) >= 1000 else f"{number:.4g}"

"""The page of a sweep, as far as it can be checked without a browser; benchmarks/page_check.py uses a browser."""

import base64
import gzip
import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from codesign.cost import numbers
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.training import Precision, Pruning
from codesign.errors import RunError
from codesign.report.plots.pareto import front
from codesign.report.plots.survivors import MISTAGS, separations
from codesign.report.record import assemble
from codesign.report.sweep_page import FEWEST_DRAWN, contents, costs_of
from codesign.report.write import write_page
from codesign.runs.run import Run
from codesign.sweep import Sweep
from codesign.training.evaluation import MISTAG
from tests.fake_runs import estimated, fake_design, fake_jets, fake_sweep, frozen, simulated, trained, write_sweep
from tests.report.pages import Page, wide_design


@pytest.fixture(scope="module")
def jets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fake_jets(tmp_path_factory.mktemp("jets"))


@pytest.fixture(scope="module", autouse=True)
def _no_picture_of_the_jets() -> Iterator[None]:
    """Drawing the jets takes longer than everything else on the page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("codesign.report.page.panels", lambda jets: {})
        yield


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory, jets: Path) -> Path:
    """A finished sweep with its page; tests must not change it."""
    folder = fake_sweep(tmp_path_factory.mktemp("sweep"), jets)
    write_page(folder)
    return folder


@pytest.fixture(scope="module")
def html(swept: Path) -> str:
    return (swept / "report.html").read_text()


def figures_in(html: str) -> dict[str, dict]:
    """Id of each interactive plot -> its figure."""
    scripts = re.findall(r'<script type="application/json" id="([\w-]+)-figure">(.*?)</script>', html, re.DOTALL)
    return {name: json.loads(text) for name, text in scripts}


def numbers_table(html: str) -> str:
    """The text of the table with the numbers of the interactive plots."""
    (table,) = re.findall(r'<details id="numbers">(.*?)</details>', html, re.DOTALL)
    return re.sub(r"\s+", " ", Page(table).text)


def test_the_library_is_there_once_and_whole_and_nothing_is_loaded(html: str) -> None:
    (packed,) = re.findall(r'<script type="text/plain" id="plotly-library">(.*?)</script>', html, re.DOTALL)
    library = gzip.decompress(base64.b64decode(packed)).decode()
    assert library.lstrip().startswith("/**\n* plotly.js v")
    assert html.count("plotly.js v") == 0, "a second copy, which is not compressed"
    outside = html.replace(packed, "")
    assert "http://" not in outside
    assert "https://" not in outside
    assert re.findall(r"<(?:script|iframe|link|object|embed)[^>]*\ssrc=", html) == []
    assert re.findall(r"<img[^>]*src=\"(?!data:)", html) == []


def test_every_interactive_plot_is_labelled_and_has_a_caption(html: str) -> None:
    places = re.findall(
        r'<div class="interactive[^"]*" id="([\w-]+)" role="img" aria-label="([^"]+)"[^>]* hidden>', html
    )
    assert [name for name, _ in places] == ["plot-lut", "plot-latency_ns", "plot-parallel"]
    assert set(figures_in(html)) == {name for name, _ in places}
    page = Page(html)
    for name, label in places:
        assert "The designs in numbers" in unescape(label)
        assert f'<figure aria-labelledby="{name}-caption">' in html
        assert f"{name}-caption" in page.ids
    assert html.count("<table") == html.count("<caption>") + len(re.findall(r"<table[^>]*>\s*<thead>", html))


def test_ids_are_unique_and_links_lead_somewhere(html: str) -> None:
    page = Page(html)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert all(header.get("scope") for header in page.headers)
    assert all(image.get("alt") for image in page.images)


def test_tables_hold_the_numbers_that_the_plots_draw(html: str, swept: Path) -> None:
    figures, table = figures_in(html), numbers_table(html)
    drawn = {name: [t for t in f["data"] if t.get("customdata")] for name, f in figures.items()}
    for run in Sweep.open(swept).runs:
        report = assemble(run)
        score, costs = report.metrics["score"], costs_of(report)
        assert f"{score['value']:.4f} ± {score['error']:.4f}" in table
        for name, figure in costs.items():
            assert numbers.central(figure) in table
            assert numbers.band(figure) in table
            points = {
                (x, y): text
                for trace in drawn[f"plot-{name}"]
                for x, y, text in zip(trace["x"], trace["y"], trace["customdata"], strict=True)
            }
            text = points[figure.value, score["value"]]
            assert text.startswith(f"<b>{run.design.name}</b>")
            assert f"pruning.sparsity: {run.design.pruning.sparsity:g}" in text
            for cost in costs.values():
                assert numbers.central(cost) in text
                assert cost.label in text
    parallel = figures["plot-parallel"]
    names = [note["text"] for note in parallel["layout"]["annotations"] if note.get("yanchor") == "bottom"]
    assert names == ["#", "sparsity", "macro AUC", "LUT", "latency (ns)"]
    heights = dict(zip(names, zip(*(line["y"] for line in parallel["data"]), strict=True), strict=True))
    assert heights["sparsity"] == pytest.approx((0, 0.4 / 0.7, 1))
    assert heights["#"] == (0, 0.5, 1)
    assert heights["LUT"] == (1, 0.5, 0)


def test_the_front_that_is_drawn_is_the_front(html: str, swept: Path) -> None:
    reports = [assemble(run) for run in Sweep.open(swept).runs]
    shown = contents(reports, Sweep.open(swept).reasons, (), dict.fromkeys(("lut", "latency"), "x"), None, "")
    best = front([line.points["lut"] for line in shown.lines])
    (line,) = [t for t in figures_in(html)["plot-lut"]["data"] if t["name"] == "Pareto front"]
    assert line["x"][:-1] == [p.cost for p in best]
    assert line["y"][:-1] == [p.score for p in best]
    assert [row.number for row in shown.lines if "LUT" in row.front] == sorted(p.number for p in best)


def test_three_designs_are_too_few_to_tell_what_matters(html: str) -> None:
    text = Page(html).text
    assert "Which axis matters for the macro AUC cannot be told: the designs differ on one axis only" in text
    assert "explains (range" not in text


def test_each_gate_says_what_it_dropped_and_why(html: str, swept: Path) -> None:
    text = Page(html).text
    for gate in Sweep.open(swept).funnel:
        assert gate.name in text
        for why in gate.dropped.values():
            assert why.split(" ", 1)[1] in text
    assert "Pareto front 1 dropped sparse0.4:" in text


def test_survivors_have_working_points_layers_commands_and_a_card(html: str, swept: Path) -> None:
    sweep, text = Sweep.open(swept), Page(html).text
    assert len(sweep.survivors) == 2
    for run in sweep.survivors:
        (b, tau) = run.read("metrics.json")["efficiencies"]
        for row in (b, tau):
            assert f"{100 * row['efficiency']:.1f} ± {100 * row['error']:.1f} %" in text
        assert f"codesign handoff {run.folder} -o bundle.tar.gz" in text
        assert f"Model card of {run.design.name}" in text
        assert f"net {run.net.key} of design {run.design.key}" in text
    assert "<h1>Model card" not in html
    assert html.count('<details class="card">') == 2
    tables = re.findall(r'<table class="heat dense">\s*<caption>([\w.-]+): ', html)
    assert sorted(tables) == sorted(run.design.name for run in sweep.survivors), "one table of bits per survivor"
    assert MISTAG in MISTAGS


def test_a_sweep_of_regressors_compares_widths(jets: Path, tmp_path: Path) -> None:
    designs = [wide_design(jets, "mass_response").model_copy(update={"name": name}) for name in ("wide-a", "wide-b")]
    designs[1] = designs[1].model_copy(update={"pruning": Pruning(sparsity=0.5)})
    runs = [
        simulated(estimated(frozen(trained(tmp_path / d.key, d)), lut=9000.0 * (n + 1))) for n, d in enumerate(designs)
    ]
    known = {"median": 1.0, "median_error": 0.01, "width_error": 0.01}
    bins = {name: known | {"width": width} for name, width in (("raw", 0.3), ("network", 0.2))}
    metrics = runs[0].read("metrics.json")
    metrics["responses"]["mass_response"]["true_bins"] = [{"low": 40, "high": 60, **bins}]
    runs[0].write("metrics.json", metrics)
    write_sweep(tmp_path, runs, {run.folder.name: "" for run in runs})
    html = write_page(tmp_path).read_text()
    text = Page(html).text
    assert "How well they correct the mass" in text
    assert "GeV of true mass: median; relative width ± statistical" in text
    assert "width reduction against LUT of 2 designs" in html
    assert "How well they tag" not in text
    assert "macro AUC" not in text.split("Glossary")[0]
    (title,) = (figure["layout"]["yaxis"]["title"]["text"] for figure in [figures_in(html)["plot-lut"]])
    assert title.startswith("width reduction")


def test_each_key_that_varies_has_an_axis_in_the_parallel_coordinates(jets: Path, tmp_path: Path) -> None:
    """As in the demo, whose bits of weights and activations change together."""
    bits = [Precision(weights=w, activations=a) for w, a in ((4, 6), (6, 8))]
    designs = [fake_design(jets, f"w{p.weights}", precision=p) for p in bits]
    runs = [estimated(frozen(trained(tmp_path / d.name, d))) for d in designs]
    write_sweep(tmp_path, runs, {run.folder.name: "" for run in runs})
    plot = figures_in(write_page(tmp_path).read_text())["plot-parallel"]
    assert {"weights", "activations"} <= {note["text"] for note in plot["layout"]["annotations"]}


def test_designs_beside_a_grid_add_their_architecture_and_no_other_axis(jets: Path, tmp_path: Path) -> None:
    """They differ in most keys, each of which would be an axis and a column."""
    other = Precision(weights=5, activations=7, inputs=9, biases=8, ebops_penalty=1e-6, overflow="saturate")
    designs = [fake_design(jets, f"s{s}", pruning=Pruning(sparsity=s)) for s in (0.0, 0.4)]
    designs.append(fake_design(jets, "beside", precision=other, architecture=ArchitectureConfig(name="mlp")))
    runs = [estimated(frozen(trained(tmp_path / d.name, d))) for d in designs]
    write_sweep(tmp_path, runs, {run.folder.name: "" for run in runs}, beside=("beside.yaml",))
    html = write_page(tmp_path).read_text()
    plot = figures_in(html)["plot-parallel"]
    names = [note["text"] for note in plot["layout"]["annotations"] if note.get("yanchor") == "bottom"]
    assert names == ["#", "architecture", "sparsity", "macro AUC", "LUT", "latency (ns)"]
    assert re.search(r"<td>[^<]*precision\.weights: 5; [^<]*precision\.overflow: saturate", html)


def test_what_is_long_is_folded_and_opened_for_paper(html: str, swept: Path) -> None:
    summaries = re.findall(r'<details class="fold">\s*<summary>(.*?)</summary>', html)
    assert sum("<h3>" in summary for summary in summaries) == len(Sweep.open(swept).survivors)
    assert any("What the words on this page mean" in summary for summary in summaries)
    assert 'details.fold:not([open])"' in html, "the script opens what is folded before it prints"
    assert ".fold::details-content" in html, "and so does the style, where there is no script"


def test_a_page_of_a_run_has_no_script(jets: Path, tmp_path: Path) -> None:
    estimated(frozen(trained(tmp_path / "run", fake_design(jets))))
    html = write_page(tmp_path / "run").read_text()
    assert "<script" not in html
    assert 'id="trade"' not in html


def test_a_sweep_with_one_finished_design_compares_nothing(jets: Path, tmp_path: Path) -> None:
    first = estimated(frozen(trained(tmp_path / "a", fake_design(jets, "first"))))
    second = Run.create(fake_design(jets, "second", pruning=Pruning(sparsity=0.5)), tmp_path / "b")
    write_sweep(tmp_path, [first, second], {})
    html = write_page(tmp_path).read_text()
    assert FEWEST_DRAWN == 2
    assert "Fewer than two designs are finished" in html
    assert "<script" not in html
    assert not (tmp_path / "overview.svg").exists()


def test_designs_that_are_not_decided_are_not_called_dropped(jets: Path, swept: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(swept, tmp_path / "sweep")
    runs = Sweep.open(folder).runs
    write_sweep(folder, list(runs), {runs[0].folder.name: "breaks its budget"})
    html = write_page(folder).read_text()
    names = [trace["name"] for trace in figures_in(html)["plot-lut"]["data"]]
    assert names == ["Pareto front", "not decided yet", "dropped"]
    assert "1 of 3 designs are decided so far; those that are not count as left." in Page(html).text


def test_a_sweep_without_designs_is_refused(tmp_path: Path) -> None:
    write_sweep(tmp_path, [], {})
    with pytest.raises(RunError, match="has no design yet"):
        write_page(tmp_path)


def test_a_name_cannot_end_a_script(jets: Path, swept: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(swept, tmp_path / "sweep")
    sweep = Sweep.open(folder)
    row = sweep.runs[0].read("estimate.json")
    row["usage"]["lut"]["tool"] = "</script><b>tool"
    sweep.runs[0].write("estimate.json", row)
    html = write_page(folder).read_text()
    assert "</script><b>" not in html
    assert html.count("<script") == html.count("</script>")


def test_without_the_classes_of_a_trigger_each_class_is_against_the_rest() -> None:
    assert [s.title for s in separations(("qcd", "top"))] == ["qcd against the rest", "top against the rest"]
    (b, tau) = separations(("b", "light", "gluon", "tau_plus", "tau_minus"))
    assert (b.signal, b.background) == ((0,), (1, 2))
    assert (tau.signal, tau.background) == ((3, 4), (1, 2))

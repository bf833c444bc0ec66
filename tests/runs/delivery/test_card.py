"""README and model card of a design: made of any finished run, with its figures and without a hole."""

import re

import pytest

from codesign.errors import RunError
from codesign.jets.features import features_of
from codesign.runs.delivery import card
from codesign.runs.run import Run
from tests.fake_runs import agrees, estimated, fake_design, fake_jets, frozen, trained


@pytest.fixture
def run(tmp_path):
    run = estimated(frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path)))))
    agrees(run, "csim")
    return run


def test_the_readme_tells_the_figures_with_their_sources(run):
    page = card.readme(run, "tagger", shipped=True)
    assert run.net.key in page
    assert re.search(r"\| csim \| \d+ test jets, \d+ other jets, [\d,]+ made-up inputs \| [\d,]+ \| 0 \|", page)
    assert re.search(
        r"\| LUT, 1 of 4 SLRs \| 20,000 \| 18,000 to 24,000 \| 432,000 \| PASS \| estimated: RTL trace", page
    )
    assert "## Budget `one_slr`: INCONCLUSIVE, fits, at a clock that only routing can confirm" in page
    assert re.search(r"\| exactness .* \| PASS \| measured: framework, rtl, csim .* made-up inputs \|", page)
    assert re.search(
        r"\| clock of the RTL .* \| INCONCLUSIVE .*; 2.778 ns is asked for, 360 MHz is expected; only", page
    )
    assert re.search(r"\| macro AUC \| 0\.\d{4} ± 0\.\d{4} \|", page)
    assert "codesign rebuild hls_projects/tagger --check" in page
    assert "rebuild" not in card.readme(run, "tagger", shipped=False)


def test_the_model_card_names_inputs_classes_and_jets(run):
    page = card.model_card(run)
    for feature in features_of(run.design.jets.features):
        assert f"| {feature.name} | {feature.type} | {feature.unit} |" in page
    assert ", ".join(run.design.jets.classes) in page
    assert run.read("metrics.json")["jets"]["digest"] in page


def test_what_is_unknown_is_unavailable_and_never_a_number(run):
    estimate = run.read("estimate.json")
    estimate["timing"]["latency_cycles"] |= {"value": None, "low": None, "high": None, "kind": "unavailable"}
    estimate["usage"]["lut"]["high"] = "inf"
    run.write("estimate.json", estimate)
    page = card.readme(run, "tagger", shipped=True)
    assert "| unavailable | unavailable to unavailable |" in page
    assert " to inf |" in page


def test_a_regressor_shows_its_widths_and_those_it_is_compared_with(run):
    median = {"median": 0.8, "median_error": 0.01}
    unknown = {"median": -0.1, "median_error": 0.01, "width": None, "width_error": None}
    rows = {"raw": median | {"width": 0.2, "width_error": 0.01}, "network": unknown}
    bins = {"true_bins": [], "calibration": None}
    responses = {"mass_response": {"quantity": "mass", "core_gev": [40.0, 200.0], "overall": rows, **bins}}
    score = {"name": "width reduction", "value": 0.25, "error": 0.01}
    run.write(
        "metrics.json",
        {
            "net": run.net.key,
            "classes": ["qcd"],
            "jets": run.read("metrics.json")["jets"],
            "score": score,
            "responses": responses,
        },
    )
    page = card.readme(run, "mass", shipped=True)
    assert "| width reduction | 0.2500 ± 0.0100 |" in page
    assert "| relative width of the mass, raw | 0.2000 ± 0.0100 |" in page
    assert "| relative width of the mass, network | unavailable |" in page


def test_a_card_is_of_the_present_net_or_names_the_verb(run):
    run.__dict__.pop("net")
    frozen(run, seed=5)
    with pytest.raises(RunError, match=f"run `codesign check {run.folder}`"):
        card.readme(Run.open(run.folder), "tagger", shipped=True)
    run.write("metrics.json", run.read("metrics.json") | {"net": "another"})
    with pytest.raises(RunError, match=f"metrics.json is of another net; run `codesign freeze {run.folder}`"):
        card.model_card(Run.open(run.folder))


def test_a_model_without_metrics_has_pages_without_physics(run):
    (run.folder / "metrics.json").unlink()
    assert "Physics" not in card.readme(run, "imported", shipped=True)
    assert "Training and test" not in card.model_card(run)

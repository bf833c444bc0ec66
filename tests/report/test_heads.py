"""What the page says about each head: working points of a tagger, widths of a regressor, and both."""

from pathlib import Path

import pytest

from codesign.runs.run import Run
from tests.fake_runs import (
    estimated,
    frozen,
    simulated,
    trained,
)
from tests.report.pages import Page, page_of, wide_design


@pytest.mark.usefixtures("quick")
def test_the_page_of_a_regressor_tells_widths_and_no_auc(jets: Path, tmp_path: Path) -> None:
    run = simulated(estimated(frozen(trained(tmp_path / "run", wide_design(jets, "mass_response")))))
    assert run.read("metrics.json")["score"]["name"] == "width reduction"
    text = page_of(run.folder).text
    assert "wide fits its budget" in text
    assert "It corrects the mass of jets: between 40 and 200 GeV its relative width is" in text
    assert "How well it corrects the mass" in text
    assert "How well it tags" not in text
    assert "macro AUC" not in text.split("Glossary")[0]


@pytest.mark.usefixtures("quick")
def test_the_page_of_two_heads_has_both_and_the_sculpting(jets: Path, tmp_path: Path) -> None:
    design = wide_design(jets, "logits", "mass_response")
    run = simulated(estimated(frozen(trained(tmp_path / "run", design))))
    text = page_of(run.folder).text
    assert "It separates 5 classes of jets" in text
    assert ", and corrects the mass of jets" in text
    assert "QCD jets after a cut on the tagger" in text
    assert len(Page((run.folder / "report.html").read_text()).images) >= 3


@pytest.mark.usefixtures("quick")
def test_working_points_are_on_the_page_of_a_tagger(run: Run) -> None:
    rows = {row["signal"]: row for row in run.read("metrics.json")["efficiencies"]}
    assert set(rows) == {"b", "tau"}
    text = page_of(run.folder).text
    assert "Efficiency where 1 % of light and gluon jets are mistagged" in text
    assert f"tau {100 * rows['tau']['efficiency']:.1f} ± {100 * rows['tau']['error']:.1f} %" in text

"""Designs that start from words: their configuration, and the stages that respect it."""

import numpy as np
import pytest

from codesign.backends.rtl import convert as rtl
from codesign.backends.words_port import Jets, WordsPort
from codesign.base.config import load
from codesign.design.design import Design
from codesign.errors import ConfigError
from codesign.runs import stages
from codesign.runs import words as entry
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from tests.words import net_of

CONFIG = """
jets: {features: pt_eta_phi, candidates: 4}
firmware: {inputs: words, sorted_input: false}
"""


@pytest.fixture
def design(tmp_path):
    path = tmp_path / "design.yaml"
    path.write_text(CONFIG)
    return load(path, Design)


@pytest.fixture
def run(design, tmp_path):
    made = Run.create(design, tmp_path / "run")
    net_of(WordsPort("pt_eta_phi", 4)).save(made.folder)
    return made


def test_a_design_starts_from_features_if_nothing_is_said():
    assert entry.words_port(Design()) is None


def test_the_port_is_the_designs(design):
    assert entry.words_port(design) == WordsPort("pt_eta_phi", 4, sorted_input=False)


def test_another_entry_is_another_design(design):
    others = [design.firmware.model_copy(update=change) for change in ({"sorted_input": True}, {"inputs": "features"})]
    keys = {design.key, *(design.model_copy(update={"firmware": firmware}).key for firmware in others)}
    assert len(keys) == 3


def test_features_are_not_sorted(tmp_path):
    path = tmp_path / "design.yaml"
    path.write_text("firmware: {sorted_input: false}\n")
    with pytest.raises(ConfigError, match="inputs: words"):
        load(path, Design)


def test_real_jets_are_those_to_test_with_first(run):
    real = entry.words_contract_of(run, entry.words_port(run.design)).real
    assert list(real) == ["jets", "other_jets"]
    jets = Jets.joined(*real.values())
    assert len(jets) == 10_000
    assert jets.words.any(axis=1).all()


def test_rtl_of_the_run_starts_from_words(run):
    rows = stages.rtl(run)
    assert [(row.witness, row.inputs, row.exact) for row in rows] == [
        ("rtl", "jets", True),
        ("rtl", "other_jets", True),
        ("rtl", "edge words", True),
    ]
    assert agreements(run) == stages.rtl(run) == rows
    assert rtl.RtlProject.load(run.folder / "rtl").port_shape == stages.port_inputs(run).shape[1:]
    assert (run.folder / "rtl" / "src" / f"{run.top}_words.v").exists()


def test_a_witness_that_differs_is_not_exact(run):
    contract = entry.words_contract_of(run, entry.words_port(run.design))
    zeros = np.zeros((1, 3))
    rows = contract.check("zeros", lambda x: {"logits": zeros.repeat(len(x), 0)})
    assert not any(row.exact for row in rows)


def test_all_witnesses_are_compared_on_one_contract(run):
    port = entry.words_port(run.design)
    contract = entry.words_contract_of(run, port)
    assert entry.words_contract_of(run, port) is contract
    assert entry.words_contract_of(Run.open(run.folder), port) is not contract


def test_golden_words_come_with_the_project(run):
    folder = stages.convert(run)
    lines = (folder / "tb_words" / "tensor_words.txt").read_text().splitlines()
    assert 1000 < len(lines) < 3000
    assert {path.name for path in folder.glob("tb_words/*")} == {
        "tensor_words.txt",
        "tensor_candidates.txt",
        "tensor_logits.txt",
    }

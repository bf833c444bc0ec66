from pathlib import Path

import pytest

from codesign.base.config import load
from codesign.errors import ConfigError
from codesign.jets.simulation.config import SimulationConfig
from codesign.jets.simulation.generator import PROCESSES

CONFIGS = sorted((Path(__file__).parents[3] / "configs" / "jets").glob("*.yaml"))
TEXT = """
seed: 1
mean_pileup: 200.0
pool_events: {train: 10, validation: 10, test: 10}
processes: {ttbar: 10}
"""


def config(tmp_path: Path, text: str = TEXT) -> SimulationConfig:
    path = tmp_path / "sample.yaml"
    path.write_text(text)
    return load(path, SimulationConfig)


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_the_shipped_configurations(path: Path) -> None:
    sample = load(path, SimulationConfig)
    assert sample.total_events > 0


def test_there_are_shipped_configurations() -> None:
    assert {path.stem for path in CONFIGS} >= {"l1_pu0", "l1_pu200", "shipped"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("seed: 1", "seed: 1\nmean_pilup: 3", "mean_pileup"),
        ("mean_pileup: 200.0", "mean_pileup: -1.0", "mean_pileup"),
        ("mean_pileup: 200.0", "mean_pileup: lots", "mean_pileup"),
        ("{ttbar: 10}", "{ttbr: 10}", "ttbr"),
        ("{ttbar: 10}", "{ttbar: -3}", "ttbar"),
        ("{ttbar: 10}", "{}", "processes"),
        ("train: 10,", "", "pool_events"),
        ("seed: 1", "seed: 1\nsplits: {train: 0.5, validation: 0.2, test: 0.2}", "add up to 1"),
        ("seed: 1", "seed: 1\nchunk_events: 0", "chunk_events"),
        ("seed: 1", "seed: 1\njets: {eta_max: 3.0}", "eta_max"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(ConfigError, match=message):
        config(tmp_path, TEXT.replace(old, new))


def test_the_fingerprint_is_of_the_content(tmp_path: Path) -> None:
    first = config(tmp_path).fingerprint()
    assert config(tmp_path, TEXT + "# a comment\n").fingerprint() == first
    for old, new in (("seed: 1", "seed: 2"), ("200.0", "140.0"), ("ttbar: 10", "ttbar: 11")):
        assert config(tmp_path, TEXT.replace(old, new)).fingerprint() != first


def test_process_names_are_words() -> None:
    assert all(name.isidentifier() for name in PROCESSES)


def test_spelling_a_default_out_is_no_other_sample_and_another_value_is(tmp_path: Path) -> None:
    same = config(tmp_path, TEXT + "candidates_kept: 16\norigins: false\n")
    assert same.fingerprint() == config(tmp_path).fingerprint()
    for other in ("candidates_kept: 48\n", "origins: true\n"):
        assert config(tmp_path, TEXT + other).fingerprint() != config(tmp_path).fingerprint()

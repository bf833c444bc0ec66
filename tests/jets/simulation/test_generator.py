from pathlib import Path

import numpy as np
import pytest

from codesign.errors import JetsError
from codesign.jets.simulation.generator import MASS_RANGE_GEV, PROCESSES, Generator, flat_mass_gev
from tests.jets.simulation.collisions import pythia_tables

__all__ = ["pythia_tables"]


def test_the_same_seed_gives_the_same_events_another_does_not(pythia_tables: Path) -> None:
    first, same, other = (Generator(PROCESSES["ttbar"], seed, pythia_tables).batch(2) for seed in (3, 3, 4))
    assert first.count == 2
    assert np.array_equal(first.px, same.px)
    assert np.array_equal(first.weight, same.weight)
    assert len(first.px) != len(other.px) or not np.array_equal(first.px, other.px)


def test_records_are_whole(pythia_tables: Path) -> None:
    generator = Generator(PROCESSES["qcd"], 3, pythia_tables)
    events = generator.batch(3)
    stable = events.status > 0
    for event in range(3):
        of_event = stable & (events.event == event)
        assert events.energy[of_event].sum() == pytest.approx(14000, rel=1e-4)
        assert events.charge[of_event].sum() == pytest.approx(2)
        inside = slice(*events.offsets[event : event + 2])
        for name in ("mother1", "mother2", "daughter1", "daughter2"):
            pointer = getattr(events, name)[inside]
            assert pointer.min() >= inside.start
            assert pointer.max() < inside.stop
    assert 1e5 < generator.cross_section_pb() < 1e10
    assert len(set(events.weight)) == 3  # pT is flattened by weights


def test_all_settings_of_all_processes_are_known(pythia_tables: Path) -> None:
    for settings in PROCESSES.values():
        Generator(settings, 1, pythia_tables)


def test_an_unknown_setting_and_missing_tables_are_errors(pythia_tables: Path) -> None:
    with pytest.raises(JetsError, match="HardQCD:nothing"):
        Generator(("HardQCD:nothing=on",), 1, pythia_tables)
    with pytest.raises(JetsError, match="no such"):
        Generator(PROCESSES["qcd"], 1, pythia_tables.with_name("no such"))


def test_flat_masses_fill_the_range_evenly() -> None:
    masses = [flat_mass_gev(segment) for segment in range(110)]
    assert MASS_RANGE_GEV[0] < min(masses) < 24
    assert 236 < max(masses) < MASS_RANGE_GEV[1]
    assert np.histogram(masses, 11, MASS_RANGE_GEV)[0].tolist() == pytest.approx([10] * 11, abs=1)

"""Hand-made event records and calorimeter cells: small, and with nothing random in them."""

from pathlib import Path

import numpy as np
import pytest

from codesign.jets.simulation.generator import PROCESSES, Events, prepare


@pytest.fixture(scope="session")
def pythia_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pythia's tables for hard processes, made once."""
    path = tmp_path_factory.mktemp("pythia") / "multiparton.tables"
    prepare(path, PROCESSES["ttbar"], seed=1)
    return path


def record(*particles: dict[str, float]) -> Events:
    """One event: entry 0 is the system, as in Pythia; keys id, status, mother, charge, pt, eta, phi, x_mm, y_mm, z_mm.

    A daughter range is worked out from the mothers.
    """
    rows = [{"id": 90, "status": -11, "pt": 0.0}, *particles]
    count = len(rows)

    def column(name: str, default: float = 0.0) -> np.ndarray:
        return np.array([row.get(name, default) for row in rows], np.float64)

    mother = column("mother").astype(np.int64)
    children = [np.flatnonzero((mother == i) & (np.arange(count) > 0)) for i in range(count)]
    pt, eta, phi = column("pt"), column("eta"), column("phi")
    px, py, pz = pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)
    return Events(
        offsets=np.array([0, count]),
        id=column("id").astype(np.int32),
        status=column("status", 1).astype(np.int32),
        mother1=mother,
        mother2=np.zeros(count, np.int64),
        daughter1=np.array([child[0] if len(child) and i else 0 for i, child in enumerate(children)]),
        daughter2=np.array([child[-1] if len(child) and i else 0 for i, child in enumerate(children)]),
        px=px,
        py=py,
        pz=pz,
        energy=np.sqrt(px**2 + py**2 + pz**2 + column("mass") ** 2),
        x_mm=column("x_mm"),
        y_mm=column("y_mm"),
        z_mm=column("z_mm"),
        pt=pt,
        eta=eta,
        phi=phi,
        charge=column("charge"),
        event=np.zeros(count, np.int64),
        weight=np.ones(1),
        pt_hat=np.full(1, 50.0),
        m_hat=np.full(1, 100.0),
    )

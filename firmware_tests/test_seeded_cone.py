"""The seeded cone equals a C++ program on the vendor's ap_types that does what CMSSW's emulator does."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from codesign.jets.seeded_cone import seeded_cone
from codesign.jets.simulation.puppi import CANDIDATE
from firmware_tests.ap_fixed_oracle import HEADERS

SOURCE = Path(__file__).with_name("seeded_cone.cpp")
MOST = 16
PT_MAX = (1 << 14) - 1

EDGES = {
    "an event without candidates": [],
    "the offset of a soft candidate": [(400, 0, 0), (1, -1, 0)],
    "an offset below zero": [(40, 0, 0), (20, -10, -10)],
    "equal seeds": [(40, 50, 0), (40, 0, 0), (40, -50, 0), (40, 50, 3)],
    "equal seeds after a softer one": [(3, 0, 0), (40, 60, 0), (40, 0, 0)],
    "the seam, from below": [(400, 0, 719), (400, 0, -717)],
    "the seam, from above": [(400, 0, -720), (399, 0, 700), (100, 3, 719)],
    "half a turn apart": [(400, 0, -720), (400, 0, 0), (400, 0, 719)],
    "a sum of pT that saturates": [(PT_MAX, 0, 0), (PT_MAX, 80, -80), (PT_MAX, -2, 70)],
    "a weighted sum that wraps": [(PT_MAX, 0, 0), *((PT_MAX, 90, 0),) * 9],
    "the softest candidates": [(1, 0, 0), (1, 90, -1)],
    "no pT at all": [(0, 0, 0), (0, 10, 10)],
    "just inside and just outside the cone": [(100, 0, 0), (4, 91, 10), (4, 91, 11), (4, -183, 10)],
    "the ends of eta": [(100, 2047, 0), (90, 2040, 0), (80, -2048, 0), (70, -2047, 5)],
    "in rising order": [(1 + i, 5 * i, 7 * i) for i in range(40)],
}


def random_event(rng):
    """Up to 60 candidates around a few directions, with many ties in pT, some of them over the seam of phi."""
    count = rng.integers(0, 61)
    centres = rng.integers([-575, -720], [576, 720], (4, 2))[rng.integers(0, 4, count)]
    eta, phi = (centres + rng.normal(0, rng.choice([5, 60, 150]), (count, 2)).astype(int)).T
    pt = rng.choice([rng.integers(1, 20, count), rng.integers(1, PT_MAX + 1, count), 2 ** rng.integers(0, 14, count)])
    return list(zip(pt.tolist(), eta.tolist(), ((phi + 720) % 1440 - 720).tolist(), strict=True))


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    binary = tmp_path_factory.mktemp("seeded_cone") / "seeded_cone"
    subprocess.run(["g++", "-O1", "-w", f"-I{HEADERS}", "-o", binary, SOURCE], check=True)
    return binary


def golden(program, radius, events):
    """[(pt, eta, phi, candidates), ...] of each event, phi not wrapped."""
    lines = [" ".join(map(str, [len(event), *(number for c in event for number in c)])) for event in events]
    text = "\n".join([f"{radius} {MOST}", *lines])
    out = subprocess.run([program], input=text, capture_output=True, text=True, check=True).stdout
    rows = [[int(number) for number in line.split()] for line in out.splitlines()]
    return [[tuple(row[i : i + 4]) for i in range(0, len(row), 4)] for row in rows]


def ours(radius, events):
    candidates = np.zeros(sum(map(len, events)), CANDIDATE)
    flat = np.array([c for event in events for c in event], int).reshape(-1, 3)
    for name, column in zip(("pt", "eta", "phi"), flat.T, strict=True):
        candidates[name] = column
    offsets = np.cumsum([0, *map(len, events)])
    jets = seeded_cone(candidates, offsets, radius, MOST, pt_min=0, eta_max=2048)
    found = [[] for _ in events]
    for event, *jet in zip(jets.event, jets.pt, jets.eta, jets.phi, jets.candidates, strict=True):
        found[event].append(tuple(map(int, jet)))
    return found


@pytest.mark.parametrize("radius", [0.4, 0.8])
def test_equals_the_program_on_random_events(program, radius):
    rng = np.random.default_rng(50)
    events = [random_event(rng) for _ in range(500)]
    expected = golden(program, radius, events)
    jets = [jet for event in expected for jet in event]
    assert len(jets) > 3000
    assert any(not -720 <= phi < 720 for _, _, phi, _ in jets)  # the seam is among them
    assert any(pt == PT_MAX for pt, *_ in jets)
    wrapped = [[(pt, eta, (phi + 720) % 1440 - 720, n) for pt, eta, phi, n in event] for event in expected]
    assert ours(radius, events) == wrapped


@pytest.mark.parametrize("radius", [0.4, 0.8])
@pytest.mark.parametrize("edge", EDGES)
def test_equals_the_program_at_the_edges(program, edge, radius):
    expected = golden(program, radius, [EDGES[edge]])
    wrapped = [[(pt, eta, (phi + 720) % 1440 - 720, n) for pt, eta, phi, n in event] for event in expected]
    assert ours(radius, [EDGES[edge]]) == wrapped


def test_the_program_leaves_the_axis_outside_where_ours_wraps_it(program):
    events = [EDGES["the seam, from below"]]
    assert golden(program, 0.4, events) == [[(800, 0, 720, 2)]]
    assert ours(0.4, events) == [[(800, 0, -720, 2)]]

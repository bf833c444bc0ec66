import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.training import regression
from codesign.training.regression import Calibration, in_bins, jensen_shannon, quantiles, resolution, sculpting


def test_a_normal_response_has_its_sigma_over_its_mean() -> None:
    response = np.random.default_rng(0).normal(0.8, 0.2, 200_000)
    width = resolution(response)
    assert width.median == pytest.approx(0.8, abs=0.002)
    # the 16 % quantile of a normal distribution is 0.9945 sigma below the median
    assert width.width == pytest.approx(0.25 * 0.9945, rel=0.01)


def test_the_errors_are_the_spread_of_repeated_samples() -> None:
    rng = np.random.default_rng(1)
    samples = [resolution(rng.normal(1, 0.2, 400)) for _ in range(400)]
    assert np.mean([f.median_error for f in samples]) == pytest.approx(np.std([f.median for f in samples]), rel=0.1)
    assert np.mean([f.width_error for f in samples]) == pytest.approx(np.std([f.width for f in samples]), rel=0.12)


@given(st.lists(st.tuples(st.floats(-5, 5), st.integers(1, 4)), min_size=1, max_size=20))
def test_a_weight_counts_as_so_many_jets(jets: list[tuple[float, int]]) -> None:
    values, weight = np.array([v for v, _ in jets]), np.array([w for _, w in jets])
    repeated = np.repeat(values, weight)
    shares = (0.16, 0.5, 0.84)
    equal = quantiles(values, np.ones(len(values)), shares)
    np.testing.assert_allclose(equal, np.quantile(values, shares, method="hazen"), atol=1e-12)
    weighted = quantiles(values, weight, shares)
    for share, value in zip(shares, weighted, strict=True):
        assert (repeated <= value + 1e-12).mean() >= share - 0.5 * weight.max() / weight.sum() - 1e-12
        assert (repeated < value - 1e-12).mean() <= share + 0.5 * weight.max() / weight.sum() + 1e-12


def test_a_response_below_zero_has_no_finite_width_and_no_number_in_json() -> None:
    row = resolution(np.linspace(-2, -1, 50)).to_dict()
    assert row["width"] is None
    assert row["width_error"] is None
    assert row["median"] == pytest.approx(-1.5)


def test_bins_hold_the_jets_of_their_edges_and_empty_ones_are_left_out() -> None:
    along = np.concatenate([np.full(30, 40.0), np.full(30, 60.0), np.full(5, 85.0)])
    rows = in_bins({"raw": along / 40}, along, (40, 60, 80, 100))
    assert [(row["low"], row["raw"]["jets"], row["raw"]["median"]) for row in rows] == [(40, 30, 1.0), (60, 30, 1.5)]


def shrunk(true_gev: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Predictions of a regressor that pulls towards the middle of its training sample."""
    return (60 + 0.5 * true_gev) * rng.normal(1, 0.1, len(true_gev))


EDGES = tuple(range(20, 231, 10))


def test_numerical_inversion_brings_each_bin_to_one() -> None:
    rng = np.random.default_rng(0)
    train, test = rng.uniform(20, 230, 60_000), rng.uniform(40, 200, 60_000)
    calibrate = Calibration.fit(shrunk(train, rng), train, EDGES)
    rows = in_bins({"raw": shrunk(test, rng) / test, "calibrated": calibrate(shrunk(test, rng)) / test}, test, EDGES)
    assert len(rows) == 16
    assert max(abs(row["raw"]["median"] - 1) for row in rows) > 0.3
    assert max(abs(row["calibrated"]["median"] - 1) for row in rows) < 0.02
    # undoing the pull makes the response wider, which must not be hidden
    assert all(row["calibrated"]["width"] > row["raw"]["width"] for row in rows)


def test_many_jets_calibrate_a_response_that_no_cubic_describes() -> None:
    def bent(true_gev: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return true_gev * (1 - 0.12 * np.tanh((true_gev - 90) / 25)) * rng.normal(1, 0.1, len(true_gev))

    rng = np.random.default_rng(0)
    train, test = rng.uniform(20, 230, 200_000), rng.uniform(40, 200, 200_000)
    response = Calibration.fit(bent(train, rng), train, EDGES)(bent(test, rng)) / test
    assert max(abs(row["it"]["median"] - 1) for row in in_bins({"it": response}, test, EDGES)) < 0.015


def test_few_jets_are_calibrated_by_a_cubic() -> None:
    rng = np.random.default_rng(0)
    true = rng.uniform(20, 230, 2_000)
    polynomial = regression._smooth(*points(shrunk(true, rng), true))
    assert polynomial.degree() == 3


def points(predicted: np.ndarray, true: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = in_bins({"it": predicted / true, "at": true}, true, EDGES)
    at, it, error = (
        np.array([row[name][what] for row in rows])
        for name, what in (("at", "median"), ("it", "median"), ("it", "median_error"))
    )
    return at, at * it, at * error


@given(st.integers(0, 1000))
def test_a_calibration_never_changes_the_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    true = rng.uniform(20, 230, 800)
    calibrate = Calibration.fit(rng.normal(100, 30, 800) + 0.4 * true, true, EDGES)
    values = calibrate(np.linspace(1, 400, 500))
    assert (np.diff(values) >= 0).all()
    assert (np.diff(calibrate.predicted_gev) > 0).all()
    assert (np.diff(calibrate.true_gev) > 0).all()


def test_a_calibration_without_enough_jets_says_so() -> None:
    with pytest.raises(ValueError, match="in more than 3 bins"):
        Calibration.fit(np.ones(100), np.full(100, 45.0), EDGES)


def test_jensen_shannon_is_a_bit_between_shapes_that_do_not_meet() -> None:
    one, other = np.array([1.0, 2, 3, 0]), np.array([0.0, 0, 0, 5])
    assert jensen_shannon(one, 7 * one) == pytest.approx(0, abs=1e-12)
    assert jensen_shannon(one, other) == pytest.approx(1)
    # by hand: the logarithmic terms of (1/2, 1/2) against (1, 0)
    assert jensen_shannon(np.array([1.0, 1]), np.array([1.0, 0])) == pytest.approx(0.311278, abs=1e-5)


def test_a_tagger_that_reads_the_mass_sculpts_and_a_random_one_does_not() -> None:
    rng = np.random.default_rng(0)
    mass = rng.gamma(2, 30, 20_000)
    edges = np.arange(0, 241, 12)
    blind = sculpting(mass, rng.normal(size=20_000), (0.5, 0.05), edges)
    reads = sculpting(mass, -np.abs(mass - 90), (0.5, 0.05), edges)
    for row, bent in zip(blind, reads, strict=True):
        assert row["jets"] == bent["jets"] == round(row["share"] * 20_000)
        assert row["divergence"] < 3 * row["by_chance"]
        assert bent["divergence"] > 20 * row["by_chance"]


def test_constants_of_bins_rise() -> None:
    for edges in (regression.MASS_EDGES_GEV, regression.PT_EDGES_GEV, regression.WIDE_PT_EDGES_GEV):
        assert (np.diff(edges) > 0).all()

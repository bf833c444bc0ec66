import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.base.config import load
from codesign.design.design import Design
from codesign.design.heads import Head, sizes
from codesign.errors import ConfigError
from codesign.training.frontends.losses import SOFT, response_loss

RESPONSES = [Head(loss="huber"), Head(loss="log_cosh"), Head(loss="quantile")]


def design(tmp_path, text):
    (tmp_path / "design.yaml").write_text(text)
    return load(tmp_path / "design.yaml", Design)


def test_a_tagger_is_the_default():
    assert list(Design().heads) == ["logits"]
    assert Design().heads["logits"].loss == "cross_entropy"


def test_outputs_have_one_order_however_they_are_written(tmp_path):
    text = "jets: {table: sc8}\nheads: {mass_response: {}, pt_response: {loss: log_cosh}, logits: {weight: 2.0}}\n"
    config = design(tmp_path, text)
    assert list(config.heads) == ["logits", "pt_response", "mass_response"]
    assert [h.loss for h in config.heads.values()] == ["cross_entropy", "log_cosh", "huber"]
    assert sizes(config.heads, 5) == {"logits": 5, "pt_response": 1, "mass_response": 1}
    assert config.jets.classes == ("qcd", "top", "z", "w", "h")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("heads: {mass_response: {}}\n", "mass_response has no target in table sc4; it has logits, pt_response"),
        ("heads: {mass: {}}\n", "design.yaml:1: heads.mass: input should be 'logits', 'pt_response'"),
        ("heads: {logits: {loss: huber}}\n", "logits cannot learn with the loss huber; use cross_entropy"),
        ("heads: {pt_response: {loss: cross_entropy}}\n", "use huber or log_cosh or quantile"),
        ("heads: {pt_response: {weigth: 1}}\n", "unknown key; did you mean 'weight'"),
        ("heads: {pt_response: {weight: 0}}\n", "should be greater than 0"),
        ("heads: {}\n", "a network needs a head"),
        ("jets: {table: sc16}\n", "design.yaml:1: jets.table: input should be 'sc4' or 'sc8'"),
    ],
)
def test_heads_that_do_not_fit_are_named(text, expected, tmp_path):
    with pytest.raises(ConfigError) as error:
        design(tmp_path, text)
    assert expected in str(error.value)


@given(st.floats(0.3, 4), st.floats(-2, 8))
def test_a_loss_is_zero_only_at_the_target_and_grows_with_the_error(target, response):
    for head in RESPONSES:
        at, near, far = (response_loss(head, np.array(r), np.array(target)) for r in (target, response, 2 * response))
        assert at == pytest.approx(0, abs=1e-12)
        assert near >= 0
        if abs(response - target) > 1e-3 * target:
            assert near > 0
        if response > target:
            assert far > near


def test_far_from_the_target_huber_and_log_cosh_are_the_relative_error():
    for head in RESPONSES[:2]:
        near, far = response_loss(head, np.array([3.0, 5.0]), np.array([1.0, 1.0]))
        assert far - near == pytest.approx(2.0)
        assert response_loss(head, np.array(1.0 + SOFT / 10), np.array(1.0)) == pytest.approx(SOFT / 200, rel=0.01)


def test_the_quantile_loss_is_least_at_the_quantile():
    target = np.random.default_rng(0).uniform(0.9, 1.1, 4001)
    grid = np.linspace(0.9, 1.1, 401)
    for quantile in (0.16, 0.5, 0.84):
        head = Head(loss="quantile", quantile=quantile)
        best = grid[np.argmin([response_loss(head, r, target).mean() for r in grid])]
        assert (target < best).mean() == pytest.approx(quantile, abs=0.05)

"""Rounding and overflow in RTL, and what alkaid itself would do wrong."""

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from alkaid.trace import FVArray, HWConfig, trace
from alkaid.trace.ops import relu as alkaid_relu
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign.backends.rtl import cast as rtl_cast
from codesign.backends.rtl import convert as rtl
from codesign.backends.rtl.cast import cast
from codesign.errors import BackendError
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Overflow, Rounding
from codesign.net.graph import Graph
from codesign.net.ops import Dense, Input, Relu
from tests.backends.rtl.small_nets import convert, net


@st.composite
def assignments(draw: st.DrawFn) -> tuple[FixedPoint, FixedPoint]:
    size = 6
    overflow = draw(st.sampled_from(get_args(Overflow)))
    rounding = draw(st.sampled_from(get_args(Rounding)))

    def bits(low: int, high: int) -> list[int]:
        return draw(st.lists(st.integers(low, high), min_size=size, max_size=size))

    signed = 1 if overflow == "WRAP_SM" else bits(0, 1)
    target = FixedPoint(signed, bits(-3, 4), bits(-3, 4), rounding, overflow)
    return FixedPoint(bits(0, 1), bits(-2, 4), bits(-2, 5)), target


@given(assignments())
@settings(deadline=None, max_examples=60)
def test_every_rounding_and_overflow_mode(types: tuple[FixedPoint, FixedPoint]) -> None:
    source, target = types
    x = FVArray.from_kif(source.signed, source.integer, source.fraction, HWConfig(1, -1, -1)).as_new()
    logic = trace(x, cast(target, x))
    every = source.cast(np.arange(-(2**10), 2**10)[:, None] * source.lsb)
    assert np.array_equal(logic.predict(every), target.cast(every))


def test_alkaids_own_relu_is_wrong_and_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    kernel = rng.integers(-15, 16, (3, 16)) / 16 * (rng.random((3, 16)) > 0.5)
    graph = Graph((Input("x", (), (16, 3)), Dense("d", ("x",), 16), Relu("r", ("d",))), ("r",))
    types = {"x": FixedPoint(1, 3, 5), "r": FixedPoint(0, 1, 3)}
    network = net(graph, types, lambda name, w: kernel if name == "d.kernel" else w * 0)
    convert(network, tmp_path / "right")

    def own_relu(t: FixedPoint, x: FVArray) -> FVArray:
        return alkaid_relu(x, np.broadcast_to(t.integer, x.shape), np.broadcast_to(t.fraction, x.shape))

    numeric = Relu.evaluate
    monkeypatch.setattr(rtl_cast, "cast", own_relu)
    monkeypatch.setattr(Relu, "evaluate", lambda op, w, x, xp: x if isinstance(x, FVArray) else numeric(op, w, x))
    rtl._traced.cache_clear()  # by the key of the net, its logic is remembered
    with pytest.raises(BackendError, match="differs from the reference"):
        convert(network, tmp_path / "wrong")
    assert not (tmp_path / "wrong").exists()


def test_weights_that_alkaid_would_round_are_refused(tmp_path: Path) -> None:
    graph = Graph((Input("x", (), (2,)), Dense("d", ("x",), 1)), ("d",))
    kernel = np.array([[1 + 2.0**-30], [1.0]])
    fine = FixedPoint(1, 1, 30)
    weights = {"d.kernel": kernel, "d.bias": np.zeros(1)}
    network = FixedNet.build(graph, weights, dict.fromkeys(weights, fine), {"x": FixedPoint(1, 2, 2)})
    with pytest.raises(BackendError, match=r"d\.kernel has weights of more than 24 bits"):
        convert(network, tmp_path / "rtl")

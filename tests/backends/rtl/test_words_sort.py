"""The sort of words by pT, as logic."""

import numpy as np
import pytest
from alkaid.trace import FVArray, trace

from codesign.backends.rtl.convert import HARDWARE
from codesign.backends.rtl.words_sort import sort_by_pt


@pytest.mark.parametrize(("slots", "keep"), [(2, 2), (5, 1), (5, 3), (16, 16)])
def test_equal_pt_keeps_its_order(slots, keep):
    x = FVArray.from_kif(*(np.tile(bits, (slots, 1)) for bits in ([0, 1], [3, 4], [0, 0])), HARDWARE).as_new()
    logic = trace(x, sort_by_pt(np.asarray(x), keep).ravel())
    rng = np.random.default_rng(0)
    words = np.stack(
        [rng.integers(0, 8, (2000, slots)), rng.permuted(np.tile(np.arange(slots) - 8, (2000, 1)), axis=1)], 2
    )
    order = np.argsort(-words[..., 0], axis=1, kind="stable")[:, :keep]
    expected = np.take_along_axis(words, order[..., None], axis=1)
    got = logic.predict(words.reshape(2000, -1).astype(np.float64))
    assert np.array_equal(got.reshape(expected.shape), expected)

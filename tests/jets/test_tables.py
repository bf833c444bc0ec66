import hashlib

import numpy as np
import pytest

from codesign.jets.tables import (
    SEEDED_CONE_INVERSE,
    TAGGER_INVERSE,
    inverse_pt,
    inverse_pt_table,
    log_pt,
    log_pt_table,
)
from codesign.net.fixedpoint import FixedPoint

EVERY_PT = np.arange(1 << 14)


def digest(values: np.ndarray) -> str:
    return hashlib.sha256(values.astype("<i4").tobytes()).hexdigest()[:16]


# digests over all values of pT, from a C++ program with the emulator's definitions and hls4ml 1.3.0's ap_fixed headers
def test_inverse_of_the_seeded_cone_equals_the_emulator() -> None:
    assert digest(inverse_pt(EVERY_PT, SEEDED_CONE_INVERSE)) == "a5e919ed1514e9f1"


def test_inverse_of_the_tagger_equals_the_emulator() -> None:
    assert digest(inverse_pt(EVERY_PT, TAGGER_INVERSE)) == "70426ff17e7a762a"


def test_log_of_the_tagger_equals_the_emulator() -> None:
    assert digest(log_pt(EVERY_PT)) == "709249a2b0115b2f"


def test_table_sizes_and_ends() -> None:
    assert inverse_pt_table(SEEDED_CONE_INVERSE).shape == (1024,)
    assert log_pt_table().shape == (256,)
    assert inverse_pt_table(SEEDED_CONE_INVERSE)[[0, -1]].tolist() == [512, 256]  # 2**20 / 2048 and / 4094
    assert inverse_pt_table(TAGGER_INVERSE)[[0, -1]].tolist() == [8, 4]
    assert log_pt_table()[0] == int(np.log(2048) * 1024)


def test_tables_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(ValueError, match="read-only"):
        log_pt_table()[0] = 0


@pytest.mark.parametrize("kind", [SEEDED_CONE_INVERSE, TAGGER_INVERSE])
def test_inverse_fits_its_type_even_where_it_loses_high_bits(kind: FixedPoint) -> None:
    values = inverse_pt(EVERY_PT, kind)
    assert values.min() == 0
    assert values.max() < 1 << int(kind.width)
    assert values[0] == 0


def test_inverse_loses_its_high_bits_at_and_below_the_first_pt_that_does_not_fit() -> None:
    assert inverse_pt(np.array([16, 17]), SEEDED_CONE_INVERSE).tolist() == [0, (481 << 9)]  # 4 and 4.25 GeV
    assert inverse_pt(np.array([4, 5]), TAGGER_INVERSE).tolist() == [0, (6 << 11)]  # 1 and 1.25 GeV


def test_accuracy_above_15_gev() -> None:
    pt = EVERY_PT[60:]
    product = inverse_pt(pt, SEEDED_CONE_INVERSE) / 2**20 * pt / 4
    assert product.min() > 0.996
    assert product.max() < 1.001
    assert np.abs(log_pt(pt) / 1024 - np.log(pt / 4)).max() < 0.005
    # the tagger's 14 bits leave two bits after the leading one
    assert 0.80 < (inverse_pt(pt, TAGGER_INVERSE) / 2**14 * pt / 4).min() < 0.81


def test_log_is_zero_at_and_below_one_gev_and_never_falls() -> None:
    assert log_pt(np.array([0, 1, 2, 3, 4])).tolist() == [0] * 5
    assert log_pt(np.array([5]))[0] > 0
    assert (np.diff(log_pt(EVERY_PT)) >= -1).all()  # it may fall by one LSB where the leading bit moves

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.errors import JetsError
from codesign.jets.words import FIELDS, pack, unpack


def fields_of(**given: int) -> dict[str, np.ndarray]:
    return {name: np.array([given.get(name, 0)]) for name in FIELDS}


@st.composite
def candidates(draw: st.DrawFn) -> dict[str, np.ndarray]:
    shape = draw(st.sampled_from([(0, 16), (1,), (3, 2)]))
    size = int(np.prod(shape))

    def integers(name: str) -> np.ndarray:
        field = FIELDS[name]
        values = draw(st.lists(st.integers(field.low, field.high), min_size=size, max_size=size))
        return np.array(values, np.int64).reshape(shape)

    fields = {name: integers(name) for name in FIELDS}
    charged = fields["id"] >= 2
    return {n: v if FIELDS[n].charged in (None, True) else v * ~charged for n, v in fields.items()} | {
        n: fields[n] * charged for n in ("z0", "dxy", "quality")
    }


@given(candidates())
def test_unpack_undoes_pack(fields: dict[str, np.ndarray]) -> None:
    words = pack(fields)
    assert words.dtype == np.uint64
    unpacked = unpack(words)
    assert list(unpacked) == list(FIELDS)
    for name, values in fields.items():
        np.testing.assert_array_equal(unpacked[name], values)


def test_a_charged_word_has_the_layout_of_cms() -> None:
    fields = fields_of(pt=3, eta=-1, phi=-2, id=5, z0=-3, dxy=200, quality=7)
    expected = 3 | 0xFFF << 14 | 0x7FE << 26 | 5 << 37 | 0x3FD << 40 | 200 << 50 | 7 << 58
    assert int(pack(fields)[0]) == expected


def test_a_neutral_word_has_the_layout_of_cms() -> None:
    fields = fields_of(pt=16383, eta=2047, phi=-1024, id=1, puppi_weight=256, emid=63)
    expected = 16383 | 2047 << 14 | 0x400 << 26 | 1 << 37 | 256 << 40 | 63 << 49
    assert int(pack(fields)[0]) == expected


def test_an_empty_slot_is_the_word_zero() -> None:
    assert int(pack(fields_of())[0]) == 0
    assert all((values == 0).all() for values in unpack(np.zeros((2, 16), np.uint64)).values())


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("side", [-1, 1])
def test_both_ends_of_a_field_fit_and_one_more_does_not(name: str, side: int) -> None:
    field = FIELDS[name]
    kind = field.low if field.charged is False else 2
    end = field.high if side > 0 else field.low
    fields = fields_of(**({"id": kind} | {name: end}))
    np.testing.assert_array_equal(unpack(pack(fields))[name], end)
    with pytest.raises(JetsError, match=rf"field {name} .* is {end + side}, outside \[{field.low}, {field.high}\]"):
        pack(fields | {name: np.array([end + side])})


def test_a_field_of_the_other_kind_is_refused() -> None:
    with pytest.raises(JetsError, match="dxy is 4 on a neutral candidate"):
        pack(fields_of(id=1, dxy=4))
    with pytest.raises(JetsError, match="emid is 2 on a charged candidate"):
        pack(fields_of(id=6, emid=2))


def test_missing_unknown_and_misshapen_fields_are_named() -> None:
    fields = fields_of()
    del fields["z0"]
    with pytest.raises(JetsError, match=r"missing: \['z0'\], unknown: \['mass'\]"):
        pack(fields | {"mass": np.zeros(1, np.int64)})
    with pytest.raises(JetsError, match=r"field eta .* shape \(2,\)"):
        pack(fields_of() | {"eta": np.zeros(2, np.int64)})
    with pytest.raises(JetsError, match=r"field pt .* not float64"):
        pack(fields_of() | {"pt": np.zeros(1)})

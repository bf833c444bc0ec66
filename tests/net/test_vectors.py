"""Golden vectors on disk: they are read back as written, equal nets give equal bytes, and no fault passes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.design.architectures import deep_set
from codesign.errors import RunError
from codesign.net import reference, vectors
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint

PORT = FixedPoint([0, 1, 0], [4, 1, 1], [2, 3, 0])


def net_of(seed: int = 0) -> FixedNet:
    graph = deep_set(4, ("pt", "eta", "charged"), {"logits": 2}, (3,), (3,))
    rng = np.random.default_rng(seed)
    weights, weight_types, types = {}, {}, {"candidates": PORT}
    for op in graph.ops:
        for parameter, shape in graph.parameters(op).items():
            name = f"{op.name}.{parameter}"
            weight_types[name] = FixedPoint(1, 1, 3, "RND", "SAT")
            weights[name] = weight_types[name].cast(rng.normal(size=shape))
        if type(op).__name__ in ("Quantize", "Relu"):
            types[op.name] = FixedPoint(1, 3, 2, "RND", "SAT")
    return FixedNet.build(graph, weights, weight_types, types)


NET = net_of()


def jets(number: int) -> np.ndarray:
    x = PORT.cast(np.random.default_rng(1).uniform(PORT.low, PORT.high, size=(number, 4, 3)))
    x[:, 2:] *= np.random.default_rng(2).integers(0, 2, size=(number, 2, 1))  # empty candidates
    return x


@pytest.fixture
def folder(tmp_path):
    vectors.write(NET, tmp_path / "golden", jets(1500))
    return tmp_path / "golden"


def lines(path):
    return [line for line in path.read_text().splitlines() if not line.startswith("#")]


def test_kinds_are_1000_jets_and_the_contracts_corners(folder):
    kinds = dict(line.split() for line in lines(folder / "vectors.txt"))
    assert list(kinds) == ["zero", "maximum", "minimum", "jets", "one_candidate", "overflow"]
    assert kinds["jets"] == "1000"
    assert min(map(int, kinds.values())) == 1
    x = vectors.read_inputs(NET, folder)
    assert len(x) == sum(map(int, kinds.values()))
    assert (x[1] == PORT.high).all()
    assert (x[2] == PORT.low).all()
    every = {jet.tobytes(): row for row, jet in enumerate(jets(1500) + 0.0)}  # + 0.0 turns -0 into 0, as in integers
    rows = np.array([every[jet.tobytes()] for jet in x[3:1003]])
    assert (np.diff(rows) > 0).all()
    # the jets of a file are ordered by process: each third of the file gives a third of the vectors, 333 +- 9
    assert (abs(np.bincount(rows // 500) - 1000 / 3) < 36).all()


def test_overflowing_vectors_are_of_both_of_the_contracts_halves_and_parities():
    overflow = vectors.golden_inputs(NET, jets(1000))["overflow"]
    ends = ((overflow == PORT.low) | (overflow == PORT.high)).all(axis=(1, 2))
    alike = (overflow == overflow[:, :1]).all(axis=(1, 2))
    assert 10 < ends.sum() < 30
    assert 5 < (alike & ends).sum() < ends.sum() - 5


def test_outputs_are_there_for_all_vectors_and_internal_tensors_for_the_first(folder):
    expected = vectors.integers(NET, reference.run(NET, vectors.read_inputs(NET, folder), trace=True))
    for name, values in expected.items():
        written = vectors.read(folder, name, values.shape[1])
        assert len(written) == (len(values) if name in ("candidates", "logits") else vectors.TRACED)
        assert np.array_equal(written, values[: len(written)])
    assert np.ptp(expected["logits"]) > 0


def test_all_vectors_can_be_traced(tmp_path):
    vectors.write(NET, tmp_path / "golden", jets(100), traced=None)
    assert len(lines(tmp_path / "golden" / "tensor_pool.txt")) == len(lines(tmp_path / "golden" / "tensor_logits.txt"))


def test_the_same_net_and_jets_give_the_same_bytes_over_old_ones(folder, tmp_path):
    vectors.write(NET, tmp_path / "again", jets(100))
    vectors.write(NET, tmp_path / "again", jets(1500))
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        p.name: p.read_bytes() for p in (tmp_path / "again").iterdir()
    }
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again", "golden"]


def test_another_net_is_found_to_differ(folder):
    assert vectors.differing(NET, folder) == []
    wrong = vectors.differing(net_of(seed=3), folder)
    assert "tensor_logits.txt" in wrong
    assert "checksums.txt" in wrong


def test_one_integer_or_one_line_less_is_found(folder):
    path = folder / "tensor_logits.txt"
    text = path.read_text()
    path.write_text(text + "1 2\n")
    assert vectors.differing(NET, folder) == ["tensor_logits.txt"]
    rows = text.splitlines()
    first, *rest = rows[700].split()
    rows[700] = " ".join([str(int(first) + 1), *rest])
    path.write_text("\n".join(rows))
    assert vectors.differing(NET, folder) == ["tensor_logits.txt"]


@pytest.mark.parametrize("line", ["1 x", "0*", "*3", "1.5", "0*13"])
def test_what_is_not_a_vector_is_named_with_its_line(folder, line):
    (folder / "tensor_candidates.txt").write_text(f"# comment\n1 2\n{line}\n")
    with pytest.raises(RunError, match=r"tensor_candidates\.txt:3: .*make the vectors again"):
        vectors.read(folder, "candidates", 12)


def test_missing_vectors_are_named_with_what_makes_them(tmp_path):
    with pytest.raises(RunError, match="codesign convert"):
        vectors.read(tmp_path, "candidates", 12)


@given(st.lists(st.lists(st.integers(-(2**52), 2**52) | st.just(0), min_size=5, max_size=5), min_size=1, max_size=4))
def test_integers_come_back_from_text(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("round")
    values = np.array(rows, np.int64)
    (folder / "tensor_x.txt").write_text("".join(f"{vectors._line(row)}\n" for row in values))
    assert np.array_equal(vectors.read(folder, "x", 5), values)


@given(st.lists(st.integers(-(2**62), 2**62), min_size=1, max_size=20), st.integers(0, 19), st.integers(1, 2**62))
def test_a_checksum_is_horners_rule_and_changes_with_any_one_integer(values, index, change):
    m = np.array(values, np.int64)
    h = 0
    for value in values:
        h = (h * vectors.MULTIPLIER + value) % 2**64
    assert vectors.checksum(m) == h
    m[index % len(m)] ^= change
    assert vectors.checksum(m) != h


def test_exponents_repeat_with_the_shortest_list():
    assert vectors.exponents(NET, "candidates") == [-2, -3, 0]
    assert vectors.exponents(NET, "inputs") == [-2]


@pytest.mark.parametrize("line", ["0*99999999999", "0*-1", "18446744073709551616", "1_0", "\u0663", "+1"])
def test_a_word_that_is_no_integer_of_a_net_is_named_with_its_line(folder, line):
    path = folder / "tensor_candidates.txt"
    path.write_text("\n".join([*lines(path)[:2], line]) + "\n")
    with pytest.raises(RunError, match=r"tensor_candidates\.txt:3: .*make the vectors again"):
        vectors.read(folder, "candidates", 12)


@pytest.mark.parametrize("text", ["zero x\n", "zero 1\nzero 2\n", "zero\n", "zero 3\n"])
def test_kinds_that_do_not_count_the_vectors_are_named(folder, text):
    (folder / vectors.KINDS).write_text(text)
    with pytest.raises(RunError, match=r"vectors\.txt:.*make the vectors again"):
        vectors.differing(NET, folder)


@pytest.mark.parametrize("name", ["vectors.txt", "checksums.txt", "tensor_candidates.txt"])
def test_vectors_that_are_not_utf_8_are_named(folder, name):
    (folder / name).write_bytes((folder / name).read_bytes() + b"\xff\n")
    with pytest.raises(RunError, match=rf"{name} is broken: not a text in UTF-8"):
        vectors.differing(NET, folder)


def test_vectors_outside_the_port_are_named(folder):
    path = folder / "tensor_candidates.txt"
    path.write_text("\n".join([*lines(path)[:2], "999999"]) + "\n")
    with pytest.raises(RunError, match=r"tensor_candidates\.txt: not one or more values of the port's type"):
        vectors.differing(NET, folder)

"""A limit on jets selects whole events, each process's share of them, and the same ones on every machine."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.base.choice import scrambled, some_rows
from codesign.jets.choice import rows_of_events

# (jets of the event, process) of each event of a file; the processes are unordered, as in a foreign file
EVENTS = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 4)), min_size=1, max_size=60)


def table(events: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """(jets,) event number and (jets,) process of each jet; the event numbers are large and unordered."""
    jets = [jets for jets, _ in events]
    numbers = (np.arange(len(events)) * 37 % 1009) << 24
    return np.repeat(numbers, jets), np.repeat([process for _, process in events], jets)


def test_choices_are_those_of_the_published_splitmix64() -> None:
    """The first five numbers for the seed 1234567 (Rosetta Code, Pseudo-random numbers/Splitmix64)."""
    published = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    assert scrambled(np.arange(5)).tolist() == published
    assert [some_rows(5, limit).tolist() for limit in (1, 2, 3)] == [[1], [1, 3], [0, 1, 3]]
    one_process = np.zeros(5, int)
    assert [rows_of_events(np.arange(5), one_process, n).tolist() for n in (1, 2, 3)] == [[1], [1, 3], [0, 1, 3]]


def test_each_process_gets_its_share_of_jets() -> None:
    """By hand: 60, 30 and 10 jets in events of one jet each; a tenth of them is 6, 3 and 1."""
    process = np.repeat([0, 1, 2], [60, 30, 10])
    for limit in (10, 20, 50, 90):
        rows = rows_of_events(np.arange(100), process, limit)
        assert np.bincount(process[rows]).tolist() == [6 * limit // 10, 3 * limit // 10, limit // 10]


def test_the_share_is_of_jets_and_not_of_events() -> None:
    """By hand: 10 events of 4 jets and 40 events of one jet; half of the jets of each are 5 and 20 events."""
    event = np.concatenate([np.repeat(np.arange(10), 4), np.arange(10, 50)])
    process = np.repeat([0, 1], 40)
    rows = rows_of_events(event, process, 40)
    assert np.bincount(process[rows]).tolist() == [20, 20]
    assert len(np.unique(event[rows])) == 25


def test_large_events_get_no_less_than_small_ones() -> None:
    """By hand: 16 jets in events of 4, and 16 in events of one. Along each process's jets, the events of 4 have their
    middles at 2, 6, 10, 14, the events of one at 0.5, 1.5, ... After the first event of each process come the events of
    one at 1.5 to 5.5, then the event of 4 at 6."""
    event = np.concatenate([np.repeat(np.arange(4), 4), np.arange(4, 20)])
    process = np.repeat([0, 1], 16)
    taken = {limit: np.bincount(process[rows_of_events(event, process, limit)]).tolist() for limit in (10, 13, 14)}
    assert taken == {10: [4, 6], 13: [4, 6], 14: [8, 6]}


def test_a_rare_process_comes_before_the_share_of_the_others() -> None:
    """By hand: three processes with a single event of 2 or 3 jets each, and a thousand jets of a fourth process."""
    event = np.concatenate([np.arange(1000), [2000, 2000, 2001, 2001, 2001, 2002, 2002]])
    process = np.concatenate([np.zeros(1000, int), [1, 1, 2, 2, 2, 3, 3]])
    assert set(process[rows_of_events(event, process, 8)]) == {0, 1, 2, 3}  # 1 + 2 + 3 + 2 jets
    assert set(process[rows_of_events(event, process, 7)]) < {0, 1, 2, 3}


def test_a_guaranteed_event_is_the_smallest_of_its_process() -> None:
    event, process = table([(6, 0), (1, 0), (6, 0), (6, 1), (2, 1), (6, 1)])
    assert rows_of_events(event, process, 3).tolist() == [6, 19, 20]


def test_events_are_chosen_at_random_within_a_process() -> None:
    """Half of 1000 events are chosen: their mean position has an error of 1000 / sqrt(12 * 1000)."""
    rows = rows_of_events(np.arange(1000), np.zeros(1000, int), 500)
    assert len(rows) == 500
    assert abs(rows.mean() - 499.5) < 3 * 1000 / np.sqrt(12 * 1000)
    neighbours = np.count_nonzero(np.diff(rows) == 1)
    assert 200 < neighbours < 300  # 250 are expected if neighbours are independent


@given(EVENTS, st.integers(1, 250), st.integers(0, 50))
def test_a_limit_chooses_whole_events_and_the_same_share_of_each_process(
    events: list[tuple[int, int]], limit: int, more: int
) -> None:
    event, process = table(events)
    rows = rows_of_events(event, process, limit)
    assert (np.diff(rows) > 0).all()
    assert len(rows) <= limit
    assert not set(event[rows]) & set(np.delete(event, rows))
    assert set(rows) <= set(rows_of_events(event, process, limit + more))
    assert len(rows) == len(event) or len(rows) > limit - 6  # the next event, of up to 6 jets, did not fit
    sizes = {p: [jets for jets, of in events if of == p] for p in np.unique(process)}
    if limit >= sum(min(jets) for jets in sizes.values()):
        assert set(process[rows]) == set(process)
    # all processes have the same share, to within half an event, apart from the one event that each is guaranteed
    taken = {p: np.count_nonzero(process[rows] == p) for p in sizes}
    half = {p: max(jets) / 2 for p, jets in sizes.items()}
    several = [p for p in sizes if len(set(event[rows][process[rows] == p])) > 1]
    most = [(taken[p] - half[p]) / sum(sizes[p]) for p in several]
    least = [(taken[p] + half[p]) / sum(sizes[p]) for p in sizes if taken[p] < sum(sizes[p])]
    assert max(most, default=0) <= min(least, default=1) + 1e-12


@given(EVENTS, st.integers(1, 250), st.randoms())
def test_the_order_of_the_file_does_not_change_which_events_are_chosen(events, limit, random) -> None:
    event, process = table(events)
    order = np.array(random.sample(range(len(event)), len(event)))
    rows = rows_of_events(event, process, limit)
    moved = rows_of_events(event[order], process[order], limit)
    assert set(event[rows]) == set(event[order][moved])


@pytest.mark.parametrize(("count", "limit"), [(0, 5), (5, 5), (3, 10), (1000, 100)])
def test_some_rows_rise_and_a_larger_choice_contains_a_smaller_one(count: int, limit: int) -> None:
    rows = some_rows(count, limit)
    assert len(rows) == min(count, limit)
    assert (np.diff(rows) > 0).all()
    assert set(some_rows(count, limit // 2)) <= set(rows) <= set(range(count))


def test_some_rows_are_of_all_processes() -> None:
    """1000 of 10,000 rows, counted in ten blocks: 100 per block, with an error of 9.5."""
    blocks = np.bincount(some_rows(10_000, 1000) // 1000, minlength=10)
    assert (abs(blocks - 100) < 4 * 9.5).all()

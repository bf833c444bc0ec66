import pytest

from codesign.sweep.stopping import Stopped, Stopper, scores
from tests.fake_runs import fake_design, fake_jets, trained

EPOCHS = 9
GOOD = [[0.5 + 0.04 * epoch + 0.001 * rival for epoch in range(EPOCHS)] for rival in range(8)]


def epochs_until_stopped(method, curve, rivals=GOOD, warm_up=2, place=0):
    stopper = Stopper(method, warm_up, EPOCHS, rivals, place)
    for epoch, score in enumerate(curve, 1):
        try:
            stopper({"epoch": epoch, "epochs": EPOCHS, "validation_score": score})
        except Stopped:
            return epoch
    return None


@pytest.mark.parametrize("method", ["median", "hyperband"])
def test_what_falls_behind_is_stopped_and_the_best_is_not(method):
    hopeless, best = [0.3] * EPOCHS, [score + 0.1 for score in GOOD[0]]
    stopped = [epochs_until_stopped(method, hopeless, place=place) for place in range(4)]
    assert any(stopped)
    assert all(epoch is None or 2 <= epoch < EPOCHS for epoch in stopped)
    assert [epochs_until_stopped(method, best, place=place) for place in range(4)] == [None] * 4


@pytest.mark.parametrize("method", ["median", "hyperband"])
def test_the_same_rivals_give_the_same_answer(method):
    middling = [0.5 + 0.01 * epoch for epoch in range(EPOCHS)]
    assert len({epochs_until_stopped(method, middling, place=3) for _ in range(3)}) == 1


def test_without_enough_rivals_nothing_is_stopped():
    assert epochs_until_stopped("median", [0.0] * EPOCHS, rivals=GOOD[:3]) is None


def test_the_reason_says_when_and_behind_what():
    stopper = Stopper("median", 2, EPOCHS, GOOD, 0)
    stopper({"epoch": 1, "epochs": EPOCHS, "validation_score": 0.1})
    with pytest.raises(Stopped, match=r"after epoch 2 of 9 at a validation score of 0\.1000, behind .* \(median\)"):
        stopper({"epoch": 2, "epochs": EPOCHS, "validation_score": 0.1})


def test_scores_are_those_of_a_finished_or_stopped_training(tmp_path):
    run = trained(tmp_path / "run", fake_design(fake_jets(tmp_path)))
    assert scores(run) == [0.9 - 0.2 / n for n in range(1, 6)]
    (run.folder / "history.json").unlink()
    assert scores(run) == []
    run.write("stopped.json", {"why": "", "epochs": [{"validation_score": 0.5}]})
    assert scores(run) == [0.5]

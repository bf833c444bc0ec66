"""What both training loops show a network of the jets."""

from dataclasses import replace

import numpy as np
import pytest

from codesign.design.heads import LOGITS
from codesign.design.training import Training
from codesign.jets.mirror import mirrors
from codesign.training.frontends import keras_training, torch_training
from tests.training.frontends.synthetic import FEATURES, synthetic_jets

JETS = synthetic_jets(1000, 4)
MIRRORED = replace(JETS, turned=mirrors(FEATURES))
LOOPS = pytest.mark.parametrize("loop", [keras_training, torch_training], ids=["keras", "torch"])


def epochs(loop, jets, number, seed=3):
    batches = loop._Batches(jets, Training(batch_size=250, seed=seed), {LOGITS: keras_training.TAGGER[LOGITS]})
    return [np.concatenate([np.asarray(batch[0]) for batch in batches.epoch()]) for _ in range(number)]


@LOOPS
def test_mirror_images_are_of_the_same_jets_in_the_same_order(loop):
    plain, seen = epochs(loop, JETS, 2), epochs(loop, MIRRORED, 2)
    for before, after in zip(plain, seen, strict=True):
        assert (np.abs(before) == np.abs(after)).all()
        changed = (before != after).any(axis=1)
        assert changed.mean(axis=0).tolist() == pytest.approx([0, 0.5, 0.5, 0], abs=0.08)


@LOOPS
def test_each_epoch_has_images_of_its_own_and_the_seed_decides(loop):
    first, second = epochs(loop, MIRRORED, 2)
    assert (np.sort(first.ravel()) != np.sort(second.ravel())).any()
    again = epochs(loop, MIRRORED, 2)
    assert (first == again[0]).all()
    assert (second == again[1]).all()
    other = epochs(loop, MIRRORED, 1, seed=4)[0]
    assert (first != other).any()


@LOOPS
def test_the_jets_themselves_stay(loop):
    before = JETS.x.copy()
    epochs(loop, MIRRORED, 1)
    assert (JETS.x == before).all()

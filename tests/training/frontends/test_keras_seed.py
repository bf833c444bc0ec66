import random

import numpy as np
import pytest

from codesign.training.frontends import frontend
from codesign.training.frontends.keras_seed import seeded

frontend("hgq")  # before Keras, for its backend
import keras  # noqa: E402


class Disturbing(keras.initializers.Initializer):
    """As another thread that draws from Python's generator in the middle of a build."""

    def __call__(self, shape, dtype=None):
        random.random()
        return keras.ops.zeros(shape)


def weights(disturbed, context):
    with context:
        model = keras.Sequential([keras.Input((4,))])
        for _ in range(3):
            model.add(keras.layers.Dense(3, bias_initializer=Disturbing() if disturbed else "zeros"))
    return np.concatenate([keras.ops.convert_to_numpy(w).ravel() for w in model.weights])


def test_what_others_draw_changes_nothing():
    keras.utils.set_random_seed(5)
    plain = weights(False, seeded(5))
    assert (weights(True, seeded(5)) == plain).all()
    assert (weights(False, seeded(6)) != plain).any()


class Unguarded:
    def __enter__(self):
        keras.utils.set_random_seed(5)

    def __exit__(self, *_):
        pass


def test_the_numbers_are_those_of_keras_and_unguarded_they_would_change():
    assert (weights(False, Unguarded()) == weights(False, seeded(5))).all()
    assert (weights(True, Unguarded()) != weights(False, seeded(5))).any()


def test_keras_has_its_generator_back_after_an_error():
    from keras.src.random import seed_generator

    with pytest.raises(ValueError, match="mid"), seeded(1):
        raise ValueError("mid")
    assert seed_generator.python_random is random

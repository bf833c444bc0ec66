"""Initial weights that depend only on a seed, whatever else the process does.

Keras draws the seeds of its initializers from Python's global `random`, from which the other threads of a Dask worker
draw too. While a model is built, Keras therefore gets its own generator, which gives the same numbers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import keras
from keras.src.random import seed_generator


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Context with the effect of `keras.utils.set_random_seed(seed)` for models that are built inside."""
    keras.utils.set_random_seed(seed)
    shared = seed_generator.python_random
    seed_generator.python_random = random.Random(seed)
    try:
        yield
    finally:
        seed_generator.python_random = shared

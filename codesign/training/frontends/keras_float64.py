"""Keras in float64, which holds sums of 53 bits where float32 holds 24."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keras


@contextmanager
def float64() -> Iterator[None]:
    """Layers that are built or called inside compute in float64; QKeras's cast to Keras's default type."""
    floatx, policy = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    try:
        yield
    finally:
        keras.config.set_floatx(floatx)
        keras.config.set_dtype_policy(policy)

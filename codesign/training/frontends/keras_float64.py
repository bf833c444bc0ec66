"""Keras in float64, in which sums are exact up to 53 bits and not only up to the 24 bits of float32."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keras


@contextmanager
def float64() -> Iterator[None]:
    """Context in which layers are built and called in float64.

    It is needed for calls too, because QKeras's layers cast to Keras's default type.
    """
    floatx, policy = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    try:
        yield
    finally:
        keras.config.set_floatx(floatx)
        keras.config.set_dtype_policy(policy)

"""Settings for all tests, made before any of them imports a framework."""

import os

from hypothesis import settings

import codesign.training.frontends  # noqa: F401  keeps Triton away from TensorFlow, for tests that import torch themselves too

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["MPLBACKEND"] = "Agg"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
# a developer's own calibration changes no test
os.environ["XDG_DATA_HOME"] = os.devnull
os.environ.pop("CODESIGN_CALIBRATION", None)

# Timings never decide a test; CI tries the same examples each time, a developer's machine new ones.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

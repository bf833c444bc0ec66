"""Training frameworks, chosen by name and imported when used.

A frontend is a module with
    build(graph, precision, port, sample, seed) -> model      the Graph as a trainable model
    fit(model, train, validation, training, pruning, report)  train it in place
    predict(model, x) -> {output name: values}                what the framework computes, inference mode
    freeze(model) -> FixedNet                                 the waist
    save(model, path) / load(model, path)                     its weights
"""

import os
from importlib import import_module
from types import ModuleType

from codesign.errors import FrontendError

FRONTENDS = {"hgq": "codesign.frontends.hgq"}


def frontend(name: str) -> ModuleType:
    """The module of a frontend; FrontendError for an unknown name."""
    if name not in FRONTENDS:
        raise FrontendError(f"frontend {name!r} is unknown; use one of {', '.join(FRONTENDS)}")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow's start-up notes say nothing about the design
    # one thread each: sums come in one order, and designs train side by side
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
    os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
    return import_module(FRONTENDS[name])

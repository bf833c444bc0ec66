"""Training frameworks, chosen by name and imported when used.

A frontend is a module with
    build(graph, precision, port, sample, seed) -> model      the Graph as a trainable model
    fit(model, train, validation, training, pruning, report, heads, checkpoint)   train it in place
    predict(model, x) -> {output name: values}                what the framework computes, inference mode
    freeze(model) -> FixedNet                                 the waist
    save(model, path) / load(model, path)                     its weights
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

from codesign.base import extras
from codesign.design.frontends import FRONTENDS
from codesign.errors import FrontendError

# Torch's CUDA builds bring Triton, and import it late. Its LLVM ends a process that has loaded TensorFlow's with a
# segmentation fault; nothing here runs on a GPU. `None` makes torch take it as not installed.
sys.modules.setdefault("triton", None)  # type: ignore[arg-type]


def frontend(name: str) -> ModuleType:
    """The module of a frontend; FrontendError for an unknown name, or where its packages are not installed."""
    if name not in FRONTENDS:
        raise FrontendError(f"frontend {name!r} is unknown; use one of {', '.join(FRONTENDS)}")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow's start-up notes say nothing about the design
    # one thread each: sums come in one order, and designs train side by side
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
    os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
    try:
        with _stderr_only_of_failures():
            return import_module(FRONTENDS[name])
    except ModuleNotFoundError as error:
        raise FrontendError(extras.missing(f"the frontend {name!r}", name, error.name)) from None


@contextmanager
def _stderr_only_of_failures() -> Iterator[None]:
    """Keeps what TensorFlow's C++ writes while it loads, which no setting silences, unless loading fails."""
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as notes:
        os.dup2(notes.fileno(), 2)
        try:
            yield
        except (FrontendError, ModuleNotFoundError):  # a package that is missing, and nothing that TensorFlow explains
            raise
        except BaseException:
            notes.seek(0)
            os.write(kept, notes.read())
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)

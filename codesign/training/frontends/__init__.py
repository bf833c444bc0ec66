"""Training frameworks, chosen by name and imported on first use.

A frontend is a module with
    build(graph, precision, port, sample, seed) -> model      makes the Graph a trainable model
    fit(model, train, validation, training, pruning, report, heads, checkpoint)   trains it in place
    predict(model, x) -> {output name: values}                runs the framework in inference mode
    freeze(model) -> FixedNet                                 converts it to the frozen net
    save(model, path) / load(model, path)                     writes and reads its weights
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

from codesign.base import extras
from codesign.base.config import unknown
from codesign.design.frontends import EXTRAS, FRONTENDS
from codesign.errors import FrontendError

# Torch's CUDA builds include Triton, and import it late. Its LLVM causes a segmentation fault in a process that has
# loaded TensorFlow's; nothing here runs on a GPU. `None` makes torch treat it as not installed.
sys.modules.setdefault("triton", None)  # type: ignore[arg-type]


def frontend(name: str) -> ModuleType:
    """The module of a frontend; FrontendError for an unknown name, or if its packages are not installed."""
    if name not in FRONTENDS:
        raise FrontendError(unknown("frontend", name, FRONTENDS))
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow's start-up messages do not concern the design
    # one thread each: a fixed order of sums; designs train side by side anyway
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
    os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
    try:
        with _stderr_only_of_failures():
            return import_module(FRONTENDS[name])
    except ModuleNotFoundError as error:
        raise FrontendError(extras.missing(f"the frontend {name!r}", EXTRAS.get(name, name), error.name)) from None


@contextmanager
def _stderr_only_of_failures() -> Iterator[None]:
    """Hides the messages of TensorFlow's C++ while it loads, which no setting silences, unless loading fails."""
    sys.stderr.flush()
    stderr = os.dup(2)
    with tempfile.TemporaryFile() as notes:
        os.dup2(notes.fileno(), 2)
        try:
            yield
        except (FrontendError, ModuleNotFoundError):  # a missing package, about which TensorFlow's output says nothing
            raise
        except BaseException:
            notes.seek(0)
            os.write(stderr, notes.read())
            raise
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)

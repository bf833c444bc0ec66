"""Every error codesign raises on purpose.

    CodesignError
    ├── ConfigError        a YAML file: unknown key, wrong type, wrong unit
    ├── JetsError          a jets file or a simulation request
    ├── NetError           a Graph or FixedNet that cannot be built, saved or loaded
    │   └── ExactnessError   a tensor too wide for exact arithmetic
    ├── FrontendError      a training framework that cannot do exactly what it is told to do
    ├── BackendError       conversion, compilation or a tool that failed or substituted
    │   ├── ReportError      a tool's report that is missing or incomplete
    │   └── VendorError      a vendor's tool that is absent or failed, with the name of its outcome
    └── RunError           a run folder: a missing or broken stage

A message says what was wrong, where (file, key, line) and what to do next.
"""

from collections.abc import Iterator
from contextlib import contextmanager


class CodesignError(Exception):
    """Base of all errors shown to the user without a traceback."""


class ConfigError(CodesignError):
    """A YAML file with unknown or missing keys, or values of the wrong type or unit."""


class JetsError(CodesignError):
    """A jets file that cannot be read, or a simulation that cannot be run."""


class NetError(CodesignError):
    """A Graph or FixedNet that is inconsistent."""


class ExactnessError(NetError):
    """Arithmetic that needs more bits than the reference can hold exactly."""


class FrontendError(CodesignError):
    """A model that a training framework cannot hand over exactly."""


class BackendError(CodesignError):
    """A conversion, a compiler or a vendor tool that failed or substituted something for what it was told to do."""


class ReportError(BackendError):
    """A tool's report that is missing, incomplete, or not the kind of report that its name says."""


class VendorError(BackendError):
    """A vendor's tool that is absent or failed. outcome: one of `codesign.runs.synthesis.outcomes.OUTCOMES`."""

    def __init__(self, outcome: str, message: str) -> None:
        super().__init__(f"{outcome}: {message}")
        self.outcome = outcome


class RunError(CodesignError):
    """A run folder whose stages are missing or broken."""


class Notice(UserWarning):
    """What a user should know while the work goes on; the command line prints it as one line."""


@contextmanager
def about(place: object) -> Iterator[None]:
    """Errors of codesign that are raised inside begin with the file, or the file and the key, that they are about."""
    try:
        yield
    except CodesignError as error:
        if str(place) not in str(error):
            error.args = (f"{place}: {error}",)
        raise


def first_line(error: BaseException) -> str:
    """The first line of the message of an error that other code raised, or its type if it has none."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]

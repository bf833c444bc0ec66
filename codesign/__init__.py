"""FPGA trigger-ML co-design: jets in, verified and budgeted firmware out.

The names below are all that a script or a notebook usually needs. Each is imported when it is first used, so that
`import codesign` takes no time and loads no framework.

    run = codesign.train("configs/taggers/deep_set.yaml", "runs/mine")   # or codesign.Run.open("runs/mine")
    codesign.freeze(run)
    run.metrics["score"]                       # {"name": "macro AUC", "value": ..., "error": ...}
    scores = run.scores()                      # y and the outputs of each head, on the test jets
    outputs = run.net.run(run.features())      # what the firmware computes, bit for bit
    codesign.Sweep.open("runs/demo").table()   # a pandas DataFrame with one row per design

Verdict, Budget      whether a design fits, and the limits it is held against (`run.verdict`)
FixedNet, Graph      the frozen network, and its operations without numbers
FixedPoint           the type of a tensor: sign, integer and fraction bits, rounding and overflow
Design               everything that decides a firmware; `Run` is the folder of what has been made from it
load_dataset         training, validation and test arrays from a jets file; open_jets gives its tables as they are
CodesignError        base of all errors that codesign raises on purpose
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from codesign import moved

if TYPE_CHECKING:
    from codesign.cost.budget import Budget, Verdict
    from codesign.design.design import Design
    from codesign.errors import CodesignError
    from codesign.jets.dataset import load_dataset
    from codesign.jets.store import open_jets
    from codesign.net.fixednet import FixedNet
    from codesign.net.fixedpoint import FixedPoint
    from codesign.net.graph import Graph
    from codesign.runs.run import Run
    from codesign.sweep.state import Sweep
    from codesign.training.script import freeze, train

__version__ = "0.1.0"
__all__ = [
    "Budget",
    "CodesignError",
    "Design",
    "FixedNet",
    "FixedPoint",
    "Graph",
    "Run",
    "Sweep",
    "Verdict",
    "freeze",
    "load_dataset",
    "open_jets",
    "train",
]

_HOMES = {
    "Budget": "codesign.cost.budget",
    "CodesignError": "codesign.errors",
    "Design": "codesign.design.design",
    "FixedNet": "codesign.net.fixednet",
    "FixedPoint": "codesign.net.fixedpoint",
    "Graph": "codesign.net.graph",
    "Run": "codesign.runs.run",
    "Sweep": "codesign.sweep.state",
    "Verdict": "codesign.cost.budget",
    "freeze": "codesign.training.script",
    "load_dataset": "codesign.jets.dataset",
    "open_jets": "codesign.jets.store",
    "train": "codesign.training.script",
}


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names too, for tab completion."""
    return sorted({*globals(), *__all__})


moved.install()

"""A sweep: many designs from one question, the cheap gates first, and the survivors turned into firmware.

config.py    what is asked: axes, search, gates, limits, cluster
state.py     the sweep's folder: run folders, and why each design went no further
folders.py   what the run folders are called, and how they are found
search.py    which designs to try next: a grid, random ones, or Optuna's
gates.py     what is dropped, where and why
trial.py     one design in a worker: its record, its log, its limits
cluster.py   Dask workers on this machine, or on HTCondor or Slurm
engine.py    the whole, which can be killed anywhere and started again
"""

from codesign.sweep.config import SweepConfig
from codesign.sweep.state import SWEEP, Gate, Sweep, progress

__all__ = ["SWEEP", "Gate", "Sweep", "SweepConfig", "progress"]

"""A sweep trains many designs from one config, drops most of them at cheap gates, and makes firmware of the survivors.

config.py    the sweep config: axes, search, gates, limits, cluster
state.py     the sweep's folder: run folders, and the gate that stopped each design
folders.py   how run folders are named and found again
search.py    which designs to try next: a grid, random points, or Optuna's proposals
gates.py     which designs are dropped, at which gate and why
trial.py     one design in a worker: its record, its log, its limits
cluster.py   Dask workers on this machine, or on HTCondor or Slurm
engine.py    runs a whole sweep, which can be killed at any point and started again
"""

from codesign.sweep.config import SweepConfig
from codesign.sweep.state import SWEEP, Gate, Sweep, progress

__all__ = ["SWEEP", "Gate", "Sweep", "SweepConfig", "progress"]

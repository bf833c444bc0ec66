"""FPGA trigger-ML co-design: jets in, verified and budgeted firmware out."""

from codesign import moved

__version__ = "0.1.0"

moved.install()

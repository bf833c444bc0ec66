"""FPGA trigger-ML co-design: jets in, verified and budgeted firmware out."""

__version__ = "0.1.0"

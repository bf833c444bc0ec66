"""Vendor tools where they exist: found, run under limits, and their reports read.

tools.py      finds Vitis HLS and Vivado, and their versions
execute.py    runs a tool with a time limit and a live log
logs.py       what a log says went wrong, by name
tables.py     rows, cells and numbers of text reports
csynth.py cosim.py utilisation.py timing.py    one kind of report each
results.py    a Result of one stage, with the figures it gives
bands.py      how far csynth's estimate is from what Vivado makes of it
jobs.py       what a stage works on, its Tcl and its sources
flow.py       the stages csynth, cosim and vsynth of a run
calibrate.py  a site's own reports, kept append-only
"""

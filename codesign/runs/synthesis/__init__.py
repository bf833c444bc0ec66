"""Vendor tools, where they are installed: finding them, running them under limits, and reading their reports.

tools.py      finds Vitis HLS and Vivado, and their versions
execute.py    runs a tool with a time limit and a live log
logs.py       the cause of a failure, from the tool's log
outcomes.py   the ways in which a stage can end
tables.py     rows, cells and numbers of text reports
csynth.py cosim.py utilisation.py timing.py    one kind of report each
results.py    a Result of one source, with its figures
readers.py    from the reports of a job to a Result
bands.py      how far estimates are from Vivado's counts
jobs.py       the sources, settings and Tcl of a stage
stages.py     the stages csynth, cosim and vsynth of a run
verdict.py    the verdict on a run
calibrate.py  a site's own pairs of reports, append-only; site.py finds their file
"""

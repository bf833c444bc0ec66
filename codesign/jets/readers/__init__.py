"""Jets from the files of other programs.

`data/*.yaml` say what each kind of file holds (`source.py` is their form), `containers.py` opens ROOT, HDF5, Parquet
and scouting dumps, `candidates.py` makes one list of candidates of their arrays, `events.py` finds the jets of whole
events, and `convert.py` writes the jets file. Nothing here knows a network.
"""

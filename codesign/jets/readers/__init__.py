"""Jets from the files of other programs.

`data/*.yaml` say what each kind of file holds (`source.py` is their form), `containers.py` opens ROOT, HDF5 and
Parquet, `candidates.py` makes one list of candidates of their arrays, and `convert.py` writes the jets file. Nothing
here knows a network.
"""

"""Bad files and options against the command line: `make fuzz`.

    python -m tests.fuzzing --inputs 1000 --seed 3      a run over all kinds of input
    python -m tests.fuzzing --seed 3 --only metrics:17   one input again, with all that the command printed

An input is decided by the seed, its kind and its number alone. It is a copy of a good folder in which one file is
damaged, or a command line with a bad value. A finding is whatever the command line must never do with it: a traceback,
an undocumented exit code, death by a signal, no end, an error that does not name the file or the option, or the
acceptance of what makes no sense.
"""

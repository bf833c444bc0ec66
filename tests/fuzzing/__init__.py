"""Fuzzing of the command line with bad files and options: `make fuzz`.

    python -m tests.fuzzing --inputs 1000 --seed 3       # all kinds of input
    python -m tests.fuzzing --seed 3 --only metrics:17   # one input again, with all output of the command

The seed, the kind and the number determine an input completely. It is a copy of a good folder with one damaged file,
or a command line with a bad value. A finding is something that the command line must never do: a traceback, an
undocumented exit code, death by a signal, a hang, an error that does not name the file or the option, or the acceptance
of a value that makes no sense.
"""

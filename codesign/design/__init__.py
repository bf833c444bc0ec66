"""What the YAML of a design may ask, the architectures as Graphs, and the names of the frontends.

Imports jets and net; never a framework.
"""

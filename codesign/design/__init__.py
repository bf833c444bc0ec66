"""The settings of a design's YAML file, the architectures as Graphs, and the names of the frontends.

Imports jets and net; never a framework.
"""

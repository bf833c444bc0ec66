"""Collisions to jets: Pythia, the detector, PUPPI, jets and the labels.

Needs the extra `simulate`. Only the command line imports it.
"""

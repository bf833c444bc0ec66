"""Collisions to jets: Pythia, the detector, PUPPI, the seeded cone and the labels.

Needs the extra `simulate`. Only the command line imports it.
"""

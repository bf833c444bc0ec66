"""Collisions to jets: Pythia, the detector, PUPPI, the seeded cone and the labels.

Needs the extra `simulate`. Nothing imports it but the command line.
"""

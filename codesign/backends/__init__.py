"""A FixedNet as firmware, one folder a target, and the port of PUPPI words that stands in front of both.

Never imports a design, a run or a framework.
"""

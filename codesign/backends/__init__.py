"""A FixedNet as firmware: one folder per target, and the port of PUPPI words that both targets share.

Never imports a design, a run or a framework.
"""

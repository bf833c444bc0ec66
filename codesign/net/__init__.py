"""The waist: types, operations, Graph, FixedNet, its reference, agreement and golden vectors.

Imports base and errors only; never jets, a framework or a backend.
"""

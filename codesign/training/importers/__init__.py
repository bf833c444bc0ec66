"""Importers of the user's own models: a `.keras` file of HGQ2 or QKeras layers, or a torch module of Brevitas layers.

An importer walks the model, layer by layer, and builds a Graph and a FixedNet. The result is a run like any other.
"""

import codesign.training.frontends  # noqa: F401  keeps Triton away from TensorFlow

"""Models that were not built here: a `.keras` file of HGQ2 or QKeras layers, or a torch module of Brevitas layers.

An importer walks the model, layer by layer, into a Graph and a FixedNet. From there on it is a run like any other.
"""

import codesign.training.frontends  # noqa: F401  keeps Triton away from TensorFlow

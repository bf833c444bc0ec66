"""The stages above the waist: frontends, importers, teacher and metrics.

The only room that imports Keras, TensorFlow or torch.
"""

"""The stages above the waist: frontends, importers, teacher and metrics.

No other room imports Keras, TensorFlow or torch.
"""

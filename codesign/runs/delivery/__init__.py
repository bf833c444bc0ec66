"""What leaves a run: model card, shipped folder and bundle."""

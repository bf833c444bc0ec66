"""What a run hands to others: model card, shipped folder and bundle."""

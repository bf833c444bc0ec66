"""Jets: collisions or files -> PUPPI words -> 16 candidates -> integer features, labels, targets."""

"""The names of the training frameworks and what a design must know of them, without importing any."""

FRONTENDS = {  # name -> module, which is imported when it is used
    "hgq": "codesign.training.frontends.hgq",
    "qkeras": "codesign.training.frontends.qkeras",
    "brevitas": "codesign.training.frontends.brevitas",
    "xgboost": "codesign.training.frontends.xgboost",
}
OF_TREES = "xgboost"  # the only one that trains trees, and trains nothing else
IN_FLOAT64 = ("qkeras", "brevitas")  # `predict` of these does not round sums to the 24 bits of float32

EXTRAS = {"xgboost": "trees"}  # where the extra that brings a framework has another name

_WEIGHTS = {"brevitas": "model.weights.pt", "xgboost": "model.weights.json"}


def trains(frontend: str, architecture: str) -> bool:
    """Whether a frontend can train an architecture: xgboost trains trees, and the others train networks."""
    return (frontend == OF_TREES) == (architecture == "trees")


def weights_file(name: str) -> str:
    """Name of the file in a run folder with a frontend's weights; Keras requires its own suffix."""
    return _WEIGHTS.get(name, "model.weights.h5")

"""Taggers and regressors as Graphs: one function an architecture.

The candidates arrive sorted by pT. `deep_set` does not see that order, `mlp` does.
"""

from collections.abc import Callable, Sequence

from codesign.errors import NetError
from codesign.graph import Dense, Flatten, Graph, Input, Op, Pool, Quantize, Relu


def deep_set(
    candidates: int,
    features: int,
    outputs: int,
    phi: Sequence[int] = (32, 32),
    rho: Sequence[int] = (32, 16),
    pooling: str = "mean",
) -> Graph:
    """Particle flow network (Komiske, Metodiev, Thaler, arXiv:1810.05165): phi on each candidate, a pool, then rho.

    phi, rho: widths of the hidden layers; pooling: "mean" or "sum" over the candidates.
    """
    if pooling not in ("mean", "sum"):
        raise NetError(f"pooling {pooling!r} is unknown; use 'mean' or 'sum'")
    ops: list[Op] = [Input("candidates", (), (candidates, features)), Quantize("inputs", ("candidates",))]
    last = _hidden(ops, "phi", phi, "inputs")
    ops.append(Pool("pool", (last,), pooling))  # type: ignore[arg-type]
    last = _hidden(ops, "rho", rho, "pool")
    ops.append(Dense("logits", (last,), outputs))
    return Graph(tuple(ops), ("logits",))


def mlp(candidates: int, features: int, outputs: int, hidden: Sequence[int] = (64, 32, 32)) -> Graph:
    """Dense layers on all candidates side by side; `hidden`: their widths."""
    ops: list[Op] = [
        Input("candidates", (), (candidates, features)),
        Flatten("flat", ("candidates",)),
        Quantize("inputs", ("flat",)),
    ]
    last = _hidden(ops, "hidden", hidden, "inputs")
    ops.append(Dense("logits", (last,), outputs))
    return Graph(tuple(ops), ("logits",))


ARCHITECTURES: dict[str, Callable[..., Graph]] = {"deep_set": deep_set, "mlp": mlp}


def _hidden(ops: list[Op], prefix: str, widths: Sequence[int], last: str) -> str:
    """Appends Dense and Relu for each width; returns the name of the last tensor."""
    for index, width in enumerate(widths):
        ops.append(Dense(f"{prefix}{index}", (last,), width))
        ops.append(Relu(f"{prefix}{index}_relu", (f"{prefix}{index}",)))
        last = f"{prefix}{index}_relu"
    return last

"""The jets that a run's design names, as the network reads them; or random inputs for an imported model."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from codesign.design import RANDOM
from codesign.fixednet import FixedNet
from codesign.fixedpoint import FixedPoint, Float
from codesign.heads import LOGITS
from codesign.jets.dataset import SHIPPED, Datasets, load_dataset
from codesign.run import Run

CONTRACT_JETS = 10_000  # the exactness contract's least number of real jets


def datasets(run: Run, candidates: int | None = None) -> Datasets:
    """Training, validation and test jets of a run's design; with more candidates for a teacher.

    The last ones read stay in memory, since designs of one process mostly share their jets: do not write to them.
    """
    jets = run.design.jets
    path = SHIPPED if jets.file == "shipped" else Path(jets.file)
    state = path.stat() if path.exists() else None
    return _read(
        jets.file,
        state and (state.st_mtime_ns, state.st_size),
        jets.table,
        jets.features,
        candidates or jets.candidates,
        jets.classes,
        tuple(name for name in run.design.heads if name != LOGITS),
        jets.candidates,
        jets.max_jets,
    )


@lru_cache(maxsize=1)
def _read(
    file: str,
    state: tuple[int, int] | None,
    table: str,
    features: str,
    candidates: int,
    classes: tuple[str, ...],
    responses: tuple[str, ...],
    target_candidates: int,
    max_jets: int | None,
) -> Datasets:
    """state: of the file, so that one that was written again is read again."""
    return load_dataset(
        file,
        table,
        features,
        candidates,
        classes,
        responses=responses,
        target_candidates=target_candidates,
        max_jets=max_jets,
    )


def contract_jets(data: Datasets) -> Float:
    """(jets, candidates, features) the test jets, and others after them up to the contract's number."""
    missing = max(CONTRACT_JETS - len(data.test), 0)
    some = data.validation.x[:missing], data.train.x[: max(missing - len(data.validation), 0)]
    return np.concatenate([data.test.x, *some], dtype=np.float64)


def contract_of(run: Run) -> Float:
    """(jets, *port shape) the jets that witnesses of a run are compared on, or as many random inputs of its port."""
    return random_inputs(run.net) if run.design.jets.file == RANDOM else contract_jets(datasets(run))


def random_inputs(net: FixedNet, seed: int = 0) -> Float:
    """(CONTRACT_JETS, *port shape) values of all magnitudes that the port's type holds."""
    port, size = net.types[net.port.name], net.port.size
    low, high = (np.broadcast_to(bound, size) for bound in (port.low, port.high))
    rng = np.random.default_rng(seed)
    shrink = np.ldexp(1.0, -rng.integers(0, 8, size=(CONTRACT_JETS, *(1 for _ in size))))
    within = FixedPoint(port.signed, port.integer, port.fraction, "RND", "SAT")
    return within.cast(rng.uniform(low, high, (CONTRACT_JETS, *size)) * shrink)

"""The jets that a run's design names, as the network reads them; or random inputs for an imported model."""

import numpy as np

from codesign.design import RANDOM
from codesign.fixednet import FixedNet
from codesign.fixedpoint import FixedPoint, Float
from codesign.heads import LOGITS
from codesign.jets.dataset import Datasets, load_dataset
from codesign.run import Run

CONTRACT_JETS = 10_000  # the exactness contract's least number of real jets


def datasets(run: Run, candidates: int | None = None) -> Datasets:
    """Training, validation and test jets of a run's design; with more candidates for a teacher."""
    jets = run.design.jets
    responses = [name for name in run.design.heads if name != LOGITS]
    data = load_dataset(
        jets.file,
        jets.table,
        jets.features,
        candidates or jets.candidates,
        jets.classes,
        responses=responses,
        target_candidates=jets.candidates,
    )
    return data if jets.max_jets is None else data.first(jets.max_jets)


def contract_jets(data: Datasets) -> Float:
    """(jets, candidates, features) the test jets, and others after them up to the contract's number."""
    x = np.concatenate([data.test.x, data.validation.x, data.train.x])
    return x[: max(CONTRACT_JETS, len(data.test))].astype(np.float64)


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

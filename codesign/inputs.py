"""The jets that a run's design names, as the network reads them."""

import numpy as np

from codesign.fixedpoint import Float
from codesign.heads import LOGITS
from codesign.jets.dataset import Datasets, load_dataset
from codesign.run import Run

CONTRACT_JETS = 10_000  # the exactness contract's least number of real jets


def datasets(run: Run) -> Datasets:
    """Training, validation and test jets of a run's design."""
    jets = run.design.jets
    responses = [name for name in run.design.heads if name != LOGITS]
    data = load_dataset(jets.file, jets.table, jets.features, jets.candidates, jets.classes, responses=responses)
    return data if jets.max_jets is None else data.first(jets.max_jets)


def contract_jets(data: Datasets) -> Float:
    """(jets, candidates, features) the test jets, and others after them up to the contract's number."""
    x = np.concatenate([data.test.x, data.validation.x, data.train.x])
    return x[: max(CONTRACT_JETS, len(data.test))].astype(np.float64)

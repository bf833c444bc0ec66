"""The inputs of a run's network: the jets that its design names, or random inputs for an imported model."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from codesign.base.config import Source, read_source
from codesign.design.design import RANDOM, Design, JetsConfig
from codesign.design.heads import LOGITS
from codesign.errors import about
from codesign.jets.dataset import Datasets, load_dataset, require_classes
from codesign.jets.store import open_jets, path_of
from codesign.net.agreement import CONTRACT_INPUTS, FILLED, JETS, OTHER_JETS, Contract
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint, Float
from codesign.runs.run import DESIGN, Run

_JETS_FILE = ("jets", "file")


def datasets(run: Run, candidates: int | None = None) -> Datasets:
    """Training, validation and test jets of a run's design. candidates: if a teacher reads more than the design does.

    The last jets read stay in memory, since the designs of a process mostly share them: do not write to the arrays.
    """
    jets = run.design.jets
    responses = tuple(name for name in run.design.heads if name != LOGITS)
    state = state_of(jets.file)
    if state is None:
        require_jets(run.design, read_source(run.folder / DESIGN))
    return _read(jets, responses, candidates or jets.candidates, state)


def require_jets(design: Design, source: Source) -> None:
    """JetsError that names the key that asks for the jets, and its file and line, if their file cannot be opened.

    The same if it has not the table or a class of the design.
    """
    jets = design.jets
    with about(f"{source.at(_JETS_FILE)}: {'.'.join(_JETS_FILE)}"):
        file = open_jets(jets.file)
    with about(f"{source.at(('jets', 'table'))}: jets.table"):
        file.table(jets.table)
    with about(source.at(("jets", "classes"))):
        require_classes(jets.table, jets.classes, file.labels(jets.table))


def state_of(jets_file: str) -> tuple[int, int] | None:
    """Modification time and size of a jets file, for caches to tell whether it was rewritten; None if it is missing."""
    path = path_of(jets_file)
    state = path.stat() if path.exists() else None
    return state and (state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _read(jets: JetsConfig, responses: tuple[str, ...], candidates: int, state: tuple[int, int] | None) -> Datasets:
    return load_dataset(
        jets.file,
        jets.table,
        feature_set=jets.features,
        candidates=candidates,
        classes=jets.classes,
        responses=responses,
        target_candidates=jets.candidates,
        max_jets=jets.max_jets,
    )


def contract_jets(data: Datasets) -> dict[str, Float]:
    """Kind -> (jets, candidates, features): all test jets, then others if these are fewer than CONTRACT_INPUTS."""
    test, others = data.test.x, np.concatenate([data.validation.x, data.train.x])
    by_kind = {JETS: test, OTHER_JETS: others[: max(CONTRACT_INPUTS - len(test), 0)]}
    return {kind: x.astype(np.float64) for kind, x in by_kind.items() if len(x)}


def contract_of(run: Run) -> Contract:
    """What the witnesses of a run are compared on: at least CONTRACT_INPUTS inputs by kind, and those that overflow.

    The sample is of real jets, topped up with random inputs if the design's file has too few; for an imported model,
    which has no jets, all are random. The last contract stays in memory, for the next witness of the same net.
    """
    return _contract(run.net, None if run.design.jets.file == RANDOM else datasets(run))


@lru_cache(maxsize=1)
def _contract(net: FixedNet, data: Datasets | None) -> Contract:
    if data is None:
        return Contract(net, {RANDOM: random_inputs(net)})
    jets = contract_jets(data)
    missing = CONTRACT_INPUTS - sum(map(len, jets.values()))
    return Contract(net, jets if missing <= 0 else jets | {FILLED: random_inputs(net, with_ends=True)[:missing]})


def joined(sample: Mapping[str, Float]) -> Float:
    """(inputs, *port shape): the inputs of all kinds, one kind after the other."""
    return np.concatenate(list(sample.values()))


def golden_of(run: Run) -> Float:
    """(inputs, *port shape): the inputs of the golden vectors, which are those of the contract without the top-up."""
    return joined({kind: x for kind, x in contract_of(run).sample.items() if kind != FILLED})


def random_inputs(net: FixedNet, seed: int = 0, *, with_ends: bool = False) -> Float:
    """(CONTRACT_INPUTS, *port shape): random values of the port's type, over eight binary orders of magnitude.

    with_ends: in every second input, a random quarter of the elements are at an end of their range.
    """
    port, size = net.types[net.port.name], net.port.size
    low, high = (np.broadcast_to(bound, size) for bound in (port.low, port.high))
    rng = np.random.default_rng(seed)
    shrink = np.ldexp(1.0, -rng.integers(0, 8, size=(CONTRACT_INPUTS, *(1 for _ in size))))
    within = FixedPoint(port.signed, port.integer, port.fraction, "RND", "SAT")
    values = within.cast(rng.uniform(low, high, (CONTRACT_INPUTS, *size)) * shrink)
    if with_ends:
        drawn = rng.integers(0, 8, values.shape)  # 0: at the low end, 1: at the high one
        drawn[::2] = -1
        values = np.where(drawn == 0, low, np.where(drawn == 1, high, values))
    return values

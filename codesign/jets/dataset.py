"""Training, validation and test arrays from a jets file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from codesign.base.choice import Rows
from codesign.errors import JetsError
from codesign.jets.choice import rows_of_events
from codesign.jets.classes import DEFAULT_CLASSES, SPLITS, UNLABELLED
from codesign.jets.features import features_of, in_chunks, types_of
from codesign.jets.mirror import mirrored
from codesign.jets.store import JetTable, open_jets
from codesign.jets.targets import Target, leading, mass_target, pt_target
from codesign.jets.weights import class_weights, response_weights
from codesign.jets.words import ANGLE_LSB, PT_LSB_GEV, SLOTS
from codesign.net.fixedpoint import FixedPoint

Weighting = Literal["class", "class_pt", "none"]


@dataclass(frozen=True, eq=False)
class Lesson:
    """A teacher's logits (jets, classes) for some jets, their weight in the loss, and the temperature."""

    logits: NDArray[np.float32]
    weight: float
    temperature: float

    def __getitem__(self, rows: slice) -> Self:
        return type(self)(self.logits[rows], self.weight, self.temperature)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Jets of one split.

    x: (jets, candidates, features) network inputs; y: (jets,) position in the class list;
    weight: (jets,) of the tagger's loss, mean 1; scalars: name -> (jets,) every scalar of the jets file;
    responses: head -> its target; response_weights: head -> (jets,) with mean 1; lesson: of the teacher, if any;
    turned: (mirrors, features) the mirrors that training applies at random, if any.
    """

    x: NDArray[np.float32]
    y: NDArray[np.int64]
    weight: NDArray[np.float32]
    scalars: Mapping[str, NDArray[Any]]
    responses: Mapping[str, Target] = field(default_factory=dict)
    response_weights: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    lesson: Lesson | None = None
    turned: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self.y)

    def __getitem__(self, rows: slice) -> Self:
        return replace(
            self,
            x=self.x[rows],
            y=self.y[rows],
            weight=self.weight[rows],
            scalars={name: values[rows] for name, values in self.scalars.items()},
            responses={name: target[rows] for name, target in self.responses.items()},
            response_weights={name: weight[rows] for name, weight in self.response_weights.items()},
            lesson=self.lesson and self.lesson[rows],
        )

    def seen(self, rows: NDArray[np.integer[Any]], random: np.random.Generator) -> NDArray[np.float32]:
        """(len(rows), candidates, features) training inputs of some jets, mirrored at random if `turned` is set."""
        x = self.x[rows]
        return x if self.turned is None else mirrored(x, self.turned, random)

    @property
    def targets(self) -> dict[str, NDArray[np.float32]]:
        """Response head -> (jets,) the factor it learns."""
        return {name: target.ratio for name, target in self.responses.items()}

    def target_of(self, head: str) -> NDArray[Any]:
        """(jets,) target in the loss of a head; with a teacher (jets, 1 + classes), its logits after y."""
        if head in self.responses:
            return self.responses[head].ratio
        return self.y if self.lesson is None else np.column_stack([self.y, self.lesson.logits]).astype(np.float32)

    def weight_of(self, head: str) -> NDArray[np.float32]:
        """(jets,) weight of each jet in the loss of a head."""
        return self.response_weights.get(head, self.weight)

    @property
    def pt_gev(self) -> NDArray[np.float32]:
        """(jets,) pT of the Level-1 jet."""
        return (self.scalars["pt"] * PT_LSB_GEV).astype(np.float32)

    @property
    def eta(self) -> NDArray[np.float32]:
        """(jets,) pseudorapidity of the Level-1 jet."""
        return (self.scalars["eta"] * ANGLE_LSB).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Datasets:
    """The three splits of one jets file, with the names and types that describe their arrays."""

    train: Dataset
    validation: Dataset
    test: Dataset
    classes: tuple[str, ...]
    features: tuple[str, ...]
    types: FixedPoint  # of x, with (features,) bit widths
    dropped: Mapping[str, int]  # number of jets left out, by class, or by "no <head>" if they lack its target
    out_of_range: Mapping[str, int]  # saturated values, by feature, over all jets of the file
    digest: str  # of the jets file's content
    processes: tuple[str, ...] = ()  # names, by position = value of the `process` column


def load_dataset(
    path: Path | str,
    table: str = "sc4",
    feature_set: str = "cms20",
    candidates: int = SLOTS,
    classes: Sequence[str] | None = None,
    weighting: Weighting = "class",
    responses: Sequence[str] = (),
    target_candidates: int | None = None,
    max_jets: int | None = None,
) -> Datasets:
    """Read a jets file, or the sample in the package if `path` is "shipped", into three splits by event.

    classes: names in the order of the network's outputs, by default all physics classes of the table; jets of other
    classes are dropped. weighting: "class" gives each class the same sum of weights; "class_pt" also gives each the
    same pT spectrum, the mean of the classes' (so that pT alone cannot separate them); "none" gives 1.
    responses: heads that need targets, of "pt_response" and "mass_response"; jets without one are dropped.
    target_candidates: how many candidates give the raw mass of a mass response, by default `candidates`.
    max_jets: maximum number of training jets, in whole events with the same share of each process (choice.py); weights
    are computed from the chosen jets.
    Raises JetsError for a broken file, an event file, more candidates than the file keeps, a NaN, an unknown class or
    feature set, a class without training jets, or an event that is in two splits.
    """
    jets = open_jets(path)
    if jets.has_whole_crossings:
        raise JetsError(
            f"{path} is an event file, as `codesign jets simulate --events` writes it: it holds all jets of every"
            " crossing, uncut, which are not for training; give the jets file that was written beside it (`-o`)"
        )
    jet_table = jets.table(table)
    if candidates > jet_table.slots:
        raise JetsError(
            f"{path} stores {jet_table.slots} candidates per jet, and {candidates} were requested; request fewer, or"
            f" simulate jets with `candidates_kept: {candidates}`"
        )
    _check_splits(path, jet_table)
    names = tuple(classes or DEFAULT_CLASSES[table])
    labels = jets.labels(table)
    y = _class_positions(path, table, jet_table, names, labels)
    dropped = _dropped(jet_table, y, labels)
    targets = {name: _target(name, jet_table, target_candidates or candidates) for name in responses}
    for name, target in targets.items():
        if lost := int(((y >= 0) & ~target.defined).sum()):
            dropped[f"no {name}"] = lost
            y = np.where(target.defined, y, -1)
    rows = [np.flatnonzero((jet_table.scalar("split") == number) & (y >= 0)) for number in range(len(SPLITS))]
    if max_jets is not None:
        event, process = (jet_table.scalar(name)[rows[0]] for name in ("event", "process"))
        rows[0] = rows[0][rows_of_events(event, process, max_jets)]
    _check_trained(path, names, y[rows[0]], max_jets)
    inputs, out_of_range = _inputs(jet_table, rows, feature_set, candidates)
    train, validation, test = (
        _split(jet_table, of_split, x, y, targets, len(names), weighting)
        for of_split, x in zip(rows, inputs, strict=True)
    )
    return Datasets(
        train=train,
        validation=validation,
        test=test,
        classes=names,
        features=tuple(out_of_range),
        types=types_of(features_of(feature_set)),
        dropped=dropped,
        out_of_range=out_of_range,
        digest=jets.digest(),
        processes=tuple(jets.manifest.get("processes", ())),
    )


def _target(head: str, table: JetTable, candidates: int) -> Target:
    if head == "pt_response":
        return pt_target(table.scalars)
    return mass_target(leading(table.words, candidates), table.scalars)


def _inputs(
    table: JetTable, rows: Sequence[Rows], feature_set: str, candidates: int
) -> tuple[list[NDArray[np.float32]], dict[str, int]]:
    """Network inputs of the jets at each of `rows`, which are sorted; saturated values by feature, over all jets."""
    names = [feature.name for feature in features_of(feature_set)]
    inputs = [np.empty((len(some), candidates, len(names)), np.float32) for some in rows]
    saturated = dict.fromkeys(names, 0)
    pt, eta, phi = (table.scalar(name) for name in ("pt", "eta", "phi"))
    for part, features in in_chunks(table.words, pt, eta, phi, feature_set, candidates):
        x = features.as_float()
        for some, values in zip(rows, inputs, strict=True):
            first, last = np.searchsorted(some, (part.start, part.stop))
            values[first:last] = x[some[first:last] - part.start]
        for name, number in features.out_of_range.items():
            saturated[name] += number
    return inputs, saturated


def _split(
    table: JetTable,
    rows: Rows,
    x: NDArray[np.float32],
    y: NDArray[np.int64],
    targets: Mapping[str, Target],
    classes: int,
    weighting: Weighting,
) -> Dataset:
    scalars = {name: values[rows] for name, values in table.scalars.items()}
    pt_gev = scalars["pt"] * PT_LSB_GEV
    by_class = class_weights(y[rows], classes, pt_gev if weighting == "class_pt" else None)
    responses = {name: target[rows] for name, target in targets.items()}
    return Dataset(
        x=x,
        y=y[rows],
        weight=np.ones(len(rows), np.float32) if weighting == "none" else by_class,
        scalars=scalars,
        responses=responses,
        response_weights={name: response_weights(name, t.true_gev, scalars["label"]) for name, t in responses.items()},
    )


def require_classes(table: str, names: Sequence[str], known: Collection[str]) -> None:
    """JetsError if a class of `names` is not among those of a table, `known`."""
    if unknown := [name for name in names if name not in known]:
        choice = f"choose from {', '.join(known)}" if known else "its jets have none; import them with classes"
        raise JetsError(f"jets.classes: no class {unknown[0]!r} in table {table}; {choice}")


def _class_positions(
    path: Path | str, table: str, jets: JetTable, names: tuple[str, ...], known: Mapping[str, int]
) -> NDArray[np.int64]:
    """(jets,) position of each jet's class in `names`, -1 for other classes; known: the file's labels."""
    require_classes(table, names, known)
    if len(set(names)) != len(names):
        raise JetsError(f"jets.classes: the class list {', '.join(names)} names a class twice")
    label = jets.scalar("label")
    if not (valid := np.isin(label, [UNLABELLED, *known.values()])).all():
        row = int(np.argmin(valid))
        raise JetsError(
            f"label {label[row]} at row {row} of table {table} in {path} is not a known class; simulate it again"
        )
    positions = np.full(len(jets), -1, np.int64)
    for position, name in enumerate(names):
        positions[label == known[name]] = position
    return positions


def _dropped(jets: JetTable, y: NDArray[np.int64], known: Mapping[str, int]) -> dict[str, int]:
    names = {label: name for name, label in known.items()}
    labels, counts = np.unique(jets.scalar("label")[y < 0], return_counts=True)
    return {names.get(int(label), "unlabelled"): int(count) for label, count in zip(labels, counts, strict=True)}


def _check_trained(path: Path | str, names: tuple[str, ...], y: NDArray[np.int64], max_jets: int | None) -> None:
    """JetsError if a class of `names` has no training jets; y: (jets,) their positions in `names`."""
    missing = [name for position, name in enumerate(names) if not (y == position).any()]
    if missing and max_jets is None:
        raise JetsError(f"{path} has no {missing[0]} jets in its train split; leave {missing[0]} out of the class list")
    if missing:
        raise JetsError(
            f"{path} has no {missing[0]} jets among the {len(y)} that max_jets: {max_jets} leaves for training; raise"
            f" max_jets, or leave {missing[0]} out of the class list"
        )


def _check_splits(path: Path | str, jets: JetTable) -> None:
    split, event = jets.scalar("split"), jets.scalar("event")
    if not np.isin(split, range(len(SPLITS))).all():
        raise JetsError(f"{path} has split {split.max()}; allowed are 0 train, 1 validation, 2 test")
    for one, other in combinations(range(len(SPLITS)), 2):
        shared = np.intersect1d(event[split == one], event[split == other])
        if len(shared):
            raise JetsError(
                f"event {shared[0]} of {path} is in the splits {SPLITS[one]} and {SPLITS[other]} "
                f"({len(shared)} such events): a test on these jets would be biased; split the file by event"
            )

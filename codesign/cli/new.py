"""`codesign new`: a commented design or sweep to start from."""

from __future__ import annotations

import json
import os
import re
import shlex
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from codesign.base.config import value_of
from codesign.cli.common import say_next
from codesign.cli.terminal import console
from codesign.errors import ConfigError, JetsError


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="of the design; a path puts it into a folder")],
    sweep: Annotated[bool, typer.Option("--sweep", help="also a sweep that varies it, NAME_sweep.yaml")] = False,
    jets_file: Annotated[
        str, typer.Option("--jets", help="the jets file to train on, or 'shipped' for the sample in the package")
    ] = "shipped",
) -> None:
    """Writes a commented design, NAME.yaml, for `codesign run`; no file is overwritten."""
    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    _check_name(path.stem)
    if not sweep:
        _write_design(path, jets_file)
        say_next(f"codesign run {shlex.quote(str(path))}")
        return
    other = path.with_name(f"{path.stem}_sweep{path.suffix}")
    _require_new(other)
    if path.exists():
        console.print(f"{path} exists already; the sweep varies it unchanged", soft_wrap=True)
    else:
        _write_design(path, jets_file)
    _write(other, "sweep", {"NAME": other.stem, "FILE": other.name, "DESIGN": path.name})
    say_next(f"codesign run {shlex.quote(str(other))}")


def _write_design(path: Path, jets_file: str) -> None:
    _require_new(path)
    jets = "shipped" if jets_file == "shipped" else _as_seen_from(path, jets_file)
    is_there = jets_file != "shipped" and Path(jets_file).exists()
    table, classes = _table_and_classes(jets_file) if is_there else ("sc4", [])
    line = f"classes: [{', '.join(map(_in_yaml, classes))}]" if classes else "# classes: [b, charm, light, gluon]"
    _write(path, "design", {"NAME": path.stem, "JETS": jets, "TABLE": table, "CLASSES": line})


def _table_and_classes(jets_file: str) -> tuple[str, list[str]]:
    """The table to train on and its classes that have training jets; no classes if those of simulated jets are there.

    Raises JetsError for a file that cannot be read, or whose jets cannot train a tagger.
    """
    from codesign.jets.classes import DEFAULT_CLASSES, SPLITS
    from codesign.jets.store import open_jets

    jets = open_jets(jets_file)
    table = "sc4" if "sc4" in jets.tables else min(jets.tables)
    rows, labels = jets.table(table), jets.labels(table)
    trained = set(rows.scalar("label")[rows.scalar("split") == SPLITS.index("train")].tolist())
    classes = [name for name, label in labels.items() if label in trained]
    if set(DEFAULT_CLASSES[table]) <= set(classes):
        return table, []
    if len(classes) < 2:
        raise JetsError(
            f"{jets_file} has {len(classes)} classes with jets in its train split, and a tagger needs two; import or"
            " simulate more jets, and give `classes` in the source if it has none"
        )
    return table, classes


def _in_yaml(name: str) -> str:
    """A class as an item of a YAML list: in quotes where it would not be read as this text."""
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) and value_of(name, name) == name else json.dumps(name)


def _write(path: Path, template: str, values: dict[str, str]) -> None:
    _require_new(path)
    text = (files("codesign.cli") / "templates" / f"{template}.yaml").read_text()
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x") as file:
        file.write(text)
    console.print(f"{template}: {path}", soft_wrap=True)


def _as_seen_from(config: Path, file: str) -> str:
    """A path as it is written in a config: relative to the config's folder, in quotes."""
    return json.dumps(file if Path(file).is_absolute() else os.path.relpath(file, config.parent))


def _require_new(path: Path) -> None:
    if path.exists():
        raise ConfigError(f"{path} exists already, and is not overwritten; give another name, or remove it")


def _check_name(name: str) -> None:
    """ConfigError if a design cannot have this name."""
    from pydantic import TypeAdapter, ValidationError

    from codesign.design.design import Design

    field = Design.model_fields["name"]
    try:
        TypeAdapter(Annotated[str, *field.metadata]).validate_python(name)
    except ValidationError:
        raise ConfigError(
            f"{name!r} cannot be the name of a design; it begins with a letter, and has letters, digits, _, . and -"
        ) from None

"""Which source describes a file: it is recognised by its columns and never by its name."""

from __future__ import annotations

from codesign.base.config import did_you_mean
from codesign.errors import JetsError
from codesign.jets.readers.container import Container
from codesign.jets.readers.source import Source, shipped

AUTO = "auto"
_SHOWN = 12


def named(name: str) -> Source:
    """A source in the package. Raises JetsError for an unknown name."""
    known = {source.name: source for source in shipped()}
    if name not in known:
        raise JetsError(f"--format {name}: no such source{did_you_mean(name, known)}; use {', '.join((AUTO, *known))}")
    return known[name]


def tree_of(source: Source, container: Container) -> str:
    """The tree of a file that a source reads. Raises JetsError, which names what is missing."""
    if source.container != container.kind:
        raise JetsError(f"{container.path} is {container.kind}, and the source {source.name} reads {source.container}")
    present = [tree for tree in source.trees if tree in container.columns]
    if not present:
        wanted, there = " or ".join(source.trees), ", ".join(list(container.columns)[:_SHOWN]) or "none"
        raise JetsError(f"{container.path} has no tree {wanted}, which {source.name} reads; it has {there}")
    if missing := _missing(source, container, present[0]):
        near = did_you_mean(missing[0], container.columns[present[0]])
        others = f" ({len(missing)} columns are missing)" if len(missing) > 1 else ""
        raise JetsError(f"{container.path} has no column {missing[0]}, which {source.name} reads{others}{near}")
    return present[0]


def told_by(container: Container) -> Source:
    """The source whose columns a file has. Raises JetsError if none fits, with the nearest and what the file lacks."""
    fitting, lacking = [], []
    for source in shipped():
        trees = (
            [tree for tree in source.trees if tree in container.columns] if source.container == container.kind else []
        )
        for tree in trees[:1]:
            missing = _missing(source, container, tree)
            if not missing:
                fitting.append(source)
            elif len(missing) < len(source.file_columns):
                lacking.append((len(missing) / len(source.file_columns), source.name, missing))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = ", ".join(source.name for source in fitting)
        raise JetsError(f"{container.path} may be any of {names}; choose one with --format")
    near = ""
    if lacking:
        _, name, missing = min(lacking)
        near = f"; nearest is {name}, whose {', '.join(missing[:3])} it lacks"
    raise JetsError(
        f"{container.path} has the columns of no known source{near}; `codesign jets import --describe"
        f" {container.path}` drafts a source of your own for --source"
    )


def _missing(source: Source, container: Container, tree: str) -> list[str]:
    columns = container.columns[tree]
    return [name for name in [*source.file_columns, *source.known_by] if name not in columns]

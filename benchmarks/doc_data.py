"""The data files of measured numbers, docs/data/*.json: values and tables, and how a page shows them."""

import json
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """A table: (heading, format of a row's cell) for each column, and the rows. A cell with a value None is empty."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Row]

    def markdown(self) -> str:
        """The table in Markdown."""
        cells = [[heading for heading, _ in self.columns], ["---"] * len(self.columns)]
        cells += [[self._cell(form, row) for _, form in self.columns] for row in self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in cells).replace("| --- ", "|---").replace("--- |", "---|")

    @staticmethod
    def _cell(form: str, row: Row) -> str:
        names = [name for _, name, _, _ in string.Formatter().parse(form) if name]
        return "" if any(row[name] is None for name in names) else form.format_map(row)


@dataclass(frozen=True)
class Data:
    """A data file. made: who wrote it, and when; a value that is a list of lines appears as a block of code."""

    command: str
    made: str
    values: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The contents of a file; ValueError or KeyError if it is not one."""
        read = json.loads(text)
        tables = {name: Table([(h, f) for h, f in t["columns"]], t["rows"]) for name, t in read["tables"].items()}
        return cls(read["command"], read["made"], read["values"], tables)

    def dump(self) -> str:
        """The contents of the file: JSON with one value, column or row per line, and six digits of every number."""

        def block(opening: str, entries: Sequence[str], closing: str, indent: str) -> str:
            lines = ",\n".join(f"{indent}  {entry}" for entry in entries)
            return f"{opening}\n{lines}\n{indent}{closing}" if entries else opening + closing

        def line(value: Any) -> str:
            return json.dumps(rounded(value), ensure_ascii=False)

        def table(one: Table) -> str:
            parts = [("columns", one.columns), ("rows", one.rows)]
            return block(
                "{", [f'"{k}": {block("[", [line(v) for v in vs], "]", " " * 6)}' for k, vs in parts], "}", "    "
            )

        values = block("{", [f"{line(k)}: {line(v)}" for k, v in self.values.items()], "}", "  ")
        tables = block("{", [f"{line(k)}: {table(t)}" for k, t in self.tables.items()], "}", "  ")
        head = [f'"command": {line(self.command)}', f'"made": {line(self.made)}']
        return block("{", [*head, f'"values": {values}', f'"tables": {tables}'], "}", "") + "\n"

    def text(self, key: str) -> str:
        """What a page shows for `key`, a table or a value (`rows.0.lut:,`); LookupError or ValueError without one."""
        if key in self.tables:
            return f"\n{self.tables[key].markdown()}\n"
        if isinstance(self.values.get(key), list):
            return "\n".join(["", "```", *self.values[key], "```", ""])
        path, _, form = key.partition(":")
        value: Any = {**self.values} | {name: table.rows for name, table in self.tables.items()}
        for part in path.split("."):
            value = value[part if isinstance(value, Mapping) else int(part)]
        return format(value, form)


def rounded(value: Any) -> Any:
    """A value for a data file: NumPy's numbers as Python's, real ones to six significant digits."""
    if isinstance(value, Mapping):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    value = value.item() if hasattr(value, "item") else value
    return float(f"{value:.6g}") if isinstance(value, float) else value

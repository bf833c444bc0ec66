"""Plain-text help for a command line with its verbs in groups."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class Grouped(TyperGroup):
    """Lists the verbs below the name of their group (`rich_help_panel`), in the order in which they were added."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Verb names in the order in which they were added, not sorted."""
        return list(self.commands)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Writes one section per group of verbs."""
        groups: dict[str, list[tuple[str, str]]] = {}
        room = formatter.width - 6 - max(map(len, self.commands), default=0)
        for name, command in self.commands.items():
            if not command.hidden:
                group = getattr(command, "rich_help_panel", None) or "Commands"
                groups.setdefault(group, []).append((name, command.get_short_help_str(room)))
        for group, rows in groups.items():
            with formatter.section(group):
                formatter.write_dl(rows)

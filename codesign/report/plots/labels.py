"""Texts in a plot: broken into lines where they are too long, never cut."""

from __future__ import annotations

import re

BREAKABLE = re.compile(r"[^-_, ]*[-_, ]+|[^-_, ]+")  # a line may end behind a dash, underscore, comma or blank


def lines(text: str, longest: int) -> list[str]:
    """The text in lines of at most `longest` characters; a word that is longer is broken inside.

    >>> lines("interaction_network", 12)
    ['interaction_', 'network']
    """
    broken = [""]
    for word in BREAKABLE.findall(text):
        if len((broken[-1] + word).rstrip()) > longest and broken[-1]:
            broken.append("")
        while len(word.rstrip()) > longest:
            broken[-1:] = [word[:longest], ""]
            word = word[longest:]
        broken[-1] += word
    return [line.rstrip() for line in broken if line.strip()]

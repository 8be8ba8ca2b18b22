"""What a reader tells of the marks that say that an entry begins."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tamis.formats.content import Content
from tamis.formats.entry import Raw, Stray


def untold(content: Content, mark: str, found: Iterable[Raw | Stray]) -> list[int]:
    """Return the lines that begin with a mark, and that nothing which was read tells of.

    What tells is a field of an entry, a flaw or text between entries on that line itself: one that stands
    elsewhere excuses nothing.

    Args:
        content: the file.
        mark: a regular expression.
        found: what a reader yields.
    """
    told: set[int] = set()
    for item in found:
        if isinstance(item, Stray):
            told.update(range(item.line, item.line + item.text.count("\n") + 1))
        else:
            told.update((item.line, *item.lines, *(flaw.line for flaw in item.flaws)))
    begins = re.compile(mark)
    lines = enumerate(content.text.split("\n"), start=1)
    return [number for number, line in lines if begins.match(line) and number not in told]

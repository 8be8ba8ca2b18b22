"""CSV: one row an entry, with the columns that `tamis read` writes; no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from tamis.formats.entry import COLUMNS, Entry
from tamis.formats.writers import text as t
from tamis.formats.writers.text import Changed, unheard
from tamis.store import harmless

NAME = "CSV"
SUFFIX = ".csv"
_NAMES = COLUMNS[2:]
HOLDS = frozenset(_NAMES)


def write(entries: Iterable[Entry], changed: Changed = unheard) -> Iterator[str]:
    """Yield the head, and then a row a piece; nothing is changed."""
    line = csv.writer(_Echo(), lineterminator="\n").writerow
    yield "\ufeff" + line(("ordinal", *_NAMES))  # without the mark Excel takes it for cp1252
    # With a number in each row, an entry that has nothing else is a row, too, and no blank line.
    for number, entry in enumerate(entries, start=1):
        yield line([str(number), *(_cell(getattr(entry, name)) for name in _NAMES)])


def _cell(value: str | int | None) -> str:
    return harmless(t.plain(value)) if isinstance(value, str) else str(value or "")


class _Echo:
    """Gives back what is written to it."""

    def write(self, text: str) -> str:
        return text

"""A list of citations, as EndNote groups, Zotero and Covidence give it: what is on it is included.

Any format that search exports come in will do.
"""

from __future__ import annotations

from pathlib import Path

from tamis.errors import Problems
from tamis.formats.reading import read_export
from tamis.screening.imports.item import Item
from tamis.store import relative


def read(path: Path, problems: Problems, root: Path) -> list[Item]:
    """Return the entries of a list; a file that cannot be read is a problem."""
    reading = read_export(path, relative(path, root), problems)
    if reading is None:
        return []
    # A list that breaks off would exclude what stood behind the break.
    if not reading.entries or reading.markers != len(reading.entries):
        count = f"{reading.markers} entries counted, {len(reading.entries)} read"
        problems.add(relative(path, root), f"is empty or damaged ({count}); export the list again")
    return [Item(entry.line, entry.title, entry.doi, entry.year) for entry in reading.entries]

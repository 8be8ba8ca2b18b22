"""A list of citations, as EndNote groups and Zotero give it: of all that is on it one thing is said.

Any format that search exports come in will do. The column `decision` of imports.csv says what, by default
include.
"""

from __future__ import annotations

from tamis.screening.imports.source import Article, Source, Voice, article

HINT = "nothing is on the list"


def articles(source: Source) -> list[Article]:
    """Return the entries of a list."""
    voice = Voice((), source.row.decision or "include")
    return [article(raw, entry, voices=(voice,)) for raw, entry in source.entries()[1]]

"""Quotes counted once each: several values, and several people, may rest on the same words."""

from __future__ import annotations

from collections.abc import Iterable

from tamis.tables import Datum, Evidence

#: What may become of a quote, in the order in which it counts: that it is in none of several PDFs is known
#: only where all of them were searched.
BEST = ("found", "other_page", "nearly", "no_text", "no_pdf", "not_found")
#: Where a value stands: study, field, row, column.
At = tuple[str, str, int, str]


def at(row: Datum | Evidence) -> At:
    """Return where a value, or a quote of it, stands."""
    return row.study, row.field, row.row, row.column


def key(row: Evidence) -> tuple[str, ...]:
    """Return what makes a quote another one: its study, words, page, the PDF, and what became of it there."""
    return row.study, " ".join(row.quote.split()), row.page, row.file, row.state


def once(rows: Iterable[Evidence]) -> list[Evidence]:
    """Return each quote once: the first value that rests on it."""
    return list({key(row): row for row in reversed(list(rows))}.values())[::-1]


def people(rows: Iterable[Evidence]) -> list[str]:
    """Return whose quotes some rows are, each once."""
    return list(dict.fromkeys(who for row in rows for who in row.extractor.split(";") if who))

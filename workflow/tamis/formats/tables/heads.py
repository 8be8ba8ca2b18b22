"""The head of a table: where it stands, what parts its cells, whose it is."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.formats.columns import Columns
from tamis.formats.tables import generic
from tamis.formats.tables.source import Source
from tamis.formats.tables.sources import SOURCES

#: What parts cells; where several do equally well, the first.
DELIMITERS = ",;\t|"
#: So many rows may stand above a head, and so many lines may a head's heading take.
_MOST_ABOVE, _MOST_LINES = 60, 20
#: No head is longer; a line that is, is not looked at.
_LONGEST = 100_000
_LONGEST_HEADING = 60
#: A number, a year, a DOI or an address.
_OF_A_RECORD = re.compile(r"^\d+$|\b(?:1[5-9]|20)\d\d\b|10\.\d{4}|https?:")
_OTHER_FORMAT = re.compile(r"\s*[<{@]")
#: The headings that are a source's own.
KNOWN = frozenset(name for source in SOURCES for own in source.heads for name in own)


@dataclass(frozen=True)
class Head:
    """A table's head.

    names: its headings, without the empty ones at its end.
    source: whose it is.
    columns: how its fields fill an entry's columns.
    missing: columns for which a person named a heading that is not there.
    """

    names: tuple[str, ...]
    source: Source
    columns: Columns
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a head stands in a text: its first line, how many lines it takes, what parts its cells."""

    head: Head
    line: int
    span: int
    delimiter: str
    spaced: bool


def names_of(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the headings in a row, without space around them and without the empty ones at its end."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def head(cells: Sequence[str], named: Mapping[str, str]) -> Head | None:
    """Return what a row is the head of, or None.

    Args:
        cells: the row.
        named: headings that a person named, by column.
    """
    names = names_of(cells)
    if len(names) < 2:
        return None
    there = {name.casefold(): name for name in reversed(names) if name}
    found = {
        column: there[heading.casefold()]
        for column, heading in ((column, " ".join(text.split())) for column, text in named.items())
        if heading.casefold() in there
    }
    every = frozenset(names)
    source = next((source for source in SOURCES if source.owns(every)), None)
    if source is None and not generic.is_head(names) and not found:
        return None
    missing = tuple(column for column in named if column not in found)
    return _head(names, source or generic.SOURCE, found, missing)


def _head(
    names: tuple[str, ...], source: Source, named: Mapping[str, str], missing: tuple[str, ...] = ()
) -> Head:
    if source.rules and not named:
        return Head(names, source, source.columns, missing)
    found = {column: generic.rule(column, heading) for column, heading in named.items()}
    rules = {**source.rules, **found} if source.rules else generic.rules_of(names, named)
    return Head(names, source, Columns(**rules), missing)


def is_known(heading: str) -> bool:
    """Say whether a text is a heading of some table."""
    return heading in KNOWN or bool(generic.column_of(heading))


def is_second_head(cells: Sequence[str], above: Head, named: Mapping[str, str]) -> bool:
    """Say whether a row in the middle of a table is a head: the one above again, or surely another.

    That has a heading for titles, nearly all that stands in it is headings, each once, and nothing is what
    a record has there. In doubt a row is an entry: to take an entry for a head loses all that follow.

    Args:
        cells: the row.
        above: the head above it.
        named: headings that a person named, by column.
    """
    if not begins_a_head(next((cell.strip() for cell in cells if cell), ""), above):
        return False
    every = names_of(cells)
    if every == above.names:
        return True
    names = [name for name in every if name]
    known = sum(name in above.names or is_known(name) for name in names)
    return (
        len(names) > 2
        and known >= 0.8 * len(names)
        and len(set(names)) == len(names)
        and any(generic.column_of(name) == "title" or name == named.get("title") for name in names)
        and not any(map(_OF_A_RECORD.search, names))
    )


def begins_a_head(text: str, above: Head) -> bool:
    """Say whether a text is a heading: one of a head above it, or of some table."""
    return len(text) <= _LONGEST_HEADING and (text in above.names or is_known(text))


def find(text: str, named: Mapping[str, str]) -> Place | None:
    """Return where the head of a table is in a text; None where there is none.

    Args:
        text: the beginning of a file.
        named: headings that a person named, by column.
    """
    if _OTHER_FORMAT.match(text):
        return None
    lines = text.split("\n")
    best: Place | None = None
    above = 0
    for at, line in enumerate(lines):
        if not line.strip(",;\t| "):
            continue
        if (place := _place(lines, at, named)) and _goes_on(lines, place):
            if not place.head.missing:
                return place
            if best is None or len(place.head.missing) < len(best.head.missing):
                best = place
        above += 1
        if above >= _MOST_ABOVE:
            break
    return best


def _place(lines: list[str], at: int, named: Mapping[str, str]) -> Place | None:
    """Return the head that begins with a line, by the delimiter that gives the most headings."""
    span = 1
    whole = lines[at]
    while whole.count('"') % 2 and span < _MOST_LINES and at + span < len(lines):
        whole += "\n" + lines[at + span]
        span += 1
    if whole.count('"') % 2:  # a quotation mark in a heading, and none that closes it
        whole, span = lines[at], 1
    if len(whole) > _LONGEST:
        return None
    found: list[tuple[int, Place]] = []
    for delimiter in DELIMITERS:
        if delimiter in whole:
            spaced = f'{delimiter} "' in whole
            cells = next(csv.reader(whole.split("\n"), delimiter=delimiter, skipinitialspace=spaced), [])
            if one := head(cells, named):
                found.append((len(one.names), Place(one, at + 1, span, delimiter, spaced)))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _goes_on(lines: list[str], place: Place) -> bool:
    """Say whether what follows a head is a table: a sentence that names headings has none below it."""
    line = lines[place.line - 1]
    if place.head.source is not generic.SOURCE or '"' in line or line.count(", ") != line.count(","):
        return True
    rest = (line for line in lines[place.line - 1 + place.span :] if line.strip())
    return place.delimiter != "," or "," in next(rest, ",")


def first_row(rows: Iterable[Sequence[str]], named: Mapping[str, str]) -> tuple[int, Head] | None:
    """Return the number of the row, from 1, that is a table's head, and the head; None where none is."""
    best: tuple[int, Head] | None = None
    for number, cells in enumerate(rows, start=1):
        if found := head(cells, named):
            if not found.missing:
                return number, found
            if best is None or len(found.missing) < len(best[1].missing):
                best = number, found
        if number >= _MOST_ABOVE:
            break
    return best


def guess(text: str) -> tuple[int, tuple[str, ...]] | None:
    """Return the line and the cells of what may be the head of a table that is not known; or None."""
    if _OTHER_FORMAT.match(text):
        return None
    for at, line in enumerate(text.split("\n")[:_MOST_ABOVE]):
        delimiter = max(DELIMITERS, key=line.count)
        if line.count(delimiter) and len(line) < _LONGEST:
            names = names_of(next(csv.reader([line], delimiter=delimiter), []))
            if len(names) > 1 and all(len(name) < 100 for name in names):
                return at + 1, names
    return None

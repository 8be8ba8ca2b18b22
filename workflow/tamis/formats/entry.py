"""What comes out of a format: an entry as the file has it, an entry in columns, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tamis.formats.columns import Columns


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in an export that is not as its format wants it, with its line."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Stray:
    """Text between entries that belongs to none: a heading, a running number, a link. It is skipped."""

    line: int
    text: str


def shortened(text: str) -> str:
    """Return a text without space around it, cut off where it is too long for a message."""
    text = text.strip()
    return text if len(text) <= 40 else text[:37] + "..."


class Raw:
    """One entry as its file has it: fields by tag, heading or key, in their order; a tag may stand twice.

    Args:
        line: where the entry begins, from 1.
        tags: the tag of each field.
        values: the value of each field; lines within it are kept apart by line feeds.
        flaws: what is wrong with it.
        lines: the line of each field; where it is None every field begins on the line after the one before.
        columns: how its fields fill columns, where that is not as in all entries of its format.
    """

    __slots__ = ("_groups", "_lines", "columns", "first", "flaws", "line", "tags", "values")

    def __init__(
        self,
        line: int,
        tags: list[str],
        values: list[str],
        flaws: Sequence[Flaw] = (),
        lines: Sequence[int] | None = None,
        columns: Columns | None = None,
    ) -> None:
        self.line = line
        self.tags = tags
        self.values = values
        self.flaws = flaws
        self.columns = columns
        self._lines = lines
        #: The first value of each tag.
        self.first = dict(zip(reversed(tags), reversed(values), strict=True))
        self._groups: dict[str, list[str]] | None = None

    def __contains__(self, tag: str) -> bool:
        return tag in self.first

    def get(self, tag: str) -> str:
        """Return the first value of a tag; empty where there is none."""
        return self.first.get(tag, "")

    def all(self, tag: str) -> Sequence[str]:
        """Return the values of a tag."""
        if tag not in self.first:
            return ()
        if len(self.first) == len(self.tags):
            return (self.first[tag],)
        if self._groups is None:  # made only where a tag may stand twice: most rules need the first alone
            groups = self._groups = {}
            for name, value in zip(self.tags, self.values, strict=True):
                if name in groups:
                    groups[name].append(value)
                else:
                    groups[name] = [value]
        return self._groups[tag]

    def of(self, *tags: str) -> list[str]:
        """Return the values of some tags, tag by tag."""
        return [value for tag in tags if tag in self.first for value in self.all(tag)]

    def seen(self, *tags: str) -> Sequence[str]:
        """Return the values of some tags in the order in which they stand in the entry."""
        there = [tag for tag in tags if tag in self.first]
        if len(there) < 2:
            return self.all(there[0]) if there else ()
        return [value for tag, value in zip(self.tags, self.values, strict=True) if tag in there]

    @property
    def lines(self) -> Sequence[int]:
        """The line of each field."""
        if self._lines is not None:
            return self._lines
        at, found = self.line, []
        for value in self.values:
            found.append(at)
            at += value.count("\n") + 1
        return found


@dataclass(slots=True)
class Entry:
    """One entry of an export. The columns are those of `tables.Record`, and mean the same.

    `ordinal` and `line` count from 1; a line ends at a line feed, a return, or both together.
    """

    ordinal: int
    line: int
    source_id: str = ""
    type: str = ""
    title: str = ""
    authors: str = ""
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    accession: str = ""
    issn: str = ""
    abstract: str = ""
    keywords: str = ""
    url: str = ""
    language: str = ""
    flaws: tuple[Flaw, ...] = ()


#: The columns of a record that its entry gives.
COLUMNS = tuple(field.name for field in fields(Entry) if field.name != "flaws")

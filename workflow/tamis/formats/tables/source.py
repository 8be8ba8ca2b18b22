"""What a module of a source gives: the headings that are its own, and how they fill an entry's columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tamis.formats.columns import Columns, Rule

#: Puts the cells of a row under the headings where the source has put them elsewhere.
Align = Callable[[Sequence[str], list[str]], list[str]]


@dataclass(frozen=True)
class Source:
    """A source of tables, as data.

    name: what people call it.
    heads: sets of headings. A row is this source's head where it has all of one set; the sets hold what
        no other source has.
    rules: how its fields fill an entry's columns, by column.
    align: puts the cells of a row that has too many under their headings; None where it never has.
    parts: begins of lines, alone in their row, from which on rows have fewer of the columns.
    harmless: an apostrophe stands before what a spreadsheet would run, and is no part of it.
    """

    name: str
    heads: tuple[frozenset[str], ...]
    rules: Mapping[str, Rule]
    align: Align | None = None
    parts: tuple[str, ...] = ()
    harmless: bool = False

    @cached_property
    def columns(self) -> Columns:
        """How its fields fill an entry's columns."""
        return Columns(**self.rules)

    def owns(self, names: frozenset[str]) -> bool:
        """Say whether headings are those of its head."""
        return any(head <= names for head in self.heads)


def own(*heads: str) -> tuple[frozenset[str], ...]:
    """Return sets of headings from texts in which a bar parts them: `own("PMID | Journal/Book")`."""
    return tuple(frozenset(map(str.strip, head.split("|"))) for head in heads)

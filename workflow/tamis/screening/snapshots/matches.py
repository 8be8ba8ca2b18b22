"""The entries of imports, and which record a person settled that each means."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tamis.review import Known
from tamis.store import in_utc
from tamis.tables import Match

if TYPE_CHECKING:
    from tamis.errors import Problems
    from tamis.screening.imports.item import Item
    from tamis.screening.inputs import Imported

#: What `matches.csv` says of an entry that no search found.
NONE = "none"
_MARKUP = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")

#: A signal: its name, and the citations that it means.
Signal = tuple[str, frozenset[str]]


def plain_title(title: str) -> str:
    """Return a title without mark-up, accents, punctuation and case.

    >>> plain_title("<i>Families</i> &amp; Risk: a Réview.")
    'families risk a review'
    """
    if title.isascii() and "<" not in title and "&" not in title:  # as nearly all are
        return " ".join(_ASCII_WORD.findall(title.lower()))
    text = _MARKUP.sub(" ", html.unescape(title))
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return " ".join(_WORD.findall(text))


def check_title(match: Match, item: Item, problems: Problems) -> bool:
    """Note a settlement whose title is not that of the entry it names, or is missing; say if it is right.

    Without a title it would hold for whatever stands at that position once the file has changed.
    """
    if not item.title:
        return True
    name = f"entry {match.entry} of {match.file}"
    if not match.title:
        text = f"is missing: write the title of {name} there, which is {item.title!r}"
        problems.add_at(match.place, text, column="title")
        return False
    return Known({name: item.title}).check_record(name, match.title, match.place, problems)


@dataclass(slots=True)
class Foreign:
    """An entry of an import, and what is known of it so far."""

    imported: Imported
    position: int
    item: Item
    title: str = field(init=False)
    settled: Match | None = None
    signals: list[Signal] = field(default_factory=list)
    found: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.title = plain_title(self.item.title)

    def same_title(self, title: str) -> bool:
        """Say whether a title may be this entry's: some tools give the same number to another one."""
        return not title or not self.title or title == self.title


class Matches:
    """What people settled, for the entry they named and for the same entry in other imports of its tool.

    It never holds for another entry of the same file, which may be another article of the same title. An
    entry is known by its title only where the tool's numbers do not tell the two apart, and no other entry of
    either file has that title.

    Where two settlements are on the same entry of different imports, each holds for its own, and the newer
    one (by its time, else its line) for all others.
    """

    def __init__(self, known: Sequence[Foreign], matches: Iterable[Match]) -> None:
        self._own = {(match.file, match.entry): match for match in matches}
        self._same: dict[tuple[object, ...], list[tuple[Foreign, Match]]] = defaultdict(list)
        if not self._own:
            return
        # A file may be of two stages.
        entries = {(each.imported.row.file, each.position): each for each in known}
        self._titled = Counter(map(_title_in_file, entries.values()))
        said = [
            (in_utc(match.time), int(match.place.rpartition(":")[2] or 0), at, match)
            for at, each in enumerate(known)
            if (match := self._own.get((each.imported.row.file, each.position)))
        ]
        for *_, at, match in sorted(said, key=lambda each: each[:3], reverse=True):
            for name in self._names(known[at]):
                self._same[name].append((known[at], match))

    def of(self, each: Foreign) -> Match | None:
        """Return the settlement that holds for an entry; None where there is none."""
        own = self._own.get((each.imported.row.file, each.position))
        if own or not self._same:
            return own
        return next(
            (
                match
                for name in self._names(each)
                for other, match in self._same.get(name, ())
                if each.same_title(other.title) and match.file != each.imported.row.file
            ),
            None,
        )

    def _names(self, each: Foreign) -> list[tuple[object, ...]]:
        """Return the names under which an entry is known again in another import of its tool."""
        tool, item = each.imported.row.tool, each.item
        names: list[tuple[object, ...]] = []
        if item.key:
            names.append((tool, "key", item.key))
        if item.source_id:
            names.append((tool, "source_id", item.source_id))
        if each.title and self._titled[_title_in_file(each)] == 1:
            ids = (item.key, item.source_id)
            names.append((tool, "title", each.title, item.doi.casefold(), item.year, ids))
        return names


def _title_in_file(each: Foreign) -> tuple[object, ...]:
    """Return what no two entries of a file may have in common that are to be known by their titles."""
    return each.imported.row.file, each.title, each.item.doi.casefold(), each.item.year

"""What the page's script opens, as JSON: every record with its life, and what stands behind numbers.

Each text stands once, each event once, each thing behind a number once; all else are positions of those.
Rows end where nothing but empty cells would follow.

    files    paths
    words    texts; the first one is empty
    records  [id, title, file, line, authors, year, source, citation, [own events], [events of the citation]]
    events   [kind, part, what, file, line, why, note, time, other record + 1, 1: a later line took its place]
    things   [record + 1, file, line, text, n - 1, citation + 1 in duplicates.html]
    lists    by number: positions of things, each as its distance from the one before
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Generic, TypeVar

from markupsafe import Markup

from tamis.reports.lives import Lives
from tamis.reports.lives.event import KINDS, Event
from tamis.reports.numbers import Behind
from tamis.tables import Record

T = TypeVar("T", bound=Hashable)


class _Once(Generic[T]):
    """Things in the order in which they came first, each once."""

    def __init__(self, *first: T) -> None:
        self._positions = {thing: at for at, thing in enumerate(first)}

    def at(self, thing: T) -> int:
        return self._positions.setdefault(thing, len(self._positions))

    def __iter__(self) -> Iterator[T]:
        return iter(self._positions)


class _Pack:
    """The tables, while they are filled."""

    def __init__(self, records: Sequence[Record], lives: Lives) -> None:
        self.files, self.words = _Once[str](), _Once("")
        self.events, self.things = _Once[Event](), _Once[Behind]()
        self._position = {record.record_id: at for at, record in enumerate(records)}
        self.records = [self._record(record, lives) for record in records]

    def at(self, place: str) -> tuple[int, int]:
        """Return a place as the position of its file, and its line; 0: it names none."""
        file, _, line = place.rpartition(":")
        return (self.files.at(file), int(line)) if file and line.isdigit() else (self.files.at(place), 0)

    def row(self, record: str) -> int:
        """Return the position of a record, from 1; 0: there is none."""
        return self._position.get(record, -1) + 1

    def _record(self, record: Record, lives: Lives) -> list[Any]:
        home = lives.home[record.record_id]
        word = self.words.at
        return _trimmed(
            [
                record.record_id,
                word(record.title),
                *self.at(record.place),
                word(record.authors),
                record.year or 0,
                word(record.source),
                self._position[home],
                [self.events.at(event) for event in lives.own.get(record.record_id, ())],
                [self.events.at(event) for event in lives.shared.get(home, ()) if home == record.record_id],
            ]
        )

    def event(self, event: Event) -> list[Any]:
        """Return an event as a row."""
        word = self.words.at
        cells = [KINDS.index(event.kind), word(event.part), word(event.what), *self.at(event.place)]
        cells += [word(event.why), word(event.note), word(event.time), self.row(event.other), int(event.past)]
        return _trimmed(cells)

    def thing(self, thing: Behind) -> list[Any]:
        """Return what stands behind a number as a row."""
        text = self.words.at(thing.text)
        return _trimmed(
            [self.row(thing.record), *self.at(thing.place), text, thing.n - 1, self.row(thing.beside)]
        )


def pack(records: Sequence[Record], lives: Lives, lists: Mapping[str, Sequence[Behind]]) -> dict[str, Any]:
    """Return records, their lives, and lists of what stands behind numbers, as the module's docstring has it.

    Args:
        records: all records.
        lives: their lives.
        lists: by the id of a number, what stands behind it.
    """
    made = _Pack(records, lives)
    by_number = {id: _distances([made.things.at(thing) for thing in things]) for id, things in lists.items()}
    events = [made.event(event) for event in made.events]
    things = [made.thing(thing) for thing in made.things]
    return {
        "files": list(made.files),
        "words": list(made.words),
        "records": made.records,
        "events": events,
        "things": things,
        "lists": by_number,
    }


def _distances(positions: list[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *positions])]


def _trimmed(cells: list[Any]) -> list[Any]:
    """Return a row without the empty cells at its end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def json_in_html(value: Mapping[str, Any]) -> Markup:
    """Return JSON that can stand inside a script element, whatever the strings in it hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  every character that HTML could read was replaced above

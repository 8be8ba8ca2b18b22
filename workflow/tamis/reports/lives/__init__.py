"""The life of each record: what happened to it, in order, each event with the line that says so.

A record was found by a search, joined with others to a citation, and what was decided on that citation holds
for all its records. So a life has two parts: what happened to the record alone, and to its citation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tamis.reports.built import Built
from tamis.reports.lives.event import Event, Words
from tamis.reports.lives.found import found, linked
from tamis.reports.lives.left import left, reported, sought
from tamis.reports.lives.screened import screened
from tamis.tables import STAGES

Events = tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Lives:
    """The lives of all records: `own` by record what happened to it alone, `shared` by citation the rest."""

    own: Mapping[str, Events]
    shared: Mapping[str, Events]
    home: Mapping[str, str]

    def of(self, record: str) -> Events:
        """Return the whole life of a record."""
        return self.own[record] + self.shared.get(self.home[record], ())


def lives(built: Built, words: Words) -> Lives:
    """Return the life of each record.

    Args:
        built: the tables of the review.
        words: how a reason for exclusion is printed, by its id.
    """
    home = {member.record_id: member.citation_id for member in built.members}
    own = _by(
        found(built.records, built.exports),
        linked(built.records, home, built.deduplicated.pairs, built.deduplicated.opinions),
        (
            (row.record_id, event)
            for row, event in left(built.exits, words)
            if row.record_id != row.citation_id
        ),
    )
    shared = _by(
        *(
            part
            for stage in STAGES
            for part in (
                sought(built.retrievals, home) if stage == "full_text" else (),
                screened(stage, built.decisions, built.adjudications, built.verdicts, words),
            )
        ),
        reported(built.reports, built.study),
        (
            (row.citation_id, event)
            for row, event in left(built.exits, words)
            if row.record_id == row.citation_id
        ),
    )
    return Lives(own, shared, home)


def _by(*parts: Iterable[tuple[str, Event]]) -> dict[str, Events]:
    """Return events by what they happened to, part after part."""
    events: dict[str, list[Event]] = defaultdict(list)
    for part in parts:
        for id, event in part:
            events[id].append(event)
    return {id: tuple(of) for id, of in events.items()}

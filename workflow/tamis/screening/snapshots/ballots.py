"""The votes of imports, gathered by stage, reviewer and citation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tamis.screening.times import END
from tamis.store import iso_date
from tamis.tables import Entry

if TYPE_CHECKING:
    from tamis.screening.imports.item import Said
    from tamis.screening.inputs import Imported
    from tamis.tables import Import

#: What votes are compared within: stage, reviewer, citation.
Key = tuple[str, str, str]


class Vote(NamedTuple):
    """A vote of an import; votes sort by time, and do not depend on the order of rows in imports.csv."""

    moment: str
    path: str
    line: int
    position: int  # among the votes of its entry
    exported: str  # the moment of the snapshot
    said: Said
    row: Import
    entry: Entry


def ballots_of(
    imports: Sequence[Imported], entries: Sequence[Entry], citation_of: Mapping[str, str]
) -> dict[Key, list[Vote]]:
    """Return the votes of all imports on entries that mean a citation."""
    votes: dict[Key, list[Vote]] = defaultdict(list)
    each = iter(entries)
    for imported in imports:
        row = imported.row
        moment = moment_of(row.date)
        for item, entry in zip(imported.items, each, strict=False):
            if not entry.record_id:
                continue
            citation = citation_of[entry.record_id]
            for position, said in enumerate(item.votes):
                if not said.decision:
                    continue
                when = moment_of(said.time) if said.time else moment
                vote = Vote(when, imported.path, item.line, position, moment, said, row, entry)
                votes[row.stage, said.person, citation].append(vote)
    return votes


def moment_of(time: str) -> str:
    """Return a time in full, in UTC; of a day its end."""
    when = iso_date(time)[:19] if len(time) > 19 else time.replace(" ", "T")
    return f"{when}{END}" if len(when) == 10 else when

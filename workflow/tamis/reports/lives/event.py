"""One event in the life of a record, and the words that all kinds of events share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tamis.tables import TEAM

#: Kinds of event: a search was run, an entry found, records linked (or kept apart) as one publication, a
#: reviewer said something, a conflict was settled, what came of a stage, a full text was sought, a study was
#: reported on, and where the record left the review.
KINDS = ("search", "found", "link", "vote", "settled", "outcome", "sought", "study", "exit")

#: Headings of a life that are no stage's.
FOUND, LINKED, SOUGHT, STUDIES = "Found", "Duplicates", "Retrieval", "Studies"
LEFT = "Where it stands now"

#: Words for the id of a reason for exclusion.
Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, and the line of a file that says so.

    `kind` is one of `KINDS`; `part` the heading it stands under; `what` the event and `why` its reason, in
    words; `note` what a person wrote beside it; `time` when, as printed; `other` the record that it is about
    as well; `past`: a later line took its place.
    """

    kind: str
    part: str
    what: str
    place: str
    why: str = ""
    note: str = ""
    time: str = ""
    other: str = ""
    past: bool = False


def person(id: str) -> str:
    """Return a reviewer as the beginning of a sentence."""
    return "The team" if id == TEAM else id


def people(ids: str) -> str:
    """Return reviewer ids as a list in words."""
    *most, last = [person(id.strip()) for id in ids.split(";")]
    return f"{', '.join(most)} and {last}" if most else last

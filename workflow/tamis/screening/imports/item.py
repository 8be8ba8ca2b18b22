"""What every reader of an import yields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said of one entry.

    person: a reviewer's id, or `team`.
    decision: include, exclude or maybe.
    reason: id of a question of the flowchart; empty where none is given, or none of ours.
    word: the tool's word for a reason that is none of ours.
    note: what else the tool says of it.
    time: when, in ISO 8601 and UTC; empty where the tool does not say.
    taken_back: the tool says that the person took it back.
    """

    person: str
    decision: str
    reason: str = ""
    word: str = ""
    note: str = ""
    time: str = ""
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of an import: its line, what it says of itself, and what was decided on it, in order of time.

    source_id: the record id under which `tamis write` gave the record away, where the tool has kept it.
    key: the tool's own id of the article, the same in all its exports of a review.
    """

    line: int
    title: str = ""
    doi: str = ""
    year: int | None = None
    source_id: str = ""
    pmid: str = ""
    key: str = ""
    votes: tuple[Said, ...] = ()

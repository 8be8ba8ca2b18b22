"""What a number of the flow is the sum of: records, studies, searches, and what the protocol names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tamis.tables import Exit


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that a number of the flow counts: how much it adds, where it stands, and what it is.

    A record or a report is one, and `record` names it; where a study is counted, `text` is the study's id. A
    search adds what it found, and the protocol what it names, and `text` says so.
    """

    n: int
    place: str
    record: str = ""
    text: str = ""


Lines = tuple[Counted, ...]


def one_each(exits: Iterable[Exit]) -> Lines:
    """Return the records of some exits, each as one."""
    return tuple(Counted(1, row.place, row.record_id) for row in exits)


def total(lines: Lines | None) -> int | None:
    """Return the sum of lines; None where there are none to sum."""
    return None if lines is None else sum(line.n for line in lines)

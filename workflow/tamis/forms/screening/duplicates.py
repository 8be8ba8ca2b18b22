"""Possible duplicates as a table to fill in: same, different or unsure in the column `answer`.

First come links that something speaks against and that wait for an answer, then possible duplicates, the
likeliest first.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tamis.config import Config
from tamis.dedupe import worklist
from tamis.dedupe.answers import Two, in_order
from tamis.dedupe.inputs import read_answers, read_unanswered
from tamis.dedupe.twins import settle_checked
from tamis.errors import Problems, counted
from tamis.forms.sheet.form import Asked, Filled, Form, as_csv
from tamis.review import Review
from tamis.store import read_built, read_frame
from tamis.tables import Answer, OpenItem, Pair, Record

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Open items that an answer to a pair settles: `dedupe:doubted:<record>:<record>`.
_ASKING = ("doubted", "unlike")


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return the pairs on which a person has said nothing."""
    person = asked.person
    place = review.screening / f"duplicates.{person}.csv"
    found = read_built(_built(review, "pairs"), Pair)
    pairs = {in_order(pair.record_a, pair.record_b): pair for pair in found}
    asking = _asking(read_built(_built(review, "open"), OpenItem), person)
    possible = sorted((p for p in pairs.values() if p.verdict == "possible"), key=lambda p: p.rank or 0)
    # What people have said since the last run counts, too.
    records = read_frame(review.built("searches", "records"), Record, worklist.COLUMNS)
    settled, _ = settle_checked(read_answers(review, config.reviewer_ids, Problems()), records)
    wanted = {two: pairs[two] for two in asking if two in pairs}
    wanted |= {in_order(pair.record_a, pair.record_b): pair for pair in possible}
    open = [pair for two, pair in wanted.items() if person not in {said.person for said in settled.on(two)}]
    if not open:
        return Filled(place, b"", f"Nothing waits for an answer of {person}: no list is written.")
    rows = worklist.rows(((pair.record_a, pair.record_b, pair.rule) for pair in open), records)
    waiting = read_unanswered(review, person, config.reviewer_ids)
    again = [two for pair in open if (two := in_order(pair.record_a, pair.record_b)) in waiting]
    said = f"{counted(len(rows), 'row')} for {person}, the most urgent first. "
    said += "Say same, different or unsure in the column answer; rows without an answer may stay."
    if again:
        file = waiting[again[0]].rpartition(":")[0]
        said += f" {len(again):,} of them wait in {file}, too: an answer in either file is enough."
    return Filled(place, as_csv(Answer, rows), said)


def _built(review: Review, table: str) -> Path:
    return review.built("dedupe", table)


def _asking(items: Iterable[OpenItem], person: str) -> list[Two]:
    """Return the pairs on which an open item asks for an answer, of this person where it is theirs alone."""
    found = []
    for item in items:
        what, *records = item.item.split(":")[1:]
        theirs = what in _ASKING or (what == "changed" and person in item.waits_for.split(";"))
        if theirs and len(records) == 2:
            found.append(in_order(*records))
    return found


FORM = Form(doc="possible duplicates, to be called the same or different", fill=_fill)

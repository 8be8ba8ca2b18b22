"""Possible duplicates as a table to fill in: same, different or unsure in the column `answer`.

First come links that something speaks against and that wait for an answer, then possible duplicates, the
likeliest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tamis.config import Config
from tamis.dedupe.answers import Two, settle
from tamis.dedupe.inputs import read_answers, read_unanswered
from tamis.errors import Problems
from tamis.forms.form import Filled, Form
from tamis.review import Review
from tamis.store import read_built, read_frame
from tamis.tables import Answer, OpenItem, Pair, Record

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What of a record helps to decide, beside its title.
_DETAILS = ("authors", "year", "journal", "volume", "issue", "pages", "doi", "type")
#: Open items that an answer to a pair settles: `dedupe:doubted:<record>:<record>`.
_ASKING = ("doubted", "unlike")
#: A list of authors is cut here; a cell of Excel's holds 32,767 letters, and nobody reads them.
_AUTHORS = 200


def _place(review: Review, person: str) -> Path:
    return review.screening / f"duplicates.{person}.csv"


def _rows(review: Review, config: Config, person: str) -> Filled:
    """Return the pairs on which a person has said nothing."""
    pairs = {_two(pair.record_a, pair.record_b): pair for pair in read_built(_built(review, "pairs"), Pair)}
    asking = _asking(read_built(_built(review, "open"), OpenItem))
    possible = sorted((p for p in pairs.values() if p.verdict == "possible"), key=lambda p: p.rank or 0)
    # What people have said since the last run counts, too.
    settled = settle(read_answers(review, config.reviewer_ids, Problems()))
    wanted = [(two, pairs[two]) for two in asking if two in pairs]
    wanted += [(_two(pair.record_a, pair.record_b), pair) for pair in possible]
    asked = [pair for two, pair in wanted if person not in {said.person for said in settled.on(two)}]
    record = _records(review, {id for pair in asked for id in (pair.record_a, pair.record_b)})
    rows = [_row(pair, record) for pair in asked]
    waiting = read_unanswered(review, person, config.reviewer_ids)
    again = [two for pair in asked if (two := _two(pair.record_a, pair.record_b)) in waiting]
    said = "Say same, different or unsure in the column answer; rows without an answer may stay."
    if again:
        file = waiting[again[0]].rpartition(":")[0]
        said += f" {len(again):,} of them wait in {file}, too: an answer in either file is enough."
    return Filled(rows, said)


def _built(review: Review, table: str) -> Path:
    return review.built("dedupe", table)


def _two(a: str, b: str) -> Two:
    return (a, b) if a < b else (b, a)


def _asking(items: Iterable[OpenItem]) -> list[Two]:
    """Return the pairs on which an open item asks for an answer."""
    found = []
    for item in items:
        what, *records = item.item.split(":")[1:]
        if what in _ASKING and len(records) == 2:
            found.append(_two(*records))
    return found


def _records(review: Review, wanted: set[str]) -> dict[str, dict[str, Any]]:
    """Return what is known of some records, by their ids."""
    frame = read_frame(review.built("searches", "records"), Record, ["record_id", "title", *_DETAILS])
    found = frame[frame["record_id"].isin(wanted)].astype(object)
    found = found.where(found.notna(), None)
    rows = zip(*(found[name] for name in found.columns), strict=True)
    return {row[0]: dict(zip(found.columns, row, strict=True)) for row in rows}


def _row(pair: Pair, record: Mapping[str, Mapping[str, Any]]) -> Answer:
    a, b = record[pair.record_a], record[pair.record_b]
    return Answer(
        record_a=pair.record_a,
        record_b=pair.record_b,
        title_a=_line(a["title"]),
        title_b=_line(b["title"]),
        details_a=details(a),
        details_b=details(b),
        rule=pair.rule,
    )


def _line(text: object) -> str:
    return " ".join(str(text).split())


def details(record: Mapping[str, Any]) -> str:
    """Return who, when, where and DOI of a record in one line; a part that is not known is left out.

    One cell for all of it, since Excel makes a date of pages 1-9 that stand alone.

    >>> details({"authors": "Marlow, Ann", "year": 2016, "journal": "Care", "volume": "3", "issue": "",
    ...          "pages": "1-9", "doi": "10.5555/a", "type": ""})
    'Marlow, Ann (2016). Care; vol. 3; pp. 1-9; doi 10.5555/a'
    """
    authors = _line(record["authors"])
    if len(authors) > _AUTHORS:
        authors = f"{authors[:_AUTHORS].rpartition(';')[0] or authors[:_AUTHORS]} ..."
    year = f"({record['year']})" if record["year"] else ""
    where = [
        f"{before}{_line(record[name])}"
        for name, before in (
            ("journal", ""),
            ("volume", "vol. "),
            ("issue", "no. "),
            ("pages", "pp. "),
            ("doi", "doi "),
            ("type", "type: "),
        )
        if record[name]
    ]
    return ". ".join(part for part in (" ".join(filter(None, (authors, year))), "; ".join(where)) if part)


FORM = Form(
    doc="possible duplicates, to be called the same or different",
    table=Answer,
    place=_place,
    rows=_rows,
)

"""Open conflicts that one person may settle, as a table to fill in.

Who said what stands in it only where that is asked for, and is noted then.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tamis.config import Config
from tamis.errors import Problems, counted
from tamis.forms.screening import now
from tamis.forms.sheet.form import SUFFIX, Asked, Filled, Form, as_csv
from tamis.forms.sheet.workbook import Sheet, as_xlsx, flowchart
from tamis.review import Review
from tamis.store import read_built, read_frame
from tamis.tables import TEAM, Adjudication, Decision, Settlement, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: A stage and a citation.
At = tuple[str, str]

_SHEET = Sheet(
    title="adjudications",
    widths={
        "record": 16,
        "stage": 14,
        "decision": 13,
        "reason": 15,
        "why": 36,
        "title": 44,
        "votes": 44,
        "how": 11,
        "who": 12,
        "votes_seen": 11,
        "meeting": 16,
        "of": 14,
        "time": 17,
    },
    fixed=3,
    words={
        "decision": Adjudication.__dataclass_fields__["decision"].metadata["words"],
        "how": Adjudication.__dataclass_fields__["how"].metadata["words"],
        "votes_seen": Adjudication.__dataclass_fields__["votes_seen"].metadata["words"],
    },
)
_FILL_IN = (
    "Fill in decision, why and time, at full text a reason for each exclusion, and put how, who, votes_seen "
    "and meeting right. Rows without a decision may stay."
)


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return the records in conflict that wait for a person; what was adjudicated since does not."""
    place = review.screening / f"adjudication.{asked.person}{SUFFIX[asked.output]}"
    there = now.read(review)
    open = _open(review, asked)
    settled = _since(review, there.citation_of)
    ids = [at for at in open if at not in settled and at[1] in there.status[at[0]]]
    if not ids:
        return Filled(place, b"", f"No conflict waits for {asked.person}: no list is written.")
    votes = _votes(review, ids)
    rows = _rows(review, config, asked, there, ids, votes)
    content = (
        as_csv(Adjudication, rows) if asked.output == "csv" else as_xlsx(_SHEET, rows, [flowchart(config)])
    )
    said = f"{counted(len(ids), 'conflict')} for {asked.person}. {_FILL_IN}"
    if len(rows) > len(ids):
        said += " Where the reviewers decided on two records of one citation, both rows need a decision."
    if asked.votes:
        said += " What the reviewers said stands in it, and votes_seen says yes."
    return Filled(place, content, said)


def _open(review: Review, asked: Asked) -> list[At]:
    """Return the conflicts that wait for a person, or for the team as a whole, in the order of citations."""
    names = ["stage", "citation_id", "status", "waits_for"]
    verdicts = read_frame(review.built("screening", "verdicts"), Verdict, names)
    found = verdicts[verdicts["status"] == "conflict"]
    return [
        (stage, id)
        for stage, id, _, waits_for in zip(*(found[name] for name in names), strict=True)
        if {asked.person, TEAM} & {*waits_for.split(";")} and asked.stage in ("", stage)
    ]


def _since(review: Review, citation_of: Mapping[str, str]) -> set[At]:
    """Return what somebody has adjudicated since the last run."""
    built = read_built(review.built("screening", "adjudications"), Settlement)
    known = {row.place for row in built}
    rows = now.rows_of(review, "adjudication", Adjudication, Problems())
    return {
        (row.stage, citation_of[row.record])
        for row in rows
        if row.decision and row.place not in known and row.record in citation_of
    }


def _votes(review: Review, ids: Iterable[At]) -> dict[At, list[dict[str, str]]]:
    """Return the decisions that count now on some citations, as the built table has them."""
    names = ["stage", "citation_id", "record_id", "reviewer", "decision", "reason", "note", "current"]
    made = read_frame(review.built("screening", "decisions"), Decision, names)
    made = made[(made["current"] == "yes") & made["citation_id"].isin({id for _, id in ids})]
    found: dict[At, list[dict[str, str]]] = defaultdict(list)
    for values in zip(*(made[name] for name in names), strict=True):
        vote: dict[str, str] = dict(zip(names, values, strict=True))
        if vote["decision"] != "duplicate":
            found[vote["stage"], vote["citation_id"]].append(vote)
    return found


def _rows(
    review: Review,
    config: Config,
    asked: Asked,
    there: now.Now,
    ids: Sequence[At],
    votes: Mapping[At, list[dict[str, str]]],
) -> list[Adjudication]:
    """Return a row for each record that was voted on: an adjudication covers the votes on its own record."""
    beside = now.about(review, there.citations(dict.fromkeys(id for _, id in ids)))
    titles = dict(zip(dict.fromkeys(id for _, id in ids), (each["title"] for each in beside), strict=True))
    rows = []
    for stage, id in ids:
        said = votes.get((stage, id), [])
        voters = {vote["reviewer"] for vote in said}
        third = asked.person not in voters and "third" in config.stages[stage].adjudication.how
        met = [each for each in config.active if each in {*voters, asked.person}]
        records = dict.fromkeys(vote["record_id"] for vote in said) or {id: None}
        rows += [
            Adjudication(
                record=record,
                stage=stage,
                how="third" if third else "discussion",
                who=asked.person if third else ";".join(met),
                votes_seen="yes" if asked.votes else "",
                title=titles[id] if record == id else "",
                votes=_words(said) if asked.votes else "",
            )
            for record in records
        ]
    return rows


def _words(votes: Iterable[Mapping[str, str]]) -> str:
    """Return who said what, with reason and note."""
    return "; ".join(
        f"{vote['reviewer']}: {vote['decision']}"
        + (f" ({vote['reason']})" if vote["reason"] else "")
        + (f", {vote['note']}" if vote["note"] else "")
        for vote in votes
    )


FORM = Form(
    doc="open conflicts that a reviewer may settle; with --votes, who said what",
    fill=_fill,
    outputs=("csv", "xlsx"),
    options={"stage", "votes"},
)

"""How full texts were sought: where, whom the team asked and what came, and which PDF each report is.

PRISMA 2020 items 8 and 9, PRISMA-S item 6. Whether a PDF is on the computer that made the page is no matter
of the review: what is printed is what the log says.
"""

from __future__ import annotations

from typing import Any

from tamis.fulltext.inputs import REQUEST_LOG, RETRIEVAL_LOG
from tamis.fulltext.retrieval import by_citation
from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number, slug
from tamis.reports.references import Work, reference, sort_key
from tamis.tables import Request, Retrieval

#: What can be asked for, and what can come, in words.
_WHAT = {"full_text": "full text", "data": "data", "clarification": "clarification"}
_ANSWERS = {
    "sent": "sent",
    "part": "sent in part",
    "refused": "refused",
    "other": "another answer",
    "": "no answer",
}


def make(context: Context) -> dict[str, Any] | None:
    """Return where full texts were sought, requests and PDFs; None where the team logged nothing of it."""
    built = context.built
    citation_of = {member.record_id: member.citation_id for member in built.members}
    known = [row for row in built.retrievals if row.record in citation_of]
    logged = by_citation(known, citation_of)
    asked = [row for row in built.requests if row.record in citation_of]
    made = {
        "places": places(context, logged),
        "requests": sorted(
            (_request(context, citation_of[row.record], row) for row in asked),
            key=lambda each: (each["key"], each["row"].asked, each["row"].place),
        ),
        "tally": tally(context, asked),
        "files": sorted(
            (_file(context, id, row) for id, rows in logged.items() for row in rows if row.file),
            key=lambda each: (each["key"], each["row"].file),
        ),
    }
    return made if any(made.values()) else None


def places(context: Context, logged: dict[str, list[Retrieval]]) -> list[tuple[str, Number]]:
    """Return how many reports were looked for at each place, the most frequent first."""
    at: dict[str, dict[str, Retrieval]] = {}
    for id, rows in logged.items():
        for row in rows:
            for place in filter(None, map(str.strip, row.where.split(";"))):
                at.setdefault(place, {}).setdefault(id, row)
    numbers = [
        (
            place,
            context.numbers.count(
                f"sought-at-{slug(place)}",
                f"Reports looked for at: {place}",
                table=RETRIEVAL_LOG,
                where=f"where names {place}; a report counts once, by the last row of each of its records",
                by=places,
                behind=[Behind(row.place, record=row.record) for row in rows.values()],
                mark=context.mark("retrieval"),
            ),
        )
        for place, rows in at.items()
    ]
    return sorted(numbers, key=lambda each: (-(each[1].value or 0), each[0].casefold()))


def tally(context: Context, asked: list[Request]) -> list[tuple[str, Number, list[tuple[str, Number]]]]:
    """Return how often what was asked for, and what came of it."""

    def number(id: str, words: str, where: str, rows: list[Request]) -> Number:
        behind = [Behind(row.place, record=row.record) for row in rows]
        return context.numbers.count(
            f"asked-{id}", words, table=REQUEST_LOG, where=where, by=tally, behind=behind, mark=mark
        )

    mark = context.mark("retrieval")
    found = []
    for what, words in _WHAT.items():
        rows = [row for row in asked if row.what == what]
        if not rows:
            continue
        of = []
        for answer, said in _ANSWERS.items():
            those = [row for row in rows if row.answer == answer]
            if those:
                where = f"what is {what}; answer is {answer or 'empty'}"
                of.append(
                    (
                        said,
                        number(f"{what}-{answer or 'none'}", f"Requests for {words}: {said}", where, those),
                    )
                )
        found.append((words, number(what, f"Requests for {words}", f"what is {what}", rows), of))
    return found


def _request(context: Context, id: str, row: Request) -> dict[str, Any]:
    return {**_report(context, id), "row": row, "what": _WHAT[row.what], "answer": _ANSWERS[row.answer]}


def _file(context: Context, id: str, row: Retrieval) -> dict[str, Any]:
    return {**_report(context, id), "row": row}


def _report(context: Context, id: str) -> dict[str, Any]:
    citation = context.built.citation[id]
    work = Work.of(citation)
    return {"key": sort_key(work), "reference": reference(work), "mark": context.stand_in(citation)}

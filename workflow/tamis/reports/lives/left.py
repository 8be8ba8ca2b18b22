"""Where full texts were sought, which studies reports are about, and where records left the review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tamis.reports.environment import clock
from tamis.reports.lives.event import LEFT, LINKED, SOUGHT, STUDIES, Event, Words
from tamis.tables import Exit, Report, Retrieval, Study

#: How each exit is said; for what is open, by where it waits.
EXITS = {
    "duplicate": "Removed as a duplicate before screening",
    "excluded_title_abstract": "Excluded on title and abstract",
    "not_retrieved": "Report not retrieved",
    "excluded_full_text": "Report excluded in full text",
    "excluded_after_appraisal": "Report excluded after appraisal",
    "included": "Included in the review",
    "title_abstract": "Still open: awaits a decision on title and abstract",
    "retrieval": "Still open: awaits retrieval",
    "full_text": "Still open: awaits a decision on the full text",
}
_RETRIEVED = {
    "retrieved": "Full text retrieved",
    "not_retrieved": "Full text not retrieved",
    "requested": "Full text requested",
}


def sought(retrievals: Iterable[Retrieval], home: Mapping[str, str]) -> Iterator[tuple[str, Event]]:
    """Yield by citation where its full text was looked for, and whether it was found."""
    for row in retrievals:
        where = ", ".join(part.strip() for part in row.where.split(";") if part.strip())
        why = f"looked for at: {where}" if where else ""
        what = _RETRIEVED[row.status]
        yield (
            home.get(row.record, row.record),
            Event("sought", SOUGHT, what, row.place, why, row.note, clock(row.date)),
        )


def reported(reports: Iterable[Report], study: Mapping[str, Study]) -> Iterator[tuple[str, Event]]:
    """Yield by citation the included studies that it reports on; the place is the study's line."""
    for report in reports:
        for id in (part.strip() for part in report.studies.split(";")):
            if of := study.get(id):
                role = "Main report" if of.citation_id == report.citation_id else "Companion report"
                yield (
                    report.citation_id,
                    Event("study", STUDIES, f"{role} of {of.label}", of.place, f"study {id}"),
                )


def left(exits: Iterable[Exit], words: Words) -> Iterator[tuple[Exit, Event]]:
    """Yield where each record left the review, or where it waits."""
    for row in exits:
        what = EXITS.get(row.at if row.exit == "open" else row.exit) or _plain(row.exit)
        part = LEFT if row.record_id == row.citation_id else LINKED
        why = [words(row.reason) if row.reason else ""]
        why += ["by automation tools alone"] if row.automatic else []
        why += ["counted in the version before"] if row.version else []
        yield row, Event("exit", part, what, row.place, "; ".join(filter(None, why)))


def _plain(id: str) -> str:
    """Return an id as the beginning of a sentence."""
    return id.replace("_", " ").capitalize()

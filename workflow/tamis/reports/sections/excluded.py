"""Reports that were excluded in full text, with the reason, and those that could not be had."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.reports.references import Work, reference, sort_key
from tamis.reports.sections.flow import reasons


def make(context: Context) -> dict[str, Any]:
    """Return the citations that left at full text or before it (PRISMA 2020 item 16b)."""
    built = context.built
    where = {report.citation_id: report.where for report in built.reports}
    citation_of = {member.record_id: member.citation_id for member in built.members}
    logged = {citation_of.get(row.record, row.record): row for row in built.retrievals}
    not_retrieved = [
        {
            **row,
            "where": [place.strip() for place in where[row["id"]].split(";") if place.strip()],
            "log": logged.get(row["id"]),
        }
        for row in _left(context, "not_retrieved")
    ]
    return {
        "reasons": reasons(context, "excluded_full_text", "full text"),
        "mark": context.mark("reasons"),
        "excluded": _left(context, "excluded_full_text"),
        "not_retrieved": not_retrieved,
        "sought": any(context.flow[name].value for name in ("dbr_sought_reports", "other_sought_reports")),
        "waiting": [number for (_, at), number in context.waiting.items() if at == "retrieval"],
        "recorded": context.flow["dbr_notretrieved_reports"].value is not None,
    }


def _left(context: Context, exit: str) -> list[dict[str, Any]]:
    """Return what left by an exit, as `build/flow/exits.csv` has it, in the order of a list of references."""
    built = context.built
    rows = [
        (row, built.citation[row.citation_id], Work.of(built.citation[row.citation_id]))
        for row in built.exits
        if row.exit == exit
    ]
    return [
        {
            "id": row.citation_id,
            "arm": context.arm(row.arm),
            "reference": reference(work),
            "reason": context.reason(row.reason),
            "place": row.place,
            "mark": context.stand_in(citation),
        }
        for row, citation, work in sorted(rows, key=lambda each: sort_key(each[2]))
    ]

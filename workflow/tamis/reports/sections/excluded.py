"""Reports that were excluded in full text, with the reason, and those that could not be had."""

from __future__ import annotations

from typing import Any

from tamis.reports.context import Context
from tamis.reports.references import Work, reference, sort_key
from tamis.reports.sections.flow import reasons
from tamis.tables import Report


def make(context: Context) -> dict[str, Any]:
    """Return the citations that left at full text or before it (PRISMA 2020 item 16b)."""
    built = context.built
    retrievals = {row.record: row for row in built.retrievals}
    citation_of = {member.record_id: member.citation_id for member in built.members}
    logged = {citation_of.get(record, record): row for record, row in retrievals.items()}

    def ordered(reports: list[Report]) -> list[tuple[Report, Work]]:
        pairs = [(report, Work.of(built.citation[report.citation_id])) for report in reports]
        return sorted(pairs, key=lambda pair: sort_key(pair[1]))

    return {
        "reasons": reasons(context, "excluded_full_text", "full text"),
        "mark": context.mark("reasons"),
        "excluded": [
            {
                "id": report.citation_id,
                "reference": reference(work),
                "reason": context.reason(report.reason),
                "place": report.place,
                "stand_in": built.citation[report.citation_id].stand_in == "yes",
            }
            for report, work in ordered([row for row in built.reports if row.outcome == "exclude"])
        ],
        "not_retrieved": [
            {
                "id": report.citation_id,
                "reference": reference(work),
                "where": [place.strip() for place in report.where.split(";") if place.strip()],
                "log": logged.get(report.citation_id),
                "place": report.place,
                "stand_in": built.citation[report.citation_id].stand_in == "yes",
            }
            for report, work in ordered([row for row in built.reports if row.retrieval == "not_retrieved"])
        ],
        "flow": context.flow,
    }

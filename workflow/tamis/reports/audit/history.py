"""Every line that was written: each decision and each adjudication, in order of time, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tamis.store import in_utc
from tamis.tables import STAGES, Citation, Decision, HistoryLine, Settlement


def history(
    decisions: Iterable[Decision], adjudications: Iterable[Settlement], citation: Mapping[str, Citation]
) -> list[HistoryLine]:
    """Return all that was said while screening, by stage and citation, and there in order of time.

    Args:
        decisions: every decision, changed ones included.
        adjudications: every adjudication, reversed ones included.
        citation: the citations by id.
    """
    lines = [
        HistoryLine(
            stage=d.stage,
            citation_id=d.citation_id,
            title=citation[d.citation_id].title,
            record_id=d.record_id,
            kind="decision",
            who=d.reviewer,
            decision=d.decision,
            of=d.of,
            reason=d.reason,
            note=d.note,
            time=d.time,
            version=d.version,
            batch=d.batch,
            current=d.current,
            first=d.first,
            place=d.place,
        )
        for d in decisions
    ]
    lines += [
        HistoryLine(
            stage=a.stage,
            citation_id=a.citation_id,
            title=citation[a.citation_id].title,
            record_id=a.record_id,
            kind=a.how,
            who=a.who,
            decision=a.decision,
            of=a.of,
            reason=a.reason,
            note=a.why,
            time=a.time,
            version=a.version,
            votes_seen=a.votes_seen,
            meeting=a.meeting,
            current=a.current,
            place=a.place,
        )
        for a in adjudications
    ]
    order = {id: position for position, id in enumerate(citation)}
    # Sorting keeps the order of what has the same key: decisions stand before adjudications.
    return sorted(
        lines, key=lambda line: (STAGES.index(line.stage), order[line.citation_id], in_utc(line.time))
    )

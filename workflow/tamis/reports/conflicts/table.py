"""The conflicts as rows: one for each vote and each adjudication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tamis.reports.conflicts.dossier import Case
from tamis.tables import ConflictStep, Decision, Settlement


def rows(cases: Iterable[Case], reasons: Mapping[str, str]) -> Iterator[ConflictStep]:
    """Yield the rows of `reports/conflicts.csv`: of each case its votes by reviewer, then its adjudications.

    Args:
        cases: the conflicts.
        reasons: how each reason for exclusion is printed.
    """
    for case in cases:
        for votes in case.votes.values():
            for vote in votes:
                step = "vote" if vote.order == 1 else "changed vote"
                yield _row(case, step, vote.reviewer, vote, vote.note, reasons)
        for row in case.settlements:
            yield _row(case, "adjudication", row.who, row, row.why, reasons)


def _row(
    case: Case, step: str, who: str, said: Decision | Settlement, note: str, reasons: Mapping[str, str]
) -> ConflictStep:
    verdict, citation = case.verdict, case.citation
    settled = said if isinstance(said, Settlement) else None
    return ConflictStep(
        stage=verdict.stage,
        citation_id=verdict.citation_id,
        title=citation.title,
        authors=citation.authors,
        year=citation.year,
        doi=citation.doi,
        conflict=verdict.conflict,
        status=verdict.status,
        outcome=verdict.outcome,
        settled=case.way,
        waits_for=verdict.waits_for if case.unresolved else "",
        step=step,
        who=who,
        decision=said.decision,
        of=said.of,
        reason=said.reason,
        reason_in_words=reasons.get(said.reason, ""),
        note=note,
        time=said.time,
        version=said.version,
        how=settled.how if settled else "",
        votes_seen=settled.votes_seen if settled else "",
        meeting=settled.meeting if settled else "",
        first="" if isinstance(said, Settlement) else said.first,
        current=said.current,
        place=said.place,
    )

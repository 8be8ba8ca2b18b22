"""Judgements of loose tables: they may stand alone, and hold whichever category it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from tamis.appraisal.cases.assess import Assessed
from tamis.appraisal.cases.case import Case
from tamis.appraisal.engine.judge import judge_all
from tamis.appraisal.engine.tool import OVERALL, Tool
from tamis.appraisal.findings import MERGED
from tamis.tables import DomainJudgement


def as_judged(case: Case, found: Assessed) -> Assessed:
    """Return what was assessed, with judgements that the table gives where their questions have no answers.

    Criteria of a domain that was only judged are not missing: the table leaves them out.
    """
    tool, made = case.tool, dict[str, str]()
    rows: list[DomainJudgement] = []
    answered = {row.domain for row in found.ratings if row.state != "empty"}
    alone = set()
    for row in found.judgements:
        said = {line.answer for line in found.answers.get((row.domain, row.domain), {}).values()}
        if said and row.domain not in answered:
            alone.add(row.domain)
        if row.state == "incomplete":
            proposed = row.proposed
            if row.domain == OVERALL and tool.overall and made and all(made.values()):
                proposed = judge_all(tool.overall, [*made], made, {})
            one = next(iter(said)) if len(said) == 1 else "" if said else proposed
            row = replace(row, proposed=proposed, judgement=one, state=_state(said, one, proposed))
        if row.domain != OVERALL:
            made[row.domain] = row.judgement
        rows.append(row)
    if alone and not answered & {*made}:
        alone |= {*made}
    whole = next((row.judgement for row in rows if row.domain == OVERALL), found.assessment.judgement)
    # A score is a team's own choice, and no config says here that this one made it.
    assessment = replace(found.assessment, judgement=whole, percent=None)
    left = tuple(row for row in found.ratings if row.domain not in alone or row.state != "empty")
    if alone:
        due = [row for row in left if row.due == "yes"]
        complete = all(row.answer for row in due) and all(row.judgement for row in rows)
        assessment = replace(
            assessment,
            outcome="appraised" if complete else assessment.outcome,
            due=len(due) or None,
            answered=sum(bool(row.answer) for row in due) if due else None,
            met=assessment.met if due else None,
        )
    return replace(found, ratings=left, judgements=tuple(rows), assessment=assessment)


def _state(said: Collection[str], judgement: str, proposed: str) -> str:
    """Return how a judgement came about that the answers do not give, as in `tables.DomainJudgement`."""
    if not judgement:
        return "disputed" if said else "incomplete"
    if judgement == proposed:
        return "proposed"
    return "overruled" if proposed else "judged"


def whichever(tool: Tool, ways: Sequence[Sequence[DomainJudgement]]) -> Iterator[DomainJudgement]:
    """Yield the judgements that hold whichever category it is, given those by each that it can be.

    Of domains that share a short name, one of which each category has, the row names all.
    """
    named = [
        {row.domain if row.domain == OVERALL else tool.domain[row.domain].short: row for row in rows}
        for rows in ways
    ]
    for name in named[0] if named else ():
        those = [rows[name] for rows in named if name in rows]
        if len(those) < len(named) or len({row.judgement for row in those}) > 1:
            continue
        row = replace(those[0], domain=MERGED.join(dict.fromkeys(row.domain for row in those)))
        if len({row.proposed for row in those}) > 1:
            row = replace(row, proposed="", state="judged" if row.judgement else row.state)
        yield row


def disagreeing(judgements: Sequence[DomainJudgement]) -> tuple[tuple[str, str, str], ...]:
    """Return judgements that do not follow from what the table has beside them, as in `studies.Loose`."""
    return tuple((row.domain, row.judgement, row.proposed) for row in judgements if row.state == "overruled")

"""How each domain of a case, and the whole, is judged: by the tool's rules, and by people."""

from __future__ import annotations

from collections.abc import Iterable

from tamis.appraisal.cases.work import Work, joined
from tamis.appraisal.engine import judge
from tamis.appraisal.engine.tool import OVERALL
from tamis.tables import Appraisal, DomainJudgement


def judged(work: Work, rows: Iterable[Appraisal]) -> Iterable[DomainJudgement]:
    """Yield how each domain that is due and judged is judged, and then the whole."""
    case, tool = work.case, work.case.tool
    due = [row for row in rows if row.due == "yes"]
    holds = {(row.domain, row.item): row.answer for row in due if row.answer}
    complete = len(holds) == len(due)
    made: dict[str, str] = {}
    for domain in case.criteria:
        if not domain.judged:
            continue
        answers = {item: answer for (its, item), answer in holds.items() if its == domain.id}
        whole = all((row.domain, row.item) in holds for row in due if row.domain == domain.id)
        proposed = judge.judge(tool, domain, answers) if whole else ""
        raters = [p for (its, _), held in work.held.items() if its == domain.id for p in held.said]
        row = _judgement(work, domain.id, proposed, raters, complete=whole, ruled=bool(domain.rules))
        made[domain.id] = row.judgement
        yield row
    if tool.overall:
        complete = complete and all(made.values())
        said = {item: tool.counts_as(answer) for (_, item), answer in holds.items()}
        proposed = judge.judge_all(tool.overall, list(made), made, said) if complete else ""
        raters = [person for held in work.held.values() for person in held.said]
        ruled = bool(tool.overall.rules)
        yield _judgement(work, OVERALL, proposed, raters, complete=complete, ruled=ruled)


def _judgement(
    work: Work, domain: str, proposed: str, raters: Iterable[str], *, complete: bool, ruled: bool
) -> DomainJudgement:
    """Return how a domain, or the whole, is judged.

    An appraiser who answered the questions and gave no judgement of their own leaves it at what the rules
    propose: where another one overrules that, the two differ. Where the rules need answers that are not
    there, nobody's judgement holds yet.
    """
    case, slot = work.case, (domain, domain)
    lines = work.answers.get(slot, {})
    explicit = {person: line.answer for person, line in lines.items()}
    implied = dict.fromkeys(raters, proposed) if proposed else {}
    held = work.hold(slot, {**implied, **explicit}, open_to=complete and not explicit, classes=False)
    made, settled = held.answer, held.settled
    who, why, place = list(lines), joined(line.comment for line in lines.values()), case.place
    if settled:
        who, why, place = case.ordered(settled.who), settled.comment, settled.place
    elif lines:
        place = next(iter(lines.values())).place
    if ruled and not complete:
        made, state = "", "incomplete"
    elif held.state == "disputed":
        made, state, why = "", "disputed", f"they differ: {held.in_words}"
    elif not made:
        state = "empty" if complete else "incomplete"
    elif made == proposed:
        state = "proposed"
    else:
        state = "overruled" if proposed else "judged"
    return DomainJudgement(
        study=case.study.study,
        tool=case.tool.id,
        result=case.result,
        domain=domain,
        proposed=proposed,
        judgement=made,
        state=state,
        who=";".join(who),
        why=why,
        place=place,
    )

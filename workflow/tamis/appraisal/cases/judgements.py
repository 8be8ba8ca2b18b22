"""How each domain of a case, and the whole, is judged: by the tool's rules, and by people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tamis.appraisal.cases.progress import Work, joined
from tamis.appraisal.cases.slots import Slot, is_judgement
from tamis.appraisal.engine import judge
from tamis.appraisal.engine.tool import OVERALL
from tamis.appraisal.lines import Line
from tamis.store import later
from tamis.tables import Appraisal, DomainJudgement


def judged(work: Work, rows: Iterable[Appraisal]) -> Iterable[DomainJudgement]:
    """Yield how each domain that is due and judged is judged, and then the whole."""
    case, tool = work.case, work.case.tool
    due = [row for row in rows if row.due == "yes"]
    holds = {(row.domain, row.item): row.answer for row in due if row.answer}
    places = {row.item: row.reconciled or row.place for row in due}
    complete = len(holds) == len(due)
    made: dict[str, str] = {}
    for domain in case.criteria:
        if not domain.judged:
            continue
        answers = {item: answer for (its, item), answer in holds.items() if its == domain.id}
        whole = all((row.domain, row.item) in holds for row in due if row.domain == domain.id)
        proposed = judge.judge(tool, domain, answers) if whole else ""
        at = places[judge.decides(tool, domain, answers)] if proposed else ""
        raters = [p for (its, _), held in work.held.items() if its == domain.id for p in held.said]
        row = _judgement(work, domain.id, proposed, at, raters, complete=whole, ruled=bool(domain.rules))
        made[domain.id] = row.judgement
        places[domain.id] = row.place
        yield row
    if tool.overall:
        complete = complete and all(made.values())
        said = {item: tool.counts_as(answer) for (_, item), answer in holds.items()}
        proposed = judge.judge_all(tool.overall, list(made), made, said) if complete else ""
        at = places[judge.decides_all(tool.overall, list(made), {**said, **made})] if proposed else ""
        raters = [person for held in work.held.values() for person in held.said]
        ruled = bool(tool.overall.rules)
        yield _judgement(work, OVERALL, proposed, at, raters, complete=complete, ruled=ruled)


def _judgement(
    work: Work, domain: str, proposed: str, at: str, raters: Iterable[str], *, complete: bool, ruled: bool
) -> DomainJudgement:
    """Return how a domain, or the whole, is judged.

    An appraiser who answered the questions and gave no judgement of their own leaves it at what the rules
    propose: where another one overrules that, the two differ. Where the rules need answers that are not
    there, nobody's judgement holds yet. Nor does one that was given before an answer under it was changed.

    `at` is the place of the answer, or of the domain, that made what the rules propose.
    """
    case, slot = work.case, (domain, domain)
    lines = _newest(work, slot)
    explicit = {person: line.answer for person, line in lines.items()}
    implied = dict.fromkeys(raters, proposed) if proposed else {}
    held = work.hold(
        slot,
        {**implied, **explicit},
        open_to=complete and not explicit,
        classes=False,
        under=[line for each in _under(work, slot) for line in _began(work, each)],
    )
    made, settled = held.answer, held.settled
    who, why, place = list(lines), joined(line.comment for line in lines.values()), at or case.place
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


# --- what a judgement rests on ------------------------------------------------------------------


def _under(work: Work, slot: Slot) -> Iterator[Slot]:
    """Yield what a judgement rests on: what its domain asks, or all that is asked and judged."""
    due = {domain.id for domain in work.case.criteria}
    for each in dict.fromkeys([*work.began, *work.held]):
        asked = work.route.get(each) or any(each in path for path in work.paths.values())
        counts = asked or is_judgement(work.case.tool, each)
        if counts and each != slot and slot[0] in (each[0], OVERALL) and each[0] in due:
            yield each


def _began(work: Work, slot: Slot) -> Iterator[Line]:
    """Yield the lines with which what is said of a slot, and what settled it, began."""
    yield from work.began.get(slot, {}).values()
    held = work.held.get(slot)
    if held and held.settled:
        yield held.settled


def _newest(work: Work, slot: Slot) -> dict[str, Line]:
    """Return people's own judgements, and note those that what was said later outdated."""
    for person, line in [*work.answers.get(slot, {}).items()]:
        after = [one for each in _under(work, slot) for one in _after(work, each, person, line)]
        if after:
            work.outdated.append((line, after[0]))
            del work.answers[slot][person]
    return work.answers.get(slot, {})


def _after(work: Work, slot: Slot, person: str, judgement: Line) -> Iterator[Line]:
    """Yield what changed under a person's judgement after it: their own answer, or what it was settled as.

    Where the times do not say so, the lines of one file do, of an answer that was another one before: a file
    may well begin with the judgements.
    """
    own = work.began.get(slot, {}).get(person)
    if own:
        file = judgement.place.rpartition(":")[0]
        below = own.place.rpartition(":")[0] == file and own.position > judgement.position
        if later(own.time, judgement.time) or (own.changed and below):
            yield own
    held = work.held.get(slot)
    if held and held.settled and later(held.settled.time, judgement.time):
        tool = work.case.tool
        alone = is_judgement(tool, slot)
        same = str if alone else tool.counts_as
        if alone if own is None else same(own.answer) != same(held.settled.answer):
            yield held.settled

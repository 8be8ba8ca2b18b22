"""One case assessed: what holds of each criterion, how each domain and the whole is judged, and what follows.

Where two appraisers answer different questions because their answers lead them different ways, each one's own
way says what they had to answer: an answer counts where its writer's own answers ask for it, or where what
holds asks for it and the answer is not "not applicable". So people differ only on what both were asked. What
holds is routed on the answers that hold; a question that it asks and that nobody, or too few, answered is
told (see openitems).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tamis.appraisal.cases.case import Case
from tamis.appraisal.cases.holds import Held
from tamis.appraisal.cases.judgements import judged
from tamis.appraisal.cases.levels import level, percent
from tamis.appraisal.cases.progress import Work, joined
from tamis.appraisal.cases.slots import Slot, began, by_slot, current, is_judgement
from tamis.appraisal.engine import judge
from tamis.appraisal.engine.judge import routes
from tamis.appraisal.engine.tool import OVERALL, Domain
from tamis.appraisal.lines import ALL, Line
from tamis.config import AppraisalRules
from tamis.tables import Appraisal, Assessment, DomainJudgement


@dataclass(frozen=True)
class Assessed:
    """What follows from what people said of one case.

    answers: the lines of each slot that count now, by person; held: what holds of each slot; route: whether
    what holds asks for each item (None: that is not decided yet); paths: the items that each person's own
    answers ask for, by person; stray: second views and reconciliations of domains that the category does not
    have. outdated: judgements of people that count no more, each with what changed under it later.
    """

    case: Case
    ratings: tuple[Appraisal, ...]
    judgements: tuple[DomainJudgement, ...]
    assessment: Assessment
    answers: Mapping[Slot, Mapping[str, Line]]
    held: Mapping[Slot, Held]
    route: Mapping[Slot, bool | None]
    paths: Mapping[str, frozenset[Slot]]
    stray: tuple[Line, ...] = ()
    outdated: tuple[tuple[Line, Line], ...] = ()
    stopped: bool = False


def assess(case: Case, rules: AppraisalRules) -> Assessed:
    """Return what follows from what people said of a case, by its tool and the protocol's rules."""
    work = Work(
        case,
        rules.appraisers,
        answers=current(case, case.ratings),
        began=began(case, case.ratings),
        views=by_slot(case, (view for view in case.views if view.items != (ALL,))),
        settlements=by_slot(case, case.reconciliations),
    )
    for domain in case.domains:
        _hold_domain(work, domain)
    for slot in [*work.answers, *work.settlements, *work.views]:
        _hold_unasked(work, slot)
    stopped = _stopped(work)
    rows = tuple(_rows(work, stopped=stopped))
    judgements = () if stopped or not case.category else tuple(judged(work, rows))
    judged_ones = {domain.id for domain in case.criteria if domain.judged} | {OVERALL}
    stray = tuple(
        line
        for slot in dict.fromkeys([*work.views, *work.settlements])
        if case.category and is_judgement(case.tool, slot) and slot[0] not in judged_ones
        for line in [*work.views.get(slot, []), *work.settlements.get(slot, [])]
    )
    return Assessed(
        case,
        rows,
        judgements,
        _assessment(case, rules, rows, judgements, stopped=stopped),
        work.answers,
        work.held,
        work.route,
        work.paths,
        stray,
        tuple(work.outdated),
        stopped,
    )


# --- what holds ---------------------------------------------------------------------------------


def _hold_domain(work: Work, domain: Domain) -> None:
    """Find out what holds of the items of a domain that is asked, in order: earlier ones route later ones."""
    tool = work.case.tool
    people: dict[str, dict[str, str]] = {}
    for item in domain.items:
        for person, line in work.answers.get((domain.id, item.id), {}).items():
            if line.answer in item.answers:
                people.setdefault(person, {})[item.id] = line.answer
    for person, answers in people.items():
        own = {(domain.id, item) for item in judge.asked(tool, domain, answers)}
        work.paths[person] = work.paths.get(person, frozenset()) | own
    holds: dict[str, str] = {}
    for item in domain.items:
        slot = (domain.id, item.id)
        work.route[slot] = routes(tool, domain, holds)[item.id]
        said = {
            person: answers[item.id]
            for person, answers in people.items()
            if item.id in answers
            and (slot in work.paths[person] or (work.route[slot] and answers[item.id] != tool.not_applicable))
        }
        if work.route[slot] is False and not said:  # plays no part; it is shown as it was said
            said = {person: answers[item.id] for person, answers in people.items() if item.id in answers}
            said = said or {p: line.answer for p, line in work.answers.get(slot, {}).items()}
        may = None if work.route[slot] is False else item.answers
        # What nobody answered can be settled only where what was settled before it led there.
        led = any(work.held[domain.id, each].settled for one in item.asked for each in one)
        open_to = len(said) < work.enough and (led or slot in work.answers)
        held = work.hold(slot, said, open_to=open_to, may=may)
        if held.answer and held.answer in item.answers:
            holds[item.id] = held.answer


def _hold_unasked(work: Work, slot: Slot) -> None:
    """Find out what holds of what was said on an item that the category does not ask for."""
    if slot in work.held or is_judgement(work.case.tool, slot):
        return
    said = {person: line.answer for person, line in work.answers.get(slot, {}).items()}
    work.hold(slot, said, open_to=False)


def _stopped(work: Work) -> bool:
    """Say whether a screening question has an answer that makes the criteria optional."""
    first = work.case.tool.screening
    if not first:
        return False
    held = [work.held[first.domain, item].answer for item in work.case.tool.domain[first.domain].item_ids]
    return any(answer and answer not in first.passes for answer in held)


# --- rows ---------------------------------------------------------------------------------------


def _rows(work: Work, *, stopped: bool) -> Iterable[Appraisal]:
    """Yield a row for each criterion that is due or was rated, in the order of the tool."""
    case, tool = work.case, work.case.tool
    slots = [(d.id, item) for d in tool.domains for item in d.item_ids]
    slots += sorted(slot for slot in work.answers if not slot[0])
    criteria = {d.id for d in case.criteria}
    for slot in slots:
        domain, item = slot
        due = "yes" if work.route.get(slot) else "no"
        if stopped and domain in criteria:
            due = "optional"
        lines = work.answers.get(slot, {})
        if due != "yes" and not lines:
            continue
        held = work.held[slot]
        yield _row(case, domain, item, due, lines, held)


def _row(case: Case, domain: str, item: str, due: str, lines: Mapping[str, Line], held: Held) -> Appraisal:
    """Return the row of one criterion."""
    spoken = [lines[person] for person in held.said]
    first = next(iter(spoken), None)
    merged = next((line.written for line in spoken if len(line.items) > 1), "")
    if held.settled:
        comments = [held.settled.comment]
    elif held.state == "disputed":
        comments = [f"they differ: {held.in_words}"]
    else:
        comments = [line.comment for line in spoken]
    place = first.place if first else held.settled.place if held.settled else case.place
    return Appraisal(
        study=case.study.study,
        tool=case.tool.id,
        result=case.result,
        domain=domain,
        item=item,
        due=due,
        answer=held.answer,
        state=held.state,
        appraiser=";".join(held.said),
        viewer=";".join(case.ordered(held.agreeing)),
        reconciled=held.settled.place if held.settled else "",
        written=merged,
        comment=joined(comments),
        quote=joined(line.quote for line in spoken),
        page=joined(line.page for line in spoken),
        place=place,
    )


# --- the whole ----------------------------------------------------------------------------------


def _assessment(
    case: Case,
    rules: AppraisalRules,
    rows: Iterable[Appraisal],
    judgements: Iterable[DomainJudgement],
    *,
    stopped: bool,
) -> Assessment:
    """Return the line of one case."""
    due = [row for row in rows if row.due == "yes"]
    criteria = [row for row in due if row.domain in {d.id for d in case.criteria}]
    if case.tool.met:  # what does not apply is neither met nor not met
        criteria = [row for row in criteria if row.answer != (case.tool.not_applicable or None)]
    complete = bool(case.category) and all(row.answer for row in due)
    settled = all(row.judgement for row in judgements)
    rated = bool(case.ratings)
    outcome = (
        "none"
        if not rated
        else "stopped"
        if stopped
        else "appraised"
        if complete and settled
        else "incomplete"
    )
    share = percent(case.tool, criteria) if complete and not stopped else None
    overall = next((row.judgement for row in judgements if row.domain == OVERALL), "")
    return Assessment(
        study=case.study.study,
        tool=case.tool.id,
        result=case.result,
        category=case.category,
        component=case.component,
        chosen=case.chosen,
        why=case.why,
        outcome=outcome,
        due=len(criteria) if case.category else None,
        answered=sum(bool(row.answer) for row in criteria) if case.category else None,
        met=sum(row.answer == case.tool.met for row in criteria) if case.tool.met and case.category else None,
        percent=share,
        judgement=overall,
        level=level(rules.levels, case.tool.id, share, overall),
        who=case.who,
        place=case.place,
    )

"""What each person said of each criterion, domain and whole, as it counts now: rows of said.csv."""

from __future__ import annotations

from collections.abc import Iterable

from tamis.appraisal.cases.assess import Assessed
from tamis.appraisal.cases.slots import by_slot
from tamis.appraisal.lines import AGREE, ALL, Line
from tamis.tables import Said


def said(assessed: Iterable[Assessed]) -> list[Said]:
    """Return a row for each person and what they spoke of, by case, item (as the tool has them) and role.

    Appraisers' newest answers, also those that the routing passes over; second views that are of what is said
    now, with the answer they agree with or give; both with what that person had answered first; what settled
    a difference. A second view or reconciliation that counts no more is an open item, and no row.
    """
    return [row for one in assessed for row in _rows(one)]


def _rows(one: Assessed) -> list[Said]:
    tool = one.case.tool
    order = {item: at for at, item in enumerate([*tool.item_ids, *tool.domain])}
    slots = sorted({*one.answers, *one.held}, key=lambda slot: (order.get(slot[1], len(order)), slot))
    firsts = {
        (slot, line.person): line.answer
        for lines in (one.case.views, one.case.ratings)
        for slot, those in by_slot(one.case, (line for line in lines if line.items != (ALL,))).items()
        for line in reversed(those)  # of each person the first one stays
    }
    found = []
    for slot in slots:
        for person, line in one.answers.get(slot, {}).items():
            first = firsts[slot, person]
            found.append(_row(one, slot[1], "appraiser", person, line, line.answer, first))
        held = one.held.get(slot)
        if held is None:
            continue
        shared = next(iter(held.said.values()), "")
        for person in one.case.ordered(held.views):
            view = held.views[person]
            if view.answer != AGREE or person in held.agreeing:
                answer = shared if view.answer == AGREE else view.answer
                first = firsts.get((slot, person), AGREE)
                found.append(_row(one, slot[1], "viewer", person, view, answer, first))
        if held.settled:
            who = ";".join(one.case.ordered(held.settled.who))
            found.append(_row(one, slot[1], "reconciled", who, held.settled, held.settled.answer))
    return found


def _row(one: Assessed, item: str, role: str, person: str, line: Line, answer: str, first: str = "") -> Said:
    study, tool, result = one.case.key
    return Said(
        study=study,
        tool=tool,
        result=result,
        item=item,
        role=role,
        person=person,
        answer=answer,
        first="" if first == answer else first,
        how=line.how,
        comment=line.comment,
        quote=line.quote,
        page=line.page,
        time=line.time,
        place=line.place,
    )

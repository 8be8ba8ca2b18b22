"""Whether as many people rated a study, and looked at its ratings, as the protocol asks for."""

from __future__ import annotations

from tamis.appraisal.cases.assess import Assessed
from tamis.appraisal.cases.holds import Held
from tamis.appraisal.cases.slots import Slot, is_judgement
from tamis.appraisal.items import Items
from tamis.config import AppraisalRules


def enough(items: Items, one: Assessed, rules: AppraisalRules, rated: set[str], everyone: set[str]) -> None:
    """Add that fewer rated the study, or some of its criteria, than the protocol asks for."""
    case, needed = items.case, rules.appraisers
    protocol = f"the protocol asks for {needed} appraisers, independently of each other"
    if len(rated) < needed:
        text = f"only {' and '.join(case.ordered(rated))} rated {items.of} with {case.tool.id}; {protocol}"
        items.add("second", text, everyone - rated, case.place)
        return
    few = {slot: held for slot, held in one.held.items() if _too_few(one, slot, held, needed)}
    if few:
        who = {person for person in rated if any(person not in held.said for held in few.values())}
        listed = ", ".join(
            f"{item} ({' and '.join(held.said)})" for (_, item), held in sorted(few.items(), key=_first)
        )
        text = f"of {items.of} fewer than {needed} people answered {listed}; {protocol}"
        items.add("second", text, who, case.place)


def _first(pair: tuple[Slot, Held]) -> Slot:
    return pair[0]


def _too_few(one: Assessed, slot: Slot, held: Held, needed: int) -> bool:
    """Say whether somebody answered what is due, and too few did."""
    due = one.route.get(slot) is True and not (one.stopped and slot[0] in {d.id for d in one.case.criteria})
    made = {row.domain for row in one.judgements if row.state in ("judged", "overruled")}
    due = due or (is_judgement(one.case.tool, slot) and slot[0] in made)
    return due and 0 < len(held.said) < needed and not held.settled


def viewed(items: Items, one: Assessed, others: set[str]) -> None:
    """Add that nobody of some others has looked at all that was answered."""
    made = {row.domain for row in one.judgements if row.who}
    due = {(row.domain, row.item) for row in one.ratings if row.due == "yes"}
    unseen = [
        slot[1]
        for slot, held in one.held.items()
        if held.said
        and not held.views
        and not held.settled
        and (slot in due or (is_judgement(one.case.tool, slot) and slot[0] in made))
    ]
    if unseen:
        nobody = not any(held.views for held in one.held.values())
        what = "" if nobody else f"{', '.join(unseen)} of "
        text = (
            f"nobody else has looked at {what}{items.of} by {items.case.tool.id}; the protocol asks "
            "for a second view, which goes into records/appraisal/view.<you>.csv"
        )
        items.add("view", text, others, items.case.place)

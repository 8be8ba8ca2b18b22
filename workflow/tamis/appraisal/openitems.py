"""What is still to be done on each study's appraisal, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from tamis.appraisal.cases.assess import Assessed
from tamis.appraisal.cases.holds import Held
from tamis.appraisal.cases.slots import Slot, is_judgement, slot_of
from tamis.appraisal.coverage import enough, viewed
from tamis.appraisal.engine.tool import OVERALL
from tamis.appraisal.items import Items
from tamis.appraisal.lines import AGREE, Line
from tamis.config import AppraisalRules
from tamis.review import waits_for
from tamis.tables import TEAM, Appraisal, OpenItem, Study


def open_items(
    assessed: Sequence[Assessed],
    without: Iterable[tuple[Study, str]],
    rules: AppraisalRules,
    active: Sequence[str],
    lost: Iterable[Line] = (),
) -> list[OpenItem]:
    """Return what is open, ordered by id.

    Args:
        assessed: the cases.
        without: included studies that no tool is for, and those with a tool of which that is not known.
        rules: the protocol's rules of appraisal.
        active: the ids of the reviewers who are still in the review: nothing waits for one who left.
        lost: second views and reconciliations of results of included studies that nobody appraises.
    """
    raters: dict[str, set[str]] = {}
    for one in assessed:
        raters.setdefault(one.case.tool.id, set()).update(line.person for line in one.case.ratings)
    found = [
        OpenItem(
            f"appraisal:category:{tool}:{study.study}",
            f"whether {study.study} is appraised with {tool} is not known: its design is not extracted yet",
            TEAM,
            study.place,
        )
        if tool
        else OpenItem(
            f"appraisal:no-tool:{study.study}",
            f"{study.study} is included, and no tool is for its design (appraisal.tools in "
            "config/config.yaml), or its design is not extracted yet",
            TEAM,
            study.place,
        )
        for study, tool in without
    ]
    for one in assessed:
        found += _of_case(one, rules, active, raters[one.case.tool.id])
    for line in lost:
        study, tool, result = line.case
        items = "/".join(line.items)
        id = ":".join(["appraisal", "stale", tool, study, *([result] if result else []), items])
        text = (
            f"{line.place} is on {items} of {study}{f' ({result})' if result else ''}, which nobody appraises"
        )
        found.append(OpenItem(id, text, waits_for([line.person], active), line.place))
    return sorted({item.item: item for item in reversed(found)}.values(), key=lambda item: item.item)


def _of_case(
    one: Assessed, rules: AppraisalRules, active: Sequence[str], everyone: set[str]
) -> list[OpenItem]:
    """Return the open items of one case; `everyone` has rated something with the tool."""
    case = one.case
    items = Items(case, active)
    _category(items)
    rated = {line.person for line in case.ratings}
    if not rated:
        text = f"nobody has rated {items.of} with {case.tool.id} yet; answers go into {items.log}"
        items.add("none", text, everyone & {*active} or active, case.place)
        _stale(items, one)
        return items.found
    for row in one.ratings:
        _row(items, one, row, rated)
    _unheard(items, one)
    _comments(items, one)
    _judgements(items, one, rated)
    _stale(items, one)
    enough(items, one, rules, rated, everyone)
    if rules.second_view:
        viewed(items, one, {*active} - rated)
    return items.found


def _category(items: Items) -> None:
    """Add that the category is not known, or does not fit the design that was extracted."""
    case = items.case
    known = ", ".join(case.fitting or ())
    if not case.meant:
        text = (
            f"{items.of} is rated with {case.tool.id}, which by the protocol is not for its design, "
            f"{case.design.label}"
        )
        items.add("fit", text, [TEAM], case.place)
    elif case.category and case.fitting and case.category not in case.fitting:
        text = (
            f"category {case.category} of {items.of} does not fit its design, {case.design.label}, for which "
            f"the protocol names {known}"
        )
        items.add("fit", text, [TEAM], case.place)
    if not case.category:
        among = f" (by its design, {case.design.label}, one of {known})" if known else ""
        among = f" ({case.why}: {known})" if case.why else among
        text = (
            f"{items.of} has no category in {case.tool.id}{among}, so nobody knows which criteria it "
            "needs; it goes into records/appraisal/categories.csv"
        )
        items.add("category", text, [TEAM], case.place)


def _row(items: Items, one: Assessed, row: Appraisal, rated: Collection[str]) -> None:
    """Add what is open on one criterion: missing, in dispute, or not asked for."""
    slot = (row.domain, row.item)
    held, route = one.held[slot], one.route.get(slot)
    label = f"{row.item} of {items.of}"
    differ = held.state == "disputed" and route is not False and row.due != "optional"
    if differ and (slot in one.route):
        _differ(items, held, label, row.item, row.place)
    elif row.due == "yes" and not row.answer:
        lines = one.answers.get(slot, {})
        said = "; ".join(f"{person}'s answer {line.answer} is none here" for person, line in lines.items())
        text = f"{label} is due, and {said or 'nobody has rated it'}; answers go into {items.log}"
        items.add("missing", text, rated, row.place, row.item)


def _differ(items: Items, held: Held, label: str, item: str, place: str) -> None:
    """Add that people differ, and how they can settle it."""
    text = (
        f"people differ on {label}: {held.in_words}; it is settled in "
        "records/appraisal/reconciliation.<you>.csv, with how, who and why, or where one of "
        "them adds a line with another answer"
    )
    if held.unclear:
        places = " and ".join(line.place for line in held.unclear)
        text += f"; {places} settle it differently, and nobody knows which is the later one: give their times"
    for line in held.stale:
        if line.how:
            of = f", of {line.seen}," if line.seen else ""
            text += f"; the earlier reconciliation in {line.place}{of} does not fit this"
    items.add("differs", text, list(held.all_said), place, item)


def _unheard(items: Items, one: Assessed) -> None:
    """Add what was answered and neither its writer's own answers nor those that hold ask for."""
    case, tool = items.case, items.case.tool
    if not case.category:
        return
    for slot, lines in one.answers.items():
        domain, item = slot
        asked = domain in {OVERALL, *(d.id for d in case.domains)}
        route = one.route.get(slot)
        if is_judgement(tool, slot):
            people = [] if asked else list(lines)
        else:
            people = [
                person
                for person, line in lines.items()
                if (not asked or (route is False and slot not in one.paths.get(person, ())))
                and line.answer != tool.not_applicable
            ]
        if people:
            what = "the other answers do" if asked else f"category {case.category} does"
            several = (
                not domain and sum(set(item.split("/")) & {*d.item_ids} != set() for d in case.domains) > 1
            )
            why = (
                "could be more than one criterion; write which"
                if several
                else f"is rated, and {what} not ask for it"
            )
            items.add("not-asked", f"{item} of {items.of} {why}", people, lines[people[0]].place, item)


def _comments(items: Items, one: Assessed) -> None:
    """Add answers that need a comment and have none, of their writer or of another with that answer."""
    tool = items.case.tool
    for row in one.ratings:
        slot = (row.domain, row.item)
        if row.due != "yes" or one.held[slot].settled:
            continue
        held = one.held[slot]
        lines = {person: one.answers[slot][person] for person in held.said}
        lines |= {person: view for person, view in held.views.items() if view.answer != AGREE}
        for person, line in lines.items():
            given = {other.comment for other in lines.values() if other.answer == line.answer}
            if tool.answer_of[line.answer].comment and not any(given):
                label = tool.answer_of[line.answer].label
                text = f"{row.item} of {items.of} is {label}, which needs a comment, and {person} gave none"
                who = [other for other, its in lines.items() if its.answer == line.answer]
                items.add("comment", text, who, line.place, row.item)


def _judgements(items: Items, one: Assessed, rated: Collection[str]) -> None:
    """Add judgements that are in dispute, that a person must make, or that overrule without a reason."""
    for row in one.judgements:
        whole = row.domain == OVERALL
        label = f"the whole of {items.of}" if whole else f"{row.domain} of {items.of}"
        if row.state == "disputed":
            _differ(items, one.held[row.domain, row.domain], label, row.domain, row.place)
        elif row.state == "empty":
            text = f"a person must judge {label}, and nobody has; item {row.domain} in {items.log}"
            items.add("judge", text, rated, row.place, row.domain)
        elif row.state == "overruled" and not row.why:
            text = (
                f"{label} is judged {row.judgement}, where the tool's rules propose {row.proposed}, "
                "and no comment says why"
            )
            items.add("comment", text, row.who.split(";"), row.place, row.domain)


def _stale(items: Items, one: Assessed) -> None:
    """Add second views and reconciliations that count no more, since something else is said now.

    A second view is wanted anew only where people do not differ and it was not settled.
    """
    case = items.case
    seen = [
        (slot[1], line, held.in_words)
        for slot, held in one.held.items()
        for line in held.stale
        if not (_needless(one, slot, held) if line.how else held.settled or held.state == "disputed")
    ]
    seen += [(slot_of(case, line)[1], line, "") for line in one.stray]
    for line, after in one.outdated:
        text = (
            f"the judgement of {line.written} of {items.of} in {line.place} was given before {after.place} "
            "changed what it rests on, so it counts no more; where it still holds, add its line once more"
        )
        items.add("stale", text, [line.person], line.place, slot_of(case, line)[1])
    for item, line, now in seen:
        if not now:
            what = "a second view" if line.how == "" else "a reconciliation"
            text = f"{line.place} is {what} of {item} of {items.of}, which nobody rated; it does not count"
            items.add("stale", text, [line.person, *line.who], line.place, item)
            continue
        what = "the second view" if line.how == "" else "what settled"
        said = f" ({line.seen})" if line.seen else ""
        text = (
            f"{what} {'of ' if not line.how else ''}{item} of {items.of} in {line.place} is on what was said "
            f"then{said}; now it is {now}, so it counts no more"
        )
        items.add("stale", text, [line.person, *line.who], line.place, item)
    for slot, held in one.held.items():
        if held.unclear and not _needless(one, slot, held):
            places = " and ".join(line.place for line in held.unclear)
            text = f"{places} settle {slot[1]} of {items.of} differently; nobody knows which is the later"
            items.add("stale", text, [line.person for line in held.unclear], held.unclear[0].place, slot[1])


def _needless(one: Assessed, slot: Slot, held: Held) -> bool:
    """Say whether a reconciliation that does not count is no matter of its own.

    Where people differ, that is told; where they agree by now, none is needed. Not so where rules propose a
    judgement that somebody settled otherwise: that would be lost.
    """
    return held.state == "disputed" or (held.state == "given" and bool(one.answers.get(slot)))

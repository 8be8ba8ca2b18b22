"""What of a case people speak of: an item of a domain, a domain, or the whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tamis.appraisal.cases.case import Case
from tamis.appraisal.engine.tool import Tool
from tamis.appraisal.lines import Line

#: A domain and an item; where it is not known of which domain, the first is empty. Of a judgement: the domain
#: twice.
Slot = tuple[str, str]


def current(case: Case, lines: Iterable[Line]) -> dict[Slot, dict[str, Line]]:
    """Return of each slot each appraiser's last line, in the order of the protocol."""
    found: dict[Slot, dict[str, Line]] = {}
    for slot, those in by_slot(case, lines).items():
        last = {line.person: line for line in those}
        found[slot] = {person: last[person] for person in case.ordered(last)}
    return found


def began(case: Case, lines: Iterable[Line]) -> dict[Slot, dict[str, Line]]:
    """Return of each slot the line with which each appraiser's present answer began.

    A later line that says the same, or an answer of the same class, changes nothing; it may add a comment.
    """
    found: dict[Slot, dict[str, Line]] = {}
    for slot, those in by_slot(case, lines).items():
        of = found.setdefault(slot, {})
        for line in those:
            before = of.get(line.person)
            if before is None or _class(case.tool, before.answer) != _class(case.tool, line.answer):
                of[line.person] = line if before is None else replace(line, changed=True)
    return found


def by_slot(case: Case, lines: Iterable[Line]) -> dict[Slot, list[Line]]:
    """Return lines by what they are about, each in the order of its log."""
    found: dict[Slot, list[Line]] = {}
    for line in sorted(lines, key=lambda line: (line.person, line.position, line.place)):
        found.setdefault(slot_of(case, line), []).append(line)
    return found


def slot_of(case: Case, line: Line) -> Slot:
    """Return the domain and item that a line is about.

    Of items that a table merged, and of an item that two domains have, the category says which is meant: the
    one that is asked. Where it does not say so, or asks for both, the line is about none of them. So it is
    with domains that share a short name.
    """
    if line.items[0] not in case.tool.item_ids:
        due = {domain.id for domain in case.domains}
        meant = [id for id in line.items if id in due] or [*line.items[:1]]
        return "/".join(meant), "/".join(meant)
    asked = [(d.id, item) for d in case.domains for item in line.items if item in d.item_ids]
    there = [(d.id, item) for d in case.tool.domains for item in line.items if item in d.item_ids]
    if len(asked) == 1:
        return asked[0]
    return there[0] if not asked and len(there) == 1 else ("", "/".join(line.items))


def _class(tool: Tool, answer: str) -> str:
    """Return the class of an answer; a judgement is a class of its own."""
    return tool.counts_as(answer) if answer in tool.answer_of else answer


def is_judgement(tool: Tool, slot: Slot) -> bool:
    """Say whether a slot is of a domain, or of the whole."""
    return slot[0] == slot[1] and slot[1] not in tool.item_ids

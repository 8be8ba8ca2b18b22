"""Reporting checklists: PRISMA 2020, its list for abstracts, PRISMA-S and SWiM, item by item.

Wording and source stand in `data/`, what answers an item in `methods` and `results` (PRISMA 2020),
`searching` (PRISMA-S) and `synthesis` (SWiM). Nothing is said answered that is not in the review's data, or
marked in its manuscript.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tamis.reports.checklists import methods, results, searching, synthesis
from tamis.reports.checklists.answer import Answer, Predicate, by_hand, counted
from tamis.reports.context import Context
from tamis.tables import ChecklistLine
from tamis.typeset.blocks import Block, Break, Cell, Document, Heading, Paragraph, Run, Table, plain

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a checklist, as its file has it."""

    section: str
    topic: str
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist: its id and name, its lines, and what its file says of wording, source and licence."""

    id: str
    name: str
    items: tuple[Item, ...]
    notes: tuple[str, ...]


#: Name of each checklist, and what answers its items; None: an abstract is people's.
_LISTS: dict[str, tuple[str, dict[str, Predicate] | None]] = {
    "prisma2020": ("PRISMA 2020", {**methods.ANSWERS, **results.ANSWERS}),
    "prisma2020_abstract": ("PRISMA 2020 for Abstracts", None),
    "prisma_s": ("PRISMA-S", searching.ANSWERS),
    "swim": ("SWiM", synthesis.ANSWERS),
}
IDS = tuple(_LISTS)
#: How an answer is printed.
STATES = {
    "answered": "answered",
    "partly": "partly answered",
    "missing": "missing",
    "by_hand": "only people can tell",
    "not_applicable": "not applicable",
}
_ABSTRACTS = "prisma2020_abstract"
_ABSTRACT = by_hand("the abstract is people's")
#: The item of PRISMA 2020 that asks for all those of the list for abstracts.
_WHOLE_ABSTRACT = ("prisma2020", "2")


@cache
def checklist(id: str) -> Checklist:
    """Return a checklist of `IDS`."""
    lines = (_DATA / f"{id}.csv").read_text(encoding="utf-8").splitlines()
    notes = tuple(line.lstrip("# ") for line in lines if line.startswith("#"))
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return Checklist(id, _LISTS[id][0], tuple(Item(**row) for row in rows), notes)


def items() -> dict[str, tuple[str, ...]]:
    """Return the items of each checklist, as a manuscript names them."""
    return {id: tuple(item.item for item in checklist(id).items) for id in IDS}


def titles() -> dict[str, str]:
    """Return the titles of the report's sections by their ids."""
    from tamis.reports.sections import SECTIONS  # one of them prints what is made here

    return {section.id: section.title for section in SECTIONS}


def found(context: Context) -> dict[tuple[str, str], Answer]:
    """Return what the review's data answer, by checklist and item."""
    made = {}
    for id, (_, predicates) in _LISTS.items():
        for item in checklist(id).items:
            predicate = predicates[item.item] if predicates is not None else _ABSTRACT
            made[id, item.item] = predicate(context)
    return made


def answers(context: Context, marked: Mapping[tuple[str, str], Sequence[str]]) -> list[ChecklistLine]:
    """Return every item of every checklist with what answers it.

    Args:
        context: the review.
        marked: by checklist and item, the places in manuscripts that say "this item is answered here".
    """
    title = titles()
    made = found(context)
    made |= {at: _marked(made[at]) for at in marked if at != _WHOLE_ABSTRACT}
    made[_WHOLE_ABSTRACT] = _abstract(made)
    of_abstract = [place for (id, _), places in marked.items() if id == _ABSTRACTS for place in places]
    where = {_WHOLE_ABSTRACT: of_abstract, **marked}
    lines = []
    for (id, number), answer in made.items():
        text = next(item.text for item in checklist(id).items if item.item == number)
        places = "; ".join(dict.fromkeys(where.get((id, number), ())))
        sections = "; ".join(title[section] for section in answer.sections if section in title)
        lines.append(ChecklistLine(id, number, text, answer.state, sections, places, answer.remark))
    return lines


def _marked(answer: Answer) -> Answer:
    """Return the answer of an item that a manuscript says it answers.

    That answers what only people can tell. What the data show to be missing stays missing, whatever is said.
    """
    if answer.state == "by_hand":
        return replace(answer, state="answered", remark="the manuscript answers it")
    if answer.rest:
        return replace(answer, state="answered", remark=f"{answer.remark}; the manuscript says it")
    if answer.state == "answered":
        return answer
    return replace(answer, remark=f"the manuscript says that it is answered, but: {answer.remark}")


def _abstract(made: Mapping[tuple[str, str], Answer]) -> Answer:
    """Return the answer of PRISMA 2020's item on the abstract: the list for abstracts is it, item by item."""
    items = {item: answer.state for (id, item), answer in made.items() if id == _ABSTRACTS}
    lacks = [item for item, state in items.items() if state not in ("answered", "not_applicable")]
    if not lacks:
        return Answer("answered", f"each of the {len(items)} items for abstracts is answered")
    if len(lacks) == len(items):
        return made[_WHOLE_ABSTRACT]
    named = counted(lacks, len(items))
    return Answer("partly", f"items for abstracts that no manuscript says it answers: {named}")


_HEADS = ("Section and topic", "#", "Item", "Location where item is reported")
_SHADE = "#e8eef4"


def document(
    lines: Sequence[ChecklistLine], *, title: str = "Reporting checklists", date: str = ""
) -> Document:
    """Return the checklists as journals ask for them: section and topic, number, item, location.

    Args:
        lines: as `answers` gives them.
        title: of the document.
        date: as YYYY-MM-DD.
    """
    blocks: list[Block] = []
    for id in IDS:
        by_item = {line.item: line for line in lines if line.checklist == id}
        if not by_item:
            continue
        known = checklist(id)
        applies = any(line.answer != "not_applicable" for line in by_item.values())
        if blocks and applies:
            blocks.append(Break())
        blocks.append(Heading(plain(known.name), 1, f"checklist-{id}"))
        if not applies:
            blocks.append(Paragraph(plain(f"Not applicable: {next(iter(by_item.values())).remark}.")))
            continue
        # Whose words the items are in is said before they are read.
        blocks.append(Paragraph(plain(known.notes[0]), "note"))
        rows = [tuple(Cell((plain(head),), "col") for head in _HEADS)]
        section = ""
        for item in known.items:
            if item.item not in by_item:
                continue
            if item.section != section:
                section = item.section
                rows.append((Cell(((Run(section, bold=True),),), columns=len(_HEADS), fill=_SHADE),))
            where = tuple(plain(text) for text in location(by_item[item.item]))
            rows.append(
                (
                    Cell((plain(item.topic),)),
                    Cell((plain(item.item),)),
                    Cell((plain(item.text),)),
                    Cell(where),
                )
            )
        blocks.append(Table(tuple(rows), widths=(18, 6, 41, 35), wide=True))
        blocks += [Paragraph(plain(note), "note") for note in known.notes[1:]]
    return Document(title, tuple(blocks), date=date)


def location(line: ChecklistLine) -> list[str]:
    """Return where an item is reported, as lines of text; what is missing, or waits for people, is said."""
    where = []
    if line.manuscript:
        # A paragraph and its number stay on one line.
        where.append("Manuscript: " + line.manuscript.replace("paragraph ", "paragraph\u00a0"))
    if line.report:
        where.append(f"Report: {line.report}")
    if line.answer != "answered":
        where.append(f"{STATES[line.answer][:1].upper()}{STATES[line.answer][1:]}: {line.remark}")
    return where

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
from tamis.reports.checklists.answer import Answer, Predicate, by_hand
from tamis.reports.context import Context
from tamis.tables import ChecklistLine
from tamis.typeset.blocks import Block, Cell, Document, Heading, Paragraph, Run, Table, plain

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
_ABSTRACT = by_hand("the abstract is people's")


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
    lines = []
    for (id, number), answer in found(context).items():
        text = next(item.text for item in checklist(id).items if item.item == number)
        places = list(dict.fromkeys(marked.get((id, number), ())))
        if places and answer.state != "answered":
            answer = replace(answer, state="answered", remark="the manuscript answers it")
        sections = "; ".join(title[section] for section in answer.sections if section in title)
        lines.append(
            ChecklistLine(id, number, text, answer.state, sections, "; ".join(places), answer.remark)
        )
    return lines


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
        blocks.append(Heading(plain(known.name), 1, f"checklist-{id}"))
        if all(line.answer == "not_applicable" for line in by_item.values()):
            blocks.append(Paragraph(plain(f"Not applicable: {next(iter(by_item.values())).remark}.")))
            continue
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
        blocks.append(Table(tuple(rows), widths=(18, 7, 45, 30), wide=True))
        blocks += [Paragraph(plain(note), "note") for note in known.notes]
    return Document(title, tuple(blocks), date=date)


def location(line: ChecklistLine) -> list[str]:
    """Return where an item is reported, as lines of text; what is missing, or waits for people, is said."""
    where = []
    if line.manuscript:
        where.append(f"Manuscript: {line.manuscript}")
    if line.report:
        where.append(f"Report: {line.report}")
    if line.answer != "answered":
        where.append(f"{STATES[line.answer][:1].upper()}{STATES[line.answer][1:]}: {line.remark}")
    return where

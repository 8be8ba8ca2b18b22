"""Counts of ratings for the report, and notes on ratings that do not go together. No overall scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tamis.appraisal.registry import Tool
from tamis.tables import Appraisal


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each answer was given over some criteria that are due, and how many have none."""

    due: int
    answers: Mapping[str, int]
    missing: int


@dataclass(frozen=True, slots=True)
class Tallies:
    """The counts of one tool.

    own: over the criteria of each study's own category (for a mixed-methods study the mixed set);
    all: over every criterion that is due; screening: over the screening questions, which are in neither.
    """

    own: Tally
    all: Tally
    screening: Tally


@dataclass(frozen=True, slots=True)
class Note:
    """What a tool's rule says of one rating of one study."""

    study: str
    item: str
    text: str
    place: str


def tally(ratings: Iterable[Appraisal], tool: Tool) -> Tallies:
    """Count the answers of a tool in `build/appraisal/ratings.csv`.

    Criteria that are not due are not counted, whatever was answered; one in dispute counts as missing.
    """
    due = [row for row in ratings if row.tool == tool.id and row.due == "yes"]
    criteria = [row for row in due if row.category != tool.screening]
    own = {study: own_set(rows, tool) for study, rows in _by_study(criteria)}
    return Tallies(
        own=_tally([row for row in criteria if row.category == own[row.study]], tool),
        all=_tally(criteria, tool),
        screening=_tally([row for row in due if row.category == tool.screening], tool),
    )


def own_set(rows: Iterable[Appraisal], tool: Tool) -> str:
    """Return the set that is the own one of a study's category, seen from the sets that are due.

    Empty where no criterion is due: the category is not known, or a screening question ended it.
    """
    due = {row.category for row in rows if row.due == "yes" and row.category != tool.screening}
    for kind in tool.categories:
        for component in kind.components or ("",):
            if due == set(tool.due(kind.id, component)):
                return kind.own
    return ""


def notes(ratings: Iterable[Appraisal], tool: Tool) -> list[Note]:
    """Return what the tool's rules say of ratings that do not go together, by study.

    Such as MMAT 2018 on a yes to the quality of each component, while a criterion of a component has
    another answer or none.
    """
    found = []
    labels = {answer.id: answer.label for answer in tool.answers}
    due = [
        row for row in ratings if row.tool == tool.id and row.due == "yes" and row.category != tool.screening
    ]
    for study, rows in _by_study(due):
        by_item = {row.item: row for row in rows}
        for rule in tool.notes:
            row = by_item.get(rule.item)
            if row is None or row.answer != rule.answer:
                continue
            others = [r for r in rows if r.category != row.category and r.answer != rule.answer]
            if others:
                said = "; ".join(
                    f"{', '.join(r.item for r in others if r.answer == answer)} "
                    f"{labels.get(answer, tool.missing.label)}"
                    for answer in dict.fromkeys(r.answer for r in others)
                )
                text = f"{rule.item} is {labels[rule.answer]}, beside {said}. {rule.text}"
                found.append(Note(study, rule.item, text, row.place))
    return found


def _tally(rows: Sequence[Appraisal], tool: Tool) -> Tally:
    given = Counter(row.answer for row in rows)
    answers = {answer.id: given[answer.id] for answer in tool.answers}
    return Tally(due=len(rows), answers=answers, missing=given[""])


def _by_study(rows: Iterable[Appraisal]) -> list[tuple[str, list[Appraisal]]]:
    ordered = sorted(rows, key=lambda row: row.study)
    return [(study, list(those)) for study, those in groupby(ordered, key=lambda row: row.study)]

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
    """How often each answer was given over some criteria that are due, and how many have none.

    missing: nobody answered; disputed: the appraisers differ. With the answers they add up to `due`.
    """

    due: int
    answers: Mapping[str, int]
    missing: int
    disputed: int


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

    Criteria that are not due are not counted, whatever was answered; one in dispute is counted apart.
    """
    counted = sets(ratings, tool)
    return Tallies(**{name: _tally(rows, tool) for name, rows in counted.items()})


def sets(ratings: Iterable[Appraisal], tool: Tool) -> dict[str, list[Appraisal]]:
    """Return the ratings that each of the `Tallies` counts, by its name."""
    due = [row for row in ratings if row.tool == tool.id and row.due == "yes"]
    criteria = [row for row in due if row.category != tool.screening]
    own = {study: own_set(rows, tool) for study, rows in _by_study(criteria)}
    return {
        "own": [row for row in criteria if row.category == own[row.study]],
        "all": criteria,
        "screening": [row for row in due if row.category == tool.screening],
    }


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
                words = {r.item: labels.get(r.answer) or _without(r, tool) for r in others}
                said = "; ".join(
                    f"{', '.join(item for item, its_word in words.items() if its_word == word)} {word}"
                    for word in dict.fromkeys(words.values())
                )
                text = f"{rule.item} is {labels[rule.answer]}, beside {said}. {rule.text}"
                found.append(Note(study, rule.item, text, row.place))
    return found


def _tally(rows: Sequence[Appraisal], tool: Tool) -> Tally:
    given = Counter(row.answer for row in rows)
    answers = {answer.id: given[answer.id] for answer in tool.answers}
    disputed = sum(row.state == "disputed" for row in rows)
    return Tally(due=len(rows), answers=answers, missing=given[""] - disputed, disputed=disputed)


def _without(row: Appraisal, tool: Tool) -> str:
    """Return what stands for the answer of a row that has none."""
    return "in dispute" if row.state == "disputed" else tool.missing.label


def _by_study(rows: Iterable[Appraisal]) -> list[tuple[str, list[Appraisal]]]:
    ordered = sorted(rows, key=lambda row: row.study)
    return [(study, list(those)) for study, those in groupby(ordered, key=lambda row: row.study)]

"""How often each answer was given to criteria, and each judgement made of domains. No overall scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.appraisal.engine.tool import Tool
from tamis.tables import Appraisal, Assessment


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each answer was given over some criteria that are due, and how many have none.

    missing: nobody answered; disputed: two people differ. With the answers they add up to `due`.
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


def tally(ratings: Iterable[Appraisal], assessments: Iterable[Assessment], tool: Tool) -> Tallies:
    """Count the answers of a tool in `build/appraisal/ratings.csv`.

    Criteria that are not due, or optional, are not counted, whatever was answered; one in dispute is counted
    apart. Which domains are a study's own says its category, in `build/appraisal/assessments.csv`.
    """
    counted = sets(ratings, assessments, tool)
    return Tallies(**{name: _tally(rows, tool) for name, rows in counted.items()})


def sets(
    ratings: Iterable[Appraisal], assessments: Iterable[Assessment], tool: Tool
) -> dict[str, list[Appraisal]]:
    """Return the ratings that each of the `Tallies` counts, by its name."""
    screening = tool.screening.domain if tool.screening else ""
    due = [row for row in ratings if row.tool == tool.id and row.due == "yes"]
    criteria = [row for row in due if row.domain != screening]
    mine = [row for row in assessments if row.tool == tool.id]
    own = {(row.study, row.result): tool.own(row.category, row.component) for row in mine}
    return {
        "own": [row for row in criteria if row.domain in own.get((row.study, row.result), ())],
        "all": criteria,
        "screening": [row for row in due if row.domain == screening],
    }


def _tally(rows: Sequence[Appraisal], tool: Tool) -> Tally:
    given = Counter(row.answer for row in rows if row.state == "given")
    return Tally(
        due=len(rows),
        answers={answer.id: given[answer.id] for answer in tool.answers},
        missing=sum(row.state == "empty" for row in rows),
        disputed=sum(row.state == "disputed" for row in rows),
    )

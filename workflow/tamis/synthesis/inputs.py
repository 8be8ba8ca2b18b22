"""Reads records/synthesis/: framework.csv and directions.csv."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from tamis.config import Config
from tamis.errors import Problems, not_in
from tamis.review import Known, Review
from tamis.store import read_saved
from tamis.tables import Direction, FrameworkCell


@dataclass(frozen=True, slots=True)
class Inputs:
    """What people coded across studies."""

    framework: tuple[FrameworkCell, ...]
    directions: tuple[Direction, ...]


def read(review: Review, config: Config, studies: Collection[str], problems: Problems) -> Inputs:
    """Return the framework's cells and the directions, noting what is wrong.

    Args:
        review: the review.
        config: the protocol, which has the matrix's rows and columns, the outcomes and the reviewers.
        studies: the ids that `records/studies.csv` has.
        problems: takes what is wrong; rows with a problem are left out.
    """
    return Inputs(
        tuple(_framework(review, config, studies, problems)),
        tuple(_directions(review, config, studies, problems)),
    )


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note everything that is wrong in the synthesis files."""
    read(review, config, known.studies, problems)


def split(text: str) -> list[str]:
    """Return the ids in a cell that holds several, separated by ;, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _framework(
    review: Review, config: Config, studies: Collection[str], problems: Problems
) -> list[FrameworkCell]:
    framework = config.framework
    words = {
        "row": [row.id for row in framework.rows] if framework else [],
        "column": [column.id for column in framework.columns] if framework else [],
    }
    path = review.records / "synthesis" / "framework.csv"
    rows = read_saved(path, FrameworkCell, problems, root=review.root, words=words)
    if rows and not framework:
        problems.add_at(rows[0].place, "config/config.yaml has no synthesis.framework to put this into")
    good = []
    for row in rows:
        named = split(row.studies)
        unknown = [study for study in named if study not in studies]
        for study in unknown:
            problems.add_at(row.place, not_in(study, studies, "records/studies.csv"), column="studies")
        if not unknown:
            good.append(replace(row, studies=";".join(named)))
    return good


def _directions(
    review: Review, config: Config, studies: Collection[str], problems: Problems
) -> list[Direction]:
    words = {
        "outcome": [outcome.id for outcome in config.outcomes],
        "who": [*config.reviewer_ids, "team"],
    }
    path = review.records / "synthesis" / "directions.csv"
    rows = read_saved(path, Direction, problems, root=review.root, words=words)
    if rows and not config.outcomes:
        problems.add_at(rows[0].place, "config/config.yaml has no outcomes to code a direction for")
    good = []
    for row in rows:
        if row.study in studies:
            good.append(row)
        else:
            problems.add_at(row.place, not_in(row.study, studies, "records/studies.csv"), column="study")
    return good

"""Reads records/appraisal/: categories.csv, and one file of ratings a tool and appraiser.

A file of ratings is named <tool>.<appraiser>.csv; both kinds may also be workbooks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tamis.appraisal import registry
from tamis.appraisal.registry import Tool
from tamis.config import Config
from tamis.errors import Problems, not_in, not_one_of
from tamis.review import Known, Review, written
from tamis.store import log_order, read_saved
from tamis.tables import TEAM, Category, Rating

_CATEGORIES = "categories"


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating, with the tool and the appraiser that its file's name gives; its answer is the tool's id."""

    tool: str
    appraiser: str
    rating: Rating


@dataclass(frozen=True, slots=True)
class Inputs:
    """What appraisers wrote."""

    tools: tuple[Tool, ...]
    categories: tuple[Category, ...]
    rated: tuple[Rated, ...]


def read(
    review: Review,
    config: Config,
    studies: Collection[str],
    problems: Problems,
    folder: Path = registry.FOLDER,
) -> Inputs:
    """Return the tools that the protocol names, the categories, and the ratings, noting what is wrong.

    Args:
        review: the review.
        config: the protocol; an appraiser is one of its reviewers.
        studies: the ids that `records/studies.csv` has.
        problems: takes what is wrong; rows with a problem are left out.
        folder: where the tools lie.
    """
    tools = _tools(config, problems, folder)
    categories = _categories(review, config, tools, studies, problems)
    rated = _rated(review, config, tools, studies, problems)
    return Inputs(tuple(tools.values()), tuple(categories), tuple(rated))


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note everything that is wrong in the categories and ratings."""
    read(review, config, known.studies, problems)


def _tools(config: Config, problems: Problems, folder: Path) -> dict[str, Tool]:
    known = registry.names(folder)
    tools = {}
    for position, id in enumerate(config.tools):
        if id not in known:
            where = config.place("appraisal", "tools", position)
            problems.add_at(where, f"appraisal tool {not_one_of(id, known)}")
        elif tool := registry.load(id, problems, folder):
            tools[id] = tool
    return tools


def _categories(
    review: Review,
    config: Config,
    tools: Mapping[str, Tool],
    studies: Collection[str],
    problems: Problems,
) -> list[Category]:
    path = review.records / "appraisal" / f"{_CATEGORIES}.csv"
    words = {"who": (*config.reviewer_ids, TEAM)}
    good = []
    for row in read_saved(path, Category, problems, root=review.root, words=words):
        wrong = list(_wrong_category(row, tools, studies))
        for column, text in wrong:
            problems.add_at(row.place, text, column=column)
        if not wrong:
            good.append(row)
    return good


def _wrong_category(
    row: Category, tools: Mapping[str, Tool], studies: Collection[str]
) -> list[tuple[str, str]]:
    """Return what is wrong in a row of categories.csv: column and text."""
    wrong = []
    if row.study not in studies:
        wrong.append(("study", not_in(row.study, studies, "records/studies.csv")))
    if row.tool not in tools:
        return [*wrong, ("tool", not_one_of(row.tool, tools))]
    kind = tools[row.tool].category(row.category)
    if kind is None:
        known = [kind.id for kind in tools[row.tool].categories]
        return [*wrong, ("category", not_one_of(row.category, known))]
    if kind.components and row.component not in kind.components:
        text = not_one_of(row.component, kind.components)
        if not row.component:
            text = f"is missing; a study of category {kind.id!r} needs one of {', '.join(kind.components)}"
        wrong.append(("component", text))
    if row.component and not kind.components:
        wrong.append(("component", f"must be empty: category {kind.id!r} has no components"))
    return wrong


def _rated(
    review: Review,
    config: Config,
    tools: Mapping[str, Tool],
    studies: Collection[str],
    problems: Problems,
) -> list[Rated]:
    folder = review.records / "appraisal"
    files = written(folder)
    rated: list[Rated] = []
    for stem in sorted({path.stem for path in files} - {_CATEGORIES}):
        names = sorted(path.name for path in files if path.stem == stem)
        file = review.place(folder / names[0])
        id, _, appraiser = stem.rpartition(".")
        if not id or not all(name.endswith((".csv", ".xlsx")) for name in names):
            problems.add(file, "must be named <tool>.<appraiser>.csv (or .xlsx), such as mmat2018.R1.csv")
            continue
        if appraiser not in config.reviewer_ids:
            problems.add(file, f"appraiser {not_one_of(appraiser, config.reviewer_ids)}")
        rows = read_saved(folder / f"{stem}.csv", Rating, problems, root=review.root)
        if id not in tools:
            problems.add(file, f"tool {not_in(id, tools, 'appraisal.tools of config/config.yaml')}")
            continue
        good = [
            replace(row, answer=answer)
            for row in rows
            if (answer := _answer(row, tools[id], studies, problems))
        ]
        rated.extend(Rated(id, appraiser, row) for row in current(good))
    return rated


def current(rows: Sequence[Rating]) -> list[Rating]:
    """Return what an appraiser says now: of each study and criterion the last line, by time, else order."""
    timed = sorted(zip(log_order(rows), rows, strict=True), key=lambda pair: pair[0])
    return list({(row.study, row.item): row for _, row in timed}.values())


def _answer(row: Rating, tool: Tool, studies: Collection[str], problems: Problems) -> str:
    """Return the id of a rating's answer; empty where anything in the row is wrong."""
    answer = tool.answer(row.answer) or ""
    if not answer:
        known = [answer.id for answer in tool.answers]
        problems.add_at(row.place, not_one_of(row.answer, known), column="answer")
    if row.item not in tool.group_of:
        problems.add_at(row.place, not_one_of(row.item, tool.group_of), column="item")
        answer = ""
    if row.study not in studies:
        problems.add_at(row.place, not_in(row.study, studies, "records/studies.csv"), column="study")
        answer = ""
    return answer

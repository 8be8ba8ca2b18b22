"""Reads records/appraisal/: categories, ratings, second views, reconciliations; checks all of it.

`categories.csv` and `categories.<anything>.csv`; `<tool>.<appraiser>.csv`, and further files of a person,
`<tool>.<appraiser>.<anything>.csv`; `view.<person>.csv` and `reconciliation.<person>.csv` alike. Each may
also be a workbook.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from tamis.appraisal.engine import registry
from tamis.appraisal.engine.tool import Tool
from tamis.appraisal.lines import ALL, Line, checked, wrong_result
from tamis.config import Config
from tamis.errors import Problems, not_in, not_one_of
from tamis.review import Known, Review, part, person_of, written
from tamis.store import log_order, read_rows, read_saved
from tamis.tables import TEAM, Category, Direction, Rating, Reconciliation, View

L = TypeVar("L", Rating, View, Reconciliation)

_CATEGORIES = "categories"
_VIEW = "view"
_RECONCILIATION = "reconciliation"
#: Names of files in records/appraisal that a tool cannot have.
RESERVED = (_CATEGORIES, _VIEW, _RECONCILIATION)
_TABLES = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What people wrote, as far as it is right.

    `categories` are the rows with a category; `named`: study, tool and result of every row of ratings with
    an answer, and of every row of categories with a category or a result. `coded`: studies, each with an
    outcome for which people coded a direction of effect, so that it is a result of the review.
    """

    tools: tuple[Tool, ...]
    categories: tuple[Category, ...] = ()
    ratings: tuple[Line, ...] = ()
    views: tuple[Line, ...] = ()
    reconciliations: tuple[Line, ...] = ()
    named: frozenset[tuple[str, str, str]] = frozenset()
    coded: frozenset[tuple[str, str]] = frozenset()


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note everything that is wrong in the files of this stage."""
    read(review, config, known.studies, problems)


def read(review: Review, config: Config, studies: Collection[str], problems: Problems) -> Inputs:
    """Return the tools that the protocol names, and what people wrote; what is wrong is noted and left out.

    Args:
        review: the review.
        config: the protocol; appraisers are its reviewers.
        studies: the ids that `records/studies.csv` has.
        problems: takes what is wrong.
    """
    tools = _tools(review, config, problems)
    categories = _categories(review, config, tools, studies, problems)
    files = _files(review, config, tools, problems)
    named = {(row.study, row.tool, row.result) for row in categories if row.category or row.result}
    said: dict[type, list[Line]] = {Rating: [], View: [], Reconciliation: []}
    for kind, person, tool, paths in files:
        for position, row in _log(review, kind, paths, problems):
            line = checked(row, person, position, tool, tools, studies, config, problems)
            if line:
                said[kind].append(line)
                if kind is Rating and line.answer:
                    named.add((line.study, line.tool, line.result))
    ratings, views, settled = ([line for line in lines if line.answer] for lines in said.values())
    _check_views(views, ratings, problems)
    _check_thirds(settled, [*ratings, *views], problems)
    return Inputs(
        tuple(tools.values()),
        tuple(row for row in categories if row.category),
        tuple(ratings),
        tuple(views),
        tuple(settled),
        frozenset(named),
        _coded(review, config),
    )


def _coded(review: Review, config: Config) -> frozenset[tuple[str, str]]:
    """Return what has a direction of effect; what is wrong in that table the synthesis tells."""
    path = review.records / "synthesis" / "directions.csv"
    outcomes = [outcome.id for outcome in config.outcomes]
    rows = read_saved(path, Direction, Problems(), root=review.root, words={"outcome": outcomes})
    return frozenset((row.study, row.outcome) for row in rows if row.direction != "not_measured")


# --- tools --------------------------------------------------------------------------------------


def _tools(review: Review, config: Config, problems: Problems) -> dict[str, Tool]:
    """Return the tools that the protocol names, noting what it says of them that cannot be."""
    known = registry.paths(review)
    tools = {}
    for position, use in enumerate(config.appraisal.tools):
        at = ("appraisal", "tools", position)
        if use.id.casefold() in RESERVED:
            text = f"a tool cannot be called {use.id!r}: files of that name hold something else"
            problems.add_at(config.place(*at), text)
        elif use.id not in known:
            problems.add_at(config.place(*at), f"appraisal tool {not_one_of(use.id, known)}")
        elif tool := registry.load(use.id, problems, review):
            tools[use.id] = tool
            ids = [kind.id for kind in tool.categories]
            for design, kinds in use.categories.items():
                for kind in kinds:
                    if kind not in ids:
                        place = config.place(*at, "categories", design)
                        problems.add_at(place, f"category {not_one_of(kind, ids)}")
    for path in sorted(registry.folder(review).glob("[!.~]*.wording.yaml")):
        if (of := path.name.removesuffix(".wording.yaml")) not in known:
            problems.add(review.place(path), f"appraisal tool {not_one_of(of, known)}")
    for position, level in enumerate(config.appraisal.levels):
        meant = [tool for tool in tools.values() if level.tool in ("", tool.id)]
        if level.met is not None and meant and not any(tool.met for tool in meant):
            place = config.place("appraisal", "levels", position, "met")
            names = " and ".join(tool.id for tool in meant)
            text = f"met: {names} has no answer that says a criterion is met; such a level needs judgements"
            problems.add_at(place, text)
        words = [sign.id for tool in meant if tool.overall for sign in tool.overall.judgements]
        for word in level.judgements:
            if meant and word not in words:
                place = config.place("appraisal", "levels", position, "judgements")
                problems.add_at(place, f"judgement {not_one_of(word, dict.fromkeys(words))}")
    return tools


# --- categories ---------------------------------------------------------------------------------


def _categories(
    review: Review, config: Config, tools: Mapping[str, Tool], studies: Collection[str], problems: Problems
) -> list[Category]:
    """Return the rows of categories that are right, those without one among them."""
    those = [path for path in written(review.records / "appraisal") if _of_categories(path)]
    there = _one_of_two(those, review, problems)
    words = {"who": (*config.reviewer_ids, TEAM)}
    rows = [row for p in there for row in read_rows(p, Category, problems, root=review.root, words=words)]
    good: list[Category] = []
    seen: dict[tuple[str, str, str], str] = {}
    for row in rows:
        wrong = list(_wrong_category(row, tools, studies, config))
        key = (row.study, row.tool, row.result)
        proposed = _proposed(row, tools)
        if row.category and not proposed and key in seen:
            wrong.append(("", f"{row.study} has a category of {row.tool} already ({seen[key]}); keep one"))
        for column, text in wrong:
            problems.add_at(row.place, text, column=column)
        if row.category and not proposed:
            seen.setdefault(key, row.place)
        if not wrong:
            good.append(replace(row, category="") if proposed else row)
    return good


def _wrong_category(
    row: Category, tools: Mapping[str, Tool], studies: Collection[str], config: Config
) -> Iterable[tuple[str, str]]:
    """Yield what is wrong in a row of categories.csv: column and text."""
    if row.study not in studies:
        yield "study", not_in(row.study, studies, "records/studies.csv")
    tool = tools.get(row.tool)
    if tool is None:
        yield "tool", not_one_of(row.tool, tools)
        return
    if row.result and (text := wrong_result(row.result, tool, config)):
        yield "result", text
    if not row.category or _proposed(row, tools):
        return
    for column in ("who", "why"):
        if not getattr(row, column):
            yield column, "is missing; a category needs who decided, and why"
    kind = tool.category(row.category)
    if kind is None:
        yield "category", not_one_of(row.category, [kind.id for kind in tool.categories])
    elif kind.components and not row.component:
        yield (
            "component",
            f"is missing; a study of category {kind.id!r} needs one of {', '.join(kind.components)}",
        )
    elif kind.components and row.component not in kind.components:
        yield "component", not_one_of(row.component, kind.components)
    elif row.component and not kind.components:
        yield "component", f"must be empty: category {kind.id!r} has no components"


def _of_categories(path: Path) -> bool:
    """Say whether a file is `categories.csv`, or a further one of them, `categories.<anything>.csv`."""
    return path.name.partition(".")[0] == _CATEGORIES and path.suffix.casefold() in _TABLES


def _proposed(row: Category, tools: Mapping[str, Tool]) -> bool:
    """Say whether a category is only what a form proposed: without the component it needs, and who."""
    kind = tools[row.tool].category(row.category) if row.tool in tools else None
    return bool(kind and kind.components) and not (row.component or row.who or row.why)


# --- logs of people -----------------------------------------------------------------------------

_File = tuple[type, str, str, list[Path]]


def _files(review: Review, config: Config, tools: Mapping[str, Tool], problems: Problems) -> list[_File]:
    """Return the logs: what kind of rows they hold, whose they are, of which tool, and their files."""
    people = {id.casefold(): id for id in config.reviewer_ids}
    logs: dict[tuple[str, str], list[Path]] = {}
    for path in written(review.records / "appraisal"):
        kind = path.name.partition(".")[0]
        person = person_of(path.name, kind)
        tabular = path.suffix.casefold() in _TABLES
        if _of_categories(path):
            continue
        if not (person and tabular) or kind == _CATEGORIES:
            text = (
                "must be named categories.csv, <tool>.<appraiser>.csv, such as mmat2018.R1.csv, "
                "view.<person>.csv or reconciliation.<person>.csv (or .xlsx)"
            )
            problems.add(review.place(path), text)
            continue
        if kind not in (*RESERVED, *tools):
            where = "appraisal.tools of config/config.yaml"
            problems.add(review.place(path), f"tool {not_in(kind, tools, where)}")
            continue
        if person.casefold() not in people:
            problems.add(review.place(path), f"appraiser {not_one_of(person, config.reviewer_ids)}")
        logs.setdefault((kind, people.get(person.casefold(), person)), []).append(path)
    rows = {_VIEW: View, _RECONCILIATION: Reconciliation}
    return [
        (rows.get(kind, Rating), person, "" if kind in rows else kind, _one_of_two(paths, review, problems))
        for (kind, person), paths in sorted(logs.items())
    ]


def _one_of_two(paths: Iterable[Path], review: Review, problems: Problems) -> list[Path]:
    """Return files in order, noting a workbook that stands beside a table of its name."""
    found: dict[str, Path] = {}
    for path in sorted(paths, key=lambda path: (path.suffix.casefold() != ".csv", part(path.name))):
        if path.stem in found:
            text = f"stands beside {found[path.stem].name}; keep one of the two"
            problems.add(review.place(path), text)
        found.setdefault(path.stem, path)
    return sorted(found.values(), key=lambda path: part(path.name))


def _log(review: Review, kind: type[L], paths: Iterable[Path], problems: Problems) -> list[tuple[int, L]]:
    """Return the lines of a log with their positions in time; its files are one log (see store.log_order)."""
    words = {"how": ("third", "discussion")} if kind is Reconciliation else None
    rows = [row for path in paths for row in read_rows(path, kind, problems, root=review.root, words=words)]
    order = sorted(range(len(rows)), key=[when for when, _ in log_order(rows)].__getitem__)
    return [(position, rows[at]) for position, at in enumerate(order)]


def _check_views(views: Iterable[Line], ratings: Iterable[Line], problems: Problems) -> None:
    """Note second views of what their writer rated: a second view is somebody else's."""
    raters: dict[tuple[str, str, str], dict[str, set[str]]] = {}
    for line in ratings:
        of = raters.setdefault(line.case, {}).setdefault(line.person, set())
        of.update(line.items)
    for view in views:
        there = raters.get(view.case, {})
        own = there.get(view.person, set())
        alone = view.items == (ALL,) and own and len(there) == 1
        if alone or own & {*view.items}:
            what = "it" if alone else "/".join(view.items)
            text = f"{view.person} rated {what}; a second view is by somebody who did not"
            problems.add_at(view.place, text, column="item")


def _check_thirds(settled: Iterable[Line], said: Iterable[Line], problems: Problems) -> None:
    """Note a third appraiser who is one of those who differ; of each person the last line counts."""
    spoke: dict[tuple[str, str, str], set[tuple[str, str]]] = {}
    for line in said:
        spoke.setdefault(line.case, set()).update((line.person, item) for item in line.items)
    last = {(line.person, line.case, line.items): line for line in sorted(settled, key=lambda s: s.position)}
    for line in last.values():
        if line.how == "third":
            for who in line.who:
                if any((who, item) in spoke.get(line.case, ()) for item in (*line.items, ALL)):
                    text = f"{who!r} has said something on this; a third appraiser is somebody else"
                    problems.add_at(line.place, text, column="who")

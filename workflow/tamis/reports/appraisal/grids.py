"""The panels of the figures as tables: a sign in each cell, with its word, its reason, its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tamis.appraisal.engine.tool import OVERALL, Domain, Sign, Tool
from tamis.appraisal.figures.grid import Panel, panels
from tamis.reports.appraisal import wording
from tamis.reports.appraisal.material import Case, Material, anchor
from tamis.reports.environment import page
from tamis.synthesis.quality import Grade
from tamis.tables import Appraisal, Assessment, DomainJudgement


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its sign (None: a blank), what it is in a word, all that is known of it, and whether it counts.

    `extra`: it was answered and the tool does not ask for it. `overruled`: a person overruled what the rules
    propose.
    """

    sign: Sign | None
    word: str
    about: str = ""
    extra: bool = False
    overruled: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A study (and result): its cells, what came of the appraisal, and what else is said of it.

    `met`: how many criteria are met, where the config asks for it; `level`: by this tool, of the team's own.
    """

    study: str
    result: str
    cells: tuple[GridCell, ...]
    outcome: str
    met: str
    level: Grade | None
    notes: tuple[str, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its short id, what it is about, and whether a group of columns begins with it."""

    id: str
    label: str
    first: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A panel as a table; `groups` are the headings that columns share, each with how many."""

    title: str
    groups: tuple[tuple[str, int], ...]
    heads: tuple[Head, ...]
    rows: tuple[GridRow, ...]


def grids(material: Material) -> list[Grid]:
    """Return the panels of a tool: by result, category and component, as its figures have them."""
    built = material.context.built
    names = {study.study: study.label for study in built.studies}
    made = []
    for rows in _groups(material):
        (panel,) = panels([material.tool], rows, material.ratings, built.judgements, names, material.outcomes)
        made.append(_grid(material, panel, rows, wording.levels(built.config, material.tool)))
    return made


def answers(material: Material) -> list[Grid]:
    """Return the answers to the questions from which domains are judged, as grids of the same studies."""
    return [_answers(material, rows) for rows in _groups(material)]


def _groups(material: Material) -> list[list[Assessment]]:
    """Return the assessments of each panel, the panels in the order of results, categories and components."""
    tool = material.tool
    orders = ([*material.outcomes], [kind.id for kind in tool.categories], [*tool.domain])

    def key(row: Assessment) -> tuple[tuple[int, str], ...]:
        ids = (row.result, row.category, row.component)
        return tuple(
            (order.index(id) if id in order else len(order), id)
            for id, order in zip(ids, orders, strict=True)
        )

    return [list(rows) for _, rows in groupby(sorted(material.assessments, key=key), key)]


def _grid(material: Material, panel: Panel, rows: Sequence[Assessment], levels: Mapping[str, Grade]) -> Grid:
    tool, first = material.tool, rows[0]
    criteria = _criteria(tool, first)
    asked = [] if tool.judged and _judged(tool, first) else criteria
    domains = [domain.id for domain in _judged(tool, first)] if tool.judged else []
    if tool.overall and tool.category(first.category):
        domains.append(OVERALL)
    made = []
    for row, drawn in zip(rows, panel.rows, strict=True):
        case = (row.study, row.result)
        cells = [
            _rated(material, case, domain, item, sign)
            for (domain, item), sign in zip(asked, drawn.cells, strict=False)
        ]
        cells += [
            _judged_cell(material, case, domain, sign)
            for domain, sign in zip(domains, drawn.cells[len(asked) :], strict=True)
        ]
        made.append(_row(material, row, cells, levels, {(d.id, item) for d, item in criteria}))
    labels = [(column.group, column.head, column.label) for column in panel.columns]
    return Grid(panel.title, *_heads(labels), tuple(made))


def _answers(material: Material, rows: Sequence[Assessment]) -> Grid:
    """Return the answers of some studies to all questions that are due for their category."""
    asked = _criteria(material.tool, rows[0])
    title = _title(material, rows[0])
    labels = [(domain.label, item, material.items[domain.id, item].label) for domain, item in asked]
    made = [
        _row(
            material,
            row,
            [_rated(material, (row.study, row.result), domain, item, None) for domain, item in asked],
            {},
            {(domain.id, item) for domain, item in asked},
        )
        for row in rows
    ]
    return Grid(title, *_heads(labels), tuple(made))


def _title(material: Material, row: Assessment) -> str:
    parts = [material.outcomes.get(row.result, row.result), wording.category(material.tool, row)]
    return ": ".join(part for part in parts if part)


def _heads(labels: Iterable[tuple[str, str, str]]) -> tuple[tuple[tuple[str, int], ...], tuple[Head, ...]]:
    """Return the headings that columns share, and the columns; labels are group, id and meaning."""
    groups, heads = [], []
    for group, those in groupby(labels, lambda each: each[0]):
        each = list(those)
        groups.append((group, len(each)))
        heads += [Head(id, label, at == 0) for at, (_, id, label) in enumerate(each)]
    return tuple(groups), tuple(heads)


def _criteria(tool: Tool, row: Assessment) -> list[tuple[Domain, str]]:
    """Return the criteria that are due for a category, with their domains: the screening questions first."""
    first = [tool.domain[tool.screening.domain]] if tool.screening else []
    due = tool.due(row.category, row.component)
    return [(domain, item) for domain in (*first, *due) for item in domain.item_ids]


def _judged(tool: Tool, row: Assessment) -> list[Domain]:
    return [domain for domain in tool.due(row.category, row.component) if domain.judged or domain.rules]


def _row(
    material: Material,
    row: Assessment,
    cells: Sequence[GridCell],
    levels: Mapping[str, Grade],
    shown: set[tuple[str, str]],
) -> GridRow:
    tool = material.tool
    extra = [
        f"{each.item} {material.shown(each.item, each.answer)}"
        for each in material.by_case.get((row.study, row.result), ())
        if each.answer and (each.domain, each.item) not in shown
    ]
    notes = [f"rated too, though not asked for: {', '.join(extra)}"] if extra else []
    if row.outcome == "stopped":
        notes.append("the criteria are optional after the screening questions")
    return GridRow(
        row.study,
        row.result,
        tuple(cells),
        wording.outcome(material, row),
        wording.met_cell(tool, row) if material.context.built.config.appraisal.percent else "",
        levels.get(row.level),
        tuple(notes),
        anchor(row.study, tool.id, row.result),
    )


def _rated(material: Material, case: Case, domain: Domain, item: str, sign: Sign | None) -> GridCell:
    """Return the cell of a criterion; what is answered though it is not due is shown, and marked."""
    row = material.rating.get((*case, domain.id, item))
    if row is None or (row.due != "yes" and not row.answer):
        return GridCell(None, "optional" if material.assessment[case].outcome == "stopped" else "not asked")
    extra = row.due != "yes"
    if sign is None:
        sign = wording.sign(material.tool, row)
    word = (
        f"{sign.label}, though {'optional' if row.due == 'optional' else 'not asked'}"
        if extra
        else sign.label
    )
    return GridCell(sign, word, _about(material, row, word), extra)


def _judged_cell(material: Material, case: Case, domain: str, sign: Sign | None) -> GridCell:
    row = material.judgement.get((*case, domain))
    if sign is None or row is None:
        return GridCell(sign, sign.label if sign else "not judged")
    overruled = row.state == "overruled"
    word = f"{sign.label}, overruled" if overruled else sign.label
    return GridCell(sign, word, judgement_about(material, row, word), overruled=overruled)


def _about(material: Material, row: Appraisal, word: str) -> str:
    """Return what is known of a rating, in one line: comment, quote, page, place."""
    parts = [f"{row.item} {material.about(row.item, row.domain)}: {word}"]
    if row.comment:
        parts.append(row.comment)
    if row.quote:
        parts.append(f"“{row.quote}”")
    if row.page:
        parts.append(page(row.page))
    settled = material.settled(row.study, row.result, row.item)
    if settled:
        parts.append(f"settled by {settled.person.replace(';', ', ')}")
    if place := settled.place if settled else row.place:
        parts.append(place)
    return ". ".join(part.rstrip(".") for part in parts)


def judgement_about(material: Material, row: DomainJudgement, word: str) -> str:
    """Return what is known of a judgement, in one line: what the rules propose, who, why, place."""
    parts = [f"{material.about(row.domain)}: {word}"]
    if row.proposed and row.proposed != row.judgement:
        parts.append(f"the rules propose {material.shown(row.domain, row.proposed)}")
    parts += [part for part in (row.why, row.place) if part]
    return ". ".join(part.rstrip(".") for part in parts)

"""What the figures of appraisal show: a panel for each category of study (and result), free of drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.appraisal.engine.tool import OVERALL, Domain, Kind, Sign, Tool, inside
from tamis.appraisal.figures.palette import DISPUTED
from tamis.tables import Appraisal, Assessment, DomainJudgement

UNKNOWN = "Category not known yet"


@dataclass(frozen=True, slots=True)
class Column:
    """A criterion or domain: its short id, what it stands for, and a heading that it shares.

    `at`: which of the tool's domains it is, or is of.
    """

    id: str
    label: str
    group: str = ""
    at: int = 0

    @property
    def overall(self) -> bool:
        """Whether it holds the judgement of the whole."""
        return self.id == OVERALL

    @property
    def head(self) -> str:
        """What stands above it: the whole has no short id."""
        return self.label if self.overall else self.id


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A study: a sign for each column, or None where nothing is due; and what else is said of it.

    `overruled`: the columns in which a person overruled what the tool's rules propose.
    """

    label: str
    cells: tuple[Sign | None, ...]
    note: str = ""
    overruled: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Panel:
    """Studies that get the same columns; `signs` are all that could stand in a cell, in their order.

    `within`: what panels of one category are called as a whole, where these differ in a component.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[PanelRow, ...]
    signs: tuple[Sign, ...]
    tool: str = ""
    within: str = ""

    def tally(self, column: int) -> dict[Sign, int]:
        """Return how often each sign stands in a column, those that do, in the order of `signs`."""
        counts = Counter(row.cells[column] for row in self.rows)
        return {sign: counts[sign] for sign in self.signs if counts[sign]}

    def totals(self) -> dict[Sign, int]:
        """Return how often each sign stands in the panel, likewise."""
        counts = Counter(cell for row in self.rows for cell in row.cells)
        return {sign: counts[sign] for sign in self.signs if counts[sign]}


@dataclass(frozen=True, slots=True)
class _Built:
    """What the stage says of one tool, to be looked up."""

    tool: Tool
    ratings: Mapping[tuple[str, str, str, str], Appraisal]  # by study, result, domain, item
    judgements: Mapping[tuple[str, str, str], DomainJudgement]  # by study, result, domain


def panels(
    tools: Iterable[Tool],
    assessments: Iterable[Assessment],
    ratings: Iterable[Appraisal],
    judgements: Iterable[DomainJudgement],
    labels: Mapping[str, str],
    outcomes: Mapping[str, str],
) -> list[Panel]:
    """Return the panels: of each tool, by result, by category, and by component, each in its order.

    Args:
        tools: the tools, in the order in which they are shown.
        assessments: which study has which category; their order is that of the rows.
        ratings, judgements: what holds, as the stage wrote it.
        labels: how a study is called; one without is called by its id.
        outcomes: how a result is called, in the order of the results; likewise.
    """
    told, rated, judged = list(assessments), list(ratings), list(judgements)
    found = []
    for tool in tools:
        built = _Built(
            tool,
            {(r.study, r.result, r.domain, r.item): r for r in rated if r.tool == tool.id},
            {(j.study, j.result, j.domain): j for j in judged if j.tool == tool.id},
        )
        cases: dict[tuple[str, str, str], list[Assessment]] = {}
        for case in told:
            if case.tool == tool.id:
                cases.setdefault((case.result, case.category, case.component), []).append(case)
        for key in sorted(cases, key=lambda key: _order(tool, [*outcomes], *key)):
            found.append(_panel(built, *key, cases[key], labels, outcomes))
    return found


def _order(tool: Tool, outcomes: list[str], result: str, category: str, component: str) -> tuple[object, ...]:
    """Return what panels are sorted by; what the tool or the protocol does not know stands last."""
    kinds, domains = [kind.id for kind in tool.categories], [*tool.domain]
    return tuple(
        (order.index(id) if id in order else len(order), id)
        for id, order in ((result, outcomes), (category, kinds), (component, domains))
    )


def _panel(
    built: _Built,
    result: str,
    category: str,
    component: str,
    cases: Sequence[Assessment],
    labels: Mapping[str, str],
    outcomes: Mapping[str, str],
) -> Panel:
    tool, kind = built.tool, built.tool.category(category)
    due = tool.due(category, component)
    shown = _domains(tool, due) if tool.judged else []
    criteria = [] if shown else _criteria(tool, due)
    place = [*tool.domain].index
    columns = [Column(domain.short, domain.label, at=place(domain.id)) for domain in shown]
    columns += [
        Column(item, domain.items[domain.item_ids.index(item)].label, domain.label, place(domain.id))
        for domain, item in criteria
    ]
    ids = [domain.id for domain in shown]
    if tool.overall and kind:
        columns.append(Column(OVERALL, tool.overall.label))
        ids.append(OVERALL)
    signs: list[Sign] = [*(tool.answers if criteria else ())]
    signs += [sign for id in ids for sign in tool.signs(id)]
    rows = []
    for case in cases:
        cells = [_rating(built, case, domain, item) for domain, item in criteria]
        cells += [_judgement(built, case, id) for id in ids]
        overruled = frozenset(
            at for at, id in enumerate(ids, start=len(criteria)) if _is_overruled(built, case, id)
        )
        label = labels.get(case.study) or case.study
        rows.append(PanelRow(label, tuple(cells), _note(tool, case), overruled))
    named = [outcomes.get(result, result)] if result else []
    return Panel(
        _title(tool, kind, component, named),
        tuple(columns),
        tuple(rows),
        tuple(dict.fromkeys([*signs, DISPUTED, tool.missing])),
        tool.title,
        _joined([*named, kind.label]) if kind and kind.components else "",
    )


def _domains(tool: Tool, due: Iterable[Domain]) -> list[Domain]:
    return [domain for domain in due if domain.judged or domain.rules]


def _criteria(tool: Tool, due: Iterable[Domain]) -> list[tuple[Domain, str]]:
    """Return the criteria that are columns, with their domains: the screening questions first."""
    first = [tool.domain[tool.screening.domain]] if tool.screening else []
    return [(domain, item) for domain in (*first, *due) for item in domain.item_ids]


def _title(tool: Tool, kind: Kind | None, component: str, named: Sequence[str]) -> str:
    parts = [*named]
    if not kind:
        parts.append(UNKNOWN)
    elif kind.components:
        part = tool.domain.get(component)
        with_it = f"with {inside(part.label)}" if part else "component not known yet"
        parts.append(f"{kind.label}, {with_it}")
    elif len(tool.categories) > 1 or not parts:
        parts.append(kind.label)
    return _joined(parts)


def _joined(parts: Sequence[str]) -> str:
    return ": ".join([parts[0], *map(inside, parts[1:])])


def _note(tool: Tool, case: Assessment) -> str:
    if case.outcome != "stopped" or not tool.screening:
        return ""
    return inside(tool.screening.otherwise)


def _rating(built: _Built, case: Assessment, domain: Domain, item: str) -> Sign | None:
    rating = built.ratings.get((case.study, case.result, domain.id, item))
    if not rating or rating.due != "yes":
        return None
    if rating.state == "disputed":
        return DISPUTED
    return built.tool.answer_of[rating.answer] if rating.answer else built.tool.missing


def _is_overruled(built: _Built, case: Assessment, domain: str) -> bool:
    found = built.judgements.get((case.study, case.result, domain))
    return bool(found and found.state == "overruled")


def _judgement(built: _Built, case: Assessment, domain: str) -> Sign:
    found = built.judgements.get((case.study, case.result, domain))
    if found and found.state == "disputed":
        return DISPUTED
    signs = {sign.id: sign for sign in built.tool.signs(domain)}
    return signs[found.judgement] if found and found.judgement else built.tool.missing

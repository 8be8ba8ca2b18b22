"""Panels of figures for loose tables; a study without a category stands under the table's own headings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tamis.appraisal.engine.tool import COMPONENT, OVERALL, Sign, Tool, inside
from tamis.appraisal.figures.grid import UNKNOWN, Column, Panel, PanelRow, panels
from tamis.appraisal.figures.palette import DISPUTED
from tamis.appraisal.loose.given import held
from tamis.appraisal.loose.headings import Target, judged_domains
from tamis.appraisal.loose.read_off import ReadOff, domains_of
from tamis.appraisal.loose.studies import Loose


def candidates(read: ReadOff) -> str:
    """Return the categories that a study can be, as a heading."""
    labels = [kind.label for kind in read.kinds]
    labels[1:] = [inside(label) for label in labels[1:]]
    return " or ".join(labels)


def panels_of(tool: Tool, studies: Sequence[Loose]) -> list[Panel]:
    """Return the panels of figures: of studies whose category is not known, as their table has them."""
    known = [each for each in studies if each.assessment.category]
    results = {each.key[1]: each.key[1] for each in studies}
    found = panels(
        [tool],
        [each.assessment for each in known],
        [row for each in known for row in each.ratings],
        [row for each in known for row in each.judgements],
        {},
        results,
    )
    every = {given.target.ids: given.target for each in studies for given in each.given}
    groups: dict[tuple[str, tuple[str, ...], frozenset[str]], list[Loose]] = {}
    for each in studies:
        if not each.assessment.category and each.given:
            rated = frozenset().union(*(domains_of(tool, given.target) for given in each.given))
            kinds = tuple(kind.id for kind in each.read.kinds)
            groups.setdefault((each.key[1], kinds, frozenset() if kinds else rated), []).append(each)
    for (result, kinds, rated), rows in groups.items():
        among = {id for kind in kinds for id in _asked(tool, kind)} or rated
        found.append(_as_written(tool, result, among, list(every.values()), rows))
    return found


def _asked(tool: Tool, category: str) -> set[str]:
    """Return the domains that a category can ask for, whichever its component is."""
    kind = tool.category(category)
    return {*kind.due, *kind.components} - {COMPONENT} if kind else set()


def _as_written(
    tool: Tool, result: str, among: Collection[str], columns: Sequence[Target], studies: Sequence[Loose]
) -> Panel:
    """Return the panel of studies without a category: its columns are those of the table, of some domains."""
    judged = any(about.judged for about in columns)
    order = [*tool.item_ids, *tool.domain, OVERALL]
    shown = [
        about
        for about in sorted(columns, key=lambda about: order.index(about.ids[0]))
        if about.judged == judged and domains_of(tool, about) <= {*among}
    ]
    signs: tuple[Sign, ...] = tool.answers
    if judged:
        signs = tuple(dict.fromkeys(sign for about in shown for sign in tool.signs(about.ids[0])))
    by_id = {sign.id: sign for sign in signs}
    rows = tuple(
        PanelRow(
            each.key[0],
            tuple(_cell(tool, by_id, each, about) for about in shown),
            tool.screening.otherwise.casefold() if tool.screening and _stopped(each) else "",
        )
        for each in studies
    )
    which = candidates(studies[0].read)
    title = f"{which}: the table does not say which" if which else UNKNOWN
    return Panel(
        f"{result}: {title}" if result else title,
        tuple(_column(tool, about) for about in shown),
        rows,
        (*signs, DISPUTED, tool.missing),
        tool.title,
    )


def _cell(tool: Tool, signs: Mapping[str, Sign], study: Loose, about: Target) -> Sign | None:
    answers = {one.ids: answer for one, answer in held(tool, study.given).items()}
    if about.ids not in answers:
        return None if _stopped(study) and domains_of(tool, about) else tool.missing
    return signs[answers[about.ids]] if answers[about.ids] else DISPUTED


def _stopped(study: Loose) -> bool:
    return study.assessment.outcome == "stopped"


def _column(tool: Tool, about: Target) -> Column:
    if about.ids == (OVERALL,):
        return Column(OVERALL, about.written)
    if about.judged:
        return Column(about.written, " / ".join(d.label for d in judged_domains(tool) if d.id in about.ids))
    labels = dict.fromkeys(item.label for d in tool.domains for item in d.items if item.id in about.ids)
    groups = [domain.label for domain in tool.domains if {*domain.item_ids} & {*about.ids}]
    return Column(about.written, " / ".join(labels), " or ".join(groups))

"""Studies of loose tables, assessed by the tool's logic as in a review.

One appraiser is enough, and judgements that stand alone, without the questions that they follow from, are
taken as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tamis.appraisal.cases.assess import Assessed, assess
from tamis.appraisal.cases.case import Case
from tamis.appraisal.engine.tool import OVERALL, Tool
from tamis.appraisal.findings import MERGED
from tamis.appraisal.lines import Line
from tamis.appraisal.loose.given import Given, Key, Table, by_target, held
from tamis.appraisal.loose.headings import Target
from tamis.appraisal.loose.judged import as_judged, disagreeing, whichever
from tamis.appraisal.loose.read_off import ReadOff, domains_of, read_off
from tamis.config import AppraisalRules
from tamis.tables import Appraisal, Assessment, DomainJudgement, Finding, Study

_ALONE = AppraisalRules(appraisers=1)
_WHY = {
    "person": "as the table says",
    "given": "by --category",
    "only": "the tool has one",
    "rated": "read off what was rated",
}


@dataclass(frozen=True)
class Loose:
    """A study (and result) of a table: what is given of it, its category and how that is known, what follows.

    read: what can be told of its category from what was rated. disagreeing: judgements that do not follow
    from what the table has beside them: domain (or overall), judgement, and what the tool's rules propose.
    sets: the domains of which something was rated, screening questions apart; of merged columns all together.
    unjudged: cells of judgements that say there is none, as in `Table`. Where the category is not known,
    judgements are those that hold whichever it is.
    """

    key: Key
    place: str
    given: tuple[Given, ...]
    read: ReadOff
    assessment: Assessment
    ratings: tuple[Appraisal, ...]
    judgements: tuple[DomainJudgement, ...]
    disagreeing: tuple[tuple[str, str, str], ...]
    sets: frozenset[frozenset[str]]
    unjudged: tuple[Given, ...] = ()

    @property
    def rated(self) -> bool:
        """Whether anything was rated that tells of a category."""
        return bool(self.sets)

    @property
    def name(self) -> str:
        """The study, and its result where it has one."""
        return f"{self.key[0]} ({self.key[1]})" if self.key[1] else self.key[0]


def loosely(table: Table, tool: Tool, category: str = "") -> list[Loose]:
    """Return the studies of a table, assessed, in its order.

    Args:
        table: what people's tables hold.
        tool: the tool.
        category: of studies that can be of this one and of others, by what the table has.
    """
    given: dict[Key, list[Given]] = {key: [] for key in table.studies}
    for each in table.given:
        given[each.key].append(each)
    return [_study(tool, key, tuple(rows), table, category) for key, rows in given.items()]


def _study(tool: Tool, key: Key, given: tuple[Given, ...], table: Table, category: str) -> Loose:
    read = read_off(tool, [each.target for each in given])
    sets = frozenset(domains_of(tool, each.target) for each in given) - {frozenset()}
    kind, component, chosen = "", "", ""
    if key in table.kinds:
        (kind, component), chosen = table.kinds[key], "person"
    elif key in table.by_number:
        kind, chosen = table.by_number[key], "given"
    elif len(tool.categories) == 1:
        kind, chosen = tool.categories[0].id, "only"
    elif len(read.kinds) == 1:
        kind, chosen = read.kinds[0].id, "rated"
    elif category in {one.id for one in read.kinds}:
        kind, chosen = category, "given"
    if kind in {each.id for each in read.kinds[:1]} and len(read.kinds) == 1:
        component = component or read.component
    place = table.studies[key]
    found = _assessed(tool, key, given, place, kind, component, chosen)
    assessment, judgements = found.assessment, found.judgements
    if not kind:
        ways = [_assessed(tool, key, given, place, one.id, "", "") for one in read.kinds]
        judgements = tuple(whichever(tool, [way.judgements for way in ways]))
        whole = next((row.judgement for row in judgements if row.domain == OVERALL), "")
        outcomes = {way.assessment.outcome for way in ways}
        if whole and len(outcomes) == 1:
            assessment = replace(assessment, outcome=outcomes.pop())
        assessment = replace(assessment, judgement=whole)
    unjudged = tuple(each for each in table.unjudged if each.key == key)
    return Loose(
        key,
        place,
        given,
        read,
        assessment,
        found.ratings,
        judgements,
        disagreeing(judgements),
        sets,
        unjudged,
    )


def _assessed(
    tool: Tool, key: Key, given: Sequence[Given], place: str, kind: str, component: str, chosen: str
) -> Assessed:
    due = {domain.id for domain in tool.due(kind, component)}
    lines = []
    for position, each in enumerate(given):
        ids = each.target.ids
        if each.target.judged:  # of domains that share a short name, the one that is due
            ids = tuple(id for id in ids if id in {*due, OVERALL})[:1]
        if ids:
            lines.append(
                Line(
                    person=each.appraiser,
                    study=key[0],
                    tool=tool.id,
                    result=key[1],
                    items=ids,
                    written=each.target.written,
                    answer=each.answer,
                    position=position,
                    comment=each.comment,
                    quote=each.quote,
                    page=each.page,
                    place=each.place,
                )
            )
    case = Case(
        study=Study(study=key[0], label=key[0], place=place),
        tool=tool,
        result=key[1],
        category=kind,
        component=component,
        chosen=chosen,
        why=_WHY.get(chosen, ""),
        place=place,
        ratings=tuple(lines),
        people=tuple(dict.fromkeys(each.appraiser for each in given)),
    )
    return as_judged(case, assess(case, _ALONE))


# --- what is found ------------------------------------------------------------------------------


def found_loosely(tool: Tool, studies: Sequence[Loose]) -> Iterator[Finding]:
    """Yield what only a loose table can have wrong: its categories, and judgements beside their questions."""
    given = [given.target for each in studies for given in each.given]
    columns = {about.ids: about for about in given if about.judged and about.ids != (OVERALL,)}
    for each in studies:
        kind = tool.category(each.assessment.category)
        parts = [tool.id, each.key[0], *([each.key[1]] if each.key[1] else [])]

        def finding(
            check: str, severity: str, text: str, each: Loose = each, parts: list[str] = parts
        ) -> Finding:
            id = ":".join(["appraisal", check, *parts])
            return Finding(id, severity, each.key[0], f"{each.name}: {text}", each.place)

        rated = _named(tool, [given.target for given in each.given])
        if rated and not kind and not each.read.kinds:
            yield finding("category", "high", f"no category of the tool asks for all that was rated: {rated}")
        elif kind and rated and kind.id not in {one.id for one in each.read.kinds}:
            text = (
                f"its category is {kind.label} ({each.assessment.why}), which does not ask for all that was"
            )
            yield finding("category", "high", f"{text} rated: {rated}")
        if differing := _differing(tool, each):
            yield finding("differs", "high", differing)
        if lacking := _unjudged(tool, each, columns):
            text = (
                f"{len(columns) - len(lacking)} of {len(columns)} judgements: {', '.join(lacking)} has none"
            )
            yield finding("few", "high", text)
        due = {domain.id for domain in tool.due(each.assessment.category, each.assessment.component)}
        for cell in each.unjudged:
            about = cell.target
            if not kind or {*about.ids} & {*due, OVERALL}:
                text = (
                    f"{about.written} is {cell.answer!r}, which is no judgement of the tool: taken as missing"
                )
                yield replace(finding(f"unjudged:{about.written}", "high", text), place=cell.place)
        for domain, judgement, proposed in each.disagreeing:
            signs = {sign.id: sign.label for sign in tool.signs(domain)}
            ids = domain.split(MERGED)
            whose = "the whole" if domain == OVERALL else " or ".join(tool.domain[id].label for id in ids)
            beside = "the domains" if domain == OVERALL else "the answers"
            text = f"{whose} is judged {signs[judgement]}; from {beside} follows {signs[proposed]}"
            yield finding(f"judgement:{domain}", "high", f"{text}, by the tool's rules")


def _differing(tool: Tool, study: Loose) -> str:
    """Return who differs on what; empty where nobody does."""
    by_people: dict[str, list[str]] = {}
    rows = by_target(study.given)
    for about, answer in held(tool, study.given).items():
        if not answer:
            people = " and ".join(dict.fromkeys(row.appraiser or "somebody" for row in rows[about]))
            by_people.setdefault(people, []).append(about.written)
    return "; ".join(f"{people} differ on {', '.join(those)}" for people, those in by_people.items())


def _unjudged(tool: Tool, study: Loose, columns: Mapping[tuple[str, ...], Target]) -> list[str]:
    """Return the columns of judgements where a study that has some has none."""
    own = {given.target.ids for given in study.given if given.target.judged}
    made = {id for row in study.judgements if row.judgement for id in row.domain.split(MERGED)}
    kinds = {study.assessment.category} - {""} or {kind.id for kind in study.read.kinds}
    columns = {
        ids: about
        for ids, about in columns.items()
        if all(
            {*ids} & {domain.id for domain in tool.due(kind, study.assessment.component)} for kind in kinds
        )
    }
    return [about.written for ids, about in columns.items() if own and ids not in own and not made & {*ids}]


def _named(tool: Tool, rated: Sequence[Target]) -> str:
    """Return the sets that something was rated of; of merged columns all that they can be."""
    sets = {frozenset(domains_of(tool, about)): None for about in rated}
    names = [" or ".join(tool.domain[id].label for id in tool.domain if id in each) for each in sets if each]
    return ", ".join(dict.fromkeys(names))


# --- what is counted ----------------------------------------------------------------------------


def expected(tool: Tool, study: Loose) -> int:
    """Return how many ratings the sets have of which anything was rated; merged columns are one set."""
    sets = {domains_of(tool, given.target) for given in study.given if not given.target.judged} - {
        frozenset()
    }
    own = [each for each in sets if not any(other < each for other in sets)]
    return sum(max(len(tool.domain[id].items) for id in each) for each in own)

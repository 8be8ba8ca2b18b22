"""Studies of loose tables, assessed by the tool's logic as in a review.

One appraiser is enough, and judgements that stand alone, without the questions that they follow from, are
taken as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tamis.appraisal.cases.assess import Assessed, assess
from tamis.appraisal.cases.case import Case
from tamis.appraisal.engine.judge import judge_all
from tamis.appraisal.engine.tool import OVERALL, Tool
from tamis.appraisal.lines import Line
from tamis.appraisal.loose.given import Given, Key, Table, by_target, held
from tamis.appraisal.loose.headings import Target
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
    disagreeing = _disagreeing(found.judgements)
    if not kind:  # what does not follow whichever category it is
        each = [_assessed(tool, key, given, place, one.id, "", "") for one in read.kinds]
        several = [_disagreeing(one.judgements) for one in each]
        disagreeing = (
            tuple(one for one in several[0] if all(one in other for other in several)) if several else ()
        )
    return Loose(
        key, place, given, read, found.assessment, found.ratings, found.judgements, disagreeing, sets
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
    return _as_judged(case, assess(case, _ALONE))


# --- judgements that stand alone ----------------------------------------------------------------


def _as_judged(case: Case, found: Assessed) -> Assessed:
    """Return what was assessed, with judgements that the table gives where their questions have no answers.

    Criteria of a domain that was only judged are not missing: the table leaves them out.
    """
    tool, made = case.tool, dict[str, str]()
    rows: list[DomainJudgement] = []
    answered = {row.domain for row in found.ratings if row.state != "empty"}
    alone = set()
    for row in found.judgements:
        said = {line.answer for line in found.answers.get((row.domain, row.domain), {}).values()}
        if said and row.domain not in answered:
            alone.add(row.domain)
        if row.state == "incomplete":
            proposed = row.proposed
            if row.domain == OVERALL and tool.overall and made and all(made.values()):
                proposed = judge_all(tool.overall, [*made], made, {})
            one = next(iter(said)) if len(said) == 1 else "" if said else proposed
            row = replace(row, proposed=proposed, judgement=one, state=_state(said, one, proposed))
        if row.domain != OVERALL:
            made[row.domain] = row.judgement
        rows.append(row)
    if alone and not answered & {*made}:
        alone |= {*made}
    whole = next((row.judgement for row in rows if row.domain == OVERALL), found.assessment.judgement)
    # A score is a team's own choice, and no config says here that this one made it.
    assessment = replace(found.assessment, judgement=whole, percent=None)
    left = tuple(row for row in found.ratings if row.domain not in alone or row.state != "empty")
    if alone:
        due = [row for row in left if row.due == "yes"]
        complete = all(row.answer for row in due) and all(row.judgement for row in rows)
        assessment = replace(
            assessment,
            outcome="appraised" if complete else assessment.outcome,
            due=len(due) or None,
            answered=sum(bool(row.answer) for row in due) if due else None,
            met=assessment.met if due else None,
        )
    return replace(found, ratings=left, judgements=tuple(rows), assessment=assessment)


def _state(said: Collection[str], judgement: str, proposed: str) -> str:
    """Return how a judgement came about that the answers do not give, as in `tables.DomainJudgement`."""
    if not judgement:
        return "disputed" if said else "incomplete"
    if judgement == proposed:
        return "proposed"
    return "overruled" if proposed else "judged"


def _disagreeing(judgements: Sequence[DomainJudgement]) -> tuple[tuple[str, str, str], ...]:
    return tuple((row.domain, row.judgement, row.proposed) for row in judgements if row.state == "overruled")


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
        for domain, judgement, proposed in each.disagreeing:
            signs = {sign.id: sign.label for sign in tool.signs(domain)}
            about = "the whole" if domain == OVERALL else tool.domain[domain].label
            beside = "the domains" if domain == OVERALL else "the answers"
            text = f"{about} is judged {signs[judgement]}; from {beside} follows {signs[proposed]}"
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
    made = {row.domain for row in study.judgements if row.judgement}
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

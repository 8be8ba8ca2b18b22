"""What checks of the ratings find: merged columns, sets rated in part, answers that do not go together.

What is still to be done is an open item; a finding says what is there, and why it is doubtful.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from tamis.appraisal.engine.judge import asked
from tamis.appraisal.engine.tool import OVERALL, Domain, Item, Kind, Tool
from tamis.errors import counted
from tamis.tables import Appraisal, Assessment, DomainJudgement, Finding, Study

_Row = TypeVar("_Row", Appraisal, DomainJudgement)
#: Between the columns that a table merged, in a criterion as it was written: 3.1/4.1.
MERGED = "/"


@dataclass(frozen=True, slots=True)
class _Case:
    """One study, or one result of it, and a tool: what was rated and judged, and how the study is cited."""

    tool: Tool
    assessment: Assessment
    rows: tuple[Appraisal, ...]
    judgements: tuple[DomainJudgement, ...]
    label: str
    result: str  # the outcome's label

    @property
    def kind(self) -> Kind | None:
        """The study's category, where it is known."""
        return self.tool.category(self.assessment.category)

    @property
    def due(self) -> tuple[Domain, ...]:
        """The domains that are due for the category, screening questions apart."""
        return self.tool.due(self.assessment.category, self.assessment.component)

    def of(self, domain: Domain) -> list[Appraisal]:
        """Return the rows of a domain that are due, in the order of the tool."""
        order = {item: position for position, item in enumerate(domain.item_ids)}
        rows = [row for row in self.rows if row.domain == domain.id and row.due == "yes"]
        return sorted(rows, key=lambda row: order.get(row.item, len(order)))

    def said(self, row: Appraisal) -> str:
        """Return a row's answer as printed, or what stands for it where it has none."""
        if row.answer in self.tool.answer_of:
            return self.tool.answer_of[row.answer].label
        return "in dispute" if row.state == "disputed" else self.tool.missing.label

    def found(self, check: str, severity: str, text: str, place: str, *of: str) -> Finding:
        """Return a finding about the study."""
        known = self.assessment
        parts = [known.tool, known.study, *([known.result] if known.result else []), *of]
        about = f"{self.label} ({self.result})" if self.result else self.label
        id = ":".join(["appraisal", check, *parts])
        return Finding(id, severity, known.study, f"{about}: {text}", place)


def findings(
    tools: Sequence[Tool],
    assessments: Sequence[Assessment],
    ratings: Sequence[Appraisal],
    judgements: Sequence[DomainJudgement],
    studies: Sequence[Study],
    outcomes: Mapping[str, str],
) -> list[Finding]:
    """Return what the checks find, sorted by id: rows of `build/appraisal/findings.csv`.

    Args:
        tools: the tools that the protocol names.
        assessments: rows of `build/appraisal/assessments.csv`; a study that has none is not checked.
        ratings: rows of `build/appraisal/ratings.csv`.
        judgements: rows of `build/appraisal/judgements.csv`.
        studies: the included studies, for how they are cited; a study that is not among them goes by its id.
        outcomes: the labels of the protocol's outcomes, by id; a result that is none of them goes by its id.
    """
    by_id = {tool.id: tool for tool in tools}
    labels = {study.study: study.label for study in studies}
    rows = _grouped(ratings)
    judged = _grouped(judgements)
    found: list[Finding] = []
    for each in assessments:
        key = (each.study, each.tool, each.result)
        if each.tool in by_id:
            label = labels.get(each.study) or each.study
            result = outcomes.get(each.result, each.result)
            case = _Case(by_id[each.tool], each, tuple(rows[key]), tuple(judged[key]), label, result)
            for check in (_merged, _part, _few, _notes, _several, _skipped):
                found += check(case)
    return sorted(found, key=lambda finding: finding.finding)


def _merged(case: _Case) -> Iterator[Finding]:
    """Yield that ratings stand under columns that a table merged: which category was used is lost."""
    rows = [row for row in case.rows if MERGED in row.written and row.state != "empty"]
    if not rows:
        return
    columns = list(dict.fromkeys(row.written for row in rows))
    ids = {item for column in columns for item in column.split(MERGED)}
    domains = [domain.label for domain in case.tool.domains if ids & set(domain.item_ids)]
    text = (
        f"{counted(len(rows), 'rating')} stand under merged columns ({_span(columns)}); it cannot be read "
        f"from what was written which of the {len(domains)} categories was used, {' or '.join(domains)}; "
    )
    read = [row.item for row in rows if MERGED not in row.item]
    if not case.kind:
        text += "the study has no category by which they could be read"
    elif read:
        text += f"read as {_span(read)} because the study's category is {case.kind.label}{_chosen(case)}"
    else:
        some = ids & {item for domain in case.due for item in domain.item_ids}
        text += (
            f"read as none of them, because the study's category, {case.kind.label}{_chosen(case)}, asks for "
            f"{'more than one' if some else 'none'} of them"
        )
    yield case.found("merged", "high", text, rows[0].place)


def _part(case: _Case) -> Iterator[Finding]:
    """Yield that of a category that asks for several domains only its own was rated."""
    own = [domain for domain in case.due if case.kind and domain.id in case.kind.own]
    rest = [domain for domain in case.due if domain not in own]
    rated = [row for domain in own for row in case.of(domain) if row.state != "empty"]
    lacking = [row for domain in rest for row in case.of(domain)]
    if not rest or not rated or not lacking or any(row.state != "empty" for row in lacking):
        return
    total = sum(len(case.of(domain)) for domain in case.due)
    spans = [_span([row.item for row in case.of(domain)]) for domain in rest]
    others = _labels(rest)
    if case.kind and case.kind.components and not case.assessment.component:  # one of these is due, too
        components = [case.tool.domain[id] for id in case.kind.components]
        total += min(len(domain.items) for domain in components)
        others += f" and {' or '.join(domain.label for domain in components)}"
        spans.append(" or ".join(_span(domain.item_ids) for domain in components))
    text = (
        f"rated on {len(rated)} of {total} criteria: on {_labels(own)}, not on {others} "
        f"({' and '.join(spans)})"
    )
    noted = [rule.item for rule in case.tool.notes if any(rule.item in domain.item_ids for domain in own)]
    if noted:
        text += f"; {' and '.join(noted)} cannot be judged without them"
    yield case.found("part", "high", text, rated[0].place)


def _few(case: _Case) -> Iterator[Finding]:
    """Yield that of a domain some criteria were rated and others not; one finding for all such domains."""
    texts, places, number = [], [], 0
    screening = [case.tool.domain[case.tool.screening.domain]] if case.tool.screening else []
    for domain in (*screening, *case.due):
        rows = case.of(domain)
        rated = [row for row in rows if row.state != "empty"]
        lacking = [row for row in rows if row.state == "empty"]
        if rated and lacking:
            names = ", ".join(f"{row.item} {_item(domain, row.item).label}".strip() for row in lacking)
            texts.append(
                f"{len(rated)} of {len(rows)} ratings on {domain.label}: {names} "
                f"{'has' if len(lacking) == 1 else 'have'} none"
            )
            places.append(rated[0].place)
            number += len(lacking)
    if texts:
        what = "a rating is" if number == 1 else "ratings are"
        text = "; ".join([*texts, f"{what} missing, or the answers stand in the wrong cells"])
        yield case.found("few", "high", text, places[0])


def _notes(case: _Case) -> Iterator[Finding]:
    """Yield what the tool says of an answer that does not go with those of the study's other domains."""
    rows = [row for domain in case.due for row in case.of(domain)]
    for rule in case.tool.notes:
        row = next((row for row in rows if row.item == rule.item and row.answer == rule.answer), None)
        others = [
            other for other in rows if row and other.domain != row.domain and other.answer != rule.answer
        ]
        if row and others:
            words: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
            for other in others:
                words[case.said(other)][other.domain].append(other.item)
            beside = "; ".join(
                f"{' and '.join(_span(items) for items in by_domain.values())} {word}"
                for word, by_domain in words.items()
            )
            text = f"{rule.item} is {case.said(row)}, beside {beside}. {rule.text}"
            yield case.found("note", "medium", text, row.place, rule.item)


def _several(case: _Case) -> Iterator[Finding]:
    """Yield what the tool says of so many domains judged so, where a person must say what follows."""
    if not case.tool.overall:
        return
    whole = next((row for row in case.judgements if row.domain == OVERALL), None)
    for position, note in enumerate(case.tool.overall.notes):
        those = [row for row in case.judgements if row.domain != OVERALL and row.judgement in note.is_]
        if len(those) < note.at_least or not whole or not whole.judgement or whole.judgement == note.unless:
            continue
        signs = {sign.id: sign.label for sign in (*case.tool.judgements, *case.tool.signs(OVERALL))}
        # A loose table's D2 can be one of several domains.
        names = ", ".join(
            " or ".join(case.tool.domain[id].label for id in row.domain.split(MERGED)) for row in those
        )
        judged = " or ".join(dict.fromkeys(signs[row.judgement] for row in those))
        text = (
            f"{counted(len(those), 'domain')} judged {judged} "
            f"({names}), and the whole {signs[whole.judgement]}. {note.text}"
        )
        more = (str(position + 1),) if position else ()
        yield case.found("several", "medium", text, whole.place, *more)


def _skipped(case: _Case) -> Iterator[Finding]:
    """Yield answers to questions that the routing skips, with the answers that made it so."""
    for domain in case.due:
        rows = {row.item: row for row in case.rows if row.domain == domain.id}
        answers = {item: row.answer for item, row in rows.items() if row.answer in case.tool.answer_of}
        open_ = asked(case.tool, domain, answers)
        for item in domain.items:
            if item.id not in answers or item.id in open_ or answers[item.id] == case.tool.not_applicable:
                continue
            before = dict.fromkeys(one for each in item.asked for one in each)
            if any(one in open_ and one not in answers for one in before):
                continue  # whether it is asked is not known yet
            why = ", ".join(
                f"{one} is {case.said(rows[one])}" if one in open_ else f"{one} is not asked"
                for one in before
            )
            text = (
                f"{item.id} {item.label} is answered ({case.said(rows[item.id])}) though the tool skips it, "
                f"because {why}; the answer counts for nothing"
            )
            yield case.found("skipped", "low", text, rows[item.id].place, item.id)


def _grouped(rows: Sequence[_Row]) -> Mapping[tuple[str, str, str], list[_Row]]:
    found: dict[tuple[str, str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.study, row.tool, row.result].append(row)
    return found


def _item(domain: Domain, id: str) -> Item:
    return next(item for item in domain.items if item.id == id)


def _chosen(case: _Case) -> str:
    """Return how the category is known, in brackets; `rated` and `given` are of loose tables."""
    known = case.assessment
    how = {
        "person": f"given in {known.place}",
        "design": "by the design that was extracted",
        "only": "the tool has no other",
        "rated": "read off what was rated",
        "given": "named by whoever asked",
    }.get(known.chosen, "")
    return f" ({how})" if how else ""


def _labels(domains: Sequence[Domain]) -> str:
    return " and ".join(domain.label for domain in domains)


def _span(ids: Sequence[str]) -> str:
    """Return ids as people write them: the first and the last, where they follow each other; else all.

    They follow each other where they differ in their last numbers alone, each one more than the one before.
    """
    ids = list(dict.fromkeys(ids))
    ends = [[part.rpartition(".") for part in id.split(MERGED)] for id in ids]
    heads = {tuple(head for head, _, _ in parts) for parts in ends}
    lasts = [{last for _, _, last in parts} for parts in ends]
    numbers = [int(next(iter(last))) for last in lasts if len(last) == 1 and next(iter(last)).isdecimal()]
    runs = len(numbers) == len(ids) and all(b == a + 1 for a, b in pairwise(numbers))
    return f"{ids[0]} to {ids[-1]}" if len(ids) > 2 and len(heads) == 1 and runs else ", ".join(ids)

"""What was built of one tool, each line found by study, result and criterion."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tamis.appraisal.engine.tool import OVERALL, Domain, Item, Tool
from tamis.appraisal.lines import AGREE
from tamis.reports.context import Context
from tamis.reports.numbers import slug
from tamis.tables import Appraisal, Assessment, DomainJudgement, Said

#: A study, and its result; the result is empty where the tool appraises studies.
Case = tuple[str, str]


@dataclass(frozen=True)
class Material:
    """The built tables of one tool, of the included studies, in the order of the list of references."""

    context: Context
    tool: Tool

    @cached_property
    def assessments(self) -> list[Assessment]:
        """One line a study and result."""
        order = {study.study: at for at, study in enumerate(self.context.built.studies)}
        results = {outcome.id: at for at, outcome in enumerate(self.context.built.config.outcomes)}
        return sorted(
            (
                row
                for row in self.context.built.assessments
                if row.tool == self.tool.id and row.study in order
            ),
            key=lambda row: (order[row.study], results.get(row.result, -1), row.result),
        )

    @cached_property
    def ratings(self) -> list[Appraisal]:
        """One line a criterion or question."""
        return [row for row in self.context.built.ratings if row.tool == self.tool.id]

    @cached_property
    def said(self) -> dict[tuple[str, str, str], list[Said]]:
        """What each person said, by study, result and criterion, domain or overall."""
        found: dict[tuple[str, str, str], list[Said]] = {}
        for row in self.context.built.said:
            if row.tool == self.tool.id:
                found.setdefault((row.study, row.result, row.item), []).append(row)
        return found

    def settled(self, study: str, result: str, item: str) -> Said | None:
        """Return what settled a difference on a criterion, domain or the whole; None: nothing did."""
        rows = self.said.get((study, result, item), ())
        return next((row for row in rows if row.role == "reconciled"), None)

    def due_answers(self, study: str, result: str, item: str) -> dict[str, str]:
        """Return each answer that something can have, with its class; nothing where it is not due.

        A question that is skipped, or optional after a screening question, is not due. Judgements have no
        classes but themselves.
        """
        for row in self.by_case.get((study, result), ()):
            if (row.item, row.due) == (item, "yes"):
                return {id: self.tool.counts_as(id) for id in self.items[row.domain, item].answers}
        if (study, result, item) in self.judgement:
            return {sign.id: sign.id for sign in self.tool.signs(item)}
        return {}

    @cached_property
    def rating(self) -> dict[tuple[str, str, str, str], Appraisal]:
        """Ratings by study, result, domain and criterion."""
        return {(row.study, row.result, row.domain, row.item): row for row in self.ratings}

    @cached_property
    def judgement(self) -> dict[tuple[str, str, str], DomainJudgement]:
        """Judgements by study, result and domain, or overall."""
        return {
            (row.study, row.result, row.domain): row
            for row in self.context.built.judgements
            if row.tool == self.tool.id
        }

    @cached_property
    def by_case(self) -> dict[Case, list[Appraisal]]:
        """Ratings by study and result."""
        found: dict[Case, list[Appraisal]] = {}
        for row in self.ratings:
            found.setdefault((row.study, row.result), []).append(row)
        return found

    @cached_property
    def assessment(self) -> dict[Case, Assessment]:
        """Assessments by study and result."""
        return {(row.study, row.result): row for row in self.assessments}

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """How results are printed."""
        return self.context.built.config.outcome_labels

    @cached_property
    def items(self) -> dict[tuple[str, str], Item]:
        """Criteria by domain and id."""
        return {(domain.id, item.id): item for domain in self.tool.domains for item in domain.items}

    def name(self, study: str, result: str) -> str:
        """Return how a study is cited, and its result where there is one."""
        label = self.context.built.study[study].label
        return f"{label}: {self.outcomes.get(result, result)}" if result else label

    def about(self, item: str, domain: str = "") -> str:
        """Return what a criterion, a domain or the whole is about, in short words."""
        if item == OVERALL and self.tool.overall:
            return self.tool.overall.label
        if item in self.tool.domain:
            return self.tool.domain[item].label
        found = [i for (d, id), i in self.items.items() if id == item and domain in ("", d)]
        return (found[0].wording or found[0].label) if found else ""

    def shown(self, item: str, answer: str) -> str:
        """Return how an answer to a criterion, or the judgement of a domain or the whole, is printed."""
        return self.tool.shown(item, answer)

    def told(self, row: Said) -> str:
        """Return what somebody answered, in words; where they answered something else first, both."""
        now = self.shown(row.item, row.answer)
        if not answered_before(row):
            return now
        when = f" ({row.time})" if row.time else ""
        return f"{self.shown(row.item, row.first)} first, then {now}{when}"

    @cached_property
    def domains(self) -> list[Domain]:
        """The domains of which anything is due or was rated."""
        used = {row.domain for row in self.ratings}
        return [domain for domain in self.tool.domains if domain.id in used]


def answered_before(row: Said) -> bool:
    """Say whether somebody had given another answer first; to have agreed to one is none of their own."""
    return row.first not in ("", AGREE)


def anchor(study: str, tool: str, result: str) -> str:
    """Return the id, in the page, of how a study, or a result of it, was appraised with a tool."""
    return "-".join(["a", *(slug(part) for part in (study, tool, result) if part)])

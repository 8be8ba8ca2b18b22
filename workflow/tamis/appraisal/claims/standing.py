"""How a study stands in the grid of ratings: what is met of its criteria, and which level it can have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tamis.appraisal.engine.tool import COMPONENT, Tool
from tamis.config import Level
from tamis.tables import Appraisal, Assessment


@dataclass(frozen=True, slots=True)
class Standing:
    """A study, or one result of it, and a tool.

    due, answered, met: criteria of the category's own domains: that are due; of these, that have an answer;
    whose answer is that they are met. least, most: the percentage of criteria met in the domain with the
    fewest, as it would be if each criterion without an answer turned out not to be met, or to be met.
    """

    tool: Tool
    assessment: Assessment
    due: int
    answered: int
    met: int
    least: float
    most: float

    @property
    def study(self) -> str:
        """The study's id."""
        return self.assessment.study

    @property
    def kind(self) -> str:
        """The label of its category."""
        kind = self.tool.category(self.assessment.category)
        return kind.label if kind else "of no category yet"

    @property
    def missed(self) -> int:
        """How many of the answers say that a criterion is not met."""
        return self.answered - self.met

    @property
    def group(self) -> str:
        """Where it counts: met (all its own criteria), one, two (or more are not), incomplete, stopped.

        One that misses two or more does so whatever else has no answer.
        """
        if self.assessment.outcome == "stopped":
            return "stopped"
        if self.missed >= 2:
            return "two"
        if not self.due or self.answered < self.due:
            return "incomplete"
        return "one" if self.missed else "met"

    def fits(self, level: Level, order: Sequence[Level]) -> bool | None:
        """Return whether it is of a level of quality, or of a better one; None where that is not known yet.

        Of the lowest of several levels it is only where it is of no better one.
        """
        if self.assessment.outcome == "stopped":
            return False
        best, worst = self._level(order, self.most, best=True), self._level(order, self.least, best=False)
        wanted = order.index(level)
        if wanted and wanted == len(order) - 1:
            return best == wanted if best == worst else None if best <= wanted <= worst else False
        return True if worst <= wanted else False if best > wanted else None

    def rated_for(self, level: Level) -> bool:
        """Return whether its tool can tell of this level at all."""
        known = bool(self.tool.overall) if level.judgements else bool(self.tool.met)
        return known and level.tool in ("", self.tool.id)

    def _level(self, order: Sequence[Level], percent: float, *, best: bool) -> int:
        """Return the position of the first level that fits; `best`: by the best judgement there could be."""
        judged = self.assessment.judgement
        for position, level in enumerate(order):
            if not self.rated_for(level):
                continue
            fits = level.met is not None and percent >= level.met
            if level.judgements:
                fits = judged in level.judgements if judged else best
            if fits:
                return position
        return len(order)


def standings(
    tools: Sequence[Tool], assessments: Sequence[Assessment], ratings: Sequence[Appraisal]
) -> list[Standing]:
    """Return how each study (and result) stands with each tool, in the order of the assessments."""
    by_id = {tool.id: tool for tool in tools}
    rows: dict[tuple[str, str, str], list[Appraisal]] = defaultdict(list)
    for row in ratings:
        if row.due == "yes":
            rows[row.study, row.tool, row.result].append(row)
    return [
        _standing(by_id[each.tool], each, rows[each.study, each.tool, each.result])
        for each in assessments
        if each.tool in by_id
    ]


def figures(about: Sequence[Standing], labels: Mapping[str, str]) -> str:
    """Return how studies stand, in a sentence for each tool.

    With criteria: how many meet all of the domain of their own category, all but one, or miss two or more
    (with their names and how many each), and how many are incomplete.
    With judgements: how many are judged what.
    """
    texts = []
    for tool in {each.tool.id: each.tool for each in about}.values():
        those = [each for each in about if each.tool.id == tool.id]
        one, more = ("result", "results") if tool.unit == "result" else ("study", "studies")
        head = f"{len(those)} {one if len(those) == 1 else more}"
        if len(tool.categories) > 1:
            kinds = Counter(each.kind for each in those)
            head += f" ({', '.join(f'{n} {kind}' for kind, n in kinds.items())})"
        told = _judgements(tool, those) if tool.overall else _criteria(those, labels)
        texts.append(f"{head}, by {tool.title}: {'; '.join(told)}")
    return ". ".join(texts)


def _judgements(tool: Tool, those: Sequence[Standing]) -> list[str]:
    counts = Counter(each.assessment.judgement for each in those)
    signs = tool.overall.judgements if tool.overall else ()
    return [f"{sign.label}: {counts[sign.id]}" for sign in signs] + [f"not judged: {counts['']}"]


def _criteria(those: Sequence[Standing], labels: Mapping[str, str]) -> list[str]:
    groups = Counter(each.group for each in those)
    worst = sorted(
        (each for each in those if each.group == "two"), key=lambda each: (-each.missed, each.study)
    )
    names = "; ".join(f"{labels.get(each.study) or each.study}: {each.missed}" for each in worst)
    yes = those[0].tool.answer_of[those[0].tool.met].label if those[0].tool.met else "met"
    told = [
        f"{yes} to every criterion of their own category: {groups['met']}",
        f"to all but one: {groups['one']}",
        f"another answer to two or more: {groups['two']}" + (f" ({names})" if names else ""),
        f"incomplete: {groups['incomplete']}",
    ]
    return told + ([f"not appraised further: {groups['stopped']}"] if groups["stopped"] else [])


def _standing(tool: Tool, assessment: Assessment, rows: Sequence[Appraisal]) -> Standing:
    kind = tool.category(assessment.category)
    own = {assessment.component if id == COMPONENT else id for id in kind.own} if kind else set()
    domains = [
        [row for row in rows if row.domain == domain.id]
        for domain in tool.due(assessment.category, assessment.component)
    ]
    mine = [row for domain in domains for row in domain if row.domain in own]
    shares = [(_met(tool, domain), _answered(domain), len(domain)) for domain in domains if domain]
    return Standing(
        tool,
        assessment,
        len(mine),
        _answered(mine),
        _met(tool, mine),
        min((100 * met / due for met, _, due in shares), default=0),
        min((100 * (due - answered + met) / due for met, answered, due in shares), default=100),
    )


def _answered(rows: Sequence[Appraisal]) -> int:
    return sum(bool(row.answer) for row in rows)


def _met(tool: Tool, rows: Sequence[Appraisal]) -> int:
    return sum(bool(tool.met) and row.answer == tool.met for row in rows)

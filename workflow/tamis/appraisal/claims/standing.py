"""How a study stands in the grid of ratings: what is met of its criteria, and which level it can have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tamis.appraisal.engine.tool import Tool
from tamis.config import Level
from tamis.tables import Appraisal, Assessment


@dataclass(frozen=True, slots=True)
class Counts:
    """Criteria of some sets.

    due, answered: how many are due, and of these have an answer. missed: how many of the answers say that one
    is not met, in the set with the most. sets: how many sets these are.
    """

    due: int
    answered: int
    missed: int
    sets: int

    @property
    def complete(self) -> bool:
        """Whether everything that is due has an answer."""
        return bool(self.due) and self.answered == self.due

    @property
    def group(self) -> str:
        """Where it counts: met (every criterion), one, two (or more of a set are not), incomplete.

        One that misses two or more does so whatever else has no answer.
        """
        if self.missed >= 2:
            return "two"
        if not self.complete:
            return "incomplete"
        return "one" if self.missed else "met"


@dataclass(frozen=True, slots=True)
class Standing:
    """A study, or one result of it, and a tool.

    due: criteria of all sets that are due, by which levels go, too. own: of those of the category's own sets.
    least, most: the percentage of criteria met in the set with the fewest, as it would be if each criterion
    without an answer turned out not to be met, or to be met.
    """

    tool: Tool
    assessment: Assessment
    due: Counts
    own: Counts
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
    def stopped(self) -> bool:
        """Whether it was not appraised further, so that nothing can be said of its quality."""
        return self.assessment.outcome == "stopped"

    def between(self, order: Sequence[Level]) -> tuple[int, int]:
        """Return the positions in `order` of the best and the lowest level that it can have.

        One that no level fits has the position after the last.
        """
        return self._level(order, self.most, best=True), self._level(order, self.least, best=False)

    def rated_for(self, level: Level) -> bool:
        """Return whether its tool can tell of this level at all."""
        known = bool(self.tool.overall) if level.judgements else bool(self.tool.met)
        return known and level.tool in ("", self.tool.id)

    def _level(self, order: Sequence[Level], percent: float, *, best: bool) -> int:
        """Return the position of the first level that fits; `best`: by the best judgement there could be."""
        judged = self.assessment.judgement
        for position, level in enumerate(order):
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
    """Return how studies stand, in a sentence for each tool; those not appraised further are named apart.

    With criteria: how many meet all that is due, all but one of a set, or miss two or more of one (with their
    names and how many each), and how many are incomplete; the same of the sets of their own category, where
    that differs.
    With judgements: how many are judged what.
    """
    texts = []
    for tool in {each.tool.id: each.tool for each in about}.values():
        all_ = [each for each in about if each.tool.id == tool.id]
        those = [each for each in all_ if not each.stopped]
        one, more = ("result", "results") if tool.unit == "result" else ("study", "studies")
        head = f"{len(those)} {one if len(those) == 1 else more}"
        if len(tool.categories) > 1 and those:
            kinds = Counter(each.kind for each in those)
            head += f" ({', '.join(f'{n} {kind}' for kind, n in kinds.items())})"
        told = [] if not those else _judgements(tool, those) if tool.overall else _criteria(those, labels)
        stopped = "; ".join(_name(each, labels) for each in all_ if each.stopped)
        told += [f"not appraised further: {len(all_) - len(those)} ({stopped})"] if stopped else []
        texts.append(f"{head}, by {tool.title}: {'; '.join(told)}")
    return ". ".join(texts)


def _name(each: Standing, labels: Mapping[str, str]) -> str:
    return labels.get(each.study) or each.study


def _judgements(tool: Tool, those: Sequence[Standing]) -> list[str]:
    counts = Counter(each.assessment.judgement for each in those)
    signs = tool.overall.judgements if tool.overall else ()
    return [f"{sign.label}: {counts[sign.id]}" for sign in signs] + [f"not judged: {counts['']}"]


def _criteria(those: Sequence[Standing], labels: Mapping[str, str]) -> list[str]:
    tool = those[0].tool
    yes = tool.answer_of[tool.met].label if tool.met else "met"
    due, lacks = [each.due for each in those], "incomplete by the tool's rule"
    told = _counted(those, due, labels, f"{yes} to every criterion that is due", lacks)
    if any(each.own.group != each.due.group for each in those):
        more = sum(each.own.due < each.due.due for each in those)
        own = _counted(those, [each.own for each in those], labels, f"{yes} to every one", "incomplete")
        own[0] = f"of the criteria of their own category alone, since {more} are due on others too, {own[0]}"
        told += own
    return told


def _counted(
    those: Sequence[Standing], counts: Sequence[Counts], labels: Mapping[str, str], all_met: str, lacks: str
) -> list[str]:
    groups = Counter(each.group for each in counts)
    worst = sorted(
        ((each, count) for each, count in zip(those, counts, strict=True) if count.group == "two"),
        key=lambda pair: (-pair[1].missed, pair[0].study),
    )
    names = "; ".join(f"{_name(each, labels)}: {count.missed}" for each, count in worst)
    of_a_set = " of a set" if any(each.sets > 1 for each in counts) else ""
    incomplete = sum(not each.complete for each in counts)
    twice = incomplete - groups["incomplete"]
    return [
        f"{all_met}: {groups['met']}",
        f"to all but one{of_a_set}: {groups['one']}",
        f"another answer to two or more{of_a_set}: {groups['two']}" + (f" ({names})" if names else ""),
        f"{lacks}: {incomplete}" + (f" ({twice} of them counted already)" if twice else ""),
    ]


def _standing(tool: Tool, assessment: Assessment, rows: Sequence[Appraisal]) -> Standing:
    kind = tool.category(assessment.category)
    own = tool.own(assessment.category, assessment.component)
    due = tool.due(assessment.category, assessment.component)
    sets = {domain.id: [row for row in rows if row.domain == domain.id] for domain in due}
    shares = [(_met(tool, those), _answered(those), len(those)) for those in sets.values() if those]
    lacking = 0
    if kind and kind.components and not assessment.component:  # one of these is due, too
        lacking = min(len(tool.domain[id].items) for id in kind.components)
        shares.append((0, 0, lacking))
    return Standing(
        tool,
        assessment,
        _counts(tool, list(sets.values()), lacking),
        _counts(tool, [those for id, those in sets.items() if id in own]),
        min((100 * met / due for met, _, due in shares), default=0),
        min((100 * (due - answered + met) / due for met, answered, due in shares), default=100),
    )


def _counts(tool: Tool, sets: Sequence[Sequence[Appraisal]], lacking: int = 0) -> Counts:
    """Return the counts of some sets; `lacking`: criteria that are due and have no row yet."""
    missed = [_answered(rows) - _met(tool, rows) for rows in sets]
    due = sum(map(len, sets)) + lacking
    return Counts(due, sum(map(_answered, sets)), max(missed, default=0), len(sets) + bool(lacking))


def _answered(rows: Sequence[Appraisal]) -> int:
    return sum(bool(row.answer) for row in rows)


def _met(tool: Tool, rows: Sequence[Appraisal]) -> int:
    return sum(bool(tool.met) and row.answer == tool.met for row in rows)

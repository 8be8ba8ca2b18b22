"""Every criterion that is due or was rated, study by study; what is missing or in dispute."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tamis.appraisal.inputs import Inputs, Rated
from tamis.appraisal.registry import Tool
from tamis.review import waits_for
from tamis.tables import TEAM, Appraisal, Category, OpenItem, Study


@dataclass(frozen=True, slots=True)
class _Case:
    """One study under one tool: what is asked of it, and what was answered."""

    study: Study
    tool: Tool
    category: Category | None
    rated: tuple[Rated, ...]

    @property
    def kind(self) -> str:
        """The study's category; a tool with only one needs no list."""
        if self.category:
            return self.category.category
        return self.tool.categories[0].id if len(self.tool.categories) == 1 else ""

    @property
    def asked(self) -> tuple[str, ...]:
        """The sets of criteria that belong to the study's category, screening questions among them."""
        component = self.category.component if self.category else ""
        due = self.tool.due(self.kind, component)
        return (self.tool.screening, *due) if self.tool.screening else due

    @property
    def stopped(self) -> bool:
        """Whether a screening question has an answer that makes the criteria optional."""
        if not self.tool.screening:
            return False
        answers = [self.answer(item) for item in self.items(self.tool.screening)]
        return any(answer and answer not in self.tool.passes for answer in answers)

    @property
    def due(self) -> tuple[str, ...]:
        """The sets of which every criterion must be rated."""
        return (self.tool.screening,) if self.stopped else self.asked

    def items(self, group: str) -> list[str]:
        """Return the criteria of a set."""
        return [item for item, its_group in self.tool.group_of.items() if its_group.id == group]

    def of(self, item: str) -> list[Rated]:
        """Return the ratings of a criterion."""
        return [rated for rated in self.rated if rated.rating.item == item]

    def differ(self, item: str) -> bool:
        """Whether two appraisers answered a criterion differently."""
        return len({rated.rating.answer for rated in self.of(item)}) > 1

    def answer(self, item: str) -> str:
        """Return what holds for a criterion; empty where it is missing or in dispute."""
        found = self.of(item)
        return found[0].rating.answer if found and not self.differ(item) else ""

    def state(self, item: str) -> str:
        """Return `given`, `empty` (nobody answered) or `disputed`."""
        if self.differ(item):
            return "disputed"
        return "given" if self.of(item) else "empty"


def rows(inputs: Inputs, studies: Sequence[Study]) -> list[Appraisal]:
    """Return a row for each criterion that is due or was rated, of each included study.

    Ordered by study, then as the protocol orders tools and as the tool orders criteria. Where appraisers
    agree the row names them all; where they differ its answer is empty, its state `disputed`, and its
    comment says so.
    """
    return [row for case in _cases(inputs, studies) for row in _rows(case)]


def open_items(inputs: Inputs, studies: Sequence[Study], active: Sequence[str]) -> list[OpenItem]:
    """Return what is missing or in dispute for each included study, ordered by id.

    `appraisal:category:<tool>:<study>`: its category is not known; `appraisal:none:<tool>:<study>`:
    nobody rated it; `appraisal:missing:<tool>:<study>:<item>`: a criterion that is due;
    `appraisal:differs:...`: two appraisers answer differently; `appraisal:not-asked:...`: a criterion
    was rated that the study's category does not ask for. `active` holds the ids of the reviewers who are
    still in the review: nothing waits for one who left.
    """
    items = []
    for case in _cases(inputs, studies):
        everyone = {r.appraiser for r in inputs.rated if r.tool == case.tool.id}
        items.extend(_open(case, everyone, active))
    return sorted(items, key=lambda item: item.item)


def _cases(inputs: Inputs, studies: Sequence[Study]) -> list[_Case]:
    categories = {(row.tool, row.study): row for row in inputs.categories}
    return [
        _Case(
            study,
            tool,
            categories.get((tool.id, study.study)),
            tuple(r for r in inputs.rated if r.tool == tool.id and r.rating.study == study.study),
        )
        for study in sorted(studies, key=lambda study: study.study)
        for tool in inputs.tools
    ]


def _rows(case: _Case) -> list[Appraisal]:
    found = []
    due = {item for group in case.due for item in case.items(group)}
    for item, group in case.tool.group_of.items():
        rated = case.of(item)
        if item not in due and not rated:
            continue
        comments = dict.fromkeys(r.rating.comment for r in rated if r.rating.comment)
        found.append(
            Appraisal(
                study=case.study.study,
                tool=case.tool.id,
                item=item,
                category=group.id,
                due="yes" if item in due else "no",
                answer=case.answer(item),
                state=case.state(item),
                appraiser=";".join(r.appraiser for r in rated),
                comment="the appraisers differ" if case.differ(item) else "; ".join(comments),
                place=rated[0].rating.place if rated else _place(case),
            )
        )
    return found


def _place(case: _Case) -> str:
    """Return the place of what is not there: where its category, else the study, stands."""
    return case.category.place if case.category else case.study.place


def _open(case: _Case, everyone: Collection[str], active: Sequence[str]) -> list[OpenItem]:
    """Return the open items of one study; `everyone` has rated some study with the tool."""
    study, tool = case.study.study, case.tool
    items = []
    answers = f"answers go into records/appraisal/{tool.id}.<you>.csv"

    def add(what: str, text: str, who: Collection[str], place: str, item: str = "") -> None:
        of = f"{tool.id}:{study}" + (f":{item}" if item else "")
        items.append(OpenItem(f"appraisal:{what}:{of}", text, waits_for(who, active), place))

    if not case.kind:
        text = (
            f"{study} has no category in {tool.id}, so nobody knows which criteria it needs; "
            "it goes into records/appraisal/categories.csv"
        )
        add("category", text, [TEAM], _place(case))
    if not case.rated:
        text = f"nobody has rated {study} with {tool.id} yet; {answers}"
        add("none", text, everyone, _place(case))
        return items
    who = {r.appraiser for r in case.rated}
    for row in _rows(case):
        label = f"{row.item} of {study}"
        if case.differ(row.item):
            said = "; ".join(f"{r.appraiser} says {r.rating.answer}" for r in case.of(row.item))
            text = (
                f"the appraisers differ on {label}: {said}; one of them adds a line with the agreed answer "
                f"to their records/appraisal/{tool.id}.<you>.csv"
            )
            add("differs", text, row.appraiser.split(";"), row.place, row.item)
        elif row.due == "yes" and row.state == "empty":
            add("missing", f"{label} is due, and nobody has rated it; {answers}", who, row.place, row.item)
        elif case.kind and row.category not in case.asked:
            text = f"{label} is rated, and category {case.kind} does not ask for it"
            add("not-asked", text, row.appraiser.split(";"), row.place, row.item)
    return items

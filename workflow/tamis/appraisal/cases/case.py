"""One case is one study (and result) under one tool: its category, and what people said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tamis.appraisal.engine.tool import Domain, Tool
from tamis.appraisal.inputs import Inputs
from tamis.appraisal.lines import Line
from tamis.config import AppraisalRules, ToolUse
from tamis.tables import Category, Study


@dataclass(frozen=True, slots=True)
class Design:
    """The design that was extracted for a study: ids of choices, what people call them, its place."""

    choices: tuple[str, ...] = ()
    label: str = ""
    place: str = ""


class Designs(Protocol):
    """Gives the design of a study by a field of the pro-forma; one without choices where it is not known."""

    def __call__(self, study: str, field: str) -> Design:
        """Return the design."""


def no_designs(study: str, field: str) -> Design:
    """Return that no design is known."""
    return Design()


@dataclass(frozen=True)
class Case:
    """One study (and result) under one tool.

    chosen: person, design or only, as in `tables.Assessment`; empty: no category is known. fitting: the
    categories that fit the design by the protocol; None: the protocol does not say, or the design is not
    known. meant: whether the tool is for this study by the protocol. people: reviewer ids, in the order in
    which people are named.
    """

    study: Study
    tool: Tool
    result: str = ""
    category: str = ""
    component: str = ""
    chosen: str = ""
    why: str = ""
    who: str = ""
    place: str = ""
    design: Design = Design()
    fitting: tuple[str, ...] | None = None
    meant: bool = True
    ratings: tuple[Line, ...] = ()
    views: tuple[Line, ...] = ()
    reconciliations: tuple[Line, ...] = ()
    people: tuple[str, ...] = field(default=())

    @property
    def key(self) -> tuple[str, str, str]:
        """Study, tool and result."""
        return self.study.study, self.tool.id, self.result

    @property
    def criteria(self) -> tuple[Domain, ...]:
        """The domains that its category asks for, screening questions apart."""
        return self.tool.due(self.category, self.component)

    @property
    def domains(self) -> tuple[Domain, ...]:
        """The domains that are asked: screening questions, which all get, then those of its category."""
        first = self.tool.screening
        return (*([self.tool.domain[first.domain]] if first else []), *self.criteria)

    def ordered(self, people: Iterable[str]) -> list[str]:
        """Return people in the order of the protocol, each once."""
        at = {person: position for position, person in enumerate(self.people)}
        return sorted(set(people), key=lambda person: (at.get(person, len(at)), person))


def results(inputs: Inputs, tool: Tool, study: str) -> list[str]:
    """Return the results of a study that a tool appraises: outcomes that people named, or coded.

    Empty where there is none yet; that of a tool that appraises studies always is.
    """
    named = {result for its, id, result in inputs.named if (its, id) == (study, tool.id)}
    coded = {outcome for its, outcome in inputs.coded if its == study and tool.unit == "result"}
    return sorted((named | coded) - {""})


def cases(
    inputs: Inputs,
    rules: AppraisalRules,
    people: Sequence[str],
    studies: Sequence[Study],
    designs: Designs = no_designs,
) -> tuple[list[Case], list[tuple[Study, str]]]:
    """Return the cases, by study, tool (as the protocol has them) and result; and studies that have none.

    A tool that the protocol ties to designs is for the studies of these. One that people rated, or gave a
    category, is a case all the same. Where the design is not known, every tool may be meant, and the only one
    is. The second of a pair is the tool of which that is not known; empty: the study has no case at all.

    Args:
        inputs: what people wrote.
        rules: the protocol's rules of appraisal.
        people: reviewer ids.
        studies: the included studies.
        designs: gives a study's design.
    """
    of_case = {(study_id, tool_id) for study_id, tool_id, _ in inputs.named}
    lines = [_by_case(each) for each in (inputs.ratings, inputs.views, inputs.reconciliations)]
    chosen = {(row.study, row.tool, row.result): row for row in inputs.categories}
    found: list[Case] = []
    without: list[tuple[Study, str]] = []
    for study in sorted(studies, key=lambda study: study.study):
        before, unsure = len(found), []
        for tool in inputs.tools:
            use = rules.use(tool.id) or ToolUse(tool.id)
            design = designs(study.study, use.design) if use.design else Design()
            unknown = bool(use.categories) and not design.choices
            fitting = None
            if use.categories and design.choices:
                among = [kind for choice in design.choices for kind in use.categories.get(choice, ())]
                fitting = tuple(dict.fromkeys(among))
            meant = len(inputs.tools) == 1 if unknown else fitting is None or bool(fitting)
            if not meant and (study.study, tool.id) not in of_case:
                unsure += [(study, tool.id)] if unknown else []
                continue
            whole = all(choice in use.categories for choice in design.choices)
            for result in results(inputs, tool, study.study) or [""]:
                key = (study.study, tool.id, result)
                row = chosen.get(key) or chosen.get((study.study, tool.id, ""))
                category, component, how, why, who, place = _category(
                    tool, row, design, fitting, study, whole=whole
                )
                found.append(
                    Case(
                        study=study,
                        tool=tool,
                        result=result,
                        category=category,
                        component=component,
                        chosen=how,
                        why=why,
                        who=who,
                        place=place,
                        design=design,
                        fitting=fitting,
                        meant=meant or unknown,
                        ratings=lines[0].get(key, ()),
                        views=lines[1].get(key, ()),
                        reconciliations=lines[2].get(key, ()),
                        people=tuple(people),
                    )
                )
        if len(found) == before and inputs.tools:
            unsure = [(study, "")]
        without += unsure
    return found, without


def _by_case(lines: Iterable[Line]) -> Mapping[tuple[str, str, str], tuple[Line, ...]]:
    """Return lines by what they are about, in an order that no order of files changes."""
    found: dict[tuple[str, str, str], list[Line]] = {}
    for line in sorted(lines, key=lambda line: (line.person, line.position, line.place)):
        found.setdefault(line.case, []).append(line)
    return {key: tuple(those) for key, those in found.items()}


def _category(
    tool: Tool,
    row: Category | None,
    design: Design,
    fitting: tuple[str, ...] | None,
    study: Study,
    *,
    whole: bool,
) -> tuple[str, str, str, str, str, str]:
    """Return category, component, how it was chosen, why, by whom, and the place of that.

    Of a study of several designs none is chosen unless the protocol has all (`whole`).
    """
    if row:
        return row.category, row.component, "person", row.why, row.who, row.place
    if fitting and len(fitting) == 1:
        kind = tool.category(fitting[0])
        if not whole:
            why = f"the protocol has a category for a part of its design only, {design.label}"
            return "", "", "", why, "", design.place or study.place
        if kind and not kind.components:
            why = f"by the protocol: design is {design.label}"
            return kind.id, "", "design", why, "", design.place or study.place
    only = tool.categories[0]
    if len(tool.categories) == 1 and not only.components:
        return only.id, "", "only", f"{tool.id} has one category", "", study.place
    return "", "", "", "", "", study.place

"""How well studies did in their appraisal, for shading and for sensitivity by quality.

A team that wants to compare findings by quality defines levels (`appraisal.levels` in the config); without
them the judgement of the whole speaks, where the tool has one. Nothing is weighed or left out by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.config import Level
from tamis.tables import Assessment

#: From the best level to the lowest: the palette of Okabe and Ito, and what readers of Cochrane reviews know.
PALETTES = {
    "colour_blind": ("#009E73", "#56B4E9", "#F0E442", "#E69F00", "#D55E00"),
    "cochrane": ("#02C100", "#8FD400", "#E2DF07", "#E58A00", "#BF0000"),
}


@dataclass(frozen=True, slots=True)
class Grade:
    """How a level, or a judgement of the whole, is shown: with its word, never by colour alone."""

    id: str
    label: str
    symbol: str
    colour: str


@dataclass(frozen=True, slots=True)
class Quality:
    """The grades that each tool may give, the best first, and those that studies have.

    `levels`: whether they are the team's levels, and not judgements of tools. `of` has the grade of a study
    for each outcome for which it was appraised (empty stands for all outcomes), by tool.
    """

    scales: Mapping[str, tuple[Grade, ...]]
    levels: bool
    of: Mapping[tuple[str, str, str], Grade]

    def given(self, study: str, outcome: str = "") -> dict[str, Grade]:
        """Return a study's grades for an outcome by tool: the lower one where it has one for all too.

        Of tools that have the same levels, the lowest alone; levels of different tools are not compared.
        """
        found: dict[tuple[str, ...], tuple[str, Grade]] = {}
        for tool, scale in self.scales.items():
            key = tuple(grade.id for grade in scale) if self.levels else (tool,)
            for at in dict.fromkeys((outcome, "")):
                grade = self.of.get((study, at, tool))
                if grade and (key not in found or scale.index(grade) > scale.index(found[key][1])):
                    found[key] = tool, grade
        return dict(found.values())


def level_grades(levels: Sequence[Level], palette: str = "colour_blind") -> tuple[Grade, ...]:
    """Return how levels are shown; symbols count them, from the best, which is 1."""
    colours = PALETTES[palette]
    last = max(len(levels) - 1, 1)
    return tuple(
        Grade(level.id, level.label, str(at + 1), colours[round(at * (len(colours) - 1) / last)])
        for at, level in enumerate(levels)
    )


def quality(
    scales: Mapping[str, Sequence[Grade]], assessments: Iterable[Assessment], *, levels: bool
) -> Quality:
    """Return the grades of the studies.

    Args:
        scales: the grades that each tool may give, the best first.
        assessments: build/appraisal/assessments.csv.
        levels: whether grades are the team's levels, and not judgements of the whole.
    """
    made = {tool: tuple(grades) for tool, grades in scales.items() if grades}
    known = {(tool, grade.id): grade for tool, grades in made.items() for grade in grades}
    found = {
        (row.study, row.result, row.tool): known.get((row.tool, row.level if levels else row.judgement))
        for row in assessments
    }
    return Quality(made, levels, {at: grade for at, grade in found.items() if grade})


def groups(
    grades: Sequence[Grade], graded: Mapping[str, Grade | None]
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the sets of studies that a sensitivity analysis by quality compares: id, heading, studies.

    Args:
        grades: the grades that are compared, the best first.
        graded: the grade of each study, None where it has none.

    All studies; each level by itself; where there are more than two, all but the lowest; and those that have
    no level, if any, since they are in none of the others.
    """
    named = tuple(study for study in graded if graded[study])
    made = [("all", "All studies", tuple(graded))]
    made += [
        (f"level-{each.id}", each.label, tuple(study for study in named if graded[study] == each))
        for each in grades
    ]
    if len(grades) > 2:
        lowest = grades[-1]
        rest = tuple(study for study in named if graded[study] != lowest)
        without = len(graded) - len(named)
        title = f"All but the lowest level ({lowest.label})"
        title += f"; {without} without a level left out" if without else ""
        made.append(("but_lowest", title, rest))
    if len(named) < len(graded):
        made.append(("none", "No level", tuple(study for study in graded if not graded[study])))
    return made

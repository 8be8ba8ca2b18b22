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
    """All grades that a study can have, the best first, and those that studies have.

    `levels`: whether they are the team's levels, and not judgements of tools. `of` has the grade of a study
    for each outcome for which it was appraised; empty stands for all outcomes. `by` has the tool of each.
    """

    grades: tuple[Grade, ...]
    levels: bool
    of: Mapping[tuple[str, str], Grade]
    by: Mapping[tuple[str, str], str]

    def grade(self, study: str, outcome: str = "") -> Grade | None:
        """Return a study's grade for an outcome: the lower one where it has one for all outcomes too."""
        at = self._at(study, outcome)
        return self.of[at] if at else None

    def tool(self, study: str, outcome: str = "") -> str:
        """Return the tool from which a study's grade comes; empty where it has none."""
        at = self._at(study, outcome)
        return self.by[at] if at else ""

    def _at(self, study: str, outcome: str) -> tuple[str, str] | None:
        found = [at for at in ((study, outcome), (study, "")) if at in self.of]
        return max(found, key=lambda at: self.grades.index(self.of[at]), default=None)


def level_grades(levels: Sequence[Level], palette: str = "colour_blind") -> tuple[Grade, ...]:
    """Return how levels are shown; symbols count them, from the best, which is 1."""
    colours = PALETTES[palette]
    last = max(len(levels) - 1, 1)
    return tuple(
        Grade(level.id, level.label, str(at + 1), colours[round(at * (len(colours) - 1) / last)])
        for at, level in enumerate(levels)
    )


def quality(
    levels: Sequence[Level],
    assessments: Iterable[Assessment],
    judgements: Mapping[str, Sequence[Grade]],
    palette: str = "colour_blind",
) -> Quality:
    """Return the grades of the studies.

    Args:
        levels: the team's levels, the best first; empty: there are none, and judgements speak.
        assessments: build/appraisal/assessments.csv.
        judgements: what each tool may judge of the whole, the best first.
        palette: a name in `PALETTES`, for the colours of levels.

    A study that was appraised with several tools has the lowest of its grades. Without levels, judgements of
    several tools are not compared: then there are grades only where one tool judges.
    """
    judging = [tool for tool, grades in judgements.items() if grades]
    if levels:
        grades = level_grades(levels, palette)
    else:
        grades = tuple(judgements[judging[0]]) if len(judging) == 1 else ()
    known = {grade.id: grade for grade in grades}
    of: dict[tuple[str, str], Grade] = {}
    by: dict[tuple[str, str], str] = {}
    for row in assessments:
        if not levels and [row.tool] != judging:
            continue
        grade = known.get(row.level if levels else row.judgement)
        if grade is not None:
            at = (row.study, row.result)
            if at not in of or grades.index(grade) > grades.index(of[at]):
                of[at], by[at] = grade, row.tool
    return Quality(grades, bool(levels), of, by)


def groups(found: Quality, studies: Sequence[str], outcome: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the sets of studies that a sensitivity analysis by quality compares: id, heading, studies.

    All studies; each level by itself; where there are more than two, all but the lowest; and those that have
    no level, if any, since they are in none of the others.
    """
    grade = {study: found.grade(study, outcome) for study in studies}
    named = tuple(study for study in studies if grade[study])
    made = [("all", "All studies", tuple(studies))]
    made += [
        (f"level-{each.id}", each.label, tuple(study for study in named if grade[study] == each))
        for each in found.grades
    ]
    if len(found.grades) > 2:
        lowest = found.grades[-1]
        rest = tuple(study for study in named if grade[study] != lowest)
        without = len(studies) - len(named)
        title = f"All but the lowest level ({lowest.label})"
        title += f"; {without} without a level left out" if without else ""
        made.append(("but_lowest", title, rest))
    if len(named) < len(studies):
        made.append(("none", "No level", tuple(study for study in studies if not grade[study])))
    return made

"""What a manuscript says, where, and what is wrong in it: the same of Word and of Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.errors import Problem


@dataclass(frozen=True, slots=True)
class Said:
    """What a paragraph says: where it stands, its text, and the numbers of its tags, in order.

    start: where it begins in what the tags' places are counted in. level: of a heading, 1 the highest, -1 of
    the title; 0: it is none. Of Word: under: the number of the heading that it stands under, or its own;
    here: where below that; label: of a paragraph alone in the second of a row's two cells, what the first
    says.
    """

    place: str
    text: str
    tags: tuple[int, ...] = ()
    start: int = 0
    level: int = 0
    under: int = -1
    here: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, and where: in Markdown a line and a column, in Word a paragraph and the words there."""

    text: str
    place: str = ""
    around: str = ""
    line: int = 0
    column: int = 0

    def problem(self, file: str) -> Problem:
        """Return it as an error of a file."""
        if self.line:
            return Problem(file, self.line, f"column {self.column}:", self.text)
        near = f", at “{self.around}”" if self.around else ""
        return Problem(file, 0, "", f"{self.place}{near}: {self.text}" if self.place else self.text)

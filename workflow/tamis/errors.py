"""What can be wrong with a review, said for people.

One shape everywhere::

    records/screening/title_abstract.R1.csv:41: decision 'inculde' is not one of include, exclude,
    maybe, duplicate; did you mean 'include'?

A `Problem` is wrong input: the run stops, with every problem of every file at once. What is merely
not finished (a vote awaited, a count that differs) is not a problem but an open item, see `tables`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in something a person wrote, with its place."""

    file: str
    line: int = 0
    column: str = ""
    text: str = ""

    def __str__(self) -> str:
        """Return `file:line: column text`, leaving out what is not known."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.column} {self.text}" if self.column else f"{place}: {self.text}"


class Problems:
    """A collector: readers add to it and go on, so that everything is said at once."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def add(self, file: str, text: str, *, line: int = 0, column: str = "") -> None:
        """Note one problem; equal ones count once."""
        self._found[Problem(file, line, column, text)] = None

    def add_at(self, place: str, text: str, *, column: str = "") -> None:
        """Note one problem at a `file:line` as rows carry it in their `place` column."""
        file, _, line = place.rpartition(":")
        if file and line.isdigit():
            self.add(file, text, line=int(line), column=column)
        else:
            self.add(place, text, column=column)

    def raise_if_any(self) -> None:
        """Raise `InputError` with all that was found, ordered by file and line."""
        if self._found:
            raise InputError(self)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found, key=_place))

    def __len__(self) -> int:
        return len(self._found)


def _place(problem: Problem) -> tuple[object, ...]:
    """Return what problems are ordered by: numbers in a text as numbers, paragraph 2 before paragraph 10."""
    parts = (re.split(r"([0-9]{1,9})", text) for text in (problem.column, problem.text))
    return (problem.file, problem.line, *([int(p) if n % 2 else p for n, p in enumerate(ps)] for ps in parts))


class InputError(Exception):
    """Wrong input: shown without a traceback, one line a problem; the exit code is 1."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def fail(file: str, text: str, *, line: int = 0, column: str = "") -> NoReturn:
    """Raise an `InputError` with a single problem."""
    raise InputError([Problem(file, line, column, text)])


def counted(number: int, what: str) -> str:
    """Return a number of things, as people read it.

    >>> counted(1, "record"), counted(1200, "record")
    ('1 record', '1,200 records')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def not_one_of(word: str, known: Iterable[str]) -> str:
    """Say that a word is not known, list the known ones and name the nearest.

    >>> not_one_of("inculde", ["include", "exclude"])
    "'inculde' is not one of include, exclude; did you mean 'include'?"
    """
    words = list(known)
    text = f"{word!r} is not one of {', '.join(words) or '(none known)'}"
    near = difflib.get_close_matches(word.casefold(), [w.casefold() for w in words], n=1, cutoff=0.6)
    if near:
        match = next(w for w in words if w.casefold() == near[0])
        text += f"; did you mean {match!r}?"
    return text


def not_in(word: str, known: Iterable[str], where: str) -> str:
    """Say that a word is not in a long list, and name the nearest that is.

    >>> not_in("harwin2081", ["harwin2018", "pine2009"], "records/studies.csv")
    "'harwin2081' is not in records/studies.csv; did you mean 'harwin2018'?"
    """
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"{word!r} is not in {where}" + (f"; did you mean {near[0]!r}?" if near else "")

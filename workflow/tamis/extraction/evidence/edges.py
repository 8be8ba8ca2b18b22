"""What stands on pages and is no part of their text: heads, feet, pages' numbers, and numbers of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from tamis.extraction.evidence.normal import DASHES

#: The words of each line of a page.
Lines = list[list[str]]

#: So many lines at the head and foot of a page may be what stands on other pages, too.
EDGE = 4
_DIGITS = str.maketrans("0123456789", "##########")
#: Numbers that go up line by line are those of a manuscript's lines where there are so many of them, and they
#: stand before so large a part of the page's lines: the rows of a table can be numbered, too.
_LINES, _SHARE = 8, 0.6
#: What stands in the place of a line's number: a word that says nothing.
NOTHING = "\u2060"


def edges(pages: Sequence[Lines], printed: Sequence[str], feet: bool) -> list[int]:
    """Return how many lines at the foot, or else at the head, of each page are no part of its text.

    Those are lines that stand there on other pages, too, but for their numbers, and the page's number.

    Args:
        pages: the lines of each page.
        printed: what each page calls itself.
        feet: at the foot.
    """
    at_edge = [lines[: -EDGE - 1 : -1] if feet else lines[:EDGE] for lines in pages]
    often = Counter(key for lines in at_edge for key in {_same(line) for line in lines})
    alone = [[_alone(line) for line in lines] for lines in at_edge]
    ahead = Counter(n - page for page, those in enumerate(alone) for n in {*those} if n is not None)

    def is_none(page: int, line: list[str], number: int | None) -> bool:
        if number is None:
            return often[_same(line)] > 1
        return str(number) == printed[page] or ahead[number - page] > 1

    return [
        sum(1 for _ in takewhile(lambda pair: is_none(page, *pair), zip(lines, numbers, strict=True)))  # noqa: B023
        for page, (lines, numbers) in enumerate(zip(at_edge, alone, strict=True))
    ]


def unnumbered(lines: Lines) -> Lines:
    """Return the lines of a page, with `NOTHING` for the numbers that a manuscript's lines may have."""
    run: list[int] = []
    for at, (first, *_) in enumerate(lines):
        if not (first.isascii() and first.isdigit() and len(first) < 6):
            continue
        if run and int(first) == int(lines[run[-1]][0]) + 1:
            run.append(at)
        elif len(run) < _LINES:
            run = [at]
    if len(run) < max(_LINES, _SHARE * len(lines)):
        return lines
    numbered = set(run)
    return [[NOTHING, *line[1:]] if at in numbered else line for at, line in enumerate(lines)]


def _same(line: list[str]) -> str:
    return " ".join(line).translate(_DIGITS)


def _alone(line: list[str]) -> int | None:
    """Return the number that is all of a line, as those of pages are; None: there is more, or none."""
    bare = "".join(line).strip(f"-{DASHES[2:]}|[]()")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 7 else None

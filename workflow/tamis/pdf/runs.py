"""Runs of text on a page: pieces beside each other, the lines they make, and the blocks that lines make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

Box = tuple[float, float, float, float]

#: Pieces of a line that are nearer to each other than so many heights are one run; gutters are wider.
_NEAR = 0.9


class Run(NamedTuple):
    """Pieces beside each other that are one line, or a part of one."""

    left: float
    top: float
    right: float
    bottom: float
    pieces: tuple[int, ...]

    @property
    def height(self) -> float:
        """How high its letters are."""
        return self.bottom - self.top


def runs_of(boxes: Sequence[Box]) -> list[Run]:
    """Return the boxes as runs."""
    single = [Run(*box, (at,)) for at, box in enumerate(boxes)]
    runs: list[Run] = []
    for line in lines_of(single):
        last = line[0]
        for run in line[1:]:
            high = max(last.height, run.height)
            beside = min(last.bottom, run.bottom) - max(last.top, run.top)
            if run.left - last.right <= _NEAR * high and beside > 0.5 * min(last.height, run.height):
                last = Run(
                    last.left,
                    min(last.top, run.top),
                    max(last.right, run.right),
                    max(last.bottom, run.bottom),
                    last.pieces + run.pieces,
                )
            else:
                runs.append(last)
                last = run
        runs.append(last)
    return runs


def lines_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Return runs as lines from top to bottom, each from left to right.

    A run is in the line of the one before it where they overlap by half of the lower one's height: a raised
    mark is in its line.
    """
    lines: list[list[Run]] = []
    tallest: Run | None = None
    for run in sorted(runs, key=lambda run: (run.top + run.bottom, run)):
        if tallest is not None:
            overlap = min(tallest.bottom, run.bottom) - max(tallest.top, run.top)
            if overlap > 0.5 * min(tallest.height, run.height):
                lines[-1].append(run)
                if run.height > tallest.height:
                    tallest = run
                continue
        lines.append([run])
        tallest = run
    for line in lines:
        line.sort()
    return lines


def top_of(line: Sequence[Run]) -> float:
    """Return where a line begins, from above."""
    return min(run.top for run in line)


def bottom_of(line: Sequence[Run]) -> float:
    """Return where a line ends."""
    return max(run.bottom for run in line)


def usual_height(runs: Sequence[Run]) -> float:
    """Return the height of the print: half of all that is printed is no higher."""
    return half([(run.height, run.right - run.left) for run in runs])


def half(weighed: Sequence[tuple[float, float]]) -> float:
    """Return the median of numbers with weights."""
    ordered = sorted(weighed)
    half = sum(weight for _, weight in ordered) / 2
    for number, weight in ordered:
        half -= weight
        if half <= 0:
            return number
    return ordered[-1][0]


def blocks_of(lines: Sequence[list[Run]]) -> list[list[list[Run]]]:
    """Return lines as blocks, which a wider space or another size of print parts."""
    if not lines:
        return []
    blocks = [[lines[0]]]
    spaces = sorted(top_of(below) - bottom_of(above) for above, below in pairwise(lines))
    for above, below in pairwise(lines):
        high, low = (max(run.height for run in line) for line in (above, below))
        space = top_of(below) - bottom_of(above)
        other = min(high, low) < 0.8 * max(high, low)
        if other or space > spaces[len(spaces) // 2] + 0.35 * low:
            blocks.append([])
        blocks[-1].append(below)
    return blocks

"""In which order a page is read: pure functions on the boxes of its pieces of text.

A page is cut along its gutters, and what lies across a gutter (a title, a wide figure's caption) parts what
is above it from what is below: the XY-cut of Nagy and Seth (1984), with the gutter sought among the lines
that do not cross it. Cells of a table are no columns of text, and are read row by row.

A box is (left, top, right, bottom), with y downwards, and as high as its letters are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby

from tamis.pdf.runs import Box, Run, blocks_of, bottom_of, half, lines_of, runs_of, top_of, usual_height

#: A gutter is at least so many heights wide.
_GUTTER = 0.5
#: Lines of text are so many heights wide, most of them nearly as wide as their column.
_TEXT, _NEARLY, _MOST = 8.0, 0.8, 0.5
#: Smaller print than so much of the page's own is that of footnotes.
_SMALL = 0.93
#: Running heads and feet stand in these shares of the page, and so many heights apart from the rest.
_HEAD, _FOOT, _APART = 0.12, 0.9, 0.7
#: Fewer lines than this beside each other may be a text with wide blanks.
_FEW = 4
#: How many gutters are tried before a part is taken for one column.
_TRIED = 6


def reading_order(boxes: Sequence[Box], height: float) -> list[list[list[int]]]:
    """Return the places of boxes in the order in which they are read: blocks of lines of pieces.

    Each box is in it once, whatever the order in which they are given.

    Args:
        boxes: of the pieces of text on a page.
        height: of the page.
    """
    runs = runs_of(boxes)
    if not runs:
        return []
    heads, body, feet = _heads_and_feet(runs, height)
    small = _SMALL * usual_height(runs)
    parts = [*heads, *_parts(body, small), *feet]
    return [
        [[piece for run in line for piece in run.pieces] for line in block]
        for part in parts
        for block in blocks_of(lines_of(part))
    ]


def _heads_and_feet(runs: Sequence[Run], height: float) -> tuple[list[list[Run]], list[Run], list[list[Run]]]:
    """Return the lines that stand apart at the top of the page, the rest, and those at its bottom."""
    lines = lines_of(runs)
    first, last = 0, len(lines)
    while first < last - 1 and bottom_of(lines[first]) < _HEAD * height:
        if top_of(lines[first + 1]) - bottom_of(lines[first]) < _APART * lines[first][0].height:
            break
        first += 1
    while last > first + 1 and top_of(lines[last - 1]) > _FOOT * height:
        if top_of(lines[last - 1]) - bottom_of(lines[last - 2]) < _APART * lines[last - 1][0].height:
            break
        last -= 1
    return lines[:first], [run for line in lines[first:last] for run in line], lines[last:]


def _parts(runs: list[Run], small: float) -> list[list[Run]]:
    """Return the parts of a page that hold no columns, in the order in which they are read."""
    if len(runs) < 3:
        return [runs]
    for gutter in _gutters(runs):
        parts = _cut(runs, gutter, small)
        if len(parts) > 1:
            return [smaller for part in parts for smaller in _parts(part, small)]
    return [runs]


def _gutters(runs: Sequence[Run]) -> list[tuple[float, float]]:
    """Return where gutters might be (from, to), the likeliest first."""
    lefts = sorted(run.left for run in runs)
    rights = sorted(run.right for run in runs)
    wide = _GUTTER * usual_height(runs)
    found = []
    for begin in sorted(set(rights)):
        before, beyond = bisect_right(rights, begin), bisect_left(lefts, begin + wide)
        if beyond == len(lefts):
            break
        found.append((beyond - before - min(before, len(lefts) - beyond), begin, lefts[beyond]))
    found.sort()
    likely: list[tuple[float, float]] = []
    for _, begin, end in found:
        if all(end <= other or begin >= another for other, another in likely):
            likely.append((begin, end))
        if len(likely) == _TRIED:
            break
    return likely


def _cut(runs: Sequence[Run], gutter: tuple[float, float], small: float) -> list[list[Run]]:
    """Return what a gutter makes of a part: what is above it, left and right of it, and below it.

    One part is returned where it is no gutter.
    """
    begin, end = gutter

    def crosses(line: Sequence[Run]) -> bool:
        return any(run.left < end and run.right > begin for run in line)

    parts: list[list[Run]] = [[]]
    zones = [
        (across, [run for line in lines for run in line])
        for across, lines in groupby(lines_of(runs), crosses)
    ]
    for at, (across, zone) in enumerate(zones):
        around = [run for _, other in zones[max(at - 1, 0) : at + 2] if other is not zone for run in other]
        if across or _is_within(zone, around, gutter):
            parts[-1] += zone
            continue
        for columns, bands in groupby(_bands(zone), key=lambda band: _may_be_columns(band, gutter)):
            band = [run for band in bands for run in band]
            left, right = _sides(band, gutter)
            if not columns or not _are_columns(left, right):
                parts[-1] += band
                continue
            notes = _footnotes(left, right, small)
            parts += [[run for run in left if run not in notes], right, list(notes), []]
    return [part for part in parts if part]


def _sides(runs: Iterable[Run], gutter: tuple[float, float]) -> tuple[list[Run], list[Run]]:
    """Return the runs left and right of a gutter, none of which crosses it."""
    left: list[Run] = []
    right: list[Run] = []
    for run in runs:
        (left if run.right <= gutter[0] else right).append(run)
    return left, right


def _is_within(zone: Sequence[Run], around: Sequence[Run], gutter: tuple[float, float]) -> bool:
    """Say whether a few lines stand so close to those that cross a gutter that its gaps are blanks."""
    if min(len(lines_of(side)) for side in _sides(zone, gutter)) >= _FEW:
        return False
    top, bottom = top_of(zone), bottom_of(zone)
    return any(max(top - run.bottom, run.top - bottom) < 0.5 * run.height for run in around)


def _bands(runs: Iterable[Run]) -> list[list[Run]]:
    """Return runs in bands from top to bottom, with a clear space between them."""
    bands: list[list[Run]] = []
    bottom = float("-inf")
    for run in sorted(runs, key=lambda run: run.top):
        if not bands or run.top - bottom > _APART * run.height:
            bands.append([])
        bands[-1].append(run)
        bottom = max(bottom, run.bottom)
    return bands


def _may_be_columns(band: Sequence[Run], gutter: tuple[float, float]) -> bool:
    """Say whether a band may be a part of columns; several rows of cells above or below them are none."""
    left, right = (lines_of(side) for side in _sides(band, gutter))
    return min(len(left), len(right)) < 2 or (_is_text(left) and _is_text(right)) or not _beside(left, right)


def _are_columns(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """Say whether two parts beside each other are read one after the other, and not line by line."""
    if not left or not right:
        return False
    lefts, rights = lines_of(left), lines_of(right)
    if max(len(lefts), len(rights)) < 2:
        return False
    return (_is_text(lefts) and _is_text(rights)) or not _beside(lefts, rights)


def _is_text(lines: Sequence[Sequence[Run]]) -> bool:
    """Say whether lines fill a column, or several, as those of a text do."""
    if not lines:
        return False
    runs = [run for line in lines for run in line]
    widths = [run.right - run.left for run in runs]
    if half(list(zip(widths, widths, strict=True))) < _TEXT * usual_height(runs):
        return False
    # Lines of several columns are as wide as those beside them; those with wide blanks are, from end to end.
    return _even(widths) or _even([line[-1].right - line[0].left for line in lines])


def _even(widths: Sequence[float]) -> bool:
    """Say whether most are nearly as wide as the widest."""
    wide = _NEARLY * max(widths)
    return sum(width > wide for width in widths) >= _MOST * len(widths)


def _beside(lefts: Sequence[Sequence[Run]], rights: Sequence[Sequence[Run]]) -> bool:
    """Say whether nearly each line of one side has one beside it, as cells of a table have."""
    fewer, more = sorted((lefts, rights), key=len)
    middles = sorted((line[0].top + line[0].bottom) / 2 for line in more)
    beside = 0
    for line in fewer:
        middle, near = (line[0].top + line[0].bottom) / 2, 0.2 * line[0].height
        at = bisect_left(middles, middle - near)
        beside += at < len(middles) and middles[at] <= middle + near
    return beside >= 0.75 * len(fewer)


def _footnotes(left: Sequence[Run], right: Sequence[Run], small: float) -> set[Run]:
    """Return the lines in small print that end a column, where the next one goes on in larger print."""
    notes: set[Run] = set()
    lines = lines_of(left)
    while lines and max(run.height for run in lines[-1]) < small:
        notes.update(lines.pop())
    goes_on = max(run.height for run in lines_of(right)[0]) >= small
    return notes if lines and goes_on else set()

"""Blocks that flow down the columns of pages, on as many as they need; a head is repeated."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tamis import svg

#: A page of a journal: 720 pixels of 1/96 inch are 19 cm.
WIDTH, HEIGHT = 720, 1000
EDGE, GUTTER, GAP = 12, 28, 24
INNER = WIDTH - 2 * EDGE
#: A block as high as this at most is not divided, unless a page is shorter.
_WHOLE = 560
#: So many strips of a block at least stand in a column, where it is divided.
_FEW = 3
FONT = "'Liberation Sans', " + svg.FONT.replace("'Liberation Sans', ", "")

#: Elements, where a strip's left upper corner is at x, y.
Draw = Callable[[int, int], list[str]]


@dataclass(frozen=True, slots=True)
class Strip:
    """What is never divided: how high it is, what draws it, and which signs it shows."""

    height: int
    draw: Draw
    shows: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """Strips under a head and over a foot, which each part of it has; `again`: the head when it goes on."""

    head: Strip
    again: Strip
    strips: tuple[Strip, ...]
    foot: Strip

    @property
    def height(self) -> int:
        """How high it is as a whole."""
        return self.head.height + self.foot.height + sum(strip.height for strip in self.strips)


@dataclass(frozen=True, slots=True)
class Band:
    """Blocks that stand in so many columns beside each other; `together`: on one page, if they fit."""

    blocks: tuple[Block, ...]
    columns: int = 1
    together: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """What begins a page of its own: its bands, the head of each of its pages, and the foot.

    `foot` makes it from the signs that stand on a page; with fewer of them it is no higher.
    """

    bands: tuple[Band, ...]
    head: Strip
    foot: Callable[[frozenset[Hashable]], Strip]


NOTHING = Strip(0, lambda x, y: [])


def stacked(*strips: Strip) -> Strip:
    """Return strips, one under the other, as one."""

    def drawn(x: int, y: int) -> list[str]:
        parts = []
        for strip in strips:
            parts += strip.draw(x, y)
            y += strip.height
        return parts

    return Strip(sum(strip.height for strip in strips), drawn, _shown(strips))


def _shown(strips: Iterable[Strip]) -> frozenset[Hashable]:
    return frozenset().union(*(strip.shows for strip in strips))


def column_width(columns: int, inner: int = INNER) -> int:
    """Return how wide each of so many columns is."""
    return (inner - (columns - 1) * GUTTER) // columns


def document(name: str, title: str, said: str, sections: Iterable[Section], *, inner: int = INNER) -> str:
    """Return a figure of one page, or of several: each is an `svg` of the class `page`, one below the other.

    Args:
        name: what the ids of its title and description begin with.
        title: what it is called for those who cannot see it.
        said: what it shows, in words.
        sections: what stands on it.
        inner: how wide it is without its edges.
    """
    drawn = [page for section in sections for page in _pages(section, inner)]
    width, top = inner + 2 * EDGE, 0
    parts = []
    for page, height in drawn:
        if len(drawn) == 1:
            parts += page
        else:
            size = f'x="0" y="{top}" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
            parts += [f'<svg class="page" {size}>', *page, "</svg>"]
        top += height
    return svg.document(name, title, said, parts, width=width, height=top, links=False, font=FONT)


def _pages(section: Section, inner: int) -> Iterator[tuple[list[str], int]]:
    """Yield each page: its elements, and how high it is."""
    every = [strip for band in section.bands for block in band.blocks for strip in block.strips]
    below = section.foot(_shown(every)).height
    top, end = EDGE + section.head.height, HEIGHT - EDGE - (below + GAP if below else 0)
    y, parts, shown = top, list[str](), frozenset[Hashable]()

    def ended() -> tuple[list[str], int]:
        foot = section.foot(shown)
        at = y + (GAP if foot.height else 0)
        return [*section.head.draw(EDGE, EDGE), *parts, *foot.draw(EDGE, at)], at + foot.height + EDGE

    for band in section.bands:
        wide = column_width(band.columns, inner)
        rest = list(band.blocks)
        while rest:
            above = GAP if y > top else 0
            columns, rest_after = _filled(rest, band.columns, end - y - above, fresh=y == top)
            moved = band.together and rest_after and not _filled(rest, band.columns, end - top, fresh=True)[1]
            if not any(columns) or (moved and y > top):
                yield ended()
                y, parts, shown = top, [], frozenset()
                continue
            if not rest_after:
                columns = _balanced(rest, band.columns, end - y - above) or columns
            y += above
            low = y
            for at, column in enumerate(columns):
                bottom = y
                for number, block in enumerate(column):
                    bottom += GAP if number else 0
                    for strip in (block.head, *block.strips, block.foot):
                        parts += strip.draw(EDGE + at * (wide + GUTTER), bottom)
                        shown |= strip.shows
                        bottom += strip.height
                low = max(low, bottom)
            y, rest = low, rest_after
    yield ended()


def _balanced(blocks: Sequence[Block], n: int, height: int) -> list[list[Block]]:
    """Return the blocks in columns that are as low as they can be; none where they do not fit."""
    low, best = 0, list[list[Block]]()
    while low < height:
        middle = (low + height) // 2
        columns, rest = _filled(blocks, n, middle, fresh=False)
        if rest:
            low = middle + 1
        else:
            height, best = middle, columns
    return best


def _filled(
    blocks: Sequence[Block], n: int, height: int, *, fresh: bool
) -> tuple[list[list[Block]], list[Block]]:
    """Return as much as fits into `n` columns of this height, and what is left.

    In a fresh page's first column a strip stands in any case, however high it is.
    """
    columns: list[list[Block]] = [[]]
    used, rest = 0, list(blocks)
    while rest:
        block, column = rest[0], columns[-1]
        room = height - used - (GAP if column else 0)
        fits = _fitting(block, room, whole=block.height <= _WHOLE)
        if not fits and fresh and columns == [[]]:
            fits = _fitting(block, room, whole=False) or 1
        if fits:
            here, later = block.strips[:fits], block.strips[fits:]
            column.append(replace(block, strips=here))
            used = height - room + column[-1].height
            rest[0:1] = [replace(block, head=block.again, strips=later)] if later else []
        if rest and (not fits or column[-1].strips != block.strips):
            if len(columns) == n:
                break
            columns.append([])
            used = 0
    return columns, rest


def _fitting(block: Block, room: int, *, whole: bool) -> int:
    """Return how many of a block's strips fit into the room; a few at least stand, and go on, together."""
    total = len(block.strips)
    if block.height <= room:
        return total
    if whole:
        return 0
    left, fits = room - block.head.height - block.foot.height, 0
    while left >= block.strips[fits].height:
        left -= block.strips[fits].height
        fits += 1
    fits = min(fits, total - _FEW)
    return fits if fits >= _FEW else 0

"""The page: how large it is, and which blocks stand on one that lies on its side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tamis.typeset.blocks import Block, Figure, Heading, Paragraph, Table
from tamis.typeset.columns import lies

#: A4 upright, and its margins, in points.
WIDTH, HEIGHT = 595.3, 841.9
SIDE, TOP = 56.7, 62.4
UPRIGHT = WIDTH - 2 * SIDE
LYING = HEIGHT - 2 * TOP
#: Of the height of a page's text, so much a figure may take: headings stand above it, and its caption below.
TALLEST = 0.77
#: The same in a manuscript, whose text a tall figure would part by a page that is half empty.
SHORTER = 0.6


def text(*, side: bool) -> tuple[float, float]:
    """Return how wide and high the text of a page is, in points; side: of a page that lies on its side."""
    return (LYING, WIDTH - 2 * SIDE) if side else (UPRIGHT, HEIGHT - 2 * TOP)


def sections(
    blocks: Sequence[Block], lying: Callable[[Figure], bool]
) -> list[tuple[bool, tuple[Block, ...]]]:
    """Return blocks in parts, and whether each stands on pages that lie on their side.

    What heads a lying table or figure and the notes below it go with it; what then lies side by side is one
    part.

    Args:
        blocks: in their order.
        lying: whether a figure is to lie.
    """
    on_side = [
        (isinstance(block, Table) and lies(block, UPRIGHT)) or (isinstance(block, Figure) and lying(block))
        for block in blocks
    ]
    for at, block in enumerate(blocks):
        if at and on_side[at - 1] and _is_note(block):
            on_side[at] = True
    for at in [at for at, block in enumerate(blocks) if on_side[at] and isinstance(block, Table | Figure)]:
        first = at
        while first and not on_side[first - 1] and _stays(blocks[first - 1]):
            first -= 1
        while first < at and _is_note(blocks[first]):  # of what stands before
            first += 1
        on_side[first:at] = [True] * (at - first)
    made: list[tuple[bool, list[Block]]] = []
    for side, block in zip(on_side, blocks, strict=True):
        if made and made[-1][0] == side:
            made[-1][1].append(block)
        else:
            made.append((side, [block]))
    return [(side, tuple(part)) for side, part in made]


def _is_note(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind == "note"


def _stays(block: Block) -> bool:
    return isinstance(block, Heading) or (
        isinstance(block, Paragraph) and block.kind in ("term", "under", "note")
    )

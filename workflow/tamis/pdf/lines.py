"""The text of a page, and where each of its words stands, from what pymupdf finds on it.

It finds lines, in the order in which they lie in the file; a line is a mapping with `dir` (the direction in
which it runs) and `spans` of one style each, with `size`, `origin` (where its baseline begins), `bbox` and
`text`, or in place of it `chars`, each with `c` and `bbox`; `alpha` and `char_flags` say how it is painted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tamis.pdf.order import reading_order
from tamis.pdf.printed import numbers
from tamis.pdf.runs import Box

_SOFT = "\u00ad"
#: Characters that nobody sees (controls, blanks without a width, marks of direction, halves of characters),
#: blanks of all widths, and ligatures, which are several letters. Soft hyphens are seen at the end of a line.
_SEEN: dict[int, str | None] = {
    **dict.fromkeys((*range(32), *range(0x7F, 0xA0), 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010))),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC))),
    **dict.fromkeys(range(0xD800, 0xE000)),
    **dict.fromkeys((9, 10, 11, 12, 13, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)), " "),
    **dict.fromkeys((0x2028, 0x2029, 0x202F, 0x205F, 0x3000), " "),
    **dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
}
#: How far letters reach above and below their baseline, as shares of their size.
_ABOVE, _BELOW = 0.8, 0.2
#: The smallest print that anybody can see, in points; and that letters are filled or drawn, in their flags.
_SEEN_FROM, _PAINTED = 1.0, 16 | 32
#: Page numbers stand in the first or last lines, no farther from the edge of the text than so many heights.
_EDGE = 1.5


class Word(NamedTuple):
    """A word, and the box of each of its characters on the page, from its left upper corner."""

    text: str
    boxes: tuple[Box, ...]


class _Piece(NamedTuple):
    """What lies in the file as one line: its box as it would be if it ran from left to right."""

    box: Box
    text: str
    chars: list[tuple[str, Box | None]]


class Page:
    """A page as it is read: blocks of lines of pieces; `numbers` are those in its head and foot."""

    def __init__(self, found: Mapping[str, Any], width: float, height: float) -> None:
        """Order what was found on a page.

        Args:
            found: what `get_text` says, as "dict" or as "rawdict"; of words, only the latter gives places.
            width: of the page, in the same unit; a viewer may turn it.
            height: of the page.
        """
        pieces: dict[tuple[float, float], list[_Piece]] = defaultdict(list)
        for block in found["blocks"]:
            for line in block.get("lines", ()):
                along = _direction(line["dir"])
                if piece := _piece(line["spans"], *along):
                    pieces[along].append(piece)
        self._blocks: list[list[list[_Piece]]] = []
        # What runs as most of the page does comes first; a note along its edge interrupts nothing.
        most = sorted(pieces, key=lambda along: (-sum(len(piece.text) for piece in pieces[along]), along))
        self.numbers = _edge_numbers(pieces[most[0]]) if most else set()
        for along in most:
            self._blocks += _ordered(pieces[along], _span(along, width, height))

    @property
    def text(self) -> str:
        """The text: words parted by a blank, lines by a line feed, blocks by two."""
        blocks = ("\n".join(filter(None, map(_text, block))) for block in self._blocks)
        return "\n\n".join(filter(None, blocks))

    def lines(self) -> list[list[Word]]:
        """Return the words of each line; all of them are those of `text.split()`."""
        return [_words(line) for block in self._blocks for line in block]


def _edge_numbers(pieces: Sequence[_Piece]) -> set[int]:
    """Return the numbers that begin or end a line at the top or the bottom of a page."""
    middles = [(piece.box[1] + piece.box[3]) / 2 for piece in pieces]
    first, last = min(middles), max(middles)
    found = set()
    for piece, middle in zip(pieces, middles, strict=True):
        if min(middle - first, last - middle) < _EDGE * (piece.box[3] - piece.box[1]):
            words = piece.text.split()
            found |= numbers((words[0], words[-1]))
    return found


def _direction(along: Sequence[float]) -> tuple[float, float]:
    """Return the direction of a line; what is nearly upright or level is taken for it."""
    x, y = round(along[0], 1), round(along[1], 1)
    return (x, y) if abs(x) > 0.1 < abs(y) else (float(round(x)), float(round(y)))


def _span(along: tuple[float, float], width: float, height: float) -> tuple[float, float]:
    """Return where the page begins and ends across lines of a direction, from the first line to the last."""
    x, y = along
    edges = [down * x - right * y for right in (0, width) for down in (0, height)]
    return min(edges), max(edges)


def _ordered(pieces: Sequence[_Piece], span: tuple[float, float]) -> list[list[list[_Piece]]]:
    top, bottom = span
    boxes = [(left, up - top, right, down - top) for (left, up, right, down), *_ in pieces]
    return [[[pieces[at] for at in line] for line in block] for block in reading_order(boxes, bottom - top)]


def _piece(spans: Sequence[Mapping[str, Any]], x: float, y: float) -> _Piece | None:
    """Return the spans of a line as a piece; a span that is raised or lowered is parted from others."""
    text = ""
    chars: list[tuple[str, Box | None]] = []
    largest, before = None, None
    left, right = float("inf"), float("-inf")
    for span in spans:
        if _is_hidden(span):
            continue
        said = span["text"] if "text" in span else "".join(char["c"] for char in span["chars"])
        if not said.strip():
            text += said
            chars += [(char["c"], None) for char in span.get("chars", ())]
            continue
        start = span["origin"]
        base = start[1] * x - start[0] * y
        if before is not None and abs(base - before[0]) > 0.12 * min(span["size"], before[1]):
            text += " "
            chars.append((" ", None))
        before = base, span["size"]
        if largest is None or span["size"] > largest[1]:
            largest = before
        text += said
        chars += [(char["c"], char["bbox"]) for char in span.get("chars", ())]
        box = span["bbox"]
        ends = (box[0] * x + box[1] * y, box[2] * x + box[3] * y) if not (x and y) else (0.0, 0.0)
        left, right = min(left, *ends), max(right, *ends)
    if largest is None:
        return None
    base, size = largest
    return _Piece((left, base - _ABOVE * size, right, base + _BELOW * size), text, chars)


def _is_hidden(span: Mapping[str, Any]) -> bool:
    """Say whether nobody can see what a span says: it is too small, or painted without any colour.

    What is not painted at all is the text that programs put behind the picture of a page, which is seen.
    """
    return span["size"] < _SEEN_FROM or (not span["alpha"] and bool(span["char_flags"] & _PAINTED))


def _touch(left: _Piece, right: _Piece) -> bool:
    """Say whether two pieces of a line are parts of one word: printed as one, and laid down apart."""
    size = left.box[3] - left.box[1]
    level = abs(left.box[3] - right.box[3]) < 0.02 * size and abs(left.box[1] - right.box[1]) < 0.02 * size
    return level and abs(right.box[0] - left.box[2]) < 0.08 * size


def _joined(line: Sequence[_Piece]) -> Iterable[tuple[str, _Piece]]:
    """Yield the pieces of a line, each with what parts it from the one before it."""
    before = None
    for piece in line:
        yield "" if before is None or _touch(before, piece) else " ", piece
        before = piece


def _text(line: Sequence[_Piece]) -> str:
    """Return the text of a line."""
    text = " ".join("".join(blank + piece.text for blank, piece in _joined(line)).translate(_SEEN).split())
    if _SOFT not in text:
        return text
    ends = "-" if text.endswith(_SOFT) else ""
    return " ".join(text.replace(_SOFT, "").split()) + ends


def _words(line: Sequence[_Piece]) -> list[Word]:
    """Return the words of a line, which are those of its text, with their places."""
    chars: list[tuple[str, Box | None]] = []
    for blank, piece in _joined(line):
        chars += [(blank, None)] * bool(blank) + piece.chars
    while chars and not (chars[-1][0].translate(_SEEN) or "").strip():
        chars.pop()
    words, text = [], ""
    boxes: list[Box] = []
    for at, (char, box) in enumerate([*chars, (" ", None)]):
        seen = char.translate(_SEEN)
        if char == _SOFT:
            seen = "-" if at == len(chars) - 1 else ""
        if seen.isspace():
            if text:
                words.append(Word(text, tuple(boxes)))
            text, boxes = "", []
        elif seen and box:
            text += seen
            boxes += [box] * len(seen)
    return words


def under(lines: Iterable[Sequence[Word]], areas: Sequence[Box]) -> str:
    """Return the words of which half or more lie under areas, such as those of a highlight; lines as lines.

    Of a script that has no blanks between words, the characters.
    """

    def covered(box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in areas)

    found = []
    for line in lines:
        words = []
        for word in line:
            hit = [covered(box) for box in word.boxes]
            if any(char >= "\u2e80" for char in word.text):
                words.append("".join(char for char, there in zip(word.text, hit, strict=True) if there))
            elif 2 * sum(hit) >= len(hit):
                words.append(word.text)
        found.append(" ".join(filter(None, words)))
    return "\n".join(filter(None, found))


def line_boxes(
    lines: Iterable[Sequence[Word]], first: int, last: int, width: float, height: float, turn: int = 0
) -> list[Box]:
    """Return a box a line of the words from the first to the last (both counted from 0, the last one too).

    As shares of the width and height of the page as it is shown, within the page.

    Args:
        lines: the words of the page.
        first: the first word.
        last: the last word.
        width: of the page, as the words' boxes have it.
        height: of the page.
        turn: by how many degrees a viewer turns it.
    """
    found = []
    at = 0
    for line in lines:
        asked = line[max(first - at, 0) : max(last + 1 - at, 0)]
        at += len(line)
        boxes = [box for word in asked for box in word.boxes]
        if boxes:
            lefts, tops, rights, bottoms = zip(*boxes, strict=True)
            edges = (min(lefts) / width, min(tops) / height, max(rights) / width, max(bottoms) / height)
            left, top, right, bottom = (min(max(edge, 0.0), 1.0) for edge in edges)
            for _ in range(turn % 360 // 90):
                left, top, right, bottom = 1 - bottom, left, 1 - top, right
            found.append((left, top, right, bottom))
    return found

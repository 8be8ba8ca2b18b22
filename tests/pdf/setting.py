"""A small typesetter: lines of words put where the corpus wants them, in whatever order in the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pymupdf

FONT = Path(__file__).parents[2] / "workflow" / "tamis" / "fonts" / "LiberationSans-Regular.ttf"
#: Width and height of a page in points (A4), and its margin.
WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 60.0
Box = tuple[float, float, float, float]


class Face(dict[str, float]):
    """The font that all is set in: `font`, and how wide each of its characters is, of a size of 1."""

    def __init__(self) -> None:
        self.font = pymupdf.Font(fontfile=str(FONT))

    def __missing__(self, character: str) -> float:
        self[character] = self.font.glyph_advance(ord(character))
        return self[character]

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is (`Font.text_length` asks the library for each character again)."""
        return sum(map(self.__getitem__, text)) * size


def columns(n: int, top: float = MARGIN, bottom: float = HEIGHT - MARGIN, gap: float = 18.0) -> list[Box]:
    """Return the boxes of so many columns beside each other."""
    width = (WIDTH - 2 * MARGIN - (n - 1) * gap) / n
    lefts = [MARGIN + i * (width + gap) for i in range(n)]
    return [(left, top, left + width, bottom) for left in lefts]


@dataclass
class Sheet:
    """A page to be: pieces of text (x, baseline, text, size), written in the order of the list.

    A word such as `5.17^1` has a raised mark in small print.
    """

    face: Face
    size: float = 9.5
    justify: bool = False
    pieces: list[tuple[float, float, str, float]] = field(default_factory=list)

    def line(self, x: float, y: float, text: str, size: float = 0.0, stretch: float = 0.0) -> None:
        """Put a line at a place; with `stretch`, each blank is so many points wider."""
        size = size or self.size
        for part in self._parts(text, bool(stretch)):
            if part.startswith("^"):
                self.pieces.append((x, y - size * 0.36, part[1:], size * 0.6))
                x += self.face.width(part[1:], size * 0.6)
            elif part == " " and stretch:
                x += self.face.width(part, size) + stretch
            else:
                self.pieces.append((x, y, part, size))
                x += self.face.width(part, size)

    @staticmethod
    def _parts(text: str, each_word: bool) -> list[str]:
        return [part for part in re.split(r"(\^\w+| )" if each_word else r"(\^\w+)", text) if part]

    def width(self, text: str, size: float = 0.0) -> float:
        """Return how wide a text is."""
        size = size or self.size
        return sum(
            self.face.width(part.lstrip("^"), size * (0.6 if part.startswith("^") else 1))
            for part in self._parts(text, False)
        )

    def flow(self, text: str, boxes: Sequence[Box], breaks: Callable[[int], str] | None = None) -> None:
        """Let a text run through boxes, one after the other.

        Args:
            text: paragraphs, parted by line feeds.
            boxes: what it must fit into.
            breaks: words are broken at the ends of lines, with this hyphen for the n-th; None: they are not.

        Raises:
            ValueError: it does not fit.
        """
        places = self._places(boxes)
        for paragraph in text.split("\n"):
            lines = self._lines(paragraph, boxes[0][2] - boxes[0][0], breaks)
            for at, line in enumerate(lines):
                x, y, right = next(places)
                blanks = line.count(" ")
                full = self.justify and blanks and at < len(lines) - 1
                self.line(x, y, line, stretch=(right - x - self.width(line)) / blanks if full else 0)

    def _places(self, boxes: Sequence[Box]) -> Iterator[tuple[float, float, float]]:
        for left, top, right, bottom in boxes:
            y = top + self.size
            while y < bottom:
                yield left, y, right
                y += self.size * 1.25
        raise ValueError("the text does not fit")

    def _lines(self, text: str, width: float, breaks: Callable[[int], str] | None) -> list[str]:
        words, lines, line = text.split(" "), [], ""
        broken = 0
        while words:
            word = words.pop(0)
            more = f"{line} {word}" if line else word
            if self.width(more) <= width:
                line = more
                continue
            for at in range(len(word) - 3, 2, -1) if breaks and word.isalpha() else ():
                hyphen = breaks(broken)
                if self.width(f"{line} {word[:at]}{hyphen}") <= width:
                    line, word, broken = f"{line} {word[:at]}{hyphen}", word[at:], broken + 1
                    break
            lines.append(line)
            line = word
        return [*lines, line]

    def shuffle(self, seed: object) -> None:
        """Have the pieces written in any order."""
        Random(f"order {seed}").shuffle(self.pieces)

    def write(self, document: pymupdf.Document, turn: int = 0) -> pymupdf.Page:
        """Add the page to a document, and return it.

        Args:
            document: the PDF.
            turn: degrees by which a viewer turns the page (/Rotate), after which it reads upright.
        """
        wide = turn % 180 != 0
        page = document.new_page(width=HEIGHT if wide else WIDTH, height=WIDTH if wide else HEIGHT)
        page.set_rotation(turn)
        matrix = page.derotation_matrix
        writer = pymupdf.TextWriter(page.rect)
        for x, y, text, size in self.pieces:
            if turn:
                at = pymupdf.Point(x, y) * matrix
                page.insert_text(at, text, fontsize=size, fontname="F0", fontfile=str(FONT), rotate=turn)
            else:
                writer.append((x, y), text, font=self.face.font, fontsize=size)
        if not turn:
            writer.write_text(page)
        return page

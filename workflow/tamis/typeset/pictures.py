"""Figures on a page: the parts that one is cut into, how large each is drawn, and whether it is to lie."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tamis.typeset import pages
from tamis.typeset.blocks import Figure

#: Letters of this size can be read, in points; smaller ones are a reason to lay a figure on its side.
READABLE = 6.5
#: No figure is made so small for its neighbours' sake that it has smaller letters than this, in points.
_SMALLEST = 6.0
#: A pixel of CSS in points.
_POINTS = 0.75
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a figure: its size and that of its smallest letters (0: it has none), in points.

    outside: what of the whole figure lies left, above, right and below of it, as shares of the whole.
    """

    width: float
    height: float
    letters: float
    outside: tuple[float, float, float, float]


@functools.lru_cache(maxsize=32)
def parts(svg: str) -> tuple[Part, ...]:
    """Return the parts of a figure: its direct children `<svg class="page">` (`render.pages`), else itself.

    Raises:
        ValueError: it is no figure with a width and a height in pixels.
    """
    if "<!DOCTYPE" in svg:
        raise ValueError("holds a document type, which is not read")
    root = ElementTree.fromstring(svg)  # noqa: S314
    wide, high = _number(root, "width"), _number(root, "height")
    found = [each for each in root if each.tag == f"{_SVG}svg" and each.get("class") == "page"]
    made = []
    for each in found or [root]:
        x, y = (_number(each, "x"), _number(each, "y")) if found else (0.0, 0.0)
        width, height = _number(each, "width"), _number(each, "height")
        outside = (x / wide, y / high, 1 - (x + width) / wide, 1 - (y + height) / high)
        letters = min(
            (_number(text, "font-size") for text in each.iter(f"{_SVG}text") if text.get("font-size")),
            default=0.0,
        )
        made.append(Part(width * _POINTS, height * _POINTS, letters * _POINTS, outside))
    return tuple(made)


def _number(element: ElementTree.Element, name: str) -> float:
    given = (element.get(name) or "0").removesuffix("px")
    if not re.fullmatch(r"\d+(\.\d+)?", given):
        raise ValueError(f"has {name}={given!r}, which is no number of pixels")
    return float(given)


def scale(of: Sequence[Part], width: float, height: float, tallest: float) -> float:
    """Return by how much all parts of a figure are made smaller, so that each fits; at most 1.

    Args:
        of: the parts; none has smaller letters than the others that way.
        width, height: of the text of a page, in points.
        tallest: the share of that height that a part takes gladly; more where its letters would be too small.
    """
    fits = min(1.0, *(width / part.width for part in of), *(_high(part, height) for part in of))
    wished = min(1.0, *(height * tallest / part.height for part in of))
    letters = min((part.letters for part in of if part.letters), default=0.0)
    return min(fits, max(wished, _SMALLEST / letters if letters else 0.0))


def _high(part: Part, height: float) -> float:
    return height * pages.TALLEST / part.height


def lying(figures: Callable[[str], Path]) -> Callable[[Figure], bool]:
    """Return what says whether a figure is to lie: upright its letters are too small, and lying they are not.

    Args:
        figures: gives the file of a figure, with its SVG beside it.
    """

    def lies(figure: Figure) -> bool:
        svg = figures(figure.name).with_suffix(".svg")
        if not svg.is_file():
            return False
        of = parts(svg.read_text(encoding="utf-8"))
        letters = min((part.letters for part in of if part.letters), default=0.0)
        upright = scale(of, *pages.text(side=False), pages.TALLEST)
        return bool(letters) and letters * upright < READABLE <= letters * scale(
            of, *pages.text(side=True), pages.TALLEST
        )

    return lies

"""What stands where in a diagram, by its SVG, and how wide its texts are in the fonts that draw them."""

from __future__ import annotations

import functools
import io
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

import pymupdf
from fontTools.ttLib import TTFont

SVG = "{http://www.w3.org/2000/svg}"
FONTS = Path(__file__).parents[2] / "workflow" / "tamis" / "fonts"


@dataclass(frozen=True)
class Rect:
    """A rectangle by its edges."""

    x: float
    y: float
    right: float
    bottom: float

    def meets(self, other: Rect) -> bool:
        """Return whether they touch or overlap."""
        return (
            self.x <= other.right
            and other.x <= self.right
            and self.y <= other.bottom
            and other.y <= self.bottom
        )


@dataclass
class Drawn:
    """A box: its rectangle, its texts, and where its links lead, by the names they were asked for."""

    rect: Rect
    texts: list[ET.Element]
    links: dict[str, list[str]] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        return [plain(text) for text in self.texts]


def plain(text: ET.Element) -> str:
    """Return what a text says, without the marks that turn it."""
    return "".join(text.itertext()).strip("\u2067\u2069")


def rect(element: ET.Element) -> Rect:
    x, y, wide, high = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
    return Rect(x, y, x + wide, y + high)


def boxes(svg: str) -> dict[str, Drawn]:
    """Return the boxes of a diagram by name."""
    found = {}
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        drawn = Drawn(rect(next(group.iter(f"{SVG}rect"))), list(group.iter(f"{SVG}text")))
        for link in group.iter(f"{SVG}a"):
            drawn.links[link.attrib["data-name"]] = [plain(text) for text in link.iter(f"{SVG}text")]
        found[group.attrib["data-box"]] = drawn
    return found


def bars_and_headings(svg: str) -> list[tuple[Rect, list[ET.Element]]]:
    """Return the rectangles outside boxes, each with the texts behind it; the page itself is none."""
    found: list[tuple[Rect, list[ET.Element]]] = []
    for element in list(ET.fromstring(svg))[3:]:
        if element.tag == f"{SVG}rect":
            found.append((rect(element), []))
        elif element.tag == f"{SVG}text" and element.get("font-weight") == "bold":
            found[-1][1].append(element)
    return found


def arrows(svg: str) -> list[list[tuple[float, float]]]:
    """Return the points of each arrow."""
    lines = ET.fromstring(svg).iter(f"{SVG}polyline")
    return [
        [(float(x), float(y)) for x, y in (point.split(",") for point in line.attrib["points"].split())]
        for line in lines
    ]


@functools.cache
def _font(name: str) -> tuple[dict[int, str], dict[str, float], dict[str, dict[str, str]]]:
    """Return a font's glyphs by character, their widths in ems, and the joined forms of each Arabic glyph."""
    data = pymupdf.Font("cjk").buffer if name == "cjk" else (FONTS / f"{name}.ttf").read_bytes()
    font = TTFont(io.BytesIO(data))
    widths = {
        glyph: advance / font["head"].unitsPerEm for glyph, (advance, _) in font["hmtx"].metrics.items()
    }
    forms: dict[str, dict[str, str]] = {}
    if "Arabic" in name:
        table = font["GSUB"].table
        for record in table.FeatureList.FeatureRecord:
            if record.FeatureTag in ("init", "medi", "fina"):
                for at in record.Feature.LookupListIndex:
                    for part in table.LookupList.Lookup[at].SubTable:
                        for glyph, form in getattr(getattr(part, "ExtSubTable", part), "mapping", {}).items():
                            forms.setdefault(glyph, {})[record.FeatureTag] = form
    return font.getBestCmap(), widths, forms


def real_width(text: str, size: float, *, bold: bool = False) -> float | None:
    """Return how wide a text is in the fonts that draw it; None where none of them has one of its characters.

    Arabic letters are taken in the form in which they stand; what shaping saves beyond that is left out.
    """
    weight = "Bold" if bold else "Regular"
    names = [f"LiberationSans-{weight}", f"NotoSansArabic-{weight}", "NotoSansSymbols2-Regular", "cjk"]
    text = unicodedata.normalize("NFC", text)
    total = 0.0
    for at, character in enumerate(text):
        if unicodedata.category(character) == "Cf" or character == "\ufe0f":
            continue
        name = next((name for name in names if ord(character) in _font(name)[0]), "")
        if not name:
            return None
        glyphs, widths, forms = _font(name)
        glyph = glyphs[ord(character)]
        if glyph in forms and (wanted := _joined(text, at, glyphs, forms)):
            glyph = forms[glyph].get(wanted, glyph)
        total += 0 if unicodedata.combining(character) else widths[glyph]
    return total * size


def _joined(text: str, at: int, glyphs: dict[int, str], forms: dict[str, dict[str, str]]) -> str:
    def of(character: str) -> dict[str, str]:
        return forms.get(glyphs.get(ord(character), ""), {})

    before = [c for c in text[:at] if not unicodedata.combining(c)][-1:]
    after = [c for c in text[at + 1 :] if not unicodedata.combining(c)][:1]
    starts, ends = (
        "init" in of(text[at]) and after and "fina" in of(after[0]),
        before and "init" in of(before[0]),
    )
    return "medi" if starts and ends else "init" if starts else "fina" if ends else ""

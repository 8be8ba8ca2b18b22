"""Figures from SVG to PNG and PDF, by one renderer and with the fonts in `fonts/`: the same bytes everywhere.

The renderer is Typst, which reads SVG by usvg, makes pictures by resvg and PDFs by krilla. The machine's own
fonts are never looked at. What else was tried, and why this one was taken: docs/figures.md.

A figure is drawn from its own text alone: one that would read a file or an address is refused, and so is one
with a document type, whose entities can fill a machine's memory.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import struct
import tempfile
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree  # a document type, and with it every entity, is refused beforehand

from tamis.glyphs import characters, family, lacking

if TYPE_CHECKING:
    import typst

#: The fonts that come with Tamis, and the one whose metrics `svg` measures by.
FONTS = Path(__file__).resolve().parent / "fonts"
FAMILY = "Liberation Sans"
#: What the fonts that come with Tamis are called, so that none is opened to know it.
FAMILIES = (FAMILY, "Noto Sans Arabic", "Noto Sans Symbols2")
#: A pixel of CSS is 1/96 inch, a point 1/72.
_PIXELS, _POINTS, _INCH = 96, 72, 0.0254
#: More pixels than this no picture gets (of four bytes each): a longer one gets fewer an inch.
MOST_PIXELS = 60_000_000
#: Of the characters that no font has, so many are named.
_NAMED = 8
_SVG = "http://www.w3.org/2000/svg"
_PAGE = f"{{{_SVG}}}svg"
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
#: The document: what is drawn comes by `sys.inputs`, so that nothing of it is taken for a program.
_TYPST = b"""
#let inputs = sys.inputs
#set document(date: none, title: inputs.title)
#set text(lang: "en")
#for number in range(int(inputs.pages)) {
  let of(what) = inputs.at(what + str(number))
  page(width: float(of("width")) * 1pt, height: float(of("height")) * 1pt, margin: 0pt, image(
    bytes(of("svg")), format: "svg", width: 100%, height: 100%, fit: "stretch", alt: of("alt"),
  ))
}
"""

ElementTree.register_namespace("", _SVG)


def to_png(svg: str | bytes, *, fonts: Sequence[Path] = (), dpi: int = 300) -> bytes:
    """Return a figure as a PNG on white.

    Args:
        svg: the figure; its sizes are CSS pixels, 1/96 inch each.
        fonts: font files for characters that the fonts of Tamis lack; these always come first.
        dpi: pixels an inch, also written into the file; fewer where there would be over `MOST_PIXELS`.

    Raises:
        ValueError: the figure cannot be drawn, or reads what is not in it; says why.
    """
    figure = _parsed(svg)
    width, height = _size(figure)
    dpi = min(dpi, int(_PIXELS * (MOST_PIXELS / (width * height)) ** 0.5) or 1)
    return _with_density(_compiled([figure], fonts, "", format="png", ppi=dpi), dpi)


def to_pdf(pages: Sequence[str], *, fonts: Sequence[Path] = (), title: str = "") -> bytes:
    """Return figures as a PDF: one a page, as large as it is. Text stays text; no time is in it.

    Args:
        pages: SVGs; what they are called and show (`title`, `desc`) is told to those who cannot see them.
        fonts: font files for characters that the fonts of Tamis lack.
        title: the document's title; empty: the first figure's.

    Raises:
        ValueError: as `to_png`.
    """
    figures = [_parsed(page) for page in pages]
    return _compiled(figures, fonts, title or _own(figures[0], "title"), format="pdf")


def pages(svg: str) -> list[str]:
    """Return the pages of a figure as figures: its direct children `<svg class="page">`, else itself.

    A page is the whole figure seen through the page's rectangle (x, y, width, height), without other pages.

    Raises:
        ValueError: it cannot be read as SVG.
    """
    figure = _parsed(svg)
    found = [child for child in figure if child.tag == _PAGE and child.get("class") == "page"]
    if not found:
        return [svg]
    made = []
    for page in found:
        width, height = (f"{size:g}" for size in _size(page))
        seen = f"{page.get('x', '0')} {page.get('y', '0')} {width} {height}"
        one = ElementTree.Element(
            figure.tag, {**figure.attrib, "viewBox": seen, "width": width, "height": height}
        )
        one.extend(child for child in figure if child is page or child not in found)
        made.append(_text(one))
    return made


def missing(text_or_svg: str, fonts: Sequence[Path] = ()) -> list[str]:
    """Return the characters that neither the fonts of Tamis nor the given ones have, in order.

    Of a text that begins as SVG does, what its text elements say is looked at, and nothing else.

    Raises:
        ValueError: a font file is none, or a figure cannot be read as SVG.
    """
    text = text_or_svg
    if re.match(r"\s*<(svg|\?xml)\b", text):
        text = "".join("".join(element.itertext()) for element in _parsed(text).iter(f"{{{_SVG}}}text"))
    files = (*sorted(FONTS.glob("*.ttf")), *fonts)
    return lacking(text, frozenset().union(*map(characters, files)))


def in_words(characters: Sequence[str], own: str = "") -> str:
    """Return that a figure holds characters which no font has, naming a few; `own`: a team's font file.

    >>> in_words(["中"])
    "holds '中' (U+4E2D), which no font of Tamis has"
    """
    named = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in characters[:_NAMED])
    more = f" and {len(characters) - _NAMED:,} more" if len(characters) > _NAMED else ""
    fonts = f"neither the fonts of Tamis nor {own} have" if own else "no font of Tamis has"
    return f"holds {named}{more}, which {fonts}"


def fingerprint(fonts: Sequence[Path] = ()) -> str:
    """Return a digest of all that decides on a picture's bytes, beside the figure itself."""
    import typst

    digest = hashlib.sha256(typst.__version__.encode())  # type: ignore[attr-defined]  # its stub lacks it
    for path in (Path(__file__), *sorted(FONTS.glob("*.ttf")), *fonts):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _parsed(svg: str | bytes) -> ElementTree.Element:
    """Return a figure's root, made ready to be drawn: every text asks for our font.

    A text whose fonts the renderer does not have it leaves out, and says nothing.
    """
    try:
        text = svg if isinstance(svg, str) else svg.decode("utf-8")
        if "<!DOCTYPE" in text:
            raise ValueError("holds a document type, which is not read")
        root = ElementTree.fromstring(text)  # noqa: S314
    except (ElementTree.ParseError, UnicodeDecodeError) as error:
        raise ValueError(f"is no SVG: {error}") from error
    if root.tag != _PAGE:
        raise ValueError("is no SVG: its root is another element")
    for element in root.iter():
        _refuse_what_lies_elsewhere(element)
        if element is root or "font-family" in element.attrib:
            element.set("font-family", FAMILY)
    return root


def _name_fonts(text: ElementTree.Element, fonts: Sequence[Path]) -> None:
    """Let each part of a text with Arabic letters ask for the font that has it, in a `tspan` of its own.

    Left to itself, the renderer tries another font on the whole line; where that one joins letters into one
    glyph (lam and alef) and lacks a character of the line († or a bracket), it keeps the empty boxes. It
    takes the glyphs of a line by the font of its first part and then puts in those of the others, and goes
    wrong, or ends, where these join letters from right to left: so Arabic comes first, and draws nothing.
    """
    first = _ARABIC.search("".join(text.itertext()))
    if not first:
        return
    files = [path for path in (*sorted(FONTS.glob("*.ttf")), *fonts) if family(path) != FAMILY]
    ours = characters(FONTS / "LiberationSans-Regular.ttf")

    def font(character: str) -> str:
        if not lacking(character, ours):
            return ""
        return next((family(path) for path in files if ord(character) in characters(path)), "")

    for element in [*text.iter()]:
        children = [*element]
        words = [element.text, *(child.tail for child in children)]
        element[:], element.text = [], None
        for child, said in zip([None, *children], words, strict=True):
            if child is not None:
                child.tail = None
                element.append(child)
            # Letters with marks that stand apart are set as one: the renderer loses what follows them.
            for name, part in groupby(unicodedata.normalize("NFC", said or ""), key=font):
                element.append(_span("".join(part), name))
    text.insert(0, _span("\u200c", font(first[0])))


def _span(words: str, font: str) -> ElementTree.Element:
    span = ElementTree.Element(f"{{{_SVG}}}tspan", {"font-family": f"'{font}', '{FAMILY}'"} if font else {})
    span.text = words
    return span


def _text(figure: ElementTree.Element) -> str:
    try:
        return ElementTree.tostring(figure, encoding="unicode")
    except RecursionError as error:
        raise ValueError("holds groups within groups, too deep to be drawn") from error


def _refuse_what_lies_elsewhere(element: ElementTree.Element) -> None:
    """Raise where an element is drawn from a file or an address; a link (`a`) only leads there."""
    for name, value in element.items():
        if name.rpartition("}")[2] == "href" and element.tag != f"{{{_SVG}}}a" and not value.startswith("#"):
            raise ValueError(f"draws what is not in it: {value[:80]!r}")
        if re.search(r"url\(\s*['\"]?(?!['\"#\s])", value):
            raise ValueError(f"draws what is not in it: {value[:80]!r}")
        if name == "style" and "font" in value:
            raise ValueError("names a font in a style; it belongs into the attribute font-family")
    if element.tag == f"{{{_SVG}}}style":
        raise ValueError("holds a style sheet, which can name fonts and files; use attributes")


def _size(element: ElementTree.Element) -> tuple[float, float]:
    """Return how wide and high a figure is, in pixels of CSS."""
    box = (element.get("viewBox") or "").replace(",", " ").split()
    given = (element.get("width") or "".join(box[2:3]), element.get("height") or "".join(box[3:4]))
    try:
        width, height = (float(size.removesuffix("px")) for size in given)
    except ValueError as error:
        raise ValueError("has no width and height in pixels") from error
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise ValueError(f"cannot be {width:g} by {height:g} pixels")
    return width, height


def _own(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(f"{{{_SVG}}}{name}") or "").strip()


def _said(figure: ElementTree.Element) -> str:
    """Return what a figure, and a page in it, is called and shows, in its own words."""
    parts = (_own(element, name) for element in figure.iter(_PAGE) for name in ("title", "desc"))
    return ". ".join(part.rstrip(".") for part in parts if part)


def _compiled(figures: Sequence[ElementTree.Element], fonts: Sequence[Path], title: str, **to: Any) -> bytes:
    """Return figures as one document; `to` says of which format."""
    inputs = {"title": title, "pages": str(len(figures))}
    for number, figure in enumerate(figures):
        text, width, height = _drawn(figure, fonts)
        inputs |= {
            f"svg{number}": text,
            f"width{number}": repr(width),
            f"height{number}": repr(height),
            f"alt{number}": _said(figure),
        }
    return compiled(_TYPST, inputs, fonts, **to)


def drawn(svg: str, fonts: Sequence[Path] = ()) -> tuple[str, float, float]:
    """Return a figure made ready to be drawn in a document, and how wide and high it is, in points.

    Raises:
        ValueError: as `to_png`.
    """
    return _drawn(_parsed(svg), fonts)


def _drawn(figure: ElementTree.Element, fonts: Sequence[Path]) -> tuple[str, float, float]:
    for text in [*figure.iter(f"{{{_SVG}}}text")]:
        _name_fonts(text, fonts)
    width, height = (size * _POINTS / _PIXELS for size in _size(figure))
    return _text(figure), width, height


def compiled(program: bytes, inputs: Mapping[str, str], fonts: Sequence[Path], **to: Any) -> bytes:
    """Return what a program of ours, in Typst, makes of its inputs; `to` says of which format.

    Nothing of the inputs is taken for a program, and the program can read no file but fonts.

    Raises:
        ValueError: it cannot be set; says why.
    """
    import typst

    with _faces(fonts) as faces:
        try:
            # The root is the only folder that a document can read from; no picture lies in this one.
            compiler = typst.Compiler(program, root=FONTS, font_paths=faces, sys_inputs=dict(inputs))
            made = compiler.compile(**to)
        except typst.TypstError as error:
            raise ValueError(f"cannot be drawn: {error.message}") from error
    if not isinstance(made, bytes):
        raise AssertionError("one picture is asked for, and there are several")
    return made


@contextmanager
def _faces(fonts: Sequence[Path]) -> Iterator[typst.Fonts]:
    """Give the fonts of Tamis, and the given ones: the renderer takes folders, so these are put into one."""
    import typst

    with tempfile.TemporaryDirectory(prefix="tamis-", ignore_cleanup_errors=True) as folder:
        for number, path in enumerate(fonts):
            shutil.copyfile(path, Path(folder) / f"{number:03}{path.suffix}")
        folders = [str(FONTS), folder] if fonts else [str(FONTS)]
        yield typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _with_density(png: bytes, dpi: int) -> bytes:
    """Return a PNG that says how many pixels an inch has: a chunk pHYs behind the head (PNG 11.3.4.3)."""
    a_metre = round(dpi / _INCH)
    chunk = b"pHYs" + struct.pack(">IIB", a_metre, a_metre, 1)
    head = 8 + 25  # the signature, and IHDR
    return png[:head] + struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[head:]

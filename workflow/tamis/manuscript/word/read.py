"""A part of a Word document read: its tags brought together, and all else hidden from Jinja."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from tamis.manuscript.engine.marks import KEPT, hide, slot
from tamis.manuscript.engine.published import BLOCKS
from tamis.manuscript.engine.said import Said, Wrong
from tamis.manuscript.engine.tags import MEANT, Tag, scan
from tamis.manuscript.word.paragraphs import Atoms, Places, atoms, holds_more, q, unite

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: Where Word keeps letters in which no tag is read, and what people call it.
_UNREAD = {f"{_MATH}oMath": "an equation", f"{_DRAWING}p": "a drawing, chart or diagram"}
#: Fields that have Word start a program or fetch a file.
_FETCH = re.compile(r"\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT)\b", re.IGNORECASE)

#: Reads XML without entities, document types and the network.
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


@dataclass
class Read:
    """All tags of a document, and what is wrong with how they are written.

    at: of each tag, its place and the words around it. inside: the cell, text box or part it stands in.
    prepared: each part as it was, and as it is rendered.
    """

    tags: list[Tag] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    at: list[tuple[str, str]] = field(default_factory=list)
    inside: list[object] = field(default_factory=list)
    prepared: dict[str, str] = field(default_factory=dict)


def prepared(xml: str, kind: str, places: Places, read: Read) -> str:
    """Return a part with a slot for each tag and no other brace; note its tags and what is wrong."""
    root = etree.fromstring(xml.encode(), PARSER)
    if KEPT.search(xml):
        wrong = "holds one of the characters U+E000 to U+E005, which are kept for marks; take it out"
        read.wrong.append(Wrong(wrong, places.part))
        return xml
    _empty_fallbacks(root)
    read.wrong += _unread(root, places.part) + _refused(root, places.part)
    found = list[tuple[etree._Element, Atoms, list[Tag], int]]()
    for paragraph in [*root.iter(q("p"))]:
        here = atoms(paragraph)
        where = places.of(paragraph, here.text, len(read.said))
        place = where.whole
        if not here.text.strip():
            continue
        tags, faults = scan(here.text) if "{" in here.text else ([], [])
        first = len(read.tags)
        inside = tuple(range(first, first + len(tags)))
        read.said.append(
            Said(place, here.text, inside, 0, where.level, where.under, where.here, _label(paragraph))
        )
        read.wrong += [Wrong(fault.text, place, here.around(fault.at)) for fault in faults]
        for tag in tags:
            if text := _misplaced(tag, here.text, tags, kind):
                read.wrong.append(Wrong(text, place, here.around(tag.start)))
        read.tags += tags
        read.at += [(place, here.around(tag.start)) for tag in tags]
        read.inside += [_inside(paragraph, tag) for tag in tags]
        found.append((paragraph, here, tags, first))
    instead: dict[etree._Element, str] = {}
    for paragraph, here, tags, first in found:
        for at in range(len(tags) - 1, -1, -1):
            unite(here, tags[at].start, tags[at].end, slot(first + at))
        whole = _stands_for(paragraph, here.text, tags)
        if whole is not None:
            slots = "".join(slot(first + at) for at, tag in enumerate(tags) if tag.kind == "{%")
            instead[whole] = instead.get(whole, "") + slots
    for whole, slots in instead.items():
        if whole.tag == q("p") and holds_more(whole):
            _beside(whole, slots, next(tags for paragraph, _, tags, _ in found if paragraph is whole))
        else:
            _replace(whole, slots)
    return hide(xml_text(root))


def _label(paragraph: etree._Element) -> str:
    """Return what the first of a row's two cells says, of a paragraph alone in the second; else nothing."""
    cell = paragraph.getparent()
    if cell is None or cell.tag != q("tc") or len(cell.findall(q("p"))) > 1:
        return ""
    first, rest = (
        next(cell.itersiblings(q("tc"), preceding=True), None),
        next(cell.itersiblings(q("tc")), None),
    )
    if (
        first is None
        or rest is not None
        or next(first.itersiblings(q("tc"), preceding=True), None) is not None
    ):
        return ""
    return " ".join("".join(str(text) for text in first.itertext(q("t"))).split())


def _inside(paragraph: etree._Element, tag: Tag) -> object:
    """Return the cell, text box or part that a tag stands in, or the row or cell it stands for."""
    start = paragraph
    if tag.around in ("tr", "tc"):
        start = next(paragraph.iterancestors(q(tag.around)), paragraph)
    holders = (q("tc"), q("tr"), q("txbxContent")) if tag.around == "tc" else (q("tc"), q("txbxContent"))
    return next(start.iterancestors(*holders), start.getroottree().getroot())


def _misplaced(tag: Tag, text: str, tags: Sequence[Tag], kind: str) -> str:
    """Return what is wrong with where a table, figure or list stands; empty: nothing."""
    name = tag.function(BLOCKS)
    if not name:
        return ""
    if kind:
        return f"{name}(...) stands in a {kind}; it belongs into the text itself"
    rest, at = "", 0
    for other in tags:
        if other is tag or other.kind != "{{":
            rest += text[at : other.start]
            at = other.end
    rest += text[at:]
    return f"{name}(...) stands in line with text; it needs a paragraph of its own" if rest.strip() else ""


def _stands_for(paragraph: etree._Element, text: str, tags: Sequence[Tag]) -> etree._Element | None:
    """Return what a paragraph's statements stand for: itself where they are alone in it, a row or a cell."""
    around = next((tag.around for tag in tags if tag.around in ("tr", "tc")), "")
    if around:
        return next(paragraph.iterancestors(q(around)), None)
    rest, at = "", 0
    for tag in tags:
        if tag.kind == "{{":
            return None
        rest += text[at : tag.start]
        at = tag.end
    alone = bool(tags) and not (rest + text[at:]).strip()
    return paragraph if alone and any(tag.kind == "{%" for tag in tags) else None


def _beside(paragraph: etree._Element, slots: str, tags: Sequence[Tag]) -> None:
    """Put statements beside their paragraph, which stays for what else it holds, without its letters.

    It is there whatever they say: before what an `if` or a `for` opens, behind what is closed.
    """
    empty(paragraph)
    if next(tag.word for tag in tags if tag.kind == "{%").startswith("end"):
        _put(paragraph, slots)
    else:
        paragraph.tail = slots + (paragraph.tail or "")


def empty(paragraph: etree._Element) -> None:
    """Take the letters out of a paragraph."""
    for place in atoms(paragraph).places:
        if place.tag == q("t"):
            place.text = ""


def _empty_fallbacks(root: etree._Element) -> None:
    """Take the text out of what old programs show of text boxes: `fill_fallbacks` puts that of the new in."""
    for choice, fallback in _boxes(root):
        if "{" in _letters(choice):
            for child in [*fallback]:
                fallback.remove(child)


def fill_fallbacks(root: etree._Element) -> None:
    """Put what text boxes say into what old programs show of them."""
    for choice, fallback in reversed([*_boxes(root)]):
        if not len(fallback):
            fallback.extend(copy.deepcopy(child) for child in choice)


def _boxes(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Give each text box twice, as Word keeps it: for itself, and for programs that are older."""
    for both in [*root.iter(f"{_COMPATIBLE}AlternateContent")]:
        choice, fallback = both.find(f"{_COMPATIBLE}Choice"), both.find(f"{_COMPATIBLE}Fallback")
        if choice is not None and fallback is not None:
            name = q("txbxContent")
            old = [*fallback.iter(name)]
            new = [box for box in choice.iter(name) if _nearest(box) is both]
            if new:
                yield from ((new[min(at, len(new) - 1)], other) for at, other in enumerate(old))


def _nearest(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{_COMPATIBLE}AlternateContent"), None)


def _letters(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _unread(root: etree._Element, place: str) -> list[Wrong]:
    """Note what is meant for a tag where none is read."""
    return [
        Wrong(f"a tag in {what} is not read; it belongs into the text", place, " ".join(text.split())[:80])
        for name, what in _UNREAD.items()
        for element in root.iter(name)
        if MEANT.search(text := _letters(element))
    ]


def unread_part(data: bytes, place: str) -> list[Wrong]:
    """Note what is meant for a tag in a part that is not read: a comment, a chart, a diagram."""
    text = _letters(etree.fromstring(data, PARSER))
    if not (found := MEANT.search(text)):
        return []
    near = " ".join(text[found.start() : found.start() + 80].split())
    return [Wrong("a tag here is not read; it belongs into the text", place, near)]


def _refused(root: etree._Element, place: str) -> list[Wrong]:
    """Note what would have Word fetch or start something as it opens the document."""
    wrong = list[Wrong]()
    if next(root.iter(q("altChunk")), None) is not None:
        wrong.append(
            Wrong("holds another document that Word would take in as it is opened (altChunk)", place)
        )
    names = {found[1].upper() for code in _codes(root) if (found := _FETCH.match(code))}
    for name in sorted(names):
        text = f"holds a field {name}, which fetches from elsewhere: put in what it shows (Ctrl+Shift+F9)"
        wrong.append(Wrong(text, place))
    return wrong


def _codes(root: etree._Element) -> Iterator[str]:
    """Give the code of each field, those within others, too."""
    open = list[list[str]]()
    for element in root.iter(q("fldSimple"), q("fldChar"), q("instrText")):
        kind = element.get(q("fldCharType"))
        if element.tag == q("fldSimple"):
            yield element.get(q("instr")) or ""
        elif element.tag == q("instrText") and open:
            open[-1].append(element.text or "")
        elif kind == "begin":
            open.append([])
        elif kind == "end" and open:
            yield "".join(open.pop())
    yield from map("".join, open)


def _replace(element: etree._Element, text: str) -> None:
    """Put text in the place of an element."""
    parent = element.getparent()
    if parent is None:
        raise AssertionError("a part holds no paragraph as its root")
    _put(element, text + (element.tail or ""))
    element.tail = None
    parent.remove(element)


def _put(element: etree._Element, text: str) -> None:
    """Put text before an element."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        raise AssertionError("a part holds no paragraph as its root")
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def xml_text(tree: etree._Element) -> str:
    """Return a tree as text."""
    return etree.tostring(tree, encoding="unicode")


def xml_bytes(tree: etree._Element) -> bytes:
    """Return a tree as a part of a package has it."""
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)

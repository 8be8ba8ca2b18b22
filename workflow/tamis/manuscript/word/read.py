"""A part of a Word document read: its tags brought together, and all else hidden from Jinja."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from tamis.manuscript.engine.marks import KEPT, hide, slot
from tamis.manuscript.engine.published import BLOCKS
from tamis.manuscript.engine.said import Said, Wrong
from tamis.manuscript.engine.tags import Tag, scan
from tamis.manuscript.word.paragraphs import Atoms, Places, atoms, q, unite

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
    found = list[tuple[etree._Element, Atoms, list[Tag], int]]()
    for paragraph in [*root.iter(q("p"))]:
        here = atoms(paragraph)
        place = places.of(paragraph, here.text)
        if not here.text.strip():
            continue
        tags, faults = scan(here.text) if "{" in here.text else ([], [])
        first = len(read.tags)
        read.said.append(Said(place, here.text, tuple(range(first, first + len(tags)))))
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
        _replace(whole, slots)
    return hide(xml_text(root))


def _inside(paragraph: etree._Element, tag: Tag) -> object:
    """Return the cell, text box or part that a tag stands in, or the row or cell it stands for."""
    start = paragraph
    if tag.around in ("tr", "tc"):
        start = next(paragraph.iterancestors(q(tag.around)), paragraph)
    holders = (q("tc"), q("tr"), q("txbxContent")) if tag.around == "tc" else (q("tc"), q("txbxContent"))
    return next(start.iterancestors(*holders), start.getroottree().getroot())


def _misplaced(tag: Tag, text: str, tags: Sequence[Tag], kind: str) -> str:
    """Return what is wrong with where a table, figure or list stands; empty: nothing."""
    name = next(
        (name for name in BLOCKS if tag.kind == "{{" and tag.code.replace(" ", "").startswith(f"{name}(")), ""
    )
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
    has = next(paragraph.iter(q("drawing"), q("pict"), q("sectPr")), None) is not None
    return paragraph if alone and not has and any(tag.kind == "{%" for tag in tags) else None


def _replace(element: etree._Element, text: str) -> None:
    """Put text in the place of an element."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        raise AssertionError("a part holds no paragraph as its root")
    text += element.tail or ""
    parent.remove(element)
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

"""Marks in a Word document filled in: texts in their run, citations in runs of their own."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree

from tamis.manuscript.engine.marks import MARK
from tamis.manuscript.engine.published import Made
from tamis.manuscript.word.paragraphs import Atoms, holds_more, q
from tamis.manuscript.word.read import empty
from tamis.typeset.blocks import Runs
from tamis.typeset.text import clean


def fill(here: Atoms, marks: Sequence[Made], citations: Callable[[int], Runs]) -> None:
    """Put what the marks of a paragraph stand for in their place."""
    for place in here.places:
        text = place.text or ""
        if place.tag != q("t") or not MARK.search(text):
            continue
        pieces: list[tuple[str, Any]] = []
        at = 0
        for found in MARK.finditer(text):
            made = marks[int(found[2])]
            pieces.append((text[at : found.start()], None))
            at = found.end()
            if made.kind == "cite":
                pieces += [(run.text, run) for run in citations(int(found[2]))]
            elif made.kind != "item":
                pieces.append((made.text, None))
        pieces.append((text[at:], None))
        _split(place, pieces)


def _split(place: etree._Element, pieces: Sequence[tuple[str, Any]]) -> None:
    """Put pieces in the place of a text; what is set otherwise in a run of its own, formatted like it."""
    from docx.text.run import Run as Place

    together = list[tuple[str, Any]]()
    for text, run in pieces:
        text = " ".join(clean(text).split("\n"))
        plain = run is None or not (run.italic or run.bold or run.sup or run.sub)
        if plain and together and together[-1][1] is None:
            together[-1] = (together[-1][0] + text, None)
        else:
            together.append((text, None if plain else run))
    first = together[0][0] if together and together[0][1] is None else ""
    rest = together[1:] if together and together[0][1] is None else together
    _set(place, first)
    last = place.getparent()
    if last is None or not rest:
        return
    behind = [*place.itersiblings()]
    own = last.find(q("rPr"))

    def run_after(run: etree._Element) -> etree._Element:
        new = run.makeelement(q("r"))
        if own is not None:
            new.append(copy.deepcopy(own))
        new.tail, run.tail = run.tail, None
        run.addnext(new)
        return new

    for text, run in rest:
        if not text:
            continue
        last = run_after(last)
        _set(etree.SubElement(last, q("t")), text)
        if run is not None:
            font = Place(last, None)  # type: ignore[arg-type]  # its parent is asked for nothing
            font.italic, font.bold = run.italic or font.italic, run.bold or font.bold
            font.font.superscript = run.sup or font.font.superscript
            font.font.subscript = run.sub or font.font.subscript
    if behind:
        last = run_after(last)
        last.extend(behind)


def _set(place: etree._Element, text: str) -> None:
    place.text = text
    place.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def take_out(paragraph: etree._Element) -> None:
    """Take a paragraph out; one that holds more than words, or ends a section, stays without its words."""
    if holds_more(paragraph):
        empty(paragraph)
        return
    parent = paragraph.getparent()
    if parent is not None:
        parent.remove(paragraph)


def leave_template(document: Any) -> None:
    """Forget where on the author's disk the template of the document lies."""
    part = document.part._settings_part
    for element in [*part.element.iter(q("attachedTemplate"))]:
        element.getparent().remove(element)
    for id in [id for id, to in part.rels.items() if to.reltype.endswith("/attachedTemplate")]:
        del part.rels[id]

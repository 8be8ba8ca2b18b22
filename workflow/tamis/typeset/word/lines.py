"""Lines of text as the XML of a Word document (ECMA-376, part 1); Word is strict on the order of elements."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import escape
from typing import Protocol

from tamis.typeset.blocks import Run, Runs, words
from tamis.typeset.text import by_way, runs_left
from tamis.typeset.word.styles import ACCENT, SOFT

_CODE = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
#: A label that Word can count: it is a field, which counts the captions of its name.
_COUNTED = re.compile(r"(Table|Figure) ([1-9]\d*)\Z")


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of paragraph looks: the id of a style, else what stands in its place, and its size."""

    style: str = ""
    paragraph: str = ""
    run: str = ""
    size: float = 9.5


class Place(Protocol):
    """The document that XML is written for: its styles, and what lies beside its text."""

    def look(self, role: str) -> Look:
        """Return how a role looks: text, note, h1, caption, cell, bullet ..."""

    def address(self, url: str) -> str:
        """Return the id of the relationship to an address on the web."""

    def pictures(self, name: str, alt: str, width: float) -> list[str]:
        """Return a figure as drawings, one a page of it, at most `width` points wide."""

    def numbering(self, kind: str) -> str:
        """Return the number of a new list, bullet or decimal; empty: the document has no lists."""

    @property
    def table_style(self) -> str:
        """The id of the style of tables; empty: the document has none of ours."""

    @property
    def height(self) -> float:
        """How high the text of a page is, in points."""


def bookmark(id_: str) -> str:
    """Return the name of the bookmark of a block: 40 letters at most, and hidden, as it begins with _."""
    return "_" + hashlib.sha256(id_.encode()).hexdigest()[:16]


def marked(id_: str, inner: str) -> str:
    """Return runs with the bookmark of a block around them; without an id, as they are."""
    if not id_:
        return inner
    number = int(hashlib.sha256(id_.encode()).hexdigest()[:7], 16)
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(id_)}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'
    )


def _text(text: str) -> str:
    """Return a text as what a run holds; breaks and soft hyphens are elements of their own."""
    made = []
    for at, each in enumerate(text.split("\n")):
        if at:
            made.append("<w:br/>")
        for number, part in enumerate(each.split("\xad")):
            if number:
                made.append("<w:softHyphen/>")
            if part:
                made.append(f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>')
    return "".join(made)


def _run(run: Run, look: Look, place: Place) -> str:
    bold = "<w:b/><w:bCs/>" if run.bold else ""
    italic = "<w:i/><w:iCs/>" if run.italic else ""
    ink = run.ink[1:].upper() if run.ink else ACCENT if run.link else SOFT if run.soft else ""
    colour = f'<w:color w:val="{ink}"/>' if ink else ""
    half = round(2 * (look.size - 1)) if run.soft or run.code else 0
    size = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if half else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{run.fill[1:].upper()}"/>' if run.fill else ""
    raised = "superscript" if run.sup else "subscript" if run.sub else ""
    vertical = f'<w:vertAlign w:val="{raised}"/>' if raised else ""
    code = _CODE if run.code else ""
    format_ = _merged(look.run, code + bold + italic + colour + size + fill + vertical)
    parts = []
    for text, left in by_way(run.text):
        inner = format_ + ("<w:rtl/>" if left else "")
        parts.append(f"<w:r>{f'<w:rPr>{inner}</w:rPr>' if inner else ''}{_text(text)}</w:r>")
    made = "".join(parts)
    if run.link.startswith("#"):
        return f'<w:hyperlink w:anchor="{bookmark(run.link[1:])}" w:history="1">{made}</w:hyperlink>'
    if run.link:
        return f'<w:hyperlink r:id="{place.address(run.link)}" w:history="1">{made}</w:hyperlink>'
    return made


def _merged(given: str, own: str) -> str:
    """Return the format of a run over its paragraph's: each element once, in the order that Word wants."""
    if not given:
        return own
    order = ("rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "shd", "vertAlign")
    found = {part[3:].split(" ")[0]: f"{part}/>" for part in (given + own).split("/>") if part}
    return "".join(found[name] for name in order if name in found)


def line(
    runs: Runs,
    look: Look,
    place: Place,
    *,
    id_: str = "",
    extra: str = "",
    align: str = "",
    before: str = "",
    after: str = "",
) -> str:
    """Return a paragraph.

    Args:
        extra: format of its own, of what stands before spacing (keepNext, numPr).
        before, after: XML of runs, such as those of a field, around its text.
    """
    style = f'<w:pStyle w:val="{look.style}"/>' if look.style else ""
    text = words(runs)
    left = "<w:bidi/>" if not text.isascii() and runs_left(text) else ""
    side = {"right": "right", "center": "center"}.get(align, "")
    at = min(
        (at for name in ("spacing", "ind") if (at := look.paragraph.find(f"<w:{name} ")) >= 0), default=None
    )
    first, last = (look.paragraph, "") if at is None else (look.paragraph[:at], look.paragraph[at:])
    properties = f"{style}{first}{extra}{left}{last}" + (f'<w:jc w:val="{side}"/>' if side else "")
    inner = marked(id_, before + "".join(_run(run, look, place) for run in runs)) + after
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def captioned(label: str, caption: Runs, role: str, place: Place, *, id_: str = "") -> str:
    """Return the caption of a table or figure; its number is a field, which Word can count anew."""
    if not label and not caption:
        return ""
    look = place.look(role)
    counted = _COUNTED.match(label)
    if not counted:
        given = (Run(f"{label}. ", bold=True), *caption) if label else caption
        return line(given, look, place, id_=id_)
    name, number = counted.groups()
    first, said = (_run(Run(text, bold=True), look, place) for text in (f"{name} ", number))
    # LibreOffice takes the format of a field from where it begins.
    field = begun(rf"SEQ {name} \* ARABIC").replace("<w:r>", "<w:r><w:rPr><w:b/><w:bCs/></w:rPr>")
    front = first + field + said + ENDED.replace("<w:r>", "<w:r><w:rPr><w:b/><w:bCs/></w:rPr>")
    return line((Run(". ", bold=True), *caption), look, place, id_=id_, before=front)


ENDED = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def begun(code: str) -> str:
    """Return a field up to its result; `ENDED` ends it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def quoted(text: str) -> str:
    """Return a text as the value of an attribute."""
    return f'"{escape(text)}"'

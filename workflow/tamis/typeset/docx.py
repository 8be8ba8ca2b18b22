"""Word documents of blocks: whole ones of our own design, and blocks put into a document that a team wrote.

No fields but those that number pages, tables and figures and list the contents, each with its result, so that
nothing asks to be updated; no macro, no relation to anything outside but links to the web.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tamis.typeset import pages, pictures, ready
from tamis.typeset.blocks import Block, Document, Heading, Run, words
from tamis.typeset.word.lines import ENDED, begun, bookmark, line
from tamis.typeset.word.place import SPACES, Place, parsed
from tamis.typeset.word.styles import INK, W, styles
from tamis.typeset.word.xml import block

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_TWIPS = 20
_CORE = "docProps/core.xml"
_UNDATED = "2000-01-01"
_INK = f"#{INK}"
#: Levels of headings in the list of contents.
_LISTED = 2


def write(document: Document, figures: Callable[[str], Path]) -> bytes:
    """Return a Word document of our own design: A4, numbered pages, tables that fit.

    Tables and figures with a caption and without a label are numbered. A table that is too much for the page
    lies on its side.

    Args:
        document: what to write; links that lead nowhere become plain text.
        figures: gives the PNG of a figure of the review by its name.
    """
    import docx

    document = ready.ready(document)
    made = docx.Document()
    _restyle(made, document)
    place = Place(made.part, figures, own=True)
    whole = _titled(document.blocks)
    first = next((each for each in whole if isinstance(each, Heading)), None)
    xml = [_front(document, place)]
    place.tallest = pages.TALLEST if document.contents else pages.SHORTER
    parts = pages.sections(whole, pictures.lying(figures))
    for at, (side, blocks) in enumerate(parts):
        width, place.height = pages.text(side=side)
        for each in blocks:
            if each is first and document.contents:
                xml.append(_contents(whole, place))
            xml.append(block(each, place, width))
        if at + 1 < len(parts):
            xml.append(f"<w:p><w:pPr>{_FLAT}{_section(side, place.footer)}</w:pPr></w:p>")
    body = parsed(
        f"<w:body {SPACES}>{''.join(xml)}{_section(bool(parts) and parts[-1][0], place.footer)}</w:body>"
    )
    _join_sections(body)
    _begin_pages(body)
    root = made.element
    root.replace(root.body, body)
    saved = io.BytesIO()
    made.save(saved)
    return settle(saved.getvalue(), document.date)


def insert(paragraph: Paragraph, blocks: Sequence[Block], figures: Callable[[str], Path]) -> None:
    """Put blocks behind a paragraph of a Word document: in its styles, and within its margins.

    A style is looked for by its name, then by its id; without one, text is formatted in place. Labels of
    tables and figures are printed as they are given; nothing is numbered.

    Args:
        paragraph: stays as it is; whoever calls may take it away.
        blocks: what to insert.
        figures: gives the PNG of a figure of the review by its name.
    """
    place = Place(paragraph.part, figures, own=False, beside=paragraph)
    width, place.height = _space(paragraph)
    made = ready.blocks(blocks, whole=False)
    body = parsed(f"<w:body {SPACES}>{''.join(block(each, place, width) for each in made)}</w:body>")
    at = paragraph._p
    for element in [*body]:
        at.addnext(element)
        at = element


def settle(docx: bytes, date: str) -> bytes:
    """Return a Word document without a clock in it: the same parts, in the same order, dated.

    Args:
        docx: a Word document, as any program saves it.
        date: when it was made and changed, YYYY-MM-DD; empty: a fixed day.
    """
    day = date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else _UNDATED
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as given, zipfile.ZipFile(settled, "w") as made:
        for name in dict.fromkeys(given.namelist()):
            data = given.read(name)
            if name == _CORE:
                data = re.sub(
                    rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*",
                    rb"\g<1>" + f"{day}T00:00:00Z".encode(),
                    data,
                )
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, data, compresslevel=6)
    return settled.getvalue()


def _restyle(made: Any, document: Document) -> None:
    """Give a new document our styles, no lists yet, and what is said of it as a whole."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    part = made.part
    part._styles_part._element = parsed(styles(document.lang))
    numbering = part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    for child in [*numbering]:
        numbering.remove(child)
    package = part.package
    for key, relation in [*package.rels.items()]:
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
    said = made.core_properties
    said.title, said.subject = document.title[:255], document.kind[:255]
    said.author, said.last_modified_by = "; ".join(document.authors)[:255], ""
    said.language, said.comments, said.keywords, said.revision = document.lang[:255], "", "", 1


_FLAT = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def _section(side: bool, footer: str) -> str:
    """Return how the pages of a section are: A4, upright or on their side."""
    wide, high = round(pages.WIDTH * _TWIPS), round(pages.HEIGHT * _TWIPS)
    across, along = round(pages.SIDE * _TWIPS), round(pages.TOP * _TWIPS)
    size = f'w:w="{high}" w:h="{wide}" w:orient="landscape"' if side else f'w:w="{wide}" w:h="{high}"'
    top, left = (across, along) if side else (along, across)
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz {size}/><w:pgMar w:top="{top}" w:right="{left}" w:bottom="{top}" w:left="{left}" '
        'w:header="400" w:footer="500" w:gutter="0"/></w:sectPr>'
    )


def _join_sections(body: Any) -> None:
    """Let the last paragraph of a section end it: one of its own could stand alone on a page."""
    for mark in body.findall(f"{{{W}}}p/{{{W}}}pPr/{{{W}}}sectPr"):
        own = mark.getparent().getparent()
        before = own.getprevious()
        if (
            before is None
            or before.tag != f"{{{W}}}p"
            or before.find(f"{{{W}}}pPr/{{{W}}}sectPr") is not None
        ):
            continue
        before.get_or_add_pPr().append(mark)
        body.remove(own)


def _begin_pages(body: Any) -> None:
    """Let a paragraph behind a break begin its page: a break of its own leaves an empty line above it."""
    for mark in body.findall(f"{{{W}}}p/{{{W}}}r/{{{W}}}br[@{{{W}}}type='page']"):
        own = mark.getparent().getparent()
        after = own.getnext()
        if after is not None and after.tag == f"{{{W}}}p":
            after.get_or_add_pPr().get_or_add_pageBreakBefore()
            body.remove(own)


def _titled(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return blocks in which each heading that the contents list has an id."""
    return tuple(
        Heading(each.runs, each.level, each.id or f"heading {at}") if isinstance(each, Heading) else each
        for at, each in enumerate(blocks)
    )


def _front(document: Document, place: Place) -> str:
    """Return what stands before the text: kind, title, authors."""
    lines = (
        ("kind", document.kind),
        ("title", document.title),
        ("author", ", ".join(filter(None, document.authors))),
    )  # fmt: skip
    return "".join(line((Run(text),), place.look(role), place) for role, text in lines if text)


def _contents(blocks: Sequence[Block], place: Place) -> str:
    """Return the contents as a field: its result lists the headings, each a link.

    On which page each stands only Word knows: it says so when it is asked to (F9).
    """
    listed = [each for each in blocks if isinstance(each, Heading) and each.level <= _LISTED]
    made = [line((Run("Contents"),), place.look("contents"), place)]
    for at, each in enumerate(listed):
        look = place.look(f"contents{max(each.level, 1)}")
        page = _TAB + begun(rf"PAGEREF {bookmark(each.id)} \h") + ENDED
        made.append(
            line(
                (Run(words(each.runs), link=f"#{each.id}", ink=_INK),),
                look,
                place,
                before=begun(rf'TOC \o "1-{_LISTED}" \h \z') if at == 0 else "",
                after=page + (ENDED if at == len(listed) - 1 else ""),
            )
        )
    return "".join(made)


_TAB = "<w:r><w:tab/></w:r>"


def _space(beside: Paragraph) -> tuple[float, float]:
    """Return the width and height that a paragraph's place has for text, in points."""
    at = beside._p
    found = at.xpath("(following::w:sectPr | ancestor-or-self::*/w:pPr/w:sectPr)[1]")
    size = found[0].find(f"{{{W}}}pgSz") if found else None
    margins = found[0].find(f"{{{W}}}pgMar") if found else None
    parts = found[0].find(f"{{{W}}}cols") if found else None

    def twips(element: Any, name: str, otherwise: int) -> int:
        given = element.get(f"{{{W}}}{name}") if element is not None else None
        return abs(int(given)) if given and given.lstrip("-").isdigit() else otherwise

    width = twips(size, "w", 11906) - twips(margins, "left", 1440) - twips(margins, "right", 1440)
    height = twips(size, "h", 16838) - twips(margins, "top", 1440) - twips(margins, "bottom", 1440)
    count = max(1, twips(parts, "num", 1))
    width = (width - (count - 1) * twips(parts, "space", 720)) // count
    cells = at.xpath("ancestor::w:tc[1]/w:tcPr/w:tcW[@w:type='dxa']")
    if cells:
        width = min(width, twips(cells[0], "w", width) - 220)
    return max(width, 1000) / _TWIPS, max(height, 2000) / _TWIPS

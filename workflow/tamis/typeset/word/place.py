"""A Word document that blocks are written into: its styles, its lists, and what lies beside its text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tamis.typeset import pages
from tamis.typeset.pictures import Part, parts, scale
from tamis.typeset.word.lines import Look
from tamis.typeset.word.styles import SIZE, SOFT, W, levels

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

SPACES = f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_EMU = 12700
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
#: The names of styles by role (Word's own, which are English in every Word), best first.
_ROLES = {
    "text": ("Body Text", "Normal"),
    "lead": ("Lead", "Intense Quote"),
    "note": ("Note",),
    "under": ("Under Heading", "Note"),
    "quote": ("Quote", "Block Text"),
    "author": ("Author", "Subtitle"),
    "term": ("Term",),
    "title": ("Title",),
    "kind": ("Subtitle",),
    "caption": ("Table Caption", "caption"),
    "figure_caption": ("Figure Caption", "Image Caption", "caption"),
    "figure": ("Figure", "Captioned Figure"),
    "cell": ("Table Text", "Compact"),
    "table_note": ("Table Note", "Note"),
    "bullet": ("List Bullet",),
    "number": ("List Number",),
    "reference": ("Bibliography", "References"),
    "contents": ("TOC Heading",),
    "contents1": ("toc 1",),
    "contents2": ("toc 2",),
} | {f"h{level}": (f"heading {level}",) for level in range(1, 5)}
_BOLD = "<w:b/><w:bCs/>"
_SMALL = f'<w:color w:val="{SOFT}"/><w:sz w:val="17"/><w:szCs w:val="17"/>'
#: What stands in the place of a style that a team's document does not have.
_PLAIN = {
    "note": ("", _SMALL),
    "under": ("<w:keepNext/>", _SMALL),
    "table_note": ('<w:spacing w:before="60" w:after="200"/>', _SMALL),
    "quote": ('<w:ind w:left="480" w:right="480"/>', "<w:i/><w:iCs/>"),
    "term": ("<w:keepNext/>", _BOLD),
    "caption": ('<w:keepNext/><w:spacing w:before="200" w:after="80"/>', ""),
    "figure_caption": ('<w:spacing w:before="80" w:after="240"/>', ""),
    "cell": ('<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>',
             '<w:sz w:val="18"/><w:szCs w:val="18"/>'),
    "reference": ('<w:ind w:left="400" w:hanging="400"/>', ""),
} | {f"h{level}": ('<w:keepNext/><w:spacing w:before="240" w:after="80"/>',
                   f'{_BOLD}<w:sz w:val="{34 - 4 * level}"/><w:szCs w:val="{34 - 4 * level}"/>')
     for level in range(1, 5)}  # fmt: skip


def parsed(xml: str) -> Any:
    """Return XML as elements that python-docx knows; the root names the spaces (`SPACES`)."""
    from docx.oxml import parse_xml

    return parse_xml(xml)


class Place:
    """The document that blocks are written into: what `lines.Place` asks of it."""

    def __init__(
        self, part: Any, figures: Callable[[str], Path], *, own: bool, beside: Paragraph | None = None
    ) -> None:
        self.part, self.figures, self.own = part, figures, own
        self.height = pages.HEIGHT - 2 * pages.TOP
        self.tallest = pages.SHORTER
        self.footer = ""
        self._pictures = 0
        self._addresses: dict[str, str] = {}
        self._looks: dict[str, Look] = {}
        self._names: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self.table_style = ""
        of = part if hasattr(part, "styles") else part.document
        for style in of.styles.element.style_lst:
            if style.type is not None and style.type.name == "PARAGRAPH":
                self._names.setdefault((style.name_val or "").lower(), style.styleId)
                self._ids.setdefault(style.styleId.lower(), style.styleId)
            elif (style.name_val or "") == "Report Table":
                self.table_style = style.styleId
        self._beside = self._style_beside(beside)
        if own:
            self.footer = _footer(part)

    def _style_beside(self, beside: Paragraph | None) -> str:
        """Return the style of the paragraph that text is put behind, where it is one of text."""
        given = beside.paragraph_format.element.style if beside is not None else None
        name = next((name for name, id_ in self._names.items() if id_ == given), "")
        return given if given and not name.startswith(("heading", "title", "caption")) else ""

    def look(self, role: str) -> Look:
        """Return how a role looks here."""
        if role not in self._looks:
            self._looks[role] = self._look(role)
        return self._looks[role]

    def _look(self, role: str) -> Look:
        size = {"cell": 9.0, "caption": 9.0, "figure_caption": 9.0, "note": 8.5, "table_note": 8.0}.get(
            role, SIZE
        )
        if role == "text" and self._beside:
            return Look(self._beside, size=size)
        if role == "text" and self.own:
            return Look("", size=size)
        for name in _ROLES[role]:
            style = self._names.get(name.lower()) or self._ids.get(name.replace(" ", "").lower())
            if style:
                return Look(style, size=size)
        before, run = _PLAIN.get(role, ("", ""))
        return Look("", before, run, size)

    def address(self, url: str) -> str:
        """Return the id of the relationship to an address on the web."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        if url not in self._addresses:
            self._addresses[url] = self.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self._addresses[url]

    def pictures(self, name: str, alt: str, width: float) -> list[str]:
        """Return a figure as drawings that fit the page, with what it shows for those who cannot see it.

        There is one for each page of the figure: the same picture, of which the rest is cropped.
        """
        path = self.figures(name)
        _, image = self.part.get_or_add_image(str(path))
        svg = path.with_suffix(".svg")
        if svg.is_file():
            of = parts(svg.read_text(encoding="utf-8"))
        else:
            size = image.px_width / image.horz_dpi * 72, image.px_height / image.vert_dpi * 72
            of = (Part(*size, 0.0, (0.0, 0.0, 0.0, 0.0)),)
        by = scale(of, width, self.height, self.tallest)
        return [
            self._drawing(path, part, by, f"{alt} ({at} of {len(of)})" if len(of) > 1 else alt)
            for at, part in enumerate(of, 1)
        ]

    def _drawing(self, path: Path, part: Part, by: float, alt: str) -> str:
        from lxml import etree

        size = round(part.width * by * _EMU), round(part.height * by * _EMU)
        inline = self.part.new_pic_inline(str(path), *size)
        self._pictures += 1
        inline.docPr.set("id", str(self.part.next_id + self._pictures))
        inline.docPr.set("descr", alt)
        if any(part.outside):
            fill = inline.graphic.graphicData.pic.blipFill
            shares = " ".join(
                f'{side}="{round(share * 100_000)}"' for side, share in zip("ltrb", part.outside, strict=True)
            )
            fill.find(f"{{{_DRAWING}}}blip").addnext(parsed(f'<a:srcRect xmlns:a="{_DRAWING}" {shares}/>'))
        return f"<w:drawing>{etree.tostring(inline, encoding='unicode')}</w:drawing>"

    def numbering(self, kind: str) -> str:
        """Return the number of a new list, which begins at 1; empty: the document has no lists."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        try:
            root = self.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
        except KeyError:
            return ""
        key = f"tamis-{kind}"
        found = root.xpath(f"w:abstractNum[w:name/@w:val='{key}']")
        abstract = found[0] if found else None
        if abstract is None:
            taken = [int(each.get(f"{{{W}}}abstractNumId")) for each in root.iter(f"{{{W}}}abstractNum")]
            abstract = parsed(
                f'<w:abstractNum {SPACES} w:abstractNumId="{max(taken, default=0) + 1}">'
                f'<w:multiLevelType w:val="hybridMultilevel"/><w:name w:val="{key}"/>{levels(kind)}'
                "</w:abstractNum>"
            )
            first = root.find(f"{{{W}}}num")
            root.append(abstract) if first is None else first.addprevious(abstract)
        number = max((int(each.get(f"{{{W}}}numId")) for each in root.iter(f"{{{W}}}num")), default=0) + 1
        of = abstract.get(f"{{{W}}}abstractNumId")
        start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        made = parsed(
            f'<w:num {SPACES} w:numId="{number}"><w:abstractNumId w:val="{of}"/>'
            f"{start if kind == 'decimal' else ''}</w:num>"
        )
        last = root.findall(f"{{{W}}}num")
        last[-1].addnext(made) if last else abstract.addnext(made)
        return str(number)


def _footer(part: Any) -> str:
    """Add the foot of each page, which numbers it; return the id of its relationship."""
    footer, key = part.add_footer_part()
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    line = parsed(f'<w:p {SPACES}><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{page}</w:p>')
    root = footer.element
    for child in [*root]:
        root.remove(child)
    root.append(line)
    return str(key)

"""A manuscript in Word: its tags found however Word has split them, rendered by docxtpl, and filled in.

Only what stands between the braces is touched. A tag is brought together in the run in which it begins, whose
formatting its text then has; comments, tracked changes, fields, bookmarks and all else stay as they are.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from tamis.manuscript.engine.marks import KEPT, MARK, hide, show, slot
from tamis.manuscript.engine.published import BLOCKS, Made
from tamis.manuscript.engine.said import Said, Wrong
from tamis.manuscript.engine.sandbox import Engine, TagError
from tamis.manuscript.engine.tags import Tag, scan
from tamis.manuscript.word.fill import fill, leave_template, take_out
from tamis.manuscript.word.paragraphs import Places, atoms, q
from tamis.manuscript.word.read import (
    PARSER,
    Read,
    fill_fallbacks,
    prepared,
    unread_part,
    xml_bytes,
    xml_text,
)
from tamis.typeset import docx as typeset
from tamis.typeset.blocks import Block, Runs

_NOTES = ("footnotes", "endnotes")
#: Parts in which no tag is read, by what their names begin with.
_UNREAD = {"/word/comments": "a comment", "/word/charts/": "a chart", "/word/diagrams/": "a diagram"}
#: The properties of a document that people write, and may write tags in.
_PROPERTIES = ("title", "subject", "author", "keywords", "category", "comments")


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl, with our own reading of tags and our own engine."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self.read = Read()
        self.engine: Engine | None = None
        self.properties: dict[str, str] = {}
        self.init_docx()

    def parts(self) -> Iterator[tuple[str, str]]:
        """Give what text each part holds: body, headers, footers, footnotes, endnotes; as XML."""
        yield "", self.get_xml()
        for kind, uri in (("header", self.HEADER_URI), ("footer", self.FOOTER_URI)):
            for _, part in self.get_headers_footers(uri):
                yield kind, self.get_part_xml(part)
        for kind, part in self.notes():
            yield kind, xml_text(etree.fromstring(part.blob, PARSER))

    def notes(self) -> Iterator[tuple[str, Any]]:
        """Give the parts with footnotes and endnotes."""
        for part in self.docx.part.package.parts:
            for kind in _NOTES:
                if part.content_type.endswith(f".{kind}+xml"):
                    yield kind[:-1], part

    def patch_xml(self, src_xml: str) -> str:
        """Return a part with its tags brought together, as it was read before."""
        return self.read.prepared[src_xml]

    def render_xml_part(self, src_xml: str, part: object, context: object, jinja_env: object = None) -> str:
        """Return a part in which each tag has been rendered."""
        if self.engine is None:
            raise AssertionError("no engine")
        made = show(self.engine.render(src_xml, self.read.tags))
        try:
            etree.fromstring(made.encode(), PARSER)
        except etree.XMLSyntaxError as error:
            broken = next(n for n, tag in enumerate(self.read.tags) if tag.kind == "{%")
            text = "an if or a for begins in one table cell, text box or link, and ends in another"
            raise TagError(broken, text) from error
        return made

    def read_properties(self) -> None:
        """Read the tags of the document's properties."""
        for name in _PROPERTIES:
            text = str(getattr(self.docx.core_properties, name) or "")
            if "{{" not in text:
                continue
            tags, faults = scan(text)
            place = f"the {name} in the document's properties (File, Info)"
            self.read.wrong += [Wrong(fault.text, place) for fault in faults]
            if any(tag.kind != "{{" or "(" in tag.code for tag in tags):
                self.read.wrong.append(Wrong("only names may stand between braces here", place))
            parts, at = list[str](), 0
            for number, tag in enumerate(tags, len(self.read.tags)):
                parts += [hide(KEPT.sub("", text[at : tag.start])), slot(number)]
                at = tag.end
            self.properties[name] = "".join([*parts, hide(KEPT.sub("", text[at:]))])
            self.read.tags += tags
            self.read.at += [(place, text[:80])] * len(tags)
            self.read.inside += [name] * len(tags)

    def render_properties(self, context: object, jinja_env: object = None) -> None:
        """Put values in the place of the tags in the document's properties."""
        if self.engine is None:
            raise AssertionError("no engine")
        marks = self.engine.marks
        for name, text in self.properties.items():
            made = MARK.sub(
                lambda found: marks.made[int(found[2])].text, show(self.engine.render(text, self.read.tags))
            )
            setattr(self.docx.core_properties, name, made[:255])  # as long as one can be

    def render_footnotes(self, context: object, jinja_env: object = None) -> None:
        """Render footnotes and endnotes."""
        for _, part in self.notes():
            xml = self.patch_xml(xml_text(etree.fromstring(part.blob, PARSER)))
            made = etree.fromstring(self.render_xml_part(xml, part, {}).encode(), PARSER)
            part._blob = xml_bytes(made)


class Word:
    """A manuscript in Word, read."""

    def __init__(self, data: bytes) -> None:
        """Read a document that `package.wrong` has nothing against.

        Raises:
            ValueError: it is broken all the same, and why.
        """
        try:
            self._template = _Template(data)
            places = Places(self._template.docx)
            for kind, xml in self._template.parts():
                places.enter(kind)
                if xml not in self._template.read.prepared:
                    self._template.read.prepared[xml] = prepared(xml, kind, places, self._template.read)
            self._template.read_properties()
            self._look_elsewhere()
        except (KeyError, AttributeError, etree.XMLSyntaxError, RecursionError) as error:
            raise ValueError(f"is no Word document that can be read: {error}") from error
        self._marks: list[Made] = []
        self._check_pairs()

    def _look_elsewhere(self) -> None:
        """Note the tags in parts that are not read."""
        for part in self._template.docx.part.package.parts:
            for start, what in _UNREAD.items():
                if str(part.partname).startswith(start) and str(part.partname).endswith(".xml"):
                    self._template.read.wrong += unread_part(part.blob, what)

    def _check_pairs(self) -> None:
        """Note each if and for that begins in one cell, text box or part, and ends in another."""
        read = self._template.read
        open = list[int]()
        for at, tag in enumerate(read.tags):
            if tag.word in ("if", "for"):
                open.append(at)
            elif tag.word in ("endif", "endfor", "elif", "else") and open:
                if read.inside[at] is not read.inside[open[-1]]:
                    text = f"'{tag.word}' stands in another table cell or text box than what it belongs to"
                    read.wrong.append(self.of_tag(at, text))
                if tag.word.startswith("end"):
                    open.pop()

    @property
    def tags(self) -> list[Tag]:
        """All tags, in the order of the document."""
        return self._template.read.tags

    @property
    def said(self) -> list[Said]:
        """Every paragraph with words in it."""
        return self._template.read.said

    @property
    def wrong(self) -> list[Wrong]:
        """What is wrong with how tags are written."""
        return self._template.read.wrong

    def of_tag(self, number: int, text: str) -> Wrong:
        """Return what is wrong with a tag, with its place."""
        place, around = self._template.read.at[number]
        return Wrong(text, place, around)

    @property
    def title(self) -> str:
        """The document's title, as its properties have it."""
        return str(self._template.docx.core_properties.title or "")

    def render(self, engine: Engine) -> None:
        """Render every tag into a mark.

        Raises:
            TagError: a tag cannot be rendered.
        """
        self._template.engine = engine
        self._template.render({}, autoescape=True)
        self._marks = engine.marks.made

    def _trees(self) -> Iterator[tuple[etree._Element, Any]]:
        """Give the parts as trees, and the part to write back to where it is none of python-docx's."""
        yield self._template.docx.element.body, None
        for uri in (self._template.HEADER_URI, self._template.FOOTER_URI):
            for _, part in self._template.get_headers_footers(uri):
                yield part.element, None
        for _, part in self._template.notes():
            yield etree.fromstring(part.blob, PARSER), part

    def shown(self) -> list[int]:
        """Return the numbers of all marks, as a reader meets them; notes and headers last."""
        return [
            int(found[2])
            for tree, _ in self._trees()
            for place in tree.iter(q("t"))
            for found in MARK.finditer(place.text or "")
        ]

    def _check_alone(self, text: str, found: Sequence[int]) -> None:
        """Raise where a table, figure or list stands in line with text."""
        kinds = [self._marks[number].kind for number in found]
        if MARK.sub("", text).strip() or not {*kinds} <= {*BLOCKS}:
            made = next(self._marks[n] for n in found if self._marks[n].kind in BLOCKS)
            wrong = f"{made.kind}(...) stands in line with text; it needs a paragraph of its own"
            raise TagError(made.tag, wrong)

    def finish(
        self,
        citations: Callable[[int], Runs],
        blocks: Callable[[int], Sequence[Block]],
        figures: Callable[[str], Path],
        references: Sequence[Block],
    ) -> bytes:
        """Fill in every mark; return the document.

        Args:
            citations: what stands in the text for a mark that cites.
            blocks: what stands in the place of a mark's paragraph.
            figures: the PNG of a figure.
            references: what is put at the end; none where the list has its place.
        """
        from docx.text.paragraph import Paragraph

        document = self._template.docx
        for tree, part in self._trees():
            for paragraph in [*tree.iter(q("p"))]:
                here = atoms(paragraph)
                found = [int(each[2]) for each in MARK.finditer(here.text)]
                if not found:
                    continue
                if any(self._marks[number].kind in BLOCKS for number in found):
                    self._check_alone(here.text, found)
                    place = Paragraph(paragraph, document._body)  # type: ignore[arg-type]  # python-docx's own
                    typeset.insert(place, [each for n in found for each in blocks(n)], figures)
                    take_out(paragraph)
                    continue
                fill(here, self._marks, citations)
                if not atoms(paragraph).text.strip() and all(self._marks[n].kind == "item" for n in found):
                    take_out(paragraph)
            fill_fallbacks(tree)
            for cell in tree.iter(q("tc")):  # a cell ends with a paragraph, whatever was taken out of it
                if len(cell) == 0 or cell[-1].tag != q("p"):
                    etree.SubElement(cell, q("p"))
            if part is not None:
                part._blob = xml_bytes(tree)
        if references:
            last = document.add_paragraph()
            typeset.insert(last, references, figures)
            take_out(last._p)
        leave_template(document)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

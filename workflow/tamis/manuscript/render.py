"""One manuscript, from what was read to what is written: rendered, its works cited, its tables numbered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.manuscript.citing import citations
from tamis.manuscript.engine.marks import MARK, mark
from tamis.manuscript.engine.published import Made, Published, item_of
from tamis.manuscript.engine.sandbox import Engine, TagError
from tamis.manuscript.typed.check import Prose, check
from tamis.manuscript.typed.numerals import positions
from tamis.manuscript.values import Quantity
from tamis.reports.numbers import shown
from tamis.tables import ManuscriptNumber
from tamis.typeset.blocks import Block, Document, Figure, Heading, Items, Paragraph, Runs, Table, plain

if TYPE_CHECKING:
    from tamis.manuscript.markdown.document import Markdown
    from tamis.manuscript.word.document import Word

#: The name of the sentence that says what the mark of stand-ins means.
_STAND_INS = "review.stand_ins"
_AROUND = 60
#: What a manuscript's template leaves to its authors: a sentence in square brackets, and no link or citation.
_TO_WRITE = re.compile(r"\[[^\[\]@]{8,}\](?!\()")


@dataclass(frozen=True)
class Material:
    """What manuscripts are filled with.

    Attributes:
        published: what they may name.
        tables: what makes each table.
        figures: the caption of each figure, and what it shows, by name.
        bibliography: what can be cited, in the review's style.
        english: whether they are written in English.
    """

    published: Published
    tables: Mapping[str, Callable[[], Table]]
    figures: Mapping[str, tuple[str, str]]
    bibliography: citations.Bibliography
    english: bool = True


class Rendered:
    """A manuscript whose tags are rendered."""

    def __init__(self, manuscript: Word | Markdown, file: str, material: Material) -> None:
        """Render a manuscript that was checked; `file` is its name.

        Raises:
            TagError: a tag cannot be rendered.
        """
        self.file = file
        self._manuscript, self._material = manuscript, material
        engine = Engine(material.published)
        manuscript.render(engine)
        self._made: list[Made] = engine.marks.made
        order = list(dict.fromkeys(manuscript.shown()))
        cited = [number for number in order if self._made[number].kind == "cite"]
        formatted = material.bibliography.format([_cluster(self._made[number]) for number in cited])
        self._citations = dict(zip(cited, formatted.citations, strict=True))
        self._references = _listed(formatted.references)
        self._labels = dict[int, str]()
        count = {"table": 0, "figure": 0}
        for number in order:
            kind = self._made[number].kind
            if kind in count:
                count[kind] += 1
                self._labels[number] = f"{kind.capitalize()} {count[kind]}"
        self._shown = order
        self._has_list = any(self._made[number].kind == "references" for number in order)

    def word(self, figures: Callable[[str], Path]) -> bytes:
        """Return the Word document of a manuscript in Word; `figures(name)` is a figure's PNG."""
        from tamis.manuscript.word.document import Word

        if not isinstance(self._manuscript, Word):
            raise AssertionError("a manuscript in Markdown becomes a document")
        return self._manuscript.finish(self._citations.__getitem__, self._blocks, figures, self._end())

    def document(self, title: str, date: str, lang: str) -> Document:
        """Return a manuscript in Markdown as a document; `title`: where it has none of its own."""
        from tamis.manuscript.markdown.document import Markdown

        if not isinstance(self._manuscript, Markdown):
            raise AssertionError("a manuscript in Word stays one")
        own, blocks = self._manuscript.finish(self._citations.__getitem__, self._blocks, self._end())
        return Document(own or title, blocks, date=date, lang=lang)

    def _end(self) -> list[Block]:
        """Return what stands behind the text: references that have no place yet, and what marks mean."""
        made = list[Block]()
        if self._references and not self._has_list:
            made += [Heading(plain("References")), *self._references]
        names = self._material.published.names or {}
        said = names.get(_STAND_INS)
        texts = {self._made[number].text for number in self._shown if self._made[number].kind == "text"}
        marked = any(
            each.value is not None and each.value.mark for each in map(self._made.__getitem__, self._shown)
        )
        if marked and isinstance(said, str) and said and said not in texts:
            made.append(Paragraph(plain(said), "note"))
        return made

    def _blocks(self, number: int) -> Sequence[Block]:
        """Return what stands in the place of a mark."""
        made = self._made[number]
        if made.kind == "references":
            return self._references
        name = made.keys[0]
        if made.kind == "table":
            try:
                table = self._material.tables[name]()
            except ValueError as error:
                raise TagError(made.tag, f"table {name!r}: {error}") from error
            return [replace(table, caption=plain(made.text) or table.caption, label=self._labels[number])]
        caption, alt = self._material.figures[name]
        return [Figure(name, plain(made.text or caption), alt, label=self._labels[number])]

    def items(self) -> dict[tuple[str, str], list[str]]:
        """Return the checklist items that are said to be answered, each with where.

        Where [something is still to be written], nothing is answered yet.
        """
        found: dict[tuple[str, str], list[str]] = {}
        open_ = {tag for said in self._manuscript.said if _TO_WRITE.search(said.text) for tag in said.tags}
        for number in self._shown:
            made = self._made[number]
            if made.kind == "item" and made.tag not in open_:
                places = found.setdefault(item_of(made.keys[0]), [])
                if (place := self._place(made.tag)) not in places:
                    places.append(place)
        return found

    def cited(self) -> dict[str, str]:
        """Return each key that is cited, with the place where it is first."""
        found: dict[str, str] = {}
        for number in self._shown:
            made = self._made[number]
            for key in made.keys if made.kind == "cite" else ():
                found.setdefault(key, self._place(made.tag))
        return found

    def _place(self, tag: int) -> str:
        place = next(said.place for said in self._manuscript.said if tag in said.tags)
        return self._at(place)

    def _at(self, place: str) -> str:
        """Return a place in this manuscript, as tables give it."""
        return f"{self.file}:{place}" if place.isdigit() else f"{self.file}: {place}"

    def numbers(self) -> list[ManuscriptNumber]:
        """Return each live number, and each number typed by hand that the review knows, in order."""
        live: dict[int, list[Made]] = {}
        for number in self._shown:
            if self._made[number].kind == "live":
                live.setdefault(self._made[number].tag, []).append(self._made[number])
        prose, rows = list[Prose](), list[ManuscriptNumber]()
        taken: dict[str, int] = {}
        for said in self._manuscript.said:
            place = self._at(said.place)
            taken[place] = taken.get(place, 0) + 1
            if taken[place] > 1:  # two paragraphs of one place: cells of a table, paragraphs of a header
                place = f"{place} ({taken[place]})"
            text, at = list[str](), 0
            for number in said.tags:
                tag = self._manuscript.tags[number]
                start, end = tag.start - said.start, tag.end - said.start
                text += [said.text[at:start], mark("live", number) if number in live else ""]
                at = end
            text.append(said.text[at:])
            prose.append(Prose(place, "".join(text)))
            where = positions(prose[-1].text)
            for number in said.tags:
                made = live.get(number, [])
                if made and number in where:
                    rows.append(_row(place, where[number], made, self._around(prose[-1].text, number)))
        known = (self._material.published.names or {}).values()
        quantities = [quantity for quantity in known if isinstance(quantity, Quantity)]
        rows += check(prose, quantities, english=self._material.english)
        order = {each.place: at for at, each in enumerate(prose)}
        return sorted(rows, key=lambda row: (order[row.place], row.position))

    def _around(self, text: str, tag: int) -> str:
        """Return the words around a live number, those of other tags left out."""
        before, after = (MARK.sub("…", part) for part in text.split(mark("live", tag), 1))
        values = "; ".join(dict.fromkeys(each.text for each in self._made if each.tag == tag))
        start = ("… " if len(before) > _AROUND else "") + before[-_AROUND:]
        end = after[:_AROUND] + (" …" if len(after) > _AROUND else "")
        return " ".join(f"{start}{values}{end}".split())


def _cluster(made: Made) -> citations.Cluster:
    return citations.Cluster(made.keys, made.narrative, made.page)


def _listed(references: Sequence[Runs]) -> list[Block]:
    """Return a list of references as blocks."""
    items = tuple(
        (Paragraph(runs, id=citations.anchor(position)),) for position, runs in enumerate(references)
    )
    return [Items(items, plain=True)] if items else []


def _row(place: str, position: int, made: Sequence[Made], around: str) -> ManuscriptNumber:
    """Return a live number; one in a loop has as many values as the loop went round."""
    of = list(dict.fromkeys(q for each in made if each.value is not None for q in each.value.of))
    values = "; ".join(dict.fromkeys(each.text for each in made))
    now = "; ".join(dict.fromkeys(shown(q.value, q.digits) + q.mark for q in of))
    return ManuscriptNumber(
        place=place,
        position=position,
        told="live",
        text=values,
        around=around,
        of="; ".join(dict.fromkeys(q.name for q in of)),
        value=now,
        table="; ".join(dict.fromkeys(q.table for q in of if q.table)),
        where="; ".join(dict.fromkeys(q.where for q in of if q.where)),
    )

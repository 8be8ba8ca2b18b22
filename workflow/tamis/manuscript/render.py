"""One manuscript, from what was read to what is written: rendered, its works cited, its tables numbered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.manuscript.citing import citations, inside
from tamis.manuscript.engine.published import Made, Published, item_of
from tamis.manuscript.engine.said import Said
from tamis.manuscript.engine.sandbox import Engine, TagError
from tamis.manuscript.listed import numbers
from tamis.reports.numbers import NOT_RECORDED
from tamis.tables import ManuscriptNumber
from tamis.typeset.blocks import Block, Document, Figure, Heading, Items, Paragraph, Runs, Table, plain

if TYPE_CHECKING:
    from tamis.manuscript.markdown.document import Markdown
    from tamis.manuscript.word.document import Word

#: The name of the sentence that says what the mark of stand-ins means.
_STAND_INS = "review.stand_ins"
#: What a manuscript's template leaves to its authors: a sentence in square brackets, and no link or citation.
_TO_WRITE = re.compile(r"\[(?=[^\[\]]*[^\W\d_]{2})[^\[\]@]{2,}\](?!\()")


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
        self.manuscript, self.material = manuscript, material
        engine = Engine(material.published)
        manuscript.render(engine)
        self.made: list[Made] = engine.marks.made
        order = list(dict.fromkeys(manuscript.shown()))
        cited = [number for number in order if self.made[number].kind == "cite"]
        tables = {number: self._table(number) for number in order if self.made[number].kind == "table"}
        parts = [
            tables.get(number) or _cluster(self.made[number])
            for number in order
            if number in tables or self.made[number].kind == "cite"
        ]
        citations, filled, references = inside.together(material.bibliography, parts)
        self._citations = dict(zip(cited, citations, strict=True))
        self._tables = dict(zip(tables, filled, strict=True))
        self._references = _listed(references)
        self._labels = dict[int, str]()
        count = {"table": 0, "figure": 0}
        for number in order:
            kind = self.made[number].kind
            if kind in count:
                count[kind] += 1
                self._labels[number] = f"{kind.capitalize()} {count[kind]}"
        self.shown = order
        self._refer()
        self._printed = {made.tag: made.text for made in self.made if made.kind in ("live", "text", "ref")}
        self._of_tag = {tag: said for said in manuscript.said for tag in said.tags}
        self._has_list = any(self.made[number].kind == "references" for number in order)

    def _refer(self) -> None:
        """Put the label of its table or figure into each reference to one.

        Raises:
            TagError: none is there, or both a table and a figure are.
        """
        found: dict[tuple[str, str], str] = {}
        for number, label in self._labels.items():
            made = self.made[number]
            found.setdefault((made.kind, made.keys[0]), label)
        for number in self.shown:
            made = self.made[number]
            if made.kind != "ref":
                continue
            name = made.keys[0]
            kinds = [
                kind for kind in ("table", "figure") if (kind, name) in found and made.text in ("", kind)
            ]
            if not kinds:
                wrong = f"no {made.text or 'table or figure'} {name!r} stands in this manuscript for ref(...)"
                raise TagError(made.tag, wrong)
            if len(kinds) > 1:
                wrong = f'{name!r} is a table and a figure here; write ref("{name}", kind="figure")'
                raise TagError(made.tag, wrong)
            self.made[number] = replace(made, text=found[kinds[0], name])

    def word(self, figures: Callable[[str], Path]) -> bytes:
        """Return the Word document of a manuscript in Word; `figures(name)` is a figure's PNG."""
        from tamis.manuscript.word.document import Word

        if not isinstance(self.manuscript, Word):
            raise AssertionError("a manuscript in Markdown becomes a document")
        return self.manuscript.finish(self._citations.__getitem__, self._blocks, figures, self._end())

    def document(self, title: str, date: str, lang: str) -> Document:
        """Return a manuscript in Markdown as a document; `title`: where it has none of its own."""
        from tamis.manuscript.markdown.document import Markdown

        if not isinstance(self.manuscript, Markdown):
            raise AssertionError("a manuscript in Word stays one")
        own, blocks = self.manuscript.finish(self._citations.__getitem__, self._blocks, self._end())
        return Document(own or title, blocks, date=date, lang=lang)

    def _end(self) -> list[Block]:
        """Return what stands behind the text: references that have no place yet, and what marks mean."""
        made = list[Block]()
        if self._references and not self._has_list:
            made += [Heading(plain("References")), *self._references]
        names = self.material.published.names or {}
        said = names.get(_STAND_INS)
        texts = {self.made[number].text for number in self.shown if self.made[number].kind == "text"}
        marked = any(
            each.value is not None and each.value.mark for each in map(self.made.__getitem__, self.shown)
        )
        if marked and isinstance(said, str) and said and said not in texts:
            made.append(Paragraph(plain(said), "note"))
        return made

    def _table(self, number: int) -> Table:
        """Return the table of a mark, in which nothing is cited yet."""
        made = self.made[number]
        try:
            return self.material.tables[made.keys[0]]()
        except ValueError as error:
            raise TagError(made.tag, f"table {made.keys[0]!r}: {error}") from error

    def _blocks(self, number: int) -> Sequence[Block]:
        """Return what stands in the place of a mark."""
        made = self.made[number]
        if made.kind == "references":
            return self._references
        name = made.keys[0]
        if made.kind == "table":
            table = self._tables[number]
            return [replace(table, caption=plain(made.text) or table.caption, label=self._labels[number])]
        caption, alt = self.material.figures[name]
        return [Figure(name, plain(made.text or caption), alt, label=self._labels[number])]

    def items(self) -> dict[tuple[str, str], list[str]]:
        """Return the checklist items that are said to be answered, each with where.

        Where [something is still to be written], or a value is not recorded, nothing is answered yet.
        """
        found: dict[tuple[str, str], list[str]] = {}
        open_ = self._unanswered()
        for number in self.shown:
            made = self.made[number]
            if made.kind == "item" and made.tag not in open_:
                places = found.setdefault(item_of(made.keys[0]), [])
                if (place := self._place(made.tag)) not in places:
                    places.append(place)
        return found

    def _unanswered(self) -> set[int]:
        """Return the tags of paragraphs that leave something open.

        A tag in a heading speaks for its section, one that stands alone for the paragraph before it.
        """
        lost = {made.tag for made in self.made if made.text == NOT_RECORDED}
        all_said = self.manuscript.said
        lacking = [bool(_TO_WRITE.search(said.text)) or not lost.isdisjoint(said.tags) for said in all_said]
        found = set[int]()
        for at, said in enumerate(all_said):
            first, last = at, at + 1
            if said.level > 0:
                while last < len(all_said) and not 0 != all_said[last].level <= said.level:
                    last += 1
            elif at and said.tags and not said.level and not self.words(said, {}).strip():
                first -= 1
            if any(lacking[first:last]):
                found.update(said.tags)
        return found

    def words(self, said: Said, printed: Mapping[int, str]) -> str:
        """Return what a paragraph says, with what its tags printed; nothing for those not given."""
        text, at = list[str](), 0
        for number in said.tags:
            tag = self.manuscript.tags[number]
            text += [said.text[at : tag.start - said.start], printed.get(number, "")]
            at = tag.end - said.start
        return "".join([*text, said.text[at:]])

    def cited(self) -> dict[str, str]:
        """Return each key that is cited, with the place where it is first."""
        found: dict[str, str] = {}
        for number in self.shown:
            made = self.made[number]
            for key in made.keys if made.kind == "cite" else ():
                found.setdefault(key, self._place(made.tag))
        return found

    def pages(self) -> dict[str, str]:
        """Return each page that is cited where the style prints none, with the place where it is first."""
        found: dict[str, str] = {}
        for number in self.shown:
            made = self.made[number]
            if made.kind == "cite" and made.page:
                found.setdefault(f"{made.keys[-1]}:{made.page}", self._place(made.tag))
        return {} if not found or self.material.bibliography.prints_pages else found

    def _place(self, tag: int) -> str:
        return self.at(self._of_tag[tag])

    def at(self, said: Said) -> str:
        """Return a place in this manuscript as tables give it: under a heading as it is printed."""
        if said.under < 0:
            return f"{self.file}:{said.place}" if said.place.isdigit() else f"{self.file}: {said.place}"
        heading = " ".join(self.words(self.manuscript.said[said.under], self._printed).split())[:80]
        return f"{self.file}: {heading}, {said.here}" if said.here else f"{self.file}: heading “{heading}”"

    def numbers(self) -> list[ManuscriptNumber]:
        """Return each live number, and each number typed by hand that the review knows, in order."""
        return numbers(self)


def _cluster(made: Made) -> citations.Cluster:
    return citations.Cluster(made.keys, made.narrative, made.page)


def _listed(references: Sequence[Runs]) -> list[Block]:
    """Return a list of references as blocks."""
    items = tuple(
        (Paragraph(runs, id=citations.anchor(position)),) for position, runs in enumerate(references)
    )
    return [Items(items, plain=True)] if items else []

"""The manuscript that a new review begins with: in the order of PRISMA 2020, its tags as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tamis.manuscript.engine.marks import SLOT, mark
from tamis.manuscript.engine.published import Made, Published
from tamis.manuscript.engine.sandbox import Engine
from tamis.manuscript.engine.tags import Tag
from tamis.manuscript.markdown.document import Markdown
from tamis.typeset.blocks import Document

#: What it is called.
STEM = "manuscript"


class _AsWritten(Engine):
    """Renders nothing: each tag comes out as it was written."""

    def __init__(self, text: str) -> None:
        super().__init__(Published())
        self._text = text

    def render(self, source: str, tags: Sequence[Tag]) -> str:
        """Return the text with a mark for each tag that stands for the tag's own text."""

        def kept(number: int) -> str:
            tag = tags[number]
            return mark("text", self.marks.add(Made("text", number, text=self._text[tag.start : tag.end])))

        return SLOT.sub(lambda found: kept(int(found[1])), source)


def markdown() -> str:
    """Return the template in Markdown."""
    return Path(__file__).with_name("template.md").read_text(encoding="utf-8")


def word(text: str) -> bytes:
    """Return a manuscript in Markdown as a Word document in which its tags stand as they are written."""
    from tamis.typeset import docx

    manuscript = Markdown(text)
    engine = _AsWritten(text)
    manuscript.render(engine)
    title, blocks = manuscript.finish(lambda number: (), lambda number: (), ())
    return docx.write(Document(title, blocks), Path)

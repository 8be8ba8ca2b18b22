"""What a document is made of: blocks, and in them runs of text. Plain data, which knows of no file format.

A page of HTML (`html.py`) and a manuscript become blocks; `docx.py` and `pdf.py` write blocks.

Tables and figures have a `label`, such as "Table 1", which is printed before the caption; where it is empty,
a whole document numbers those that have a caption (`numbered`), and blocks that are inserted into another's
document have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

#: How a paragraph is set; `term` heads what follows it, in bold, and is no heading of the outline; `under` is
#: a small line below a heading.
KINDS = ("text", "lead", "note", "quote", "author", "term", "under")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that looks the same; `link` is an address on the web, or `#` and the id of a block.

    A line break in the text is one on paper. soft: smaller and in grey. fill and ink: colours as #rrggbb
    behind the text and of it, empty: none.
    """

    text: str
    bold: bool = False
    italic: bool = False
    sup: bool = False
    sub: bool = False
    code: bool = False
    link: str = ""
    soft: bool = False
    fill: str = ""
    ink: str = ""

    def saying(self, text: str) -> Run:
        """Return a run of other text that looks the same: as `replace` does, and many times faster."""
        return Run(
            text,
            self.bold,
            self.italic,
            self.sup,
            self.sub,
            self.code,
            self.link,
            self.soft,
            self.fill,
            self.ink,
        )


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest below the title."""

    runs: Runs
    level: int = 1
    id: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `kind` is one of `KINDS`."""

    runs: Runs
    kind: str = "text"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is blocks. plain: no bullets, and a hanging indent, as references have."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: lines of text.

    head: `col` or `row` where it heads one. fill and ink: colours as #rrggbb, empty: none. turned: read
    upwards.
    """

    lines: tuple[Runs, ...]
    head: str = ""
    columns: int = 1
    rows: int = 1
    align: str = "left"  # left, right, center
    fill: str = ""
    ink: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first `heads` rows are its head, repeated on each page.

    rows: as in HTML, a cell that spans rows stands in the first of them only.
    widths: in per cent, one a column; empty: by what is in them. wide: better on a page that lies on its
    side.
    """

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 1
    caption: Runs = ()
    widths: tuple[int, ...] = ()
    note: Runs = ()
    wide: bool = False
    id: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the review: `name` is that of `reports/<name>.svg`; `alt` says what it shows."""

    name: str
    caption: Runs = ()
    alt: str = ""
    id: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Block = Heading | Paragraph | Items | Table | Figure | Break


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `date` is YYYY-MM-DD, from the config: no clock is asked.

    contents: whether a list of its headings stands at its beginning.
    """

    title: str
    blocks: tuple[Block, ...]
    kind: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    lang: str = "en"
    contents: bool = False


def plain(text: str) -> Runs:
    """Return a text as runs; an empty one is none."""
    return (Run(text),) if text else ()


def words(runs: Sequence[Run]) -> str:
    """Return what runs say."""
    return "".join(run.text for run in runs)


def numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return blocks in which each table and figure with a caption has a label, its own or "Table 1"."""
    counts = {Table: 0, Figure: 0}

    def one(block: Block) -> Block:
        if isinstance(block, Items):
            return replace(block, items=tuple(tuple(map(one, item)) for item in block.items))
        if not isinstance(block, Table | Figure) or block.label or not block.caption:
            return block
        kind = type(block)
        counts[kind] += 1
        return replace(block, label=f"{kind.__name__} {counts[kind]}")

    return tuple(map(one, blocks))

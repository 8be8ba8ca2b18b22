"""What a document is made of: blocks, and in them runs of text. Plain data; nothing here knows of a file format.

A page of HTML (`html.py`) and a manuscript become blocks; `docx.py` and `pdf.py` write blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: How a paragraph is set.
KINDS = ("text", "lead", "note", "quote", "author")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that looks the same; `link` is an address on the web, or `#` and the id of a block."""

    text: str
    bold: bool = False
    italic: bool = False
    sup: bool = False
    sub: bool = False
    code: bool = False
    link: str = ""


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
    """A list; each item is blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: lines of text.

    head: `col` or `row` where it heads one. fill and ink: colours as #rrggbb, empty: none.
    """

    lines: tuple[Runs, ...]
    head: str = ""
    columns: int = 1
    rows: int = 1
    align: str = "left"  # left, right, center
    fill: str = ""
    ink: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first `heads` rows are its head, repeated on each page.

    widths: in per cent, one a column; empty: by what is in them. wide: better on a page that lies on its side.
    """

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 1
    caption: Runs = ()
    widths: tuple[int, ...] = ()
    note: Runs = ()
    wide: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the review: `name` is that of `reports/<name>.svg` and its PNG; `alt` says what it shows."""

    name: str
    caption: Runs = ()
    alt: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Block = Heading | Paragraph | Items | Table | Figure | Break


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `date` is YYYY-MM-DD, from the config: no clock is asked."""

    title: str
    blocks: tuple[Block, ...]
    kind: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    lang: str = "en"


def plain(text: str) -> Runs:
    """Return a text as runs; an empty one is none."""
    return (Run(text),) if text else ()


def words(runs: Sequence[Run]) -> str:
    """Return what runs say."""
    return "".join(run.text for run in runs)

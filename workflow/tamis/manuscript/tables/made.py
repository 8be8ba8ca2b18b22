"""How tables are put together as `typeset.blocks.Table`: rows of texts, numbers and runs, with heads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import unescape

from markupsafe import Markup

from tamis.reports.numbers import Number
from tamis.typeset.blocks import Cell, Run, Runs, Table, plain

#: Makes a table when a manuscript asks for it.
TableMaker = Callable[[], Table]
#: What a cell is made from: a text, a number with its mark, runs, or a whole cell.
Content = str | Number | Runs | Cell

_TAG = re.compile(r"<(/?)(cite|em|i|strong|b|sub|sup|a)\b([^>]*)>|<[^>]+>")
_HREF = re.compile(r'href="([^"]*)"')


def cell(content: Content, *, head: str = "", align: str = "left") -> Cell:
    """Return a cell; a number stands at the right."""
    if isinstance(content, Cell):
        return content
    if isinstance(content, Number):
        return Cell((marked(content),), head, align="right")
    if isinstance(content, str):
        lines = tuple(plain(line) for line in content.split("\n"))
        return Cell(lines, head, align=align)
    return Cell((content,), head, align=align)


def marked(number: Number) -> Runs:
    """Return a number as printed, with its mark."""
    return plain(f"{number}{number.mark}")


def spanning(text: str, columns: int) -> tuple[Cell, ...]:
    """Return the row that heads a group of rows."""
    return (Cell((plain(text),), "row", columns=columns),)


def table(
    id: str,
    caption: str,
    heads: Sequence[str | Cell],
    rows: Iterable[Sequence[Content] | tuple[Cell, ...]],
    *,
    widths: Sequence[int] = (),
    note: str | Runs = "",
    wide: bool = False,
) -> Table:
    """Return a table with one head row, whose first column heads its rows.

    A row of one cell that spans all columns is left as it is, see `spanning`.
    """
    columns = sum(text.columns if isinstance(text, Cell) else 1 for text in heads)
    body: list[tuple[Cell, ...]] = []
    for row in rows:
        first, *others = row
        if isinstance(first, Cell) and first.columns == columns:
            body.append((first,))
        else:
            body.append((cell(first, head="row"), *(cell(each) for each in others)))
    full = [row for row in body if len(row) == len(heads)]
    # Numbers stand at the right, and so does what heads them.
    right = [bool(full) and all(row[at].align == "right" for row in full) for at in range(len(heads))]
    head = tuple(
        cell(text, head="col", align="right" if at else "left") for text, at in zip(heads, right, strict=True)
    )
    return Table(
        rows=(head, *body),
        caption=plain(caption),
        widths=tuple(widths),
        note=plain(note) if isinstance(note, str) else note,
        wide=wide,
        id=f"table-{id}",
    )


def runs(markup: str) -> Runs:
    """Return what a bit of our own HTML says as runs: titles in italics, and links to the web.

    >>> [(run.text, run.italic) for run in runs("A (2020) <cite>B &amp; C</cite>.")]
    [('A (2020) ', False), ('B & C', True), ('.', False)]
    """
    made: list[Run] = []
    state: dict[str, bool] = {}
    link, at = "", 0
    text = str(markup)
    for found in (*_TAG.finditer(text), None):
        piece = unescape(text[at : found.start() if found else len(text)])
        if piece:
            made.append(
                Run(
                    piece,
                    bold=state.get("strong", False) or state.get("b", False),
                    italic=any(state.get(tag, False) for tag in ("cite", "em", "i")),
                    sup=state.get("sup", False),
                    sub=state.get("sub", False),
                    link=link,
                )
            )
        if found:
            at = found.end()
            if found[2] == "a":
                target = _HREF.search(found[3])
                address = unescape(target[1]) if target else ""
                link = "" if found[1] or not address.startswith(("http:", "https:")) else address
            elif found[2]:
                state[found[2]] = not found[1]
    return tuple(made)


def referred(reference: Markup, mark: str = "") -> Runs:
    """Return a reference as runs, with the mark of a stand-in."""
    return (*runs(reference), *plain(mark))

"""How tables are put together as `typeset.blocks.Table`: rows of texts, numbers and runs, with heads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tamis.reports.numbers import Number
from tamis.typeset.blocks import Cell, Run, Runs, Table, plain

#: Makes a table when a manuscript asks for it.
TableMaker = Callable[[], Table]
#: What a cell is made from: a text, a number with its mark, runs, or a whole cell.
Content = str | Number | Runs | Cell


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
    return (Cell(((Run(text, bold=True),),), "row", columns=columns),)


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
    if not body:
        body.append((Cell((plain("None recorded."),), "row", columns=columns),))
    full = [row for row in body if len(row) == len(heads)]
    # What heads numbers or signs stands above them: at the right, in the middle.
    sides = [{row[at].align for row in full} for at in range(len(heads))]
    head = tuple(
        cell(text, head="col", align=side.pop() if len(side) == 1 else "left")
        for text, side in zip(heads, sides, strict=True)
    )
    return Table(
        rows=(head, *body),
        caption=plain(caption),
        widths=tuple(widths),
        note=plain(note) if isinstance(note, str) else note,
        wide=wide,
        id=f"table-{id}",
    )

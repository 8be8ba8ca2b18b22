"""Tables as the XML of a Word document."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from tamis.typeset import columns
from tamis.typeset.blocks import Cell, Runs, Table, words
from tamis.typeset.word.lines import Look, Place, captioned, line, quoted
from tamis.typeset.word.styles import LINE, TABLE

_TWIPS = 20
#: Between two tables, which Word would make one of.
APART = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/></w:pPr></w:p>'


def table(of: Table, place: Place, width: float) -> str:
    """Return a table with its caption and its note. width: of the text, in points."""
    placed, count = columns.grid(of)
    made = captioned(of.label, of.caption, "caption", place, id_=of.id)
    if not count:
        return made
    wide, size = columns.widths(of, width)
    twips = [round(each * _TWIPS) for each in wide]
    said = ". ".join(filter(None, (of.label, words(of.caption))))
    style = place.table_style
    border = f'<w:tblStyle w:val="{style}"/>' if style else ""
    own = "" if style else TABLE
    borders, _, margins = own.partition("<w:tblCellMar>")
    properties = (
        f'{border}<w:tblW w:w="{sum(twips)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        + (f"<w:tblCellMar>{margins}" if own else "")
        + f'<w:tblLook w:val="0420" w:firstRow="{int(of.heads > 0)}" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        + (f"<w:tblCaption w:val={quoted(said[:250])}/>" if said else "")
    )
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in twips)
    high = columns.heights(of, placed, wide, size)
    upwards = round(min(columns.turned(of, size), 150) * _TWIPS)
    long = columns.long_rows(placed, high)
    whole = not long and columns.stays_whole(of, high, place.height)
    kept = _kept(of, columns.groups(placed, count), whole=whole) - long
    cover: dict[tuple[int, int], columns.Placed] = {}
    for each in placed:
        for row in range(each.row, each.row + each.rows):
            for column in range(each.column, each.column + each.columns):
                cover.setdefault((row, column), each)
    rows = []
    for row in range(len(of.rows)):
        head = row < of.heads
        tall = f'<w:trHeight w:val="{upwards}" w:hRule="atLeast"/>' if head and upwards else ""
        together = "" if row in long else "<w:cantSplit/>"
        # A head that is read upwards fills much of a page: it stands once.
        repeated = "<w:tblHeader/>" if head and (whole or not upwards) else ""
        keep = "<w:keepNext/>" if row in kept else ""
        cells = "".join(_row(row, count, cover, twips, of, size, place, keep))
        rows.append(f"<w:tr><w:trPr>{together}{tall}{repeated}</w:trPr>{cells}</w:tr>")
    after = line(of.note, place.look("table_note"), place) if of.note else APART
    front = f"<w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    return f"{made}<w:tbl>{front}{''.join(rows)}</w:tbl>{after}"


def _kept(of: Table, groups: Set[int], *, whole: bool) -> set[int]:
    """Return the rows that stay with the next: no head or row stands alone at the end of a page or on one."""
    last = len(of.rows) - 1
    if whole:
        return {*range(last)} | ({last} if of.note else set())
    kept = {*range(of.heads + 2), *groups, last - 1} - {last}
    return kept | ({last} if of.note else set())


def _row(
    row: int,
    count: int,
    cover: dict[tuple[int, int], columns.Placed],
    twips: Sequence[int],
    of: Table,
    size: float,
    place: Place,
    keep: str,
) -> list[str]:
    made, column = [], 0
    while column < count:
        placed = cover.get((row, column))
        if placed is None:
            made.append(_cell(Cell(()), twips[column], 1, "", row, of, size, place, keep))
            column += 1
            continue
        end = placed.column + placed.columns
        merge = ""
        if placed.rows > 1:
            merge = '<w:vMerge w:val="restart"/>' if placed.row == row else "<w:vMerge/>"
        cell = placed.cell if placed.row == row else Cell((), fill=placed.cell.fill, head=placed.cell.head)
        made.append(_cell(cell, sum(twips[column:end]), end - column, merge, row, of, size, place, keep))
        column = end
    return made


def _cell(
    cell: Cell, width: int, span: int, merge: str, row: int, of: Table, size: float, place: Place, keep: str
) -> str:
    head = row < of.heads
    last = f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{LINE}"/></w:tcBorders>'
    properties = (
        f'<w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + merge
        + (last if head and row == of.heads - 1 else "")
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill[1:].upper()}"/>' if cell.fill else "")
        + ('<w:textDirection w:val="btLr"/>' if cell.turned else "")
        + (f'<w:vAlign w:val="{"center" if cell.turned else "bottom"}"/>' if head else "")
    )
    look = place.look("cell")
    sized = f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>' if size != look.size else ""
    lines = "".join(_cell_line(each, cell, keep, sized, size, place) for each in cell.lines or ((),))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>"


def _cell_line(runs: Runs, cell: Cell, keep: str, sized: str, size: float, place: Place) -> str:
    """Return a line of a cell as a paragraph: of the size that its table has."""
    if cell.head == "col" or cell.ink:
        runs = tuple(
            replace(run, bold=run.bold or cell.head == "col", ink=run.ink or cell.ink) for run in runs
        )
    given = place.look("cell")
    look = Look(given.style, given.paragraph, sized or given.run, size)
    return line(runs, look, place, extra=keep, align=cell.align)

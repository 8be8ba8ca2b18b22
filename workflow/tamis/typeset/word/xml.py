"""Blocks as the XML of a Word document (ECMA-376, part 1); Word is strict on the order of elements."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from tamis.typeset import columns
from tamis.typeset.blocks import (
    Block,
    Break,
    Cell,
    Figure,
    Heading,
    Items,
    Paragraph,
    Run,
    Runs,
    Table,
    words,
)
from tamis.typeset.text import by_way, runs_left
from tamis.typeset.word.styles import ACCENT, LINE, SOFT, TABLE

_TWIPS = 20
_CODE = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
#: Between two tables, which Word would make one of.
APART = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/></w:pPr></w:p>'


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of paragraph looks: the id of a style, else what stands in its place, and its size."""

    style: str = ""
    paragraph: str = ""
    run: str = ""
    size: float = 9.5


class Place(Protocol):
    """The document that XML is written for: its styles, and what lies beside its text."""

    def look(self, role: str) -> Look:
        """Return how a role looks: text, note, h1, caption, cell, bullet ..."""

    def address(self, url: str) -> str:
        """Return the id of the relationship to an address on the web."""

    def picture(self, name: str, alt: str, width: float) -> str:
        """Return a figure as a drawing, at most `width` points wide; empty: there is none."""

    def numbering(self, kind: str) -> str:
        """Return the number of a new list, bullet or decimal; empty: the document has no lists."""

    @property
    def table_style(self) -> str:
        """The id of the style of tables; empty: the document has none of ours."""


def bookmark(id_: str) -> str:
    """Return the name of the bookmark of a block: 40 letters at most, and hidden, as it begins with _."""
    return "_" + hashlib.sha256(id_.encode()).hexdigest()[:16]


def _marked(id_: str, inner: str) -> str:
    if not id_:
        return inner
    number = int(hashlib.sha256(id_.encode()).hexdigest()[:7], 16)
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(id_)}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'
    )


def _text(text: str) -> str:
    """Return a text as what a run holds; breaks and soft hyphens are elements of their own."""
    made = []
    for at, each in enumerate(text.split("\n")):
        if at:
            made.append("<w:br/>")
        for number, part in enumerate(each.split("\xad")):
            if number:
                made.append("<w:softHyphen/>")
            if part:
                made.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>')
    return "".join(made)


def _run(run: Run, look: Look, place: Place) -> str:
    bold = "<w:b/><w:bCs/>" if run.bold else ""
    italic = "<w:i/><w:iCs/>" if run.italic else ""
    ink = run.ink[1:].upper() if run.ink else ACCENT if run.link else SOFT if run.soft else ""
    colour = f'<w:color w:val="{ink}"/>' if ink else ""
    half = round(2 * (look.size - 1)) if run.soft or run.code else 0
    size = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if half else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{run.fill[1:].upper()}"/>' if run.fill else ""
    raised = "superscript" if run.sup else "subscript" if run.sub else ""
    vertical = f'<w:vertAlign w:val="{raised}"/>' if raised else ""
    code = _CODE if run.code else ""
    format_ = _merged(look.run, code + bold + italic + colour + size + fill + vertical)
    parts = []
    for text, left in by_way(run.text):
        inner = format_ + ("<w:rtl/>" if left else "")
        parts.append(f"<w:r>{f'<w:rPr>{inner}</w:rPr>' if inner else ''}{_text(text)}</w:r>")
    made = "".join(parts)
    if run.link.startswith("#"):
        return f'<w:hyperlink w:anchor="{bookmark(run.link[1:])}" w:history="1">{made}</w:hyperlink>'
    if run.link:
        return f'<w:hyperlink r:id="{place.address(run.link)}" w:history="1">{made}</w:hyperlink>'
    return made


def _merged(given: str, own: str) -> str:
    """Return the format of a run over its paragraph's: each element once, in the order that Word wants."""
    if not given:
        return own
    order = ("rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "shd", "vertAlign")
    found = {part[3:].split(" ")[0]: f"{part}/>" for part in (given + own).split("/>") if part}
    return "".join(found[name] for name in order if name in found)


def _runs(runs: Sequence[Run], look: Look, place: Place) -> str:
    return "".join(_run(run, look, place) for run in runs)


def line(runs: Runs, look: Look, place: Place, *, id_: str = "", extra: str = "", align: str = "") -> str:
    """Return a paragraph. extra: format of its own, of what stands before spacing (keepNext, numPr)."""
    style = f'<w:pStyle w:val="{look.style}"/>' if look.style else ""
    text = words(runs)
    left = "<w:bidi/>" if not text.isascii() and runs_left(text) else ""
    side = {"right": "right", "center": "center"}.get(align, "")
    at = min(
        (at for name in ("spacing", "ind") if (at := look.paragraph.find(f"<w:{name} ")) >= 0), default=None
    )
    before, after = (look.paragraph, "") if at is None else (look.paragraph[:at], look.paragraph[at:])
    properties = f"{style}{before}{extra}{left}{after}" + (f'<w:jc w:val="{side}"/>' if side else "")
    inner = _marked(id_, _runs(runs, look, place))
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def _labelled(label: str, caption: Runs) -> Runs:
    return (Run(f"{label}. ", bold=True), *caption) if label else caption


def block(of: Block, place: Place, width: float, level: int = 0) -> str:
    """Return a block as paragraphs and tables. width: of the text, in points; level: lists above it."""
    if isinstance(of, Heading):
        return line(of.runs, place.look(f"h{min(max(of.level, 1), 4)}"), place, id_=of.id)
    if isinstance(of, Paragraph):
        return line(of.runs, place.look(of.kind), place, id_=of.id)
    if isinstance(of, Break):
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    if isinstance(of, Items):
        return _items(of, place, width, level)
    if isinstance(of, Table):
        return _table(of, place, width)
    return _figure(of, place, width)


def _items(of: Items, place: Place, width: float, level: int) -> str:
    number = "" if of.plain else place.numbering("decimal" if of.ordered else "bullet")
    made = []
    for at, item in enumerate(of.items, 1):
        for position, each in enumerate(item):
            if not isinstance(each, Paragraph):
                made.append(block(each, place, width, level + 1))
            elif of.plain:
                made.append(line(each.runs, place.look("reference"), place, id_=each.id))
            elif position:
                made.append(_indented(each, place, level))
            elif number:
                listed = f'<w:numPr><w:ilvl w:val="{min(level, 8)}"/><w:numId w:val="{number}"/></w:numPr>'
                role = "number" if of.ordered else "bullet"
                made.append(line(each.runs, place.look(role), place, id_=each.id, extra=listed))
            else:
                sign = Run(f"{at}. " if of.ordered else "• ")
                made.append(_indented(Paragraph((sign, *each.runs), each.kind, each.id), place, level))
    return "".join(made)


def _indented(of: Paragraph, place: Place, level: int) -> str:
    made = line(of.runs, place.look("text"), place, id_=of.id, align="")
    indent = f'<w:ind w:left="{340 * (level + 1)}"/>'
    if "<w:pPr>" in made:
        return made.replace("</w:pPr>", f"{indent}</w:pPr>", 1)
    return made.replace("<w:p>", f"<w:p><w:pPr>{indent}</w:pPr>", 1)


def _figure(of: Figure, place: Place, width: float) -> str:
    drawing = place.picture(of.name, of.alt, width)
    caption = _labelled(of.label, of.caption)
    look = place.look("figure")
    style = f'<w:pStyle w:val="{look.style}"/>' if look.style else ""
    keep = "" if look.style or not caption else "<w:keepNext/>"
    picture = f"<w:p><w:pPr>{style}{keep}</w:pPr>{_marked(of.id, f'<w:r>{drawing}</w:r>')}</w:p>"
    return picture + (line(caption, place.look("figure_caption"), place) if caption else "")


def _table(of: Table, place: Place, width: float) -> str:
    placed, count = columns.grid(of)
    caption = _labelled(of.label, of.caption)
    made = line(caption, place.look("caption"), place, id_=of.id) if caption else ""
    if not count:
        return made
    wide, size = columns.widths(of, width)
    twips = [round(each * _TWIPS) for each in wide]
    style = place.table_style
    border = f'<w:tblStyle w:val="{style}"/>' if style else ""
    own = "" if style else TABLE
    borders, _, margins = own.partition("<w:tblCellMar>")
    properties = (
        f'{border}<w:tblW w:w="{sum(twips)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        + (f"<w:tblCellMar>{margins}" if own else "")
        + f'<w:tblLook w:val="0420" w:firstRow="{int(of.heads > 0)}" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        + (f"<w:tblCaption w:val={quoteattr(words(caption)[:250])}/>" if caption else "")
    )
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in twips)
    high = round(min(columns.turned(of, size), 150) * _TWIPS)
    cover: dict[tuple[int, int], columns.Placed] = {}
    for each in placed:
        for row in range(each.row, each.row + each.rows):
            for column in range(each.column, each.column + each.columns):
                cover.setdefault((row, column), each)
    long = columns.long_rows(placed, wide, size)
    rows = []
    for row in range(len(of.rows)):
        head = row < of.heads
        tall = f'<w:trHeight w:val="{high}" w:hRule="atLeast"/>' if head and high else ""
        whole = "" if row in long else "<w:cantSplit/>"
        repeated = "<w:tblHeader/>" if head else ""
        cells = "".join(_row(row, count, cover, twips, of, size, place))
        rows.append(f"<w:tr><w:trPr>{whole}{tall}{repeated}</w:trPr>{cells}</w:tr>")
    after = line(of.note, place.look("table_note"), place) if of.note else APART
    front = f"<w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    return f"{made}<w:tbl>{front}{''.join(rows)}</w:tbl>{after}"


def _row(
    row: int,
    count: int,
    cover: dict[tuple[int, int], columns.Placed],
    twips: Sequence[int],
    of: Table,
    size: float,
    place: Place,
) -> list[str]:
    made, column = [], 0
    while column < count:
        placed = cover.get((row, column))
        if placed is None:
            made.append(_cell(Cell(()), twips[column], 1, "", row, of, size, place))
            column += 1
            continue
        end = placed.column + placed.columns
        merge = ""
        if placed.rows > 1:
            merge = '<w:vMerge w:val="restart"/>' if placed.row == row else "<w:vMerge/>"
        cell = placed.cell if placed.row == row else Cell((), fill=placed.cell.fill, head=placed.cell.head)
        made.append(_cell(cell, sum(twips[column:end]), end - column, merge, row, of, size, place))
        column = end
    return made


def _cell(
    cell: Cell, width: int, span: int, merge: str, row: int, of: Table, size: float, place: Place
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
    keep = "<w:keepNext/>" if head or (row < len(of.rows) - 1 and columns.is_small(of)) else ""
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

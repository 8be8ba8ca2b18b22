"""Blocks as the XML of a Word document."""

from __future__ import annotations

from tamis.typeset.blocks import Block, Break, Figure, Heading, Items, Paragraph, Run, Table
from tamis.typeset.word.lines import Place, captioned, line, marked
from tamis.typeset.word.table import table


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
        return table(of, place, width)
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
    """Return a figure: a picture a page of it, and its caption below the last."""
    caption = captioned(of.label, of.caption, "figure_caption", place)
    look = place.look("figure")
    style = f'<w:pStyle w:val="{look.style}"/>' if look.style else ""
    drawings = place.pictures(of.name, of.alt, width)
    made = []
    for at, drawing in enumerate(drawings):
        last = at == len(drawings) - 1
        keep = '<w:keepNext w:val="0"/>' if not last else "" if look.style or not caption else "<w:keepNext/>"
        run = marked("" if at else of.id, f"<w:r>{drawing}</w:r>")
        made.append(f"<w:p><w:pPr>{style}{keep}</w:pPr>{run}</w:p>")
    return "".join(made) + caption

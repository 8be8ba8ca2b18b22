"""Every number of a manuscript that the review knows: live ones, and those typed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tamis.manuscript.engine.marks import MARK, mark
from tamis.manuscript.engine.published import Made
from tamis.manuscript.typed.check import Prose, check
from tamis.manuscript.typed.numerals import positions, row
from tamis.manuscript.values import Quantity
from tamis.reports.numbers import shown
from tamis.tables import ManuscriptNumber

if TYPE_CHECKING:
    from tamis.manuscript.render import Rendered

_AROUND = 60


def numbers(of: Rendered) -> list[ManuscriptNumber]:
    """Return each live number, and each number typed by hand that the review knows, in order."""
    live: dict[int, list[Made]] = {}
    for number in of.shown:
        if of.made[number].kind == "live":
            live.setdefault(of.made[number].tag, []).append(of.made[number])
    prose, rows = list[Prose](), list[ManuscriptNumber]()
    taken: dict[str, int] = {}
    for said in of.manuscript.said:
        place = of.at(said)
        taken[place] = taken.get(place, 0) + 1
        if taken[place] > 1:  # two paragraphs of one place: cells of a table, paragraphs of a header
            place = f"{place} ({taken[place]})"
        text = of.words(said, {n: mark("live", n) for n in said.tags if n in live})
        text = text if said.tags else row(said.label, text) or text
        line = int(said.place) if said.place.isdigit() else 0
        prose.append(Prose(of.file if line else place, text, line))
        where = positions(text)
        for number in said.tags:
            made = live.get(number, [])
            if made and number in where:
                position, below = where[number]
                rows.append(_row(prose[-1].at(below), position, made, _around(text, number, made)))
    known = (of.material.published.names or {}).values()
    quantities = [quantity for quantity in known if isinstance(quantity, Quantity)]
    rows += check(prose, quantities, english=of.material.english)
    order = {each.place: at for at, each in enumerate(prose)}

    def behind(each: ManuscriptNumber) -> tuple[int, int]:
        at = order[each.place] if each.place in order else int(each.place.rpartition(":")[2])
        return at, each.position

    return sorted(rows, key=behind)


def _around(text: str, tag: int, made: Sequence[Made]) -> str:
    """Return the words around a live number, those of other tags left out."""
    before, after = (MARK.sub("…", part) for part in text.split(mark("live", tag), 1))
    values = "; ".join(dict.fromkeys(each.text for each in made))
    start = ("… " if len(before) > _AROUND else "") + before[-_AROUND:]
    end = after[:_AROUND] + (" …" if len(after) > _AROUND else "")
    return " ".join(f"{start}{values}{end}".split())


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

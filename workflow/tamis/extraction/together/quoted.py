"""Each value with its quote as each person gave it; and which of the quotes of those who agree is printed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tamis.extraction.alike import compared_as
from tamis.extraction.evidence.once import BEST, At, at
from tamis.extraction.together.slots import Slot
from tamis.settled import people_of
from tamis.tables import Datum, Evidence

if TYPE_CHECKING:
    from tamis.extraction.together.fields import FieldHeld
    from tamis.extraction.together.holds import Held


def quoted(fields: Iterable[FieldHeld]) -> list[Datum]:
    """Return each value with its quote as each person gave it, also in dispute, and of rows not all have.

    Who gave the same quote and page for the same value in one place are one datum, which names them all. Of
    what was settled the quotes of those count who have what holds, or that of whoever settled it; a row that
    was dropped has none.
    """
    cells = (cell for of in fields for held in of.held for cell in _cells(held))
    return [datum for slot, said in cells for datum in _once(slot, said)]


def _cells(held: Held) -> Iterator[tuple[Slot, Mapping[str, Datum]]]:
    """Yield each cell that holds, or is in dispute, with what stands there by person, or people.

    Of a table in dispute also that there is nothing, which may have a quote.
    """
    slot = held.slot
    if slot.kind != "cell":
        if held.kept is None:
            yield from ((each, each.said) for each in (slot, *cells_of(slot)))
    elif held.datum.settled != "reconciled":
        yield slot, slot.said
    else:
        now = slot.in_words(held.datum)
        theirs = {who: datum for who, datum in slot.said.items() if slot.is_said(now, datum)}
        one = shared(slot)
        if not theirs and one and one.quote == held.datum.quote:
            names = ("quote", "page", "report", "place")
            theirs = {
                who: replace(held.datum, **{name: getattr(slot.said[who], name) for name in names})
                for who in slot.who
            }
        elif not theirs and held.difference:
            theirs = {";".join(people_of(held.difference.who)): held.datum}
        yield slot, theirs


def cells_of(slot: Slot) -> Iterator[Slot]:
    """Yield the cells of a row, or of a table; a cell is its own."""
    if slot.kind == "cell":
        yield slot
    for each in slot.within:
        yield from cells_of(each)


def _once(slot: Slot, said: Mapping[str, Datum]) -> Iterator[Datum]:
    """Yield what was said in a place with a quote; what several say with the same quote once."""
    alike: dict[Hashable, dict[str, Datum]] = {}
    for person, datum in said.items():
        if datum.quote and datum.place:
            value = (datum.state, compared_as(datum.value, slot.type))
            alike.setdefault((_folded(datum), datum.report, value), {})[person] = datum
    for those in alike.values():
        fullest = max(those.values(), key=lambda d: (len(d.value), d.value, d.note))
        yield replace(fullest, row=slot.row, column=slot.column, extractor=";".join(those))


def shared(slot: Slot) -> Datum | None:
    """Return one of those who spoke in a place, where all gave the same words; None: several, or none."""
    spoke = [datum for datum in slot.said.values() if datum.place]
    one = len({_folded(datum)[0] for datum in spoke}) == 1
    return max(spoke, key=lambda datum: (bool(datum.page), datum.page)) if one and spoke[0].quote else None


def _folded(datum: Datum) -> tuple[str, str]:
    return " ".join(datum.quote.split()), " ".join(datum.page.split())


def choose(data: Sequence[Datum], quotes: Iterable[Datum], evidence: Iterable[Evidence]) -> list[Datum]:
    """Return the data, each with the quote that stands in the report, where one of those who agree has it.

    Its page and place go with the quote; the value stays as it was chosen.

    Args:
        data: what holds.
        quotes: each value with its quote, as `quoted` gives them.
        evidence: what became of each of these.
    """
    looked = {(*at(row), row.extractor): row for row in evidence}
    of: dict[At, list[Datum]] = {}
    for datum in quotes:
        of.setdefault(at(datum), []).append(datum)

    def chosen(datum: Datum) -> Datum:
        def rank(one: Datum) -> tuple[int, bool, bool, bool]:
            row = looked.get((*at(one), one.extractor))
            state = BEST.index(row.state) if row else len(BEST)
            is_it = _folded(one) == _folded(datum)
            return state, row is not None and row.number == "no", not one.page, not is_it

        if datum.state == "disputed" or len(of.get(at(datum), ())) < 2:
            return datum
        best = min(of[at(datum)], key=rank)
        # What somebody else settled stands where they did.
        place = best.place if datum.place in {one.place for one in of[at(datum)]} else datum.place
        return replace(datum, quote=best.quote, page=best.page, report=best.report, place=place)

    return [chosen(datum) for datum in data]

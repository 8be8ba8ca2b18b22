"""How people differ, or differed, as the row that tells it: open, settled, or changed by one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tamis.extraction.alike import likeness
from tamis.extraction.together.slots import KEEP, Slot, words_of
from tamis.tables import Datum, DatumCheck, DatumDifference, DatumReconciliation


def difference(
    slot: Slot,
    everyone: Mapping[str, Datum],
    datum: Datum,
    settled: DatumReconciliation | None,
    last: DatumReconciliation | None,
    mended: tuple[str, DatumCheck] | None,
    *,
    differ: bool,
) -> DatumDifference | None:
    """Return how people differ, or differed by what a log says; None: nothing tells that they ever did."""
    study, id, row, column = slot.key
    if settled:
        now = settled.value if slot.kind != "cell" else words_of(datum)
        return replace(of_log(settled, slot.row), value=now, alike=_likeness(slot, everyone.values()))
    if differ:
        values, alike = slot.all_in_words(everyone), _likeness(slot, everyone.values())
        return DatumDifference(study, id, row, column, values, alike, "open", place=datum.place)
    if last:
        value = words_of(datum) if slot.kind == "cell" else KEEP
        return replace(of_log(last, slot.row), value=value, how="changed", who="", why="", time="")
    if mended:
        person, check = mended
        values = f"{'; '.join(f'{id} {check.first}' for id in slot.who)}; {person} {check.answer}"
        return DatumDifference(
            study, id, row, column, values, None, "settled", words_of(datum), "changed", place=check.place
        )
    return None


def of_log(row: DatumReconciliation, number: int) -> DatumDifference:
    """Return a reconciliation as the difference that it settled."""
    return DatumDifference(
        row.study,
        row.field,
        number,
        row.column,
        row.values,
        None,
        "settled",
        row.value or "not reported",
        row.how,
        row.who,
        row.why,
        row.time,
        row.place,
    )


def _likeness(slot: Slot, said: Iterable[Datum]) -> float | None:
    """Return how alike texts are, of several the least; None: not all are texts."""
    texts = [datum.value for datum in said]
    if slot.kind != "cell" or slot.type.type != "text" or not all(texts) or len(texts) < 2:
        return None
    pairs = [likeness(one, other) for at, one in enumerate(texts) for other in texts[at + 1 :]]
    return round(min(pairs), 1)

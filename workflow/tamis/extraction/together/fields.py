"""All of a field of a study: its data, and what becomes of rows that not all extractors have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tamis.extraction.together.holds import Check, Held, Reconciled, as_told, hold
from tamis.extraction.together.listed import of_log
from tamis.extraction.together.slots import Key, Slot, Twice, slots
from tamis.proforma import Field, Proforma
from tamis.tables import Datum, DatumCheck, DatumDifference, DatumReconciliation

L = TypeVar("L", DatumCheck, DatumReconciliation)


@dataclass(frozen=True)
class FieldHeld:
    """A field of one study: what holds in each place, and its data; rows that cannot be told apart.

    people: who filled it in. names: what ids call each row of a table.
    """

    field: Field
    people: tuple[str, ...]
    held: tuple[Held, ...]
    data: tuple[Datum, ...]
    names: Mapping[int, str]
    twice: tuple[Twice, ...] = ()


@dataclass
class Logs:
    """Checks and reconciliations of one study, by the place that they are of; it keeps which were used.

    A row of a table that its key columns name is found by them, as `label` has them, wherever it stands now;
    a reconciliation without `label` counts there only while people say what its `values` tells.
    """

    proforma: Proforma
    checks: Sequence[Check]
    reconciliations: Sequence[Reconciled]
    people: Sequence[str]
    _used: set[int] = field(default_factory=set)

    def of(self, slots: Sequence[Slot]) -> tuple[dict[Key, list[Check]], dict[Key, list[Reconciled]]]:
        """Return what was said of the slots of a field, by their keys: all that there are of it."""
        if not slots:
            return {}, {}
        named: dict[tuple[str, str], list[Slot]] = {}
        for slot in slots if any(column.key for column in slots[0].field.columns) else ():
            named.setdefault((slot.column, slot.label), []).append(slot)
        there = {slot.key: slot for slot in slots}
        checks: dict[Key, list[Check]] = {}
        settled: dict[Key, list[Reconciled]] = {}
        for who, check in self.checks:
            if (key := self._at(check, there, named)) in there:
                checks.setdefault(key, []).append((who, check))
        for who, row in self.reconciliations:
            key = self._at(row, there, named)
            if key in there and (row.label or not named or self._still(there[key], row)):
                settled.setdefault(key, []).append((who, row))
        return checks, settled

    def _still(self, slot: Slot, row: DatumReconciliation) -> bool:
        """Say whether a slot is what a reconciliation without label is of: what was said there tells it."""
        return not slot.name or as_told(slot, row, self.people)

    def use(self, rows: Iterable[Reconciled]) -> None:
        """Keep that some reconciliations are told where they belong."""
        self._used |= {id(row) for _, row in rows}

    def left(self, fields: Iterable[FieldHeld]) -> list[DatumDifference]:
        """Return what was settled in places that are there no more: a row went, or a field.

        Each is listed where it was; where that place is taken by another difference, in the next row that is
        free.
        """
        taken = {each.slot.key for of in fields for each in of.held if each.difference}
        last: dict[tuple[Key, str], DatumReconciliation] = {}
        for _, row in self.reconciliations:
            if id(row) not in self._used:
                last[self._written(row), row.label] = row
        found = []
        for (key, _), row in sorted(last.items(), key=lambda item: item[0]):
            number = key[2]
            while (key[0], key[1], number, key[3]) in taken:
                number += 1
            taken.add((key[0], key[1], number, key[3]))
            gone = replace(
                of_log(row, number), field=key[1], value="", how="changed", who="", why="", time=""
            )
            found.append(gone)
        return found

    def _written(self, row: DatumCheck | DatumReconciliation) -> Key:
        """Return the place that a row names, by the field's id now."""
        now = next((f.id for f in self.proforma.fields if row.field in (f.id, *f.was)), row.field)
        return row.study, now, row.row or 1, row.column

    def _at(
        self,
        row: DatumCheck | DatumReconciliation,
        there: Mapping[Key, Slot],
        named: Mapping[tuple[str, str], Sequence[Slot]],
    ) -> Key | None:
        """Return the place that a row is of; None: that is there no more.

        Args:
            row: the row.
            there: the slots of a field, by key.
            named: the same by column and label, where key columns tell rows apart.
        """
        key = self._written(row)
        if not named or not row.label or key[1] != next(iter(there))[1]:
            return key
        if found := named.get((row.column, row.label)):
            return key if any(slot.key == key for slot in found) else found[0].key
        # The form may call the column otherwise by now; a row that it calls otherwise is another one.
        return None if key in there and _head(there[key].label) == _head(row.label) else key


def _head(label: str) -> str:
    return label.partition(" (")[0]


def held(
    study: str, field: Field, given: Mapping[str, Sequence[Datum]], logs: Logs, alike: float
) -> FieldHeld:
    """Return what holds of a field.

    Args:
        study: the study.
        field: the field.
        given: what each person who filled it in has there, in the order of the protocol.
        logs: checks and reconciliations of that study.
        alike: from which likeness on texts agree, where the form says nothing else.
    """
    found, twice = slots(study, field, given, alike)
    checks, settled = logs.of([*_flat(found)])
    holds: list[Held] = []
    data: list[Datum] = []

    def of(slot: Slot, *, kept: bool) -> None:
        """Find out what holds of a slot, and of what it holds; `kept`: it was settled that it is there."""
        reconciled = settled.get(slot.key, [])
        logs.use(reconciled)
        one = hold(slot, checks.get(slot.key, []), reconciled, logs.people)
        if slot.kind == "cell":
            if kept and one.datum.settled == "single":
                one = replace(one, datum=replace(one.datum, settled="reconciled"))
            holds.append(one)
            data.append(one.datum)
            return
        holds.append(one)
        if one.kept:
            for cell in slot.within:
                of(cell, kept=True)
        elif one.kept is None:
            data.extend([one.datum] if slot.kind == "table" else _disputed(slot))
        elif slot.kind == "table":
            data.append(
                replace(one.datum, value="", state="not_reported", quote="", page="", settled="reconciled")
            )

    for slot in found:
        of(slot, kept=False)
    names = {slot.row: slot.name for slot in _flat(found) if slot.name}
    return FieldHeld(field, tuple(given), tuple(holds), tuple(data), names, tuple(twice))


def _flat(found: Iterable[Slot]) -> Iterable[Slot]:
    for slot in found:
        yield slot
        yield from _flat(slot.within)


def _disputed(slot: Slot) -> list[Datum]:
    """Return the cells of a row that not all have: in dispute all."""
    who = [person for person, datum in slot.said.items() if datum.place]
    note = f"only {' and '.join(who)} {'has' if len(who) == 1 else 'have'} this row"
    return [
        Datum(
            cell.study,
            cell.field.id,
            cell.row,
            cell.column,
            ";".join(who),
            state="disputed",
            note=note,
            place=next(datum.place for datum in cell.said.values() if datum.place),
        )
        for cell in slot.within
    ]

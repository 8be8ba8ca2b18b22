"""What of a study people speak of: a plain field, a cell, a row that not all have, a table as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.extraction.alike import same
from tamis.extraction.filled.values import STATE_WORDS, state
from tamis.extraction.rows import Key as RowKey
from tamis.extraction.rows import key as row_key
from tamis.extraction.rows import named
from tamis.proforma import Column, Field
from tamis.tables import Datum

#: Where a slot stands: study, field, row, column.
Key = tuple[str, str, int, str]
#: How a person says of a row, or of a table, that it holds, or goes.
KEEP, DROP = "keep", "drop"
#: What somebody says who left out a cell, or has no such row.
NOTHING, NO_ROW = "nothing", "no row"


@dataclass(frozen=True)
class Slot:
    """What people said in one place.

    kind: `cell` (also of a plain field), `row` (some have it, and others do not) or `table` (some have rows,
    and others say that there is nothing). said: by person, in the order of the protocol; one who left out a
    cell of a row has a datum without a place. label: for people; where columns tell rows apart, it names the
    row by them. within: the cells of a row or table that is no cell. name: what ids call its row.
    """

    study: str
    field: Field
    row: int
    column: str
    kind: str
    said: Mapping[str, Datum]
    label: str
    alike: float = 100
    within: tuple[Slot, ...] = ()
    name: str = ""

    @property
    def key(self) -> Key:
        """Study, field, row and column."""
        return self.study, self.field.id, self.row, self.column

    @property
    def id(self) -> str:
        """Its part of an open item's id."""
        if not self.name:
            return f"{self.study}:{self.field.id}"
        return ":".join([self.study, self.field.id, self.name, *([self.column] if self.column else [])])

    @property
    def type(self) -> Column:
        """The field or column that its values are of."""
        return self.field.column(self.column)

    @property
    def who(self) -> list[str]:
        """Those who wrote something here."""
        return [person for person, datum in self.said.items() if datum.place]

    def agree(self, said: Collection[Datum]) -> bool:
        """Say whether some values are all the same."""
        among = list(said)
        if self.kind != "cell":
            return len({datum.state for datum in among}) < 2
        pairs = ((one, other) for at, one in enumerate(among) for other in among[at + 1 :])
        return all(same(one, other, self.type, self.alike) for one, other in pairs)

    def is_said(self, text: str, now: Datum) -> bool:
        """Say whether what a log says of a value is what is said: texts word for word, numbers as numbers."""
        if _words(text) == _words(self.in_words(now)):
            return True
        return self.kind == "cell" and same(self.read(text), now, self.type)

    def in_words(self, datum: Datum) -> str:
        """Return a value as messages and logs have it."""
        if datum.value:
            return datum.value
        if not datum.place:
            return NO_ROW if self.kind == "row" else NOTHING
        return words_of(datum)

    def read(self, text: str) -> Datum:
        """Return what words of a log say: a value, that there is none, or that it does not apply."""
        what = "not_reported" if _words(text) in (NOTHING, NO_ROW) else state(text, self.type.choices)
        value = text.strip() if what == "given" else ""
        return Datum(self.study, self.field.id, self.row, self.column, value=value, state=what)

    def all_in_words(self, said: Mapping[str, Datum]) -> str:
        """Return who says what: R1 12; R2 13."""
        return "; ".join(f"{person} {self.in_words(datum)}" for person, datum in said.items())


def words_of(datum: Datum) -> str:
    """Return a value, or the words for that there is none."""
    return datum.value or STATE_WORDS[datum.state == "not_applicable"]


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class Twice:
    """Rows of one person that the columns by which rows are matched do not tell apart."""

    field: Field
    person: str
    name: str
    place: str


def slots(
    study: str, field: Field, given: Mapping[str, Sequence[Datum]], alike: float
) -> tuple[list[Slot], list[Twice]]:
    """Return what there is of a field of a study, in order; and rows that cannot be told apart.

    Rows of several people are matched by the columns that the form calls key, else by their order. They are
    numbered in the order in which they stand on average, so that nobody's order comes first. A person's own
    numbers stay where they are alone.

    Args:
        study: the study.
        field: the field.
        given: what each person who filled it in has there, in the order of the protocol.
        alike: from which likeness on texts agree.
    """
    alike = field.alike if field.alike is not None else alike
    if field.type != "table":
        said = {person: data[0] for person, data in given.items()}
        return [Slot(study, field, 1, "", "cell", said, field.label, alike)] if said else [], []
    rows, twice = _rows(field, given)
    without = {person: data[0] for person, data in given.items() if not data[0].column}
    found: list[Slot] = []
    names = named({number: key for number, key, _ in rows})
    people = [person for person in given if person not in without]
    for number, _, those in rows:
        found += _row(study, field, number, names[number], those, people, alike)
    if without:
        counts = {person: sum(person in those for *_, those in rows) for person in given}
        said = {
            person: without.get(person) or _summary(data[0], f"{n} row{'' if n == 1 else 's'}")
            for (person, data), n in zip(given.items(), counts.values(), strict=True)
        }
        kind = "table" if rows else "cell"
        return [Slot(study, field, 1, "", kind, said, field.label, alike, tuple(found))], twice
    return found, twice


def row_name(field: Field, cells: Iterable[Mapping[str, Datum]], number: int) -> str:
    """Return what people call a row: by its key columns, in the fullest words for it, else by its number."""
    keys = [column.id for column in field.columns if column.key]
    names = {", ".join(row[id].value for id in keys if id in row and row[id].value) for row in cells}
    return max(names - {""}, key=lambda name: (len(name), name), default=f"row {number}")


_Row = Mapping[str, Datum]


def _row(
    study: str,
    field: Field,
    number: int,
    name: str,
    those: Mapping[str, _Row],
    people: Sequence[str],
    alike: float,
) -> list[Slot]:
    """Return the cells of a row, or the row where not all people have it."""
    title = row_name(field, those.values(), number)
    cells = []
    for column in field.columns:
        there = {person: row[column.id] for person, row in those.items() if column.id in row}
        if there:
            nothing = Datum(study, field.id, number, column.id, state="not_reported")
            said = {person: there.get(person, nothing) for person in those}
            label = f"{field.label}: {column.label} ({title})"
            cells.append(Slot(study, field, number, column.id, "cell", said, label, alike, name=name))
    if len(those) == len(people):
        return cells
    none = Datum(study, field.id, number, "", state="not_reported")
    said = {person: _whole(field, those[person]) if person in those else none for person in people}
    label = f"{field.label} ({title})"
    return [Slot(study, field, number, "", "row", said, label, alike, tuple(cells), name)]


def _whole(field: Field, row: _Row) -> Datum:
    """Return a row as one value."""
    cells = [row[column.id] for column in field.columns if column.id in row]
    return _summary(cells[0], " | ".join(words_of(cell) for cell in cells))


def _summary(datum: Datum, text: str) -> Datum:
    return Datum(datum.study, datum.field, datum.row, "", datum.extractor, text, "given", place=datum.place)


def _rows(
    field: Field, given: Mapping[str, Sequence[Datum]]
) -> tuple[list[tuple[int, RowKey, dict[str, _Row]]], list[Twice]]:
    """Return the rows of all, each with its number, its key and the cells of each person who has it."""
    at: dict[tuple[RowKey, int], list[int]] = {}
    found: dict[tuple[RowKey, int], dict[str, _Row]] = {}
    twice: list[Twice] = []
    keyed = any(column.key for column in field.columns)
    for person, data in given.items():
        own: dict[int, dict[str, Datum]] = {}
        for datum in data:
            if datum.column:
                own.setdefault(datum.row, {})[datum.column] = datum
        seen: dict[RowKey, int] = {}
        for position, (number, row) in enumerate(sorted(own.items()), start=1):
            key = row_key(field, {column: datum.value for column, datum in row.items()})
            nth = seen[key] = seen.get(key, 0) + 1
            at.setdefault((key, nth), []).append(number if len(given) == 1 else position)
            found.setdefault((key, nth), {})[person] = row
            if keyed and nth == 2:
                place = next(iter(row.values())).place
                twice.append(Twice(field, person, row_name(field, [row], number), place))
    order = sorted(found, key=lambda each: (sum(at[each]) / len(at[each]), each))
    numbers = [at[each][0] if len(given) == 1 else n for n, each in enumerate(order, start=1)]
    people = list(given)
    return [
        (number, each[0], {person: found[each][person] for person in people if person in found[each]})
        for number, each in zip(numbers, order, strict=True)
    ], twice if len(given) > 1 else []

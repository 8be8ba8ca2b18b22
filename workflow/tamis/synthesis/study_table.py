"""A table over the studies: one row a study, or one for each row of a table that was extracted.

Columns are fields of the pro-forma, columns of the table that gives the rows, and appraisals; rows stand in
groups by a choice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tamis.config import TableSpec
from tamis.proforma import Column, Field, Proforma
from tamis.synthesis.cells import EMPTY, MISSING, WORDS, Cell, cell, printed, state, text, without
from tamis.tables import Datum, Study


@dataclass(frozen=True, slots=True)
class Reported:
    """Of which studies a value is known, by id: `given` of `asked`, to which the field is applicable.

    `disputed`, `empty` and `missing` are those of `asked` on which people differ, and that nobody filled in
    (see `cells.without`).
    """

    asked: tuple[str, ...]
    given: tuple[str, ...]
    disputed: tuple[str, ...]
    empty: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its heading, and what stands in it.

    columns: of a table of rows, the column of the field, and the percentage that stands beside it in
    brackets, if any; empty for a plain field. reported: None where the column is on appraisals.
    """

    label: str
    field: str
    columns: tuple[str, ...] = ()
    reported: Reported | None = None


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A row: its study's id, how that is cited, and a cell for each column.

    span: how many rows of the study begin here; 0: it is not the first of them, and what is of the study as
    a whole stands above. row: of a table of rows, which row it is; 0: the study has none.
    """

    study: str
    label: str
    cells: tuple[Cell, ...]
    span: int = 1
    row: int = 0


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading; the heading is empty where the table is not grouped."""

    label: str
    rows: tuple[StudyRow, ...]


@dataclass(frozen=True, slots=True)
class StudyTable:
    """A table: its heading, its columns, and its rows in groups; `rows`: one for each row of a field."""

    id: str
    title: str
    columns: tuple[Head, ...]
    groups: tuple[RowGroup, ...]
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Appraised:
    """A column on how studies were appraised: its heading, and a cell for each study that was."""

    label: str
    cells: Mapping[str, Cell]


#: Of a study that nobody appraised.
NOT_APPRAISED = Cell(("not appraised",))
#: Of a column that is left out of a row.
LEFT_OUT = Cell((WORDS[EMPTY],), EMPTY)


def study_table(
    spec: TableSpec,
    proforma: Proforma,
    data: Sequence[Datum],
    studies: Sequence[Study],
    appraised: Mapping[str, Appraised] | None = None,
) -> StudyTable:
    """Return a table of the included studies as the protocol asks for it.

    Args:
        spec: what the protocol asks for.
        proforma: the extraction form.
        data: what was extracted.
        studies: the included studies.
        appraised: the columns `appraisal` and `appraisal:<tool>`, which may be among the fields.

    Groups stand in the order of the form's choices, those without one last; within a group rows are ordered
    as cited, and those of one study as they were extracted. A study without a row has one that says why.
    """
    maker = _Maker(spec, proforma, data, studies, appraised or {})
    members: dict[tuple[int, str], list[StudyRow]] = {}
    for study in sorted(studies, key=lambda study: (study.label.casefold(), study.study)):
        for row in maker.rows_of(study.study):
            cells = tuple(maker.cell(study.study, row, head) for head in maker.heads)
            key = maker.group(study.study, row)
            members.setdefault(key, []).append(StudyRow(study.study, study.label, cells, row=row))
    if not spec.group_by:
        members.setdefault((0, ""), [])
    groups = tuple(RowGroup(key[1], _spanned(members[key])) for key in sorted(members))
    return StudyTable(spec.id, spec.title, maker.heads, groups, bool(spec.rows))


def _spanned(rows: Sequence[StudyRow]) -> tuple[StudyRow, ...]:
    """Return rows that say how many of their study follow."""
    n: dict[str, int] = {}
    for row in rows:
        n[row.study] = n.get(row.study, 0) + 1
    return tuple(replace(row, span=n.pop(row.study, 0)) for row in rows)


class _Maker:
    """What the cells of a table are made from."""

    def __init__(
        self,
        spec: TableSpec,
        proforma: Proforma,
        data: Sequence[Datum],
        studies: Sequence[Study],
        appraised: Mapping[str, Appraised],
    ) -> None:
        self._spec, self._appraised = spec, appraised
        self._fields = {field.id: field for field in proforma.fields}
        self._data: dict[tuple[str, str], list[Datum]] = {}
        self._cells: dict[tuple[str, int, str], Datum] = {}
        self._rows: dict[str, set[int]] = {}
        self._begun = {datum.study for datum in data}
        for datum in data:
            self._data.setdefault((datum.study, datum.field), []).append(datum)
            if datum.field == spec.rows:
                self._cells[datum.study, datum.row, datum.column] = datum
                if datum.column:
                    self._rows.setdefault(datum.study, set()).add(datum.row)
        self._table = self._fields[spec.rows] if spec.rows else Field("", "")
        own = [column for column in self._table.columns if column.id in spec.fields]
        named = {column.id for column in own}
        beside = {column.count: column for column in own if column.count in named}
        folded = {column.id for column in beside.values()}
        self._own = {column.id: column for column in own}
        ids = sorted(study.study for study in studies)
        self.heads = tuple(self._head(id, beside.get(id), ids) for id in spec.fields if id not in folded)

    def rows_of(self, study: str) -> list[int]:
        """Return the numbers of a study's rows; 0 alone where it has none, or the table is of studies."""
        return sorted(self._rows.get(study, {0}))

    def cell(self, study: str, row: int, head: Head) -> Cell:
        """Return what stands in a column."""
        if head.reported is None:
            return self._appraised[head.field].cells.get(study, NOT_APPRAISED)
        if not head.columns:
            data = self._data.get((study, head.field), [])
            return cell(self._fields[head.field], data, begun=study in self._begun)
        if not row:  # what is said of the table as a whole
            return cell(self._table, self._data.get((study, head.field), []), begun=study in self._begun)
        first = self._cells.get((study, row, head.columns[0]))
        if len(head.columns) > 1 and (second := self._cells.get((study, row, head.columns[1]))):
            first = self._with_percent(head, first, second)
        if first is None:
            return LEFT_OUT
        return Cell((printed(self._own[first.column], first),), first.state, first.place)

    def _with_percent(self, head: Head, count: Datum | None, percent: Datum) -> Datum | None:
        """Return a count with its percentage in brackets, or what of both is known."""
        if percent.state != "given":
            return count or percent
        if count is None or count.state != "given":
            return percent
        share = text(self._own[percent.column], percent.value)
        return replace(count, value=f"{count.value} ({share.removesuffix('%')}%)")

    def group(self, study: str, row: int) -> tuple[int, str]:
        """Return where the group of a row stands, and its heading."""
        id = self._spec.group_by
        column: Column | None = self._own.get(id) or self._table_column(id)
        if not id:
            return 0, ""
        if column is None:
            column, found = self._fields[id], self._data.get((study, id), [])
        else:
            found = [datum for datum in (self._cells.get((study, row, id)),) if datum]
            found = found or [d for d in self._data.get((study, self._table.id), []) if not d.column]
        order = {choice.id: position for position, choice in enumerate(column.choices)}
        known = (
            state(found) if found else without(self._fields.get(id, self._table), begun=study in self._begun)
        )
        if known != "given":
            return len(order) + 1 + [*WORDS].index(known), WORDS[known]
        value = found[0].value
        return order.get(value.split(";")[0], len(order)), text(column, value)

    def _table_column(self, id: str) -> Column | None:
        return next((column for column in self._table.columns if column.id == id), None)

    def _head(self, id: str, percent: Column | None, studies: Sequence[str]) -> Head:
        if id in self._appraised:
            return Head(self._appraised[id].label, id)
        if id not in self._own:
            return Head(self._fields[id].label, id, (), self._reported(id, (), studies))
        columns = (id, *([percent.id] if percent else []))
        label = f"{self._own[id].label}, n (%)" if percent else self._own[id].label
        field = self._table.id
        return Head(label, field, columns, self._reported(field, columns, studies))

    def _reported(self, field: str, columns: tuple[str, ...], studies: Sequence[str]) -> Reported:
        known = {}
        for study in studies:
            data = self._data.get((study, field), [])
            known[study] = state(
                datum for datum in data if not columns or not datum.column or datum.column in columns
            )
            if known[study] == MISSING:
                begun = study in self._begun
                known[study] = EMPTY if data else without(self._fields[field], begun=begun)
        asked = tuple(study for study in studies if known[study] != "not_applicable")
        given, disputed, empty, missing = (
            tuple(study for study in asked if known[study] == each)
            for each in ("given", "disputed", EMPTY, MISSING)
        )
        return Reported(asked, given, disputed, empty, missing)

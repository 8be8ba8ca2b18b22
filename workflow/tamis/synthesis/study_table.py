"""A table of one row a study: fields of the pro-forma and appraisals as columns, rows grouped by a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tamis.config import TableSpec
from tamis.proforma import Field, Proforma
from tamis.synthesis.cells import Cell, cell
from tamis.tables import Datum, Study


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A study's row: its id, how it is cited, and a cell for each column."""

    study: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading; the heading is empty where the table is not grouped."""

    label: str
    rows: tuple[StudyRow, ...]


@dataclass(frozen=True, slots=True)
class StudyTable:
    """A table: its heading, the fields that are its columns, and its rows in groups."""

    id: str
    title: str
    columns: tuple[Field, ...]
    groups: tuple[RowGroup, ...]


@dataclass(frozen=True, slots=True)
class Appraised:
    """A column on how studies were appraised: its heading, and a cell for each study that was."""

    label: str
    cells: Mapping[str, Cell]


#: The type of such a column's field.
APPRAISAL = "appraisal"
#: Heading of the studies for which the field that groups them is not recorded.
UNGROUPED = "not recorded"


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

    Groups stand in the order of the form's choices, studies for which the grouping field is not recorded
    last; within a group rows are ordered as cited.
    """
    fields = {field.id: field for field in proforma.fields}
    columns_of = appraised or {}
    fields |= {id: Field(id, column.label, APPRAISAL) for id, column in columns_of.items()}
    by_cell: dict[tuple[str, str], list[Datum]] = {}
    for datum in data:
        by_cell.setdefault((datum.study, datum.field), []).append(datum)
    rows = {
        study.study: StudyRow(
            study.study,
            study.label,
            tuple(
                columns_of[id].cells.get(study.study, Cell())
                if id in columns_of
                else cell(fields[id], by_cell.get((study.study, id), []))
                for id in spec.fields
            ),
        )
        for study in sorted(studies, key=lambda study: (study.label.casefold(), study.study))
    }
    columns = tuple(fields[id] for id in spec.fields)
    if not spec.group_by:
        return StudyTable(spec.id, spec.title, columns, (RowGroup("", tuple(rows.values())),))
    field = fields[spec.group_by]
    order = {choice.id: position for position, choice in enumerate(field.choices)}
    members: dict[tuple[int, str], list[StudyRow]] = {}
    for study, row in rows.items():
        found = by_cell.get((study, field.id), [])
        label = "; ".join(cell(field, found).lines)
        first = found[0].value.split(";")[0] if label else ""
        position = order.get(first, len(order) + (not label))
        members.setdefault((position, label or UNGROUPED), []).append(row)
    groups = tuple(RowGroup(key[1], tuple(members[key])) for key in sorted(members))
    return StudyTable(spec.id, spec.title, columns, groups)

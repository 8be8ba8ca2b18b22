"""Study tables as the page shows them: columns as wide as their text asks for."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from tamis.config import TableSpec
from tamis.reports.appraisal.said import columns
from tamis.reports.context import Context
from tamis.synthesis.study_table import StudyTable, study_table

#: What the column with the studies' names leaves to the others, in percent.
_ROOM = 87


@dataclass(frozen=True, slots=True)
class Shown:
    """A study table, and the width of each of its columns in percent."""

    table: StudyTable
    widths: tuple[int, ...]


def shown(context: Context, spec: TableSpec) -> Shown:
    """Return one of the config's tables as it is shown."""
    built = context.built
    table = study_table(spec, built.proforma, built.data, built.studies, columns(context))
    rows = [row for group in table.groups for row in group.rows]
    weights = []
    for position, _ in enumerate(table.columns):
        lengths = [len(line) for row in rows for line in row.cells[position].lines]
        # The square root: a text twice as long gets a wider column and more lines, both.
        weights.append(max(4.5, sqrt(sum(lengths) / len(lengths)) if lengths else 0))
    return Shown(table, tuple(round(_ROOM * weight / sum(weights)) for weight in weights))

"""Study tables as the page shows them: columns as wide as their text asks for."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from tamis.config import TableSpec
from tamis.reports.appraisal.columns import columns
from tamis.reports.context import Context
from tamis.synthesis.study_table import StudyTable, study_table

#: What the column with the studies' names leaves to the others, in percent.
_ROOM = 87


@dataclass(frozen=True, slots=True)
class Shown:
    """A study table, the width of each of its columns in percent, and the signs in it with their words."""

    table: StudyTable
    widths: tuple[int, ...]
    signs: tuple[tuple[str, str], ...]


def shown(context: Context, spec: TableSpec) -> Shown:
    """Return one of the config's tables as it is shown."""
    built = context.built
    table = study_table(spec, built.proforma, built.data, built.studies, columns(context))
    rows = [row for group in table.groups for row in group.rows]
    weights = []
    for position, _ in enumerate(table.columns):
        lengths = [width for row in rows for width in row.cells[position].widths]
        # The square root: a text twice as long gets a wider column and more lines, both.
        weights.append(max(4.5, sqrt(sum(lengths) / len(lengths)) if lengths else 0))
    parts = [part for row in rows for cell in row.cells for part in cell.parts]
    signs = [sign for part in parts for of in part.lines if not isinstance(of, str) for sign in of.signs]
    widths = tuple(round(_ROOM * weight / sum(weights)) for weight in weights)
    return Shown(table, widths, tuple(dict.fromkeys(signs)))

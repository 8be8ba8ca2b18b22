"""The ratings under the columns in which they were written, where a table had merged some of the tool's."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.reports.appraisal.material import Material
from tamis.tables import Appraisal


@dataclass(frozen=True, slots=True)
class Written:
    """A table of ratings as it was written: its columns, and a row a study; None is a blank cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Appraisal | None, ...]], ...]


def written(material: Material) -> Written | None:
    """Return the ratings as they were written; None where each was written under its own criterion.

    Columns are those under which anything was written, in the order of the tool; rows are studies (and
    results) of which anything was.
    """
    rated = [row for row in material.ratings if row.answer or row.state == "disputed"]
    if not any(row.written for row in rated):
        return None
    order = {key: at for at, key in enumerate(material.items)}
    first: dict[str, int] = {}
    for row in rated:
        name = row.written or row.item
        at = order.get((row.domain, row.item), len(order))
        first[name] = min(first.get(name, at), at)
    columns = tuple(sorted(first, key=lambda name: (first[name], name)))
    cells = {(row.study, row.result, row.written or row.item): row for row in rated}
    return Written(
        columns,
        tuple(
            (study, result, tuple(cells.get((study, result, name)) for name in columns))
            for study, result in material.assessment
            if any((study, result, name) in cells for name in columns)
        ),
    )

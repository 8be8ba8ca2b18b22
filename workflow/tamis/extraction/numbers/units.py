"""What is counted: arms that are compared are counted in one unit. Holds whatever the basis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tamis.extraction.numbers.rounding import shown
from tamis.extraction.numbers.sums import arm_sizes
from tamis.extraction.numbers.view import Cell, Line, Study, of_group
from tamis.proforma import Column
from tamis.tables import Finding


def units(study: Study) -> Iterator[Finding]:
    """Yield arms that are counted in different units, and totals in another than their parts.

    Arms are the numbers of one row that have a unit each (`unit of`), or the rows of a table that counts
    groups and does nothing else; its rows are told apart by their key columns.
    """
    for line in study.lines:
        sizes = arm_sizes(line)
        yield from _differ(line, sizes, [line.unit(cell.id) for cell in sizes])
    for field in study.proforma.fields:
        if field.columns and all(_of_groups(column) for column in field.columns):
            yield from _groups(study.rows(field))
        for column in field.columns:
            total = study.plain.get(column.adds_up_to) if column.adds_up_to else None
            unit = study.plain.unit(total.id) if total else ""
            cells = [
                (cell, line.unit(column.id)) for line in study.rows(field) if (cell := line.get(column.id))
            ]
            others = list(dict.fromkeys(part for _, part in cells if part))
            if total and unit and others and unit not in others:
                text = (
                    f"{total.column.label} is {total.text}, counted in {unit}; what should add up to it "
                    f"({field.label}, {column.label}) is counted in {' and '.join(others)}"
                )
                if len(others) == 1 and len(cells) > 1 and all(cell.number for cell, _ in cells):
                    text += _more([cell for cell, _ in cells], others[0], total, unit)
                yield study.plain.found("unit", "medium", total, text, *_counted(study.rows(field)))


def _counted(lines: Sequence[Line]) -> list[Cell]:
    """Return what is counted in some rows, and in what."""
    return [cell for line in lines for cell in line.cells if cell.column.kind.word in ("count", "unit")]


def _more(parts: Sequence[Cell], of: str, total: Cell, unit: str) -> str:
    """Return the sum of parts in their own unit, and that it is more than the total in its own."""
    found = sum((part.exact for part in parts), Fraction(0))
    arithmetic = f"{' + '.join(part.text for part in parts)} = {shown(found, 0)} {of}"
    more = f": more {of} than {unit}" if found > total.exact else ""
    return f"; {arithmetic}, and {total.text} {unit}{more}"


def _differ(line: Line, sizes: Sequence[Cell], units: Sequence[str]) -> Iterator[Finding]:
    """Yield that numbers of one row are counted in different units."""
    known = [f"{cell.column.label} in {unit}" for cell, unit in zip(sizes, units, strict=True) if unit]
    if len({unit for unit in units if unit}) > 1:
        text = f"the arms are counted in different units: {' and '.join(known)}"
        yield line.found("unit", "medium", sizes[0], text, *_counted([line]))


def _of_groups(column: Column) -> bool:
    """Return whether a column may stand in a table that has a row for each group and counts it."""
    kind = column.kind
    return not column.arm and (kind.word in ("", "unit", "basis") or (kind.word == "count" and not kind.of))


def _groups(lines: Sequence[Line]) -> Iterator[Finding]:
    """Yield that the groups of a table have no unit in common in which all of them are counted."""
    found: dict[tuple[str, ...], list[Cell]] = {}
    for line in lines:
        units = [cell for cell in line.cells if cell.column.kind.word == "unit"]
        if len(units) == 1 and line.numbers("count"):
            keys = tuple(c.text for c in line.cells if c.column.key and c.column.kind.word != "unit")
            found.setdefault(keys or (f"row {line.row}",), []).append(units[0])
    sets = [{cell.datum.value for cell in cells} for cells in found.values()]
    if len(found) > 1 and not set.intersection(*sets):
        what = "; ".join(
            f"{', '.join(keys)} in {' and '.join(cell.text for cell in cells)}"
            for keys, cells in found.items()
        )
        first = next(iter(found.values()))[0]
        text = f"{first.field.label}: counted in different units, {what}"
        yield of_group("unit", "medium", [first, *_counted(lines)], text, ())

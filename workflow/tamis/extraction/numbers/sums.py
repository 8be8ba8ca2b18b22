"""What must add up: the numbers of a column, and the arms of a test.

`adds_up_to` holds whatever the basis of the numbers; percentages may miss by what rounding adds up to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from tamis.extraction.numbers.rounding import number, shown
from tamis.extraction.numbers.view import Cell, Line, Study, of_group
from tamis.proforma import Column, Field
from tamis.tables import Finding


def columns(study: Study) -> Iterator[Finding]:
    """Yield columns whose numbers do not sum to what the form says (`adds_up_to`, `within`)."""
    for field in study.proforma.fields:
        for column in field.columns:
            if column.adds_up_to:
                groups: dict[tuple[str, ...], list[Line]] = defaultdict(list)
                for line in study.rows(field):
                    groups[line.texts(column.within)].append(line)
                for group, lines in groups.items():
                    yield from _column(study, field, column, group, lines)


def _column(
    study: Study, field: Field, column: Column, key: tuple[str, ...], lines: list[Line]
) -> Iterator[Finding]:
    """Yield that a group of rows does not add up, where none of its numbers is missing, or they exceed it."""
    parts = [cell for line in lines for cell in line.cells if cell.id == column.id and cell.number]
    wholes = {whole.exact: whole for line in lines if (whole := line.get(column.adds_up_to))}
    total = next(iter(wholes.values()), None)
    typed = total.number if total else number(column.adds_up_to)
    units = {unit for line in lines if (unit := line.unit(column.id))}
    if total and (unit := study.plain.unit(total.id)):
        units.add(unit)
    if len(parts) < 2 or not typed or len(wholes) > 1 or len(units) > 1:
        return
    numbers = [part.number for part in parts if part.number]
    found = sum((each.exact for each in numbers), Fraction(0))
    missing = len(parts) < len(lines)
    off = _rounding(parts, total)
    if abs(found - typed.exact) <= off or (missing and found < typed.exact):
        return
    unit = "%" if parts[0].percent else ""
    decimals = max(each.decimals for each in numbers)
    arithmetic = f"{' + '.join(part.text for part in parts)} = {shown(found, decimals)}{unit}"
    stated = f"{total.text} ({total.column.label})" if total else f"{typed.text}{unit}"
    group = f" ({', '.join(key)})" if any(key) else ""
    text = f"{column.label}{group}: {arithmetic}, and not {stated}"
    severity = "high"
    if off:
        severity = "medium"
        most = shown(off, decimals + 1).rstrip("0").rstrip(".")
        text += f"; rounding can make a difference of {most} at most"
        if typed.exact - sum(each.step for each in numbers) < found < typed.exact:
            severity, text = "low", f"{text}, unless the parts were cut off and not rounded"
    cells = [*parts, *([total] if total else [])]
    yield of_group("sum", severity, cells, f"{field.label}, {text}", key)


def _rounding(parts: list[Cell], total: Cell | None) -> Fraction:
    """Return by how much rounding can part a sum from the typed one: half a unit of each rounded number."""
    cells = [*parts, *([total] if total else [])]
    halves = [c.number.step / 2 for c in cells if c.number and (c.percent or c.number.decimals)]
    return sum(halves, Fraction(0))


def arms(study: Study) -> Iterator[Finding]:
    """Yield tests and estimates that rest on another number than their arms have together."""
    for line in study.lines:
        total = line.one("n")
        parts = arm_sizes(line)
        if not total or total.column.arm or len(parts) < 2 or not line.raw(total, *parts):
            continue
        found = sum((part.exact for part in parts), Fraction(0))
        if found != total.exact:
            arithmetic = f"{' + '.join(part.text for part in parts)} = {found}"
            text = f"{total.column.label} is {total.text}, and the arms together are {arithmetic}"
            if total.exact > found:
                yield line.found("arms", "high", total, text)
            else:
                text += f"; were {shown(found - total.exact, 0)} not analysed?"
                yield line.found("arms", "low", total, text)


def arm_sizes(line: Line) -> list[Cell]:
    """Return how many each arm of a line has: its own counts of an arm that are of nothing."""
    sizes = [
        cell
        for cell in line.numbers("count", "n")
        if cell.column.arm and not cell.column.kind.of and not cell.percent
    ]
    once = {cell.column.arm for cell in sizes}
    return sizes if len(once) == len(sizes) else []

"""What loose tables of ratings give: answers, studies, colours where answers should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tamis.appraisal.engine.tool import Tool
from tamis.appraisal.lines import allowed
from tamis.appraisal.loose.headings import Target
from tamis.errors import Problems, counted

#: A study and, of tools that appraise results, a result.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, or a judgement, that a table gives, as the tool calls it.

    logged: it is a row of its own, and a later one on the same replaces it.
    """

    key: Key
    appraiser: str
    target: Target
    answer: str
    comment: str = ""
    quote: str = ""
    page: str = ""
    place: str = ""
    logged: bool = False


@dataclass
class Table:
    """What tables hold together.

    studies: each with its place, in the order of files and rows. kinds: category and component that the table
    itself names. by_number: the categories by which numbered columns were read, where it names none. told:
    what was guessed and passed over. unjudged: cells of judgements whose words (`answer`) say that there is
    none, though the tool has no such judgement. coloured: how many rating cells are empty but coloured, by
    file, and their colours.
    """

    given: list[Given] = field(default_factory=list)
    studies: dict[Key, str] = field(default_factory=dict)
    kinds: dict[Key, tuple[str, str]] = field(default_factory=dict)
    by_number: dict[Key, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    unjudged: list[Given] = field(default_factory=list)
    coloured: dict[str, Counter[str]] = field(default_factory=dict)


def answer_of(tool: Tool, about: Target, word: str) -> str:
    """Return the id of an answer to what a column is about, or of a judgement of it; empty: it is none."""
    if about.judged:
        return tool.judgement(about.ids[0], word) or ""
    answer = tool.answer(word)
    return answer if answer and answer in allowed(tool, about.ids) else ""


def last(table: Table, problems: Problems) -> Iterator[Given]:
    """Yield what counts: of lines of a log the last; elsewhere two different answers are a mistake."""
    found: dict[tuple[Key, str, tuple[str, ...]], Given] = {}
    replaced = 0
    for each in table.given:
        of = (each.key, each.appraiser, each.target.ids)
        before = found.get(of)
        if before and before.answer != each.answer and not each.logged:
            text = (
                f"{each.key[0]}: {each.target.written} is {each.answer} here, and {before.answer} at "
                f"{before.place}; where two people rated it, a column 'appraiser' says who"
            )
            problems.add_at(each.place, text)
        replaced += bool(before and before.answer != each.answer)
        found[of] = each
    if replaced:
        table.told.append(
            f"{counted(replaced, 'answer')} replaced by a later row on the same study and criterion"
        )
    yield from found.values()


def held(tool: Tool, given: Iterable[Given]) -> dict[Target, str]:
    """Return what holds of each criterion or judgement; empty where people differ, as a review has it."""
    found: dict[Target, str] = {}
    for about, rows in by_target(given).items():
        classes = {row.answer if about.judged else tool.counts_as(row.answer) for row in rows}
        found[about] = rows[0].answer if len(classes) == 1 else ""
    return found


def by_target(given: Iterable[Given]) -> dict[Target, list[Given]]:
    """Return what is given, by what it is about."""
    found: dict[tuple[str, ...], list[Given]] = {}
    for each in given:
        found.setdefault(each.target.ids, []).append(each)
    return {rows[0].target: rows for rows in found.values()}


def fills_of(path: Path, cells: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], str]:
    """Return the colours of a workbook's cells that are filled in with one, by row and column.

    A cell whose row's study has the same colour is left out: that is how rows are striped.

    Args:
        path: any file; one that is no workbook has no colours.
        cells: the cells, row (from 1) and column (from 0), with the column of the study.
    """
    if not cells or path.suffix.casefold() not in {".xlsx", ".xlsm"}:
        return {}
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        found = {}
        rows = {line for line, _ in cells}
        for line, row in enumerate(sheet.iter_rows(), start=1):
            fills = [_fill(cell) for cell in row] if line in rows else []
            for at, fill in enumerate(fills):
                if fill and (line, at) in cells and fill != fills[cells[line, at]]:
                    found[line, at] = fill
        return found
    finally:
        book.close()


def _fill(cell: object) -> str:
    """Return the colour that a cell is filled with; empty where it is with none, or white."""
    fill = getattr(cell, "fill", None)
    if fill is None or fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    if colour.type == "rgb":
        return "" if str(colour.rgb)[-6:].upper() == "FFFFFF" else f"#{str(colour.rgb)[-6:].upper()}"
    return f"{colour.type} {colour.theme if colour.type == 'theme' else colour.indexed}"

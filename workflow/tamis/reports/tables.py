"""Study tables as page and manuscripts show them: widths, and in how many studies each column is reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.config import TableSpec
from tamis.reports.appraisal.columns import columns
from tamis.reports.context import Context
from tamis.reports.numbers import Behind, Number, slug
from tamis.synthesis.cells import EMPTY, MISSING, WORDS
from tamis.synthesis.study_table import Head, Reported, StudyTable, study_table

#: What the column with the studies' names leaves to the others, in percent.
_ROOM = 87
_DATA = "build/extraction/data.csv"
_NO_ROW = "every included study, but those with a row where"


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many studies a column is reported: of how many, and what is known of the others, in words."""

    given: Number
    asked: Number
    others: tuple[tuple[Number, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A study table, the width of each of its columns in percent, and the signs in it with their words.

    tallies: in how many studies each column is reported; None for columns on appraisals. counted: what that
    means, in a sentence.
    """

    table: StudyTable
    widths: tuple[int, ...]
    signs: tuple[tuple[str, str], ...]
    tallies: tuple[Tally | None, ...]

    @property
    def counted(self) -> str:
        """What the last line counts; empty where all columns are on appraisals."""
        rows = " in any of their rows" if self.table.rows else ""
        text = f"Reported in: how many studies have a value{rows}, of those to which the column applies."
        return text if any(self.tallies) else ""


def shown(context: Context, spec: TableSpec) -> Shown:
    """Return one of the config's tables as it is shown."""
    built = context.built
    table = study_table(spec, built.proforma, built.data, built.studies, columns(context))
    rows = [row for group in table.groups for row in group.rows]
    weights = []
    for position, head in enumerate(table.columns):
        cells = [row.cells[position] for row in rows]
        lengths = [width for cell in cells if cell.state == "given" for width in cell.widths]
        mean = sum(lengths) / len(lengths) if lengths else 0
        longest = max(map(len, head.label.split()), default=0)
        # Less than in proportion: a text twice as long gets a wider column and more lines, both.
        weights.append(max(4.5, mean ** (0.6 if table.rows else 0.5), longest / 2.4))
    parts = [part for row in rows for cell in row.cells for part in cell.parts]
    signs = [sign for part in parts for of in part.lines if not isinstance(of, str) for sign in of.signs]
    widths = tuple(round(_ROOM * weight / sum(weights)) for weight in weights)
    tallies = tuple(_tally(context, head, head.reported) if head.reported else None for head in table.columns)
    return Shown(table, widths, tuple(dict.fromkeys(signs)), tallies)


def _tally(context: Context, head: Head, reported: Reported) -> Tally:
    """Return in how many studies a column is reported."""
    column = " or ".join(head.columns)
    rows = f"field is {head.field}{f'; column is {column}' if column else ''}"

    def number(kind: str, studies: Sequence[str], words: str, where: str) -> Number:
        return context.numbers.count(
            "-".join([kind, *map(slug, (head.field, *head.columns))]),
            f"Included studies {words}: “{head.label}”",
            table=_DATA,
            where=where,
            by=study_table,
            behind=[Behind(_place(context, id, head, kind), context.built.study[id].label) for id in studies],
        )

    given = number("reported", reported.given, "that report it", f"{rows}; state is given; each study once")
    everyone = len(reported.asked) == len(context.built.studies)
    asked = (
        context.included
        if everyone
        else number(
            "asked",
            reported.asked,
            "to which it is applicable",
            f"every included study, but those of which all rows where {rows} have the state not_applicable",
        )
    )
    others = [
        (number(state, studies, f"of which it is {WORDS[state]}", where), WORDS[state])
        for state, studies, where in (
            ("disputed", reported.disputed, f"{rows}; state is disputed, and none is given; each study once"),
            (EMPTY, reported.empty, f"{_NO_ROW} {rows}; of studies with other rows, and not required"),
            (MISSING, reported.missing, f"{_NO_ROW} {rows}"),
        )
        if studies
    ]
    return Tally(given, asked, tuple(others))


def _place(context: Context, study: str, head: Head, kind: str) -> str:
    """Return where the first value of a column of a study was written; else where the study was."""
    rows = [
        datum
        for datum in context.extracted.get((study, head.field), [])
        if not head.columns or not datum.column or datum.column in head.columns
    ]
    first = [datum for datum in rows if kind != "reported" or datum.state == "given"]
    return first[0].place if first else context.built.study[study].place

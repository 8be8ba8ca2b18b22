"""Say how far reviewers agree, from tables of decisions and logs that need be in no review.

A log is named `<stage>.<reviewer>.csv`, as in a review. A table has the columns `record`, `reviewer` and
`decision` (include, exclude, maybe or duplicate), and may have `stage`, `reason`, `time` and `batch`; others
are passed over. Both may be CSV or XLSX. Measured is each reviewer's first vote on a record at a stage.
Of all reviewers together, Fleiss' kappa and AC1 take what is agreed on by chance from all records, also those
with one vote, as Gwet defines them; a review's own tables take records with two votes or more alone.

`-o` has the columns of `build/screening/agreement.csv`, a row for each stage, pair of reviewers, batch, and
period of time; an empty coefficient is undefined.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.errors import Problems, counted, fail, not_one_of
from tamis.named import named
from tamis.outputs import check_outputs
from tamis.screening.agreement.loose import COLUMNS, read
from tamis.screening.agreement.measure import Measured, measured_by
from tamis.screening.agreement.pairs import ALL, OTHERS
from tamis.store import writing
from tamis.tables import Agreement, AgreementCell, PanelAgreement, Row, columns

if TYPE_CHECKING:
    import pandas as pd

    from tamis.screening.agreement.votes import Plan

#: What a maybe is in the table of advance.
MAYBE: Mapping[str, dict[str, bool]] = {
    "advance": {"maybe": True},
    "exclude": {"maybe": False},
    "left_out": {},
}
#: So many pairs of reviewers are shown; the table has all.
_SHOWN = 30
#: The exit code where there is nothing to measure.
_NOTHING = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.epilog = (
        "exit codes: 0 measured; 1 a mistake in a file or in the command, and nothing is written; 4 no two "
        "reviewers decided on one record, so that there is nothing to measure, and nothing is written"
    )
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="DECISIONS", help="logs and tables of decisions, CSV or XLSX")
    add("-o", "--output", type=Path, metavar="TABLE", help="agreement of pairs of reviewers, as CSV")
    add("--panels", type=Path, metavar="TABLE", help="agreement of all reviewers together, as CSV")
    add("--cells", type=Path, metavar="TABLE", help="the tables of words, cell by cell, as CSV")
    add(
        "--maybe",
        choices=tuple(MAYBE),
        default="advance",
        help="what a maybe is, where what carries on is set against exclude (default: advance)",
    )
    add("--lead", default="", metavar="REVIEWER", help="who is also compared with everyone else together")
    add(
        "--columns",
        default="",
        metavar="NAMES",
        help=f"headings of a table for {', '.join(COLUMNS)}: 'record=Nummer; decision=Urteil'",
    )
    add("--force", action="store_true", help="write over a file that is no such table")


def run(args: argparse.Namespace) -> int:
    """Write the tables, and show the most of them."""
    if args.output is None:
        fail("tamis agreement", "say what the table is to be called: -o agreement.csv")
    tables: list[tuple[str, Path | None, type[Row]]] = [
        ("-o", args.output, Agreement),
        ("--panels", args.panels, PanelAgreement),
        ("--cells", args.cells, AgreementCell),
    ]
    outputs = [(option, path, [column.name for column in columns(row)]) for option, path, row in tables]
    check_outputs(outputs, args.files, force=args.force)
    try:
        headings = named(args.columns, COLUMNS)
    except ValueError as error:
        fail("--columns", str(error))
    problems = Problems()
    votes = read(args.files, headings, problems)
    problems.raise_if_any()
    found = measured_by(_plan(votes, args.lead, args.maybe), votes, None)
    if not found.agreement:
        sys.stderr.write("no two reviewers decided on one record: there is nothing to measure\n")
        return _NOTHING
    _write(args.output, found.agreement, Agreement)
    if args.panels:
        _write(args.panels, found.panels, PanelAgreement)
    if args.cells:
        _write(args.cells, found.cells, AgreementCell)
    sys.stdout.write(said(found))
    for _, path, _ in tables:
        if path:
            sys.stdout.write(f"{path.as_posix()}: written\n")
    return 0


def _plan(votes: pd.DataFrame, lead: str, maybe: str) -> Plan:
    """Return what is asked for."""
    from tamis.screening.agreement.votes import Plan, natural

    reviewers = sorted(votes["reviewer"].unique().tolist(), key=lambda name: (natural(name), name))
    if lead and lead not in reviewers:
        fail("--lead", not_one_of(lead, reviewers))
    rule = {"include": True, "exclude": False, **MAYBE[maybe]}
    stages = dict.fromkeys(votes["stage"].unique().tolist(), rule)
    return Plan(tuple(reviewers), lead, stages, alone=True)


def _write(path: Path, rows: Sequence[Row], row: type[Row]) -> None:
    with writing(path, row, marked=True) as table:
        for each in rows:
            table.add(each)


# --- what is shown ------------------------------------------------------------------------------

_HEAD = ("", "both", "in/in", "in/out", "out/in", "out/out", "observed", "kappa", "PABAK", "AC1")


def said(found: Measured) -> str:
    """Return a table to read for each stage: what carries on against exclude, on all records."""
    lines: list[str] = []
    for stage in dict.fromkeys(row.stage for row in found.agreement):
        rows = [r for r in found.agreement if (r.stage, r.part, r.table) == (stage, "all", "advance")]
        pairs = [r for r in rows if r.reviewer_b not in (ALL, OTHERS)]
        shown = [*pairs[:_SHOWN], *rows[len(pairs) :]]
        lines += [
            f"{stage.replace('_', ' ') or 'all decisions'}: first votes, limits of 95 in 100; "
            "in/out: the first carries on, the second excludes"
        ]
        lines += _aligned([_HEAD, *(_cells(row) for row in shown)])
        if len(pairs) > _SHOWN:
            lines.append(f"and {counted(len(pairs) - _SHOWN, 'pair')} of reviewers more, in the table")
        if left := sum(row.left_out for row in pairs):
            lines.append(f"left out, since a maybe is neither: {counted(left, 'pair')} of votes")
        for panel in found.panels:
            if (panel.stage, panel.part, panel.table) == (stage, "all", "advance") and panel.reviewers > 2:
                lines += [
                    f"{panel.reviewers} reviewers together, on {counted(panel.citations, 'record')}:",
                    "  Fleiss' kappa, as Gwet generalised it: "
                    + _within(panel.fleiss, panel.fleiss_low, panel.fleiss_high),
                    "  AC1: " + _within(panel.ac1, panel.ac1_low, panel.ac1_high),
                    "  Krippendorff's alpha: " + _within(panel.alpha, panel.alpha_low, panel.alpha_high),
                ]
        lines.append("")
    return "\n".join(lines)


def _cells(row: Agreement) -> tuple[str, ...]:
    who = "all pairs" if row.reviewer_a == ALL else f"{row.reviewer_a}, {row.reviewer_b}"
    counts = (row.both, row.both_include, row.a_only, row.b_only, row.both_exclude)
    return (
        who,
        *(f"{count:,}" for count in counts),
        _within(row.observed, row.observed_low, row.observed_high),
        _within(row.kappa, row.kappa_low, row.kappa_high),
        _number(row.pabak),
        _within(row.ac1, row.ac1_low, row.ac1_high),
    )


def _within(value: float | None, low: float | None, high: float | None) -> str:
    limits = "" if low is None or high is None else f" [{_number(low)}, {_number(high)}]"
    return f"{_number(value)}{limits}"


def _number(value: float | None) -> str:
    """Return a coefficient in three decimals, without the 0 before the point."""
    return "undefined" if value is None else f"{value:.3f}".replace("0.", ".", 1)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines, the first column to the left and numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]

"""Take ratings in tables that are in no review: the tool's own logic, what is wrong with them, and figures.

A table is CSV, TSV or XLSX. It has a row a rating (study, item, answer; also result, appraiser, comment,
quote, page, category, component), or a row a study and a column a criterion or judgement, under its id as
people write it: 1.1, Q1.1, MMAT 1.1, 1.1 Is the ...?, D1, Overall; 3.1/4.1 where two columns were merged.
Other columns are passed over, and named.

The category of a study is what a column category says, or design where that is one of the tool's; else the
only one that asks for all that was rated. Where several can be meant none is taken, and the study stands in
figures under the headings of the table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.appraisal.engine import registry
from tamis.appraisal.figures.palette import COCHRANE, COLOUR_BLIND
from tamis.appraisal.loose.headings import COLUMNS
from tamis.errors import InputError, Problems, fail, not_one_of
from tamis.named import named
from tamis.outputs import FIGURES, check_outputs, check_place, figure
from tamis.store import write_bytes, writing
from tamis.tables import Appraisal, Assessment, DomainJudgement, Row, columns

if TYPE_CHECKING:
    from tamis.appraisal.engine.tool import Tool
    from tamis.appraisal.loose.studies import Loose

#: The exit code where there is nothing to appraise.
_NOTHING = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.epilog = (
        "exit codes: 0 done; 1 a mistake in a file or in the command, and nothing is written; 4 no rating in "
        "the tables, so that there is nothing to appraise, and nothing is written"
    )
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="TABLE", help="ratings, CSV, TSV or XLSX")
    add("--tool", required=True, metavar="TOOL", help="a tool that is shipped, or the YAML file of one's own")
    add(
        "-o",
        "--output",
        type=Path,
        metavar="TABLE",
        help="a line a study: category, how much is answered, as CSV",
    )
    add("--ratings", type=Path, metavar="TABLE", help="a line a criterion, as CSV")
    add("--judgements", type=Path, metavar="TABLE", help="a line a domain, of tools that judge, as CSV")
    add("--traffic", type=Path, metavar="FILE", help="traffic-light figure: .svg, .png or .pdf")
    add("--summary", type=Path, metavar="FILE", help="summary figure: .svg, .png or .pdf")
    add(
        "--palette",
        choices=(COLOUR_BLIND, COCHRANE),
        default=COLOUR_BLIND,
        help="colours of figures (default: colour_blind)",
    )
    add(
        "--category",
        default="",
        metavar="ID",
        help="category of studies of which a table tells only that it is one of several",
    )
    add(
        "--columns",
        default="",
        metavar="NAMES",
        help=f"headings of a table for {', '.join(COLUMNS)}, or a criterion: 'study=Author; 1.1=Q1'",
    )
    add(
        "--words",
        default="",
        metavar="WORDS",
        help="what stands for answers in the tables: '✓=yes; ✗=no'",
    )
    add("--force", action="store_true", help="write over a file that is there already")


def run(args: argparse.Namespace) -> int:
    """Write what is asked for, and say what was read and found."""
    from tamis.appraisal.lines import words
    from tamis.appraisal.loose import reading, shown
    from tamis.appraisal.loose.marks import words_of
    from tamis.appraisal.loose.studies import loosely

    tool = _tool(args.tool)
    _check_places(args)
    if args.category and not tool.category(args.category):
        fail("--category", not_one_of(args.category, [kind.id for kind in tool.categories]))
    try:
        headings = named(args.columns, [*COLUMNS, *(word.casefold() for word in words(tool))])
    except ValueError as error:
        fail("--columns", str(error))
    try:
        said = words_of(args.words, tool)
    except ValueError as error:
        fail("--words", str(error))
    problems = Problems()
    table = reading.read(args.files, tool, headings, problems, category=args.category, said=said)
    problems.raise_if_any()
    studies = loosely(table, tool, args.category)
    rated = any(
        each.sets or each.assessment.judgement or each.assessment.outcome == "stopped" for each in studies
    )
    if not rated:
        lacking = "no table has a rating: there is nothing to appraise"
        if table.given:
            lacking = "no criterion is recognised, and nothing is written; a column is one by its heading, "
            lacking += "such as 1.1, or by --columns, as in --columns '1.1=Q1'"
        for text in [*table.told, *shown.coloured(table), lacking]:
            sys.stderr.write(f"{text}\n")
        return _NOTHING
    written = [*_write_tables(args, studies), *_write_figures(args, tool, studies)]
    sys.stdout.write("".join(f"{line}\n" for line in shown.said(tool, table, studies)))
    sys.stdout.write("".join(f"{path.as_posix()}: written\n" for path in written))
    return 0


def _tool(name: str) -> Tool:
    """Return a shipped tool, or that of a file."""
    path = Path(name)
    if path.suffix.casefold() not in (".yaml", ".yml"):
        return registry.require(name)
    problems = Problems()
    tool = registry.load_file(path, problems)
    if tool is None:
        raise InputError(problems)
    return tool


# --- what is written ----------------------------------------------------------------------------


def _check_places(args: argparse.Namespace) -> None:
    """Refuse to write where something else is or belongs, and two things into one file."""
    tables: list[tuple[str, Path | None, type[Row]]] = [
        ("-o", args.output, Assessment),
        ("--ratings", args.ratings, Appraisal),
        ("--judgements", args.judgements, DomainJudgement),
    ]
    inputs = [*args.files, Path(args.tool)]
    heads = [(option, path, [column.name for column in columns(row)]) for option, path, row in tables]
    check_outputs(heads, inputs, force=args.force)
    seen = {path.resolve() for _, path, _ in tables if path}
    for option, path in (("--traffic", args.traffic), ("--summary", args.summary)):
        if path is None:
            continue
        name = path.as_posix()
        check_place(path, inputs)
        if path.suffix.casefold() not in FIGURES:
            fail(name, f"a figure ends with one of {', '.join(FIGURES)}")
        if path.is_dir():
            fail(name, "is a folder")
        if path.exists() and not args.force:
            fail(name, "is there already; choose another name, or say --force")
        if path.resolve() in seen:
            fail(name, f"cannot be two things; {option} needs a name of its own")
        seen.add(path.resolve())


def _write_tables(args: argparse.Namespace, studies: Sequence[Loose]) -> Iterator[Path]:
    """Write the tables, and yield where they are."""
    if args.output:
        _write(args.output, [each.assessment for each in studies], Assessment)
        yield args.output
    if args.ratings:
        _write(args.ratings, [row for each in studies for row in each.ratings], Appraisal)
        yield args.ratings
    if args.judgements:
        _write(args.judgements, [row for each in studies for row in each.judgements], DomainJudgement)
        yield args.judgements


def _write(path: Path, rows: Sequence[Row], row: type[Row]) -> None:
    with writing(path, row, marked=True) as table:
        for each in rows:
            table.add(each)


def _write_figures(args: argparse.Namespace, tool: Tool, studies: Sequence[Loose]) -> Iterator[Path]:
    """Draw the figures, and yield where they are."""
    if not (args.traffic or args.summary):
        return
    from tamis.appraisal.figures import summary, traffic
    from tamis.appraisal.loose.as_written import panels_of

    panels = panels_of(tool, studies)
    for path, draw in ((args.traffic, traffic.draw), (args.summary, summary.draw)):
        if path:
            write_bytes(path, figure(path, draw(panels, args.palette), tool.title))
            yield path

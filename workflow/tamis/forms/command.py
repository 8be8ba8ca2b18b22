"""A work list for one person, as a table that opens in Excel; what you fill in is read by the next run.

It never takes the place of a file, and never lies in build/ or reports/.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tamis.config import require_config
from tamis.errors import counted, fail, not_one_of
from tamis.forms import KINDS
from tamis.review import Review
from tamis.run import stale
from tamis.store import writing
from tamis.tables import columns


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    kinds = "; ".join(f"{name}: {form.doc}" for name, form in KINDS.items())
    parser.add_argument("kind", metavar="KIND", help=kinds)
    parser.add_argument("--for", dest="person", metavar="PERSON", required=True, help="a reviewer's id")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where (default: where the next run looks for it)"
    )


def run(args: argparse.Namespace) -> int:
    """Write the list, and say what is on it and what to do with it."""
    review = Review(args.dir.resolve())
    if args.kind not in KINDS:
        fail("tamis forms", f"KIND {not_one_of(args.kind, KINDS)}")
    if not review.config.exists():
        fail(review.config.as_posix(), "is not there, so this is no review; `tamis init DIR` begins one")
    config = require_config(review)
    person = next((id for id in config.reviewer_ids if id.casefold() == args.person.casefold()), "")
    if not person:
        fail("tamis forms", f"reviewer {not_one_of(args.person, config.reviewer_ids)}")
    form = KINDS[args.kind]
    changed = stale(review)
    filled = form.rows(review, config, person)
    hint = "\nSomething in config/ or records/ was changed since the last run; `tamis run` first for a list "
    hint = f"{hint}that has it all." if changed else ""
    if not filled.rows:
        sys.stdout.write(f"Nothing waits for an answer of {person}: no list is written.{hint}\n")
        return 0
    path = _free(form.place(review, person)) if args.output is None else _chosen(args.output, review)
    names = [field.name for field in columns(form.table) if field.name != "place"]
    with writing(path, form.table, names, marked=True) as table:
        for row in filled.rows:
            table.add(row)
    rows = counted(len(filled.rows), "row")
    sys.stdout.write(f"{review.place(path)}: {rows} for {person}, the most urgent first. {filled.said}\n")
    folder = form.place(review, person).parent
    if path.resolve().parent != folder.resolve():
        sys.stdout.write(
            f"Once filled in, it belongs into {review.place(folder)}/, with a name that begins with "
            f"{form.place(review, person).stem}.\n"
        )
    sys.stdout.write(f"`tamis run` takes the answers in.{hint}\n")
    return 0


def _free(path: Path) -> Path:
    """Return the first of `<name>.csv`, `<name>.2.csv`, ... that is not there, nor a workbook of its name."""
    number = 1
    while True:
        free = path.with_name(f"{path.stem}{f'.{number}' if number > 1 else ''}{path.suffix}")
        if not any(
            free.with_name(f"{free.name.removesuffix('.csv')}{end}").exists() for end in (".csv", ".xlsx")
        ):
            return free
        number += 1


def _chosen(path: Path, review: Review) -> Path:
    """Return the file that the person chose, where it may be written."""
    if path.suffix.casefold() != ".csv":
        fail(path.as_posix(), "is no name for a list: it is a CSV file, so its name ends in .csv")
    if path.exists():
        fail(path.as_posix(), "is there already; nothing was written")
    whole = path.resolve()
    for folder in (review.build, review.reports):
        if whole.is_relative_to(folder.resolve()):
            text = "is where the pipeline writes, and can be deleted at any time; take another folder"
            fail(path.as_posix(), text)
    if not whole.parent.is_dir():
        fail(path.as_posix(), "cannot be written: there is no such folder")
    return path

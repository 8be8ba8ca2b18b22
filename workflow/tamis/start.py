"""A new, empty review: config, records/, and what to do first.

Writes files for people, and overwrites none: where one is there already, nothing is written at all.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tamis import tables
from tamis.errors import Problems
from tamis.guide import pages
from tamis.provenance import VERSION
from tamis.store import write_bytes
from tamis.tables import Row, columns

_SKELETON = Path(__file__).parent / "skeleton"

#: The tables that every review begins with, empty but for their head.
EMPTY: dict[str, type[Row]] = {
    "records/searches/searches.csv": tables.Search,
    "records/screening/imports.csv": tables.Import,
    "records/screening/matches.csv": tables.Match,
    "records/fulltext/retrieval.csv": tables.Retrieval,
    "records/fulltext/requests.csv": tables.Request,
    "records/studies.csv": tables.StudyReport,
    "records/appraisal/categories.csv": tables.Category,
    "records/synthesis/directions.csv": tables.Direction,
    "records/synthesis/framework.csv": tables.FrameworkCell,
    "records/accepted.csv": tables.Accepted,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the new review's folder")


def run(args: argparse.Namespace) -> int:
    """Write the new review, or say which files are in the way."""
    from tamis.manuscript import source, template

    files = new_review()
    problems = Problems()
    for name in files:
        if (args.folder / name).exists():
            problems.add((args.folder / name).as_posix(), "is there already; nothing was written")
    problems.raise_if_any()
    for name, content in files.items():
        write_bytes(args.folder / name, content)
    sys.stdout.write(
        f"A new review lies in {args.folder.as_posix()}. Its README.md says what to do first:\n"
        "  1. fill in config/config.yaml: title, questions, eligibility, reviewers;\n"
        "  2. put the search exports, as downloaded, into records/searches/, and a line for each into\n"
        "     searches.csv there;\n"
        f"  3. tamis run -d {args.folder.as_posix()}\n"
        f"{source.FOLDER}/{template.STEM}.docx there is a manuscript to begin with: each run\n"
        f"fills its numbers in, as reports/{template.STEM}.docx; records/README.md lists what it may name.\n"
    )
    return 0


def new_review() -> dict[str, bytes]:
    """Return the files of a new review: path in the review's folder, and content."""
    from tamis.manuscript import source, template

    files = dict[str, str]()
    for path in sorted(_SKELETON.rglob("*")):
        if path.is_file():
            # A file that git itself would obey here is kept without its dot.
            name = path.relative_to(_SKELETON).as_posix().replace("dot-", ".")
            files[name] = path.read_text(encoding="utf-8").replace("@VERSION@", VERSION)
    files |= pages()
    for name, row in EMPTY.items():
        files[name] = ",".join(field.name for field in columns(row) if field.name != "place") + "\n"
    made = {name: text.encode() for name, text in files.items()}
    return made | {f"{source.FOLDER}/{template.STEM}.docx": template.word(template.markdown())}

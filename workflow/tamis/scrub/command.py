"""Take names and e-mail addresses of reviewers out of a screening export, before it is committed.

Names are looked for where screening tools put them, each is replaced by its reviewer's id, and the result is
a new file; the export itself is never changed. While one name has no id, nothing is written.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tamis.config import load_config
from tamis.errors import InputError, Problem, Problems, counted, fail
from tamis.formats.content import Refused
from tamis.review import Review
from tamis.scrub import left
from tamis.scrub.archives import scrubbed_archive
from tamis.scrub.people import ADDRESS, People, folded, people
from tamis.scrub.text import REMOVED, Scrubber, Tally, scrubbed_bytes
from tamis.store import write_bytes

_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
#: So many addresses or names are said; of the others, how many they are.
_FEW = 5
_ELSEWHERE = "in other places, such as authors and abstracts"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="the export: CSV, RIS, BibTeX, JSON, XLSX, ..."
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="the file to write (default: NAME.scrubbed.EXT)"
    )
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="NAME=ID",
        help="who is who, beside config/people.yaml, as in 'Ann Lee=R1'; may stand again",
    )
    parser.add_argument(
        "--columns", default="", metavar="NAMES", help="headings of a table: 'reviewer=Wer; decision=Urteil'"
    )
    parser.add_argument(
        "--all-emails",
        action="store_true",
        help=f"put {REMOVED} in place of every other e-mail address too, such as those of authors",
    )


def run(args: argparse.Namespace) -> int:
    """Write the export without names, and say what was replaced, and how often."""
    source: Path = args.file
    output: Path = args.output or source.with_name(f"{source.stem}.scrubbed{source.suffix}")
    review = Review(args.dir)
    _check_place(source, output)
    data = source.read_bytes()
    if data.startswith(_GZIP):
        fail(source.as_posix(), "is packed; unpack it first")
    problems = Problems()
    config = load_config(review, problems) if review.config.exists() else None
    known = people(review, config.reviewer_ids if config else (), args.name, problems)
    problems.raise_if_any()
    known = _all_known(source, args.columns, known)
    scrubber = Scrubber(known, Tally(), args.all_emails)
    is_archive = data.startswith(_ZIP)
    new = (
        scrubbed_archive(data, source.as_posix(), scrubber) if is_archive else scrubbed_bytes(data, scrubber)
    )
    write_bytes(output, new)
    try:
        _check_result(source, output, args.columns, known)
    except BaseException:
        output.unlink(missing_ok=True)
        raise
    names = known.by_name
    there = left.in_archive(new, names) if is_archive else {"": left.in_text(new, names)}
    sys.stdout.write(_said(source, output, scrubber.tally, there, all_emails=args.all_emails))
    return 0


def names_in(path: Path, columns: str = "") -> list[str]:
    """Return the names of people in an export, as every module of a tool that can read it finds them.

    Args:
        path: the export.
        columns: headings of a table, as the column `columns` of imports.csv names them.

    Raises:
        InputError: no module can read it.
    """
    from tamis.screening.imports import TOOLS

    found: set[str] = set()
    failed: list[InputError] = []
    for tool in TOOLS.values():
        try:
            found |= set(tool.people(path, columns))
        except InputError as error:
            failed.append(error)
        except Refused as refused:
            failed.append(InputError([Problem(path.as_posix(), refused.line, "", refused.text)]))
    if len(failed) == len(TOOLS):
        raise failed[0]
    return sorted(found)


def _all_known(source: Path, columns: str, known: People) -> People:
    """Return who is who, with the names as the export spells them.

    Raises:
        InputError: a name has no reviewer's id.
    """
    names = names_in(source, columns)
    if unknown := [name for name in names if not known.of(name)]:
        text = "stands in it, and is nobody's name: say --name '{}=R1', or write it into config/people.yaml"
        raise InputError(
            Problem(source.as_posix(), 0, "", f"{name!r} {text.format(name)}") for name in unknown
        )
    return known.with_names(names)


def _check_result(source: Path, output: Path, columns: str, known: People) -> None:
    """Read what was written as its tool's module does.

    Raises:
        InputError: it still finds a name.
    """
    left = [name for name in names_in(output, columns) if folded(known.of(name)) != folded(name)]
    if left:
        text = f"{_few(list(map(repr, left)))} cannot be replaced where the tool put it; nothing was written"
        fail(source.as_posix(), text)


def _check_place(source: Path, output: Path) -> None:
    """Refuse to write over anything, and into the pipeline's folders.

    Raises:
        InputError: the file may not be written, or there is none to read.
    """
    if not source.is_file():
        fail(source.as_posix(), "there is no such file")
    if output.exists():
        fail(output.as_posix(), "is there already, and is not written over; name another with -o")
    if not output.parent.is_dir():
        fail(output.as_posix(), f"there is no folder {output.parent.as_posix()}")
    for review in map(Review, output.absolute().parents):
        for folder in (review.build, review.reports) if review.config.exists() else ():
            if output.resolve().is_relative_to(folder.resolve()):
                fail(
                    output.as_posix(), f"{folder.name}/ is for what the pipeline makes; name another with -o"
                )


def _said(
    source: Path, output: Path, tally: Tally, there: Mapping[str, Counter[str]], *, all_emails: bool
) -> str:
    """Return what was done, and which names stand `there` yet (by part of an archive), for people."""
    lines = [
        f"  {'address' if ADDRESS.fullmatch(name) else 'name'} {name} -> {id}: {counted(number, 'time')}"
        for (name, id), number in sorted(tally.replaced.items())
    ]
    head = "replaced" if lines else "no name and no address of a reviewer was found where tools put them"
    lines = [f"{output.as_posix()}: {head}", *lines]
    if tally.others:
        what = f"replaced by {REMOVED}" if all_emails else "left, as of authors; --all-emails removes them"
        number = sum(tally.others.values())
        lines.append(f"e-mail addresses of others: {number:,} {what} ({_few(list(tally.others))})")
    for part, found in there.items():
        if found:
            names = _few([f"{name} ({number:,})" for name, number in sorted(found.items())])
            where = f"in {part}, as in authors, remarks, names of sheets" if part else _ELSEWHERE
            lines.append(f"{where}, there still stand: {names}; look at them")
    lines.append(
        f"{source.as_posix()} still holds what was replaced: keep it out of git; commit "
        f"{output.name}, and name that in imports.csv"
    )
    return "\n".join(lines) + "\n"


def _few(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _FEW} more" if len(texts) > _FEW else ""
    return ", ".join(texts[:_FEW]) + more

"""Exports that are in no review: which records are of one publication, as tables of their own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.config import POLICIES, Policies
from tamis.dedupe.answers import Said, answer_of, settle
from tamis.errors import Problems, counted, fail, not_one_of
from tamis.outputs import check_outputs
from tamis.review import person_of
from tamis.store import log_order, read_rows, write_columns, writing
from tamis.tables import Answer, Citation, Pair, Record, columns

if TYPE_CHECKING:
    import pandas as pd

_READ = [column.name for column in columns(Record)]
#: What `tamis read` writes, and which record and citation it is.
_RECORDS = (*_READ[_READ.index("source_file") : _READ.index("source")], "record_id", "citation_id")
_PAIRS = (*(column.name for column in columns(Pair)), "title_a", "title_b")
_WORKLIST = tuple(column.name for column in columns(Answer) if column.name != "place")
_MERGED = tuple(column.name for column in columns(Citation))
#: Options that say something of files, and nothing of a review.
_OF_FILES = ("output", "pairs", "worklist", "merged", "answers", "policy", "columns", "force")
#: The exit code where answers were left aside.
_LEFT = 3
#: How many lines of a file are named.
_NAMED = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that are for files."""
    parser.epilog = (
        "Its exit codes are those of `tamis read`, which its --help lists; it is 3, at least, also where "
        "answers were left aside. Pairs stand in the order of their records: sort them by the column rank."
    )
    parser.usage = (
        "tamis dedupe [-d DIR]\n       tamis dedupe FILE ... -o TABLE [--pairs TABLE] [--merged TABLE] "
        "[--worklist TABLE]\n                    [--answers FILE] ... [--policy WHAT=DO] ... "
        "[--columns NAMES] [--force]"
    )
    add = parser.add_argument
    add(
        "files", nargs="*", type=Path, metavar="FILE", help="exports, in any known format; none: the review's"
    )
    add("-o", "--output", type=Path, metavar="TABLE", help="the records with their citations, as CSV")
    add("--pairs", type=Path, metavar="TABLE", help="the pairs that are linked, possible or related, as CSV")
    add(
        "--worklist",
        type=Path,
        metavar="TABLE",
        help="the pairs that a person should look at, to be answered in its column `answer`, as CSV: what is "
        "doubted, then possible duplicates, the likeliest first; once filled in it is a file for --answers",
    )
    add("--merged", type=Path, metavar="TABLE", help="one row a citation, merged from its records, as CSV")
    add(
        "--answers",
        type=Path,
        action="append",
        metavar="FILE",
        help="what people said of pairs: record_a, record_b, answer (same, different or unsure); may stand "
        "again, for another file",
    )
    add(
        "--policy",
        action="append",
        metavar="WHAT=DO",
        help=f"what to do ({', '.join(POLICIES)}) with {', '.join(each.name for each in fields(Policies))}; "
        "default: related; may stand again, for another kind",
    )
    add("--columns", default="", metavar="NAMES", help="headings of a table: 'title=Titel; authors=Wer'")
    add("--force", action="store_true", help="write over a file that is no such table")


def run(args: argparse.Namespace) -> int:
    """Write the tables; the exit codes are those that `--help` lists."""
    from tamis.loose import read  # the formats, which the stage has no use for
    from tamis.named import of_option

    if args.output is None:
        fail("tamis dedupe", "say what the table is to be called: -o citations.csv")
    outputs = [
        ("-o", args.output, _RECORDS),
        ("--pairs", args.pairs, _PAIRS),
        ("--worklist", args.worklist, _WORKLIST),
        ("--merged", args.merged, _MERGED),
    ]
    check_outputs(outputs, [*args.files, *(args.answers or ())], force=args.force)
    if args.worklist and args.worklist.exists() and not args.force:
        fail(args.worklist.as_posix(), "is there already, and may hold answers; choose another name")
    policies = policies_of(args.policy or ())
    problems = Problems()
    answers = answers_in(args.answers or (), problems)
    problems.raise_if_any()
    found = read(args.files, of_option(args.columns))
    if found.nothing:
        sys.stdout.write(f"{args.output.as_posix()}: not written, since nothing could be read\n")
        return found.code
    records = found.frame
    known = _known(answers, records)
    _write(records, known, policies, args)
    return found.code if len(known) == len(answers) else max(found.code, _LEFT)


def check_none(args: argparse.Namespace) -> None:
    """Refuse options that are for files where there is no file.

    Raises:
        InputError: there is one.
    """
    given = [name for name in _OF_FILES if getattr(args, name)]
    if given:
        fail("tamis dedupe", f"--{given[0]} is for exports outside of a review; name their files, too")


def policies_of(words: Sequence[str]) -> Policies:
    """Return the policies that `errata=merge` and the like set.

    Raises:
        InputError: one is not of that form, is not known, or stands twice.
    """
    known = [each.name for each in fields(Policies)]
    chosen: dict[str, str] = {}
    for word in words:
        what, equals, do = (part.strip() for part in word.partition("="))
        if not equals:
            fail("--policy", f"{word!r} is not what=do, as in errata=merge")
        if what not in known:
            fail("--policy", not_one_of(what, known))
        if do not in POLICIES:
            fail("--policy", f"{what}: {not_one_of(do, POLICIES)}")
        if chosen.setdefault(what, do) != do:
            fail("--policy", f"{what} stands twice")
    return Policies(**chosen)


def answers_in(paths: Sequence[Path], problems: Problems) -> list[Said]:
    """Return the answers that stand in tables (tables.Answer); each is of the person its name tells.

    Args:
        paths: the tables: of `duplicates.R1.csv` the person is R1, of another name the path as given, since
            tables of two people may be called the same.
        problems: takes what is wrong.
    """
    said = []
    for path in paths:
        person = person_of(path.name, "duplicates") or path.as_posix()
        rows = read_rows(path, Answer, problems, root=Path())
        for row, (time, _) in zip(rows, log_order(rows), strict=True):
            if row.answer and row.record_a == row.record_b:
                problems.add_at(row.place, f"{row.record_b!r} is the record itself", column="record_b")
            elif row.answer:
                said.append(answer_of(person, row, time))
            elif row.misplaced:
                sys.stderr.write(f"warning: {row.place}: {row.misplaced}\n")
    return said


def _known(answers: Sequence[Said], records: pd.DataFrame) -> list[Said]:
    """Return the answers on records that the files have, and tell the lines of those on others."""
    named = {record for said in answers for record in said.two}
    there = set(records["record_id"][records["record_id"].isin(named)].tolist()) if named else set()
    unknown: dict[str, list[str]] = {}
    for said in answers:
        if not there.issuperset(said.two):
            file, _, line = said.place.rpartition(":")
            unknown.setdefault(file, []).append(line)
    for file, lines in unknown.items():
        more = f" and {len(lines) - _NAMED:,} more" if len(lines) > _NAMED else ""
        sys.stderr.write(
            f"warning: {file}: {counted(len(lines), 'answer')} on records that none of these files has, left "
            f"aside: line {', '.join(lines[:_NAMED])}{more}\n"
        )
    return [said for said in answers if there.issuperset(said.two)]


def _write(
    records: pd.DataFrame, answers: Sequence[Said], policies: Policies, args: argparse.Namespace
) -> None:
    """Write the tables that are asked for, and say what is in them."""
    import pyarrow as pa

    from tamis.dedupe.cluster import deduplicate
    from tamis.dedupe.merge import merge
    from tamis.dedupe.worklist import rows

    # What reading took and has no more use for: near half a gigabyte of a million records.
    pa.default_memory_pool().release_unused()
    pairs, members = deduplicate(records, settle(answers), policies)
    citations = members["citation_id"].nunique()
    write_columns(args.output, records.assign(citation_id=members["citation_id"]), _RECORDS, marked=True)
    if args.pairs:
        write_columns(args.pairs, _titled(pairs, records), _PAIRS, marked=True)
    if args.worklist:
        asked = _asked(pairs)
        with writing(args.worklist, Answer, _WORKLIST, marked=True) as table:
            for row in rows(asked, records):
                table.add(row)
    if args.merged:
        write_columns(args.merged, merge(records, members)[0], _MERGED, marked=True)
    verdicts = pairs["verdict"].value_counts().to_dict()
    linked, possible, related = (verdicts.get(word, 0) for word in ("duplicate", "possible", "related"))
    hint = "" if args.pairs or args.worklist or not possible else " (--worklist lists them)"
    told = [
        f"{counted(linked, 'pair')} linked",
        f"{possible} possible{hint}",
        f"{related} related",
        *(f"{verdicts[word]} {text}" for word, text in _OTHER.items() if verdicts.get(word)),
    ]
    sys.stdout.write(
        f"{args.output.as_posix()}: {counted(len(records), 'record')}, {counted(citations, 'citation')}, "
        f"{counted(len(records) - citations, 'duplicate')}\n{', '.join(told)}\n"
    )
    if args.worklist:
        sys.stdout.write(
            f"{args.worklist.as_posix()}: {counted(len(asked), 'pair')} to answer: same, different or "
            "unsure in the column answer\n"
        )


def _titled(pairs: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Return pairs with the titles of their records, all looked up at once."""
    import pandas as pd
    import pyarrow.compute as pc

    ids, titles = (records[name].array.__arrow_array__() for name in ("record_id", "title"))
    found = {}
    for side in "ab":
        at = pc.index_in(pairs[f"record_{side}"].array.__arrow_array__(), value_set=ids)
        found[f"title_{side}"] = pd.arrays.ArrowExtensionArray(titles.take(at))
    return pairs.assign(**found)


def _asked(pairs: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the pairs on which nobody has said anything and a person should: doubted ones, then by rank."""
    asked = pairs[pairs["verdict"].isin(("doubted", "possible")) & (pairs["place"] == "")]
    asked = asked.sort_values(["verdict", "rank", "score"], kind="stable")
    return list(zip(asked["record_a"], asked["record_b"], asked["rule"], strict=True))


#: What is said of pairs that only answers or old links make.
_OTHER = {
    "different": "kept apart by people",
    "refused": "called the same and kept apart",
    "doubted": "linked, but something speaks against it",
}

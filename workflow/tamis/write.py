"""Write the citations of the review, or of any export, as RIS, BibTeX, CSV or EndNote XML.

In a review, `tamis write included -o included.ris` writes those that the last run found included, each with
its id. `tamis write a.nbib b.txt -o all.ris` writes what `tamis read` reads.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from tamis.errors import counted, fail, not_one_of
from tamis.formats.content import Refused
from tamis.formats.entry import COLUMNS, Entry
from tamis.formats.reading import open_export
from tamis.formats.writers import WRITERS, Writer
from tamis.named import add_option, of_option
from tamis.outputs import check_place
from tamis.progress import shown
from tamis.review import Review
from tamis.run import stale
from tamis.store import read_built, replacing
from tamis.tables import Citation, Exit, Report, Verdict, columns

Choose = Callable[[Review], set[str]]


def _all(review: Review) -> set[str]:
    return {row.citation_id for row in read_built(review.built("dedupe", "citations"), Citation)}


def _to_screen(review: Review) -> set[str]:
    rows = read_built(review.built("screening", "verdicts"), Verdict)
    return {row.citation_id for row in rows if row.stage == "title_abstract" and not row.outcome}


def _sought(review: Review) -> set[str]:
    return {row.citation_id for row in read_built(review.built("fulltext", "reports"), Report)}


def _left(*exits: str) -> Choose:
    """Return what chooses the citations that left the review in one of some ways."""

    def choose(review: Review) -> set[str]:
        rows = read_built(review.built("flow", "exits"), Exit)
        return {row.citation_id for row in rows if row.record_id == row.citation_id and row.exit in exits}

    return choose


#: Which citations of a review can be written: what chooses them, and what `--help` says of them.
WHICH: dict[str, tuple[Choose, str]] = {
    "all": (_all, "every citation"),
    "to-screen": (_to_screen, "no verdict on title and abstract yet: awaiting, or in conflict"),
    "excluded-title-abstract": (_left("excluded_title_abstract"), "excluded on title and abstract"),
    "sought": (_sought, "their full text is sought"),
    "not-retrieved": (_left("not_retrieved"), "their full text could not be had"),
    "excluded-full-text": (_left("excluded_full_text"), "excluded on the full text"),
    "included": (_left("included"), "in the review"),
    "excluded": (
        _left("excluded_title_abstract", "excluded_full_text", "excluded_after_appraisal"),
        "excluded at any stage",
    ),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "which citations of a review:\n" + "".join(
        f"  {name:<24} {text}\n" for name, (_, text) in WHICH.items()
    )
    parser.add_argument("what", nargs="+", metavar="WHICH|FILE", help="one of the words below, or files")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the file to write")
    formats = ", ".join(f"{word} ({writer.NAME})" for word, writer in WRITERS.items())
    parser.add_argument("--to", metavar="FORMAT", help=f"{formats}; default: by the name of the output")
    add_option(parser)
    parser.add_argument("--force", action="store_true", help="write over a file that is there already")


def run(args: argparse.Namespace) -> int:
    """Write the file, in one step; say how many citations, and what the format cannot hold."""
    review = Review(args.dir)
    writer = _writer(args.to, args.output)
    named = args.what[0] in WHICH
    if named and len(args.what) > 1:
        fail("tamis write", f"{args.what[0]!r} stands alone; a file of that name is written ./{args.what[0]}")
    check_place(args.output, () if named else map(Path, args.what))
    if args.output.exists() and not args.force:
        fail(args.output.as_posix(), "is there already; choose another name, or say --force to write over it")
    tally = _Tally()
    if named:
        entries: Iterator[Entry] = iter(_of_review(review, args.what[0]))
    else:
        entries = _of_files([Path(file) for file in args.what], of_option(args.columns))
    first = next(entries, None)
    if first is None:
        none = f"no citation is {args.what[0]}" if named else "the files hold no citation"
        sys.stdout.write(f"{none}: nothing was written\n")
        return 0
    entries = shown(chain([first], entries), f"writing {args.output.name}", unit="citations")
    with replacing(args.output) as stream:
        for piece in writer.write(tally.counted(entries), tally.changed):
            stream.write(piece.encode())
    written = counted(tally.entries, "citation")
    sys.stdout.write(f"{args.output.as_posix()}: {written} written as {writer.NAME}\n")
    if tally.lost:
        lost = ", ".join(
            f"{column} ({counted(count, 'citation')}{tally.examples[column]})"
            for column, count in tally.lost.items()
        )
        sys.stderr.write(f"warning: {writer.NAME} cannot hold as it is: {lost}\n")
    return 0


def _writer(word: str | None, output: Path) -> Writer:
    """Return the writer that a person named, or that the output's name tells."""
    if word is not None:
        if word not in WRITERS:
            fail("tamis write", f"--to {not_one_of(word, WRITERS)}")
        return WRITERS[word]
    for writer in WRITERS.values():
        if output.suffix.casefold() == writer.SUFFIX:
            return writer
    known = ", ".join(f"{writer.SUFFIX} ({writer.NAME})" for writer in WRITERS.values())
    fail(output.as_posix(), f"its name ends in none of {known}; or say --to {'|'.join(WRITERS)}")


def _of_review(review: Review, which: str) -> list[Entry]:
    """Return the citations of a review, in their order, as the last run had them.

    Raises:
        InputError: this is no review, or what is asked for is not made yet.
    """
    if not review.config.exists():
        fail(review.config.as_posix(), f"is not there, so this is no review whose {which!r} could be written")
    if stale(review):
        sys.stderr.write(
            "warning: something in config/ or records/ was changed since the last run, and is not in what is "
            "written; `tamis run` takes it in\n"
        )
    chosen = WHICH[which][0](review)
    rows = read_built(review.built("dedupe", "citations"), Citation)
    if unknown := chosen - {row.citation_id for row in rows}:
        fail(
            "build",
            f"its tables are of different runs ({min(unknown)} is no citation); `tamis run` makes them",
        )
    return [entry_of(number, row) for number, row in enumerate(rows, start=1) if row.citation_id in chosen]


_SHARED = [field.name for field in columns(Citation) if field.name in COLUMNS]


def entry_of(number: int, citation: Citation) -> Entry:
    """Return a citation as an entry that is known by the citation's id."""
    shared = {name: getattr(citation, name) for name in _SHARED}
    return Entry(number, 0, source_id=citation.citation_id, **shared)


def _of_files(paths: Sequence[Path], named: Mapping[str, str]) -> Iterator[Entry]:
    """Yield the entries of exports, and say of each file what is not as it should be.

    Raises:
        InputError: one cannot be read; nothing is written then.
    """
    for path in paths:
        name = path.as_posix()
        if not path.exists():
            fail("tamis write", f"there is no such file, and {not_one_of(name, WHICH)}")
        try:
            export = open_export(path, named)
            if export is None:
                sys.stderr.write(f"warning: {name}: the file is empty\n")
                continue
            markers, count, flaws = export.count_markers(), 0, len(export.flaws)
            for entry in export.entries():
                count, flaws = count + 1, flaws + len(entry.flaws)
                yield entry
        except Refused as refused:
            nothing = "; nothing was written, so that no file is missed" if len(paths) > 1 else ""
            fail(name, f"{refused.text}{nothing}", line=refused.line)
        if count != markers:
            sys.stderr.write(
                f"warning: {name}: {markers} entries counted, {count} records read: THESE DIFFER\n"
            )
        if flaws:
            sys.stderr.write(
                f"warning: {name}: {flaws} flaw{'s' if flaws > 1 else ''}; `tamis read` tells where\n"
            )


@dataclasses.dataclass(slots=True)
class _Tally:
    """Counts what is written, and what of it the format cannot hold."""

    entries: int = 0
    lost: Counter[str] = dataclasses.field(default_factory=Counter)
    examples: dict[str, str] = dataclasses.field(default_factory=dict)

    def counted(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield the entries."""
        for entry in entries:
            self.entries += 1
            yield entry

    def changed(self, column: str, example: str) -> None:
        """Note a column that the file has otherwise."""
        self.lost[column] += 1
        self.examples.setdefault(column, f": {example}" if example else "")

"""Files that a person names on the command line: where they may be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tamis.errors import fail
from tamis.review import Review

#: What other tables and citations are called, and CSV is not; `tamis write` makes some of them.
_WRITTEN = {".ris": "RIS", ".bib": "BibTeX", ".xml": "EndNote XML"}
_OTHER = {
    ".xlsx",
    ".xlsm",
    ".xls",
    ".ods",
    ".tsv",
    ".tab",
    ".json",
    ".html",
    ".zip",
    ".gz",
    ".nbib",
    *_WRITTEN,
}

#: A table: the option that names it, its file or None where it is not asked for, its columns.
Output = tuple[str, Path | None, Sequence[str]]


def check_place(output: Path, inputs: Iterable[Path]) -> None:
    """Refuse to write over what is read, and into folders that are for people or for the pipeline alone.

    Args:
        output: the file to write.
        inputs: the files that are read.

    Raises:
        InputError: it may not be written.
    """
    name = output.as_posix()
    if output.exists() and any(path.exists() and output.samefile(path) for path in inputs):
        fail(name, "is one of the files to read; choose a name of its own")
    for review in map(Review, output.absolute().parents):
        if not review.config.exists():
            continue
        for folder, whose in (
            (review.config.parent, "what you write"),
            (review.records, "what you write"),
            (review.build, "what the pipeline makes"),
            (review.reports, "what the pipeline makes"),
        ):
            if output.resolve().is_relative_to(folder.resolve()):
                fail(name, f"{folder.name}/ is for {whose}; choose another place")
    if not output.parent.is_dir():
        fail(name, f"there is no folder {output.parent.as_posix()}")


def check_outputs(outputs: Iterable[Output], inputs: Iterable[Path], *, force: bool) -> None:
    """Refuse what `check_place` refuses, what is no such table, and one table over the other.

    Args:
        outputs: the tables.
        inputs: the files that are read.
        force: what is there may be any file.

    Raises:
        InputError: one may not be written.
    """
    inputs = list(inputs)
    seen = set()
    for option, table, head in outputs:
        if table is None:
            continue
        name = table.as_posix()
        check_place(table, inputs)
        if table.is_dir():
            fail(name, "is a folder")
        suffix = table.suffix.casefold()
        if suffix in _OTHER:
            elsewhere = f"; `tamis write` makes {_WRITTEN[suffix]}" if suffix in _WRITTEN else ""
            right = table.with_suffix(".csv").as_posix()
            fail(name, f"the table is CSV, and this name says otherwise: call it {right}{elsewhere}")
        if table.exists() and not force and not _is_ours(table, head):
            fail(name, "is there already, and is no such table; choose another name, or say --force")
        if table.resolve() in seen:
            fail(name, f"cannot be both tables; {option} needs a name of its own")
        seen.add(table.resolve())


def _is_ours(table: Path, head: Sequence[str]) -> bool:
    """Say whether there is nothing in a file, or a table that begins with a head."""
    line = f"{','.join(head)}\n".encode()
    with table.open("rb") as stream:
        start = stream.read(len(line) + 3)
    return not start or start.removeprefix(b"\xef\xbb\xbf").startswith(line)

"""What a kind of form is: what may be asked of it, and how it is filled."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tamis.config import Config
from tamis.review import Review
from tamis.store import Writer
from tamis.tables import Row, columns

#: What a form may be, by the word that `--as` takes: how its file's name ends.
SUFFIX: Mapping[str, str] = {
    "page": ".html",
    "xlsx": ".xlsx",
    "csv": ".csv",
    "ris": ".ris",
    "citations": ".csv",
    "docx": ".docx",
    "md": ".md",
    "yaml": ".yaml",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: for whom, at which stage, as what, with which tool; empty where it was not said.

    `votes`: what the reviewers said may be shown.
    """

    person: str = ""
    stage: str = ""
    output: str = ""
    votes: bool = False
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that is ready.

    Args:
        place: where it lies unless it is said otherwise; a second one is `<name>.2.csv`.
        content: its bytes; empty where nothing is to be filled in, and no file is written.
        said: what is said of it, behind its name.
        files: where it is several files, each by its name; `place` is their folder then, and has no content.
    """

    place: Path
    content: bytes
    said: str
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of form.

    Args:
        doc: what it is for, in one line.
        fill: makes it.
        outputs: what it may be, words of `SUFFIX`; the first one where nothing is said.
        personal: whether it is for one person, who must be named.
        options: which of `stage`, `tool` and `votes` may be asked for.
        says: whether it says something as it is, before anybody fills it in.
        anybody: whether it can be made for nobody in particular, too, where `-o` says where to.
    """

    doc: str
    fill: Callable[[Review, Config, Asked], Filled]
    outputs: Sequence[str] = ("csv",)
    personal: bool = True
    options: Collection[str] = field(default=frozenset())
    says: bool = False
    anybody: bool = False


def fields(table: type[Row]) -> list[str]:
    """Return the columns of a table that a person fills in: all but the place."""
    return [column.name for column in columns(table) if column.name != "place"]


def as_csv(table: type[Row], rows: Iterable[Row]) -> bytes:
    """Return rows as a CSV file that Excel opens as what it is: marked as UTF-8, and without formulas."""
    stream = io.BytesIO()
    stream.write(b"\xef\xbb\xbf")
    writer: Writer[Row] = Writer(stream, fields(table))
    for row in rows:
        writer.add(row)
    return stream.getvalue()

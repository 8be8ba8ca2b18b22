"""What modules of tools are given, an export, and what they make of it: articles, and voices on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tamis.errors import Problems
from tamis.formats.entry import Entry, Raw
from tamis.formats.reading import read_export
from tamis.named import named
from tamis.screening.imports.wording import Wording
from tamis.store import iso_date, relative
from tamis.tables import Import

#: A record id, as `ids` makes it.
_RECORD_ID = re.compile(r"r[a-z2-7]{10}(?:-[1-9]\d*)?")
#: Seconds since 1970 of the years 2001 to 2286; with three more digits, milliseconds.
_SECONDS = re.compile(r"([1-9]\d{9})(?:\d{3})?(?:\.\d*)?")
#: Controls, which say nothing; what is a space among them is one before these are taken away.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person said of one article, in the words of the tool.

    person: the names by which the tool knows the person, such as a name and an e-mail address; none where it
        does not say who it was; `TEAM` alone for what the team as a whole decided.
    word: the decision.
    line: where it stands; 0: where the article does.
    reasons: the reasons for an exclusion; parts of a list, which a comma in a reason may have cut.
    tags: words that are reasons where they are known as such, and are noted where they are not.
    taken_back: the tool says that the person took the decision back.
    """

    person: tuple[str, ...]
    word: str
    line: int = 0
    reasons: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    time: str = ""
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """One entry of an export; `names` are further names of people that stand in it, `key` as in `Item`.

    asked: the export says who has decided, if only that nobody has.
    """

    line: int
    title: str = ""
    doi: str = ""
    year: int | None = None
    source_id: str = ""
    pmid: str = ""
    key: str = ""
    voices: tuple[Voice, ...] = ()
    names: tuple[str, ...] = ()
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """An export, the row of imports.csv that names it, and what its words mean."""

    path: Path
    row: Import
    root: Path
    problems: Problems
    wording: Wording

    @property
    def file(self) -> str:
        """What messages call the export."""
        return relative(self.path, self.root)

    def wrong(self, text: str, line: int = 0, column: str = "") -> None:
        """Note what is wrong in the export."""
        self.problems.add(self.file, text, line=line, column=column)

    def wrong_row(self, text: str, column: str) -> None:
        """Note what is wrong in the row that names it."""
        self.problems.add_at(self.row.place or self.file, text, column=column)

    def headings(self, names: tuple[str, ...] = ()) -> dict[str, str]:
        """Return the headings that the row names, by column; `names` are those that it may name."""
        try:
            return named(self.row.columns, names) if names else named(self.row.columns)
        except ValueError as error:
            self.wrong_row(str(error), "columns")
            return {}

    def entries(self) -> tuple[str, list[tuple[Raw, Entry]]]:
        """Return the format, and the entries as the file has them and in columns.

        A file that cannot be read, or is damaged, is a problem, and nothing of it is returned: one that
        breaks off would lose the votes behind the break, or, where it is a list, exclude what stood there.
        """
        found: list[tuple[Raw, Entry]] = []
        reading = read_export(
            self.path,
            self.file,
            self.problems,
            self.headings(),
            self.row.place,
            lambda raw, entry: found.append((raw, entry)),
        )
        if reading is None:
            return "", []
        if not found or reading.markers != len(found):
            count = f"{reading.markers} entries counted, {len(found)} read"
            self.wrong(f"is empty or damaged ({count}); export it again")
            return "", []
        return reading.format, found


def article(
    raw: Raw,
    entry: Entry,
    key: str = "",
    voices: tuple[Voice, ...] = (),
    names: tuple[str, ...] = (),
) -> Article:
    """Return an entry as an article; a record id of ours is found wherever the tool has kept it."""
    own = next((value for value in raw.values if _RECORD_ID.fullmatch(value)), "")
    return Article(
        entry.line, entry.title, entry.doi, entry.year, own or entry.source_id, entry.pmid, key, voices, names
    )


def moment(text: str) -> str:
    """Return a time that a tool gives, in ISO 8601 and UTC; empty where it cannot be read.

    >>> moment("2022-12-15T19:56:44.781Z"), moment("1745432659.839991"), moment("soon")
    ('2022-12-15T19:56:44', '2025-04-23T18:24:19', '')
    """
    if found := _SECONDS.fullmatch(text.strip()):
        return datetime.fromtimestamp(int(found[1]), UTC).strftime("%Y-%m-%dT%H:%M:%S")
    try:
        return iso_date(text)[:19]  # without the zone, which is UTC
    except ValueError:
        return ""


def listed(text: str, apart: str = r"[,;|\n]") -> tuple[str, ...]:
    """Return the words of a list."""
    return tuple(filter(None, map(_line, re.split(apart, text))))


def noted(*parts: str) -> str:
    """Return what is to be noted, on one line, as one text."""
    return "; ".join(filter(None, map(_line, parts)))


def _line(text: str) -> str:
    """Return a text on one line, without the control characters that people paste into notes.

    >>> _line("seen\\x00 twice\\x07,\\n by both")
    'seen twice, by both'
    """
    text = text if text.isprintable() else _CONTROL.sub("", " ".join(text.split()))
    return " ".join(text.split())

"""ASReview's project file: a zip file with the bibliography as it was loaded, and the decisions.

The entries are those of the file in `data/`, read by whichever format knows it; where none does, those of
ASReview's own table `record`. What was decided is added to each entry as fields: `asreview_included` (1 or
0), `asreview_time` and so on, one for each column of ASReview's table `results` that says something, and
`asreview_decision_change` for each decision that was changed.

ASReview numbers records from 0 in the order of the file (versions 0 and 1), or says which row of which file
a record is (2 and later). Where titles or numbers show that file and decisions do not belong together, the
entry gets no decision, and says so.

Lines are those of the file in `data/`; in a table they are rows.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tamis.formats import columns as c
from tamis.formats.columns import Columns
from tamis.formats.content import DAMAGED, JUNK, MOST_TIMES, SMALL, Content, Refused
from tamis.formats.entry import Flaw, Raw, Stray

if TYPE_CHECKING:
    from tamis.formats import Format

NAME = "ASReview project"

_PROJECT = re.compile(r"(?P<folder>(?:[^/]+/)?)project\.json")
#: Databases: versions 1, 2, and 3.
_DATABASE = re.compile(r"(?:reviews/[^/]+/results\.(?:sql|db)|data_store\.db|results\.db)")
#: No file of a project is larger.
_MOST = 1 << 30
#: A value in a database is no longer, and a question takes no more steps.
_LONGEST, _STEPS = 64 << 20, 2_000_000_000
_EACH_STEPS = 10_000_000
#: A table, whose columns are stored, not computed.
_PLAIN_TABLE = re.compile(r"\s*CREATE\s+TABLE\b(?!.*\bAS\b)", re.I | re.S)
_SAYS_NOTHING = frozenset({"", "[]", "{}", "null"})


def _of(within: Raw, columns: Columns, added: list[tuple[str, str]], flaws: list[Flaw]) -> Raw:
    """Return an entry of a format inside the project, with what ASReview adds to it."""
    return Raw(
        within.line,
        [*within.tags, *(tag for tag, _ in added)],
        [*within.values, *(value for _, value in added)],
        (*within.flaws, *flaws),
        [*within.lines, *(within.line for _ in added)],
        within.columns or columns,
    )


#: The rules of ASReview's own table; entries of a bibliography have those of its format.
COLUMNS = Columns(
    source_id=c.first("record_id"),
    title=c.first("title"),
    authors=c.people("authors"),
    year=c.year("year"),
    doi=c.doi("doi", resolver=("url",)),
    abstract=c.first("abstract"),
    keywords=c.words("keywords"),
    url=c.first("url"),
)


def recognise(content: Content) -> int | None:
    """ASReview: a zip file with `project.json` and a folder of data or of reviews, or a database."""
    folder = _folder(content)
    if folder is None:
        return None
    inside = [name.removeprefix(folder) for name in content.members if name.startswith(folder)]
    is_project = any(name.startswith(("data/", "reviews/")) or _DATABASE.fullmatch(name) for name in inside)
    return 0 if is_project else None


def _folder(content: Content) -> str | None:
    found = [match["folder"] for name in content.members if (match := _PROJECT.fullmatch(name))]
    return min((folder for folder in found if not JUNK.search(folder)), key=len, default=None)


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the entries.

    Raises:
        Refused: the archive is damaged, or holds no bibliography that is known.
    """
    with _opened(content) as project:
        labels = project.labels
        if not project.files:
            for number, row in enumerate(project.rows, start=1):
                added = labels.of(row.record)
                ends = labels.left(row.number) if number == len(project.rows) else []
                yield _of(row.raw(), COLUMNS, added, [*project.take_flaws(), *ends])
            return
        for file in project.files:
            yield from _labelled(file, project)


def count_markers(content: Content) -> int:
    """Count what the format of the file in `data/` counts; the rows of a table where there is none."""
    with _opened(content) as project:
        if not project.files:
            return project.count_rows()
        return sum(file.format.count_markers(file.content) for file in project.files)


# --- entries and their decisions ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _File:
    """A bibliography in the project: its name, the ids ASReview may call it, its content and format."""

    name: str
    ids: frozenset[str]
    content: Content
    format: Format


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of ASReview's table of records."""

    number: int
    record: str
    row: int | None
    file: str
    fields: Mapping[str, str]

    def raw(self) -> Raw:
        """Return it as an entry; lists (authors, keywords) give a field for each of what they hold."""
        tags: list[str] = []
        values: list[str] = []
        for tag, text in self.fields.items():
            for value in _list(text) if tag in ("authors", "keywords") else [text]:
                tags.append(tag)
                values.append(value)
        return Raw(self.number, tags, values, (), [self.number] * len(tags))


@dataclass(slots=True)
class _Labels:
    """What was decided, by record."""

    added: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def of(self, record: str) -> list[tuple[str, str]]:
        """Return the fields of a record's decision; none where there is none."""
        self.used.add(record)
        return self.added.get(record, [])

    def left(self, line: int) -> list[Flaw]:
        """Return a flaw where there are decisions that no entry took."""
        ids = [record for record in self.added if record not in self.used]
        named = ", ".join(ids[:5]) + (", ..." if ids[5:] else "")
        return [Flaw(line, f"ASReview has decisions on records that are not there ({named})")] if ids else []


def _labelled(file: _File, project: _Project) -> Iterator[Raw | Stray]:
    """Yield the entries of a file with their decisions; what is wrong with the file goes to where it is."""
    columns = file.format.COLUMNS
    records = project.records_of(file)
    flaws = sorted(file.content.flaws(), key=lambda flaw: flaw.line)
    held: Raw | None = None
    position = 0
    try:
        for item in file.format.scan(file.content):
            if isinstance(item, Stray):
                if held is not None:
                    yield held
                    held = None
                yield item
                continue
            if held is not None:
                yield held
            near = [flaw for flaw in flaws if flaw.line < item.line] if flaws else []
            flaws = flaws[len(near) :]
            added, amiss = _decision(item, columns, records.get(position), position, project)
            held = _of(item, columns, added, [*project.take_flaws(), *near, *amiss])
            position += 1
    except Refused as refused:
        raise Refused(f"holds {file.name}, which {refused.text}", refused.line) from None
    rest = [*flaws, *project.take_flaws()]
    if file is project.files[-1]:
        rest += project.labels.left(held.line if held else 1)
    if held is not None:
        held.flaws = [*held.flaws, *rest]
        yield held
    else:
        for flaw in rest:
            yield Stray(flaw.line, flaw.text)


def _decision(
    raw: Raw, columns: Columns, row: _Row | None, position: int, project: _Project
) -> tuple[list[tuple[str, str]], list[Flaw]]:
    """Return the fields of an entry's decision, and what does not fit."""
    if row is None:
        return ([], []) if project.rows else (project.labels.of(str(position)), [])
    added = project.labels.of(row.record)
    theirs, ours = (_letters(text) for text in (row.fields.get("title", ""), columns.entry(1, raw).title))
    if theirs == ours or not (theirs and ours) or theirs in ours or ours in theirs:
        return added, []
    note = f"ASReview has another title for row {row.row}"
    return [], [Flaw(raw.line, f"{note}; its decision is left out" if added else note)]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, c.clean(text).casefold()))[:60]


# --- the project --------------------------------------------------------------------------------


class _Project:
    """A project on disk: the parts of it that are read, unpacked under names of our own."""

    def __init__(self, archive: zipfile.ZipFile, folder: str, content: Content, room: Path) -> None:
        self._archive = archive
        self._folder = folder
        self._room = room
        self._flaws: list[Flaw] = []
        inside = [
            info
            for info in archive.infolist()
            if info.filename.startswith(folder) and not info.is_dir() and not JUNK.search(info.filename)
        ]
        self._parts = {info.filename.removeprefix(folder): info for info in inside}
        settings = self._settings()
        self.labels = _Labels()
        self.rows: list[_Row] = []
        self._source: Path | None = None  # the database that the rows are from
        self._known: int | None = None  # how many records version 1 knew
        for name in sorted(filter(_DATABASE.fullmatch, self._parts)):
            try:
                self._read(self._unpacked(name))
            except sqlite3.Error as error:
                self._flaws.append(Flaw(1, f"ASReview's database {name} cannot be read ({error})"))
        self.files = list(self._bibliographies(settings, content.named))
        if not self.files and self.rows and self._flaws:
            self._flaws.append(Flaw(1, "ASReview's own table of records is read instead"))
        if not self.files and not self.rows:
            raise Refused("is an ASReview project without a bibliography that Tamis knows")

    def take_flaws(self) -> list[Flaw]:
        """Return what is wrong with the project, once."""
        taken, self._flaws = self._flaws, []
        return taken

    def records_of(self, file: _File) -> dict[int, _Row]:
        """Return ASReview's records of a file, by row."""
        several = len(self.files) > 1
        if not self.rows and self.labels.added:
            count = file.format.count_markers(file.content)
            if several or count != self._known:
                self.labels.added.clear()
                why = f"it knew {self._known or 'an unknown number of'} records, {file.name} has {count}"
                self._flaws.append(Flaw(1, f"ASReview's decisions are left out: {why}"))
        return {
            row.row: row for row in self.rows if row.row is not None and (not several or row.file in file.ids)
        }

    def count_rows(self) -> int:
        """Return the number of records that the databases have, by their own count."""
        return int(_ask(self._source, "record", whole=False)[1][0][0]) if self._source else 0

    def _settings(self) -> dict[str, Any]:
        try:
            with self._archive.open(self._parts["project.json"]) as stream:
                found = json.loads(stream.read(SMALL))
        except (*DAMAGED, OSError, KeyError, RecursionError):
            found = None
        if not isinstance(found, dict):
            self._flaws.append(Flaw(1, "the project's settings (project.json) cannot be read"))
            return {}
        return found

    def _unpacked(self, name: str) -> Path:
        """Copy a part to a file of our own naming: a path in an archive is never one on disk."""
        info = self._parts[name]
        if info.file_size > max(SMALL, min(_MOST, info.compress_size * MOST_TIMES)):
            raise Refused(f"holds {name}, which unpacks to far too much")
        path = self._room / str(len(list(self._room.iterdir())))
        with self._archive.open(info) as stream, path.open("wb") as target:
            shutil.copyfileobj(stream, target)
        return path

    def _bibliographies(self, settings: dict[str, Any], named: Mapping[str, str]) -> Iterator[_File]:
        """Yield the files in `data/` that the settings name, or all where they name none."""
        from tamis.formats import recognise as format_of  # formats know nothing of each other when loaded

        wanted = _datasets(settings)
        there = {name: name.removeprefix("data/") for name in self._parts if name.startswith("data/")}
        chosen = [name for name, base in there.items() if base in wanted] or list(there)
        for name in chosen:
            content = Content(self._unpacked(name), named)
            format = None if content.is_empty else format_of(content)
            if format is None or format.NAME == NAME:
                what = "is empty" if content.is_empty else "is in no format that Tamis knows"
                self._flaws.append(Flaw(1, f"{name} {what}"))
                continue
            base = there[name]
            yield _File(name, frozenset({base, *wanted.get(base, ())}), content, format)

    def _read(self, path: Path) -> None:
        """Read the records and decisions of a database."""
        heads, rows = _ask(path, "record") if not self.rows else ([], [])
        if rows:
            self._source = path
        for number, row in enumerate(rows, start=1):
            fields = {head: _text(value) for head, value in zip(heads, row, strict=True) if value is not None}
            record, place = fields.get("record_id", str(number - 1)), fields.get("dataset_row", "")
            position = int(place) if place.isdecimal() and len(place) < 10 else None
            self.rows.append(_Row(number, record, position, fields.get("dataset_id", ""), fields))
        if (known := _ask(path, "record_table", whole=False)[1]) and known[0][0]:
            self._known = int(known[0][0])
        for table in ("results", "decision_changes"):
            heads, rows = _ask(path, table)
            if "record_id" in heads:
                self._label(table, heads, rows)

    def _label(self, table: str, heads: list[str], rows: list[tuple[Any, ...]]) -> None:
        for row in rows:
            fields = {head: _text(value) for head, value in zip(heads, row, strict=True) if value is not None}
            record = fields.pop("record_id", "")
            added = self.labels.added.setdefault(record, [])
            new = [("asreview_decision_change", json.dumps(fields, ensure_ascii=False))]
            if table == "results":
                said = {head: value for head, value in fields.items() if value not in _SAYS_NOTHING}
                new = [(_TAGS.get(head, f"asreview_{head}"), value) for head, value in said.items()]
            added += [each for each in new if each not in added]


#: Columns of ASReview's results that versions call otherwise, or that say what they are only there.
_TAGS = {
    "label": "asreview_included",
    "labeling_time": "asreview_time",
    "notes": "asreview_note",
    "user_id": "asreview_user",
}


@contextmanager
def _opened(content: Content) -> Iterator[_Project]:
    with TemporaryDirectory(prefix="tamis-") as room:
        with content.archive() as archive:
            project = _Project(archive, _folder(content) or "", content, Path(room))
        yield project


def _datasets(settings: dict[str, Any]) -> dict[str, list[str]]:
    """Return the names of the files that a project names, each with its id."""
    found: dict[str, list[str]] = {}
    if isinstance(path := settings.get("dataset_path"), str):
        found[path] = []
    datasets = settings.get("datasets")
    for each in datasets if isinstance(datasets, list) else ():
        if isinstance(each, dict) and isinstance(name := each.get("name"), str):
            found[name] = [str(each.get("id", ""))]
    return found


_ROWS = {
    "record": "SELECT * FROM record ORDER BY rowid",
    "results": "SELECT * FROM results ORDER BY rowid",
    "decision_changes": "SELECT * FROM decision_changes ORDER BY rowid",
}
_COUNT = {"record": "SELECT count(*) FROM record", "record_table": "SELECT count(*) FROM record_table"}


def _ask(path: Path, table: str, whole: bool = True) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the columns and rows of a table, or the number of its rows; none where there is no such table.

    What stands in a database may have been made by anyone: it is opened for reading alone, a view is no
    table, and a question that takes too long is given up.
    """
    steps = iter(range(_STEPS // _EACH_STEPS))
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        database.text_factory = lambda text: text.decode("utf-8", "replace")
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        database.set_progress_handler(lambda: next(steps, None) is None, _EACH_STEPS)
        database.execute("PRAGMA trusted_schema = OFF")
        made = database.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
        sql = made.fetchone()
        if sql is None or not _PLAIN_TABLE.match(str(sql[0])):
            return [], []
        asked = database.execute(_ROWS[table] if whole else _COUNT[table])
        return [head[0] for head in asked.description], asked.fetchall()


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _list(text: str) -> list[str]:
    """Return what a list in JSON holds; a text that is none as it is."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return [text]
    return list(map(str, found)) if isinstance(found, list) else [text]

"""The files in `records/searches/`: the search log, the strategies, the exports."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tamis.errors import Problems
from tamis.formats.entry import Entry
from tamis.formats.reading import Reading, looks_like, read_export
from tamis.ids import record_ids
from tamis.named import named
from tamis.review import Review, written
from tamis.store import decode, line_feeds, read_rows, read_saved, saved, table_lines
from tamis.tables import Search, Strategy, StrategyLine

_TABLES = {".csv", ".xlsx", ".xlsm", ".tsv"}


@dataclass(frozen=True, slots=True)
class Searches:
    """All that lies in `records/searches/`.

    `readings` is what was read from each export, by file; `complete` is False where the log or an export
    could not be read, so that there may be more records than these.
    """

    log: Sequence[Search]
    strategies: Sequence[Strategy]
    readings: Mapping[str, Reading]
    complete: bool

    def entries(self) -> list[tuple[Search, Entry]]:
        """Return every entry with its search: in the order of the log, then by position in the file."""
        return [
            (search, entry)
            for search in self.log
            if search.file in self.readings
            for entry in self.readings[search.file].entries
        ]

    def titles(self) -> dict[str, str]:
        """Return the title of every record by its id."""
        found = self.entries()
        return {id: entry.title for id, (_, entry) in zip(record_ids(found), found, strict=True)}


def read(review: Review, problems: Problems) -> Searches:
    """Return all that lies in `records/searches/`, each file read once; what is wrong is noted."""
    before = len(problems)
    log = read_log(review, problems)
    readings = read_exports(review, log, problems)
    complete = len(problems) == before
    check_files(review, log, problems)
    return Searches(log, read_strategies(review, log, problems), readings, complete)


def read_log(review: Review, problems: Problems) -> list[Search]:
    """Return the search log's rows; what is wrong in them is noted, and no file out of this folder is named.

    Limits that go on after the day of the run are as true as those that stop before it.
    """
    log = read_saved(_log(review), Search, problems, root=review.root)
    if not saved(_log(review)).exists() and _files(review):
        problems.add(review.place(_log(review)), "there is no such file")
    for search in log:
        if search.date_to and search.date_from > search.date_to:
            problems.add_at(search.place, f"{search.date_from} is after date_to", column="date_from")
        try:
            named(search.columns)
        except ValueError as error:
            problems.add_at(search.place, str(error), column="columns")
    return [search for search in log if _plain(search, problems)]


def _log(review: Review) -> Path:
    return review.searches / "searches.csv"


def _plain(search: Search, problems: Problems) -> bool:
    """Note what names more than a file beside the log, and say if there is nothing."""
    good = True
    for column, name in (("file", search.file), ("strategy_file", search.strategy_file)):
        if name in (".", "..") or re.search(r"[/\\:\x00]", name):
            text = f"{name!r} is not the plain name of a file beside the search log"
            problems.add_at(search.place, text, column=column)
            good = False
    return good


def read_strategies(review: Review, log: list[Search], problems: Problems) -> list[Strategy]:
    """Return the lines of all strategies that the log names, file by file.

    A strategy that is no table (text as it was pasted) is kept line by line, without kinds and counts.
    """
    lines: list[Strategy] = []
    for file in dict.fromkeys(search.strategy_file for search in log if search.strategy_file):
        path = review.searches / file
        if not path.is_file():
            continue  # `check` says so
        if path.suffix.casefold() in _TABLES:
            for row in read_rows(path, StrategyLine, problems, root=review.root):
                lines.append(
                    Strategy(
                        file, row.line, row.kind, row.of, row.query, row.hits, row.time, row.note, row.place
                    )
                )
            continue
        place, data = review.place(path), path.read_bytes()
        if what := looks_like(data):
            problems.add(place, f"is neither a table nor plain text: it is {what}")
            continue
        for number, text in enumerate(line_feeds(decode(data)[0]).split("\n"), start=1):
            if text.strip():
                lines.append(Strategy(file, str(number), query=text.strip(), place=f"{place}:{number}"))
    return lines


def read_exports(review: Review, log: Sequence[Search], problems: Problems) -> dict[str, Reading]:
    """Return what was read from each export of the log, by file; those that cannot be read are problems."""
    readings = {}
    for search in log:
        path = review.searches / search.file
        if not path.is_file():
            continue  # `check_files` says so
        try:
            headings = named(search.columns)
        except ValueError:
            continue  # `read_log` says so
        if reading := read_export(path, review.place(path), problems, headings, search.place):
            readings[search.file] = reading
    return readings


def check_files(review: Review, log: list[Search], problems: Problems) -> None:
    """Note each file that the log names and is not there, and each that it does not name."""
    present = _files(review)
    names = [path.name for path in present]
    for path in sorted(review.searches.iterdir()) if review.searches.is_dir() else ():
        if path.is_dir() and not path.name.startswith((".", "~")):
            problems.add(review.place(path), "is a folder; exports lie beside the search log itself")
    for search in log:
        for column, name in (("file", search.file), ("strategy_file", search.strategy_file)):
            if not name or name in names or (column == "file" and search.hits == 0):
                continue
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            if column == "file" and not near:
                hint = "; a search that found nothing has hits 0, and needs no file"
            problems.add_at(
                search.place, f"{name!r} is not in {review.place(review.searches)}/{hint}", column=column
            )
    unread = Problems()
    mentioned = _mentioned(review, unread)
    for path in present:
        if path.name not in mentioned and not len(unread):
            where = review.place(saved(_log(review)))
            problems.add(review.place(path), f"the search log does not name it; add a row for it to {where}")


def _mentioned(review: Review, problems: Problems) -> set[str]:
    """Return the files that the log names, also in rows with a problem: what is wrong is said once."""
    columns: list[int] = []
    names = set()
    for _, cells in table_lines(saved(_log(review)), problems, root=review.root):
        heads = [cell.strip().casefold().replace(" ", "_") for cell in cells]
        if not columns:
            columns = [at for at, head in enumerate(heads) if head in ("file", "strategy_file")]
        names |= {cells[at].strip() for at in columns if at < len(cells)}
    return names


def _files(review: Review) -> list[Path]:
    """Return the files that lie beside the log."""
    logs = (_log(review).name, _log(review).with_suffix(".xlsx").name)
    return [path for path in written(review.searches) if path.name not in logs]

"""The files in `records/searches/`: the search log, the strategies, the exports."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from tamis.config import Config
from tamis.errors import Problems
from tamis.formats.reading import Reading, looks_like, read_export, recognise_file
from tamis.review import Known, Review
from tamis.searches.ids import record_ids
from tamis.store import decode, line_feeds, read_rows, table_lines
from tamis.tables import Search, Strategy, StrategyLine

_TABLES = {".csv", ".xlsx", ".xlsm", ".tsv"}


def log_path(review: Review) -> Path:
    """Return the search log: searches.csv, or searches.xlsx where there is no CSV."""
    path = review.searches / "searches.csv"
    other = path.with_suffix(".xlsx")
    return other if other.exists() and not path.exists() else path


def read_log(review: Review, problems: Problems) -> list[Search]:
    """Return the search log's rows; what is wrong in them is noted, and no file out of this folder is named.

    Limits that go on after the day of the run are as true as those that stop before it.
    """
    path = log_path(review)
    if not path.exists() and not _files(review):
        return []
    log = read_rows(path, Search, problems, root=review.root)
    for search in log:
        if search.date_to and search.date_from > search.date_to:
            problems.add_at(search.place, f"{search.date_from} is after date_to", column="date_from")
    return [search for search in log if _plain(search, problems)]


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


def read_exports(review: Review, log: list[Search], problems: Problems) -> dict[str, Reading]:
    """Return what was read from each export of the log, by file; those that cannot be read are problems."""
    readings = {}
    for search, path in _exports(review, log):
        if reading := read_export(path, review.place(path), problems):
            readings[search.file] = reading
    return readings


def _exports(review: Review, log: list[Search]) -> list[tuple[Search, Path]]:
    """Return each search with its export; a search without a hit may have an empty one, or none."""
    found = [(search, review.searches / search.file) for search in log]
    return [
        (search, path)
        for search, path in found
        if path.is_file() and (search.hits != 0 or path.stat().st_size > 0)
    ]


def check_files(review: Review, log: list[Search], problems: Problems) -> None:
    """Note each file that the log names and is not there, and each that it does not name."""
    present = _files(review)
    names = [path.name for path in present]
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
        if path.is_dir():
            problems.add(review.place(path), "is a folder; exports lie beside the search log itself")
        elif path.name not in mentioned and not len(unread):
            where = review.place(log_path(review))
            problems.add(review.place(path), f"the search log does not name it; add a row for it to {where}")


def _mentioned(review: Review, problems: Problems) -> set[str]:
    """Return the files that the log names, also in rows with a problem: what is wrong is said once."""
    columns: list[int] = []
    names = set()
    for _, cells in table_lines(log_path(review), problems, root=review.root):
        heads = [cell.strip().casefold().replace(" ", "_") for cell in cells]
        if not columns:
            columns = [at for at, head in enumerate(heads) if head in ("file", "strategy_file")]
        names |= {cells[at].strip() for at in columns if at < len(cells)}
    return names


def _files(review: Review) -> list[Path]:
    """Return what lies in the folder beside the log, but for READMEs, hidden files and Office's locks."""
    if not review.searches.is_dir():
        return []
    log = log_path(review).name
    return sorted(
        path
        for path in review.searches.iterdir()
        if not path.name.startswith((".", "~$"))
        and not path.name.casefold().startswith("readme")
        and path.name != log
    )


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note everything that is wrong in `records/searches/`."""
    log = read_log(review, problems)
    check_files(review, log, problems)
    read_strategies(review, log, problems)
    for _, path in _exports(review, log):
        recognise_file(path, review.place(path), problems)


def titles(review: Review, problems: Problems) -> dict[str, str]:
    """Return the title of every record by its id, from the exports; what cannot be read is left out."""
    log = read_log(review, problems)
    readings = read_exports(review, log, problems)
    found = [
        (search, entry)
        for search in log
        if search.file in readings
        for entry in readings[search.file].entries
    ]
    return {id: entry.title for id, (_, entry) in zip(record_ids(found), found, strict=True)}

"""Entries and the search log to the built tables, and what in them does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tamis.formats.entry import COLUMNS, Entry
from tamis.formats.reading import Reading
from tamis.ids import record_ids
from tamis.loose import STAND_IN, untitled
from tamis.searches import strategies as rules
from tamis.tables import TEAM, Export, OpenItem, Record, Search, Strategy


def record(entry: Entry, file: str, **more: str) -> Record:
    """Return an entry as a record of a file; `more` gives the columns that only a review has."""
    values: dict[str, Any] = {"record_id": "", "source_file": file, **more}
    return Record(**values, **{name: getattr(entry, name) for name in COLUMNS})


def records(found: Sequence[tuple[Search, Entry]], folder: str) -> list[Record]:
    """Return all records.

    Args:
        found: every entry with its search, in the order in which records stand.
        folder: where the exports lie, for the `place` column.
    """
    ids = record_ids(found)
    return [
        record(
            entry,
            search.file,
            record_id=id,
            source=search.source,
            source_kind=search.kind,
            stand_in="yes" if STAND_IN in entry.keywords.casefold() else "no",
            place=f"{folder}/{search.file}:{entry.line}",
        )
        for id, (search, entry) in zip(ids, found, strict=True)
    ]


def exports(
    log: Sequence[Search], readings: Mapping[str, Reading], digests: Mapping[str, str]
) -> list[Export]:
    """Return what was read from each export; a search that found nothing has no file, and 0 records.

    Args:
        log: the search log.
        readings: what was read, by file.
        digests: the SHA-256 of each file that was read.
    """
    rows = []
    for search in log:
        reading = readings.get(search.file)
        rows.append(
            Export(
                file=search.file,
                source=search.source,
                platform=search.platform,
                source_kind=search.kind,
                date_run=search.date_run,
                format=reading.format if reading else "",
                encoding=reading.encoding if reading else "",
                sha256=digests.get(search.file, ""),
                entries=reading.markers if reading else 0,
                records=len(reading.entries) if reading else 0,
                hits=search.hits,
                removed_automatic=search.removed_automatic,
                removed_other=search.removed_other,
                update=search.update,
                stand_in=search.stand_in,
                place=search.place,
            )
        )
    return rows


def open_items(
    log: Sequence[Search],
    readings: Mapping[str, Reading],
    digests: Mapping[str, str],
    strategies: Iterable[Strategy],
    folder: str,
) -> list[OpenItem]:
    """Return what does not add up: counts, strategies, dates, damaged entries, titles. One item an id.

    Args:
        log: the search log.
        readings: what was read, by file.
        digests: the SHA-256 of each file that was read.
        strategies: the lines of all strategies.
        folder: where the exports lie.
    """
    items: dict[str, OpenItem] = {}
    if not log:
        text = "No search is logged yet: a review begins with its search exports."
        items["search:none"] = OpenItem("search:none", text, TEAM, f"{folder}/searches.csv")
    by_file: dict[str, list[Strategy]] = {}
    for line in strategies:
        by_file.setdefault(line.file, []).append(line)
    for search in log:
        lines = by_file.get(search.strategy_file, [])
        for item, text, place in _of_search(search, readings.get(search.file), lines, folder):
            items[item] = OpenItem(item, text, TEAM, place)
    first: dict[str, str] = {}
    for search in log:
        reading = readings.get(search.file)
        if not reading or not reading.entries:
            continue
        one = first.setdefault(digests[search.file], search.file)
        if one != search.file:
            text = f"{search.file} is the same file as {one}: its records are counted twice."
            item = f"search:twice:{search.file}"
            items[item] = OpenItem(item, text, TEAM, search.place)
    found = [finding for lines in by_file.values() for finding in rules.findings(lines)]
    for search in log:
        found.extend(rules.against_log(search, by_file.get(search.strategy_file, [])))
    texts: dict[Strategy, list[str]] = {}
    for line, text in found:
        texts.setdefault(line, []).append(text)
    for line, said in texts.items():
        item = f"search:strategy:{line.file}:{line.line}"
        text = f"Line {line.line} of {line.file}: {'; '.join(dict.fromkeys(said))}."
        items[item] = OpenItem(item, text, TEAM, line.place)
    return [items[item] for item in sorted(items)]


def _of_search(
    search: Search, reading: Reading | None, lines: Sequence[Strategy], folder: str
) -> Iterable[tuple[str, str, str]]:
    file = search.file
    count = len(reading.entries) if reading else 0
    empty = reading is not None and not reading.format and search.hits != 0
    removed = (search.removed_automatic or 0) + (search.removed_other or 0)
    if search.hits is None:
        yield f"search:hits:{file}", f"How many hits {search.source} reported is not recorded.", search.place
    elif search.hits != count + removed and not empty:
        without = f" and {removed} were removed before" if removed else ""
        yield (
            f"search:hits:{file}",
            f"{search.source} reported {search.hits} hits; {file} holds {count} records{without}.",
            search.place,
        )
    if not search.strategy_file:
        text = f"The strategy of the search in {search.source} ({file}) is not recorded."
        yield f"search:strategy:{file}", text, search.place
    elif not lines:
        text = f"{search.strategy_file}, the strategy of the search in {search.source} ({file}), has no line."
        yield f"search:strategy:{file}", text, search.place
    if days := rules.uncovered_days(search):
        text = (
            f"The limits of the search in {search.source} end on {search.date_to}, it was run on "
            f"{search.date_run}: {days} day{'s' if days > 1 else ''} are not covered."
        )
        yield f"search:dates:{file}", text, search.place
    if empty:
        reported = "" if search.hits is None else f", and {search.source} reported {search.hits} hits"
        text = f"{file} is empty{reported}. Download it again; for a search that found nothing, hits is 0."
        yield f"search:empty:{file}", text, f"{folder}/{file}:1"
    if not reading or not reading.format:
        return
    if reading.markers != count:
        text = f"{file} has {reading.markers} entries by their first lines; {count} records were read."
        yield f"search:count:{file}", text, f"{folder}/{file}:1"
    if bare := [entry.line for entry in reading.entries if not entry.title]:
        text = f"{file}: {untitled(bare, len(bare), count)}."
        yield f"search:untitled:{file}", text, f"{folder}/{file}:{bare[0]}"
    if reading.flaws:
        flaw = reading.flaws[0]
        more = f", and {len(reading.flaws) - 1} more like this" if len(reading.flaws) > 1 else ""
        text = f"{file} is not quite as its format wants it: line {flaw.line}: {flaw.text}{more}."
        yield f"search:damaged:{file}", text, f"{folder}/{file}:{flaw.line}"

"""The lines of a search strategy, checked against each other and against the search log.

Sets explain the rules: what is in all of some lines is in the smallest of them; what is in any of them is
at least the largest and at most all together; a filter only takes away. PRISMA 2020 item 7 asks for the
strategies as they were run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tamis.tables import Search, Strategy


def split(of: str) -> list[str]:
    """Return the names of the lines that a line combines or narrows."""
    return [name.strip() for name in of.split(";") if name.strip()]


def findings(lines: Sequence[Strategy]) -> Iterator[tuple[Strategy, str]]:
    """Yield each line that does not fit the lines it is made of, and why."""
    most: dict[str, int | None] = {}  # what each line so far can hold at most
    for line in lines:
        names = split(line.of)
        unknown = [name for name in names if name not in most]
        parts = [(most[name], name) for name in names if name in most]
        if line.kind in ("and", "or", "filter") and not names:
            yield line, "it does not say which lines it is made of"
        if unknown:
            yield line, f"it is made of line {', '.join(unknown)}, which the strategy does not have before it"
        bounds = [(number, name) for number, name in parts if number is not None]
        complete = bool(bounds) and len(bounds) == len(names)
        if line.kind in ("and", "filter") and bounds:
            least, name = min(bounds)
            if line.hits is not None and line.hits > least:
                what = "an AND holds at most" if line.kind == "and" else "a filter leaves at most"
                yield line, f"it has {line.hits} hits, but {what} the {least} of line {name}"
            most[line.line] = least if line.hits is None else line.hits
        elif line.kind == "or":
            total = sum(number for number, _ in bounds)
            if line.hits is not None and complete and line.hits > total:
                yield line, f"it has {line.hits} hits, but its lines have only {total} together"
            most[line.line] = line.hits if line.hits is not None else total if complete else None
            yield from _too_few(line, names, lines)
        else:
            most[line.line] = line.hits


def _too_few(
    line: Strategy, names: Sequence[str], lines: Sequence[Strategy]
) -> Iterator[tuple[Strategy, str]]:
    known = [(part.hits, part.line) for part in lines if part.line in names and part.hits is not None]
    if line.hits is not None and known and line.hits < max(known)[0]:
        number, name = max(known)
        yield line, f"it has {line.hits} hits, but an OR holds at least the {number} of line {name}"


def against_log(search: Search, lines: Sequence[Strategy]) -> Iterator[tuple[Strategy, str]]:
    """Yield each line of a strategy that does not fit the search log's row, and why."""
    if not lines:
        return
    last = lines[-1]
    if last.hits is not None and search.hits is not None and last.hits != search.hits:
        yield last, f"it has {last.hits} hits, the search log gives {search.hits} for {search.file}"
    for line in lines:
        if line.time and not _same_day(line.time, search.date_run):
            yield line, f"it was run on {line.time[:10]}, the search log says {search.date_run}"


def _same_day(time: str, day: str) -> bool:
    """Say whether a time is of a day; one in UTC may be of the day before or after where it was written."""
    apart = abs((date.fromisoformat(time[:10]) - date.fromisoformat(day)).days)
    return apart <= (1 if time.endswith("+00:00") else 0)


def uncovered_days(search: Search) -> int:
    """Return how many days before the run the search's limits leave uncovered."""
    if not search.date_to:
        return 0
    return max(0, (date.fromisoformat(search.date_run) - date.fromisoformat(search.date_to)).days)

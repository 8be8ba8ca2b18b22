"""The rows of a text of cells, streamed; what is not written as CSV wants it swallows as little as can be.

A row is first read as CSV asks for it: a cell in quotation marks may hold anything, also further lines, and
in it a quotation mark is written twice. Where that fails, the row is read once more, so that a quotation
mark closes a cell only where what parts cells, or the line's end, follows; and where nothing closes it, the
line ends the row.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

import tamis.store  # noqa: F401  it lifts the csv module's limit of a cell's size

#: A row with more than so many characters, or of a broken one so many lines, is cut.
_LONGEST, _MOST_LINES, _LONGEST_BROKEN = 4 << 20, 50, 256 << 10
NOT_CLOSED = "a quotation mark is not closed, or one within a text is not written twice"


@dataclass
class Feed:
    """Lines with their number; what was taken for a row may be put back."""

    lines: Iterator[str]
    number: int = 1
    again: deque[str] = field(default_factory=deque)
    taken: list[str] = field(default_factory=list)
    size: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.size > _LONGEST:
            raise StopIteration
        line = self.again.popleft() if self.again else next(self.lines)
        self.taken.append(line)
        self.size += len(line)
        return line

    def done(self, count: int) -> None:
        """Say how many of the taken lines were a row; the others come again."""
        self.again.extendleft(reversed(self.taken[count:]))
        self.number += count
        self.taken = []
        self.size = 0

    @property
    def at_end(self) -> bool:
        """Whether there is no further line."""
        if not self.again:
            self.again.extend(line for line in (next(self.lines, None),) if line is not None)
        return not self.again


def numbered(chunks: Iterable[bytes], line: int = 1) -> Feed:
    """Return the lines of a text that comes in chunks of whole lines, and begins at a line."""

    def lines() -> Iterator[str]:
        for chunk in chunks:
            for line in chunk.decode("utf-8", "replace").removesuffix("\n").split("\n"):
                yield f"{line}\n"

    return Feed(lines(), line)


def below(chunks: Iterator[bytes], count: int) -> tuple[list[str], Iterator[bytes]]:
    """Return the first lines of a text, and the chunks of what follows them."""
    data = b""
    while data.count(b"\n") < count and (chunk := next(chunks, b"")):
        data += chunk
    parts = data.split(b"\n", count)
    lines = [line.decode("utf-8", "replace") for line in parts[:count]]
    return lines, chain(filter(None, parts[count:]), chunks)


def rows(
    feed: Feed, delimiter: str, width: int, spaced: bool = False
) -> Iterator[tuple[int, list[str], str]]:
    """Yield each row: the line it begins at, its cells, and what is wrong with its quotation marks.

    Args:
        feed: the lines.
        delimiter: what parts cells.
        width: how many cells a row should have.
        spaced: a space stands before quotation marks.
    """
    fits = {width}
    for line in feed:
        problem = ""
        if '"' not in line:
            cells = line[:-1].split(delimiter)
        elif delimiter == "\t" and _is_whole(line, width):
            cells = [_unquoted(cell) for cell in line[:-1].split("\t")]
        else:
            try:
                reader = csv.reader(
                    chain((line,), feed), delimiter=delimiter, strict=True, skipinitialspace=spaced
                )
                cells = next(reader)
                broken = (
                    len(feed.taken) > 1
                    and len(cells) not in fits
                    and bool(_next_whole(feed, delimiter, fits))
                )
            except csv.Error:
                broken = True
            if broken:
                cells, count = _mended(feed, delimiter, fits)
                yield feed.number, cells, NOT_CLOSED
                feed.done(count)
                continue
        yield feed.number, cells, problem
        feed.done(len(feed.taken))
        if len(cells) > 1:
            fits = {width, len(cells)}


def _is_whole(line: str, width: int) -> bool:
    """Say whether a line of a table parted by tabs is a row of itself, whatever quotation marks it has.

    Databases write no quotation marks around such cells, and some titles begin with one.
    """
    last = line.rstrip("\n").rpartition("\t")[2]
    return line.count("\t") >= width - 1 and (not last.startswith('"') or _unquoted(last) != last)


def _unquoted(cell: str) -> str:
    """Return a cell without the quotation marks around it."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in (inner := cell[1:-1]).replace('""', ""):
        return inner.replace('""', '"')
    return cell


def _mended(feed: Feed, delimiter: str, fits: set[int]) -> tuple[list[str], int]:
    """Return the cells of a row that is not written as CSV wants it, and how many lines it takes."""
    first = feed.taken[0]
    alone, _, opened = _loose(first, delimiter)
    stop = _next_whole(feed, delimiter, fits) or len(feed.taken)
    if stop == 1 or (len(alone) in fits and opened != len(alone) - 1):
        return alone, 1
    text = first
    for line in feed.taken[1 : min(stop, _MOST_LINES)]:
        if len(text) + len(line) > _LONGEST_BROKEN:
            break
        text += line
    cells, count, open_still = _loose(text, delimiter)
    if open_still < 0 and (len(cells) in fits or count > 1):
        return cells, count
    if opened < 0 or not (stop < len(feed.taken) or (feed.size <= _LONGEST and feed.at_end)):
        return alone, 1
    # Cut off inside a text: what stands before the next whole row, or the end, is the rest of it.
    rest = "".join(feed.taken[1:stop]).rstrip("\n")
    if len(rest) > _LONGEST_BROKEN:
        return alone, 1
    return [*alone[:-1], f"{alone[-1]}\n{rest}"], stop


def _next_whole(feed: Feed, delimiter: str, fits: set[int]) -> int:
    """Return how many of the taken lines stand before the first, but for the very first, that is a row."""
    if max(fits) < 2:
        return 0
    for at in range(1, len(feed.taken)):
        line = feed.taken[at]
        if delimiter not in line:
            continue
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        if len(cells) in fits:
            return at
    return 0


@lru_cache
def _quoted(delimiter: str) -> re.Pattern[str]:
    apart = re.escape(delimiter)
    ends = rf"(?=[ ]*(?:{apart}|\n|\Z))"
    return re.compile(rf'[ ]?"((?:[^"]+|""|"(?![ ]*(?:{apart}|\n|\Z)))*+)"{ends}[ ]*')


@lru_cache
def _end(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(delimiter)}|\n")


def _loose(text: str, delimiter: str) -> tuple[list[str], int, int]:
    """Return the cells of the first row of a text, how many lines it takes, and which cell is not closed.

    The last is -1 where all are closed.
    """
    cells: list[str] = []
    at, opened = 0, -1
    while True:
        match = None
        if text.startswith(('"', ' "'), at) and opened < 0:
            match = _quoted(delimiter).match(text, at)
            opened = opened if match else len(cells)
        if match:
            cells.append(match[1].replace('""', '"'))
            at = match.end()
        else:
            end = _end(delimiter).search(text, at)
            cell, at = (text[at : end.start()], end.start()) if end else (text[at:], len(text))
            cells.append(cell.strip().removeprefix('"').replace('""', '"'))
        if not text.startswith(delimiter, at):
            return cells, max(1, text.count("\n", 0, at) + (at < len(text))), opened
        at += 1

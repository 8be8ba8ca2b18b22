"""Which lines of logs were changed or removed in git's history, and what is not committed yet.

A log is only ever added to. A change that adds lines, saves a file in another way (encoding, separator, line
ends, order of columns, CSV or XLSX, another name), or fills in a decision that was empty, is no change here;
another order of lines is one where it says that something else was said last.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from tamis.errors import counted, fail
from tamis.history import Commit, History, open_history
from tamis.logs import Line, Log, Said, exports, lines_of, log_of, paired, reordered, without
from tamis.outputs import check_outputs
from tamis.review import Review
from tamis.store import write_rows
from tamis.tables import Import, LogChange, columns

#: So many changes are printed; all of them stand in the table.
PRINTED = 50
#: The folder whose logs are looked at.
_RECORDS = "records"
_IMPORTS = Log(Import, "imports")
_REORDERED = "reordered"
#: So many files, and files taken apart, are kept in memory.
_KEPT = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("-o", "--output", type=Path, metavar="FILE.csv", help="write a table of all changes")
    parser.add_argument("--names", action="store_true", help="print the names of authors, as git has them")
    parser.add_argument("--force", action="store_true", help="write the table over whatever is there")


def run(args: argparse.Namespace) -> int:
    """Say what was changed or removed; 0 also where something was."""
    root = args.dir.resolve()
    if not (root / _RECORDS).is_dir():
        fail(args.dir.as_posix(), "has no folder records, so this is no review")
    if args.output:
        check_outputs([("-o", args.output, [f.name for f in columns(LogChange)])], [], force=args.force)
    with open_history(root) as history:
        if other := history.other("records/screening"):
            fail(
                args.dir.as_posix(),
                f"{other} is another repository, whose history is not looked at from here",
            )
        audit = Audit(history, names=args.names)
        changes = list(audit.changes())
        uncommitted = list(audit.uncommitted())
    sys.stdout.write("".join(_said(history, changes, uncommitted)))
    if args.output:
        write_rows(args.output, changes, LogChange)
    return 0


def _said(history: History, changes: list[LogChange], uncommitted: list[str]) -> Iterator[str]:
    """Yield what is printed: how far the history goes, each change, what is not committed."""
    commits = [*history.commits.values()]
    first, last = (commit.date[:10] for commit in (commits[0], commits[-1]))
    if history.shallow:
        yield (
            f"This clone is shallow: what was before {first} is not in it, and was not looked at. "
            "`git fetch --unshallow` fetches it.\n"
        )
    found = counted(len(changes), "change") if changes else "no change"
    yield f"{counted(len(commits), 'commit')} from {first} to {last}: {found} of what logs had said.\n"
    yield from map(_told, changes[:PRINTED])
    if len(changes) > PRINTED:
        yield f"and {len(changes) - PRINTED:,} more; -o FILE.csv writes a table of all.\n"
    yield from (f"not committed yet: {text}\n" for text in uncommitted)
    if not uncommitted:
        yield "No log holds anything that is not committed yet.\n"


def _told(change: LogChange) -> str:
    at = f"{change.file}:{change.line}" if change.line else change.file
    when = f"{change.commit[:10]}, {change.date[:10]}, {change.author}" if change.commit else "not committed"
    was = f"  was {change.before}" if change.before else ""
    now = f"  now {change.after_place} {change.after}" if change.after_place else ""
    return "".join(f"{_one_line(text)}\n" for text in (f"{at}: {change.what} ({when})", was, now) if text)


def _one_line(text: str) -> str:
    """Return a text that comes from anyone as one line that moves nothing on a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


class Audit:
    """Looks through a history; `names` says whether authors are named."""

    def __init__(self, history: History, *, names: bool) -> None:
        self._history = history
        self._names = names
        self._numbers: dict[str, int] = {}
        for commit in history.commits.values():
            self._numbers.setdefault(commit.address.casefold(), len(self._numbers) + 1)
        self._lines: dict[tuple[str, str], list[Line] | None] = {}
        self._contents: dict[str, bytes] = {}
        self._disk: dict[str, bytes] = {}

    def changes(self) -> Iterator[LogChange]:
        """Yield every change, the oldest first; last what is not committed yet."""
        for commit in self._history.commits.values():
            parents = [id for id in commit.parents if id in self._history.commits]
            after = self._history.files(commit.id, _RECORDS)
            told: set[tuple[object, ...]] = set()
            for parent in parents:
                taken: dict[Log, set[tuple[bool, Said]]] = {}
                for log, change, line in self._between(self._history.files(parent, _RECORDS), after):
                    moved = change.what == _REORDERED
                    if len(parents) > 1:
                        if line is None:  # told at the commit of the side that did it
                            continue
                        if log not in taken:
                            others = [id for id in parents if id != parent]
                            taken[log] = self._taken(log, parent, others)
                        if (moved, line.said) in taken[log]:
                            continue
                    key = (log, moved, line.said if line else change.file)
                    if key not in told:
                        told.add(key)
                        yield self._by(commit, change)
        for _, change, _ in self._between(self._head, self.on_disk):
            yield change

    @property
    def _head(self) -> Mapping[str, str]:
        """The files of the commit that is checked out."""
        return self._history.files(next(reversed(self._history.commits)), _RECORDS)

    def _by(self, commit: Commit, change: LogChange) -> LogChange:
        author = commit.author if self._names else f"author {self._numbers[commit.address.casefold()]}"
        return replace(change, commit=commit.id, date=commit.date, author=author)

    def _taken(self, log: Log, parent: str, others: list[str]) -> set[tuple[bool, Said]]:
        """Return the lines that other sides of a merge had taken away, or (true) put into another order.

        That is told at the commits of those sides.
        """
        found: set[tuple[bool, Said]] = set()
        for other in others:
            if base := self._history.base(parent, other):
                had, has = (self._of_log(self._history.files(id, _RECORDS), log) for id in (base, other))
                found |= {(False, said) for said in {line.said for line in had} - {line.said for line in has}}
                found |= {(True, was.said) for was, _ in reordered(log, had, has)}
        return found

    def _between(
        self, before: Mapping[str, str], after: Mapping[str, str]
    ) -> Iterator[tuple[Log, LogChange, Line | None]]:
        """Yield what is no more from one state of the files to the next: the log, the change, its line."""
        if before is after:
            return
        touched = [path for path, id in before.items() if after.get(path) != id]
        new = [path for path, id in after.items() if before.get(path) != id]
        gone: dict[Log, list[Line]] = {}
        more: dict[Log, list[Line]] = {}
        for log in dict.fromkeys(filter(None, map(log_of, touched))):
            old = [path for path in touched if log_of(path) == log]
            if all(self._grown(before[path], after.get(path)) for path in old):
                continue
            yield from self._unreadable(log, old, before, after)
            for was, last in reordered(log, self._of_log(before, log), self._of_log(after, log)):
                yield log, _change(_REORDERED, was, last), was
            lost, more[log] = without(self._read(log, old, before), self._read(log, new, after))
            if lost := self._unsaid(log, lost, after):
                gone[log] = lost
        if gone:  # lines may have gone to a file of somebody else
            for log in dict.fromkeys(filter(None, map(log_of, new))):
                if log not in more:
                    more[log] = without(self._read(log, touched, before), self._read(log, new, after))[1]
        for log, lines in gone.items():
            for line, now, what in paired(log, lines, more):
                if what == "removed" and line.file not in after:
                    what = "file removed"
                yield log, _change(what, line, now), line
        yield from self._exports(before, after, touched)

    def _grown(self, before: str, after: str | None) -> bool:
        """Return whether a file was only added to at its end, which is known without taking it apart."""
        if after is None:
            return False
        old, new = self._content(before), self._content(after)
        return new.startswith(old) and old.endswith(b"\n") and not old.count(b'"') % 2

    def _unreadable(
        self, log: Log, paths: list[str], before: Mapping[str, str], after: Mapping[str, str]
    ) -> Iterator[tuple[Log, LogChange, Line | None]]:
        for path in filter(after.__contains__, paths):
            if self._parsed(log, path, after[path]) is None and self._parsed(log, path, before[path]):
                yield log, LogChange(file=path, what="unreadable"), None

    def _unsaid(self, log: Log, lost: list[Line], after: Mapping[str, str]) -> list[Line]:
        """Return the lines without those that another file of the same log still says, with a time of day."""
        still = {line.said for line in self._of_log(after, log)}
        return [line for line in lost if line.said not in still or ":" not in dict(line.said).get("time", "")]

    def _exports(
        self, before: Mapping[str, str], after: Mapping[str, str], touched: list[str]
    ) -> Iterator[tuple[Log, LogChange, Line | None]]:
        """Yield the raw exports that were changed, though an import is a snapshot."""
        if not any(path.startswith(f"{_RECORDS}/screening/") and not log_of(path) for path in touched):
            return
        named = exports(self._of_log(before, _IMPORTS))
        for path in touched:
            if path in named and not log_of(path):
                old, new = (self._content(state[path]) if path in state else b"" for state in (before, after))
                if path not in after or old.splitlines() != new.splitlines():
                    what = "export changed" if path in after else "export removed"
                    yield _IMPORTS, LogChange(file=path, what=what), None

    def _of_log(self, files: Mapping[str, str], log: Log) -> list[Line]:
        return self._read(log, [path for path in files if log_of(path) == log], files)

    def _read(self, log: Log, paths: list[str], files: Mapping[str, str]) -> list[Line]:
        found: list[Line] = []
        for path in paths:
            if path in files and log_of(path) == log:
                found += self._parsed(log, path, files[path]) or []
        return found

    def _parsed(self, log: Log, path: str, id: str) -> list[Line] | None:
        if (path, id) not in self._lines:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            self._lines[path, id] = lines_of(log, path, self._content(id))
        return self._lines[path, id]

    def _content(self, id: str) -> bytes:
        if id not in self._contents:
            if len(self._contents) >= _KEPT:
                self._contents.clear()
            self._contents[id] = self._disk[id] if id in self._disk else self._history.content(id)
        return self._contents[id]

    @cached_property
    def on_disk(self) -> dict[str, str]:
        """The files in the folder as they are now, with the ids that git would give them."""
        review, found = Review(self._history.root), {}
        new = hashlib.sha256 if any(len(id) == 64 for id in self._history.commits) else hashlib.sha1
        folders = (review.screening, review.records / "appraisal", review.records / "extraction")
        for folder in (review.records, *folders):
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                if path.is_file() and not path.is_symlink() and path.suffix.casefold() != ".pdf":
                    data = path.read_bytes()
                    id = new(b"blob %d\0" % len(data) + data).hexdigest()
                    self._disk[id] = data
                    found[review.place(path)] = id
        return found

    def uncommitted(self) -> Iterator[str]:
        """Yield what of the logs is not committed yet, in words."""
        before, now = self._head, self.on_disk
        for path in sorted({*before, *now}):
            log = log_of(path)
            if not log or before.get(path) == now.get(path):
                continue
            if path not in now:
                yield f"{path} was deleted"
                continue
            had, has = (self._read(log, [path], files) for files in (before, now))
            lost, added = without(had, has)
            if path not in before:
                yield f"{path}, {counted(len(added), 'line')}"
            elif lost or added:
                yield f"{path}, {counted(len(added), 'line')} added, {len(lost):,} changed or removed"
            elif reordered(log, had, has):
                yield f"{path}, its lines in another order"


def _change(what: str, line: Line, now: Line | None) -> LogChange:
    return LogChange(
        file=line.file,
        line=line.number,
        what=what,
        before=line.text,
        after=now.text if now else "",
        after_place=now.place if now else "",
    )

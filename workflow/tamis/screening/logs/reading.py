"""What reviewers decided and what was adjudicated: from files, read by columns, to lines in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis import bulk
from tamis.config import Config
from tamis.errors import Problems
from tamis.isotimes import log_order, written_days
from tamis.review import Known
from tamis.screening.columns import Flags
from tamis.screening.logs.checks import decided, kept, reasons, right, whole
from tamis.store import Words
from tamis.tables import Adjudication, Row, Vote, columns

#: What a line of a log says, and one that adjudicates; all else stands beside it for people.
_SAID = ("record", "decision", "of", "reason", "note", "time")
_SETTLED = ("record", "stage", "decision", "of", "reason", "how", "who", "why", "time")
#: The column that says whether exports hold the records of a line.
HELD = "held"
#: What of a line of a log is looked at; abstracts may be long.
_COUNT = (*_SAID, "title", "details")


@dataclass(frozen=True, slots=True)
class Log:
    """One person's files of one kind, in order; `stage` is empty for what was adjudicated."""

    stage: str
    reviewer: str
    paths: tuple[Path, ...]


def read_logs(
    logs: Sequence[Log], config: Config, known: Known, problems: Problems, root: Path
) -> pa.Table | None:
    """Return the lines that hold a decision, in order of logs, files and lines; wrong ones are left out.

    Args:
        logs: the logs.
        config: the protocol.
        known: the records there are.
        problems: takes what is wrong.
        root: the review's folder.

    Returns:
        The columns of `tables.Vote` that count; stage, reviewer, moment, day, file and line as in
        `tables.Statement`; and `held`, whether the records are such as exports hold: others are there, too,
        where their ids look like ids. None: there is no log.
    """
    lines = _lines(logs, Vote, config, problems, root)
    if lines is None:
        return None
    lines = kept(lines, decided(lines, problems))
    good, held = right(lines, config, known, problems)
    return kept(lines.append_column(HELD, pa.array(held)), good)


def read_adjudications(
    logs: Sequence[Log], config: Config, known: Known, problems: Problems, root: Path
) -> pa.Table | None:
    """Return what was adjudicated, as `read_logs` does what was decided; columns of `tables.Adjudication`."""
    lines = _lines(logs, Adjudication, config, problems, root)
    if lines is None:
        return None
    lines = kept(lines, decided(lines, problems))
    good, held = right(lines, config, known, problems)
    return kept(lines.append_column(HELD, pa.array(held)), good & whole(lines, problems))


def adjudications(lines: pa.Table) -> list[Adjudication]:
    """Return lines as rows."""
    names = [field.name for field in columns(Adjudication) if field.name != "place"]
    return [
        Adjudication(**dict(zip(names, values, strict=True)), place=f"{file}:{line}")
        for file, line, *values in zip(
            *(lines.column(name).to_pylist() for name in ("file", "line", *names)), strict=True
        )
    ]


def _lines(
    logs: Sequence[Log], row: type[Row], config: Config, problems: Problems, root: Path
) -> pa.Table | None:
    words = {"reason": reasons(config)}
    found = [_log(log, row, words, problems, root) for log in logs]
    return pa.concat_tables(found).combine_chunks() if found else None


def _log(log: Log, row: type[Row], words: Mapping[str, Words], problems: Problems, root: Path) -> pa.Table:
    """Return the lines of a log, of all its files; a line that several files have counts once."""
    only = _COUNT if row is Vote else None
    lines = bulk.read_log(log.paths, row, problems, root=root, words=words, only=only)
    moment, day = _moments(lines)
    lines = lines.append_column("moment", moment).append_column("day", day)
    for name, value in (("reviewer", log.reviewer), ("stage", log.stage)):
        if name not in lines.column_names:
            lines = lines.append_column(name, pa.repeat(pa.scalar(value, pa.string()), len(lines)))
    if len(log.paths) == 1:
        return lines
    return kept(lines, ~_said_before(lines, _SAID if row is Vote else _SETTLED))


def _moments(lines: pa.Table) -> tuple[pa.Array, pa.Array]:
    """Return the moment of each line, and the day as it was written where in UTC it is another."""
    when, time = _dated(lines), bulk.column(lines, "time")
    midnight = pc.binary_join_element_wise(when, "T00:00:00", "")  # a day alone begins it
    moment = pc.if_else(pc.equal(pc.binary_length(when), len("2021-09-20")), midnight, when)
    day, in_utc = written_days(time), pc.utf8_slice_codeunits(moment, 0, 10)
    return moment, pc.if_else(pc.or_(pc.equal(moment, ""), pc.equal(day, in_utc)), "", day)


def _dated(lines: pa.Table) -> pa.Array:
    """Return when each line was written: one without a time takes that of the one above it in its own file.

    What stands in another file may be of another day, whatever their order.
    """
    file, time = bulk.column(lines, "file"), bulk.column(lines, "time")
    coded = file.dictionary_encode().indices.to_numpy()
    begins = [*np.flatnonzero(np.diff(coded, prepend=-1)).tolist(), len(coded)]
    return pa.concat_arrays(
        [log_order(time.slice(begin, end - begin)) for begin, end in pairwise(begins)] or [time]
    )


def _said_before(lines: pa.Table, names: Sequence[str]) -> Flags:
    """Return which lines with a time of day say what a line of another file of the log said before."""
    before = np.zeros(len(lines), np.bool_)
    if not len(lines):
        return before
    record = bulk.column(lines, "record").dictionary_encode().indices.to_numpy()
    timed = np.asarray(pc.match_substring(bulk.column(lines, "time"), ":"), np.bool_)
    at = np.flatnonzero(timed & (np.bincount(record)[record] > 1))
    files: dict[tuple[str, ...], str] = {}
    said = (lines.column(name).take(pa.array(at)).to_pylist() for name in ("file", *names))
    for position, (file, *what) in zip(at.tolist(), zip(*said, strict=True), strict=True):
        before[position] = files.setdefault(tuple(what), file) != file
    return before

"""What reviewers decided and what was adjudicated: from files, read by columns, to lines in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis import bulk
from tamis.config import Config
from tamis.errors import Problems
from tamis.review import Known
from tamis.screening.columns import Flags
from tamis.screening.linechecks import decided, kept, right, whole
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
        The columns of `tables.Vote` that count; stage, reviewer, moment, file and line as in
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
    words = {"reason": tuple(config.reasons)}
    found = [_log(log, row, words, problems, root) for log in logs]
    return pa.concat_tables(found).combine_chunks() if found else None


def _log(
    log: Log, row: type[Row], words: Mapping[str, Sequence[str]], problems: Problems, root: Path
) -> pa.Table:
    """Return the lines of a log, of all its files; a line that several files have counts once."""
    only = _COUNT if row is Vote else None
    lines = bulk.read_log(log.paths, row, problems, root=root, words=words, only=only)
    when = bulk.column(lines, "when")
    midnight = pc.binary_join_element_wise(when, "T00:00:00", "")  # a day alone begins it
    moment = pc.if_else(pc.equal(pc.binary_length(when), len("2021-09-20")), midnight, when)
    lines = lines.append_column("moment", moment)
    for name, value in (("reviewer", log.reviewer), ("stage", log.stage)):
        if name not in lines.column_names:
            lines = lines.append_column(name, pa.repeat(pa.scalar(value, pa.string()), len(lines)))
    if len(log.paths) == 1:
        return lines
    return kept(lines, ~_said_before(lines, _SAID if row is Vote else _SETTLED))


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

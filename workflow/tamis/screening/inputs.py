"""What people write in `records/screening/`, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis.bulk import column
from tamis.config import Config
from tamis.errors import Problems, not_one_of
from tamis.review import Known, Review, is_record_id, part, person_of, written
from tamis.screening.adjudicated import check_discussions, check_third, last_on_records
from tamis.screening.allocation import KIND, allocated, read_allocation
from tamis.screening.columns import frame_of
from tamis.screening.logs import gone
from tamis.screening.logs.checks import kept
from tamis.screening.logs.reading import HELD, Log, adjudications, read_adjudications, read_logs
from tamis.screening.snapshots.matches import NONE, check_title
from tamis.store import read_frame, read_saved, saved
from tamis.tables import (
    STAGES,
    TEAM,
    Adjudication,
    Allocation,
    Import,
    Match,
    OpenItem,
    Record,
    Statement,
    columns,
)
from tamis.twins import SHEET_DETAILS, base, details

if TYPE_CHECKING:
    import pandas as pd

    from tamis.screening.imports.item import Item

_TABLES = (".csv", ".xlsx")
_ADJUDICATION, _DUPLICATES = "adjudication", "duplicates"
_KINDS = (*STAGES, _ADJUDICATION, _DUPLICATES)
_STRANGER = (
    "does not belong here: a file is <stage>.<reviewer>.csv, adjudication.<person>.csv, "
    "duplicates.<person>.csv, allocation.csv, imports.csv, matches.csv, or an export that imports.csv names"
)


@dataclass(frozen=True, slots=True)
class Imported:
    """A row of imports.csv, the file's path for places, and its entries."""

    row: Import
    path: str
    items: tuple[Item, ...]


@dataclass(slots=True)
class _Gathered:
    """What people wrote, as far as it is right; lines of logs and adjudications by columns."""

    votes: pa.Table | None = None
    settled: pa.Table | None = None
    imports: list[Imported] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    allocation: list[Allocation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Screened:
    """All that people said while screening.

    `votes` are the lines of all logs (frame of Statement), in order of file and line. `gone` are items on
    lines that count for nothing: on records that no export holds, or that are other papers now.
    """

    votes: pd.DataFrame
    adjudications: list[Adjudication] = field(default_factory=list)
    imports: list[Imported] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    allocation: list[Allocation] = field(default_factory=list)
    gone: list[OpenItem] = field(default_factory=list)


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note everything that is wrong in the files of this stage."""
    _gathered(review, config, known, problems)


def read(review: Review, config: Config, known: Known, problems: Problems) -> Screened:
    """Return what people wrote in `records/screening/`; what has a problem is left out, and it is noted.

    Args:
        review: the review; where details stand beside ids, `build/searches/records.csv` is read, too.
        config: the protocol.
        known: the records there are.
        problems: takes what is wrong.
    """
    found = _gathered(review, config, known, problems)
    lost: list[pa.Table] = []
    items: list[OpenItem] = []
    votes, settled = (_there(lines, lost) for lines in (found.votes, found.settled))
    if votes is not None:
        suspected = gone.suspects(votes, known)
        if suspected.at:
            about = _about(review, suspected.bases)
            other, items = gone.changed(votes, suspected, about, known.name, config.active)
            votes = kept(votes, ~other)

    def spoken() -> set[str]:
        return set(pc.unique(column(votes, "record")).to_pylist()) if votes is not None else set()

    matches = [match for match in found.matches if match.record in known.titles or match.record == NONE]
    if len(matches) < len(found.matches):
        lost.append(_by_columns([match for match in found.matches if match not in matches]))
    items += gone.items(lost, known, config.active, spoken)
    rows, stray = allocated(found.allocation, known)
    return Screened(
        votes=_statements(votes),
        adjudications=adjudications(settled) if settled is not None else [],
        imports=found.imports,
        matches=matches,
        allocation=rows,
        gone=sorted([*items, *gone.allocated_items(stray)], key=lambda item: item.item),
    )


def _there(lines: pa.Table | None, lost: list[pa.Table]) -> pa.Table | None:
    """Return the lines that speak of records that there are; take the others to the lost ones."""
    if lines is None:
        return None
    held = np.asarray(column(lines, HELD), np.bool_)
    if not held.all():
        lost.append(kept(lines, ~held))
    return kept(lines, held)


def _by_columns(matches: Sequence[Match]) -> pa.Table:
    places = [match.place.rpartition(":") for match in matches]
    return pa.table(
        {
            "reviewer": [match.who for match in matches],
            "record": [match.record for match in matches],
            "of": [""] * len(places),
            "title": [match.title for match in matches],
            "file": [file for file, _, _ in places],
            "line": [int(line) for _, _, line in places],
        }
    )


def _about(review: Review, bases: set[str]) -> dict[str, str]:
    """Return the details of records whose ids begin so, as sheets give them."""
    records = read_frame(review.built("searches", "records"), Record, ["record_id", *SHEET_DETAILS])
    wanted = records[[base(id) in bases for id in records["record_id"]]]
    rows = zip(*(wanted[name].tolist() for name in wanted), strict=True)
    return {id: details(dict(zip(SHEET_DETAILS, values, strict=True))) for id, *values in rows}


def _statements(votes: pa.Table | None) -> pd.DataFrame:
    if votes is None:
        return frame_of({each.name: [] for each in columns(Statement)}, Statement)
    values = {each.name: each.name for each in columns(Statement)} | {"record_id": "record"}
    return frame_of({name: column(votes, under) for name, under in values.items()}, Statement)


def _imported(review: Review, config: Config, problems: Problems) -> list[Imported]:
    # Imported here: the readers of all tools take a quarter of a second, and most reviews have no import.
    from tamis.screening.imports import TOOLS

    found, folder, root = [], review.screening, review.root
    words = {"tool": tuple(TOOLS), "reviewer": [*config.reviewer_ids, TEAM]}
    for row in read_saved(folder / "imports.csv", Import, problems, root=root, words=words):
        path = folder / row.file
        if Path(row.file).name != row.file or not path.is_file():
            problems.add_at(row.place, f"there is no file {row.file!r} beside this one", column="file")
        else:
            items = TOOLS[row.tool].read(path, row, config, problems, root)
            found.append(Imported(row, review.place(path), tuple(items)))
    return found


def _gathered(review: Review, config: Config, known: Known, problems: Problems) -> _Gathered:
    found = _Gathered()
    folder, root = review.screening, review.root
    people = [*config.reviewer_ids, TEAM]
    before = len(problems)
    if saved(folder / "imports.csv").exists():
        found.imports += _imported(review, config, problems)
    # Where a row of imports.csv is wrong, the file that it names would be called a stranger as well.
    strangers = len(problems) == before
    for match in read_saved(folder / "matches.csv", Match, problems, root=root, words={"who": people}):
        if _check_match(match, found.imports, known, problems):
            found.matches.append(match)
    ours = {f"{name}{suffix}" for name in ("imports", "matches") for suffix in _TABLES}
    ours |= {imported.row.file for imported in found.imports}
    files = [path for path in written(folder) if path.name not in ours]
    tables = _one_of_two((path for path in files if path.suffix in _TABLES), review, problems)
    logs = _logs(tables, review, config, problems)
    found.votes = read_logs([log for log in logs if log.stage], config, known, problems, root)
    settled = [log for log in logs if not log.stage]
    found.settled = _check_who(read_adjudications(settled, config, known, problems, root), config, problems)
    found.allocation = read_allocation(tables, review, config, known, problems)
    for path in files:
        if strangers and path.suffix not in _TABLES:
            problems.add(review.place(path), _STRANGER)
    _check_third(found, problems)
    return found


def _one_of_two(files: Iterable[Path], review: Review, problems: Problems) -> list[Path]:
    """Return tables, of two that are one table saved in two formats the CSV file, and note the other."""
    found: dict[Path, Path] = {}
    for path in files:  # .csv comes before .xlsx
        other = found.setdefault(path.with_suffix(""), path)
        if other != path:
            problems.add(review.place(path), f"stands beside {other.name}; keep one of the two")
    return list(found.values())


def _logs(tables: Iterable[Path], review: Review, config: Config, problems: Problems) -> list[Log]:
    """Return whose files there are: by stage, with what was adjudicated last, and by person."""
    paths: dict[tuple[str, str], list[Path]] = {}
    ids = {id.casefold(): id for id in config.reviewer_ids}
    for path in sorted(tables, key=lambda path: part(path.name)):
        kind, _, rest = path.name.partition(".")
        if kind == KIND:
            continue
        if "." not in rest:
            problems.add(review.place(path), _STRANGER)
            continue
        person = person_of(path.name, kind)
        if kind not in _KINDS:
            problems.add(review.place(path), f"the name's first part {not_one_of(kind, (*_KINDS, KIND))}")
        if person.casefold() not in ids:
            problems.add(review.place(path), f"reviewer {not_one_of(person, config.reviewer_ids)}")
        elif kind in _KINDS and kind != _DUPLICATES:
            paths.setdefault((kind, ids[person.casefold()]), []).append(path)
    order = sorted(paths, key=lambda key: (_KINDS.index(key[0]), config.reviewer_ids.index(key[1])))
    return [Log(kind if kind in STAGES else "", person, tuple(paths[kind, person])) for kind, person in order]


def _check_match(match: Match, imports: Sequence[Imported], known: Known, problems: Problems) -> bool:
    """Note what is wrong with a settlement; say if it is right, or of a record that is gone."""
    before = len(problems)
    # What one export holds may stand in several rows, one a stage.
    items = {imported.row.file: imported.items for imported in imports}
    if match.file not in items:
        problems.add_at(match.place, not_one_of(match.file, items), column="file")
    elif not 1 <= (match.entry or 0) <= len(items[match.file]):
        text = f"{match.file} has entries 1 to {len(items[match.file])}, not {match.entry}"
        problems.add_at(match.place, text, column="entry")
    else:
        check_title(match, items[match.file][(match.entry or 0) - 1], problems)
    if match.record != NONE and (match.record in known.titles or not is_record_id(match.record)):
        known.check_record(match.record, "", match.place, problems)
    return len(problems) == before


def _check_who(lines: pa.Table | None, config: Config, problems: Problems) -> pa.Table | None:
    """Return what was adjudicated by people who are reviewers; note the others."""
    if lines is None:
        return None
    good = np.ones(len(lines), np.bool_)
    for at, people in enumerate(lines.column("who").to_pylist()):
        for who in map(str.strip, people.split(";")):
            if who not in config.reviewer_ids:
                good[at] = False
                place = f"{lines.column('file')[at]}:{lines.column('line')[at]}"
                problems.add_at(place, not_one_of(who, config.reviewer_ids), column="who")
    return kept(lines, good)


def _check_third(found: _Gathered, problems: Problems) -> None:
    """Note a third reviewer who voted on the very record that they adjudicate, and discussions of one."""
    if found.settled is None:
        return
    rows = last_on_records(adjudications(found.settled))
    check_discussions(rows, problems)
    if found.votes is None:
        return
    third = [row for row in rows if row.how == "third"]
    people = {who for row in third for who in map(str.strip, row.who.split(";"))}
    wanted = pc.and_(
        pc.is_in(found.votes.column("reviewer"), pa.array(sorted(people), pa.string())),
        pc.is_in(found.votes.column("record"), pa.array(sorted({row.record for row in third}), pa.string())),
    )
    said = found.votes.filter(pc.and_(wanted, pc.not_equal(found.votes.column("decision"), "duplicate")))
    voted = set(
        zip(*(said.column(name).to_pylist() for name in ("stage", "record", "reviewer")), strict=True)
    )
    check_third(rows, voted, problems)

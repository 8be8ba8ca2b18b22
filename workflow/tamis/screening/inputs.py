"""What people write in `records/screening/`, read and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tamis.config import Config
from tamis.errors import Problems, not_one_of
from tamis.review import Known, Review, person_of, written
from tamis.screening.decisions import check_third
from tamis.screening.imports import TOOLS
from tamis.screening.imports.item import Item
from tamis.screening.matching import NONE
from tamis.store import read_saved
from tamis.tables import STAGES, TEAM, Adjudication, Import, Match, Vote

_TABLES = (".csv", ".xlsx")
_ADJUDICATION, _DUPLICATES = "adjudication", "duplicates"
_KINDS = (*STAGES, _ADJUDICATION, _DUPLICATES)
_STRANGER = (
    "does not belong here: a file is <stage>.<reviewer>.csv, adjudication.<person>.csv, "
    "duplicates.<person>.csv, imports.csv, matches.csv, or an export that imports.csv names"
)


@dataclass(frozen=True, slots=True)
class Log:
    """One file of votes: a stage, a reviewer, the lines in order."""

    stage: str
    reviewer: str
    votes: tuple[Vote, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """A row of imports.csv, the file's path for places, and its entries."""

    row: Import
    path: str
    items: tuple[Item, ...]


@dataclass(slots=True)
class Screened:
    """All that people said while screening."""

    logs: list[Log] = field(default_factory=list)
    adjudications: list[Adjudication] = field(default_factory=list)
    imports: list[Imported] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note everything that is wrong in the files of this stage."""
    read(review, config, known, problems)


def read(review: Review, config: Config, known: Known, problems: Problems) -> Screened:
    """Return what people wrote in `records/screening/`; rows with a problem are left out, and it is noted."""
    screened = Screened()
    folder, root = review.screening, review.root
    people = [*config.reviewer_ids, TEAM]
    before = len(problems)
    words = {"tool": tuple(TOOLS), "reviewer": people}
    for row in read_saved(folder / "imports.csv", Import, problems, root=root, words=words):
        _read_import(review, row, screened, problems)
    # Where a row of imports.csv is wrong, the file that it names would be called a stranger as well.
    strangers = len(problems) == before
    for match in read_saved(folder / "matches.csv", Match, problems, root=root, words={"who": people}):
        if _check_match(match, screened, known, problems):
            screened.matches.append(match)
    ours = {f"{name}{suffix}" for name in ("imports", "matches") for suffix in _TABLES}
    ours |= {imported.row.file for imported in screened.imports}
    files = written(folder)
    stems = dict.fromkeys(
        path.with_suffix("") for path in files if path.suffix in _TABLES and path.name not in ours
    )
    for stem in stems:
        _read_person(review, stem, config, known, screened, problems)
    for path in files:
        if strangers and path.suffix not in _TABLES and path.name not in ours:
            problems.add(review.place(path), _STRANGER)
    voted = {
        (log.stage, vote.record, log.reviewer)
        for log in screened.logs
        for vote in log.votes
        if vote.decision != "duplicate"
    }
    own = {row.record: row.record for row in screened.adjudications}
    check_third(screened.adjudications, voted, own, problems)
    return screened


def _read_import(review: Review, row: Import, screened: Screened, problems: Problems) -> None:
    path = review.screening / row.file
    if Path(row.file).name != row.file or not path.is_file():
        problems.add_at(row.place, f"there is no file {row.file!r} beside this one", column="file")
        return
    items = TOOLS[row.tool](path, problems, review.root)
    screened.imports.append(Imported(row, review.place(path), tuple(items)))


def _check_match(match: Match, screened: Screened, known: Known, problems: Problems) -> bool:
    before = len(problems)
    sizes = {imported.row.file: len(imported.items) for imported in screened.imports}
    if match.file not in sizes:
        problems.add_at(match.place, not_one_of(match.file, sizes), column="file")
    elif not 1 <= (match.entry or 0) <= sizes[match.file]:
        text = f"{match.file} has entries 1 to {sizes[match.file]}, not {match.entry}"
        problems.add_at(match.place, text, column="entry")
    if match.record != NONE:
        known.check_record(match.record, "", match.place, problems)
    return len(problems) == before


def _read_person(
    review: Review, stem: Path, config: Config, known: Known, screened: Screened, problems: Problems
) -> None:
    """Read the log that is named `<kind>.<person>`, a CSV file or a workbook."""
    kind, _, person = stem.name.partition(".")
    path = stem.with_name(f"{stem.name}.csv")
    file = review.place(path if path.exists() else stem.with_name(f"{stem.name}.xlsx"))
    if not person:
        problems.add(file, _STRANGER)
        return
    if kind == _DUPLICATES:  # a person may have several: duplicates.R1.csv, duplicates.R1.2.csv
        person = person_of(f"{stem.name}.csv", kind)
    reviewer = next((id for id in config.reviewer_ids if id.casefold() == person.casefold()), "")
    if kind not in _KINDS:
        problems.add(file, f"the name's first part {not_one_of(kind, _KINDS)}")
    if not reviewer:
        problems.add(file, f"reviewer {not_one_of(person, config.reviewer_ids)}")
        return
    words = {"reason": tuple(config.reasons)}
    if kind in STAGES:
        votes = read_saved(path, Vote, problems, root=review.root, words=words)
        good = tuple(vote for vote in votes if _check_vote(vote, kind, config, known, problems))
        screened.logs.append(Log(kind, reviewer, good))
    elif kind == _ADJUDICATION:
        for row in read_saved(path, Adjudication, problems, root=review.root, words=words):
            if _check_vote(row, row.stage, config, known, problems) & _check_who(row, config, problems):
                screened.adjudications.append(row)


def _check_who(row: Adjudication, config: Config, problems: Problems) -> bool:
    unknown = [who for who in map(str.strip, row.who.split(";")) if who not in config.reviewer_ids]
    for who in unknown:
        problems.add_at(row.place, not_one_of(who, config.reviewer_ids), column="who")
    return not unknown


def _check_vote(
    row: Vote | Adjudication, stage: str, config: Config, known: Known, problems: Problems
) -> bool:
    """Note what is wrong with a decision, and say if it is right.

    What concerns duplicates the stage `dedupe` says in the same words, so that it counts once.
    """
    before = len(problems)
    known.check_record(row.record, row.title, row.place, problems)
    if row.decision == "duplicate":
        if not row.of:
            problems.add_at(
                row.place, "is missing; a duplicate needs the id of the other record", column="of"
            )
        elif row.of == row.record:
            problems.add_at(row.place, f"{row.of!r} is the record itself", column="of")
        else:
            known.check_record(row.of, "", row.place, problems, column="of")
    if stage == "full_text" and row.decision == "exclude" and not row.reason:
        text = f"is missing; an exclusion at full text needs one of {', '.join(config.reasons)}"
        problems.add_at(row.place, text, column="reason")
    return len(problems) == before

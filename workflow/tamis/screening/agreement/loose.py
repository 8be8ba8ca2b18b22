"""Decisions in tables and logs that are in no review, as a frame of first votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tamis.errors import Problems, not_one_of
from tamis.screening.agreement.pairs import ALL, OTHERS
from tamis.store import arrow_types, iso_date, plain, table_lines
from tamis.tables import DECISIONS, STAGES, TEAM, Decision

if TYPE_CHECKING:
    import pandas as pd

#: What a table may have; other columns of it are passed over.
COLUMNS = ("record", "reviewer", "decision", "stage", "reason", "time", "batch")
#: What the table of agreement means by a name.
_RESERVED = (ALL, OTHERS, TEAM)


class _Vote(NamedTuple):
    stage: str
    citation_id: str
    reviewer: str
    decision: str
    reason: str
    moment: str
    batch: str


def read(paths: Sequence[Path], headings: Mapping[str, str], problems: Problems) -> pd.DataFrame:
    """Return the votes of files, in the order of files and lines: columns of tables.Decision.

    The first of a reviewer on a record at a stage is the earliest by its time; a line without a time has that
    of the line above, of the same reviewer in the same file. What is empty or a duplicate is no vote.

    Args:
        paths: the files, CSV or XLSX: with the columns of `COLUMNS`, in any order; where one has no column
            for the reviewer or the stage, its name says them, `<stage>.<reviewer>.csv`. Without a stage, all
            is at one.
        headings: headings that a person named, by column.
        problems: takes what is wrong.
    """
    import pandas as pd

    votes = [vote for path in paths for vote in _votes(path, headings, problems)]
    first: dict[tuple[str, str, str], int] = {}
    for at, vote in enumerate(votes):
        of = vote[:3]
        if of not in first or vote.moment < votes[first[of]].moment:
            first[of] = at
    firsts = set(first.values())
    rows = [(*vote, "yes" if at in firsts else "no") for at, vote in enumerate(votes)]
    return pd.DataFrame(rows, columns=[*_Vote._fields, "first"], dtype=arrow_types(Decision)["stage"])


def _votes(path: Path, headings: Mapping[str, str], problems: Problems) -> list[_Vote]:
    """Return the votes of a file."""
    file = path.as_posix()
    before = len(problems)
    lines = _lines(path, problems)
    if len(problems) > before:
        return []
    if not lines:
        problems.add(file, "is empty")
        return []
    head, names = lines[0]
    at = _places(names, headings)
    stage, reviewer = _named_by(path)
    missing = [name for name in ("record", "decision") if name not in at]
    missing += ["reviewer"] if "reviewer" not in at and not reviewer else []
    for name in missing:
        there = ", ".join(repr(each.strip()) for each in names if each.strip())
        more = ", and its name is not <stage>.<reviewer>.csv" if name == "reviewer" else ""
        text = f"has no column {headings.get(name, name)!r}{more}; its columns are {there}"
        problems.add(file, f"{text}; --columns names them, as in {name}=...", line=head)
    if missing:
        return []
    last: dict[str, str] = {}
    by_name = {name: text for name, text in (("stage", stage), ("reviewer", reviewer)) if name not in at}
    found = []
    for number, cells in lines[1:]:
        if cells == names:  # a head that stands again where tables were put together
            continue
        said = {name: plain(cells[place].strip()) if place < len(cells) else "" for name, place in at.items()}
        vote, wrong = _vote({**_NOTHING, **by_name, **said}, last)
        for text in wrong:
            problems.add(file, text, line=number)
        if vote and not wrong:
            found.append(vote)
    return found


_NOTHING = dict.fromkeys(COLUMNS, "")


def _vote(said: Mapping[str, str], last: dict[str, str]) -> tuple[_Vote | None, list[str]]:
    """Return the vote of a line, None where it is none; and what is wrong with it.

    Args:
        said: the cells by column.
        last: takes, and gives, the moment of each reviewer's last line.
    """
    who, word = said["reviewer"], said["decision"].casefold()
    if not word:
        return None, []
    wrong = [f"{name} is missing" for name in ("record", "reviewer") if not said[name]]
    if word not in DECISIONS:
        wrong.append(f"decision {not_one_of(said['decision'], DECISIONS)}")
    if who.casefold() in _RESERVED:
        wrong.append(f"reviewer {who!r} has a meaning of its own; call them by another name")
    try:
        moment = last[who] = _moment(said["time"]) or last.get(who, "")
    except ValueError as error:
        return None, [*wrong, f"time {error}"]
    if word == "duplicate":
        return None, wrong
    return _Vote(said["stage"], said["record"], who, word, said["reason"], moment, said["batch"]), wrong


def _lines(path: Path, problems: Problems) -> list[tuple[int, list[str]]]:
    """Return the lines that hold something, from the head on; remarks may stand above it."""
    lines = [line for line in table_lines(path, problems, root=Path()) if any(map(str.strip, line[1]))]
    head = next(
        (at for at, (_, cells) in enumerate(lines) if not cells[0].lstrip().startswith("#")), len(lines)
    )
    return lines[head:]


def _places(names: Sequence[str], headings: Mapping[str, str]) -> dict[str, int]:
    """Return where the columns stand: under the heading that was named, else under their own name."""
    folded = [name.strip().casefold().replace(" ", "_") for name in names]
    found = {}
    for column in COLUMNS:
        wanted = (headings.get(column, column).casefold().replace(" ", "_"), column)
        place = next((folded.index(name) for name in wanted if name in folded), None)
        if place is not None:
            found[column] = place
    return found


def _named_by(path: Path) -> tuple[str, str]:
    """Return the stage and the reviewer that a file is named by; empty where it is by none."""
    stage, _, rest = path.name.partition(".")
    reviewer, dot, _ = rest.partition(".")
    return (stage, reviewer) if stage in STAGES and dot else ("", "")


@lru_cache(maxsize=1 << 16)
def _moment(text: str) -> str:
    """Return a time in UTC, as text that sorts; of a day, the day.

    Raises:
        ValueError: it is none.
    """
    return iso_date(text)[:19] if text else ""

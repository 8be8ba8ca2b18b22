"""The votes of imports as statements: each export of a tool is a snapshot of what it held on its day.

A vote that an earlier snapshot of the tool has too counts once, dated by the first; one that a later snapshot
has otherwise is a change of mind, dated by that snapshot or by the tool's own time; one that later snapshots
have no more is listed, and goes on counting. What stands in a reviewer's log as well counts once, as the log
has it. Votes are compared citation by citation, since two exports may mean two records of one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tamis.screening.snapshots.ballots import Key, Vote, ballots_of
from tamis.screening.snapshots.openitems import contradicting, unexplained, vanished_of
from tamis.screening.times import END
from tamis.store import arrow_types
from tamis.tables import Entry, OpenItem, Statement, Vanished

if TYPE_CHECKING:
    import pandas as pd

    from tamis.screening.imports.item import Said
    from tamis.screening.inputs import Imported


class _Told(NamedTuple):
    """A statement that counts already: a line of a log, or a vote that was kept."""

    moment: str
    decision: str
    reason: str
    record: str
    vote: Vote | None = None  # None: a line of a log


@dataclass(slots=True)
class _Kept:
    """What is found on the way: the votes that count, and what a person has to look at."""

    votes: list[tuple[Vote, str]] = field(default_factory=list)  # each with the record it is put on
    open: list[Vote] = field(default_factory=list)  # those of them without a reason that we know
    twice: list[Vote] = field(default_factory=list)
    last: dict[Key, str] = field(default_factory=dict)  # the decision that counts now


def votes_of(
    imports: Sequence[Imported],
    entries: Sequence[Entry],
    logs: pd.DataFrame,
    citation_of: Mapping[str, str],
) -> tuple[pd.DataFrame, list[Vanished], list[OpenItem]]:
    """Return what imports say beyond what the logs say, and what of it needs a person.

    Args:
        imports: the imports.
        entries: their entries, matched, in the same order; votes on an entry without a record are none.
        logs: the lines of all logs, as `Statement`.
        citation_of: the citation of each record.

    Returns:
        The votes that count, as a frame of `Statement` in order of time; the votes that a later snapshot has
        no more; and open items: for those, for words of reasons that nobody explained, for exclusions at full
        text without a reason, and for what one snapshot says in two ways.
    """
    votes = ballots_of(imports, entries, citation_of)
    told = _told(logs, votes, citation_of)
    kept = _Kept()
    for key, group in votes.items():
        _keep(key, sorted(group, key=lambda vote: vote[:4]), told.get(key, []), kept)
    kept.votes.sort(key=lambda pair: pair[0][:4])
    gone, items = vanished_of(imports, votes, kept.last)
    return _frame(kept), gone, [*items, *unexplained(kept.open), *contradicting(kept.twice)]


def _told(
    logs: pd.DataFrame, votes: Mapping[Key, object], citation_of: Mapping[str, str]
) -> dict[Key, list[_Told]]:
    """Return the lines of logs on what the imports have votes on, each in order of time."""
    told: dict[Key, list[_Told]] = defaultdict(list)
    if not votes or logs.empty:
        return told
    wanted = {citation for *_, citation in votes}
    ids = logs["record_id"].unique()
    ours = logs[logs["record_id"].isin([id for id in ids if citation_of[id] in wanted])]
    names = ("stage", "reviewer", "record_id", "moment", "decision", "reason")
    for stage, reviewer, record, moment, decision, reason in zip(
        *(ours[name].tolist() for name in names), strict=True
    ):
        told[stage, reviewer, citation_of[record]].append(_Told(moment, decision, reason, record))
    for lines in told.values():
        lines.sort(key=lambda line: line.moment)  # stable: lines of one moment stay in their order
    return told


def _keep(key: Key, votes: Sequence[Vote], log: Sequence[_Told], kept: _Kept) -> None:
    """Take the votes of one reviewer on one citation that say something new.

    Args:
        key: stage, reviewer, citation.
        votes: the votes of all imports, in order of time.
        log: the reviewer's own lines, in order of time.
        kept: takes what is found.
    """
    if len(votes) == 1 and not log:  # as nearly all are, until there is a second export
        (vote,) = votes
        kept.votes.append((vote, vote.entry.record_id))
        kept.last[key] = vote.said.decision
        if _unexplained_in(key[0], vote.said):
            kept.open.append(vote)
        return
    shown = _Shown(votes)
    told: list[_Told] = []  # the votes that count
    ours: list[tuple[Vote, str]] = []
    for at, vote in enumerate(votes):
        if shown.already(vote) or any(
            _same(vote.said, line) for line in _beside(vote, votes[at + 1 :], log, told)
        ):
            continue
        earlier = [line for line in _in_order(log, told) if line.moment <= vote.moment]
        record = earlier[-1].record if earlier else vote.entry.record_id
        told.append(_Told(vote.moment, vote.said.decision, vote.said.reason, record, vote))
        ours.append((vote, record))
    kept.votes += ours
    now = _in_order(log, told)[-1]
    kept.last[key] = now.decision
    if not now.vote:
        return
    if _unexplained_in(key[0], now.vote.said):
        kept.open.append(now.vote)
    if shown.in_two_ways(now.vote):
        kept.twice.append(now.vote)


def _in_order(log: Sequence[_Told], told: Sequence[_Told]) -> list[_Told]:
    """Return statements in order of time; of one moment, the log's first."""
    return sorted((*log, *told), key=lambda line: line.moment)


def _unexplained_in(stage: str, said: Said) -> bool:
    """Say whether a vote is an exclusion whose reason we do not know, or at full text one without any."""
    return said.decision == "exclude" and bool(said.word or (stage == "full_text" and not said.reason))


class _Shown:
    """What each snapshot shows of one citation for one reviewer, by tool and moment of the snapshot."""

    def __init__(self, votes: Sequence[Vote]) -> None:
        self._seen: set[tuple[str, Said]] = set()
        self._shown: dict[tuple[str, str], list[Said]] = defaultdict(list)
        self._before: dict[tuple[str, str], list[Said]] = {}
        if len(votes) > 1:
            self._read(votes)

    def _read(self, votes: Sequence[Vote]) -> None:
        timed: dict[tuple[str, str], Said] = {}
        for vote in votes:
            name = (vote.row.tool, vote.exported)
            if vote.said.time:
                timed[name] = vote.said
            else:
                self._shown[name].append(vote.said)
        last: dict[str, list[Said]] = {}
        for tool, moment in sorted({*timed, *self._shown}):
            name = (tool, moment)
            self._before[name] = last.get(tool, [])
            last[tool] = self._shown.get(name) or [timed[name]]

    def already(self, vote: Vote) -> bool:
        """Say whether a vote repeats one of its tool: of the same time, else of the snapshot before.

        Each vote is asked about once, in order. Where a snapshot says two things of a citation, the next one
        repeats it only if it says the same two.
        """
        tool, said = vote.row.tool, vote.said
        if said.time:
            repeated = (tool, said) in self._seen
            self._seen.add((tool, said))
            return repeated
        name = (tool, vote.exported)
        before = self._before.get(name, [])
        return _decisions(before) == _decisions(self._shown[name]) and any(
            _unchanged(said, other) for other in before
        )

    def in_two_ways(self, vote: Vote) -> bool:
        """Say whether the snapshot that a vote stands in says two things, neither of which the tool dated."""
        return not vote.said.time and len(_decisions(self._shown[vote.row.tool, vote.exported])) > 1


def _decisions(said: Iterable[Said]) -> set[str]:
    return {each.decision for each in said}


def _unchanged(said: Said, before: Said) -> bool:
    """Say whether a tool says what it said before; a reason that is there no more takes nothing back."""
    return said.decision == before.decision and (
        (said.reason, said.word) == (before.reason, before.word) or not (said.reason or said.word)
    )


def _same(said: Said, line: _Told) -> bool:
    """Say whether a vote is what a statement says; of an export and a log, one may lack the reason."""
    if line.vote:
        return _unchanged(said, line.vote.said)
    return said.decision == line.decision and (
        said.reason == line.reason or not said.reason or not line.reason
    )


def _beside(
    vote: Vote, later: Sequence[Vote], log: Sequence[_Told], told: Sequence[_Told]
) -> Iterator[_Told]:
    """Yield the statements that may be the very vote: the latest before it, and the next after it.

    Of a snapshot that is known by its day alone, whatever the log says within that day may be what it shows.
    The next line of the log is not asked where the tool says something else before it.
    """
    by_day = vote.moment.endswith(END)
    start = vote.moment[:10] if by_day else vote.moment
    lines = [line for line in _in_order(log, told) if line.moment <= vote.moment]
    within = [line for line in lines if by_day and line.moment >= start]
    yield from within or lines[-1:]
    yield from lines[: len(lines) - len(within)][-1:]
    for line in [line for line in log if line.moment > vote.moment][:1]:
        if not any(v.moment <= line.moment and v.said.decision != vote.said.decision for v in later):
            yield line


def _frame(kept: _Kept) -> pd.DataFrame:
    """Return the votes that count as statements."""
    import pandas as pd
    import pyarrow as pa

    rows = [
        (
            vote.row.stage,
            vote.said.person,
            record,
            vote.said.decision,
            "",
            vote.said.reason,
            vote.said.note,
            vote.said.time or vote.row.date,
            vote.moment,
            vote.path,
            vote.line,
            "" if vote.said.time[:10] in ("", vote.moment[:10]) else vote.said.time[:10],
        )
        for vote, record in kept.votes
    ]
    types = arrow_types(Statement)
    values: list[tuple[object, ...]] = list(zip(*rows, strict=True)) if rows else [()] * len(types)
    columns = zip(types.items(), values, strict=True)
    table = pa.table({name: pa.array(column, kind.pyarrow_dtype) for (name, kind), column in columns})
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame

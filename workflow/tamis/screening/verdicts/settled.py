"""What was adjudicated against what was voted: whether it holds, citation by citation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from tamis.screening.columns import Held, Ints, Made, among, rows_of
from tamis.screening.times import END, after
from tamis.screening.verdicts.votes import REASON, YES, Panel, Votes
from tamis.tables import NOT_RECORDED, TEAM, Decision, Settlement


class Settled:
    """What was adjudicated of the citations that reached a stage, one by one."""

    def __init__(
        self,
        panel: Panel,
        held: Held,
        votes: Votes,
        made: Made,
        adjudicated: Mapping[tuple[str, str], Sequence[Settlement]],
        reached: Ints,
    ) -> None:
        rows = {id: found for (stage, id), found in adjudicated.items() if stage == panel.stage}
        place = np.full(len(held.citations), -1, np.int64)
        place[reached] = np.arange(len(reached))
        at = place[held.at(rows)]
        self._rows = {int(here): found for here, found in zip(at, rows.values(), strict=True) if here >= 0}
        wanted = among(votes.citation, np.array(list(self._rows), np.int64)) & votes.current
        self._said: dict[int, list[tuple[int, Decision]]] = {here: [] for here in self._rows}
        positions = votes.row[wanted]
        for here, position, vote in zip(
            votes.citation[wanted].tolist(),
            positions.tolist(),
            rows_of(made.frame, Decision, positions),
            strict=True,
        ):
            self._said[here].append((position, vote))
        self._size = len(reached)
        self._compared = panel.compared
        self._holds: dict[int, Settlement] = {}

    def each(self) -> Iterable[tuple[int, Settlement | None, int, int]]:
        """Yield each citation's position, and the adjudication that holds, or None and what is against it.

        What is against it is the position of the first decision among all, -1 where it is another
        adjudication; and how far it is apart, as a position in `CONFLICTS`.
        """
        for at, rows in sorted(self._rows.items()):
            said = sorted(self._said[at], key=lambda each: each[1].reviewer != TEAM)
            found = contradicting([vote for _, vote in said], rows, self._compared)
            words = {row.decision for row in rows}
            if found or len(words) > 1 or _several(rows, self._compared):
                against = {id(vote) for vote in found}
                apart = YES if len(words | {_side(vote) for vote in found}) > 1 else REASON
                yield at, None, next((position for position, v in said if id(v) in against), -1), apart
            else:
                self._holds[at] = rows[-1]
                yield at, rows[-1], -1, YES

    def columns(self) -> dict[str, pa.Array]:
        """Return who resolved each citation, how, why and when, and the place; empty where nobody did."""
        blank = Settlement()
        rows = [blank, *self._holds.values()]
        at = np.zeros(self._size, np.int64)
        at[list(self._holds)] = np.arange(1, len(rows))
        return {
            name: pa.array([getattr(row, name) for row in rows], pa.string()).take(pa.array(at))
            for name in ("how", "who", "why", "time", "place")
        }


def _side(vote: Decision) -> str:
    return "exclude" if vote.decision == "exclude" else "include"


def _several(adjudications: Iterable[Settlement], compared: Collection[str]) -> bool:
    """Say whether adjudications give several reasons that are compared."""
    return len({row.reason for row in adjudications if row.reason in compared}) > 1


def contradicting(
    votes: Iterable[Decision], adjudications: Sequence[Settlement], compared: Collection[str] = ()
) -> list[Decision]:
    """Return the votes that contradict what was adjudicated, and that no adjudication covers.

    They say the opposite, or exclude for another reason where reasons are compared.

    An adjudication covers the votes on its own record that were there when it was made, so that it does
    not settle what was said of another record that turns out to be the same publication, nor what a
    reviewer says afterwards. What a list leaves out, it leaves out of the citation as a whole. A
    reviewer's first vote on a record of which nothing is known but the day of the export that it stands in
    may be older than that, and is covered.

    Args:
        votes: the ones that count now, on one citation at one stage.
        adjudications: the current ones on it at this stage.
        compared: the reasons that are compared, as `Panel.compared` has them.
    """

    def covered(vote: Decision, by: Settlement) -> bool:
        same = vote.record_id == by.record_id or vote.reason == NOT_RECORDED
        exported = vote.moment.endswith(END) and vote.order == 1 and vote.reviewer != TEAM
        return same and (exported or not after(vote.moment, vote.day, by.time))

    settled = {row.decision for row in adjudications}
    reasons = {row.reason for row in adjudications if row.reason in compared}

    def opposed(vote: Decision) -> bool:
        return bool(settled - {_side(vote)} or (vote.reason in compared and reasons - {vote.reason}))

    return [vote for vote in votes if opposed(vote) and not any(covered(vote, row) for row in adjudications)]

"""What was adjudicated against what was voted: whether it holds, citation by citation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from tamis.screening.columns import Held, Ints, Made, among, rows_of
from tamis.screening.decisions import DAY_END, NOT_RECORDED, after
from tamis.screening.votes import Panel, Votes
from tamis.tables import TEAM, Decision, Settlement


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
        self._holds: dict[int, Settlement] = {}

    def each(self) -> Iterable[tuple[int, tuple[Settlement | None, int]]]:
        """Yield each citation's position, and the adjudication that holds, or None and what is against it.

        What is against it is the position of the first decision among all; -1 where it is another
        adjudication.
        """
        for at, rows in sorted(self._rows.items()):
            said = sorted(self._said[at], key=lambda each: each[1].reviewer != TEAM)
            against = {id(vote) for vote in contradicting([vote for _, vote in said], rows)}
            if against or len({row.decision for row in rows}) > 1:
                yield at, (None, next((position for position, v in said if id(v) in against), -1))
            else:
                self._holds[at] = rows[-1]
                yield at, (rows[-1], -1)

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


def contradicting(votes: Iterable[Decision], adjudications: Sequence[Settlement]) -> list[Decision]:
    """Return the votes that say the opposite of what was adjudicated, and that no adjudication covers.

    An adjudication covers the votes on its own record that were there when it was made, so that it does
    not settle what was said of another record that turns out to be the same publication, nor what a
    reviewer says afterwards. What a list leaves out, it leaves out of the citation as a whole. A
    reviewer's first vote on a record of which nothing is known but the day of the export that it stands in
    may be older than that, and is covered.

    Args:
        votes: the ones that count now, on one citation at one stage.
        adjudications: the current ones on it at this stage.
    """

    def covered(vote: Decision, by: Settlement) -> bool:
        same = vote.record_id == by.record_id or vote.reason == NOT_RECORDED
        exported = vote.moment.endswith(DAY_END) and vote.order == 1 and vote.reviewer != TEAM
        return same and (exported or not after(vote.moment, by.time))

    settled = {row.decision for row in adjudications}
    return [
        vote
        for vote in votes
        if settled - {"exclude" if vote.decision == "exclude" else "include"}
        and not any(covered(vote, row) for row in adjudications)
    ]

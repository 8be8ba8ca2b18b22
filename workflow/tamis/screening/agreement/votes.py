"""First votes as arrays of codes, one stage at a time, and their pairs.

Words, ids and moments become small whole numbers once; all that is counted after is counted on these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tamis.config import Config
from tamis.screening.agreement.coefficients import Ints
from tamis.tables import PILOT, STAGES, TEAM

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Bools = npt.NDArray[np.bool_]
#: The words of a vote, in the order of the table of words.
WORDS = ("include", "maybe", "exclude")
INCLUDE, MAYBE, EXCLUDE = range(3)
#: A moment that is not known.
UNKNOWN = -1
_USED = ("stage", "citation_id", "reviewer", "decision", "reason", "moment", "batch")


@dataclass(frozen=True, slots=True)
class Plan:
    """What agreement needs to know of the protocol.

    reviewers: in the order in which they are listed; others follow in the order of their names.
    lead: who is compared with everyone else; empty: nobody.
    advances: for each stage, which decisions carry a citation on; those that are not there are neither.
    reasons: ids of reasons, in the order in which they are printed; others follow.
    alone: whether citations with a single vote count in what a panel agrees on by chance.
    automation: reviewers that are automation tools: agreement is that of people.
    """

    reviewers: tuple[str, ...]
    lead: str
    advances: Mapping[str, Mapping[str, bool]]
    reasons: tuple[str, ...] = ()
    alone: bool = False
    automation: tuple[str, ...] = ()


def plan_of(config: Config) -> Plan:
    """Return what the protocol says.

    Citations with a single vote do not count for a panel: where the protocol lets one reviewer decide alone,
    which citations have no second vote depends on what the first one said.
    """
    rules = {stage: config.advances(stage) for stage in STAGES}
    reasons = tuple(config.reasons)
    return Plan(config.people, config.lead, rules, reasons, automation=config.automation)


@dataclass(frozen=True, slots=True)
class Votes:
    """First votes at one stage, by citation, and on each in the order of reviewers.

    Each array has a code a vote: `citation` counts from 0, the others are positions in the lists beside them.
    The later a vote, the greater is `moment`; it is `UNKNOWN` where no time is given.
    """

    stage: str
    citation: Ints
    reviewer: Ints
    decision: Ints
    reason: Ints
    moment: Ints
    batch: Ints
    citations: pa.Array
    reviewers: tuple[str, ...]
    reasons: tuple[str, ...]
    moments: pa.Array
    batches: tuple[str, ...]

    def when(self, moment: int) -> str:
        """Return a moment as text; empty where it is not known."""
        return "" if moment == UNKNOWN else str(self.moments[moment])


@dataclass(frozen=True, slots=True)
class Twos:
    """Pairs of first votes on one citation, one after the other; the first is who stands first in the list.

    a, b: positions of the two votes; moment: the later one's, `UNKNOWN` where one of them is.
    """

    a: Ints
    b: Ints
    moment: Ints


def votes_of(decisions: pd.DataFrame, plan: Plan) -> list[Votes]:
    """Return the first votes of each stage that has some.

    Args:
        decisions: tables.Decision, in any order; these of its columns: stage, citation_id, reviewer,
            decision, reason, moment, batch, first. One vote at most of a reviewer on a citation at a stage is
            the first.
        plan: the protocol.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = {name: _array(decisions[name]) for name in (*_USED, "first")}
    wanted = pc.and_(
        pc.and_(pc.equal(columns["first"], "yes"), pc.not_equal(columns["reviewer"], TEAM)),
        pc.is_in(columns["decision"], value_set=pa.array(WORDS)),
    )
    if plan.automation:
        wanted = pc.and_not(wanted, pc.is_in(columns["reviewer"], value_set=pa.array(plan.automation)))
    table = pa.table({name: columns[name] for name in _USED}).filter(wanted)
    stages = pc.unique(table["stage"]).to_pylist()
    order = [*STAGES, *sorted(set(stages) - set(STAGES))]
    return [
        _votes(stage, table.filter(pc.equal(table["stage"], stage)) if len(stages) > 1 else table, plan)
        for stage in order
        if stage in stages
    ]


def pairs_of(votes: Votes) -> Twos:
    """Return all pairs of votes on one citation."""
    size = int(np.bincount(votes.citation).max())
    firsts = [np.flatnonzero(votes.citation[gap:] == votes.citation[:-gap]) for gap in range(1, size)]
    a = np.concatenate(firsts) if firsts else np.zeros(0, dtype=np.int64)
    b = a + np.repeat(np.arange(1, size), [len(first) for first in firsts])
    both = (votes.moment[a] != UNKNOWN) & (votes.moment[b] != UNKNOWN)
    return Twos(a, b, np.where(both, np.maximum(votes.moment[a], votes.moment[b]), UNKNOWN))


def natural(name: str) -> list[tuple[int, str]]:
    """Return what sorts names as people count: 2 before 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"([0-9]+)", name)]


def _votes(stage: str, table: pa.Table, plan: Plan) -> Votes:
    import pyarrow.compute as pc

    citation, citations = _coded(table["citation_id"])
    reviewer, reviewers = _listed(table["reviewer"], plan.reviewers)
    decision, _ = _listed(table["decision"], WORDS)
    reason, reasons = _listed(table["reason"], plan.reasons)
    batch, batches = _listed(table["batch"], (PILOT,))
    texts = _one(table["moment"])
    rank = pc.rank(texts, tiebreaker="dense").to_numpy().astype(np.int64) - 1
    at = np.zeros(int(rank.max()) + 1, dtype=np.int64)
    at[rank] = np.arange(len(rank))
    moments = texts.take(at)
    if not moments[0].as_py():  # where some are not known, they come first
        rank, moments = rank - 1, moments[1:]
    order = np.argsort(citation * len(reviewers) + reviewer)
    return Votes(
        stage,
        citation=citation[order],
        reviewer=reviewer[order],
        decision=decision[order],
        reason=reason[order],
        moment=rank[order],
        batch=batch[order],
        citations=citations,
        reviewers=reviewers,
        reasons=reasons,
        moments=moments,
        batches=batches,
    )


def _array(column: pd.Series[Any]) -> pa.ChunkedArray:
    import pyarrow as pa

    found = column.array.__arrow_array__()
    return found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])


def _one(column: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    found = column.combine_chunks()
    return pa.concat_arrays(found.chunks) if isinstance(found, pa.ChunkedArray) else found


def _coded(column: pa.ChunkedArray) -> tuple[Ints, pa.Array]:
    """Return a code for each text, and the texts by code."""
    found = _one(column).dictionary_encode()
    return found.indices.to_numpy().astype(np.int64), found.dictionary


def _listed(column: pa.ChunkedArray, known: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """Return a position in a list for each text, and the list: what is known, then others as people count."""
    codes, texts = _coded(column)
    words: list[str] = texts.to_pylist()
    listed = (*known, *sorted(set(words) - set(known), key=lambda word: (not word, natural(word), word)))
    position = {word: at for at, word in enumerate(listed)}
    return np.array([position[word] for word in words], dtype=np.int64)[codes], listed

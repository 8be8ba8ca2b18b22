"""Whom a citation waits for: those who can decide on it, and never one who left the review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tamis.config import StageRules
from tamis.screening.columns import Flags, Ints
from tamis.tables import TEAM


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who can be waited for at a stage.

    `reviewers` are the ids of all; `active` tells who of them is still in the review, `named` who of these
    adjudicates by the protocol.
    """

    rules: StageRules
    reviewers: tuple[str, ...]
    active: Flags
    named: Flags

    def texts(
        self,
        *,
        awaiting: Flags,
        conflict: Flags,
        missing: Ints,
        citation: Ints,
        voter: Ints,
        share: Flags | None,
    ) -> pa.Array:
        """Return whom each citation waits for, as `R1;R2`; empty where for nobody.

        Args:
            awaiting: which citations wait for decisions.
            conflict: which wait for a conflict to be settled.
            missing: how many decisions each lacks.
            citation: of each vote that counts, its citation.
            voter: of each vote that counts, its reviewer.
            share: who is to screen each citation (a row a citation, a column a reviewer); None: everybody.
        """
        size = len(awaiting)
        at = np.flatnonzero(awaiting | conflict)
        if not len(at):
            return pa.array([""], pa.string()).take(pa.array(np.zeros(size, np.int64)))
        place = np.full(size, -1, np.int64)
        place[at] = np.arange(len(at))
        voted: Flags = np.zeros((len(at), len(self.reviewers)), np.bool_)
        here = place[citation] >= 0
        voted[place[citation[here]], voter[here]] = True
        chosen = np.where(
            conflict[at][:, None],
            self._can_settle(voted),
            self._can_vote(voted, missing[at], None if share is None else share[at]),
        )
        # Few groups of people occur, many times each.
        packed = np.ascontiguousarray(np.packbits(chosen, axis=1))
        keys, which = np.unique(packed.view(f"V{packed.shape[1]}").ravel(), return_inverse=True)
        groups = np.unpackbits(
            keys.view(np.uint8).reshape(len(keys), -1), axis=1, count=len(self.reviewers)
        ).astype(np.bool_)
        names = ["", *(self._named(group) for group in groups)]
        position = np.zeros(size, np.int64)
        position[at] = which + 1
        return pa.array(names, pa.string()).take(pa.array(position))

    def _named(self, group: Flags) -> str:
        return ";".join(id for id, wanted in zip(self.reviewers, group, strict=True) if wanted) or TEAM

    def _can_vote(self, voted: Flags, missing: Ints, share: Flags | None) -> Flags:
        """Return those who are to screen a citation; where these are too few, all who have not voted."""
        left = self.active & ~voted
        if share is None:
            return left
        theirs = left & share
        return np.where((theirs.sum(axis=1) >= missing)[:, None], theirs, left)

    def _can_settle(self, voted: Flags) -> Flags:
        """Return those whom the protocol names; else a third, and those who can discuss it, as it allows."""
        how = self.rules.adjudication.how
        third, meet = self.active & ~voted & ("third" in how), self.active & voted & ("discussion" in how)
        named: Flags = (self.active if "discussion" in how else third) & self.named & np.ones_like(voted)
        anybody: Flags = third | meet
        chosen = named.any(axis=1, keepdims=True)
        return np.where(chosen, named, anybody)


def waiting(rules: StageRules, reviewers: Sequence[str], active: Sequence[str]) -> Waiting:
    """Return who can be waited for by the rules of a stage."""
    return Waiting(
        rules,
        tuple(reviewers),
        np.array([id in active for id in reviewers], np.bool_),
        np.array([id in rules.adjudication.who for id in reviewers], np.bool_),
    )

"""The votes on the citations that reached a stage, as numbers: counted, compared, and put in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tamis.config import StageRules
from tamis.screening.columns import Flags, Ints, Made, codes, starts, texts
from tamis.screening.shares import Shares
from tamis.tables import DECISIONS, NOT_RECORDED, STAGES

#: How far apart reviewers are, from least to most.
CONFLICTS = ("no", "maybe", "reason", "yes")
NO, MAYBE, REASON, YES = range(4)


@dataclass(frozen=True, slots=True)
class Panel:
    """Who decides at a stage, by which rules.

    `reviewers` holds the ids of all reviewers, `active` of the people who are still in the review, `reasons`
    the ids of the flowchart's questions in order, `automation` of the reviewers that are automation tools.
    """

    stage: str
    rules: StageRules
    reviewers: tuple[str, ...]
    active: tuple[str, ...]
    reasons: tuple[str, ...]
    share: Shares | None = None
    automation: tuple[str, ...] = ()

    @property
    def compared(self) -> tuple[str, ...]:
        """The reasons in which people can differ: at full text, and where the rules of the stage say so."""
        return self.reasons if self.stage == "full_text" and self.rules.reasons == "conflict" else ()


@dataclass(frozen=True, slots=True)
class Votes:
    """The decisions on eligibility on the citations that reached a stage, as numbers.

    `row` is each one's position among all decisions, `citation` that of its citation among those that
    reached the stage (of which there are `size`); `reason` the rank of its reason among the flowchart's
    questions, then NOT_RECORDED, then none (`unknown`). They are sorted by citation, reviewer and moment.
    """

    size: int
    unknown: int
    row: Ints
    citation: Ints
    reviewer: Ints
    word: Ints
    reason: Ints
    current: Flags
    team: Flags
    excludes: Flags

    @classmethod
    def of(cls, panel: Panel, reached: Ints, made: Made, citations: int) -> Votes:
        """Return the votes among all decisions; there are so many citations."""
        at = np.full(citations, -1, np.int64)
        at[reached] = np.arange(len(reached))
        row = np.flatnonzero((made.stage == STAGES.index(panel.stage)) & made.votes())
        row = row[at[made.citation[row]] >= 0]
        ranks = [*panel.reasons, NOT_RECORDED]
        reason = codes(texts(made.frame, "reason").take(pa.array(row)), ranks)
        reviewer, word = made.reviewer[row], made.word[row]
        return cls(
            size=len(reached),
            unknown=len(ranks),
            row=row,
            citation=at[made.citation[row]],
            reviewer=reviewer,
            word=word,
            reason=np.where(reason < 0, len(ranks), reason),
            current=made.current[row],
            team=reviewer == len(panel.reviewers),
            excludes=word == DECISIONS.index("exclude"),
        )

    def any(self, those: Flags) -> Flags:
        """Return on which citations some of the votes are."""
        found: Flags = np.zeros(self.size, np.bool_)
        found[self.citation[those]] = True
        return found

    def reviewers(self, those: Flags) -> Ints:
        """Return how many reviewers have given some of the votes, citation by citation."""
        who, on = self.reviewer[those], self.citation[those]
        new: Flags = np.ones(len(on), np.bool_)
        new[1:] = (on[1:] != on[:-1]) | (who[1:] != who[:-1])
        return np.bincount(on[new], minlength=self.size)

    def first(self, those: Flags) -> Flags:
        """Return which votes are the first of their reviewer on their citation."""
        at = np.flatnonzero(those)
        found: Flags = np.zeros(len(those), np.bool_)
        found[at[starts(self.citation[at] * (self.reviewer.max(initial=0) + 1) + self.reviewer[at])]] = True
        return found

    def first_row(self, those: Flags) -> Ints:
        """Return where the first of some votes on each citation stands among all decisions; -1: nowhere."""
        found = np.full(self.size, -1, np.int64)
        at = np.flatnonzero(those)
        at = at[starts(self.citation[at])]
        found[self.citation[at]] = self.row[at]
        return found

    def least_reason(self, those: Flags) -> Ints:
        """Return the reason that comes first in the flowchart among those of some votes."""
        found = np.full(self.size, self.unknown, np.int64)
        at = np.flatnonzero(those)
        if len(at):
            begins = np.flatnonzero(starts(self.citation[at]))
            found[self.citation[at[begins]]] = np.minimum.reduceat(self.reason[at], begins)
        return found

    def difference(self, those: Flags, panel: Panel) -> Ints:
        """Return how far some votes are apart, as a position in `CONFLICTS`.

        Where the rules of the stage say so, a maybe asks for a decision, as votes that differ do; where
        nobody says the opposite, they do not differ for that. Reasons can differ at full text only.
        """
        asks = self.any(those & (self.word == DECISIONS.index("maybe"))) & (panel.rules.maybe == "conflict")
        opposed = self.any(those & self.excludes) & self.any(those & ~self.excludes)
        several: Flags = np.zeros(self.size, np.bool_)
        if panel.compared:
            known = np.flatnonzero(those & (self.reason < len(panel.reasons)))
            if len(known):
                begins = np.flatnonzero(starts(self.citation[known]))
                reason = self.reason[known]
                apart = np.minimum.reduceat(reason, begins) != np.maximum.reduceat(reason, begins)
                several[self.citation[known[begins[apart]]]] = True
        return np.select([opposed, asks, several], [YES, MAYBE, REASON], NO)

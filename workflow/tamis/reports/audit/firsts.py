"""What first votes tell beside their agreement: what conflicts were about, and what one alone had lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.tables import Decision, Misjudged, Verdict

First = Mapping[str, Sequence[Decision]]

#: What reviewers were apart in by their first votes, by name.
KINDS = {
    "opposite": "include against exclude",
    "maybe_out": "maybe against exclude",
    "reasons": "in the reason for exclusion alone",
    "maybe": "a “maybe” that nobody’s exclude stands against",
    "later": "not by first votes",
}


def kind(verdict: Verdict, votes: Sequence[Decision]) -> str:
    """Return what the reviewers of a citation that was in conflict were apart in: a name of `KINDS`.

    Args:
        verdict: what holds of it.
        votes: the first votes on it.
    """
    words = {vote.decision for vote in votes}
    if {"include", "exclude"} <= words:
        return "opposite"
    if {"maybe", "exclude"} <= words:
        return "maybe_out"
    if verdict.conflict == "maybe" and "maybe" in words:
        return "maybe"
    reasons = {vote.reason for vote in votes if vote.decision == "exclude"}
    return "reasons" if verdict.conflict == "reason" and len(reasons) > 1 else "later"


@dataclass(frozen=True, slots=True)
class Lost:
    """What one reviewer alone would have lost at a stage; `who` is empty for anybody.

    Of `on` citations that went on and have a first vote of theirs, `on_out` have one that excludes; of
    `included`, those of them that were included in the end, `included_out`.
    """

    who: str
    on: int
    on_out: int
    included: int
    included_out: int


def lost(first: First, verdicts: Iterable[Verdict], stage: str) -> list[Lost]:
    """Return what each reviewer's first votes alone would have lost, anybody's before; nothing where none is.

    Args:
        first: the first votes at the stage by citation.
        verdicts: the verdicts of both stages.
        stage: the stage.
    """
    held = {(v.stage, v.citation_id) for v in verdicts if v.outcome == "include"}
    votes = [vote for votes in first.values() for vote in votes if (stage, vote.citation_id) in held]
    people = sorted({vote.reviewer for vote in votes})
    return [_lost(who, votes, {id for at, id in held if at == "full_text"}) for who in ("", *people) if votes]


def _lost(who: str, votes: Iterable[Decision], included: set[str]) -> Lost:
    own = [vote for vote in votes if who in ("", vote.reviewer)]
    on = {vote.citation_id for vote in own}
    out = {vote.citation_id for vote in own if vote.decision == "exclude"}
    return Lost(who, len(on), len(out), len(on & included), len(out & included))


def against(
    first: First, misjudged: Iterable[Misjudged], advances: Mapping[str, bool]
) -> list[tuple[Misjudged, list[str]]]:
    """Return, beside each citation of the pilot, those whose first vote differed from the final decision.

    Args:
        first: the first votes at the stage by citation.
        misjudged: citations on which somebody's first vote did.
        advances: which decisions carry a citation on; others are neither.
    """
    return [
        (
            row,
            sorted(
                vote.reviewer
                for vote in first.get(row.citation_id, ())
                if advances.get(vote.decision, row.outcome == "include") != (row.outcome == "include")
            ),
        )
        for row in misjudged
    ]

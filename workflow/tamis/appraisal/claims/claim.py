"""A claim about quality, what the grid says of it, and that in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.appraisal.claims.lexicon import ALL, FEW, MOST, NONE, NOT_ALL, RISK, SOME
from tamis.appraisal.claims.quality import Said
from tamis.appraisal.claims.sentences import Sentence
from tamis.appraisal.claims.standing import Standing, figures

TRUE, FALSE, UNKNOWN, UNDEFINED, UNSURE = "true", "false", "unknown", "undefined", "unsure"
OTHER_NUMBER = "other number"
SEVERITY = {FALSE: "high", UNKNOWN: "medium", UNDEFINED: "medium", OTHER_NUMBER: "medium", UNSURE: "low"}
_NEEDS = {
    ALL: "all of them",
    MOST: "more than half of them",
    SOME: "at least one of them",
    FEW: "fewer than half of them",
    NONE: "none of them",
    NOT_ALL: "not all of them",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim about quality, the studies (or results) that it is about, and what the grid says of it.

    verdict: true or false; unknown (it hangs on ratings that are missing); undefined (nothing says what its
    word means); unsure (rules cannot tell what it says, or of which studies); other number (than the grid).
    holds, open: of how many it holds, and of how many ratings are missing. absent: the studies it means that
    no tool was used for which could tell. stopped: those not appraised further. Neither are among `about`
    where it was checked. Counted are studies, however many results of them were appraised.
    """

    sentence: Sentence
    said: Said
    about: tuple[Standing, ...]
    meant: str  # which studies, in words
    verdict: str
    why: str = ""  # why it is unsure
    level: str = ""  # the level's label; of several tools, the labels of each
    holds: int = 0
    open: int = 0
    absent: tuple[str, ...] = ()
    stopped: tuple[Standing, ...] = ()

    @property
    def studies(self) -> int:
        """How many studies `about` has."""
        return len({each.study for each in self.about})

    @property
    def halted(self) -> int:
        """How many studies were not appraised further with any tool."""
        return len({each.study for each in self.stopped} - {each.study for each in self.about})


def in_words(claim: Claim, labels: Mapping[str, str]) -> str:
    """Return what is found of a claim, with the figures."""
    quote = claim.sentence.text
    quote = f"{quote[:197]}..." if len(quote) > 200 else quote.rstrip(".")
    word = " or ".join(claim.said.words) + (" risk of bias" if claim.said.topic == RISK else "")
    holds = _holds(claim, labels)
    needs = f"{claim.level!r} would have to hold of {_NEEDS[claim.said.amount]}; {holds}"
    why = {
        FALSE: needs,
        UNKNOWN: needs,
        UNDEFINED: f"the protocol does not say what {word!r} means (appraisal: levels: words)",
        OTHER_NUMBER: f"its number is not that of the ratings: {claim.level!r}: {holds}",
        UNSURE: f"people must compare it with the ratings, because {claim.why}"
        + (f"; {claim.level!r}: {holds}" if claim.level else ""),
    }[claim.verdict]
    about = (*claim.about, *claim.stopped)
    if not about:
        return f'"{quote}": {why} ({claim.meant})'
    return f'"{quote}": {why}. Taken to be about {claim.meant}: {figures(about, labels)}'


def _holds(claim: Claim, labels: Mapping[str, str]) -> str:
    """Return of how many it holds, and of how many that is not known, and why."""
    told = f"it holds of {claim.holds} of {claim.studies + len(claim.absent)}"
    if claim.open:
        told += f", of {claim.open} it is not known because ratings are missing"
    if claim.absent:
        names = "; ".join(labels.get(study) or study for study in claim.absent)
        told += (
            f", of {len(claim.absent)} it is not known because no tool was used that tells of it ({names})"
        )
    if claim.halted:
        told += f"; {claim.halted} not appraised further"
    return told

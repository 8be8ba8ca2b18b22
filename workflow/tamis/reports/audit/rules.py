"""What the protocol asks for at each stage, in sentences, from the config."""

from __future__ import annotations

from tamis.config import Config
from tamis.errors import counted
from tamis.reports.audit.words import listed

_MAYBE = {
    "include": "A “maybe” carries a citation on, as an “include” does.",
    "conflict": "A “maybe” asks for a decision: it counts neither as include nor as exclude.",
}
_ALONE = {
    "nothing": "One reviewer alone decides nothing.",
    "include": "One reviewer alone may include; such citations are counted apart.",
    "exclude": "One reviewer alone may exclude; such citations are counted apart.",
    "both": "One reviewer alone may decide; such citations are counted apart.",
}
_HOW = {"discussion": "by discussion", "third": "by a third reviewer who had not voted"}


def rules(config: Config, stage: str) -> list[str]:
    """Return the rules of a stage: how many decide, what a maybe is, who settles conflicts, who screens."""
    of = config.stages[stage]
    said = [f"Each citation is to be decided on by {counted(of.reviewers, 'reviewer')}."]
    said.append(_MAYBE[of.maybe])
    said.append(_ALONE[of.alone])
    if stage == "full_text":
        said.append(
            "Two exclusions for different reasons are a conflict."
            if of.reasons == "conflict"
            else "Of two exclusions for different reasons, the one that comes first in the flowchart holds."
        )
    how = ", or ".join(words for word, words in _HOW.items() if word in of.adjudication.how)
    who = f" ({listed(of.adjudication.who)})" if of.adjudication.who else ""
    said.append(f"Conflicts are settled {how}{who}.")
    if of.allocation:
        said.append(_allocated(config, stage))
    return said


def _allocated(config: Config, stage: str) -> str:
    of = config.stages[stage].allocation
    among = f" ({listed(of.reviewers)})" if of and of.reviewers else ""
    if of is None or of.method == "everyone":
        return f"Every reviewer{among} is to screen every citation."
    if of.method == "lead":
        return f"{of.lead} is to screen every citation, the others{among} a batch each."
    n = counted(config.stages[stage].reviewers, "reviewer")
    return f"Each citation is to go to {n}{among}, drawn by lot (seed {of.seed}) with equal loads."

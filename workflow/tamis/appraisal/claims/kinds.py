"""Which categories of study a text names: those of a tool, by the words of their labels, and their like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tamis.appraisal.claims.sentences import plain
from tamis.appraisal.engine.tool import Kind, Tool

_NOUN = (
    r"(?:stud(?:y|ies)|evaluations?|trials?|research|evidence|papers?|designs?|methods|surveys?|strands?|"
    r"components?)"
)
_TRIALS = r"(?<!nonrandomised )(?<!nonrandomised controlled )trials?"
#: What people call the kinds of study, by a word in the label that a tool gives them. The first word of a
#: label that is here says what it is, so that a non-randomised study is not a randomised one.
_CALLED = {
    "nonrandomised": (r"nonrandomised", r"quasi-experiment(?:s|al)?", r"cohort", r"case-control"),
    "randomised": (r"randomised", r"rcts?", r"rct-type", _TRIALS),
    "mixed-methods": (r"mixed-methods?",),
    "qualitative": (r"qualitative",),
    "descriptive": (rf"descriptive(?= (?:\w+ )?{_NOUN}\b)", r"cross-sectional", r"prevalence"),
    "quasi-experiment": (r"quasi-experiment(?:s|al)?",),
}
#: The kinds that people call quantitative.
_QUANTITATIVE = ("nonrandomised", "randomised", "descriptive")
#: Words in labels that say nothing about the kind.
_COMMON = {
    *[
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "to",
        "in",
        "for",
        "with",
        "study",
        "studies",
        "quantitative",
        "method",
        "methods",
    ]
}


def named(text: str, tools: Sequence[Tool]) -> dict[tuple[str, str], str]:
    """Return the categories that a text names: (tool, category) and label, in the order of the tools.

    Args:
        text: as `sentences.plain` makes it.
        tools: the tools.
    """
    for tool in tools:
        text = text.replace(plain(re.sub(r"\(.*?\)", "", tool.title)), " ")
    text = re.sub(rf"\bnonrandomised(?: controlled)? {_NOUN}\b", "nonrandomised", text)
    quantitative = re.search(rf"\bquantitative (?:\w+ )?{_NOUN}\b", text)
    found = {}
    for tool in tools:
        kinds = tool.categories
        those = [kind for kind in kinds if _is_named(kind, kinds, text)]
        if quantitative and not any(_word(kind) in _QUANTITATIVE for kind in those):
            those += [kind for kind in kinds if _word(kind) in _QUANTITATIVE]
        found.update({(tool.id, kind.id): kind.label for kind in kinds if kind in those})
    return found


def meant_for(tool: Tool, tools: Sequence[Tool]) -> set[tuple[str, str]]:
    """Return the categories of other tools that a tool is for, by its title: RoB 2 is for randomised trials.

    A tool whose title names several kinds, or none, is for no one kind.
    """
    found = named(plain(tool.title), [other for other in tools if other.id != tool.id])
    several = len(found) > len({id for id, _ in found})
    return set() if several else set(found)


def _word(kind: Kind) -> str:
    """Return which of the kinds that people know a category is; empty where it is none."""
    label = plain(kind.label)
    return next((word for word in _CALLED if re.search(rf"\b{word}", label)), "")


def _is_named(kind: Kind, kinds: Sequence[Kind], text: str) -> bool:
    called = _CALLED.get(_word(kind), ())
    if called and sum(_word(other) == _word(kind) for other in kinds) == 1:
        return any(re.search(rf"\b{name}\b", text) for name in called)
    label = " ".join(word for word in plain(kind.label).split() if word not in _COMMON)
    return bool(label) and bool(re.search(rf"\b{re.escape(label)}\b", text))

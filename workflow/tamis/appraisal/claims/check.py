"""What the synthesis text claims about the quality of studies, against the grid of ratings.

Sentences are read by rules (`quality`); the figures beside them are counts. A claim can be checked where the
protocol says what its word means: `appraisal: levels: words`. The judgements of a tool, such as low risk, and
"met all criteria" need no such words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tamis.appraisal.claims.kinds import named
from tamis.appraisal.claims.lexicon import ALL, FEW, MET_ALL, MOST, NARROWED, NONE, NOT_ALL, RISK, SOME, STUDY
from tamis.appraisal.claims.quality import Said, said
from tamis.appraisal.claims.sentences import Sentence, cited, plain, sentences
from tamis.appraisal.claims.standing import Standing, figures, standings
from tamis.appraisal.engine.tool import Tool
from tamis.config import Level
from tamis.tables import TEAM, Appraisal, Assessment, Finding, OpenItem

TRUE, FALSE, UNKNOWN, UNDEFINED, UNSURE = "true", "false", "unknown", "undefined", "unsure"
_SEVERITY = {FALSE: "high", UNKNOWN: "medium", UNDEFINED: "medium", UNSURE: "low"}
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
    word means); unsure (rules cannot tell what it says, or of which studies).
    """

    sentence: Sentence
    said: Said
    about: tuple[Standing, ...]
    meant: str  # which studies, in words
    verdict: str
    why: str = ""  # why it is unsure
    level: str = ""  # the level's label
    holds: int = 0
    open: int = 0


def claims(
    text: str,
    file: str,
    tools: Sequence[Tool],
    levels: Sequence[Level],
    assessments: Sequence[Assessment],
    ratings: Sequence[Appraisal],
    labels: Mapping[str, str],
) -> tuple[list[Finding], list[OpenItem]]:
    """Return what is to be said of a text's claims about quality, in the order of the text.

    Args:
        text: the text, in Markdown.
        file: its path, as places have it.
        tools: the tools that the protocol names.
        levels: the team's levels of quality, best first, with the words that stand for them.
        assessments, ratings: rows of the tables of these names in `build/appraisal/`.
        labels: how each study is cited in print, by its id.

    A claim that the grid contradicts is a high finding and an open item, both
    `appraisal:claim:<file>:<line>` (a second one on a line gets `:2`); one that cannot be checked is a medium
    finding, one that only people can read a low one. Of a claim that is true nothing is said.
    """
    findings: list[Finding] = []
    items: list[OpenItem] = []
    seen: Counter[int] = Counter()
    for claim in checked(text, tools, levels, assessments, ratings, labels):
        line = claim.sentence.line
        seen[line] += 1
        id = f"appraisal:claim:{file}:{line}" + (f":{seen[line]}" if seen[line] > 1 else "")
        if claim.verdict != TRUE:
            words = _text(claim, labels)
            findings.append(Finding(id, _SEVERITY[claim.verdict], "", words, f"{file}:{line}"))
            if claim.verdict == FALSE:
                words += "; the sentence or the ratings must change"
                items.append(OpenItem(id, words, TEAM, f"{file}:{line}"))
    return findings, items


def checked(
    text: str,
    tools: Sequence[Tool],
    levels: Sequence[Level],
    assessments: Sequence[Assessment],
    ratings: Sequence[Appraisal],
    labels: Mapping[str, str],
) -> list[Claim]:
    """Return every claim about quality in a text, true or not, in the order of the text; see `claims`."""
    grid = standings(tools, assessments, ratings)
    meanings = [*levels, *(level for tool in tools for level in _own_levels(tool))]
    meanings.append(Level(id="all", label=MET_ALL, met=100, words=(MET_ALL,)))
    words = [word for level in meanings for word in level.words]
    found = []
    for sentence in sentences(text):
        studies = _cited(sentence, grid, labels)
        about_studies = bool(studies or named(sentence.plain, tools))
        for clause in said(sentence, words, about_studies):
            about, meant, why = _meant(clause, sentence, grid, tools, studies)
            claim = Claim(sentence, clause, about, meant, UNSURE, clause.unsure or why)
            found.append(claim if claim.why else _check(claim, tools, levels, meanings))
    return found


def _cited(sentence: Sentence, grid: Sequence[Standing], labels: Mapping[str, str]) -> list[str]:
    """Return the appraised studies that a sentence cites, or names as they are cited in print."""
    known = dict.fromkeys(each.study for each in grid)
    ids = [id for id in cited(sentence.text) if id in known]
    text = _unbracketed(sentence.plain)
    for study in known:
        label = _unbracketed(plain(labels.get(study, "")))
        if label and re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text):
            ids.append(study)
    return list(dict.fromkeys(ids))


def _unbracketed(text: str) -> str:
    """Return a text that cites Harwin et al. (2018) and Harwin et al., 2018 in one way."""
    return re.sub(r",? \(?((?:19|20)\d\d[a-z]?)\b\)?", r" \1", text)


def _meant(
    clause: Said, sentence: Sentence, grid: Sequence[Standing], tools: Sequence[Tool], studies: Sequence[str]
) -> tuple[tuple[Standing, ...], str, str]:
    """Return what a clause is about, that in words, and why it is not sure.

    The categories it names, else the studies that are cited, else all. Where most or few are said to be good
    and some are cited, those cited are examples.
    """
    narrowed = [
        m[0].removesuffix(m["how"]) for m in NARROWED.finditer(clause.clause) if not named(m["how"], tools)
    ]
    bare = not studies and not re.search(rf"\b{STUDY}\b", clause.clause)
    for words in (clause.clause, sentence.plain if bare else ""):
        kinds = named(words, tools)
        if kinds:
            those = {each.study for each in grid if (each.tool.id, each.assessment.category) in kinds}
            meant = " and ".join(dict.fromkeys(kinds.values()))
            break
    else:
        if studies and clause.amount in (ALL, NONE, NOT_ALL):
            those, meant, narrowed = set(studies), "the studies it cites", []
        else:
            those, meant = {each.study for each in grid}, "all appraised studies"
            if cited(sentence.text) and not studies:
                return tuple(grid), meant, "it cites what was not appraised"
    about = tuple(each for each in grid if each.study in those)
    if not about:
        return about, meant, "nothing that it is about was appraised"
    return about, meant, f"'{narrowed[0]} ...' may not be all of them" if narrowed else ""


def _check(claim: Claim, tools: Sequence[Tool], levels: Sequence[Level], meanings: Sequence[Level]) -> Claim:
    """Return a claim that can be read with what the grid says of it."""
    level = _level(claim.said, tools, meanings)
    about = tuple(each for each in claim.about if level and each.rated_for(level))
    if level is None or not about:
        return replace(claim, verdict=UNDEFINED)
    order = levels if level in levels else [level]
    fits = [each.fits(level, order) for each in about]
    label = level.label
    if claim.said.negated:
        fits = [None if fit is None else not fit for fit in fits]
        label = f"not {label}"
    holds, open_ = fits.count(True), fits.count(None)
    verdict = _verdict(claim.said.amount, holds, open_, len(fits))
    return replace(claim, about=about, verdict=verdict, level=label, holds=holds, open=open_)


def _verdict(amount: str, holds: int, open_: int, total: int) -> str:
    """Return whether a claim holds, whatever the open ones turn out to be."""

    def is_so(n: int) -> bool:
        return {
            ALL: n == total,
            MOST: 2 * n > total,
            SOME: n > 0,
            FEW: 2 * n < total,
            NONE: n == 0,
            NOT_ALL: n < total,
        }[amount]

    possible = {is_so(n) for n in range(holds, holds + open_ + 1)}
    return UNKNOWN if len(possible) > 1 else TRUE if possible.pop() else FALSE


def _level(clause: Said, tools: Sequence[Tool], meanings: Sequence[Level]) -> Level | None:
    """Return the level that a clause's words stand for: the lowest, where it names two.

    High and low mean one thing of quality and another of risk.
    """
    risky = {tool.id for tool in tools if _of_risk(tool)}
    those = []
    for position, level in enumerate(meanings):
        of_risk = bool(level.judgements) and (level.tool in risky if level.tool else bool(risky))
        known = {plain(each) for each in level.words}
        known |= {_bare(each) for each in known}
        for word in clause.words:
            more = {f"{word} risk", f"{word} risk of bias"} & known if clause.topic == RISK else set()
            if more or (word in known and (word not in ("high", "low") or of_risk == (clause.topic == RISK))):
                those.append((position, level))
    return max(those, key=lambda each: each[0])[1] if those else None


def _bare(word: str) -> str:
    """Return what a level is called without what is called so: good of good quality."""
    return " ".join(re.sub(r"\b(?:of|quality|rigour|methodological(?:ly)?)\b", " ", word).split())


def _of_risk(tool: Tool) -> bool:
    """Whether a tool judges risk, so that high is bad."""
    signs = (*tool.judgements, *(tool.overall.judgements if tool.overall else ()))
    return any("risk" in sign.label.casefold() for sign in signs)


def _own_levels(tool: Tool) -> list[Level]:
    """Return the judgements of a tool as levels: their words are its own."""
    if not tool.overall:
        return []
    return [
        Level(
            id=sign.id,
            label=sign.label,
            tool=tool.id,
            judgements=(sign.id,),
            words=tuple(dict.fromkeys((sign.label, sign.id, *sign.spellings, sign.label.split()[0]))),
        )
        for sign in tool.overall.judgements
    ]


def _text(claim: Claim, labels: Mapping[str, str]) -> str:
    """Return what is found of a claim, with the figures."""
    quote = claim.sentence.text
    quote = f"{quote[:197]}..." if len(quote) > 200 else quote.rstrip(".")
    n, needs = len(claim.about), _NEEDS[claim.said.amount]
    word = " or ".join(claim.said.words) + (" risk of bias" if claim.said.topic == RISK else "")
    why = {
        FALSE: f"{claim.level!r} would have to hold of {needs}; it holds of {claim.holds} of {n}"
        + (f", and of {claim.open} it is not known" if claim.open else ""),
        UNKNOWN: f"{claim.level!r} would have to hold of {needs}; it holds of {claim.holds} of {n}, and of "
        f"{claim.open} it is not known, because ratings are missing",
        UNDEFINED: f"the protocol does not say what {word!r} means (appraisal: levels: words)",
        UNSURE: f"people must compare it with the ratings, because {claim.why}",
    }[claim.verdict]
    if not claim.about:
        return f'"{quote}": {why} ({claim.meant})'
    return f'"{quote}": {why}. Taken to be about {claim.meant}: {figures(claim.about, labels)}'

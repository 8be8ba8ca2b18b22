"""What the synthesis text claims about the quality of studies, against the grid of ratings.

Sentences are read by rules (`quality`); the figures beside them are counts. A claim can be checked where the
protocol says what its word means: `appraisal: levels: words`. The judgements of a tool, such as low risk, and
"met all criteria" need no such words.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tamis.appraisal.claims.amounts import OWN_NUMBER
from tamis.appraisal.claims.claim import (
    FALSE,
    OTHER_NUMBER,
    SEVERITY,
    TRUE,
    UNDEFINED,
    UNKNOWN,
    UNSURE,
    Claim,
    in_words,
)
from tamis.appraisal.claims.kinds import meant_for, named
from tamis.appraisal.claims.lexicon import ALL, FEW, MET_ALL, MOST, NARROWED, NONE, NOT_ALL, RISK, SOME, STUDY
from tamis.appraisal.claims.quality import Said, said
from tamis.appraisal.claims.sentences import Sentence, cited, plain, sentences
from tamis.appraisal.claims.standing import Standing, standings
from tamis.appraisal.claims.wanted import Wanted, fitting
from tamis.appraisal.engine.tool import Tool
from tamis.config import Level
from tamis.tables import TEAM, Appraisal, Assessment, Finding, OpenItem


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
        labels: how each included study is cited in print, by its id.

    A claim that the grid contradicts is a high finding and an open item, both `appraisal:claim:<file>:<hash>`
    (a second claim of the sentence gets `:2`): of the sentence, so that a decision on it covers no other one
    that comes to stand there. One that cannot be checked, or gives a number that is not the grid's, is a
    medium finding, one that only people can read a low one. Of a claim that is true nothing is said.
    """
    findings: list[Finding] = []
    items: list[OpenItem] = []
    seen: Counter[str] = Counter()
    for claim in checked(text, tools, levels, assessments, ratings, labels):
        line, sentence = claim.sentence.line, _hash(claim.sentence)
        seen[sentence] += 1
        id = f"appraisal:claim:{file}:{sentence}" + (f":{seen[sentence]}" if seen[sentence] > 1 else "")
        if claim.verdict != TRUE:
            words = in_words(claim, labels)
            findings.append(Finding(id, SEVERITY[claim.verdict], "", words, f"{file}:{line}"))
            if claim.verdict == FALSE:
                words += "; the sentence or the ratings must change"
                items.append(OpenItem(id, words, TEAM, f"{file}:{line}"))
    return findings, items


def _hash(sentence: Sentence) -> str:
    """Return eight hexadecimal digits that stand for a sentence, however it is broken into lines."""
    return hashlib.sha256(" ".join(sentence.text.split()).casefold().encode()).hexdigest()[:8]


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
    called = [name for tool in tools for name in _called(tool)]
    found = []
    for sentence in sentences(text):
        studies = _cited(sentence, labels)
        about_studies = bool(studies or named(sentence.plain, tools))
        for clause in said(sentence, words, about_studies, called):
            those, meant, why = _meant(clause, sentence, grid, tools, studies, labels)
            about = tuple(each for each in grid if each.study in those)
            if not about:
                why = why or "nothing that it is about was appraised"
            claim = Claim(sentence, clause, about, meant, UNSURE, clause.unsure or why)
            if not why and clause.unsure in ("", OWN_NUMBER):
                claim = _check(claim, those, tools, levels, meanings)
            found.append(claim)
    return found


def _called(tool: Tool) -> list[str]:
    """Return what a tool is called: its title, and what that has in brackets."""
    names = [re.sub(r"\(.*?\)", "", tool.title), *re.findall(r"\((.*?)\)", tool.title)]
    return [plain(name) for name in names if name.strip()]


def _cited(sentence: Sentence, labels: Mapping[str, str]) -> list[str]:
    """Return the included studies that a sentence cites, or names as they are cited in print."""
    ids = [id for id in cited(sentence.text) if id in labels]
    text = _unbracketed(sentence.plain)
    for study in labels:
        label = _unbracketed(plain(labels[study]))
        if label and re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text):
            ids.append(study)
    return list(dict.fromkeys(ids))


def _unbracketed(text: str) -> str:
    """Return a text that cites Harwin et al. (2018) and Harwin et al., 2018 in one way."""
    return re.sub(r",? \(?((?:19|20)\d\d[a-z]?)\b\)?", r" \1", text)


def _meant(
    clause: Said,
    sentence: Sentence,
    grid: Sequence[Standing],
    tools: Sequence[Tool],
    studies: Sequence[str],
    labels: Mapping[str, str],
) -> tuple[set[str], str, str]:
    """Return the studies that a clause is about, that in words, and why it is not sure.

    Those of the categories it names, and of the tools that are meant for these alone; else those that are
    cited, else all that are included. Where most or few are said to be good and some are cited, those cited
    are examples.
    """
    narrowed = [
        m[0].removesuffix(m["how"]) for m in NARROWED.finditer(clause.clause) if not named(m["how"], tools)
    ]
    bare = not studies and not re.search(rf"\b{STUDY}\b", clause.clause)
    for words in (clause.clause, sentence.plain if bare else ""):
        kinds = named(words, tools)
        if kinds:
            of_them = [tool.id for tool in tools if kinds.keys() & meant_for(tool, tools)]
            those = {
                each.study
                for each in grid
                if (each.tool.id, each.assessment.category) in kinds or each.tool.id in of_them
            }
            meant = " and ".join(dict.fromkeys(kinds.values()))
            break
    else:
        if studies and clause.amount in (ALL, NONE, NOT_ALL):
            those, meant, narrowed = set(studies), "the studies it cites", []
        else:
            those, meant = {*labels, *(each.study for each in grid)}, "all included studies"
            if cited(sentence.text) and not studies:
                return those, meant, "it cites what is not included"
    return those, meant, f"'{narrowed[0]} ...' may not be all of them" if narrowed else ""


def _check(
    claim: Claim, those: set[str], tools: Sequence[Tool], levels: Sequence[Level], meanings: Sequence[Level]
) -> Claim:
    """Return a claim that can be read, about those studies, with what the grid says of it."""
    named_levels = _levels(claim.said, tools, meanings)
    if not named_levels:
        return replace(claim, verdict=UNDEFINED)
    wanted: dict[str, Wanted] = {}  # by the tool: each has levels of its own
    for each in claim.about:
        told = [level for level in named_levels if each.rated_for(level)]
        if len(told) > 1 and told[-1] not in levels:
            return replace(claim, why="it names more than one judgement")
        if told:
            own = [*levels] if told[-1] in levels else _own_levels(each.tool) or told
            order = [level for level in own if each.rated_for(level)]
            order = order if told[-1] in order else told
            wanted[each.tool.id] = Wanted(order, order.index(told[-1]), exact=told[-1] not in levels)
    able = [each for each in claim.about if each.tool.id in wanted]
    about, stopped = (tuple(each for each in able if each.stopped is so) for so in (False, True))
    absent = tuple(sorted(those - {each.study for each in able}))
    fits = fitting(about, wanted)
    label = " or ".join(dict.fromkeys(each.level.label for each in wanted.values()))
    label = label or named_levels[-1].label
    if claim.said.negated:
        fits = [None if fit is None else not fit for fit in fits]
        label = f"not {label}"
    holds, open_ = fits.count(True), fits.count(None)
    claim = replace(claim, about=about, level=label, holds=holds, open=open_, absent=absent, stopped=stopped)
    if claim.why:
        better = {} if claim.said.negated else {tool: each.better for tool, each in wanted.items()}
        of_better = sum(fit is not False for fit in fitting(about, better))
        return replace(claim, verdict=_number(claim, holds - of_better))
    verdict = _verdict(claim.said.amount, holds, open_ + len(absent), len(fits) + len(absent))
    if (
        verdict == TRUE or not about
    ):  # would it hold, too, whatever those are that were not appraised further?
        more = len(absent) + claim.halted
        verdict = _verdict(claim.said.amount, holds, open_ + more, len(fits) + more)
    return replace(claim, verdict=verdict)


def _number(claim: Claim, least: int) -> str:
    """Return whether a number of studies that a claim gives can be the grid's.

    `least`: how many are of the level for certain, and of no better one.
    """
    said, total = claim.said, claim.studies + len(claim.absent)
    wrong = said.number is not None and not least <= said.number <= claim.holds + claim.open + len(
        claim.absent
    )
    wrong = wrong or (said.total is not None and not total <= said.total <= total + claim.halted)
    return OTHER_NUMBER if wrong else UNSURE


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


def _levels(clause: Said, tools: Sequence[Tool], meanings: Sequence[Level]) -> list[Level]:
    """Return the levels that a clause's words stand for, the lowest last.

    High and low mean one thing of quality and another of risk.
    """
    risky = {tool.id for tool in tools if _of_risk(tool)}
    found = []
    for level in meanings:
        of_risk = bool(level.judgements) and (level.tool in risky if level.tool else bool(risky))
        known = {plain(each) for each in level.words}
        known |= {_bare(each) for each in known}
        for word in clause.words:
            more = {f"{word} risk", f"{word} risk of bias"} & known if clause.topic == RISK else set()
            if more or (word in known and (word not in ("high", "low") or of_risk == (clause.topic == RISK))):
                found.append(level)
                break
    return found


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

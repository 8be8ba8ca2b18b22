"""What a sentence says of how good studies are, read by rules: what is said, and of how many.

The rules know the English of reviews, not its grammar. What they cannot be sure of they say is so, and what
is said of care, life or services is not about studies. Nothing here knows a rating.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tamis.appraisal.claims.amounts import OWN_NUMBER, counted, of_how_many
from tamis.appraisal.claims.lexicon import (
    ADJECTIVE,
    ADVERB,
    AFTER,
    ALL,
    APPRAISED,
    ASPECT,
    BETWEEN,
    BRACKET,
    CLAUSE,
    COPULA,
    JUDGING,
    MEETS_ALL,
    MET_ALL,
    MODIFIER,
    NOT_A_CLAIM,
    NOT_OF_STUDIES,
    NUMBER,
    OF_METHODS,
    PRONOUN,
    QUALITY,
    QUALITY_NAME,
    REPORTED,
    RISK,
    RISK_WORDS,
    SCORES,
    STOP,
    STUDY,
    SURE,
)
from tamis.appraisal.claims.sentences import Sentence, plain

#: Where a clause names the quality of studies, start and end, and what it speaks of; an adjective that names
#: and judges them in one has no length.
_Topic = tuple[int, int, str]
#: So much of a sentence is read: what is longer is a table or a list that nobody marked as one.
_LONGEST = 2000
_WAS = "(?:was|were|is|are|been|be|appeared|seemed|had|has|have|raised?)"
_RATED = "(?:judged|rated|appraised|assessed|scored|classed|graded)"
_PREPOSITION = "(?:in|from|across|by|for|within|with|at|on|during)"
_SO_MANY = rf"(?:{PRONOUN}|few|several|half|neither|either|none|majority|minority|number|{NUMBER})"
#: A word between a subject and its verb; a study may be named there: by Ryan et al. (2016).
_GAP = r"(?: (?!that\b|who\b|which\b)(?:[\w&-]+\.?|\(\d{4}[a-z]?\)))"


@dataclass(frozen=True, slots=True)
class Said:
    """What a clause of a sentence says of the quality of studies.

    words: what they are said to be, such as good; empty: nothing that is a judgement.
    unsure: why the clause cannot be checked by rules; empty: it can. number, total: of how many studies it
    speaks, and among how many, where that is all that is not sure.
    """

    clause: str  # as `plain` makes it
    topic: str
    words: tuple[str, ...]
    negated: bool
    amount: str
    unsure: str
    number: int | None = None
    total: int | None = None


def said(
    sentence: Sentence, words: Iterable[str], about_studies: bool, called: Iterable[str] = ()
) -> list[Said]:
    """Return what a sentence says of the quality of studies, clause by clause.

    Args:
        sentence: the sentence.
        words: what a team calls studies of its levels of quality, beside the words known here.
        about_studies: whether it cites an included study, names one or a category of them.
        called: what the tools are called, as `plain` makes it.
    """
    judging = sorted({*JUDGING, *(plain(word) for word in words)} - {""}, key=lambda word: (-len(word), word))
    word = "(?:" + "|".join(re.escape(each) for each in judging) + ")"
    whole = sentence.plain[:_LONGEST]
    about = about_studies or bool(re.search(rf"\b{STUDY}\b", whole))
    scores = re.compile(SCORES.format(called="|".join(map(re.escape, called)) or "quality"))
    found: list[Said] = []
    for full in _clauses(whole):
        clause = BRACKET.sub("", full)
        topics = list(_topics(clause, word, about))
        claimed, negated, those = _judged(clause, topics, word)
        if MEETS_ALL.search(clause) and about:
            claimed, topics = (MET_ALL,), topics or [(0, 0, QUALITY)]
            negated = bool(re.search(r"\b(?:not|never|n't) (?:meet|fulfil|satisfy)\b", clause))
        scored = bool(scores.search(clause))
        if not topics and not claimed and not found and not scored:
            continue
        if not topics and found and not claimed:
            claimed, negated = _carried(clause, word)
        amount, unsure = of_how_many(clause)
        if not claimed and not scored and not (topics and (amount or unsure)):
            continue
        if NOT_A_CLAIM.search(clause):
            continue
        topic = topics[0][2] if topics else found[0].topic if found else QUALITY
        if scored:
            unsure = "it speaks of scores"
        unsure = (
            unsure or those or _aside(clause, word) or ("" if claimed else "no word of it is a judgement")
        )
        if not unsure and BRACKET.search(full):
            unsure = OWN_NUMBER
        number, total = counted(full) if unsure == OWN_NUMBER else (None, None)
        found.append(Said(clause, topic, claimed, negated, amount or ALL, unsure, number, total))
    return found


def _aside(clause: str, word: str) -> str:
    """Say why a clause with a judgement says less or more than that studies are so; empty: it does not."""
    either = re.search(
        rf"\b({word})(?:{BETWEEN}{{0,6}} or|{BETWEEN}{{1,6}} to){BETWEEN}{{0,6}} ({word})\b", clause
    )
    if either:
        return f"it says '{either[1]} or {either[2]}'"
    if re.search(rf"\bevidence-base {COPULA} (?:{ADVERB} )*{word}\b", clause):
        return "it speaks of the evidence as a whole"
    aspect = ASPECT.search(clause)
    return f"it may speak of one aspect only ('{aspect[0]} ...')" if aspect else ""


def _clauses(whole: str) -> list[str]:
    first = re.match(r"(?:although|while|whereas|though|whilst) [^,]+,", whole)
    parts = [first[0], whole[first.end() :]] if first else [whole]
    return [clause for part in parts for clause in CLAUSE.split(f"{part} ") if clause and clause.strip()]


def _topics(clause: str, word: str, about: bool) -> Iterator[_Topic]:
    """Yield where a clause names the quality of studies: start, end, and what it speaks of."""
    for found in SURE.finditer(clause):
        yield found.start(), found.end(), RISK if "bias" in found[0] else QUALITY
    for found in RISK_WORDS.finditer(clause if about else ""):
        before = re.sub(r" at (?:an? )?$", " ", clause[: found.start()])
        alone = bool(_subject(before)) and _ends(clause[found.end() :])
        if found[0] == "some concerns" if "bias" in clause else alone:
            yield found.start(), found.end(), RISK
    for found in QUALITY_NAME.finditer(clause):
        if _of_studies(clause[: found.start()], clause[found.end() :], about):
            yield found.start(), found.end(), QUALITY
    for found in re.finditer(rf"\b{word} (standards?)\b", clause):
        if _subject(clause[: found.start()]) and _ends(clause[found.end() :]):
            yield found.start(1), found.end(1), QUALITY
    for found in re.finditer(rf"\b{ADJECTIVE}\b", clause):
        before, after = clause[: found.start()], clause[found.end() :]
        attributive = re.match(
            rf" (?:{MODIFIER} )*{STUDY}\b(?:$|[.,;)]| {STOP}\b| of\b| and\b| {AFTER}\b)", after
        )
        kind = re.match(rf" (?:{MODIFIER} )*({STUDY})\b", after)
        subject = _subject(before)
        noun = kind[1] if attributive and kind else subject
        whole = noun == "evidence-base" and not attributive
        if noun and (whole or noun not in ("evidence", "evidence-base")) and (attributive or _ends(after)):
            yield found.start(), found.start(), QUALITY
    for found in re.finditer(rf"\b{word}\b", clause if re.search(rf"\b{_RATED}\b", clause) else ""):
        if _subject(clause[: found.start()], _RATED) and _ends(clause[found.end() :]):
            yield found.start(), found.start(), QUALITY


def _subject(before: str, verb: str = _WAS) -> str:
    """Return the noun for studies of which the words that follow say something; empty where there is none.

    Of "effects in the trial were" it is not the trial.
    """
    for found in re.finditer(rf"\b({STUDY})\b(?={_GAP}{{0,8}}? {verb}(?: {ADVERB})* $)", before):
        head = before[: found.start()]
        of = re.search(rf"\b({_PREPOSITION}|of)(?: {MODIFIER})* $", head)
        if not of or (of[1] == "of" and re.search(rf"\b{_SO_MANY} $", head[: of.start()])):
            return found[1]
    return ""


def _ends(after: str) -> bool:
    """Whether no noun follows: of "were strong predictors" it is not the studies that are strong."""
    return bool(re.match(rf"$|[.,;)]| (?:and|or|overall|on the whole|{STOP})\b| \(", after))


def _of_studies(before: str, after: str, about: bool) -> bool:
    """Whether `quality`, between what stands before and after it, is that of studies."""
    if re.match(
        r" (?:appraisal|assessment|criteri|rating|score|tool|check|assurance|improvement|control)", after
    ):
        return False
    of = re.match(r" (?:of|in|among|across|for(?! the most part)|within) ", after)
    if of:
        return _names_studies(after[of.end() :], about)
    if NOT_OF_STUDIES.search(before) and not re.search(r"(?:^| )of $", before):
        return False
    if re.match(rf" (?:{MODIFIER} )*{STUDY}\b", after):
        return True
    if re.search(rf"\b(?:{STUDY}|methodological)(?:s'|'s)? $", before):
        return True
    more = f"{STOP}|overall|generally|and (?:low|high|rigour|relevance|risk|well|poorly|were|was)"
    follows = re.match(rf"\s*(?:$|[.,;)(]| (?:{more})\b)", after)
    if not follows or not about:
        return False
    return not REPORTED.search(before) or bool(APPRAISED.search(before))


def _names_studies(words: str, about: bool) -> bool:
    """Whether what `of` brings in is studies: its last noun before anything else is one."""
    for part in re.split(r" of ", re.split(rf"(?:^|\s){STOP}\b|[,;.()]", words)[0]):
        part = re.sub(rf"(?: {AFTER})+$", "", part.strip())
        if re.search(rf"(?:^|[ /-]){STUDY}(?:s'|'s)?$", part):
            return True
        if about and re.fullmatch(rf"(?:{MODIFIER} )*{PRONOUN}", part):
            return True
        if not all(re.fullmatch(f"{MODIFIER}|{PRONOUN}|majority", each) for each in part.split()):
            return False
    return False


def _judged(clause: str, topics: list[_Topic], word: str) -> tuple[tuple[str, ...], bool, str]:
    """Return the words that judge what a clause names, whether it denies them, and why that is not sure."""
    both: list[str] = []
    denied, unsure = False, ""
    for start, end, _ in topics:
        head, tail = clause[:start], clause[end:]
        own = re.match(rf"(?:{word}|{ADJECTIVE})\b", clause[start:]) if start == end else None
        whole = re.match(rf"(?:{word})\b", clause[start:end]) if start < end else None
        if own or whole:  # an adjective of studies, or a phrase such as some concerns
            both.append((own or whole)[0])  # type: ignore[index]
            denied = denied or _denied(head)
            if own:
                unsure = unsure or _those(head, clause[start + own.end() :])
            continue
        before = re.search(rf"\b({word})((?: (?:or|and|to) {word})*)(?: {ADVERB}| {OF_METHODS})* $", head)
        if before:
            more = re.findall(rf"\b{word}\b", before[2])
            return (before[1], *more), _denied(head[: before.start()]), _those(head[: before.start()], tail)
        after = re.search(rf"\b{COPULA}\b((?: {ADVERB})*) ({word})\b((?: (?:or|and|to) {word}\b)*)", tail)
        if after and not re.search(r"\b(?:that|which|who|because)\b", tail[: after.start()]):
            more = re.findall(rf"\b{word}\b", after[3])
            return (after[2], *more), _denied(f"{after[1]} "), ""
    return tuple(dict.fromkeys(both)), denied, unsure


def _denied(before: str) -> bool:
    return bool(re.search(rf"\b(?:not|never|n't)(?: {ADVERB})* $", before))


def _those(before: str, after: str) -> str:
    """Say that a clause speaks of such studies as are good, and not of how good the studies are."""
    of_studies = re.match(rf" (?:{MODIFIER} )*{STUDY}\b", after)
    said_of_them = re.search(rf"\b{COPULA}(?: {ADVERB})* $", before)
    return "it speaks of such studies" if of_studies and not said_of_them else ""


def _carried(clause: str, word: str) -> tuple[tuple[str, ...], bool]:
    """Return the judgement of a clause that leaves out what it is about: "but poor in the others"."""
    found = re.match(
        rf"\s*(?:{COPULA} )?((?:{ADVERB} )*)({word})\b(?: (?:in|for|among|across)\b|$|[.,])", clause
    )
    if not found:
        found = re.search(rf"\b{COPULA}\b((?: {ADVERB})*) ({word})(?:$|[.,]| \()", clause)
    return ((found[2],), " not " in f" {found[1]} ") if found else ((), False)

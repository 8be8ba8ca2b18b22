"""What a sentence says of how good studies are, read by rules: what is said, and of how many.

The rules know the English of reviews, not its grammar. What they cannot be sure of they say is so, and what
is said of care, life or services is not about studies. Nothing here knows a rating.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tamis.appraisal.claims.lexicon import (
    ADJECTIVE,
    ADVERB,
    ADVERBS_OF_MOST,
    AFTER,
    ALL,
    AMOUNTS,
    APPRAISED,
    CLAUSE,
    COPULA,
    JUDGING,
    MEETS_ALL,
    MET_ALL,
    MODIFIER,
    MOST,
    NONE,
    NOT_A_CLAIM,
    NOT_OF_STUDIES,
    OF_METHODS,
    OTHER_AMOUNT,
    PRONOUN,
    QUALITY,
    QUALITY_NAME,
    REPORTED,
    RISK,
    RISK_WORDS,
    STOP,
    STUDY,
    SURE,
    UNSURE,
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
_SO_MANY = rf"(?:{PRONOUN}|few|several|half|neither|either|none|majority|minority|number|one|two|three|\d+)"
#: A word between a subject and its verb; a study may be named there: by Ryan et al. (2016).
_GAP = r"(?: (?!that\b|who\b|which\b)(?:[\w&-]+\.?|\(\d{4}[a-z]?\)))"


@dataclass(frozen=True, slots=True)
class Said:
    """What a clause of a sentence says of the quality of studies.

    words: what they are said to be, such as good; empty: nothing that is a judgement.
    unsure: why the clause cannot be checked by rules; empty: it can.
    """

    clause: str  # as `plain` makes it
    topic: str
    words: tuple[str, ...]
    negated: bool
    amount: str
    unsure: str


def said(sentence: Sentence, words: Iterable[str], about_studies: bool) -> list[Said]:
    """Return what a sentence says of the quality of studies, clause by clause.

    Args:
        sentence: the sentence.
        words: what a team calls studies of its levels of quality, beside the words known here.
        about_studies: whether it cites an appraised study, names one or a category of them.
    """
    judging = sorted({*JUDGING, *(plain(word) for word in words)} - {""}, key=lambda word: (-len(word), word))
    word = "(?:" + "|".join(re.escape(each) for each in judging) + ")"
    whole = sentence.plain[:_LONGEST]
    about = about_studies or bool(re.search(rf"\b{STUDY}\b", whole))
    found: list[Said] = []
    for clause in _clauses(whole):
        topics = list(_topics(clause, word, about))
        claimed, negated, those = _judged(clause, topics, word)
        if MEETS_ALL.search(clause) and about:
            claimed, topics = (MET_ALL,), topics or [(0, 0, QUALITY)]
            negated = bool(re.search(r"\b(?:not|never|n't) (?:meet|fulfil|satisfy)\b", clause))
        if not topics and not claimed and not found:
            continue
        if not topics and found and not claimed:
            claimed, negated = _carried(clause, word)
        amount, unsure = _amount(clause)
        if not claimed and not (topics and (amount or unsure)):
            continue
        if NOT_A_CLAIM.search(clause):
            continue
        topic = topics[0][2] if topics else found[0].topic if found else QUALITY
        unsure = unsure or those or ("" if claimed else "no word of it is a judgement")
        found.append(Said(clause, topic, claimed, negated, amount or ALL, unsure))
    return found


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
    for found in re.finditer(rf"\b{ADJECTIVE}\b", clause):
        before, after = clause[: found.start()], clause[found.end() :]
        attributive = re.match(
            rf" (?:{MODIFIER} )*{STUDY}\b(?:$|[.,;)]| {STOP}\b| of\b| and\b| {AFTER}\b)", after
        )
        kind = re.match(rf" (?:{MODIFIER} )*({STUDY})\b", after)
        subject = _subject(before)
        noun = kind[1] if attributive and kind else subject
        if noun and noun not in ("evidence", "evidence-base") and (attributive or _ends(after)):
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
    of = re.match(r" (?:of|in|among|across|for|within) ", after)
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


def _amount(clause: str) -> tuple[str, str]:
    """Return of how many a clause speaks (empty: it does not say), and why that is not sure."""
    what = re.sub(r"\bsome concerns\b|\bat (?:most|all)\b|\ball in all\b|, which [^,]*,", " ", clause)
    what = MEETS_ALL.sub(" ", what)
    of = rf"(?: (?:of|the|these|those|them|but|such|our|its))*(?: {MODIFIER})*"
    studies = rf"(?={of} ?(?:{STUDY}|{PRONOUN}|{COPULA}|did|do|met)\b)"
    found, rest = [], what
    for amount, words in AMOUNTS:
        pattern = re.compile(rf"\b(?:{words})\b{studies}" + (r"|\bnone\b" if amount == NONE else ""))
        if pattern.search(rest):
            found.append(amount)
            rest = pattern.sub(" ", rest)
    if ADVERBS_OF_MOST.search(rest) and MOST not in found:
        found = [amount for amount in found if amount != ALL] + [MOST]
    doubt = UNSURE.search(clause)
    unsure = ""
    if doubt:
        unsure = f"it says {doubt[0]!r}"
    elif len(found) > 1:
        unsure = f"it speaks of {' and '.join(found)}"
    elif not found and OTHER_AMOUNT.search(rest):
        unsure = "it gives a number of its own"
    return (found[0] if len(found) == 1 else ""), unsure

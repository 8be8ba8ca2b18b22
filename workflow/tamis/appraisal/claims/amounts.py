"""Of how many studies a clause speaks: in words, such as most, or in a number of its own."""

from __future__ import annotations

import re

from tamis.appraisal.claims.lexicon import (
    ADVERBS_OF_MOST,
    ALL,
    AMOUNTS,
    BRACKET,
    COPULA,
    COUNTED,
    MEETS_ALL,
    MODIFIER,
    MOST,
    NONE,
    OTHER_AMOUNT,
    PRONOUN,
    STUDY,
    UNSURE,
)
from tamis.numberwords import NUMBERS

#: Why a clause with a number of studies is not sure: what can be compared is the number.
OWN_NUMBER = "it gives a number of its own"
_SHARE = re.compile(r"%|\b(?:half|thirds?|quarters?|per cent|many|much)\b")


def of_how_many(clause: str) -> tuple[str, str]:
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
        unsure = OWN_NUMBER
    return (found[0] if len(found) == 1 else ""), unsure


def counted(clause: str) -> tuple[int | None, int | None]:
    """Return the number of studies that a clause gives, and among how many; None where it gives none."""
    found = BRACKET.search(clause) or (None if _SHARE.search(clause) else COUNTED.search(clause))
    return (_number(found["number"]), _number(found["total"])) if found else (None, None)


def _number(word: str | None) -> int | None:
    return None if not word else NUMBERS.get(word) or int(word)

"""Where a match may begin and end: not within a word, not within a number."""

from __future__ import annotations

import re
import unicodedata

from tamis.extraction.evidence.normal import UNSPACED, Normal

_NUMBER = re.compile(r"[-+±]?[.,]?\d")
_GROUP = re.compile(r"\d{3}(?!\d)")
_BEFORE_GROUP = re.compile(r"(?<![\d.,-])[1-9]\d{0,2}(?: \d{3})*$")
#: A dash that stands behind these, or behind a digit, is a sign or a range, though blanks stand around it.
_OPERATORS = "=<>≤≥≠≈~±/(*:,"
_RELATIONS = "<>≤≥≠≈~"


def fits(page: Normal, start: int, end: int) -> bool:
    """Say whether the characters from `start` to before `end` are whole words and whole numbers."""
    return begins_well(page, start) and ends_well(page, start, end)


def begins_well(page: Normal, start: int) -> bool:
    """Say whether a match may begin at a position."""
    if not start:
        return True
    text = page.text
    first, before, glued = text[start], text[start - 1], not page.begins(start)
    if unicodedata.combining(first):
        return False
    if glued and _within_word(before, first):
        return False
    if glued and before in "-/" and start > 1 and text[start - 2].isalnum() and first.isalnum():
        return before == "/" and not (first.isdigit() and text[start - 2].isdigit())
    if not _NUMBER.match(text, start):
        return True
    if glued and (before in ".,+-±^_" + _RELATIONS or (not first.isdigit() and before.isalnum())):
        return False
    earlier = text[start - 2 : start - 1]
    if before in ".," and first.isdigit() and not earlier.isalnum() and earlier not in (")", "'", "%", "]"):
        return False
    if before in "-+±" and earlier and (earlier.isdigit() or earlier in _OPERATORS):
        return False
    # 234 is not in 1 234; in the cells of a table there is a new line, or no telling.
    parted = before == " " and start not in page.lines
    return not (
        parted and _GROUP.match(text, start) and _BEFORE_GROUP.search(text[max(0, start - 16) : start - 1])
    )


def ends_well(page: Normal, start: int, end: int) -> bool:
    """Say whether a match that began at `start` may end before a position."""
    text = page.text
    if end >= len(text):
        return True
    last, after, glued = text[end - 1], text[end], not page.begins(end)
    then = text[end + 1 : end + 2]
    if unicodedata.combining(after):
        return False
    if glued and _within_word(last, after):
        return False
    if after == "-" and then.isalnum() and last.isalnum() and (glued or (last.isdigit() and then.isdigit())):
        return end in page.cuts and not (last.isdigit() and then.isdigit())
    if not last.isdigit():
        return True
    if after in "%‰" or (glued and after in "^_"):
        return False
    if glued and after in ".,/" and then.isdigit():
        return False
    parted = after == " " and end + 1 not in page.lines
    return not (
        parted and _GROUP.match(text, end + 1) and _BEFORE_GROUP.search(text[max(start, end - 16) : end])
    )


def _within_word(left: str, right: str) -> bool:
    """Say whether two characters beside each other are of one word or number."""
    if not (left.isalnum() or unicodedata.combining(left)) or not right.isalnum():
        return False
    # In scripts without blanks between words a quote may begin and end anywhere.
    return not (UNSPACED.match(left) or UNSPACED.match(right)) or (left.isdigit() and right.isdigit())

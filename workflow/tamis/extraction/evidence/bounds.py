"""Where a match may begin and end, not within a word or a number; and whether it has the page's words."""

from __future__ import annotations

import re
import unicodedata

from tamis.extraction.evidence.normal import CIRCLED, NUMBER, POINTS, UNSPACED, Normal

_GROUP = re.compile(r"\d{3}(?!\d)")
_BEFORE_GROUP = re.compile(r"(?<![\d.,-])[1-9]\d{0,2}(?: \d{3})*$")
#: A dash that stands behind these, or behind a digit, is a sign or a range, though blanks stand around it.
_OPERATORS = "=<>≤≥≠≈~±/(*:,"
#: What stands before a number says something of it, with a blank between them or not.
_RELATIONS = "<>≤≥≠≈~"
#: Mathematical signs that say nothing of the number behind them, and points of lists in fonts of symbols.
_SAY_NOTHING = f"=|+×→{POINTS}\uf0b7\uf0a7"
#: What looks like a minus sign and is no mathematical sign, or stands where a sign could not be read.
_LIKE_SIGNS = "\ufffd˗─➖⎯"
SIGN_WORDS = ("minus", "negative")
_FRACTION = re.compile("[¼-¾⅐-⅞↉]")
_CHINESE = frozenset("〇零一二两兩三四五六七八九十百千万萬億亿")
_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")


def fits(page: Normal, start: int, end: int) -> bool:
    """Say whether the characters from `start` to before `end` are whole words and whole numbers."""
    return begins_well(page, start) and ends_well(page, start, end)


def is_sign(character: str) -> bool:
    """Say whether a character, other than a hyphen, says something of a number behind it."""
    if character in _RELATIONS or character in _LIKE_SIGNS:
        return True
    return unicodedata.category(character) in ("Sm", "Co") and character not in _SAY_NOTHING


def begins_well(page: Normal, start: int) -> bool:
    """Say whether a match may begin at a position."""
    if not start:
        return start not in page.broken
    text = page.text
    first, before, glued = text[start], text[start - 1], not page.begins(start)
    if unicodedata.combining(first) or before == CIRCLED:
        return False
    if glued and (start in page.broken or _within_word(before, first) or before == " "):
        return False
    if glued and before in "-/" and start > 1 and text[start - 2].isalnum() and first.isalnum():
        return before == "/" and not (first.isdigit() and text[start - 2].isdigit())
    if not NUMBER.match(text, start):
        return True
    if (is_sign(before) and before != "±") or (first in "-+" and (before.isdigit() or before in "%‰")):
        return False
    if glued and (before in ".,^_" or (not first.isdigit() and before.isalnum())):
        return False
    earlier = text[start - 2 : start - 1]
    if before in "'.," and first.isdigit() and earlier.isdigit() and (glued or before != ","):
        return False
    if before in ".," and first.isdigit() and not earlier.isalnum() and earlier not in (")", "'", "%", "]"):
        return False
    if before in "-+±" and not _is_dash(page, start):
        return False
    if text[start - 3 : start] in ("(-)", "(+)", "(±)") or _said_before(page, start) in SIGN_WORDS:
        return False
    # 234 is not in 1 234, also over a line's end; where a line is a cell of a table, there is no telling.
    if before != " " or not _GROUP.match(text, start) or (start in page.lines and _is_line(page, start)):
        return True
    return not _BEFORE_GROUP.search(text[max(0, start - 16) : start - 1])


def ends_well(page: Normal, start: int, end: int) -> bool:
    """Say whether a match that began at `start` may end before a position."""
    text = page.text
    if end in page.broken:
        return False
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
    if then.isdigit() and (after in ".,'" or (glued and after == "/")):
        return False
    if after != " ":
        return True
    if not page.begins(end + 1) or _FRACTION.match(page.words[page.word(end + 1)]):
        return False  # 12½
    if not _GROUP.match(text, end + 1) or (end + 1 in page.lines and _is_line(page, end + 1)):
        return True
    return not _BEFORE_GROUP.search(text[max(start, end - 16) : end])


def same_words(page: Normal, start: int, quote: Normal) -> bool:
    """Say whether a quote that stands at a position has the words of the page: `not able` is not `notable`.

    Words may be parted otherwise at the end of a line, and where a hyphen or a dash is in either. Also where
    a PDF tears words apart: beside a single letter (s p a c e d, T able; but beside an a or an i only where
    another single letter stands there) and beside a ligature (fi nd, signifi cant). Where a blank is missing,
    they are others.
    """
    end = start + len(quote.text)
    there = page.parted(start, end)
    for at in there ^ quote.parted(0, len(quote.text)):
        left, right, position = page.text[start + at - 1], page.text[start + at], start + at
        if not (left.isalpha() and right.isalpha()) or UNSPACED.match(left) or UNSPACED.match(right):
            continue
        if at in quote.soft or at in quote.cuts or at in quote.broken:
            continue
        if any(position in those for those in (page.soft, page.cuts, page.lines, page.broken)):
            continue
        if at not in there or not _is_torn(page, position):
            return False
    return True


def _is_torn(page: Normal, position: int) -> bool:
    """Say whether a PDF may have torn a word apart before a position."""
    number = page.word(position)
    left, right = page.words[number - 1].casefold(), page.words[number].casefold()
    if left.endswith(_LIGATURES) or right in _LIGATURES:
        return True
    single = [word for word in (left, right) if len(word) == 1]
    return len(single) == 2 or (len(single) == 1 and single[0] not in "ai")


def _within_word(left: str, right: str) -> bool:
    """Say whether two characters beside each other are of one word or number."""
    if not (left.isalnum() or unicodedata.combining(left)) or not right.isalnum():
        return False
    if left in _CHINESE and right in _CHINESE:
        return True
    # In scripts without blanks between words a quote may begin and end anywhere.
    return not (UNSPACED.match(left) or UNSPACED.match(right)) or (left.isdigit() and right.isdigit())


def _is_dash(page: Normal, start: int) -> bool:
    """Say whether the sign before a number is a long dash behind a word, which says nothing of the number."""
    earlier = page.text[start - 2 : start - 1]
    if start not in page.cuts or earlier.isdigit() or earlier in (*_OPERATORS,):
        return False
    return page.starts[page.word(start)] != start - 1


def _said_before(page: Normal, start: int) -> str:
    """Return the word before the one that begins at a position; empty: none begins there."""
    number = page.word(start)
    return page.words[number - 1].casefold() if number and page.starts[number] == start else ""


def _is_line(page: Normal, start: int) -> bool:
    """Say whether the word before a position is all of its line, as in the cells of some tables."""
    at = page.starts[page.word(start) - 1]
    return not at or at in page.lines

"""Whether the numbers of a value stand in its quote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tamis.extraction.evidence.normal import DASHES, POINTS
from tamis.extraction.evidence.quote import own_words
from tamis.numberwords import DIGITS, WORDS, in_digits, in_words

_VALUE = re.compile(r"(?:p\s*)?([<>≤≥=]=?)?\s*([+\-−]?)\s*(\d+(?:,\d{3})*(?:[.·]\d+)?|[.·]\d+)\s*%?", re.I)
_DATE = re.compile(r"([12]\d{3})(?:-\d{1,2}){0,2}")
_SPELLED = re.compile(WORDS, re.I)
_NOTHING = re.compile(r"\b(?:zero|no|none|nil|nought|neither|never)\b", re.I)
_SCHOOL_YEAR = re.compile(rf"(?<!\d)([12]\d)(\d\d)\s*[/{DASHES}]\s*(\d\d)(?!\d)")
_IN_DIGITS = re.compile(DIGITS)
#: No number that a review holds has more digits, and what speaks of one stands no farther away.
_LONGEST = 40
_BLANK = re.compile(r"[\s\u00a0\u2009\u202f]")
#: What says of a number what `<` and the like do.
_SAID = {
    "<": re.compile(r"(?:<|(?<!no )(?<!not )\b(?:less|lower|smaller|fewer) than|\bbelow|\bunder)\s*$", re.I),
    ">": re.compile(r"(?:>|(?<!no )(?<!not )\b(?:more|greater|higher|larger) than|\babove|\bover)\s*$", re.I),
    "≤": re.compile(
        r"(?:[≤⩽≦]|<=|=<|\bat most|\bup to|\bnot? (?:more|greater|higher|larger) than)\s*$", re.I
    ),
    "≥": re.compile(r"(?:[≥⩾≧]|>=|\bat least|\bnot? (?:less|lower|smaller|fewer) than)\s*$", re.I),
}
#: A dash is a sign where it begins the quote, or stands behind an operator or a bracket, or touches only what
#: is behind it; a minus sign is one unless a number stands before it.
_MINUS = re.compile(rf"(?:^|[^\w\s.)%]\s*)[{DASHES}]\s?$|\s[{DASHES}]$|(?<![\d%)])\s−\s$")
_POINT = re.compile(rf"(?<=\d)[{POINTS}](?=\d)")
_FRACTION = re.compile("(?<![\\d.,])(\\d{0,6})\\s?([¼-¾⅐-⅞])")
_MINUS_WORD = re.compile(r"\b(?:minus|negative)\s*$", re.I)


def has(value: str, quote: str) -> str:
    """Return `yes` where a value's number stands in a quote, `no` where not; empty: the value is no number.

    A number is its value, however it is written: 12 is twelve, 1249 is 1,249, .05 is 0.05, 23.7 is 23.7%. A
    rounded one is another number, and so is one with another sign. Of a p value with < or > the quote has the
    same sign, or words for it. Of a date the year stands there. What the extractor put in does not count.

    >>> has("12", "Twelve families took part"), has("1249", "n = 1,249"), has("23", "23.7% returned")
    ('yes', 'yes', 'no')
    >>> has("<.001", "p < 0.001"), has("<.001", "p = .001"), has("-0.5", "d = 0.5"), has("Ireland", "in Cork")
    ('yes', 'no', 'no', '')
    >>> has("2012-03", "in the school year 2013/14")
    'yes'
    """
    date = _DATE.fullmatch(value)
    if date and "-" in value:
        years = {int(found) for found in re.findall(r"(?<!\d)[12]\d{3}(?!\d)", quote)}
        years |= {int(century + year) for century, _, year in _SCHOOL_YEAR.findall(quote)}
        return "yes" if int(date[1]) in years else "no"
    wanted = _VALUE.fullmatch(value.strip())
    if not wanted:
        return ""
    relation, sign, digits = (wanted[1] or "").rstrip("="), wanted[2], wanted[3].replace(",", "")
    if wanted[1] in ("<=", ">="):
        relation = {"<": "≤", ">": "≥"}[relation]
    number = float(digits.replace("·", ".")) * (-1 if sign in ("-", "−") else 1)
    return "yes" if any(_is(number, relation, *found) for found in numbers(own_words(quote))) else "no"


def _is(number: float, relation: str, found: float, before: str) -> bool:
    if found != number:
        return False
    return not relation or bool(_SAID[relation].search(before))


def numbers(text: str) -> Iterator[tuple[float, str]]:
    """Yield each number that a text can mean, with what stands before it and its sign."""
    text = _FRACTION.sub(_decimal, _POINT.sub(".", text))
    for found in _IN_DIGITS.finditer(text):
        if found.end() - found.start() > _LONGEST:
            continue
        before = _before(text, found.start())
        minus = _MINUS.search(before)
        sign = -1 if minus or _MINUS_WORD.search(before) else 1
        before = before[: minus.end() - 1].rstrip(f" -{DASHES[2:]}") if minus else before
        readings = set(in_digits(found[0]))
        # 12 123 can be two numbers in the cells of a table.
        readings |= {n for part in _BLANK.split(found[0])[1:] for n in in_digits(part)}
        if _BLANK.search(found[0]):
            readings |= set(in_digits(_BLANK.split(found[0])[0]))
        for reading in readings:
            yield sign * reading, before
    for found in _SPELLED.finditer(text):
        yield float(in_words(found[0])), _before(text, found.start())
    for found in _NOTHING.finditer(text):
        yield 0.0, _before(text, found.start())


def _decimal(found: re.Match[str]) -> str:
    """Return a whole number and a fraction, such as 1½, as one number."""
    return f"{int(found[1] or 0) + unicodedata.numeric(found[2]):g}"


def _before(text: str, at: int) -> str:
    """Return as much of what stands before a number as can say something of it."""
    return text[max(0, at - _LONGEST) : at]

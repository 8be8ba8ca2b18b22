"""Numbers as texts write them: in English words, and in digits with thousands parted in any style."""

from __future__ import annotations

import re

_ONE_TO_TEN = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_TEENS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_UNITS = [*_ONE_TO_TEN, "eleven", "twelve", *_TEENS]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

#: Whole numbers in one word, from one to twenty.
NUMBERS = {word: number for number, word in enumerate((*_UNITS, "twenty"), start=1)}
_SMALL = {word: number for number, word in enumerate(_UNITS, start=1)}
_SMALL |= {word: 10 * tens for tens, word in enumerate(_TENS, start=2)}
_SCALES = {"hundred": 100, "thousand": 1000}

_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[-‐‑ ](?:{'|'.join(_UNITS[:9])})\b)?|{_UNIT})"
_BELOW_1000 = rf"(?:(?:{_UNIT}|an?) hundred(?:(?: and)? {_BELOW_100}\b)?|{_BELOW_100})"
#: A whole number in English words, up to hundreds of thousands: fifteen, ninety-nine, two thousand and six.
WORDS = rf"\b(?:(?:{_BELOW_1000}|an?) thousand(?:(?: and)? {_BELOW_1000}\b)?|{_BELOW_1000})\b"

_PARTED = r"[1-9]\d{0,2}(?:(?P<thousands>[,.'’ \u00a0\u2009\u202f])\d{3})(?:(?P=thousands)\d{3})*"
#: A number in digits: whole ones with thousands parted in any style (1,234; 1.234; 1 234; 1'234), decimals.
DIGITS = rf"(?:{_PARTED}(?![\d])(?:[.,]\d+)?|\d+(?:[.,·]\d+)?|(?<!\d)[.·]\d+)"


def in_words(text: str) -> int:
    """Return the whole number that `WORDS` matched.

    >>> in_words("fifteen"), in_words("ninety-nine"), in_words("Two thousand and six"), in_words("a hundred")
    (15, 99, 2006, 100)
    """
    total = part = 0
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            if word == "thousand":
                total, part = total + part, 0
        else:
            part += 1 if word in ("a", "an") and not part else _SMALL.get(word, 0)
    return total + part


def spelled(number: int) -> str:
    """Return a whole number below a million in words.

    >>> spelled(15), spelled(42), spelled(1203), spelled(-3)
    ('fifteen', 'forty-two', 'one thousand two hundred and three', 'minus three')
    """
    if number < 0:
        return f"minus {spelled(-number)}"
    if number < 20:
        return _UNITS[number - 1] if number else "nought"
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_UNITS[ones - 1]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_UNITS[hundreds - 1]} hundred" + (f" and {spelled(rest)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    between = " and " if rest < 100 else " "
    return f"{spelled(thousands)} thousand" + (between + spelled(rest) if rest else "")


def in_digits(text: str) -> tuple[float, ...]:
    """Return what digits can mean: `1.234` is a thousand and more for some, and about one for others.

    >>> in_digits("1,234"), in_digits("0,71"), in_digits("1 234"), in_digits("34"), in_digits("1,234.5")
    ((1234, 1.234), (0.71,), (1234,), (34,), (1234.5,))
    """
    text = text.replace("·", ".")
    if text.isdigit():
        return (int(text),)
    parted = re.fullmatch(rf"({_PARTED})(?:[.,](?P<rest>\d+))?", text)
    if not parted:
        return (float(text.replace(",", ".")),)
    whole = int(re.sub(r"\D", "", parted[1]))
    if parted["rest"]:
        return (float(f"{whole}.{parted['rest']}"),)
    one = re.fullmatch(r"(\d+)[.,](\d{3})", text)
    return (whole, float(f"{one[1]}.{one[2]}")) if one else (whole,)


def digits_behind(text: str) -> int:
    """Return how many digits stand behind the point of a number that is no whole one."""
    found = re.search(r"[.,·](\d+)$", text)
    return len(found[1]) if found else 0

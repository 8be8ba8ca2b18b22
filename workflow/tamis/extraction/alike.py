"""Whether two people took the same from a report: numbers as numbers, texts by how alike they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable
from decimal import Decimal
from functools import lru_cache

from tamis import numberwords
from tamis.proforma import Column
from tamis.store import iso_date
from tamis.tables import Datum

#: A number, with what changes it: a sign, a comparison before it, % behind it.
_NUMBER = (
    r"(?P<compared>[<>≤≥])?\s*(?P<sign>(?<![\w)])-)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\d)\.\d+)\s*(?P<per>%)?"
)
#: Anything else that is no mere stop, such as <, % or $.
_MARK = r"(?P<mark>[^\w\s.,;:!?'\"()\[\]{}/-])"
_TOKEN = re.compile(rf"{_NUMBER}|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|{_MARK}")
_IN_WORDS = re.compile(numberwords.WORDS, re.I)
_PER_CENT = re.compile(r"\bper\s?cent\b")
#: What is written in several ways, as one sign.
_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("‘’ʼ`´", "'"), "·": "."})
#: Words that turn a sentence round, and may be all that tells two texts apart.
_NOT = frozenset({"no", "not", "none", "never", "neither", "nor", "without", "cannot", "nobody", "nothing"})
#: Groups of words of which those of one part say the opposite of those of another; * is any ending.
DIRECTIONS = (
    (
        "less least lesser lessen* low lower* lowest few fewer fewest small smaller smallest short shorter "
        "shortest decreas* reduc* declin* diminish* fall falls fell fallen falling drop drops dropped "
        "minority",
        "more most greater greatest high higher highest many large larger largest long longer longest "
        "increas* rise rises rose risen rising rais* grew grow* majority",
    ),
    ("minimum minimal*", "maximum maximal*"),
    ("below under", "above over"),
    ("down", "up"),
    (
        "worse worst worsen* poor poorer poorest deteriorat* negative* harm*",
        "better best improv* good benefi* positive*",
    ),
    ("before pre prior earlier previous* baseline", "after post later subsequent* following"),
    ("begin* began begun start*", "end ends ended finish*"),
    (
        "intervention* experimental* program* treatment treated",
        "control controls comparison* comparator* untreated usual placebo*",
    ),
    ("includ* inclusion*", "exclud* exclusion*"),
    ("accept*", "reject* refus*"),
    ("success* succeed*", "fail*"),
    ("present", "absent"),
)
#: The same of people, whom a quote may well name in brackets: [the children].
_PEOPLE = (
    ("mother* maternal*", "father* paternal*"),
    ("girl* female* woman women", "boy* male* man men"),
    ("adult*", "child*"),
)
OPPOSITES = (*DIRECTIONS, *_PEOPLE)
#: Word beginnings that turn a word round: significant, insignificant.
_TURNS = ("un", "in", "im", "ir", "il", "non", "dis")
#: A shorter word that begins so otherwise is mostly another one: come, income.
_SHORTEST = 5
_NON = re.compile(r"\bnon[- ](?=[^\W\d_])")
_PARTS = {
    word: (group, part)
    for group, parts in enumerate(OPPOSITES)
    for part, words in enumerate(parts)
    for word in words.split()
}
_STEMS = {word[:-1]: part for word, part in _PARTS.items() if word.endswith("*")}

#: Raised digits and fractions, which are no digits of the number before them.
_UP = "²³¹⁰⁴⁵⁶⁷⁸⁹"
_RAISED = re.compile("[²³¹⁰-⁹¼-¾⅐-⅞]")
_ALONE = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)")
_P = re.compile(r"(?:p\b)?\s*(<=|>=|[<>=≤≥])?\s*(\d+(?:\.\d*)?|\.\d+)", re.I)


def same(one: Datum, other: Datum, column: Column, alike: float = 100) -> bool:
    """Say whether two values of a field or column are the same.

    What is given never agrees with what is not reported or not applicable, nor these two with each other.
    Texts agree from a likeness on, unless they have other numbers, a "not" that the other has not, or words
    of another direction: lower for higher, after for before, insignificant for significant.

    Args:
        one: one value.
        other: the other.
        column: the field or column that both are of.
        alike: the likeness (0 to 100) from which on texts agree; 100: all words the same.
    """
    if one.state != other.state or one.state != "given":
        return one.state == other.state
    if column.type == "text":
        return texts_agree(one.value, other.value, alike)
    return compared_as(one.value, column) == compared_as(other.value, column)


def compared_as(value: str, column: Column) -> Hashable:
    """Return what a value is compared by: two are the same where this is equal.

    A number is its value, whatever its zeros, its unit or % behind it; a p value is that with its sign
    (< .05 is not .05); of several choices order does not count; what fits no type is a text.
    """
    text = _plain(value)
    match column.type:
        case "number":
            bare = text.removesuffix(column.unit.casefold()).strip() if column.unit else text
            if found := _ALONE.fullmatch(bare.removesuffix("%").strip()):
                return _decimal(found[2], found[1])
        case "p":
            if found := _P.fullmatch(text):
                sign = {"<=": "≤", ">=": "≥"}.get(found[1] or "=", found[1] or "=")
                return sign, _decimal(found[2])
        case "date":
            try:
                return iso_date(value)
            except ValueError:
                return text
        case "choices":
            return frozenset(word for part in text.split(";") if (word := part.strip()))
        case "text":
            return _tokens(value)[0] or text
    return text


def texts_agree(one: str, other: str, alike: float) -> bool:
    """Say whether two texts agree: numbers and directions the same, and words so much alike (0 to 100)."""
    (words, *said), (others, *their) = _tokens(one), _tokens(other)
    return said == their and not _turned(words, others) and likeness(one, other) >= alike


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, 0 to 100: their words and numbers, in order, without case and stops."""
    from rapidfuzz import fuzz

    words, others = _tokens(one)[0], _tokens(other)[0]
    if not words or not others:  # nothing but signs
        return 100.0 if _plain(one) == _plain(other) else 0.0
    return 100.0 if words == others else float(fuzz.ratio(words, others))


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[str, tuple[str, ...], int, tuple[tuple[int, int], ...]]:
    """Return the words and numbers of a text as one text, its numbers, how often it says not, and directions.

    A direction is the group of OPPOSITES and the part of it that a word is of.
    """
    plain = _PER_CENT.sub("%", _plain(text)).replace("<=", "≤").replace(">=", "≥")
    plain = _IN_WORDS.sub(lambda found: str(numberwords.in_words(found[0])), _NON.sub("non", plain))
    words: list[str] = []
    numbers: list[str] = []
    directions: list[tuple[int, int]] = []
    nots = 0
    for found in _TOKEN.finditer(plain):
        if found["digits"]:
            value = format(_decimal(found["digits"], found["sign"] or ""), "f")
            number = f"{found['compared'] or ''}{value}{found['per'] or ''}"
            numbers.append(number)
            words.append(number)
        else:
            word = found["word"] or found["mark"]
            nots += word in _NOT or word.endswith("n't")
            directions += [part for part in [_direction(word)] if part]
            words.append(word)
    return " ".join(words), tuple(numbers), nots, tuple(directions)


def _direction(word: str) -> tuple[int, int] | None:
    """Return the group of OPPOSITES and the part of it that a word is of; None: of none."""
    found = _PARTS.get(word)
    return found or next((part for stem, part in _STEMS.items() if word.startswith(stem)), None)


def _turned(one: str, other: str) -> bool:
    """Say whether two texts have a word and what turns it round, as in insignificant, at other places."""
    words, others = one.split(), other.split()
    there = {*words, *others}
    pairs = {
        each
        for word in there
        for turn in _TURNS
        if word.startswith(turn) and len(bare := word.removeprefix(turn)) >= _SHORTEST and bare in there
        for each in (word, bare)
    }
    return [word for word in words if word in pairs] != [word for word in others if word in pairs]


def _plain(text: str) -> str:
    text = _RAISED.sub(lambda found: f"^{found[0]} " if found[0] in _UP else f" {found[0]} ", text)
    folded = unicodedata.normalize("NFKC", text).translate(_SIGNS).casefold()
    return " ".join(folded.split())


def _decimal(digits: str, sign: str = "") -> Decimal:
    """Return a number without the zeros that do not count: 1.0 and 01 are 1, -0 is 0."""
    number = Decimal(f"{sign}{digits.replace(',', '')}").normalize()
    return number if number else Decimal(0)

"""Whether two titles are one title, written differently, or two titles that are nearly alike.

Similarity alone cannot tell: "Part I" and "Part II" differ less than two spellings of one title. So the words
that are in one and not in the other are looked at: typing errors, inflections and hyphens pair off; a
number, an opposite, a "reply to" or an exchanged word does not.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import IntEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from tamis.dedupe.words import CAUTION, NEGATIONS, OPPOSITE_PREFIXES, OPPOSITES, PARTS, STOP, TELLING

_GROUPS: dict[str, set[int]] = {}
for _number, _group in enumerate(OPPOSITES):
    for _word in _group:
        _GROUPS.setdefault(_word, set()).add(_number)
_AMERICAN = (("ae", "e"), ("oe", "e"), ("our", "or"), ("ys", "yz"), ("is", "iz"), ("ph", "f"))
_DIGIT = re.compile(r"\d")
_COUNTING = frozenset("abcdeghiklmpvxyz")
#: Titles that differ in more words are two; what a stranger wrote at length is not compared word by word.
_MOST_DIFFERENT = 40


class Title(IntEnum):
    """How two titles compare; the higher, the surer that they are one."""

    TOLD_APART = -2  # by a number, an opposite, or a word such as "reply" or "part"
    REPLACED = -1  # a word of one stands for another word of the other
    UNKNOWN = 0  # one of the records has no title
    UNLIKE = 1
    DOUBT = 2  # one has a word more such as "protocol" or "pilot"
    MORE = 3  # one has more words
    CUT = 4  # one is the beginning, or the end, of the other
    SPELT = 5  # words that may be one, mistyped or inflected, or two that are spelt alike
    NEAR = 6  # hyphens, order, plurals, a letter more or less
    SAME = 7


def opposite(a: str, b: str) -> bool:
    """Say whether two different words exclude each other.

    >>> opposite("hypertension", "hypotension"), opposite("maternal", "paternal")
    (True, True)
    >>> opposite("aetiology", "etiology")
    False
    """
    if _GROUPS.get(a, set()) & _GROUPS.get(b, set()):
        return True
    if a[-3:] != b[-3:]:
        return False
    for prefixes in OPPOSITE_PREFIXES:
        stems = [{w[len(p) :] for p in prefixes if w.startswith(p) and len(w) > len(p) + 2} for w in (a, b)]
        if stems[0] & stems[1]:
            return True
    short, long = sorted((a, b), key=len)
    return len(short) > 4 and long.endswith(short) and long[: -len(short)] in NEGATIONS and short[0] != "e"


def spelt_alike(a: str, b: str) -> bool:
    """Say whether two words can be one, typed, inflected or cut differently."""
    shorter = min(len(a), len(b))
    if max(len(a), len(b)) - shorter > 3 or _DIGIT.search(a) or _DIGIT.search(b):
        return False
    if a in STOP or b in STOP:
        # "of" that lost a letter, but not a letter that counts: "phase i in", "vitamin a and".
        return (shorter > 1 or not {a, b} & _COUNTING) and Levenshtein.distance(a, b) <= 1
    if shorter < 4:
        return shorter > 1 and a.rstrip("s") == b.rstrip("s")
    if a[0] != b[0] and shorter < 6:
        return False
    a, b = a.removesuffix("s"), b.removesuffix("s")
    if shorter >= 5 and (a.startswith(b) or b.startswith(a)):
        return True
    return Levenshtein.distance(a, b) <= (1 if shorter < 8 else 2)


def surely_one(a: str, b: str) -> bool:
    """Say whether two words that are spelt alike are one: no two words of the field differ like this.

    A plural, American and British spelling, letters exchanged with their neighbours, or one letter too few
    or too many in a longer word; another letter in place of one makes "ileum" of "ilium".

    >>> surely_one("tumour", "tumors"), surely_one("ileum", "ilium"), surely_one("efects", "effects")
    (True, False, True)
    """
    a, b = _american(a), _american(b)
    if a == b or a in STOP or b in STOP:
        return True
    if abs(len(a) - len(b)) == 1:
        return min(len(a), len(b)) >= 5 and Levenshtein.distance(a, b) == 1
    return len(a) == len(b) >= 5 and sorted(a) == sorted(b) and OSA.distance(a, b) == 1


def _american(word: str) -> str:
    for british, american in _AMERICAN:
        word = word.replace(british, american)
    return re.sub("(?:[ei]?s|iz|ez)$", "", word)


def _minus(a: list[str], b: list[str]) -> list[str]:
    """Return the words of one that the other has not, in order."""
    left = Counter(b)
    rest = []
    for word in a:
        if left[word]:
            left[word] -= 1
        else:
            rest.append(word)
    return rest


def _numbers(words: list[str]) -> list[str]:
    return sorted(re.findall(r"\d+", " ".join(words)))


def compare_titles(a: str, b: str) -> Title:
    """Say how two titles compare, each as `normalise.title_words` gives it.

    >>> compare_titles("pain after surgery part 1", "pain after surgery part 2").name
    'TOLD_APART'
    >>> compare_titles("tumours of the lung a review", "tumor of the lung review").name
    'NEAR'
    """
    if not a or not b:
        return Title.UNKNOWN
    if a.replace(" ", "") == b.replace(" ", ""):
        return Title.SAME
    short, long = sorted((a, b), key=len)
    if len(short) >= 25 and long.startswith(short) and " " in long[len(short) :]:  # perhaps within a word
        return _with_more(a, b, long[len(short) :].partition(" ")[2].split())
    words_a, words_b = a.split(), b.split()
    rest_a, rest_b = _minus(words_a, words_b), _minus(words_b, words_a)
    if rest_a and rest_b and len(rest_a) + len(rest_b) > _MOST_DIFFERENT:
        return Title.UNLIKE
    if "".join(rest_a) == "".join(rest_b):
        return Title.NEAR
    letters_a = [word for word in rest_a if len(word) == 1]
    letters_b = [word for word in rest_b if len(word) == 1]
    if letters_a and letters_b:  # group A, group B; vitamin C, vitamin D
        return Title.TOLD_APART
    near = Title.NEAR
    for word in list(rest_a):
        for other in rest_b:
            if opposite(word, other):
                return Title.TOLD_APART
        match = next((other for other in rest_b if spelt_alike(word, other)), None)
        if match is not None:
            rest_a.remove(word)
            rest_b.remove(match)
            near = near if surely_one(word, match) else Title.SPELT
    if len(rest_a) != len(rest_b) and _run_together("".join(rest_a), "".join(rest_b)):
        return near
    rest_a = [word for word in rest_a if word not in STOP]
    rest_b = [word for word in rest_b if word not in STOP]
    numbers_a, numbers_b = _numbers(rest_a), _numbers(rest_b)
    if numbers_a and numbers_b and numbers_a != numbers_b:
        return Title.TOLD_APART
    if not rest_a and not rest_b:
        return near
    if rest_a and rest_b:
        one, other = "".join(rest_a), "".join(rest_b)
        if one == other or (not numbers_a and not numbers_b and _joined_alike(one, other)):
            return near
        if TELLING & {*rest_a, *rest_b}:
            return Title.TOLD_APART
        return Title.REPLACED if fuzz.ratio(a, b) >= 75 else Title.UNLIKE
    return min(near, _with_more(a, b, rest_a or rest_b))


def _run_together(one: str, other: str) -> bool:
    """Say whether a letter was typed for the space between two words ("ofrlung")."""
    return (
        min(len(one), len(other)) >= 6
        and not _DIGIT.search(one + other)
        and Levenshtein.distance(one, other, score_cutoff=1) <= 1
    )


def _joined_alike(one: str, other: str) -> bool:
    """Say whether words that differ are the same letters, divided differently (health care, healthcare)."""
    return min(len(one), len(other)) >= 8 and Levenshtein.distance(one, other) <= 1


def _with_more(a: str, b: str, extra: list[str]) -> Title:
    """Say how two titles compare of which one has all the words of the other, and these extra ones."""
    short, long = sorted((a, b), key=len)
    extra = [word for word in extra if word not in STOP] or extra
    numbers = [word for word in extra if word.isdigit() or len(word) == 1]
    if numbers and all(word in numbers or word in PARTS for word in extra):
        return Title.TOLD_APART
    if TELLING & set(extra):
        # In the middle of a long subtitle that was cut off, "response" is a word like any other.
        return Title.TOLD_APART if len(extra) <= 4 or TELLING & {extra[0], extra[-1]} else Title.DOUBT
    share = len(short) / len(long)
    begins = long.startswith(short[:-1]) or long.endswith(short)
    if share < 0.75 and not begins:
        return Title.UNLIKE
    if CAUTION & set(extra):
        return Title.DOUBT
    if any(len(word) == 1 or _DIGIT.search(word) for word in extra):
        return Title.MORE
    if begins:
        return Title.CUT if len(short) >= 25 and short.count(" ") >= 3 else Title.MORE
    return Title.NEAR if share >= 0.9 else Title.MORE

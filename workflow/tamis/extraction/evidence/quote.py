"""A quote as it was typed, and the ways in which it can be read: whole, or in parts with gaps between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from tamis.extraction.alike import DIRECTIONS
from tamis.extraction.evidence.bounds import fits, same_words
from tamis.extraction.evidence.normal import DASHES, NOTE, UNSPACED, Normal, normal
from tamis.numberwords import WORDS

LEFT_OUT = re.compile(r"\[\s*(?:\.{2,}|…)\s*\]|\(\s*(?:\.{3,}|…)\s*\)|…|\.{3,}|(?:\. ){2,}\.")
#: Words that the extractor put in; never such with digits, which could be another number than the report's.
_PUT_IN = re.compile(r"\[[^\[\]\d]*\]")
_LETTER = re.compile(r"(?<!\w)\[([^\W\d_])\](?=[^\W\d_])")
#: A sign that says something of a number, or is one; a hyphen between letters is none.
_SIGN = re.compile(rf"[%‰]|(?<![^\W\d_])[{DASHES}]|[{DASHES}](?![^\W\d_])|\b(?:minus|negative)\b", re.I)
_NUMBER = re.compile(WORDS, re.I)
_DIRECTION = re.compile(
    rf"\b(?:{'|'.join(each for parts in DIRECTIONS for each in ' '.join(parts).split())})\b".replace(
        "*", r"\w*"
    ),
    re.I,
)
#: So many words may be left out at one place, and may stand where an extractor put in others.
MOST_LEFT_OUT, _MOST_REPLACED = 100, 12
_NEGATION = re.compile(
    r"\b(?:not|no|nor|non|never|neither|without|cannot|none|nobody|nothing|hardly|scarcely|barely|rarely|seldom|"
    r"unlikely|fail\w*|lack\w*|little|few)\b|n['’´ʼ′]t\b",
    re.I,
)
#: Signs that say something though no letter stands beside them.
_SIGNS = frozenset("<>=%±≤≥≠≈~+-")
#: A number with its thousands parted, or one so long that they could be.
_GROUPED = re.compile(
    r"(?<![\w.,'’])(?:[1-9]\d{0,2}([,'’ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*|[1-9]\d{4,8})(?!\d)"
)
#: More places at which a part stands on a page are not looked at, nor more at which it seems to.
_PLACES, _TRIES = 2_000, 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read a quote: its parts in normal form, and how many words may stand before each of them.

    sound: it says what the report says if its parts are there. It does not where a part is a single word and
    words beside it were left out, or where what was put in may turn the sense.
    """

    parts: tuple[Normal, ...]
    gaps: tuple[int, ...] = (0,)
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote: `readings` are the ways to read it, the first one literal."""

    readings: tuple[Reading, ...]

    @property
    def text(self) -> str:
        """The whole quote in normal form, without what says that words were left out or put in."""
        return "".join(part.text for part in self.readings[-1].parts) if self.readings else ""

    @property
    def key(self) -> str:
        """The quote in normal form as it was typed, by which it is known again."""
        return self.readings[0].parts[0].text if self.readings else ""


def read(text: str) -> Quote:
    """Return a quote as it can be read; of one without letters and digits there is no reading."""
    literal = _plain(text)
    if not any(character.isalnum() for character in literal.text):
        return Quote(())
    ways: list[Reading | None] = [Reading((literal,))]
    for said in dict.fromkeys((text, *_grouped_otherwise(text), NOTE.sub("", text))):
        if said != text or "[" in said or LEFT_OUT.search(said):
            shortened = _LETTER.sub(r"\1", said)
            ways += [_way(said, _as_it_is), _way(shortened, _kept), _way(shortened, _put_in)]
    readings = [way for way in ways if way]
    # A power is raised on the page, and what reads PDFs may only part it from its number.
    readings += [replace(way, parts=tuple(map(_level, way.parts))) for way in readings]
    once = {(tuple(part.text for part in way.parts), way.gaps): way for way in reversed(readings)}
    return Quote(tuple(reversed(once.values())))


def _way(text: str, pieces: Callable[[str], list[str]]) -> Reading | None:
    """Return a quote in parts, between which words were left out, or put in where `pieces` parts it there."""
    parts: list[Normal] = []
    gaps: list[int] = []
    gap, sound = 0, True
    for stretch in LEFT_OUT.split(text):
        gap = MOST_LEFT_OUT if parts else 0
        for number, piece in enumerate(pieces(stretch)):
            gap = max(gap, _MOST_REPLACED if number and parts else 0)
            if _says((plain := _plain(piece)).text):
                parts.append(plain)
                gaps.append(gap)
                gap = 0
        sound = sound and not (pieces is _put_in and any(map(_turns, _PUT_IN.finditer(stretch))))
    for before, part, left_out in zip(parts, parts[1:], gaps[1:], strict=False):
        sound = sound and (left_out < MOST_LEFT_OUT or (_is_more(before) and _is_more(part)))
    return Reading(tuple(parts), tuple(gaps), sound) if parts else None


def negates(text: str) -> bool:
    """Say whether a text has a word that a quote cannot leave out or put in without saying another thing."""
    # NFKC makes a blank of ´, which can stand for an apostrophe.
    return bool(_NEGATION.search(unicodedata.normalize("NFKC", text.replace("´", "'"))))


def _turns(put: re.Match[str]) -> bool:
    """Say whether what was put in may turn the sense: part of a word, a number, a sign, or such words."""
    beside = put.string[put.start() - 1 : put.start()] + put.string[put.end() : put.end() + 1]
    if any(map(str.isalnum, beside)):
        return True
    said = unicodedata.normalize("NFKC", put[0])
    signs = any(each.isnumeric() or unicodedata.category(each) == "Sm" for each in put[0])
    words = (_SIGN, _NUMBER, _DIRECTION)
    return signs or negates(put[0]) or any(those.search(said) for those in words)


def _as_it_is(text: str) -> list[str]:
    return [text]


def _put_in(text: str) -> list[str]:
    return _PUT_IN.split(text)


def _kept(text: str) -> list[str]:
    return [_PUT_IN.sub(lambda put: f" {put[0][1:-1]} ", text)]


def _grouped_otherwise(text: str) -> Iterator[str]:
    """Yield a text with thousands parted in other ways: 1,249 is 1 249, and 11711 is 11 711."""
    if _GROUPED.search(text):
        for mark in (",", " ", "'"):
            yield _GROUPED.sub(partial(_parted_by, mark), text)


def _parted_by(mark: str, number: re.Match[str]) -> str:
    return f"{int(''.join(filter(str.isdigit, number[0]))):,}".replace(",", mark)


def _plain(text: str) -> Normal:
    """Return a part of a quote in normal form, without the marks around it and the stop at its end."""
    part = normal(text)
    plain = part.text
    if len(plain) > 1 and plain[0] == plain[-1] == "'":
        plain = plain[1:-1]
    plain = plain.rstrip(".,;:").lstrip(";:")
    return _cut(part, part.text.index(plain), plain) if plain != part.text else part


def _cut(part: Normal, at: int, text: str) -> Normal:
    """Return the stretch of a part that is a text and begins at a position."""
    sets = (
        {position - at for position in those} for those in (part.broken, part.lines, part.cuts, part.soft)
    )
    starts = [max(0, start - at) for start in part.starts]
    return Normal(text, part.words, starts, *map(frozenset, sets))


def _level(part: Normal) -> Normal:
    return replace(part, text=part.text.replace("^", " ")) if "^" in part.text else part


def _says(part: str) -> bool:
    return any(character.isalnum() or character in _SIGNS for character in part)


def _is_more(part: Normal) -> bool:
    """Say whether a part is more than a single word."""
    words = sum(any(sign.isalnum() for sign in word) for word in part.words)
    return words > 1 or (len(part.text) > 3 and bool(UNSPACED.search(part.text)))


def length(text: str) -> int:
    """Return how many words a quote has; a sign for words left out is none.

    >>> length("Of 34 families […] twelve returned"), length("")
    (5, 0)
    """
    return len(LEFT_OUT.sub(" ", text).split())


def own_words(text: str) -> str:
    """Return a quote without words that the extractor put in; a letter that they changed is of its word.

    >>> own_words("[T]welve [of the] families [sic] returned [95% CI 1.2, 3.4]")
    'Twelve   families   returned [95% CI 1.2, 3.4]'
    """
    return _PUT_IN.sub(" ", _LETTER.sub(r"\1", text))


def is_thin(text: str) -> bool:
    """Say whether a quote says so little beside words left out that it can be put together from anything."""
    parts = [part for part in map(_plain, LEFT_OUT.split(text)) if _says(part.text)]
    return len(parts) > 1 and not all(map(_is_more, parts))


def within(page: Normal, quote: Quote, loosely: bool = False) -> tuple[int, int] | None:
    """Return where on a page a quote stands word for word, from its first character to behind its last.

    Loosely: also where its words are parted otherwise, where what it leaves out or puts in turns the sense,
    or where a single word stands beside words left out.
    """
    for reading in quote.readings:
        for place in places(page, reading, loosely):
            return place
    return None


def places(page: Normal, reading: Reading, loosely: bool = False) -> list[tuple[int, int]]:
    """Return where parts stand one after the other, each as near as can be to the one before it."""
    if not (reading.sound or loosely) or any(part.text not in page.text for part in reading.parts):
        return []
    first, *others = reading.parts
    reached = [(at, at + len(first.text)) for at in _once(page, first, loosely)]
    for part, gap in zip(others, reading.gaps[1:], strict=True):
        before, there = -1, []
        for at in _once(page, part, loosely):
            while before + 1 < len(reached) and reached[before + 1][1] <= at:
                before += 1
            if before < 0:
                continue
            begin, end = reached[before]
            last, following = page.word(end - 1), page.word(at)
            if following - last > gap + 1:
                continue
            between = page.written(last + 1, following - 1)
            replaced = gap == _MOST_REPLACED and any(map(str.isnumeric, NOTE.sub("", between)))
            if loosely or not (replaced or negates(between)):
                there.append((begin, at + len(part.text)))
        reached = there
    return reached


def _once(page: Normal, part: Normal, loosely: bool) -> Iterator[int]:
    """Yield where a part stands, as whole words and numbers; of a text that only repeats itself, not all."""
    return islice(_each(page, part, loosely), _PLACES)


def _each(page: Normal, part: Normal, loosely: bool) -> Iterator[int]:
    at = -1
    for _ in range(_TRIES):
        at = page.text.find(part.text, at + 1)
        if at < 0:
            return
        if fits(page, at, at + len(part.text)) and (loosely or same_words(page, at, part)):
            yield at

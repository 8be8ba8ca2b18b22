"""The normal form in which quotes and pages are compared, and which word of the page each character is of.

Letters and digits are compared NFKC-folded and without case. Blanks do not count, except where numbers would
run together (12 3 is not 123, 5 -3 is no range). Hyphens and dashes between letters do not count, hyphenated
at the end of a line or not; a soft hyphen is a hyphen. All dashes and minus signs are one sign, all quotation
marks another; a sign that stands alone between a word and a number is of the number. Everything else counts:
decimal points, commas, signs, %, <, >, =. A raised or lowered digit stays apart from the digit before it: 10⁵
is not 105. Raised digits behind a word or a stop can be marks of notes, and may be passed over.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: Hyphens, dashes and minus signs, as they can stand in a class of characters.
DASHES = "\\-‐‑‒–—―−⁃﹘﹣－\u00ad"
#: A number begins: its sign and its point are of it.
NUMBER = re.compile(r"[-+±]?[.,]?\d")
#: Points and thousands marks that are none but between digits.
POINTS = "∙⋅•‧·"
_MARKS = "‘’‚‛“”„‟«»‹›′″‴‵‶`´ʹʺʻʼ＂＇〃「」『』〝〞〟"
_SIGNS = str.maketrans(
    dict.fromkeys(DASHES[1:], "-")
    | dict.fromkeys((*_MARKS, '"'), "'")
    | {"×": "x", "∗": "*", "⩽": "≤", "≦": "≤", "⩾": "≥", "≧": "≥"}
)
_TO_CHANGE = re.compile(r"[\"'`-]|[<>]=|=<|\+/-")
_TYPED = (("<=", "≤"), ("=<", "≤"), (">=", "≥"), ("+/-", "±"))
_LONG_DASH = re.compile(r"—|--+")
#: Kinds of characters that NFKC turns into plain digits which may stand beside others.
_PLAIN = ("", "<wide>", "<narrow>", "<font>", "<noBreak>")
_RAISED = {"<super>": "^", "<sub>": "_"}
#: What stands before a digit in a circle, which is the number of a point in a list and no number of the text.
CIRCLED = "○"
#: The point of The Lancet, and the comma of Chinese lists, which parts numbers and never groups digits.
_POINT = re.compile(rf"(?<=\d)[{POINTS}](?=\d|$)|(?<![^\W\d_])·(?=\d)")
_LIST = re.compile(r"(?<=\d)，(?=\d)")
_BETWEEN = re.compile(r"(?<=[^\W\d_])-+(?=[^\W\d_])")
#: Scripts that put no blanks between words.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_RAISED_DIGITS = "¹²³⁰⁴-⁹†‡"
#: A mark of a note, as it is raised behind a word (never behind a unit, as in km²) or a stop.
NOTE = re.compile(
    rf"(?:(?<=[^\W\d_]{{3}})|(?<=[^\W\d_][.,;:!?)'\"”’])|(?<=\)[.,;:]))[{_RAISED_DIGITS}]+(?:[,⁻–-][{_RAISED_DIGITS}]+)*"
)


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in normal form.

    text: the normal form. words: the words as they were written. starts: where in `text` each word begins.
    broken: positions in `text` at which a word or number goes on that the end of a line parted. lines:
    positions before which a line ended. cuts: positions within a written word at which a word ends all the
    same, behind a long dash. soft: positions at which a hyphen or a dash was between letters.
    """

    text: str
    words: Sequence[str]
    starts: Sequence[int]
    broken: frozenset[int] = frozenset()
    lines: frozenset[int] = frozenset()
    cuts: frozenset[int] = frozenset()
    soft: frozenset[int] = frozenset()

    def word(self, position: int) -> int:
        """Return which word a position is in, from 0."""
        return bisect_right(self.starts, position) - 1

    def begins(self, position: int) -> bool:
        """Say whether a word begins at a position."""
        if position >= len(self.text):
            return True
        at_start = self.starts[self.word(position)] == position and position not in self.broken
        return at_start or position in self.cuts

    def written(self, first: int, last: int) -> str:
        """Return words as they were written, from the first to the last."""
        return " ".join(self.words[first : last + 1])

    def parted(self, start: int, end: int) -> frozenset[int]:
        """Return where, counted from `start`, words begin within a stretch."""
        within = self.starts[bisect_right(self.starts, start) : bisect_left(self.starts, end)]
        return frozenset(at - start for at in within)


def normal(text: str) -> Normal:
    """Return a text in normal form; its words are those of `text.split()`."""
    return of_lines(line.split() for line in text.split("\n"))


def of_lines(lines: Iterable[Sequence[str]], notes: bool = True) -> Normal:
    """Return the normal form of lines of words; `notes`: with the marks of notes in it."""
    made = _Made()
    for line in lines:
        made.new_line = bool(made.words)
        for word in line:
            made.add(word, word if notes else NOTE.sub("", word))
    return made.normal()


@dataclass
class _Made:
    """A normal form while it is made, word by word."""

    out: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)
    ends: set[int] = field(default_factory=set)
    cuts: set[int] = field(default_factory=set)
    soft: set[int] = field(default_factory=set)
    size: int = 0
    tail: str = ""  # the end of what is out
    before: str = ""  # the last word that says anything
    new_line: bool = False

    def normal(self) -> Normal:
        sets = (frozenset(those) for those in (self.broken, self.ends, self.cuts, self.soft))
        return Normal("".join(self.out), self.words, self.starts, *sets)

    def add(self, word: str, read: str) -> None:
        """Add a word: as it was written, and as it is read."""
        text, within, hyphens = _word(read)
        self.words.append(word)
        if self.tail and text:
            text, within = self._joined(text, within, word)
        self.starts.append(self.size)
        if self.new_line:
            self.ends.add(self.size)
        if within:
            self.cuts.update(self.size + cut for cut in within)
        if hyphens:
            self.soft.update(self.size + at for at in hyphens)
        if text:
            self._put(text)
            self.before, self.new_line = word, False

    def _put(self, text: str) -> None:
        self.out.append(text)
        self.size += len(text)
        self.tail = text if len(text) > 3 else self.tail[-3:] + text

    def _joined(self, text: str, within: tuple[int, ...], word: str) -> tuple[str, tuple[int, ...]]:
        """Join a word to the one before it, and return what is left of it to be added."""
        tail = self.tail
        if tail[-1] == "-" and _letter(text[0]) and _letter(tail[-2:-1]):
            # A hyphen, or a dash between blanks, with letters on either side.
            self.out[-1] = self.out[-1][:-1]
            self.size -= 1
            self.starts[-1] = min(self.starts[-1], self.size)
            self.cuts.discard(self.size + 1)
            self.soft.add(self.size)
            if self.new_line and len(self.before) > 1:
                self.broken.add(self.size)
        elif text[0] == "-" and _letter(text[1:2]) and _letter(tail[-1]):
            self.soft.add(self.size)
            return text[1:], tuple(cut - 1 for cut in within if cut)
        elif text[0].isalpha():
            pass
        elif tail[-1] == "-" and NUMBER.match(text):
            if text[0] != "-" and _is_sign(self.before, tail[:-1]):
                self._sign()
        elif _apart(tail, text) and not (_ends_whole(self.before) and text[0].isdigit()):
            if self.new_line and UNSPACED.search(self.before) and UNSPACED.search(word):
                self.broken.add(self.size)  # lines without blanks break anywhere, also within a number
            else:
                self._put(" ")
        return text, within

    def _sign(self) -> None:
        """Part a sign, or a long dash, from the word before it, as that of `was -0.45` is."""
        at = self.size - 1
        self.out[-1] = f"{self.out[-1][:-1]} -"
        self.size += 1
        if self.starts[-1] == at:
            self.starts[-1] += 1
            if at in self.ends:
                self.ends.add(at + 1)
        if at in self.cuts or at + 1 in self.cuts:
            self.cuts.update((at, at + 1, at + 2))


def _is_sign(word: str, before: str) -> bool:
    """Say whether a word ends in the sign of a number behind it, and a blank parts it from what is before.

    That is a minus sign alone; and a hyphen or a dash alone, or a long one, but not between numbers, where it
    is that of a range. Behind operators no blank parts a sign from them.
    """
    last = before[-1:]
    if word == "−":
        return last.isalnum() or last in ("%", ")")
    if len(word) > 1 and not _LONG_DASH.search(word[-2:]):
        return False
    return last.isalpha() or (last == ")" and not (before[-2:-1].isdigit() or before[-2:-1] == "%"))


def _ends_whole(word: str) -> bool:
    """Say whether a word ends in a decimal point, though a blank is behind it: `0. 5`, `12 . 5`, `12· 5`."""
    if word[-2:-1].isdigit() and word[-1] in POINTS:
        return word[-1] != "•"  # which can part what stands beside it
    return word == "." or (word[-2:] == "0." and not word[-3:-2].isdigit())


def _apart(tail: str, text: str) -> bool:
    """Say whether a blank counts: a number follows, and would run together with what stands before it."""
    if text[0] == "±" or not NUMBER.match(text):
        return False
    last = tail[-1]
    numeric = last.isdigit() or (last in ".," and tail[-2:-1].isdigit())
    return numeric or (not text[0].isdigit() and (last.isalnum() or last in "%)"))


def _letter(character: str) -> bool:
    return character.isalpha() or (character != "" and unicodedata.combining(character) > 0)


@functools.lru_cache(maxsize=200_000)
def _word(word: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Return a word without blanks in normal form, where one ends behind a long dash, and its hyphens."""
    if word.isascii() and not _TO_CHANGE.search(word):
        return word.casefold(), (), ()
    parts = [_signs(part) for part in _LONG_DASH.split(word)]
    text, hyphens = parts[0]
    cuts: list[int] = []
    for part, more in parts[1:]:
        between = "-"
        if _letter(text[-1:]) and part:
            between = "" if _letter(part[:1]) else " -" if part[0].isdigit() or part[0] in ".," else "-"
        cuts += range(len(text), len(text) + len(between) + 1)
        hyphens += [len(text) + len(between) + at for at in more]
        text += between + part
    return text, tuple(cuts), tuple(hyphens)


def _signs(word: str) -> tuple[str, list[int]]:
    """Return a word with one sign for all that are alike, and where in it hyphens were between letters."""
    text = word if word.isascii() else _folded(unicodedata.normalize("NFC", word))
    text = text.translate(_SIGNS).casefold().replace("`", "'").replace("''", "'")
    for typed, sign in _TYPED:
        text = text.replace(typed, sign)
    whole, hyphens = "", list[int]()
    for part in _BETWEEN.split(text):
        if whole:
            hyphens.append(len(whole))
        whole += part if part.isascii() else unicodedata.normalize("NFKC", part)
    return whole, hyphens


def _folded(word: str) -> str:
    """Return a word NFKC-folded, with a sign wherever a digit would only by that stand beside another."""
    out = ""
    kind_before = ""
    for character in _LIST.sub("、", word).translate(_SIGNS):
        if character.isascii():
            kind, folded = "", character
        elif unicodedata.category(character) in ("Cf", "Cc"):
            continue
        else:
            kind = unicodedata.decomposition(character).partition(" ")[0]
            folded = unicodedata.normalize("NFKC", character).replace(" ", "").replace("⁄", "/")
            folded = folded.translate(_SIGNS)
            kind = kind if kind.startswith("<") and kind not in _PLAIN else ""
        same = kind == kind_before and (not kind or kind in _RAISED)
        if kind == "<circle>":
            out += CIRCLED
        elif not same and out[-1:].isdigit() and (folded[:1].isdigit() or (kind and folded[:1] in "+-")):
            out += _RAISED.get(kind, " ")
        out += folded
        kind_before = kind
    return _POINT.sub(".", out)

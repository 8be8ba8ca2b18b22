"""The normal form in which quotes and pages are compared, and which word of the page each character is of.

Letters and digits are compared NFKC-folded and without case. Blanks do not count, except where numbers would
run together (12 3 is not 123, 5 -3 is no range). Hyphens and dashes between letters do not count, hyphenated
at the end of a line or not; a soft hyphen is a hyphen. All dashes and minus signs are one sign, all quotation
marks another. Everything else counts: decimal points, commas, signs, %, <, >, =. A raised or lowered digit
stays apart from the digit before it: 10⁵ is not 105.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_DASHES = "‐‑‒–—―−⁃﹘﹣－\u00ad"
_MARKS = "‘’‚‛“”„‟«»‹›′″‴‵‶`´ʹʺʻʼ＂＇〃「」『』〝〞〟"
_SIGNS = str.maketrans(
    {dash: "-" for dash in _DASHES}
    | {mark: "'" for mark in (*_MARKS, '"')}
    | {"×": "x", "∗": "*", "⩽": "≤", "≦": "≤", "⩾": "≥", "≧": "≥"}
)
_TO_CHANGE = re.compile(r"[\"'`-]")
_LONG_DASH = re.compile(r"—|--+")
#: Kinds of characters that NFKC turns into plain digits which may stand beside others.
_PLAIN = ("", "<wide>", "<narrow>", "<font>", "<noBreak>")
_RAISED = {"<super>": "^", "<sub>": "_"}
#: The point of The Lancet, and the comma of Chinese lists, which parts numbers and never groups digits.
_POINT = re.compile(r"(?<![^\W\d_])·(?=\d)")
_LIST = re.compile(r"(?<=\d)，(?=\d)")
_BETWEEN = re.compile(r"(?<=[^\W\d_])-+(?=[^\W\d_])")
#: Scripts that put no blanks between words.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NUMBER = re.compile(r"[-+±]?[.,]?\d")


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in normal form.

    text: the normal form. words: the words as they were written. starts: where in `text` each word begins.
    broken: positions in `text` at which a word or number goes on that the end of a line parted. lines:
    positions before which a line ended. cuts: positions within a written word at which a word ends all the
    same, behind a long dash.
    """

    text: str
    words: Sequence[str]
    starts: Sequence[int]
    broken: frozenset[int] = frozenset()
    lines: frozenset[int] = frozenset()
    cuts: frozenset[int] = frozenset()

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


def normal(text: str) -> Normal:
    """Return a text in normal form; its words are those of `text.split()`."""
    return of_lines(line.split() for line in text.split("\n"))


def of_lines(lines: Iterable[Sequence[str]]) -> Normal:
    """Return the normal form of lines of words."""
    out: list[str] = []
    words: list[str] = []
    starts: list[int] = []
    broken, ends, cuts = set[int](), set[int](), set[int]()
    size, tail = 0, ""  # tail: the end of what is out
    for line in lines:
        new_line = bool(words)
        for word in line:
            text, within = _word(word)
            words.append(word)
            if tail and text:
                if tail[-1] == "-" and _letter(text[0]) and _letter(tail[-2:-1]):
                    # A hyphen, or a dash between blanks, with letters on either side.
                    hyphenated = new_line and len(words) > 1 and len(words[-2]) > 1
                    out[-1] = out[-1][:-1]
                    size -= 1
                    starts[-1] = min(starts[-1], size)
                    cuts.discard(size + 1)
                    if hyphenated:
                        broken.add(size)
                elif text[0] == "-" and _letter(text[1:2]) and _letter(tail[-1]):
                    text, within = text[1:], tuple(cut - 1 for cut in within if cut)
                elif not text[0].isalpha() and _apart(tail, text):
                    if new_line and len(words) > 1 and UNSPACED.search(words[-2]) and UNSPACED.search(word):
                        broken.add(size)  # lines without blanks break anywhere, also within a number
                    else:
                        out.append(" ")
                        size += 1
            starts.append(size)
            if new_line:
                ends.add(size)
            new_line = False
            if within:
                cuts.update(size + cut for cut in within)
            if text:
                out.append(text)
                size += len(text)
                tail = text if len(text) > 2 else tail[-2:] + text
    return Normal("".join(out), words, starts, frozenset(broken), frozenset(ends), frozenset(cuts))


def _apart(tail: str, text: str) -> bool:
    """Say whether a blank counts: a number follows, and would run together with what stands before it."""
    if not _NUMBER.match(text):
        return False
    last = tail[-1]
    numeric = last.isdigit() or (last in ".," and tail[-2:-1].isdigit())
    return numeric or (not text[0].isdigit() and (last.isalnum() or last in "%)"))


def _letter(character: str) -> bool:
    return character.isalpha() or (character != "" and unicodedata.combining(character) > 0)


@functools.lru_cache(maxsize=200_000)
def _word(word: str) -> tuple[str, tuple[int, ...]]:
    """Return a word without blanks in normal form, and where in it one ends behind a long dash."""
    if word.isascii() and not _TO_CHANGE.search(word):
        return word.casefold(), ()
    parts = [_signs(part) for part in _LONG_DASH.split(word)]
    text, cuts = parts[0], []
    for part in parts[1:]:
        between = "" if _letter(text[-1:]) and _letter(part[:1]) else "-"
        cuts += [len(text), len(text) + len(between)]
        text += between + part
    return text, tuple(cuts)


def _signs(word: str) -> str:
    text = word if word.isascii() else _folded(unicodedata.normalize("NFC", word))
    text = _BETWEEN.sub("", text.translate(_SIGNS).casefold().replace("`", "'").replace("''", "'"))
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


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
        if not same and out[-1:].isdigit() and (folded[:1].isdigit() or (kind and folded[:1] in "+-")):
            out += _RAISED.get(kind, " ")
        out += folded
        kind_before = kind
    return _POINT.sub(".", out)

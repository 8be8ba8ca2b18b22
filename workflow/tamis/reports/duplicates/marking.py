"""What differs between two texts, word by word, and long texts cut short."""

from __future__ import annotations

import functools
import re
import unicodedata

from markupsafe import Markup, escape

# An accent that was parted from its letter is none either.
_NO_LETTER = re.compile(r"[\W_]+")
_WORD = re.compile(r"\S+")


@functools.lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Return a text without capitals, accents, punctuation and white space.

    >>> plain("Théorie: an Over-view"), plain("THEORIE an overview"), plain("—")
    ('theorieanoverview', 'theorieanoverview', '')
    """
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
    return _NO_LETTER.sub("", folded)


#: Longer texts, which are abstracts, are the same or not; looking closer would take long.
_LONG = 1_000


def alike(text: str, other: str) -> bool:
    """Say whether two texts are one and the same but for capitals, accents, punctuation and white space.

    Long ones must be the same to the letter.

    >>> alike("Part I: a trial", "Part I - A Trial"), alike("Part I", "Part II"), alike("?", "!")
    (True, False, False)
    """
    if text == other:
        return True
    return max(len(text), len(other)) <= _LONG and plain(text) == plain(other) != ""


def short(text: str, longest: int) -> str:
    """Return the beginning of a text up to `longest` characters, to the end of a word where there is one.

    >>> short("one two three", 9), short("one two", 9), short("onetwothree", 6)
    ('one two', 'one two', 'onetwo')
    """
    if len(text) <= longest:
        return text
    begin = text[: longest + 1]
    cut = max(begin.rfind(" "), begin.rfind("\n"))
    return begin[:cut].rstrip() if cut > longest // 2 else text[:longest]


def marked(text: str, other: str, *, missing: bool = False) -> Markup:
    """Return a text as HTML, with those words in `<mark>` that another text does not have at that place.

    Words that differ in nothing but capitals, accents and punctuation are one and the same.

    Args:
        text: what is printed.
        other: what it is compared with.
        missing: whether `<del>` says where words of the other text are missing, and how many.
    """
    from rapidfuzz.distance import Indel

    words, others = _WORD.findall(text), _WORD.findall(other)
    out: list[str] = []
    gone = 0
    for step in Indel.opcodes(
        [plain(word) or word for word in others], [plain(word) or word for word in words]
    ):
        here = str(escape(" ".join(words[step.dest_start : step.dest_end])))
        if step.tag == "delete":
            gone = 0 if out and out[-1].startswith("<mark>") else step.src_end - step.src_start
        elif step.tag == "insert":
            gone = 0
            out.append(f"<mark>{here}</mark>")
        else:
            out += [_gone(gone)] if gone and missing else []
            gone = 0
            out.append(here)
    out += [_gone(gone)] if gone and missing else []
    return Markup(" ").join(Markup(part) for part in out)  # noqa: S704  every word was escaped above


def _gone(count: int) -> str:
    return f"<del>[−{count} {'word' if count == 1 else 'words'}]</del>"

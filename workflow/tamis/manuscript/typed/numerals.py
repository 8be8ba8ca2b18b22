"""The numbers of a paragraph, in digits and in words, each in its sentence.

What only looks like one is passed over: links, addresses, citations, dates, times, telephone numbers, ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tamis.appraisal.claims.sentences import sentences
from tamis.numberwords import DIGITS, WORDS, in_digits, in_words

#: Stands in a window for the number that is looked at, and for any other.
THIS, OTHER = "\ue010", "\ue011"
#: What takes the place of a live number in a text; see `marks.py`.
LIVE = re.compile("\ue000[a-z]+:(\\d+)\ue001")
PERCENT = r"\s?(?:%|per ?cents?\b|percentage points?\b)"
_TOKEN = re.compile(
    rf"(?P<mark>\ue000[^\ue001]*\ue001)"
    r"|(?P<skip>https?://\S+|\bdoi:\S+|\b10\.\d{4,}/\S+|\S+@\S+\.\w+|\[@[^\]]*\]|\b[A-Za-z]+[-_]?\d[\w.-]*"
    r"|\b\d{1,3}(?:st|nd|rd|th)s?\b|\b(?:[01]?\d|2[0-3]):[0-5]\d\b|\b\d{4}-\d{2}-\d{2}\b|"
    r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
    r"|\+\d[\d ()-]{6,}\d|\b0\d{2,4}[ -]\d{3,}[\d -]*|\b(?:\d{4}[- ]?){3,}\b)"
    rf"|(?P<digits>(?<![\w.,·]){DIGITS}(?![\w]|[.,·]\d))|(?P<words>{WORDS})",
    re.IGNORECASE,
)
#: Who did something, in brackets: two reviewers (AB, C.D.) screened.
_INITIALS = re.compile(r"\s?\((?:[A-Z][A-Z.-]{1,5}(?:, (?:and )?| and | & |/|; )?)+\)")
#: What would make a heading, a table or a comment of a paragraph.
_MARKUP = re.compile(r"^[ \t]*[#|]+|<!--|-->|^(?:```|~~~)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a sentence: which of its paragraph, where, and what it can mean.

    live: the number in the mark of a live one, else None.
    """

    position: int
    start: int
    end: int
    text: str
    values: tuple[float, ...]
    percent: bool = False
    live: int | None = None


def positions(text: str) -> dict[int, int]:
    """Return which number of a paragraph each live number is, from 1, by the number in its mark."""
    return {
        each.live: each.position for _, found in numerals(text) for each in found if each.live is not None
    }


def numerals(text: str) -> Iterator[tuple[str, list[Numeral]]]:
    """Yield the sentences of a paragraph with the numbers in them."""
    position = 0
    for sentence in sentences(_MARKUP.sub(" ", text)):
        found = []
        for token in _TOKEN.finditer(sentence.text):
            if token["skip"]:
                continue
            live = LIVE.fullmatch(token[0])
            if token["mark"] and not live:
                continue
            position += 1
            percent = bool(re.match(PERCENT, sentence.text[token.end() :], re.IGNORECASE))
            words, digits = token["words"], token["digits"]
            values = (in_words(words),) if words else in_digits(digits) if digits else ()
            found.append(
                Numeral(
                    position,
                    token.start(),
                    token.end(),
                    token[0],
                    values,
                    percent,
                    int(live[1]) if live else None,
                )
            )
        yield sentence.text, found


def windows(sentence: str, number: Numeral, found: Sequence[Numeral]) -> tuple[str, str]:
    """Return the sentence with marks for its numbers, and what stands between the numbers around one."""
    parts, at = [], 0
    for each in found:
        parts += [sentence[at : each.start], THIS if each is number else OTHER]
        at = each.end
    parts.append(sentence[at:])
    whole = _INITIALS.sub("", "".join(parts))
    plain = re.sub(r"\s+", " ", whole.casefold()).replace("‐", "-").replace("‑", "-")
    before, _, after = plain.partition(THIS)
    near = re.split(f"[{OTHER};]", before)[-1] + THIS + re.split(f"[{OTHER};]", after)[0]
    return plain, near

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
#: Begins a row of a table.
ROW = "\ue012"
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
#: What is only how a text looks: emphasis, code, links, tags of HTML, marks of lists, quotations, headings.
_LOOKS = (
    (re.compile(r"^(?:[ \t]*(?:>|#+(?=\s|$)|[-*+](?=\s)))+", re.MULTILINE), " "),
    (re.compile(r"<!--|-->|^(?:```|~~~)|</?[a-z]{1,6} ?/?>", re.MULTILINE | re.IGNORECASE), " "),
    (re.compile(r"\[([^\[\]@]*)\]\([^()\s\ue000]*\)"), r"\1"),
    (re.compile(r"\\(?=[*_>#|`.])|[*`]+|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])"), ""),
)
_CELLS = re.compile(r"^[ \t]*\|?([^|\n]*\w[^|\n]*)\|([^|\n]*)\|?[ \t]*$", re.MULTILINE)
_IS_TABLE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*\|[-:| \t]*$", re.MULTILINE)
_ALONE = re.compile(rf"\s*(?:[nk]\s?=\s?)?(?:{DIGITS}|{WORDS})\s*", re.IGNORECASE)


def row(label: str, cell: str) -> str:
    """Return a row of a table with two cells as a sentence; empty where they are not a label and a number."""
    if not label.strip() or not _ALONE.fullmatch(cell):
        return ""
    return "" if _TOKEN.search(label) else f"{ROW} {label.strip()}: {cell.strip()}"


def _sentence(found: re.Match[str]) -> str:
    """Return a line with two cells as a sentence, or as two."""
    return (row(found[1], found[2]) or f"{found[1].rstrip()}. {found[2].rstrip()}") + "."


def _bare(text: str) -> str:
    """Return a paragraph without its Markdown, with the same lines; rows of tables as sentences."""
    for looks, instead in _LOOKS:
        text = looks.sub(instead, text)
    if _IS_TABLE.search(text):
        text = _CELLS.sub(_sentence, _IS_TABLE.sub("", text))
    return re.sub(r"^[ \t]*\|+", " ", text, flags=re.MULTILINE)


#: One person, by initials: KP screened.
_PERSON = re.compile(
    r"(?<!and )(?<!, )(?<!& )\b[A-Z]\.? ?[A-Z]\.?(?:[A-Z]\.?)?(?= (?:\w+ly )?(?:screened|read|reviewed|"
    r"assessed|examined|checked|excluded)\b)"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a sentence: which of its paragraph, where, and what it can mean.

    live: the number in the mark of a live one, else None. line: of its paragraph, from 0.
    """

    position: int
    start: int
    end: int
    text: str
    values: tuple[float, ...]
    percent: bool = False
    live: int | None = None
    line: int = 0


def positions(text: str) -> dict[int, tuple[int, int]]:
    """Return which of its paragraph each live number is, from 1, and its line, by the number in its mark."""
    return {
        each.live: (each.position, each.line)
        for _, found in numerals(text)
        for each in found
        if each.live is not None
    }


def numerals(text: str) -> Iterator[tuple[str, list[Numeral]]]:
    """Yield the sentences of a paragraph with the numbers in them."""
    text = _bare(text)
    words_of = [(word, line) for line, part in enumerate(text.split("\n")) for word in part.split()]
    position = at = 0
    for sentence in sentences(text):
        own = sentence.text.split()
        same = (
            n for n in range(at, len(words_of)) if [word for word, _ in words_of[n : n + len(own)]] == own
        )
        at = next(same, at)
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
                    words_of[min(at + sentence.text.count(" ", 0, token.start()), len(words_of) - 1)][1],
                )
            )
        at += len(own)
        yield sentence.text, found


#: Numbers beside another: nineteen studies (22 reports); nineteen studies, reported in 22 papers, were.
_BESIDE = re.compile(
    rf",? (?:reported|published|described) (?:in|across) {OTHER} [a-z]+(?:,(?= were)|(?=[.;]))|"
    rf" ?\([^(){THIS}]{{0,20}}{OTHER}[^(){THIS}]{{0,30}}\)"
)
#: Of "N of the M studies did", N did.
_OF = re.compile(
    rf"{THIS} of (?:(?:the|these|those|our|all) )*{OTHER} (?:included )?(?=[a-z])(?!(?:[\w-]+ "
    rf"){{0,3}}(?:that|which|who)\b)"
)


def windows(sentence: str, number: Numeral, found: Sequence[Numeral]) -> tuple[str, str]:
    """Return the sentence with marks for its numbers, and what stands between the numbers around one."""
    parts, at = [], 0
    for each in found:
        parts += [sentence[at : each.start], THIS if each is number else OTHER]
        at = each.end
    parts.append(sentence[at:])
    whole = _PERSON.sub("one author", _INITIALS.sub("", "".join(parts)))
    plain = re.sub(r"\s+", " ", whole.casefold()).replace("‐", "-").replace("‑", "-")
    plain = _OF.sub(f"{THIS} ", _BESIDE.sub("", plain))
    before, _, after = plain.partition(THIS)
    near = re.split(f"[{OTHER};]", before)[-1] + THIS + re.split(f"[{OTHER};]", after)[0]
    return plain, near

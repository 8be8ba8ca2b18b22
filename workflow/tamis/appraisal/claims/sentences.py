"""The sentences of a text in Markdown, with the line each begins on, and a plain form for matching."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|^(?:```|~~~).*?(?:^(?:```|~~~)[^\n]*$|\Z)", re.DOTALL | re.MULTILINE)
_CITATION = re.compile(r"\[[^\[\]\n]{0,500}@[^\[\]]{0,500}\]|(?<![\w@])@[\w:.#$%&+?<>~/-]*\w")
_END = re.compile(r"(?<![.!?])[.!?]++[\"'”’)\]]*+(?=\s)")
_ABBREVIATION = re.compile(
    r"\b(?:et al|e\.g|i\.e|vs|cf|figs?|eq|nos?|vol|pp?|eds?|dr|mr|ms|st|approx|ca|[a-z])\.$", re.IGNORECASE
)
_BREAK = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*+]|\d+[.)]|>)\s)|\n(?=#)|(?<=\n)(?=\|)")
_SIGNS = str.maketrans("’‘‐‑–—", "''----", '*`"“”')
_SPELLING = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"(?<![^\W_])_|_(?![^\W_])", ""),
        (r"randomiz", "randomis"),
        (r"\bnon[- ]randomis", "nonrandomis"),
        (r"\brigor\b", "rigour"),
        (r"\bmixed[- ]methods?\b", "mixed-methods"),
        (r"\bquasi[- ]experiment", "quasi-experiment"),
        (r"\brisk[- ]of[- ]bias\b", "risk of bias"),
        (r"-(quality|rigour|conducted|designed|executed|reported|performed)\b", r" \1"),
        (r"\bevidence base\b", "evidence-base"),
        (r"\bprogram\b", "programme"),
        (r"\s+(?=[.,;])", ""),  # where a citation was
        (r",? ?\b(on the whole|in general|overall|by and large|for the most part|therefore),", r" \1"),
    )
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands, the line it begins on (from 1), and as `plain` makes it."""

    text: str
    line: int
    plain: str


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in Markdown, without comments, code, headings and tables."""
    text = _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    breaks = {place for found in _BREAK.finditer(text) for place in (found.start(), found.end())}
    for start, end in pairwise([0, *sorted(breaks), len(text)]):
        block = text[start:end]
        if block.lstrip().startswith("|"):
            continue
        if block.lstrip().startswith("#"):
            block = block.lstrip().partition("\n")[2]
            start = end - len(block)
        at = 0
        stops = (found.end() for found in _END.finditer(block))
        ends = [stop for stop in stops if not _ABBREVIATION.search(block[max(0, stop - 12) : stop])]
        for stop in (*ends, len(block)):
            raw = block[at:stop]
            if raw.strip():
                begins = start + at + len(raw) - len(raw.lstrip())
                yield Sentence(" ".join(raw.split()), text.count("\n", 0, begins) + 1, plain(raw))
            at = stop


@lru_cache(maxsize=1024)  # labels of studies and categories come again with every sentence
def plain(text: str) -> str:
    """Return a text for matching: small letters, British spelling, no citations, one form of each hyphen."""
    text = _CITATION.sub(" ", text).casefold().translate(_SIGNS)
    for pattern, new in _SPELLING:
        text = pattern.sub(new, text)
    return " ".join(text.split())


def cited(text: str) -> list[str]:
    """Return the ids that a text cites as [@id], each once."""
    found = [id for each in _CITATION.findall(text) for id in re.findall(r"@([\w:.#$%&+?<>~/-]*\w)", each)]
    return list(dict.fromkeys(found))

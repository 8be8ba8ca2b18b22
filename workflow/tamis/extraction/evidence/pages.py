"""Which pages of a PDF a person means by what they typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tamis.extraction.evidence.normal import DASHES

#: What is counted in a report, and is no page.
_ELSE = re.compile(
    r"\b(?:tables?|tab|fig(?:ure)?s?|box(?:es)?|appendix|appendices|app|section|sect?|supplement|suppl?|"
    r"paragraphs?|par|para|lines?|columns?|col|footnotes?|notes?|vol|volume|chapters?|ch)\b\.?\s*\w?\d*[\w.]*"
    rf"(?:\s*(?:,|&|[{DASHES}]|\band\b|\bto\b)\s*\d+[a-z]?\b)*",
    re.I,
)
_PAGES = re.compile(
    rf"([a-z]{{0,3}})(\d{{1,6}})(?:\s*(?:[{DASHES}]|to)\s*([a-z]{{0,3}})(\d{{1,6}})|\s*(ff?)\b)?"
    r"|\b([ivxlc]+)\b",
    re.I,
)
_FIRST = re.compile(rf"\s*[a-z]?(\d{{1,6}})\s*(?:[{DASHES}]|to)\s*[a-z]?\d", re.I)
#: A longer range of pages names its first only.
_MOST = 30
#: How many pages are meant by 12f. and by 12ff.
_FOLLOWING = {"f": 2, "ff": 10}


def named(typed: str) -> list[str]:
    """Return the pages that are named; none where none is (Table 3, abstract).

    >>> named("p. 12"), named("403-5"), named("S12; 14"), named("Table 3, p. iv"), named("Table 3")
    (['12'], ['403', '404', '405'], ['S12', '14'], ['iv'], [])
    """
    found: list[str] = []
    text = re.sub(r"\b(?:pages?|pp?|pg|pdf)\b\.?(?=\s|\d|$)", " ", _ELSE.sub(" ", typed), flags=re.I)
    for prefix, first, _, last, on, roman in _PAGES.findall(re.sub(r"\bpp?(?=\d)", "", text, flags=re.I)):
        if roman:
            found.append(roman)
            continue
        end = int(first) + _FOLLOWING.get(on.casefold(), 1) - 1
        if last:
            end = int(f"{first[: max(0, len(first) - len(last))]}{last}")
        pages = range(int(first), end + 1)
        found += [f"{prefix}{page}" for page in pages] if len(pages) <= _MOST else [f"{prefix}{first}"]
    return list(dict.fromkeys(found))


def meant(typed: str, printed: Sequence[str], first_page: int | None) -> frozenset[int]:
    """Return the pages, from 0, that can be meant: by count, as printed, or as it is cited.

    Args:
        typed: the page, as it was typed.
        printed: what each page calls itself; empty: not known.
        first_page: the first page of the report, as it is cited.
    """
    found: set[int] = set()
    for name in named(typed):
        found |= {page for page, label in enumerate(printed) if label.casefold() == name.casefold()}
        if name.isdigit():
            counted = {int(name) - 1} | ({int(name) - first_page} if first_page else set())
            found |= {page for page in counted if 0 <= page < len(printed)}
    return frozenset(found)


def first_page(pages: str) -> int | None:
    """Return the first of the pages on which a report is cited to stand; None: they are not numbered so.

    >>> first_page("401-415"), first_page("S12-20"), first_page("e105"), first_page("")
    (401, 12, None, None)
    """
    found = _FIRST.match(pages)
    return int(found[1]) if found else None

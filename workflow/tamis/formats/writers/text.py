"""What all writers do with an entry's texts, so that they come back the same when they are read."""

from __future__ import annotations

import re
from collections.abc import Callable

from tamis.formats.columns import clean

#: What XML 1.0 forbids, control characters, and the byte-order mark, which no reader keeps.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")

#: Is told what of an entry a file has otherwise: the column, and an example that shows how, or nothing.
Changed = Callable[[str, str], None]


def unheard(column: str, example: str) -> None:
    """Tell nobody of a change."""


def plain(text: str) -> str:
    """Return a text on one line, without what no format can hold."""
    text = " ".join(text.split())
    if _FORBIDDEN.search(text):
        text = " ".join(_FORBIDDEN.sub("", text).split())
    return text


def kept(text: str) -> str:
    """Return a text on one line that is the same after mark-up and entities are taken out of it.

    Readers take `<i>` for mark-up and decode entities, also those that were written as entities. Where a
    text is about them, it is written so that it comes back as it is.

    >>> kept("p < 0.05, R&D"), kept("the <b> tag")
    ('p < 0.05, R&D', 'the &amp;lt;b> tag')
    """
    text = plain(text)
    if ("<" in text or "&" in text) and clean(text) != text:
        text = text.replace("&", "&amp;amp;").replace("<", "&amp;lt;")
    return text


def names(authors: str) -> list[str]:
    """Return the names of `Last, First; Last, First`."""
    return [name for name in map(plain, authors.split("; ")) if name]


def words(keywords: str) -> list[str]:
    """Return the words of a column that has them separated by semicolons: keywords, ISSNs."""
    return [word for word in map(plain, keywords.split(";")) if word]


def doi(name: str) -> str:
    """Return a DOI that is the same after percent signs and entities in it are decoded."""
    return plain(name).replace("%", "%25").replace("&", "%26")


def first_and_last(pages: str) -> tuple[str, str]:
    """Return the first and the last page where pages are given so; otherwise all of it, and nothing.

    >>> first_and_last("123-130"), first_and_last("e1024"), first_and_last("S1-4, S9")
    (('123', '130'), ('e1024', ''), ('S1-4, S9', ''))
    """
    if (found := _RANGE.fullmatch(plain(pages))) and found[1] != found[2]:
        return found[1], found[2]
    return kept(pages), ""


_RANGE = re.compile(r"([A-Za-z]{0,3}\d+[A-Za-z]?)-([A-Za-z]{0,3}\d+[A-Za-z]?)")

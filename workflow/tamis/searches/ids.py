"""Record ids: the same whenever the same export is downloaded again, whatever its order.

An id is `r` and ten base32 characters hashed from the source and its accession number; lacking one, from
the source, the normalised title, the first author and the year. Records that come out equal are told apart
by `-2`, `-3`: those of an earlier update round first, then those of an earlier row of the search log, so that
a later search takes no id from an earlier one. Within one export they come in the order of a hash of what
names a paper (title, authors, year, journal, volume, pages and DOI, of each its letters and digits alone),
so that another way to read an abstract or a keyword exchanges no ids; only where these are the same, in the
order of a hash of all else.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import unescape

from tamis.formats.entry import COLUMNS, Entry
from tamis.tables import Search

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
#: What names a paper.
_NAMING = ("title", "authors", "year", "journal", "volume", "pages", "doi")
#: Where an entry stands in its file is no part of what it is; its address can hold a session's number.
_CONTENT = [name for name in COLUMNS if name not in ("ordinal", "line", "url")]


def record_ids(records: Sequence[tuple[Search, Entry]]) -> list[str]:
    """Return the id of each record, given as its search and its entry, in the order of the search log."""
    groups: dict[str, list[int]] = {}
    rows: dict[str, int] = {}
    for position, (search, entry) in enumerate(records):
        groups.setdefault(_base(search.source, entry), []).append(position)
        rows.setdefault(search.file, position)

    def age(position: int) -> tuple[int, int, str, str, int]:
        search, entry = records[position]
        return search.update or 0, rows[search.file], _naming_hash(entry), _content_hash(entry), position

    ids = [""] * len(records)
    for base, positions in groups.items():
        if len(positions) > 1:
            positions.sort(key=age)
        for number, position in enumerate(positions, start=1):
            ids[position] = base if number == 1 else f"{base}-{number}"
    return ids


def _base(source: str, entry: Entry) -> str:
    if entry.accession:
        parts = ["accession", entry.accession]
    else:
        parts = [
            "title",
            normalised(entry.title),
            normalised(entry.authors.split(";")[0]),
            "" if entry.year is None else str(entry.year),
        ]
    digest = hashlib.sha256("\x1f".join([normalised(source), *parts]).encode()).digest()
    return "r" + base64.b32encode(digest).decode("ascii").lower()[:10]


def _naming_hash(entry: Entry) -> str:
    return _hash(normalised(str(getattr(entry, name))) for name in _NAMING)


def _content_hash(entry: Entry) -> str:
    return _hash(str(getattr(entry, name)) for name in _CONTENT)


def _hash(texts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def normalised(text: str) -> str:
    """Return letters and digits only, in lower case, without markup, entities, accents or punctuation."""
    plain = unicodedata.normalize("NFKD", _MARKUP.sub("", unescape(text))).casefold()
    return "".join(letter for letter in plain if letter.isalnum())

"""Record ids: the same whenever the same export is downloaded again, whatever its order.

An id is `r` and ten base32 characters hashed from the source and its accession number; lacking one, from
the source, the normalised title, the first author and the year. Records that come out equal are told apart
by `-2`, `-3`: those of an earlier update round first, then those of an earlier row of the search log, so that
a later search takes no id from an earlier one. Within one export they come in the order of a hash of what
names a paper (title, authors, year, journal, volume, pages and DOI, of each its letters and digits alone),
so that another way to read an abstract or a keyword exchanges no ids; only where these are the same, in the
order of a hash of all else.

Files that belong to no review have no source, and come under any name and in any order. The id of a record in
them is hashed from its accession number and from all that names a paper: with less, records of several
databases would come out equal, and trade their ids where a file is added. Those that are equal in all of it
are told apart in the order of a hash of all else.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING, Any

from tamis.formats.entry import COLUMNS, Entry
from tamis.tables import Search

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_NO_LETTER = re.compile(r"[^\w\x1f]+")
_SMALL = bytes(range(256)).lower()
_PARTED = "\x1f"
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum() and chr(code) != _PARTED)
_BASE32 = b"abcdefghijklmnopqrstuvwxyz234567"
#: What names a paper.
_NAMING = ("title", "authors", "year", "journal", "volume", "pages", "doi")
#: What the id of a record that belongs to no review is hashed from.
_LOOSE = ("accession", *_NAMING)
#: Where an entry stands in its file is no part of what it is; its address can hold a session's number.
_CONTENT = [name for name in COLUMNS if name not in ("ordinal", "line", "url")]


def record_ids(records: Sequence[tuple[Search, Entry]]) -> list[str]:
    """Return the id of each record, given as its search and its entry, in the order of the search log."""
    groups: dict[str, list[int]] = {}
    rows: dict[str, int] = {}
    for position, (search, entry) in enumerate(records):
        text = _base(normalised(search.source), entry.accession, entry.title, entry.authors, entry.year)
        base = base64.b32encode(_digest(text)).decode("ascii").lower()[:10]
        groups.setdefault(f"r{base}", []).append(position)
        rows.setdefault(search.file, position)

    def age(position: int) -> tuple[int, int, bytes, bytes, int]:
        search, entry = records[position]
        names, whole = ([getattr(entry, name) for name in every] for every in (_NAMING, _CONTENT))
        return search.update or 0, rows[search.file], _naming_hash(names), _content_hash(whole), position

    ids = [""] * len(records)
    for base, positions in groups.items():
        if len(positions) > 1:
            positions.sort(key=age)
        for number, position in enumerate(positions, start=1):
            ids[position] = base if number == 1 else f"{base}-{number}"
    return ids


def table_ids(table: pa.Table) -> pa.Array:
    """Return the id of each record of files that belong to no review.

    Args:
        table: columns of `tables.Record`, in the order of files.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    digests = bytearray()
    for part in table.select(_LOOSE).to_batches():
        values = zip(*(column.to_pylist() for column in part.columns), strict=True)
        digests += b"".join(digest[:8] for digest in map(_naming_hash, values))
    numbers = np.frombuffer(digests, ">u8").astype(np.uint64) >> np.uint64(14)
    made = _named(numbers)
    if not len(numbers):
        return made
    order = np.argsort(numbers, kind="stable")
    same = numbers[order[1:]] == numbers[order[:-1]]
    positions = np.sort(order[np.concatenate((same, [False])) | np.concatenate(([False], same))])
    if not len(positions):
        return made
    keys = [numbers[positions], *_hashes(map(_content_hash, _taken(table, _CONTENT, positions)))]
    order = np.lexsort([positions, *reversed(keys)])
    begins = np.concatenate(([True], keys[0][order[1:]] != keys[0][order[:-1]]))
    number = np.arange(len(order)) - np.flatnonzero(begins)[np.cumsum(begins) - 1]
    endings = np.empty(len(order), object)
    endings[order] = ["" if at == 0 else f"-{at + 1}" for at in number.tolist()]
    renamed = pc.binary_join_element_wise(made.take(pa.array(positions)), pa.array(endings, pa.string()), "")
    mask = np.zeros(len(numbers), np.bool_)
    mask[positions] = True
    return pc.replace_with_mask(made, pa.array(mask), renamed)


def _hashes(hashes: Iterable[bytes]) -> npt.NDArray[np.uint64]:
    """Return hashes as four rows of numbers, a hash a column, which order them as they are ordered."""
    import numpy as np

    return np.frombuffer(b"".join(hashes), ">u8").astype(np.uint64).reshape(-1, 4).T


def _taken(
    table: pa.Table, names: Sequence[str], positions: npt.NDArray[np.int64]
) -> Iterator[tuple[Any, ...]]:
    """Yield some columns of the rows at some positions, which rise."""
    import pyarrow as pa

    begin = at = 0
    for batch in table.select(names).to_batches():
        end = int(positions.searchsorted(begin + len(batch)))
        if end > at:
            few = batch.take(pa.array(positions[at:end] - begin))
            yield from zip(*(column.to_pylist() for column in few.columns), strict=True)
        begin, at = begin + len(batch), end


def _base(source: str, accession: str, title: str, authors: str, year: int | None) -> str:
    """Return what an id is hashed from; the source is given normalised."""
    if accession:
        parts = ["accession", accession]
    else:
        first = authors.partition(";")[0]
        parts = ["title", normalised(title), normalised(first), "" if year is None else str(year)]
    return _PARTED.join([source, *parts])


def _digest(text: str) -> bytes:
    """Return the beginning of a text's hash: the bytes of an id, and some more."""
    return hashlib.sha256(text.encode()).digest()[:8]


def _named(numbers: npt.NDArray[np.uint64]) -> pa.StringArray:
    """Return `r` and ten base32 characters for each number of 50 bits."""
    import numpy as np
    import pyarrow as pa

    letters = np.empty((len(numbers), 11), np.uint8)
    letters[:, 0] = ord("r")
    for at in range(10):
        letters[:, 1 + at] = np.frombuffer(_BASE32, np.uint8)[
            (numbers >> np.uint64(45 - 5 * at)) & np.uint64(31)
        ]
    ends = np.arange(0, 11 * len(numbers) + 1, 11, dtype=np.int32)
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(ends), pa.py_buffer(letters))


def _naming_hash(values: Iterable[Any]) -> bytes:
    texts = [str(value) for value in values]
    text = _PARTED.join(texts)
    if "<" not in text and "&" not in text and text.count(_PARTED) < len(texts):
        return _hash([_letters(text)])  # all at once
    return _hash([normalised(text) for text in texts])


def _content_hash(values: Iterable[Any]) -> bytes:
    return _hash([str(value) for value in values])


def _hash(texts: Sequence[str]) -> bytes:
    return hashlib.sha256(_PARTED.join(texts).encode("utf-8", "surrogatepass")).digest()


def normalised(text: str) -> str:
    """Return letters and digits only, in lower case, without markup, entities, accents or punctuation."""
    if "<" in text or "&" in text:
        text = _MARKUP.sub("", unescape(text))
    return _letters(text).replace(_PARTED, "")


def _letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case and without accents, and the signs `_PARTED`."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold()
    text = text.encode("utf-8", "surrogatepass").translate(_SMALL, _SIGNS).decode("utf-8", "surrogatepass")
    return text if text.isascii() else _NO_LETTER.sub("", text)

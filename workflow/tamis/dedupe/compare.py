"""How alike the fields of each pair are, and what the rules need to know of it.

Every measure is an array with one entry a pair. Similarities run from 0 to 1, and are nan where one of the
two records does not have the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Prefix

from tamis.dedupe.keys import ENDS, Flags, Floats, Ints, Keys, Objects, Texts
from tamis.dedupe.normalise import ISSN, VERSION, fold
from tamis.dedupe.titles import Title, compare_titles
from tamis.progress import shown

#: Of an abstract this much is compared (characters without spaces); exports cut abstracts anywhere.
ABSTRACT = 400
#: Below this similarity two titles are not looked at word by word, unless one begins or ends the other.
TITLE = 0.7
#: Where authors are less alike than this, titles less alike than that are not looked at word by word, unless
#: the volume, the page, or journal and year are the same.
AUTHORS, ALIKE = 0.6, 0.9
#: So many pairs, or abstracts, are looked at at once.
BATCH = 200_000

_PLAIN = bytes(range(128)).lower() + bytes(128)
_NOT_PLAIN = bytes(c for c in range(128) if not chr(c).isalnum())


@dataclass(frozen=True, slots=True)
class Compared:
    """The measures of the pairs that are worth a rule; `a` and `b` are positions in the keys."""

    a: Ints
    b: Ints
    title: Ints  # Title
    title_alike: Floats
    authors: Floats
    first_author: Floats
    year: Floats
    journal: Floats
    volume: Floats
    issue: Floats
    pages: Floats
    shared_range: Floats
    doi: Floats
    pmid: Floats
    accession: Floats
    abstract: Floats

    def only(self, keep: Ints) -> Compared:
        """Return the pairs at these indices."""
        return Compared(**{field.name: getattr(self, field.name)[keep] for field in fields(self)})


def _same(key: Ints, a: Ints, b: Ints) -> Floats:
    """Return 1 where two codes are the same, 0 where they differ, nan where one is not known."""
    one, other = key[a], key[b]
    return np.where((one > 0) & (other > 0), (one == other).astype(float), np.nan)


def _alike(texts: Texts, a: Ints, b: Ints, scorer: Callable[..., float]) -> Floats:
    """Return the similarity of texts, 0 to 1, nan where one is empty."""
    out = _same(texts.code, a, b)
    differ = np.flatnonzero(out == 0)
    if len(differ):
        out[differ] = _scored(texts.at(a[differ]), texts.at(b[differ]), scorer)
    return out


def _scored(one: Objects, other: Objects, scorer: Callable[..., float]) -> Floats:
    scores: Floats = process.cpdist(one, other, scorer=scorer, workers=-1) / 100
    return scores


def _titles(keys: Keys, a: Ints, b: Ints, alike: Floats, asked: Flags) -> Ints:
    """Return `Title` for each pair; those that are not asked for are unlike, unless they are the same."""
    out = np.full(len(a), int(Title.UNLIKE), np.int64)
    known = ~np.isnan(alike)
    out[~known] = Title.UNKNOWN
    same = known & (keys.title[a] == keys.title[b])
    out[same] = Title.SAME
    at = np.flatnonzero(asked & known & ~same)
    words = keys.words.values
    both = np.stack((keys.words.code[a[at]], keys.words.code[b[at]]))
    out[at] = _once(both[0], both[1], lambda one, other: int(compare_titles(words[one], words[other])))
    return out


def _once(one: Ints, other: Ints, tell: Callable[[int, int], float]) -> Floats:
    """Return what a function tells of each two codes, called once for each different two."""
    both, where = np.unique((one << 32) | other, return_inverse=True)
    told = np.fromiter(map(tell, (both >> 32).tolist(), (both & 0xFFFFFFFF).tolist()), np.float64, len(both))
    return told[where]


def journals_alike(a: str, b: str) -> float:
    """Return how much of two journals' names (as `journal_words`) is the same, abbreviated or not; 0 to 1.

    Words match in order where one is the beginning of the other, or leaves letters of it out.

    >>> journals_alike("j am geriatr soc", "journal american geriatrics society")
    1.0
    """
    if a == b:
        return 1.0
    one, other = sorted((a.split(), b.split()), key=len)
    if len(one) == 1 and len(other) > 2 and one[0] == "".join(word[0] for word in other):
        return 1.0
    matched = at = 0
    for word in one:
        for further in range(at, len(other)):
            if _abbreviates(word, other[further]):
                matched, at = matched + 1, further + 1
                break
    shared = 2 * matched / (len(one) + len(other))
    # A name may go on after the part that another database gives: "Cancer Biology & Therapy Supplement".
    return max(shared, 0.8) if matched == len(one) >= 2 else shared


def _abbreviates(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if long.startswith(short):
        return True
    if short[0] != long[0] or len(short) < 3:
        return False
    if Prefix.similarity(short, long) >= 4 and len(long) - len(short) <= 2:
        return True  # endings: pediatric, pediatrics; medicine, medicina
    letters = iter(long)
    return len(short) <= 5 and all(letter in letters for letter in short)  # natl, dept, intl


def _journals(keys: Keys, a: Ints, b: Ints) -> Floats:
    """Return how alike the journals are, 1 where they share an ISSN, nan where one is not known."""
    names, texts = keys.journal.values, keys.issn.values

    @cache
    def numbers(code: int) -> frozenset[str]:
        return frozenset(number.replace("-", "").lower() for number in ISSN.findall(texts[code]))

    out = _same(keys.journal.code, a, b)
    differ = np.flatnonzero(out == 0)
    out[differ] = _once(
        keys.journal.code[a[differ]],
        keys.journal.code[b[differ]],
        lambda one, other: journals_alike(names[one], names[other]),
    )
    one, other = keys.issn.code[a], keys.issn.code[b]
    both = np.flatnonzero((one > 0) & (other > 0) & (out != 1))
    shared = _once(one[both], other[both], lambda x, y: float(bool(numbers(x) & numbers(y))))
    out[both[shared == 1]] = 1.0
    return out


def _dois(keys: Keys, a: Ints, b: Ints) -> Floats:
    """Return 1 where two DOIs are the same, 0 where they differ; one that was cut off counts as not known.

    That of a later version has more behind it, and is another.
    """
    out = _same(keys.dois.code, a, b)
    differ = np.flatnonzero(out == 0)
    one, other = keys.dois.at(a[differ]).tolist(), keys.dois.at(b[differ]).tolist()
    cut = [
        (x.startswith(y) and not VERSION.fullmatch(x[len(y) :]))
        or (y.startswith(x) and not VERSION.fullmatch(y[len(x) :]))
        for x, y in zip(one, other, strict=True)
    ]
    out[differ[np.array(cut, np.bool_)]] = np.nan
    return out


def _pages(keys: Keys, a: Ints, b: Ints) -> Floats:
    """Return 1 where first pages are the same, or ranges of pages of one volume overlap.

    In one volume also where one record has the page without its letters (37 for c37), or no more of it than
    the end ("Suppl-6" for 103-106). Pages of an article that is in no volume yet count as not known beside
    those that it has later.
    """
    out = _same(keys.page, a, b)
    low, high = np.maximum(keys.low[a], keys.low[b]), np.minimum(keys.high[a], keys.high[b])
    ranges = (keys.high > keys.low) & (keys.low > 0)
    volume = _same(keys.volume, a, b) == 1
    out[(out == 0) & ranges[a] & ranges[b] & (low < high) & volume] = 1.0
    lettered = (keys.low[a] > 0) != (keys.low[b] > 0)
    out[(out == 0) & volume & lettered & (keys.number[a] == keys.number[b])] = 1.0
    longer, shorter = np.maximum(keys.last[a], keys.last[b]), np.minimum(keys.last[a], keys.last[b])
    ends = (shorter > 0) & (longer % 10 ** np.ceil(np.log10(shorter + 1.0)).astype(np.int64) == shorter)
    out[np.isnan(out) & volume & ((keys.page[a] > 0) != (keys.page[b] > 0)) & ends] = 1.0
    out[(out == 0) & (keys.provisional[a] != keys.provisional[b])] = np.nan
    return out


def _shared_range(keys: Keys, a: Ints, b: Ints) -> Floats:
    """Return how many pages both records fill, where they fill the very same; 0 where others."""
    known = (keys.low > 0) & (keys.high > keys.low) & ~keys.provisional
    same = (keys.low[a] == keys.low[b]) & (keys.high[a] == keys.high[b])
    count = keys.high[a] - keys.low[a] + 1
    return np.where(known[a] & known[b], np.where(same, count, 0).astype(float), np.nan)


def beginnings(keys: Keys, wanted: Ints) -> Objects:
    """Return how the abstracts of records begin, in letters and digits alone; read in parts."""
    import pyarrow as pa

    rows = keys.row[wanted]
    order = np.argsort(rows)
    out = np.full(len(wanted), "", object)
    column = keys.abstract.array.__arrow_array__()
    first = 0
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        part = order[np.searchsorted(rows[order], first) : np.searchsorted(rows[order], first + len(chunk))]
        for some in np.array_split(part, len(part) // BATCH + 1):
            texts = chunk.take(pa.array(rows[some] - first)).cast(pa.binary())
            out[some] = [_beginning(text or b"") for text in texts.to_pylist()]
        first += len(chunk)
    return out


def _beginning(text: bytes) -> str:
    """Return the first letters and digits of a text (UTF-8), folded."""
    begins = text[: 2 * ABSTRACT]
    if not begins.isascii() or b"&" in begins or b"<" in begins:
        folded = fold(text[: 8 * ABSTRACT].decode(errors="ignore")[: 2 * ABSTRACT])
        if not folded.isascii():
            return re.sub(r"[\W_]+", "", folded)[:ABSTRACT]
        begins = folded.encode()
    return begins.translate(_PLAIN, _NOT_PLAIN)[:ABSTRACT].decode()


def _abstracts(keys: Keys, a: Ints, b: Ints) -> Floats:
    """Return how alike the beginnings of abstracts are, as far as both go."""
    wanted, where = np.unique(np.concatenate((a, b)), return_inverse=True)
    texts = beginnings(keys, wanted)
    length = np.array([len(text) for text in texts], np.int64)
    one, other = where[: len(a)], where[len(a) :]
    out = np.full(len(a), np.nan)
    both = np.flatnonzero((length[one] > 60) & (length[other] > 60))
    for at in np.array_split(both, len(both) // BATCH + 1):
        cut = np.minimum(length[one[at]], length[other[at]]).tolist()
        left, right = np.empty(len(at), object), np.empty(len(at), object)
        left[:] = [text[:n] for text, n in zip(texts[one[at]], cut, strict=True)]
        right[:] = [text[:n] for text, n in zip(texts[other[at]], cut, strict=True)]
        out[at] = _scored(left, right, fuzz.ratio)
    return out


def compare(keys: Keys, a: Ints, b: Ints, always: Flags) -> Compared:
    """Return the measures of the pairs whose titles, identifiers or places have something in common.

    Args:
        keys: what is compared.
        a: the first records of the pairs, as positions in the keys.
        b: the second ones.
        always: pairs to measure whatever they have in common.
    """
    parts = [
        _worth(keys, a[at : at + BATCH], b[at : at + BATCH], always[at : at + BATCH])
        for at in shown(range(0, max(1, len(a)), BATCH), "comparing records", unit="batches")
    ]
    a, b, title, alike, authors = (np.concatenate([part[at] for part in parts]) for at in range(5))
    years = np.where((keys.year[a] > 0) & (keys.year[b] > 0), np.abs(keys.year[a] - keys.year[b]), np.nan)
    return Compared(
        a=a,
        b=b,
        title=title,
        title_alike=alike,
        authors=authors,
        first_author=_same(keys.first_author, a, b),
        year=np.where(np.isnan(years), np.nan, np.maximum(0.0, 1 - years / 2)),
        journal=_journals(keys, a, b),
        volume=_same(keys.volume, a, b),
        issue=_same(keys.issue, a, b),
        pages=_pages(keys, a, b),
        shared_range=_shared_range(keys, a, b),
        doi=_dois(keys, a, b),
        pmid=_same(keys.pmid, a, b),
        accession=_same(keys.accession, a, b),
        abstract=_abstracts(keys, a, b),
    )


def _ends(one: str, other: str) -> bool:
    """Say whether one title is the beginning or the end of the other."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) or long.endswith(short)


def _worth(keys: Keys, a: Ints, b: Ints, always: Flags) -> tuple[Ints, Ints, Ints, Floats, Floats]:
    """Return the pairs that are worth a rule: the records, how titles compare and are alike, and authors."""
    volume, page = _same(keys.volume, a, b) == 1, _same(keys.page, a, b) == 1
    known = always | (volume & page)
    for key in (keys.dois.code, keys.pmid, keys.accession):
        known |= _same(key, a, b) == 1
    alike = _alike(keys.words, a, b, fuzz.ratio)
    # What begins or ends alike may be one title, cut; of a short one that is not told by its ends.
    short = np.minimum(keys.length[a], keys.length[b]) <= 2 * ENDS
    ends = short | (keys.head[a] == keys.head[b]) | (keys.tail[a] == keys.tail[b])
    near = alike >= TITLE
    cut = np.flatnonzero(ends & (alike < TITLE))
    near[cut] = [_ends(*two) for two in zip(keys.words.at(a[cut]), keys.words.at(b[cut]), strict=True)]
    kept = known | near
    a, b, alike, near, known = a[kept], b[kept], alike[kept], near[kept], known[kept]
    volume, page = volume[kept], page[kept]
    authors = _alike(keys.authors, a, b, fuzz.token_set_ratio)
    placed = volume | page | ((keys.journal.code[a] == keys.journal.code[b]) & (keys.year[a] == keys.year[b]))
    asked = near & (known | placed | ~(authors < AUTHORS) | (alike >= ALIKE))
    title = _titles(keys, a, b, alike, asked)
    doubtful = (title == Title.REPLACED) | ((title == Title.TOLD_APART) & (alike >= 0.93))
    worth = known | (title >= Title.DOUBT) | (doubtful & (authors >= 0.95))
    return a[worth], b[worth], title[worth], alike[worth], authors[worth]

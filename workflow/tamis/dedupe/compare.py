"""How alike the fields of each pair are, and what the rules need to know of it.

Every measure is an array with one entry a pair. Similarities run from 0 to 1, and are nan where one of the
two records does not have the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Prefix

from tamis.dedupe.keys import Flags, Floats, Ints, Keys
from tamis.dedupe.normalise import fold
from tamis.dedupe.titles import Title, compare_titles

#: Of an abstract this much is compared (characters without spaces); exports cut abstracts anywhere.
ABSTRACT = 400
#: Below this similarity two titles are not looked at word by word, unless one begins or ends the other.
TITLE = 0.7


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

    def only(self, keep: Flags) -> Compared:
        """Return the pairs that are kept."""
        return Compared(**{field.name: getattr(self, field.name)[keep] for field in fields(self)})


def _same(key: Ints, a: Ints, b: Ints) -> Floats:
    """Return 1 where two codes are the same, 0 where they differ, nan where one is not known."""
    one, other = key[a], key[b]
    return np.where((one > 0) & (other > 0), (one == other).astype(float), np.nan)


def _alike(texts: Sequence[str], a: Ints, b: Ints, scorer: Callable[..., float]) -> Floats:
    """Return the similarity of texts, 0 to 1, nan where one is empty."""
    known = np.array([bool(text) for text in texts], np.bool_)
    both = np.flatnonzero(known[a] & known[b])
    out = np.full(len(a), np.nan)
    if len(both):
        left, right = [texts[k] for k in a[both]], [texts[k] for k in b[both]]
        out[both] = process.cpdist(left, right, scorer=scorer) / 100
    return out


def _titles(keys: Keys, a: Ints, b: Ints, alike: Floats) -> Ints:
    """Return `Title` for each pair; each two titles are looked at once."""
    out = np.full(len(a), int(Title.UNLIKE), np.int64)
    out[np.isnan(alike)] = Title.UNKNOWN
    seen: dict[tuple[str, str], int] = {}
    for at in np.flatnonzero(~np.isnan(alike)).tolist():
        one, other = keys.words[a[at]], keys.words[b[at]]
        if alike[at] < TITLE:
            short, long = sorted((one, other), key=len)
            if not (long.startswith(short) or long.endswith(short)):
                continue
        pair = (one, other)
        if pair not in seen:
            seen[pair] = int(compare_titles(one, other))
        out[at] = seen[pair]
    return out


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
    out = np.full(len(a), np.nan)
    seen: dict[tuple[str, str], float] = {}
    for at, (i, j) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        if keys.issn[i] and keys.issn[j] and keys.issn[i] & keys.issn[j]:
            out[at] = 1.0
        elif keys.journal[i] and keys.journal[j]:
            pair = (keys.journal[i], keys.journal[j])
            if pair not in seen:
                seen[pair] = journals_alike(*pair)
            out[at] = seen[pair]
    return out


def _dois(keys: Keys, a: Ints, b: Ints) -> Floats:
    """Return 1 where two DOIs are the same, 0 where they differ; one that was cut off counts as not known."""
    out = _same(keys.doi, a, b)
    for at in np.flatnonzero(out == 0).tolist():
        one, other = keys.dois[a[at]], keys.dois[b[at]]
        if one.startswith(other) or other.startswith(one):
            out[at] = np.nan
    return out


def _pages(keys: Keys, a: Ints, b: Ints) -> Floats:
    """Return 1 where first pages are the same, or ranges of pages of one volume overlap.

    Pages of an article that is in no volume yet count as not known beside those that it has later.
    """
    out = _same(keys.page, a, b)
    low, high = np.maximum(keys.low[a], keys.low[b]), np.minimum(keys.high[a], keys.high[b])
    ranges = (keys.high > keys.low) & (keys.low > 0)
    out[(out == 0) & ranges[a] & ranges[b] & (low < high) & (_same(keys.volume, a, b) == 1)] = 1.0
    out[(out == 0) & (keys.provisional[a] != keys.provisional[b])] = np.nan
    return out


def _shared_range(keys: Keys, a: Ints, b: Ints) -> Floats:
    """Return how many pages both records fill, where they fill the very same; 0 where others."""
    known = (keys.low > 0) & (keys.high > keys.low) & ~keys.provisional
    same = (keys.low[a] == keys.low[b]) & (keys.high[a] == keys.high[b])
    count = keys.high[a] - keys.low[a] + 1
    return np.where(known[a] & known[b], np.where(same, count, 0).astype(float), np.nan)


def _abstracts(keys: Keys, a: Ints, b: Ints) -> Floats:
    wanted = {*a.tolist(), *b.tolist()}
    texts = [""] * len(keys.ids)
    for k in sorted(wanted):
        if keys.abstracts[k]:
            texts[k] = re.sub(r"[\W_]+", "", fold(keys.abstracts[k][: 2 * ABSTRACT]))[:ABSTRACT]
    lengths = np.array([len(text) for text in texts])
    out = np.full(len(a), np.nan)
    both = np.flatnonzero((lengths[a] > 60) & (lengths[b] > 60))
    if len(both):
        cut = np.minimum(lengths[a[both]], lengths[b[both]]).tolist()
        left = [texts[k][:n] for k, n in zip(a[both].tolist(), cut, strict=True)]
        right = [texts[k][:n] for k, n in zip(b[both].tolist(), cut, strict=True)]
        out[both] = process.cpdist(left, right, scorer=fuzz.ratio) / 100
    return out


def compare(keys: Keys, a: Ints, b: Ints, always: Flags) -> Compared:
    """Return the measures of the pairs whose titles, identifiers or places have something in common.

    Args:
        keys: what is compared.
        a: the first records of the pairs, as positions in the keys.
        b: the second ones.
        always: pairs to measure whatever they have in common.
    """
    alike = _alike(keys.words, a, b, fuzz.ratio)
    title = _titles(keys, a, b, alike)
    doi, pmid = _dois(keys, a, b), _same(keys.pmid, a, b)
    accession = _same(keys.accession, a, b)
    volume, page = _same(keys.volume, a, b), _same(keys.page, a, b)
    placed = (title < Title.DOUBT) & (volume == 1) & (page == 1)
    worth = (title >= Title.DOUBT) | (doi == 1) | (pmid == 1) | (accession == 1) | placed | always
    a, b = a[worth], b[worth]
    years = np.where((keys.year[a] > 0) & (keys.year[b] > 0), np.abs(keys.year[a] - keys.year[b]), np.nan)
    return Compared(
        a=a,
        b=b,
        title=title[worth],
        title_alike=alike[worth],
        authors=_alike(keys.authors, a, b, fuzz.token_set_ratio),
        first_author=np.array(
            [
                np.nan if not x or not y else float(x == y)
                for x, y in (
                    (keys.first_author[i], keys.first_author[j])
                    for i, j in zip(a.tolist(), b.tolist(), strict=True)
                )
            ],
            np.float64,
        ),
        year=np.where(np.isnan(years), np.nan, np.maximum(0.0, 1 - years / 2)),
        journal=_journals(keys, a, b),
        volume=volume[worth],
        issue=_same(keys.issue, a, b),
        pages=_pages(keys, a, b),
        shared_range=_shared_range(keys, a, b),
        doi=doi[worth],
        pmid=pmid[worth],
        accession=accession[worth],
        abstract=_abstracts(keys, a, b),
    )


def joined(parts: Sequence[Compared]) -> Compared:
    """Return the measures of pairs that were measured in parts, one part after the other."""
    if len(parts) == 1:
        return parts[0]
    return Compared(
        **{
            field.name: np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(Compared)
        }
    )

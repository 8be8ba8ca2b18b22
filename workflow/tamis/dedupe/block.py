"""Which pairs are compared at all: those that share a key. No step is quadratic.

Each key puts records into blocks. A block of more than `CAP` records (fifty thousand without more to their
title than "Editorial") is divided further: by first author, by first page, and so on; each division is
used, so a pair that agrees in one of them still meets, and every rule that links asks for one of them. What
is too large even then holds records that agree in all that is compared, and each meets the next only, which
is enough to link them all. Blocks of ordinary size do not depend on what else is in the set.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tamis.dedupe.normalise import Ints, Keys, codes

#: Blocks larger than this are divided.
CAP = 80


def _within(key: Ints, members: Ints, reach: int) -> list[Ints]:
    """Return the pairs of members that share a key, at most `reach` apart; coded first * 2**32 + second."""
    order = np.argsort(key[members], kind="stable")
    where, of = members[order], key[members][order]
    found = []
    start = np.arange(len(where) - 1)
    for step in range(1, reach + 1):
        start = start[start + step < len(where)]
        start = start[of[start] == of[start + step]]
        if not len(start):
            break
        a, b = where[start], where[start + step]
        found.append((np.minimum(a, b) << 32) | np.maximum(a, b))
    return found


def _joint(key: Ints, other: Ints) -> Ints:
    """Return one code for two; 0 where either is not known."""
    both = np.unique(key * (int(other.max(initial=0)) + 1) + other, return_inverse=True)[1] + 1
    return np.where((key > 0) & (other > 0), both, 0)


def pairs_by(key: Ints, divisions: Sequence[Ints], same: Ints) -> list[Ints]:
    """Return the coded pairs of records that share a key.

    Args:
        key: a code a record, 0: none.
        divisions: codes by which a block that is too large is divided.
        same: codes that are equal where all that is compared is equal.
    """
    sizes = np.bincount(key)
    fits = (key > 0) & (sizes[key] <= CAP)
    found = _within(key, np.flatnonzero(fits), CAP)
    large = np.flatnonzero((key > 0) & ~fits)
    if len(large):
        found += _within(_joint(key, same), large, 1)
        for at, division in enumerate(divisions):
            part = np.zeros_like(key)
            part[large] = _joint(key, division)[large]
            found += pairs_by(part, divisions[at + 1 :], same)
    return found


def candidate_pairs(keys: Keys) -> tuple[Ints, Ints]:
    """Return the pairs to compare, as positions in `keys`; the first below the second, each pair once."""
    compact = keys.compact
    author, title = codes(keys.first_author), codes(compact)
    journal, year = codes(keys.journal), keys.year
    head = codes([text[:20] for text in compact])
    tail = codes([text[-20:] for text in compact])
    place = _joint(keys.volume, keys.page)
    opening = codes([" ".join(text.split()[:2]) for text in keys.words])
    same = codes(
        list(zip(
            title.tolist(), keys.authors, year.tolist(), journal.tolist(), keys.volume.tolist(),
            keys.issue.tolist(), keys.page.tolist(), keys.doi.tolist(), keys.pmid.tolist(), strict=True,
        ))
    )  # fmt: skip
    divisions = (author, keys.page, keys.doi, keys.pmid, title, _joint(keys.volume, journal), year)
    found: list[Ints] = []
    for key in (
        keys.doi,
        keys.pmid,
        keys.accession,
        title,
        head,
        tail,
        place,
        _joint(author, keys.page),
        _joint(author, opening),
    ):
        found += pairs_by(key, divisions, same)
    coded = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return coded >> 32, coded & 0xFFFFFFFF

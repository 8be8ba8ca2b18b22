"""Which pairs are compared at all: those that share a key. No step is quadratic.

Each key puts records into blocks. A block of more than `CAP` records (a hundred titles that begin alike,
fifty thousand that are "Editorial" and no more) is divided by what the rules that link ask for: the first
author and another one, page, volume, identifiers, the year or the one next to it, the title's other end, and
what near titles mostly share, the first letters of their words and single words. Each division is used
alone, and the parts that are still too large by two and by three together, so that a pair meets where it
agrees in three of them, however many other records share the key. What is too large even then holds records
that agree in all of that.

Of records that agree in everything that is compared, a few stand for all: each of the others meets the next
one only, which is enough to link them.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from tamis.dedupe.keys import Ints, Keys, codes
from tamis.dedupe.words import STOP

#: Blocks larger than this are divided.
CAP = 80
#: By so many divisions together at most.
DEPTH = 3
#: So many of the records that agree in everything stand for all of them.
STANDING = 8
#: So many words of a title are divisions.
WORDS = 4


def _within(key: Ints, members: Ints, reach: int) -> list[Ints]:
    """Return the pairs of members that share a key, at most `reach` apart; coded first * 2**32 + second."""
    order = np.argsort(key, kind="stable")
    where, of = members[order], key[order]
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


def _pairs_by(key: Ints, members: Ints, divisions: Sequence[Ints], depth: int) -> list[Ints]:
    """Return the coded pairs of members that share a key.

    Args:
        key: a code a member, 0: none.
        members: positions of records.
        divisions: codes, one a record, by which a block that is too large is divided.
        depth: by how many of them at most.
    """
    sizes = np.bincount(key)
    fits = (key > 0) & (sizes[key] <= CAP)
    found = _within(key[fits], members[fits], CAP)
    large = (key > 0) & ~fits
    if depth and large.any():
        key, members = key[large], members[large]
        for at, division in enumerate(divisions):
            part = _joint(key, division[members])
            # What a division leaves whole the others divide.
            part[np.bincount(part)[part] == sizes[key]] = 0
            found += _pairs_by(part, members, divisions[at + 1 :], depth - 1)
    return found


def _divisions(keys: Keys, title: Ints, head: Ints, tail: Ints, author: Ints) -> list[Ints]:
    """Return what an overlarge block is divided by, the most telling first: a code a record, 0: none."""
    kept = [[word for word in text.split() if word not in STOP] for text in keys.words]
    initials = codes(["".join(word[0] for word in words) for words in kept])
    # The beginnings of words: spellings mostly differ further on. Which of a title's words is taken depends
    # on nothing but the words, and titles that share most of their words mostly share it.
    stems = {word[:4] for words in kept for word in words}
    by_word = []
    for number in range(WORDS):
        rank = {stem: zlib.crc32(f"{number}{stem}".encode()) for stem in stems}
        by_word.append(
            codes([min((word[:4] for word in words), key=rank.__getitem__, default="") for words in kept])
        )
    names = [sorted(text.split()) for text in keys.authors]
    even = np.where(keys.year > 0, keys.year // 2 + 1, 0)
    odd = np.where(
        keys.year > 0, (keys.year + 1) // 2 + 1, 0
    )  # years next to each other share one of the two
    return [
        keys.doi, keys.pmid, title, author, keys.page, initials, tail, head, *by_word, keys.volume,
        codes([words[0] if words else "" for words in names]),
        codes([words[-1] if words else "" for words in names]),
        even, odd,
    ]  # fmt: skip


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
            keys.issue.tolist(), keys.page.tolist(), keys.high.tolist(), keys.doi.tolist(),
            keys.pmid.tolist(), strict=True,
        ))
    )  # fmt: skip
    everyone = np.arange(len(same))
    found = _within(same, everyone, 1) + _within(
        keys.accession[keys.accession > 0], everyone[keys.accession > 0], 1
    )
    standing = _standing(same)
    blocks = [
        keys.doi, keys.pmid, keys.accession, title, head, tail, place, _joint(author, keys.page),
        _joint(author, opening),
    ]  # fmt: skip
    divisions: list[Ints] = []
    if any((np.bincount(block[standing])[1:] > CAP).any() for block in blocks):
        divisions = _divisions(keys, title, head, tail, author)
    for block in blocks:
        found += _pairs_by(block[standing], standing, divisions, DEPTH)
    coded = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return coded >> 32, coded & 0xFFFFFFFF


def _standing(same: Ints) -> Ints:
    """Return the records that stand for those which agree with them in everything, as positions."""
    order = np.argsort(same, kind="stable")
    of = same[order]
    late = np.zeros(len(of), np.bool_)
    late[STANDING:] = of[STANDING:] == of[:-STANDING]
    standing: Ints = np.sort(order[~late])
    return standing

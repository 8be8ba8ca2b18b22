"""Which pairs are compared at all: those that share a key. No step is quadratic.

Each key puts records into blocks: identifiers, the place, the authors, the title's beginning and end, its
words but one, and what near titles mostly share. A block of more than `CAP` records (a hundred titles that
begin alike, fifty thousand that are "Editorial" and no more) is divided by what the rules that link ask for,
each division alone; what is still too large then by two together, so that a pair meets where it agrees in two
of them, however many other records share the key. What is too large even then holds records that agree in all
of that: there each meets those that follow it in the order of titles. Of pairs that share a key of their
titles, those are left out that share few words or nothing else.

Of records that agree in everything that rules read, a few stand for all: each of the others meets the next
one only, which is enough to link them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from tamis.dedupe.compare import beginnings
from tamis.dedupe.keys import Ints, Keys, Objects, Texts, codes, mixed, scattered
from tamis.dedupe.words import STOP

#: Blocks larger than this are divided.
CAP = 16
#: And so are the parts of blocks larger than this.
PART = 6
#: By so many divisions together at most.
DEPTH = 2
#: What is too large even then is put in order, and each record meets so many that follow it.
NEXT = 2
#: So many of the records that agree in everything stand for all of them.
STANDING = 8
#: Titles of one publication share so much of the words of the shorter one, by their first four letters.
SHARED = 0.6
#: So many words of a title, drawn by chance but always alike, are keys.
DRAWN = 6
#: Titles of at most so many words are also keys without each of them.
LONGEST = 60

#: So many letters are the beginning of a word: spellings mostly differ further on.
STEM = 4
#: So many texts are taken apart at once.
_TEXTS = 20_000
#: So many pairs are kept before those found twice are dropped.
_MERGED = 5_000_000

Hashes = npt.NDArray[np.uint64]


def _sizes(key: Ints) -> tuple[Ints, Ints]:
    """Return indices of the entries that have a key, in its order, and how many have the same."""
    known = np.flatnonzero(key)
    order = known[np.argsort(key[known])]
    of = key[order]
    starts = np.flatnonzero(np.concatenate(([True], of[1:] != of[:-1]))) if len(of) else of
    count = np.diff(starts, append=len(of))
    return order, np.repeat(count, count)


def _coded(one: Ints, other: Ints) -> Ints:
    coded: Ints = (np.minimum(one, other) << 32) | np.maximum(one, other)
    return coded


def _within(key: Ints, members: Ints, reach: int | None = None) -> Iterator[Ints]:
    """Yield the coded pairs of members that have the same key.

    Args:
        key: a code a member, in order.
        members: positions of records.
        reach: members that are so far from each other make no pair; by default, as far as blocks go.
    """
    start = np.arange(len(members))
    for step in range(1, reach or CAP):
        start = start[start + step < len(members)]
        start = start[key[start] == key[start + step]]
        if not len(start):
            return
        yield _coded(members[start], members[start + step])


def _pairs_by(keys: Keys, same: Ints, key: Ints, members: Ints, divisions: Sequence[Ints]) -> Iterator[Ints]:
    """Yield the coded pairs of members that share a key.

    Args:
        keys: what is compared.
        same: a code a record, equal where they agree in everything.
        key: a code a member, 0: none.
        members: positions of records.
        divisions: codes, one a record, by which a block that is too large is divided.
    """

    def divided(key: Ints, members: Ints, size: Ints, by: Sequence[Ints], depth: int) -> Iterator[Ints]:
        limit = CAP if depth == DEPTH else PART
        fits, large = (size > 1) & (size <= limit), size > limit
        yield from _within(key[fits], members[fits])
        key, members, size = key[large], members[large], size[large]
        left = np.ones(len(members), np.bool_)
        for at, division in enumerate(by if depth and len(members) else ()):
            part = mixed(key, division[members])
            order, count = _sizes(part)
            smaller = count < size[order]  # what a division leaves whole the others divide
            order, count = order[smaller], count[smaller]
            left[order] = False
            yield from divided(part[order], members[order], count, by[at + 1 :], depth - 1)
        if left.any():
            yield from _beside(keys, same, key[left], members[left])

    order, size = _sizes(key)
    yield from divided(key[order], members[order], size, divisions, DEPTH)


def _beside(keys: Keys, same: Ints, key: Ints, members: Ints) -> Iterator[Ints]:
    """Yield coded pairs of members that share a key and that nothing more divides.

    One stands for those that agree in everything; of what is still too many, each meets the next ones in the
    order of titles (so that one that was cut stands before its whole), then of the other fields.
    """
    first = np.unique(mixed(key, same[members]), return_index=True)[1]
    key, members = key[first], members[first]
    order, size = _sizes(key)
    few = order[(size > 1) & (size <= CAP)]
    yield from _within(key[few], members[few])
    many = order[size > CAP]
    key, members = key[many], members[many]
    titles, at = np.unique(keys.words.code[members], return_inverse=True)
    rank = np.argsort(np.argsort(keys.words.values[titles], kind="stable"))[at]
    others = (keys.page, keys.volume, keys.journal.code, keys.year, keys.first_author)
    order = np.lexsort((same[members], *(field[members] for field in others), rank, key))
    yield from _within(key[order], members[order], NEXT + 1)


@dataclass(frozen=True, slots=True)
class _Words:
    """What keys are made of, of distinct texts, by number; 0 of a text without words.

    Words that databases add and drop are left out. `whole` is the same for the same words in any order.
    `drawn` are words, by their beginnings: those that come first in orders drawn by chance, so that texts
    which share most words mostly share them. `spread` is a set of the words' beginnings, a bit of 64 each.
    `without` is as `whole`, for each text in `text` and each of its words without that word.
    """

    whole: Ints
    drawn: list[Ints]
    spread: Hashes
    text: npt.NDArray[np.int32]
    without: Ints


def _words(texts: Objects) -> _Words:
    """Return what keys are made of, from texts with one space between words."""
    whole, spread = np.zeros((2, len(texts)), np.uint64)
    drawn = np.zeros((DRAWN, len(texts)), np.uint64)
    text, without = [np.zeros(0, np.int32)], [np.zeros(0, np.uint64)]
    for first in range(0, len(texts), _TEXTS):
        inside, at, hashes, stems = _hashed(texts[first : first + _TEXTS])
        if not len(at):
            continue
        starts = np.flatnonzero(np.diff(inside, prepend=-1))
        inside += first
        whole[inside[starts]] = np.add.reduceat(hashes[at], starts)
        bits = np.uint64(1) << (scattered(stems) >> np.uint64(58))
        spread[inside[starts]] = np.bitwise_or.reduceat(bits[at], starts)
        for seed in range(DRAWN):
            orders = (scattered(stems + np.uint64(seed)) >> np.uint64(1)) | np.uint64(1)
            drawn[seed, inside[starts]] = np.minimum.reduceat(orders[at], starts)
        count = np.diff(starts, append=len(at))
        some = np.repeat((count > 2) & (count <= LONGEST), count)
        text.append(inside[some].astype(np.int32))
        without.append(whole[inside[some]] - hashes[at[some]])
    return _Words(
        whole.view(np.int64), list(drawn.view(np.int64)), spread, np.concatenate(text),
        np.concatenate(without).view(np.int64),
    )  # fmt: skip


def _hashed(texts: Objects) -> tuple[Ints, Ints, Hashes, Hashes]:
    """Return each word's text and number, and by number the hashes of words and of their beginnings."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    lists = pc.split_pattern(pa.array(texts, pa.large_string()), " ")
    inside = np.repeat(np.arange(len(texts)), pc.list_value_length(lists).to_numpy())
    flat = pc.dictionary_encode(lists.flatten())
    words = flat.dictionary.to_pylist()
    at = flat.indices.to_numpy().astype(np.int64)
    kept = np.array([bool(word) and word not in STOP for word in words], np.bool_)[at]
    hashes, stems = (
        pd.util.hash_array(np.array(some, np.object_), categorize=False)
        for some in (words, [word[:STEM] for word in words])
    )
    return inside[kept], at[kept], hashes, stems


def candidate_pairs(keys: Keys) -> tuple[Ints, Ints]:
    """Return the pairs to compare, as positions in `keys`; the first below the second, each pair once."""
    same = _same(keys)
    standing = _standing(same)
    words = _words(keys.words.values)
    spread = words.spread[keys.words.code]
    coded = _once(_next(same), _next(keys.accession))
    found, many = np.empty(_MERGED, np.int64), 0
    for key, members, divisions, sure in _blocks(keys, standing, words):
        for pairs in _pairs_by(keys, same, key, members, divisions):
            new = pairs if sure else _likely(keys, spread, pairs)
            if many + len(new) > len(found):
                coded, many = _once(coded, found[:many], new), 0
            else:
                found[many : many + len(new)] = new
                many += len(new)
    coded = _once(coded, found[:many])
    return coded >> 32, coded & 0xFFFFFFFF


def _same(keys: Keys) -> Ints:
    """Return a code a record, equal only where two agree in everything that rules read.

    Equal ones that are too few to stand for each other may have codes of their own: abstracts are read, and
    all fields looked at, only of records of which many have one title, authors and year.
    """
    coarse = mixed(keys.words.code + 1, keys.authors.code + 1, 2 * keys.year + 1)
    order, size = _sizes(coarse)
    many = order[size > STANDING]
    whole = coarse[many]
    for field in fields(keys):
        if field.name not in ("row", "ids", "abstract"):
            value = getattr(keys, field.name)
            code = value.code if isinstance(value, Texts) else value.astype(np.int64)
            whole = mixed(whole, 2 * code[many] + 1)  # what is not known counts, too
    same = 2 * np.arange(1, len(coarse) + 1)  # even, as no mixed code is
    same[many] = mixed(whole, codes(beginnings(keys, many).tolist()) + 1)
    return same


def _likely(keys: Keys, spread: Hashes, pairs: Ints) -> Ints:
    """Return the coded pairs that share most words of the shorter title, and year, author or all of it."""
    one, other = spread[pairs >> 32], spread[pairs & 0xFFFFFFFF]
    least = np.minimum(np.bitwise_count(one), np.bitwise_count(other))
    pairs = pairs[np.bitwise_count(one & other) >= SHARED * least]
    a, b = pairs >> 32, pairs & 0xFFFFFFFF
    year = (np.abs(keys.year[a] - keys.year[b]) <= 1) | (keys.year[a] == 0) | (keys.year[b] == 0)
    author = keys.first_author[a] == keys.first_author[b]
    likely: Ints = pairs[year | author | (keys.title[a] == keys.title[b])]
    return likely


def _once(*found: Ints) -> Ints:
    """Return each coded pair of two records once, in order."""
    coded = np.concatenate(found)
    coded.sort()
    two = (coded >> 32) < (coded & 0xFFFFFFFF)
    once: Ints = coded[two & (np.diff(coded, prepend=-1) != 0)]
    return once


def _blocks(keys: Keys, standing: Ints, words: _Words) -> Iterator[tuple[Ints, Ints, Sequence[Ints], bool]]:
    """Yield the keys: a code for each of some records, these records, what divides large blocks, and whether
    the pairs of one block are compared whatever else they share.
    """
    drawn = [word[keys.words.code] for word in words.drawn]
    everyone, least, greatest = _surnames(keys)
    author, page, volume = keys.first_author, keys.page, keys.volume
    # Years next to each other share one of the two.
    even, odd = (np.where(keys.year > 0, (keys.year + late) // 2 + 1, 0) for late in (0, 1))
    place, appeared = mixed(volume, page), mixed(keys.year, keys.journal.code)
    written = [mixed(author, even), mixed(author, odd), mixed(least, greatest)]
    printed = [page, mixed(volume, keys.year), mixed(volume, author), appeared]

    def of(*key: Ints) -> Ints:
        return mixed(*key)[standing]

    for key, members in _but_one(words, keys.words.code, standing):
        yield key, members, [place, mixed(author, page)], False
    # One identifier, or one title, of many records: any two of these tell them apart.
    single = [place, author, page, volume, least, greatest, appeared, even, odd]
    for key in (keys.doi, keys.pmid, keys.accession):
        yield of(key), standing, [keys.title, *single, *drawn[:2], keys.head, keys.tail], True
    yield of(keys.title), standing, single, True
    order, size = _sizes(of(keys.title))
    alike = np.zeros(len(standing), np.int64)
    alike[order] = size
    for key, divisions in (
        (words.whole[keys.words.code], [*printed, *written]),
        (keys.head, [*printed, *written, *(mixed(keys.tail, by) for by in (author, even, odd, *drawn[:2]))]),
        (keys.tail, [*printed, *written, *(mixed(by, drawn[0], drawn[1]) for by in (even, odd))]),
        *(
            (mixed(drawn[at], drawn[at + 1]), [*printed, *written, drawn[(at + 2) % DRAWN]])
            for at in range(0, DRAWN, 2)
        ),
    ):
        part = of(key)
        order, size = _sizes(part)
        # What has one title is divided already.
        part[order[(size == alike[order]) & (size > CAP)]] = 0
        yield part, standing, divisions, False
    yield of(place), standing, [author, least, greatest, even, odd, *drawn[:2]], True
    yield of(author, page), standing, [volume, even, odd, *drawn[:2]], True
    for late in (even, odd):
        yield of(everyone, late), standing, [volume, page, *drawn[:2], appeared], True
    for by, others in ((author, drawn[:3]), (mixed(least, greatest), drawn[3:4])):
        for at, word in enumerate(others):
            more = drawn[(at + 1) % DRAWN]
            yield of(by, word), standing, [*printed, mixed(more, even), mixed(more, odd)], False


def _surnames(keys: Keys) -> tuple[Ints, Ints, Ints]:
    """Return keys of all surnames of each record in any order, and of two of them drawn by chance."""
    names, code = _words(keys.authors.values), keys.authors.code
    return names.whole[code], names.drawn[0][code], names.drawn[1][code]


def _but_one(words: _Words, code: Ints, standing: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield keys of titles without each of their words in turn, and as they are; and whose each is.

    There are ten of them a record: they come in parts, equal ones in one part.

    Args:
        words: of the titles.
        code: the number of each record's title.
        standing: the records.
    """
    titles = code[standing]
    order = np.argsort(titles, kind="stable")
    first = np.searchsorted(titles[order], np.arange(len(words.whole) + 1))
    parts = len(words.text) // 2_000_000 + 1
    part_of, part_of_whole = (
        (scattered(keys.view(np.uint64)) >> np.uint64(40)).astype(np.uint32) % parts
        for keys in (words.without, words.whole)
    )
    for part in range(parts):
        here, whole = np.flatnonzero(part_of == part), np.flatnonzero(part_of_whole == part)
        text = np.concatenate((words.text[here], whole))
        key = np.concatenate((words.without[here], words.whole[whole]))
        many = first[text + 1] - first[text]
        at = np.repeat(first[text] - (np.cumsum(many) - many), many) + np.arange(many.sum())
        yield np.repeat(key, many), standing[order[at]]


def _next(key: Ints) -> Ints:
    """Return the coded pairs of records that share a key and follow each other."""
    order = np.argsort(key, kind="stable")
    of = key[order]
    alike = np.flatnonzero((of[1:] == of[:-1]) & (of[1:] != 0))
    return _coded(order[alike], order[alike + 1])


def _standing(same: Ints) -> Ints:
    """Return the records that stand for those which agree with them in everything, as positions."""
    order = np.argsort(same, kind="stable")
    of = same[order]
    late = np.zeros(len(of), np.bool_)
    late[STANDING:] = of[STANDING:] == of[:-STANDING]
    standing: Ints = np.sort(order[~late])
    return standing

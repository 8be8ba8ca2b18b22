"""What follows from how alike a pair is: a duplicate, one that a person should look at, or nothing.

A rule names what must agree and what must not differ; the first that fits is the pair's, and is printed in
words. No single likeness is enough, not even a DOI: whole supplements carry one, and some are wrong.
Thresholds were set on published sets of labelled records (see tests/dedupe).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tamis.config import Policies
from tamis.dedupe.compare import Compared
from tamis.dedupe.keys import Flags, Floats, Ints, Keys
from tamis.dedupe.titles import Title

#: What each field counts for in a pair's score; fields that are not known count for nothing.
WEIGHTS = {
    "title_alike": 4.0,
    "authors": 2.0,
    "year": 1.0,
    "journal": 1.0,
    "volume": 1.0,
    "issue": 0.5,
    "pages": 2.0,
    "doi": 3.0,
    "pmid": 3.0,
    "abstract": 1.0,
}


def scores(pairs: Compared) -> Floats:
    """Return how alike each pair is, 0 to 1: the weighted mean of the fields that both records have."""
    total, weight = np.zeros(len(pairs.a)), np.zeros(len(pairs.a))
    for name, counts in WEIGHTS.items():
        value: Floats = getattr(pairs, name)
        known = ~np.isnan(value)
        total += np.where(known, value, 0.0) * counts
        weight += known * counts
    return np.round(total / np.maximum(weight, 1.0), 6)


def _either(flags: Flags, pairs: Compared) -> Flags:
    return flags[pairs.a] | flags[pairs.b]


def _one_only(flags: Flags, pairs: Compared) -> Flags:
    return flags[pairs.a] ^ flags[pairs.b]


def _links(keys: Keys, p: Compared) -> Iterator[tuple[str, Flags]]:
    """Yield each rule that links, with the pairs it fits; the surest first."""
    little = _either(keys.little, p)
    supplement = _either(keys.supplement, p)
    same_kind = ~_one_only(keys.corrects, p)
    one_printed = ~_one_only(keys.preprint, p)

    same, near, cut, more, doubt = (
        p.title >= level for level in (Title.SAME, Title.NEAR, Title.CUT, Title.MORE, Title.DOUBT)
    )
    authors = (p.authors >= 0.85) | ((p.authors >= 0.6) & (p.first_author == 1))
    no_authors = np.isnan(p.authors)
    same_year, no_year = p.year == 1, np.isnan(p.year)
    about_year = p.year >= 0.5
    journal, no_journal = p.journal >= 0.75, np.isnan(p.journal)
    volume, other_volume = p.volume == 1, p.volume == 0
    pages, other_pages = p.pages == 1, p.pages == 0
    no_volume, no_pages = np.isnan(p.volume), np.isnan(p.pages)
    doi, other_doi = p.doi == 1, p.doi == 0
    pmid, other_pmid = p.pmid == 1, p.pmid == 0
    ids_differ = other_doi | other_pmid
    same_abstract, other_abstract = p.abstract >= 0.9, p.abstract < 0.5
    place = pages & (volume | (no_volume & (journal | same_year)))
    one_kind = ~(_one_only(keys.meeting, p) | _one_only(keys.supplement, p)) | (same_abstract & volume)
    # Abstracts of one supplement may share its DOI, and those of one group sometimes nearly the title.
    elsewhere = (
        (other_pages & (other_volume | ((~one_kind | supplement) & ~same_abstract)))
        | (other_pages & ~same & (p.abstract < 0.8))
        | (other_volume & ~about_year)
    )
    quiet = ~other_pages & ~other_volume & one_kind & ~other_abstract & one_printed & ~ids_differ & ~little

    yield (
        "same PubMed id and title",
        same_kind & pmid & cut & (authors | no_authors) & ~(little & other_pages),
    )
    yield "same record of the source, by its accession number", same_kind & (p.accession == 1) & more
    yield (
        "same DOI and title",
        same_kind & doi & cut & (authors | no_authors) & ~elsewhere & ~(little & (other_pages | no_authors))
        & ~(other_pages & ~near),
    )  # fmt: skip
    yield (
        "same DOI, title, volume and first page",
        same_kind & doi & near & ~little & pages & volume,
    )
    yield (
        "same DOI and place, more words in one title",
        same_kind
        & doi
        & more
        & authors
        & ~other_volume
        & (pages | (no_pages & volume & same_year & ~supplement)),
    )
    yield (
        "same DOI and place, one word of the title spelt otherwise",
        same_kind & doi & (p.title == Title.REPLACED) & (p.title_alike >= 0.95) & authors & same_year
        & ~other_volume & ~other_pages & ~supplement,
    )  # fmt: skip
    yield (
        "same title, volume and first page",
        same_kind & near & ~ids_differ & place & (about_year | no_year) & (authors | (no_authors & ~little))
        & ~(little & ~journal),
    )  # fmt: skip
    yield (
        "same title at the same place, cut in one",
        same_kind & cut & ~ids_differ & pages & volume & (about_year | no_year)
        & (authors | (no_authors & (p.shared_range >= 3))),
    )  # fmt: skip
    yield (
        "same title at the same place, more words in one",
        same_kind
        & doubt
        & ~ids_differ
        & pages
        & volume
        & journal
        & (about_year | no_year)
        & authors
        & ~supplement,
    )
    yield (
        "same title, authors, journal, volume and pages, although the identifiers differ",
        same_kind & near & ~little & pages & volume & journal & about_year & authors & ~other_pmid,
    )
    yield (
        "same authors, journal, year, volume and pages, title in other words",
        same_kind & (p.title != Title.TOLD_APART) & ~ids_differ & (p.authors >= 0.9) & (p.first_author == 1)
        & same_year & journal & volume & (p.shared_range >= 3),
    )  # fmt: skip
    yield (
        # Letters to a journal have one title and share a page or three, not six.
        "same title, journal, year, volume and pages, authors written otherwise",
        same_kind & near & ~little & ~ids_differ & same_year & journal & volume
        & (
            ((p.authors >= 0.65) & (p.shared_range >= 3))
            | ((keys.length[p.a] >= 60) & (p.shared_range >= 6))
        ),
    )  # fmt: skip
    yield (
        "same title, authors, year and journal",
        same_kind & near & authors & (same_year | (no_year & volume)) & journal & quiet,
    )
    yield (
        "same title, authors, year, journal and volume, cut off with dots in one",
        same_kind & cut & _either(keys.cut_off, p) & authors & same_year & journal & volume & quiet,
    )
    yield (
        "same title, authors and journal, in print a year after",
        same_kind & near & authors & about_year & journal & quiet & (volume | _one_only(keys.volume > 0, p)),
    )
    yield (
        "same title, authors and year, and nothing that differs",
        same_kind & same & authors & same_year & (no_journal | volume) & quiet,
    )
    yield (
        "same title, journal, year and volume, no authors in one",
        same_kind
        & same
        & no_authors
        & (keys.length[p.a] >= 40)
        & same_year
        & journal
        & volume
        & quiet
        & ~supplement,
    )
    yield (
        "same title, authors, year, journal and volume, pages that differ",
        same_kind & one_printed & same & ~little & ~ids_differ & authors & same_year & journal & volume
        & (p.issue != 0) & ~supplement & one_kind & ~other_abstract,
    )  # fmt: skip
    yield (
        "same title, authors, year, journal and pages, volumes that differ",
        same_kind & near & ~little & ~ids_differ & authors & same_year & journal & pages,
    )
    yield (
        "same authors and place, no title in one",
        (p.title == Title.UNKNOWN) & ~ids_differ & pages & volume & journal & same_year & (p.authors >= 0.9),
    )


def _wanting(keys: Keys, p: Compared) -> Flags:
    """Return the pairs that a person should look at, of those that no rule links."""
    little = _either(keys.little, p)
    authors = (p.authors >= 0.6) | np.isnan(p.authors)
    ids = (p.doi == 1) | (p.pmid == 1)
    contradictions = sum(
        (measure == 0).astype(np.int64) for measure in (p.doi, p.pmid, p.volume, p.pages, p.year)
    ) + (p.journal < 0.5)
    titled = (p.title >= Title.MORE) & ~little & ~_one_only(keys.corrects, p)
    placed = (p.volume == 1) & (p.pages == 1) & (p.year == 1)
    wanting: Flags = (titled & (authors | placed) & (contradictions <= 2)) | (
        ids & authors & (p.title_alike >= 0.6) & (p.title != Title.TOLD_APART)
    )
    return wanting


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said of a pair, and what follows: `duplicate`, `related` or `possible`."""

    text: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What follows for each pair; arrays with one entry a pair.

    `rule` is a position in `rules`, -1 where none fits; `rank` orders the possible ones, the highest is the
    likeliest; `against` is a position in `reasons`, -1 where nothing speaks against the pair.
    """

    rule: Ints
    rules: tuple[Rule, ...]
    rank: Floats
    against: Ints
    reasons: tuple[str, ...]

    def having(self, verdict: str) -> Flags:
        """Return which pairs fall under a rule with this verdict."""
        fits = np.array([rule.verdict == verdict for rule in self.rules] + [False], np.bool_)
        flags: Flags = fits[self.rule]
        return flags


def judge(keys: Keys, pairs: Compared, policies: Policies) -> Judged:
    """Return what follows for each pair: the first rule that fits, and what speaks against it."""
    fired = np.full(len(pairs.a), -1, np.int64)
    rules: list[Rule] = []
    for text, fits in _links(keys, pairs):
        fired[(fired < 0) & fits] = len(rules)
        rules.append(Rule(text, "duplicate"))
    fired[(fired < 0) & _wanting(keys, pairs)] = len(rules)
    rules.append(Rule("much alike, but not enough to link", "possible"))
    against = np.full(len(pairs.a), -1, np.int64)
    against[pairs.title == Title.TOLD_APART] = 0
    return Judged(
        fired, tuple(rules), scores(pairs), against, ("the titles are told apart by a word or a number",)
    )

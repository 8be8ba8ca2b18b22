"""The rules that link: what must agree, and what must not differ, for two records to be of one publication.

No single likeness is enough, not even a DOI: whole supplements carry one, and some are wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tamis.dedupe.compare import Compared
from tamis.dedupe.keys import Flags, Ints, Keys
from tamis.dedupe.normalise import Kind
from tamis.dedupe.people import other_people
from tamis.dedupe.titles import Title


def either(flags: Flags, pairs: Compared) -> Flags:
    """Return of which pairs one record or both have a flag."""
    return flags[pairs.a] | flags[pairs.b]


def one_only(flags: Flags, pairs: Compared) -> Flags:
    """Return of which pairs one record has a flag and the other has not."""
    return flags[pairs.a] ^ flags[pairs.b]


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules ask of pairs, in the words they ask it in; each a flag a pair."""

    same: Flags
    near: Flags
    cut: Flags
    more: Flags
    doubt: Flags
    authors: Flags
    no_authors: Flags
    same_year: Flags
    about_year: Flags
    no_year: Flags
    journal: Flags
    no_journal: Flags
    volume: Flags
    other_volume: Flags
    no_volume: Flags
    pages: Flags
    other_pages: Flags
    no_pages: Flags
    doi: Flags
    other_doi: Flags
    pmid: Flags
    other_pmid: Flags
    same_abstract: Flags
    other_abstract: Flags
    little: Flags
    supplement: Flags
    same_kind: Flags
    one_kind: Flags
    one_printed: Flags
    papers: Flags
    other_trial: Flags
    other_issue: Flags
    other_language: Flags


def facts(keys: Keys, p: Compared) -> Facts:
    """Return what rules ask of pairs."""
    same, near, cut, more, doubt = (
        p.title >= level for level in (Title.SAME, Title.SPELT, Title.CUT, Title.MORE, Title.DOUBT)
    )
    volume, same_abstract = p.volume == 1, p.abstract >= 0.9
    journal, other_volume, other_pages = p.journal > 0.75, p.volume == 0, p.pages == 0
    nowhere = (keys.volume == 0) & (keys.page == 0)
    # Databases tell an abstract of a meeting in different ways, or only by its one page.
    abstracts = keys.meeting | keys.supplement
    brief = abstracts | _one_page(keys)
    return Facts(
        same=same,
        near=near,
        cut=cut,
        more=more,
        doubt=doubt,
        authors=(p.authors >= 0.85) | ((p.authors >= 0.6) & (p.first_author == 1)),
        no_authors=np.isnan(p.authors),
        same_year=p.year == 1,
        about_year=p.year >= 0.5,
        no_year=np.isnan(p.year),
        journal=journal,
        no_journal=np.isnan(p.journal),
        volume=volume,
        other_volume=other_volume,
        no_volume=np.isnan(p.volume),
        pages=p.pages == 1,
        other_pages=other_pages,
        no_pages=np.isnan(p.pages),
        doi=p.doi == 1,
        other_doi=p.doi == 0,
        pmid=p.pmid == 1,
        other_pmid=p.pmid == 0,
        same_abstract=same_abstract,
        other_abstract=p.abstract < 0.5,
        little=either(keys.little, p),
        supplement=either(keys.supplement, p),
        same_kind=(keys.kind[p.a] == keys.kind[p.b]) & ~one_only(keys.register, p),
        one_kind=~one_only(abstracts, p)
        | (brief[p.a] & brief[p.b])
        | (same_abstract & (volume | (nowhere[p.a] & nowhere[p.b] & (p.journal == 1)))),
        one_printed=~one_only(keys.preprint, p),
        papers=(keys.kind[p.a] == Kind.PAPER) & (keys.kind[p.b] == Kind.PAPER),
        other_trial=_differ(keys.trial, p),
        # A number and that of a supplement are told in many ways; two numbers of one sort are two issues.
        other_issue=_differ(keys.issue_number, p) & ~one_only(keys.issue_number > 0, p),
        other_language=_differ(keys.language, p),
    )


def _differ(code: Ints, pairs: Compared) -> Flags:
    """Return of which pairs both records have a code, and not the same."""
    flags: Flags = (code[pairs.a] != 0) & (code[pairs.b] != 0) & (code[pairs.a] != code[pairs.b])
    return flags


def _strangers(keys: Keys, p: Compared, asked: Flags) -> Flags:
    """Return of which of the pairs that are asked for the initials of the authors contradict each other."""
    out = np.zeros(len(p.a), np.bool_)
    at = np.flatnonzero(asked & (keys.names.code[p.a] != keys.names.code[p.b]))
    names = zip(keys.names.at(p.a[at]), keys.names.at(p.b[at]), strict=True)
    out[at] = [other_people(*two) for two in names]
    return out


def _one_page(keys: Keys) -> Flags:
    flags: Flags = (keys.last > 0) & (keys.high == keys.low) & (keys.low > 0)
    return flags


def links(keys: Keys, p: Compared, f: Facts) -> Iterator[tuple[str, Flags]]:
    """Yield each rule that links, with the pairs it fits; the surest first."""
    ids_differ = f.other_doi | f.other_pmid
    # A review of Cochrane keeps its number in place of a page, in all its versions.
    place = (
        ~((keys.review[p.a] > 0) & (~f.same_year | f.other_issue))
        & f.pages
        & (f.volume | (f.no_volume & (f.journal | f.same_year)))
    )
    # Abstracts of one supplement may share its DOI, and those of one group sometimes nearly the title.
    elsewhere = (
        (f.other_pages & (f.other_volume | ((~f.one_kind | f.supplement) & ~f.same_abstract)))
        | (f.other_pages & ~f.same & (p.abstract < 0.8))
        | (f.other_volume & ~f.about_year)
    )
    # A long title by several people that does not come out anew is seldom that of two papers.
    several = keys.several[p.a] & keys.several[p.b] & (keys.length[p.a] >= 60) & ~either(keys.renewed, p)
    anchored = f.pages | f.doi | f.pmid | f.same_abstract
    quiet = (
        ~f.other_pages
        & ~f.other_volume
        & f.one_kind
        & ~f.other_abstract
        & f.one_printed
        & ~ids_differ
        & ~f.little
        & ~(f.other_issue & (~f.pages | (keys.review[p.a] > 0)))
        # Words spelt nearly alike may be two words: something must say that they are one.
        & (anchored | (p.title != Title.SPELT) | (f.volume & (p.issue == 1) & several))
        & (anchored | (p.issue == 1) | ~either(keys.renewed & ~keys.synthesis, p))
    )
    quiet &= ~_strangers(keys, p, quiet & f.near & f.authors & ~anchored)

    # A reference of few fields may be of the report before the article: not of what is called none.
    sparse = (
        keys.several[p.a] & keys.several[p.b] & (keys.length[p.a] >= 40)
        & ~either(keys.grey | keys.renewed, p)
    )  # fmt: skip
    dots = either(keys.cut_off, p)
    contrary = sum(
        flags.astype(np.int64) for flags in (f.other_doi, f.other_pmid, p.authors < 0.5, p.year == 0)
    )
    one_word = (p.title == Title.REPLACED) & (p.title_alike >= 0.95)
    titled = p.title != Title.UNKNOWN
    versions = keys.review[p.a] > 0
    cochrane = keys.cochrane[p.a] & keys.cochrane[p.b]
    preprints = keys.preprint[p.a] & keys.preprint[p.b]
    one_meeting = (keys.congress[p.a] > 0) & (keys.congress[p.a] == keys.congress[p.b])

    yield (
        "same PubMed id and title",
        f.pmid & f.cut & (f.authors | f.no_authors) & ~(f.little & f.other_pages),
    )
    yield "same record of the source, by its accession number", (p.accession == 1) & f.more & (contrary < 2)
    yield (
        "same DOI and title",
        f.doi & f.cut & (f.authors | f.no_authors) & ~elsewhere
        & ~(f.little & (f.other_pages | f.no_authors)) & ~(f.other_pages & ~(f.near & f.papers)),
    )  # fmt: skip
    yield "same DOI, title, volume and first page", f.doi & f.near & ~f.little & f.pages & f.volume
    yield (
        "same DOI and place, more words in one title",
        f.doi & f.more & ~f.other_volume
        & (
            (f.authors & (f.pages | (f.no_pages & f.volume & f.same_year & ~f.supplement)))
            | (f.no_authors & f.pages & f.volume & f.same_year & ~f.little)
        ),
    )  # fmt: skip
    yield (
        "same DOI, authors, year, volume and first page, title in other words",
        f.doi & titled & (p.title != Title.TOLD_APART) & f.authors & (p.first_author == 1) & f.same_year
        & f.volume & f.pages & ~f.supplement,
    )  # fmt: skip
    yield (
        "same DOI, authors, journal, year and volume, cut off with dots or the issue the same",
        f.doi & f.doubt & f.authors & f.journal & f.same_year & f.volume & ~f.other_pages & ~f.supplement
        & (dots | (p.issue == 1)),
    )  # fmt: skip
    yield (
        "same DOI, authors and abstract, more words in one title",
        f.doi & f.doubt & f.authors & f.same_abstract & f.about_year & ~f.other_pages & ~f.other_volume
        & f.one_kind,
    )  # fmt: skip
    yield (
        "same DOI and place, one word of the title spelt otherwise",
        f.doi & one_word & f.authors & f.same_year & ~f.other_volume & ~f.other_pages & ~f.supplement,
    )
    yield (
        "same title, volume and first page",
        f.near & ~ids_differ & place & (f.about_year | f.no_year)
        & (f.authors | (f.no_authors & ~f.little)) & ~(f.little & ~f.journal),
    )  # fmt: skip
    yield (
        "same title at the same place, cut in one",
        f.cut & ~ids_differ & f.pages & f.volume & (f.about_year | f.no_year)
        & (f.authors | (f.no_authors & (p.shared_range >= 3))),
    )  # fmt: skip
    yield (
        "same title at the same place, more words in one",
        f.doubt & ~ids_differ & f.pages & f.volume & (f.about_year | f.no_year) & f.authors
        & (~f.supplement | (dots & (p.first_author == 1) & (p.issue == 1)))
        & (f.journal | (f.more & f.same_year & (p.first_author == 1) & (p.shared_range >= 3))),
    )  # fmt: skip
    yield (
        "same title, authors, journal, volume and pages, although the identifiers differ",
        f.near & ~f.little & f.pages & f.volume & f.journal & f.about_year & f.authors & ~f.other_pmid,
    )
    yield (
        "same title, authors, journal, year, first page and abstract, although the DOIs differ",
        f.same & ~f.little & f.pages & ~f.other_volume & f.journal & f.same_year & f.authors & f.same_abstract
        & ~f.other_pmid & ~versions,
    )  # fmt: skip
    yield (
        "same authors, journal, year, volume and pages, title in other words",
        titled & (p.title != Title.TOLD_APART) & ~ids_differ & (p.authors >= 0.9) & (p.first_author == 1)
        & f.same_year & f.journal & f.volume & (p.shared_range >= 4) & ~f.other_abstract & f.papers
        & ~either(keys.meeting | keys.book | keys.chapter, p),
    )  # fmt: skip
    yield (
        "same place and abstract, one word of the title spelt otherwise",
        one_word & ~ids_differ & f.authors & f.about_year & f.journal & f.volume & f.pages & f.same_abstract
        & ~f.supplement,
    )  # fmt: skip
    yield (
        # Letters to a journal have one title and share a page or three, not six.
        "same title, journal, year, volume and pages, authors written otherwise",
        f.near & ~f.little & ~ids_differ & f.same_year & f.journal & f.volume
        & (
            ((p.authors >= 0.65) & (p.shared_range >= 3))
            | ((keys.length[p.a] >= 60) & (p.shared_range >= 6))
        ),
    )  # fmt: skip
    yield (
        "same title, authors, year and journal",
        f.near & f.authors & (f.same_year | (f.no_year & f.volume)) & f.journal & quiet,
    )
    yield (
        "same title, authors, year, journal and volume, and pages or abstract, cut off with dots in one",
        f.cut & dots & f.authors & f.same_year & f.journal & f.volume & quiet
        & (f.pages | f.doi | f.same_abstract),
    )  # fmt: skip
    yield (
        "same title, authors, journal and abstract, cut in one",
        f.cut & f.authors & f.same_year & f.journal & f.same_abstract & quiet,
    )
    yield (
        "same title, authors and journal, in print a year after",
        f.near & f.authors & f.about_year & f.journal & quiet
        & (
            f.volume
            | (
                ~either(keys.book, p) & ~cochrane
                & (f.same_abstract | (one_only(keys.volume > 0, p) & ~either(keys.renewed, p)) | preprints)
            )
        ),
    )  # fmt: skip
    yield (
        "same title, authors and year, and nothing that differs",
        f.same & f.authors & f.same_year & quiet
        & ((f.volume & (f.no_journal | (p.journal >= 0.5))) | (f.no_journal & sparse)),
    )  # fmt: skip
    yield (
        "same title, journal and abstract, no authors in one",
        f.near & f.no_authors & (f.same_year | (f.volume & f.about_year)) & f.journal & f.same_abstract
        & quiet & ~f.supplement,
    )  # fmt: skip
    yield (
        "same title, journal, year and volume, no authors in one",
        f.same & f.no_authors & (keys.length[p.a] >= 40) & f.same_year & f.journal & f.volume & quiet
        & ~f.supplement,
    )  # fmt: skip
    # What a journal prints again under one title by one person, or in two languages, has two places.
    same_last = (keys.last[p.a] > 0) & (keys.last[p.a] == keys.last[p.b]) & (p.issue == 1)
    mistyped = (
        f.one_printed & f.same & ~f.little & ~ids_differ & f.authors & f.same_year & f.journal & f.volume
        & (p.issue != 0) & ~f.supplement & f.one_kind & ~f.other_abstract & ~dots & f.papers
        & ~f.other_language & (f.same_abstract | several | same_last)
    )  # fmt: skip
    yield (
        "same title, authors, journal, year and volume, pages that differ",
        mistyped & ~_strangers(keys, p, mistyped),
    )
    yield (
        "same title, authors, year, journal and pages, volumes that differ",
        f.near & ~f.little & ~ids_differ & f.authors & f.same_year & f.journal & f.pages & f.papers
        & (keys.number[p.a] > 1) & ~f.other_abstract & ~versions,
    )  # fmt: skip
    yield (
        "same title and authors at one meeting",
        f.near & ~f.little & ~f.other_doi & ~f.other_pmid & f.authors & f.same_year & one_meeting
        & ~f.other_abstract,
    )  # fmt: skip

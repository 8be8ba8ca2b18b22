"""What else is said of pairs: which are related, which a person should look at, what speaks against one.

Related are an erratum and what it corrects, a comment and what it is about, a preprint and its article, an
abstract of a meeting and its article, versions of one review. As a policy may merge them, their rules ask
for as much as those that link. What is neither linked nor related, but likelier one publication than not, is
for a person; what looks alike and is told apart by a number, an opposite or a part is not, unless it stands
at one place or under one identifier.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tamis.config import Policies
from tamis.dedupe.compare import Compared
from tamis.dedupe.keys import Flags, Floats, Keys
from tamis.dedupe.links import Facts, either, one_only
from tamis.dedupe.normalise import Kind
from tamis.dedupe.titles import Title


def relations(keys: Keys, p: Compared, f: Facts) -> Iterator[tuple[str, str, Flags]]:
    """Yield how pairs are related, the policy (a field of config.Policies; "" for none), and which are."""
    papers = f.papers
    differ = keys.kind[p.a] != keys.kind[p.b]
    corrects = np.isin(keys.kind, (Kind.ERRATUM, Kind.RETRACTION))
    answers = np.isin(keys.kind, (Kind.COMMENT, Kind.REPLY))
    titled = f.near & ~f.little
    journal = f.journal | f.no_journal
    # One place, and one of the two is called a reply: perhaps two names of one record, for a person.
    one_place = f.pages & f.volume & f.authors
    after = np.abs(keys.year[p.a] - keys.year[p.b])
    known_years = (keys.year[p.a] > 0) & (keys.year[p.b] > 0)

    yield (
        "an erratum or notice of retraction and what it is about: same title, journal and authors",
        "errata",
        differ & one_only(corrects, p) & ~either(answers, p) & titled & journal & (f.authors | f.no_authors)
        & (f.authors | f.journal) & ~one_place & ~f.other_abstract & ((after <= 10) | ~known_years),
    )  # fmt: skip
    yield (
        "a comment or reply and what it is about: same title and journal",
        "",
        differ & either(answers, p) & titled & f.journal & ~one_place & (after <= 3) & known_years,
    )
    yield (
        "a preprint and its article: same title and authors",
        "preprints",
        papers & ~f.one_printed & titled & f.authors & (after <= 4) & ~f.other_abstract & ~f.pages,
    )
    yield (
        "versions of one Cochrane review, by its number",
        "updated_reviews",
        papers & (keys.review[p.a] > 0) & (keys.review[p.a] == keys.review[p.b]) & f.cut
        & (f.other_doi | (p.year < 1) | f.other_issue),
    )  # fmt: skip
    elsewhere = (f.other_pages & (f.other_volume | f.no_volume)) | f.other_doi
    yield (
        "a review and its update: same title, authors and journal, years apart",
        "updated_reviews",
        papers & f.near & keys.synthesis[p.a] & keys.synthesis[p.b] & f.authors & (p.first_author == 1)
        & f.journal & (p.year == 0) & elsewhere & ~f.little,
    )  # fmt: skip
    told = keys.meeting | (keys.supplement & _brief(keys))
    paper = ~keys.meeting & ~keys.supplement
    yield (
        "an abstract of a meeting and the article: same title and authors",
        "conference_abstracts",
        papers & f.one_printed & ((told[p.a] & paper[p.b]) | (told[p.b] & paper[p.a])) & titled & f.authors
        & (after <= 4) & (f.other_pages | f.other_volume | (p.journal < 0.5)) & ~f.pages,
    )  # fmt: skip


def _brief(keys: Keys) -> Flags:
    """Return which records fill one page or two, as abstracts do."""
    last = np.where(keys.last >= keys.number, keys.last, keys.number)
    flags: Flags = (keys.page > 0) & (last - keys.number <= 1)
    return flags


#: What each agreement and each difference says for and against a pair, in points: how much oftener it is seen
#: in pairs of one publication than in others that share as much of their titles (a doubling is a point).
EVIDENCE = {
    # field: (from this likeness on, points), the highest that is reached counts; what is not known counts 0.
    "authors": ((0.0, -4.0), (0.4, -2.0), (0.6, 1.0), (0.85, 3.0)),
    "first_author": ((0.0, -1.0), (1.0, 1.0)),
    "year": ((0.0, -3.0), (0.5, 0.0), (1.0, 1.0)),
    "journal": ((0.0, -2.0), (0.5, 1.0), (0.75, 2.0)),
    "volume": ((0.0, -3.0), (1.0, 2.0)),
    "issue": ((0.0, -0.5), (1.0, 0.5)),
    "pages": ((0.0, -3.0), (1.0, 4.0)),
    "shared_range": ((0.0, 0.0), (3.0, 2.0), (6.0, 3.0)),
    "doi": ((0.0, -4.0), (1.0, 6.0)),
    "pmid": ((0.0, -6.0), (1.0, 8.0)),
    "abstract": ((0.0, -3.0), (0.5, 0.0), (0.9, 4.0)),
}
#: The same for titles, by how they compare.
TITLES = {
    Title.SAME: 5.0,
    Title.NEAR: 4.5,
    Title.SPELT: 4.5,
    Title.CUT: 3.0,
    Title.MORE: 1.5,
    Title.DOUBT: 0.5,
    Title.UNKNOWN: 0.0,
    Title.UNLIKE: -3.0,
    Title.REPLACED: -1.5,
    Title.TOLD_APART: -4.0,
}
#: A person looks at pairs that have more points.
ENOUGH = 4.0


def likelihood(keys: Keys, p: Compared, f: Facts) -> Floats:
    """Return how likely each pair is one publication, in points: the sum of all that is known."""
    points = np.zeros(len(p.a))
    for level, counts in TITLES.items():
        # A short title says less than a long one, and one that journals print again and again nearly nothing.
        length = np.minimum(keys.length[p.a], keys.length[p.b])
        share = np.where(f.little, 0.2, np.clip(length / 60, 0.5, 1.5)) if counts > 0 else 1.0
        points += (p.title == level) * counts * share
    for name, steps in EVIDENCE.items():
        measure: Floats = getattr(p, name)
        worth = np.zeros(len(p.a))
        for least, counts in steps:
            worth = np.where(measure >= least, counts, worth)
        points += worth
    rounded: Floats = np.round(points, 3)
    return rounded


def uncertain(keys: Keys, p: Compared, f: Facts, points: Floats) -> Iterator[tuple[str, Flags]]:
    """Yield why a person should look at pairs that no rule links, and which pairs."""
    likely = points >= ENOUGH
    register = ~one_only(keys.register, p)
    whose = f.authors | f.no_authors
    yield (
        "same place and authors, but one is called an erratum, a comment or a reply",
        ~f.same_kind & register & f.more & f.pages & f.volume & whose & likely,
    )
    likely &= f.same_kind
    same_writers = (p.authors >= 0.95) & (p.first_author == 1)
    yield (
        "same identifier, but the titles differ",
        (f.doi | f.pmid) & ~f.cut & whose & likely & ~(f.other_pages & f.supplement)
        & (
            (p.title_alike >= 0.6)
            | (f.volume & f.pages & ~f.supplement)
            # Perhaps a title in another language.
            | (f.authors & (f.pmid | (f.journal & f.same_year & ~f.supplement & ~f.other_pages)))
        ),
    )  # fmt: skip
    yield (
        "same entry of a register, by its number, but the titles differ",
        f.same_kind & register & either(keys.register, p) & (p.accession == 1) & ~f.other_trial & ~f.more,
    )
    yield (
        "same place, but the titles differ",
        f.volume & f.pages & f.about_year & ~f.cut & (p.journal >= 0.5) & whose & (likely | same_writers)
        & ((p.shared_range >= 3) | (~f.supplement & ((p.title != Title.UNLIKE) | same_writers))),
    )  # fmt: skip
    # "Editorial", at two places or in two years, is two editorials.
    series = f.little & (
        f.other_pages | f.other_volume | f.other_doi | f.other_pmid | (p.year == 0) | (p.journal < 0.5)
    )
    one_register = f.other_trial & (keys.registry[p.a] == keys.registry[p.b])
    told = (p.title >= Title.MORE) & likely & ~series & ~one_register
    yield "same title and authors, but the identifiers differ", told & whose & (f.other_doi | f.other_pmid)
    yield "same title and authors, but in another journal", told & whose & (p.journal < 0.5)
    yield (
        "same title and authors, but volume or pages differ",
        told & whose & (f.other_pages | f.other_volume),
    )
    yield "same title and authors, but the years differ", told & whose & (p.year < 1)
    yield "more words in one title", told & whose & ~f.near
    yield "same title, but no authors in one", told & f.no_authors
    yield (
        "same authors, journal and year, but the title in other words",
        f.same_kind & (p.title == Title.REPLACED) & f.authors & (p.first_author == 1) & f.journal
        & f.same_year & ~f.other_pages & ~f.other_volume & ~f.other_doi & ~f.other_pmid & ~f.supplement
        & ~f.other_abstract,
    )  # fmt: skip
    yield "same title and authors, but too little else is known", told & f.authors
    yield "same title, but the authors differ", told & ~whose
    yield "more words in one title", (p.title == Title.DOUBT) & whose & likely
    yield (
        "titles told apart by a word or a number, and nothing else differs",
        ((p.title == Title.TOLD_APART) | (p.title == Title.REPLACED)) & (p.title_alike >= 0.93) & same_writers
        & f.same_kind & f.journal & f.about_year & ~f.other_volume & ~f.other_pages & ~f.other_doi
        & ~f.other_pmid & ~f.other_abstract & (p.issue != 0)
        & ((p.abstract >= 0.9) | (f.volume & (p.issue == 1) & one_only(keys.page > 0, p))),
    )  # fmt: skip


def contradictions(keys: Keys, p: Compared, f: Facts, policies: Policies) -> Iterator[tuple[str, Flags]]:
    """Yield what speaks against pairs that others, or a person, put into one citation; and of which pairs.

    What a policy merges speaks against no pair.
    """
    elsewhere = f.other_pages & (f.other_volume | (p.journal < 0.5) | (p.year == 0))
    answers = np.isin(keys.kind, (Kind.COMMENT, Kind.REPLY))
    yield (
        "one is an erratum, a retraction, a comment or a reply, the other is not",
        (keys.kind[p.a] != keys.kind[p.b]) & ((policies.errata != "merge") | either(answers, p)),
    )
    yield "the titles are told apart by a number, an opposite or a word", p.title == Title.TOLD_APART
    yield (
        "a word of one title stands for another of the other",
        (p.title == Title.REPLACED) & ~f.doi & ~f.pmid & ~f.same_abstract,
    )
    if policies.preprints != "merge":
        yield "one is a preprint, the other is not", ~f.one_printed
    yield "the PubMed ids differ, and the places", f.other_pmid & (elsewhere | (f.other_pages & f.volume))
    yield "the DOIs differ, and the places", f.other_doi & (elsewhere | (f.other_pages & f.volume))
    yield "the numbers differ under which a register holds them", f.other_trial
    yield "the places and the years differ", elsewhere & f.other_volume & (p.year == 0)
    yield "the titles and the authors differ", (p.title == Title.UNLIKE) & (p.authors < 0.5)

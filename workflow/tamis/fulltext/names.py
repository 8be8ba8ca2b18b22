"""What the name of a PDF's file says: a record, a study, a DOI, or author, year and title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tamis.fulltext.candidates import Candidate, squeezed, title_words
from tamis.review import RECORD_ID

#: How surely a name speaks of a report: by author and year, a title, a study or DOI, a record.
WEAK, TITLED, BY_ID, BY_RECORD = 1, 2, 3, 4
#: So much of a title must stand in a name; reference managers cut long ones.
ENOUGH = 20
_ID = re.compile(rf"(?<![a-z0-9]){RECORD_ID.pattern}(?![a-z0-9])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: What browsers and file managers put behind the name of a second copy.
_COPY = re.compile(r"(\s*\(\d+\)|[ _-]+(copy|kopie|copie))+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A file's name, taken apart: its words, in order and as a set, letters and digits, years, ids."""

    plain: str
    words: frozenset[str]
    letters: str
    years: frozenset[int]
    ids: frozenset[str]


def name_of(file: str) -> Name:
    """Return a file's name, taken apart.

    >>> sorted(name_of("Pine et al. - 2009 - Reunifying families (1).pdf").years)
    [2009]
    """
    stem = _COPY.sub("", file.rpartition(".")[0] if file.casefold().endswith(".pdf") else file)
    plain = title_words(stem)
    return Name(
        plain=plain,
        words=frozenset(plain.split()),
        letters=squeezed(stem),
        years=frozenset(map(int, _YEAR.findall(stem))),
        ids=frozenset(found[0] for found in _ID.finditer(stem.casefold())),
    )


def said(name: Name, candidate: Candidate) -> int:
    """Return how surely a name is that of a report: `BY_RECORD`, `BY_ID`, `TITLED`, `WEAK`, or 0."""
    if name.ids & candidate.records:
        return BY_RECORD
    if name.words & candidate.studies:
        return BY_ID
    for whole, part in map(doi_letters, candidate.dois):
        if part == name.letters or (whole in name.letters and not _goes_on(name.letters, whole)):
            return BY_ID
    author = bool(candidate.surname) and set(candidate.surname.split()) <= name.words
    year = candidate.year is not None and candidate.year in name.years
    titled = _titled(name, candidate)
    if titled and (author or year or len(candidate.letters) >= 2 * ENOUGH):
        return TITLED
    return WEAK if author and year and not _other_words(name, candidate) else 0


def doi_letters(doi: str) -> tuple[str, str]:
    """Return the letters and digits of a DOI, and of what stands behind the publisher's number, if it can
    tell the paper.

    Publishers call a file by that: `s10826-018-1234-5.pdf`.
    """
    part = squeezed(doi.partition("/")[2])
    return squeezed(doi), part if len(part) >= 8 and sum(map(str.isdigit, part)) >= 5 else ""


def _goes_on(name: str, doi: str) -> bool:
    """Say whether a name has another digit where a DOI ends: then it is another DOI."""
    after = name[name.index(doi) + len(doi) :][:1]
    return doi[-1:].isdigit() and after.isdigit()


def _titled(name: Name, candidate: Candidate) -> bool:
    """Say whether a title stands in a name, whole or cut off at the name's end."""
    title = candidate.letters
    if len(title) < ENOUGH:
        return False
    at = name.letters.find(title[:ENOUGH])
    if at < 0:
        return False
    return title.startswith(name.letters[at:]) or f" {' '.join(candidate.words)} " in f" {name.plain} "


def _other_words(name: Name, candidate: Candidate) -> bool:
    """Say whether a name has words that are neither the report's nor such as any name has."""
    known = {*candidate.words, *candidate.authors, "et", "al", "and", "the", "pdf", "final", "fulltext"}
    left = {word for word in name.words - known if len(word) > 3 and not word.isdigit()}
    return len(left) > 1

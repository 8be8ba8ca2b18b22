"""The reports that a PDF may be: those that are sought, then any citation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tamis.review import plain_words
from tamis.tables import Citation

_RANGE = re.compile(r"(\d+)\s*[-–—]+\s*(\d+)")


@dataclass(frozen=True)
class Candidate:
    """A report, with what can be found of it in a file or a file's name.

    dois: as its records have them, without case; records, studies: ids, without case.
    """

    citation: Citation
    records: frozenset[str]
    dois: frozenset[str]
    studies: frozenset[str] = frozenset()
    sought: bool = False

    @property
    def id(self) -> str:
        """The citation's id."""
        return self.citation.citation_id

    @property
    def year(self) -> int | None:
        """Its year."""
        return self.citation.year

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of its title."""
        return tuple(title_words(self.citation.title).split())

    @cached_property
    def letters(self) -> str:
        """The letters and digits of its title."""
        return "".join(self.words)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """The words of its authors' surnames."""
        names = (name.partition(",")[0] for name in self.citation.authors.split(";"))
        return tuple(word for name in names for word in plain_words(name).split())

    @cached_property
    def surname(self) -> str:
        """The first author's surname in plain words; of an organisation its name."""
        return plain_words(self.citation.authors.partition(";")[0].partition(",")[0])

    @cached_property
    def length(self) -> int | None:
        """How many pages it has, where its citation says from where to where it goes."""
        found = _RANGE.search(self.citation.pages)
        if not found:
            return None
        first, last = found[1], found[2]
        if len(last) < len(first):  # 401-15
            last = first[: len(first) - len(last)] + last
        return int(last) - int(first) + 1 if 0 <= int(last) - int(first) < 5000 else None


def title_words(text: str) -> str:
    """Return the words of a title as it is compared: & is and."""
    return plain_words(text.replace("&", " and "))


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, without accents and case."""
    return title_words(text).replace(" ", "")


def doi_key(text: str) -> str:
    """Return a DOI without resolver, case and what a sentence puts behind it; empty: it is none.

    >>> doi_key("https://doi.org/10.1016/J.child.2018.01.001.")
    '10.1016/j.child.2018.01.001'
    """
    at = text.casefold().find("10.")
    return trimmed(text[at:].casefold()) if at >= 0 and "/" in text[at:] else ""


def trimmed(doi: str) -> str:
    """Return a DOI without the marks that a sentence puts behind it, nor a bracket that it did not open."""
    while doi and (doi[-1] in ".,;:'\"”’*>]}" or (doi[-1] == ")" and doi.count(")") > doi.count("("))):
        doi = doi[:-1]
    return doi


def candidates(
    citations: Iterable[Citation],
    members: Mapping[str, Iterable[str]],
    dois: Mapping[str, Iterable[str]],
    studies: Mapping[str, Iterable[str]],
    sought: Collection[str],
) -> list[Candidate]:
    """Return each citation as a report that a PDF may be.

    Args:
        citations: all.
        members: the ids of each citation's records.
        dois: the DOIs of each citation's records, as they have them.
        studies: the ids of the studies that it reports.
        sought: the ids of those whose full text is sought.
    """
    return [
        Candidate(
            citation=citation,
            records=frozenset({id, *members.get(id, ())}),
            dois=frozenset(filter(None, map(doi_key, (citation.doi, *dois.get(id, ()))))),
            studies=frozenset(study.casefold() for study in studies.get(id, ())),
            sought=id in sought,
        )
        for citation in citations
        for id in (citation.citation_id,)
    ]

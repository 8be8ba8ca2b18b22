"""Finds the reports that a PDF may be, without looking at each: by words of titles, DOIs, and file names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from tamis.fulltext.candidates import Candidate
from tamis.fulltext.names import ENOUGH, Name, doi_letters

#: DOIs in names are looked up by so many of their letters and digits.
_HEAD = 8


class Index:
    """Reports by the words of their titles, their DOIs, and what names of files say of them."""

    def __init__(self, among: Collection[Candidate]) -> None:
        self._all = {candidate.id: candidate for candidate in among}
        self._doi: dict[str, list[Candidate]] = defaultdict(list)
        self._word: dict[str, list[str]] = defaultdict(list)
        self._name: dict[str, list[Candidate]] = defaultdict(list)
        self._cited: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
        for candidate in among:
            for word in {*candidate.words}:
                self._word[word].append(candidate.id)
            for doi in candidate.dois:
                self._doi[doi].append(candidate)
                whole, part = doi_letters(doi)
                for key in filter(None, (whole[:_HEAD], part)):
                    self._name[key].append(candidate)
            for key in (*candidate.records, *candidate.studies, candidate.letters[:ENOUGH]):
                self._name[key].append(candidate)
            if candidate.surname and candidate.year:
                self._cited[candidate.surname.split()[-1], candidate.year].append(candidate)
        # What stands in one title in ten tells nothing, and would be counted most often.
        most = max(50, len(self._all) // 10)
        often = {word for word, ids in self._word.items() if len(ids) > most}
        self._word = {word: ids for word, ids in self._word.items() if word not in often}
        self._telling = {candidate.id: len({*candidate.words} - often) for candidate in among}

    def get(self, id: str) -> Candidate | None:
        """Return a citation as a report that a PDF may be."""
        return self._all.get(id)

    def with_doi(self, doi: str) -> list[Candidate]:
        """Return the reports that have a DOI, which is as `candidates.doi_key` gives it."""
        return self._doi.get(doi, [])

    def titled(self, words: Collection[str], share: float = 0.6) -> list[Candidate]:
        """Return the reports of whose titles a share of the telling words is among some words."""
        seen: dict[str, int] = defaultdict(int)
        for word in words:
            for id in self._word.get(word, ()):
                seen[id] += 1
        return [self._all[id] for id, count in seen.items() if count >= share * self._telling[id]]

    def named(self, name: Name) -> Iterator[Candidate]:
        """Yield the reports of which a file's name may speak."""
        for id in name.ids:
            yield from self._name.get(id, ())
        for word in name.words:
            yield from self._name.get(word, ())
            for year in name.years:
                yield from self._cited.get((word, year), ())
        yield from self._name.get(name.letters, ())
        for at in range(len(name.letters)):
            yield from self._name.get(name.letters[at : at + ENOUGH], ())
            if name.letters.startswith("10", at):
                yield from self._name.get(name.letters[at : at + _HEAD], ())

"""What speaks for and against a PDF's being a certain report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tamis.errors import counted
from tamis.fulltext import names, telling
from tamis.fulltext.candidates import Candidate, squeezed, title_words
from tamis.fulltext.dois import Doi, own
from tamis.fulltext.front import TELLING_TITLE, Front, Titled
from tamis.fulltext.index import Index
from tamis.fulltext.names import Name
from tamis.pdf.texts import PdfText

#: From here on a title that a DOI or an id vouches for is found, and from here on it may be.
FOUND, NEARLY = 90.0, 85.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against one report.

    named: as `names.said`. doi: the file gives itself this DOI; listed: it stands on the first page among
    others. meta: the title in the file's metadata is this. author, year: they stand on the first page.
    against: what speaks against it, also where a person says that it is this report; beside: what leaves a
    doubt where nobody says so.
    """

    candidate: Candidate
    named: int = 0
    doi: bool = False
    listed: bool = False
    meta: bool = False
    title: Titled | None = None
    author: bool = False
    year: bool = False
    against: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[str, ...]:
        """All that speaks against it."""
        return tuple(dict.fromkeys((*self.against, *self.beside)))

    @property
    def score(self) -> float:
        """How alike title and first page are."""
        return self.title.score if self.title else 0.0

    @property
    def exact(self) -> bool:
        """Whether the title stands on the first page letter by letter, as the paper's own."""
        return self.title is not None and self.title.exact and self.title.own

    @property
    def sure(self) -> bool:
        """Whether nothing is left to ask: a DOI, a record's id or author and year vouch for the title."""
        if self.doubts:
            return False
        if self.doi or self.named == names.BY_RECORD:
            return self.score >= FOUND and self.title is not None and self.title.own
        return self.exact and self.author and (self.year or self.named >= names.TITLED)

    @property
    def weight(self) -> tuple[float, ...]:
        """What the likeliest has the most of."""
        return (
            self.doi + self.exact + (self.named == names.BY_RECORD),
            self.exact,
            self.doi,
            self.score >= FOUND,
            self.named,
            self.author,
            self.listed,
            self.score,
            self.candidate.sought,
        )

    @property
    def some(self) -> bool:
        """Whether enough speaks for it that a person should look."""
        long = len(self.candidate.letters) >= TELLING_TITLE
        short = self.title is not None and self.title.own and self.score == 100 and self.author and self.year
        return bool(self.named or self.doi or self.meta or short or (long and self.score >= NEARLY))

    @property
    def how(self) -> str:
        """What speaks for it, in the words of `tables.PdfFile`."""
        said = {
            "name": self.named,
            "doi": self.doi or self.listed,
            "title": self.meta,
            "first_page": self.score >= NEARLY,
        }
        return ";".join(word for word, true in said.items() if true)


@dataclass(frozen=True)
class Looked:
    """A file that was looked at: its name, its first page, its DOIs."""

    name: Name
    text: PdfText
    front: Front
    own: Doi | None
    dois: Sequence[Doi]

    @staticmethod
    def at(file: str, text: PdfText) -> Looked:
        """Look at a file."""
        front = Front(text)
        mine, there = own(front.text, front.others)
        return Looked(names.name_of(file), text, front, mine, there)


def of(looked: Looked, candidate: Candidate) -> Signs:
    """Return what speaks for and against a report, but for what other reports have to do with it."""
    front = looked.front
    title = front.titled(candidate) if _may_hold(front, candidate) else None
    meta = squeezed(looked.text.title)
    surname = candidate.surname
    named = names.said(looked.name, candidate)
    doi = looked.own is not None and looked.own.of(candidate)
    return Signs(
        candidate=candidate,
        named=named,
        doi=doi,
        listed=any(doi.of(candidate) for doi in looked.dois),
        meta=len(candidate.letters) >= TELLING_TITLE and meta == candidate.letters,
        title=title,
        author=bool(surname) and (front.has(surname) or surname.replace(" ", "") in front.letters),
        year=candidate.year is not None and any(front.has(str(candidate.year + n)) for n in (-1, 0, 1)),
        against=tuple(_against(looked, candidate, title)),
        beside=tuple(_beside(looked, candidate, vouched=doi or named == names.BY_RECORD)),
    )


def _may_hold(front: Front, candidate: Candidate) -> bool:
    """Say whether so many words of a title stand on the page that it is worth looking closer."""
    words = {*candidate.words}
    return len(words & front.words) >= 0.5 * len(words) or candidate.letters in front.letters


def _against(looked: Looked, candidate: Candidate, title: Titled | None) -> list[str]:
    found = [*title.doubts] if title else []
    mine = looked.own
    if candidate.dois and mine and not (mine.of(candidate) or mine.maybe_of(candidate)):
        found.append(f"it has another DOI, {mine.read[-1]}")
    length = candidate.length
    if length and length >= 6 and 0 < len(looked.text.pages) * 3 < length:
        found.append(_pages(looked, length))
    return found


def _beside(looked: Looked, candidate: Candidate, *, vouched: bool) -> list[str]:
    """Return what leaves a doubt; what nothing vouches for must have about as many pages as the report."""
    found = looked.front.kinds(candidate)
    if word := telling.first(telling.NAME, looked.name.plain, candidate.words):
        found.append(f"its name has {word!r}")
    pages, length = len(looked.text.pages), candidate.length
    if length and (pages > 4 * length + 20 if vouched else _other_length(pages, length)):
        found.append(_pages(looked, length))
    return found


def _other_length(pages: int, length: int) -> bool:
    """Say whether a PDF has far fewer or more pages than a report; a cover and an appendix are few."""
    return pages > length + 10 or (length >= 6 and 0 < pages * 2 < length)


def _pages(looked: Looked, length: int) -> str:
    return f"it has {counted(len(looked.text.pages), 'page')}, and the report {length}"


def all_of(looked: Looked, index: Index, also: Iterable[Candidate] = ()) -> list[Signs]:
    """Return what speaks for each report that the file may be, the likeliest first.

    Reports whose titles are the same, or of which one's is within the other's, are told apart by DOI or id
    alone; a page that holds the titles of several is surely none of them.

    Args:
        looked: the file.
        index: all reports.
        also: reports to look at in any case.
    """
    among = {candidate.id: candidate for candidate in also}
    for doi in looked.dois:
        for read in doi.read:
            among |= {each.id: each for each in index.with_doi(read)}
    for words in (looked.front.words, frozenset(title_words(looked.text.title).split())):
        among |= {each.id: each for each in index.titled(words)}
    among |= {each.id: each for each in index.named(looked.name)}
    found = [of(looked, candidate) for candidate in among.values()]
    found = [_among(each, found) for each in found]
    return sorted(found, key=lambda each: (tuple(-n for n in each.weight), each.candidate.id))


def _among(one: Signs, found: Sequence[Signs]) -> Signs:
    """Return signs with what the other reports' speaks against it."""
    if not one.title:
        return one
    doubts = []
    for other in found:
        if other is one or not other.title or not other.title.exact:
            continue
        same = other.candidate.letters == one.candidate.letters
        if same and not (one.doi and not other.doi):
            doubts.append(f"{other.candidate.id} has the same title")
        elif not same and other.title.begin <= one.title.begin and one.title.end <= other.title.end:
            doubts.append(f"its title is that of {other.candidate.id}")
        elif one.title.exact and (other.title.end <= one.title.begin or one.title.end <= other.title.begin):
            doubts.append(f"the title of {other.candidate.id} stands there, too")
    return replace(one, beside=(*one.beside, *doubts)) if doubts else one

"""Citations and references, made from rows, so that no author can be misspelt and no year be wrong.

The style is Harvard's: `Akin et al., 2017` in the text, and a list in alphabetical order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup

from tamis.fulltext.studies import author_year, letters
from tamis.reports.numbers import slug
from tamis.tables import Citation, Study
from tamis.typeset.text import is_web


@dataclass(frozen=True, slots=True)
class Work:
    """What a reference is made from.

    `id` is the report's citation, or the key of a work that is cited beyond them; `letter` tells works of
    the same authors and year apart; `place` is the line of a work that people wrote. `type` is the kind of
    publication as its source calls it; `journal` also the book or the proceedings that it stands in, whose
    editors are `editors`; `kept` holds words of the title whose capitals stay.
    """

    id: str
    authors: str
    year: int | None
    title: str
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    url: str = ""
    publisher: str = ""
    letter: str = ""
    place: str = ""
    type: str = ""
    editors: str = ""
    kept: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Citation) -> Work:
        """Return what a report is cited from."""
        return cls(
            row.citation_id,
            row.authors,
            row.year,
            row.title,
            row.journal,
            row.volume,
            row.issue,
            row.pages,
            row.doi,
            row.url,
            type=row.type,
        )

    @property
    def plain(self) -> str:
        """Author and year as cited, without a letter."""
        return author_year(self.authors, self.year, self.title)

    @property
    def label(self) -> str:
        """Author and year as cited in the text."""
        return f"{self.plain}{self._letter}"

    @property
    def dated(self) -> str:
        """The year as the reference prints it, with the letter that the text has."""
        return f"{self.year if self.year is not None else 'n.d.'}{self._letter}"

    @property
    def _letter(self) -> str:
        return f"-{self.letter}" if self.letter and self.year is None else self.letter


def initials(author: str) -> str:
    """Return an author as references print them; a body that has no first name stays as it is.

    Two to four capitals are initials already, where the last name is not written in capitals too.

    >>> initials("Akin, Becci A."), initials("Brook, Jean-Paul"), initials("Department for Education")
    ('Akin, B.A.', 'Brook, J.-P.', 'Department for Education')
    >>> initials("Smith, JP"), initials("Kim, H-J"), initials("SMITH, JOHN")
    ('Smith, J.P.', 'Kim, H.-J.', 'SMITH, J.')
    """
    last, comma, first = author.partition(",")
    if not comma or not first.strip():
        return last.strip()
    most = 2 if len(last.strip()) > 2 and last.isupper() else 4

    def short(found: re.Match[str]) -> str:
        word = found[1]
        whole = word.isupper() and word.isalpha() and len(word) <= most
        return "".join(f"{letter}." for letter in (word if whole else word[0].upper()))

    return f"{last.strip()}, " + re.sub(r"(?<![\w'’])(\w[\w'’]*)\.?\s*", short, first.strip())


def names(authors: str) -> list[str]:
    """Return the authors of a row, one by one."""
    return [author.strip() for author in authors.split(";") if author.strip(" ,")]


def reference(work: Work) -> Markup:
    """Return the full reference of a work; one without an author begins with its title."""
    people = [initials(name) for name in names(work.authors)]
    text = work.title.strip().rstrip(".") or ("[no title]" if people else "Anonymous")
    text = isolated(text)
    title = Markup("‘{}’").format(text) if work.journal else Markup("<cite>{}</cite>").format(text)
    if people:
        parts = [Markup("{} ({}) {}").format(_joined(people), work.dated, title)]
    else:
        parts = [Markup("{} ({})").format(title, work.dated)]
    if work.journal:
        parts.append(Markup(", <cite>{}</cite>").format(quiet(work.journal.strip())))
    number = work.volume + (f"({work.issue})" if work.issue else "")
    if number:
        parts.append(Markup(", {}").format(number))
    if work.pages:
        many = re.search(r"\d\s*[-–]\s*\w", work.pages)
        parts.append(
            Markup(", {}{}").format("pp.\u00a0" if many else "p.\u00a0", work.pages.replace("-", "–"))
        )
    parts.append(Markup("."))
    if work.publisher:
        parts.append(Markup(" {}.").format(work.publisher.rstrip(".")))
    if work.doi:
        parts.append(Markup(' <a class="out" href="https://doi.org/{0}">doi:{0}</a>').format(work.doi))
    elif is_web(work.url):
        parts.append(Markup(' <a class="out" href="{0}">{0}</a>').format(work.url))
    return Markup("").join(parts)


def isolated(text: str) -> str:
    """Return a text so that no writing direction in it reaches what stands around it.

    Right-to-left letters, and the marks that turn what follows around, such as U+202E, end with the text.

    >>> isolated("Going home"), isolated("\u202eemoh")
    ('Going home', Markup('<bdi>\u202eemoh</bdi>'))
    """
    turns = any(unicodedata.bidirectional(character) in _TURNS for character in text)
    return Markup("<bdi>{}</bdi>").format(text) if turns else text


def _joined(people: list[str]) -> str:
    """Return authors as a reference prints them."""
    if people[-1] == "et al.":
        return ", ".join(people[:-1]) + " et al."
    return people[0] if len(people) == 1 else ", ".join(people[:-1]) + " and " + people[-1]


_TURNS = {"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}
_SMALL = ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
_ACRONYMS = ("ACM", "BMC", "BMJ", "IEEE", "JAMA", "NHS", "PLOS", "UK", "USA")


def quiet(journal: str) -> str:
    """Return a journal's name without the capitals in which some databases shout it.

    >>> quiet("CHILDREN AND YOUTH SERVICES REVIEW"), quiet("BMJ OPEN"), quiet("Child & Youth Care Forum")
    ('Children and Youth Services Review', 'BMJ Open', 'Child & Youth Care Forum')
    """
    if not journal.isupper() or " " not in journal:
        return journal

    def word(found: re.Match[str]) -> str:
        text = found[0]
        if text in _ACRONYMS:
            return text
        return text.casefold() if text.casefold() in _SMALL and found.start() else text.capitalize()

    return re.sub(r"[^\W_][\w'’]*", word, journal)


def sort_key(work: Work) -> tuple[str, int, str, str]:
    """Return what orders a list of references.

    The first author without accents, or the title where there is none; one author before two, two before
    more; author and year as cited, so that works of the same name stand by year; the title.
    """
    first = (names(work.authors) or [work.title or work.plain])[0].partition(",")[0]
    return _plain(first), min(len(names(work.authors)), 3), _plain(work.label), work.title


def _plain(text: str) -> str:
    """Return a text for sorting: without accents and capitals."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in letters if not unicodedata.combining(character))


CITATION = re.compile(r"\[@[^\]]+\]")
#: An address in a text, without what ends the sentence.
ADDRESS = r"https?://[^\s<>\"')\]]*[^\s<>\"')\].,;:]"
_CITATION_OR_ADDRESS = re.compile(rf"({CITATION.pattern}|{ADDRESS})")


def cited(text: str) -> list[str]:
    """Return the ids in a citation as people write it.

    >>> cited("[@akin2017; @brook2007]")
    ['akin2017', 'brook2007']
    """
    return [id.strip().removeprefix("@") for id in text[1:-1].split(";")]


class Library:
    """All that can be cited; makes citations in the text and the list of references.

    Letters are given once, over reports and other works together. A study is cited from one of its
    reports; where several are cited from the same one, their ids tell them apart.
    """

    def __init__(
        self, studies: Iterable[Study], reports: Iterable[Citation], others: Iterable[Work] = ()
    ) -> None:
        """Take the included studies, the included reports, and the other works."""
        works = [(True, Work.of(report)) for report in reports] + [(False, work) for work in others]
        letter = letters((_anchor(work.id, report=report), work.plain, work.title) for report, work in works)
        named = [
            (report, replace(work, letter=letter.get(_anchor(work.id, report=report), "")))
            for report, work in works
        ]
        self.reports = sorted((work for report, work in named if report), key=sort_key)
        self.others = sorted((work for report, work in named if not report), key=sort_key)
        self._report = {work.id: work for work in self.reports}
        self._other = {work.id: work for work in self.others}
        self._order = {
            _anchor(work.id, report=report): position
            for position, (report, work) in enumerate(
                [*((True, work) for work in self.reports), *((False, work) for work in self.others)]
            )
        }
        studies = list(studies)
        shared = [study.citation_id for study in studies]
        self._study = {
            study.study: replace(
                study,
                label=self._report[study.citation_id].label
                + (f" ({study.study})" if shared.count(study.citation_id) > 1 else ""),
            )
            for study in studies
        }

    @property
    def studies(self) -> list[Study]:
        """The studies as they are cited, in the order of the list of references."""
        return sorted(self._study.values(), key=lambda s: (self._order[self._target(s.study)], s.study))

    def report(self, citation: str) -> Work:
        """Return an included report by its citation."""
        return self._report[citation]

    def cite(self, id: str) -> Markup:
        """Return author and year as a link to the reference; an id nobody knows stays as it is.

        Args:
            id: a study, or the key of another work.
        """
        if id in self._study:
            return self._link(self._target(id), self._study[id].label)
        if id in self._other:
            return self._link(self._target(id), self._other[id].label)
        return Markup("{}").format(id)

    def cite_report(self, citation: str) -> Markup:
        """Return author and year of an included report as a link to its reference."""
        return self._link(_anchor(citation, report=True), self._report[citation].label)

    def _link(self, anchor: str, label: str) -> Markup:
        return Markup('<a class="cite" href="#{}">{}</a>').format(anchor, label)

    def _target(self, id: str) -> str:
        """Return the anchor of what a study or another work is cited from."""
        study = self._study.get(id)
        return _anchor(study.citation_id, report=True) if study else _anchor(id, report=False)

    def cite_all(self, ids: Iterable[str]) -> Markup:
        """Return several citations in the order of the list of references, separated by semicolons."""
        last = len(self._order)
        wanted = sorted(ids, key=lambda id: (self._order.get(self._target(id), last), id))
        return Markup("; ").join(self.cite(id) for id in wanted)

    def prose(self, text: str) -> Markup:
        """Return a text of the protocol: `[@id]` or `[@id; @id]` becomes a citation, an address a link."""
        parts = _CITATION_OR_ADDRESS.split(text)
        out = []
        for position, part in enumerate(parts):
            if position % 2 == 0:
                out.append(Markup("{}").format(part))
            elif part.startswith("[@"):
                out.append(Markup("({})").format(self.cite_all(cited(part))))
            else:
                out.append(Markup('<a class="out" href="{0}">{0}</a>').format(part))
        return Markup("").join(out)

    def paragraphs(self, text: str) -> Markup:
        """Return a text of the protocol as paragraphs; an empty line parts them."""
        blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
        return Markup("\n").join(Markup("<p>{}</p>").format(self.prose(block)) for block in blocks)


def _anchor(id: str, *, report: bool) -> str:
    """Return the id of a reference in the page; a report and another work never have the same."""
    return f"{'ref' if report else 'work'}-{slug(id)}"


def anchored(works: Iterable[Work], *, report: bool) -> list[tuple[str, Work, Markup]]:
    """Return each work with the id of its reference in the page, and its reference."""
    return [(_anchor(work.id, report=report), work, reference(work)) for work in works]

"""Citations and references, made from rows, so that no author can be misspelt and no year be wrong.

The style is Harvard's: `Akin et al., 2017` in the text, and a list in alphabetical order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from tamis.tables import Citation, Study


@dataclass(frozen=True, slots=True)
class Work:
    """What a reference is made from; `id` is the study or the key of a work that is cited."""

    id: str
    label: str
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

    @classmethod
    def of(cls, row: Study | Citation) -> Work:
        """Return what a study's main report, or a citation, is cited from."""
        if isinstance(row, Study):
            id, label, url = row.study, row.label, ""
        else:
            id, label, url = row.citation_id, short(row.authors, row.year), row.url
        return cls(
            id,
            label,
            row.authors,
            row.year,
            row.title,
            row.journal,
            row.volume,
            row.issue,
            row.pages,
            row.doi,
            url,
        )


def initials(author: str) -> str:
    """Return an author as references print them; a body that has no first name stays as it is.

    >>> initials("Akin, Becci A."), initials("Brook, Jean-Paul"), initials("Department for Education")
    ('Akin, B.A.', 'Brook, J.-P.', 'Department for Education')
    """
    last, comma, first = author.partition(",")
    if not comma or not first.strip():
        return last.strip()
    letters = re.sub(r"(?<![\w'’])(\w)[\w'’]*\.?\s*", lambda found: f"{found[1].upper()}.", first.strip())
    return f"{last.strip()}, {letters}"


def names(authors: str) -> list[str]:
    """Return the authors of a row, one by one."""
    return [author.strip() for author in authors.split(";") if author.strip()]


def short(authors: str, year: int | None) -> str:
    """Return author and year as cited in the text.

    >>> short("Akin, Becci A.; Brook, Jody; Lloyd, Margaret H.", 2017), short("Ofsted", None)
    ('Akin et al., 2017', 'Ofsted, n.d.')
    """
    last = [name.partition(",")[0].strip() for name in names(authors)] or ["Anonymous"]
    who = last[0] if len(last) == 1 else f"{last[0]} and {last[1]}" if len(last) == 2 else f"{last[0]} et al."
    return f"{who}, {year if year is not None else 'n.d.'}"


def reference(work: Work) -> Markup:
    """Return the full reference of a work."""
    people = [initials(name) for name in names(work.authors)] or ["Anonymous"]
    if people[-1] == "et al.":
        who = ", ".join(people[:-1]) + " et al."
    else:
        who = people[0] if len(people) == 1 else ", ".join(people[:-1]) + " and " + people[-1]
    year = str(work.year) if work.year is not None else "n.d."
    title = work.title.strip().rstrip(".") or "[no title]"
    parts = [Markup("{} ({}) ").format(who, year)]
    if work.journal:
        parts.append(Markup("‘{}’, <cite>{}</cite>").format(title, quiet(work.journal.strip())))
    else:
        parts.append(Markup("<cite>{}</cite>").format(title))
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


def is_web(url: str) -> bool:
    """Return whether an address is one that a link may lead to; a stranger's `javascript:` is not."""
    return bool(re.match(r"https?://[^\s\"'<>]+$", url))


def sort_key(work: Work) -> tuple[str, int, str, str]:
    """Return what orders a list of references.

    The first author without accents; one author before two, two before more; author and year as cited,
    so that works of the same name stand by year; the title.
    """
    first = (names(work.authors) or [work.label])[0].partition(",")[0]
    return _plain(first), min(len(names(work.authors)), 3), _plain(work.label), work.title


def _plain(text: str) -> str:
    """Return a text for sorting: without accents and capitals."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in letters if not unicodedata.combining(character))


CITATION = re.compile(r"\[@[^\]]+\]")
_CITATION_OR_ADDRESS = re.compile(rf"({CITATION.pattern}|https?://[^\s<>\"')\]]*[^\s<>\"')\].,;:])")


def cited(text: str) -> list[str]:
    """Return the ids in a citation as people write it.

    >>> cited("[@akin2017; @brook2007]")
    ['akin2017', 'brook2007']
    """
    return [id.strip().removeprefix("@") for id in text[1:-1].split(";")]


class Library:
    """All works that can be cited, by id; makes citations in the text and the list of references."""

    def __init__(self, studies: Iterable[Study], others: Iterable[Work] = ()) -> None:
        included = [Work.of(study) for study in studies]
        self.included = sorted(included, key=sort_key)
        self.others = sorted(others, key=sort_key)
        self.works = {work.id: work for work in [*self.others, *self.included]}

    def cite(self, id: str) -> Markup:
        """Return author and year as a link to the reference; an id nobody knows stays as it is."""
        work = self.works.get(id)
        if work is None:
            return Markup("{}").format(id)
        return Markup('<a class="cite" href="#ref-{}">{}</a>').format(work.id, work.label)

    def cite_all(self, ids: Iterable[str]) -> Markup:
        """Return several citations in the order of the list of references, separated by semicolons."""
        order = {work.id: position for position, work in enumerate([*self.included, *self.others])}
        wanted = sorted(ids, key=lambda id: (order.get(id, len(order)), id))
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

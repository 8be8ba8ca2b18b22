"""How a source writes a work down, mishaps included: this is what makes duplicates hard to see.

Every source has its manner (full stops, abbreviations, short page ranges); beyond it, a stand-in now and
then lacks its DOI, has lost its accents or its subtitle, carries markup, or the year it was first online.
The included studies are written down as the review cites them, in each source's manner and no more.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dice import Dice
from works import Work

#: Marks every stand-in in the export itself.
MARK = "tamis stand-in"

#: The work that somebody typed from a reference list, so carelessly that a person has to recognise it.
TYPED_FROM_MEMORY = "care163"


@dataclass(frozen=True, slots=True)
class Copy:
    """One work as one source has it. `number` is the source's running number, for accession numbers."""

    work: Work
    number: int
    title: str
    authors: tuple[tuple[str, str], ...]
    year: int
    journal: str
    volume: str
    issue: str
    pages: str
    doi: str
    abstract: str
    keywords: tuple[str, ...]

    @property
    def accession(self) -> int:
        """The running number, 0 for an included study: its accession numbers were not seen."""
        return 0 if self.work.real else self.number


def copy(work: Work, source: str, time: int, number: int) -> Copy:
    """Return a work as a source writes it; time is 2 for the second entry of one source."""
    keywords = () if work.real else (MARK, *work.keywords)
    if (work.key, source) == (TYPED_FROM_MEMORY, "reference_lists"):
        title = re.split(r"[:?]", work.title)[0]
        return Copy(
            work, number, title, work.authors[:1], work.year - 2, work.journal, "", "", "", "", "", keywords
        )
    if work.real:
        return Copy(
            work,
            number,
            work.title,
            work.authors,
            work.year,
            work.journal,
            work.volume,
            work.issue,
            work.pages,
            work.doi,
            work.abstract,
            keywords,
        )
    dice = Dice("copy", work.key, source, time)
    title = work.title if work.type == "report" else _title(work, source, dice)
    authors = work.authors
    if dice.chance(0.5 if source in ("web_of_science", "pubmed") else 0.08):
        authors = tuple((plain(last), plain(given)) for last, given in authors)
    if dice.chance(0.12):  # only the first initial is kept
        authors = tuple((last, given.partition(" ")[0]) for last, given in authors)
    if len(authors) > 3 and dice.chance(0.06):  # the rest are "et al."
        authors = authors[:3]
    lacks = {"web_of_science": 0.12, "scopus": 0.10, "psycinfo": 0.15, "pubmed": 0.20, "cochrane": 0.35}
    older = 2 if work.year < 2010 else 1  # what was printed before DOIs were common
    doi = "" if dice.chance(lacks.get(source, 0.5) * older) else work.doi
    if dice.chance(0.1):
        doi = doi.upper()
    # The year it was first online, where it was printed in the next.
    year = work.year - 1 if not work.near and work.year > 2005 and dice.chance(0.06) else work.year
    volume = "" if dice.chance(0.04) else work.volume
    issue = "" if dice.chance(0.10) else work.issue
    pages = work.pages
    if "-" in pages and dice.chance(0.05):
        pages = pages.partition("-")[0]
    abstract = "" if dice.chance(0.10) else work.abstract
    return Copy(
        work, number, title, authors, year, work.journal, volume, issue, pages, doi, abstract, keywords
    )


def _title(work: Work, source: str, dice: Dice) -> str:
    """Return the title with at most one mishap. Near misses keep every word that tells them apart."""
    title = work.title
    main, colon, _ = title.partition(": ")
    thrown = dice.fraction()
    if thrown < 0.05 and colon and len(main) > 40 and not work.near and work.type != "trial":
        return main
    if thrown < 0.09:
        return title.upper() if source in ("web_of_science", "psycinfo") else title.title()
    if thrown < 0.18:
        return _american(title)
    if thrown < 0.22:
        return title.replace(": ", " - ", 1)
    if thrown < 0.26:
        return title.replace(" and ", " & ")
    if thrown < 0.31:
        return re.sub(r"(^|\s)'", r"\1‘", title).replace("'", "’")
    if thrown < 0.36 and source in ("scopus", "psycinfo", "cochrane"):
        return _markup(title)
    if thrown < 0.38:
        return title.replace("-", " ")
    if thrown < 0.40:
        return plain(title).replace("'", "")
    return title


def _american(title: str) -> str:
    for british, american in (
        ("behaviour", "behavior"),
        ("programme", "program"),
        ("randomised", "randomized"),
        ("traumatised", "traumatized"),
        ("paediatric", "pediatric"),
        ("counsellor", "counselor"),
        ("apnoea", "apnea"),
        ("leukaemia", "leukemia"),
    ):
        title = title.replace(british, american).replace(british.capitalize(), american.capitalize())
    return title


def _markup(title: str) -> str:
    """Return a title as it comes through a publisher's website: with entities, or in tags."""
    escaped = title.replace("'", "&#39;").replace(" and ", " &amp; ")
    return escaped if escaped != title else f"<p>{title}</p>"


_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae"})


def plain(text: str) -> str:
    """Return a text without its accents, as older databases hold it."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


# --- the manners of the sources -------------------------------------------------------------------


def initials(given: str) -> str:
    """Return the initials of given names without dots: `Sarah M.` and `S.M.` are SM."""
    return "".join(part[0] for part in re.findall(r"[^\s.]+", given))


_SHORT = {
    "Journal": "J",
    "Review": "Rev",
    "Reviews": "Rev",
    "Quarterly": "Q",
    "Annals": "Ann",
    "Archives": "Arch",
    "International": "Int",
    "Studies": "Stud",
    "Papers": "Pap",
    "Letters": "Lett",
    "Reports": "Rep",
    "Research": "Res",
    "Children's": "Child",
    "Childhood": "Child",
    "Family": "Fam",
    "Families": "Fam",
    "Practice": "Pract",
    "Protection": "Prot",
    "Policy": "Policy",
    "Paediatric": "Paediatr",
    "Paediatrics": "Paediatr",
    "Medicine": "Med",
    "Nursing": "Nurs",
    "Rehabilitation": "Rehabil",
    "Bulletin": "Bull",
    "Digest": "Dig",
    "Permanence": "Perm",
    "Placement": "Plac",
    "Residential": "Resid",
    "Guardianship": "Guardiansh",
    "Northern": "North",
    "Southern": "South",
    "Transatlantic": "Transatl",
    "Neonatal": "Neonat",
    "Transition": "Transit",
    "Transitions": "Transit",
    "Hospital-to-Home": "Hosp Home",
    "Convalescence": "Convalesc",
    "Discharge": "Disch",
    "Community": "Community",
    "Palliative": "Palliat",
    "Displaced": "Displac",
    "Households": "Househ",
    "Inquiry": "Inq",
    "Casework": "Casew",
    "Services": "Serv",
}


def abbreviated(journal: str) -> str:
    """Return a journal's name as indexes abbreviate it: `Annals of Cradle and Ward`, Ann Cradle Ward."""
    kept = [word for word in journal.split() if word.casefold() not in ("of", "and", "in", "the", "to", "on")]
    return " ".join(_SHORT.get(word, word) for word in kept)


def ends(pages: str) -> tuple[str, str]:
    """Return the first and the last page; the last is empty where there is one only."""
    first, _, last = pages.partition("-")
    return first, last


def short_range(pages: str) -> str:
    """Return a range as PubMed prints it: 123-130 is 123-30."""
    first, last = ends(pages)
    if not last or len(first) != len(last):
        return pages
    same = 0
    while first[same] == last[same] and same < len(last) - 1:
        same += 1
    return f"{first}-{last[same:]}"

"""The 990 works that were screened: 15 real ones, and 975 stand-ins.

A work is a publication; `copies` says how each source writes it down. How many works there are of each
kind is what the review published; which works they are, apart from the included ones, it did not.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from pathlib import Path

import vocabulary
from dice import Dice
from vocabulary import DOMAINS, Domain, words

#: Published: records screened, and excluded on title and abstract.
SCREENED = 990
EXCLUDED_ON_TITLE = 956


@dataclass(frozen=True, slots=True)
class Work:
    """One publication.

    `left` says how it left: included, a reason at full text, not_retrieved, or title_abstract.
    `near` names the work it could be mistaken for. Authors are (last name, given names or initials).
    """

    key: str
    domain: str
    left: str
    title: str
    authors: tuple[tuple[str, str], ...]
    year: int
    journal: str
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    type: str = "article"
    near: str = ""
    study: str = ""

    @property
    def real(self) -> bool:
        """Return whether this is one of the included studies, which are published facts."""
        return bool(self.study)


def included(path: Path) -> list[Work]:
    """Return the included studies, as the review's reference list gives them: nothing is added."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    works = []
    for row in rows:
        authors = tuple(
            (last.strip(), given.strip())
            for last, _, given in (author.partition(",") for author in row["authors"].split(";"))
        )
        works.append(
            Work(
                key=row["study"],
                domain="care",
                left="included",
                title=row["title"],
                authors=authors,
                year=int(row["year"]),
                journal=row["journal"],
                volume=row["volume"],
                issue=row["issue"],
                pages=row["pages"],
                doi=row["doi"],
                abstract=row["abstract"],
                study=row["study"],
            )
        )
    return works


# --- stand-ins ----------------------------------------------------------------------------------


def everything(included_csv: Path) -> list[Work]:
    """Return all works, in an order that says nothing about them."""
    real = included(included_csv)
    titles = _Titles()
    left = [
        _work(f"left{n:02d}", "care", titles.keep(title), reason)
        for n, (title, reason) in enumerate(vocabulary.LEFT_AT_FULL_TEXT, start=1)
    ]
    left = [_as_report(work) if work.title.endswith("report") else work for work in left]
    annual = [
        replace(
            _as_report(_work(f"annual{n}", "care", titles.keep(title.format(years=years)), "title_abstract")),
            key=f"annual{n}{letter}",
            year=int(years[-2:]) + 2000,
            near=f"annual{n}{other}",
        )
        for n, (title, both) in enumerate(vocabulary.ANNUAL_REPORTS, start=1)
        for letter, other, years in zip("ab", "ba", both, strict=True)
    ]
    twins = sum(count for count, _ in TWINS.values())
    rest = EXCLUDED_ON_TITLE - len(annual) - twins
    shares = {"child_health": 180, "adult_health": 260, "society": 95}
    shares = {"care": rest - sum(shares.values()), **shares}
    ordinary = [
        _work(f"{domain}{n:03d}", domain, titles.new(DOMAINS[domain], n), "title_abstract")
        for domain, count in shares.items()
        for n in range(1, count + 1)
    ]
    near = _twins(ordinary, titles)
    twinned = {work.key: work for work in near}
    ordinary = [twinned.pop(work.key, work) for work in ordinary]
    works = [*real, *left, *annual, *ordinary, *twinned.values()]
    if len(works) != SCREENED:
        raise AssertionError(f"{len(works)} works, not {SCREENED}")
    return Dice("order").shuffled(works)


class _Titles:
    """Titles so far; a new one is refused when it shares too many words with one of them."""

    def __init__(self) -> None:
        self._bags: list[frozenset[str]] = []

    def keep(self, title: str) -> str:
        """Add a title as it is."""
        self._bags.append(_bag(title))
        return title

    def new(self, domain: Domain, number: int) -> str:
        """Return a title of a domain that no other could be mistaken for."""
        dice = Dice("title", domain.id, number)
        while True:
            title = _fill(dice.pick(domain.templates), domain, dice)
            bag = _bag(title)
            if 45 <= len(title) <= 150 and all(
                len(bag & other) <= 0.5 * min(len(bag), len(other)) for other in self._bags
            ):
                return self.keep(title)


_SMALL = frozenset(
    words("a; an; and; at; by; for; from; in; of; on; the; to; with; who; do; does; or; is; are")
)


def _bag(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", title.casefold())) - _SMALL


def _fill(template: str, domain: Domain, dice: Dice) -> str:
    """Return a template with its slots filled, no word of a slot twice."""
    used: set[str] = set()

    def word(match: re.Match[str]) -> str:
        name = match[1]
        slot = name.lower().rstrip("2")
        choices = [w for w in domain.slots.get(slot) or vocabulary.SHARED[slot] if w not in used]
        chosen = dice.pick(choices)
        used.add(chosen)
        return chosen[0].upper() + chosen[1:] if name[0].isupper() else chosen

    return re.sub(r"\{(\w+)\}", word, template)


def _authors(dice: Dice, count: int) -> tuple[tuple[str, str], ...]:
    names: dict[str, str] = {}
    while len(names) < count:
        if dice.chance(0.09):
            last = dice.pick(vocabulary.SURNAMES_SPELT_MANY_WAYS)
        else:
            last = dice.pick(vocabulary.SURNAME_HEADS) + dice.pick(vocabulary.SURNAME_TAILS)
        given = dice.pick(vocabulary.GIVEN_NAMES)
        if dice.chance(0.5):
            given += " " + dice.pick("ABCDEFGHJKLMNPRSTVW") + "."
        names.setdefault(last, given)
    return tuple(names.items())


def _work(key: str, domain: str, title: str, left: str) -> Work:
    """Return a stand-in with everything but its title thrown by dice of its own."""
    dice = Dice("work", key)
    authors = _authors(dice, dice.pick((1, 2, 2, 3, 3, 3, 4, 4, 5, 6)))
    thrown = dice.fraction()
    year = 2021 - int(21 * thrown * (1 + thrown) / 2)  # more of late than long ago
    journal = dice.pick(DOMAINS[domain].journals)
    volume = year - 2000 + dice.number(1, 6) + len(journal) % 30
    issue = dice.pick(("1", "2", "3", "4", "5", "6", ""))
    first = dice.number(1, 900)
    pages = f"{first}-{first + dice.number(5, 18)}" if dice.chance(0.85) else f"e{100000 + first * 7}"
    trial = re.search(r"\btrial\b(?! home)|^An? (?!.*(study|review|inquiry|survey|analysis)$)", title)
    return Work(
        key=key,
        domain=domain,
        left=left,
        title=title,
        authors=authors,
        year=year,
        journal=journal,
        volume=str(volume),
        issue=issue,
        pages=pages,
        doi=_doi(key, journal, year),
        abstract=_abstract(domain, dice),
        keywords=_keywords(domain, dice),
        type="trial" if trial else "article",
    )


def _as_report(work: Work) -> Work:
    """Return a work as a report that appeared in no journal."""
    return replace(work, type="report", journal="", volume="", issue="", pages="", doi="")


def _doi(key: str, journal: str, year: int) -> str:
    """Return a DOI with the prefix that is kept for examples."""
    code = "".join(word[0] for word in journal.split() if word[0].isupper()).casefold()
    return f"10.5555/{code}.{year}.{Dice('doi', key).number(100000, 999999)}"


_DATA = (
    "interviews with {n} {who}",
    "a survey of {n} {who}",
    "records of {n} {who}",
    "{n} case files of {who}",
    "focus groups with {n} {who}",
    "a trial with {n} {who}",
    "registers that hold {n} {who}",
    "twelve months of notes on {n} {who}",
    "published studies on {who}, {n} of them",
)


def _abstract(domain: str, dice: Dice) -> str:
    slots = DOMAINS[domain].slots
    who = dice.pick(slots.get("people") or slots["patients"])
    data = dice.pick(_DATA).format(n=dice.number(8, 940), who=who)
    topics = " and ".join(dice.some(slots["topic"], 2))
    return (
        f"Stand-in record: this paper does not exist. It would draw on {data} in "
        f"{dice.pick(vocabulary.SHARED['place'])}, and ask about {topics} around {dice.pick(slots['event'])}."
    )


def _keywords(domain: str, dice: Dice) -> tuple[str, ...]:
    slots = DOMAINS[domain].slots
    return (*dice.some(slots["topic"], 2), dice.pick(slots["event"]))


# --- near misses: pairs of works that are not duplicates ---------------------------------------------


def _second_part(work: Work, dice: Dice, titles: _Titles) -> tuple[Work, Work]:
    one, two = dice.pick((("Part I", "Part II"), ("Part 1", "Part 2")))
    start = int(re.findall(r"\d+", work.pages)[0])
    first = replace(work, title=f"{work.title}. {one}", pages=f"{start}-{start + 11}")
    return first, replace(first, title=f"{work.title}. {two}", pages=f"{start + 12}-{start + 25}")


def _reply(work: Work, dice: Dice, titles: _Titles) -> tuple[Work, Work]:
    title = f"{work.title}: {dice.pick(('a reply', 'a response to', 'a comment on'))} {work.authors[0][0]}"
    others = _authors(Dice("reply", work.key), 2)
    return work, replace(
        work, title=title, authors=others, pages=_after(work, 4), type="letter", abstract="", keywords=()
    )


def _erratum(work: Work, dice: Dice, titles: _Titles) -> tuple[Work, Work]:
    title = dice.pick(("Erratum to: ", "Corrigendum: ", "Erratum: ")) + work.title
    return work, replace(work, title=title, pages=_after(work, 1), type="erratum", abstract="", keywords=())


def _protocol(work: Work, dice: Dice, titles: _Titles) -> tuple[Work, Work]:
    main = work.title.partition(":")[0].rstrip("?")
    results = replace(work, title=f"{main}: a randomised controlled trial", type="trial")
    journal = dice.pick(DOMAINS[work.domain].journals)
    return results, replace(
        results,
        title=f"{main}: study protocol for a randomised controlled trial",
        year=work.year - 3,
        journal=journal,
        volume=str(int(work.volume) + 2),
        pages=f"{dice.number(1, 400)}",
        abstract=_abstract(work.domain, dice),
    )


def _meeting_abstract(work: Work, dice: Dice, titles: _Titles) -> tuple[Work, Work]:
    number = dice.number(10, 300)
    return work, replace(
        work,
        year=work.year - 1,
        volume=str(int(work.volume) - 1),
        issue="Suppl 1",
        pages=f"S{number}",
        abstract="Stand-in record: abstract of a talk that was never given.",
        type="abstract",
    )


def _same_author(work: Work, dice: Dice, titles: _Titles) -> tuple[Work, Work]:
    """Return a work and another by the same first author, whose title differs by what it is about."""
    slots = DOMAINS[work.domain].slots
    who = dice.pick(slots.get("people") or slots["patients"])
    one, two = dice.some(slots["topic"], 2)
    event, design = dice.pick(slots["event"]), dice.pick(vocabulary.SHARED["design"])
    first = replace(work, title=titles.keep(f"{one[0].upper()}{one[1:]} and {event} of {who}: {design}"))
    other = _work(f"{work.key}b", work.domain, f"{two[0].upper()}{two[1:]} and {event} of {who}", work.left)
    return first, replace(other, title=f"{other.title}: {design}", authors=(work.authors[0], *other.authors))


def _after(work: Work, length: int) -> str:
    last = int(re.findall(r"\d+", work.pages)[-1]) + 40
    return str(last) if length == 1 else f"{last}-{last + length}"


#: How many of each near miss, and what makes one of an ordinary work. Both works are returned.
TWINS = {
    "part": (5, _second_part),
    "reply": (4, _reply),
    "erratum": (4, _erratum),
    "protocol": (5, _protocol),
    "meeting": (4, _meeting_abstract),
    "author": (5, _same_author),
}


def _twins(ordinary: list[Work], titles: _Titles) -> list[Work]:
    """Return the works that have a near miss, changed where need be, and their near misses."""
    able = [
        work
        for work in Dice("twins").shuffled(ordinary)
        if work.domain in ("care", "child_health") and work.year > 2004 and "-" in work.pages
        if "?" not in work.title and len(work.title.partition(":")[0]) >= 35 and len(work.title) < 110
    ]
    result: list[Work] = []
    for kind, (count, make) in TWINS.items():
        # Only a programme has a protocol, and none of the others needs one.
        fitting = [w for w in able if (w.type == "trial") == (kind == "protocol")][:count]
        for n, work in enumerate(fitting, start=1):
            first, second = make(work, Dice("twin", kind, n), titles)
            key = f"{kind}{n}"
            doi = _doi(key, second.journal, second.year)
            result += [replace(first, near=key), replace(second, key=key, doi=doi, near=work.key)]
        able = [w for w in able if w not in fitting]
    return result

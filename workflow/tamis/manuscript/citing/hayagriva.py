"""Works as the engine's library has them: hayagriva's YAML (https://github.com/typst/hayagriva).

Titles there are formatted strings: `$`, `{`, `}` and `\\` are signs of that format and are escaped; words in
braces keep their capitals.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from tamis.manuscript.citing.signs import BEFORE_BRACE, ITALIC, LONGEST, OTHERS, WITHIN, clean, marked
from tamis.reports.references import Work, names, quiet
from tamis.typeset.text import is_web

_SIGN = re.compile(r"[\\{}$]")
_WORD = re.compile(rf"[^\W_]+(?:[-'’‐{WITHIN}]+[^\W_]+)*")
#: Kinds of publication, by what sources and BibTeX call them; the first that is in the name counts.
_KINDS = (
    ("thesis", ("thes", "dissertation")),
    ("conference", ("conf", "proceeding", "cpaper", "meeting abstract")),
    ("chapter", ("chap", "incollection", "inbook", "book section", "edited book part")),
    (
        "article",
        ("jour", "article", "ejour", "mgzn", "news", "letter", "review", "editorial", "erratum", "trial"),
    ),
    ("report", ("report", "rprt", "manual", "govdoc")),
    ("book", ("book", "monograph")),
    ("web", ("web", "elec", "online", "electronic", "blog", "internet")),
)


def kind(work: Work) -> str:
    """Return what a work is: article, report, book, chapter, thesis, conference or web."""
    said = work.type.casefold()
    for found, words in _KINDS:
        if any(word in said for word in words):
            return "report" if found == "article" and not work.journal else found
    if work.journal:
        return "article"
    return "report" if work.publisher or not is_web(work.url) else "web"


def entry(work: Work, person_of: str = "") -> dict[str, Any]:
    """Return a work as hayagriva has it; `person_of` tells its first author from others of the surname."""
    what = kind(work)
    made: dict[str, Any] = {"type": {"chapter": "chapter", "conference": "article"}.get(what, what)}
    made["title"] = formatted(work.title.strip().rstrip("."), work.kept) or "[No title]"
    if people := [person(name) for name in names(work.authors)]:
        people[0]["name"] += person_of
        made["author"] = people
    if work.year is not None:
        made["date"] = work.year
    if pages := clean(work.pages).replace("–", "-").replace("--", "-"):
        made["page-range"] = pages
    if work.doi and len(work.doi) <= LONGEST and (doi := clean(work.doi)):
        made["serial-number"] = {"doi": doi}
    elif address(work.url):
        made["url"] = work.url
    publisher = work.publisher
    if what == "report" and work.journal and not publisher:
        publisher = work.journal
    if what in ("article", "chapter", "conference") and work.journal:
        made["parent"] = _within(work, what)
    elif work.volume or work.issue:
        made |= {
            name: clean(text)
            for name, text in (("volume", work.volume), ("issue", work.issue))
            if clean(text)
        }
    if publisher:
        (made["parent"] if what in ("chapter", "conference") and "parent" in made else made)["publisher"] = (
            formatted(publisher.rstrip("."))
        )
    return made


def _within(work: Work, what: str) -> dict[str, Any]:
    """Return what a work stands in: a journal, a book, proceedings."""
    types = {"article": "periodical", "chapter": "anthology", "conference": "proceedings"}
    made: dict[str, Any] = {"type": types[what], "title": formatted(quiet(work.journal.strip()))}
    made |= {
        name: clean(text) for name, text in (("volume", work.volume), ("issue", work.issue)) if clean(text)
    }
    if editors := [person(name) for name in names(work.editors)]:
        made["editor"] = editors
    return made


def person(name: str) -> dict[str, str]:
    """Return an author: a person where there is a comma, else a body; `et al.` stands for those not named."""
    last, comma, first = (clean(part) for part in name.partition(","))
    if name.strip().casefold() in ("et al.", "et al", "others"):
        return {"name": OTHERS}
    return {"name": last, "given-name": _given(last, first)} if comma and first else {"name": last}


def _given(last: str, first: str) -> str:
    """Return first names with a space after each initial, so that the engine sees them: M.J. and MJ are M. J.

    Two to four capitals are initials where the last name is not written in capitals too (see `initials`).
    """
    shouts = len(last) > 2 and last.isupper()
    if 2 <= len(first) <= (2 if shouts else 4) and first.isalpha() and first.isupper():
        return ". ".join(first) + "."
    return re.sub(r"(?<=\w\.)(?=\w)", " ", first)


def formatted(text: str, kept: tuple[str, ...] = ()) -> str:
    """Return a text as a formatted string: signs escaped, words whose capitals stay in braces.

    A title all in capitals has none that would stay.
    """
    text = marked(clean(text))
    shouts = text.isupper() and " " in text

    def word(found: re.Match[str]) -> str:
        cursive = text[found.start() - 1 : found.start()] == ITALIC and found[0] != found[0].casefold()
        stays = found[0] in kept or (not shouts and (cursive or _has_capitals(found[0])))
        return f"{{{found[0]}}}" if stays else found[0]

    made = _WORD.sub(word, _SIGN.sub(r"\\\g<0>", text))
    return f"{BEFORE_BRACE}{made}" if made.startswith("{") else made


def _has_capitals(word: str) -> bool:
    """Return whether capitals of a word are no matter of style: PRISMA, mHealth, COVID-19, pH."""
    return any(letter.isupper() for part in re.split("[-‐]", word) for letter in part[1:])


def address(url: str) -> bool:
    """Return whether an address is one that the engine takes too."""
    try:
        parts = urlsplit(url)
        return (
            len(url) <= LONGEST
            and clean(url) == url
            and is_web(url)
            and bool(re.fullmatch(r"[\w.-]+", parts.hostname or "", re.ASCII))
            and parts.port != 0
        )
    except ValueError:
        return False

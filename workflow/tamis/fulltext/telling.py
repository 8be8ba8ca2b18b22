"""Words that tell that a PDF is not the report itself, but something that answers it, sums it up or came
before it: one table, with the places where each counts."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

#: Above or beside a title; behind a title that goes on; in a file's name; anywhere near the top of a page.
TITLE, AFTER, NAME, PAGE = "title", "after", "name", "page"


@dataclass(frozen=True, slots=True)
class Telling:
    """What tells, as a pattern of plain words, and where; `said`: what it says of a whole page."""

    words: str
    where: frozenset[str]
    said: str = ""


class Kind(NamedTuple):
    """What a page may call itself: how that is known, and what is said of it."""

    pattern: re.Pattern[str]
    said: str

    def of(self, type: str, title: str) -> bool:
        """Say whether a report is that itself, by its type, or by its title and journal, in plain words."""
        return bool(self.pattern.search(title)) or not {*type.split()}.isdisjoint(self.said.split())


def _row(words: str, where: str, said: str = "") -> Telling:
    return Telling(words, frozenset(where.split()), said)


TABLE = (
    # What answers, corrects or withdraws a report.
    _row(r"errat(?:um|a)", "title name"),
    _row(r"corrigend(?:um|a)", "title name"),
    _row(r"corrections?", "title name"),
    _row(r"retract(?:ion|ed)|withdraw(?:al|n)", "title name"),
    _row(r"addendum", "title name"),
    _row(r"repl(?:y|ies)|responses?|rejoinder|rebuttal|letters?|re(?= \|)", "title"),
    _row(r"comment(?:s|ed)?", "title"),
    _row(r"comment(?:ary|aries)|(?:article|book) reviewed", "title name"),
    _row(r"discussion|interview|chapter", "title"),
    _row(r"editorial(?! (?:board|office|team))|foreword|book review", "title name"),
    # What goes with it, or says it shorter.
    _row(r"supplement(?:s|al|ary)?|supporting|append(?:ix|ices)", "title name"),
    _row(r"[a-z]*suppl[a-z]*", "name"),
    _row(r"additional (?:files?|materials?)", "title name"),
    _row(r"moesm|mmc|esm|si|additional", "name"),
    _row(r"slides|poster|presentation|infographic|press release", "title name"),
    _row(r"(?:executive|research|lay|language|english) summary|summary of|digest", "title name"),
    _row(r"(?:in|a|research|policy|practice|evidence|issue|data) brief(?! report)", "title name"),
    _row(r"(?:practice|policy|briefing) note|fact ?sheet", "title name"),
    _row(r"brief|summary", "name"),
    _row(r"research in brief|(?:research|policy|practice|evidence) brief", "page", "it calls itself a brief"),
    # What came before it.
    _row(r"protocol", "title name"),
    _row(
        r"preprints?|(?:bio|med|psy|soc|edu?)?arxiv|ssrn|research square|not (?:been )?peer reviewed",
        "page",
        "it calls itself a preprint",
    ),
    _row(r"preprint", "name"),
    _row(r"working paper", "page name", "it calls itself a working paper"),
    _row(r"discussion paper", "page name", "it calls itself a discussion paper"),
    _row(r"registered report", "page name", "it calls itself a registered report"),
    _row(r"technical report", "page name", "it calls itself a technical report"),
    _row(r"paper presented at", "page", "it calls itself a conference paper"),
    _row(
        r"accepted for review|(?:manuscript|currently) under review|(?:manuscript )?submitted for publication"
        r"|do not cite|preliminary draft|draft version",
        "page",
        "it calls itself a draft",
    ),
    _row(
        r"(?:doctoral|phd|d phil|master s|masters) (?:dissertation|thesis)|in partial fulfil\w*"
        r"|(?:thesis|dissertation) (?:submitted|presented)",
        "page",
        "it calls itself a thesis",
    ),
    # What holds many reports; "proceedings" alone are also a court's.
    _row(
        r"abstract book|book of abstracts|(?:conference|congress|meeting|poster) abstracts|oral presentations"
        r"|proceedings of the \w+ (?:\w+ )?(?:conference|meeting|congress|symposium)",
        "page",
        "it holds abstracts or proceedings",
    ),
    # What a title goes on with of which another part is wanted.
    _row(r"parts?|ii|iii|iv|phase|wave|volume|chapter|study|experiment", "after"),
)

_KINDS = [Kind(re.compile(rf"\b(?:{row.words})\b"), row.said) for row in TABLE if PAGE in row.where]
#: In a name a number may stick to a word: `mmc1`.
_PATTERNS = {
    where: re.compile(rf"(?<![a-z])(?:{'|'.join(row.words for row in TABLE if where in row.where)})(?![a-z])")
    for where in (TITLE, AFTER, NAME)
}


def first(where: str, plain: str, known: Collection[str] = ()) -> str:
    """Return the first telling words in a text; empty: there are none.

    Args:
        where: what the text is, `TITLE`, `AFTER` or `NAME`.
        plain: the text, in plain words.
        known: words that tell nothing, since the report's own title has them.
    """
    found = (each[0] for each in _PATTERNS[where].finditer(plain))
    return next((words for words in found if not {*words.split()} <= {*known}), "")


def kinds(plain: str) -> list[Kind]:
    """Return what a page calls itself, by its top in plain words."""
    return [kind for kind in _KINDS if kind.pattern.search(plain)]

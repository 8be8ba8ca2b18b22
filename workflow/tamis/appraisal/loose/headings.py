"""What headings of other people's tables mean: criteria of a tool, and what stands beside.

`1.1`, `Q1.1`, `MMAT 1.1`, `1.1 Is the ...?`, `3.1/4.1` (two columns that were merged), `D1` and `Overall` for
judgements, `1.1 comment`. A spreadsheet takes some ids for dates: 3.1 becomes the third of January.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from tamis.appraisal.engine.tool import OVERALL, Domain, Tool, fold

#: What a table may hold beside ratings, or in a row a rating, and the headings that say so, folded.
ROLES: Mapping[str, tuple[str, ...]] = {
    "study": (
        *(
            "study",
            "studies",
            "study id",
            "author",
            "authors",
            "first author",
            "author year",
            "author (year)",
        ),
        *("authors (year)", "author, year", "citation", "reference", "paper", "article", "trial"),
    ),
    "item": ("item", "items", "criterion", "criteria", "question", "domain"),
    "answer": ("answer", "response", "rating", "judgement", "judgment", "score"),
    "result": ("result", "outcome"),
    "appraiser": ("appraiser", "rater", "reviewer", "assessor"),
    "comment": ("comment", "comments", "reason", "justification", "rationale"),
    "quote": ("quote", "support", "support for judgement", "quotation"),
    "page": ("page",),
    "category": ("category", "mmat category", "category of study", "study category"),
    "component": ("component",),
    "design": ("design", "study design", "study type", "type of study", "methodology"),
}
#: What `--columns` may name: all of these.
COLUMNS = tuple(ROLES)
#: The columns that a table with a row a rating has.
LONG = frozenset({"study", "item", "answer"})
#: Columns that mean something only there.
ONLY_LONG = frozenset({"item", "answer", "comment", "quote", "page"})
_COMMENTS = {*ROLES["comment"], *ROLES["quote"], "note", "notes"}
#: Words that may stand before an id.
_BEFORE = (
    "questions?",
    "items?",
    "criterion",
    "criteria",
    "signall?ing questions?",
    "sq",
    "q",
    "nr",
    "no",
    "#",
)
#: Between the ids of columns that were merged.
_OR = r" ?(?:/|&|\||,|\bor\b|\band\b) ?"
#: Months as spreadsheets write them, in English and in German.
_NAMES = (
    "jan",
    "feb",
    "mar mrz mär",
    "apr",
    "may mai",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct okt",
    "nov",
    "dec dez",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:t[\d:.]*)?",
        r"(?P<d>\d{1,2})[. -]{1,2}(?P<month>[a-zä]{3})[a-z]*\.?(?:[ -]\d{2,4})?",
        r"(?P<month>[a-zä]{3})[a-z]*[. -]{1,2}(?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})([./])(?P<m>\d{1,2})\2\d{4}",
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a column, or a cell of a column of items, is about.

    ids: criteria, or, where it is `judged`, domains (or `overall`); several: it is not said which of these.
    written: as messages and figures call it. comment: it holds a comment on it, and no answer.
    """

    ids: tuple[str, ...]
    written: str
    judged: bool = False
    comment: bool = False


def roles_of(names: Sequence[str], named: Mapping[str, str]) -> dict[str, int]:
    """Return where the other columns stand: under a heading that was named, else under a usual one."""
    folded = [fold(name) for name in names]
    found: dict[str, int] = {}
    for role, usual in ROLES.items():
        wanted = [fold(named[role])] if role in named else usual
        place = next((folded.index(name) for name in wanted if name in folded), None)
        if place is None and role == "study" and role not in named:
            begins = (at for at, name in enumerate(folded) if name.startswith(("study", "author")))
            place = next((at for at in begins if folded[at] not in ROLES["design"]), None)
        if place is not None and place not in found.values():
            found[role] = place
    return found


class Headings:
    """What headings mean with a tool.

    Args:
        tool: the tool.
        named: headings that a person named, by what they are for: criteria, among others.
    """

    def __init__(self, tool: Tool, named: Mapping[str, str] | None = None) -> None:
        self._items = tool.item_ids
        self._names = {
            **_labels(tool),
            **_judged(tool),
            **{fold(id): Target((id,), id) for id in tool.item_ids},
        }
        self._squeezed = {_squeezed(name): about for name, about in self._names.items()}
        short = re.search(r"\(([^)]*)\)", tool.title)
        own = {tool.id, re.sub(r"\d+$", "", tool.id), *([short[1]] if short else [])} - {""}
        words = [*_BEFORE, *(rf"{re.escape(fold(each))}(?: {re.escape(tool.version)})?" for each in own)]
        before = rf"[(\[]?(?:(?:{'|'.join(sorted(words, key=len, reverse=True))})[ .:-]*){{0,3}}"
        ids = [name for name in self._names if re.search(r"\d|^overall$", name) and name not in _labels(tool)]
        longest = sorted(ids, key=lambda name: (-len(name), name))
        id = rf"(?:{'|'.join(map(_spaced, longest)) or '(?!)'})(?!\w|\.\d)"
        self._one = re.compile(rf"{before}(?P<id>{id})")
        self._by_id = re.compile(rf"(?P<ids>{before}{id}(?:{_OR}{before}{id})*)(?P<rest>.*)")
        self._by_number = re.compile(rf"{before}(?P<number>\d+)(?P<rest>$|[.:)\]].*)")
        criteria = {id: self.target(id) for id in named or ()}
        self._names |= {fold((named or {})[id]): about for id, about in criteria.items() if about}

    def target(self, heading: str) -> Target | None:
        """Return what a heading, or an item as a table writes it, is about; None: nothing of the tool."""
        text = fold(heading)
        if text in self._names:
            return self._names[text]
        first, _, rest = text.partition(" ")
        if first in _COMMENTS and (about := self.target(rest)):
            return replace(about, comment=True)
        if found := self._by_id.fullmatch(text):
            ids = [self._one.fullmatch(part) for part in re.split(_OR, found["ids"])]
            parts = [self._named(id["id"]) for id in ids if id]
            if len(parts) == len(ids) and len({part.judged for part in parts}) == 1:
                return _together(parts, found["rest"])
        elif found := self._by_number.fullmatch(text):  # an item Q1 under the heading 1, or Item 1
            one = self._names.get(f"q{found['number']}")
            return _together([one], found["rest"]) if one else None
        return None

    def count(self, headings: Sequence[str]) -> int:
        """Return how many of some headings are about something of the tool."""
        try:
            return sum(about is not None for about in self.targets(headings)[0])
        except ValueError:
            return sum(_date(text) is not None for text in headings)

    def _named(self, id: str) -> Target:
        return self._names.get(id) or self._squeezed[_squeezed(id)]

    def targets(self, headings: Sequence[str]) -> tuple[list[Target | None], list[str]]:
        """Return what each heading is about, and what was guessed, in words for people.

        A date is read back as the id it was typed as: day and month, or month and day, whichever gives ids of
        the tool in the tool's order. A second 1.1 right after 1.9 was 1.10, which a spreadsheet keeps as the
        number 1.1.

        Raises:
            ValueError: dates can be read both ways.
        """
        texts, told = self._dates_back(headings)
        found = [self.target(text) for text in texts]
        for at, one in enumerate(found[1:], start=1):
            before = found[at - 1]
            longer = self.target(f"{texts[at].strip()}0")
            if one and longer and before and before.written == f"{one.written[:-1]}9" and one in found[:at]:
                found[at] = longer
                told.append(f"{one.written!r} after {before.written!r} is read as {longer.written!r}")
        return found, told

    def _dates_back(self, headings: Sequence[str]) -> tuple[list[str], list[str]]:
        dates = {at: day for at, text in enumerate(headings) if (day := _date(text))}
        ways = []
        for turn in (False, True):
            read = {at: f"{m}.{d}" if turn else f"{d}.{m}" for at, (d, m) in dates.items()}
            if read and {*read.values()} <= {*self._items}:
                order = [self._items.index(id) for id in dict.fromkeys(read.values())]
                ways.append((sum(b - a == 1 for a, b in pairwise(order)), read))
        if not ways:
            return list(headings), []
        best = [read for follow, read in ways if follow == max(ways, key=itemgetter(0))[0]]
        if best[0] != best[-1]:
            at = next(at for at in dates if best[0][at] != best[-1][at])
            raise ValueError(
                f"{headings[at].strip()!r} is a date where {best[0][at]} or {best[-1][at]} was meant; "
                "format such cells as text, and write what is meant"
            )
        told = [f"{headings[at].strip()!r}, a date, is read as {id!r}" for at, id in best[0].items()]
        return [best[0].get(at, text) for at, text in enumerate(headings)], list(dict.fromkeys(told))


def judged_domains(tool: Tool) -> tuple[Domain, ...]:
    """Return the domains that have a judgement."""
    return tuple(domain for domain in tool.domains if domain.judged or domain.rules)


def _judged(tool: Tool) -> dict[str, Target]:
    """Return the names of domains that are judged; some share a short one."""
    found: dict[str, dict[str, None]] = {}
    for domain in judged_domains(tool):
        short = re.fullmatch(r"d(\d+)", fold(domain.short))
        for name in (domain.id, domain.short, domain.label, *([f"domain {short[1]}"] if short else [])):
            found.setdefault(fold(name), {})[domain.id] = None
    known = {
        name: Target(tuple(ids), "/".join(dict.fromkeys(tool.domain[id].short for id in ids)), judged=True)
        for name, ids in found.items()
    }
    if tool.overall:
        known[OVERALL] = known[fold(tool.overall.label)] = Target((OVERALL,), tool.overall.label, judged=True)
    return known


def _labels(tool: Tool) -> dict[str, Target]:
    """Return the labels and wordings that one item alone has."""
    found: dict[str, dict[str, None]] = {}
    for domain in tool.domains:
        for item in domain.items:
            for text in filter(None, (item.label, item.wording)):
                found.setdefault(fold(text), {})[item.id] = None
    return {name: Target(tuple(ids), next(iter(ids))) for name, ids in found.items() if len(ids) == 1}


def _spaced(name: str) -> str:
    """Return a pattern of a name with or without a space or point before a number: S1, S 1."""
    return r"[ .]?".join(re.escape(part) for part in re.findall(r"\D+|\d[\d.]*", name))


def _squeezed(name: str) -> str:
    return re.sub(r"(?<![\d.])[ .](?=\d)", "", name)


def _together(parts: Sequence[Target], rest: str) -> Target:
    ids = tuple(dict.fromkeys(id for part in parts for id in part.ids))
    written = "/".join(dict.fromkeys(part.written for part in parts))
    return Target(ids, written, parts[0].judged, rest.strip(" .:;()[]-–—") in _COMMENTS)


def _date(text: str) -> tuple[int, int] | None:
    """Return day and month of what a spreadsheet shows for an id that it took for a date."""
    for pattern in _DATES:
        if found := pattern.fullmatch(fold(text)):
            given = found.groupdict()
            month = given.get("month")
            if month and month not in _MONTHS:
                return None
            return int(given["d"]), _MONTHS[month] if month else int(given["m"])
    return None

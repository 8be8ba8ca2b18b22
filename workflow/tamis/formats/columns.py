"""How a column is filled from an entry's fields: small rules, put together as data by each format.

A rule takes `Fields` and returns the column's value. `first("TI", "T1")` is such a rule: the first field
that is not empty. Nothing is mended here that a format does not itself encode: markup and entities in a
title stay as they are; comparing records is the business of deduplication.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import unquote

from tamis.formats.entry import Entry, Flaw

#: What sources write where they have nothing to write.
_NOTHING = {"", "NA", "[No abstract available]", "[No author name available]", "[No title available]"}
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_RESOLVED_DOI = re.compile(r"doi\.org/(10\.\d{4,9}/\S+)", re.I)
#: Words that stand in the names of organisations, and hardly in those of people.
_ORGANISATION = re.compile(
    r"\b(?:of|for|and|the|agency|association|authority|board|bureau|cent(?:re|er)|college|collaboration|"
    r"commission|committee|consortium|council|department|foundation|government|group|initiative|institut\w+|"
    r"ministry|nations|network|office|organi[sz]ation|partnership|program(?:me)?|project|research|school|"
    r"services?|society|team|trust|unit|university)\b|&",
    re.IGNORECASE,
)
#: What stands behind the name of an organisation where initials may.
_PLACES = frozenset({"EU", "UAE", "UK", "UN", "US", "USA"})
_EMAIL = re.compile(r"\s?\([^()@]{0,200}@[^()@]{0,200}\)")


class Fields:
    """The fields of one entry, by tag or heading; a tag may stand several times."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs = list(pairs)
        self._by_tag: dict[str, list[str]] = {}
        for tag, value in self.pairs:
            self._by_tag.setdefault(tag, []).append(value)

    def of(self, *tags: str) -> list[str]:
        """Return the values of some tags, tag by tag."""
        return [value for tag in tags for value in self._by_tag.get(tag, ())]

    def seen(self, *tags: str) -> list[str]:
        """Return the values of some tags in the order in which they stand in the entry."""
        if sum(tag in self._by_tag for tag in tags) < 2:
            return self.of(*tags)
        return [value for tag, value in self.pairs if tag in tags]


Rule = Callable[[Fields], Any]
Columns = Mapping[str, Rule]


def entry(ordinal: int, line: int, fields: Fields, columns: Columns, flaws: Sequence[Flaw] = ()) -> Entry:
    """Return an entry whose columns are filled by the rules of its format."""
    values = {name: rule(fields) for name, rule in columns.items()}
    return Entry(ordinal=ordinal, line=line, flaws=tuple(flaws), **values)


# --- rules --------------------------------------------------------------------------------------


def first(*tags: str) -> Rule:
    """Return the first value that is not empty."""
    return lambda fields: next(filter(None, map(clean, fields.of(*tags))), "")


def words(*tags: str, by: str = "") -> Rule:
    """Return the values of all tags, each once, separated by `; `.

    Args:
        tags: the tags.
        by: what separates words within a value, beside the end of a line; nothing where empty. Where it
            is empty, each line of a value is a word.
    """

    def rule(fields: Fields) -> str:
        found: dict[str, None] = {}
        for value in fields.of(*tags):
            parts = value.replace("\n", " ").split(by) if by else value.split("\n")
            found.update(dict.fromkeys(filter(None, map(clean, parts))))
        return "; ".join(found)

    return rule


def people(*tags: str, apart: str = r"[;\n]") -> Rule:
    """Return `Last, First; Last, First`, in the order in which they stand; `apart` separates names."""

    def rule(fields: Fields) -> str:
        names = (name for value in fields.seen(*tags) for name in re.split(apart, value))
        return "; ".join(filter(None, map(person, names)))

    return rule


def either(*rules: Rule) -> Rule:
    """Return what the first rule gives that gives anything."""
    return lambda fields: next(filter(None, (rule(fields) for rule in rules)), "")


def year(*tags: str) -> Rule:
    """Return the first year in the values, or None."""

    def rule(fields: Fields) -> int | None:
        for value in fields.of(*tags):
            if found := _YEAR.search(value):
                return int(found[1])
        return None

    return rule


def pages(start: str, end: str, *alone: str) -> Rule:
    """Return `start-end`, or the first of the tags that hold pages or an article number whole."""

    def rule(fields: Fields) -> str:
        one, other = clean(" ".join(fields.of(start)[:1])), clean(" ".join(fields.of(end)[:1]))
        # Ovid cuts "No Pagination Specified" in two.
        if one == "No" or one.startswith("No Pagination"):
            one = other = ""
        if one and other and other != one and not one.endswith(f"-{other}"):
            return f"{one}-{other}"
        return one or other or first(*alone)(fields)

    return rule


def doi(*tags: str, resolver: tuple[str, ...] = ()) -> Rule:
    """Return the first DOI in the tags; in the tags of `resolver` only as an address at doi.org."""

    def rule(fields: Fields) -> str:
        for value in fields.of(*tags):
            if found := normal_doi(value):
                return found
        for value in fields.of(*resolver):
            if match := _RESOLVED_DOI.search(value):
                return normal_doi(match[1])
        return ""

    return rule


def matching(pattern: str, *tags: str) -> Rule:
    """Return the first group of a pattern in the first value where it is found."""
    compiled = re.compile(pattern, re.I)

    def rule(fields: Fields) -> str:
        for value in fields.of(*tags):
            if found := compiled.search(value):
                return found[1]
        return ""

    return rule


# --- values -------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Return a text on one line, without space around it; empty where it says that there is nothing."""
    text = " ".join(text.split())
    return "" if text in _NOTHING else text


def normal_doi(text: str) -> str:
    """Return the first DOI in a text, lower case, without resolver; empty where there is none.

    >>> normal_doi("https://doi.org/10.1000/ABC.123")
    '10.1000/abc.123'
    """
    found = _DOI.search(unquote(unescape(text)) if "&" in text or "%" in text else text)
    if not found:
        return ""
    name = found[0].lower().rstrip(".,;:\"'")
    for opening, closing in ("()", "[]"):
        while name.endswith(closing) and name.count(closing) > name.count(opening):
            name = name[:-1].rstrip(".,;:\"'")
    return name


def person(name: str) -> str:
    """Return a name as `Last, First`; one that could also be an organisation's stays as it is.

    >>> person("Brownstein C.D."), person("A. Author"), person("World Health Organization")
    ('Brownstein, C.D.', 'Author, A.', 'World Health Organization')
    >>> person("de la Cruz MA"), person("Department of Health UK"), person("Cancer Research UK")
    ('de la Cruz, MA', 'Department of Health UK', 'Cancer Research UK')
    """
    name = clean(_EMAIL.sub("", clean(name))).strip(" ;,")
    if "," in name:
        last, _, rest = name.partition(",")
        return f"{last.strip()}, {rest.strip()}"
    parts = name.split()
    if len(parts) > 2 and (_ORGANISATION.search(name) or parts[-1] in _PLACES):
        return name
    at_end = 0
    while at_end < len(parts) and is_initials(parts[-1 - at_end]):
        at_end += 1
    if 0 < at_end < len(parts):
        return f"{' '.join(parts[:-at_end])}, {' '.join(parts[-at_end:])}"
    at_start = 0
    while at_start < len(parts) and is_initials(parts[at_start]) and parts[at_start].endswith("."):
        at_start += 1
    if 0 < at_start < len(parts):
        return f"{' '.join(parts[at_start:])}, {' '.join(parts[:at_start])}"
    return name


def is_initials(word: str) -> bool:
    """Say whether a word is the initials of given names, such as `J.C.` or `JC`."""
    letters = word.replace(".", "").replace("-", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= 3

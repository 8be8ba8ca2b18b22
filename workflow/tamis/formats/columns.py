"""How a column is filled from an entry's fields: small rules, put together as data by each format.

A rule takes a `Raw` entry and gives the column's value. `first("TI", "T1")` is such a rule: the first field
that is not empty. Markup and entities are no part of a value and are taken out; beyond that nothing is
mended that a format does not itself encode: comparing records is the business of deduplication.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from html.entities import html5
from typing import Any
from urllib.parse import unquote

from tamis.formats.entry import COLUMNS, Entry, Raw

#: What sources write where they have nothing to write.
NOTHING = frozenset(
    [
        *("", "NA", "N/A", "N.PAG", "N.PAG-N.PAG"),
        *("[No abstract available]", "[No author name available]", "[No title available]"),
    ]
)
#: What `clean` leaves as it is: no mark, no entity, no space but one between words.
_SPACE = "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


def _clean_but(signs: str = "") -> str:
    """Return a pattern of texts that `clean` leaves as they are, and that have none of some signs."""
    edge, inside = f"[^<&{signs}{_SPACE}]", f"[^<&\n\t {signs}]"
    return f"^(?:{edge}|{edge}(?: ?{inside})* ?{edge})$"


CLEAN = _clean_but()
#: The same for `text`; what stands behind `<` and `&` is no mark, and no entity.
_ONE_LINE = rf"^[^<&{_SPACE}](?:(?:[^<&\n]|[<&][ !\"$-.0-;=?@\[-`{{-~])*[^<&{_SPACE}])?$"
#: Patterns of RE2: a word of a name, a name and names that are written as they should be.
OF_NAME = rf"[^,;|<&@\[{_SPACE}]+"
NAME = rf"{OF_NAME}(?: {OF_NAME})*, {OF_NAME}(?: {OF_NAME})*"
_NAMES = rf"^{NAME}(?:; {NAME})*$"
#: What parts names.
_APART = r"[;\n]"
_DOI_ALONE = r"^10\.[0-9]{4,9}/[a-z0-9._()/:-]{0,200}[a-z0-9]$"
_LONGER = 1 + max(map(len, NOTHING))
#: A year, alone or with month and day behind it.
YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?=(?:[01]\d[0-3]\d)?(?!\d))")
#: The longest that were ever given have some hundred characters.
_LONGEST_DOI = 1000
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_RESOLVED_DOI = re.compile(r"doi\.org/(10\.\d{4,9}/\S+)", re.I)
#: The entry's own DOI in a note, which may speak of others: marked, or an address, at the beginning of a
#: line or of what a semicolon parts; or all that a line says. (Zotero keeps EndNote's field in this way.)
_NOTED_DOI = re.compile(
    r"(?:^|[;>])[ \t]*(?:(?:doi|electronic-resource-num):[ \t]*|(?:doi:?[ \t]*)?https?://(?:dx\.)?doi\.org/"
    r"|(?=10\.[^\s<>;]+[ \t]*$))(10\.\d{4,9}/[^\s<;]+)",
    re.I | re.M,
)
#: What may stand around a DOI and says nothing beyond it.
_AROUND_DOI = re.compile(r"^(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)+|\s*\[doi\]$", re.I)
_ONLY_A_DOI = re.compile(r"\s*(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+\s*", re.I)
#: What is no more part of a DOI, though no space parts it: the end of a link, a further one.
_AFTER_DOI = re.compile(r"</|[;,|](?=https?:|doi:|10\.\d{4,9}/)")
#: Marks of HTML, JATS and MathML; `p <0.05` and `a<b` are none.
_TAG = re.compile(
    r"</?(?:(?:jats|mml|ns\d|xhtml):[a-z-]+|i|b|u|s|em|strong|small|big|tt|code|inf|sub|sup|sc|scp|italic|bold|p"
    r"|br|hr|div|span|font|a|ul|ol|li|h[1-6]|title|sec|section|abstracttext|underline|img|nobr|math|m[ino]"
    r"|(?:inline|disp)-formula|mrow|m(?:under|over|sub|sup){1,2}|mfrac|mtext|mstyle|mspace|mfenced|msqrt|mtable|mtr|mtd|mroot)"
    r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"']+))*\s*/?>",
    re.I,
)
#: Marks that end a line or a paragraph, and so a word.
_BREAK = re.compile(
    r"</?(?:(?:jats:)?p|br|hr|div|li|ul|ol|h[1-6]|(?:jats:)?sec|section|(?:jats:)?title)\b", re.I
)
#: Marks of one letter that are text (`x<s>y`) where no mark closes them.
_LETTER_MARK = re.compile(r"<([abisu])>", re.I)
_CLOSING_MARK = re.compile(r"</([abisu])\s*>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
#: The PubMed id in a link to PubMed.
PMID_IN_LINK = r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed)/(\d{1,8})\b"
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

#: A name that is written as it should be: `Last, First`.
_PLAIN_NAME = re.compile(r"[\w.'’-]+(?: [\w.'’-]+)*, [\w.'’-]+(?: [\w.'’-]+)*").fullmatch

Get = Callable[[Raw], Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """How a column is filled.

    get: gives the column's value.
    tags: the tags that it looks at; an entry that has none of them leaves the column empty.
    holds: those of them of which it keeps all there is; what stands under any other tag, and is not the
        column's value as it stands, is an extra.
    ends: those of them that hold the beginning or the end of what the column has whole.
    parts: the rules that are tried one after another.
    plain: a pattern of RE2: a cell of a table that matches it as a whole, and is
        none of `NOTHING`, is the column's value as it stands; under the first of `ordered` that is there,
        whatever stands under other tags, or else where one of the tags alone is there.
    ordered: the tags that are tried one after another.
    """

    get: Get
    tags: frozenset[str]
    holds: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    parts: tuple[Rule, ...] = ()
    plain: str = ""
    ordered: tuple[str, ...] = ()

    def held(self, raw: Raw) -> frozenset[str]:
        """Return the tags of which the value of an entry's column keeps all there is."""
        if not self.parts:
            return self.holds
        return next((part.held(raw) for part in self.parts if part.get(raw)), frozenset())

    def among(self, tags: frozenset[str]) -> Get | None:
        """Return what fills the column of an entry that has some tags; None where nothing does."""
        if self.parts:
            return _one_of([get for part in self.parts if (get := part.among(tags))])
        return None if self.tags.isdisjoint(tags) else self.get


class Columns:
    """The rules of a format, by column of an entry; columns that are not named stay empty.

    An entry that has columns of its own (`Raw.columns`) is read by those.

    Args:
        fold: gives the name by which the rules know an entry's tag.
        rules: the rule of each column.
    """

    def __init__(self, fold: Callable[[str], str] = str, /, **rules: Rule) -> None:
        if unknown := rules.keys() - {*COLUMNS[2:]}:
            raise TypeError(f"no column of an entry: {', '.join(sorted(unknown))}")
        self._fold = fold
        self.rules = rules
        #: What fills which column, by the tags that an entry has: most entries of a file have the same.
        self._plans: dict[frozenset[str], list[tuple[int, Get]]] = {}

    def entry(self, ordinal: int, raw: Raw) -> Entry:
        """Return an entry in columns."""
        columns = raw.columns or self
        tags = frozenset(raw.first)
        plan = columns._plans.get(tags)
        if plan is None:
            plan = columns._plan(tags)
        values = _EMPTY.copy()
        for at, get in plan:
            values[at] = get(raw)
        values.append(tuple(raw.flaws))
        return Entry(ordinal, raw.line, *values)

    def _plan(self, tags: frozenset[str]) -> list[tuple[int, Get]]:
        if len(self._plans) > 1000:  # whoever makes up tags, makes up many
            self._plans.clear()
        found = [(at, self.rules.get(name)) for at, name in enumerate(COLUMNS[2:])]
        folded = frozenset(map(self._fold, tags))
        plan = [(at, get) for at, rule in found if rule and (get := rule.among(folded))]
        self._plans[tags] = plan
        return plan

    def extras(self, raw: Raw, entry: Entry) -> list[tuple[int, str, str]]:
        """Return what of an entry no column holds: (line, tag, value), in the entry's order."""
        columns = raw.columns or self
        filled = [rule for name, rule in columns.rules.items() if getattr(entry, name)]
        held = frozenset(tag for rule in filled for tag in rule.held(raw))
        found = []
        for line, tag, value in zip(raw.lines, raw.tags, raw.values, strict=True):
            name, text = columns._fold(tag), clean(value)
            if text and name not in held and not columns.is_held(name, text, entry):
                found.append((line, tag, value.strip()))
        return found

    def is_held(self, tag: str, value: str, entry: Entry) -> bool:
        """Say whether a value is, as it stands, that of a column which its tag may fill.

        Args:
            tag: the tag, as the rules name it.
            value: the value, cleaned and not empty.
            entry: the entry.
        """
        value = " ".join(value.split())
        return any(_is_whole(name, rule, tag, value, entry) for name, rule in self.filled_by(tag))

    def filled_by(self, tag: str) -> list[tuple[str, Rule]]:
        """Return the columns that a tag may fill, with their rules."""
        return [(name, rule) for name, rule in self.rules.items() if tag in rule.tags]


def _is_whole(name: str, rule: Rule, tag: str, value: str, entry: Entry) -> bool:
    """Say whether a value says nothing that its column does not."""
    held = " ".join(str(getattr(entry, name)).split())
    match name:
        case "year":
            return value.rstrip(" /.") == held
        case "doi":
            return held in (value.lower(), _AROUND_DOI.sub("", unquote(value)).lower())
        case "pages" if tag in rule.ends and held.startswith(f"{value}-"):
            return True
        case "pages" if tag in rule.ends and held.endswith(f"-{value}"):
            return True
    return value == held


_EMPTY: list[Any] = [None if name == "year" else "" for name in COLUMNS[2:]]


def _one_of(gets: Sequence[Get]) -> Get | None:
    """Return what gives the first of some values that is not empty; None where there is nothing to try.

    Where all are empty it gives the last: of years that is None, and no text.
    """
    if len(gets) < 2:
        return gets[0] if gets else None

    def get(raw: Raw) -> Any:
        found: Any = ""
        for one in gets:
            if found := one(raw):
                break
        return found

    return get


# --- rules --------------------------------------------------------------------------------------


def custom(get: Get, *tags: str, holds: Iterable[str] = ()) -> Rule:
    """Return a rule of a format's own.

    Args:
        get: gives the value; empty, or None for a year, where there is none.
        tags: all tags that it looks at.
        holds: further ones, of which the value keeps all there is.
    """
    return Rule(get, frozenset((*tags, *holds)), frozenset(holds))


def first(*tags: str) -> Rule:
    """Return the first value that is not empty."""

    def get(raw: Raw) -> str:
        for tag in tags:
            if tag in raw.first:
                if text := clean(raw.first[tag]):
                    return text
                for value in raw.all(tag)[1:]:
                    if text := clean(value):
                        return text
        return ""

    return Rule(get, frozenset(tags), plain=CLEAN, ordered=tags)


def text(*tags: str) -> Rule:
    """Return the first long text that is not empty, on one line, the spaces within a line as they are."""

    def get(raw: Raw) -> str:
        for tag in tags:
            for value in raw.all(tag):
                if "<" in value or "&" in value:
                    value = without_marks(value)
                if "\n" in value:
                    value = " ".join(filter(None, map(str.strip, value.split("\n"))))
                value = value.strip()
                if value and (len(value) >= _LONGER or value not in NOTHING):
                    return value
        return ""

    return Rule(get, frozenset(tags), plain=_ONE_LINE, ordered=tags)


def words(*tags: str, by: str = "") -> Rule:
    """Return the values of all tags, each once, separated by `; `.

    Args:
        tags: the tags.
        by: what separates words within a value, which may go on in a next line. Where it is empty, each
            line of a value is a word.
    """

    def get(raw: Raw) -> str:
        values = [value for tag in tags if tag in raw.first for value in raw.all(tag)]
        if not values:
            return ""
        if len(values) == 1 and "\n" not in values[0] and not (by and by in values[0]):
            return clean(values[0])
        parts = by.join(values).replace("\n", " ").split(by) if by else "\n".join(values).split("\n")
        return distinct(parts)

    return Rule(get, frozenset(tags), frozenset(tags), plain=_clean_but(re.escape(by)))


def people(*tags: str, apart: str = _APART) -> Rule:
    """Return `Last, First; Last, First`, in the order in which they stand; `apart` separates names."""
    split = re.compile(apart).split
    plain = _PLAIN_NAME if not re.search(apart, "Last, First") else re.compile(r"(?!)").match

    def get(raw: Raw) -> str:
        names: list[str] = []
        for value in raw.seen(*tags):
            if plain(value):
                names.append(value)
            else:
                # An entity has a semicolon in it, which separates no names.
                names += filter(None, map(person, split(without_marks(value) if "&" in value else value)))
        return "; ".join(names)

    return Rule(get, frozenset(tags), frozenset(tags), plain=_NAMES if apart == _APART else "")


def either(*rules: Rule) -> Rule:
    """Return what the first rule gives that gives anything."""
    tags = frozenset(tag for rule in rules for tag in rule.tags)
    ends = frozenset(tag for rule in rules for tag in rule.ends)
    return Rule(_one_of([rule.get for rule in rules]) or (lambda raw: ""), tags, ends=ends, parts=rules)


def year(*tags: str) -> Rule:
    """Return the first year in the values, or None."""

    def get(raw: Raw) -> int | None:
        for tag in tags:
            for value in raw.all(tag):
                if found := YEAR.search(value):
                    return int(found[1])
        return None

    return Rule(get, frozenset(tags))


def pages(start: str, end: str, *alone: str) -> Rule:
    """Return `start-end`, or the first of the tags that hold pages or an article number whole."""
    otherwise = first(*alone).get

    def get(raw: Raw) -> str:
        one, other = clean(raw.get(start)), clean(raw.get(end))
        # Ovid cuts "No Pagination Specified" in two.
        if one[:2] == "No" and (one == "No" or one.lower().startswith("no pagination")):
            one = other = ""
        if one and other and other != one and not one.endswith(f"-{other}"):
            return f"{one}-{other}"
        found: str = one or other or otherwise(raw)
        return found

    return Rule(get, frozenset((start, end, *alone)), ends=frozenset((start, end)))


def doi(
    *tags: str, resolver: tuple[str, ...] = (), whole: tuple[str, ...] = (), notes: tuple[str, ...] = ()
) -> Rule:
    """Return the first DOI in the tags; in others only where it is sure to be that of the entry.

    Args:
        tags: where any DOI counts.
        resolver: where an address at doi.org counts.
        whole: where a value counts that is nothing but a DOI.
        notes: where a DOI counts that is marked as one and does not stand within a sentence.
    """

    def get(raw: Raw) -> str:
        for tag in tags:
            for value in raw.all(tag):
                if found := normal_doi(value):
                    return found
        for tag in resolver:
            for value in raw.all(tag):
                if "doi.org" in value and (match := _RESOLVED_DOI.search(unquote(value))):
                    return normal_doi(match[1])
        for tag in whole:
            for value in raw.all(tag):
                if "10." in value and _ONLY_A_DOI.fullmatch(value):
                    return normal_doi(value)
        for tag in notes:
            for value in raw.all(tag):
                if "10." in value and (match := _NOTED_DOI.search(value)):
                    return normal_doi(match[1])
        return ""

    return Rule(
        get, frozenset(tags + resolver + whole + notes), plain=_DOI_ALONE if tags else "", ordered=tags
    )


def matching(pattern: str, *tags: str, near: str = "") -> Rule:
    """Return the first group of a pattern in the first value where it is found, whatever its case.

    Args:
        pattern: the pattern.
        tags: the tags.
        near: a word in lower case that stands wherever the pattern is found: looking for it first is faster.
    """
    search = re.compile(pattern, re.I).search

    def get(raw: Raw) -> str:
        for tag in tags:
            if tag in raw.first:
                values = raw.all(tag)
                if near and near not in "\n".join(values).lower():
                    continue
                for value in values:
                    if found := search(value):
                        return found[1]
        return ""

    return Rule(get, frozenset(tags))


def when(pattern: str, tags: tuple[str, ...], rule: Rule) -> Rule:
    """Return what a rule gives where a pattern is found under one of some tags; else nothing."""
    search = re.compile(pattern, re.I).search

    def get(raw: Raw) -> Any:
        return rule.get(raw) if any(search(value) for tag in tags for value in raw.all(tag)) else ""

    return Rule(get, rule.tags)


# --- values -------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Return a text on one line, without markup and space around it; empty where it says there is nothing.

    >>> clean(" Effects of H<sub>2</sub>O &amp; CO<sub>2</sub>,  p <0.05 ")
    'Effects of H2O & CO2, p <0.05'
    """
    if "<" in text or "&" in text:
        text = without_marks(text)
    text = " ".join(text.split()) if "\n" in text or "\t" in text or "  " in text else text.strip()
    return "" if len(text) < _LONGER and text in NOTHING else text


def without_marks(text: str) -> str:
    """Return a text without HTML, JATS and MathML tags, its entities decoded.

    A tag inside a word joins what it parts, one that ends a line parts it. Tags that came as entities
    (`&lt;i&gt;`) are tags.
    """
    for _ in range(2):
        if "<" in text:
            text = _without_tags(text)
        if "&" not in text:
            break
        text = without_entities(text)
    return text


def _without_tags(text: str) -> str:
    closed = {letter.lower() for letter in _CLOSING_MARK.findall(text)}

    def instead(tag: re.Match[str]) -> str:
        if _BREAK.match(tag[0]):
            return " "
        letter = _LETTER_MARK.fullmatch(tag[0])
        return tag[0] if letter and letter[1].lower() not in closed else ""

    return _TAG.sub(instead, text)


def without_entities(text: str) -> str:
    """Return a text with its entities decoded; what only begins like one (`&ampere;`) stays as it is."""
    return _ENTITY.sub(_decoded, text)


def _decoded(entity: re.Match[str]) -> str:
    return named_entity(entity[1], entity[0]) if entity[1] else unescape(entity[0])


def named_entity(name: str, otherwise: str = "") -> str:
    """Return the letters that a named entity of HTML stands for; something else where there is none."""
    return html5.get(f"{name};", otherwise)


def distinct(texts: Iterable[str]) -> str:
    """Return texts cleaned, each once, separated by `; `.

    >>> distinct(["Home", " Care", "", "Home "])
    'Home; Care'
    """
    return "; ".join(filter(None, dict.fromkeys(map(clean, texts))))


def normal_doi(text: str) -> str:
    """Return the first DOI in a text, lower case, without resolver; empty where there is none.

    >>> normal_doi("https://doi.org/10.1000/ABC.123")
    '10.1000/abc.123'
    """
    if "10." not in text:
        return ""
    found = _DOI.search(unquote(without_entities(text)) if "&" in text or "%" in text else text)
    if not found:
        return ""
    name = found[0].lower()
    if "<" in name or "," in name or ";" in name or "|" in name:
        name = _AFTER_DOI.split(name, maxsplit=1)[0]
    name = name[:_LONGEST_DOI].rstrip(".,;:\"'")
    for opening, closing in ("()", "[]", "<>"):
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
    name = clean(name)
    if "@" in name:
        name = clean(_EMAIL.sub("", name))
    name = name.strip(" ;,")
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


def is_organisation(name: str) -> bool:
    """Say whether a name has words in it that the names of organisations have, and hardly those of people."""
    return _ORGANISATION.search(name) is not None


def is_initials(word: str) -> bool:
    """Say whether a word is the initials of given names, such as `J.C.` or `JC`."""
    letters = word.replace(".", "").replace("-", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= 3


def joined(names: Iterable[str]) -> str:
    """Return names as `Last, First; Last, First`."""
    return "; ".join(filter(None, map(person, names)))

"""Rules that several tables share: cells that hold many names, words or numbers in one text."""

from __future__ import annotations

import re

from tamis.formats import columns as c
from tamis.formats.columns import Rule
from tamis.formats.entry import Raw

#: A list as Python writes it, and each text in it.
_LIST = re.compile(r"\s*\[\s*(?=['\"]).*['\"]\s*\]\s*", re.S)
_EMPTY_LIST = re.compile(r"\s*\[\s*\]\s*")
#: Where nothing closes the last text, it goes on to the end: to look again behind each mark takes for ever.
_ITEM = re.compile(r"'((?:[^'\\]|\\.)*+)(?:'|\\?\Z)|\"((?:[^\"\\]|\\.)*+)(?:\"|\\?\Z)", re.S)
#: A run of blanks is one: behind each of a long run a pattern would try anew.
_BLANKS = re.compile(r"[^\S\n]+")
_AND = re.compile(r",? (?:and|&)(?: |(?=\n))| ?\n\s*(?:and )?")
#: `Liu R.`, `Griffin DK`, `van der Berg J.-P.`: a name whose given names are initials.
_SHORT = re.compile(r"\S.*\s[A-Z]\.?(?:[ -]?[A-Z]\.?){0,3}")
_SMALL_WORD = re.compile(r"\b(?:of|for|the)\b", re.I)
#: Names that semicolons part, or one that could not be several.
_GIVEN = "[A-Z][A-Za-z.-]*"
_PLAIN = rf"^{c.NAME}(?:; {c.NAME})+$|^{c.OF_NAME}, {_GIVEN}(?: {_GIVEN})*$"
_PLAIN_NUMBER = "^[0-9]{4}-[0-9]{3}[0-9X]$"
_NUMBER = re.compile(r"\b(?:97[89][- ]?)?[\d][\d -]{6,14}[\dXx]\b")


def listed(text: str) -> list[str]:
    """Return the texts of a list as Python writes it, such as `['A', 'B']`; of any other text itself.

    >>> listed("['Doe, J.', 'Roe, R.']"), listed("Doe, J.")
    (['Doe, J.', 'Roe, R.'], ['Doe, J.'])
    """
    if not _LIST.fullmatch(text):
        return [text] if _EMPTY_LIST.fullmatch(text) is None else []
    return [(one or other).replace("\\'", "'") for one, other in _ITEM.findall(text)]


def names(text: str) -> list[str]:
    """Return the names in a text, by whatever parts them: semicolons, bars, lines, `and`, commas.

    Commas part names only where each part is a name of itself: `Liu R., Adler D.G.` are two, as are
    `Doe, J., Roe, R.`, and `Doe, Jane` is one.

    >>> names("Doe, J. and Roe, R."), names("Liu R., Adler D.G."), names("Doe, J., Roe, R., & Poe, P.")
    (['Doe, J.', 'Roe, R.'], ['Liu R.', 'Adler D.G.'], ['Doe, J.', 'Roe, R.', 'Poe, P.'])
    >>> names("Department of Health and Social Care"), names("Doe, Jane")
    (['Department of Health and Social Care'], ['Doe, Jane'])
    """
    found: list[str] = []
    for item in listed(_BLANKS.sub(" ", text)):
        for mark in ";|":
            if mark in item:
                found += item.split(mark)
                break
        else:
            parts = [part for part in _AND.split(item) if part.strip(" ,")]
            whole = len(parts) < 2 or not ("\n" in item.strip() or all(map(_is_name, parts)))
            for part in [item] if whole else parts:
                found += _by_commas(part)
    return [name.strip() for name in found if name.strip(" ,")]


def _is_name(text: str) -> bool:
    """Say whether a text is a person's name, or some: it has a comma, initials, or two to four words."""
    if _SMALL_WORD.search(text):
        return False
    return "," in text or bool(_SHORT.fullmatch(text.strip())) or 2 <= len(text.split()) <= 4


def _by_commas(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2:
        return [text]
    if len(parts) % 2 == 0 and all(map(c.is_initials, (part.replace(" ", "") for part in parts[1::2]))):
        return [", ".join(parts[at : at + 2]) for at in range(0, len(parts), 2)]
    if all(map(_SHORT.fullmatch, parts)) or (len(parts) > 2 and all(" " in part for part in parts)):
        return parts
    return [text]


def people(*tags: str) -> Rule:
    """Return `Last, First; Last, First`, by whatever parts the names."""

    def get(raw: Raw) -> str:
        return c.joined(name for value in raw.seen(*tags) for name in names(value))

    return Rule(get, frozenset(tags), frozenset(tags), plain=_PLAIN)


def either_people(*tags: str) -> Rule:
    """Return the names under the first of the tags that has any."""
    return c.either(*map(people, tags))


def words(*tags: str) -> Rule:
    """Return the words of all tags, each once, separated by `; `; semicolons, bars or a list part them."""

    def get(raw: Raw) -> str:
        found: dict[str, None] = {}
        for value in raw.of(*tags):
            for item in listed(value):
                found.update(dict.fromkeys(map(c.clean, re.split(r"[;|\n]", item))))
        return "; ".join(filter(None, found))

    return Rule(get, frozenset(tags), frozenset(tags))


def issns(*tags: str) -> Rule:
    """Return each ISSN or ISBN once, separated by `; `, without what is written around it."""

    def get(raw: Raw) -> str:
        found: dict[str, None] = {}
        for value in raw.of(*tags):
            numbers = [number for part in re.split(r"[;,|\s]+", value) for number in _NUMBER.findall(part)]
            found.update(dict.fromkeys(numbers or [c.clean(value)]))
        return "; ".join(filter(None, found))

    return Rule(get, frozenset(tags), plain=_PLAIN_NUMBER)


def verbatim(tag: str) -> Rule:
    """Return a cell as it is, but for space around it."""
    return Rule(
        lambda raw: raw.get(tag).strip(), frozenset({tag}), frozenset({tag}), plain=c.CLEAN, ordered=(tag,)
    )

"""What the fields of entries in JSON say: texts, names, years, and what no column holds of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from tamis.formats import columns as c
from tamis.formats.entry import Entry

#: Numbers stay as they are written: no entry is lost to one of 5,000 digits, and 1.10 is not 1.1.
NUMBERS: dict[str, Any] = {
    "parse_int": str,
    "parse_float": str,
    "parse_constant": lambda word: None if word == "NaN" else word,
}
#: Reads also texts with line breaks and tabs as they are, which JSON has as `\n` and `\t`.
LAX = json.JSONDecoder(**NUMBERS, strict=False)


def value(text: str) -> Any:
    """Return what the text of a field is: an object or a list where it is one in JSON, else the text."""
    if text[:1] not in ("{", "["):
        return text
    try:
        return LAX.decode(text)
    except (ValueError, RecursionError):
        return text


def inside(thing: Any, *keys: str) -> str:
    """Return the text under a path of keys in objects; the first of a list; empty where there is none."""
    for key in keys:
        if isinstance(thing, list):
            thing = next((one for one in thing if isinstance(one, dict)), None)
        thing = thing.get(key) if isinstance(thing, dict) else None
    while isinstance(thing, list):
        thing = thing[0] if thing else None
    return thing if isinstance(thing, str) else ""


def name(person: Any) -> str:
    """Return a name as `Last, First`, with its particles before the family name; of an organisation, its own.

    Args:
        person: a name as CSL has it, or a text.
    """
    if isinstance(person, str):
        return c.person(person)
    if not isinstance(person, dict):
        return ""

    def part(*keys: str) -> str:
        words = (c.clean(inside(person, key)).replace(";", ",").strip(" ,") for key in keys)
        return " ".join(filter(None, words))

    last = part("dropping-particle", "non-dropping-particle", "family")
    first = part("given", "suffix")
    if last and first:
        return f"{last}, {first}"
    return last or first or part("literal") or part("name")


def year(date: Any) -> int | None:
    """Return the year of a date: in parts, as it was typed, or a text; None where it says none."""
    if isinstance(date, dict):
        found = inside(date, "date-parts") or inside(date, "year")
        texts = [found] if found else [inside(date, key) for key in ("raw", "literal", "string", "date-time")]
    else:
        texts = [inside(date)]
    return next((int(match[1]) for each in texts if (match := c.YEAR.search(each))), None)


def _leaves(thing: Any) -> Iterator[str]:
    todo = [thing]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            todo += one.values()
        elif isinstance(one, list):
            todo += one
        elif one is not None:
            yield str(one)


class Columns(c.Columns):
    """The rules of a format of JSON; extras leave out objects that say nothing beyond the columns.

    Args:
        names: tags whose objects are people.
        fold: as in `columns.Columns`.
        rules: as in `columns.Columns`.
    """

    def __init__(self, names: Sequence[str], fold: Callable[[str], str] = str, /, **rules: c.Rule) -> None:
        super().__init__(fold, **rules)
        self._names = frozenset(names)

    def is_held(self, tag: str, text: str, entry: Entry) -> bool:
        """Say whether a value, or all that an object says, stands in the columns that its tag may fill."""
        columns = [str(getattr(entry, name)) for name, _ in self.filled_by(tag)]
        leaves = list(filter(None, (c.clean(leaf) for leaf in _leaves(value(text)))))
        if tag in self._names and leaves:  # the parts of a name may stand in another order
            words = _words(" ".join(leaves))
            return any(words in _names(column) for column in columns)
        if not leaves or (len(leaves) == 1 and any(leaves[0] in _parts(column) for column in columns)):
            return True
        return super().is_held(tag, text, entry)


# Asked for each of some thousand authors of an entry: a column is taken apart once.


@lru_cache(maxsize=32)
def _parts(column: str) -> frozenset[str]:
    return frozenset((column, *column.split("; ")))


@lru_cache(maxsize=32)
def _names(column: str) -> frozenset[tuple[str, ...]]:
    return frozenset(map(_words, _parts(column)))


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r"[^\s,;]+", name)))

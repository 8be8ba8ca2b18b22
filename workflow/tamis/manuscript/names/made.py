"""How names are put together: parts that a manuscript can write with dots, and quantities from numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from tamis.manuscript.values import Quantity
from tamis.reports.numbers import Number

#: What a name gives: a quantity, or words.
Names = dict[str, Quantity | str]


def part(id: str) -> str:
    """Return an id as a part of a name that a manuscript can write after a dot.

    >>> part("non-primary"), part("1.1"), part("mmat2018"), part("Web of Science"), part("?")
    ('non_primary', 'n1_1', 'mmat2018', 'web_of_science', 'n')
    """
    made = re.sub(r"\W+", "_", id if re.fullmatch(r"\w+", id) else id.casefold()).strip("_")
    return made if made[:1].isalpha() else f"n{made}"


def parts(ids: Iterable[str], *, small: bool = False) -> dict[str, str]:
    """Return the part of each id; where two have the same, the later has a number behind it.

    small: in small letters.


    >>> parts(["a-b", "a_b", "c"])
    {'a-b': 'a_b', 'a_b': 'a_b_2', 'c': 'c'}
    """
    made: dict[str, str] = {}
    for id in dict.fromkeys(ids):
        own = part(id.casefold() if small else id)
        name, n = own, 1
        while name in made.values():
            n += 1
            name = f"{own}_{n}"
        made[id] = name
    return made


def of(name: str, number: Number, *called: str) -> Quantity:
    """Return a number of the report under a name; `called` is what texts call it."""
    return Quantity(
        name,
        number.value,
        number.words,
        number.table,
        number.where,
        number.mark,
        number.digits,
        tuple(called),
    )


def under(prefix: str, found: Iterable[tuple[str, Quantity]], *, small: bool = False) -> Names:
    """Return quantities by their names, `<prefix>.<part of the id>`; also by an id that no dot can reach.

    The quantity of an id with a hyphen is there twice, as `flow.reason.non_primary` and as
    `flow.reason["non-primary"]`: it is one quantity, and has the first name.
    """
    rows = list(found)
    named = parts((id for id, _ in rows), small=small)
    made: Names = {}
    for id, quantity in rows:
        name = f"{prefix}.{named[id]}"
        made[name] = made[f"{prefix}.{id}"] = replace(quantity, name=name)
    return made


def added(name: str, numbers: Iterable[Number], words: str, *called: str) -> Quantity:
    """Return the sum of some numbers; it is not known where none is, and has a mark where all have one."""
    known = [number for number in numbers if number.value is not None]
    value = sum(int(number.value or 0) for number in known) if known else None
    marks = [number.mark for number in known]
    where = "; or ".join(dict.fromkeys(number.where for number in known))
    table = known[0].table if known else ""
    mark = marks[0] if marks and all(marks) else ""
    return Quantity(name, value, words, table, where, mark, called=tuple(called))

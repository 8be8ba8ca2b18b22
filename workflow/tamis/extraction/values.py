"""What one typed value must look like for the type that the form gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tamis.config import Label
from tamis.errors import not_one_of
from tamis.store import iso_date

_NUMBER = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)")
_NUMBER_AND_UNIT = re.compile(rf"({_NUMBER.pattern})\s*([^\d\s.,].*)")


def parse(text: str, kind: str, *, unit: str = "", choices: Sequence[Label] = ()) -> str:
    """Return a typed value as the data hold it; empty stays empty.

    Args:
        text: the value as it was typed.
        kind: `text`, `number`, `date` or `choice`, as in the form.
        unit: for a number, the unit that the form asks for; the value itself carries none.
        choices: for a choice, the known ones; letter case does not count.

    Raises:
        ValueError: the value does not fit; the text says what would.
    """
    text = text.strip()
    if not text:
        return ""
    match kind:
        case "number":
            return _number(text, unit)
        case "date":
            return iso_date(text)
        case "choice":
            return _choice(text, choices)
        case _:
            return text


def comparable(text: str, kind: str) -> str | float:
    """Return what two extractors' values are compared by: numbers as numbers, texts without case."""
    if kind == "number" and text:
        return float(text)
    return " ".join(text.split()).casefold()


def _number(text: str, unit: str) -> str:
    if _NUMBER.fullmatch(text):
        return text
    with_unit = _NUMBER_AND_UNIT.fullmatch(text)
    if with_unit and unit:
        number, given = with_unit[1], with_unit[4].strip()
        if given.casefold() == unit.casefold():
            raise ValueError(f"{text!r} is not a number alone; write {number}, the form has the unit")
        raise ValueError(f"{text!r} is in {given}, and the form asks for a number in {unit}")
    hint = f", in {unit}" if unit else ""
    raise ValueError(f"{text!r} is not a number; write it with a point and without separators{hint}")


def _choice(text: str, choices: Sequence[Label]) -> str:
    known = {choice.id.casefold(): choice.id for choice in choices}
    if text.casefold() not in known:
        raise ValueError(not_one_of(text, [choice.id for choice in choices]))
    return known[text.casefold()]

"""What one typed value must look like for the type that the form gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tamis.config import Label
from tamis.errors import not_one_of
from tamis.store import iso_date

#: What stands in a form that nobody filled in yet, in YAML; in a workbook such a cell is empty.
BLANK = "..."
#: What says of a value of any type that the report does not give it, or that it is not asked of this study.
STATE_OF = {
    **dict.fromkeys(("not reported", "not_reported", "nr", "n.r.", "n.r"), "not_reported"),
    **dict.fromkeys(("not applicable", "not_applicable", "na", "n/a", "n.a.", "n.a"), "not_applicable"),
}
#: How a drop-down list says so.
STATE_WORDS = ("not reported", "not applicable")

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_NUMBER_AND_UNIT = re.compile(rf"({_NUMBER.pattern})\s*([^\d\s.,].*)")
_P = re.compile(rf"(?:p\s*(?=[=<>≤≥]))?([=<>≤≥]|<=|>=)?\s*({_NUMBER.pattern})", re.IGNORECASE)
_SIGNS = {"≤": "<=", "≥": ">=", "=": ""}
#: A minus sign as it stands in print.
_MINUS = re.compile(r"^[\u2212\u2013](?=[0-9.])")


def parse(text: str, kind: str, *, unit: str = "", choices: Sequence[Label] = ()) -> str:
    """Return a typed value as the data hold it; empty stays empty.

    Args:
        text: the value as it was typed.
        kind: a type of the form, but for `table`; `choices` are those of a list, separated by ;.
        unit: for a number, the unit that the form asks for; the value itself carries none.
        choices: for a choice, the known ones, by id or label; letter case does not count.

    Returns:
        digits as they were typed; a p value with its sign, but for =, and a blank: `< .05`; `ns`; ids of
        choices; a date in ISO 8601.

    Raises:
        ValueError: the value does not fit; the text says what would.
    """
    text = text.strip()
    if not text:
        return ""
    match kind:
        case "number":
            return _number(_MINUS.sub("-", text), unit)
        case "p":
            return _p(text)
        case "date":
            return iso_date(text)
        case "choice":
            return _choice(text, choices)
        case "choices":
            given = {_choice(part.strip(), choices) for part in re.split(r"[;\n]", text) if part.strip()}
            return ";".join(choice.id for choice in choices if choice.id in given)
        case _:
            return text


def state(text: str, choices: Sequence[Label] = ()) -> str:
    """Return the state that a typed value stands for; `given` where it is a value.

    A choice of the form that is called so is a choice.
    """
    word = " ".join(text.split()).casefold()
    if not word:
        return "not_reported"
    own = {name.casefold() for choice in choices for name in (choice.id, choice.label)}
    return STATE_OF.get(word, "given") if word not in own else "given"


def comparable(text: str, kind: str) -> str | float | tuple[str, float]:
    """Return what two extractors' values are compared by: numbers as numbers, texts without case."""
    if kind == "number" and text:
        return float(text)
    if kind == "p" and text and text != "ns":
        sign, _, number = text.rpartition(" ")
        return sign, float(number)
    return " ".join(text.split()).casefold()


def _number(text: str, unit: str) -> str:
    if _NUMBER.fullmatch(text):
        return text
    with_unit = _NUMBER_AND_UNIT.fullmatch(text)
    if with_unit and unit:
        number, given = with_unit[1], with_unit[2].strip()
        if given.casefold() == unit.casefold():
            raise ValueError(f"{text!r} is not a number alone; write {number}, the form has the unit")
        raise ValueError(f"{text!r} is in {given}, and the form asks for a number in {unit}")
    hint = f", in {unit}" if unit else ""
    raise ValueError(f"{text!r} is not a number; write it with a point and without separators{hint}")


def _p(text: str) -> str:
    if text.casefold().replace(".", "") == "ns":
        return "ns"
    found = _P.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a p value; write it as .03, < .001 or ns")
    sign, number = _SIGNS.get(found[1] or "", found[1] or ""), found[2]
    if not 0 <= float(number) <= 1:
        raise ValueError(f"{text!r} is not a p value: it lies between 0 and 1")
    return f"{sign} {number}".strip()


def _choice(text: str, choices: Sequence[Label]) -> str:
    known = {" ".join(choice.label.split()).casefold(): choice.id for choice in choices}
    known |= {choice.id.casefold(): choice.id for choice in choices}
    word = " ".join(text.split()).casefold()
    if word not in known:
        raise ValueError(not_one_of(text, [choice.id for choice in choices]))
    return known[word]

"""What one typed value must look like for the type that the form gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tamis.config import Label
from tamis.errors import not_one_of
from tamis.proforma import Column
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
#: What stands behind a number is a unit, unless it is a part of the number: 1e5, 0x1F.
_NUMBER_AND_UNIT = re.compile(rf"({_NUMBER.pattern})\s*(?![eox][+-]?[0-9])((?:[^\W\d_]|[%‰°$€£¥]).*)", re.I)
#: What is neither a sign nor a blank that a person types: YAML refuses it, unless it is written as "\0".
_UNTYPED = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_P = re.compile(rf"(?:p\s*(?=[=<>≤≥]))?([=<>≤≥]|<=|>=)?\s*({_NUMBER.pattern})", re.IGNORECASE)
#: A date of which the month, or the year, is all that is known.
_MONTH = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2]))?")
_SIGNS = {"≤": "<=", "≥": ">=", "=": ""}
#: A minus sign as it stands in print.
_MINUS = re.compile(r"^[\u2212\u2013](?=[0-9.])")


#: What a value of a type looks like, for people.
LOOKS = {
    "text": "a text",
    "number": "a number",
    "p": "a p value, such as .03, < .001 or ns",
    "date": "a date, such as 2021-09-17, 2021-09 or 2021",
    "table": "rows of a table",
}


def typeable(text: str) -> bool:
    """Say whether a person can have typed a text: it holds no character that controls something."""
    return not _UNTYPED.search(text)


def asked_for(column: Column) -> str:
    """Return what a field or column asks for, for people."""
    if column.choices:
        several = "several of" if column.type == "choices" else "one of"
        return f"{several} {', '.join(map(named, column.choices))}"
    return f"{LOOKS[column.type]}{f', in {column.unit}' if column.unit else ''}"


def parse(text: str, kind: str, *, unit: str = "", choices: Sequence[Label] = ()) -> str:
    """Return a typed value as the data hold it; empty stays empty.

    Args:
        text: the value as it was typed.
        kind: a type of the form, but for `table`; `choices` are those of a list, separated by ;.
        unit: for a number, the unit that the form asks for; the value itself carries none.
        choices: for a choice, the known ones, by id or label; letter case does not count.

    Returns:
        digits as they were typed; a p value with its sign, but for =, and a blank: `< .05`; `ns`; ids of
        choices; a date in ISO 8601, of which the month or year alone may be known: 2012-05.

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
            return _date(text)
        case "choice":
            return _choice(text, choices)
        case "choices":
            parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
            given = {_choice(part, choices, "; several are separated by ;") for part in parts}
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


def _number(text: str, unit: str) -> str:
    if _NUMBER.fullmatch(text):
        return text
    with_unit = _NUMBER_AND_UNIT.fullmatch(text)
    if with_unit and unit:
        number, given = with_unit[1], with_unit[2].strip()
        if given == unit == "%":  # a spreadsheet writes the sign itself
            return number
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


def _date(text: str) -> str:
    if _MONTH.fullmatch(text):
        return text
    try:
        return iso_date(text)
    except ValueError as error:
        if "is not a date" in str(error):
            raise ValueError(f"{text!r} is not a date; write it as 2021-09-17, 2021-09 or 2021") from None
        raise


def _choice(text: str, choices: Sequence[Label], several: str = "") -> str:
    """Return the id of a choice; `several`: what is said where it may be several with commas."""
    labels = [" ".join(choice.label.split()) for choice in choices]
    ids = [choice.id for choice in choices]
    known = {name.casefold(): id for name, id in zip([*labels, *ids], ids * 2, strict=True)}
    word = " ".join(text.split()).casefold()
    if word in known:
        return known[word]
    _, near, name = not_one_of(word, [*ids, *labels]).rpartition("; did you mean ")
    hint = f"{near}{name}" if near else ""
    if several and "," in text:
        hint = several
    shown = ", ".join(map(named, choices))
    raise ValueError(f"{text!r} is not one of {shown or '(none known)'}{hint}")


def named(choice: Label) -> str:
    """Return a choice for people: its id, and its label where that says something else."""
    label = " ".join(choice.label.split())
    return choice.id if label.casefold() in ("", choice.id.casefold()) else f"{choice.id} ({label})"

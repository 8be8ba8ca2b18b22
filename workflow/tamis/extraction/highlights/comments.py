"""What a comment in a PDF names: a field of the form, or a cell of a table in it, and its value."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from tamis.errors import counted
from tamis.extraction.filled.values import parse, state, typeable
from tamis.pdf.texts import Mark
from tamis.proforma import Column, Field, Proforma

_NUMBER = re.compile(r"(?<![\w.])[-\u2212]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+)(?![\w]|\.\d|,\d)")
_P = re.compile(r"(?<![a-z])p\s*([=<>\u2264\u2265]|<=|>=)\s*(\d*\.\d+)", re.IGNORECASE)
_ROW = re.compile(r"(?:\s*\[\s*(\d{1,4})\s*\]|\s+(\d{1,4}))\s*[.:\s]\s*(.+)", re.DOTALL)
_BROKEN = re.compile(r"(?<=[^\W\d_])-\s*\n\s*(?=[a-z])")
#: How alike a comment and a name must be, of 1, for a slip of the pen.
_SLIP = 0.8
#: A comment with more words is a remark, and no name of a field.
_FEW_WORDS = 6


#: What a comment names: field, row, column, and the value behind them.
Target: TypeAlias = tuple[Field, int, str, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A value that a comment names, or `why` there is none; row and column are as in `tables.Datum`."""

    field: Field
    row: int
    column: str
    page: int
    value: str = ""
    quote: str = ""
    note: str = ""
    why: str = ""

    @property
    def cell(self) -> tuple[str, int, str]:
        """The field, row and column."""
        return self.field.id, self.row, self.column

    @property
    def said(self) -> str:
        """The field, row and column, and its page, for people."""
        where = f"{self.field.id}[{self.row}].{self.column}" if self.column else self.field.id
        return f"{where} (page {self.page})"


# --- names --------------------------------------------------------------------------------------


def names_of(proforma: Proforma) -> Mapping[str, Field]:
    """Return the fields by every name that they have, as `_plain` gives it."""
    found: dict[str, Field] = {}
    for names in (
        ((_plain(field.label), field) for field in proforma.fields),
        ((_plain(old), field) for field in proforma.fields for old in field.was),
        ((_plain(field.id), field) for field in proforma.fields),
    ):
        found |= names
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\s_]+", " ", text).strip().casefold()


@dataclass(frozen=True, slots=True)
class Slip:
    """A line of a comment that nearly names a field; `field`: the one that it may mean."""

    field: str
    said: str


def marked(mark: Mark, names: Mapping[str, Field], slips: list[Slip]) -> Iterator[Marked]:
    """Yield what a mark's comment names, line by line; other lines are remarks on it.

    A text of several lines is one value where it begins a comment of which no other line names anything.

    Args:
        mark: what is marked.
        names: as `names_of` gives them.
        slips: takes the lines that nearly name something.
    """
    lines = [line for line in mark.comment.splitlines() if line.strip()]
    targets = [_named(line, names) for line in lines]
    found = [target for target in targets if target]
    others = [" ".join(line.split()) for line, target in zip(lines, targets, strict=True) if not target]
    near = {line: slip for line in others if (slip := _slip(line, names))}
    whole = _named(mark.comment, names)
    one_text = len(found) == 1 and targets[0] is not None and _is_text(found[0]) and not near
    if whole and (not found or one_text):  # a name can be broken at the end of a line, too
        found, others, near = [whole], [], {}
    slips += [Slip(slip[0], f"page {mark.page}: {line!r} {slip[1]}") for line, slip in near.items()]
    note = " ".join(line for line in others if line not in near)
    for field, row, column, text in found:
        yield _value(mark, field, row, column, text, note)


def _is_text(target: Target) -> bool:
    """Say whether what is named holds any text, and a value for it stands there."""
    field, _, column, text = target
    return bool(text) and field.column(column).type == "text"


def _named(comment: str, names: Mapping[str, Field]) -> Target | None:
    """Return field, row, column and value of a comment that names one; None: it names none."""
    comment = comment.strip()
    splits = [at for at, letter in enumerate(comment) if letter in ":="]
    for at in (len(comment), *reversed(splits)):  # a label may hold a colon itself
        head, text = comment[:at].strip().rstrip(".").strip(), comment[at + 1 :].strip()
        plain = _plain(head)
        if (field := names.get(plain)) and field.type != "table":
            return field, 1, "", text
        if cell := _cell(plain, names):
            return *cell, text
    return None


def _cell(plain: str, names: Mapping[str, Field]) -> tuple[Field, int, str] | None:
    """Return the table, row and column that a text names."""
    for name, field in names.items():
        if field.type == "table" and plain.startswith(name):
            found = _ROW.fullmatch(plain, len(name))
            row = int(found[1] or found[2]) if found else 0
            column = _column(found[3], field) if found else None
            if row and column:
                return field, row, column.id
    return None


def _column(plain: str, field: Field) -> Column | None:
    names = {_plain(column.label): column for column in field.columns}
    names |= {_plain(column.id): column for column in field.columns}
    return names.get(plain.strip())


def _slip(line: str, names: Mapping[str, Field]) -> tuple[str, str] | None:
    """Return the field that a comment nearly names, and what is said of it; None: it does not."""
    import difflib

    parted = re.split(r"[:=]", line, maxsplit=1)
    plain = _plain(re.sub(r"[\[\].]", " ", parted[0]))
    if len(parted) == 1 and len(plain.split()) > _FEW_WORDS:
        return None
    for name, field in names.items():
        if field.type == "table" and (plain == name or re.fullmatch(rf"{re.escape(name)} \d+( .*)?", plain)):
            known = ", ".join(column.id for column in field.columns)
            return field.id, f"names no row and column of {field.id}; write {field.id} 1 and one of {known}"
    meant = {name: (field.id, field.id) for name, field in names.items() if field.type != "table"} | {
        f"{_plain(field.id)} {_plain(column.id)}": (field.id, f"{field.id} 1 {column.id}")
        for field in names.values()
        for column in field.columns
    }
    bare = " ".join(re.sub(r"\d+", " ", plain).split()) if re.search(r"[^\W\d]", plain) else ""
    near = difflib.get_close_matches(bare, meant, n=1, cutoff=_SLIP) if len(bare) > 3 else []
    if not near:
        return None
    id, said = meant[near[0]]
    return id, f"names no field; did you mean {said!r}?"


# --- values -------------------------------------------------------------------------------------


def _value(mark: Mark, field: Field, row: int, column: str, text: str, note: str) -> Marked:
    """Return the value of a mark, or why there is none."""
    quote = clean(" ".join(mark.words.split()))
    made = Marked(field, row, column, mark.page, quote=quote, note=clean(note))
    of = field.column(column)
    if text:
        text = clean("\n".join(text.splitlines()))
        try:
            if state(text, of.choices) == "given":
                text = parse(text, of.type, unit=of.unit, choices=of.choices)
        except ValueError as error:
            return replace(made, why=str(error))
        return replace(made, value=text)
    if not quote:
        return replace(made, why="has neither a value nor marked words")
    try:
        return replace(made, value=_taken(of, quote, clean(_BROKEN.sub("", mark.words))))
    except ValueError as error:
        return replace(made, why=str(error))


def _taken(of: Column, quote: str, words: str) -> str:
    """Return the value of a field that stands in marked words.

    Raises:
        ValueError: it is none, or there are several; the text says so.
    """
    match of.type:
        case "number":
            numbers = {found.replace(",", "").replace("\u2212", "-") for found in _NUMBER.findall(quote)}
            return _only(numbers, "number", quote)
        case "p":
            values = {f"{sign} {number}" for sign, number in _P.findall(quote)}
            return parse(_only(values, "p value", quote), "p")
        case "date":
            return parse(quote, "date")
        case "choice" | "choices":
            plain = f" {_words(quote)} "
            ids = [
                choice.id
                for choice in of.choices
                if any(f" {_words(name)} " in plain for name in (choice.id, choice.label))
            ]
            if of.type == "choices" and ids:
                return ";".join(ids)
            return _only(ids, "choice", quote)
        case _:
            return " ".join(words.split())


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _only(found: Collection[str], what: str, quote: str) -> str:
    if len(found) == 1:
        return next(iter(found))
    shown = quote if len(quote) <= 80 else f"{quote[:80]}..."
    many = f"{counted(len(found), what)}" if found else f"no {what}"
    raise ValueError(f"{shown!r} holds {many}; write it behind the field's name")


def clean(text: str) -> str:
    """Return a text without what no file can hold: control characters, halves of letters."""
    kept = (letter for letter in text if letter.isprintable() or letter.isspace())
    return "".join(letter if typeable(letter) else " " for letter in kept)

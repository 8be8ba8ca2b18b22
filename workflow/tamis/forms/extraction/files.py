"""The extraction form in words: what a field asks for, and how it looks as a YAML file to fill in."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from tamis.extraction.filled.again import only
from tamis.extraction.filled.values import BLANK, LOOKS
from tamis.proforma import FORM, Column, Field, Proforma
from tamis.tables import BASES

_WIDTH = 100
#: What stands at the top of each file.
_HEAD = (
    f"Write in the place of {BLANK}; what stays {BLANK} is not filled in yet. Where the report does not say, "
    "write: not reported. Where it is not asked of such a study, write: not applicable. A text that holds a "
    "colon or #, or begins with a sign, needs quotation marks.",
    "A quote has at most 40 words, as they stand in the report; page is where they stand. Beside value, "
    "quote and page there may stand note, report (the record of the report that the quote is in) and basis "
    f"(of a number that was not counted: {', '.join(BASES[1:])}); in a table they stand in a row.",
)
#: How several choices are written.
_LIST = "Write [one, another]."
#: Types that need no word on how a value looks.
_PLAIN = ("text", "choice", "choices", "table")


def wanted(column: Column) -> str:
    """Return what a value must look like, and whether it must be there, for people; a text: nothing."""
    parts = [] if column.type in _PLAIN else [LOOKS[column.type]]
    if parts and column.unit:
        parts = [f"{parts[0]}, in {column.unit}"]
    parts += ["required"] if column.required else []
    if isinstance(column, Field) and column.quote:
        parts.append(
            "each row with its quote and page" if column.type == "table" else "with its quote and page"
        )
    return "; ".join(parts)


def yaml(
    proforma: Proforma,
    fields: Sequence[Field],
    study: str,
    person: str,
    before: Mapping[str, str] | None = None,
) -> str:
    """Return the form of one study, to be filled in, with nothing filled in.

    Args:
        proforma: the form.
        fields: those that the study is asked for, in order.
        study: the study for people, in one line.
        person: whose file it is; empty: nobody's yet.
        before: what was said of a field under an earlier version of the form.
    """
    sections = {section.id: section.label for section in proforma.sections}
    lines = [*_remark(study), "#"]
    if not person:
        lines += [*_remark("Put your id in the place of YOU in the name of this file."), "#"]
    for text in _HEAD:
        lines += _remark(text)
    lines += [f"{FORM}: {proforma.version}"]
    last = ""
    for field in fields:
        if field.section != last:
            last = field.section
            lines += ["", f"# {'-' * 8} {_flat(sections[last])} {'-' * 8}"]
        lines += ["", *_field(field, proforma, (before or {}).get(field.id, ""))]
    return "\n".join(lines) + "\n"


def _field(field: Field, proforma: Proforma, before: str) -> Iterator[str]:
    yield from _remark(told(field, proforma, _LIST, before))
    key = _key(field.id)
    if field.type == "table":
        yield "# A table: a row begins with -. Copy its lines for each further one. Where there is none,"
        yield f"# write {key}: not reported."
        for column in field.columns:
            text = said(column, _LIST)
            yield from textwrap.wrap(
                f"{column.id}: {text}", _WIDTH, initial_indent="#   ", subsequent_indent="#     "
            )
        yield f"{key}:"
        names = [_key(column.id) for column in field.columns] + (["quote", "page"] if field.quote else [])
        for at, name in enumerate(names):
            yield f"  {' ' if at else '-'} {name}: {BLANK}"
    elif field.quote:
        yield f"{key}:"
        for name in ("value", "quote", "page"):
            yield f"  {name}: {BLANK}"
    else:
        yield f"{key}: {BLANK}"


def told(field: Field, proforma: Proforma, several: str, before: str = "") -> str:
    """Return a field for people: what `said` says, whom it is for, and what was said of it before."""
    for_whom = f"Only for {_flat(only(field, proforma))}; leave it for others." if field.only_for else ""
    parts = (said(field, several), for_whom, f"Before: {_flat(before)}." if before else "")
    return " ".join(part for part in parts if part)


def said(column: Column, several: str) -> str:
    """Return a field or column for people: its label, what is wanted, help, choices.

    Args:
        column: the field or column.
        several: how several choices are written.
    """
    more = wanted(column)
    parts = [f"{_flat(column.label)}{f' ({more})' if more else ''}.", _flat(column.help)]
    known = ", ".join(
        choice.id if choice.label == choice.id else f"{choice.id} ({_flat(choice.label)})"
        for choice in column.choices
    )
    if column.choices:
        parts.append(f"Several of: {known}. {several}" if column.type == "choices" else f"One of: {known}.")
    return " ".join(part for part in parts if part)


def _remark(text: str) -> list[str]:
    return textwrap.wrap(_flat(text), _WIDTH, initial_indent="# ", subsequent_indent="# ")


def _flat(text: str) -> str:
    from tamis.formats.writers.text import plain

    return plain(text)


def _key(id: str) -> str:
    """Return an id as a key; YAML takes some words for truths."""
    truths = ("yes", "no", "on", "off", "true", "false", "null")
    return json.dumps(id) if id.casefold() in truths else id

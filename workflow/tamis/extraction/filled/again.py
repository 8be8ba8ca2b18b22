"""What is to be looked at again in what a person filled in, since the form was changed, or the study."""

from __future__ import annotations

from collections.abc import Sequence

from tamis.extraction.filled.values import asked_for
from tamis.proforma import Field, Proforma
from tamis.tables import TEAM, Datum, OpenItem

#: The same for all whom an item waits for.
_AGAIN = "fill it in again: `tamis forms extraction --for PERSON` writes a file for it"
_STAYS = "it stays in the file, and counts for nothing"


def misfit(study: str, person: str, field: Field | None, id: str, place: str, why: str) -> OpenItem:
    """Return the item of what no longer fits the form, in a file of an earlier version of it.

    Args:
        study: the study.
        person: whose file it is.
        field: the field; None: the form has it no more.
        id: what the file calls it; of a column, behind that of its table and a colon.
        place: where it stands.
        why: what is said of it.
    """
    table, _, column = id.rpartition(":")
    if table:
        text = f"column {column} of {table} of {study} is none of the form's any more: {_STAYS}"
    elif field is None:
        text = (
            f"{id} of {study} is no field of the form any more: {_STAYS}; where a field took its place, "
            f"that field needs was: [{id}]"
        )
    else:
        text = f"{_name(field)} of {study} no longer fits the form: {why}; {_AGAIN}"
    return _item("again", study, person, field.id if field else id, place, text)


def changed(
    study: str, person: str, field: Field, said: Sequence[Datum], place: str, proforma: Proforma
) -> OpenItem:
    """Return the item of a field that is new, or asked in another way, since a file was filled in.

    Args:
        study: the study.
        person: whose file it is.
        field: the field as it is now.
        said: what the person had typed; nothing where the field is new.
        place: where that stands, or where the file begins.
        proforma: the form.
    """
    since = f"is new, or asked in another way, since version {field.since} of the form ({asked_for(field)})"
    if not said:
        text = f"{_name(field)} of {study} {since}; {_AGAIN}"
    else:
        file, _, sheet = place.rpartition(":")[0].partition("[")
        where = f"form: {proforma.version} at the top of {file}"
        if sheet:
            where = f"{proforma.version} behind form in the sheet form of {file}"
        text = (
            f"{_name(field)} of {study} {since}, and is filled in as {shown(said)}; write {where} when all "
            f"of it was looked at, or {_AGAIN}"
        )
    return _item("again", study, person, field.id, place, text)


def unasked(study: str, person: str, field: Field, place: str, proforma: Proforma) -> OpenItem:
    """Return the item of a field that is filled in, and is not asked of such a study."""
    text = (
        f"{_name(field)} of {study} is filled in, and is asked only of studies with "
        f"{only(field, proforma)}; take it out, or change what the study is"
    )
    return _item("unasked", study, person, field.id, place, text)


def alone(
    study: str, person: str, field: Field, row: int, column: str, typed: Sequence[str], place: str
) -> OpenItem:
    """Return the item of what was typed beside a value that is not filled in yet.

    Args:
        study: the study.
        person: whose file it is.
        field: the field.
        row: the number of its row; 0: the field itself, or all of its table.
        column: the column; empty: all of the row.
        typed: what there is, such as a quote and page.
        place: where it stands.
    """
    part = f", row {row}{f', {column}' if column else ''}" if row else ""
    text = f"{_name(field)} of {study}{part} has a {' and '.join(typed)} and no value beside it yet"
    id = ":".join([field.id, *([str(row)] if row else []), *([column] if column else []), person])
    return _item("quote-alone", study, person, id, place, text)


def only(field: Field, proforma: Proforma) -> str:
    """Return whom a field is for, for people: Study design: Randomised; empty: for all."""
    parts = []
    for name, ids in field.only_for.items():
        of = proforma.field(name)
        labels = {choice.id: choice.label for choice in of.choices} if of else {}
        chosen = " or ".join(" ".join((labels.get(id) or id).split()) for id in ids)
        parts.append(f"{' '.join(of.label.split()) if of else name}: {chosen}")
    return " and ".join(parts)


def shown(data: Sequence[Datum]) -> str:
    """Return what was typed into a field, for people: a value, or the rows of a table."""
    rows: dict[int, list[str]] = {}
    for datum in data:
        value = datum.value or datum.state.replace("_", " ")
        rows.setdefault(datum.row, []).append(f"{datum.column} {value}" if datum.column else value)
    return "; ".join(", ".join(cells) for cells in rows.values())


def _name(field: Field) -> str:
    return f"{' '.join(field.label.split())} ({field.id})"


def _item(kind: str, study: str, person: str, id: str, place: str, text: str) -> OpenItem:
    return OpenItem(f"extraction:{kind}:{study}:{id}", text, person or TEAM, place)

"""What one person took from one study, in all of their files: the data, and what is to be looked at again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as _field

from tamis.errors import Problems
from tamis.extraction.filled import again
from tamis.extraction.filled.reading import Reading
from tamis.proforma import BESIDE, Proforma
from tamis.tables import Datum, OpenItem


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one extractor took from one study, in all of their files: for each field, its data.

    A value that is empty says that the extractor looked and found nothing; a field that is not there at all
    was not looked for. A field that is a table has a datum for each cell. `version` is that of the form under
    which the last of it was filled in; `again` is what is to be filled in again, since the form was changed
    later, and what has a quote and no value yet; `place` is where the first file begins. `anew` has the
    fields that are to be filled in again, each with what was said before; empty: nothing.
    """

    study: str
    extractor: str
    version: int
    fields: dict[str, tuple[Datum, ...]]
    again: tuple[OpenItem, ...]
    place: str
    anew: Mapping[str, str] = _field(default_factory=dict)


def together(readings: Sequence[Reading], proforma: Proforma, problems: Problems) -> Extraction | None:
    """Return what one person took from one study in all of their files; None: nothing is filled in yet.

    A field that is in two of them is one field where they say the same; else it is wrong.

    Args:
        readings: the files, in order; at least one.
        proforma: the form.
        problems: takes what is wrong.
    """
    fields: dict[str, tuple[Datum, ...]] = {}
    versions: dict[str, int] = {}
    misfits: dict[str, tuple[int, str, str]] = {}
    for reading in sorted(readings, key=lambda reading: reading.version):
        for id, data in reading.fields.items():
            before = versions.get(id, reading.version)
            if not data:
                continue
            # What was filled in again, since it is asked in another way or no longer fits, holds.
            earlier = id in misfits and misfits[id][0] < reading.version
            instead = id in fields and (earlier or before < _since(id, proforma) <= reading.version)
            fields[id] = tuple(data) if instead or id not in fields else _one(fields[id], data, problems)
            versions[id] = reading.version
            if earlier:
                del misfits[id]
        for id, (place, why) in reading.misfits.items():
            misfits[id] = (reading.version, place, why)
    filled = [
        reading.version
        for reading in readings
        if any(reading.fields.values()) or reading.misfits or reading.alone
    ]
    if not filled:
        return None
    first = readings[0]
    extraction = Extraction(first.study, first.extractor, max(filled), {}, (), first.place)
    items, anew = _again(extraction, fields, versions, misfits, min(filled), proforma)
    items += _alone(readings, fields, proforma)
    items.sort(key=lambda item: item.item)
    ordered = {field.id: fields[field.id] for field in proforma.fields if field.id in fields}
    return replace(extraction, fields=ordered, again=tuple(items), anew=anew)


def _again(
    extraction: Extraction,
    fields: Mapping[str, tuple[Datum, ...]],
    versions: Mapping[str, int],
    misfits: Mapping[str, tuple[int, str, str]],
    oldest: int,
    proforma: Proforma,
) -> tuple[list[OpenItem], dict[str, str]]:
    """Return what is to be looked at again, and the fields that are to be filled in again: see `Extraction`.

    Args:
        extraction: whose it is, of which study.
        fields: what is filled in.
        versions: under which version of the form each of that was.
        misfits: what no longer fits, by field: the version of its file, its place, and why.
        oldest: the earliest version of a file in which anything is filled in.
        proforma: the form.
    """
    study, person = extraction.study, extraction.extractor
    items: list[OpenItem] = []
    anew: dict[str, str] = {}
    asked = _asked(fields, proforma)
    for id, (_, place, why) in misfits.items():
        items.append(again.misfit(study, person, proforma.field(id), id, place, why))
        if id in asked:
            anew[id] = why
    for field in proforma.fields:
        said = fields.get(field.id, ())
        if asked[field.id] is False:
            if any(datum.state == "given" for datum in said):
                items.append(again.unasked(study, person, field, said[0].place, proforma))
        elif field.since > versions.get(field.id, oldest) and field.id not in misfits:
            place = said[0].place if said else extraction.place
            items.append(again.changed(study, person, field, said, place, proforma))
            anew[field.id] = again.shown(said)
    return items, anew


def _alone(
    readings: Sequence[Reading], fields: Mapping[str, Sequence[Datum]], proforma: Proforma
) -> Iterator[OpenItem]:
    """Yield an item for what was typed beside a value that is not there, unless another file has it all."""
    for reading in readings:
        for (id, row, column), (typed, place) in reading.alone.items():
            field = proforma.field(id)
            there = ({name: getattr(datum, name) for name in typed} for datum in fields.get(id, ()))
            if field and ("quote" not in typed or typed not in there):
                yield again.alone(reading.study, reading.extractor, field, row, column, [*typed], place)


def chosen(fields: Mapping[str, Sequence[Datum]], proforma: Proforma) -> dict[str, list[str]]:
    """Return a study's choices by choice field, as `Field.asked` takes them; none of what is not known.

    Args:
        fields: the data of one study, by field.
        proforma: the form.
    """
    found: dict[str, list[str]] = {}
    for field in proforma.fields:
        data = fields.get(field.id, ())
        if field.type in ("choice", "choices") and len(data) == 1:
            if data[0].state == "given":
                found[field.id] = data[0].value.split(";")
            elif data[0].state == "not_applicable":
                found[field.id] = []
    return found


def _since(id: str, proforma: Proforma) -> int:
    found = proforma.field(id)
    return found.since if found else 1


def _asked(fields: Mapping[str, Sequence[Datum]], proforma: Proforma) -> dict[str, bool | None]:
    """Return whether each field is asked of a study; what is asked only for what is not, is not either."""
    known = chosen(fields, proforma)
    while True:
        asked = {field.id: field.asked(known) for field in proforma.fields}
        more = {
            field.id
            for field in proforma.fields
            if asked[field.id] is False and field.type.startswith("choice")
        }
        if more <= known.keys():
            return asked
        known |= {id: [] for id in more - known.keys()}


def _one(before: tuple[Datum, ...], after: Sequence[Datum], problems: Problems) -> tuple[Datum, ...]:
    """Return a field that two files have, with quotes and remarks of both; noted where they differ."""
    merged = {(datum.row, datum.column): datum for datum in before}
    same = merged.keys() == {(datum.row, datum.column) for datum in after}
    for datum in after if same else ():
        first = merged[datum.row, datum.column]
        pairs = {name: (getattr(first, name), getattr(datum, name)) for name in BESIDE}
        same &= (first.value, first.state) == (datum.value, datum.state)
        same &= all(not a or not b or a == b for a, b in pairs.values())
        beside = {name: a or b for name, (a, b) in pairs.items()}
        merged[datum.row, datum.column] = replace(first, **beside)
    if not same:
        text = f"{after[0].field} is in {before[0].place}, too, and says something else; keep one of the two"
        problems.add_at(after[0].place, text)
    return tuple(merged.values())

"""What one person typed against the form: what fits are data, each with its quote, page and line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as _field

from tamis.errors import Problems, not_in, not_one_of
from tamis.extraction.values import parse, state
from tamis.proforma import Field, Proforma
from tamis.tables import BASES, TEAM, Datum, OpenItem

#: What may stand beside a value.
_BESIDE = ("quote", "page", "note", "report", "basis")


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one extractor took from one study, in all of their files: for each field, its data.

    A value that is empty says that the extractor looked and found nothing; a field that is not there at all
    was not looked for. A field that is a table has a datum for each cell. `version` is that of the form under
    which the last of it was filled in; `again` is what is to be filled in again, since the form was changed
    later; `place` is where the first file begins.
    """

    study: str
    extractor: str
    version: int
    fields: dict[str, tuple[Datum, ...]]
    again: tuple[OpenItem, ...]
    place: str


@dataclass(frozen=True, slots=True)
class At:
    """Where something was typed: its place as the data name it, and file and name as messages do."""

    place: str
    said: str
    name: str


@dataclass(frozen=True, slots=True)
class Typed:
    """One value as it was typed: nothing, a text, or those of a list; row and column are as in `Datum`.

    `beside` has what was typed beside it, each with its own place.
    """

    at: At
    text: str
    row: int = 1
    column: str = ""
    beside: Mapping[str, tuple[str, At]] = _field(default_factory=dict)


class Reading:
    """What one file says of one study, while it is read.

    Args:
        study: the study.
        extractor: whose file it is.
        version: the version of the form under which it was filled in.
        proforma: the form as it is now.
        reports: the records of the study's reports.
        place: where the file, or the study in it, begins.
        problems: takes what is wrong; of a file of an earlier version, `misfits` does.
    """

    def __init__(
        self,
        study: str,
        extractor: str,
        version: int,
        proforma: Proforma,
        reports: Collection[str],
        place: str,
        problems: Problems,
    ) -> None:
        self.study, self.extractor, self.version, self.place = study, extractor, version, place
        self.proforma = proforma
        self.problems = problems
        self.fields: dict[str, list[Datum]] = {}
        self.misfits: dict[str, str] = {}
        self._reports = reports

    def find(self, key: str, at: At) -> Field | None:
        """Return the field of an id, also of one that it had before; None, and noted: there is none."""
        for each in self.proforma.fields:
            if key == each.id or key in each.was:
                return each
        known = [each.id for each in self.proforma.fields]
        self.wrong(key, at, f"field {not_in(key, known, 'config/proforma.yaml')}")
        return None

    def wrong(self, key: str, at: At, text: str) -> None:
        """Note what does not fit; in a file of an earlier version it is what no longer fits."""
        if self.version < self.proforma.version:
            self.misfits.setdefault("_".join(key.split()), at.place)
        else:
            self.problems.add_at(at.said, text, column=at.name)

    def take(self, field: Field, typed: Typed) -> None:
        """Take a value, where it fits the form; in any case the field is one that was filled in."""
        data = self.fields.setdefault(field.id, [])
        column = field.column(typed.column)
        what = state(typed.text, column.choices)
        try:
            if what == "given" and column.type == "table":
                raise ValueError("must be a list of rows, each begun with - and written as column: value")
            value = (
                ""
                if what != "given"
                else parse(typed.text, column.type, unit=column.unit, choices=column.choices)
            )
        except ValueError as error:
            self.wrong(field.id, typed.at, str(error))
            return
        beside = {name: self._beside(field, name, *each) for name, each in typed.beside.items()}
        data.append(
            Datum(
                study=self.study,
                field=field.id,
                row=typed.row,
                column=typed.column,
                extractor=self.extractor,
                value=value,
                state=what,
                place=typed.at.place,
                **beside,
            )
        )

    def _beside(self, field: Field, name: str, text: str, at: At) -> str:
        text = text.strip()
        if name == "basis" and text and text.casefold() not in BASES:
            self.wrong(field.id, at, not_one_of(text, BASES))
            return ""
        if name == "report" and text and text not in self._reports:
            self.wrong(
                field.id, at, f"{text!r} is no record of a report of {self.study} in records/studies.csv"
            )
            return ""
        return text.casefold() if name == "basis" else text


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
    misfits: dict[str, str] = {}
    for reading in readings:
        misfits = {**reading.misfits, **misfits}
        for id, data in reading.fields.items():
            since, before = _since(id, proforma), versions.get(id, reading.version)
            if not data or reading.version < since <= before:
                continue
            # What was filled in again, since it is asked in another way, holds.
            anew = id in fields and before < since <= reading.version
            fields[id] = tuple(data) if anew or id not in fields else _one(fields[id], data, problems)
            versions[id] = max(before, reading.version)
    if not fields and not misfits:
        return None
    first, newest = readings[0], max(reading.version for reading in readings)
    extraction = Extraction(first.study, first.extractor, newest, {}, (), first.place)
    asked = _asked(fields, proforma)
    again = [
        _again(extraction, id, place, "no longer fits the form as it stands in an earlier version's file")
        for id, place in misfits.items()
        if id not in fields or versions[id] < proforma.version
    ]
    for field in proforma.fields:
        said = fields.get(field.id, ())
        if asked[field.id] is False:
            if any(datum.state == "given" for datum in said):
                again.append(_unasked(extraction, field, said[0].place))
        elif field.since > versions.get(field.id, newest) and field.id not in misfits:
            place = said[0].place if said else first.place
            again.append(_again(extraction, field.id, place, _SINCE.format(since=field.since)))
    ordered = {field.id: fields[field.id] for field in proforma.fields if field.id in fields}
    items = tuple(sorted(again, key=lambda item: item.item))
    return replace(extraction, fields=ordered, again=items)


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


_SINCE = "is asked in another way since version {since} of the form, and was not filled in since"


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
        pairs = {name: (getattr(first, name), getattr(datum, name)) for name in _BESIDE}
        same &= (first.value, first.state) == (datum.value, datum.state)
        same &= all(not a or not b or a == b for a, b in pairs.values())
        beside = {name: a or b for name, (a, b) in pairs.items()}
        merged[datum.row, datum.column] = replace(first, **beside)
    if not same:
        text = f"{after[0].field} is in {before[0].place}, too, and says something else; keep one of the two"
        problems.add_at(after[0].place, text)
    return tuple(merged.values())


def _again(extraction: Extraction, id: str, place: str, why: str) -> OpenItem:
    text = (
        f"{id} of {extraction.study} {why}; fill it in again, and name the form's version at the top of the "
        "file once all is as it asks"
    )
    return OpenItem(f"extraction:again:{extraction.study}:{id}", text, extraction.extractor or TEAM, place)


def _unasked(extraction: Extraction, field: Field, place: str) -> OpenItem:
    only = " and ".join(f"{name} {' or '.join(choices)}" for name, choices in field.only_for.items())
    text = (
        f"{field.label} ({field.id}) of {extraction.study} is filled in, and is asked only of studies with "
        f"{only}; take it out, or change what the study is"
    )
    item = f"extraction:unasked:{extraction.study}:{field.id}"
    return OpenItem(item, text, extraction.extractor or TEAM, place)

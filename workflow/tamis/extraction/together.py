"""The data of all extractors of a study: where they agree, differ, or left something out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tamis.extraction.form import Extraction
from tamis.extraction.values import comparable
from tamis.proforma import Field, Proforma
from tamis.review import waits_for
from tamis.tables import TEAM, Datum, OpenItem, Study

#: How much of a value an open item quotes.
_LONG = 60


def data(extractions: Sequence[Extraction], proforma: Proforma) -> list[Datum]:
    """Return one datum for each value: by study, then as the form orders fields, then row and column.

    Where several extractors agree, the datum names them all, and is the one that has a quote. Where they
    differ, it is empty and `disputed`, and its note says so: what is in dispute is not printed.
    """
    rows: list[Datum] = []
    for study in sorted({extraction.study for extraction in extractions}):
        those = [extraction for extraction in extractions if extraction.study == study]
        for field in proforma.fields:
            rows.extend(_field(field, _given(field, those)))
    return rows


def open_items(
    studies: Sequence[Study],
    extractions: Sequence[Extraction],
    proforma: Proforma,
    active: Sequence[str],
) -> list[OpenItem]:
    """Return what is missing or in dispute for each included study, ordered by id.

    `extraction:none:<study>`: nobody extracted it; `extraction:missing:<study>:<field>`: a required
    value; `extraction:quote:<study>:<field>`: the quote or page that the form asks for;
    `extraction:differs:<study>:<field>`: two extractors say different things. `active` holds the ids of
    the reviewers who are still in the review: nothing waits for one who left.
    """
    items: list[OpenItem] = []
    for study in studies:
        those = [extraction for extraction in extractions if extraction.study == study.study]
        if not those:
            text = f"nobody has extracted {study.study} yet; it goes into {_file(study.study)}"
            items.append(OpenItem(f"extraction:none:{study.study}", text, TEAM, study.place))
        else:
            for field in proforma.fields:
                items.extend(_open(study.study, field, those, active))
    return sorted(items, key=lambda item: item.item)


def _file(study: str) -> str:
    """Return where what is extracted goes."""
    return f"records/extraction/{study}.<you>.yaml"


def _given(field: Field, those: Sequence[Extraction]) -> list[tuple[Datum, ...]]:
    """Return what each extractor who filled in a field has there."""
    return [extraction.fields[field.id] for extraction in those if extraction.fields.get(field.id)]


def _differ(field: Field, given: Sequence[tuple[Datum, ...]]) -> bool:
    """Say whether extractors differ; each counts who filled the field in, also with nothing found."""
    kinds = {column.id: column.type for column in field.columns} | {"": field.type}
    said = {
        tuple((d.row, d.column, comparable(d.value, kinds[d.column])) for d in cells if d.value)
        for cells in given
    }
    return len(said) > 1


def _field(field: Field, given: Sequence[tuple[Datum, ...]]) -> list[Datum]:
    if not given:
        return []
    who = ";".join(cells[0].extractor for cells in given)
    if _differ(field, given):
        first = given[0][0]
        note = "the extractors differ"
        return [Datum(first.study, field.id, 1, "", who, state="disputed", note=note, place=first.place)]
    best = next((cells for cells in given if cells[0].quote), given[0])
    return [replace(datum, extractor=who) for datum in best]


def _open(study: str, field: Field, those: Sequence[Extraction], active: Sequence[str]) -> list[OpenItem]:
    given = _given(field, those)
    place = given[0][0].place if given else f"{those[0].file}:1"
    what = f"{field.label} ({field.id}) of {study}"
    if _differ(field, given):
        waits = waits_for((cells[0].extractor for cells in given), active)
        said = "; ".join(f"{cells[0].extractor} has {_short(cells)}" for cells in given)
        text = f"the extractors differ on {what}: {said}; one of them changes the value in their file"
        return [OpenItem(f"extraction:differs:{study}:{field.id}", text, waits, place)]
    waits = waits_for((extraction.extractor for extraction in those), active)
    cells = _field(field, given)
    filled = any(datum.value for datum in cells)
    if field.required and not filled:
        text = f"{what} is required, and has no value"
        return [OpenItem(f"extraction:missing:{study}:{field.id}", text, waits, place)]
    lacking = [name for name in ("quote", "page") if filled and not getattr(cells[0], name)]
    if field.quote and lacking:
        text = f"{what} has no {' and no '.join(lacking)}"
        return [OpenItem(f"extraction:quote:{study}:{field.id}", text, waits, place)]
    return []


def _short(cells: Sequence[Datum]) -> str:
    if cells[0].column:
        return f"a table of {max(datum.row or 1 for datum in cells)} rows"
    text = cells[0].value
    return repr(text if len(text) <= _LONG else f"{text[: _LONG - 1]}…") if text else "nothing"

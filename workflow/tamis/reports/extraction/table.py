"""`reports/extraction.csv`: each extracted value with its quote, for other programs."""

from __future__ import annotations

from collections.abc import Iterator

from tamis.reports.context import Context
from tamis.reports.extraction.material import Material
from tamis.tables import ExtractionLine


def rows(context: Context) -> Iterator[ExtractionLine]:
    """Give each datum of the included studies, study by study as they are cited, in the order of the form."""
    built = context.built
    material = Material(context)
    order = {study: position for position, study in enumerate(built.study)}
    for datum in sorted(built.data, key=lambda datum: order[datum.study]):
        field = built.proforma.field(datum.field)
        if field is None:  # the stage before keeps what the form has, and nothing else
            raise AssertionError(f"the pro-forma has no field {datum.field}")
        column = field.column(datum.column)
        quoted = material.quote(datum)
        yield ExtractionLine(
            study=datum.study,
            cited=material.study(datum.study),
            field=datum.field,
            label=column.label,
            field_label=field.label,
            row=datum.row,
            column=datum.column,
            value=datum.value,
            unit=column.unit,
            state=datum.state,
            basis=datum.basis,
            quote=datum.quote,
            page=datum.page,
            quote_state=quoted.state if quoted else "",
            found_page=quoted.found if quoted else None,
            found_printed=quoted.printed if quoted else "",
            number_in_quote=material.number_in_quote(datum),
            extractor=datum.extractor,
            settled=datum.settled,
            note=datum.note,
            place=datum.place,
        )

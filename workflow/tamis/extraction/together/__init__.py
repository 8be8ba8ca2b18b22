"""The data of all extractors of a study: where they agree, differ, were checked, settled, or left it out.

slots      what people speak of: a plain field, a cell, a row, a table; rows of several people are matched
holds      what holds there, by what was said, checked and reconciled
quoted     each value with its quote as each person gave it; which quote is printed
listed     how people differ, or differed, as the row that tells it
fields     all of a field: its data, and what becomes of rows that not all have
study      one study: its fields, and what is not asked of it
agreement  how often extractors agree, by field
openitems  what is still to be done, and by whom
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.config import Config
from tamis.extraction.filled.fields import Extraction
from tamis.extraction.together import agreement, openitems
from tamis.extraction.together.holds import Check, Reconciled
from tamis.extraction.together.quoted import quoted
from tamis.extraction.together.study import Brought, of_study
from tamis.proforma import Proforma
from tamis.tables import Datum, DatumDifference, FieldAgreement, OpenItem, Study


@dataclass(frozen=True)
class Together:
    """What follows from all that was extracted, checked and settled, of included studies.

    data: a datum for each value, by study, then as the form orders fields, then row and column. quoted: each
    value with its quote as each person gave it, also where people differ, in that order. differences:
    each value on which people differ or differed, in that order. agreement: by field. items: what is open,
    ordered by id. studies: what stands behind all of it.
    """

    data: list[Datum]
    quoted: list[Datum]
    differences: list[DatumDifference]
    agreement: list[FieldAgreement]
    items: list[OpenItem]
    studies: list[Brought]


def bring(
    extractions: Sequence[Extraction],
    checks: Sequence[Check],
    reconciliations: Sequence[Reconciled],
    proforma: Proforma,
    config: Config,
    studies: Sequence[Study],
) -> Together:
    """Return what holds of each included study.

    Where several extractors agree, a datum names them all, and is the one that has a quote with its page, or
    the fullest. Where people differ, it is empty and `disputed`, cell by cell: what is in dispute is not
    printed. How a number came about (`basis`) and which report a quote is in are not compared: what anybody
    says of the first holds, and the second goes with the quote.

    Args:
        extractions: what each person took from each study.
        checks: each with the person, in order of each person's log.
        reconciliations: alike.
        proforma: the form.
        config: the protocol.
        studies: the included studies.
    """
    there = [
        of_study(study, extractions, checks, reconciliations, proforma, config)
        for study in sorted(studies, key=lambda study: study.study)
    ]
    return Together(
        data=[datum for one in there for datum in one.data],
        quoted=[datum for one in there for datum in quoted(one.fields)],
        differences=[row for one in there for row in one.differences],
        agreement=agreement.by_field([each for one in there for each in one.fields]),
        items=sorted(
            (item for one in there for item in openitems.of_study(one, proforma, config)),
            key=lambda item: item.item,
        ),
        studies=there,
    )

"""One included study: what holds of each field, and what is not asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tamis.config import Config
from tamis.extraction.filled.fields import Extraction, chosen
from tamis.extraction.together.fields import FieldHeld, Logs, held
from tamis.extraction.together.holds import Check, Reconciled
from tamis.proforma import Proforma
from tamis.tables import Datum, DatumDifference, Study


@dataclass(frozen=True)
class Brought:
    """One included study, and what its extractors, checkers and reconciliations make of each field.

    people: who extracted it, in the order of the protocol. own: checks by one of them, which count as none.
    """

    study: Study
    extractions: tuple[Extraction, ...]
    fields: tuple[FieldHeld, ...]
    data: tuple[Datum, ...]
    own: tuple[Check, ...]
    lost: tuple[DatumDifference, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Who extracted it."""
        return tuple(dict.fromkeys(extraction.extractor for extraction in self.extractions))

    @property
    def differences(self) -> list[DatumDifference]:
        """Each value on which people differ or differed, in the order of the form; what is gone last."""
        return [*(each.difference for of in self.fields for each in of.held if each.difference), *self.lost]


def of_study(
    study: Study,
    extractions: Iterable[Extraction],
    checks: Iterable[Check],
    reconciliations: Iterable[Reconciled],
    proforma: Proforma,
    config: Config,
) -> Brought:
    """Return what holds of one included study; the arguments are those of `bring`."""
    at = {person: position for position, person in enumerate(config.reviewer_ids)}
    those = tuple(
        sorted(
            (extraction for extraction in extractions if extraction.study == study.study),
            key=lambda extraction: at[extraction.extractor],
        )
    )
    people = {extraction.extractor for extraction in those}
    own = [(who, row) for who, row in checks if row.study == study.study]
    logs = Logs(
        proforma,
        [(who, row) for who, row in own if who not in people],
        [(who, row) for who, row in reconciliations if row.study == study.study],
        config.reviewer_ids,
    )
    fields = tuple(
        held(
            study.study,
            field,
            {one.extractor: one.fields[field.id] for one in those if one.fields.get(field.id)},
            logs,
            config.extraction.alike,
        )
        for field in proforma.fields
    )
    data = [datum for each in fields for datum in each.data]
    while more := list(_not_asked(study.study, proforma, data)):
        data += more
    order = {field.id: position for position, field in enumerate(proforma.fields)}
    data.sort(key=lambda datum: order[datum.field])
    return Brought(
        study,
        those,
        fields,
        tuple(data),
        tuple((who, row) for who, row in own if who in people),
        tuple(logs.left(fields)),
    )


def _not_asked(study: str, proforma: Proforma, data: Sequence[Datum]) -> Iterator[Datum]:
    """Yield that fields do not apply which nobody filled in, and which are not asked of such a study.

    Each has the place of the choice that says so, such as the study's design.
    """
    of = {datum.field: datum for datum in reversed(data)}
    known = chosen({id: [datum for datum in data if datum.field == id] for id in of}, proforma)
    for field in proforma.fields:
        if field.id not in of and field.asked(known) is False:
            by = next(
                of[id]
                for id, choices in field.only_for.items()
                if id in known and not {*known[id]} & {*choices}
            )
            yield Datum(
                study,
                field.id,
                1,
                "",
                by.extractor,
                state="not_applicable",
                settled=by.settled,
                place=by.place,
            )

"""How many of the included studies have each choice of a field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.proforma import Field
from tamis.tables import Datum, Study


@dataclass(frozen=True, slots=True)
class Count:
    """A choice, and the studies that have it; `id` is empty for those with none recorded."""

    id: str
    label: str
    studies: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many studies."""
        return len(self.studies)


def counts(field: Field, data: Sequence[Datum], studies: Sequence[Study]) -> tuple[Count, ...]:
    """Return the studies of each choice of a field, in the order of the form.

    A choice that no study has counts 0. Studies with no value come last, as `not recorded`, where there
    are any. With a field of several choices a study counts under each of its own, so that the counts can
    add up to more than the studies.
    """
    chosen = {
        datum.study: datum.value.split(";") for datum in data if datum.field == field.id and datum.value
    }
    included = sorted(study.study for study in studies)
    found = [
        Count(choice.id, choice.label, tuple(s for s in included if choice.id in chosen.get(s, ())))
        for choice in field.choices
    ]
    without = tuple(study for study in included if study not in chosen)
    if without:
        found.append(Count("", "not recorded", without))
    return tuple(found)

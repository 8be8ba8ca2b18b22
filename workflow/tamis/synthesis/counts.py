"""How many of the included studies have each choice of a field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.proforma import Field
from tamis.synthesis.cells import WORDS, state, without
from tamis.tables import Datum, Study


@dataclass(frozen=True, slots=True)
class Count:
    """A choice, and the studies that have it; of studies without one, the state, as `id` too."""

    id: str
    label: str
    studies: tuple[str, ...]
    state: str = "given"

    @property
    def n(self) -> int:
        """How many studies."""
        return len(self.studies)


def counts(field: Field, data: Sequence[Datum], studies: Sequence[Study]) -> tuple[Count, ...]:
    """Return the studies of each choice of a field, in the order of the form.

    A choice that no study has counts 0. Studies with no value come last, where there are any: by what is
    known of it, see `cells.WORDS`. With a field of several choices a study counts under each of its own, so
    that the counts can add up to more than the studies.
    """
    of = {datum.study: datum for datum in data if datum.field == field.id}
    chosen = {study: datum.value.split(";") for study, datum in of.items() if datum.state == "given"}
    included = sorted(study.study for study in studies)
    found = [
        Count(choice.id, choice.label, tuple(s for s in included if choice.id in chosen.get(s, ())))
        for choice in field.choices
    ]
    begun = {datum.study for datum in data}
    known = {
        study: state([of[study]]) if study in of else without(field, begun=study in begun)
        for study in included
    }
    unknown = (
        Count(each, words, tuple(study for study in included if known[study] == each), each)
        for each, words in WORDS.items()
    )
    return (*found, *(count for count in unknown if count.studies))

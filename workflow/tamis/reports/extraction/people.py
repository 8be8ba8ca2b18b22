"""Who extracted what, how often two agreed, and how their differences were settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.reports.extraction.material import AGREEMENT, DATA, DIFFERENCES, Material
from tamis.reports.numbers import Behind, Number, slug
from tamis.tables import DatumDifference, FieldAgreement

#: The kind of number that rests on who extracted what; in a reconstruction that may be a stand-in.
KIND = "extractors"
#: How a difference came to be settled, in words; by the words that its `how` has.
WAYS = {
    "third": "settled by a third person",
    "discussion": "settled in discussion",
    "changed": "ended as somebody changed what they had said",
}


@dataclass(frozen=True, slots=True)
class Person:
    """How much of which studies somebody extracted: their id, studies and values."""

    person: str
    studies: Number
    values: Number


@dataclass(frozen=True, slots=True)
class Agreed:
    """On how many values of a field, or of all, two people agreed."""

    label: str
    compared: Number
    agreed: Number
    percent: str


def persons(material: Material) -> list[Person]:
    """Return who extracted how much; what several say alike counts for each of them."""
    count, mark = material.context.numbers.count, material.context.mark(KIND)
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in material.answers:
        for person in material.people(row):
            found.setdefault(person, []).append((row.study, row.field, row.place))
    made = []
    for person, rows in sorted(found.items()):
        first = {study: place for study, _, place in reversed(rows)}
        fields = {(study, field): place for study, field, place in reversed(rows)}
        cited = [study for study in material.context.built.study if study in first]
        made.append(
            Person(
                person,
                count(
                    f"extractor-{slug(person)}-studies",
                    f"Studies from which {person} extracted",
                    table=DATA,
                    where=f"extractor names {person}; each study once",
                    by=persons,
                    behind=[Behind(first[study], material.study(study)) for study in cited],
                    mark=mark,
                ),
                count(
                    f"extractor-{slug(person)}-fields",
                    f"Fields that {person} filled in, in all studies",
                    table=DATA,
                    where=f"extractor names {person}; each study and field once",
                    by=persons,
                    behind=[
                        Behind(place, f"{material.study(study)}: {material.label(field)}")
                        for (study, field), place in reversed(fields.items())
                    ],
                    mark=mark,
                ),
            )
        )
    return made


def by_how_many(material: Material) -> dict[str, list[str]]:
    """Return the studies that `two` people extracted, every value of them, in `part`, or `one` alone.

    A person who only checks is none of them.
    """
    of: dict[str, list[bool]] = {}
    for row in material.answers:
        of.setdefault(row.study, []).append(len(material.people(row)) > 1)
    return {
        "two": [study for study, two in of.items() if all(two)],
        "part": [study for study, two in of.items() if any(two) and not all(two)],
        "one": [study for study, two in of.items() if not any(two)],
    }


def shares(material: Material) -> dict[str, Number]:
    """Return how many studies two people extracted, in part, or one alone: see `by_how_many`."""
    place = {row.study: row.place for row in reversed(material.answers)}
    words = {
        "two": "by two people or more, every value of them",
        "part": "by two people in part",
        "one": "by one person alone",
    }
    return {
        id: material.context.numbers.count(
            f"extracted-{id}",
            f"Studies that were extracted {words[id]}",
            table=DATA,
            where=f"each study once; of its rows with an extractor {_TWO[id]} two",
            by=by_how_many,
            behind=[Behind(place[study], material.study(study)) for study in studies],
            mark=material.context.mark(KIND),
        )
        for id, studies in by_how_many(material).items()
    }


_TWO = {"two": "all name", "part": "some and not all name", "one": "none name"}


def checked(material: Material) -> Number:
    """Return how many values of one person another checked."""
    rows = [row for row in material.data if row.settled == "checked"]
    return material.context.numbers.count(
        "extraction-checked",
        "Values of one person that another checked against the report",
        table=DATA,
        where="settled is checked",
        by=checked,
        behind=material.by_field(rows),
        mark=material.context.mark(KIND),
    )


def agreement(material: Material) -> list[Agreed]:
    """Return on how many values two people agreed before anything was settled, by field or column."""
    return [
        _agreed(material, material.label(row.field, row.column), (row.field, row.column), [row])
        for row in material.context.built.extracted.agreement
        if row.compared
    ]


def overall(material: Material) -> Agreed:
    """Return on how many values of all fields two people agreed."""
    return _agreed(material, "All fields", (), material.context.built.extracted.agreement)


def _agreed(material: Material, label: str, id: tuple[str, ...], rows: Sequence[FieldAgreement]) -> Agreed:
    part = "-".join(map(slug, id)) if id else "all"
    where = f"field is {id[0]}; column is {id[1] or 'empty'}" if id else "every row"

    def number(name: str, words: str, counts: Sequence[int]) -> Number:
        return material.context.numbers.count(
            f"agreement-{name}-{part}",
            f"{words}: {label}",
            table=AGREEMENT,
            where=f"{where}; column {name}{'' if id else ', summed'}",
            by=agreement,
            behind=[
                Behind(row.place, material.label(row.field, row.column), n=n)
                for row, n in zip(rows, counts, strict=True)
            ],
            mark=material.context.mark(KIND),
        )

    compared = number("compared", "Values that two people gave", [row.compared for row in rows])
    agreed = number("agreed", "Values on which two people agreed", [row.agreed for row in rows])
    share = f"{100 * int(agreed.value or 0) / compared.value:.0f}%" if compared.value else "–"
    return Agreed(label, compared, agreed, share)


def way(row: DatumDifference) -> str:
    """Return how a difference was settled: a name of `WAYS`, or open."""
    return "open" if row.state == "open" else row.how


def differences(material: Material) -> dict[str, Number]:
    """Return on how many values people differed (`all`), and how these ended; `open` where any is."""
    sets = {"all": ("", "every row", [*material.differences])}
    for id, words in {**WAYS, "open": "not settled yet"}.items():
        rows = [row for row in material.differences if way(row) == id]
        if rows:
            where = "state is open" if id == "open" else f"state is settled; how is {id}"
            sets[id] = (f": {words}", where, rows)
    return {
        id: material.context.numbers.count(
            f"extraction-differences-{id}",
            f"Values on which two people differed{words}",
            table=DIFFERENCES,
            where=where,
            by=differences,
            behind=material.behind(rows),
            mark=material.context.mark(KIND),
        )
        for id, (words, where, rows) in sets.items()
    }

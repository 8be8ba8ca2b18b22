"""`studies`: how many were included, of which kind, from which years, and what they add up to."""

from __future__ import annotations

from tamis.manuscript.names import said
from tamis.manuscript.names.made import Names, of, part, under
from tamis.manuscript.values import Quantity
from tamis.reports.context import Context
from tamis.reports.sections.included import tallied
from tamis.synthesis.inputs import split

_DATA_TABLE = "build/extraction/data.csv"

DESCRIBED = [
    (
        "studies.n",
        "studies whose reports and data are in records/, over which all names of studies count; those that "
        "the config alone names of the version before are in flow.total_studies, too",
    ),
    ("studies.reports", "reports of these studies, of an update with those of earlier rounds"),
    ("studies.companions", "reports beyond each study's main one"),
    ("studies.first_year", "the year of the earliest main report"),
    ("studies.last_year", "the year of the latest main report"),
    (
        "studies.<field>.<choice>",
        "studies with a choice of a field that the config counts (synthesis.counts); not_reported, "
        "not_applicable, missing (nobody filled it in), disputed: with none",
    ),
    ("studies.total.<field>", "the sum of a number field of the pro-forma that every study has"),
    ("studies.smallest.<field>", "the smallest value of such a field"),
    ("studies.largest.<field>", "the largest value of such a field"),
]


def make(context: Context) -> Names:
    """Return what is counted over the included studies."""
    built = context.built
    years = sorted(study.year for study in built.studies if study.year is not None)
    more = {id for study in built.studies for id in split(study.companions)}
    named: Names = {
        "studies.n": _studies(context),
        "studies.reports": _reports(context),
        "studies.companions": Quantity(
            "studies.companions",
            len(more),
            "Reports of the included studies beyond their main ones",
            "build/fulltext/studies.csv",
            "column companions, each report once",
            called=(
                r"# companion (?:reports|papers|articles|publications)\b",
                r"companion (?:reports|papers|articles|publications)@",
            ),
        ),
        "studies.first_year": str(years[0]) if years else "",
        "studies.last_year": str(years[-1]) if years else "",
    }
    for name in built.config.counts:
        for prefix in dict.fromkeys((f"studies.{part(name)}", f"studies.{name}")):
            named |= {
                key: value for key, value in _choices(context, name, prefix).items() if key not in named
            }
    for field in built.proforma.fields:
        if field.type == "number":
            named |= _sums(context, field.id, field.label)
    return named


def _studies(context: Context) -> Quantity:
    """Return how many studies are in records/; not known while an included report has none."""
    if not context.built.flow.updated:
        return of("studies.n", context.flow["new_studies"], *said.FLOW["new_studies"])
    known = all(report.studies for report in context.built.reports if report.outcome == "include")
    return Quantity(
        "studies.n",
        len(context.built.studies) if known else None,
        "Included studies that are in records/",
        "build/fulltext/studies.csv",
        "every row",
        called=said.FLOW["new_studies"],
    )


def _reports(context: Context) -> Quantity:
    """Return how many reports these studies have."""
    if not context.built.flow.updated:
        return of("studies.reports", context.flow["new_reports"], *said.FLOW["new_reports"])
    return Quantity(
        "studies.reports",
        sum(report.outcome == "include" for report in context.built.reports),
        "Included reports of the studies that are in records/",
        "build/fulltext/reports.csv",
        "outcome is include",
        called=said.FLOW["new_reports"],
    )


def _choices(context: Context, name: str, prefix: str) -> Names:
    """Return how many studies have each choice of a field."""
    _, rows = tallied(context, name)
    return under(prefix, [(id, of("", number, *said.choice(label))) for id, label, number in rows])


def _sums(context: Context, field: str, label: str) -> Names:
    """Return what a number field adds up to, and its ends; nothing where a study has none, or several."""
    built = context.built
    values: dict[str, list[float]] = {study.study: [] for study in built.studies}
    for datum in built.data:
        if datum.field == field and not datum.column and datum.value and datum.study in values:
            values[datum.study].append(_number(datum.value))
    if not values or any(len(of_one) != 1 for of_one in values.values()):
        return {}
    numbers = [of_one[0] for of_one in values.values()]
    named: Names = {}
    for id, value, words in (
        ("total", sum(numbers), "summed over the included studies"),
        ("smallest", min(numbers), "the smallest of the included studies"),
        ("largest", max(numbers), "the largest of the included studies"),
    ):
        whole = float(value).is_integer()
        number = int(value) if whole else value
        digits = 0 if whole else max(_behind(each) for each in numbers)
        named |= under(
            f"studies.{id}",
            [
                (
                    field,
                    Quantity(
                        "", number, f"{label}, {words}", _DATA_TABLE, f"field is {field}", digits=digits
                    ),
                )
            ],
        )
    return named


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _behind(number: float) -> int:
    return len(f"{number:.6f}".rstrip("0").partition(".")[2])

"""The extraction form as data: config/proforma.yaml, read here and nowhere else.

A field is what is extracted; one of type table has columns. What a number *is* says its `kind`, such as
`count of n`: the checks of numbers go by it, and say nothing on a number of no kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tamis import yamlfile
from tamis.config import Config, Label
from tamis.errors import InputError, Problems, not_one_of
from tamis.review import Review
from tamis.tables import BASES
from tamis.yamlfile import Document

#: What a value is.
TYPES = ("text", "number", "p", "date", "choice", "choices", "table")
#: Keys that stand beside a value, also in a row of a table, and so are no column's id.
BESIDE = ("value", "quote", "page", "note", "report", "basis")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a number is: a word of `KINDS`, and what it is of: another number's id; empty: nothing is
    named."""

    word: str = ""
    of: str = ""


#: What a number can be: the word, and what it means. `of` names another number, of the same row or a plain
#: field.
KINDS: Mapping[str, str] = {
    "count": "a whole number of things; count of n: how many of the n there are, in % where that is its unit",
    "mean": "mean of n: the mean of whole numbers over n things",
    "sd": "sd of x: the standard deviation of x",
    "n": "how many a test or an estimate says that it rests on",
    "test": "which test: t, F, chi2, z, r or Q (as a choice of these ids)",
    "statistic": "its value",
    "df": "its degrees of freedom; of F, those of the numerator",
    "df2": "of F, the degrees of freedom of the denominator",
    "p": "its p value",
    "odds_ratio": "an odds ratio",
    "risk_ratio": "a risk ratio",
    "hazard_ratio": "a hazard ratio",
    "risk_difference": "a difference of two risks",
    "mean_difference": "a difference of two means",
    "d": "a standardised mean difference",
    "phi": "phi, or Cramér's V of a 2×2 table",
    "low": "low of x: the lower limit of the confidence interval of x",
    "high": "high of x: its upper limit",
    "se": "se of x: its standard error (of a ratio: of its logarithm)",
    "level": "the level of the interval in %; 95 where there is none",
    "unit": "what is counted: families, children",
    "basis": "how the numbers of a row came about: " + ", ".join(BASES),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a field that is a table.

    kind: what a number is. arm: of which arm, such as 1 or 2, where a row has numbers of several. key: rows
    of two people are matched by it. count: of a percentage, the count that it goes with. at_most: a number
    that it cannot exceed. after: a date that it cannot come before. adds_up_to: what the column's numbers sum
    to: another number's id, or a number; within: in each group of rows that have the same values in these
    columns. items: of a mean, how many whole numbers were averaged for each of the n.
    """

    id: str
    label: str
    type: str = "text"
    unit: str = ""
    help: str = ""
    choices: tuple[Label, ...] = ()
    required: bool = False
    kind: Kind = Kind()
    arm: str = ""
    key: bool = False
    count: str = ""
    at_most: str = ""
    after: str = ""
    adds_up_to: str = ""
    within: tuple[str, ...] = ()
    items: int = 1


@dataclass(frozen=True, slots=True)
class Field(Column):
    """A field of the form.

    quote: a value needs a quote and its page. only_for: the field is asked of studies of these choices only,
    by choice field; elsewhere it is not applicable. since: the version of the form that first asked for it in
    this way. was: ids that it had in earlier versions. alike: how alike two people's texts must be (0 to 100)
    to agree; None: as the protocol says.
    """

    section: str = ""
    quote: bool = False
    columns: tuple[Column, ...] = ()
    only_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: int = 1
    was: tuple[str, ...] = ()
    alike: float | None = None

    def column(self, id: str) -> Column:
        """Return a column by its id; the field itself for the empty id, as plain fields' data have it."""
        return next((column for column in self.columns if column.id == id), self)


@dataclass(frozen=True, slots=True)
class Proforma:
    """The extraction form: its fields, in order; `version` is that of the form, from 1."""

    fields: tuple[Field, ...]
    sections: tuple[Label, ...]
    document: Document
    version: int = 1

    def field(self, id: str) -> Field | None:
        """Return a field by its id."""
        return next((field for field in self.fields if field.id == id), None)


def load_proforma(review: Review, problems: Problems) -> Proforma | None:
    """Return the extraction form, or None with every error in it noted."""
    document = yamlfile.load(review.proforma, problems, root=review.root)
    if document is None or not yamlfile.check(document, "proforma", problems):
        return None
    before = len(problems)
    fields: list[Field] = []
    seen: set[str] = set()
    for s, section in enumerate(document.value["sections"]):
        for f, data in enumerate(section["fields"]):
            path = ("sections", s, "fields", f)
            if data["id"] in seen:
                problems.add_at(document.place(*path), f"field {data['id']!r} stands twice")
            seen.add(data["id"])
            fields.append(_field(data, section, document, path, problems))
    sections = tuple(Label(s["id"], s["title"]) for s in document.value["sections"])
    version = document.value.get("version", 1)
    return Proforma(tuple(fields), sections, document, version) if len(problems) == before else None


def _field(
    data: dict[str, Any],
    section: dict[str, Any],
    document: Document,
    path: tuple[str | int, ...],
    problems: Problems,
) -> Field:
    if data["type"] in ("choice", "choices") and not data.get("choices"):
        problems.add_at(document.place(*path), f"field {data['id']!r} has no choices")
    if data["type"] == "table" and not data.get("columns"):
        problems.add_at(document.place(*path), f"field {data['id']!r} has no columns")
    only_for = data.get("only_for", section.get("only_for", {}))
    return Field(
        **{
            **_plain(data),
            "section": section["id"],
            "columns": tuple(Column(**_plain(column)) for column in data.get("columns", ())),
            "only_for": {name: tuple(choices) for name, choices in only_for.items()},
            "was": tuple(data.get("was", ())),
        }
    )


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return what fields and columns have in common, as the classes take it."""
    word, _, of = str(data.get("kind", "")).partition(" of ")
    return {
        **data,
        "choices": tuple(Label(**choice) for choice in data.get("choices", ())),
        "kind": Kind(word, of),
        "within": tuple(data.get("within", ())),
        "arm": str(data.get("arm", "")),
        "adds_up_to": str(data.get("adds_up_to", "")),
    }


def check_fields(config: Config, proforma: Proforma, problems: Problems) -> None:
    """Note every field that the config names and the pro-forma does not have, or has as another type.

    What is counted, and what groups the rows of a table, has a known set of values: it is a choice.
    """

    def field(name: str, *path: str | int, choice: bool) -> None:
        found = proforma.field(name)
        if found is None:
            text = f"field {not_one_of(name, [field.id for field in proforma.fields])}"
            problems.add_at(config.place(*path), text)
        elif choice and found.type not in ("choice", "choices"):
            text = f"field {name!r} must be of type choice or choices, and is of type {found.type}"
            problems.add_at(config.place(*path), text)

    for t, use in enumerate(config.appraisal.tools):
        path = ("appraisal", "tools", t)
        if use.design:
            field(use.design, *path, "design", choice=True)
            designs = proforma.field(use.design)
            known = [choice.id for choice in designs.choices] if designs else []
            for choice in use.categories:
                if designs and choice not in known:
                    problems.add_at(config.place(*path, "categories", choice), not_one_of(choice, known))
        elif use.categories:
            text = "which field of the pro-forma says the design? design: is missing"
            problems.add_at(config.place(*path, "categories"), text)
    for t, table in enumerate(config.tables):
        for f, name in enumerate(table.fields):
            if name.partition(":")[0] == "appraisal":
                tools = [use.id for use in config.appraisal.tools]
                if ":" in name and name.partition(":")[2] not in tools:
                    text = f"tool {not_one_of(name.partition(':')[2], tools)}"
                    problems.add_at(config.place("synthesis", "tables", t, "fields", f), text)
                continue
            field(name, "synthesis", "tables", t, "fields", f, choice=False)
        if table.group_by:
            field(table.group_by, "synthesis", "tables", t, "group_by", choice=True)
    for c, name in enumerate(config.counts):
        field(name, "synthesis", "counts", c, choice=True)


def require_proforma(review: Review) -> Proforma:
    """Return the extraction form.

    Raises:
        InputError: with every error in it.
    """
    problems = Problems()
    proforma = load_proforma(review, problems)
    if proforma is None:
        raise InputError(problems)
    return proforma

"""What a form is made of: sections, fields, the columns of tables, and what a number is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tamis.config import Label
from tamis.tables import BASES
from tamis.yamlfile import Document

#: What a value is.
TYPES = ("text", "number", "p", "date", "choice", "choices", "table")
#: What may stand beside a value, or in a row of a table.
BESIDE = ("quote", "page", "note", "report", "basis")
#: Keys of a value with what stands beside it, which so are no column's id.
KEYS = ("value", *BESIDE)
#: Where a file that is filled in names the version of the form; so it is no field's id.
FORM = "form"


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
    "test": "which test: t, F, chi2 (of the row's 2×2 table), z, r or Q, or named after it: chi2_mcnemar",
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
#: Kinds that mean nothing without what they are of; those that are words, not numbers.
NEEDS_OF, WORDS = ("sd", "low", "high", "se"), ("test", "unit", "basis")


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

    def asked(self, chosen: Mapping[str, Collection[str]]) -> bool | None:
        """Say whether a study is asked for the field; None: what that depends on is not known yet.

        Args:
            chosen: the choices that hold for the study, by choice field; none of one that is not applicable.
        """
        known = [(chosen[name], wanted) for name, wanted in self.only_for.items() if name in chosen]
        if any(set(those).isdisjoint(wanted) for those, wanted in known):
            return False
        return True if len(known) == len(self.only_for) else None


@dataclass(frozen=True, slots=True)
class Proforma:
    """The extraction form: its fields, in order; `version` is that of the form, from 1."""

    fields: tuple[Field, ...]
    sections: tuple[Label, ...]
    document: Document
    version: int = 1
    _by_id: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the fields by their ids."""
        object.__setattr__(self, "_by_id", {field.id: field for field in reversed(self.fields)})

    def field(self, id: str) -> Field | None:
        """Return a field by its id."""
        return self._by_id.get(id)

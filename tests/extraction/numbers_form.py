"""A form and data for tests of numbers, in a few words."""

from dataclasses import fields as slots

from tamis.config import Label
from tamis.extraction.numbers import findings
from tamis.proforma import Column, Field, Kind, Proforma
from tamis.tables import Datum


def column(id: str, kind: str = "", **more) -> Column:
    """Return a column: `column("p1", "count of n1", unit="%", arm="1")`."""
    word, _, of = kind.partition(" of ")
    type = more.pop("type", "number" if word not in ("test", "unit", "basis") else "choice")
    choices = tuple(Label(choice, choice.capitalize()) for choice in more.pop("choices", ()))
    return Column(id, more.pop("label", id), type, kind=Kind(word, of), choices=choices, **more)


#: A row of two arms with everything that is made of them.
RESULTS = (
    column("outcome", type="text", key=True),
    column("n1", "count", arm="1"),
    column("n2", "count", arm="2"),
    column("e1", "count of n1", arm="1"),
    column("e2", "count of n2", arm="2"),
    column("p1", "count of n1", arm="1", unit="%"),
    column("p2", "count of n2", arm="2", unit="%"),
    column("test", "test", choices=("t", "F", "chi2", "chi2_mcnemar", "z", "r", "Q", "fisher")),
    column("stat", "statistic"),
    column("df", "df"),
    column("df2", "df2"),
    column("n", "n"),
    column("p", "p", type="p"),
    column("or", "odds_ratio"),
    column("rr", "risk_ratio"),
    column("rd", "risk_difference"),
    column("hr", "hazard_ratio"),
    column("md", "mean_difference"),
    column("d", "d"),
    column("phi", "phi"),
    column("basis", "basis", choices=("observed", "estimated", "imputed", "weighted", "adjusted")),
    *(column(f"{what}_low", f"low of {what}") for what in ("or", "md", "p1")),
    *(column(f"{what}_high", f"high of {what}") for what in ("or", "md", "p1")),
    *(column(f"{what}_se", f"se of {what}") for what in ("or", "md")),
    column("level", "level"),
    column("m1", "mean of n1", arm="1"),
    column("m2", "mean of n2", arm="2"),
    column("sd1", "sd of m1"),
    column("m3", "mean of n1", items=3),
)


def check(rows=(), plain=(), columns=RESULTS, given=None, basis=None):
    """Return the findings of one study: rows of a table `results`, and plain fields with their values.

    rows: for each row its cells, by column. plain: fields (made by `column`). given: their values. basis: by
    column, how a cell's number came about.
    """
    fields = tuple(Field(**{each.name: getattr(one, each.name) for each in slots(Column)}) for one in plain)
    proforma = Proforma((*fields, Field("results", "Results", "table", columns=tuple(columns))), (), None)
    data = [
        datum("results", row, id, str(value), (basis or {}).get(id, ""))
        for row, cells in enumerate(rows, start=1)
        for id, value in cells.items()
    ]
    data += [datum(id, 1, "", str(value), "") for id, value in (given or {}).items()]
    found = findings(data, proforma)
    assert len({finding.finding for finding in found}) == len(found)
    return found


def datum(field, row, column, value, basis):
    """Return a datum; an empty value is one that is not reported."""
    state = "given" if value else "not_reported"
    return Datum("smith2020", field, row, column, "R1", value, state, basis=basis, place="smith.yaml:1")


def names(found):
    """Return findings by check and column: `percent p1`."""
    return [f"{f.finding.split(':')[2]} {f.finding.split(':')[-2]}" for f in found]

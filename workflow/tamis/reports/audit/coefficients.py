"""Agreement as the page prints it: rows of a table, with "undefined" where a coefficient is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tamis.reports.audit.words import coefficient, percent, with_limits
from tamis.tables import Agreement, AgreementCell, Confusion, PanelAgreement

#: What the columns of a table of pairs are, with the source of each formula.
MEASURES = (
    (
        "Observed",
        "Share of citations on which both say the same, (a + d) / n, with its Wilson interval (Wilson 1927).",
    ),
    (
        "Positive, negative",
        "Specific agreement on what goes on, 2a / (2a + b + c), and on what is excluded, 2d / (2d + b + c) "
        "(Cicchetti and Feinstein 1990).",
    ),
    (
        "Kappa",
        "Cohen’s kappa (1960) with the interval of Fleiss, Cohen and Everitt (1969). Where few citations go "
        "on, kappa can be low although reviewers hardly differ (Feinstein and Cicchetti 1990). The interval "
        "is rough for few citations; an upper limit above 1 is printed as 1.",
    ),
    (
        "PABAK",
        "Kappa adjusted for prevalence and bias: twice the observed share less 1 (Byrt and others 1993).",
    ),
    ("AC1", "Gwet’s AC1 (2008) with its t interval; it stays stable where few citations go on."),
    (
        "Prevalence, bias",
        "Prevalence index, (a - d) / n, and bias index, (b - c) / n (Byrt and others 1993): how uneven the "
        "two answers are, and how much one reviewer lets more pass than the other.",
    ),
)
PANEL = (
    (
        "Fleiss’ kappa, in Gwet’s generalisation",
        "for panels whose members change; votes that are missing by design are left out (Gwet, 4th edition)",
    ),
    ("Gwet’s AC1", "the same, for any number of reviewers (2008)"),
    ("Krippendorff’s alpha", "nominal, from the coincidences of all votes on a citation (2011)"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table of agreement: who, how many, the cells, and the coefficients as text."""

    who: str
    both: int
    left_out: int
    cells: tuple[int | None, ...]
    values: tuple[str, ...]
    total: bool = False


def who(a: str, b: str) -> str:
    """Return how two reviewers are printed.

    >>> who("R1", "R2"), who("all", "all"), who("R1", "others")
    ('R1 and R2', 'All pairs together', 'R1 and all others')
    """
    if a == "all":
        return "All pairs together"
    return f"{a} and all others" if b == "others" else f"{a} and {b}"


def part(name: str) -> str:
    """Return how a part of the citations is printed.

    >>> part("all"), part("after_pilot"), part("batch:3"), part("period:2")
    ('All', 'After the pilot', 'Batch 3', 'Period 2')
    """
    kind, _, of = name.partition(":")
    words = {"all": "All", "pilot": "Pilot", "after_pilot": "After the pilot"}
    return f"{kind.capitalize()} {of}" if of else words.get(name, name)


def pairs(rows: Iterable[Agreement], stage: str, of: str, table: str = "advance") -> list[Line]:
    """Return the lines of one table: each pair, the lead against all others, and all pairs together.

    Where there is one pair, it stands alone.

    Args:
        rows: build/screening/agreement.csv.
        stage: the stage.
        of: the part of the citations, as the table has it.
        table: advance, or words.
    """
    at = [row for row in rows if (row.stage, row.part, row.table) == (stage, of, table)]
    single = [row for row in at if not _together(row)]
    return [
        Line(
            who(row.reviewer_a, row.reviewer_b),
            row.both,
            row.left_out,
            (row.both_include, row.a_only, row.b_only, row.both_exclude),
            values(row),
            _together(row),
        )
        for row in (single if len(single) == 1 else at)
    ]


def _together(row: Agreement) -> bool:
    return row.reviewer_a == "all" or row.reviewer_b == "others"


def values(row: Agreement) -> tuple[str, ...]:
    """Return the coefficients of a row in the order of `MEASURES`."""
    return (
        with_limits(row.observed, row.observed_low, row.observed_high, of_percent=True),
        f"{percent(row.positive)}, {percent(row.negative)}",
        with_limits(row.kappa, row.kappa_low, row.kappa_high),
        coefficient(row.pabak),
        with_limits(row.ac1, row.ac1_low, row.ac1_high),
        f"{coefficient(row.prevalence)}, {coefficient(row.bias)}",
    )


def pooled(rows: Iterable[Agreement], stage: str, of: str) -> Agreement | None:
    """Return the row that speaks for a part of the citations: all pairs together, else the only pair."""
    found = [row for row in rows if (row.stage, row.part, row.table) == (stage, of, "advance")]
    found = [row for row in found if row.reviewer_b != "others"]
    return next((row for row in found if row.reviewer_a == "all"), found[0] if len(found) == 1 else None)


def parts(rows: Iterable[Agreement], stage: str, kind: str) -> list[str]:
    """Return the parts of a kind that a stage has, in order: `batch` or `period`."""
    named = dict.fromkeys(row.part for row in rows if row.stage == stage)
    return [name for name in named if name.partition(":")[0] == kind and ":" in name]


def panels(rows: Iterable[PanelAgreement], stage: str) -> list[tuple[str, PanelAgreement, tuple[str, ...]]]:
    """Return, for each part of a stage, the agreement of all reviewers together, in the order of `PANEL`."""
    return [
        (
            part(row.part),
            row,
            (
                percent(row.observed),
                with_limits(row.fleiss, row.fleiss_low, row.fleiss_high),
                with_limits(row.ac1, row.ac1_low, row.ac1_high),
                with_limits(row.alpha, row.alpha_low, row.alpha_high),
            ),
        )
        for row in rows
        if row.stage == stage and row.table == "advance" and not row.part.startswith("period:")
    ]


@dataclass(frozen=True, slots=True)
class Square:
    """A square table of words: whose, the words, and how often each two of them met."""

    who: str
    words: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def squares(cells: Iterable[AgreementCell], stage: str) -> list[Square]:
    """Return the tables of the decisions as they were given, over all citations of a stage."""
    of: dict[str, dict[tuple[str, str], int]] = {}
    for cell in cells:
        if (cell.stage, cell.part) == (stage, "all"):
            name = who(cell.reviewer_a, cell.reviewer_b)
            of.setdefault(name, {})[cell.decision_a, cell.decision_b] = cell.n
    return [_square(name, counts, ("include", "maybe", "exclude")) for name, counts in of.items()]


def confusion(rows: Sequence[Confusion], stage: str, order: Sequence[str]) -> Square | None:
    """Return which reasons stand against which, of all pairs together; None where no two excluded.

    Args:
        rows: build/screening/confusions.csv.
        stage: the stage.
        order: the ids of the reasons, in the order of the flowchart.
    """
    at = [row for row in rows if row.stage == stage]
    together = [row for row in at if row.reviewer_a == "all"] or at
    counts: dict[tuple[str, str], int] = {}
    for row in together:
        two = row.reason_a, row.reason_b
        counts[two] = counts.get(two, 0) + row.n
    return _square("All pairs together", counts, (*order, "not_recorded", "")) if counts else None


def _square(name: str, counts: dict[tuple[str, str], int], order: Sequence[str]) -> Square:
    there = [word for word in order if any(word in two for two in counts)]
    there += sorted({word for two in counts for word in two} - set(order))
    rows = tuple((a, tuple(counts.get((a, b), 0) for b in there)) for a in there)
    return Square(name, tuple(there), rows)

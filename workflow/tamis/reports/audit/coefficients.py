"""Agreement as the page prints it: rows of a table, with "undefined" where a coefficient is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.reports.audit.words import coefficient, percent, with_limits
from tamis.tables import Agreement, AgreementCell, PanelAgreement


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

    Where there is one pair, it stands alone; where the lead is in every pair, the lead against all others is
    all pairs, and stands for them.

    Args:
        rows: build/screening/agreement.csv.
        stage: the stage.
        of: the part of the citations, as the table has it.
        table: advance, or words.
    """
    at = [row for row in rows if (row.stage, row.part, row.table) == (stage, of, table)]
    single = [row for row in at if not _together(row)]
    led = next((row.both for row in at if row.reviewer_b == "others"), None)
    at = [row for row in at if row.reviewer_a != "all" or row.both != led]
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
    """Return the coefficients of a row in the order of `measures.MEASURES`.

    The bias of all pairs together would depend on the order of ids, and is not printed.
    """
    n = row.both - row.left_out
    bias = "–" if row.reviewer_a == "all" else coefficient(row.bias)
    return (
        with_limits(row.observed, row.observed_low, row.observed_high, of_percent=True, of=n),
        f"{percent(row.positive, n)}, {percent(row.negative, n)}",
        with_limits(row.kappa, row.kappa_low, row.kappa_high),
        coefficient(row.pabak),
        with_limits(row.ac1, row.ac1_low, row.ac1_high),
        f"{coefficient(row.prevalence)}, {bias}",
    )


def pooled(rows: Iterable[Agreement], stage: str, of: str) -> Agreement | None:
    """Return the row that speaks for a part of the citations: all pairs together, else the only pair."""
    found = [row for row in rows if (row.stage, row.part, row.table) == (stage, of, "advance")]
    found = [row for row in found if row.reviewer_b != "others"]
    return next((row for row in found if row.reviewer_a == "all"), found[0] if len(found) == 1 else None)


def overlapping(rows: Iterable[Agreement], panels: Iterable[PanelAgreement], stage: str) -> bool:
    """Say whether a vote counts in several pairs where all pairs of a stage are put together."""
    at = stage, "all", "words"
    both = sum(row.both for row in rows if (row.stage, row.part, row.table, row.reviewer_a) == (*at, "all"))
    votes = sum(row.votes for row in panels if (row.stage, row.part, row.table) == at)
    return 2 * both > votes


def several(rows: Sequence[Agreement], stage: str, names: Iterable[str]) -> list[tuple[str, list[Line]]]:
    """Return the lines of parts that have some, without parts that repeat one before them."""
    found: dict[tuple[Line, ...], str] = {}
    for name in names:
        found.setdefault(tuple(pairs(rows, stage, name)), part(name))
    return [(name, [*lines]) for lines, name in found.items() if lines]


def parts(rows: Iterable[Agreement], stage: str, kind: str) -> list[str]:
    """Return the parts of a kind that a stage has, in order: `batch` or `period`."""
    named = dict.fromkeys(row.part for row in rows if row.stage == stage)
    return [name for name in named if name.partition(":")[0] == kind and ":" in name]


def panels(rows: Iterable[PanelAgreement], stage: str) -> list[tuple[str, PanelAgreement, tuple[str, ...]]]:
    """Return the agreement of all reviewers together for each part of a stage, as `measures.PANEL` has it."""
    return [
        (
            part(row.part),
            row,
            (
                percent(row.observed, row.citations),
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
    """A square table of words: whose, the words, and how often each two of them met.

    folded: which of two came first does not count, and nothing stands below the diagonal.
    """

    who: str
    words: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    folded: bool = False


def squares(cells: Iterable[AgreementCell], stage: str) -> list[Square]:
    """Return the tables of the decisions as they were given, over all citations of a stage."""
    of: dict[str, dict[tuple[str, str], int]] = {}
    for cell in cells:
        if (cell.stage, cell.part) == (stage, "all"):
            name = who(cell.reviewer_a, cell.reviewer_b)
            of.setdefault(name, {})[cell.decision_a, cell.decision_b] = cell.n
    return [square(name, counts, ("include", "maybe", "exclude")) for name, counts in of.items()]


def square(
    name: str, counts: Mapping[tuple[str, str], int], order: Sequence[str], *, folded: bool = False
) -> Square:
    """Return a square table of counts: the words that occur, those of an order first."""
    there = [word for word in order if any(word in two for two in counts)]
    there += sorted({word for two in counts for word in two} - set(order))
    rows = tuple((a, tuple(counts.get((a, b), 0) for b in there)) for a in there)
    return Square(name, tuple(there), rows, folded)

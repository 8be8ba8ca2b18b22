"""What every reconciliation says, whatever it is on: how a difference was settled, by whom, why and when."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tamis.errors import not_one_of
from tamis.tables import DatumReconciliation, Reconciliation


def people_of(text: str) -> list[str]:
    """Return the ids in a text that separates them by ; each once."""
    return list(dict.fromkeys(who for part in text.split(";") if (who := part.strip())))


def lacking(
    row: Reconciliation | DatumReconciliation, known: Collection[str], done: str
) -> Iterator[tuple[str, str]]:
    """Yield what a reconciliation lacks, and who in it is nobody known: column and text.

    Args:
        row: the reconciliation.
        known: ids of those who may have settled it.
        done: what a third person has not done: rated it, extracted it.
    """
    for column in ("how", "who", "why", "time"):
        if not getattr(row, column):
            yield column, "is missing"
    named = people_of(row.who)
    for who in named:
        if who not in known:
            yield "who", not_one_of(who, known)
    if row.how == "discussion" and len(named) == 1:
        yield (
            "who",
            f"{row.who!r} is one person, and a discussion needs two at least: name all who met, as in "
            f"R1; R2, or write third under how, where it was somebody who had not {done} it",
        )

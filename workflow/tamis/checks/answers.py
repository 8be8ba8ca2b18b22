"""Answers on duplicates that stand in the wrong column, where they count for nothing."""

from __future__ import annotations

from tamis.errors import Problems
from tamis.review import Review, person_of, written
from tamis.store import read_rows
from tamis.tables import Answer


def warnings(review: Review) -> list[str]:
    """Return one line for each row whose answer stands under `why`, with its place."""
    return [
        f"{row.place}: {row.misplaced}"
        for path in written(review.screening)
        if person_of(path.name, "duplicates") and path.suffix in (".csv", ".xlsx")
        for row in read_rows(path, Answer, Problems(), root=review.root)
        if row.misplaced
    ]

"""Pairs for a person to answer, as rows to fill in: ids, titles, and what of each record helps to decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tamis.dedupe.frames import lists
from tamis.tables import Answer
from tamis.twins import DETAILS, details, line

if TYPE_CHECKING:
    import pandas as pd

#: What of a record helps to decide.
COLUMNS = ("record_id", "title", *DETAILS)


def rows(pairs: Iterable[tuple[str, str, str]], records: pd.DataFrame) -> list[Answer]:
    """Return a row without an answer for each pair.

    Args:
        pairs: two record ids, and why the pair is asked about.
        records: the records, `COLUMNS` of them.
    """
    asked = list(pairs)
    about = described(records, {id for a, b, _ in asked for id in (a, b)})
    return [
        Answer(
            record_a=a,
            record_b=b,
            title_a=about[a][0],
            title_b=about[b][0],
            details_a=about[a][1],
            details_b=about[b][1],
            rule=rule,
        )
        for a, b, rule in asked
    ]


def described(records: pd.DataFrame, wanted: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the title and the details of some records, each in one line, by id."""
    found = lists(records[records["record_id"].isin(set(wanted))], COLUMNS)
    return {
        id: (line(values[0]), details(dict(zip(DETAILS, values[1:], strict=True))))
        for id, *values in zip(*found.values(), strict=True)
    }

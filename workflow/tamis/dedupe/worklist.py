"""Pairs for a person to answer, as rows to fill in: ids, titles, and what of each record helps to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tamis.dedupe.frames import lists
from tamis.tables import Answer

if TYPE_CHECKING:
    import pandas as pd

#: What of a record helps to decide, beside its title.
DETAILS = ("authors", "year", "journal", "volume", "issue", "pages", "doi", "type")
COLUMNS = ("record_id", "title", *DETAILS)
#: A list of authors is cut here; a cell of Excel's holds 32,767 letters, and nobody reads them.
_AUTHORS = 200


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


def line(text: object) -> str:
    """Return a text in one line."""
    return " ".join(str(text).split())


def details(record: Mapping[str, Any]) -> str:
    """Return who, when, where and DOI of a record in one line; a part that is not known is left out.

    One cell for all of it, since Excel makes a date of pages 1-9 that stand alone.

    >>> details({"authors": "Marlow, Ann", "year": 2016, "journal": "Care", "volume": "3", "issue": "",
    ...          "pages": "1-9", "doi": "10.5555/a", "type": ""})
    'Marlow, Ann (2016). Care; vol. 3; pp. 1-9; doi 10.5555/a'
    """
    authors = line(record["authors"])
    if len(authors) > _AUTHORS:
        authors = f"{authors[:_AUTHORS].rpartition(';')[0] or authors[:_AUTHORS]} ..."
    year = f"({record['year']})" if record["year"] else ""
    where = [
        f"{before}{line(record[name])}"
        for name, before in (
            ("journal", ""),
            ("volume", "vol. "),
            ("issue", "no. "),
            ("pages", "pp. "),
            ("doi", "doi "),
            ("type", "type: "),
        )
        if record[name]
    ]
    return ". ".join(part for part in (" ".join(filter(None, (authors, year))), "; ".join(where)) if part)

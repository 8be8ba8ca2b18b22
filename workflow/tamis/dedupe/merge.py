"""One citation from the records of one publication. Every value is one that a record holds.

- title: the first record's, else that of the first that has one;
- authors, journal, abstract, keywords: the longest (full names and full abstracts over cut ones);
- volume, issue and pages: together, from the record that has most of the three (of those the one with the
  longest pages: 123-130 over 123-30), so that no place is put together from two;
- year, type, DOI, PubMed id, ISSN, language: what most records have;
- url: the first there is;
- `arm` is databases where any record came from a database or register (PRISMA 2020), `sources` are in the
  order of the search log, `place` is that of the first record, and a citation is a stand-in only where all
  its records are.

Among equals the first record's value is taken; records are in the order of the search log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tamis.dedupe.frames import frame, lists
from tamis.tables import DATABASE_KINDS, Citation, columns

if TYPE_CHECKING:
    import pandas as pd

FIRST = ("title", "url")
LONGEST = ("authors", "journal", "abstract", "keywords")
MOST = ("year", "type", "doi", "pmid", "issn", "language")
PLACE = ("volume", "issue", "pages")


def first(values: Sequence[Any]) -> Any:
    """Return the first value that is known."""
    return next((value for value in values if value not in ("", None)), values[0])


def longest(values: Sequence[str]) -> str:
    """Return the longest text."""
    return max(values, key=len)


def most(values: Sequence[Any]) -> Any:
    """Return the value that is given most often."""
    known = Counter(value for value in values if value not in ("", None))
    return known.most_common(1)[0][0] if known else values[0]


def place(values: Sequence[tuple[str, str, str]]) -> tuple[str, str, str]:
    """Return the volume, issue and pages of the record that says most."""
    return max(values, key=lambda value: (sum(map(bool, value)), len(value[2])))


def citations(records: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return the citations (tables.Citation), in the order of their first records.

    Args:
        records: tables.Record.
        members: tables.Member, in the same order.
    """
    wanted = (*FIRST, *LONGEST, *MOST, *PLACE, "source", "source_kind", "stand_in", "place")
    get = lists(records, wanted)
    rows: dict[str, list[int]] = {}
    for row, citation in enumerate(members["citation_id"].tolist()):
        rows.setdefault(citation, []).append(row)
    out: dict[str, list[Any]] = {column.name: [] for column in columns(Citation)}
    for citation, at in rows.items():
        out["citation_id"].append(citation)
        out["records"].append(len(at))
        of = {name: [values[row] for row in at] for name, values in get.items()}
        out["arm"].append(
            "databases" if any(kind in DATABASE_KINDS for kind in of["source_kind"]) else "other"
        )
        out["sources"].append(";".join(dict.fromkeys(of["source"])))
        for names, choose in ((FIRST, first), (LONGEST, longest), (MOST, most)):
            for name in names:
                out[name].append(choose(of[name]))
        for name, value in zip(PLACE, place(list(zip(*(of[n] for n in PLACE), strict=True))), strict=True):
            out[name].append(value)
        out["stand_in"].append("yes" if all(value == "yes" for value in of["stand_in"]) else "no")
        out["place"].append(of["place"][0])
    return frame(out, Citation)

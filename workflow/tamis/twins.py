"""Lines on records whose ids were numbered anew, so that they would now mean other papers.

Records of one source that only a number tells apart (`rX`, `rX-2`, `rX-3`; see `ids`) are numbered anew when
one of them goes in a new download. Their titles are equal, so what tells which of them a line was about are
the details beside it, as work lists and sheets give them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tamis.review import plain_words

#: What of a record a work list of pairs gives beside its title, and what a screening sheet gives.
DETAILS = ("authors", "year", "journal", "volume", "issue", "pages", "doi", "type")
SHEET_DETAILS = ("volume", "issue", "pages", "doi")
#: A list of authors is cut here; a cell of Excel's holds 32,767 letters, and nobody reads them.
_AUTHORS = 200


def line(text: object) -> str:
    """Return a text in one line."""
    return " ".join(str(text).split())


def details(record: Mapping[str, Any]) -> str:
    """Return who, when, where and DOI of a record in one line; a part that is not known is left out.

    One cell for all of it, since Excel makes a date of pages 1-9 that stand alone.

    Args:
        record: its columns; of `DETAILS`, those that are wanted.

    >>> details({"authors": "Marlow, Ann", "year": 2016, "journal": "Care", "volume": "3", "pages": "1-9",
    ...          "doi": "10.5555/a"})
    'Marlow, Ann (2016). Care; vol. 3; pp. 1-9; doi 10.5555/a'
    """
    authors = line(record.get("authors", ""))
    if len(authors) > _AUTHORS:
        authors = f"{authors[:_AUTHORS].rpartition(';')[0] or authors[:_AUTHORS]} ..."
    year = f"({record['year']})" if record.get("year") else ""
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
        if record.get(name)
    ]
    return ". ".join(part for part in (" ".join(filter(None, (authors, year))), "; ".join(where)) if part)


def base(record: str) -> str:
    """Return a record's id without the number that tells it from its twins."""
    return record.partition("-")[0]


def with_twins(ids: Iterable[str], named: Iterable[str]) -> set[str]:
    """Return what the ids of records begin with that have a twin, or had one.

    Args:
        ids: the ids of all records.
        named: ids that people named, also such as are gone: where a twin was, the others may be others now.
    """
    several = {id for id, count in Counter(map(base, ids)).items() if count > 1}
    return several | {base(id) for id in named if base(id) != id}


def moved(record: str, was: str, about: Mapping[str, str]) -> str | None:
    """Return where a record is now that a line was about: its id, or "" where that is not known.

    None where the record is still what stands beside it, however that is spelled.

    Args:
        record: the id that the line names.
        was: the details beside it.
        about: the details of the records that have twins, by id.
    """
    wanted = plain_words(was)
    if not was or record not in about or wanted == plain_words(about[record]):
        return None
    fits = [id for id in about if base(id) == base(record) and plain_words(about[id]) == wanted]
    return fits[0] if len(fits) == 1 else ""


def said_of(record: str, was: str, now: str, there: str) -> str:
    """Return what a line says, what the record is, and where what the line says is now."""
    where = f" (now {there})" if there else ""
    return (
        f"the line is about {record} as {was!r}{where}, and {record} is now {now!r}: "
        "records that only a number tells apart are numbered anew when one of them goes"
    )

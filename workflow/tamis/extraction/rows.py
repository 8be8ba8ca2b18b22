"""What tells the rows of a table apart: their key columns, which also name them in the ids of open items.

An id must stay that of the same row wherever the row stands: a person may have accepted what it names. So
rows with the same key, as two people's rows are matched, have the same name, and others never.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import count

from tamis.extraction.alike import compared_as
from tamis.proforma import Field, Proforma
from tamis.tables import Datum, Evidence

#: What a row is told apart by: the value in each key column, in the form in which values are compared.
Key = tuple[str, ...]

#: A name is cut here.
_LONG = 40
#: A name's last word, and what parts it from the one before.
_LAST = re.compile(r"(?<=[^-_])[-_]+[^-_]*$")
_WORD = re.compile(r"[^\W_]+(?:\.[0-9]+)?")


def key(field: Field, values: Mapping[str, str]) -> Key:
    """Return what a row is told apart by; empty texts where nothing stands in a key column.

    Args:
        field: the table.
        values: the row's values by column, as the data hold them.
    """
    columns = (column for column in field.columns if column.key)
    return tuple(_text(compared_as(values.get(column.id, ""), column)) for column in columns)


def named(keys: Mapping[int, Key]) -> dict[int, str]:
    """Return the part of an id that names each row of a table of a study, by the row's number.

    That is the words of its key; where it has none, its number. A second row with the same key has -2 behind
    it, or the next number that is free.

    >>> named({1: ("safety", ""), 2: ("return home", "12 months"), 3: ("safety", ""), 4: ("", "")})
    {1: 'safety', 2: 'return-home_12-months', 3: 'safety-2', 4: '4'}
    """
    firsts: dict[Key, int] = {}
    for row, own in sorted(keys.items()):
        if any(own):
            firsts.setdefault(own, row)
    found: dict[int, str] = {}
    for row in [*firsts.values(), *sorted({*keys} - {*firsts.values()})]:
        name = in_id(keys[row]) if any(keys[row]) else str(row)
        numbered = (f"{name}-{times}" if times > 1 else name for times in count(1))
        found[row] = next(each for each in numbered if each not in found.values())
    return dict(sorted(found.items()))


def names(data: Iterable[Datum | Evidence], proforma: Proforma) -> dict[tuple[str, str, int], str]:
    """Return the part of an id that names each row of each table: by study, field and row's number.

    Args:
        data: rows of `build/extraction/data.csv`, or of evidence.csv: of one cell the first value counts.
            Fields that the form no longer has are passed over.
        proforma: the form.
    """
    tables: dict[tuple[str, str], dict[int, dict[str, str]]] = {}
    for datum in data:
        if datum.column and proforma.field(datum.field):
            row = tables.setdefault((datum.study, datum.field), {}).setdefault(datum.row, {})
            row[datum.column] = row.get(datum.column) or datum.value
    return {
        (study, field.id, row): name
        for (study, id), rows in tables.items()
        if (field := proforma.field(id))
        for row, name in named({row: key(field, values) for row, values in rows.items()}).items()
    }


def in_id(texts: Sequence[str]) -> str:
    """Return texts as a part of an id: their words joined by -, one text and the next by _.

    Where that is too long, or leaves a sign out, a digest of the whole stands behind it.
    """
    spelled = "_".join("-".join(_WORD.findall(text)) for text in texts).rstrip("_")
    whole = "_".join(re.sub(r"[\s_]", "-", text) for text in texts).rstrip("_")
    if spelled == whole and len(spelled) <= _LONG:
        return spelled
    cut = spelled if len(spelled) <= _LONG else _LAST.sub("", spelled[: _LONG + 1])[:_LONG]
    return f"{cut}-{digest(texts)}".lstrip("-")


def digest(texts: Iterable[str]) -> str:
    """Return what of some texts stands in an id: six signs, others for other texts."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _text(compared: object) -> str:
    """Return what a value is compared by as a text."""
    if isinstance(compared, tuple):
        return " ".join(map(_text, compared))
    return format(compared, "f") if isinstance(compared, Decimal) else str(compared)

"""A list of citations in RIS, as EndNote groups, Zotero and Covidence give it: what is on it is included."""

from __future__ import annotations

import re
from pathlib import Path

from tamis.errors import Problems
from tamis.screening.imports.item import Item
from tamis.store import decode, relative

_TAG = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?$")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
#: Tags that hold a title, a DOI and a year, the best first.
_TITLE, _DOIS, _YEAR = ("TI", "T1"), ("DO", "DI", "M3", "UR", "L3"), ("PY", "Y1", "DA")


def read(path: Path, problems: Problems, root: Path) -> list[Item]:
    """Return the entries of a list; a file without any is a problem."""
    entries: list[tuple[int, dict[str, str]]] = []
    tag = ""
    for number, line in enumerate(decode(path.read_bytes())[0].splitlines(), start=1):
        found = _TAG.match(line.strip("\ufeff \t"))
        if found and found[1] == "TY":
            entries.append((number, {}))
        if not entries:
            continue
        values = entries[-1][1]
        if found:
            tag = found[1]
            values.setdefault(tag, (found[2] or "").strip())
        elif line.strip() and tag in _TITLE:  # a title that goes on in the next line
            values[tag] = f"{values[tag]} {line.strip()}"
    if not entries:
        problems.add(relative(path, root), "holds no entry; a list is a RIS file, its entries begin with TY")
    return [_item(line, values) for line, values in entries]


def _item(line: int, values: dict[str, str]) -> Item:
    def first(tags: tuple[str, ...], pattern: str | re.Pattern[str]) -> str:
        found = (re.search(pattern, values.get(tag, "")) for tag in tags)
        return next((match[0] for match in found if match), "")

    year = first(_YEAR, r"\b\d{4}\b")
    doi = first(_DOIS, _DOI).casefold().rstrip(".,;")
    return Item(line, first(_TITLE, r".+"), doi, int(year) if year else None)

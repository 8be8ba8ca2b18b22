"""Which record an import's entry means: by DOI, else by title and year, else a person says so."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tamis.screening.imports.item import Item
from tamis.tables import Entry, Match, Record

#: What `matches.csv` says of an entry that no search found.
NONE = "none"


def plain_title(title: str) -> str:
    """Return a title without mark-up, accents, punctuation and case.

    >>> plain_title("<i>Families</i> &amp; Risk: a Réview.")
    'families risk a review'
    """
    text = re.sub(r"<[^<>]*>", " ", html.unescape(title))
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[^\W_]+", text))


class Index:
    """The records by DOI and by title."""

    def __init__(self, records: Iterable[Record], citation_of: Mapping[str, str]) -> None:
        self._citation_of = citation_of
        self._by_doi: dict[str, list[Record]] = defaultdict(list)
        self._by_title: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            if record.doi:
                self._by_doi[record.doi.casefold()].append(record)
            if title := plain_title(record.title):
                self._by_title[title].append(record)

    def find(self, item: Item) -> tuple[str, str, str]:
        """Return status, record and rule: `matched`, `several` (citations) or `nothing`.

        Where nothing fits, the rule names the records of the same title and another year, for the
        person who settles it.
        """
        same_doi = self._by_doi.get(item.doi, []) if item.doi else []
        same_title = self._by_title.get(plain_title(item.title), [])
        dated = [r for r in same_title if item.year is None or r.year in (item.year, None)]
        for rule, found in (("DOI", same_doi), ("title and year", dated)):
            names = _first_of_each(found, self._citation_of)
            if len(names) == 1:
                return "matched", names[0], rule
            if names:
                return "several", "", f"{rule}: {';'.join(names)}"
        near = _first_of_each(same_title, self._citation_of)
        return "nothing", "", f"title, another year: {';'.join(near)}" if near else ""


def _first_of_each(records: Iterable[Record], citation_of: Mapping[str, str]) -> list[str]:
    """Return the first record of each citation among some records."""
    firsts: dict[str, str] = {}
    for record in records:
        firsts.setdefault(citation_of[record.record_id], record.record_id)
    return list(firsts.values())


def entries(
    file: str,
    stage: str,
    items: Sequence[Item],
    index: Index,
    matches: Mapping[tuple[str, int], Match],
    place: str,
) -> list[Entry]:
    """Return the entries of an import with what each was matched to; what a person settled comes first.

    Args:
        file: the import, as imports.csv names it.
        stage: the stage whose decisions it holds.
        items: its entries, in order.
        index: the records.
        matches: what people settled, by file and position.
        place: path of the import, for the places of its entries.
    """
    found = []
    for position, item in enumerate(items, start=1):
        said = matches.get((file, position))
        if said is None:
            status, record, rule = index.find(item)
        elif said.record == NONE:
            status, record, rule = "set_aside", "", f"{said.who}: {said.why}"
        else:
            status, record, rule = "settled", said.record, f"{said.who}: {said.why}"
        found.append(Entry(file, position, stage, item.title, status, record, rule, f"{place}:{item.line}"))
    return found

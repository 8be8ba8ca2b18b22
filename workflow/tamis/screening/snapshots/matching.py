"""Which record an import's entry means: what a person settled, else what the entry says of itself.

What an entry says are *signals*: a record id of ours (`tamis write` and `tamis forms` give it, and tools keep
it), a PubMed id, a DOI, its title and year; and the tool's own key, where another import of that tool has
the same key on an entry that could be matched. Each means a set of citations. Where all of them leave one
citation, that is the one; where they leave several, or one speaks for another citation than the rest, nothing
is guessed: a person says so in `matches.csv`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tamis.screening.snapshots.matches import NONE, Foreign, Matches, Signal, plain_title
from tamis.tables import Entry, Match

if TYPE_CHECKING:
    import pandas as pd

    from tamis.screening.imports.item import Item
    from tamis.screening.inputs import Imported

#: The columns of records that matching looks at.
COLUMNS = ("record_id", "title", "year", "doi", "pmid")
#: A record id of ours, also where a tool put something before or after it (`rayyan-...`).
_OURS = re.compile(r"(?<![a-z0-9])r[a-z2-7]{10}(?:-[1-9][0-9]*)?(?![a-z0-9])")
_KEY = "the tool's own key"


def matched(
    imports: Sequence[Imported],
    matches: Iterable[Match],
    records: pd.DataFrame,
    citation_of: Mapping[str, str],
) -> list[Entry]:
    """Return every entry of every import with what it was matched to.

    A matched entry has its citation's first record; a settled one the record that the person named. `several`
    and `nothing` have no record, and in `rule` what a person who settles them should know.

    Args:
        imports: the imports, with their entries in order.
        matches: what people settled.
        records: the columns `COLUMNS` of every record.
        citation_of: the citation of each record.
    """
    if not imports:
        return []
    known = [Foreign(imported, at, item) for imported in imports for at, item in enumerate(imported.items, 1)]
    # A settlement on a record that no search holds any more counts for nothing.
    held = [match for match in matches if match.record == NONE or match.record in citation_of]
    settled = Matches(known, held)
    index = _Index(known, records, citation_of)
    for each in known:
        each.settled = settled.of(each)
        if each.settled is None:
            each.signals = index.signals(each)
            each.found = _together(each.signals)
    keys = _Keys(known, citation_of)
    return [_entry(each, keys, index) for each in known]


def _together(signals: Sequence[Signal]) -> frozenset[str]:
    """Return the citations that signals leave: one if they agree; none if they contradict each other.

    A signal that means several citations (a DOI of a whole supplement, the title "Editorial") narrows what
    the others mean, and contradicts nothing.
    """
    left: frozenset[str] = frozenset()
    for _, meant in signals:
        if not left or left & meant:
            left = left & meant or meant
        elif len(meant) == 1:
            return frozenset()
    return left


def _entry(each: Foreign, keys: _Keys, index: _Index) -> Entry:
    row, item = each.imported.row, each.item
    record, signals, found = "", each.signals, each.found
    if said := each.settled:
        record = "" if said.record == NONE else said.record
        status, rule = "settled" if record else "set_aside", ": ".join(filter(None, (said.who, said.why)))
    else:
        if learned := keys.of(each):
            signals = [*signals, (_KEY, learned)]
            found = _together(signals) if len(learned) == 1 else frozenset()
        if len(found) == 1:
            status, (record,) = "matched", found
            rule = next(name for name, meant in signals if found <= meant)
        elif signals:
            status = "several"
            rule = "; ".join(f"{name}: {', '.join(sorted(meant))}" for name, meant in signals)
        else:
            status = "nothing"
            near = index.of_title(each)
            rule = f"title, another year: {', '.join(near)}" if near else ""
    place = f"{each.imported.path}:{item.line}"
    return Entry(row.file, each.position, row.stage, item.title, status, record, rule, place)


class _Index:
    """The citations by what an entry may say of itself."""

    def __init__(
        self, known: Sequence[Foreign], records: pd.DataFrame, citation_of: Mapping[str, str]
    ) -> None:
        self._citation_of = citation_of
        items = [each.item for each in known]
        self._doi = self._by(records, "doi", {item.doi.casefold() for item in items})
        self._pmid = self._by(records, "pmid", {item.pmid for item in items})
        self._title: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
        wanted = {each.title for each in known} - {""}
        ids, years = records["record_id"].tolist(), records["year"].astype(object).tolist()
        for at, title in enumerate(map(plain_title, records["title"].tolist())):
            if title in wanted:
                year = years[at]
                self._title[title].append((citation_of[ids[at]], year if isinstance(year, int) else None))

    def _by(self, records: pd.DataFrame, column: str, wanted: set[str]) -> dict[str, frozenset[str]]:
        """Return the citations by a column's value, of the values that are wanted."""
        values = records[column].str.casefold()
        there = values.isin(wanted - {""})
        found: dict[str, set[str]] = defaultdict(set)
        for value, id in zip(values[there].tolist(), records.loc[there, "record_id"].tolist(), strict=True):
            found[value].add(self._citation_of[id])
        return {value: frozenset(citations) for value, citations in found.items()}

    def signals(self, each: Foreign) -> list[Signal]:
        """Return what an entry says of itself, the strongest first; what means no citation is left out."""
        item = each.item
        dated = {
            citation
            for citation, year in self._title.get(each.title, ())
            if item.year is None or year is None or year == item.year
        }
        said = (
            ("record id", frozenset(self._ours(item))),
            ("PubMed id", self._pmid.get(item.pmid.casefold(), frozenset()) if item.pmid else frozenset()),
            ("DOI", self._doi.get(item.doi.casefold(), frozenset()) if item.doi else frozenset()),
            ("title and year", frozenset(dated)),
        )
        return [(name, meant) for name, meant in said if meant]

    def _ours(self, item: Item) -> Iterator[str]:
        """Yield the citations whose record ids a tool kept beside the entry."""
        for text in {item.source_id, item.key} - {""}:
            if text in self._citation_of:
                yield self._citation_of[text]
            else:
                ids = _OURS.findall(text.casefold())
                yield from (self._citation_of[id] for id in ids if id in self._citation_of)

    def of_title(self, each: Foreign) -> list[str]:
        """Return the citations of an entry's title, whatever their year."""
        return sorted({citation for citation, _ in self._title.get(each.title, ())})


class _Keys:
    """The citations by a tool's own keys, as far as entries with these keys could be matched."""

    def __init__(self, known: Sequence[Foreign], citation_of: Mapping[str, str]) -> None:
        self._learned: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for each in known:
            if not each.item.key:
                continue
            record = each.settled.record if each.settled else next(iter(each.found), "")
            if each.settled or len(each.found) == 1:
                citation = citation_of.get(record, "")
                taught = (each.title, citation)
                learned = self._learned[each.imported.row.tool, each.item.key]
                if citation and taught not in learned:
                    learned.append(taught)

    def of(self, each: Foreign) -> frozenset[str]:
        """Return the citations that an entry's key means, here and elsewhere; two contradict each other."""
        if not each.item.key:
            return frozenset()
        learned = self._learned.get((each.imported.row.tool, each.item.key), ())
        known = any(title for title, _ in learned)  # then what has no title does not teach what has one
        return frozenset(
            citation
            for title, citation in learned
            if each.same_title(title) and (title or not known or not each.title)
        )

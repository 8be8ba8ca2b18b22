"""How records were found, and which of them are the same publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tamis.reports.environment import clock
from tamis.reports.lives.event import FOUND, LINKED, Event, person
from tamis.tables import Export, Opinion, Pair, Record

_ANSWERED = {
    "same": "{} says: the same publication as",
    "different": "{} says: another publication than",
    "unsure": "{} is not sure whether it is the same publication as",
}


def found(records: Iterable[Record], exports: Iterable[Export]) -> Iterator[tuple[str, Event]]:
    """Yield by record the search that found it, and its entry in the export, with the id it has there."""
    searches = {export.file: Event("search", FOUND, *_search(export)) for export in exports}
    for record in records:
        if search := searches.get(record.source_file):
            yield record.record_id, search
        own = record.source_id or record.accession
        why = f"entry {record.ordinal:,} of the export" + (f", its own id there {own}" if own else "")
        yield record.record_id, Event("found", FOUND, f"Found in {record.source}", record.place, why)


def _search(export: Export) -> tuple[str, str, str, str, str]:
    """Return what a search was, its line, which round of searches it belongs to, no note, and its day."""
    platform = f" on {export.platform}" if export.platform and export.platform != export.source else ""
    again = f"round {export.update} of the updates" if export.update else ""
    return f"{export.source} searched{platform}", export.place, again, "", clock(export.date_run)


def linked(
    records: Sequence[Record],
    home: Mapping[str, str],
    pairs: Iterable[Pair],
    opinions: Iterable[Opinion],
) -> Iterator[tuple[str, Event]]:
    """Yield by record which others are the same publication, by which rule or person, and what people said.

    A record that does not name its citation has the link that joined it: the one with the citation's first
    record, else the best one with another of its records. The first record has all of those in turn. The
    place is the line of the person, and the other record's entry where a rule compared the two.
    """
    place = {record.record_id: record.place for record in records}
    joined: dict[str, Pair] = {}
    for pair in pairs:
        if pair.verdict == "duplicate":
            for one, other in ((pair.record_a, pair.record_b), (pair.record_b, pair.record_a)):
                # Pairs stand in the order in which they were linked, the best one first.
                if one != home[one] and (one not in joined or other == home[one]):
                    joined[one] = pair
    for record, pair in joined.items():
        first = home[record]
        other = _other(pair, record)
        yield (
            record,
            Event(
                "link", LINKED, "The same publication as", pair.place or place[other], pair.rule, other=other
            ),
        )
        yield (
            first,
            Event("link", LINKED, "Found again as", pair.place or place[record], pair.rule, other=record),
        )
    for said in opinions:
        for one, other in ((said.record_a, said.record_b), (said.record_b, said.record_a)):
            if one in place and other in place:
                what = _ANSWERED[said.answer].format(person(said.person))
                event = Event("link", LINKED, what, said.place, "", said.why, clock(said.time), other)
                yield one, event


def _other(pair: Pair, record: str) -> str:
    return pair.record_b if pair.record_a == record else pair.record_a

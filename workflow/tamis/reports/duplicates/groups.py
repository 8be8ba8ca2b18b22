"""Every citation with more than one record: its records, what it took from which, and what linked them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tamis.reports.duplicates.sides import COMPARED, Line, all_sides
from tamis.tables import Citation, Origin, Pair, Record

#: Of citations with more records than this, so many are shown; and so many links of each rule.
MOST_RECORDS, MOST_LINKS = 100, 100
#: Up to so many records stand beside each other; more stand below each other.
ABREAST = 4


@dataclass(frozen=True, slots=True)
class Link:
    """What one rule, or one person, said of pairs of a citation's records; each pair as `1 and 2`."""

    verdict: str
    rule: str
    pairs: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Group:
    """A citation with more than one record.

    `records` are those that are shown, `more` is how many are not; `origin` is by field the number of the
    record that the citation's value comes from; `differs` names the fields that differ between records.
    """

    citation: Citation
    records: tuple[Record, ...]
    more: int
    lines: tuple[Line, ...]
    origin: Mapping[str, int]
    links: tuple[Link, ...]
    differs: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many records the citation has."""
        return len(self.records) + self.more

    @property
    def abreast(self) -> bool:
        """Whether the records stand beside each other."""
        return len(self.records) <= ABREAST

    @property
    def doubted(self) -> bool:
        """Whether something speaks against it."""
        return any(link.verdict == "doubted" for link in self.links)

    @property
    def differing(self) -> str:
        """The names of the fields that differ, for print."""
        return ", ".join(name if name in ("DOI", "PubMed id") else name.lower() for name in self.differs)

    @property
    def sources(self) -> str:
        """The sources that found it, for print."""
        return self.citation.sources.replace(";", ", ")


def groups(
    citations: Sequence[Citation],
    of_citation: Mapping[str, Sequence[Record]],
    pairs: Sequence[Pair],
    origins: Mapping[str, Origin],
) -> list[Group]:
    """Return the citations with more than one record, in the order of citations.

    Args:
        citations: all citations.
        of_citation: the records of each, in the order of the search log.
        pairs: all pairs.
        origins: by citation, which record each of its fields comes from; none where that is not known.
    """
    home = {record.record_id: id for id, records in of_citation.items() for record in records}
    within: dict[str, list[Pair]] = {}
    for pair in pairs:
        if home[pair.record_a] == home[pair.record_b]:
            within.setdefault(home[pair.record_a], []).append(pair)
    return [
        _group(citation, records, within.get(citation.citation_id, []), origins.get(citation.citation_id))
        for citation in citations
        if len(records := of_citation[citation.citation_id]) > 1
    ]


def _group(
    citation: Citation, records: Sequence[Record], pairs: Sequence[Pair], origin: Origin | None
) -> Group:
    number = {record.record_id: at for at, record in enumerate(records, start=1)}
    shown = tuple(records[:MOST_RECORDS])
    lines = tuple(all_sides(citation, shown))
    differing = {line.field.name for line in lines if line.differs}
    return Group(
        citation,
        shown,
        len(records) - len(shown),
        lines,
        {
            line.field.name: number[id]
            for line in lines
            if origin and (id := getattr(origin, line.field.name))
        },
        tuple(_links(pairs, number)),
        tuple(field.label for field in COMPARED if field.name in differing),
    )


def _links(pairs: Sequence[Pair], number: Mapping[str, int]) -> list[Link]:
    by_rule: dict[tuple[str, str], list[str]] = {}
    for pair in pairs:
        two = f"{number[pair.record_a]} and {number[pair.record_b]}"
        by_rule.setdefault((pair.verdict, pair.rule), []).append(two)
    return [
        Link(verdict, rule, tuple(found[:MOST_LINKS]), max(0, len(found) - MOST_LINKS))
        for (verdict, rule), found in by_rule.items()
    ]

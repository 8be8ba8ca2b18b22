"""Which sources found each citation, and what is counted from that.

Everything is counted from one partition of the citations: by the set of sources that found each. A source
is what the search log calls so: its exports, the update rounds among them, are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from tamis.tables import (
    SOUGHT,
    STAGES,
    Citation,
    Combination,
    Exit,
    Export,
    Member,
    Overlap,
    Record,
    SourceYield,
    SummaryLine,
)

#: What the row of all sources together is called.
ALL = "All sources"

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its name, and its exports in the order of the search log."""

    name: str
    exports: tuple[Export, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """How PRISMA counts it; a register, say, may have been searched as a website, too."""
        return tuple(dict.fromkeys(export.source_kind for export in self.exports))

    @property
    def records(self) -> int:
        """How many records it found, with those removed before its exports were made."""
        return sum(export.identified for export in self.exports)


@dataclass(frozen=True, slots=True)
class Tally:
    """What sources found, as citations: all, those that no other source found, and how they fared at a stage.

    `open` may still be included at the stage: what awaits a decision is not excluded.
    """

    found: tuple[str, ...]
    only: tuple[str, ...]
    included: tuple[str, ...]
    included_only: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Which sources found each citation.

    `groups` has the citations by the sources that found them, no other, in the order of the search log; the
    largest group first. `records` has the first record of each source in each citation; `left` the exit of
    each citation.
    """

    sources: tuple[Source, ...]
    groups: Mapping[Names, tuple[str, ...]]
    records: Mapping[str, Mapping[str, str]]
    left: Mapping[str, Exit]

    @property
    def names(self) -> Names:
        """The names of the sources."""
        return tuple(source.name for source in self.sources)

    @property
    def waits(self) -> bool:
        """Whether any citation may still be included in the review."""
        return any(self.is_open(citation, "full_text") for citation in self.left)

    def of(self, *sources: str) -> tuple[str, ...]:
        """Return the citations that each of these sources found; with none named, all there are."""
        wanted = set(sources)
        return tuple(id for names, ids in self.groups.items() if wanted <= set(names) for id in ids)

    def only(self, source: str = "") -> tuple[str, ...]:
        """Return the citations that this source alone found; with none named, all that one alone found."""
        if source:
            return self.groups.get((source,), ())
        return tuple(id for names, ids in self.groups.items() if len(names) == 1 for id in ids)

    def is_included(self, citation: str, stage: str) -> bool:
        """Return whether a citation was included at a stage.

        On title and abstract that is each report that was sought. PRISMA 2020 has no screening of records
        in the other-methods arm: where that has no verdict there, what is sought counts as included.
        At full text it is what is in the review: what was excluded after appraisal is not, so that the
        numbers are those of the flow diagram.
        """
        left = self.left[citation]
        if stage == "full_text":
            return left.exit == "included"
        return left.exit in SOUGHT or (left.exit == "open" and left.at != "title_abstract")

    def is_open(self, citation: str, stage: str) -> bool:
        """Return whether a citation may still be included at a stage."""
        left = self.left[citation]
        return left.exit == "open" and (stage == "full_text" or left.at == "title_abstract")

    def tally(self, stage: str, source: str = "") -> Tally:
        """Return what a source found and how it fared at a stage; with none named, all sources together."""
        found, only = self.of(*filter(None, [source])), self.only(source)
        return Tally(
            found,
            only,
            tuple(id for id in found if self.is_included(id, stage)),
            tuple(id for id in only if self.is_included(id, stage)),
            tuple(id for id in found if self.is_open(id, stage)),
        )


def find(
    exports: Iterable[Export], records: Iterable[Record], members: Iterable[Member], exits: Iterable[Exit]
) -> Found:
    """Return which sources found each citation.

    Args:
        exports: build/searches/exports.csv, one row an export, in the order of the search log.
        records: build/searches/records.csv, one row a record.
        members: build/dedupe/members.csv, one row a record.
        exits: build/flow/exits.csv, one row a record; a citation's exit is that of the record it is named by.
    """
    by_source: dict[str, list[Export]] = {}
    for export in exports:
        by_source.setdefault(export.source, []).append(export)
    sources = tuple(Source(name, tuple(rows)) for name, rows in by_source.items())
    citation_of = {member.record_id: member.citation_id for member in members}
    first: dict[str, dict[str, str]] = {}
    for record in records:
        first.setdefault(citation_of[record.record_id], {}).setdefault(record.source, record.record_id)
    position = {source.name: at for at, source in enumerate(sources)}
    groups: dict[Names, list[str]] = defaultdict(list)
    for citation, found in first.items():
        groups[tuple(sorted(found, key=position.__getitem__))].append(citation)
    largest_first = sorted(
        groups.items(), key=lambda group: (-len(group[1]), len(group[0]), [position[n] for n in group[0]])
    )
    left = {row.citation_id: row for row in exits if row.record_id == row.citation_id}
    return Found(sources, {names: tuple(ids) for names, ids in largest_first}, first, left)


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole, 0 to 1; None where there is nothing to be a part of.

    Of what was included in all, what a source found is its sensitivity; of the records that it found, what
    was included is its precision (Lefebvre et al., Cochrane Handbook, 4.4.3; Bethel et al. 2021, with the
    references of the review as what there is to be found). CiteSource divides by the citations that a source
    found, after its own duplicates were removed; Bethel, as here, by the records it gave.
    """
    return part / whole if whole else None


def yields(found: Found) -> list[SourceYield]:
    """Return what each source found at each stage, after them all sources together."""
    rows = []
    together = Source("", tuple(export for source in found.sources for export in source.exports))
    for stage in STAGES:
        everything = found.tally(stage)
        for source in (*found.sources, together):
            of = found.tally(stage, source.name) if source is not together else everything
            rows.append(
                SourceYield(
                    source.name or ALL,
                    "; ".join(source.kinds) if source is not together else "",
                    stage,
                    records=source.records,
                    citations=len(of.found),
                    only_here=len(of.only),
                    included=len(of.included),
                    included_only_here=len(of.included_only),
                    open=len(of.open),
                    sensitivity=share(len(of.included), len(everything.included)),
                    precision=share(len(of.included), source.records),
                )
            )
    return rows


def overlaps(found: Found) -> list[Overlap]:
    """Return how many citations each two sources both found, in the order of the search log."""
    n = {name: len(found.of(name)) for name in found.names}
    rows = []
    for a, b in combinations(found.names, 2):
        both = found.of(a, b)
        included = sum(found.is_included(id, "full_text") for id in both)
        rows.append(Overlap(a, b, len(both), share(len(both), n[a]), share(len(both), n[b]), included))
    return rows


def together(found: Found) -> list[Combination]:
    """Return how many citations were found by just these sources, the largest number first."""
    return [
        Combination(
            "; ".join(names), len(names), len(ids), sum(found.is_included(id, "full_text") for id in ids)
        )
        for names, ids in found.groups.items()
    ]


def summary(found: Found, citations: Iterable[Citation]) -> list[SummaryLine]:
    """Return which sources found each report that is included, in the order of the citations."""
    by = {id: names for names, ids in found.groups.items() for id in ids}
    return [
        SummaryLine(
            row.citation_id,
            found.left[row.citation_id].studies,
            row.title,
            row.authors,
            row.year,
            "; ".join(by[row.citation_id]),
            len(by[row.citation_id]),
        )
        for row in citations
        if found.is_included(row.citation_id, "full_text")
    ]

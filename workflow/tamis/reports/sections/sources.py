"""What each source found: overlap, what one alone found, sensitivity and precision, the search summary."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from markupsafe import Markup

from tamis.flow.ledger import made_up
from tamis.reports.context import EXITS_TABLE, EXPORTS_TABLE, Context
from tamis.reports.numbers import Behind, Number, slug
from tamis.sources import heatmap, upset
from tamis.sources.found import ALL, Found, Names, Source, Tally, overlaps, share, summary, together, yields
from tamis.tables import STAGES

MEMBERS_TABLE = "build/dedupe/members.csv"
#: What is counted at each stage, how it is printed, and the rows of `build/flow/exits.csv` that are counted.
PASSED = {
    "title_abstract": (
        "Sought in full text",
        "sought in full text",
        "exit is one of not_retrieved, excluded_full_text, excluded_after_appraisal, included, or open at "
        "retrieval or full text",
    ),
    "full_text": ("Included in the review", "included in the review", "exit is included"),
}


@dataclass(frozen=True, slots=True)
class Passed:
    """How what a source found fared at a stage; the measures are None where they are not defined.

    While any of it is open, precision is what it comes to at least: reports may be added, records are not.
    """

    included: Number
    only: Number
    sensitivity: Number | None
    precision: Number | None
    open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What one source found, or all together."""

    source: str
    records: Number
    citations: Number
    only: Number
    stages: tuple[Passed, ...]


def make(context: Context) -> dict[str, Any] | None:
    """Return the sources with what they found, the search summary, and the figures; None without a search."""
    built = context.built
    if not built.exports:
        return None
    found = context.found
    made = _Made(context, found)
    each, total = lines(context)
    both = {pair: made.both(*pair) for pair in combinations(found.names, 2)}
    several = len(found.sources) > 1
    sets = {names: made.together(names, ids) for names, ids in upset.largest(found).items()}
    return {
        "lines": each,
        "total": total,
        "stages": [PASSED[stage][0] for stage in STAGES],
        "summary": [
            (row.citation_id, found.records[row.citation_id]) for row in summary(found, built.citations)
        ],
        "waiting": list(context.waiting.values()),
        "several": several,
        "both": both | {(b, a): number for (a, b), number in both.items()},
        "sets": [(upset.listed(names), *numbers) for names, numbers in sets.items()],
        "left_out": len(found.groups) > len(sets),
        "heatmap": made.heatmap(each, both) if several else "",
        "upset": made.upset(each, {names: n for names, (n, _) in sets.items()}) if several else "",
    }


def lines(context: Context) -> tuple[list[Line], Line]:
    """Return what each source found, in the order of the search log, and all of them together."""
    made = _Made(context, context.found)
    return [made.line(source) for source in context.found.sources], made.line(None)


class _Made:
    """Makes the numbers of the section."""

    def __init__(self, context: Context, found: Found) -> None:
        self._context, self._found = context, found
        self._mark = context.mark("overlap")
        self._all = {stage: found.tally(stage) for stage in STAGES}

    def line(self, source: Source | None) -> Line:
        """Return what a source found; None: all sources together."""
        name = source.name if source else ""
        tallies = {stage: self._found.tally(stage, name) if source else self._all[stage] for stage in STAGES}
        tally = tallies[STAGES[0]]
        where = f"a record of the citation has source {name} in build/searches/records.csv" if source else ""
        only = f"all records of the citation have {f'source {name}' if source else 'the same source'}"
        records = self._records(source)
        return Line(
            name or ALL,
            records,
            self._count(
                f"found-{_id(source)}",
                f"Citations that {name} found" if source else "Citations that were found by any source",
                MEMBERS_TABLE,
                where or "each citation_id once",
                tally.found,
                name,
                self._mark if source else "",
            ),
            self._count(
                f"only-{_id(source)}",
                f"Citations that only {name or 'one source'} found",
                MEMBERS_TABLE,
                f"{only} in build/searches/records.csv",
                tally.only,
                name,
            ),
            tuple(self._passed(stage, of, source, records) for stage, of in tallies.items()),
        )

    def both(self, a: str, b: str) -> Number:
        """Return how many citations two sources both found."""
        return self._count(
            f"both-{slug(a)}-{slug(b)}",
            f"Citations that {a} and {b} both found",
            MEMBERS_TABLE,
            f"one record of the citation has source {a} in build/searches/records.csv, another {b}",
            self._found.of(a, b),
            by=overlaps,
        )

    def together(self, names: Names, ids: tuple[str, ...]) -> tuple[Number, Number]:
        """Return how many citations just these sources found, and how many of them are included."""
        id, said = "-".join(map(slug, names)), upset.listed(names)
        sources = f"the records of the citation have the sources {'; '.join(names)}, and no other"
        return (
            self._count(
                f"set-{id}",
                f"Citations that {said} found, and no other source",
                MEMBERS_TABLE,
                f"{sources}, in build/searches/records.csv",
                ids,
                by=together,
            ),
            self._count(
                f"set_included-{id}",
                f"Reports that {said} found, and no other source, included in the review",
                EXITS_TABLE,
                f"exit is included; {sources}",
                [citation for citation in ids if self._found.is_included(citation, "full_text")],
                by=together,
            ),
        )

    def heatmap(self, lines: list[Line], both: dict[tuple[str, str], Number]) -> Markup:
        """Return the heatmap with each cell a link to what it counts."""
        opener = self._context.numbers.opener
        target = {(line.source, line.source): line.citations for line in lines}
        target |= {(line.source, ""): line.only for line in lines}
        target |= both | {(b, a): number for (a, b), number in both.items()}
        return Markup(  # noqa: S704  the figure escapes its texts
            heatmap.draw(self._found, mark=self._mark, href=lambda a, b: opener(target[a, b]))
        )

    def upset(self, lines: list[Line], sets: dict[Names, Number]) -> Markup:
        """Return the UpSet plot with each row and column a link to what it counts."""
        rows: dict[Names, Number] = {(line.source,): line.citations for line in lines}

        def href(names: Names, row: bool) -> str:
            return self._context.numbers.opener((rows if row else sets)[names])

        return Markup(  # noqa: S704  the figure escapes its texts
            upset.draw(self._found, mark=self._mark, href=href)
        )

    def _records(self, source: Source | None) -> Number:
        """Return how many records were identified; the mark is that of the flow diagram."""
        sources = [source] if source else list(self._found.sources)
        exports = [export for each in sources for export in each.exports]
        marked = [any(map(made_up, each.exports)) for each in sources]
        name = source.name if source else "all sources"
        return self._context.numbers.count(
            f"source_records-{_id(source)}",
            f"Records that {name} found, those removed before an export was made included",
            table=EXPORTS_TABLE,
            where=(f"source is {name}; " if source else "")
            + "columns records, removed_automatic and removed_other, summed",
            by=yields,
            behind=[
                Behind(e.place, f"{e.source}: {e.identified:,} by {e.file}", n=e.identified) for e in exports
            ],
            mark=self._context.mark("hits") if all(marked) else "",
        )

    def _passed(self, stage: str, tally: Tally, source: Source | None, records: Number) -> Passed:
        """Return how what a source found fared at a stage."""
        _, words, where = PASSED[stage]
        name = source.name if source else ""
        id = f"{stage}-{_id(source)}"
        mark = self._mark if source else ""
        found_by = f"; a record of the citation has source {name}" if source else ""
        who, n, everything = name or "all sources", len(tally.included), self._all[stage].included
        alone = f"; all records of the citation have {f'source {name}' if source else 'the same source'}"
        of = f"that {name} found" if source else "that any source found"
        so_far = f"; {len(tally.open):,} of its citations may still be included" if tally.open else ""
        return Passed(
            self._count(
                f"passed-{id}",
                f"Reports {of}, {words}",
                EXITS_TABLE,
                where + found_by,
                tally.included,
                name,
                mark,
            ),
            self._count(
                f"passed_only-{id}",
                f"Reports that only {name or 'one source'} found, {words}",
                EXITS_TABLE,
                where + alone,
                tally.included_only,
                name,
            ),
            self._measure(
                f"sensitivity-{id}",
                share(n, len(everything)),
                f"Sensitivity of {who} in per cent: of {len(everything):,} reports {words}, {n:,} were found"
                f"{so_far}",
                where + found_by,
                mark,
                1,
            ),
            self._measure(
                f"precision-{id}",
                share(n, int(records.value or 0)),
                f"Precision of {who} in per cent: of {records} records, {n:,} came to be reports {words}"
                f"{so_far}",
                where + found_by,
                mark or records.mark,
                2,
            ),
            bool(tally.open),
        )

    def _count(
        self,
        id: str,
        words: str,
        table: str,
        where: str,
        citations: Iterable[str],
        source: str = "",
        mark: str | None = None,
        by: Callable[..., object] = yields,
    ) -> Number:
        return self._context.numbers.count(
            id,
            words,
            table=table,
            where=where,
            by=by,
            behind=self._behind(citations, source),
            mark=self._mark if mark is None else mark,
        )

    def _measure(
        self, id: str, value: float | None, words: str, where: str, mark: str, digits: int
    ) -> Number | None:
        """Return a share in per cent; what it is a share of stands beside it, with what is behind that."""
        if value is None:
            return None
        return self._context.numbers.value(
            id, value * 100, words, table=EXITS_TABLE, where=where, by=share, mark=mark, digits=digits
        )

    def _behind(self, citations: Iterable[str], source: str) -> list[Behind]:
        """Return citations as what stands behind a number: the record by which the source found each."""
        first = self._found.records
        return self._context.records(first[id][source] if source else id for id in citations)


def _id(source: Source | None) -> str:
    """Return a source as part of an id in the page; no source's slug is a tilde alone, but that of none."""
    return slug(source.name) if source else "~"

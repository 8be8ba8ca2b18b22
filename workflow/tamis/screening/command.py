"""Screening: decisions of each reviewer, what follows from them, and agreement."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.config import Config, require_config
from tamis.errors import Problems
from tamis.review import Known, Review
from tamis.screening import openitems
from tamis.screening.agreement import agreement
from tamis.screening.decisions import check_third, current_adjudications, decisions, moments, unlisted
from tamis.screening.inputs import Screened, read
from tamis.screening.matching import Index, entries
from tamis.screening.verdicts import Panel, reached_full_text, reached_title_abstract, verdicts
from tamis.store import read_built, write_rows
from tamis.tables import (
    STAGES,
    Agreement,
    Citation,
    Decision,
    Entry,
    Export,
    Member,
    OpenItem,
    Record,
    Verdict,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none beyond those that all commands have."""


@dataclass(frozen=True, slots=True)
class Result:
    """The tables that this stage makes."""

    decisions: list[Decision]
    verdicts: list[Verdict]
    entries: list[Entry]
    agreement: list[Agreement]
    open: list[OpenItem]


def run(args: argparse.Namespace) -> int:
    """Make the tables in `build/screening/`."""
    review = Review(args.dir)
    config = require_config(review)
    records = read_built(review.built("searches", "records"), Record)
    exports = read_built(review.built("searches", "exports"), Export)
    members = read_built(review.built("dedupe", "members"), Member)
    citations = read_built(review.built("dedupe", "citations"), Citation)
    problems = Problems()
    screened = read(review, config, Known({r.record_id: r.title for r in records}), problems)
    problems.raise_if_any()
    result = screen(config, screened, records, exports, members, citations)
    citation_of = {member.record_id: member.citation_id for member in members}
    voted = {(d.stage, d.citation_id, d.reviewer) for d in result.decisions if d.decision != "duplicate"}
    check_third(screened.adjudications, voted, citation_of, problems)
    problems.raise_if_any()
    for table, rows, row in (
        ("decisions", result.decisions, Decision),
        ("verdicts", result.verdicts, Verdict),
        ("entries", result.entries, Entry),
        ("agreement", result.agreement, Agreement),
        ("open", result.open, OpenItem),
    ):
        write_rows(review.built("screening", table), rows, row)
    sys.stdout.write(said(result))
    return 0


def screen(
    config: Config,
    screened: Screened,
    records: Sequence[Record],
    exports: Sequence[Export],
    members: Sequence[Member],
    citations: Sequence[Citation],
) -> Result:
    """Return what follows from all that people said while screening."""
    citation_of = {member.record_id: member.citation_id for member in members}
    settled = {(match.file, match.entry or 0): match for match in screened.matches}
    index = Index(records if screened.imports else (), citation_of)
    found = [
        entry
        for imported in screened.imports
        for entry in entries(
            imported.row.file, imported.row.stage, imported.items, index, settled, imported.path
        )
    ]
    made = decisions(screened.logs, screened.imports, found, citation_of, config.reviewer_ids)
    adjudicated = {
        stage: current_adjudications(screened.adjudications, stage, citation_of) for stage in STAGES
    }
    when = moments(screened.logs)
    found_on = _found_on(records, exports, citation_of)
    panels = {
        stage: Panel(stage, config.stages[stage], config.active, tuple(config.reasons)) for stage in STAGES
    }
    pooled = config.pool_other_methods
    optional = frozenset(c.citation_id for c in citations if c.arm == "other" and not pooled)
    decided = {
        d.citation_id for d in made if d.stage == "title_abstract" and d.decision != "duplicate"
    } | adjudicated["title_abstract"].keys()

    results: dict[str, list[Verdict]] = {}
    for stage in STAGES:
        reached = (
            reached_title_abstract(citations, pooled=pooled, decided=frozenset(decided))
            if stage == "title_abstract"
            else reached_full_text(citations, results["title_abstract"], pooled=pooled)
        )
        made += unlisted(stage, screened.imports, [c.citation_id for c in reached], made, found_on)
        results[stage] = verdicts(
            panels[stage],
            reached,
            made,
            adjudicated[stage],
            when=when,
            optional=optional if stage == "title_abstract" else frozenset(),
        )
    all_verdicts = [verdict for stage in STAGES for verdict in results[stage]]
    by_id = {citation.citation_id: citation for citation in citations}
    on: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for d in made:
        on[d.stage, d.citation_id].append(d)
    items = [
        *openitems.of_verdicts(all_verdicts, by_id, panels, on, adjudicated, when),
        *openitems.of_entries(found),
        *openitems.of_unreached(all_verdicts, made, adjudicated, by_id),
        *openitems.of_duplicates(made, adjudicated, citation_of),
    ]
    order = {citation.citation_id: position for position, citation in enumerate(citations)}
    made.sort(key=lambda d: (STAGES.index(d.stage), order[d.citation_id]))
    unique = {item.item: item for item in sorted(items, key=lambda item: (item.item, item.place))}
    return Result(made, all_verdicts, found, agreement(made, config.reviewer_ids), list(unique.values()))


def _found_on(
    records: Iterable[Record], exports: Iterable[Export], citation_of: Mapping[str, str]
) -> dict[str, str]:
    """Return the day of the first search that found each citation."""
    day = {export.file: export.date_run for export in exports}
    found: dict[str, str] = {}
    for record in records:
        run = day[record.source_file]
        citation = citation_of[record.record_id]
        found[citation] = min(found.get(citation, run), run)
    return found


def said(result: Result) -> str:
    """Return what the command prints: what became of the citations at each stage."""
    lines = []
    for stage, words in zip(STAGES, ("title and abstract", "full text"), strict=True):
        reached = [v for v in result.verdicts if v.stage == stage]
        outcome = Counter(v.outcome or "undecided" for v in reached)
        conflicts = sum(v.conflict != "no" for v in reached)
        needless = sum(v.status == "adjudicated" and v.conflict == "no" for v in reached)
        lines.append(
            f"{words}: {len(reached)} citations, {outcome['include']} included, "
            f"{outcome['exclude']} excluded, {outcome['undecided']} undecided; "
            f"{conflicts} in conflict at some time"
            + (f"; {needless} adjudicated without a conflict" if needless else "")
        )
    if result.entries:
        status = Counter(entry.status for entry in result.entries)
        lines.append(
            f"lists: {len(result.entries)} entries, "
            + ", ".join(f"{number} {word.replace('_', ' ')}" for word, number in sorted(status.items()))
        )
    return "\n".join(lines) + "\n"

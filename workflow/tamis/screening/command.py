"""Screening: decisions of each reviewer, what follows from them, and agreement."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tamis.config import Config, require_config
from tamis.errors import Problems
from tamis.review import Known, Review
from tamis.screening import openitems
from tamis.screening.adjudicated import (
    against_the_rules,
    check_third,
    holding,
    last_on_records,
    settlements,
    voters,
)
from tamis.screening.agreement import Measured, measured
from tamis.screening.columns import Held, Ints, Made, flags, frame_from, texts
from tamis.screening.decisions import decisions
from tamis.screening.inputs import Screened, read
from tamis.screening.logs import departed
from tamis.screening.shares import shares
from tamis.screening.snapshots import matching
from tamis.screening.snapshots.complete import unlisted
from tamis.screening.snapshots.statements import votes_of
from tamis.screening.verdicts.verdicts import reached_full_text, reached_title_abstract, verdicts
from tamis.screening.verdicts.votes import Panel
from tamis.screening.versions import affected
from tamis.store import read_frame, write_frame, write_rows
from tamis.tables import (
    STAGE_NAMES,
    STAGES,
    Affected,
    Agreement,
    AgreementCell,
    Citation,
    Confusion,
    Decision,
    Drift,
    Entry,
    Export,
    Member,
    Misjudged,
    OpenItem,
    PanelAgreement,
    Record,
    Row,
    Settlement,
    Vanished,
    Verdict,
)

if TYPE_CHECKING:
    import pandas as pd


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none beyond those that all commands have."""


@dataclass(frozen=True, slots=True)
class Result:
    """The tables that this stage makes; `decisions`, `verdicts` and `open` are frames."""

    decisions: pd.DataFrame
    verdicts: pd.DataFrame
    entries: list[Entry]
    settlements: list[Settlement]
    vanished: list[Vanished]
    affected: list[Affected]
    measured: Measured
    open: pd.DataFrame


def run(args: argparse.Namespace) -> int:
    """Make the tables in `build/screening/`."""
    review = Review(args.dir)
    config = require_config(review)
    known = read_frame(review.built("searches", "records"), Record, only=("record_id", "title"))
    titles = dict(zip(*(texts(known, name).to_pylist() for name in ("record_id", "title")), strict=True))
    problems = Problems()
    screened = read(review, config, Known(titles), problems)
    problems.raise_if_any()
    del known, titles
    result = screen(review, config, screened, problems)
    problems.raise_if_any()
    frames: tuple[tuple[str, pd.DataFrame, type[Row]], ...] = (
        ("decisions", result.decisions, Decision),
        ("verdicts", result.verdicts, Verdict),
        ("adjudications", frame_from(result.settlements, Settlement), Settlement),
        ("open", result.open, OpenItem),
    )
    for table, frame, row in frames:
        write_frame(review.built("screening", table), frame, row)
    lists: tuple[tuple[str, list[Row], type[Row]], ...] = (
        ("entries", [*result.entries], Entry),
        ("vanished", [*result.vanished], Vanished),
        ("affected", [*result.affected], Affected),
        ("agreement", [*result.measured.agreement], Agreement),
        ("cells", [*result.measured.cells], AgreementCell),
        ("panels", [*result.measured.panels], PanelAgreement),
        ("confusions", [*result.measured.confusions], Confusion),
        ("misjudged", [*result.measured.misjudged], Misjudged),
        ("drift", [*result.measured.drift], Drift),
    )
    for table, rows, kind in lists:
        write_rows(review.built("screening", table), rows, kind)
    sys.stdout.write(said(result))
    return 0


def screen(review: Review, config: Config, screened: Screened, problems: Problems) -> Result:
    """Return what follows from all that people said while screening.

    Args:
        review: the review; what the stages before have built is read.
        config: the protocol.
        screened: what people said.
        problems: takes third reviewers who had voted on what they adjudicated.
    """
    import pandas as pd

    citations = read_frame(
        review.built("dedupe", "citations"), Citation, ("citation_id", "arm", "title", "year", "place")
    )
    members = read_frame(review.built("dedupe", "members"), Member)
    ids, arm = texts(citations, "citation_id"), texts(citations, "arm")
    held = Held.read(texts(members, "record_id"), texts(members, "citation_id"), ids)
    entries, said, vanished, items = _imported(review, screened, held)
    items += departed.items(said, screened.adjudications, config.reviewers)
    settled = _settled(config, screened, held)
    items += against_the_rules(settled, config.stages, config.active)
    allocated = shares(screened.allocation, held, config.reviewer_ids)

    def decided() -> Made:
        return decisions(
            said, held, config.reviewer_ids, config.flowcharts, settled=settled, shares=allocated
        )

    made, held_by = decided(), holding(settled)
    pooled = config.pool_other_methods
    optional = flags(pc.equal(arm, "other")) & (not pooled)
    found_on = _found_on(review, screened, held)
    panels = {
        stage: Panel(
            stage,
            config.stages[stage],
            config.reviewer_ids,
            config.active,
            tuple(config.reasons),
            allocated.get(stage),
            config.automation,
        )
        for stage in STAGES
    }
    results: dict[str, pd.DataFrame] = {}
    reached: dict[str, Ints] = {}
    for stage in STAGES:
        if stage == "title_abstract":
            on = _decided_on(stage, made, held_by, held)
            reached[stage] = reached_title_abstract(arm, pooled=pooled, decided=on)
        else:
            reached[stage] = reached_full_text(arm, results[STAGES[0]], reached[STAGES[0]], pooled=pooled)
        lists = [each.row for each in screened.imports]
        implied = unlisted(stage, lists, reached[stage], made, held, config.reviewer_ids, found_on)
        if len(implied):
            said = pd.concat([said, implied], ignore_index=True)
            made = decided()
        results[stage] = verdicts(
            panels[stage],
            held,
            texts(citations, "place"),
            reached[stage],
            made,
            held_by,
            optional=optional if stage == "title_abstract" else None,
        )
    if screened.imports:  # of votes in logs it was said when they were read
        last = last_on_records(screened.adjudications)
        check_third(last, voters(made, settled, held), problems)
    found = pd.concat(results.values(), ignore_index=True)
    names = openitems.Names(held, texts(citations, "title"), texts(citations, "year"))
    return Result(
        decisions=made.frame,
        verdicts=found,
        entries=entries,
        settlements=settled,
        vanished=vanished,
        affected=affected(config.flowcharts, made, settled),
        measured=measured(config, made.frame, found),
        open=openitems.items_of(
            found,
            reached,
            made,
            held_by,
            entries,
            [*screened.gone, *items],
            names,
            config.active,
            {stage: panel.compared for stage, panel in panels.items()},
        ),
    )


def _imported(
    review: Review, screened: Screened, held: Held
) -> tuple[list[Entry], pd.DataFrame, list[Vanished], list[OpenItem]]:
    """Return the entries of imports, what logs and imports say together, what vanished, and open items."""
    import pandas as pd

    if not screened.imports:
        return [], screened.votes, [], []
    records = read_frame(review.built("searches", "records"), Record, matching.COLUMNS)
    citation_of = held.citation_of()
    entries = matching.matched(screened.imports, screened.matches, records, citation_of)
    votes, vanished, items = votes_of(screened.imports, entries, screened.votes, citation_of)
    return entries, pd.concat([screened.votes, votes], ignore_index=True), vanished, items


def _settled(config: Config, screened: Screened, held: Held) -> list[Settlement]:
    """Return what was adjudicated, in the order of citations."""
    citation_of = held.citation_of(row.record for row in screened.adjudications)
    ids = sorted(set(citation_of.values()))
    order = dict(zip(ids, held.at(ids).tolist(), strict=True))
    return settlements(screened.adjudications, citation_of, config.flowcharts, order)


def _decided_on(
    stage: str, made: Made, held_by: Mapping[tuple[str, str], list[Settlement]], held: Held
) -> Ints:
    """Return the positions of the citations that somebody decided on at a stage."""
    voted = made.citation[made.votes() & made.current & (made.stage == STAGES.index(stage))]
    return np.concatenate([voted, held.at(id for at, id in held_by if at == stage)])


def _found_on(review: Review, screened: Screened, held: Held) -> dict[str, str]:
    """Return the day of the first search that found each citation; nothing where no list needs to know."""
    if not any(each.row.complete == "yes" for each in screened.imports):
        return {}
    exports = read_frame(review.built("searches", "exports"), Export, ("file", "date_run"))
    day = dict(zip(*(texts(exports, name).to_pylist() for name in ("file", "date_run")), strict=True))
    records = read_frame(review.built("searches", "records"), Record, ("record_id", "source_file"))
    citation_of = held.citation_of()
    found: dict[str, str] = {}
    for record, file in zip(*(texts(records, name).to_pylist() for name in records.columns), strict=True):
        citation = citation_of[record]
        found[citation] = min(found.get(citation, day[file]), day[file])
    return found


def said(result: Result) -> str:
    """Return what the command prints: what became of the citations at each stage."""
    lines = []
    columns = {name: texts(result.verdicts, name) for name in ("stage", "status", "outcome", "conflict")}
    for stage, name in STAGE_NAMES.items():
        here = pc.equal(columns["stage"], stage)
        status, outcome, conflict = (
            _counted(columns[name].filter(here)) for name in ("status", "outcome", "conflict")
        )
        needless = pc.and_(pc.equal(columns["status"], "adjudicated"), pc.equal(columns["conflict"], "no"))
        several = {
            "decided by one reviewer alone": status["single"],
            "adjudicated without a conflict": pc.sum(pc.and_(here, needless)).as_py() or 0,
        }
        lines.append(
            f"{name.lower()}: {status.total()} citations, {outcome['include']} included, "
            f"{outcome['exclude']} excluded, {outcome['']} undecided; "
            f"{status.total() - conflict['no']} in conflict at some time"
            + "".join(f"; {number} {what}" for what, number in several.items() if number)
        )
    if result.entries:
        found = Counter(entry.status for entry in result.entries)
        lines.append(
            f"imports: {len(result.entries)} entries, "
            + ", ".join(f"{number} {word.replace('_', ' ')}" for word, number in sorted(found.items()))
        )
    return "\n".join(lines) + "\n"


def _counted(column: pa.Array) -> Counter[str]:
    return Counter({each["values"]: each["counts"] for each in pc.value_counts(column).to_pylist()})

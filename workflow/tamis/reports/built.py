"""What the report reads: the built tables of all stages, and the few files of people it quotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from tamis.appraisal.engine import registry
from tamis.appraisal.engine.tool import Tool
from tamis.checks import openitems
from tamis.config import Config, load_config
from tamis.errors import Problems, not_one_of
from tamis.flow.boxes import Flow
from tamis.flow.command import of_review
from tamis.flow.labels import Labels
from tamis.flow.ledger import Ledger
from tamis.flow.protocol import language
from tamis.fulltext import inputs as fulltext
from tamis.proforma import Proforma, check_fields, load_proforma
from tamis.reports import inputs
from tamis.reports.references import Library
from tamis.review import Review, study_ids
from tamis.store import read_built, read_saved
from tamis.synthesis import text as prose
from tamis.tables import (
    Affected,
    Agreement,
    AgreementCell,
    Appraisal,
    Assessment,
    Citation,
    Confusion,
    Datum,
    DatumDifference,
    Decision,
    Direction,
    DomainJudgement,
    Drift,
    Entry,
    Evidence,
    Exit,
    Export,
    FieldAgreement,
    Finding,
    FrameworkCell,
    Member,
    Misjudged,
    Opinion,
    Origin,
    Pair,
    PanelAgreement,
    Record,
    Report,
    Request,
    Retrieval,
    Row,
    Said,
    Search,
    Settlement,
    Strategy,
    Study,
    Vanished,
    Verdict,
)

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Deduplicated:
    """What deduplication says of pairs, what people say of them, and which record a merged value is from."""

    pairs: list[Pair]
    opinions: list[Opinion]
    origins: list[Origin]


@dataclass(frozen=True)
class Extracted:
    """What is known of extracted data besides themselves: see the tables of these names.

    findings: those of the checks of numbers.
    """

    differences: list[DatumDifference]
    agreement: list[FieldAgreement]
    evidence: list[Evidence]
    findings: list[Finding]


@dataclass(frozen=True)
class Built:
    """All tables of a review, as rows, in the order in which the stages wrote them."""

    config: Config
    proforma: Proforma
    searches: list[Search]
    strategies: list[Strategy]
    exports: list[Export]
    records: list[Record]
    members: list[Member]
    citations: list[Citation]
    deduplicated: Deduplicated
    decisions: list[Decision]
    verdicts: list[Verdict]
    entries: list[Entry]
    adjudications: list[Settlement]
    agreement: list[Agreement]
    cells: list[AgreementCell]
    panels: list[PanelAgreement]
    confusions: list[Confusion]
    misjudged: list[Misjudged]
    drift: list[Drift]
    vanished: list[Vanished]
    affected: list[Affected]
    retrievals: list[Retrieval]
    requests: list[Request]
    reports: list[Report]
    studies: list[Study]
    data: list[Datum]
    extracted: Extracted
    tools: Mapping[str, Tool]
    assessments: list[Assessment]
    ratings: list[Appraisal]
    judgements: list[DomainJudgement]
    said: list[Said]
    findings: list[Finding]
    text: prose.Prose
    directions: list[Direction]
    framework: list[FrameworkCell]
    exits: list[Exit]
    library: Library
    settled: openitems.Settled
    flow: Flow
    ledger: Ledger
    labels: Labels

    @cached_property
    def record(self) -> Mapping[str, Record]:
        """Records by id."""
        return {record.record_id: record for record in self.records}

    @cached_property
    def citation(self) -> Mapping[str, Citation]:
        """Citations by id."""
        return {citation.citation_id: citation for citation in self.citations}

    @cached_property
    def study(self) -> Mapping[str, Study]:
        """Studies by id."""
        return {study.study: study for study in self.studies}


def read(review: Review) -> Built:
    """Return everything the report is made from.

    Raises:
        InputError: with every problem in the protocol and in the files of people that are quoted.
    """
    problems = Problems()
    config = load_config(review, problems)
    proforma = load_proforma(review, problems)
    searches = read_saved(review.searches / "searches.csv", Search, problems, root=review.root)
    retrievals = fulltext.retrieval_log(review, problems)
    requests = fulltext.request_log(review, problems)
    accepted = openitems.read_accepted(review, problems)
    works = inputs.read_works(review, problems)
    studies = read_built(review.built("fulltext", "studies"), Study)
    text = prose.read(review)
    tools = _tools(review, config, problems) if config else {}
    if config and proforma:
        check_fields(config, proforma, problems)
    if config:
        # A study that is not included any more is an open item, and no mistake.
        ids = study_ids(review, problems) | {study.study for study in studies}
        inputs.check_citations(config, text, works, ids, problems)
    labels = language(review, config, problems) if config else None
    problems.raise_if_any()
    if config is None or proforma is None or labels is None:
        raise AssertionError("the protocol was not read, and no problem was noted")

    def built(stage: str, table: str, row: type[R]) -> list[R]:
        return read_built(review.built(stage, table), row)

    exits = built("flow", "exits", Exit)
    exports = built("searches", "exports", Export)
    reports = built("fulltext", "reports", Report)
    citations = built("dedupe", "citations", Citation)
    included = {row.citation_id for row in exits if row.exit == "included"}
    library = Library(studies, [row for row in citations if row.citation_id in included], works)
    flow, ledger = of_review(config, exits, exports, reports)
    return Built(
        config=config,
        proforma=proforma,
        searches=searches,
        retrievals=retrievals,
        requests=requests,
        tools=tools,
        strategies=built("searches", "strategies", Strategy),
        exports=exports,
        records=built("searches", "records", Record),
        members=built("dedupe", "members", Member),
        citations=citations,
        deduplicated=Deduplicated(
            built("dedupe", "pairs", Pair),
            built("dedupe", "answers", Opinion),
            built("dedupe", "origins", Origin),
        ),
        decisions=built("screening", "decisions", Decision),
        verdicts=built("screening", "verdicts", Verdict),
        entries=built("screening", "entries", Entry),
        adjudications=built("screening", "adjudications", Settlement),
        agreement=built("screening", "agreement", Agreement),
        cells=built("screening", "cells", AgreementCell),
        panels=built("screening", "panels", PanelAgreement),
        confusions=built("screening", "confusions", Confusion),
        misjudged=built("screening", "misjudged", Misjudged),
        drift=built("screening", "drift", Drift),
        vanished=built("screening", "vanished", Vanished),
        affected=built("screening", "affected", Affected),
        reports=reports,
        studies=library.studies,
        data=built("extraction", "data", Datum),
        extracted=Extracted(
            differences=built("extraction", "differences", DatumDifference),
            agreement=built("extraction", "agreement", FieldAgreement),
            evidence=built("extraction", "evidence", Evidence),
            findings=built("extraction", "findings", Finding),
        ),
        assessments=built("appraisal", "assessments", Assessment),
        ratings=built("appraisal", "ratings", Appraisal),
        judgements=built("appraisal", "judgements", DomainJudgement),
        said=built("appraisal", "said", Said),
        findings=built("appraisal", "findings", Finding),
        text=text,
        directions=built("synthesis", "directions", Direction),
        framework=built("synthesis", "framework", FrameworkCell),
        exits=exits,
        library=library,
        settled=openitems.settle(openitems.collect(review, openitems.STAGES), accepted).without_pdfs(),
        flow=flow,
        ledger=ledger,
        labels=labels,
    )


def _tools(review: Review, config: Config, problems: Problems) -> dict[str, Tool]:
    """Return the appraisal tools of the config, in its order, noting what is wrong in their files."""
    known = registry.paths(review)
    found = {}
    for position, use in enumerate(config.appraisal.tools):
        if use.id not in known:
            place = config.place("appraisal", "tools", position, "id")
            problems.add_at(place, f"tool {not_one_of(use.id, known)}")
        elif tool := registry.load(use.id, problems, review):
            found[use.id] = tool
    return found

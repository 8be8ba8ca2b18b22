"""Made-up reviews as built tables: one of every exit, and generated ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from tamis.flow.boxes import Flow, Marks
from tamis.flow.counts import count
from tamis.flow.exits import exits
from tamis.flow.ledger import Ledger, ledger
from tamis.flow.protocol import Counting, Listed, Number, Previous, earlier
from tamis.tables import (
    DATABASE_KINDS,
    SOURCE_KINDS,
    Citation,
    Exit,
    Export,
    Member,
    Record,
    Report,
    Study,
    Verdict,
)

REASONS = {"population": "Wrong population", "outcome": "No outcome of interest", "design": "Not research"}


@dataclass
class Tables:
    """The built tables that the flow reads."""

    records: list[Record] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    studies: list[Study] = field(default_factory=list)
    pooled: bool = False
    previous: Previous | None = None
    automation: bool = False
    meta_analysis: tuple[str, ...] | None = None

    @property
    def counting(self) -> Counting:
        logged = any(report.retrieval for report in self.reports)
        return Counting(self.pooled, logged, self.automation, self.previous, self.meta_analysis)

    def exits(self) -> list[Exit]:
        return exits(
            self.records,
            self.members,
            self.citations,
            self.verdicts,
            self.reports,
            self.studies,
            pooled=self.pooled,
            earlier=self.previous.files if self.previous else (),
            listed=self.previous.named if self.previous else {},
        )

    def ledger(self) -> Ledger:
        return ledger(self.exits(), self.exports, self.counting)

    def flow(self, marks: Marks | None = None) -> Flow:
        return count(self.exits(), self.exports, self.counting, reasons=REASONS, marks=marks)


def update(
    tables: Tables,
    *,
    since: int | None = None,
    studies: int | None = None,
    reports: int | None = None,
    **listed: str,
) -> Tables:
    """Make it an update: what earlier rounds found is the version before, and the protocol names more.

    `listed`: of studies, their reports as `A; B`.
    """
    tables.previous = Previous(
        files=earlier({export.file: export.update for export in tables.exports}, since),
        listed={
            id: Listed(f"{id}, printed", tuple(named.split("; ")), f"config/config.yaml:{at}")
            for at, (id, named) in enumerate(listed.items(), start=40)
        },
        studies=None if studies is None else Number(studies, "config/config.yaml:41"),
        reports=None if reports is None else Number(reports, "config/config.yaml:42"),
    )
    return tables


def search(
    tables: Tables,
    source: str,
    kind: str,
    ids: str,
    automatic: int | None = None,
    other: int | None = None,
    stand_in: str = "",
    round_: int | None = None,
) -> None:
    """Add an export with records."""
    file = f"{source.casefold().replace(' ', '_')}{round_ or ''}.ris"
    names = ids.split()
    for at, id_ in enumerate(names, start=1):
        place = f"records/searches/{file}:{at}"
        tables.records.append(
            Record(id_, source_file=file, ordinal=at, line=at, source=source, source_kind=kind, place=place)
        )
    tables.exports.append(
        Export(
            file=file,
            source=source,
            source_kind=kind,
            records=len(names),
            entries=len(names),
            removed_automatic=automatic,
            removed_other=other,
            stand_in=stand_in,
            update=round_,
            place=f"records/searches/searches.csv:{len(tables.exports) + 2}",
        )
    )


def cite(tables: Tables, ids: str) -> Citation:
    """Add a citation that holds these records; the first names it."""
    names = ids.split()
    kinds = {r.source_kind for r in tables.records if r.record_id in names}
    arm = "databases" if kinds & set(DATABASE_KINDS) else "other"
    tables.members += [Member(name, names[0]) for name in names]
    citation = Citation(names[0], arm, len(names))
    tables.citations.append(citation)
    return citation


def screen(tables: Tables, id_: str, outcome: str, stage: str = "title_abstract", **more: object) -> None:
    """Add a verdict."""
    place = f"records/screening/{stage}.R1.csv:{len(tables.verdicts) + 2}"
    status = "agreed" if outcome else "awaiting"
    tables.verdicts.append(
        Verdict(
            **{
                "stage": stage,
                "citation_id": id_,
                "status": status,
                "outcome": outcome,
                "place": place,
                "votes": 0,
                **more,
            }
        )  # type: ignore[arg-type]
    )


def seek(tables: Tables, id_: str, retrieval: str = "", outcome: str = "", **more: str) -> None:
    """Add a report whose full text is sought."""
    arm = next(c.arm for c in tables.citations if c.citation_id == id_)
    place = f"records/fulltext/retrieval.csv:{len(tables.reports) + 2}"
    tables.reports.append(Report(id_, arm, retrieval, outcome=outcome, place=place, **more))
    known = {study.study for study in tables.studies}
    for study in filter(None, more.get("studies", "").split(";")):
        if study not in known:
            tables.studies.append(Study(study, citation_id=id_, arm=arm))


def every_exit() -> Tables:
    """Return a review in which a record takes each exit, unpooled, with something open at each place."""
    t = Tables()
    search(t, "Scopus", "database", "s1 s2 s3 s4 s5", automatic=2, stand_in="yes")
    search(t, "PubMed", "database", "p1 p2")
    search(t, "ISRCTN", "register", "t1")
    search(t, "Ofsted", "website", "w1 w2", other=3)
    search(t, "Reference lists", "citation", "c1 c2")
    search(t, "Experts <asked> & others", "other", "e1")
    for ids in ("s1 p1", "s2 w1", "s3", "s4", "s5", "p2", "t1", "w2 c1", "c2", "e1"):
        cite(t, ids)
    screen(t, "s1", "exclude", reason="population")
    for id_ in ("s2", "s3", "s4", "p2", "t1"):
        screen(t, id_, "include")
    screen(t, "s5", "", waits_for="R2")
    screen(t, "e1", "exclude")
    seek(t, "s2", "retrieved", "include", studies="a2001")
    seek(t, "s3", "not_retrieved")
    seek(t, "s4", "retrieved", "exclude", reason="outcome")
    seek(t, "p2", "requested")
    seek(t, "t1", "retrieved", "include")
    seek(t, "w2", "retrieved", "include", studies="a2001;b2002")
    seek(t, "c2", "retrieved", "")
    screen(t, "c2", "", stage="full_text", waits_for="R1;R2")
    return t


@st.composite
def reviews(draw: st.DrawFn, *, updated: bool = False) -> Tables:
    """Generate a review: its searches, which records are one publication, and what became of each.

    updated: an updated review, of which the searches are of two rounds, in any order.
    """
    t = Tables(pooled=draw(st.booleans()), automation=draw(st.booleans()))
    count_ = st.none() | st.integers(0, 5)
    at = 0
    for number in range(draw(st.integers(0, 5))):
        n = draw(st.integers(0, 5))
        ids = " ".join(f"r{at + i}" for i in range(n))
        at += n
        source = f"Source {number // 2}"
        found_in = draw(st.sampled_from([None, 1])) if updated else None
        search(t, source, draw(st.sampled_from(SOURCE_KINDS)), ids, draw(count_), draw(count_))
        file = f"{number}.ris"
        t.exports[-1] = replace(t.exports[-1], file=file, update=found_in)
        of_this = len(t.records) - n
        t.records[of_this:] = [replace(record, source_file=file) for record in t.records[of_this:]]
    groups: dict[int, list[str]] = {}
    for record in t.records:
        groups.setdefault(draw(st.integers(0, max(at - 1, 0))), []).append(record.record_id)
    logged = draw(st.booleans())
    for ids_ in groups.values():
        _fate(draw, t, cite(t, " ".join(ids_)), logged=logged)
    if draw(st.booleans()):
        t.meta_analysis = tuple(draw(st.lists(st.sampled_from("abcd"), unique=True)))
    if updated:
        named = draw(st.dictionaries(st.sampled_from("ad"), st.sampled_from(["One", "One; Two"])))
        update(t, since=1, **named)
    return t


def _fate(draw: st.DrawFn, t: Tables, citation: Citation, *, logged: bool) -> None:
    """Decide on a citation as far as it goes."""
    id_ = citation.citation_id
    optional = citation.arm == "other" and not t.pooled
    first = draw(st.sampled_from(["exclude", "include", "include", "include", "", *(["none"] * optional)]))
    if first != "none":
        by_tools = "yes" if first == "exclude" and draw(st.booleans()) else ""
        reason = draw(st.sampled_from(["", *REASONS])) if first == "exclude" else ""
        screen(t, id_, first, reason=reason, automatic=by_tools)
    if first == "exclude" or (first == "" and not optional):
        return
    retrieval = draw(st.sampled_from(["retrieved", "not_retrieved", "requested", ""])) if logged else ""
    outcome = "" if retrieval == "not_retrieved" else draw(st.sampled_from(["include", "exclude", ""]))
    studies = (
        ";".join(sorted(draw(st.sets(st.sampled_from(["a", "b", "c"]))))) if outcome == "include" else ""
    )
    reason = draw(st.sampled_from([*REASONS, "not_recorded"])) if outcome == "exclude" else ""
    seek(t, id_, retrieval, outcome, reason=reason, studies=studies)
    if retrieval != "not_retrieved":
        screen(t, id_, outcome, stage="full_text", votes=draw(st.integers(0, 2)))

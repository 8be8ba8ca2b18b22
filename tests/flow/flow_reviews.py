"""Made-up reviews as built tables: one of every exit, and generated ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from tamis.flow.boxes import Flow, Marks, count
from tamis.flow.exits import exits
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

    def exits(self) -> list[Exit]:
        return exits(
            self.records,
            self.members,
            self.citations,
            self.verdicts,
            self.reports,
            self.studies,
            pooled=self.pooled,
        )

    def flow(self, marks: Marks | None = None) -> Flow:
        return count(
            self.exits(),
            self.exports,
            reasons=REASONS,
            pooled=self.pooled,
            retrieval_logged=any(report.retrieval for report in self.reports),
            marks=marks,
        )


def search(
    tables: Tables,
    source: str,
    kind: str,
    ids: str,
    automatic: int | None = None,
    other: int | None = None,
    stand_in: str = "",
) -> None:
    """Add an export with records."""
    file = f"{source.casefold().replace(' ', '_')}.ris"
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
def reviews(draw: st.DrawFn) -> Tables:
    """Generate a review: its searches, which records are one publication, and what became of each."""
    t = Tables(pooled=draw(st.booleans()))
    count_ = st.none() | st.integers(0, 5)
    at = 0
    for number in range(draw(st.integers(0, 5))):
        n = draw(st.integers(0, 5))
        ids = " ".join(f"r{at + i}" for i in range(n))
        at += n
        source = f"Source {number // 2}"
        search(t, source, draw(st.sampled_from(SOURCE_KINDS)), ids, draw(count_), draw(count_))
        t.exports[-1] = Export(**{**_fields(t.exports[-1]), "file": f"{number}.ris"})
    groups: dict[int, list[str]] = {}
    for record in t.records:
        groups.setdefault(draw(st.integers(0, max(at - 1, 0))), []).append(record.record_id)
    logged = draw(st.booleans())
    for ids_ in groups.values():
        _fate(draw, t, cite(t, " ".join(ids_)), logged=logged)
    return t


def _fields(row: Export) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}


def _fate(draw: st.DrawFn, t: Tables, citation: Citation, *, logged: bool) -> None:
    """Decide on a citation as far as it goes."""
    id_ = citation.citation_id
    optional = citation.arm == "other" and not t.pooled
    first = draw(st.sampled_from(["exclude", "include", "include", "include", "", *(["none"] * optional)]))
    if first != "none":
        screen(t, id_, first, reason=draw(st.sampled_from(["", *REASONS])) if first == "exclude" else "")
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

"""Where every record left the review: exactly one terminal exit each (DESIGN: conservation)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from tamis.tables import DATABASE_KINDS, Citation, Exit, Member, Record, Report, Study, Verdict


class _Fate(NamedTuple):
    """What became of a citation."""

    exit: str
    at: str = ""
    reason: str = ""
    automatic: str = ""
    studies: str = ""
    place: str = ""


def exits(
    records: Iterable[Record],
    members: Iterable[Member],
    citations: Iterable[Citation],
    verdicts: Iterable[Verdict],
    reports: Iterable[Report],
    studies: Iterable[Study],
    *,
    pooled: bool,
    earlier: Collection[str] = (),
    listed: Mapping[str, str] = MappingProxyType({}),
) -> list[Exit]:
    """Return the terminal exit of every record, in the order of the records.

    A citation's first record, which names it, carries the citation's exit; its other records leave as
    duplicates. `arm` is the arm a record is counted in: the one it was found by, but a citation found by
    both arms counts under databases (PRISMA 2020 draws it once). `version` is the one that it is counted in:
    previous where an earlier round found it; a citation that one found counts there, once. Where a citation
    is named by a record from elsewhere, that record and the citation's first one from where it counts change
    places. A report that the protocol names as one of the version before was found again by the update: all
    its records leave as duplicates, and the protocol's line counts it.

    Args:
        records: build/searches/records.csv, one row a record.
        members: build/dedupe/members.csv, one row a record.
        citations: build/dedupe/citations.csv, one row a citation.
        verdicts: build/screening/verdicts.csv, one row a citation and stage.
        reports: build/fulltext/reports.csv, one row a citation that is sought.
        studies: build/fulltext/studies.csv, one row an included study.
        pooled: records from other methods are screened with the rest.
        earlier: of an updated review, the exports of the rounds before the update.
        listed: reports that the protocol names, some by the id of a record, each with its line.

    Raises:
        AssertionError: the tables contradict each other, or a record is missing from one of them;
            the text names it. They are of different runs, or it is a mistake in Tamis.
    """
    records = list(records)
    fates = _fates(list(citations), list(verdicts), list(reports), {s.study for s in studies}, pooled=pooled)
    citation_of = {member.record_id: member.citation_id for member in members}
    holders: dict[str, list[Record]] = {}
    for record in records:
        if (holder := citation_of.pop(record.record_id, None)) is None:
            _broken(record.record_id, "is in no citation (build/dedupe/members.csv)")
        if holder not in fates:
            _broken(record.record_id, f"is in citation {holder}, which is not in build/dedupe/citations.csv")
        holders.setdefault(holder, []).append(record)
    for stray in citation_of:
        _broken(stray, "is in build/dedupe/members.csv, but not in build/searches/records.csv")
    found: dict[str, Exit] = {}
    for citation, (arm, fate) in fates.items():
        if citation not in {record.record_id for record in holders.get(citation, ())}:
            _broken(citation, "names a citation that does not hold it")
        held = holders[citation]
        named = next((listed[r.record_id] for r in held if r.record_id in listed), "")
        if named and not any(record.source_file in earlier for record in held):
            fate = _Fate("duplicate", place=named)
        for exit_ in _exits_of(citation, arm, fate, held, earlier):
            found[exit_.record_id] = exit_
    return [found[record.record_id] for record in records]


def _exits_of(
    citation: str, arm: str, fate: _Fate, records: list[Record], earlier: Collection[str]
) -> Iterable[Exit]:
    """Yield the exits of the records of one citation."""
    found = {
        record.record_id: (
            "previous" if record.source_file in earlier else "",
            "databases" if record.source_kind in DATABASE_KINDS else "other",
        )
        for record in records
    }
    counts = "", arm
    if old := [by for version, by in found.values() if version]:
        counts = "previous", min(old)  # databases, where one of them is from there
    if found[citation] != counts:
        first = next((id_ for id_, where in found.items() if where == counts), None)
        if first is None:
            _broken(citation, f"counts under {arm}, but no record of it was found there")
        found[citation], found[first] = counts, found[citation]
    for record in records:
        version, by = found[record.record_id]
        exit_ = Exit(
            record.record_id, citation, version=version, arm=by, exit="duplicate", place=record.place
        )
        if record.record_id == citation:
            yield replace(exit_, **fate._asdict() | {"place": fate.place or record.place})
        else:
            yield exit_


def _fates(
    citations: list[Citation],
    verdicts: list[Verdict],
    reports: list[Report],
    studies: set[str],
    *,
    pooled: bool,
) -> dict[str, tuple[str, _Fate]]:
    """Return each citation's arm and what became of it."""
    screened = {v.citation_id: v for v in verdicts if v.stage == "title_abstract"}
    read = {v.citation_id: v for v in verdicts if v.stage == "full_text"}
    sought = {report.citation_id: report for report in reports}
    known = {citation.citation_id for citation in citations}
    for name, of in (
        ("screening/verdicts", screened),
        ("screening/verdicts", read),
        ("fulltext/reports", sought),
    ):
        for stray in of:
            if stray not in known:
                _broken(stray, f"is in build/{name}.csv, but is no citation (build/dedupe/citations.csv)")
    logged = any(report.retrieval for report in reports)
    fates: dict[str, tuple[str, _Fate]] = {}
    for citation in citations:
        id_ = citation.citation_id
        # PRISMA 2020 has no screening of records in the other-methods arm.
        must = pooled or citation.arm == "databases"
        fate = _at_title_abstract(id_, screened.get(id_), sought.get(id_), must=must)
        if fate is None:
            fate = _at_full_text(sought[id_], read.get(id_), logged=logged)
        for study in filter(None, fate.studies.split(";")):
            if study.strip() not in studies:
                _broken(id_, f"reports study {study.strip()}, which is not in build/fulltext/studies.csv")
        fates[id_] = citation.arm, fate
    return fates


def _at_title_abstract(
    id_: str, verdict: Verdict | None, report: Report | None, *, must: bool
) -> _Fate | None:
    """Return how a citation left before its full text was sought; None where it went on."""
    if verdict is None and must:
        _broken(id_, "has nothing in build/screening/verdicts.csv at title_abstract")
    if verdict is None or verdict.outcome == "include":
        if report is None:
            went_on = "was included at title_abstract" if verdict else "needs no decision at title_abstract"
            _broken(id_, f"{went_on}, but is missing from build/fulltext/reports.csv")
        return None
    if report is not None and (must or verdict.outcome):
        now = {"": "is still open", "exclude": "was excluded", "duplicate": "is a duplicate"}[verdict.outcome]
        _broken(id_, f"{now} at title_abstract, yet is in build/fulltext/reports.csv")
    if report is not None:
        return None
    match verdict.outcome:
        case "exclude":
            return _Fate(
                "excluded_title_abstract",
                reason=verdict.reason,
                automatic=verdict.automatic,
                place=verdict.place,
            )
        case "duplicate":
            return _Fate("duplicate", place=verdict.place)
        case _:
            return _Fate("open", at="title_abstract", place=verdict.place)


def _at_full_text(report: Report, verdict: Verdict | None, *, logged: bool) -> _Fate:
    """Return how a citation left once its full text was sought.

    A report of which nothing is known waits to be retrieved; where the team logs no retrieval at all, or
    somebody has voted on it, it waits to be decided.
    """
    if report.outcome == "include":
        return _Fate("included", studies=report.studies, place=report.place)
    if report.retrieval == "not_retrieved":
        return _Fate("not_retrieved", place=report.place)
    if report.outcome == "exclude":
        return _Fate("excluded_full_text", reason=report.reason, place=report.place)
    if report.outcome == "duplicate":
        return _Fate("duplicate", place=report.place)
    voted = verdict is not None and verdict.votes > 0
    here = report.retrieval == "retrieved" or voted or not logged
    return _Fate("open", at="full_text" if here else "retrieval", place=report.place)


def _broken(record: str, text: str) -> NoReturn:
    raise AssertionError(
        f"record {record} {text}; the tables in build/ are of different runs, or this is a mistake in Tamis: "
        "remove build/ and run again"
    )

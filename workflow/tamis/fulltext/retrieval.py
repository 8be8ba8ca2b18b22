"""The reports that are sought: retrieved or not, and what was decided on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tamis.fulltext.inputs import RETRIEVAL_LOG
from tamis.review import citation_name
from tamis.tables import TEAM, Citation, OpenItem, Report, Retrieval, StudyReport, Verdict

#: Of several records of one report, the one with the best result counts.
_BEST = ("retrieved", "requested", "not_retrieved")
_LOG = f"what came of it goes into {RETRIEVAL_LOG}"


def by_citation(
    retrievals: Iterable[Retrieval], citation_of: Mapping[str, str]
) -> dict[str, list[Retrieval]]:
    """Return the last row of each record by citation, the best result first."""
    last = {row.record: row for row in retrievals}
    found: dict[str, list[Retrieval]] = defaultdict(list)
    for row in sorted(last.values(), key=lambda row: _BEST.index(row.status)):
        found[citation_of[row.record]].append(row)
    return found


def reports(
    verdicts: Iterable[Verdict],
    citation: Mapping[str, Citation],
    logged: Mapping[str, Sequence[Retrieval]],
    studies: Iterable[StudyReport],
    citation_of: Mapping[str, str],
) -> list[Report]:
    """Return a row for each citation whose full text is sought, in the order of the verdicts.

    `retrieval` is what the log says, empty where it says nothing: what was assessed was retrieved. A
    report that was not retrieved, or has not come yet, was not assessed; that it is on no list of the team
    is no decision on it.

    Args:
        verdicts: all verdicts; those at full text are the citations that are sought.
        citation: citations by id.
        logged: rows of the retrieval log by citation, the one that counts first.
        studies: which report is about which study.
        citation_of: the citation of each record.
    """
    of_report: dict[str, list[str]] = defaultdict(list)
    for row in studies:
        of_report[citation_of[row.record]].append(row.study)
    found = []
    for verdict in verdicts:
        if verdict.stage != "full_text":
            continue
        rows = logged.get(verdict.citation_id, ())
        retrieval = rows[0].status if rows else ""
        assessed = not (retrieval in ("not_retrieved", "requested") and _unlisted(verdict))
        found.append(
            Report(
                citation_id=verdict.citation_id,
                arm=citation[verdict.citation_id].arm,
                retrieval=retrieval,
                where=";".join(dict.fromkeys(row.where for row in rows if row.where)),
                outcome=verdict.outcome if assessed else "",
                reason=verdict.reason if assessed else "",
                studies=";".join(dict.fromkeys(of_report.get(verdict.citation_id, ()))),
                place=verdict.place
                if verdict.outcome and assessed
                else rows[0].place
                if rows
                else verdict.place,
            )
        )
    return found


def _unlisted(verdict: Verdict) -> bool:
    """Return whether nothing but its absence from a list speaks against a report."""
    return verdict.status == "listed" and verdict.outcome == "exclude" and not verdict.votes


def decided(verdict: Verdict) -> bool:
    """Return whether anybody decided on a full text, so that it must have been at hand."""
    return bool(verdict.votes or verdict.outcome) and not _unlisted(verdict)


def open_items(
    sought: Iterable[Report],
    verdicts: Iterable[Verdict],
    citation: Mapping[str, Citation],
    logged: Mapping[str, Sequence[Retrieval]],
) -> list[OpenItem]:
    """Return an item for each report that waits: for its full text, for decisions, or for its study;
    for each that was not retrieved, and nothing says where it was looked for.

    And one for each that the retrieval log names though it is not sought.

    Args:
        sought: the reports.
        verdicts: all verdicts.
        citation: citations by id.
        logged: rows of the retrieval log by citation.
    """
    at_full_text = {verdict.citation_id: verdict for verdict in verdicts if verdict.stage == "full_text"}
    items = [
        OpenItem(
            f"fulltext:not-sought:{id}",
            f"{citation_name(citation[id])} is in the retrieval log, but not included at title and abstract",
            TEAM,
            rows[0].place,
        )
        for id, rows in logged.items()
        if id not in at_full_text
    ]
    for report in sought:
        id, verdict = report.citation_id, at_full_text[report.citation_id]
        what, text, waits = "", "", TEAM
        if report.retrieval == "not_retrieved":
            if decided(verdict):
                what = "retrieval"
                text = f"is logged as not retrieved, but was decided on at full text; {_LOG}"
            elif not report.where:  # how hard it was looked for is what a reader wants to know
                what = "where"
                text = (
                    "was not retrieved; where it was looked for goes into the column where of "
                    + RETRIEVAL_LOG
                )
        elif report.retrieval == "requested" and not decided(verdict):
            what, text = "retrieval", f"was requested, and has not come yet; {_LOG}"
        elif verdict.status == "awaiting" and not verdict.votes:  # with some, it waits for screening
            if report.retrieval == "retrieved":
                what = "awaiting"
                text = (
                    "was retrieved, and nobody has decided on it; "
                    "your decision goes into records/screening/full_text.<you>.csv"
                )
                waits = verdict.waits_for
            else:
                what, text = "retrieval", f"is to be found in full text; {_LOG}"
        elif report.outcome == "include" and not report.studies:
            what, text = "study", "is included; the study that it reports goes into records/studies.csv"
        if what:
            text = f"{citation_name(citation[id])} {text}"
            items.append(OpenItem(f"fulltext:{what}:{id}", text, waits, report.place))
    return items

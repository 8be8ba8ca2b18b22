"""Where screening stands now: what the last run built, and what people wrote since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tamis.errors import Problems
from tamis.forms.screening.lot import Share, allocated
from tamis.review import Known, Review, person_of, written
from tamis.store import read_built, read_frame, read_rows
from tamis.tables import STAGES, Allocation, Citation, Decision, Member, Record, Report, Row, Verdict, Vote
from tamis.twins import SHEET_DETAILS, details, line

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R", bound=Row)

#: Statuses of a citation on which no vote is awaited any more, whoever was to screen it.
_SETTLED = ("adjudicated", "listed")
_VERDICT = ("stage", "citation_id", "status", "waits_for")


@dataclass(frozen=True, slots=True)
class Now:
    """Where screening stands.

    Args:
        review: the review.
        citation_of: the citation of each record.
        status: by stage, the status of each citation that reached it, in order; without those whose full
            text cannot be had.
        waits_for: by stage, whom each of these waits for, as the last run found it.
        allocation: what is allocated, all rows in order.
    """

    review: Review
    citation_of: Mapping[str, str]
    status: Mapping[str, Mapping[str, str]]
    waits_for: Mapping[str, Mapping[str, str]]
    allocation: Sequence[Allocation]

    def shares(self, stage: str) -> dict[str, Share]:
        """Return who is to screen each citation that is allocated."""
        return allocated(self.allocation, stage, self.citation_of)

    def waiting(self, stage: str, person: str, said: Collection[str]) -> list[str]:
        """Return the citations that a person is still to decide on, in order.

        They are those that are allocated to them, and those that await decisions and wait for them, such as
        those of somebody who left; where nothing is allocated, those on which decisions are awaited.

        Args:
            stage: the stage.
            person: who.
            said: the citations on which the person has decided.
        """
        shares, waits_for = self.shares(stage), self.waits_for[stage]

        def theirs(id: str, status: str) -> bool:
            if not shares:
                return status == "awaiting"
            if id in shares and person in shares[id].reviewers:
                return status not in _SETTLED
            return id in shares and status == "awaiting" and person in waits_for[id].split(";")

        return [id for id, status in self.status[stage].items() if id not in said and theirs(id, status)]

    def decided(self, stage: str, person: str, log: Iterable[Vote]) -> set[str]:
        """Return the citations on which a person has decided, in an import or in the log as it is now.

        A duplicate of what is the same citation by now says nothing of that citation.
        """
        built = read_frame(
            self.review.built("screening", "decisions"),
            Decision,
            ["stage", "reviewer", "record_id", "decision", "of"],
        )
        own = built[(built["stage"] == stage) & (built["reviewer"] == person)]
        said = [tuple(values) for values in zip(*(own[name] for name in own.columns[2:]), strict=True)]
        said += [(row.record, row.decision, row.of) for row in log if row.decision]
        of = self.citation_of
        return {
            of[record]
            for record, decision, other in said
            if record in of and not (decision == "duplicate" and of.get(other) == of[record])
        }

    def log(self, stage: str, person: str) -> list[Vote]:
        """Return the lines of a person's log as they are now, also those without a decision."""
        return list(rows_of(self.review, stage, Vote, Problems(), person))

    def citations(self, ids: Iterable[str]) -> list[Citation]:
        """Return citations by their ids, in the order of these."""
        found = {
            row.citation_id: row for row in read_built(self.review.built("dedupe", "citations"), Citation)
        }
        return [found[id] for id in ids]


def read(review: Review) -> Now:
    """Return where screening stands.

    Raises:
        InputError: the review was not run yet, or what is allocated cannot be read.
    """
    members = read_frame(review.built("dedupe", "members"), Member)
    problems = Problems()
    allocation = list(rows_of(review, "allocation", Allocation, problems))
    problems.raise_if_any()
    verdicts = read_frame(review.built("screening", "verdicts"), Verdict, _VERDICT)
    found = {stage: _reached(review, verdicts[verdicts["stage"] == stage], stage) for stage in STAGES}
    return Now(
        review,
        dict(zip(members["record_id"], members["citation_id"], strict=True)),
        {stage: {id: status for id, status, _ in rows} for stage, rows in found.items()},
        {stage: {id: waits for id, _, waits in rows} for stage, rows in found.items()},
        allocation,
    )


def _reached(review: Review, verdicts: pd.DataFrame, stage: str) -> list[tuple[str, str, str]]:
    """Return the citations that reached a stage, each with its status and whom it waits for."""
    reports = review.built("fulltext", "reports")
    gone: set[str] = set()
    if stage == "full_text" and reports.exists():
        sought = read_frame(reports, Report, ["citation_id", "retrieval"])
        gone = set(sought[sought["retrieval"] == "not_retrieved"]["citation_id"])
    rows = zip(*(verdicts[name].tolist() for name in _VERDICT[1:]), strict=True)
    return [(id, status, waits) for id, status, waits in rows if id not in gone]


def rows_of(
    review: Review,
    kind: str,
    row: type[R],
    problems: Problems,
    person: str = "",
    *,
    folder: Path | None = None,
) -> Iterator[R]:
    """Yield the rows of `<kind>.csv` or, of a person, `<kind>.<person>.csv`, and of what comes after it.

    They are those of screening, or those in another folder.
    """
    for path in sorted(written(folder or review.screening), key=lambda path: (len(path.name), path.name)):
        if path.suffix in (".csv", ".xlsx") and _is(path, kind, person):
            yield from read_rows(path, row, problems, root=review.root)


def _is(path: Path, kind: str, person: str) -> bool:
    if person:
        return person_of(path.name, kind).casefold() == person.casefold()
    return path.name.partition(".")[0] == kind


def about(review: Review, citations: Sequence[Citation]) -> list[dict[str, str]]:
    """Return what stands beside each citation in a sheet, for people: title, authors, year, ...

    The title is the citation's where it could be that of the record which names the citation, else that
    record's own, since a title that is another record's is an error. The details are the record's own, too.
    """
    records = read_frame(review.built("searches", "records"), Record, ["record_id", "title", *SHEET_DETAILS])
    wanted = records[records["record_id"].isin({each.citation_id for each in citations})]
    own = {row["record_id"]: row for row in wanted.to_dict("records")}
    known = Known({id: row["title"] for id, row in own.items()})
    return [
        {
            "title": line(_title(citation, known)),
            "authors": line(citation.authors),
            "year": str(citation.year or ""),
            "journal": line(citation.journal),
            "details": details({name: own[citation.citation_id][name] for name in SHEET_DETAILS}),
            "abstract": line(citation.abstract),
        }
        for citation in citations
    ]


def _title(citation: Citation, known: Known) -> str:
    right = known.check_record(citation.citation_id, citation.title, "", Problems())
    return citation.title if right else known.titles[citation.citation_id]

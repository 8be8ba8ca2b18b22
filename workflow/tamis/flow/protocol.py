"""What the protocol says of the flow: the version before, what is in a meta-analysis, how it is counted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tamis.config import Config, PreviousReview
from tamis.errors import Problems, not_one_of
from tamis.flow.labels import Labels, load
from tamis.review import Known, Review
from tamis.store import read_saved
from tamis.tables import TEAM, Exit, Export, OpenItem, Record, Report, Search

#: Where in the config the studies of a meta-analysis stand.
_META = ("flow", "meta_analysis")


class Listed(NamedTuple):
    """A study of the version before that the protocol names: how it is printed, its reports, and its line."""

    label: str
    reports: tuple[str, ...]
    place: str


class Number(NamedTuple):
    """How many studies or reports the version before had that are nowhere else, and the line that says so."""

    n: int
    place: str


@dataclass(frozen=True, slots=True)
class Previous:
    """The version before, of an updated review.

    `files` are the exports of earlier rounds; `listed` are studies that the protocol names, by id, with their
    reports: a record's id, where the search of the update found one again. `studies` and `reports` are how
    many more there were, None where the protocol has no number.
    """

    files: frozenset[str] = frozenset()
    listed: Mapping[str, Listed] = field(default_factory=dict)
    studies: Number | None = None
    reports: Number | None = None

    @property
    def named(self) -> dict[str, str]:
        """The reports of the listed studies, each with the line that names it."""
        return {report: study.place for study in self.listed.values() for report in study.reports}


@dataclass(frozen=True, slots=True)
class Counting:
    """How a flow is counted.

    pooled: records from other methods joined the rest before duplicates were removed. retrieval_logged: the
    team logged what could be retrieved; else that is not recorded. automation: automation tools are among
    those who screen. previous: the version before; None: this is no update. meta_analysis: ids of the studies
    in one; None: no box for them.
    """

    pooled: bool = False
    retrieval_logged: bool = True
    automation: bool = False
    previous: Previous | None = None
    meta_analysis: tuple[str, ...] | None = None

    def exports(self, exports: Iterable[Export]) -> list[Export]:
        """Return the exports that are counted: of an updated review, those of the update alone."""
        files = self.previous.files if self.previous else ()
        return [export for export in exports if export.file not in files]


def counting(config: Config, exports: Iterable[Export], *, retrieval_logged: bool) -> Counting:
    """Return how the flow of a review is counted.

    Args:
        config: the protocol.
        exports: build/searches/exports.csv, one row an export.
        retrieval_logged: whether the team logged what could be retrieved.
    """
    return Counting(
        pooled=config.pool_other_methods,
        retrieval_logged=retrieval_logged,
        automation=bool(config.automation),
        previous=_previous(config, config.previous, exports) if config.previous else None,
        meta_analysis=config.flow.meta_analysis,
    )


def earlier(rounds: Mapping[str, int | None], since: int | None) -> frozenset[str]:
    """Return the exports of rounds before an update.

    Args:
        rounds: the update round of each export, by its file; None is the first search.
        since: the first round that belongs to the update; None: 1 where there is one after 0, else 0.
    """
    first = since if since is not None else int(any(rounds.values()))
    return frozenset(file for file, round_ in rounds.items() if (round_ or 0) < first)


def _previous(config: Config, previous: PreviousReview, exports: Iterable[Export]) -> Previous:
    path = "previous_review"

    def number(n: int | None, key: str) -> Number | None:
        return None if n is None else Number(n, config.place(path, key))

    return Previous(
        files=earlier({export.file: export.update for export in exports}, previous.since),
        listed={
            study.id: Listed(study.label or study.id, study.reports, config.place(path, "studies", position))
            for position, study in enumerate(previous.studies)
        },
        studies=number(previous.n_studies, "studies"),
        reports=number(previous.n_reports, "reports"),
    )


# --- what is wrong, and what is open ------------------------------------------------------------


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note studies and rounds of the search that there are not, and what is wrong with the language."""
    check_meta_analysis(config, known.studies, problems)
    log = read_saved(review.searches / "searches.csv", Search, Problems(), root=review.root)
    check_since(config, (search.update for search in log), problems)
    language(review, config, problems)


def language(review: Review, config: Config, problems: Problems) -> Labels:
    """Return the words of the diagram; English, and every problem noted, where the config names none."""
    return load(config.flow.language, review, problems, config.place("flow", "language"))


def check_meta_analysis(config: Config, studies: Collection[str], problems: Problems) -> None:
    """Note each study of a meta-analysis that there is not.

    Args:
        config: the protocol, which names studies of the version before, too.
        studies: ids of `records/studies.csv`.
        problems: takes what is wrong.
    """
    before = config.previous.studies if config.previous else ()
    known = sorted({*studies, *(study.id for study in before)})
    for position, id in enumerate(config.flow.meta_analysis or ()):
        if id not in known:
            problems.add_at(config.place(*_META, position), f"study {not_one_of(id, known)}")


def check_since(config: Config, rounds: Iterable[int | None], problems: Problems) -> None:
    """Note an update that begins behind the next round of the search log: nothing would be left to count.

    That it begins with the next one, which is not searched yet, is an open item.

    Args:
        config: the protocol.
        rounds: the update round of each search; None is the first search.
        problems: takes what is wrong.
    """
    since = config.previous.since if config.previous else None
    there = sorted({round_ or 0 for round_ in rounds})
    if since is None or not there or since <= there[-1] + 1:
        return
    text = (
        f"the update begins with round {since}, but the search log (column update) has round"
        f"{'s' if there[1:] else ''} {', '.join(map(str, there))} alone; log the searches of the update first"
    )
    problems.add_at(config.place("previous_review", "since"), text)


def not_searched(config: Config, rounds: Iterable[int | None]) -> Iterator[OpenItem]:
    """Yield an item where no search of the update is logged yet; `rounds` is the round of each search."""
    since = config.previous.since if config.previous else None
    if since is not None and since > max((round_ or 0 for round_ in rounds), default=since):
        text = f"the update begins with round {since}, of which no search is logged yet (column update)"
        yield OpenItem("flow:previous:since", text, TEAM, config.place("previous_review", "since"))


def open_items(
    config: Config, exits: Iterable[Exit], records: Iterable[Record], reports: Iterable[Report]
) -> Iterator[OpenItem]:
    """Yield what the team has to say of the studies that the config names.

    A study that is said to be in a meta-analysis and is not included; a report that the update included, of a
    study of the version before, which may be one of those that are listed, and would count twice; and a study
    that is not listed, though a report of it is.

    Args:
        config: the protocol.
        exits: build/flow/exits.csv, one row a record.
        records: build/searches/records.csv, one row a record.
        reports: build/fulltext/reports.csv, one row a citation that is sought.
    """
    exits = list(exits)
    yield from _not_included(config, exits)
    if config.previous is None:
        return
    yield from _not_listed(config.previous, exits, reports)
    year = {record.record_id: record.year for record in records}
    new = [row for row in exits if row.exit == "included" and not row.version]
    for position, study in enumerate(config.previous.studies):
        for row in (row for row in new if study.id in studies_of(row)):
            unnamed = [report for report in study.reports if report not in year]
            if like := [report for report in unnamed if _may_be(report, year.get(row.record_id))]:
                text = (
                    f"is report {row.record_id} of study {study.id}, which the update included, one that the "
                    f"version before had ({'; '.join(like)})? Then write {row.record_id} in its place, and "
                    "it counts once; else accept this item"
                )
                place = config.place("previous_review", "studies", position)
                yield OpenItem(f"flow:previous:{study.id}:{row.record_id}", text, TEAM, place)


def _may_be(reference: str, year: int | None) -> bool:
    """Return whether a reference may be a report of a year: it names none, or one next to it."""
    years = [int(found) for found in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", reference)]
    return year is None or not years or any(abs(named - year) <= 1 for named in years)


def _not_listed(
    previous: PreviousReview, exits: Iterable[Exit], reports: Iterable[Report]
) -> Iterator[OpenItem]:
    """Yield an item for each study that is not listed, though a report of it is: no number has it."""
    listed = {study.id for study in previous.studies}
    named = {report for study in previous.studies for report in study.reports}
    again = {row.citation_id for row in exits if row.record_id in named}
    counted = {study for row in exits for study in studies_of(row)}
    for report in reports:
        of = filter(None, map(str.strip, report.studies.split(";")))
        missing = [study for study in of if study not in listed | counted]
        for study in missing if report.citation_id in again else ():
            text = (
                f"study {study} is in no number of the flow: its report {report.citation_id} is listed as "
                "one of the version before, and the study is not; list it, too (previous_review: studies)"
            )
            yield OpenItem(f"flow:previous:{study}", text, TEAM, report.place)


def _not_included(config: Config, exits: Iterable[Exit]) -> Iterator[OpenItem]:
    """Yield an item for each study that is said to be in a meta-analysis and is not included."""
    included = {study for row in exits if row.exit == "included" for study in studies_of(row)}
    included |= {study.id for study in config.previous.studies} if config.previous else set()
    for position, id in enumerate(config.flow.meta_analysis or ()):
        if id not in included:
            text = f"study {id} is said to be in a meta-analysis, but no report of it is included"
            place = config.place(*_META, position)
            yield OpenItem(f"flow:meta_analysis:{id}", text, TEAM, place)


def studies_of(row: Exit) -> tuple[str, ...]:
    """Return the studies that an included report is about; none where they are not known."""
    return tuple(filter(None, map(str.strip, row.studies.split(";"))))

"""What the protocol says of the flow: the version before, what is in a meta-analysis, how it is counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tamis.config import Config, PreviousReview
from tamis.errors import Problems, not_one_of
from tamis.flow.labels import Labels, load
from tamis.review import Known, Review
from tamis.tables import TEAM, Exit, Export, OpenItem

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

    `files` are the exports of earlier rounds; `listed` are studies that the protocol names, by id. `studies`
    and `reports` are how many more there were, None where the protocol has no number.
    """

    files: frozenset[str] = frozenset()
    listed: Mapping[str, Listed] = field(default_factory=dict)
    studies: Number | None = None
    reports: Number | None = None


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
    """Note each study of a meta-analysis that there is not, and what is wrong with the diagram's language."""
    check_meta_analysis(config, known.studies, problems)
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


def open_items(config: Config, exits: Iterable[Exit]) -> Iterator[OpenItem]:
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

"""Where everything lies in a review's folder. People write config and records, the pipeline the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tamis.errors import Problems

#: Below this likeness (0 to 100) a title that stands beside an id for people is another record's.
SAME_TITLE = 60


@dataclass(frozen=True, slots=True)
class Review:
    """A review's folder, and the files in it that more than one part of the program needs."""

    root: Path

    @property
    def config(self) -> Path:
        """The protocol as data."""
        return self.root / "config" / "config.yaml"

    @property
    def proforma(self) -> Path:
        """The extraction form."""
        return self.root / "config" / "proforma.yaml"

    @property
    def records(self) -> Path:
        """What people write."""
        return self.root / "records"

    @property
    def searches(self) -> Path:
        """Search exports, as downloaded, and the search log."""
        return self.records / "searches"

    @property
    def screening(self) -> Path:
        """One log a person and stage; imports; answers on duplicates."""
        return self.records / "screening"

    @property
    def build(self) -> Path:
        """Tables between stages."""
        return self.root / "build"

    @property
    def reports(self) -> Path:
        """What a review is for."""
        return self.root / "reports"

    def built(self, stage: str, table: str) -> Path:
        """Return the path of a built table: `build/<stage>/<table>.csv`."""
        return self.build / stage / f"{table}.csv"

    def place(self, path: Path) -> str:
        """Return a path as messages give it: relative to the review, with slashes."""
        from tamis.store import relative

        return relative(path, self.root)


@dataclass(frozen=True, slots=True)
class Known:
    """What the files of a later stage may refer to: records and studies that exist.

    `titles` maps every record id to its title; `studies` is every study id of `records/studies.csv`.
    `complete` is False where an export could not be read, so that a record may be one of those in it.
    """

    titles: Mapping[str, str]
    studies: frozenset[str] = frozenset()
    complete: bool = True

    def check_record(
        self, record: str, title: str, place: str, problems: Problems, *, column: str = "record"
    ) -> bool:
        """Note a record that does not exist, or one whose title is not the one beside it; say if it is right.

        A title that was cut short, or spelled a little differently, is right.
        """
        if record not in self.titles:
            if not self.complete:
                return True
            problems.add_at(place, f"{record!r} is in no search export", column=column)
            return False
        if title and title != self.titles[record] and not _alike(title, self.titles[record]):
            text = f"{title!r} is not the title of {record}, which is {self.titles[record]!r}"
            problems.add_at(place, text, column="title")
            return False
        return True


def _alike(said: str, title: str) -> bool:
    from rapidfuzz import fuzz, utils

    short, whole = utils.default_process(said), utils.default_process(title)
    return whole.startswith(short) or fuzz.ratio(short, whole) >= SAME_TITLE


def study_ids(review: Review, problems: Problems) -> frozenset[str]:
    """Return every study id of `records/studies.csv`; none where there is no such file."""
    from tamis.store import read_saved
    from tamis.tables import StudyReport

    rows = read_saved(review.records / "studies.csv", StudyReport, problems, root=review.root)
    return frozenset(row.study for row in rows)

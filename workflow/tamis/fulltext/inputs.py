"""What people write about full texts and studies, read and checked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tamis.config import Config
from tamis.errors import Problems
from tamis.review import Known, Review
from tamis.store import read_saved
from tamis.tables import Retrieval, StudyReport


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note everything that is wrong in the files of this stage."""
    read_retrievals(review, known, problems)
    read_studies(review, known, problems)


def read_retrievals(review: Review, known: Known, problems: Problems) -> list[Retrieval]:
    """Return the retrieval log, in order; rows with a problem are left out, and it is noted."""
    path = review.records / "fulltext" / "retrieval.csv"
    good = []
    for row in read_saved(path, Retrieval, problems, root=review.root):
        right = known.check_record(row.record, row.title, row.place, problems)
        if row.file and Path(row.file.replace("\\", "/")).name != row.file:
            problems.add_at(row.place, f"{row.file!r} is no file beside this log", column="file")
            right = False
        if row.sha256 and not re.fullmatch(r"[0-9a-fA-F]{64}", row.sha256):
            problems.add_at(row.place, f"{row.sha256!r} is no SHA-256: 64 digits 0-9, a-f", column="sha256")
            right = False
        if right:
            good.append(row)
    return good


def read_studies(review: Review, known: Known, problems: Problems) -> list[StudyReport]:
    """Return which report is about which study, in order; what is wrong is noted."""
    rows = read_saved(review.records / "studies.csv", StudyReport, problems, root=review.root)
    check_roles(rows, problems)
    return [row for row in rows if known.check_record(row.record, row.title, row.place, problems)]


def check_roles(rows: Sequence[StudyReport], problems: Problems) -> None:
    """Note a study with two main reports or none, and a report that stands twice for one study."""
    by_study: dict[str, list[StudyReport]] = defaultdict(list)
    for row in rows:
        by_study[row.study].append(row)
    for study, reports in by_study.items():
        mains = [row for row in reports if row.role == "main"]
        for row in mains[1:]:
            text = f"{study!r} has two main reports (also line {_line(mains[0])})"
            problems.add_at(row.place, f"{text}; give each study an id of its own", column="study")
        if not mains:
            problems.add_at(reports[0].place, f"{study!r} has no main report", column="study")
        first: dict[str, StudyReport] = {}
        for row in reports:
            if row.record in first:
                text = f"{row.record} stands twice for {study!r} (also line {_line(first[row.record])})"
                problems.add_at(row.place, text, column="record")
            first.setdefault(row.record, row)


def _line(row: StudyReport) -> str:
    return row.place.rpartition(":")[2]

"""What people write about full texts and studies, read and checked.

`retrieval.csv` and further files, `retrieval.2.csv`; `requests.csv` alike. Each may also be a workbook.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from tamis.config import Config
from tamis.errors import Problems, counted
from tamis.pdf.texts import is_sha256
from tamis.review import Known, Review, written
from tamis.store import read_rows, read_saved
from tamis.tables import Request, Retrieval, Row, StudyReport

R = TypeVar("R", bound=Row)
#: The logs, for people.
RETRIEVAL_LOG, REQUEST_LOG = "records/fulltext/retrieval.csv", "records/fulltext/requests.csv"
_TABLES = (".csv", ".xlsx")
#: What no name in a list can hold: control characters and ends of lines; halves of letters, as which bytes
#: stand that are none of the system's letters.
_NO_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
#: A log's name: retrieval.csv, retrieval.2.csv, retrieval (1).csv, retrieval.anna.xlsx.
_LOG = re.compile(r"(retrieval|requests)(?:[\W_]*\d+\W*)?(?:\..*|[ _-]+(?:copy|kopie).*)?", re.IGNORECASE)


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note everything that is wrong in the files of this stage."""
    read_retrievals(review, known, problems)
    read_requests(review, known, problems)
    read_studies(review, known, problems)
    pdfs(review, problems)


def pdfs(review: Review, problems: Problems) -> list[Path]:
    """Return the PDFs in `records/fulltext/`, by name; one whose name no table can hold is a problem."""
    found = []
    for path in written(review.fulltext):
        if path.suffix.casefold() == ".pdf":
            name = _NO_NAME.sub("?", path.name)
            if name != path.name:
                place = f"{review.place(review.fulltext)}/{name}"
                problems.add(place, "has a name that no list can hold; give it another")
                continue
            found.append(path)
    return found


def passed_over(review: Review) -> dict[str, str]:
    """Return what lies in `records/fulltext/` and looks as if it should be read, and is not: by the id of its
    open item, what is said of it."""
    found = {}
    for path in sorted(review.fulltext.iterdir()) if review.fulltext.is_dir() else ():
        name, suffix = path.name, path.suffix.casefold()
        if _NO_NAME.search(name) or name.startswith((".", "~")):
            continue
        if path.is_dir():
            below = [each for each in written(path, below=True) if each.suffix.casefold() == ".pdf"]
            if below:
                found[f"pdf-folder:{name}"] = (
                    f"{name} is a folder with {counted(len(below), 'PDF')}, and nothing in it is read; "
                    "put what is wanted beside the log, and the folder elsewhere"
                )
            elif suffix == ".pdf":
                found[f"pdf-folder:{name}"] = f"{name} is a folder, and no PDF"
        elif suffix == ".pdf" and not path.exists():
            found[f"pdf-broken:{name}"] = f"{name} is a link to a file that is not there"
        elif suffix in _TABLES and not _log_of(path):
            found[f"no-log:{name}"] = (
                f"{name} is read as no log: one is named retrieval.csv or requests.csv, a further one "
                "retrieval.2.csv"
            )
    return found


def _log_of(path: Path) -> str:
    """Return which log a file is: retrieval, requests; empty: none."""
    found = _LOG.fullmatch(path.stem)
    return found[1].casefold() if found else ""


def retrieval_log(review: Review, problems: Problems) -> list[Retrieval]:
    """Return what the retrieval log says, in order; rows that are still to be filled in are left out."""
    rows = _files(review, "retrieval", Retrieval, problems)
    return [row for row in rows if row.status]


def request_log(review: Review, problems: Problems) -> list[Request]:
    """Return the log of requests, in order."""
    return _files(review, "requests", Request, problems)


def _files(review: Review, kind: str, row: type[R], problems: Problems) -> list[R]:
    """Return the rows of `<kind>.csv`, then of further files by number, then of others by name."""
    paths = [
        path
        for path in written(review.fulltext)
        if path.suffix.casefold() in _TABLES and _log_of(path) == kind
    ]
    books = {path.stem: path for path in paths if path.suffix.casefold() == ".xlsx"}
    rows: list[R] = []
    for path in sorted(paths, key=_turn):
        if path.suffix.casefold() != ".xlsx" and (book := books.get(path.stem)):
            problems.add(review.place(book), f"stands beside {path.name}; keep one of the two")
        rows += read_rows(path, row, problems, root=review.root)
    return rows


def _turn(path: Path) -> tuple[int, str]:
    """Return what orders the files of a log: the first one, then by number."""
    number = re.search(r"(\d+)\D*$", path.stem)
    return int(number[1]) if number else 0, path.name


def read_retrievals(review: Review, known: Known, problems: Problems) -> list[Retrieval]:
    """Return the retrieval log, in order; rows with a problem are left out, and it is noted."""
    good = []
    for row in retrieval_log(review, problems):
        right = known.check_record(row.record, row.title, row.place, problems)
        if row.file and Path(row.file.replace("\\", "/")).name != row.file:
            problems.add_at(row.place, f"{row.file!r} is no file beside this log", column="file")
            right = False
        if row.sha256 and not is_sha256(row.sha256):
            problems.add_at(row.place, f"{row.sha256!r} is no SHA-256: 64 digits 0-9, a-f", column="sha256")
            right = False
        if right:
            good.append(row)
    return good


def read_requests(review: Review, known: Known, problems: Problems) -> list[Request]:
    """Return the log of requests, in order; rows with a problem are left out, and it is noted."""
    good = []
    for row in request_log(review, problems):
        right = known.check_record(row.record, row.title, row.place, problems)
        if row.answered and row.answered < row.asked:
            text = f"{row.answered} is before it was asked for, on {row.asked}"
            problems.add_at(row.place, text, column="answered")
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

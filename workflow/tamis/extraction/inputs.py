"""Reads records/extraction/: what people filled in, in files whose names say whose it is.

<study>.<person>.yaml          what a person took from a study; further files: <study>.<person>.2.yaml
<anything>.<person>.xlsx       the same as a workbook, of any studies
<study>.<person>.pdf           a PDF in which a person marked words; `tamis forms highlights` reads it
check.<person>.csv             a log, also as XLSX, as are reconciliation and evidence: read elsewhere
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tamis import yamlfile
from tamis.config import Config
from tamis.errors import Problems, not_in, not_one_of
from tamis.extraction import evidence
from tamis.extraction.filled import fields as form
from tamis.extraction.filled import files as filled
from tamis.extraction.filled import workbook
from tamis.extraction.filled.fields import Extraction
from tamis.extraction.filled.reading import At, Reading
from tamis.extraction.together import logs
from tamis.proforma import Proforma, load_proforma
from tamis.review import Known, Review, person_of, written
from tamis.store import read_saved
from tamis.tables import StudyReport

#: What the names of logs begin with.
LOGS = ("check", "reconciliation", "evidence")
#: What a name must be like, by its ending.
_YAML = "must be named <study>.<extractor>.yaml, such as smith2020.R1.yaml"
_MEANT = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".xlsx": "must be named <anything>.<extractor>.xlsx, such as extraction.R1.xlsx",
    ".pdf": "must be named <study>.<extractor>.pdf, such as smith2020.R1.pdf",
    ".csv": f"is no log: one is named <log>.<person>.csv, and begins with {', '.join(LOGS)}",
}
_OTHER = "is not read here: what is filled in is YAML or XLSX; highlights are in a PDF, logs are CSV"


class Named(NamedTuple):
    """What a file's name says: the study, or anything, and whose it is."""

    what: str
    person: str


def read(
    review: Review, config: Config, proforma: Proforma, studies: Collection[str], problems: Problems
) -> list[Extraction]:
    """Return what every extractor took from every study, by study and the first file's name.

    Args:
        review: the review.
        config: the protocol; an extractor is one of its reviewers.
        proforma: the form.
        studies: the ids that `records/studies.csv` has.
        problems: takes what is wrong; a file whose name says no study or extractor is left out.
    """
    reports = _reports(review)
    found: dict[tuple[str, str], list[Reading]] = {}
    for path, name in _files(review, config, studies, problems):
        file = review.place(path)

        def begin(study: str, version: int, at: At, name: Named = name) -> Reading:
            if study not in studies:
                where = not_in(study, studies, "records/studies.csv")
                problems.add_at(at.said, f"study {where}", column=at.name)
            records = reports.get(study, ())
            return Reading(study, name.person, version, proforma, records, at.place, problems)

        for reading in _readings(path, file, name, begin, proforma, problems, review):
            if reading.study in studies and reading.extractor in config.reviewer_ids:
                found.setdefault((reading.study, reading.extractor), []).append(reading)
    taken = [form.together(readings, proforma, problems) for readings in found.values()]
    return sorted((each for each in taken if each is not None), key=lambda each: (each.study, each.place))


def _readings(
    path: Path,
    file: str,
    name: Named,
    begin: workbook.Begin,
    proforma: Proforma,
    problems: Problems,
    review: Review,
) -> Sequence[Reading]:
    """Return what one file says, of one study or of several."""
    if path.suffix.casefold() == ".xlsx":
        return workbook.read(path, file, begin, proforma, problems)
    document = yamlfile.load(path, problems, root=review.root)
    if document is None:
        return ()

    def one(version: int, place: str) -> Reading:
        return begin(name.what, version, At(place, file, ""))

    reading = filled.read(document, one, proforma, problems)
    return () if reading is None else (reading,)


def _files(
    review: Review, config: Config, studies: Collection[str], problems: Problems
) -> list[tuple[Path, Named]]:
    """Return the files that people filled in; every name in the folder that says nothing is noted."""
    found = []
    for path in written(review.records / "extraction"):
        file, suffix = review.place(path), path.suffix.casefold()
        first = path.name.partition(".")[0]
        log = first in LOGS and suffix in (".csv", ".xlsx")
        name = Named("", person_of(path.name, first)) if log else named(path.name, config.reviewer_ids)
        if suffix not in _MEANT:
            problems.add(file, _OTHER)
            continue
        if name is None or (not log and suffix in (".yml", ".csv")):
            problems.add(file, _MEANT[suffix])
            continue
        if (not log or first == "evidence") and name.person not in config.reviewer_ids:
            who = "person" if log else "extractor"
            problems.add(file, f"{who} {not_one_of(name.person, config.reviewer_ids)}")
        if suffix == ".pdf" and name.what not in studies:
            problems.add(file, f"study {not_in(name.what, studies, 'records/studies.csv')}")
        if not log and suffix != ".pdf":
            found.append((path, name))
    return found


def named(file: str, people: Collection[str]) -> Named | None:
    """Return what the name of a file says; None where it says nothing.

    A study's id may hold dots, a reviewer's does not; a browser calls a second download `... (1).yaml`.

    >>> named("smith2020.R1.yaml", ["R1"]), named("smith.2020.R1.2.yaml", ["R1"])
    (Named(what='smith2020', person='R1'), Named(what='smith.2020', person='R1'))
    """
    parts = file.split(".")[:-1]
    if len(parts) < 2 or not all(parts):
        return None
    clean = [person_of(f"_.{part}.yaml", "_") for part in parts]
    at = -2 if len(parts) > 2 and clean[-1] not in people and clean[-2] in people else -1
    return Named(".".join(parts[:at]), clean[at])


def _reports(review: Review) -> Mapping[str, list[str]]:
    """Return the records of the reports of each study; what is wrong in that table is told elsewhere."""
    found: dict[str, list[str]] = {}
    for row in read_saved(review.records / "studies.csv", StudyReport, Problems(), root=review.root):
        found.setdefault(row.study, []).append(row.record)
    return found


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note everything that is wrong in the extraction files."""
    if written(review.records / "extraction"):
        proforma = load_proforma(review, problems)
        if proforma is not None:
            read(review, config, proforma, known.studies, problems)
            logs.read_checks(review, config, proforma, known.studies, problems)
            logs.read_reconciliations(review, config, proforma, known.studies, problems)
            evidence.read_log(review, problems)

"""All that people wrote, checked in one go, so that everything that is wrong is said at once."""

from __future__ import annotations

import dataclasses
import re

from tamis.checks import openitems
from tamis.config import Config, load_config
from tamis.errors import Problems, not_one_of
from tamis.proforma import check_fields, load_proforma
from tamis.review import Known, Review, study_ids, written
from tamis.store import read_built
from tamis.tables import STAGES, Record

#: The folders of `records/`, and the names of files that are meant for each; the first that fits counts.
_MEANT = {
    "screening": re.compile(
        rf"({'|'.join(STAGES)}|adjudication|duplicates|allocation)\..*|(imports|matches)\.(csv|xlsx)", re.I
    ),
    "fulltext": re.compile(r"(retrieval|requests).*\.(csv|xlsx)|.*\.pdf", re.I),
    "extraction": re.compile(r".*\.ya?ml|(check|evidence)\..*\.(csv|xlsx)|extraction\..*\.xlsx", re.I),
    "appraisal": re.compile(r"(categories(\..*)?|(view|reconciliation)\..*)\.(csv|xlsx)", re.I),
    "synthesis": re.compile(r"(framework|directions)\.(csv|xlsx)|text\.md", re.I),
    "searches": re.compile(
        r"(searches|strategy.*)\.(csv|xlsx)|(scopus|medline).*"
        r"|.*\.(ris|nbib|txt|ciw|bib|enw|xml|json|asreview|tsv|gz|zip)",
        re.I,
    ),
    "manuscript": re.compile(r".*\.(docx|md)", re.I),
}
_FOLDERS = ", records/".join(_MEANT)


def problems(review: Review) -> Problems:
    """Return everything that is wrong in `config/` and `records/`."""
    found = Problems()
    config = load_config(review, found)
    proforma = load_proforma(review, found)
    if config is None:
        return found
    if proforma:
        check_fields(config, proforma, found)
    known = _known(review, config, found)
    _check_folder(review, found)
    # Imported here, so that a run with nothing to do does not pay for them.
    from tamis.appraisal import inputs as appraisal
    from tamis.dedupe import inputs as dedupe
    from tamis.extraction import inputs as extraction
    from tamis.flow import protocol as flow
    from tamis.fulltext import inputs as fulltext
    from tamis.reports import inputs as reports
    from tamis.screening import inputs as screening
    from tamis.synthesis import inputs as synthesis

    for part in (dedupe, screening, fulltext, extraction, appraisal, synthesis, flow, reports, openitems):
        part.check(review, config, known, found)
    _check_manuscripts(review, config, known, found)
    return found


def _check_manuscripts(review: Review, config: Config, known: Known, found: Problems) -> None:
    """Note what is wrong in manuscripts; names of which only built tables tell are left to their stage."""
    if not written(review.records / "manuscript"):
        return
    from tamis.figures import FIGURES
    from tamis.manuscript import source, tables
    from tamis.manuscript.citing import csl
    from tamis.manuscript.engine.published import Published
    from tamis.reports import checklists
    from tamis.reports.inputs import read_works

    works = {work.id for work in read_works(review, Problems())}
    published = Published(
        tables=tables.known(config),
        figures=FIGURES,
        # A report is cited by the id of its citation, which is one of a record's.
        keys={*works, *known.studies, *known.titles} if known.complete else None,
        items=checklists.items(),
        told={*works, *known.studies},
    )
    source.check(review, FIGURES, published, found)
    csl.style(review, config, found)


def _check_folder(review: Review, found: Problems) -> None:
    """Note what lies in `records/` where nothing reads it, with the folder that it seems to be meant for.

    What editors, spreadsheets and git leave there is passed over.
    """
    ours = {f"{name}{suffix}" for name in ("studies", "accepted") for suffix in (".csv", ".xlsx")}
    for path in written(review.records):
        if path.name not in ours:
            meant = _meant(review, path.name)
            where = f"did you mean records/{meant}/?" if meant else f"files go into records/{_FOLDERS}"
            found.add(review.place(path), f"is not read here; {where}")
    for folder in (review.config.parent, review.records):
        for path in written(folder, below=True):
            if path.is_symlink() and not path.resolve().is_relative_to(review.root.resolve()):
                found.add(
                    review.place(path.parent) + f"/{path.name}", "is a link that leads out of the review"
                )
    for path in sorted(review.records.iterdir()) if review.records.is_dir() else ():
        if path.is_dir() and path.name not in _MEANT and not path.name.startswith((".", "~")):
            found.add(review.place(path), f"is no folder that is read: {not_one_of(path.name, _MEANT)}")


def _meant(review: Review, name: str) -> str:
    """Return the folder of `records/` that a file's name is meant for; empty where it is for none."""
    from tamis.appraisal.engine import registry

    if name.partition(".")[0] in registry.paths(review) and name.endswith((".csv", ".xlsx")):
        return "appraisal"
    return next((folder for folder, pattern in _MEANT.items() if pattern.fullmatch(name)), "")


def _known(review: Review, config: Config, found: Problems) -> Known:
    """Return the records and studies there are; where an export cannot be read, those of the last run too."""
    from tamis.searches import inputs as searches

    found_there = searches.read(review, found)
    known = Known(found_there.titles(), study_ids(review, Problems()))
    if found_there.complete:
        return known
    last = review.built("searches", "records")
    if not last.exists():
        return dataclasses.replace(known, complete=False)
    before = {record.record_id: record.title for record in read_built(last, Record)}
    return dataclasses.replace(known, titles={**before, **known.titles})

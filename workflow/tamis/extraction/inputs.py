"""Reads records/extraction/: one YAML file a study and extractor, named <study>.<extractor>.yaml."""

from __future__ import annotations

from collections.abc import Collection

from tamis import yamlfile
from tamis.config import Config
from tamis.errors import Problems, not_in, not_one_of
from tamis.extraction import form
from tamis.extraction.form import Extraction
from tamis.proforma import Proforma, load_proforma
from tamis.review import Known, Review, written


def read(
    review: Review, config: Config, proforma: Proforma, studies: Collection[str], problems: Problems
) -> list[Extraction]:
    """Return what every extractor took from every study, in the order of the files' names.

    Args:
        review: the review.
        config: the protocol; an extractor is one of its reviewers.
        proforma: the form.
        studies: the ids that `records/studies.csv` has.
        problems: takes what is wrong; a file whose name says no study or extractor is left out.
    """
    found = []
    for path in written(review.records / "extraction"):
        file = review.place(path)
        study, _, extractor = path.stem.rpartition(".")
        if path.suffix != ".yaml" or not study:
            problems.add(file, "must be named <study>.<extractor>.yaml, such as smith2020.R1.yaml")
            continue
        named = True
        if study not in studies:
            problems.add(file, f"study {not_in(study, studies, 'records/studies.csv')}")
            named = False
        if extractor not in config.reviewer_ids:
            problems.add(file, f"extractor {not_one_of(extractor, config.reviewer_ids)}")
            named = False
        document = yamlfile.load(path, problems, root=review.root)
        if document is not None:
            extraction = form.read(document, study, extractor, proforma, problems)
            if named:
                found.append(extraction)
    return found


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note everything that is wrong in the extraction files."""
    if written(review.records / "extraction"):
        proforma = load_proforma(review, problems)
        if proforma is not None:
            read(review, config, proforma, known.studies, problems)

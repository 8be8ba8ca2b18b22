"""All that people wrote, checked in one go, so that everything that is wrong is said at once."""

from __future__ import annotations

import dataclasses

from tamis.checks import openitems
from tamis.config import Config, check_fields, load_config, load_proforma
from tamis.errors import Problems
from tamis.review import Known, Review, study_ids
from tamis.store import read_built
from tamis.tables import Record


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
    # Imported here, so that a run with nothing to do does not pay for them.
    from tamis.appraisal import inputs as appraisal
    from tamis.dedupe import inputs as dedupe
    from tamis.extraction import inputs as extraction
    from tamis.fulltext import inputs as fulltext
    from tamis.reports import inputs as reports
    from tamis.screening import inputs as screening
    from tamis.synthesis import inputs as synthesis

    for part in (dedupe, screening, fulltext, extraction, appraisal, synthesis, reports, openitems):
        part.check(review, config, known, found)
    return found


def _known(review: Review, config: Config, found: Problems) -> Known:
    """Return the records and studies there are; where an export cannot be read, those of the last run too."""
    from tamis.searches import inputs as searches

    searches.check(review, config, Known({}), found)
    unread = Problems()
    known = Known(searches.titles(review, unread), study_ids(review, Problems()))
    if not len(unread):
        return known
    last = review.built("searches", "records")
    if not last.exists():
        return dataclasses.replace(known, complete=False)
    before = {record.record_id: record.title for record in read_built(last, Record)}
    return dataclasses.replace(known, titles={**before, **known.titles})

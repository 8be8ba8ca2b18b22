"""A made-up review's numbers, with what texts call such numbers, for the tests of numbers typed by hand."""

from __future__ import annotations

from tamis.manuscript.names import said
from tamis.manuscript.values import Quantity

_BOXES = {
    "identified": 2418,
    "database_results": 2390,
    "other_results": 28,
    "duplicates": 611,
    "records_screened": 1807,
    "records_excluded": 1692,
    "dbr_sought_reports": 115,
    "dbr_notretrieved_reports": 6,
    "dbr_assessed": 109,
    "dbr_excluded": 87,
    "new_studies": 19,
    "new_reports": 22,
    "meta_analysis_studies": None,
}
_STAGES = {
    "title_abstract": {
        "reviewers": 2,
        "people": 4,
        "conflicts": 103,
        "observed": 94.2,
        "kappa": 0.71,
        "ac1": 0.93,
        "pabak": 0.88,
    },
    "full_text": {"reviewers": 2, "people": 2, "conflicts": 11, "observed": 91.0, "kappa": 0.82},
}


def quantities() -> list[Quantity]:
    """Return the numbers."""
    made = [
        Quantity(f"flow.{box}", n, box, "reports/flow.csv", f"box is {box}", called=said.FLOW[box])
        for box, n in _BOXES.items()
    ]
    for stage, numbers in _STAGES.items():
        for id, n in numbers.items():
            words = f"{id}, in per cent" if id == "observed" else id
            digits = {"observed": 1}.get(id, 2) if isinstance(n, float) else 0
            name, called = f"screening.{stage}.{id}", said.screening(stage)[id]
            made.append(Quantity(name, n, words, digits=digits, called=called))
    return [
        *made,
        Quantity("search.databases", 6, "databases", called=said.QUERIES["databases"]),
        Quantity("flow.source.medline", 1204, "MEDLINE", called=said.source("MEDLINE")),
        Quantity("flow.reason.population", 40, "reason", called=said.labelled("Wrong population")),
        Quantity("studies.design.rct", 7, "design", called=said.choice("Randomised controlled trial")),
        Quantity("studies.country.uk", 12, "country", called=said.choice("United Kingdom")),
        Quantity("appraisal.mmat2018.level.high", 8, "level", called=said.graded("High", ("high",))),
    ]

"""The parts of the page, in the order in which they are printed: PRISMA 2020's.

A new part is a module here with `make(context)`, a template of the same name, and a line in `SECTIONS`.
`make` returns what its template prints, or None where the review has nothing of the kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tamis.reports.context import Context
from tamis.reports.sections import (
    accepted,
    appraisal,
    checklists,
    collection,
    eligibility,
    excluded,
    extraction,
    flow,
    included,
    other,
    questions,
    references,
    retrieval,
    screening,
    search,
    selection,
    sheets,
    sources,
    summary,
    synthesis,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its id in the page and name of its template, its heading and PRISMA items."""

    id: str
    part: str
    title: str
    prisma: str
    make: Callable[[Context], dict[str, Any] | None]


METHODS, RESULTS, OTHER = "Methods", "Results", "Other information"

SECTIONS = (
    Section("summary", "", "Summary", "2", summary.make),
    Section("questions", METHODS, "Questions and scope", "4", questions.make),
    Section("eligibility", METHODS, "Eligibility", "5", eligibility.make),
    Section("search", METHODS, "Search", "6, 7", search.make),
    Section("selection", METHODS, "Selection of studies", "8", selection.make),
    Section("collection", METHODS, "Data, appraisal and synthesis", "9 to 13", collection.make),
    Section("flow", RESULTS, "Flow of records", "16a", flow.make),
    Section("sources", RESULTS, "What each source found", "16a", sources.make),
    Section("screening", RESULTS, "Votes, conflicts and agreement", "16a", screening.make),
    Section("retrieval", RESULTS, "How full texts were sought", "8, 9", retrieval.make),
    Section("excluded", RESULTS, "Reports excluded or not retrieved", "16b", excluded.make),
    Section("included", RESULTS, "Included studies", "17", included.make),
    Section("extraction", RESULTS, "Extracted data and their evidence", "9", extraction.make),
    Section("appraisal", RESULTS, "Appraisal of the studies", "18", appraisal.make),
    Section("synthesis", RESULTS, "Findings", "19, 20", synthesis.make),
    Section("sheets", RESULTS, "Study by study", "19", sheets.make),
    Section("other", OTHER, "Registration, amendments, support", "24 to 27", other.make),
    Section("accepted", OTHER, "Accepted as it is", "", accepted.make),
    Section("checklists", OTHER, "Reporting checklists", "", checklists.make),
    Section("references", OTHER, "References", "", references.make),
)

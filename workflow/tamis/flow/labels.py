"""The words of the PRISMA 2020 flow diagram, in one place.

Labels are those of the official templates for new reviews: Page MJ, McKenzie JE, Bossuyt PM, et al.
The PRISMA 2020 statement. BMJ 2021;372:n71, CC BY 4.0.
"""

from __future__ import annotations

CREDIT = (
    "Layout and labels: PRISMA 2020 flow diagram, Page MJ et al., BMJ 2021;372:n71, "
    "doi:10.1136/bmj.n71, CC BY 4.0."
)

#: The boxes of `reports/flow.csv`, in its order: the `data` column of the PRISMA2020 template, and ours:
#: `other_results`, the sum of all that came by other methods; `records_excluded_automatic`, how many of
#: `records_excluded` automation tools alone excluded (PRISMA 2020's footnote **); what is in a meta-analysis.
BOXES = (
    "previous_studies",
    "previous_reports",
    "database_results",
    "register_results",
    "website_results",
    "organisation_results",
    "citations_results",
    "duplicates",
    "excluded_automatic",
    "excluded_other",
    "records_screened",
    "records_excluded",
    "dbr_sought_reports",
    "dbr_notretrieved_reports",
    "dbr_assessed",
    "dbr_excluded",
    "other_sought_reports",
    "other_notretrieved_reports",
    "other_assessed",
    "other_excluded",
    "new_studies",
    "new_reports",
    "total_studies",
    "total_reports",
    "other_results",
    "records_excluded_automatic",
    "meta_analysis_studies",
    "meta_analysis_reports",
)

PHASES = ("Identification", "Screening", "Included")

HEAD_DATABASES = "Identification of studies via databases and registers"
HEAD_OTHER = "Identification of studies via other methods"
IDENTIFIED = "Records identified from"
REMOVED = "Records removed before screening"
EXCLUDED_REPORTS = "Reports excluded"

#: How each box is worded.
LABELS = {
    "previous_studies": "Studies included in previous version of review",
    "previous_reports": "Reports of studies included in previous version of review",
    "database_results": "Databases",
    "register_results": "Registers",
    "website_results": "Websites",
    "organisation_results": "Organisations",
    "citations_results": "Citation searching",
    "duplicates": "Duplicate records removed",
    "excluded_automatic": "Records marked as ineligible by automation tools",
    "excluded_other": "Records removed for other reasons",
    "records_screened": "Records screened",
    "records_excluded": "Records excluded",
    "dbr_sought_reports": "Reports sought for retrieval",
    "dbr_notretrieved_reports": "Reports not retrieved",
    "dbr_assessed": "Reports assessed for eligibility",
    "dbr_excluded": EXCLUDED_REPORTS,
    "other_sought_reports": "Reports sought for retrieval",
    "other_notretrieved_reports": "Reports not retrieved",
    "other_assessed": "Reports assessed for eligibility",
    "other_excluded": EXCLUDED_REPORTS,
    "new_studies": "Studies included in review",
    "new_reports": "Reports of included studies",
    "total_studies": "Total studies included in review",
    "total_reports": "Reports of total included studies",
}

#: The box that counts what each kind of source gave; the kind `other` has none of its own in PRISMA.
KIND_BOX = {
    "database": "database_results",
    "register": "register_results",
    "website": "website_results",
    "organisation": "organisation_results",
    "citation": "citations_results",
}
OTHER_SOURCES = "Other sources"

NOT_RECORDED = "not recorded"

#: What stands in a box for what still waits there. PRISMA 2020 draws finished reviews only.
OPEN = {
    "title_abstract": "awaiting decision",
    "retrieval": "awaiting retrieval",
    "full_text": "awaiting decision",
}


def number(n: int | None, mark: str = "") -> str:
    """Return how a box gives a number: `(n = 1,234)`, or that it was not recorded."""
    return f"({NOT_RECORDED})" if n is None else f"(n = {n:,}{mark})"

"""The counts as the template of the PRISMA2020 R package, which its tools read.

Names, nodes and order of its lines are facts of `inst/extdata/PRISMA.csv` in prisma-flowdiagram/PRISMA2020
(Haddaway NR, Page MJ, Pritchard CC, McGuinness LA. Campbell Systematic Reviews 2022;18:e1230; MIT
licence); what is printed are PRISMA 2020's own labels (CC BY 4.0). The package splits lists of reasons and
sources at `;` and takes what stands before the first comma as the name, so names are written without.

It has no line for sources of another kind than its three of other methods: where a review has one, a line of
ours, `other_results`, has all that came by other methods. The package passes over what it does not know.

Its newer versions have lines for a meta-analysis (`total_studies_ma`, `total_reports_ma`: node23, box17).
Older ones look for a name within names, and take these for lines of `total_studies` and `total_reports`: they
are written only where there is a meta-analysis. For the same reason `records_excluded_automatic` has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tamis.flow.boxes import Flow
from tamis.flow.labels import ENGLISH, PHASES
from tamis.tables import TemplateBox

#: What the package reads as missing.
MISSING = "NA"
#: Lines that list single sources, and the kind they list.
SOURCE_LISTS = {"database_specific_results": "database", "register_specific_results": "register"}
#: Lines whose number may be a list of reasons, and the arm of those.
REASON_LISTS = {"dbr_excluded": "databases", "other_excluded": "other"}
#: Our names of boxes that the package calls otherwise.
META_ANALYSIS = {"total_studies_ma": "meta_analysis_studies", "total_reports_ma": "meta_analysis_reports"}

#: data, node, box.
_LINES = (
    ("", "node4", "prevstud"),
    ("previous_studies", "node5", "box1"),
    ("previous_reports", "", "box1"),
    ("", "node6", "newstud"),
    ("database_results", "node7", "box2"),
    ("database_specific_results", "", "box2"),
    ("register_results", "", "box2"),
    ("register_specific_results", "", "box2"),
    ("", "node16", "othstud"),
    ("website_results", "node17", "box11"),
    ("organisation_results", "", "box11"),
    ("citations_results", "", "box11"),
    ("other_results", "", "box11"),
    ("duplicates", "node8", "box3"),
    ("excluded_automatic", "", "box3"),
    ("excluded_other", "", "box3"),
    ("records_screened", "node9", "box4"),
    ("records_excluded", "node10", "box5"),
    ("dbr_sought_reports", "node11", "box6"),
    ("dbr_notretrieved_reports", "node12", "box7"),
    ("other_sought_reports", "node18", "box12"),
    ("other_notretrieved_reports", "node19", "box13"),
    ("dbr_assessed", "node13", "box8"),
    ("dbr_excluded", "node14", "box9"),
    ("other_assessed", "node20", "box14"),
    ("other_excluded", "node21", "box15"),
    ("new_studies", "node15", "box10"),
    ("new_reports", "", "box10"),
    ("total_studies", "node22", "box16"),
    ("total_reports", "", "box16"),
    ("identification", "node1", "identification"),
    ("screening", "node2", "screening"),
    ("included", "node3", "included"),
)
_META_LINES = (
    ("total_studies_ma", "node23", "box17"),
    ("total_reports_ma", "", "box17"),
)
#: What is printed in lines that are no boxes: a text, or the name of a heading.
_WORDS = {
    "database_specific_results": "Specific Databases",
    "register_specific_results": "Specific Registers",
    **dict(zip(("identification", "screening", "included"), PHASES, strict=True)),
}
_HEADINGS = {"prevstud": "previous", "newstud": "databases", "othstud": "other"}


def fill(flow: Flow) -> list[TemplateBox]:
    """Return the template filled in, line by line. What is not recorded is NA, as the package has it."""
    meta_analysis = any(flow.boxes[box] is not None for box in META_ANALYSIS.values())
    unnamed = any(source.kind == "other" for source in flow.sources)
    lines = [line for line in _LINES if line[0] != "other_results" or unnamed]
    lines += _META_LINES if meta_analysis else ()
    return [
        TemplateBox(
            data=data or MISSING,
            node=node or MISSING,
            box=box,
            description=(printed := _printed(flow, data, box)),
            boxtext=printed,
            tooltips=MISSING,
            url=MISSING,
            n=_n(flow, data) or MISSING,
        )
        for data, node, box in lines
    ]


def _printed(flow: Flow, data: str, box: str) -> str:
    """Return what the diagram prints in a line."""
    if not data:
        name = _HEADINGS[box]
        return ENGLISH.headings[name] if name == "previous" else ENGLISH.heading(name, updated=flow.updated)
    if data == "other_results":
        return ENGLISH.headings["other"]
    return _WORDS.get(data) or ENGLISH.box(META_ANALYSIS.get(data, data), updated=flow.updated)


def _n(flow: Flow, data: str) -> str:
    """Return the number of a line, or its list; empty where there is none."""
    if data in SOURCE_LISTS:
        return _list((s.source, s.n) for s in flow.sources if s.kind == SOURCE_LISTS[data])
    if data in REASON_LISTS:
        given = _list((r.label, r.n) for r in flow.reasons if r.arm == REASON_LISTS[data])
        if given:
            return given
    n = flow.boxes.get(META_ANALYSIS.get(data, data))
    return "" if n is None else str(n)


def _list(counts: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{re.sub('[,;]+', '', name).strip()}, {n}" for name, n in counts)

"""The PRISMA 2020 flow diagram as SVG: the four official templates, and ours where other methods are pooled.

`said` gives what each box says, line by line; `layout` says where boxes and arrows stand; `paint` writes it.

What a reader can open: `draw` asks `href(name)` for each of these names, and makes a link of those that have
an answer. A line with an answer is a link of its own; the rest of its box is the link of the box. No link
holds another.

- Boxes with one number: its name in `labels.BOXES` (`records_screened`, `dbr_sought_reports`, `dbr_excluded`,
  `other_assessed`, ...). `records_excluded`, `dbr_excluded` and `other_excluded` are the whole box, reasons
  and all.
- Boxes with several numbers: `previous` (studies and reports of the version before), `identified` (all of
  databases and registers), `removed` (all that was removed before screening), `other_results` (all that came
  by other methods), `included`, `total`, `meta_analysis`.
- Lines in them: their names in `labels.BOXES` (`database_results`, `register_results`, `website_results`,
  `organisation_results`, `citations_results`, `duplicates`, `excluded_automatic`, `excluded_other`,
  `records_excluded_automatic`, `previous_studies`, `previous_reports`, `new_studies`, `new_reports`,
  `total_studies`, `total_reports`, `meta_analysis_studies`, `meta_analysis_reports`), and
  - `records_excluded_human`: of `records_excluded`, those that are not `records_excluded_automatic`;
  - `kind:other`: the sources of none of PRISMA's kinds, together;
  - `source:<kind>:<source>`: one source, as `SourceCount` has it (`source:database:Web of Science`);
  - `reason:<arm>:<reason>`: reports of an arm (databases, other) excluded for a reason, by its id in the
    flowchart (`not_recorded` where there is none);
  - `open:<arm>:<at>`: what waits there (`open:databases:title_abstract`);
  - `undrawn:<arm>:<exit>`: in the notes, what PRISMA 2020 has no box for.

The group of a box has the class `box`, the id `box-<name>` and `data-box="<name>"`, its first name of
`labels.BOXES`; each link has `data-name="<name>"`, as it was asked for.
"""

from __future__ import annotations

from tamis import svg
from tamis.flow.boxes import Flow
from tamis.flow.diagram.layout import lay_out
from tamis.flow.diagram.paint import Href, painted
from tamis.flow.diagram.said import boxes, headings, heard, notes
from tamis.flow.labels import ENGLISH, Labels

__all__ = ["Href", "draw"]


def draw(flow: Flow, *, title: str = "", href: Href | None = None, language: Labels = ENGLISH) -> str:
    """Return the diagram as an SVG document; the same flow gives the same bytes.

    Args:
        flow: the counts.
        title: what the picture is called for those who cannot see it; empty: its name in its language.
        href: what a box or a line links to, by its name (above); one without an answer is no link. With links
            the picture is a group of texts to those who listen to it, since a picture has none.
        language: the words (`labels.load`).
    """
    said = boxes(flow, language)
    layout = lay_out(flow, said, headings(flow, language), language.phases)
    parts, height = painted(layout, notes(flow, language), href, rtl=language.rtl)
    told = ". ".join(heard(box.lines) for box in said.values())
    return svg.document(
        "flow",
        title or language.title,
        f"{told}.",
        parts,
        width=layout.width,
        height=height,
        links=href is not None,
    )

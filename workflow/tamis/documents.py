"""Stage: the report as Word and PDF, the manuscripts with live numbers, the reporting checklists.

The report's documents are made of its page. Of each manuscript in `records/manuscript/` a Word document is
made, and of Markdown a PDF and a page, too; `reports/manuscript_numbers.csv` lists every number in them that
the review knows.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.config import Config, require_config
from tamis.errors import Problems, counted
from tamis.figures import FIGURES, fonts_of
from tamis.review import Review, study_ids
from tamis.store import read_saved, write_bytes, write_rows, write_text
from tamis.tables import TEAM, ChecklistLine, ManuscriptNumber, OpenItem, StudyReport

if TYPE_CHECKING:
    from tamis.manuscript.render import Material, Rendered
    from tamis.reports.context import Context

#: The two halves of the stage, of which a failing manuscript keeps only the second from being made.
PARTS = ("report", "manuscripts")
#: In `build/documents/`: what was made of manuscripts, so that it goes when its manuscript goes.
_MADE = "made.txt"
#: What each figure shows, for captions.
CAPTIONS = {
    "flow": "PRISMA 2020 flow diagram",
    "flowchart": "Questions on eligibility, in the order in which they were asked",
    "overlap": "How many records each two sources share",
    "upset": "Which combinations of sources found the records",
    "appraisal": "Appraisal of each study",
    "appraisal_summary": "How often each answer was given in the appraisal",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--only", choices=PARTS, default="", help="half of the stage (default: both)")


def run(args: argparse.Namespace) -> int:
    """Write the documents.

    Raises:
        InputError: with everything that is wrong in any manuscript; the others are written all the same.
    """
    review = Review(args.dir)
    config = require_config(review)
    if args.only in ("", "report"):
        _report(review, config)
    if args.only in ("", "manuscripts"):
        _manuscripts(review, config)
    return 0


def _figure(review: Review, kind: str) -> Callable[[str], Path]:
    """Return what gives the file of a figure; the name is one of `FIGURES`."""

    def path(name: str) -> Path:
        if name not in FIGURES:
            raise ValueError(f"no figure is called {name!r}")
        return review.reports / f"{name}.{kind}"

    return path


def _report(review: Review, config: Config) -> None:
    """Write the report as Word and PDF."""
    from tamis.typeset import docx, html, pdf

    page = (review.reports / "report.html").read_text(encoding="utf-8")
    document = replace(html.blocks(page), date=config.version_date)
    made = {
        "report.docx": docx.write(document, _figure(review, "png")),
        "report.pdf": pdf.write(document, _figure(review, "svg"), fonts_of(review, config)),
    }
    for name, data in made.items():
        write_bytes(review.reports / name, data)
    sizes = ", ".join(f"reports/{name} {len(data) / 1000:,.0f} kB" for name, data in made.items())
    sys.stdout.write(f"documents: {sizes}\n")


def _manuscripts(review: Review, config: Config) -> None:
    """Write the manuscripts, the list of their numbers, and the checklists."""
    from tamis.manuscript import source
    from tamis.manuscript.engine.sandbox import TagError
    from tamis.manuscript.render import Rendered
    from tamis.progress import shown
    from tamis.reports import built, checklists
    from tamis.reports.context import Context
    from tamis.reports.numbers import Numbers

    problems = Problems()
    tables = built.read(review)
    context = Context(tables, Numbers(tables.records))
    found = source.check_names(review, FIGURES, problems)
    material = _material(review, context, problems)
    done = list[Rendered]()
    written = list[str]()
    for path in shown(found, "writing manuscripts", unit="manuscripts"):
        manuscript = source.read(review, path, material.published, problems)
        if manuscript is None:
            continue
        try:
            rendered = Rendered(manuscript, path.name, material)
            made = _files(review, config, rendered, path)
        except TagError as error:
            wrong = manuscript.of_tag(error.tag, error.text).problem(review.place(path))
            problems.add(wrong.file, wrong.text, line=wrong.line, column=wrong.column)
            continue
        for name, data in made.items():
            write_bytes(review.reports / name, data)
        written += made
        done.append(rendered)
    _take_away(review, source.made(path.as_posix() for path in found))
    numbers = [number for rendered in done for number in rendered.numbers()]
    write_rows(review.reports / "manuscript_numbers.csv", numbers, ManuscriptNumber)
    lines = checklists.answers(context, _marked(done))
    write_rows(review.reports / "checklists.csv", lines, ChecklistLine)
    _write_checklists(review, config, lines)
    problems.raise_if_any()
    included = {study.study for study in tables.studies}
    gone = {id for id in study_ids(review, Problems()) if id not in included}
    items = [*_open(numbers), *(item for rendered in done for item in _cited(rendered, gone))]
    write_rows(review.built("documents", "open"), items, OpenItem)
    told = {
        kind: sum(number.told == kind for number in numbers) for kind in ("live", "equals", "contradicts")
    }
    sys.stdout.write(
        f"documents: {counted(len(done), 'manuscript')}, {counted(told['live'], 'live number')}; "
        f"typed by hand: {told['equals']:,} that the review knows, "
        f"{told['contradicts']:,} that contradict it\n"
    )


def _material(review: Review, context: Context, problems: Problems) -> Material:
    """Return what manuscripts may name and what they are filled with."""
    from tamis.manuscript import names, source, tables
    from tamis.manuscript.citing import citations
    from tamis.manuscript.engine.published import Published
    from tamis.manuscript.render import Material

    built = context.built
    makers = tables.all(context)
    listed = read_saved(review.records / "studies.csv", StudyReport, problems, root=review.root)
    style = citations.style(review, built.config, problems)
    works = citations.Bibliography(citations.works(built, listed), style)
    figures = {name: (CAPTIONS[name], _shows(review, name)) for name in FIGURES}
    known = Published(names.all(context), {*makers}, figures, works.known, source.items())
    return Material(known, makers, figures, works)


def _shows(review: Review, name: str) -> str:
    """Return what a figure says of itself for those who cannot see it; else its caption."""
    svg = review.reports / f"{name}.svg"
    head = svg.read_text(encoding="utf-8")[:5000] if svg.exists() else ""
    from html import unescape

    for tag in ("desc", "title"):
        if found := re.search(rf"<{tag}\b[^>]*>([^<]+)</{tag}>", head):
            return unescape(" ".join(found[1].split()))
    return CAPTIONS[name]


def _files(review: Review, config: Config, rendered: Rendered, path: Path) -> dict[str, bytes]:
    """Return what is made of a manuscript, by the name of each file in `reports/`."""
    from tamis.manuscript.markdown.page import page
    from tamis.typeset import docx, pdf

    png, svg = _figure(review, "png"), _figure(review, "svg")
    if path.suffix.casefold() == ".docx":
        return {f"{path.stem}.docx": docx.settle(rendered.word(png), config.version_date)}
    document = rendered.document(config.title, config.version_date, "en")
    return {
        f"{path.stem}.docx": docx.write(document, png),
        f"{path.stem}.pdf": pdf.write(document, svg, fonts_of(review, config)),
        f"{path.stem}.html": page(document, svg).encode(),
    }


def _take_away(review: Review, now: Sequence[str]) -> None:
    """Remove what was made of manuscripts that are gone, and note what is made now."""
    note = review.build / "documents" / _MADE
    before = note.read_text(encoding="utf-8").splitlines() if note.exists() else []
    for name in {*before} - {*now}:
        path = Path(name)
        if path.parent.as_posix() == "reports" and path.suffix in (".docx", ".pdf", ".html"):
            (review.root / path).unlink(missing_ok=True)
    write_text(note, "".join(f"{name}\n" for name in now))


def _marked(done: Sequence[Rendered]) -> dict[tuple[str, str], list[str]]:
    """Return the checklist items that manuscripts say they answer, each with where."""
    found: dict[tuple[str, str], list[str]] = {}
    for rendered in done:
        for item, places in rendered.items().items():
            found.setdefault(item, []).extend(places)
    return found


def _write_checklists(review: Review, config: Config, lines: Sequence[ChecklistLine]) -> None:
    from tamis.reports import checklists
    from tamis.typeset import docx

    document = checklists.document(lines, date=config.version_date)
    write_bytes(review.reports / "checklists.docx", docx.write(document, _figure(review, "png")))


def _cited(rendered: Rendered, gone: Collection[str]) -> list[OpenItem]:
    """Return each study that a manuscript cites and that is not included, or not any more.

    Its id is `documents:cited:<file>:<study>`.
    """
    return [
        OpenItem(
            f"documents:cited:{rendered.file}:{study}",
            f"{place} cites {study}, which is not among the included studies; take it out, or accept it",
            TEAM,
            f"records/manuscript/{rendered.file}",
        )
        for study, place in rendered.cited().items()
        if study in gone
    ]


def _open(numbers: Sequence[ManuscriptNumber]) -> list[OpenItem]:
    """Return each number typed by hand that contradicts the review.

    Its id is `documents:contradicts:<file>:<place>:<name>`.
    """
    found: Mapping[str, OpenItem] = {}
    for number in numbers:
        if number.told != "contradicts":
            continue
        file, _, place = number.place.partition(":")
        id = f"documents:contradicts:{file}:{place.strip()}:{number.of}"
        if id in found:
            id = f"{id}:{number.position}"
        text = (
            f"“{number.around}” has {number.text}, and {number.of} is {number.value}; "
            f"write {{{{ {number.of.partition(';')[0]} }}}} instead, or mend the text"
        )
        where = f"records/manuscript/{file}" + (f":{place}" if place.isdigit() else "")
        found = {**found, id: OpenItem(id, text, TEAM, where)}
    return list(found.values())

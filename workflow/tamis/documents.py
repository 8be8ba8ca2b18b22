"""Stage: the report as Word and PDF, the manuscripts with live numbers, the reporting checklists.

The report's documents are made of its page. Of each manuscript in `records/manuscript/` a Word document is
made, and of Markdown a PDF and a page, too; `reports/manuscript_numbers.csv` lists every number in them that
the review knows.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.config import Config, require_config
from tamis.errors import Problems, counted
from tamis.figures import FIGURES, fonts_of
from tamis.review import Review, study_ids
from tamis.store import read_saved, write_bytes, write_rows, write_text
from tamis.tables import ChecklistLine, ManuscriptNumber, OpenItem, StudyReport

if TYPE_CHECKING:
    from tamis.manuscript.render import Material, Rendered
    from tamis.reports.context import Context

#: The parts of the stage: what is right is written first, and what is wrong fails the last, at each run.
PARTS = ("report", "manuscripts", "problems")
#: In `build/documents/`: what is wrong in manuscripts, and that nothing is.
_PROBLEMS, _RIGHT = "problems.json", "right.txt"
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
    parser.add_argument("--only", choices=PARTS, default="", help="part of the stage (default: all)")


def run(args: argparse.Namespace) -> int:
    """Write the documents.

    Raises:
        InputError: with everything that is wrong in any manuscript, after the others were written.
    """
    review = Review(args.dir)
    config = require_config(review)
    if args.only in ("", "report"):
        _report(review, config)
    if args.only in ("", "manuscripts"):
        _manuscripts(review, config)
    if args.only in ("", "problems"):
        _tell(review)
    return 0


def _tell(review: Review) -> None:
    """Raise with what was found wrong as manuscripts were written."""
    folder = review.build / "documents"
    problems = Problems()
    for file, line, column, text in json.loads((folder / _PROBLEMS).read_text(encoding="utf-8")):
        problems.add(file, text, line=line, column=column)
    problems.raise_if_any()
    write_text(folder / _RIGHT, "")


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
    from tamis.manuscript import openitems, source
    from tamis.manuscript.citing.typst import EngineError
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
        except EngineError as error:
            problems.add(review.place(path), f"its references cannot be set: {error}")
            continue
        except TagError as error:
            wrong = manuscript.of_tag(error.tag, error.text).problem(review.place(path))
            problems.add(wrong.file, wrong.text, line=wrong.line, column=wrong.column)
            continue
        for name, data in made.items():
            write_bytes(review.reports / name, data)
        written += [f"reports/{name}" for name in made]
        done.append(rendered)
    _take_away(review, written)
    numbers = [number for rendered in done for number in rendered.numbers()]
    write_rows(review.reports / "manuscript_numbers.csv", numbers, ManuscriptNumber)
    lines = checklists.answers(context, _marked(done))
    write_rows(review.reports / "checklists.csv", lines, ChecklistLine)
    _write_checklists(review, config, lines)
    found_wrong = [(each.file, each.line, each.column, each.text) for each in problems]
    write_text(
        review.build / "documents" / _PROBLEMS, json.dumps(found_wrong, ensure_ascii=False, indent=1) + "\n"
    )
    included = {study.study for study in tables.studies}
    gone = {id for id in study_ids(review, Problems()) if id not in included}
    items = [*openitems.contradicting(numbers)]
    for rendered in done:
        items += [*openitems.cited(rendered, gone), *openitems.pages(rendered, config.citation_style)]
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
    from tamis.manuscript import names, tables
    from tamis.manuscript.citing import citations
    from tamis.manuscript.engine.published import Published
    from tamis.manuscript.render import Material
    from tamis.reports import checklists
    from tamis.reports.inputs import read_works

    built = context.built
    makers = tables.all(context)
    listed = read_saved(review.records / "studies.csv", StudyReport, problems, root=review.root)
    style = citations.style(review, built.config, problems)
    works = citations.Bibliography(citations.works(built, listed), style)
    figures = {name: (CAPTIONS[name], _shows(review, name)) for name in FIGURES}
    told = {*(line.study for line in listed), *(work.id for work in read_works(review, Problems()))}
    known = Published(names.all(context), {*makers}, figures, works.known, checklists.items(), told)
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
    """Remove what was made of manuscripts that are gone or wrong now, and note what is made now."""
    from tamis.manuscript.source import OURS

    note = review.build / "documents" / _MADE
    for name in {*_made(review)} - {*now}:
        path = Path(name)
        if path.stem.casefold() in (*OURS, *FIGURES):
            continue  # somebody wrote it into the note
        if path.parent.as_posix() == "reports" and path.suffix in (".docx", ".pdf", ".html"):
            (review.root / path).unlink(missing_ok=True)
    write_text(note, "".join(f"{name}\n" for name in now))


def _made(review: Review) -> list[str]:
    """Return what was made of manuscripts by the last run."""
    note = review.build / "documents" / _MADE
    return note.read_text(encoding="utf-8").splitlines() if note.exists() else []


def lost(review: Review) -> bool:
    """Return whether anything that was made of manuscripts is gone, so that it has to be made again."""
    return any(not (review.root / name).exists() for name in _made(review))


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

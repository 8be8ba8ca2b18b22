"""Lines for the retrieval log: PDFs that are at hand, and reports that are still to be found; one for all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tamis.config import Config
from tamis.errors import Problems, counted
from tamis.forms.sheet.form import SUFFIX, Asked, Filled, Form, as_csv
from tamis.forms.sheet.workbook import Sheet, as_xlsx
from tamis.fulltext import inputs, retrieval
from tamis.review import Review
from tamis.store import read_built, read_frame
from tamis.tables import RETRIEVAL, Member, PdfFile, Record, Report, Retrieval

_SHEET = Sheet(
    title="retrieval",
    widths={
        "title": 50,
        "record": 14,
        "status": 14,
        "where": 30,
        "date": 12,
        "file": 30,
        "sha256": 20,
        "note": 40,
    },
    fixed=1,
    words={"status": RETRIEVAL},
)
#: What is said of a match, by what speaks for it, the most telling first.
_HOW = {"doi": "its DOI", "name": "its name", "title": "its metadata", "first_page": "its first page"}


def _fill(review: Review, config: Config, asked: Asked) -> Filled:
    """Return a row for each report that has no line, or whose line lacks its PDF."""
    problems = Problems()
    citation_of = {m.record_id: m.citation_id for m in read_built(review.built("dedupe", "members"), Member)}
    log = [row for row in inputs.retrieval_log(review, problems) if row.record in citation_of]
    logged = retrieval.by_citation(log, citation_of)
    reports = read_built(review.built("fulltext", "reports"), Report)
    records = read_frame(review.built("searches", "records"), Record, ["record_id", "title"])
    titles = dict(zip(records["record_id"], records["title"], strict=True))
    pdfs = _pdfs(read_built(review.built("fulltext", "pdfs"), PdfFile))
    rows = [row for report in reports for row in _rows(report, logged, pdfs, titles)]
    place = review.fulltext / f"retrieval{SUFFIX[asked.output]}"
    if not rows:
        return Filled(place, b"", "Every report that is sought has its line in the log: no list is written.")
    found = sum(bool(row.file) for row in rows)
    said = (
        f"{counted(len(rows), 'report')}, {found:,} with a PDF. Where a PDF has no status, its note says "
        "why: look at it, and fill in the status. Fill in where they were found, too. Rows without a status "
        "may stay, and count as nothing."
    )
    content = as_csv(Retrieval, rows) if asked.output == "csv" else as_xlsx(_SHEET, rows)
    return Filled(place, content, said)


def _pdfs(pdfs: list[PdfFile]) -> dict[str, list[PdfFile]]:
    """Return the PDFs at hand of each report: logged, sure, then uncertain ones, the likeliest first."""
    states = ("logged", "sure", "uncertain")
    found: dict[str, list[PdfFile]] = {}

    def likely(pdf: PdfFile) -> tuple[object, ...]:
        how = pdf.how.split(";")
        return states.index(pdf.state), *(word not in how for word in _HOW), -(pdf.score or 0), pdf.file

    for pdf in sorted((pdf for pdf in pdfs if pdf.state in states), key=likely):
        found.setdefault(pdf.citation_id, []).append(pdf)
    return found


def _rows(
    report: Report,
    logged: Mapping[str, list[Retrieval]],
    pdfs: Mapping[str, list[PdfFile]],
    titles: Mapping[str, str],
) -> Iterator[Retrieval]:
    """Yield the row of a report, where it needs one: what its line said before stands in it, too.

    Its status is left to a person unless there is one PDF that is surely the report.
    """
    id = report.citation_id
    here = pdfs.get(id, [])
    first = here[0] if here else None
    before = next(iter(logged.get(id, ())), None)
    named = next((row for row in logged.get(id, ()) if row.file), None)
    if before is None:
        row = Retrieval(id, status="", title=titles[id])
    elif first and first.state != "logged" and named is None:
        row = replace(before, title=before.title or titles[before.record], place="")
    elif first and first.state == "logged" and named and not named.sha256:
        yield replace(named, sha256=first.sha256, title=named.title or titles[named.record], place="")
        return
    else:
        return
    if first:
        sure = first.state == "sure" and not any(pdf.state == "sure" for pdf in _others(here))
        row = replace(
            row,
            status="retrieved" if sure else "",
            file=first.file,
            sha256=first.sha256,
            note="; ".join(filter(None, (row.note, _note(first), *map(_other, _others(here))))),
        )
    yield row


def _others(here: list[PdfFile]) -> list[PdfFile]:
    """Return the other PDFs of a report: a second copy of the first one is none."""
    return [pdf for pdf in here if pdf.sha256 != here[0].sha256]


def _note(pdf: PdfFile) -> str:
    """Return what a person should know of a match."""
    how = ", ".join(said for word, said in _HOW.items() if word in pdf.how.split(";"))
    return f"PDF {pdf.state}" + (f" by {how}" if how else "") + (f": {pdf.why}" if pdf.why else "")


def _other(pdf: PdfFile) -> str:
    return f"or it is {pdf.file}: {_note(pdf)}"


FORM = Form(
    doc="lines for the retrieval log: PDFs at hand, reports still to be found; one list for all",
    fill=_fill,
    outputs=("xlsx", "csv"),
    personal=False,
)

"""Lines for the retrieval log: PDFs that are at hand, and reports that are still to be found; one for all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tamis.config import Config
from tamis.errors import Problems, counted
from tamis.forms.form import SUFFIX, Asked, Filled, Form, as_csv
from tamis.forms.workbook import Sheet, as_xlsx
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
#: What is said of a match, by what speaks for it.
_HOW = {"name": "its name", "doi": "its DOI", "title": "its metadata", "first_page": "its first page"}


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
        f"{counted(len(rows), 'report')}, {found:,} with a PDF. Look at those whose note says that it is "
        "uncertain; fill in status and where of the others. Rows without a status may stay."
    )
    content = as_csv(Retrieval, rows) if asked.output == "csv" else as_xlsx(_SHEET, rows)
    return Filled(place, content, said)


def _pdfs(pdfs: list[PdfFile]) -> dict[str, list[PdfFile]]:
    """Return the PDFs at hand of each report: logged, sure, then uncertain ones, the likeliest first."""
    states = ("logged", "sure", "uncertain")
    found: dict[str, list[PdfFile]] = {}
    for pdf in sorted(pdfs, key=lambda pdf: (-(pdf.score or 0), pdf.file)):
        if pdf.state in states:
            found.setdefault(pdf.citation_id, []).append(pdf)
    return {id: sorted(those, key=lambda pdf: states.index(pdf.state)) for id, those in found.items()}


def _rows(
    report: Report,
    logged: Mapping[str, list[Retrieval]],
    pdfs: Mapping[str, list[PdfFile]],
    titles: Mapping[str, str],
) -> Iterator[Retrieval]:
    """Yield the row of a report, where it needs one: what its line said before stands in it, too."""
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
        row = replace(
            row, status="retrieved", file=first.file, sha256=first.sha256, note=_note(first, row.note)
        )
        more = [pdf.file for pdf in here[1:]]
        if more:
            row = replace(row, note=f"{row.note}; or it is {', '.join(more)}")
    yield row


def _note(pdf: PdfFile, before: str) -> str:
    """Return what a person should know of a match, behind what the line said before."""
    how = ", ".join(_HOW[word] for word in pdf.how.split(";") if word in _HOW)
    return "; ".join(filter(None, (before, f"PDF {pdf.state}: by {how}" if how else f"PDF {pdf.state}")))


FORM = Form(
    doc="lines for the retrieval log: PDFs at hand, reports still to be found; one list for all",
    fill=_fill,
    outputs=("xlsx", "csv"),
    personal=False,
)

"""Every quote looked for in the PDFs of its study, or in the log of evidence where they are not at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tamis.extraction.evidence import numbers
from tamis.extraction.evidence import quote as quotes
from tamis.extraction.evidence.document import Document, Place
from tamis.extraction.evidence.log import by_log, by_quote, in_doubt
from tamis.extraction.evidence.nearly import NEARLY, Index
from tamis.extraction.evidence.once import BEST
from tamis.extraction.evidence.pages import first_page, meant, named
from tamis.extraction.evidence.quote import Quote
from tamis.tables import Citation, Datum, Evidence, EvidenceLine, Member, PdfFile, Study

#: A PDF is a report's where the log names it, or nothing leaves a doubt; an absent one counts by its hash.
_SURE = ("logged", "sure", "absent")


@dataclass(frozen=True, slots=True)
class Source:
    """A PDF in which quotes of a study can stand.

    record: the record by which the retrieval log names it. first_page: the first page of the report, as it is
    cited; None: not known. problem: why the PDF, which is here, cannot be read. records: all of the report.
    """

    citation_id: str
    record: str
    file: str
    sha256: str
    first_page: int | None = None
    problem: str = ""
    records: frozenset[str] = frozenset()


def sources(
    studies: Sequence[Study],
    pdfs: Sequence[PdfFile],
    citations: Sequence[Citation],
    members: Sequence[Member] = (),
) -> dict[str, list[Source]]:
    """Return the PDFs of each study, those of its main report first.

    Args:
        studies: the included studies.
        pdfs: the PDFs, with their reports.
        citations: the reports, with their pages.
        members: the records of each, by any of which a report can be named.
    """
    of_report: dict[str, set[str]] = {}
    for member in members:
        of_report.setdefault(member.citation_id, set()).add(member.record_id)
    cited = {citation.citation_id: first_page(citation.pages) for citation in citations}
    held: dict[str, list[PdfFile]] = {}
    for pdf in sorted(pdfs, key=lambda pdf: (*_SURE, pdf.state).index(pdf.state)):
        if pdf.state in _SURE and pdf.citation_id:
            held.setdefault(pdf.citation_id, []).append(pdf)
    found = {}
    for study in studies:
        reports = [study.citation_id, *filter(None, study.companions.split(";"))]
        found[study.study] = [
            Source(
                report,
                pdf.record,
                pdf.file,
                pdf.sha256,
                cited.get(report),
                pdf.problem,
                frozenset(of_report.get(report, ())),
            )
            for report in dict.fromkeys(reports)
            for pdf in held.get(report, ())
        ]
    return found


def doubted(
    studies: Sequence[Study], pdfs: Sequence[PdfFile], members: Sequence[Member]
) -> dict[str, list[tuple[str, str]]]:
    """Return the PDFs that are here, and in which no quote of a study is looked for, since they may be
    others or are: for each study what is to be said of them, and the open item that tells more.

    Args:
        studies: the included studies.
        pdfs: the PDFs, with their reports.
        members: the records of each report, by any of which the log can name it.
    """
    report_of = {member.record_id: member.citation_id for member in members}
    found: dict[str, list[tuple[str, str]]] = {}
    for pdf in pdfs:
        if pdf.state == "wrong":
            report = report_of.get(pdf.record, pdf.record)
            said = f"{pdf.file} is logged for it, and seems to be another report"
            item = f"fulltext:pdf-wrong:{pdf.record}"
        elif pdf.state == "uncertain":
            report = pdf.citation_id
            said = f"{pdf.file} may be its report, or another"
            item = f"fulltext:pdf-uncertain:{pdf.file}"
        else:
            continue
        for study in studies:
            if report and report in (study.citation_id, *study.companions.split(";")):
                found.setdefault(study.study, []).append((said, item))
    return found


@dataclass
class _Text:
    """A PDF that is at hand, while quotes are looked for in it."""

    document: Document
    printed: tuple[str, ...]
    readable: bool
    problem: str = ""
    _index: list[Index] = field(default_factory=list)

    @property
    def index(self) -> Index:
        if not self._index:
            self._index.append(Index(self.document))
        return self._index[0]


def check(
    data: Sequence[Datum],
    sources: Mapping[str, Sequence[Source]],
    cache: Path,
    log: Sequence[EvidenceLine],
) -> list[Evidence]:
    """Return what became of each quote, in the order of the data; a PDF at hand counts before the log.

    Args:
        data: what was extracted; a datum without a quote has no evidence.
        sources: the PDFs of each study, as `sources` gives them.
        cache: where texts of PDFs lie, by their hash; a PDF whose text is not there is not at hand.
        log: what was found on other computers.
    """
    return list(_Checking(sources, cache, by_quote(log)).all(data))


@dataclass
class _Checking:
    sources: Mapping[str, Sequence[Source]]
    cache: Path
    logged: Mapping[tuple[str, str], Sequence[EvidenceLine]]
    texts: dict[str, _Text | None] = field(default_factory=dict)
    known: dict[tuple[str, str, str, str], Evidence] = field(default_factory=dict)

    def all(self, data: Sequence[Datum]) -> Iterator[Evidence]:
        for datum in data:
            if datum.quote and datum.state != "disputed":
                key = (datum.study, datum.report, datum.page, datum.quote)
                if key not in self.known:
                    self.known[key] = self._quote(*key)
                yield self._of(datum, self.known[key])

    def _of(self, datum: Datum, found: Evidence) -> Evidence:
        return replace(
            found,
            field=datum.field,
            row=datum.row,
            column=datum.column,
            extractor=datum.extractor,
            value=datum.value,
            number=numbers.has(datum.value, datum.quote) if datum.state == "given" else "",
            place=datum.place,
        )

    def _quote(self, study: str, report: str, page: str, words: str) -> Evidence:
        """Return what is known of a quote, whatever value it is for."""
        plain = Evidence(study, "", 1, "", quote=words, page=page, state="no_pdf", words=quotes.length(words))
        of = self.sources.get(study, ())
        if report:
            of = [one for one in of if report in (one.record, one.citation_id) or report in one.records]
        read = quotes.read(words)
        found = [self._in(source, page, read, plain) for source in of]
        return min(found, key=lambda one: BEST.index(one.state), default=plain)

    def _in(self, source: Source, page: str, read: Quote, plain: Evidence) -> Evidence:
        here = replace(plain, file=source.file, sha256=source.sha256)
        text = self._text(source.sha256)
        lines = self.logged.get((read.key, source.sha256), ())
        if text is None:
            if source.problem:
                return replace(here, state="no_text", text=source.problem)
            return by_log(here, lines, source.first_page) if lines else here
        here = replace(here, checked="here", state="not_found")
        pages = meant(page, text.printed, source.first_page)
        if not text.readable:
            return replace(here, state="no_text", text=text.problem)
        here = replace(here, log=in_doubt(lines, lambda line: _holds(line, text, read)))
        if found := _exact(text.document, read, pages):
            return _filled(here, text, found, pages)
        if alike := next(iter(_exact(text.document, read, pages, loosely=True)), None):
            here = replace(here, state="nearly", score=99.9, text=text.document.written(alike))
            return _placed(here, text, alike)
        near = text.index.best(plain.quote, read.text)
        if near and near.score >= NEARLY:
            here = replace(here, state="nearly", score=near.score, text=near.text)
            return _placed(here, text, near.place)
        if any(not text.document.pages[page].text.strip() for page in pages):
            return replace(here, state="no_text")  # the page it is said to be on is a scan
        return replace(here, score=near.score if near else 0.0)

    def _text(self, sha256: str) -> _Text | None:
        from tamis.pdf.reader import cached

        if sha256 and sha256 not in self.texts:
            read = cached(sha256, self.cache)
            self.texts[sha256] = (
                None
                if read is None
                else _Text(
                    Document(read.pages),
                    tuple(page.printed for page in read.pages),
                    not read.problem and read.has_text,
                    read.problem,
                )
            )
        return self.texts.get(sha256)


def _holds(line: EvidenceLine, text: _Text, read: Quote) -> bool:
    """Say whether what a log says of a quote is so in the PDF."""
    if line.state != "found":
        return not _exact(text.document, read, frozenset())
    page = (line.page or 0) - 1
    on_it = 0 <= page < len(text.printed) and text.document.on(page, read)
    return bool(on_it) and line.printed in ("", text.printed[page])


def _exact(document: Document, read: Quote, pages: frozenset[int], loosely: bool = False) -> list[Place]:
    """Return where a quote stands word for word: on the pages that are meant, else on any."""
    if not read.readings:
        return []
    there = [place for page in sorted(pages) if (place := document.on(page, read, loosely))]
    if there:
        return there
    everywhere = range(len(document.pages))
    return [place for page in everywhere if page not in pages and (place := document.on(page, read, loosely))]


def _filled(here: Evidence, text: _Text, found: list[Place], pages: frozenset[int]) -> Evidence:
    """Return evidence of a quote that stands somewhere word for word."""
    anywhere = not named(here.page)
    on_it = [at for at in found if anywhere or at.page in pages or (at.over and at.page + 1 in pages)]
    others = "" if on_it else ";".join(str(at.page + 1) for at in found)
    here = replace(here, state="found" if on_it else "other_page", score=100.0, pages=others)
    return _placed(here, text, (on_it or found)[0])


def _placed(here: Evidence, text: _Text, place: Place) -> Evidence:
    printed = text.printed[place.page]
    return replace(here, found=place.page + 1, printed=printed, first=place.first, last=place.last)

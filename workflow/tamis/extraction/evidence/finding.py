"""Every quote looked for in the PDFs of its study, or in the log of evidence where they are not at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tamis.extraction.evidence import numbers
from tamis.extraction.evidence import quote as quotes
from tamis.extraction.evidence.document import Document, Place
from tamis.extraction.evidence.log import by_log, by_quote
from tamis.extraction.evidence.nearly import NEARLY, Index
from tamis.extraction.evidence.pages import first_page, meant, named
from tamis.extraction.evidence.quote import Quote
from tamis.tables import Citation, Datum, Evidence, EvidenceLine, PdfFile, Study

#: What is said of a quote that several PDFs may hold: the first of these that holds for one of them. That it
#: is in none is known only where all of them were searched.
_BEST = ("found", "other_page", "nearly", "no_text", "no_pdf", "not_found")
#: A PDF is a report's where the log names it, or nothing leaves a doubt; an absent one counts by its hash.
_SURE = ("logged", "sure", "absent")


@dataclass(frozen=True, slots=True)
class Source:
    """A PDF in which quotes of a study can stand.

    record: the record by which the retrieval log names it. first_page: the first page of the report, as it is
    cited; None: not known.
    """

    citation_id: str
    record: str
    file: str
    sha256: str
    first_page: int | None = None


def sources(
    studies: Sequence[Study], pdfs: Sequence[PdfFile], citations: Sequence[Citation]
) -> dict[str, list[Source]]:
    """Return the PDFs of each study, those of its main report first."""
    cited = {citation.citation_id: first_page(citation.pages) for citation in citations}
    held: dict[str, list[PdfFile]] = {}
    for pdf in sorted(pdfs, key=lambda pdf: (*_SURE, pdf.state).index(pdf.state)):
        if pdf.state in _SURE and pdf.citation_id:
            held.setdefault(pdf.citation_id, []).append(pdf)
    found = {}
    for study in studies:
        reports = [study.citation_id, *filter(None, study.companions.split(";"))]
        found[study.study] = [
            Source(report, pdf.record, pdf.file, pdf.sha256, cited.get(report))
            for report in dict.fromkeys(reports)
            for pdf in held.get(report, ())
        ]
    return found


@dataclass
class _Text:
    """A PDF that is at hand, while quotes are looked for in it."""

    document: Document
    printed: tuple[str, ...]
    readable: bool
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
    logged: Mapping[tuple[str, str], EvidenceLine]
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
        counted = datum.basis in ("", "observed") and datum.state == "given"
        return replace(
            found,
            field=datum.field,
            row=datum.row,
            column=datum.column,
            extractor=datum.extractor,
            value=datum.value,
            number=numbers.has(datum.value, quotes.own_words(datum.quote)) if counted else "",
            place=datum.place,
        )

    def _quote(self, study: str, report: str, page: str, words: str) -> Evidence:
        """Return what is known of a quote, whatever value it is for."""
        plain = Evidence(study, "", 1, "", quote=words, page=page, state="no_pdf", words=quotes.length(words))
        of = self.sources.get(study, ())
        of = [source for source in of if report in (source.record, source.citation_id)] or of
        read = quotes.read(words)
        found = [self._in(source, page, read, plain) for source in of]
        return min(found, key=lambda one: _BEST.index(one.state), default=plain)

    def _in(self, source: Source, page: str, read: Quote, plain: Evidence) -> Evidence:
        here = replace(plain, file=source.file, sha256=source.sha256)
        text = self._text(source.sha256)
        if text is None:
            line = self.logged.get((read.text, source.sha256))
            return by_log(here, line, source.first_page) if line else here
        here = replace(here, checked="here", state="not_found")
        pages = meant(page, text.printed, source.first_page)
        if not text.readable:
            return replace(here, state="no_text")
        if found := _exact(text.document, read, pages):
            return _filled(here, text, found, pages)
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
                )
            )
        return self.texts.get(sha256)


def _exact(document: Document, read: Quote, pages: frozenset[int]) -> list[Place]:
    """Return where a quote stands word for word: on the pages that are meant, else on any."""
    if not read.readings:
        return []
    there = [place for page in sorted(pages) if (place := document.on(page, read))]
    if there:
        return there
    everywhere = range(len(document.pages))
    return [place for page in everywhere if page not in pages and (place := document.on(page, read))]


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

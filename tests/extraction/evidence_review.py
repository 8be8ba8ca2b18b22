"""A review of made-up studies whose reports are PDFs of the corpus, with quotes of every state."""

import shutil

import corpus

import small_review
from tamis.extraction import evidence
from tamis.pdf.reader import read_all
from tamis.store import read_built, sha256, write_rows
from tamis.tables import Citation, Datum, Evidence, PdfFile, Study

CONFIG = small_review.CONFIG
#: The report of each study: its PDF, and its pages as it is cited.
REPORTS = {"adams2001": ("printed.pdf", "401-408"), "brown2002": ("scan.pdf", ""), "cole2003": ("", "")}
SAID = corpus.PAGES["printed.pdf"]


def datum(study, field, quote, page, value="12", row=1, column="", **more):
    place = f"records/extraction/{study}.R1.yaml:{row + 2}"
    return Datum(
        study, field, row, column, "R1", value, "given", "single", quote=quote, page=page, place=place, **more
    )


def changed(sentence):
    """Return a sentence with its first digit changed."""
    at = next(at for at, sign in enumerate(sentence) if sign.isdigit())
    return f"{sentence[:at]}{(int(sentence[at]) + 3) % 10}{sentence[at + 1 :]}"


def data():
    """Return values with quotes: found, on another page, nearly found, not found, not to be looked for."""
    one, two, three = SAID[0], SAID[1], SAID[2]
    table = [
        datum("adams2001", "effects", two[0], "402", value, row, column)
        for row in (1, 2)
        for column, value in (("arm", "Home visits"), ("n", "12"), ("returned", "9.5"))
    ]
    return [
        datum("adams2001", "country", one[3], "1", "uk"),
        datum("adams2001", "funding", one[2], "401", "<img src=x onerror=document.title='gone'>"),
        datum("adams2001", "follow_up", changed(one[5]), "p. 401"),
        datum("adams2001", "ended", three[4], "401", "2014-03-01"),
        datum(
            "adams2001", "supports", "Nobody anywhere was ever asked about a garden", "403", "housing;money"
        ),
        *table,
        datum("adams2001", "finding", " ".join(three[6:10]), "403", "Families did well."),
        datum("brown2002", "finding", "Some words of a scan", "1", "Nothing changed."),
        datum("cole2003", "finding", "Words of a report that is elsewhere", "7", "All went home."),
        datum("cole2003", "country", "", "", "ie"),
    ]


def make(root, pdfs, *, rows=None, config=CONFIG, log=(), present=True):
    """Write a review up to what became of its quotes; `present`: the PDFs are on this computer."""
    review = small_review.make(root, included=tuple(REPORTS), config=config)
    files = []
    for study, (name, _) in REPORTS.items():
        if name and present:
            review.fulltext.mkdir(parents=True, exist_ok=True)
            shutil.copy(pdfs / name, review.fulltext / name)
        if name:
            files.append(PdfFile(name, sha256(pdfs / name), f"r{study}", f"r{study}", "logged"))
    if present:
        read = pdfs.parent / "texts"  # once for all tests
        list(read_all([pdfs / file.file for file in files], read))
        shutil.copytree(read, review.texts)
    studies = [
        Study(study.study, f"r{study.study}", label=study.label, place=study.place)
        for study in small_review.included_studies(*REPORTS)
    ]
    citations = [Citation(f"r{study}", pages=pages) for study, (_, pages) in REPORTS.items()]
    rows = data() if rows is None else rows
    found = evidence.check(rows, evidence.sources(studies, files, citations), review.texts, log)
    write_rows(review.built("fulltext", "studies"), studies, Study)
    write_rows(review.built("fulltext", "pdfs"), files, PdfFile)
    write_rows(review.built("extraction", "data"), rows, Datum)
    write_rows(review.built("extraction", "evidence"), found, Evidence)
    return review


def states(review):
    """Return the state of each quote, by study and field."""
    rows = read_built(review.built("extraction", "evidence"), Evidence)
    return {(row.study, row.field): row.state for row in rows}

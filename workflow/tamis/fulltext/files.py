"""Are the PDFs at hand those that the log names, which report is each, and can they be read?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tamis.errors import counted
from tamis.fulltext.inputs import RETRIEVAL_LOG
from tamis.pdf.texts import LOCKED, PdfText
from tamis.progress import shown
from tamis.review import citation_name
from tamis.tables import TEAM, Citation, OpenItem, PdfFile, Retrieval

_FOLDER = RETRIEVAL_LOG.rpartition("/")[0] + "/"
_FORM = "`tamis forms retrieval` makes the line for the log"
_AWAY = "accept it, or take it away"


def texts(paths: Sequence[Path], cache: Path) -> dict[str, PdfText]:
    """Return what was read of each PDF, by its name."""
    if not paths:
        return {}
    from tamis.pdf.reader import read_all

    read = shown(read_all(paths, cache), "reading PDFs", len(paths), unit="PDFs")
    return {path.name: text for path, text in zip(paths, read, strict=True)}


def absent(retrievals: Iterable[Retrieval], here: Iterable[PdfFile]) -> list[str]:
    """Return the names of the PDFs that the log names and that are not here, in order.

    That a PDF is not here is no item: git ignores PDFs, so each computer has others.
    """
    there = {row.record for row in here if row.state != "absent"}
    return sorted({row.file for row in retrievals if row.file and row.record not in there})


def open_items(
    pdfs: Sequence[PdfFile],
    log: Mapping[str, Retrieval],
    citation: Mapping[str, Citation],
    passed_over: Mapping[str, str],
) -> list[OpenItem]:
    """Return an item for each PDF at hand that nobody logged, that is not its report, or is not readable; for
    each that the log names and that cannot be found by that; and for what lies there and is not read.

    Args:
        pdfs: the PDFs with their reports.
        log: by record the row of the retrieval log that counts.
        citation: citations by id.
        passed_over: what is said of what is not read, by the item's id.
    """
    here = [pdf for pdf in pdfs if pdf.state != "absent"]
    logged = {pdf.citation_id: pdf.file for pdf in here if pdf.state == "logged"}
    twice, seconds = _twice(here, citation)
    items = [
        OpenItem(f"fulltext:{id}", text, TEAM, f"{_FOLDER}{id.partition(':')[2]}")
        for id, text in passed_over.items()
    ]
    for pdf in here:
        row = log.get(pdf.record)
        state = [] if pdf.file in seconds else _state(pdf, citation, logged.get(pdf.citation_id, ""))
        items += [
            OpenItem(f"fulltext:{what}:{of}", f"{pdf.file} {text}", TEAM, pdf.place)
            for what, of, text in (*state, *_hash(pdf, row), *_readable(pdf))
        ]
    items += _misnamed(pdfs, log.values())
    return list({item.item: item for item in (*items, *twice)}.values())


def _misnamed(pdfs: Sequence[PdfFile], log: Iterable[Retrieval]) -> list[OpenItem]:
    """Return an item for each row of the log with a file that is not here, and without its hash: on no
    computer can it be told whether there is such a file."""
    import difflib

    found = {pdf.record for pdf in pdfs}
    names = [pdf.file for pdf in pdfs if not pdf.record]
    items = []
    for row in log:
        if row.file and not row.sha256 and row.record not in found:
            near = difflib.get_close_matches(row.file, names, n=1)
            meant = f" (did you mean {near[0]!r}?)" if near else ""
            text = (
                f"there is no file {row.file!r} here{meant}, and the log does not say its hash, by which it "
                f"is known elsewhere; mend the name in {RETRIEVAL_LOG}, or write the hash into its column "
                "sha256"
            )
            items.append(OpenItem(f"fulltext:pdf-missing:{row.record}", text, TEAM, row.place))
    return items


def _state(pdf: PdfFile, citation: Mapping[str, Citation], other: str) -> list[tuple[str, str, str]]:
    """Return what a person should say of a PDF's report; `other`: the file that is logged for that."""
    why = pdf.why
    name = citation_name(citation[pdf.citation_id]) if pdf.citation_id else ""
    match pdf.state:
        case "logged" if why:
            return [("pdf-uncertain", pdf.file, f"is logged for {name}, and may be another: {why}")]
        case "sure":
            return [("pdf-unlogged", pdf.file, f"is {name}, and not in the log; {_FORM}")]
        case "uncertain" if other:
            text = f"may be {name}, too, but {why}; {other} is logged for it; {_AWAY}"
            return [("pdf-uncertain", pdf.file, text)]
        case "uncertain":
            text = f"may be {name}, but {why}; say so in {RETRIEVAL_LOG}; {_FORM}"
            return [("pdf-uncertain", pdf.file, text)]
        case "unknown" if name:
            return [("pdf-unknown", pdf.file, f"seems to be {name}, whose full text is not sought; {_AWAY}")]
        case "unknown" if not pdf.problem:
            text = (
                "is none of the reports that are sought, as far as can be told; if it is one, write its line "
                f"into {RETRIEVAL_LOG}; if not, {_AWAY}"
            )
            return [("pdf-unknown", pdf.file, text)]
        case "wrong":
            seems = f"it seems to be {name}" if name else why
            text = f"is logged for {pdf.record}, and does not seem to be that report: {seems}"
            return [("pdf-wrong", pdf.record, text)]
    return []


def _hash(pdf: PdfFile, row: Retrieval | None) -> list[tuple[str, str, str]]:
    """Return whether the log knows a PDF's bytes."""
    if row is None:
        return []
    if not row.sha256:
        text = (
            "can be told from another version by its fingerprint only; write "
            f"{pdf.sha256} into the column sha256 of {RETRIEVAL_LOG}"
        )
        return [("pdf-hash", pdf.record, text)]
    if pdf.sha256 != row.sha256.casefold():
        text = (
            f"is not the file that was logged: its hash is {pdf.sha256}; put the logged one back, or "
            f"write this hash into {RETRIEVAL_LOG}"
        )
        return [("pdf-differs", pdf.record, text)]
    return []


def _readable(pdf: PdfFile) -> list[tuple[str, str, str]]:
    """Return whether a PDF can be read; one that is of no report is told all the same."""
    of = pdf.record or pdf.file
    hash = ", and write the new hash into the log" if pdf.record else ""
    if pdf.problem == LOCKED:
        return [("pdf-locked", of, f"{LOCKED}; save a copy without it in its place{hash}")]
    if pdf.problem:
        return [("pdf-broken", of, pdf.problem)]
    if pdf.text == "no":
        pages = counted(pdf.pages or 0, "page")
        text = f"holds no text on its {pages}, so it is a scan; run text recognition on it{hash}"
        return [("pdf-no-text", of, text)]
    return []


def _twice(here: Iterable[PdfFile], citation: Mapping[str, Citation]) -> tuple[list[OpenItem], set[str]]:
    """Return an item for each PDF that is there twice, and for each report of which there are two PDFs; and
    the names of the second ones."""
    items = []
    seconds: set[str] = set()
    by_hash: dict[str, dict[str, PdfFile]] = defaultdict(dict)
    by_report: dict[str, dict[str, PdfFile]] = defaultdict(dict)
    for pdf in sorted(here, key=lambda pdf: (pdf.state != "logged", pdf.file)):
        by_hash[pdf.sha256].setdefault(pdf.file, pdf)
        if pdf.state in ("logged", "sure"):
            by_report[pdf.citation_id].setdefault(pdf.sha256, pdf)
    for same in by_hash.values():
        first, *others = same.values()
        for pdf in others:
            text = f"{pdf.file} is the same file as {first.file}, byte by byte; one of the two is enough"
            items.append(OpenItem(f"fulltext:pdf-twice:{pdf.file}", text, TEAM, pdf.place))
            seconds.add(pdf.file)
    for id, those in by_report.items():
        if len(those) > 1:
            first, *others = those.values()
            names = ", ".join(pdf.file for pdf in those.values())
            text = (
                f"{citation_name(citation[id])} has {len(those)} different PDFs: {names}; "
                f"quotes are looked for in each of them; keep the one that was extracted from, or accept it"
            )
            items.append(OpenItem(f"fulltext:pdf-twice:{id}", text, TEAM, first.place))
            seconds.update(pdf.file for pdf in others if pdf.state == "sure")
    return items, seconds

"""Are the PDFs at hand those that the log names, which report is each, and can they be read?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tamis.fulltext.matching import Match
from tamis.pdf.texts import LOCKED, PdfText
from tamis.progress import shown
from tamis.review import citation_name
from tamis.tables import TEAM, Citation, OpenItem, PdfFile, Retrieval

_LOG = "records/fulltext/retrieval.csv"
_FORM = "`tamis forms retrieval` makes the line for the log"


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
    matches: Sequence[Match], log: Mapping[str, Retrieval], citation: Mapping[str, Citation]
) -> list[OpenItem]:
    """Return an item for each PDF at hand that nobody logged, that is not its report, or is not readable.

    Args:
        matches: the PDFs with their reports.
        log: by record the row of the retrieval log that counts.
        citation: citations by id.
    """
    items: list[OpenItem] = []
    for match in matches:
        pdf = match.file
        if pdf.state == "absent":
            continue
        row = log.get(pdf.record)
        items += [
            OpenItem(f"fulltext:{what}:{of}", f"{pdf.file} {text}", TEAM, pdf.place)
            for what, of, text in (*_state(match, citation), *_hash(pdf, row), *_readable(pdf))
        ]
    return list({item.item: item for item in (*items, *_twice(matches, citation))}.values())


def _state(match: Match, citation: Mapping[str, Citation]) -> list[tuple[str, str, str]]:
    """Return what a person should say of a PDF's report."""
    pdf, why = match.file, "; ".join(match.why)
    name = citation_name(citation[pdf.citation_id]) if pdf.citation_id else ""
    match pdf.state:
        case "logged" if why:
            return [("pdf-uncertain", pdf.file, f"is logged for {name}, and may be another: {why}")]
        case "sure":
            return [("pdf-unlogged", pdf.file, f"is {name}, and not in the log; {_FORM}")]
        case "uncertain":
            return [("pdf-uncertain", pdf.file, f"may be {name}, but {why}; say so in {_LOG}; {_FORM}")]
        case "unknown" if name:
            return [("pdf-unknown", pdf.file, f"seems to be {name}, whose full text is not sought")]
        case "unknown" if not pdf.problem:
            text = f"is none of the reports that are sought, as far as can be told; say in {_LOG} what it is"
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
            f"{pdf.sha256} into the column sha256 of {_LOG}"
        )
        return [("pdf-hash", pdf.record, text)]
    if pdf.sha256 != row.sha256.casefold():
        return [("pdf-differs", pdf.record, f"is not the file that was logged: its hash is {pdf.sha256}")]
    return []


def _readable(pdf: PdfFile) -> list[tuple[str, str, str]]:
    """Return whether a PDF can be read; one that is of no report is told all the same."""
    of = pdf.record or pdf.file
    if pdf.problem:
        return [("pdf-locked" if pdf.problem == LOCKED else "pdf-broken", of, pdf.problem)]
    if pdf.text == "no":
        text = f"holds no text on its {pdf.pages or 0} pages, so it is a scan; run text recognition on it"
        return [("pdf-no-text", of, text)]
    return []


def _twice(matches: Sequence[Match], citation: Mapping[str, Citation]) -> list[OpenItem]:
    """Return an item for each PDF that is there twice, and for each report of which there are two PDFs."""
    items = []
    here = [each.file for each in matches if each.file.state != "absent"]
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
    for id, those in by_report.items():
        if len(those) > 1:
            names = ", ".join(pdf.file for pdf in those.values())
            text = (
                f"{citation_name(citation[id])} has {len(those)} different PDFs: {names}; "
                f"quotes are looked for in each of them; keep the one that was extracted from, or accept it"
            )
            items.append(OpenItem(f"fulltext:pdf-twice:{id}", text, TEAM, next(iter(those.values())).place))
    return items

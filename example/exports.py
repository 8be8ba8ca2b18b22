"""The search exports, byte for byte as those sources write them in 2021, odd habits included."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Callable

from copies import Copy, abbreviated, ends, initials, plain, short_range

# --- Web of Science: tagged plain text ------------------------------------------------------------

_WOS_TYPES = {"article": "Article", "trial": "Article", "letter": "Article"}


def web_of_science(copies: list[Copy]) -> bytes:
    """Return a "plain text" export: two-letter tags, wrapped lines, a byte-order mark."""
    lines = ["FN Clarivate Analytics Web of Science", "VR 1.0"]
    for copy in copies:
        lines.append("PT J")
        _wos(lines, "AU", [f"{plain(last)}, {initials(given)}" for last, given in copy.authors])
        _wos(lines, "AF", [f"{last}, {given}" for last, given in copy.authors])
        _wos(lines, "TI", textwrap.wrap(copy.title, 77, break_on_hyphens=False))
        _wos(lines, "SO", [copy.journal.upper()])
        _wos(lines, "LA", ["English"])
        _wos(lines, "DT", [_WOS_TYPES.get(copy.work.type, "Article")])
        _wos(lines, "DE", ["; ".join(copy.keywords)])
        _wos(lines, "AB", [copy.abstract])
        if not copy.work.real:
            _wos(lines, "J9", [abbreviated(copy.journal).upper()])
        _wos(lines, "PY", [str(copy.year)])
        _wos(lines, "VL", [copy.volume])
        _wos(lines, "IS", [copy.issue])
        first, last = ends(copy.pages)
        if first.startswith("e"):
            _wos(lines, "AR", [first])
        else:
            _wos(lines, "BP", [first])
            _wos(lines, "EP", [last])
        _wos(lines, "DI", [copy.doi])
        if copy.accession:
            _wos(lines, "UT", [f"WOS:999{copy.accession:012d}"])
        _wos(lines, "DA", ["2021-09-17"])
        lines += ["ER", ""]
    lines.append("EF")
    return ("\ufeff" + "\n".join(lines)).encode()


def _wos(lines: list[str], tag: str, values: list[str]) -> None:
    for number, value in enumerate(value for value in values if value):
        lines.append(f"{tag if number == 0 else '  '} {value}")


# --- Scopus: CSV ------------------------------------------------------------------------------------

_SCOPUS = (
    "Authors,Author(s) ID,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,Page count,"
    "Cited by,DOI,Link,Abstract,Author Keywords,Index Keywords,Document Type,Publication Stage,"
    "Open Access,Source,EID"
)
_SCOPUS_TYPES = {"letter": "Letter", "erratum": "Erratum", "abstract": "Conference Paper"}


def scopus(copies: list[Copy]) -> bytes:
    """Return a CSV export as Scopus wrote it then: authors with commas between them, a byte-order mark."""
    out = io.StringIO(newline="")
    out.write(_SCOPUS + "\n")
    writer = csv.writer(out, lineterminator="\n")
    for copy in copies:
        first, last = ends(copy.pages)
        article = first if first.startswith("e") else ""
        eid = f"2-s2.0-99{copy.accession:09d}" if copy.accession else ""
        writer.writerow(
            [
                ", ".join(f"{last} {'.'.join(initials(given))}." for last, given in copy.authors),
                "",
                copy.title,
                copy.year,
                copy.journal,
                copy.volume,
                copy.issue,
                article,
                "" if article else first,
                last,
                "",
                "",
                copy.doi,
                f"https://www.scopus.com/inward/record.uri?eid={eid}" if eid else "",
                copy.abstract or ("[No abstract available]" if copy.accession else ""),
                "; ".join(copy.keywords),
                "",
                _SCOPUS_TYPES.get(copy.work.type, "Article"),
                "Final",
                "",
                "Scopus",
                eid,
            ]
        )
    return ("\ufeff" + out.getvalue()).encode()


# --- PubMed: nbib -------------------------------------------------------------------------------------

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PUBMED_TYPES = {"trial": "Randomized Controlled Trial", "letter": "Letter", "erratum": "Published Erratum"}


def pubmed(copies: list[Copy]) -> bytes:
    """Return a PubMed-format export: four-letter tags, lines wrapped at 88, carriage returns."""
    lines: list[str] = []
    for copy in copies:
        month = _MONTHS[copy.number % 12]
        journal = abbreviated(copy.journal)
        pages = short_range(copy.pages)
        number = f"{copy.volume}({copy.issue})" if copy.issue else copy.volume
        _nbib(lines, "PMID", f"{98000000 + copy.accession}")
        _nbib(lines, "OWN", "NLM")
        _nbib(lines, "STAT", "MEDLINE" if copy.number % 3 else "PubMed-not-MEDLINE")
        _nbib(lines, "LR", "20210917")
        _nbib(lines, "VI", copy.volume)
        _nbib(lines, "IP", copy.issue)
        _nbib(lines, "DP", f"{copy.year} {month}")
        _nbib(lines, "TI", copy.title if copy.title.endswith(("?", ".")) else f"{copy.title}.")
        _nbib(lines, "PG", pages)
        _nbib(lines, "LID", f"{copy.doi} [doi]" if copy.doi else "")
        _nbib(lines, "AB", copy.abstract)
        for last, given in copy.authors:
            _nbib(lines, "FAU", f"{last}, {given.replace('.', '')}")
            _nbib(lines, "AU", f"{last} {initials(given)}")
        _nbib(lines, "LA", "eng")
        _nbib(lines, "PT", "Journal Article")
        _nbib(lines, "PT", _PUBMED_TYPES.get(copy.work.type, ""))
        _nbib(lines, "TA", journal)
        _nbib(lines, "JT", copy.journal)
        _nbib(lines, "OTO", "NOTNLM")
        for keyword in copy.keywords:
            _nbib(lines, "OT", keyword)
        _nbib(lines, "AID", f"{copy.doi} [doi]" if copy.doi else "")
        _nbib(lines, "PST", "ppublish")
        doi = f" doi: {copy.doi}." if copy.doi else ""
        _nbib(lines, "SO", f"{journal}. {copy.year} {month};{number}:{pages}.{doi}")
        lines.append("")
    return "\r\n".join(lines).encode()


def _nbib(lines: list[str], tag: str, value: str) -> None:
    if value:
        wrapped = textwrap.wrap(value, 82, break_long_words=False, break_on_hyphens=False)
        lines.append(f"{tag:<4}- {wrapped[0]}")
        lines.extend(f"      {line}" for line in wrapped[1:])


# --- RIS, three ways ------------------------------------------------------------------------------------


def psycinfo(copies: list[Copy]) -> bytes:
    """Return Ovid's RIS: numbered entries, DOIs as addresses, pages that are "No" to "Specified"."""
    lines: list[str] = []
    for position, copy in enumerate(copies, start=1):
        first, last = ends(copy.pages)
        number = f"{copy.year}-9{copy.accession:04d}-001" if copy.accession else ""
        lines += [f"{position}.", "TY  - JOUR"]
        _ris(lines, "ID", number)
        _ris(lines, "DO", f"http://dx.doi.org/{copy.doi}" if copy.doi else "")
        _ris(lines, "T1", copy.title if copy.title.endswith(("?", ".")) else f"{copy.title}.")
        for last_name, given in copy.authors:
            _ris(lines, "A1", f"{last_name}, {given if copy.work.real else given.removesuffix('.')}")
        _ris(lines, "Y1", f"{copy.year}//")
        _ris(lines, "N2", copy.abstract)
        for keyword in copy.keywords:
            _ris(lines, "KW", f"*{keyword}" if keyword in copy.keywords[1:2] else keyword)
        _ris(lines, "JF", copy.journal)
        _ris(lines, "VL", copy.volume)
        _ris(lines, "IS", copy.issue)
        _ris(lines, "SP", first or "No")
        _ris(lines, "EP", last if first else "Specified")
        _ris(lines, "CY", "" if copy.work.real else "US")
        if number:
            link = "http://ovidsp.ovid.com/ovidweb.cgi?T=JS&PAGE=reference&D=psyc18&NEWS=N&AN="
            _ris(lines, "L2", link + number)
        lines += ["ER  -", "", ""]
    return "\r\n".join(lines).encode()


def cochrane(copies: list[Copy]) -> bytes:
    """Return the Cochrane Library's RIS: a preamble before each entry, two spaces after the tag."""
    lines: list[str] = []
    for position, copy in enumerate(copies, start=1):
        lines += [
            f"Record #{position} of {len(copies)}",
            "Provider: John Wiley & Sons, Ltd.",
            'Content: text/plain; charset="UTF-8"',
            "",
        ]
        number = f"CN-09{copy.accession:06d}"
        _ris(lines, "TY", "JOUR", gap="  ")
        _ris(lines, "AN", number, gap="  ")
        for last, given in copy.authors:
            _ris(lines, "AU", f"{last}, {initials(given)}", gap="  ")
        _ris(lines, "TI", copy.title, gap="  ")
        _ris(lines, "JA", copy.journal if copy.number % 2 else abbreviated(copy.journal), gap="  ")
        _ris(lines, "PY", str(copy.year), gap="  ")
        _ris(lines, "VL", copy.volume, gap="  ")
        _ris(lines, "IS", copy.issue, gap="  ")
        _ris(lines, "SP", copy.pages.replace("-", "\u2010"), gap="  ")
        kind = "Conference proceeding" if copy.work.type == "abstract" else "Journal article"
        _ris(lines, "M3", kind, gap="  ")
        for keyword in copy.keywords:
            _ris(lines, "KW", keyword, gap="  ")
        _ris(lines, "DO", copy.doi, gap="  ")
        _ris(lines, "AB", copy.abstract.replace("-", "\u2010"), gap="  ")
        _ris(
            lines,
            "UR",
            f"https://www.cochranelibrary.com/central/doi/10.1002/central/{number}/full",
            gap="  ",
        )
        lines += ["ER  -  ", "", ""]
    return "\n".join(lines).encode()


def by_hand(copies: list[Copy]) -> bytes:
    """Return RIS as a reference manager writes what was typed in by hand."""
    lines: list[str] = []
    for copy in copies:
        first, last = ends(copy.pages)
        lines.append(f"TY  - {'RPRT' if copy.work.type == 'report' else 'JOUR'}")
        _ris(lines, "TI", copy.title)
        for last_name, given in copy.authors:
            _ris(lines, "AU", f"{last_name}, {given}")
        _ris(lines, "T2", copy.journal)
        _ris(lines, "AB", copy.abstract)
        _ris(lines, "DA", f"{copy.year}///")
        _ris(lines, "PY", str(copy.year))
        _ris(lines, "DO", copy.doi)
        _ris(lines, "VL", copy.volume)
        _ris(lines, "IS", copy.issue)
        _ris(lines, "SP", first)
        _ris(lines, "EP", last)
        _ris(lines, "LA", "en")
        for keyword in copy.keywords:
            _ris(lines, "KW", keyword)
        lines += ["ER  - ", ""]
    return "\r\n".join(lines).encode()


def _ris(lines: list[str], tag: str, value: str, gap: str = " ") -> None:
    if value:
        lines.append(f"{tag}  -{gap}{value}")


WRITERS: dict[str, Callable[[list[Copy]], bytes]] = {
    "web_of_science": web_of_science,
    "scopus": scopus,
    "pubmed": pubmed,
    "psycinfo": psycinfo,
    "cochrane": cochrane,
    "ofsted": by_hand,
    "department_for_education": by_hand,
    "cafcass": by_hand,
    "reference_lists": by_hand,
}

"""CSV as Scopus exports it, with or without `Author full names`, and as Excel saves it again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats.entry import Content, Entry, Flaw
from tamis.store import csv_lines

NAME = "Scopus CSV"

#: Headings that only Scopus has, beside "Source title", which others have too.
_OWN = {"EID", "Art. No.", "Author(s) ID", "Publication Stage", "Authors with affiliations"}
_AUTHOR_ID = re.compile(r"\s*\(\d+\)(?=;|$)")


def _authors(fields: c.Fields) -> str:
    """Return the full names without Scopus's author ids; lacking them, the short names.

    Older exports separate short names by commas: `Murata T., Braun R.`, and still older ones write
    `Murata, T., Braun, R.`.
    """
    full = _AUTHOR_ID.sub("", c.first("Author full names")(fields))
    return "; ".join(filter(None, map(c.person, (full or _short_names(fields)).split(";"))))


def _short_names(fields: c.Fields) -> str:
    """Return the short names, separated by semicolons."""
    names: str = c.first("Authors")(fields)
    if ";" in names:
        return names
    parts = names.split(", ")
    if len(parts) > 1 and all(map(c.is_initials, parts[1::2])):
        parts = [", ".join(parts[n : n + 2]) for n in range(0, len(parts), 2)]
    return ";".join(parts)


COLUMNS: c.Columns = {
    "source_id": c.first("EID"),
    "type": c.first("Document Type"),
    "title": c.first("Title"),
    "authors": _authors,
    "year": c.year("Year"),
    "journal": c.first("Source title"),
    "volume": c.first("Volume"),
    "issue": c.first("Issue"),
    "pages": c.pages("Page start", "Page end", "Art. No."),
    "doi": c.doi("DOI"),
    "pmid": c.matching(r"(\d{1,8})", "PubMed ID"),
    "accession": c.either(c.first("EID"), c.matching(r"\beid=(2-s2\.0-\d+)", "Link")),
    "issn": c.words("ISSN", "ISBN", by=";"),
    "abstract": c.first("Abstract"),
    "keywords": c.words("Author Keywords", "Index Keywords", by=";"),
    "url": c.first("Link"),
    "language": c.first("Language of Original Document"),
}


def _head(content: Content) -> list[str]:
    return [cell.strip() for cell in next(csv_lines(content.text), (1, [""]))[1]]


def recognise(content: Content) -> bool:
    """Scopus: a head line with its headings."""
    head = _head(content)
    return "Source title" in head and "Title" in head and not _OWN.isdisjoint(head)


def read(content: Content) -> Iterator[Entry]:
    """Yield the entries, one a row."""
    (_, head), *rows = csv_lines(content.text)
    names = [cell.strip() for cell in head]
    rows = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    for ordinal, (line, cells) in enumerate(rows, start=1):
        aligned = _aligned(cells, names)
        flaws = []
        if len(aligned) != len(names):
            flaws.append(Flaw(line, f"the row has {len(cells)} cells, the head has {len(names)}"))
        if ordinal == len(rows) and content.text.count('"') % 2:
            flaws.append(Flaw(line, "a quotation mark is not closed: rows may have run into one"))
        yield c.entry(ordinal, line, c.Fields(zip(names, aligned, strict=False)), COLUMNS, flaws)


def _aligned(cells: list[str], names: list[str]) -> list[str]:
    """Return a row's cells under their headings.

    Scopus writes further funding texts into cells of their own without a heading for them, so that what
    follows stands too far to the right.
    """
    surplus = len(cells) - len(names)
    if surplus <= 0:
        return cells
    if not any(cell.strip() for cell in cells[len(names) :]):
        return cells[: len(names)]
    funding = [number for number, name in enumerate(names, start=1) if name.startswith("Funding Text")]
    if not funding:
        return cells
    return cells[: funding[-1]] + cells[funding[-1] + surplus :]


def count_markers(content: Content) -> int:
    """Count the lines that are not inside quotation marks, but for the head."""
    outside = "x".join(content.text.split('"')[::2])  # an x for each quoted text
    return sum(1 for line in outside.split("\n") if line.strip(" ,;\t")) - 1

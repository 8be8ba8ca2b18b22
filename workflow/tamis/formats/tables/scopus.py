"""Scopus: CSV with or without `Author full names`, of any year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tamis.formats import columns as c
from tamis.formats.entry import Raw
from tamis.formats.tables.source import Source, own

_AUTHOR_ID = re.compile(r"\s*\(\d+\)(?=;|$)")


def _authors(raw: Raw) -> str:
    """Return the full names without Scopus's author ids; lacking them, the short names.

    Older exports separate short names by commas: `Murata T., Braun R.`, and still older ones write
    `Murata, T., Braun, R.`.
    """
    full = _AUTHOR_ID.sub("", c.clean(raw.get("Author full names")))
    return c.joined((full or _short_names(raw)).split(";"))


def _short_names(raw: Raw) -> str:
    """Return the short names, separated by semicolons."""
    names = c.clean(raw.get("Authors"))
    if ";" in names:
        return names
    parts = names.split(", ")
    if len(parts) > 1 and all(map(c.is_initials, parts[1::2])):
        parts = [", ".join(parts[n : n + 2]) for n in range(0, len(parts), 2)]
    return ";".join(parts)


def _align(names: Sequence[str], cells: list[str]) -> list[str]:
    """Return a row's cells under their headings.

    Scopus writes further funding texts into cells of their own without a heading for them, so that what
    follows stands too far to the right.
    """
    surplus = len(cells) - len(names)
    funding = [number for number, name in enumerate(names, start=1) if name.startswith("Funding Text")]
    if not funding:
        return cells
    at = funding[-1]
    text = "\n".join(filter(None, cells[at - 1 : at + surplus]))
    return [*cells[: at - 1], text, *cells[at + surplus :]]


SOURCE = Source(
    "Scopus CSV",
    # "Source title" and "Title" others have too.
    own(
        "Source title | Title | EID",
        "Source title | Title | Art. No.",
        "Source title | Title | Author(s) ID",
        "Source title | Title | Publication Stage",
        "Source title | Title | Authors with affiliations",
    ),
    {
        "source_id": c.first("EID"),
        "type": c.first("Document Type"),
        "title": c.first("Title"),
        "authors": c.custom(_authors, holds=("Authors", "Author full names")),
        "year": c.year("Year"),
        "journal": c.first("Source title"),
        "volume": c.first("Volume"),
        "issue": c.first("Issue"),
        "pages": c.pages("Page start", "Page end", "Art. No."),
        "doi": c.doi("DOI"),
        "pmid": c.matching(r"(\d{1,8})", "PubMed ID"),
        "accession": c.either(c.first("EID"), c.matching(r"\beid=(2-s2\.0-\d+)", "Link")),
        "issn": c.words("ISSN", "ISBN", by=";"),
        "abstract": c.text("Abstract"),
        "keywords": c.words("Author Keywords", "Index Keywords", by=";"),
        "url": c.first("Link"),
        "language": c.first("Language of Original Document"),
    },
    _align,
)

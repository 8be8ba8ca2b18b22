"""What people write for the report alone: `config/references.bib`, works cited beyond the studies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tamis.config import Config
from tamis.errors import Problems, not_one_of
from tamis.reports.references import CITATION, Work, cited
from tamis.review import Known, Review
from tamis.synthesis import text as synthesis

if TYPE_CHECKING:
    from tamis.formats.entry import Entry, Raw


def check(review: Review, config: Config, known: Known, problems: Problems) -> None:
    """Note what is wrong in `config/references.bib`, and each citation of an unknown work in a text."""
    check_citations(config, synthesis.read(review), read_works(review, problems), known.studies, problems)


def check_citations(
    config: Config, prose: synthesis.Prose, works: Iterable[Work], studies: Iterable[str], problems: Problems
) -> None:
    """Note each `[@id]` in people's texts that is neither a work nor a study, and each work that is both."""
    works, ids = list(works), frozenset(studies)
    for work in works:
        if work.id in ids:
            wrong = f"key {work.id!r} is the id of a study too; nobody could tell which [@{work.id}] means"
            problems.add_at(work.place, wrong)
    known = sorted({work.id for work in works} | ids)
    places = [
        (id, config.place(*path))
        for path, words in _texts(config.document.value, ())
        for found in CITATION.finditer(words)
        for id in cited(found[0])
    ]
    for id, place in (*places, *prose.cited()):
        if id not in known:
            problems.add_at(place, f"citation {not_one_of(id, known)}")


def _texts(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text of a YAML document with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _texts(below, (*path, key))
    elif isinstance(value, list):
        for position, below in enumerate(value):
            yield from _texts(below, (*path, position))


def read_works(review: Review, problems: Problems) -> list[Work]:
    """Return the works of `config/references.bib`, noting what is wrong in it.

    It is BibTeX or BibLaTeX, as exports of searches are, with macros (see `formats.bibtex`).
    """
    path = review.config.parent / "references.bib"
    if not path.exists():
        return []
    from tamis.formats import bibtex
    from tamis.formats.content import Content
    from tamis.formats.entry import Raw

    file = review.place(path)
    content = Content(path)
    entries = [raw for raw in bibtex.scan(content) if isinstance(raw, Raw)]
    lines = content.text.split("\n")
    found: dict[str, Work] = {}
    for raw, after in zip(entries, [*(raw.line for raw in entries[1:]), len(lines) + 1], strict=True):
        entry = bibtex.COLUMNS.entry(1, raw)
        key = entry.source_id
        for flaw in raw.flaws:
            problems.add(file, f"entry {key!r}: {flaw.text}", line=flaw.line)
        if not key:
            problems.add(file, "an entry has no key to cite it by", line=raw.line)
            continue
        if not raw.get("title"):
            problems.add(file, f"entry {key!r} has no title", line=raw.line)
        if entry.year is None:
            problems.add(file, f"entry {key!r} has no year", line=raw.line)
        if key in found:
            problems.add(file, f"key {key!r} stands twice", line=raw.line)
        found[key] = _work(entry, raw, "\n".join(lines[raw.line - 1 : after - 1]), f"{file}:{raw.line}")
    return list(found.values())


_OTHERS = re.compile(r"\s+and\s+others\s*[}\"]", re.I)
#: Words in braces within a value keep their capitals; the braces of a value itself say nothing.
_KEPT = re.compile(r"=\s*\{[^{}]*\}|\{([^{}\\]+)\}")


def _work(entry: Entry, raw: Raw, text: str, place: str) -> Work:
    """Return the work of an entry; `text` is all that the file says of it."""
    stands_in = raw.get("journal") or raw.get("journaltitle") or raw.get("booktitle")
    publisher = next(filter(None, map(raw.get, ("publisher", "institution", "school", "organization"))), "")
    edited = raw.get("author") and raw.get("booktitle")
    return Work(
        id=entry.source_id,
        authors=entry.authors + ("; et al." if _OTHERS.search(text) else ""),
        year=entry.year,
        title=entry.title,
        journal=stands_in,
        volume=entry.volume,
        issue=entry.issue,
        pages=entry.pages,
        doi=entry.doi.casefold(),
        url=entry.url,
        publisher=publisher,
        place=place,
        type=entry.type,
        editors=raw.get("editor") if edited else "",
        kept=tuple(word for kept in _KEPT.findall(text) for word in kept.split()),
    )

"""Which PDF is which report: what the log says, and what the files themselves say.

What is sure must be sure. So a title counts only where it stands on the first page letter by letter, in lines
of its own and near the top, with the first author and the year; or where the file's own DOI, or a record's id
in its name, vouches for it. Whatever speaks against it (a word such as erratum or reply beside the title,
another DOI, another report of that title, a preprint, too many pages) leaves it to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tamis.fulltext import names
from tamis.fulltext.candidates import Candidate, squeezed
from tamis.fulltext.evidence import FOUND, NEARLY, Evidence, Looked, all_of
from tamis.fulltext.front import TELLING_TITLE
from tamis.fulltext.index import Index
from tamis.pdf.texts import PdfText
from tamis.review import plain_words
from tamis.tables import PdfFile, Retrieval

#: Only a file with so many words on its first pages is said to be none that it should be.
_ENOUGH_WORDS = 150
#: Below this likeness a title does not stand on a page.
_ABSENT = 70.0
#: So many pages are a file's first ones.
_FIRST = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A PDF with its report, and what a person should know of it: why it is not sure, or wrong."""

    file: PdfFile
    why: tuple[str, ...] = ()


def match(
    texts: Mapping[str, PdfText],
    log: Iterable[tuple[str, Retrieval]],
    candidates: Sequence[Candidate],
    folder: str,
) -> list[Match]:
    """Return each PDF with its report, by name; one that is logged for several reports once for each.

    Args:
        texts: what was read of the PDFs that are here, by file name.
        log: the rows of the retrieval log that count, each with its citation.
        candidates: all citations.
        folder: where the PDFs lie, for `place`.
    """
    index = Index(candidates)
    by_hash = {text.sha256: file for file, text in sorted(texts.items(), reverse=True)}
    logged: dict[str, dict[str, Retrieval]] = defaultdict(dict)
    found: list[Match] = []
    for id, row in log:
        # A file that was given another name is known by its hash.
        file = row.file if row.file in texts else by_hash.get(row.sha256.casefold(), "")
        if file:
            logged[file].setdefault(id, row)
        elif row.file and row.sha256:
            found.append(
                Match(
                    PdfFile(row.file, row.sha256.casefold(), id, row.record, "absent", "log", place=row.place)
                )
            )
    for file, text in texts.items():
        looked = Looked.at(file, text)
        rows = logged.get(file, {})
        for id, row in rows.items():
            found.append(_logged(file, looked, id, row, index, alone=len(rows) == 1))
        if not rows:
            found.append(_unlogged(file, looked, index, f"{folder}/{file}"))
    return sorted(found, key=lambda each: (each.file.file, each.file.citation_id))


def _row(file: str, text: PdfText, state: str, how: str, best: Evidence | None, place: str) -> PdfFile:
    return PdfFile(
        file=file,
        sha256=text.sha256,
        citation_id=best.candidate.id if best else "",
        state=state,
        how=how,
        score=round(best.score, 1) if best and best.title else None,
        pages=len(text.pages) or None,
        text="yes" if text.has_text else "no",
        problem=text.problem,
        place=place,
    )


def _unlogged(file: str, looked: Looked, index: Index, place: str) -> Match:
    """Return what a PDF is that the log does not name."""
    found = [each for each in all_of(looked, index) if each.some]
    best = next((each for each in found if each.sure), found[0] if found else None)
    if best is None:
        return Match(_row(file, looked.text, "unknown", "", None, place))
    if not best.sure:  # of what is not sought, a little likeness says nothing
        wanted = [each for each in found if each.candidate.sought]
        best = wanted[0] if wanted and not (best.doi or best.exact) else best
    if not best.candidate.sought:
        strong = best.sure or best.doi or best.exact
        row = _row(file, looked.text, "unknown", best.how if strong else "", best if strong else None, place)
        return Match(row)
    if best.sure or _named_only(best, looked):
        return Match(_row(file, looked.text, "sure", best.how, best, place))
    row = _row(file, looked.text, "uncertain", best.how, best, place)
    return Match(row, _why(best, looked))


def _named_only(best: Evidence, looked: Looked) -> bool:
    """Say whether a file without text bears a record's id as its name: somebody has named it so."""
    return best.named == names.BY_RECORD and not best.doubts and not looked.text.has_text


def _why(best: Evidence, looked: Looked) -> tuple[str, ...]:
    """Return why a report is not sure."""
    if best.doubts:
        return best.doubts
    if not looked.text.has_text:
        return ("its text cannot be read",)
    if best.score < NEARLY:
        return ("its title is not on the first page",)
    if not best.exact:
        return ("its title is not there letter by letter, or not in lines of its own",)
    return ("neither its DOI is there, nor its first author with the year",)


def _logged(file: str, looked: Looked, id: str, row: Retrieval, index: Index, *, alone: bool) -> Match:
    """Return a PDF that is logged for a report, and whether it is rather another, or clearly not this one."""
    candidate = index.get(id)
    if candidate is None:
        raise AssertionError(f"{id} is in the log, and is no citation")
    found = all_of(looked, index, [candidate])
    mine = next(each for each in found if each.candidate is candidate)
    other = _another(mine, found) if alone else None
    if other is None and _seems(mine, looked, alone=alone):
        made = _row(file, looked.text, "logged", ";".join(filter(None, ("log", mine.how))), mine, row.place)
        return Match(replace(made, record=row.record), mine.against)
    made = _row(file, looked.text, "wrong", other.how if other else "", other, row.place)
    why = "neither its title nor its authors are on the first pages" if alone else "its title is on no page"
    return Match(replace(made, record=row.record), () if other else (why,))


def _another(mine: Evidence, found: Sequence[Evidence]) -> Evidence | None:
    """Return the report that a file is, where it is surely not the one that it is logged for."""
    if mine.doi or mine.exact:
        return None
    for each in found:
        if each is not mine and (each.sure or (each.doi and each.score >= FOUND)):
            return each
    return None


def _seems(mine: Evidence, looked: Looked, *, alone: bool) -> bool:
    """Say whether a file may be the report that it is logged for: nothing is said of what cannot be told.

    A file that is logged for several reports holds the title of each on any page; one that is logged for one
    has on its first pages the title, the DOI, or a surname of the authors.
    """
    candidate, pages = mine.candidate, [page.text for page in looked.text.pages]
    told = len(candidate.letters) >= TELLING_TITLE and len(candidate.words) > 3
    first = " ".join(pages[:_FIRST])
    if not told or mine.doi or mine.listed or mine.meta or mine.score >= _ABSENT or not _latin(first):
        return True
    if len(first.split()) < _ENOUGH_WORDS:
        return True
    if not alone:
        return any(candidate.letters in squeezed(page) for page in pages)
    if candidate.letters in squeezed(first):
        return True
    there = {*plain_words(first).split()}
    return not candidate.authors or any(word in there for word in candidate.authors)


def _latin(text: str) -> bool:
    """Say whether a text is written in Latin letters: what is not has its title in other letters, too."""
    letters = [letter for letter in text[:2000] if letter.isalpha()]
    return sum(letter < "\u0250" for letter in letters) > 0.8 * len(letters)

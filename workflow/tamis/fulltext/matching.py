"""Which PDF is which report: what the log says, and what the files themselves say.

What is sure must be sure. So a title counts only where it stands on the first page letter by letter, in lines
of its own and near the top, with the first author and the year; or where the file's own DOI, or a record's id
in its name, vouches for it. Whatever speaks against it (a word such as erratum or reply beside the title,
another DOI, another report of that title, a preprint, too many pages) leaves it to a person.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tamis.fulltext import names
from tamis.fulltext.candidates import Candidate, squeezed
from tamis.fulltext.front import TELLING_TITLE
from tamis.fulltext.index import Index
from tamis.fulltext.signs import FOUND, NEARLY, Looked, Signs, all_of
from tamis.pdf.texts import PdfText
from tamis.review import plain_words
from tamis.tables import PdfFile, Retrieval

#: Only a file with so many words on its first pages is said to be none that it should be.
_ENOUGH_WORDS = 150
#: Below this likeness a title does not stand on a page.
_ABSENT = 70.0
#: So many pages are a file's first ones.
_FIRST = 3


def match(
    texts: Mapping[str, PdfText],
    log: Iterable[tuple[str, Retrieval]],
    candidates: Sequence[Candidate],
    folder: str,
) -> list[PdfFile]:
    """Return each PDF with its report, by name; one that is logged for several reports once for each.

    Args:
        texts: what was read of the PDFs that are here, by file name.
        log: the rows of the retrieval log that count, each with its citation.
        candidates: all citations.
        folder: where the PDFs lie, for `place`.
    """
    index = Index(candidates)
    logged, absent = at_hand(texts, log)
    found = [
        PdfFile(row.file, row.sha256.casefold(), id, row.record, "absent", "log", place=row.place)
        for id, row in absent
        if row.sha256
    ]
    for file, text in texts.items():
        looked = Looked.at(file, text)
        rows = logged.get(file, {})
        for id, row in rows.items():
            found.append(_logged(file, looked, id, row, index, alone=len(rows) == 1))
        if not rows:
            found.append(_unlogged(file, looked, index, f"{folder}/{file}"))
    return sorted(found, key=lambda each: (each.file, each.citation_id))


def at_hand(
    texts: Mapping[str, PdfText], log: Iterable[tuple[str, Retrieval]]
) -> tuple[dict[str, dict[str, Retrieval]], list[tuple[str, Retrieval]]]:
    """Return the rows of the log by file and citation, and the rows whose files are not here.

    A file is known by its hash, whatever its name is now. One with another hash than its row says is known by
    its name, unless its hash is another row's. Systems write letters with accents in two ways.
    """
    by_hash: dict[str, list[str]] = defaultdict(list)
    for file, text in sorted(texts.items()):
        by_hash[text.sha256].append(file)
    by_name = {same_name(file): file for file in sorted(texts, reverse=True)}
    logged: dict[str, dict[str, Retrieval]] = defaultdict(dict)
    left, absent = [], []
    for id, row in log:
        same = by_hash.get(row.sha256.casefold()) if row.sha256 else None
        if same:
            logged[row.file if row.file in same else same[0]].setdefault(id, row)
        elif row.file:  # it has no hash, or another one
            left.append((id, row))
    taken = {*logged}
    for id, row in left:
        file = row.file if row.file in texts else by_name.get(same_name(row.file), "")
        if file and not (row.sha256 and file in taken):
            logged[file].setdefault(id, row)
        else:
            absent.append((id, row))
    return logged, absent


def same_name(file: str) -> str:
    """Return what is the same of a file's name on all systems."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", file).casefold())


def _row(
    file: str, text: PdfText, state: str, how: str, best: Signs | None, place: str, why: Iterable[str] = ()
) -> PdfFile:
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
        why="; ".join(why),
        place=place,
    )


def _unlogged(file: str, looked: Looked, index: Index, place: str) -> PdfFile:
    """Return what a PDF is that the log does not name."""
    found = [each for each in all_of(looked, index) if each.some]
    best = next((each for each in found if each.sure), found[0] if found else None)
    if best is None:
        return _row(file, looked.text, "unknown", "", None, place)
    if not best.sure:  # of what is not sought, a little likeness says nothing
        wanted = [each for each in found if each.candidate.sought]
        best = wanted[0] if wanted and not (best.doi or best.exact) else best
    if not best.candidate.sought:
        strong = best.sure or best.doi or best.exact
        return _row(file, looked.text, "unknown", best.how if strong else "", best if strong else None, place)
    if best.sure or _named_only(best, looked):
        return _row(file, looked.text, "sure", best.how, best, place)
    return _row(file, looked.text, "uncertain", best.how, best, place, _why(best, looked))


def _named_only(best: Signs, looked: Looked) -> bool:
    """Say whether a file without text bears a record's id as its name: somebody has named it so."""
    return best.named == names.BY_RECORD and not best.doubts and not looked.text.has_text


def _why(best: Signs, looked: Looked) -> tuple[str, ...]:
    """Return why a report is not sure."""
    unread = () if looked.text.has_text else ("its text cannot be read",)
    if unread or best.doubts:
        return *unread, *best.doubts
    if best.score < NEARLY:
        return ("its title is not on the first page",)
    if best.score == 100 and len(best.candidate.letters) < TELLING_TITLE:
        return ("its title is so short that others have it, too",)
    if not best.exact:
        return ("its title is not there letter by letter, or not in lines of its own",)
    return ("neither its DOI is there, nor its first author with the year",)


def _logged(file: str, looked: Looked, id: str, row: Retrieval, index: Index, *, alone: bool) -> PdfFile:
    """Return a PDF that is logged for a report, and whether it is rather another, or clearly not this one."""
    candidate = index.get(id)
    if candidate is None:
        raise AssertionError(f"{id} is in the log, and is no citation")
    found = all_of(looked, index, [candidate])
    mine = next(each for each in found if each.candidate is candidate)
    other = _another(mine, found) if alone else None
    if other is None and _seems(mine, looked, alone=alone):
        how = ";".join(filter(None, ("log", mine.how)))
        # A file with several reports is none of them alone: a book of abstracts, their titles one by one.
        why = mine.doubts if alone else mine.against
        made = _row(file, looked.text, "logged", how, mine, row.place, why)
        return replace(made, record=row.record)
    said = "neither its title nor its authors are on the first pages" if alone else "its title is on no page"
    why = () if other else (said,)
    made = _row(file, looked.text, "wrong", other.how if other else "", other, row.place, why)
    return replace(made, record=row.record)


def _another(mine: Signs, found: Sequence[Signs]) -> Signs | None:
    """Return the report that a file is, where it is surely not the one that it is logged for."""
    if mine.doi or mine.exact:
        return None
    for each in found:
        if each is not mine and (each.sure or (each.doi and each.score >= FOUND)):
            return each
    return None


def _seems(mine: Signs, looked: Looked, *, alone: bool) -> bool:
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

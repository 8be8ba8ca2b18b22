"""Highlights that a person made in a copy of a PDF, where a comment names a field: values with their quotes.

A copy lies in `records/extraction/<study>.<person>.pdf`. A comment names a field by id or label, alone or
with a value: `sample`, `participants: 120`; of a table with its row and column: `effects 1 events: 12`,
`effects[1].events: 12`. Where it names no value, that is what is marked: the words, of a number field the one
number in them, of a choice the choice that stands in them. Other comments are the reader's own business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tamis.config import Config
from tamis.errors import counted
from tamis.extraction.filled.fields import Extraction
from tamis.extraction.highlights.comments import Marked, Slip, marked, names_of
from tamis.extraction.inputs import named
from tamis.pdf.texts import PdfText
from tamis.proforma import Proforma
from tamis.review import Review, waits_for, written
from tamis.tables import OpenItem


@dataclass(frozen=True, slots=True)
class Marks:
    """What the comments in a copy name: values, those that could not be told, and slips of the pen."""

    values: tuple[Marked, ...] = ()
    unread: tuple[Marked, ...] = ()
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """A person's copies of a study's PDFs, with what their comments name; `problem`: why one was not read."""

    study: str
    person: str
    place: str
    marks: Marks
    problem: str = ""


def copies(
    review: Review, proforma: Proforma, people: Collection[str], studies: Collection[str]
) -> list[Copy]:
    """Return what is marked in the copies in `records/extraction/`, by study and person.

    Args:
        review: the review.
        proforma: the form.
        people: the ids of those whose copies are looked at.
        studies: the studies' ids; other copies are passed over.
    """
    of: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for path in written(review.records / "extraction"):
        name = named(path.name, people) if path.suffix.casefold() == ".pdf" else None
        if name and name.person in people and name.what in studies:
            of[name.what, name.person].append(path)
    if not of:
        return []
    from tamis.pdf.reader import read_all

    paths = [path for those in of.values() for path in those]
    texts = dict(zip(paths, read_all(paths, review.texts), strict=True))
    found = []
    for (study, person), those in sorted(of.items()):
        problems = [f"{path.name} {texts[path].problem}" for path in those if texts[path].problem]
        marks = read([texts[path] for path in those], proforma)
        found.append(Copy(study, person, review.place(those[0]), marks, "; ".join(problems)))
    return found


def open_items(
    review: Review,
    config: Config,
    proforma: Proforma,
    extractions: Sequence[Extraction],
    studies: Collection[str],
) -> list[OpenItem]:
    """Return an item for each person and study with marks that name fields and are in no file of theirs.

    Args:
        review: the review.
        config: the protocol.
        proforma: the form.
        extractions: what every person took from every study.
        studies: the ids of those that are included.
    """
    filled = {(each.study, each.extractor): each for each in extractions}
    items = []
    for copy in copies(review, proforma, config.reviewer_ids, studies):
        fresh, said = new(copy, filled.get((copy.study, copy.person)))
        if fresh:
            names = ", ".join(each.said for each in fresh[:5]) + (", ..." if len(fresh) > 5 else "")
            text = (
                f"{counted(len(fresh), 'comment')} in {copy.place} {'names' if len(fresh) == 1 else 'name'} "
                f"what is in no file of {copy.person}: {names}; "
                f"`tamis forms highlights --for {copy.person}` writes one"
            )
            said = (text, *said)
        if said:
            text = "; ".join(said) if fresh or copy.problem else f"in {copy.place}: {'; '.join(said)}"
            waits = waits_for([copy.person], config.active)
            item = f"extraction:highlights:{copy.study}:{copy.person}"
            items.append(OpenItem(item, text, waits, copy.place))
    return items


def new(copy: Copy, extraction: Extraction | None) -> tuple[list[Marked], tuple[str, ...]]:
    """Return what is marked and in no file of a person's: the values that a further file can hold, and what
    is said of the rest.

    A table is in one file: cells of one that a person has begun go there by hand.

    Args:
        copy: the copy, or copies, with what is marked.
        extraction: what the person's files have of that study.
    """
    there = extraction.fields if extraction else {}
    cells = {(datum.field, datum.row, datum.column) for data in there.values() for datum in data}
    fresh: list[Marked] = []
    said = [copy.problem] if copy.problem else []
    for each in (*copy.marks.values, *copy.marks.unread):
        if each.cell in cells or (not each.column and each.field.id in there):
            continue
        if each.why:
            said.append(f"{each.said}: {each.why}")
        elif each.field.id in there:
            place = there[each.field.id][0].place
            said.append(f"{each.said}: {each.value!r} goes into the table that begins in {place}")
        else:
            fresh.append(each)
    said += [slip.said for slip in copy.marks.slips if slip.field not in there]
    return fresh, tuple(said)


def read(texts: Iterable[PdfText], proforma: Proforma) -> Marks:
    """Return what the comments in a person's copies of a study's PDFs name.

    Two comments that name one thing, differently, are told, and neither counts; of a field of several choices
    all count. Rows of a table are counted in the order of their numbers.
    """
    names = names_of(proforma)
    slips: list[Slip] = []
    found: dict[tuple[str, int, str], list[Marked]] = defaultdict(list)
    for text in texts:
        for mark in text.marks:
            for each in marked(mark, names, slips):
                found[each.cell].append(each)
    rows: dict[str, list[int]] = defaultdict(list)
    for id, row, column in sorted(found):
        if column and row not in rows[id]:
            rows[id].append(row)
    values: list[Marked] = []
    unread: list[Marked] = []
    for those in found.values():
        for one in _together(those):
            if one.column:
                one = replace(one, row=rows[one.field.id].index(one.row) + 1)
            (unread if one.why else values).append(one)
    return Marks(tuple(_ordered(values, proforma)), tuple(_ordered(unread, proforma)), tuple(slips))


def _ordered(marked: Iterable[Marked], proforma: Proforma) -> list[Marked]:
    at = {field.id: position for position, field in enumerate(proforma.fields)}
    columns = {
        (field.id, column.id): n for field in proforma.fields for n, column in enumerate(field.columns)
    }
    return sorted(
        marked, key=lambda each: (at[each.field.id], each.row, columns.get((each.field.id, each.column), 0))
    )


def _together(those: Sequence[Marked]) -> list[Marked]:
    """Return what several comments on one thing say together, and those that could not be told."""
    good = [each for each in those if not each.why]
    return [*([_one(good)] if good else []), *(each for each in those if each.why)]


def _one(good: Sequence[Marked]) -> Marked:
    """Return the value that several comments give; of what they mark, the first is the quote."""
    first = good[0]
    known = [choice.id for choice in first.field.choices]
    chosen = {id for each in good for id in each.value.split(";")}
    values = dict.fromkeys(each.value for each in good)
    if first.field.type == "choices" and not first.column and chosen <= {*known}:
        value = ";".join(id for id in known if id in chosen)
    elif len(values) > 1:
        said = ", ".join(f"{each.value!r} (page {each.page})" for each in good)
        return replace(first, why=f"is named more than once: {said}")
    else:
        value = first.value
    notes = dict.fromkeys(each.note for each in good if each.note)
    quotes = {each.quote: each.page for each in good[1:] if each.quote and each.quote != first.quote}
    more = [f"also page {page}: {quote}" for quote, page in quotes.items()]
    return replace(first, value=value, note="; ".join((*notes, *more)))

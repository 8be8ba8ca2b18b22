"""A table of decisions, CSV or XLSX: one line for each decision, or one column for each reviewer.

Columns are known by their headings, in English or as the column `columns` of imports.csv names them: record
(our id), or what tells which citation is meant (title, DOI, PubMed id, year), and reviewer, decision, reason,
note and time. In a table without a column for the decision, a heading that is a reviewer's id or name is
that of their decisions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tamis import named
from tamis.formats.columns import Columns
from tamis.formats.entry import Raw
from tamis.formats.tables import generic
from tamis.screening.imports.source import Article, Source, Voice, article, listed
from tamis.screening.imports.wording import folded
from tamis.store import iso_time, plain, table_lines

HINT = "fill in its column decision"

#: Headings as `generic.folded` gives them, the most telling first; the last decisions are EPPI-Reviewer's.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "record": ("record", "record id", "tamis id"),
    "reviewer": (
        *("reviewer", "reviewers", "reviewer id", "screener", "rater", "coder", "assessor", "person"),
        *("labeller", "labeler", "user", "name", "who", "screened by", "decided by", "email", "e mail"),
    ),
    "decision": (
        *("decision", "screening decision", "decisions", "vote", "verdict", "judgement", "judgment"),
        *("inclusion", "include", "included", "include exclude", "eligible", "eligibility", "label"),
        *("rating", "screening", "status", "item status", "itemstatus", "i e d s flag"),
    ),
    "reason": (
        *("reason", "reasons", "exclusion reason", "exclusion reasons", "reason for exclusion"),
        *("reasons for exclusion", "exclude reason", "why", "exclusion criterion", "criterion"),
    ),
    "note": ("note", "notes", "comment", "comments", "remark", "remarks"),
    "time": (
        *("time", "date", "timestamp", "when", "decided at", "decided on", "screened at", "screened on"),
        *("date time", "datetime", "decision date", "decision time", "screening date", "created at"),
    ),
}
#: So many rows may stand above the head.
_ABOVE = 20


def articles(source: Source) -> list[Article]:
    """Return the rows of a table; where it has no column for decisions, that is a problem."""
    lines = [
        (number, [plain(cell.strip()) for cell in cells])
        for number, cells in table_lines(source.path, source.problems, root=source.root)
        if any(cell.strip() for cell in cells)
    ]
    named_headings = source.headings((*named.NAMES, *HEADINGS))
    for at, (_, names) in enumerate(lines[:_ABOVE]):
        own = _own(names, named_headings)
        people = [] if "decision" in own else _people(names, own, source)
        if "decision" in own or people:
            return _rows(lines[at:], own, people, named_headings, source)
    if lines:
        line, names = lines[0]
        there = ", ".join(repr(name) for name in names if name)
        text = f"has no column decision, and none for a reviewer; its columns are {there}"
        source.wrong(f"{text}; name it in the column columns of imports.csv, as in decision=Urteil", line)
    elif not any(problem.file == source.file for problem in source.problems):
        source.wrong("is empty")
    return []


def _own(names: Sequence[str], headings: Mapping[str, str]) -> dict[str, int]:
    """Return where the columns stand that a table of decisions has beside those of citations."""
    folds = [generic.folded(name) for name in names]
    found: dict[str, int] = {}
    for column, known in HEADINGS.items():
        wanted = (generic.folded(headings[column]),) if column in headings else known
        if at := next((heading for heading in wanted if heading and heading in folds), ""):
            found[column] = folds.index(at)
    return found


def _people(names: Sequence[str], own: Mapping[str, int], source: Source) -> list[int]:
    """Return the columns whose headings are people."""
    taken = set(own.values())
    return [at for at, name in enumerate(names) if at not in taken and folded(name) in source.wording.people]


def _rows(
    lines: Sequence[tuple[int, list[str]]],
    own: Mapping[str, int],
    people: Sequence[int],
    headings: Mapping[str, str],
    source: Source,
) -> list[Article]:
    """Return the rows below a head as articles.

    Args:
        lines: the head and what stands below it.
        own: where the columns of decisions stand.
        people: the columns of which each holds the decisions of a person, where there are such.
        headings: headings that a person named, by column.
        source: the export.
    """
    names = lines[0][1]
    missing = [heading for heading in headings.values() if _place(heading, names) is None]
    for heading in missing:
        there = ", ".join(repr(name) for name in names if name)
        source.wrong_row(f"{source.row.file} has no column {heading!r}; its columns are {there}", "columns")
    taken = {*own.values(), *people}
    free = [name for at, name in enumerate(names) if at not in taken]
    known = {
        column: names[at]
        for column, heading in headings.items()
        if column in named.NAMES and (at := _place(heading, names)) is not None
    }
    columns = Columns(**generic.rules_of(free, known))
    found = []
    for number, cells in lines[1:]:
        cells = [*cells, *[""] * (len(names) - len(cells))]
        if cells[: len(names)] == names:  # a head that stands again where tables were put together
            continue
        said = {column: cells[at] for column, at in own.items()}
        raw = Raw(number, names, cells[: len(names)])
        entry = columns.entry(1, raw)
        each = article(raw, entry, entry.source_id)
        reasons, note = listed(said.get("reason", ""), r"[;\n]"), " ".join(said.get("note", "").split())
        time = _time(said.get("time", ""), number, source)
        spoken: list[tuple[tuple[str, ...], str]] = [((names[at],), cells[at]) for at in people]
        if not people:
            spoken = [(tuple(filter(None, [said.get("reviewer", "")])), said["decision"])]
        voices = tuple(Voice(who, word, reasons=reasons, note=note, time=time) for who, word in spoken)
        found.append(replace(each, source_id=said.get("record") or each.source_id, voices=voices))
    return found


def _place(heading: str, names: Sequence[str]) -> int | None:
    folds = [generic.folded(name) for name in names]
    return folds.index(generic.folded(heading)) if generic.folded(heading) in folds else None


def _time(text: str, line: int, source: Source) -> str:
    """Return a time in ISO 8601; one that cannot be read is a problem."""
    try:
        return iso_time(text) if text else ""
    except ValueError as error:
        source.wrong(str(error), line, "time")
        return ""

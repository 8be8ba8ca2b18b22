"""Counts that a person typed: `box,n`, or the template of the PRISMA2020 R package; or a `flow.json`.

`reports/flow.csv` and `reports/flow_prisma2020.csv` are such files, as is the package's own template. They
have no line for what still waits, so those of a review that is not finished do not add up by themselves:
`reports/flow.json` has everything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from tamis.errors import Problems, fail, not_in, not_one_of
from tamis.flow.boxes import (
    AFTER_ELSEWHERE,
    FOUND_ELSEWHERE,
    UPDATED,
    BeforeCount,
    Flow,
    Marks,
    OpenCount,
    ReasonCount,
    SourceCount,
    Undrawn,
)
from tamis.flow.labels import BOXES
from tamis.flow.sums import differences
from tamis.flow.template import META_ANALYSIS, MISSING, REASON_LISTS, SOURCE_LISTS
from tamis.store import read_rows, table_lines
from tamis.tables import TemplateBox, TypedBox

#: Lines of the template that are words, not counts.
_WORDS = ("", MISSING, "identification", "screening", "included")
#: A whole number, with or without commas or blanks between thousands; an item of a list of such numbers, and
#: one that still is as the template comes.
_WHOLE = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+"
_ITEM = re.compile(rf"(.*?),\s*({_WHOLE})", re.DOTALL)
_EMPTY_ITEM = re.compile(r"(.*,)?\s*xxx")

_UNFINISHED = (
    "these are the counts of a review that is not finished: {:,} still open, and this file has no line for "
    "them; flow.json beside it has, and can be drawn"
)

#: A cell's numbers: a whole number, a list of them with names, or nothing.
Cell = int | list[tuple[str, int]] | None


def read_counts(path: Path, problems: Problems) -> dict[str, tuple[Cell, str]]:
    """Return what a person typed by box, each with its place; what is wrong is noted.

    Columns: `box` (one of `labels.BOXES`) and `n` (a whole number; for `dbr_excluded` and `other_excluded`
    a list `Reason 1, 3; Reason 2, 4` where reasons are known; empty or NA: not recorded, or not
    applicable). The template's columns are read as well: there `data` is the box. The template comes with a
    0 in every line, so that an updated review, or a meta-analysis, of which all is 0 there is none.
    """
    root = path.parent
    lines = table_lines(path, problems, root=root)
    head = [cell.strip().casefold() for cell in lines[0][1]] if lines else []
    if "data" in head:
        at = {cells[head.index("data")]: line for line, cells in lines if len(cells) == len(head)}
        template = read_rows(path, TemplateBox, problems, root=root)
        rows = [
            (META_ANALYSIS.get(row.data, row.data), row.n, f"{path.name}:{at[row.data]}")
            for row in template
            if row.data not in _WORDS
        ]
    else:
        rows = [(row.box, row.n, row.place) for row in read_rows(path, TypedBox, problems, root=root)]
    found: dict[str, tuple[Cell, str]] = {}
    known, told = [*BOXES, *SOURCE_LISTS], False
    for box, n, place in rows:
        if box not in known:
            text = not_in(box, known, "the boxes, see docs/flow.md") if told else not_one_of(box, known)
            problems.add_at(place, text, column="box")
            told = True
        elif box in found:
            problems.add_at(place, f"{box} stands twice", column="box")
        else:
            try:
                found[box] = _cell(box, n.strip()), place
            except ValueError as error:
                problems.add_at(place, str(error), column="n")
    return _filled_in(found) if "data" in head else found


def _filled_in(counts: dict[str, tuple[Cell, str]]) -> dict[str, tuple[Cell, str]]:
    """Return the counts of a template without the parts of it that were left as they come.

    An updated review is one of which something was included before, or of which the total is not what is new;
    other methods, and a meta-analysis, are there where any of their numbers is.
    """

    def given(box: str) -> Cell:
        return counts[box][0] if box in counts else None

    parts = (UPDATED, (*FOUND_ELSEWHERE, *AFTER_ELSEWHERE), tuple(META_ANALYSIS.values()))
    left = {box for part in parts if not any(given(box) for box in part) for box in part}
    totals = [(given(f"total_{what}"), given(f"new_{what}")) for what in ("studies", "reports")]
    if not any(given(box) for box in UPDATED[:2]) and all(total in (None, 0, new) for total, new in totals):
        left |= set(UPDATED)
    return {box: cell for box, cell in counts.items() if box not in left}


def _cell(box: str, text: str) -> Cell:
    """Return a cell's numbers; `xxx` is what the template has before it is filled in.

    Raises:
        ValueError: it is neither a number nor, where one may stand, a list; the text says so.
    """
    if not text or text == MISSING:
        return None
    if whole := re.fullmatch(rf"({_WHOLE})(?:\.0{{1,2}})?", text):  # 100.0, as programs write whole numbers
        return _whole(whole[1])
    if box not in (*REASON_LISTS, *SOURCE_LISTS):
        if re.fullmatch(r"\d{1,3}([.\u2019']\d{3})+", text):
            raise ValueError(f"{text!r} can be read two ways; write {re.sub('[^0-9]', '', text)}")
        raise ValueError(f"{text!r} is not a whole number of 0 or more")
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if all(_EMPTY_ITEM.fullmatch(part) for part in parts):
        return None
    items = [_ITEM.fullmatch(part) for part in parts]
    found = [(item[1].strip(), _whole(item[2])) for item in items if item]
    if len(found) < len(items):
        wrong = next(part for part, item in zip(parts, items, strict=True) if not item)
        raise ValueError(
            f"{wrong!r} in {text!r} has no number; write a list such as: Reason 1, 3; Reason 2, 4"
        )
    return found


def _whole(text: str) -> int:
    return int(re.sub("[^0-9]", "", text))


def flow_of(path: Path) -> Flow:
    """Return the flow that a file holds: typed counts, or what the stage wrote as `flow.json`.

    Raises:
        InputError: the file cannot be read, or its counts do not add up.
    """
    return written_flow(path) if path.suffix.casefold() == ".json" else typed_flow(path)


def written_flow(path: Path) -> Flow:
    """Return the flow of a `flow.json`, what is still open included.

    Raises:
        InputError: it is no such file, or its counts do not add up.
    """
    if not path.exists():
        fail(path.name, "there is no such file")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        flow = Flow(
            boxes={box: None if data["boxes"][box] is None else int(data["boxes"][box]) for box in BOXES},
            pooled=data["pooled"],
            sources=tuple(SourceCount(**row) for row in data["sources"]),
            reasons=tuple(ReasonCount(**row) for row in data["reasons"]),
            open=tuple(OpenCount(**row) for row in data["open"]),
            undrawn=tuple(Undrawn(**row) for row in data["undrawn"]),
            marks=Marks(**data["marks"]),
            updated=data["updated"],
            before=tuple(BeforeCount(**row) for row in data["before"]),
        )
        found = differences(flow)
    except (ValueError, KeyError, TypeError, AttributeError):
        fail(path.name, "is not a flow.json as `tamis flow` writes it")
    problems = Problems()
    for difference in found:
        problems.add(path.name, difference)
    problems.raise_if_any()
    return flow


def typed_flow(path: Path) -> Flow:
    """Return the flow of typed counts.

    It is that of an updated review where a box of the version before, or a total, is given: of an update of
    whose version before nothing is known, `flow.json` alone tells. Other methods have an arm of their own
    where any of their boxes is given, unless they found something and none of the boxes after that is given:
    then their records were pooled with the rest, as `reports/flow.csv` has it.

    Raises:
        InputError: the file cannot be read, or its counts do not add up; boxes and difference are named.
    """
    problems = Problems()
    counts = read_counts(path, problems)
    problems.raise_if_any()
    if not counts:
        fail(path.name, "holds no counts; it needs the columns box and n")
    boxes: dict[str, int | None] = dict.fromkeys(BOXES)
    for box, (cell, _) in counts.items():
        if box in boxes:
            boxes[box] = sum(n for _, n in cell) if isinstance(cell, list) else cell
    elsewhere = [boxes[box] for box in FOUND_ELSEWHERE[:-1]]
    if boxes["other_results"] is None and any(n is not None for n in elsewhere):
        boxes["other_results"] = sum(n or 0 for n in elsewhere)
    pooled = bool(boxes["other_results"]) and all(boxes[box] is None for box in AFTER_ELSEWHERE)
    flow = Flow(
        boxes=boxes,
        pooled=pooled,
        sources=tuple(SourceCount(*source) for source in _sources(counts)),
        reasons=tuple(
            ReasonCount(arm, label, label, n)
            for box, arm in REASON_LISTS.items()
            for label, n in _items(counts, box)
        ),
        undrawn=() if pooled else _left(boxes),
        updated=any(boxes[box] is not None for box in UPDATED),
    )
    if found := differences(flow, typed=True):
        for difference in found:
            problems.add(path.name, difference)
        if waiting := _waiting(boxes, path):
            problems.add(path.name, _UNFINISHED.format(waiting))
    problems.raise_if_any()
    return flow


def _waiting(boxes: Mapping[str, int | None], path: Path) -> int:
    """Return how much is open where the stage wrote these counts: then `flow.json` stands beside them."""
    try:
        data = json.loads(path.with_name("flow.json").read_text(encoding="utf-8"))
        ours = {box: data["boxes"][box] for box in boxes} == boxes
        return sum(row["n"] for row in data["open"]) if ours else 0
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _items(counts: Mapping[str, tuple[Cell, str]], box: str) -> list[tuple[str, int]]:
    cell = counts[box][0] if box in counts else None
    return cell if isinstance(cell, list) else []


def _sources(counts: Mapping[str, tuple[Cell, str]]) -> list[tuple[str, str, int]]:
    return [(name, kind, n) for box, kind in SOURCE_LISTS.items() for name, n in _items(counts, box)]


def _left(boxes: Mapping[str, int | None]) -> tuple[Undrawn, ...]:
    """Return what left the other arm before retrieval, for which PRISMA 2020 has no box to type it in."""
    found, sought = boxes["other_results"], boxes["other_sought_reports"]
    if found is None or sought is None or sought >= found:
        return ()
    return (Undrawn("other", "before_retrieval", found - sought),)

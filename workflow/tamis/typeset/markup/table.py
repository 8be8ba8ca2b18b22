"""A table of a page of ours as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tamis.typeset.blocks import Cell, Run, Runs, Table, plain
from tamis.typeset.markup.runs import NEVER, child_runs, classes, is_hidden, runs_within, spaced, tidy

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Tables whose rows are headed by whole sentences, which are not set in bold.
_LIGHT = frozenset({"reports", "tallied"})
_WIDE = frozenset({"study-table", "framework"})
#: A table of so many columns may lie on its side.
_MANY = 6
_WASH = "#f4f7f7"


def table(element: HtmlElement) -> Table:
    """Return a table: with its head, its caption, and cells as wide and high as they are."""
    above = element.getparent()
    own = classes(element) | ({"tallied"} if above is not None and "tallies" in classes(above) else set())
    heads = [row for head in element.iter("thead") for row in head.iter("tr")]
    bodies = [row for row in element.iter("tr") if row.getparent().tag != "thead" and not is_hidden(row)]
    rows = [[_cell(cell, own, True) for cell in row if cell.tag in ("th", "td")] for row in heads]
    rows += [[_cell(cell, own, False) for cell in row if cell.tag in ("th", "td")] for row in bodies]
    columns = max((sum(cell.columns for cell in row) for row in rows), default=0)
    caption = element.find("caption")
    shown: Runs = ()
    if caption is not None:
        # A caption for listeners alone is one for readers of paper too: there, it has the table's number.
        shown = tidy(run for part in _parts(caption) for run in part)
    return Table(
        tuple(map(tuple, rows)),
        heads=len(heads),
        caption=shown,
        widths=_widths(element, columns),
        wide=bool(own & _WIDE) or columns >= _MANY,
        id=element.get("id") or "",
    )


def _parts(caption: HtmlElement) -> Iterator[Iterator[Run]]:
    """Give the runs of a caption, with what is hidden from the eye in it."""
    yield iter((Run(spaced(caption.text or "")),))
    for child in caption:
        if isinstance(child.tag, str) and "on-screen" not in classes(child) and child.tag not in NEVER:
            yield iter((Run(" "),))
            yield child_runs(child, Run(""), 0, cell=False)
        yield iter((Run(spaced(child.tail or "")),))


def _widths(element: HtmlElement, columns: int) -> tuple[int, ...]:
    """Return the widths that a table gives its columns: those of the data, and 13 for the study."""
    found = []
    for column in element.iter("col"):
        given = re.search(r"\bwidth:\s*(\d+)", column.get("style") or "")
        found.append(int(given[1]) if given else 13 if "study" in classes(column) else 0)
    return tuple(found) if len(found) == columns and all(found) else ()


def _cell(element: HtmlElement, table: frozenset[str], head: bool) -> Cell:
    own, row = classes(element), classes(element.getparent())
    is_head = head or element.tag == "th"
    bold = bool(row & {"total", "group"}) or (element.tag == "th" and not head and not table & _LIGHT)
    runs = tidy(runs_within(element, Run("", bold=bold), 0, cell=True))
    runs = tuple(replace(run, bold=False) if run.soft else run for run in runs)
    if "beneath" in row and element.getprevious() is None:
        runs = (Run("\u2003"), *runs)
    if is_head and not runs:
        runs = plain(" ".join(str(element.text_content()).split()))
    fill = ink = ""
    if len(runs) == 1:
        fill, ink = runs[0].fill, runs[0].ink
        runs = (replace(runs[0], text=runs[0].text.strip("\xa0"), fill="", ink=""),)
    aligned = re.search(r"text-align:\s*(left|right|center)", element.get("style") or "")
    align = "left"
    if aligned:
        align = aligned[1]
    elif "num" in own:
        align = "right"
    elif "grid" in table and not own & {"said", "query"} and (element.tag == "td" or head):
        align = "center" if element.getprevious() is not None else "left"
    return Cell(
        tuple(_split(runs)),
        head=("col" if head else "row") if is_head else "",
        columns=_span(element, "colspan"),
        rows=_span(element, "rowspan"),
        align=align,
        fill=fill or (_WASH if "group" in row else ""),
        ink=ink,
        turned=any("turned" in classes(each) for each in element.iter("span")),
    )


def _split(runs: Runs) -> Iterator[Runs]:
    """Give the lines of a cell."""
    line: list[Run] = []
    for run in runs:
        first, *more = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in more:
            yield tuple(part for part in line if part.text)
            line = [replace(run, text=text)]
    yield tuple(part for part in line if part.text)


def _span(element: HtmlElement, name: str) -> int:
    """Return how many columns or rows a cell covers; HTML allows 1000 columns."""
    given = element.get(name) or ""
    return max(1, min(int(given), 1000)) if given.isascii() and given.isdigit() else 1

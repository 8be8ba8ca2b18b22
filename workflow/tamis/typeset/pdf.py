"""PDFs of blocks, by Typst: one fixed program (`document.typ`) that a document is given to as data.

The PDF is tagged (PDF/UA-1) wherever its texts allow it, as a character that no font has does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tamis import glyphs, render
from tamis.typeset import columns, pages, pictures, ready
from tamis.typeset.blocks import (
    Block,
    Break,
    Document,
    Figure,
    Heading,
    Items,
    Paragraph,
    Run,
    Runs,
    Table,
    words,
)
from tamis.typeset.text import runs_left

_PROGRAM = Path(__file__).with_name("document.typ")
_STANDARD = "ua-1"
_LEVELS = 4
#: About how high the caption of a table is, with what is above it, in points.
_CAPTION = 36


def write(document: Document, figures: Callable[[str], Path], fonts: Sequence[Path] = ()) -> bytes:
    """Return a PDF: A4, numbered pages, an outline; tables repeat their heads, wide ones lie on their side.

    Args:
        document: what to set; links that lead nowhere become plain text.
        figures: gives the SVG of a figure of the review by its name.
        fonts: font files for characters that the fonts of Tamis lack; these always come first.

    Raises:
        ValueError: a figure cannot be drawn, or a font file is none; says why.
    """
    document = ready.ready(document)
    made = _Made(figures, fonts)
    given = made.document(document)
    inputs = {"document": json.dumps(given, ensure_ascii=False), **made.pictures}
    program = _PROGRAM.read_bytes()
    try:
        return render.compiled(program, inputs, fonts, format="pdf", pdf_standards=_STANDARD)
    except ValueError:
        return render.compiled(program, inputs, fonts, format="pdf")


def missing(document: Document, fonts: Sequence[Path] = ()) -> list[str]:
    """Return the characters of a document's texts, figures left aside, that no font has, in order."""
    document = ready.ready(document)
    said = [document.title, document.kind, *document.authors, *_texts(document.blocks)]
    return render.missing("\u200b" + "".join(said).replace("\n", " "), fonts)


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Items):
            for item in block.items:
                yield from _texts(item)
        elif isinstance(block, Table):
            yield words(block.caption) + words(block.note) + block.label
            yield from (words(line) for row in block.rows for cell in row for line in cell.lines)
        elif isinstance(block, Figure):
            yield words(block.caption) + block.label
        elif isinstance(block, Heading | Paragraph):
            yield words(block.runs)


class _Made:
    """A document as data for the program, and the figures in it."""

    def __init__(self, figures: Callable[[str], Path], fonts: Sequence[Path]) -> None:
        self.figures, self.fonts = figures, fonts
        self.tallest = pages.TALLEST
        self.pictures: dict[str, str] = {}

    def document(self, of: Document) -> dict[str, Any]:
        """Return the whole of a document."""
        names = [*render.FAMILIES, *map(glyphs.family, self.fonts)]
        self.tallest = pages.TALLEST if of.contents else pages.SHORTER
        front = next((at for at, each in enumerate(of.blocks) if isinstance(each, Heading)), len(of.blocks))
        contents = [{"contents": True, "side": False}] if of.contents and front < len(of.blocks) else []
        day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", of.date)
        return {
            "title": of.title,
            "kind": of.kind,
            "authors": [name for name in of.authors if name],
            "date": [int(part) for part in day.groups()] if day else None,
            "lang": of.lang[:2] if re.match(r"[a-z]{2}(-|\Z)", of.lang) else "en",
            "rtl": runs_left(of.title),
            "words": "Contents",
            "fonts": list(dict.fromkeys(names)),
            "side": pages.SIDE,
            "top": pages.TOP,
            "parts": [*self._parts(of.blocks[:front]), *contents, *self._parts(of.blocks[front:])],
        }

    def _parts(self, blocks: Sequence[Block]) -> list[dict[str, Any]]:
        made = []
        for side, part in pages.sections(blocks, pictures.lying(self.figures)):
            width, height = pages.text(side=side)
            made.append({"side": side, "blocks": [self._block(each, width, height) for each in part]})
        return made

    def _block(self, of: Block, width: float, height: float) -> dict[str, Any]:
        if isinstance(of, Break):
            return {"is": "break"}
        if isinstance(of, Items):
            inner = width - 20
            items = [[self._block(each, inner, height) for each in item] for item in of.items]
            return {"is": "items", "ordered": of.ordered, "plain": of.plain, "items": items}
        if isinstance(of, Table):
            return _table(of, width, height)
        if isinstance(of, Figure):
            return self._figure(of, width, height)
        made: dict[str, Any] = {"id": of.id, "runs": _runs(of.runs), "rtl": runs_left(words(of.runs))}
        if isinstance(of, Heading):
            return made | {"is": "heading", "level": min(max(of.level, 1), _LEVELS)}
        return made | {"is": "paragraph", "kind": of.kind}

    def _figure(self, of: Figure, width: float, height: float) -> dict[str, Any]:
        svg = self.figures(of.name).read_text(encoding="utf-8")
        scale = pictures.scale(pictures.parts(svg), width, height, self.tallest)
        alt, made = of.alt or words(of.caption) or of.name, []
        each_page = render.pages(svg)
        for at, page in enumerate(each_page, 1):
            text, wide, high = render.drawn(page, self.fonts)
            name = f"svg{len(self.pictures)}"
            self.pictures[name] = text
            said = f"{alt} ({at} of {len(each_page)})" if len(each_page) > 1 else alt
            made.append({"svg": name, "width": wide * scale, "height": high * scale, "alt": said})
        return {
            "is": "figure",
            "id": of.id,
            "label": of.label,
            "caption": _runs(of.caption),
            "pictures": made,
        }


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [_run(run) for run in runs]


def _run(run: Run) -> dict[str, Any]:
    """Return a run as the program knows it: what is not there is not so."""
    made = {
        "t": run.text,
        "b": run.bold,
        "i": run.italic,
        "sup": run.sup,
        "sub": run.sub,
        "code": run.code,
        "soft": run.soft,
        "link": run.link,
        "fill": run.fill,
        "ink": run.ink,
    }
    return {name: value for name, value in made.items() if value or name == "t"}


def _table(of: Table, width: float, height: float) -> dict[str, Any]:
    placed, count = columns.grid(of)
    wide, size = columns.widths(of, width)
    high = columns.heights(of, placed, wide, size)
    long = columns.long_rows(placed, high)
    heads = of.heads if min(long, default=of.heads) >= of.heads else 0  # a head that fills a page is none
    cells = [
        {
            "x": each.column,
            "y": each.row,
            "columns": each.columns,
            "rows": each.rows,
            "lines": [
                _runs(line if each.cell.turned else columns.broken(line, _space(each, wide, size)))
                for line in each.cell.lines
            ],
            "col": each.cell.head == "col",
            "align": each.cell.align if each.cell.align in ("right", "center") else "left",
            "turned": each.cell.turned,
            "breakable": each.row in long,
            "rtl": runs_left(" ".join(map(words, each.cell.lines))),
        }
        | ({"fill": each.cell.fill} if each.cell.fill else {})
        | ({"ink": each.cell.ink} if each.cell.ink else {})
        for each in placed
    ]
    return {
        "is": "table",
        "id": of.id,
        "label": of.label,
        "caption": _runs(of.caption),
        "note": _runs(of.note),
        "heads": heads,
        # A head that is read upwards fills much of a page; it stands once.
        "repeat": heads < len(of.rows) and not any(each.cell.turned for each in placed if each.row < heads),
        "groups": sorted(row for row in columns.groups(placed, count) if row >= heads),
        "widths": wide or [width],
        "size": size,
        "first": 0 if long & {*range(heads + 3)} else sum(high[: heads + 3]) + _CAPTION,
        "whole": not long and columns.stays_whole(of, high, height),
        "cells": cells if count else [],
    }


def _space(cell: columns.Placed, wide: Sequence[float], size: float) -> float:
    """Return how wide the text of a cell may be, in em."""
    return (sum(wide[cell.column : cell.column + cell.columns]) - 5) / size

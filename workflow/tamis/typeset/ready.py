"""A document made ready to be written: fit texts, links that lead somewhere, tables numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tamis.typeset.blocks import Block, Break, Document, Figure, Items, Run, Runs, Table, numbered
from tamis.typeset.text import clean, is_web, kept_apart

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def ready(document: Document) -> Document:
    """Return a document whose links all lead to the web or to a block of it, whose ids each stand once."""
    made = blocks(document.blocks)
    return replace(
        document,
        title=" ".join(clean(document.title).split()),
        kind=clean(document.kind),
        authors=tuple(map(clean, document.authors)),
        blocks=made,
    )


def blocks(of: Sequence[Block], *, whole: bool = True) -> tuple[Block, ...]:
    """Return blocks as `ready` does; not `whole`: links to other blocks, and labels, stay as they are.

    Links to what is nowhere become plain text, and so do those to anything but the web.
    """
    known = {block.id for block in _all(of) if not isinstance(block, Items | Break) and block.id}
    seen: set[str] = set()

    def line(runs: Runs) -> Runs:
        made = [_run(run, known if whole else None) for run in runs]
        texts = kept_apart([run.text for run in made])
        return tuple(run.saying(text) for run, text in zip(made, texts, strict=True) if text)

    def one(block: Block) -> Block:
        if isinstance(block, Break):
            return block
        if isinstance(block, Items):
            return replace(block, items=tuple(tuple(map(one, item)) for item in block.items))
        own = block.id if block.id not in seen else ""
        seen.add(own)
        if isinstance(block, Table):
            rows = tuple(
                tuple(
                    replace(
                        cell,
                        lines=tuple(map(line, cell.lines)),
                        fill=_colour(cell.fill),
                        ink=_colour(cell.ink),
                    )
                    for cell in row
                )
                for row in block.rows
            )
            heads = max(0, min(block.heads, len(rows)))
            return replace(
                block,
                rows=rows,
                heads=heads,
                caption=line(block.caption),
                note=line(block.note),
                id=own,
                label=clean(block.label),
            )
        if isinstance(block, Figure):
            return replace(
                block, caption=line(block.caption), alt=clean(block.alt), id=own, label=clean(block.label)
            )
        return replace(block, runs=line(block.runs), id=own)

    made = tuple(map(one, of))
    return numbered(made) if whole else made


def _all(of: Sequence[Block]) -> Iterator[Block]:
    for block in of:
        yield block
        if isinstance(block, Items):
            for item in block.items:
                yield from _all(item)


def _run(run: Run, known: set[str] | None) -> Run:
    inside = run.link.startswith("#") and (known is None or run.link[1:] in known)
    link = run.link if inside or is_web(run.link) else ""
    text, fill, ink = clean(run.text), _colour(run.fill), _colour(run.ink)
    if (link, fill, ink) == (run.link, run.fill, run.ink):
        return run if text == run.text else run.saying(text)
    return replace(run, text=text, link=link, fill=fill, ink=ink)


def _colour(value: str) -> str:
    return value.lower() if _COLOUR.match(value) else ""

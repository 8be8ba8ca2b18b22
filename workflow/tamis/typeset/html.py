"""Our own pages of HTML to blocks: what their print shows (page.css, @media print).

What a reader of paper cannot do is left out: links to where a number is explained, lists that open, boxes to
search in. `<figure data-figure="flow">` stands for the review's figure of that name; with `hidden` too, for a
figure that only documents show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tamis.typeset.blocks import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Items,
    Paragraph,
    Run,
    Runs,
    Table,
    plain,
    words,
)
from tamis.typeset.markup.runs import (
    BLOCKS,
    DEEPEST,
    ONLY_HEADS,
    child_runs,
    classes,
    is_hidden,
    lines,
    spaced,
    tidy,
)
from tamis.typeset.markup.table import table

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Lists of signs and what they mean, which fill lines.
_KEYS = frozenset({"key", "legend"})


def blocks(html: str) -> Document:
    """Return what a page of ours shows in print.

    The title is the first `h1`, or else the page's `title`; kind, authors and date are those of its front.
    """
    import lxml.html

    # Left to itself, the parser drops what is deep.
    parser = lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")
    root = lxml.html.document_fromstring(f"<html>{html}".encode("utf-8", "ignore"), parser)
    body = root.find("body")
    heads = [] if body is None else [head for head in body.iter("h1") if not is_hidden(head)]
    first = heads[0] if heads else None
    title = words(lines(first)) if first is not None else (root.findtext(".//title") or "").strip()
    front = next((each for each in root.iter("header") if "front" in classes(each)), None)
    reader = _Reader(first, 1 if len(heads) < 2 else 0)
    found: list[Block] = []
    kind, authors, date = "", "", ""
    if front is not None:
        kind = _of_class(front, "kind")
        authors = _of_class(front, "authors")
        date = next((time.get("datetime", "") for time in front.iter("time")), "")
        found += _imprint(front)
        front.clear()
    if body is not None:
        found += reader.flow(body)
    return Document(
        title=" ".join(title.split()),
        blocks=tuple(found),
        kind=kind,
        authors=(authors,) if authors else (),
        date=date,
        lang=root.get("lang") or "en",
        contents=any("contents" in classes(nav) for nav in root.iter("nav")),
    )


def _of_class(element: HtmlElement, name: str) -> str:
    return next((words(lines(each)) for each in element.iter("p") if name in classes(each)), "")


def _imprint(front: HtmlElement) -> Iterator[Paragraph]:
    """Give the lines of the page's front: what, and its words."""
    for name in front.iter("dt"):
        value = name.getnext()
        if value is not None:
            yield Paragraph((Run(f"{words(lines(name))}: ", bold=True), *lines(value)), "note")


class _Reader:
    """Reads the blocks of a page; `above`: how many levels of headings stand above the text's own."""

    def __init__(self, title: HtmlElement | None, above: int) -> None:
        self.title, self.above = title, above

    def flow(self, element: HtmlElement, depth: int = 0, kind: str = "text") -> list[Block]:
        """Return the blocks within an element; loose text is a paragraph of `kind`."""
        if depth > DEEPEST:
            return _paragraph(plain(" ".join(str(element.text_content()).split())), kind)
        found: list[Block] = []
        loose: list[Run] = []

        def close() -> None:
            found.extend(_paragraph(tidy(loose), kind))
            loose.clear()

        if element.text:
            loose.append(Run(spaced(element.text)))
        for child in element:
            if child.get("data-figure") and child.tag == "figure":
                close()
                found += self._figure(child)
            elif not is_hidden(child):
                if child.tag in BLOCKS or child.find(".//table") is not None:
                    close()
                    found += self._block(child, depth + 1, kind)
                else:
                    loose.extend(child_runs(child, Run(""), depth, cell=False))
            if child.tail:
                loose.append(Run(spaced(child.tail)))
        close()
        return found

    def _block(self, element: HtmlElement, depth: int, kind: str) -> list[Block]:
        tag, own = str(element.tag), classes(element)
        if element is self.title:
            return []
        if tag in _HEADS:
            return self._heading(element)
        if tag == "table":
            return [table(element)]
        if tag in ("ul", "ol"):
            return self._list(element, depth)
        if tag == "dl":
            return self._terms(element, depth)
        if tag in ("dt", "summary"):
            above = element.getparent()
            alone = above is not None and bool(classes(above) & ONLY_HEADS)
            return _paragraph(lines(element), "text" if alone else "term")
        if tag == "pre":
            text = str(element.text_content()).strip("\n")
            return _paragraph((Run(text, code=True),) if text.strip() else (), kind)
        if tag == "figure":  # a drawing that is no file of the review: what is said of it
            return [
                block
                for caption in element.iter("figcaption")
                for block in _paragraph(lines(caption), "note")
            ]
        if tag in ("blockquote",):
            return self.flow(element, depth, "quote")
        if tag in ("p", "footer") or own & {"note", "stand-ins", "arm", "weight", "form-section"}:
            for names, is_kind in (
                ({"note", "reference"}, "note"),
                ({"under"}, "under"),
                ({"stand-ins"}, "lead"),
                ({"arm", "weight", "form-section"}, "term"),
            ):
                if own & names:
                    kind = is_kind
            kind = "note" if tag == "footer" else kind
        return self.flow(element, depth, kind)

    def _heading(self, element: HtmlElement) -> list[Block]:
        """Return a heading, with the id of the section that it heads; what it answers is a line below it."""
        above = element.getparent()
        section = above.get("id", "") if above is not None and above.tag == "section" else ""
        own = element.get("id") or ""
        answers = next((each for each in element.iter("span") if "prisma" in classes(each)), None)
        below = _paragraph(lines(answers), "under")
        if answers is not None:
            answers.drop_tree()
        runs = tuple(replace(run, link="") for run in lines(element))
        level = max(1, int(str(element.tag)[1]) - self.above)
        return [
            *([Heading(runs, level, section if own == f"h-{section}" else own)] if runs else []),
            *below,
        ]

    def _figure(self, element: HtmlElement) -> list[Block]:
        caption = lines(next(element.iter("figcaption"), None))
        told = [" ".join(str(each.text_content()).split()) for each in element.iter("desc")]
        # An HTML parser leaves `desc` of a drawing where it is; without a drawing, the caption is what is
        # said.
        return [
            Figure(
                element.get("data-figure") or "",
                caption,
                " ".join(told) or words(caption),
                element.get("id") or "",
            )
        ]

    def _list(self, element: HtmlElement, depth: int) -> list[Block]:
        own = classes(element)
        items = [item for item in element if item.tag == "li" and not is_hidden(item)]
        if own & _KEYS:
            parts = [lines(item) for item in items]
            joined = [run for part in parts if part for run in (*part, Run("; "))][:-1]
            return _paragraph(tidy(joined), "note")
        made = []
        for item in items:
            inner = self.flow(item, depth + 1)
            if inner and item.get("id") and isinstance(inner[0], Paragraph):
                inner[0] = replace(inner[0], id=item.get("id") or "")
            if inner:
                made.append(tuple(inner))
        return [Items(tuple(made), element.tag == "ol", "references" in own)] if made else []

    def _terms(self, element: HtmlElement, depth: int) -> list[Block]:
        """Return a list of terms: each in bold above what it means; key figures as a table."""
        if "figures" in classes(element):
            rows = [
                (Cell((lines(name),), "row"), Cell((lines(name.getnext()),), align="right"))
                for name in element.iter("dt")
            ]
            return [Table(tuple(rows), heads=0)] if rows else []
        return self.flow(element, depth)


def _paragraph(runs: Runs, kind: str) -> list[Block]:
    return [Paragraph(runs, kind)] if words(runs).strip() else []

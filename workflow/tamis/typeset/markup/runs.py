"""What a page of ours says within a paragraph, as runs; and what of a page is in print at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from tamis.typeset.blocks import Run, Runs

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Elements that no paper shows, and classes that page.css hides from it or from every eye.
NEVER = frozenset(
    [
        "script",
        "style",
        "nav",
        "template",
        "noscript",
        "form",
        "input",
        "select",
        "textarea",
        "svg",
        "math",
        "dialog",
        "title",
        "meta",
        "link",
    ]
)
_HIDDEN = frozenset({"skip", "sr", "on-screen", "sheet-link", "table-find", "panel"})
#: What is long: its heads stand in print, as page.css says.
ONLY_HEADS = frozenset({"sheet"})
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
        "hr",
        "figcaption",
        "caption",
    ]
)


def _bold(run: Run) -> Run:
    return replace(run, bold=True)


def _italic(run: Run) -> Run:
    return replace(run, italic=True)


def _soft(run: Run) -> Run:
    return replace(run, soft=True)


_STYLES: Mapping[str, Callable[[Run], Run]] = (
    dict.fromkeys(("b", "strong"), _bold)
    | dict.fromkeys(("i", "em", "cite", "dfn", "var"), _italic)
    | dict.fromkeys(("code", "kbd", "samp", "tt"), lambda run: replace(run, code=True))
    | {
        "sup": lambda run: replace(run, sup=True),
        "sub": lambda run: replace(run, sub=True),
        "small": _soft,
    }
)
_CLASSES: Mapping[str, Callable[[Run], Run]] = (
    dict.fromkeys(("note", "place", "source", "tally", "by", "prisma", "interval"), _soft)
    | dict.fromkeys(("none", "disputed"), _italic)
    | {"sign": _bold}
)
#: Links that lead to where a number or value is explained.
_EXPLAINS = frozenset({"n", "mark", "datum", "back"})
#: In a cell, what stands on a line of its own.
_OWN_LINE = frozenset({"note", "interval"})
#: Text without any style.
PLAIN = Run("")
#: No page of ours goes as deep; what does is read as plain text.
DEEPEST = 60


def classes(element: HtmlElement) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset((element.get("class") or "").split())


def is_hidden(element: HtmlElement) -> bool:
    """Return whether an element is not in print."""
    if not isinstance(element.tag, str) or element.tag in NEVER:
        return True
    if element.get("hidden") is not None and element.tag not in ("tr", "tfoot"):  # a search hides rows
        return True
    if element.tag == "button" and element.getparent().tag != "th":
        return True
    own = classes(element)
    if own & _HIDDEN or (element.tag == "details" and "long" in own):
        return True
    above = element.getparent()
    if above is None:
        return False
    if above.get("id") == "numbers":
        return not own & {"title", "in-print"}
    if element.tag == "details":
        return any("open-box" in classes(each) for each in element.iterancestors("div"))
    return bool(classes(above) & ONLY_HEADS) and element.tag != "summary"


def lines(element: HtmlElement | None, style: Run = PLAIN) -> Runs:
    """Return what an element says, in one paragraph."""
    return () if element is None else tidy(runs_within(element, style, 0))


def runs_within(element: HtmlElement, style: Run, depth: int, *, cell: bool = False) -> Iterator[Run]:
    """Give the runs within an element, with white space as it is written."""
    if depth > DEEPEST:
        yield style.saying(str(element.text_content()))
        return
    if element.text:
        yield style.saying(spaced(element.text))
    for child in element:
        if not is_hidden(child):
            yield from child_runs(child, style, depth, cell)
        if child.tail:
            yield style.saying(spaced(child.tail))


def child_runs(child: HtmlElement, style: Run, depth: int, cell: bool) -> Iterator[Run]:
    """Give the runs of an element within a line; `cell`: in a table."""
    tag, own = str(child.tag), classes(child)
    if tag in ("br", "hr"):
        yield style.saying("\n")
        return
    if "rating" in own:
        yield _rating(child, own, style)
        return
    new = _STYLES[tag](style) if tag in _STYLES else style
    for name in own & _CLASSES.keys():
        new = _CLASSES[name](new)
    if tag == "a" and not own & _EXPLAINS:
        new = replace(new, link=child.get("href") or "")
    apart = tag in BLOCKS or (cell and bool(own & _OWN_LINE))
    before, after = ("“", "”") if tag == "q" else ("\n", "\n") if apart else ("", "")
    if tag == "li" and cell:
        before = "\n• "
    yield new.saying(before)
    yield from runs_within(child, new, depth + 1, cell=cell)
    yield new.saying(after)


def _rating(element: HtmlElement, own: frozenset[str], style: Run) -> Run:
    """Return the sign of an answer: in its colours; what the page shows in a square, in brackets."""
    said = " ".join(str(element.text_content()).split())
    colours = dict(re.findall(r"(background|color)\s*:\s*(#[0-9a-fA-F]{6})\b", element.get("style") or ""))
    text = f"[{said or chr(0xA0)}]" if own & {"overruled", "extra"} else said and f"\xa0{said}\xa0"
    return replace(
        style, text=text, bold=True, fill=colours.get("background", ""), ink=colours.get("color", "")
    )


def spaced(text: str) -> str:
    """Return a text with one space for several, and no soft hyphens."""
    return re.sub(r"[ \t\r\n\f]+", " ", text.replace("\xad", ""))


def tidy(runs: Iterable[Run]) -> Runs:
    """Return runs as a browser sets them: one space for several, none at an end of a line; alike joined."""
    made: list[Run] = []
    last = "\n"
    for run in runs:
        kept: list[str] = []
        for character in run.text:
            if character == "\n" and last == " ":
                _drop_space(kept, made)
            if not (character in " \n" and last == "\n") and not (character == " " and last == " "):
                kept.append(character)
                last = character
            elif character == "\n":
                last = "\n"
        if kept:
            made.append(run.saying("".join(kept)))
    while made and not (rest := made[-1].text.rstrip(" \n")):
        made.pop()
    if made:
        made[-1] = made[-1].saying(rest)
    return tuple(
        style.saying("".join(run.text for run in alike))
        for style, alike in groupby(made, key=lambda run: run.saying(""))
    )


def _drop_space(kept: list[str], made: list[Run]) -> None:
    """Take away the space before the end of a line."""
    if kept:
        kept.pop()
    elif made:
        made[-1] = made[-1].saying(made[-1].text.removesuffix(" "))

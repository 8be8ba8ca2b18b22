"""Markdown as a team writes its synthesis: made into HTML in which nothing is left to run.

CommonMark and tables, by markdown-it-py; beyond these, citations as in the protocol, [@id; @id]. Comments,
<!-- -->, are left out; other raw HTML is printed as it is written, and links lead to the web or nowhere.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from tamis.reports.references import CITATION, Library, cited
from tamis.typeset.text import is_web

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

#: What is left out of every text.
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DEEPEST = 6


def html(text: str, library: Library, *, top: int = 4) -> Markup:
    """Return a Markdown text as HTML.

    Args:
        text: the text.
        library: what `[@id]` cites.
        top: the level of its highest heading in the page; no level is left out below it.
    """
    own = _reader(library)
    tokens = own.parse(COMMENT.sub("", text))
    _shift(tokens, top)
    # What markdown-it-py renders with `html` off is escaped, but for our own citations.
    return Markup(own.renderer.render(tokens, own.options, {}).strip())  # noqa: S704


def reader() -> MarkdownIt:
    """Return a reader of CommonMark and tables that leaves nothing to run: no HTML, no pictures."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "reference"])
    made.validateLink = is_web  # type: ignore[method-assign, assignment]
    return made


def _reader(library: Library) -> MarkdownIt:
    """Return a reader that knows citations, too."""
    made = reader()
    made.inline.ruler.before("link", "citation", _citation)

    def cite(tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return Markup("({})").format(library.cite_all(cited(tokens[at].content)))

    def out(tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
        tokens[at].attrSet("class", "out")
        return str(made.renderer.renderToken(tokens, at, options, env))  # type: ignore[attr-defined]

    made.renderer.rules |= {"citation": cite, "link_open": out}  # type: ignore[attr-defined]
    return made


def _citation(state: StateInline, silent: bool) -> bool:
    """Take what cites, `[@id]`, for one thing: a rule of the reader."""
    found = CITATION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("citation", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _shift(tokens: Sequence[Token], top: int) -> None:
    """Bring headings down to where the page is, so that none leaves a level out."""
    heads = [token for token in tokens if token.type.startswith("heading_")]
    highest = min((int(head.tag[1]) for head in heads), default=1)
    last = top - 1
    for opening, closing in zip(heads[::2], heads[1::2], strict=True):
        last = min(top + int(opening.tag[1]) - highest, last + 1, _DEEPEST)
        opening.tag = closing.tag = f"h{last}"

"""What people write in Markdown and a manuscript does not read: told of, rather than lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.reports.markdown import reader

#: Lists and quotations within each other, each of them two levels deep: what is deeper the reader leaves out.
_DEEPEST = 20
_IMAGE = re.compile(r"!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_NOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_FRONT = re.compile(r"\s*---[ \t]*\n(?:[^\n]*\n){0,200}?---[ \t]*(?:\n|\Z)")


def unread(text: str) -> Iterator[tuple[int, str]]:
    """Give what in a text is not read, with its line, from 0.

    text: its comments and tags made harmless.
    """
    if front := _FRONT.match(text):
        yield (
            0,
            "this begins with front matter (---), which is not read: title and authors belong into the text",
        )
        text = re.sub(r"[^\n]", " ", front[0]) + text[front.end() :]
    own = reader()
    own.options["maxNesting"] = 3 * _DEEPEST
    deep = False
    for token in own.parse(text):
        line = token.map[0] if token.map else 0
        if token.nesting == 1 and token.level >= _DEEPEST and not deep:
            deep = True
            yield line, f"lists and quotations stand in each other more than {_DEEPEST // 2} deep"
        if token.type == "hr":
            yield line, "a line across the page (---, ***) is not read; take it out"
        elif token.type == "ordered_list_open" and (start := token.attrGet("start")) is not None:
            yield line, f"this list begins with {start}; a numbered list begins with 1 here"
        elif token.type == "inline":
            said = " ".join(
                "\n" if child.type == "softbreak" else child.content
                for child in token.children or ()
                if child.type in ("text", "softbreak")
            )
            if _IMAGE.search(token.content) and "![" in said:
                yield (
                    line,
                    'a picture is not read in Markdown; a figure of the review is {{ figure("flow") }}',
                )
            if found := _NOTE.search(said):
                yield (
                    line,
                    f"a footnote ({found[0]}) is not read in Markdown; write it in the text, or use Word",
                )

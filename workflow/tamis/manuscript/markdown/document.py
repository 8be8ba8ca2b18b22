"""A manuscript in Markdown: CommonMark and tables, with tags.

Tags are rendered first, each into a mark; the text is then read as Markdown, and what the marks stand for is
put into what was read. So no value is ever read as Markdown or HTML, whatever is in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tamis.manuscript.engine.marks import GONE, KEPT, MARK, SLOT, hide, show, slot
from tamis.manuscript.engine.published import BLOCKS, Made
from tamis.manuscript.engine.said import Said, Wrong
from tamis.manuscript.engine.sandbox import Engine, TagError
from tamis.manuscript.engine.tags import Tag, scan
from tamis.manuscript.markdown.unread import unread
from tamis.reports.markdown import COMMENT, reader
from tamis.typeset.blocks import Block, Cell, Heading, Items, Paragraph, Run, Runs, Table, words

if TYPE_CHECKING:
    from markdown_it.token import Token

_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_SLOTS = re.compile(rf"^[ \t]*((?:{SLOT.pattern}[ \t]*)+)(?:\n|\Z)", re.MULTILINE)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]")
_ALIGN = re.compile(r"text-align:(left|right|center)")


class Markdown:
    """A manuscript in Markdown, read."""

    def __init__(self, text: str) -> None:
        """Read a text with line feeds."""
        self.wrong: list[Wrong] = []
        self.said: list[Said] = []
        self.tags: list[Tag] = []
        self._rendered = ""
        self._marks: list[Made] = []
        self._raw = text
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        for found in KEPT.finditer(text):
            self._note(found.start(), "this character (U+E000 to U+E005) is kept for marks; take it out")
        text = COMMENT.sub(lambda found: GONE * len(found[0]), text)
        self.tags, faults = scan(text)
        for fault in faults:
            self._note(fault.at, fault.text)
        for tag in self.tags:
            if wrong := self._misplaced(text, tag):
                self._note(tag.start, wrong)
        self._text = text
        bare = list(text)  # each tag as so many letters: lines stay where they are
        for tag in self.tags:
            bare[tag.start : tag.end] = re.sub(r"[^\n]", "x", text[tag.start : tag.end])
        for line, wrong in unread("".join(bare).replace(GONE, " ")):
            self._note(self._lines[min(line, len(self._lines) - 1)], wrong)
        tag_at = [tag.start for tag in self.tags]
        at = 0
        for gap in [*_BLANK.finditer(text), None]:
            end = gap.start() if gap else len(text)
            if (part := text[at:end]).replace(GONE, "").strip():
                start = at + len(part) - len(part.lstrip())
                inside = tuple(range(bisect_left(tag_at, start), bisect_left(tag_at, end)))
                kept = (
                    was if was == "\n" else now
                    for was, now in zip(self._raw[start:end], text[start:end], strict=True)
                )
                said = "".join(kept).replace(GONE, " ")
                self.said.append(Said(str(self._line(start)), said, inside, start, self._level(said)))
            at = gap.end() if gap else end

    def _line(self, at: int) -> int:
        return bisect_right(self._lines, at)

    def _level(self, text: str) -> int:
        """Return the level of the heading that a paragraph is, or begins with; of the first of level 1 -1."""
        signs = _HEADING.match(text)
        level = len(signs[1]) if signs else 0
        return -1 if level == 1 and all(said.level >= 0 for said in self.said) else level

    def _note(self, at: int, text: str) -> None:
        line = self._line(at)
        self.wrong.append(Wrong(text, line=line, column=at - self._lines[line - 1] + 1))

    def of_tag(self, number: int, text: str) -> Wrong:
        """Return what is wrong with a tag, with its place."""
        at = self.tags[number].start
        line = self._line(at)
        return Wrong(text, line=line, column=at - self._lines[line - 1] + 1)

    @staticmethod
    def _misplaced(text: str, tag: Tag) -> str:
        """Return what is wrong with where a tag stands; empty: nothing."""
        if tag.around:
            return f"'{{%{tag.around} ... %}}' is for Word; in Markdown write '{{% ... %}}'"
        if not tag.function(BLOCKS):
            return ""
        start, end = text.rfind("\n", 0, tag.start) + 1, text.find("\n", tag.end)
        rest = text[start : tag.start] + text[tag.end : end if end >= 0 else len(text)]
        wrong = f"{tag.function(BLOCKS)}(...) stands in line with text; it needs a line of its own"
        return wrong if rest.replace(GONE, "").strip() else ""

    def render(self, engine: Engine) -> None:
        """Render every tag into a mark.

        Raises:
            TagError: a tag cannot be rendered.
        """
        parts, at = list[str](), 0
        for number, tag in enumerate(self.tags):
            parts += [hide(self._text[at : tag.start]), slot(number)]
            at = tag.end
        parts.append(hide(self._text[at:]))
        source = _SLOTS.sub(self._own_line, "".join(parts).replace(GONE, ""))
        self._rendered = show(engine.render(source, self.tags))
        self._marks = engine.marks.made

    def _own_line(self, found: re.Match[str]) -> str:
        """Return a line of tags alone: statements leave no empty line, tables and figures stand apart."""
        tags = [self.tags[int(each[1])] for each in SLOT.finditer(found[0])]
        if all(tag.kind != "{{" for tag in tags):
            return found[1].strip()
        return f"\n{found[1].strip()}\n\n" if any(tag.function(BLOCKS) for tag in tags) else found[0]

    def shown(self) -> list[int]:
        """Return the numbers of all marks, in the order in which a reader meets them."""
        return [int(found[2]) for found in MARK.finditer(self._rendered)]

    def finish(
        self,
        citations: Callable[[int], Runs],
        blocks: Callable[[int], Sequence[Block]],
        references: Sequence[Block],
    ) -> tuple[str, tuple[Block, ...]]:
        """Return the title, empty where there is none, and the blocks; every mark filled in.

        The title is the first heading of the first level; it is no block.

        Args:
            citations: what stands in the text for a mark that cites.
            blocks: what stands in the place of a mark's paragraph.
            references: what is put at the end; none where the list has its place.

        Raises:
            TagError: a table or figure stands where none can.
        """
        return _Writer(self._marks, citations, blocks).write(self._rendered, references)


class _Writer:
    """Makes blocks of Markdown."""

    def __init__(
        self,
        marks: Sequence[Made],
        citations: Callable[[int], Runs],
        blocks: Callable[[int], Sequence[Block]],
    ) -> None:
        self._marks, self._citations, self._blocks = marks, citations, blocks
        self._reader = reader()
        self._reader.normalizeLink = self._address  # type: ignore[method-assign]

    def write(self, text: str, references: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
        """Return title and blocks of a text."""
        made = [*self._all(iter(self._reader.parse(text)))]
        heads = [block for block in made if isinstance(block, Heading)]
        title = next((head for head in heads if head.level == 1), None)
        highest = min((head.level for head in heads if head is not title), default=1)
        last = 0
        shifted = list[Block]()
        for block in made:
            if block is title:
                continue
            if isinstance(block, Heading):  # no level is left out below another
                last = min(block.level - highest + 1, last + 1)
                block = Heading(block.runs, last, block.id)
            shifted.append(block)
        return words(title.runs) if title else "", (*shifted, *references)

    def _address(self, url: str) -> str:
        """Return an address with the values that stand in it; percent-encoded as Markdown has it."""
        from markdown_it.common.normalize_url import normalizeLink

        return normalizeLink(MARK.sub(lambda found: self._marks[int(found[2])].text, url))

    def _all(self, tokens: Iterator[Token], end: str = "") -> Iterator[Block]:
        """Give blocks, up to the token that ends them."""
        for token in tokens:
            if token.type == end:
                return
            yield from self._one(token, tokens)

    def _one(self, token: Token, tokens: Iterator[Token]) -> Iterator[Block]:
        if token.type == "heading_open":
            yield Heading(self._inline(next(tokens)), int(token.tag[1]))
        elif token.type == "paragraph_open":
            inline = next(tokens)
            found = MARK.fullmatch(inline.content.strip())
            if found and self._marks[int(found[2])].kind in BLOCKS:
                if token.level:
                    self._refuse(int(found[2]), "a list or a quotation")
                yield from self._blocks(int(found[2]))
            elif runs := self._inline(inline):
                yield Paragraph(runs)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            items = list[tuple[Block, ...]]()
            for each in tokens:
                if each.type == "list_item_open":
                    items.append(tuple(self._all(tokens, "list_item_close")))
                elif each.level == token.level:
                    break
            yield Items(tuple(items), ordered=token.type.startswith("ordered"))
        elif token.type == "blockquote_open":
            for block in self._all(tokens, "blockquote_close"):
                yield Paragraph(block.runs, "quote") if isinstance(block, Paragraph) else block
        elif token.type in ("fence", "code_block"):
            yield Paragraph(tuple(self._filled(token.content.rstrip("\n"), Run("", code=True))))
        elif token.type == "table_open":
            yield self._table(tokens)

    def _table(self, tokens: Iterator[Token]) -> Table:
        rows, heads = list[list[Cell]](), 0
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                align = _ALIGN.search(str(token.attrGet("style") or ""))
                head = "col" if token.type == "th_open" else ""
                cell = Cell((self._inline(next(tokens)),), head, align=align[1] if align else "left")
                rows[-1].append(cell)
            elif token.type == "thead_close":
                heads = len(rows)
        return Table(tuple(map(tuple, rows)), heads)

    def _inline(self, token: Token) -> Runs:
        """Return what stands in a line of text."""
        runs, look = list[Run](), [Run("")]
        for child in token.children or ():
            now = look[-1]
            if child.type.endswith("_close"):
                look.pop()
            elif child.type.endswith("_open"):
                link = str(child.attrGet("href") or "") if child.type == "link_open" else now.link
                bold, italic = child.type == "strong_open", child.type == "em_open"
                look.append(Run("", bold=bold or now.bold, italic=italic or now.italic, link=link))
            elif child.type == "code_inline":
                runs += self._filled(child.content, Run("", now.bold, now.italic, code=True, link=now.link))
            else:
                text = {"softbreak": " ", "hardbreak": "\n"}.get(child.type, child.content)
                runs += self._filled(text, now)
        return _together(runs)

    def _filled(self, text: str, look: Run) -> Iterator[Run]:
        """Give runs of a text that look so, with what its marks stand for."""

        def like(text: str, run: Run = look) -> Run:
            return Run(
                text, run.bold or look.bold, run.italic or look.italic, run.sup, run.sub, look.code, look.link
            )

        at = 0
        for found in MARK.finditer(text):
            yield like(text[at : found.start()])
            at = found.end()
            made = self._marks[int(found[2])]
            if made.kind in BLOCKS:
                self._refuse(int(found[2]), "code, or in line with text")
            elif made.kind == "cite":
                yield from (like(run.text, run) for run in self._citations(int(found[2])))
            elif made.kind != "item":
                yield like(made.text)
        yield like(text[at:])

    def _refuse(self, number: int, where: str) -> None:
        made = self._marks[number]
        raise TagError(made.tag, f"{made.kind}(...) stands in {where}; it needs a paragraph of its own")


def _together(runs: Sequence[Run]) -> Runs:
    """Return runs without empty ones, those that look the same as one, and no space at the ends."""
    made = list[Run]()
    for run in runs:
        same = made and Run(made[-1].text, *_look(run)) == made[-1]
        if same:
            made[-1] = Run(made[-1].text + run.text, *_look(run))
        elif run.text:
            made.append(run)
    if made:
        made[-1] = replace(made[-1], text=made[-1].text.rstrip())
    return tuple(made) if words(made).strip() else ()


def _look(run: Run) -> tuple[bool, bool, bool, bool, bool, str]:
    return run.bold, run.italic, run.sup, run.sub, run.code, run.link

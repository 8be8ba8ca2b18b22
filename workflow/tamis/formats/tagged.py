"""The scanner that formats of tag lines share: RIS, MEDLINE, Web of Science.

It goes through a text line by line and cuts it into entries. Nothing is thrown away that could be part of
an entry: a line without a tag continues the field before it, an entry that is not closed is kept, and
what looks wrong is noted with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tamis.formats.columns import Fields
from tamis.formats.entry import Flaw


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a format writes its lines.

    tag: matches a tag line; its groups are the tag and the value.
    starts: tags that begin an entry.
    ends: tags that close one; none where the next one begins without that.
    apart: tags of the file as a whole, not of an entry.
    loose: matches a tag line that is written irregularly, and was meant as one.
    orphans: tags that show, outside of an entry, that one began without its first line.
    indented: lines that continue a field are indented; others that have no tag are strays.
    """

    tag: re.Pattern[str]
    starts: frozenset[str]
    ends: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    loose: re.Pattern[str] | None = None
    orphans: frozenset[str] = frozenset()
    indented: bool = False


@dataclass(slots=True)
class Block:
    """The lines of one entry: where it starts, its fields as (tag, lines of the value), its flaws."""

    line: int
    parts: list[tuple[str, list[str]]] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def fields(self) -> Fields:
        """The entry's fields; the lines of a value are kept apart by line feeds."""
        return Fields((tag, "\n".join(lines)) for tag, lines in self.parts)

    def only(self, tags: frozenset[str]) -> bool:
        """Say whether the entry has nothing yet but some tags, so that one more of them is a repetition."""
        return all(tag in tags for tag, _ in self.parts)


def scan(text: str, syntax: Syntax) -> Iterator[Block]:
    """Yield the entries of a text whose lines end with line feeds."""
    lines = text.split("\n")
    block: Block | None = None
    following = _following(lines)
    after_blank = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            after_blank = True
            continue
        tag, value, regular = _tag(line, syntax, following, number)
        if tag in syntax.apart:
            continue
        if tag in syntax.starts and not (block and syntax.ends and block.only(syntax.starts)):
            if block:
                yield _unclosed(block, syntax)
            block = Block(number)
        if block is None:
            if tag in syntax.orphans:
                block = Block(number, flaws=[Flaw(number, "the entry's first line is missing")])
            else:
                continue
        if tag and not regular:
            block.flaws.append(Flaw(number, f"an irregular line was read as {tag}: {_short(line)}"))
        if tag in syntax.ends:
            yield block
            block = None
        elif tag:
            block.parts.append((tag, [value]))
        elif syntax.indented and line[0] not in " \t":
            block.flaws.append(Flaw(number, f"a line without a tag: {_short(line)}"))
            if block.parts and not after_blank:
                block.parts[-1][1].append(line.strip())
        elif block.parts:
            block.parts[-1][1].append(line.strip())
        after_blank = False
    if block:
        yield _unclosed(block, syntax)


def _following(lines: list[str]) -> list[str]:
    """Return the next line after each that is not blank; empty where there is none."""
    found = [""] * len(lines)
    for at in range(len(lines) - 2, -1, -1):
        found[at] = lines[at + 1] if lines[at + 1].strip() else found[at + 1]
    return found


def _tag(line: str, syntax: Syntax, following: list[str], number: int) -> tuple[str, str, bool]:
    """Return a line's tag, value, and whether it is written as it should be; no tag: it is text."""
    if match := syntax.tag.match(line):
        return match[1], (match[2] or "").strip(), True
    if syntax.loose and (match := syntax.loose.match(line)):
        return match[1], (match[2] or "").strip(), False
    word = line.strip()
    if word in syntax.ends:  # bare: the end of the entry only if nothing of it follows
        rest = following[number - 1]
        if not rest or ((match := syntax.tag.match(rest)) and match[1] in syntax.starts):
            return word, "", False
    return "", "", True


def _unclosed(block: Block, syntax: Syntax) -> Block:
    if syntax.ends:
        closing = " or ".join(sorted(syntax.ends))
        block.flaws.append(Flaw(block.line, f"the entry has no {closing}: it may have been cut off"))
    return block


def _short(line: str) -> str:
    text = line.strip()
    return repr(text if len(text) <= 40 else text[:37] + "...")

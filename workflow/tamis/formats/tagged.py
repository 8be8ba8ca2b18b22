"""The scanner that formats of tag lines share: RIS, MEDLINE, Web of Science, EndNote's tagged text.

A text is cut at the lines that begin an entry, and each line after its tag, which needs no pattern where
entries are written as their format wants it; one that is not is gone through with care. Nothing is thrown
away that could be part of an entry: a line without a tag continues the field before it, an entry that is
not closed is kept, what looks wrong is noted with its line, and text between entries is a `Stray`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tamis.formats.content import Content
from tamis.formats.entry import Flaw, Raw, Stray, shortened


class Head(dict[bytes, str | None]):
    """How tag lines begin: the tag by the characters that stand before a value, None where they are text.

    Args:
        width: how many characters stand before a value.
        pattern: matches them; its group is the tag.
    """

    def __init__(self, width: int, pattern: str) -> None:
        super().__init__()
        self.width = width
        self._match = re.compile(pattern.encode()).fullmatch

    def __missing__(self, start: bytes) -> str | None:
        found = self._match(start)
        if not found:
            return None  # text is not kept: there is no end of it
        tag = self[start] = found[1].decode()
        return tag


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a format writes its lines.

    start: the tag that begins an entry.
    tag: matches a tag line; its groups are the tag and the value.
    head: how a tag line begins that is written as it should be; a value follows.
    ends: tags that close one; none where the next one begins without that.
    apart: tags of the file as a whole, not of an entry.
    loose: matches a tag line that is written irregularly, and was meant as one.
    orphans: tags that show, outside of an entry, that one began without its first line.
    indented: lines that continue a field are indented; others that have no tag are strays.
    """

    start: str
    tag: re.Pattern[str]
    head: Head
    ends: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    loose: re.Pattern[str] | None = None
    orphans: frozenset[str] = frozenset()
    indented: bool = False


def scan(content: Content, syntax: Syntax) -> Iterator[Raw | Stray]:
    """Yield the entries of a file, and what stands between them."""
    width, tag_of = syntax.head.width, syntax.head.__getitem__
    number = 1
    lines: list[bytes] = []
    tags: list[str | None] = []
    alike = 0  # how many first lines of an entry stand one under the other: it is begun once
    for chunk in content.chunks():
        found = chunk.split(b"\n")
        found.pop()  # a chunk ends with a line feed
        begin, searched = 0, max(1, len(lines))
        lines += found
        tags += map(tag_of, [line[:width] for line in found])
        alike = alike or int(tags[0] == syntax.start)
        while (end := _next(tags, syntax.start, searched)) is not None:
            searched = end + 1
            if syntax.ends and end - begin == alike:
                alike += 1
                continue
            yield from _between(lines[begin:end], tags[begin:end], number + begin, syntax)
            begin, alike = end, 1
        # The chunk's last entry may go on in the next one.
        del lines[:begin], tags[:begin]
        number += begin
    if lines:
        yield from _between(lines, tags, number, syntax)


def with_one_title(raw: Raw, tag: str) -> Raw:
    """Return an entry, flagged where it has a second title, the tag of which is given."""
    if raw.tags.count(tag) > 1:
        second = raw.lines[raw.tags.index(tag, raw.tags.index(tag) + 1)]
        raw.flaws = [*raw.flaws, Flaw(second, "a second title: these may be two entries")]
    return raw


def _next(tags: list[str | None], tag: str, begin: int) -> int | None:
    """Return where a tag stands next, at the beginning of a search or after it."""
    try:
        return tags.index(tag, begin)
    except ValueError:
        return None


def _between(
    lines: list[bytes], tags: list[str | None], number: int, syntax: Syntax
) -> Iterable[Raw | Stray]:
    """Return what stands from the first line of an entry to that of the next one."""
    if raw := _regular(lines, tags, number, syntax):
        return (raw,)
    return _line_by_line([line.decode() for line in lines], number, syntax)


def _regular(lines: list[bytes], tags: list[str | None], number: int, syntax: Syntax) -> Raw | None:
    """Return an entry that is written as its format wants it; None where that is not so."""
    if tags[0] != syntax.start:
        return None
    width = syntax.head.width
    tags = tags.copy()
    # A line without a tag is not cut: its letters may be more than a byte.
    values = [line[width:].decode() if tag else "" for line, tag in zip(lines, tags, strict=True)]
    if None in tags:
        while not lines[len(tags) - 1].strip():
            del tags[-1], values[-1]
        if None in tags and not _continued(tags, values, lines, syntax):
            return None
    if syntax.ends:
        if tags.pop() not in syntax.ends or values.pop().strip():
            return None
        if not (syntax.ends.isdisjoint(tags) and syntax.apart.isdisjoint(tags)):
            return None
    if len(tags) < 2 or (syntax.ends and tags[1] == syntax.start):
        return None
    return Raw(number, tags, values)  # type: ignore[arg-type]  # no None is left


def _continued(tags: list[str | None], values: list[str], lines: list[bytes], syntax: Syntax) -> bool:
    """Put further lines of a field to its value, in place; say whether all were of that kind."""
    to = -1
    for at, tag in enumerate(tags):
        if tag is not None:
            to += 1
            tags[to] = tag
            values[to] = values[at]
            continue
        line = lines[at].decode()
        if not line or line.isspace():
            values[to] += "\n"
        elif syntax.indented:
            if line[0] not in " \t":
                return False
            values[to] += "\n" + line
        elif _is_no_text(line, syntax):
            return False
        else:
            values[to] += "\n" + line
    del tags[to + 1 :], values[to + 1 :]
    return True


def _is_no_text(line: str, syntax: Syntax) -> bool:
    loose = syntax.loose is not None and syntax.loose.match(line)
    return bool(loose or syntax.tag.match(line)) or line.strip() in syntax.ends


@dataclass(slots=True)
class Block:
    """The lines of one entry, as far as they were read."""

    line: int
    tags: list[str] = field(default_factory=list)
    values: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    def add(self, tag: str, value: str, line: int) -> None:
        """Take a field; its value may go on."""
        self.tags.append(tag)
        self.values.append([value])
        self.lines.append(line)

    def raw(self) -> Raw:
        """Return the entry."""
        values = ["\n".join(lines) for lines in self.values]
        return Raw(self.line, self.tags, values, self.flaws, self.lines)


def _line_by_line(lines: list[str], number: int, syntax: Syntax) -> Iterator[Raw | Stray]:
    """Yield the entries of some lines, the first of which has a number."""
    block: Block | None = None
    following = _following(lines)
    after_blank = False
    for at, line in enumerate(lines):
        if not line.strip():
            after_blank = True
            continue
        tag, value, regular = _tag(line, syntax, following[at])
        if tag in syntax.apart and block is None:
            continue
        if tag == syntax.start and not (block and syntax.ends and block.tags[-1:] in ([], [tag])):
            if block:
                yield _unclosed(block, syntax)
            block = Block(number + at)
        if block is None:
            if tag not in syntax.orphans:
                yield Stray(number + at, line.strip())
                continue
            block = Block(number + at, flaws=[Flaw(number + at, "the entry's first line is missing")])
        if tag and not regular:
            block.flaws.append(Flaw(number + at, f"an irregular line was read as {tag}: {shortened(line)!r}"))
        if tag in syntax.ends:
            yield block.raw()
            block = None
            if value:
                yield Stray(number + at, value)
        elif tag:
            block.add(tag, value, number + at)
        elif syntax.indented and line[0] not in " \t":
            block.flaws.append(Flaw(number + at, f"a line without a tag: {shortened(line)!r}"))
            if block.values and not after_blank:
                block.values[-1].append(line.strip())
            else:
                block.add("", line.strip(), number + at)
        elif block.values:
            block.values[-1].append(line.strip())
        after_blank = False
    if block:
        yield _unclosed(block, syntax)


def _following(lines: list[str]) -> list[str]:
    """Return the next line after each that is not blank; empty where there is none."""
    found = [""] * len(lines)
    for at in range(len(lines) - 2, -1, -1):
        found[at] = lines[at + 1] if lines[at + 1].strip() else found[at + 1]
    return found


def _tag(line: str, syntax: Syntax, rest: str) -> tuple[str, str, bool]:
    """Return a line's tag, value, and whether it is written as it should be; no tag: it is text."""
    if match := syntax.tag.match(line):
        return match[1], (match[2] or "").strip(), True
    if syntax.loose and (match := syntax.loose.match(line)):
        return match[1], (match[2] or "").strip(), False
    word = line.strip()
    # Bare: the end of the entry only if nothing of it follows.
    if word in syntax.ends and (not rest or ((match := syntax.tag.match(rest)) and match[1] == syntax.start)):
        return word, "", False
    return "", "", True


def _unclosed(block: Block, syntax: Syntax) -> Raw:
    if syntax.ends:
        closing = " or ".join(sorted(syntax.ends))
        block.flaws.append(Flaw(block.line, f"the entry has no {closing}: it may have been cut off"))
    return block.raw()

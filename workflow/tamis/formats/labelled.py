"""The scanner that text reports share: Ovid's, Cochrane's, Embase's, ProQuest's.

A line begins an entry, a line with a label a field; all else is the text of the field before it. Nothing is
thrown away that could be part of an entry: text that no label stands before is a field without a tag. An
entry that lacks what all others end with may have been cut off, and is flagged; so is one after which the
file does not go on as far as it says (`Record #40 of 271`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tamis.formats import columns as c
from tamis.formats import tagged
from tamis.formats.content import Content
from tamis.formats.entry import Flaw, Raw, Stray


@dataclass(frozen=True, slots=True)
class Layout:
    """How a report writes its lines.

    begin: matches the line that begins an entry; its groups are the entry's number and how many there are,
        either of which may be missing.
    label: gives the tag and the value of a line that begins a field, by the line and the next one; None
        where it is text.
    telling: tags, one of which has what begins without a number and is an entry all the same.
    heading: an entry may begin with text that has no label.
    """

    begin: re.Pattern[str]
    label: Callable[[str, str], tuple[str, str] | None]
    telling: frozenset[str] = frozenset()
    heading: bool = False


def on_lines_of_their_own(
    known: frozenset[str], others: re.Pattern[str]
) -> Callable[[str, str], tuple[str, str] | None]:
    """Return what finds labels on lines of their own, with an indented value below.

    Args:
        known: labels that are none but labels, whatever follows.
        others: matches what may be a label, and is one where an indented line follows.
    """

    def label(line: str, following: str) -> tuple[str, str] | None:
        text = line.rstrip()
        is_above = following[:1] in (" ", "\t") and not following.isspace()
        return (text, "") if text in known or (is_above and others.fullmatch(text)) else None

    return label


def scan(content: Content, layout: Layout) -> Iterator[Raw | Stray]:
    """Yield the entries of a file, and what stands between them."""
    last: _Block | None = None
    after: list[Stray] = []
    endings: dict[str, int] = {}
    for found in _blocks(content, layout):
        if isinstance(found, Stray):
            if last:
                after.append(found)
            else:
                yield found
            continue
        if last:
            if last.number and last.of and last.number < last.of and found.number != last.number + 1:
                number = f"number {found.number}" if found.number else "an entry without a number"
                last.flaw(f"after number {last.number} of {last.of} comes {number}")
            yield last.entry(layout)
            yield from after
            after = []
            endings[last.ending] = endings.get(last.ending, 0) + 1
        last = found
    if last:
        if last.values and not any(last.values[-1]):
            last.flaw(f"{last.ending} is empty at the end of the file: the entry may have been cut off")
        if last.number and last.of and last.number < last.of:
            last.flaw(f"the file ends with number {last.number} of {last.of}")
        for ending, count in endings.items():
            if len(endings) == 1 and count > 1 and ending not in last.tags:
                last.flaw(f"the entry does not end with {ending}, as all others do: it may have been cut off")
        yield last.entry(layout)
        yield from after


@dataclass(slots=True)
class _Block(tagged.Block):
    """The lines of one entry, as far as they were read."""

    number: int | None = None
    of: int | None = None

    def flaw(self, text: str) -> None:
        self.flaws.append(Flaw(self.line, text))

    @property
    def ending(self) -> str:
        return self.tags[-1] if self.tags else ""

    def entry(self, layout: Layout) -> Raw:
        """Return the entry, flagged where it lacks something."""
        if not self.tags:
            self.flaw("the entry is empty")
        for tag, line in zip(self.tags, self.lines, strict=True):
            if not tag and not layout.heading:
                self.flaws.append(Flaw(line, "text without a label"))
        self.flaws.sort(key=lambda flaw: flaw.line)
        return self.raw()


def _blocks(content: Content, layout: Layout) -> Iterator[_Block | Stray]:
    """Yield the lines of each entry, and text that belongs to none."""
    block: _Block | None = None
    texts: list[tuple[int, str]] = []
    blank = False
    for number, line, following in _lines(content):
        text = line.strip()
        if begin := layout.begin.match(line):
            yield from _closed(block, texts, layout)
            at, of = (int(group) if group else None for group in begin.groups())
            block, texts, blank = _Block(number, number=at, of=of), [], False
            continue
        if not text:
            blank = True
            continue
        if block is None:
            yield Stray(number, text)
            continue
        if block.number is None:
            texts.append((number, text))
        if found := layout.label(line, following):
            block.add(*found, number)
        elif block.tags and not (blank and block.tags[-1] == ""):
            block.values[-1].append(text)
        else:
            block.add("", text, number)
        blank = False
    yield from _closed(block, texts, layout)


def _closed(block: _Block | None, texts: list[tuple[int, str]], layout: Layout) -> Iterator[_Block | Stray]:
    """Yield an entry; the lines of what turned out to be none."""
    if block and block.number is None and layout.telling.isdisjoint(block.tags):
        yield from (Stray(number, text) for number, text in texts)
    elif block:
        if block.number is None:
            block.line = block.lines[0]
        yield block


def _lines(content: Content) -> Iterator[tuple[int, str, str]]:
    """Yield each line with its number, and the next one; nothing follows the last."""
    number, held = 0, ""
    for chunk in content.chunks():
        for line in chunk.decode("utf-8", "replace").split("\n")[:-1]:
            if number:
                yield number, held, line
            number, held = number + 1, line
    if number:
        yield number, held, ""


# --- values -------------------------------------------------------------------------------------


def parts(value: str) -> list[str]:
    """Return what is listed in a value: separated by semicolons, or else in lines.

    >>> parts("Adult;  Home\\nCare; "), parts("Adult\\nHome Care")
    (['Adult', 'Home Care'], ['Adult', 'Home Care'])
    """
    found = value.replace("\n", " ").split(";") if ";" in value else value.split("\n")
    return [text for part in found if (text := " ".join(part.split()))]


def listed(*tags: str, end: str = "") -> c.Rule:
    """Return what is listed under some tags, each once; `end` are letters that may close a list."""

    def get(raw: Raw) -> str:
        found = (part.rstrip(end) if end else part for value in raw.of(*tags) for part in parts(value))
        return c.distinct(found)

    return c.Rule(get, frozenset(tags), frozenset(tags))


def without_dot(*tags: str) -> c.Rule:
    """Return the first value that is not empty, without the full stop that a report puts behind it."""
    get = c.first(*tags).get
    return c.Rule(lambda raw: get(raw).rstrip(" ."), frozenset(tags))

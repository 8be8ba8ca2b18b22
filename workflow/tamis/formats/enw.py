"""EndNote's tagged text (.enw, also called Refer or BibIX), as many others write it too.

A tag is a percent sign and a character; a text goes on in lines without a tag, also after blank ones. In
most files %0 begins an entry. In a file that does not begin with it (AIS eLibrary puts %0 second, or leaves
it out; Refer never had it), blank lines part the entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats import columns as c
from tamis.formats import tagged
from tamis.formats.content import Content
from tamis.formats.entry import Flaw, Raw, Stray

NAME = "EndNote tagged (.enw)"

#: Stands, in place of a blank line, before an entry that does not begin with %0; and in place of such a 0.
_BEGIN, _ZERO = b"%0 \x01", b"\x02"
_TAG_LINE = re.compile(rb"%[!-~](?:[ \t]|$)")
_FIRST_TAG = re.compile(r"\n%([!-~])(?:[ \t]|(?=\n))")
_TYPE = re.compile(r"\n%0(?:[ \t][^\n]*)?\n(?:[ \t]*\n)*%[!-~][ \t\n]")
_TITLE = re.compile(r"\n%T[ \t]\S")
_NAME_OR_DATE = re.compile(r"\n%(?:A[ \t]\S|D[ \t]+\d)")
_MARKER = re.compile(rb"\n%0(?=[ \t\n])")
_PARTED = re.compile(rb"\n[ \t]*(?=\n%[!-~][ \t\n])")
_AND = re.compile(r"(?<!\s)\s++and\s+")
SYNTAX = tagged.Syntax(
    start="0",
    head=tagged.Head(3, r"%([!-~\x02])(?:[ \t]|$)"),
    tag=re.compile(r"%([!-~\x02])(?:[ \t](.*)|$)"),
)


def _authors(raw: Raw) -> str:
    """Return the authors; Rayyan puts all in one field, with `and` between them."""
    names: list[str] = []
    for value in raw.all("A"):
        for line in re.split(r"[;\n]", value):
            parts = _AND.split(line)
            # The "and" in an organisation's name parts no names.
            names += parts if all("," in part for part in parts) else [line]
    return c.joined(names)


def _listed(*tags: str) -> c.Rule:
    """Return what is listed under some tags: in lines, separated by semicolons, or both."""

    def get(raw: Raw) -> str:
        parts = (part for value in raw.of(*tags) for part in re.split(r"[;\n]", value))
        return c.distinct(parts)

    return c.Rule(get, frozenset(tags), frozenset(tags))


COLUMNS = c.Columns(
    source_id=c.first("M", "F"),
    type=c.first("0"),
    title=c.first("T", "Q", "!"),
    authors=c.Rule(_authors, frozenset("A"), frozenset("A")),
    year=c.year("D", "8"),
    journal=c.first("J", "B"),
    volume=c.first("V"),
    issue=c.first("N"),
    pages=c.first("P"),
    doi=c.doi("R", resolver=("U",)),
    pmid=c.either(
        c.matching(r"\b(?:PubMed|PMID)\b\W{0,3}(\d{4,8})\b", "M", "Z"),
        c.matching(r"(\d{4,8})\s*\[?PMID\b", "M"),
        c.matching(c.PMID_IN_LINK, "U"),
        c.when("pubmed|medline", ("~", "W"), c.matching(r"^\s*(\d{4,8})\s*$", "M")),
    ),
    accession=c.first("M"),
    issn=_listed("@"),
    abstract=c.text("X"),
    keywords=_listed("K"),
    url=c.first("U", ">"),
    language=c.first("G"),
)


def recognise(content: Content) -> int | None:
    """EndNote tagged: a line with a type and a tag after it; or a title, and an author or a year."""
    return content.find(_TYPE, _TITLE) if content.has(_TYPE) or content.has(_NAME_OR_DATE) else None


def _by_blank_lines(content: Content) -> bool:
    """Say whether blank lines part the entries of a file: its first tag is not %0."""
    first = _FIRST_TAG.search(content.head)
    return first is not None and first[1] != "0"


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the entries, and what stands between them."""
    marked = _Marked(content)
    shift = 1 if marked.by_blank else 0
    for found in tagged.scan(marked, SYNTAX):
        if isinstance(found, Stray):
            yield Stray(found.line - shift, found.text)
        else:
            yield _entry(found, shift, marked.by_blank)


def _entry(raw: Raw, shift: int, by_blank: bool) -> Raw:
    """Return an entry without what was put into the text to find it; `shift` lines stand before its text."""
    flaws = list(raw.flaws)
    tags, values, lines = raw.tags, raw.values, [line - shift for line in raw.lines]
    if raw.values[0] == "\x01" and len(tags) > 1:
        tags, values, lines = tags[1:], values[1:], lines[1:]
        if not by_blank:
            flaws.append(Flaw(lines[0], "the entry has no %0"))
        tags = ["0" if tag == "\x02" else tag for tag in tags]
    found = raw if len(tags) == len(raw.tags) else Raw(lines[0], tags, values, flaws, lines)
    return tagged.with_one_title(found, "T")


class _Marked(Content):
    """A file's text, with a line of our own before each entry that does not begin with %0.

    It takes the place of a blank line, so that lines keep their numbers; where blank lines part the entries
    there is a further line before the first.
    """

    def __init__(self, content: Content) -> None:
        self._content = content
        self.by_blank = _by_blank_lines(content)

    def chunks(self) -> Iterator[bytes]:
        by_blank = blank = self.by_blank
        titled = False
        for chunk in self._content.chunks():
            lines: list[bytes] = []
            for line in chunk.split(b"\n")[:-1]:
                if not line.strip():
                    if blank:
                        lines.append(b"")
                    blank = True
                    continue
                tag = line[1:2] if _TAG_LINE.match(line) else b""
                begins = blank and bool(tag) and (by_blank or (tag == b"T" and titled))
                if blank:
                    lines.append(_BEGIN if begins else b"")
                if tag == b"0" and by_blank:
                    line = b"%" + _ZERO + line[2:]
                lines.append(line)
                titled = tag == b"T" or (titled and not begins and tag != b"0")
                blank = False
            if lines:
                yield b"\n".join(lines) + b"\n"
        if blank:
            yield b"\n"


def count_markers(content: Content) -> int:
    """Count the lines with %0; where blank lines part the entries, the tags that follow on one."""
    if _by_blank_lines(content):
        found, before = 0, b"\n\n"  # the beginning of a file parts, too
        for chunk in content.chunks():
            found += len(_PARTED.findall(before + chunk))
            last = chunk[chunk.rfind(b"\n", 0, -1) + 1 :]
            before = b"\n" if last.strip() else b"\n\n"
        return found
    return content.count(_MARKER)

"""One BibTeX entry to its fields: through `bibtexparser`, and by hand where that gives up or goes wrong.

`bibtexparser` refuses an entry for one missing comma or brace, and takes some of what it does not refuse for
something else (a field without a comma before it is part of the value before). So what it gives is looked
over, and an entry that is not right is read anew, from field to field: each begins where a name and `=` say
so, and at the latest ends where the next one begins. Both ways take time that grows with the text alone.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tamis.formats import bibtex_text
from tamis.formats.entry import Flaw, Raw, shortened

#: More lines than this one after the other are too deep for `bibtexparser`, which calls itself for each.
_MOST_LINES = 300

_KNOWN = (
    "abstract|address|affiliations?|annote|art_number|article-number|articleno|author|author_keywords|booktitle"
    "|chapter|crossref|date|day|doi|edition|editor|ee|eid|eissn|eprint|file|howpublished|institution|isbn|issn"
    "|issue|issue_date|journal|journaltitle|keywords(?:-plus)?|language|location|month|note|number|numpages"
    "|organization|pages|pmid|publisher|pubmed|school|series|source|title|type|unique-id|url|urldate|volume|year"
)
_NAME = r"[^\s{}\"#,=()%@\\]{1,80}"
_HEAD = re.compile(r"@\s*(\w+)\s*([{(])\s*")
_KEY = re.compile(
    r"(?P<key>(?=(?:[^,\n{}()]++|\{[^{}\n]*+\}|\([^()\n]*+\))*+(?:[,)}\n]|$))(?:[^,\n{}()]++|\{[^{}\n]*+\}"
    r"|\([^()\n]*+\))*+|[^,\n]*+)(?P<mark>[,)}\n]|$)"
)
_NO_KEY = re.compile(rf"(?i:(?:{_KNOWN})\s*=\s*[\"{{\w]|{_NAME}\s*=\s*[\"{{])")
#: Where a field begins, whatever stands before it; and where one begins within what was taken for a value.
_FIELD = re.compile(rf"({_NAME}(?:[ \t]{_NAME}){{0,2}})\s*=\s*")
_BEFORE = r"^[ \t]*+,?+[ \t]*+"
_SWALLOWED = re.compile(rf"(?:{_BEFORE}|[,}}\"][ \t]*+)(?:{_KNOWN})[ \t]*+=\s*+[\"{{]", re.M | re.I)
_BOUNDARY = re.compile(
    rf"{_BEFORE}(?={_NAME}[ \t]*+=\s*+[\"{{]|(?i:{_KNOWN})[ \t]*+=\s*+\w)"
    rf"|[,}}\"][ \t]*+(?=(?i:{_KNOWN})[ \t]*+=[ \t]*+[\"{{\d])",
    re.M,
)
_GAP = re.compile(r"[\s,]*")
_BARE = re.compile(r"[^\s{}\"#,=()]+")
_JOINT = re.compile(r"\s*#\s*")
_BRACE = re.compile(r"(?<!\\)[{}]")
_QUOTE = re.compile(r"(?<!\\)[{}\"]")

#: Macros that every BibTeX style defines.
MONTHS = {
    name[:3].lower(): name
    for name in (
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December"),
    )
}
#: Fields of names, of addresses and identifiers, and of what is no text at all.
_PEOPLE = frozenset({"author", "authors", "editor", "editors"})
_VERBATIM = frozenset(
    {
        "url",
        "doi",
        "ee",
        "link",
        "eprint",
        "biburl",
        "pdf",
        "unique-id",
        "pmid",
        "pubmed",
        "issn",
        "isbn",
        "eid",
    }
)
_AS_IT_IS = frozenset({"file", "local-url", "bdsk-file-1", "bdsk-url-1"})


@dataclass(slots=True)
class _Parsed:
    """An entry as it is written: each field with its place in the text, its name and its value."""

    type: str
    key: str
    fields: list[tuple[int, str, str]] = field(default_factory=list)
    flaws: list[tuple[int, str]] = field(default_factory=list)
    end: int = 0


def read(text: str, line: int, strings: Mapping[str, str]) -> tuple[Raw, int]:
    """Return an entry, and where in the text it ends.

    The entry's type and citation key stand under `ENTRYTYPE` and `ID`; other tags are in small letters.

    Args:
        text: begins with the entry's `@`, and ends before the next one's.
        line: the line of the file where it begins.
        strings: the macros defined so far.
    """
    parsed = _by_library(text, line) or _by_hand(text, line)
    tags, values, lines = ["ENTRYTYPE", "ID"], [parsed.type.lower(), parsed.key], [line, line]
    for at, name, value in parsed.fields:
        tag = " ".join(name.lower().split())
        tags.append(tag)
        values.append(_text(tag, evaluate(value, strings)))
        lines.append(at)
    flaws = [Flaw(at, what) for at, what in dict.fromkeys(parsed.flaws)]
    return Raw(line, tags, values, flaws, lines), parsed.end


def _text(tag: str, value: str) -> str:
    """Return a field's value as plain text."""
    if tag in _AS_IT_IS:
        return value
    if tag in _PEOPLE:
        return bibtex_text.names(value)
    text = bibtex_text.plain(value, prose=tag not in _VERBATIM)
    if "\n" in text:
        text = "\n".join(map(str.strip, text.split("\n")))
    return bibtex_text.page_range(text) if tag == "pages" else text


# --- values -------------------------------------------------------------------------------------


def evaluate(value: str, strings: Mapping[str, str]) -> str:
    """Return what a value says, without what encloses it: macros are put in, and pieces put together."""
    if "#" not in value or value_end(value, 0, len(value)) != len(value):
        return _piece(value, strings)
    found, at = [], 0
    while at < len(value):
        end = _piece_end(value, at, len(value))
        if end is None or end == at:
            return _piece(value, strings)
        found.append(_piece(value[at:end], strings))
        joint = _JOINT.match(value, end)
        at = joint.end() if joint else len(value)
    return "".join(found)


def _piece(value: str, strings: Mapping[str, str]) -> str:
    if len(value) > 1 and value[0] in '{"':
        return value[1:-1]
    return strings.get(value.lower(), value)


def value_end(text: str, at: int, stop: int) -> int | None:
    """Return where a value ends that begins at a place; None where it is not closed."""
    while True:
        end = _piece_end(text, at, stop)
        if end is None:
            return None
        joint = _JOINT.match(text, end, stop)
        if not joint:
            return end
        at = joint.end()


def _piece_end(text: str, at: int, stop: int) -> int | None:
    if at >= stop:
        return at
    if text[at] not in '{"':
        bare = _BARE.match(text, at, stop)
        return bare.end() if bare else at
    depth = 0
    quoted = text[at] == '"'
    for mark in (_QUOTE if quoted else _BRACE).finditer(text, at + quoted, stop):
        if mark[0] == '"':
            if depth <= 0:
                return mark.end()
        else:
            depth += 1 if mark[0] == "{" else -1
            if depth == 0 and not quoted:
                return mark.end()
    return None


# --- bibtexparser -------------------------------------------------------------------------------


def _by_library(text: str, line: int) -> _Parsed | None:
    """Return an entry as `bibtexparser` reads it; None where it does not, or not as it is meant."""
    if text.count("\n") > _MOST_LINES:
        return None
    try:
        found = _library()(text).split().blocks
    except Exception:  # whatever it stumbles on is read by hand
        return None
    # The same field twice is no entry to it, but is in its block.
    entry: Any = getattr(found[0], "ignore_error_block", found[0]) if found else None
    if type(entry).__name__ != "Entry" or any(
        type(other).__name__ != "ImplicitComment" for other in found[1:]
    ):
        return None
    end = len(entry.raw)
    fields = [(line + one.start_line, one.key, one.value) for one in entry.fields]
    if _BOUNDARY.search(text, end) or not _is_said(entry.raw, entry.key, fields[-1][2] if fields else None):
        return None
    if not all(_is_right(name, value) for _, name, value in fields):
        return None
    return _Parsed(entry.entry_type, entry.key, fields, [], end)


def _is_said(raw: str, key: str, last: str | None) -> bool:
    """Say whether an entry ends with its last value; text after it is left out without a word."""
    said = raw[:-1].rstrip().rstrip(",").rstrip()
    if last is None:
        return said[said.find("{") + 1 :].strip() == key
    return bool(last) and said.endswith(last) and said.removesuffix(last).rstrip().endswith("=")


def _is_right(name: str, value: str) -> bool:
    match = _FIELD.match(name + "=")
    if not match or len(match[1]) != len(name) or (" " in name and value[:1] not in '{"'):
        return False
    if value.startswith("{") and value.find("}") == len(value) - 1:
        return True
    return value_end(value, 0, len(value)) == len(value) and not ("=" in value and _SWALLOWED.search(value))


@cache
def _library() -> Any:
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it finds wrong is said as a flaw
    return Splitter


# --- by hand ------------------------------------------------------------------------------------


def _by_hand(text: str, line: int) -> _Parsed:
    """Return what can be read of an entry, with what is wrong with it."""
    head = _HEAD.match(text)
    if not head:
        raise ValueError("no entry begins here")
    reader = _Reader(text, line, head)
    at = reader.read_key(head.end())
    if not reader.closed:
        reader.read_fields(at)
    return reader.parsed


class _Reader:
    """What is read of one entry, field by field."""

    def __init__(self, text: str, line: int, head: re.Match[str]) -> None:
        self.parsed = _Parsed(head[1], "")
        self.closed = False
        self._text = text
        self._closing = "}" if head[2] == "{" else ")"
        self._line = line
        self._feeds = [feed.start() for feed in re.finditer("\n", text)]

    def _flaw(self, at: int, what: str) -> None:
        self.parsed.flaws.append((self._line + bisect_left(self._feeds, at), what))

    def _add(self, at: int, name: str, value: str) -> None:
        self.parsed.fields.append((self._line + bisect_left(self._feeds, at), name, value))

    def read_key(self, at: int) -> int:
        """Read the citation key; return where it ends. The entry may be closed right there."""
        if _NO_KEY.match(self._text, at):
            self._flaw(at, "the entry has no citation key")
            return at
        match = _KEY.match(self._text, at)
        key, mark = (match["key"], match["mark"]) if match else ("", "")
        end = match.end() if match else at
        self.parsed.key = key.strip()
        if mark == self._closing and not _BOUNDARY.search(self._text, end):
            self.closed = True
            self.parsed.end = end
        elif mark == "\n" and _FIELD.match(self._text, _gap(self._text, end, len(self._text))):
            self._flaw(at, "no comma after the citation key")
        return end

    def read_fields(self, at: int) -> None:
        """Read the fields, from a place up to the end of the entry."""
        text, parted = self._text, True
        for stop in (*(found.end() for found in _BOUNDARY.finditer(text, at)), len(text)):
            while not self.closed:
                begin, at = at, _gap(text, at, stop)
                parted = parted or "," in text[begin:at]
                if at >= stop:
                    break
                if text[at] in ("}", self._closing):
                    self.closed = stop == len(text)
                    if not self.closed:
                        self._flaw(at, "a closing brace stands before the end of the entry")
                    parted = True
                    at += 1
                elif named := _FIELD.match(text, at, stop):
                    if not parted:
                        self._flaw(at, f"there is no comma before {named[1]}")
                    at = self._read_value(named, stop)
                    parted = False
                else:
                    at = self._read_junk(at, stop)
                    parted = True
        self.parsed.end = at
        if not self.closed:
            self._end_open()

    def _read_value(self, named: re.Match[str], stop: int) -> int:
        """Add a field; return where it ends. One that is not closed ends where the next begins."""
        at = named.end()
        end = value_end(self._text, at, stop)
        if end is not None:
            self._add(named.start(), named[1], self._text[at:end])
            return end
        value = self._text[at:stop].rstrip().rstrip(",").rstrip()
        end = at + len(value)
        if stop == len(self._text) and value.endswith(self._closing):
            value = value[:-1].rstrip().rstrip(",").rstrip()
            self.closed = True
            end = stop
        value = value[1:] if value[:1] in ("{", '"') else value
        # A path such as {C:\folder\} is closed, by the brace that looks like a sign.
        if value.endswith("}") and value.count("{") == value.count("}") - 1:
            value = value[:-1]
        elif self.closed or stop < len(self._text):
            self._flaw(
                named.start(), f"the value of {named[1]} is not closed: it was read up to the next field"
            )
        self._add(named.start(), named[1], "{" + value + "}")
        return end

    def _read_junk(self, at: int, stop: int) -> int:
        """Keep text that is no field, without a tag; return where it ends."""
        end = self._text.find(self._closing, at, stop) if stop == len(self._text) else -1
        self.closed = end >= 0
        junk = self._text[at : end if self.closed else stop].strip()
        if junk:
            self._flaw(at, f"text that is no field: {shortened(junk)!r}")
            self._add(at, "", "{" + junk + "}")
        return end + 1 if self.closed else stop

    def _end_open(self) -> None:
        """Note that the entry is not closed."""
        if self.parsed.fields:
            at, name, value = self.parsed.fields[-1]
            if value.endswith("}") and (inner := value[:-1].rstrip()).endswith(","):
                # The brace that closes the entry closed the value, whose own is missing.
                self.parsed.fields[-1] = (at, name, inner[:-1].rstrip() + "}")
                self.parsed.flaws.append((at, f"the value of {name} is not closed"))
                return
        self._flaw(len(self._text.rstrip()), "the entry is not closed: it may have been cut off")


def _gap(text: str, at: int, stop: int) -> int:
    """Return where blanks and commas end that begin at a place."""
    found = _GAP.match(text, at, stop)
    return found.end() if found else at

"""Names in text: replaced where screening tools put them, and nowhere else; all other bytes stay.

The places: a name in quotation marks before `=>`, as Rayyan writes notes (in RIS, BibTeX and CSV); a cell of
a table under a heading that speaks of reviewers, a heading that is a name, or ends with one in brackets; a
value of JSON under a key that speaks of reviewers. A reviewer's e-mail address is replaced wherever it is.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tamis import encoding
from tamis.scrub.people import ADDRESS, People, folded

#: What stands in place of an address that is nobody's of ours.
REMOVED = "[e-mail removed]"
#: Headings and keys of what a reviewer is called, and of what an author is.
_OURS = re.compile(
    r"review|screen|rater|coder|assess|person|label+ed|label+er|user|\bwho\b|_by\b|\bby\b|createdby|editedby"
    r"|e-?mail|contact|^name$|member|owner",
    re.I,
)
_THEIRS = re.compile(r"author|affiliat|correspond|publisher|journal|title|abstract|keyword", re.I)
_TAGGED = re.compile(r"^\s*(?:TY {1,2}-|PMID-|@\w+\s*[{(]|%0 )", re.M)
#: A name in quotation marks, doubled or escaped as a table or JSON around it asks, before an arrow; marks in
#: the name itself have a backslash more.
_ARROW = re.compile(
    r'(?P<mark>\\?"{1,2}|&quot;)(?P<name>(?:\\{1,2}(?P=mark)|(?!(?P=mark))[^"\\\r\n]){1,200})(?P=mark)'
    r"(?=\s*=(?:>|&gt;))"
)
_ESCAPED = re.compile(r'\\+(?:"{1,2}|&quot;)')
_JSON_PAIR = re.compile(r'"(?P<key>(?:[^"\\]|\\.){1,80})"\s*:\s*(?P<value>"(?:[^"\\]|\\.)*")')
_IN_BRACKETS = re.compile(r"(.*\()([^()]+)(\)\s*)", re.S)
_SEVERAL = re.compile(r"(\s*[;,|/]\s*)")
#: So many rows of a table may stand above its head.
_ABOVE = 20


@dataclass(slots=True)
class Tally:
    """What was replaced, how often, by whom it is now; and the addresses that are nobody's of ours."""

    replaced: Counter[tuple[str, str]] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Scrubber:
    """Takes names and addresses out of texts."""

    people: People
    tally: Tally
    all_emails: bool = False

    def id_of(self, name: str) -> str:
        """Return the id that takes a name's place, and count it; empty where the name stays."""
        id = self.people.of(name.strip())
        if not id or folded(id) == folded(name):
            return ""
        self.tally.replaced[name.strip(), id] += 1
        return id

    def several(self, text: str) -> str:
        """Return a cell of one name, or of several with signs between them, with ids in their place."""
        if id := self.id_of(text):
            return text.replace(text.strip(), id)
        parts = _SEVERAL.split(text)
        return "".join(self.id_of(part) or part for part in parts) if len(parts) > 1 else text

    def addresses(self, text: str) -> str:
        """Return a text without the addresses of reviewers, or without any."""
        if "@" not in text:
            return text
        known = self.people.addresses

        def instead(found: re.Match[str]) -> str:
            address = found[0]
            if id := known.get(address.casefold()):
                self.tally.replaced[address, id] += 1
                return id
            self.tally.others[address] += 1
            return REMOVED if self.all_emails else address

        return ADDRESS.sub(instead, text)

    def text(self, text: str) -> str:
        """Return a text of any format that is read as text."""
        text = _ARROW.sub(self._before_arrow, text)
        if text.lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
            text = self._json(text)
        elif not _TAGGED.search(text.lstrip("\ufeff")[:20_000]):
            text = self._table(text)
        return self.addresses(text)

    def _before_arrow(self, found: re.Match[str]) -> str:
        name = _ESCAPED.sub('"', found["name"])
        return found["mark"] + (self.id_of(name) or found["name"]) + found["mark"]

    def _json(self, text: str) -> str:
        def instead(found: re.Match[str]) -> str:
            if not of_reviewers(found["key"]):
                return found[0]
            try:
                value = json.loads(found["value"])
            except ValueError:
                return found[0]
            new = self.several(value)
            if new == value:
                return found[0]
            start = found.start("value") - found.start()
            return found[0][:start] + json.dumps(new, ensure_ascii=False)

        return _JSON_PAIR.sub(instead, text)

    def _table(self, text: str) -> str:
        rows = list(_rows(text))
        new = self.rows([[_value(text[start:end]) for start, end in row] for row in rows])
        pieces, at = [], 0
        for (row, column), value in sorted(new.items()):
            start, end = rows[row][column]
            pieces += [text[at:start], _written(value, text[start:end])]
            at = end
        return "".join([*pieces, text[at:]])

    def rows(self, rows: list[list[str]]) -> dict[tuple[int, int], str]:
        """Return the cells of a table that change, by row and column, from 0."""
        head = next((at for at, row in enumerate(rows[:_ABOVE]) if sum(map(bool, row)) > 1), 0)
        new: dict[tuple[int, int], str] = {}
        ours = [at for at, name in enumerate(rows[head]) if of_reviewers(name)] if rows else []
        for number, row in enumerate(rows):
            if number == head or (number > head and row == rows[head]):
                changed = {at: self._heading(cell) for at, cell in enumerate(row)}
            else:
                changed = {at: self.several(row[at]) for at in ours if at < len(row) and row[at]}
            new |= {(number, at): cell for at, cell in changed.items() if cell != row[at]}
        return new

    def _heading(self, cell: str) -> str:
        if id := self.id_of(cell):
            return id
        found = _IN_BRACKETS.fullmatch(cell)
        id = self.id_of(found[2]) if found else ""
        return f"{found[1]}{id}{found[3]}" if found and id else cell


def of_reviewers(name: str) -> bool:
    """Say whether a heading or key speaks of reviewers.

    >>> of_reviewers("user_email"), of_reviewers("CreatedBy"), of_reviewers("Author email")
    (True, True, False)
    """
    return bool(_OURS.search(name)) and not _THEIRS.search(name)


def scrubbed_bytes(data: bytes, scrubber: Scrubber) -> bytes:
    """Return the bytes of a text file without names; whatever is not replaced stays as it is."""
    codec, errors = _codec(data)
    return scrubber.text(data.decode(codec, errors)).encode(codec, errors)


def _codec(data: bytes) -> tuple[str, str]:
    """Return a codec that gives back the very bytes it read, and how it takes what it does not know."""
    name = encoding.detect(lambda: [data])
    if name.startswith("utf-16"):
        name = "utf-16-be" if data.startswith(b"\xfe\xff") or name.endswith("be") else "utf-16-le"
    elif name.startswith("utf-32"):
        name = "utf-32-le"
    for codec, errors in ((name, "strict"), ("utf-8", "surrogateescape")):
        try:
            if (
                codec not in (encoding.MIXED, "utf-8-sig")
                and data.decode(codec, errors).encode(codec, errors) == data
            ):
                return codec, errors
        except (UnicodeError, LookupError):
            continue
    return "utf-8", "surrogateescape"


def _rows(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield where the cells of each row of a table stand: start and end, quotation marks included."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    mark = re.escape(max(",;\t", key=head.count))
    cell = re.compile(
        rf'(?P<cell>"(?:[^"]++|"")*+"|[^{mark}\r\n]*)(?P<after>{mark}|\r\n|\r|\n|\Z|(?=.))', re.S
    )
    at, row = 1 if text.startswith("\ufeff") else 0, []
    while at < len(text):
        found = cell.match(text, at)
        if not found:  # cannot be, since each part may be empty
            return
        row.append(found.span("cell"))
        at = found.end()
        if found["after"] == "" and at < len(text):  # text behind a closing mark belongs to the cell
            rest = re.compile(rf"[^{mark}\r\n]*").match(text, at)
            at = rest.end() if rest else at
            after = re.compile(rf"{mark}|\r\n|\r|\n|\Z").match(text, at)
            row[-1] = (row[-1][0], at)
            at, ended = (after.end(), after[0]) if after else (len(text), "")
        else:
            ended = found["after"]
        if ended in ("\r\n", "\r", "\n", ""):
            yield row
            row = []
    if row:
        yield row


def _value(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _written(value: str, cell: str) -> str:
    """Return a value as a cell, in quotation marks where the one it replaces had them."""
    return '"' + value.replace('"', '""') + '"' if cell.startswith('"') else value

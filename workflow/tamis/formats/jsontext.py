"""Objects in a list, as JSON has them, with their lines: what formats of JSON share.

A file is walked through key by key, so that each entry and each of its fields has its line, and so that
what is malformed or cut off costs only itself: its entry is kept with what was read before the break, and
reading goes on with the next object.

A list gives a field for each of what it holds; an object is a field as compact JSON. Numbers stay as they
are written. A missing value (`null`, `NaN`) is an empty field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import islice

from tamis.formats.content import Content, Refused
from tamis.formats.entry import Flaw, Raw, Stray
from tamis.formats.jsonvalues import LAX, NUMBERS


@dataclass(frozen=True, slots=True)
class Shape:
    """Where in a file the entries stand: in a list at the top, or in one under a key.

    lists: keys whose list holds the entries.
    around: keys whose object holds such a list.
    alone: whether an object at the top may be an entry itself: one that has no such list, or that tells by
        its keys that it is one, whatever it holds; there may be several, one after the other (JSON Lines).
    """

    lists: tuple[str, ...]
    around: tuple[str, ...] = ()
    alone: bool = False


#: Keys of an entry, in lower case without signs; what stands around a list of entries has no two of them.
_TITLES = frozenset({"title", "displayname", "articletitle", "primarytitle"})
_TELLS = frozenset(
    {"author", "authors", "authorships", "creators", "doi", "pmid", "pubmedid", "year", "issued", "published"}
) | {
    *("publicationyear", "yearpublished", "pubyear", "datepublished", "publicationdate", "abstract"),
    *("abstracttext", "journal", "journaltitle", "containertitle", "lensid", "paperid", "eid", "externalids"),
}
#: So many objects at the top show whether they are entries.
_FIRST = 20

_BEGIN = re.compile(r"\s*(?:\[\s*(?:\]|\{)|\{\s*(?:\}|\"))")
_SPACE = re.compile(r"\s*")
_APART = re.compile(r"[\s,]*")
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_BRACKETS = re.compile(rf"{_STRING}|[\[\]{{}}]", re.S)
_STRING_OR_SPACE = re.compile(rf"({_STRING})|\s+", re.S)
_ESCAPED = re.compile(_STRING, re.S)
#: What stands between texts, taken for a text: a quotation mark before it is one too many or too few.
_INSIDE_OUT = re.compile(r'"\s*[,:{}\[\]][\s,:{}\[\]]*"')
#: What follows an object in a list.
_AFTER = re.compile(r"\s*(?:,?\s*[\[{]|\]|\}?\s*\Z)")
_CLOSING = re.compile(r"[\s}]*")
_STRICT = re.compile(r'"[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+"')
_PLAIN = re.compile(r"true|false|null|NaN|-?Infinity|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SIGNS = re.compile(r"[\W_]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LOST = re.compile(r"\\u(?:[dD][89a-fA-F]|[fF]{3}[dD])")
#: No entry is longer by far; brackets are not followed further.
_LONGEST = 1 << 20
#: What is nested too deeply is nested no less than so many letters further on.
_DEEP = 500
_WINDOW = 1 << 16

_DECODER = json.JSONDecoder(**NUMBERS)


def looks_like(content: Content) -> bool:
    """Say whether a file begins as JSON does: with a list of objects or an object."""
    return not content.is_zip and _BEGIN.match(content.head) is not None


def sample(content: Content, shape: Shape, most: int = 20) -> list[Raw]:
    """Return the first entries in the beginning of a file."""
    try:
        return [raw for raw in islice(_Walk(content.head, shape).run(), most) if isinstance(raw, Raw)]
    except Refused:
        return []


def scan(text: str, shape: Shape) -> Iterator[Raw | Stray]:
    """Yield the entries, and what stands between them.

    Raises:
        Refused: there is no list of entries.
    """
    walk = _Walk(text, shape)
    held: list[Raw | Stray] = []  # the last entry and what follows it: how a file ends is known at its end
    for item in walk.run():
        if isinstance(item, Raw):
            yield from held
            held = []
        held.append(item)
    if walk.cut:
        flaw = Flaw(walk.line(len(text.rstrip())), walk.cut)
        if held and isinstance(held[0], Raw):
            held[0].flaws = [*held[0].flaws, flaw]
        else:
            held.append(Stray(flaw.line, flaw.text))
    yield from held


class _Broken(Exception):
    """JSON that is none, with its offset."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


@dataclass(slots=True)
class _Fields:
    """The fields of an entry on its way, and the offset of each."""

    tags: list[str]
    values: list[str]
    starts: list[int]

    def add(self, tag: str, value: str, start: int) -> None:
        self.tags.append(tag)
        self.values.append(value)
        self.starts.append(start)


#: Yields what it finds and returns the offset after it.
_Walking = Generator[Raw | Stray, None, int]


class _Walk:
    """One walk through a text."""

    def __init__(self, text: str, shape: Shape) -> None:
        self._text = text
        self._shape = shape
        self._loses = _LOST.search(text) is not None
        self._seen, self._number = 0, 1
        #: What the objects of this file begin with, once one is read.
        self._first = ""
        self._length = len(text.rstrip())
        #: Where line breaks and the like stand in a text as they are.
        self._controls: list[int] = []
        #: Where a list of entries begins next, and since where that is known.
        self._next_list: tuple[int, int | None] = (len(text) + 1, None)
        #: How far brackets were followed in vain.
        self._unbalanced = 0
        #: Whether the objects at the top are entries, whatever they hold, once that is known.
        self._tops: bool | None = None
        #: What is wrong where the text ends before its list does.
        self.cut = ""

    def line(self, at: int) -> int:
        """Return the line of an offset."""
        if at >= self._seen:
            self._number += self._text.count("\n", self._seen, at)
        else:
            self._number -= self._text.count("\n", at, self._seen)
        self._seen = at
        return self._number

    def run(self) -> Iterator[Raw | Stray]:
        """Yield all there is."""
        text, at = self._text, 0
        while (at := self._over(_APART, at)) < len(text):
            if text[at] == "[":
                at = yield from self._list(at)
            elif text[at] == "{" and self._shape.alone and self._are_entries(at):
                at = yield from self._object(at)
            elif text[at] == "{" and self._has_list(at):
                at = yield from self._around(at)
            elif text[at] == "{" and self._shape.alone:
                at = yield from self._alone(at)
            elif text[at] == "{":
                raise Refused(f"has no list {' or '.join(map(repr, self._shape.lists))} that could be read")
            else:
                end = min((end for mark in "[{" if (end := text.find(mark, at)) > 0), default=len(text))
                yield self._stray(at, end)
                self.cut = self.cut or "text stands outside of the list: the file is damaged"
                at = end

    # --- around the entries

    def _members(self, at: int) -> Iterator[tuple[str, int]]:
        """Yield each key of an object, and where its value begins."""
        at = self._over(_APART, at + 1)
        while self._text[at : at + 1] != "}":
            key, at = self._key(at)
            yield key, at
            at = self._after(self._skip(at))

    def _are_entries(self, at: int) -> bool:
        """Say whether the objects at the top are entries, whatever lists they hold.

        One is where it has a title and another key of entries; several are where one of them has such a key.
        What has no such key at all is a page of results, and may have further ones after it.
        """
        if self._tops is None:
            self._tops = self._tell(at)
        return self._tops

    def _tell(self, at: int) -> bool:
        told, count = False, 0
        end: int | None = at
        while end is not None and count < _FIRST and self._text[end : end + 1] == "{":
            keys, end = self._keys(end)
            count += 1
            titled, more = not keys.isdisjoint(_TITLES), not keys.isdisjoint(_TELLS)
            told = told or titled or more
            if (titled and more) or (told and count > 1):
                return True
        return False

    def _keys(self, at: int) -> tuple[set[str], int | None]:
        """Return the keys of an object, plain, and where the next may begin; as far as can be seen."""
        keys: set[str] = set()
        end: int | None
        try:
            at = self._over(_APART, at + 1)
            while self._text[at : at + 1] != "}":
                key, at = self._key(at)
                keys.add(_SIGNS.sub("", key).casefold())
                if self._text[at] in "[{":
                    end, _ = _closed(self._text, at)
                    if end is None:  # longer than any entry
                        return keys, None
                    at = end
                else:
                    at = self._read(at)[1]
                at = self._after(at)
        except _Broken:
            return keys, None
        return keys, self._over(_APART, at + 1)

    def _has_list(self, at: int, top: bool = True) -> bool:
        """Say whether an object holds a list of entries, as far as it is JSON at all."""
        try:
            for key, start in self._members(at):
                if key in self._shape.lists and self._text[start] == "[":
                    return True
                if top and self._is_around(key, start) and self._has_list(start, False):
                    return True
        except _Broken as broken:
            return self._list_after(broken.at) is not None
        return False

    def _is_around(self, key: str, start: int) -> bool:
        return key in self._shape.around and self._text[start] == "{"

    def _list_after(self, at: int) -> int | None:
        """Return where the next list of entries begins, as far as can be seen in broken text."""
        since, start = self._next_list
        if at < since or (start is not None and start < at):
            keys = "|".join(map(re.escape, self._shape.lists))
            found = re.compile(rf'(?<!\\)"(?:{keys})"\s*:\s*(?=\[)').search(self._text, at)
            start = found.end() if found else None
            self._next_list = (at, start)
        return start

    def _around(self, at: int, top: bool = True) -> _Walking:
        """Yield the entries of the lists in an object."""
        text, at = self._text, self._over(_APART, at + 1)
        try:
            while text[at : at + 1] != "}":
                key, at = self._key(at)
                if key in self._shape.lists and text[at] == "[":
                    at = yield from self._list(at)
                elif top and self._is_around(key, at):
                    at = yield from self._around(at, False)
                else:
                    at = self._skip(at)
                at = self._after(at)
            return at + 1
        except _Broken as broken:
            start = self._list_after(broken.at)
            stop = len(text) if start is None else start
            if broken.at < self._length:
                yield self._stray(broken.at, stop)
            if start is None:
                self.cut = self.cut or "the file breaks off, or is no JSON any more, after its list"
                return stop
            stop = yield from self._list(start)
            return self._over(_CLOSING, stop)

    def _alone(self, at: int) -> _Walking:
        """Yield the entry that an object at the top is, or holds."""
        start = at
        try:
            for key, place in self._members(at):
                if start == at and self._is_around(key, place):
                    start = place
        except _Broken:
            if start != at:  # what is wrong in the entry itself is told there
                self.cut = "text stands outside of the list: the file is damaged"
        end = yield from self._object(start)
        return end if start == at else self._balanced(at) or end

    # --- entries

    def _list(self, at: int) -> _Walking:
        """Yield the entries of a list."""
        text, at = self._text, at + 1
        while (at := self._over(_APART, at)) < len(text):
            if text[at] == "]":
                return at + 1
            if text[at] == "{":
                at = yield from self._object(at)
                continue
            try:
                end = self._skip(at)
            except _Broken as broken:
                end = self._resume(at, broken.at)
            yield self._stray(at, end)
            at = end
        self.cut = "the file breaks off: its list does not end"
        return at

    def _object(self, at: int) -> _Walking:
        """Yield an entry, and what of it could not be read."""
        text, fields, key = self._text, _Fields([], [], []), ""
        flaws: list[Flaw] = []
        self._controls.clear()
        begin, keys = at, set()
        rest: Stray | None = None
        try:
            at = self._over(_APART, at + 1)
            while text[at : at + 1] != "}":
                key = ""
                start = at
                key, at = self._key(at)
                if key in keys:
                    flaws.append(Flaw(self.line(start), f"the key '{key}' stands twice in one entry"))
                keys.add(key)
                at = self._value(key, at, start, fields)
                at = self._after(at)
            at += 1
            self._first = self._first or next(iter(fields.tags), "")
        except _Broken as broken:
            self._first = self._first or next(iter(fields.tags), "")
            inside = f" in '{key}'" if key else ""
            end = self._resume(begin, broken.at)
            if broken.at >= self._length or (end >= len(text) and _is_open(text, broken.at)):
                flaws.append(Flaw(self.line(begin), f"the file breaks off{inside}"))
            else:
                flaws.append(
                    Flaw(self.line(broken.at), f"is not JSON{inside}; the rest of the entry is not read")
                )
            at = max(at, begin + 1)
            if text[at:end].strip(" \n\t,}"):
                rest = self._stray(min(at, end), end)
            at = end
        flaws += [
            Flaw(self.line(one), "a line break or tab stands in a text as it is") for one in self._controls
        ]
        yield self._raw(begin, fields, flaws)
        if rest is not None:
            yield rest
        return at

    def _raw(self, begin: int, fields: _Fields, flaws: list[Flaw]) -> Raw:
        line = self.line(begin)
        lines = [self.line(start) for start in fields.starts]
        if self._loses:
            for of in (fields.tags, fields.values):
                for number, value in enumerate(of):
                    if _SURROGATE.search(value):
                        of[number] = value = _SURROGATE.sub("\ufffd", value)
                    if "\ufffd" in value:
                        flaws.append(Flaw(lines[number], "a letter was lost before: it says \ufffd"))
        return Raw(line, fields.tags, fields.values, tuple(flaws), lines)

    def _value(self, key: str, at: int, start: int, fields: _Fields) -> int:
        """Add the fields of a value, and return where it ends."""
        if self._text[at : at + 1] != "[":
            text, end = self._read(at)
            fields.add(key, text, start)
            return end
        at = self._over(_APART, at + 1)
        while self._text[at : at + 1] != "]":
            text, end = self._read(at)
            fields.add(key, text, at)
            at = self._after(end, "]")
        return at + 1

    # --- letters

    def _over(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self._text, at)
        return found.end() if found else at

    def _key(self, at: int) -> tuple[str, int]:
        """Return a key and where its value begins."""
        if self._text[at : at + 1] != '"':
            raise _Broken(at)
        key, end = self._string(at)
        end = self._over(_SPACE, end)
        if self._text[end : end + 1] != ":":
            raise _Broken(end)
        end = self._over(_SPACE, end + 1)
        if end >= len(self._text):
            raise _Broken(end)
        return key, end

    def _after(self, at: int, closing: str = "}") -> int:
        """Return what follows a value in its object or list: where the next begins, or where it closes."""
        at = self._over(_SPACE, at)
        if self._text[at : at + 1] == ",":
            return self._over(_APART, at)
        if self._text[at : at + 1] != closing:
            raise _Broken(at)
        return at

    def _read(self, at: int) -> tuple[str, int]:
        """Return a value as a field has it, and where it ends."""
        mark = self._text[at : at + 1]
        if mark == '"':
            return self._string(at)
        if mark in ("{", "["):
            end = self._end_of(at)
            return _compact(self._text[at:end]), end
        found = _PLAIN.match(self._text, at)
        if found is None:
            raise _Broken(at)
        return "" if found[0] in ("null", "NaN") else found[0], found.end()

    def _skip(self, at: int) -> int:
        """Return where a value ends."""
        return self._end_of(at) if self._text[at : at + 1] in ("{", "[") else self._read(at)[1]

    def _string(self, at: int) -> tuple[str, int]:
        found = _STRICT.match(self._text, at)
        if found is None:
            found = _ESCAPED.match(self._text, at)
            if found is None:
                raise _Broken(at)
            self._controls.append(at)
        if "\\" not in found[0]:
            return found[0][1:-1], found.end()
        try:
            return json.loads(found[0], strict=False), found.end()
        except ValueError:  # a wrong escape
            raise _Broken(at) from None

    def _end_of(self, at: int) -> int:
        """Return where an object or list ends.

        It is decoded within a window that grows where it is too small: an error of the decoder looks at all
        of its text.
        """
        size = _WINDOW
        while True:
            text = self._text[at : at + size]
            try:
                try:
                    return at + _DECODER.raw_decode(text)[1]
                except json.JSONDecodeError as error:
                    if not error.msg.startswith("Invalid control character"):
                        raise
                    end = at + LAX.raw_decode(text)[1]
                    self._controls.append(at + error.pos)
                    return end
            except json.JSONDecodeError as error:
                cut = error.pos >= len(text) - 20 or error.msg.startswith("Unterminated")
                if not cut or at + size >= len(self._text):
                    raise _Broken(max(at, at + error.pos)) from None
            except RecursionError:
                raise _Broken(min(at + _DEEP, len(self._text))) from None
            size *= 16

    # --- after a break

    def _resume(self, begin: int, at: int) -> int:
        """Return where reading goes on after a break at `at` in what begins at `begin`."""
        end = self._balanced(begin)
        if end is not None and _AFTER.match(self._text, end):
            return end
        key = rf"{re.escape(json.dumps(self._first, ensure_ascii=False))}\s*:" if self._first else '"'
        found = re.compile(rf"\{{\s*{key}").search(self._text, max(at, begin + 1))
        return found.start() if found else len(self._text)

    def _balanced(self, begin: int) -> int | None:
        """Return where the brackets that open at an offset are all closed, or None."""
        if begin < self._unbalanced:
            return None
        end, seen = _closed(self._text, begin)
        if end is None:
            self._unbalanced = seen
        return end

    def _stray(self, at: int, end: int) -> Stray:
        return Stray(self.line(at), _SURROGATE.sub("\ufffd", self._text[at:end].strip()))


def _closed(text: str, begin: int) -> tuple[int | None, int]:
    """Return where the brackets that open at an offset are all closed, or None, and how far one looked."""
    depth = 0
    for found in _BRACKETS.finditer(text, begin, begin + _LONGEST):
        mark = found[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
            if depth <= 0:
                return found.end(), found.end()
        elif _INSIDE_OUT.fullmatch(mark):
            return None, found.start()
    return None, min(begin + _LONGEST, len(text))


def _is_open(text: str, at: int) -> bool:
    """Say whether a string begins at an offset that never ends."""
    return text[at : at + 1] == '"' and _ESCAPED.match(text, at) is None


def _compact(text: str) -> str:
    """Return JSON without space between its marks, and with letters in place of their numbers."""
    text = _STRING_OR_SPACE.sub(r"\1", text)
    return _ESCAPED.sub(_plain, text) if "\\" in text else text


def _plain(string: re.Match[str]) -> str:
    if "\\" not in string[0]:
        return string[0]
    return json.dumps(json.loads(string[0], strict=False), ensure_ascii=False)

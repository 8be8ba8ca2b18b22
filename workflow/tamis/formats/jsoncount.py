"""The count of entries in JSON, by brackets alone.

It shares no code, and no list of keys, with the reader (`jsontext`): each format says, in a pattern of its
own for the raw text, under which key its entries stand. The rule by which an object at the top is an entry
is the same, and is written anew here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamis.formats.content import Content

_STRINGS = re.compile(rb'"[^"\\\n]*(?:\\.[^"\\\n]*)*"')
# A quotation mark after a backslash begins no key; it is looked for first, for Python is fast at that.
_KEY = rb'"(?<!\\")(?:%s)"\s*:'
_TITLE = re.compile(_KEY % rb"(?:article|primary)?[-_ ]?title|display[-_ ]?name", re.I)
_TELLS = re.compile(
    _KEY % rb"authors?|authorships|creators|doi|pmid|pubmed[-_ ]?id|(?:publication[-_ ]?|pub[-_ ]?)?year"
    rb"|issued|(?:year[-_ ]?|date[-_ ]?)?published|publication[-_ ]?date|abstract(?:[-_ ]?text)?"
    rb"|journal(?:[-_ ]?title)?|container[-_ ]?title|(?:lens|paper|e)[-_ ]?id|external[-_ ]?ids",
    re.I,
)
# Bytes that are in no text stand for keys, with the bracket after them where there is one.
_LIST, _AROUND, _TITLED, _TOLD = 0xFF, 0xFE, 0xFD, 0xFC
_OTHERS = bytes(set(range(256)) - {*b"[]{}", _LIST, _AROUND, _TITLED, _TOLD})


def count(content: Content, before: bytes, around: bytes = rb"(?!)", alone: bool = False) -> int:
    """Count the objects that open where entries stand, by brackets alone, strings left out.

    Right for every valid file; strings of such a file end on the line on which they begin.

    Args:
        content: the file.
        before: a pattern for the key whose list holds the entries.
        around: a pattern for the key whose object holds such a list.
        alone: whether an object at the top may be an entry: one without such a list, one with a title and a
            further key of entries, and all of several where one has such a key.
    """
    lists = re.compile(_KEY % before + rb"\s*\[")
    holders = re.compile(_KEY % around + rb"\s*\{")
    # Entries in lists at the top, in lists in objects, and objects without a list; all objects at the top.
    listed = held = bare = tops = 0
    depth = ways = 0  # how deep it is, and how many of these are objects around a list
    opens: int | None = None  # the depth at which entries open
    inside = lone = False  # whether this is in an object at the top, and in one without a list so far
    keys = seen = 0  # which keys (1: a title, 2: another) this object has, and any has
    begun = telling = sure = False
    for chunk in _whole_keys(content.chunks()):
        if not begun and chunk.strip():
            begun, telling = True, alone and chunk.lstrip().startswith(b"{")
        chunk = holders.sub(bytes((_AROUND,)), lists.sub(bytes((_LIST,)), chunk))
        if telling:
            chunk = _TELLS.sub(bytes((_TOLD,)), _TITLE.sub(bytes((_TITLED,)), chunk))
        for mark in _STRINGS.sub(b"", chunk).translate(None, _OTHERS):
            if mark in (_TITLED, _TOLD):
                if inside and depth == 1:
                    keys |= 1 if mark == _TITLED else 2
                    seen, sure = seen | keys, sure or keys == 3
            elif mark in b"[\xff":
                if opens is None and (depth == 0 or (mark == _LIST and depth == ways)):
                    opens, lone = depth + 1, False
                depth += 1
            elif mark in b"{\xfe":
                if depth == opens:
                    held, listed = held + inside, listed + (not inside)
                if depth == 0:
                    tops, ways, inside, lone, keys = tops + 1, 1, True, alone, 0
                elif mark == _AROUND and depth == 1:
                    ways += 1
                depth += 1
            else:
                depth = max(0, depth - 1)
                ways = min(ways, depth)
                if opens is not None and depth < opens:
                    opens = None
                if depth == 0:
                    bare, inside, lone = bare + lone, False, False
    if sure or (seen and tops > 1):
        return listed + tops
    return listed + held + bare + lone


def _whole_keys(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the text in parts that end outside of strings, and not between a key and its value."""
    rest = b""
    for chunk in chunks:
        at = 0
        while at < len(chunk):  # a file without lines is one chunk, and the rules copy what they look at
            size = max(_PART, len(rest))
            rest += chunk[at : at + size]
            at += size
            end = _CLOSED.match(rest).end()  # type: ignore[union-attr]  # it matches nothing, too
            if rest[max(0, end - 100) : end].rstrip()[-1:] not in (b":", b'"', b""):
                yield rest[:end]
                rest = rest[end:]
    yield rest


_PART = 4 << 20
_CLOSED = re.compile(rb'(?:[^"]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+', re.S)

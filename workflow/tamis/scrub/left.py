"""Names that still stand in a file whose names were taken out: in authors, abstracts, and other places."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from tamis import encoding
from tamis.scrub.people import ADDRESS, folded

#: What a database of SQLite begins with.
SQLITE = b"SQLite format 3\x00"
#: How texts may stand in a file that is no text.
_CODECS = ("utf-8", "utf-16-le", "utf-16-be")
_MARKED_UP = (".xml", ".rels", ".vml")
#: Ends of texts in a workbook; tags within one may part a name.
_END = re.compile(r"</(?:\w+:)?(?:si|is|v|text|comment|p)>")
_TAG = re.compile(r"<[^<>]*>")
_VALUE = re.compile(r"""=\s*["']([^"'<>]*)["']""")


def in_text(data: bytes, names: Mapping[str, str]) -> Counter[str]:
    """Return how often names of more than one word, or addresses, still stand in a text of any encoding."""
    return _found(_decoded(data), names)


def in_archive(data: bytes, names: Mapping[str, str]) -> dict[str, Counter[str]]:
    """Return the same of each part of an archive in which there are some, its own name included."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        each = {
            info.filename: _in_part(info.filename, archive.read(info), names) for info in archive.infolist()
        }
    return {part: found for part, found in each.items() if found}


def in_bytes(data: bytes, names: Iterable[str]) -> Counter[str]:
    """Return how often names stand in a file that is no text, in small letters or capitals."""
    small = data.lower()
    found = Counter(
        {name: sum(small.count(name.encode(codec).lower()) for codec in _CODECS) for name in names}
    )
    return +found


def _in_part(part: str, content: bytes, names: Mapping[str, str]) -> Counter[str]:
    there = _found(part, names)
    text = _decoded(content)
    if b"\0" in content:  # no text, or one whose letters have two bytes
        return there + (in_bytes(content, _told(names)) | _found(text, names))
    if not part.endswith(_MARKED_UP):
        return there + _found(text, names)
    plain = html.unescape(_TAG.sub("", _END.sub("\n", text)))
    return there + (_found(html.unescape(text), names) | _found(plain, names)) + _alone(text, names)


def _alone(text: str, names: Iterable[str]) -> Counter[str]:
    """Return how often names of one word are all that an attribute says: of a sheet, a filter, a choice."""
    values = Counter(folded(html.unescape(value)) for value in _VALUE.findall(text))
    single = {folded(name): name for name in names if len(name.split()) == 1 and not ADDRESS.fullmatch(name)}
    return +Counter({name: values[value] for value, name in single.items()})


def _decoded(data: bytes) -> str:
    return encoding.decoder(encoding.detect(lambda: [data])).decode(data, final=True)


def _told(names: Iterable[str]) -> Iterator[str]:
    """Yield the names that are looked for, each once: a single word may be anything."""
    told: set[str] = set()
    for name in names:
        if (len(name.split()) > 1 or ADDRESS.fullmatch(name)) and folded(name) not in told:
            told.add(folded(name))
            yield name


def _found(text: str, names: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name in _told(names):
        words = r"\s+".join(map(re.escape, name.split()))
        found[name] = len(re.findall(rf"(?<!\w){words}(?!\w)", text, re.I))
    return +found

"""Is a `.docx` fit to be opened? Asked of its zip, before anything in it is unpacked or read as XML."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from tamis.manuscript.word.read import PARSER

#: What a manuscript may be at most: the file, its parts, what it unpacks to, and one part of XML.
MOST_BYTES = 50_000_000
MOST_PARTS = 2_000
MOST_UNPACKED = 300_000_000
MOST_XML = 20_000_000
_RATIO = 200
_OLE = b"\xd0\xcf\x11\xe0"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#: What Word opens by itself when it opens a document; a hyperlink is opened by nobody but the reader.
_OPENED = (
    "attachedTemplate",
    "oleObject",
    "image",
    "frame",
    "subDocument",
    "aFChunk",
    "video",
    "audio",
    "mailMerge",
)


def wrong(data: bytes) -> str:
    """Return why a file is no Word document that can be taken in; empty where it is one."""
    if data[:4] == _OLE:
        return "is encrypted, or an old .doc: save it in Word as .docx, without a password"
    if len(data) > MOST_BYTES:
        most = f"a manuscript may have {MOST_BYTES / 1e6:.0f} MB: make its pictures smaller"
        return f"has {len(data) / 1e6:,.0f} MB; {most}"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return next(_wrong(package), "")
    except (
        *(zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError),
        *(zlib.error, etree.XMLSyntaxError),
    ):
        return "is no Word document, or a broken one: open it in Word, and save it as .docx (Word Document)"


def _wrong(package: zipfile.ZipFile) -> Iterator[str]:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS:
        yield f"has {len(parts):,} parts; a manuscript may have {MOST_PARTS:,}"
    if len({name.casefold() for name in names}) < len(names):
        yield "is no Word document: it holds two parts of one name"
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    xml = [part for part in parts if part.filename.casefold().endswith((".xml", ".rels"))]
    if whole > MOST_UNPACKED or any(part.file_size > MOST_XML for part in xml):
        yield f"unpacks to {whole / 1e6:,.0f} MB, which no manuscript does"
    if whole > 10_000_000 and whole > _RATIO * max(packed, 1):
        yield f"unpacks to {whole // max(packed, 1):,} times its size, which no manuscript does"
    if any(part.flag_bits & 1 for part in parts):
        yield "is encrypted: save it in Word without a password"
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        yield "is no Word document: it holds no text"
    if any("vbaproject" in name.casefold() for name in names):
        yield "holds macros: save it in Word as .docx (Word Document), without macros"
    for part in xml:
        # Reading stops at the size that the zip states, whatever lies behind it.
        text = package.read(part)
        if _declares(text):
            yield f"is not as Word writes it: {part.filename} declares a document type or entities"
        if part.filename == "[Content_Types].xml" and _MAIN.encode() not in text:
            yield "is no Word document (.docx), but one with macros, a template or another kind of file"
        if part.filename.endswith(".rels"):
            yield from _leads_out(part.filename, text)


def _declares(text: bytes) -> bool:
    """Return whether XML holds a document type; in UTF-16, too."""
    return (
        b"<!DOCTYPE" in text
        or b"<!ENTITY" in text
        or "<!DOCTYPE".encode("utf-16-le") in text.replace(b"\0<", b"<\0")
    )


def _leads_out(name: str, data: bytes) -> Iterator[str]:
    """Give what Word would fetch from elsewhere as it opens the document.

    A template on the author's own disk, as Word notes it, is none of it; it is left out of what is made.
    """
    for relation in etree.fromstring(data, PARSER).iter("{*}Relationship"):
        kind, where = (relation.get(key, "") for key in ("Type", "Target"))
        kind = kind.rstrip("/").rpartition("/")[2]
        if kind.casefold() == "afchunk":
            what = f"holds another document that Word would take in as it is opened ({kind}, {name})"
            yield f"{what}; take it out"
        if relation.get("TargetMode", "").strip().casefold() != "external":
            continue
        local = re.match(r"(?:file:///)?[A-Za-z]:|file:///(?!/)|/(?!/)|[\w ]+\.dot[xm]?$", where)
        if kind in _OPENED and not (kind == "attachedTemplate" and local):
            what = f"would fetch {where[:80]!r} when it is opened ({kind}, {name})"
            yield f"{what}: put it into the document, or take it out"

"""Which encoding a file is in that a database wrote or a person saved, and its text.

Byte-order marks decide; else UTF-16 shows in its zero bytes; else UTF-8 where it is valid; else what
a declaration of XML says, where that can be; else one of the encodings of a byte a letter. A text that is
UTF-8 but for fewer bytes than it has letters of UTF-8 is `MIXED`: those bytes alone are cp1252, put there by
some program on its way.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable

#: What is UTF-8 but for some bytes.
MIXED = "utf-8 with cp1252"
_CP1252_STRAYS = "tamis-cp1252"
#: Bytes that cp1252 does not have.
_NO_CP1252 = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])
#: A byte inside a word. In Mac Roman it is a letter below 0xA0, where cp1252 has signs, quotation marks,
#: dashes and a few capitals; in cp1252 a small letter above 0xDF, where Mac Roman has signs and capitals.
_INSIDE = re.compile(rb"[\x80-\xff](?<=[A-Za-z].)(?=[a-z])")
_MAC = frozenset({*range(0x80, 0x91), 0x98, 0x99, 0x9B, 0x9D, 0x9F})
_WESTERN = frozenset(range(0xE0, 0x100)) - {0xF7}
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_STRAY = re.compile("[\udc80-\udcff]")
#: What XML says of its encoding, and the encodings in which the bytes of ASCII are ASCII.
_DECLARATION = re.compile(rb"\s*<\?xml\s[^<>]{0,80}?encoding\s*=\s*[\"']([A-Za-z][\w.:-]{1,40})[\"']")
_LIKE_ASCII = re.compile(r"iso8859-|cp(?:125|8[56]|9[345])\d|koi8|mac-|gb|big5|shift|euc|johab|tis")

#: Pieces of a file, each time from its beginning.
Pieces = Callable[[], Iterable[bytes]]


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(_letter(byte) for byte in error.object[error.start : error.end]), error.end


def _letter(byte: int) -> str:
    return chr(byte) if byte in _NO_CP1252 else bytes([byte]).decode("cp1252")


codecs.register_error(_CP1252_STRAYS, _as_cp1252)


def detect(pieces: Pieces) -> str:
    """Return the name of an encoding: of Python, or `MIXED`; `utf-8-sig` is UTF-8 with a mark.

    Args:
        pieces: the bytes of a file, as often as they are asked for.
    """
    start = b""
    for piece in pieces():
        start += piece
        if len(start) >= 4096:
            break
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return name if name != "utf-8-sig" or _is_utf8(pieces) else MIXED
    if name := _without_mark(start[:4096]):
        return name
    if _is_utf8(pieces):
        return "utf-8"
    guess = _of_a_byte_a_letter(pieces)
    return guess if guess == MIXED else _declared(start[:4096], pieces) or guess


def _declared(start: bytes, pieces: Pieces) -> str:
    """Return the encoding that a file of XML declares, where all of it can be read so; else nothing."""
    found = _DECLARATION.match(start)
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
    except LookupError:
        return ""
    if not _LIKE_ASCII.match(name):
        return ""
    # Latin-1 has no letters below 0xA0: what says Latin-1 and uses them is cp1252.
    names = ("cp1252", "latin-1") if name == "iso8859-1" else (name,)
    return next((name for name in names if _decodes(name, pieces)), "")


def _decodes(name: str, pieces: Pieces) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for piece in pieces():
            decoder.decode(piece)
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(start: bytes) -> str:
    """Return UTF-16 where nearly every other byte is zero, as in a text in Latin letters."""
    odd, even = start[1::2].count(0), start[::2].count(0)
    if len(start) >= 8 and max(odd, even) > len(start) * 0.35 and min(odd, even) < len(start) * 0.05:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _is_utf8(pieces: Pieces) -> bool:
    """Say whether all is UTF-8; a file may break off inside its last letter.

    A single byte at the end of a text that is otherwise ASCII is a letter of another encoding.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    letters = False
    try:
        for piece in pieces():
            if decoder.getstate()[0] or not piece.isascii():
                letters |= not decoder.decode(piece).isascii()
    except UnicodeDecodeError:
        return False
    return letters or len(decoder.getstate()[0]) != 1


def _of_a_byte_a_letter(pieces: Pieces) -> str:
    strays = good = mac = western = 0
    lacking = False
    for data in _between_words(pieces()):
        letters = b" ".join(_BEYOND_ASCII.findall(data)).decode("utf-8", "surrogateescape").replace(" ", "")
        wrong = len(_STRAY.findall(letters))
        strays += wrong
        good += len(letters) - wrong
        lacking = lacking or any(byte in data for byte in _NO_CP1252)
        inside = b"".join(_INSIDE.findall(data))
        mac += sum(byte in _MAC for byte in inside)
        western += sum(byte in _WESTERN for byte in inside)
    if strays <= good:
        return MIXED
    if mac > western:
        return "mac-roman"
    return "latin-1" if lacking else "cp1252"


def _between_words(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """Yield pieces cut anew, so that none ends inside a letter or a word."""
    rest = b""
    for piece in pieces:
        rest += piece
        cut = max(map(rest.rfind, (b" ", b"\n", b"\r"))) + 1
        if not cut and len(rest) > 1 << 16:
            cut = len(rest)
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


def decoder(name: str) -> codecs.IncrementalDecoder:
    """Return a decoder of an encoding that `detect` names; what it cannot read becomes U+FFFD."""
    if name == MIXED:
        return codecs.getincrementaldecoder("utf-8-sig")(_CP1252_STRAYS)
    return codecs.getincrementaldecoder(name)("replace")


def is_broken_off(data: bytes) -> bool:
    """Say whether UTF-8 text ends inside a letter."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data[-8:].lstrip(bytes(range(0x80, 0xC0))), True)
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return False

"""Which characters a font file has a glyph for."""

from __future__ import annotations

import functools
import io
import unicodedata
from collections.abc import Iterable
from pathlib import Path

_COLLECTION = b"ttcf"
#: How files of fonts begin: TrueType outlines, OpenType with CFF outlines, Apple's TrueType, a collection.
_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true", _COLLECTION)


@functools.cache
def characters(path: Path) -> frozenset[int]:
    """Return the code points that a font file has glyphs for; of a collection, those of any font in it.

    Raises:
        ValueError: it is no font that can be read: not .ttf, .otf or .ttc, damaged, or without a name.
    """
    from fontTools.ttLib import TTCollection, TTFont

    data = path.read_bytes()
    if data[:4] not in _FONTS:
        raise ValueError("is no TrueType or OpenType font (.ttf, .otf, .ttc)")
    try:
        file = io.BytesIO(data)
        fonts = TTCollection(file, lazy=True) if data[:4] == _COLLECTION else [TTFont(file, lazy=True)]
        # Without a PostScript name the renderer passes a font over, and says nothing.
        named = [font for font in fonts if font["name"].getDebugName(6)]
        found = frozenset(point for font in named for point in font.getBestCmap() or ())
    except Exception as error:  # of a damaged file, fontTools raises whatever it stumbles on
        raise ValueError("is a damaged font") from error
    if not named:
        raise ValueError("is a font without a PostScript name, with which figures cannot be drawn")
    if not found:
        raise ValueError("is a font without Unicode characters")
    return found


@functools.cache
def family(path: Path) -> str:
    """Return the name by which a text asks for a font that `characters` can read."""
    from fontTools.ttLib import TTFont

    names = TTFont(io.BytesIO(path.read_bytes()), fontNumber=0, lazy=True)["name"]
    name = names.getDebugName(16) or names.getDebugName(1) or ""  # the typographic family, or the plain one
    return "".join(character for character in name if character not in "'\",\\")


def lacking(text: Iterable[str], known: frozenset[int]) -> list[str]:
    """Return the characters that are drawn and for which there is no glyph, in order, each once.

    Spaces, controls, marks of direction and selectors of variants draw nothing, so none is lacking.
    """
    return sorted({c for c in text if ord(c) not in known and not _draws_nothing(c)})


def _draws_nothing(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"} or (
        0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF
    )

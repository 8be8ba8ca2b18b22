"""How wide a text is at most, without asking a font: the same answer everywhere.

ASCII is by Helvetica's metrics (Adobe Core 14 AFM), which Arial and Liberation Sans share. Everything else is
by what a character is; no glyph of the fonts that come with Tamis is wider (tests/flow/test_svg_text.py).
"""

from __future__ import annotations

import functools
import unicodedata

#: Advance widths of the characters from space to tilde, in thousandths of the font size.
_ASCII = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),  # space to /
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),  # 0 to ?
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),  # @ to O
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),  # P to _
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),  # ` to o
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),  # p to ~
)
#: The same of Helvetica-Bold.
_BOLD = (
    *(278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278),  # space to /
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611),  # 0 to ?
    *(975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778),  # @ to O
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556),  # P to _
    *(333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611),  # ` to o
    *(611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584),  # p to ~
)
#: Pictures and PDFs are drawn in Liberation Sans, and browsers have it or Arial: what hinting may add.
MARGIN = 1.05
#: Of what is not ASCII the width is a guess, by what kind of character it is.
_GUESS = 1.15
#: Outside ASCII, bold is wider than plain by this much at most.
BOLDER = 1.17

#: Characters that are wider than their like.
_WIDER = {
    **dict.fromkeys("ѠѡѾѿѼѽǄǅǆǱǲǳǊǋʣʥᴭﬃﬄ₨₧№☻☺℻", 1170),
    **dict.fromkeys("—―…‰‱⸺⸻", 1000),
    **dict.fromkeys("œæӕᴔᴂᵫʤȸȹƕɯɰɱᵯᶆǌϣфщњљѭѹҧԃԅԉԋ", 860),
    **{"ď": 720, "ť": 420, "ľ": 340, "\xad": 333},
    **dict.fromkeys("\ufff9\ufffa\ufffb", 1030),
    "﷽": 6300,
}
#: Hebrew; phonetic and Greek letters, and Latin ones with marks; dashes and quotation marks.
_NARROW = ((0x5D0, 0x5FF), (0x1D00, 0x1FFF), (0x2010, 0x203F))
_HORN = "\u031b"
#: Arabic letters where another letter follows, and where none does; in `NotoSansArabic-*.ttf`.
_JOINED = {
    **dict.fromkeys("آأإاـلٱٲٳ", 300),
    **dict.fromkeys("ئؠبتثرزنىيىیپٹژ", 400),
    **dict.fromkeys("طظڟںقڧڪۍسشصضښڛڝڞےۓۺۻ", 960),
    "ڜ": 1300,
}
_LAST = {
    **dict.fromkeys("آأإاـٱٲٳ", 320),
    **dict.fromkeys("ءرزژ", 450),
    **dict.fromkeys("ؤةدذعغهوم", 620),
    **dict.fromkeys("جحخلطظئقنىيی", 800),
}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is at most, in the unit of `size`, the font size."""
    if text.isascii():
        thousandths: float = sum(_advance(character, bold) for character in text)
    else:
        pairs = zip(text, [*text[1:], " "], strict=True)
        thousandths = sum(_in_place(character, following, bold) for character, following in pairs)
    return thousandths * size / 1000 * MARGIN


def _in_place(character: str, following: str, bold: bool) -> float:
    """Return the advance width of a character before another: Arabic letters are narrower where they join."""
    if not "\u0620" <= character <= "\u06ff" or not unicodedata.category(character).startswith("L"):
        return _advance(character, bold)
    joins = unicodedata.category(following) in ("Lo", "Lm", "Mn")
    wide = _JOINED.get(character, 700) if joins else _LAST.get(character, 1310)
    return wide * (BOLDER if bold else 1) * _GUESS / MARGIN


@functools.lru_cache(maxsize=4096)
def _advance(character: str, bold: bool) -> float:
    """Return the advance width of a character that stands alone, in thousandths of the font size."""
    whole = unicodedata.normalize("NFD", character)
    base, marks = whole[0], whole[1:]
    if " " <= base <= "~" and character not in _WIDER:
        wide = (_BOLD if bold else _ASCII)[ord(base) - 32] + 60 * (_HORN in marks)
        return max(wide, 278) * _GUESS / MARGIN if marks else wide
    wide = _WIDER.get(character) or _WIDER.get(base) or _of_its_kind(base)
    return wide * (BOLDER if bold else 1) * _GUESS / MARGIN


def _of_its_kind(character: str) -> int:
    kind, point = unicodedata.category(character), ord(character)
    if kind == "Mn" or (kind == "Cf" and not 0x600 <= point <= 0x8FF):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1200 if kind == "So" else 1000  # an emoji is wider than the em of a Chinese character
    if 0x600 <= point <= 0x8FF:
        return 1910 if kind == "Cf" else 1310
    if 0xFB50 <= point <= 0xFDFF:
        return 2100  # whole words in one character
    if 0xFE70 <= point <= 0xFEFF:
        return 1310
    if kind in ("Me", "So", "No", "Nl"):
        return 1540
    if kind == "Lu":
        return 1000
    if kind == "Lt":
        return 1170
    narrow = point < 0x590 or any(first <= point <= last for first, last in _NARROW)
    return 700 if narrow else 1100

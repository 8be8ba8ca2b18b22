"""Characters for private use that stand in works while the engine sets them, and what becomes of them then.

The engine takes them for letters, so that they come out where they went in. No text of a stranger's holds
one (`clean`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from tamis.typeset.blocks import Run

#: Stands for authors that are not named, until the reference is made: "et al." is no author.
OTHERS = "\ue010"
#: Stands before a brace that begins a text, behind which the engine loses the space.
BEFORE_BRACE = "\ue011"
#: Stands between two signs of a text of which a style's own would be one too many (`..`).
APART = "\ue012"
#: Where a part of a title begins and ends that looks otherwise, by the name of its tag.
_LOOKS = {
    "italic": ("\ue014", "\ue015"),
    "bold": ("\ue016", "\ue017"),
    "sub": ("\ue018", "\ue019"),
    "sup": ("\ue01a", "\ue01b"),
}
_LOOK = re.compile(f"([{''.join(sign for pair in _LOOKS.values() for sign in pair)}])")
#: Characters within a word, and those that begin a part in italics, whose capitals are no matter of style.
WITHIN, ITALIC = "".join(_LOOKS["sub"] + _LOOKS["sup"]), _LOOKS["italic"][0]
#: From here on each character is a person: what tells people of one surname apart.
_PEOPLE = 0xF0000
#: Before it, so that a name sorts before longer ones.
_LOW = "!"
_PERSON = re.compile(f"{_LOW}([\U000f0000-\U000fffff])")

#: No text of a reference is longer, in characters.
LONGEST = 2_000
_TAGS = {"i": "italic", "em": "italic", "italic": "italic", "b": "bold", "strong": "bold", "bold": "bold"} | {
    "sub": "sub",
    "inf": "sub",
    "sup": "sup",
}
_PAIR = re.compile(rf"<((?:jats:)?({'|'.join(_TAGS)}))>([^<]*)</\1>", re.I)
#: Tags of HTML, JATS and MathML that titles in exports hold; `<a>` and `p <0.05` are no such.
_OTHER_TAG = re.compile(
    r"</?(?:p|br|div|span|u|tt|font|small|big|title|sc|scp|inline-formula|jats:[\w-]+|mml:[\w-]+|"
    rf"{'|'.join(_TAGS)})(?:\s+[\w:-]+=(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?>",
    re.I,
)
_STOPS = re.compile(r"(?<=[.,;:”’])(?=\s*[.,;:])")


def clean(text: str) -> str:
    """Return a text on one line, without what no text has: controls, noncharacters, private characters."""
    return "".join(map(_kept, text[:LONGEST])).strip()


def _kept(character: str) -> str:
    category, code = unicodedata.category(character), ord(character)
    if category == "Co" or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return ""
    return " " if category in ("Cc", "Zl", "Zp", "Cs") else character


def marked(text: str) -> str:
    """Return a clean text with signs for its markup, other tags out, and signs that follow another apart."""
    before = ""
    while before != text:  # from the innermost pair outwards
        before, text = text, _PAIR.sub(_looking, text)
    return _STOPS.sub(APART, _OTHER_TAG.sub("", text))


def unmarked(text: str) -> str:
    """Return a clean text without its markup.

    >>> unmarked("Effects of <i>Bacillus</i> on H<sub>2</sub>O, p <0.05")
    'Effects of Bacillus on H2O, p <0.05'
    """
    return bare(_LOOK.sub("", marked(clean(text))))


def _looking(found: re.Match[str]) -> str:
    begin, end = _LOOKS[_TAGS[found[2].casefold()]]
    return f"{begin}{found[3]}{end}"


def looked(runs: Sequence[Run]) -> list[Run]:
    """Return runs in which what stands between signs of markup looks so; italics in italics are upright."""
    out, now = list[Run](), set[str]()
    for run in runs:
        for part in _LOOK.split(run.text):
            kind = next((kind for kind, signs in _LOOKS.items() if part and part in signs), "")
            if kind:
                (now.add if part == _LOOKS[kind][0] else now.discard)(kind)
            elif part:
                out.append(
                    replace(
                        run.saying(part),
                        italic=run.italic != ("italic" in now),
                        bold=run.bold or "bold" in now,
                        sub=run.sub or "sub" in now,
                        sup=run.sup or "sup" in now,
                    )
                )
    return out


def bare(text: str) -> str:
    """Return a text without the signs that only kept something apart."""
    return text.replace(BEFORE_BRACE, "").replace(APART, "")


def person(number: int) -> str:
    """Return what stands behind a surname that several have; `number` tells who it is, in their order."""
    return f"{_LOW}{chr(_PEOPLE + number)}"


def told_apart(text: str, initials: Sequence[str], surnames: Sequence[str]) -> str:
    """Return a citation in which initials stand before surnames that several have; without any, no sign."""
    found = _PERSON.search(text)
    while found:
        number = ord(found[1]) - _PEOPLE
        first = initials[number] if initials else ""
        start = found.start() - len(surnames[number])
        whole = first and text[start : found.start()].casefold() == surnames[number].casefold()
        named = f"{first} {text[start : found.start()]}" if whole else text[start : found.start()]
        text = text[:start] + named + text[found.end() :]
        found = _PERSON.search(text)
    return text

"""Tags in a text, `{{ ... }}`, `{% ... %}` and `{# ... #}`, as people write them in Word and Markdown.

Word makes curly quotes of straight ones, a dash of a minus, and puts no-break spaces: between the braces all
of them mean what they look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: The longest tag: what is longer is a tag that was not closed.
LONGEST = 2000
_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_BEGIN = re.compile(r"\{[{%#]")
_DOUBLE = '"“”„‟«»″'
_SINGLE = "'‘’‚‛‹›′`"
#: What may follow a quotation mark that closes a text: in `'it's'` the middle one closes nothing.
_AFTER = re.compile(r"\s*(?:[,)\]|~:]|[}%]\}|[=!<>+*/-]|\.[A-Za-z_]|$|(?:and|or|if|else|not|in)\b)")
#: Spaces of all kinds, signs that cannot be seen, and dashes, as Jinja reads them.
_PLAIN: dict[int, str | None] = {
    ord(sign): " " for sign in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
}
_PLAIN |= {ord(sign): " " for sign in "\u200a\u202f\u205f\u3000\t\n"}
_PLAIN |= {ord(sign): None for sign in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"}
_PLAIN |= {ord(sign): "-" for sign in "‐‑‒–—−"}
_AROUND = re.compile(r"(p|tr|tc)\s+(?=(?:if|elif|else|endif|for|endfor|set)\b)")
#: A name between single braces: most likely a tag with a brace too few.
_LOOKS = (
    r"(?:flow|search|screening|studies|appraisal|synthesis|review)\.\w"
    r"|(?:table|figure|cite|references|item)\s*\("
)
_SINGLE_BRACE = re.compile(rf"(?<!\{{)\{{\s*(?:{_LOOKS})[^{{}}]*\}}+")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: what kind, `{{`, `{%` or `{#`; where; and its code with straight quotes.

    around: `p`, `tr` or `tc` where the statement stands for the whole paragraph, row or cell it is in.
    """

    kind: str
    start: int
    end: int
    code: str
    around: str = ""

    @property
    def word(self) -> str:
        """The first word of a statement: if, for, endif, ..."""
        return (self.code.split(None, 1) or [""])[0] if self.kind == "{%" else ""

    def function(self, names: Iterable[str]) -> str:
        """Return which of these functions the tag calls; empty: none."""
        called = self.code.partition("(")[0].strip() if self.kind == "{{" and "(" in self.code else ""
        return called if called in names else ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a text, and where."""

    at: int
    text: str


def scan(text: str) -> tuple[list[Tag], list[Fault]]:
    """Return the tags of a text (of Word: of one paragraph), and what is wrong with how they are written."""
    tags, faults = list[Tag](), list[Fault]()
    at = 0
    while found := _BEGIN.search(text, at):
        start = found.start()
        tag = _read(text, start)
        if isinstance(tag, Tag):
            tags.append(tag)
            at = tag.end
            continue
        faults.append(Fault(start, tag))
        close = text.find(_ENDS[found[0]], start + 2)
        again = _BEGIN.search(text, start + 2)
        at = close + 2 if close >= 0 and not (again and again.start() < close) else start + 2
    inside = [(tag.start, tag.end) for tag in tags]
    for found in _SINGLE_BRACE.finditer(text):
        if not any(start <= found.start() < end for start, end in inside):
            faults.append(
                Fault(found.start(), f"'{found[0]}' has one brace; a name stands between two: {{{{ }}}}")
            )
    return tags, sorted(faults, key=lambda fault: fault.at)


def _read(text: str, start: int) -> Tag | str:
    """Return the tag that begins here; a text where it is none."""
    kind = text[start : start + 2]
    ends = _ENDS[kind]
    most = min(len(text), start + LONGEST)
    code = list[str]()
    at = start + 2
    if kind == "{#":
        close = text.find(ends, at)
        return Tag(kind, start, close + 2, "") if close >= 0 else _unclosed(text, start, ends)
    while at < most:
        if text.startswith(ends, at):
            return _tag(kind, start, at + 2, "".join(code).strip().strip("+-").strip())
        sign = text[at]
        if sign in _DOUBLE or sign in _SINGLE:
            close = _closing(text, at, most)
            if close < 0:
                return f"a quotation mark is not closed in '{_short(text[start:most])}'"
            said = text[at + 1 : close].replace("\n", " ")
            straight = '"' if sign in _DOUBLE else "'"
            code.append(straight + said.replace("\\", "\\\\").replace(straight, f"\\{straight}") + straight)
            at = close + 1
        elif _BEGIN.match(text, at) or re.match(r"\n[ \t]*\n", text[at : at + 80]):
            break
        else:
            code.append(sign.translate(_PLAIN))
            at += 1
    return _unclosed(text, start, ends)


def _tag(kind: str, start: int, end: int, code: str) -> Tag:
    around = _AROUND.match(code) if kind == "{%" else None
    return Tag(kind, start, end, code[around.end() :], around[1]) if around else Tag(kind, start, end, code)


def _closing(text: str, at: int, most: int) -> int:
    """Return where the quotation closes that begins here; -1 where it does not."""
    kind = _DOUBLE if text[at] in _DOUBLE else _SINGLE
    for position in range(at + 1, most):
        if text[position] in kind and (kind is _DOUBLE or _AFTER.match(text, position + 1)):
            return position
    return -1


def _unclosed(text: str, start: int, ends: str) -> str:
    return f"'{_short(text[start:])}' is not closed; write {ends} behind it"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:40].rstrip() + "…"

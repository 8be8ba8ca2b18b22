"""Tags in a text, `{{ ... }}`, `{% ... %}` and `{# ... #}`, as people write them in Word and Markdown.

Word makes curly quotes of straight ones, a dash of a minus, and puts no-break spaces: between the braces all
of them mean what they look like.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from jinja2 import Environment, TemplateError, nodes

#: The longest tag: what is longer is a tag that was not closed.
LONGEST = 2000
#: So many mistakes of one text are told of.
_MOST_FAULTS = 100
#: How many statements may stand in each other.
_MOST_OPEN = 10
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
    r"|(?:table|figure|cite|references|item|ref)\s*\("
)
#: What is most likely meant for a tag, where none is read: in an equation, a chart, a comment.
MEANT = re.compile(rf"\{{\{{[^{{}}]*{_LOOKS}|\{{%")
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
        called = _called(self.code) if self.kind == "{{" and "(" in self.code else ""
        return called if called in names else ""


@cache
def parser() -> Environment:
    """Return what reads the code of a tag, and runs nothing."""
    return Environment(autoescape=True)


@lru_cache(maxsize=1000)
def _called(code: str) -> str:
    """Return the function that the code of a `{{` calls, in whatever parentheses; empty: none."""
    try:
        tree = parser().parse(f"{{{{ {code} }}}}")
    except (TemplateError, RecursionError, ValueError, OverflowError, MemoryError, SyntaxError):
        return ""  # told of when it is checked
    call = next(tree.find_all(nodes.Call), None)
    return call.node.name if call and isinstance(call.node, nodes.Name) else ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a text, and where."""

    at: int
    text: str


def scan(text: str) -> tuple[list[Tag], list[Fault]]:
    """Return the tags of a text (of Word: of one paragraph), and what is wrong with how they are written."""
    tags, faults = list[Tag](), list[Fault]()
    at = 0
    while (found := _BEGIN.search(text, at)) and len(faults) < _MOST_FAULTS:
        start = found.start()
        tag = _read(text, start)
        if isinstance(tag, Tag):
            tags.append(tag)
            at = tag.end
            continue
        faults.append(Fault(start, tag))
        close = text.find(_ENDS[found[0]], start + 2, start + LONGEST)
        again = _BEGIN.search(text, start + 2)
        at = close + 2 if close >= 0 and not (again and again.start() < close) else start + 2
    starts = [tag.start for tag in tags]
    for found in islice(_SINGLE_BRACE.finditer(text), _MOST_FAULTS):
        before = bisect_right(starts, found.start()) - 1
        if before < 0 or tags[before].end <= found.start():
            faults.append(
                Fault(found.start(), f"'{found[0]}' has one brace; a name stands between two: {{{{ }}}}")
            )
    return tags, sorted(faults, key=lambda fault: fault.at)


def unpaired(tags: Sequence[Tag]) -> Iterator[tuple[int, str]]:
    """Give each if and for that is not closed, and each end of nothing."""
    open = list[tuple[str, int, bool]]()
    for at, tag in enumerate(tags):
        word = tag.word
        if word in ("if", "for"):
            open.append((word, at, False))
            if len(open) == _MOST_OPEN + 1:
                yield at, f"'{word}' stands in {_MOST_OPEN} others; no more than that"
        elif word in ("endif", "endfor"):
            if open and open[-1][0] == word[3:]:
                open.pop()
            else:
                yield at, f"'{word}' closes no '{word[3:]}' that is open here"
        elif word in ("elif", "else"):
            if not open or (word == "elif" and open[-1][0] != "if"):
                yield at, f"'{word}' belongs to no 'if' that is open here"
            elif open[-1][2]:
                yield at, f"'{word}' stands behind 'else'"
            elif word == "else":
                open[-1] = (*open[-1][:2], True)
    for word, at, _ in open:
        yield at, f"'{word}' is not closed; write {{% end{word} %}} where it ends"


def _read(text: str, start: int) -> Tag | str:
    """Return the tag that begins here; a text where it is none."""
    kind = text[start : start + 2]
    ends = _ENDS[kind]
    most = min(len(text), start + LONGEST)
    code = list[str]()
    at = start + 2
    if kind == "{#":
        close = text.find(ends, at, start + 10 * LONGEST)
        return Tag(kind, start, close + 2, "") if close >= 0 else _unclosed(text, start, ends)
    while at < most:
        if text.startswith(ends, at):
            return _tag(kind, start, at + 2, "".join(code).strip())
        sign = text[at]
        if sign in _DOUBLE or sign in _SINGLE:
            close = _closing(text, at, most)
            if close < 0:
                return f"a quotation mark is not closed in '{_short(text[start : start + 200])}'"
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
    if kind == "{%":  # the signs of Jinja's that take white space away; in `{{` one belongs to the number
        code = code.strip("+-").strip()
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
    return f"'{_short(text[start : start + 200])}' is not closed; write {ends} behind it"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:40].rstrip() + "…"

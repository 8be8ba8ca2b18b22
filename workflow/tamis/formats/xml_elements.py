"""What formats of XML share: an export cut into its entries, and an entry's elements made fields.

A file is cut where the elements of its entries begin, and each is parsed by lxml on its own: memory stays
that of one entry, whatever the file's size; lines are exact, also past 65,535, where libxml2 counts no
further; and what is broken in one entry cannot reach the next. Nothing of a document's type is ever given to
the parser, so that it has no entity to expand and no file to fetch; a file that declares entities is refused.

An entry that is no XML is mended where that loses nothing (characters that XML forbids, names of entities
that HTML knows, a bare `&` or `<`), else parsed as far as it goes, and in both cases flagged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tamis.formats.columns import named_entity
from tamis.formats.content import Content, Refused
from tamis.formats.entry import Flaw, Raw, Stray

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element

#: No entry is longer; what would be is no export.
_MOST = 16 << 20
#: No mark with its attributes is longer: libxml2 takes the square of the time for more of them.
_MOST_MARK = 8192
#: A comment or CDATA that goes on for longer has no end.
_MOST_SECTION = 1 << 20
#: The longest beginning of a mark that a cut is looked for by.
_MOST_NAME = 40
_SECTION_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}

#: What may stand before the first element.
_PROLOG = re.compile(
    r"\s+|<\?[^<>]*\?>|<!--.*?-->"
    r"|<!DOCTYPE[^<>\[]*+(?:\[(?:<!--.*?-->|[^\]\"'<]++|<|\"[^\"]*+\"|'[^']*+')*+\]\s*)?>",
    re.S,
)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*)(?=[\s/>])")
_MARK = re.compile(rb"<[^<>]*>")
_HALF_MARK = re.compile(rb"</?(?:[A-Za-z_][^<>]*)?\Z")
_ELEMENT = re.compile(rb"<(/?)([A-Za-z_][\w:.-]*)")
_ENTITY_DECLARED = re.compile(rb"<!ENTITY\s+(?:%\s*)?([^\s\"'<>]{1,40})")
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0e-\x1f]|\xef\xbf[\xbe\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")
_BREAK = re.compile(rb"[\x0b\x0c]")
_REFERENCE = re.compile(rb"&(?:#(\d{1,9}|[xX][0-9a-fA-F]{1,7});|([A-Za-z][A-Za-z0-9]{1,31});)?")
_ENDLESS = "a comment or CDATA that never ends is read as text"
_LEFT_OUT = "a character that XML forbids is left out"
_BARE_LESS = re.compile(rb"<(?![!?]|[A-Za-z_/][^<>]{0,%d}>)" % _MOST_MARK)
_LONG_MARK = re.compile(rb"<[^<>]{%d}" % _MOST_MARK)
_LINE_FEEDS = (b"&#xD;&#xA;", b"&#13;&#10;", b"&#xA;", b"&#10;", b"&#xa;")
#: A line that was broken and indented to be looked at.
_WRAPPED = re.compile(r"\n[ \t]+")

#: Marks within a text: they part no words. Whatever has a namespace (MathML) is one, too.
INLINE = frozenset(
    {"style", "i", "b", "u", "sub", "sup", "em", "strong", "italic", "bold", "sc", "small", "big", "span"}
    | {"tt", "a", "font", "p", "br", "DispFormula", "inf", "underline", "strike"}
)
_ENDS_LINE = frozenset({"br", "p"})

Compose = Callable[["_Element"], str]


@dataclass(frozen=True)
class Layout:
    """How a format puts an entry into elements.

    entries: the elements that are one entry each.
    skipped: elements beside them that are none.
    unnamed: elements that a field's tag leaves out, to be short.
    kinds: attributes that say what an element is: they go into the tag, as in `ArticleId[doi]`.
    manner: attributes that say how a text looks.
    composed: the value of an element that is made of its parts, by the tag's end; the parts are fields, too.
    """

    entries: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    unnamed: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()
    manner: frozenset[str] = frozenset()
    composed: Mapping[str, Compose] = field(default_factory=dict)

    @cached_property
    def begins(self) -> re.Pattern[bytes]:
        """Find where an entry begins."""
        return re.compile(rb"<(?:%b)(?=[\s/>])" % self._names)

    @cached_property
    def begins_or_hides(self) -> re.Pattern[bytes]:
        """Find where an entry begins, or what may hold such text and not mean it."""
        return re.compile(rb"<(?:!--|!\[CDATA\[|(?:%b)(?=[\s/>]))" % self._names)

    @property
    def _names(self) -> bytes:
        return "|".join(map(re.escape, [*self.entries, *self.skipped])).encode()


# --- recognition and the count ------------------------------------------------------------------


def root(content: Content) -> tuple[str, str]:
    """Return the name of a file's first element and the text from it on; nothing where it is no XML."""
    text, at = content.head, 0
    while found := _PROLOG.match(text, at):
        at = found.end()
    first = _ROOT.match(text, at)
    return (first[1], text[at:]) if first else ("", "")


def count(content: Content, marker: re.Pattern[bytes]) -> int:
    """Return how often the beginning of an element stands in a file, by its text alone."""
    found, rest = 0, b""
    for stretch in content.stretches():
        text = rest + stretch
        found += len(marker.findall(text))
        # A mark may have been cut in two; one that was counted is not kept.
        last = text.rfind(b"<", max(0, len(text) - _MOST_NAME))
        rest = text[last:] if last >= 0 and not marker.match(text, last) else b""
    return found


# --- scanning -----------------------------------------------------------------------------------


def scan(content: Content, layout: Layout) -> Iterator[Raw | Stray]:
    """Yield the entries of a file, and what stands between them.

    Raises:
        Refused: it declares entities, or holds a single entry or mark too large for any export.
    """
    reader = _Reader(layout)
    pieces = _pieces(content, layout)
    line, head = next(pieces)
    _refuse_entities(head, line)
    # An entry waits for the next one: how the file ends is known only then.
    waiting: list[Raw | Stray] = [*_between(head, line)]
    tail = head
    for line, piece in pieces:
        end, closed = reader.end(piece)
        found = reader.read(piece[:end], line, closed)
        if isinstance(found, Raw):
            yield from waiting
            waiting = []
        waiting.append(found)
        tail = piece[end:] if closed else piece
        if closed and tail.strip():
            at = line + piece.count(b"\n", 0, end)
            _refuse_entities(tail, at)
            waiting += _between(tail, at)
    lacking = [name for name in _open_elements(head) if not re.search(rb"</%b\s*>" % re.escape(name), tail)]
    last = next((raw for raw in waiting if isinstance(raw, Raw)), None)
    if lacking and not (last and last.flaws):
        text = f"the file ends without </{lacking[-1].decode('utf-8', 'replace')}>: it may have been cut off"
        if last:
            last.flaws = [Flaw(line, text)]
        else:
            waiting.append(Stray(line, text))
    yield from waiting


def _pieces(content: Content, layout: Layout) -> Iterator[tuple[int, bytes]]:
    """Yield what stands before the first entry, then each entry with what follows it, each with its line."""
    cuts = layout.begins_or_hides
    text, start, at, line = b"", 0, 0, 1
    for stretch, is_last in _with_last(content.stretches()):
        text, start, at = text[start:] + stretch, 0, at - start
        while found := cuts.search(text, at):
            if ends := _SECTION_ENDS.get(found[0]):
                end = text.find(ends, found.end())
                if end < 0 and not is_last and len(text) - found.start() < _MOST_SECTION:
                    at = found.start()
                    break
                if end < 0:  # without an end, it would swallow all that follows
                    cuts = layout.begins
                at = end + len(ends) if end >= 0 else found.end()
                continue
            yield line, text[start : found.start()]
            line += text.count(b"\n", start, found.start())
            start, at = found.start(), found.end()
        else:
            at = max(at, len(text) - _MOST_NAME)
        if len(text) - start > _MOST:
            raise Refused("goes on for 16 million characters without a new entry; it is not an export", line)
    yield line, text[start:]


def _with_last(stretches: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each, and whether it is the last; at least one."""
    before = next(stretches, b"")
    for stretch in stretches:
        yield before, False
        before = stretch
    yield before, True


def _refuse_entities(text: bytes, line: int) -> None:
    if b"<!ENTITY" not in text:
        return
    names = [name.decode("utf-8", "replace") for name in _ENTITY_DECLARED.findall(text)]
    shown = f" ({', '.join(names[:3])}{', ...' if len(names) > 3 else ''})" if names else ""
    raise Refused(
        f"declares entities of its own{shown}, which can hide a bomb or fetch other files; export it again,"
        " without them",
        line + text.count(b"\n", 0, text.find(b"<!ENTITY")),
    )


def _open_elements(head: bytes) -> list[bytes]:
    """Return the elements that the beginning of a file opens and does not close."""
    found: list[bytes] = []
    for mark in _MARK.findall(head[:65536]):
        if (match := _ELEMENT.match(mark)) and not mark.endswith(b"/>"):
            if not match[1]:
                found.append(match[2])
            elif match[2] in found:
                found.remove(match[2])
        if len(found) > 8:
            break
    return found


def _between(text: bytes, line: int) -> Iterator[Stray]:
    """Yield the text between entries, also in comments, without marks; what declares the file is none."""
    if b"<!--" in text:
        parts = _parted(text, b"<!--", b"-->")
        text = b"".join(b" " + part[4:-3] + b" " if inside else part for inside, part in parts)
    for _ in range(2 if b"<" in text else 0):  # a document's type has marks in it
        text = _MARK.sub(_blank, text)
    for at, part in enumerate(text.split(b"\n")):
        if part := part.strip():
            yield Stray(line + at, part.decode("utf-8", "replace"))


def _blank(found: re.Match[bytes]) -> bytes:
    return b"\n" * found[0].count(b"\n") or b" "


def _parted(text: bytes, opening: bytes, closing: bytes) -> Iterator[tuple[bool, bytes]]:
    """Yield the parts of a text outside and inside of what opens and closes, in turn."""
    at = 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
        yield False, text[at:start]
        at = end + len(closing)
        yield True, text[start:at]
    yield False, text[at:]


class _Reader:
    """Makes the text of an entry an entry."""

    def __init__(self, layout: Layout) -> None:
        from lxml import etree

        self._layout = layout
        self._etree = etree
        self._strict = self._parser(recover=False)
        self._recovering = self._parser(recover=True)
        self._ends = {
            name.encode(): re.compile(rb"</%b\s*>" % re.escape(name.encode()))
            for name in (*layout.entries, *layout.skipped)
        }
        self._tags: dict[tuple[str, str], str] = {}

    def _parser(self, recover: bool) -> XMLParser:
        return self._etree.XMLParser(
            encoding="utf-8",
            recover=recover,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            attribute_defaults=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )

    def end(self, piece: bytes) -> tuple[int, bool]:
        """Return where an entry ends within its piece, and whether it is closed there."""
        name = self._name(piece)
        closing = b"</" + name
        at = piece.rfind(closing)
        while at >= 0:
            comment = piece.rfind(b"<!--", 0, at)
            if comment > piece.rfind(b"-->", 0, at) and piece.find(b"-->", at) >= 0:
                at = comment  # what stands in a comment closes nothing
            elif found := self._ends[name].match(piece, at):
                return found.end(), True
            at = piece.rfind(closing, 0, at)
        first = _MARK.match(piece)
        if first and first[0].endswith(b"/>"):
            return first.end(), True
        return len(piece), False

    def _name(self, piece: bytes) -> bytes:
        return re.split(rb"[\s/>]", piece[1:_MOST_NAME], maxsplit=1)[0]

    def read(self, piece: bytes, line: int, closed: bool) -> Raw | Stray:
        """Return an entry, or what is none."""
        name = self._name(piece).decode()
        if not closed and _HALF_MARK.match(piece, at := piece.rfind(b"<")):
            piece = piece[:at]  # broken off inside a mark
        if b"&#" in piece:
            # A line feed that is written as a reference is meant; one that stands there may be mere layout.
            for line_feed in _LINE_FEEDS:
                piece = piece.replace(line_feed, b"&#13;")
        if name in self._layout.skipped:  # where it is not closed, all that follows is in it
            return Stray(line, f"{name}: {' '.join(_MARK.sub(b' ', piece).decode().split())}")
        element, flaws = self._parse(piece, line)
        tags: list[str] = []
        values: list[str] = []
        lines: list[int] = []
        if element is not None:
            self._fields(element, line - 1, tags, values, lines)
        if not closed:
            if not any(tags):
                return Stray(line, f"<{name}> {' '.join(values)}".strip())
            flaws = [flaw for flaw in flaws if "Premature end" not in flaw.text]
            flaws.append(Flaw(line, f"the entry has no </{name}>: it may have been cut off"))
        elif not tags and not flaws:
            flaws = [Flaw(line, "the entry is empty")]
        return Raw(line, tags, values, flaws, lines)

    def _parse(self, piece: bytes, line: int) -> tuple[_Element | None, list[Flaw]]:
        if piece.count(b"=") < 1000 or not _LONG_MARK.search(piece):
            try:
                return self._etree.fromstring(piece, self._strict), []
            except self._etree.XMLSyntaxError:
                log = list(self._strict.error_log)
            if all(error.domain_name == "NAMESPACE" for error in log):
                # The root declares it, which is not in this piece.
                return self._recovered(piece), []
        if b"<!ENTITY" in piece:
            _refuse_entities(
                b"".join(part for inside, part in _parted(piece, b"<![CDATA[", b"]]>") if not inside), line
            )
        mended, flaws = _mended(piece, line)
        try:
            return self._etree.fromstring(mended, self._strict), flaws
        except self._etree.XMLSyntaxError as error:
            at = error.lineno or 1
            what = re.sub(r",? (?:line|column) \d+", "", (error.msg or "").partition("\n")[0])
            return self._recovered(mended), [*flaws, Flaw(line + at - 1, f"not well-formed XML: {what}")]

    def _recovered(self, piece: bytes) -> _Element | None:
        try:
            return self._etree.fromstring(piece, self._recovering)
        except self._etree.XMLSyntaxError:  # nothing of it can be read
            return None

    def _fields(
        self, entry: _Element, before: int, tags: list[str], values: list[str], lines: list[int]
    ) -> None:
        """Add the fields of an entry, in the order of its elements; without recursion, however deep."""
        layout = self._layout
        waiting: list[tuple[Any, str]] = [(entry, "")]  # elements, which lxml's stubs do not know well
        while waiting:
            element, path = waiting.pop()
            line = before + (element.sourceline or 1)
            attributes = element.items()
            for name, said in attributes:
                if name in layout.kinds:
                    path = f"{path}[{said}]"
            text, parts = _text_and_parts(element) if len(element) else (element.text or "", ())
            compose = layout.composed.get(path.rpartition("/")[2])
            if value := _tidy(compose(element) if compose else text):
                tags.append(path)
                values.append(value)
                lines.append(line)
            for name, said in attributes:
                if said.strip() and name not in layout.manner and name not in layout.kinds:
                    tags.append(f"{path}@{_local(name)}")
                    values.append(_tidy(said))
                    lines.append(line)
            for part in reversed(parts):
                waiting.append((part, self._tag(path, part.tag)))

    def _tag(self, path: str, name: str) -> str:
        known = self._tags.get((path, name))
        if known is None:
            local = _local(name)
            known = "/".join(filter(None, (path, "" if local in self._layout.unnamed else local)))
            if len(self._tags) < 10_000:  # whoever makes up elements, makes up many
                self._tags[path, name] = known
        return known


def _mended(piece: bytes, line: int) -> tuple[bytes, list[Flaw]]:
    """Return a text without what keeps it from being XML and can be put right, and what that was."""
    flaws: dict[str, Flaw] = {}
    done: list[bytes] = []

    def note(text: str, found: re.Match[bytes]) -> None:
        note_at(text, found.string, found.start())

    def note_at(text: str, within: bytes, at: int) -> None:
        if text not in flaws:  # the first of its kind tells enough
            flaws[text] = Flaw(here + within.count(b"\n", 0, at), text)

    def reference(found: re.Match[bytes]) -> bytes:
        number, name = found[1], (found[2] or b"").decode()
        if number:
            if _is_allowed(int(number[1:], 16) if number[:1] in b"xX" else int(number)):
                return found[0]
            note(_LEFT_OUT, found)
            return b""
        if name in ("amp", "lt", "gt", "quot", "apos"):
            return found[0]
        if letters := named_entity(name):
            note(f"&{name}; is none of XML's entities: it is read as HTML's", found)
            return "".join(f"&#{ord(letter)};" for letter in letters).encode()
        note("& stands alone, which in XML it must not: it is read as &", found)
        return b"&amp;" + found[0][1:]

    def less(found: re.Match[bytes]) -> bytes:
        note("< stands alone, which in XML it must not: it is read as <", found)
        return b"&lt;"

    here = line
    for inside, part in _parted(piece, b"<![CDATA[", b"]]>"):
        text = part
        if forbidden := _FORBIDDEN.search(text) or _BREAK.search(text):
            note(_LEFT_OUT, forbidden)
            text = _BREAK.sub(b" ", _FORBIDDEN.sub(b"", text))
        if not inside:
            if b"<![CDATA[" in text:
                note_at(_ENDLESS, text, text.find(b"<![CDATA["))
                text = text.replace(b"<![CDATA[", b"")
            if (start := text.rfind(b"<!--")) > text.rfind(b"-->"):
                note_at(_ENDLESS, text, start)
                text = text[:start] + text[start + 4 :]
            text = _BARE_LESS.sub(less, _REFERENCE.sub(reference, text))
        done.append(text)
        here += part.count(b"\n")
    return b"".join(done), list(flaws.values())


def _is_allowed(code: int) -> bool:
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000


def _text_and_parts(element: Any) -> tuple[str, list[Any]]:
    """Return the text of an element, with that of the marks in it, and the elements in it that are none."""
    texts: list[str] = [element.text or ""]
    parts: list[Any] = []
    for child in element:
        if not _is_mark(child.tag):
            parts.append(child)
        elif len(child) or child.tag in _ENDS_LINE:
            texts += _within(child, parts)
        else:
            texts.append(child.text or "")
        texts.append(child.tail or "")
    return "".join(texts), parts


def _within(mark: Any, parts: list[Any]) -> Iterator[str]:
    """Yield the texts of a mark, however deep; what in it is an element of its own goes to parts."""
    waiting: list[tuple[Any, str]] = [(mark, "")]
    while waiting:
        child, text = waiting.pop()
        if child is None:
            yield text
            continue
        if child is not mark:
            waiting.append((None, child.tail or ""))
        if not _is_mark(child.tag):
            parts.append(child)
            continue
        if child.tag in _ENDS_LINE:
            waiting.append((None, "\n"))
        waiting += [(inner, "") for inner in reversed(child)]
        waiting.append((None, child.text or ""))


def _is_mark(name: str) -> bool:
    return name in INLINE or name[0] == "{" or ":" in name


def text_of(element: _Element | None) -> str:
    """Return the text of an element, with that of all elements in it, on one line."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: _Element | None) -> Iterator[str]:
    if element is not None:
        yield from (text for text in element.itertext() if isinstance(text, str))


def _tidy(text: str) -> str:
    """Return a text without space around it and without layout; returns are its lines' ends."""
    text = text.strip()
    if "\n" in text:
        text = _WRAPPED.sub(" ", text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _local(name: str) -> str:
    return name.rpartition("}")[2] if name.startswith("{") else name

"""BibTeX and BibLaTeX, as databases and reference managers write them.

The text is cut into entries by their first lines, one at a time, so that an entry that is not closed costs
no other and a large file needs little memory; each is then read through `bibtexparser` (see
`bibtex_entry`). What stands between entries is no part of them: `@comment`, `@preamble`, headings. An `@`
within an entry is text, unless the entry was not closed and another one begins there; outside of entries one
begins at every `@type{`, wherever on a line it stands.

Entries in `@comment{...}` were commented out, and are skipped up to the brace that closes it, as JabRef and
Biber have it (BibTeX itself would read them); how many there are is told. A comment that is not closed hides
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from tamis.formats import bibtex_entry
from tamis.formats import columns as c
from tamis.formats.content import Content
from tamis.formats.entry import Flaw, Raw, Stray

NAME = "BibTeX"

_TYPES = (
    "article|book|booklet|collection|conference|dataset|electronic|inbook|incollection|inproceedings|manual"
    "|mastersthesis|misc|online|patent|phdthesis|proceedings|report|set|software|techreport|thesis|unpublished"
)
_FIELDED = re.compile(
    r"\n[ \t]*@[A-Za-z]\w*[ \t]*(?:\{[^,={}\"\n]{0,300},\s*[A-Za-z][\w:.+-]*\s*=\s*[\"{\w]"
    r"|\([^,={}\"\n]{0,300},\s*[A-Za-z][\w:.+-]*\s*=\s*[\"{])"
)
_TYPED = re.compile(
    rf"(?i)\n[ \t]*@(?:{_TYPES})\s*[{{(]\s*"
    r"(?:[^\s,=\"{}]*\s*,?\s*(?:[})]|\Z)|[^,=]{0,300},?\s*[\w-]+\s*=)"
)
_NO_ENTRY = re.compile(
    r"(?i)\n[ \t]*@(?:string\s*[{(]\s*[\w:.+-]+\s*=|preamble\s*[{(]\s*\"|comment\s*\{\s*jabref)"
)
_MARKER = re.compile(rb"@(?<![\w\\]@)([A-Za-z]\w*)[ \t]*([{(])([^\s{}=,\"]{0,300},)?")

#: Where an entry or another block may begin; `\Z`: the text breaks off in it, and more may follow.
_BEGIN = re.compile(r"@(?<![A-Za-z0-9_\\]@)[A-Za-z]\w*+\s{0,100}+(?:[{(]|\Z)")
#: Blocks that are no entries.
_OTHER = re.compile(r"@(?i:comment|preamble|string)\s{0,100}[{(]")
_COMMENT = re.compile(r"@(?i:comment)\s{0,100}\{")
#: A comment that goes on for longer has no end.
_MOST_COMMENT = 1 << 20
#: What tells that a block begins there, also where the entry before was not closed: a field follows.
_SURELY = re.compile(
    _OTHER.pattern + r"|@\w+\s{0,100}[{(]\s{0,100}"
    r"(?:(?:[^,\n{}]|\{[^{}\n]{0,40}\}){0,300},\s{0,100}[A-Za-z][\w:.+-]{0,60}\s{0,100}="
    r"|(?:[^,={}\"\n]{0,300}\n\s{0,100})?[A-Za-z][\w:.+-]{0,60}\s{0,100}=)"
)
#: As much text as it takes to tell.
_ENOUGH = 1200
_KIND = re.compile(r"@([A-Za-z]\w*)\s{0,100}[{(]")
_CLOSING = re.compile(r"\s*[})]")
_BRACE = re.compile(r"(?<!\\)[{}]")
_BRACE_BYTE = re.compile(rb"(?<!\\)[{}]")
_STRING = re.compile(r"@\w+\s*[{(]\s*([^\s={}\"#,()]+)\s*=\s*")
_LIKE_ANOTHER = re.compile(r"^[ \t]*+@[A-Za-z]\w*[ \t]*[{(]|\}[ \t]*+@\w+[ \t]*[{(][^\s{}=,\"]*,", re.M)

_AN_IN_LINK = r"ebscohost\.com\S{0,500}?[?&]AN=([^&\s]+)"


_AUTHORS, _EDITORS = ("author", "authors"), ("editor", "editors")


def _names(*tags: str) -> c.Rule:
    return c.custom(lambda raw: "; ".join(dict.fromkeys(filter(None, raw.seen(*tags)))), holds=tags)


def _title(raw: Raw) -> str:
    title, further = c.clean(raw.get("title")), c.clean(raw.get("subtitle"))
    if title and further and further.casefold() not in title.casefold():
        return f"{title}: {further}"
    return title or c.clean(raw.get("booktitle"))


def _words(*tags: str) -> c.Rule:
    """Return the words of some tags, each once; where there is no semicolon, commas part them."""

    def get(raw: Raw) -> str:
        found: dict[str, None] = {}
        for value in raw.of(*tags):
            text = c.clean(value)
            found.update(dict.fromkeys(filter(None, map(str.strip, text.split(";" if ";" in text else ",")))))
        return "; ".join(found)

    return c.Rule(get, frozenset(tags), frozenset(tags))


# ACM and Wiley have the DOI as the citation key as well.
_DOI = c.doi(
    "doi",
    resolver=("url", "ee", "link", "howpublished", "eprint", "note", "ID"),
    whole=("ID",),
    notes=("note", "annote"),
)


def _ieee(raw: Raw) -> str:
    """Return the article number of IEEE Xplore, which is its citation key."""
    number = _NUMBER.get(raw)
    return number if len(number) >= 6 or (number and _DOI.get(raw).startswith("10.1109/")) else ""


_NUMBER = c.matching(r"^(\d{4,9})$", "ID")

COLUMNS = c.Columns(
    source_id=c.first("ID"),
    type=c.first("ENTRYTYPE"),
    title=c.Rule(_title, frozenset({"title", "subtitle", "booktitle"})),
    authors=c.either(_names(*_AUTHORS), _names(*_EDITORS)),
    year=c.year("year", "date", "issue_date", "earlyaccessdate", "month"),
    journal=c.first(
        "journal",
        "journaltitle",
        "booktitle",
        "fjournal",
        "maintitle",
        "series",
        "shortjournal",
        "abbrev_source_title",
    ),
    volume=c.first("volume"),
    issue=c.first("number", "issue"),
    pages=c.either(
        c.first("pages", "article-number", "article_number", "art_number", "articleno"),
        c.matching(r"^\s*((?!2-s2\.0-)\S.*?)\s*$", "eid"),
    ),
    doi=_DOI,
    pmid=c.either(
        c.matching(r"^\s*(?:PMID:?\s*)?(\d{1,8})\s*$", "pmid", "pubmed"),
        c.matching(r"^(?:pmid|med)[:_-]?(\d{1,8})$", "ID"),
        c.matching(r"\bPMID\b\W{0,3}(\d{4,8})\b", "note", "annote"),
        c.matching(c.PMID_IN_LINK, "url", "ee"),
    ),
    accession=c.either(
        c.first("unique-id", "accession-number", "accession_number", "accession"),
        c.matching(r"\beid=(2-s2\.0-\d+)", "url"),
        c.matching(r"^\s*(2-s2\.0-\d+)\s*$", "eid"),
        c.matching(r"^((?:WOS|ISI|BCI|MEDLINE|KJD|RSCI|SCIELO|CABI|FSTA|INSPEC|ZOOREC|DBLP|PPR):\S+)$", "ID"),
        c.matching(r"^(\d{3}-\d{3}-\d{3}-\d{3}-\d{2}[\dX])$", "ID"),  # Lens
        c.matching(_AN_IN_LINK, "url"),
        c.matching(r"proquest\.com/\S{0,200}?docview/(\d+)", "url"),
        c.matching(r"^pmid:?(\d{1,8})$", "ID"),
        c.Rule(_ieee, frozenset({"ID"})),
    ),
    issn=c.either(_words("issn", "eissn"), _words("isbn")),
    abstract=c.text("abstract"),
    keywords=_words("author_keywords", "author-keywords", "keywords", "keyword", "keywords-plus"),
    url=c.first("url", "ee", "link"),
    language=c.first("language", "langid"),
)


def recognise(content: Content) -> int | None:
    """BibTeX: the first line of an entry with a field after it, or nothing but macros and comments."""
    return content.find(_FIELDED, _TYPED, _NO_ENTRY)


def count_markers(content: Content) -> int:
    """Count `@type{` and `@type(`: at the beginning of a line, after a brace, and where no brace is open."""
    found = depth = 0
    hides, bracket = True, b"{"
    rest = b""
    for chunk in chain(content.chunks(), (b"",)):
        text, rest = rest + chunk, b""
        before = end = 0  # the mark before, and where the comment ends
        for mark in _MARKER.finditer(text):
            at = mark.start()
            if at < end:
                continue
            depth, before = depth + _balance(text[before:at]), at
            blanks = text[max(0, at - 200) : at].rstrip(b" \t")[-1:]
            kind = mark[1].lower()
            is_other = kind in (b"comment", b"preamble", b"string")
            surely = is_other or mark[3] is not None
            alone = blanks in (b"", b"\n") or (depth <= 0 and bracket == b"{")
            if not (alone or (surely and (depth <= 0 or blanks == b"}"))):
                continue
            if kind == b"comment" and mark[2] == b"{" and hides:
                end = _closing(text, mark.end(2))
                if end < 0 and chunk and len(text) - at < _MOST_COMMENT:
                    text, rest = text[:at], text[at:]
                    break
                hides = end > 0
            found += not is_other
            depth, bracket = 0, mark[2]
        depth += _balance(text[before:])
    return found


def _balance(text: bytes) -> int:
    """Return how many braces a text opens and does not close; `\\{` is a letter."""
    text = text.replace(b"\\{", b"").replace(b"\\}", b"")
    return text.count(b"{") - text.count(b"}")


def _closing(text: bytes, at: int) -> int:
    """Return where a brace is closed that opened right before a place; -1 where it is not."""
    depth = 1
    for brace in _BRACE_BYTE.finditer(text, at):
        depth += 1 if brace[0] == b"{" else -1
        if not depth:
            return brace.end()
    return -1


def scan(content: Content) -> Iterator[Raw | Stray]:
    """Yield the entries, and what stands between them."""
    strings = dict(bibtex_entry.MONTHS)
    line = 1
    for text in _blocks(content.chunks()):
        head = _KIND.match(text)
        kind = head[1].lower() if head else ""
        if not head:
            yield from _strays(text, line)
        elif kind in ("comment", "preamble"):
            hidden = len(_BEGIN.findall(text, 1)) if kind == "comment" else 0
            said = f"entries that were commented out, and are skipped ({hidden}): " if hidden else ""
            yield Stray(line, said + text.strip())
        elif kind == "string":
            end = _define(text, strings)
            yield from _strays(text[end:], line + text.count("\n", 0, end))
        else:
            raw, end = bibtex_entry.read(text, line, strings)
            if found := _LIKE_ANOTHER.search(text, 1):
                at = line + text.count("\n", 0, found.end())
                raw.flaws = (*raw.flaws, Flaw(at, "this line looks like the beginning of another entry"))
            yield raw
            yield from _strays(text[end:], line + text.count("\n", 0, end))
        line += text.count("\n")


def _blocks(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield what stands before the first block, then each block with what follows it."""
    parts: list[str] = []
    depth = 0  # of the braces open since the block began
    within = False  # an entry that may still go on
    in_round = False  # a block in round brackets: its own are no braces
    hides = True  # a comment hides the entries in it
    rest, resumed = "", False
    for chunk in chain(chunks, (b"",)):
        text, rest = rest + chunk.decode("utf-8", "replace"), ""
        done = counted = hidden = 0
        for found in _BEGIN.finditer(text):
            at = found.start()
            if at < hidden:
                continue
            cut_short = found[0][-1] not in "{("
            apart = _is_apart(text, at) and not (resumed and at == 0)
            if chunk and (cut_short or len(text) - at < _ENOUGH):
                text, rest, resumed = text[:at], text[at:], not apart
                break
            if cut_short:
                continue
            before, depth = depth, depth + _opened(text, counted, at)
            if not apart:
                begins = depth <= 0 and (not in_round or _SURELY.match(text, at) is not None)
            else:
                begins = not (within and depth > 0) or _SURELY.match(text, at) is not None
            if not begins:
                within = within and not _closes(text, counted, at, before)
                counted = at
                continue
            if hides and _COMMENT.match(text, at):
                end = _end_of_braces(text, found.end() - 1)
                if end is None and chunk and len(text) - at < _MOST_COMMENT:
                    text, rest, resumed = text[:at], text[at:], not apart
                    depth = before
                    break
                hides, hidden = end is not None, end or 0
            if block := "".join([*parts, text[done:at]]):
                yield block
            parts, done, counted, depth = [], at, at, 0
            within, in_round = not _OTHER.match(text, at), found[0][-1] == "("
        within = within and not _closes(text, counted, len(text), depth)
        depth += _opened(text, counted, len(text))
        parts.append(text[done:])
    if block := "".join(parts):
        yield block


def _end_of_braces(text: str, at: int) -> int | None:
    """Return where the brace is closed that stands at a place; None where it is not."""
    depth = 0
    for brace in _BRACE.finditer(text, at):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end()
    return None


def _is_apart(text: str, at: int) -> bool:
    """Say whether a place is the first on its line, or the first after a brace."""
    return text[max(0, at - 200) : at].rstrip(" \t")[-1:] in ("", "\n", "}")


def _closes(text: str, start: int, stop: int, depth: int) -> bool:
    """Say whether all braces that were open are closed somewhere in a part of a text."""
    for brace in _BRACE.finditer(text, start, stop):
        depth += 1 if brace[0] == "{" else -1
        if depth <= 0:
            return True
    return False


def _opened(text: str, start: int, stop: int) -> int:
    """Return how many braces are opened and not closed in a part of a text."""
    opened = text.count("{", start, stop) - text.count("\\{", start, stop)
    return opened - text.count("}", start, stop) + text.count("\\}", start, stop)


def _define(text: str, strings: dict[str, str]) -> int:
    """Take a macro's definition into `strings`; return where it ends."""
    named = _STRING.match(text)
    end = bibtex_entry.value_end(text, named.end(), len(text)) if named else None
    if named is None or end is None:
        return 0
    strings[named[1].lower()] = bibtex_entry.evaluate(text[named.end() : end], strings)
    closing = _CLOSING.match(text, end)
    return closing.end() if closing else end


def _strays(text: str, line: int) -> Iterator[Stray]:
    for number, each in enumerate(text.split("\n"), start=line):
        if each.strip():
            yield Stray(number, each.strip())

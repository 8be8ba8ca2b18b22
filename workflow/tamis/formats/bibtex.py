"""BibTeX and BibLaTeX, as databases and reference managers write them.

The text is cut into entries by their first lines, one at a time, so that an entry that is not closed costs
no other and a large file needs little memory; each is then read through `bibtexparser` (see
`bibtex_entry`). What stands between entries is no part of them: `@comment`, `@preamble`, headings. An `@`
within an entry is text, unless the entry was not closed and another one begins there.
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
_MARKER = re.compile(
    rb"(?i)\n[ \t]*@(?!(?:comment|preamble|string)[ \t]*[{(])[a-z]\w*[ \t]*[{(]"
    rb"|\}[ \t]*@(?!(?:comment|preamble|string)[ \t]*[{(])[a-z]\w*[ \t]*[{(][^\s{}=,\"]*,"
)

#: Where an entry or another block may begin; `\Z`: the text breaks off in it, and more may follow.
_BEGIN = re.compile(r"(?:^|(?<=\}))[ \t]*+(?P<at>@[A-Za-z]\w*+\s{0,100}+(?:[{(]|\Z))", re.M)
#: Blocks that are no entries.
_OTHER = re.compile(r"@(?i:comment|preamble|string)\s{0,100}[{(]")
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
_STRING = re.compile(r"@\w+\s*[{(]\s*([^\s={}\"#,()]+)\s*=\s*")
_LIKE_ANOTHER = re.compile(r"^[ \t]*+@[A-Za-z]\w*[ \t]*[{(]|\}[ \t]*+@\w+[ \t]*[{(][^\s{}=,\"]*,", re.M)

_AN_IN_LINK = r"ebscohost\.com\S{0,500}?[?&]AN=([^&\s]+)"


_AUTHORS, _EDITORS = ("author", "authors"), ("editor", "editors")


def _authors(raw: Raw) -> str:
    for tags in (_AUTHORS, _EDITORS):
        if found := "; ".join(dict.fromkeys(filter(None, raw.seen(*tags)))):
            return found
    return ""


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
    authors=c.Rule(_authors, frozenset({*_AUTHORS, *_EDITORS}), frozenset(_AUTHORS)),
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
        c.matching(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,8})\b", "url", "ee"),
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


def recognise(content: Content) -> bool:
    """BibTeX: the first line of an entry with a field after it, or nothing but macros and comments."""
    return content.has(_FIELDED) or content.has(_TYPED) or content.has(_NO_ENTRY)


def count_markers(content: Content) -> int:
    """Count the lines that begin with `@type{` or `@type(`, and such after a closing brace."""
    return content.count(_MARKER)


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
            yield Stray(line, text.strip())
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
    rest = ""
    for chunk in chain(chunks, (b"",)):
        text, rest = rest + chunk.decode("utf-8", "replace"), ""
        done = counted = 0
        for found in _BEGIN.finditer(text):
            at = found.start("at")
            cut_short = found[0][-1] not in "{("
            if chunk and (cut_short or len(text) - at < _ENOUGH):
                text, rest = text[:at], text[at:]
                break
            if cut_short:
                continue
            before, depth = depth, depth + _opened(text, counted, at)
            if within and depth > 0 and not _SURELY.match(text, at):
                within = not _closes(text, counted, at, before)
            else:
                within = False
            counted = at
            if within:
                continue
            if block := "".join([*parts, text[done:at]]):
                yield block
            parts, done, depth = [], at, 0
            within = not _OTHER.match(text, at)
        within = within and not _closes(text, counted, len(text), depth)
        depth += _opened(text, counted, len(text))
        parts.append(text[done:])
    if block := "".join(parts):
        yield block


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

"""Fuzz the readers of exports: `make fuzz`, or `python tests/fuzz.py FAMILY SECONDS` where atheris is.

Each family of readers (tagged, bibtex, xml, tables, json, text) is given files that grow out of the samples,
and of the real exports where they are at hand. Whatever a file holds, every reader that knows it must come to
its end, raise nothing but `Refused`, and number its entries. The reader that the registry chooses must
besides hand over every word of the file: in an entry, as text between entries, or in what it says is wrong.
A word may be missing only where a flaw of the same entry tells that something is wrong there. That entries
and markers differ is no finding: whoever reads the file is shown both. A finding is kept as a file in the
folder that is named.

atheris is no dependency: `pip install atheris` where it runs (Linux, and macOS with LLVM's clang).
"""

from __future__ import annotations

import html
import re
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["tamis"]):
    from tamis import formats
    from tamis.formats.content import Content, Refused
    from tamis.formats.entry import Flaw, Raw, Stray
    from tamis.formats.tables.heads import Place
    from tamis.formats.tables.table import Table, _find

ROOT = Path(__file__).parents[1]
SEEDS = (ROOT / "tests" / "formats" / "samples", ROOT.parent / "shared" / "exports")
LARGEST = 20_000
#: What belongs to which family, by a word in the name of a format; all that is named nowhere is a table.
FAMILIES = {
    "tagged": ("RIS", "MEDLINE", "tagged"),
    "bibtex": ("BibTeX",),
    "xml": ("XML",),
    "json": ("JSON",),
    "text": ("text",),
    "tables": (),
}
#: As many files of each other family are among the seeds: a file of one may hold a piece of another.
OF_OTHERS = 2
WORD = re.compile(r"[A-Za-z]{7,}")
#: Lines of a file as a whole, and those that say that an entry begins: no entry needs them.
HEADING = re.compile(r"^(?:(?:FN|VR|EF)(?: .*)?|\s*Document \d+ of \d+\s*)$", re.M)
#: A command of LaTeX, and a text that a name stands for: it is of an entry only where that says the name.
LATEX = re.compile(
    r"\\[A-Za-z]+"
    r"|@string\s*[{(]\s*[^\s=,{}()\"]+\s*=(?:\s*(?:\"[^\"{}\n]*\"|\{[^{}\n]*\})\s*[})])?",
    re.I,
)
#: What XML itself is made of: names and their attributes, comments, declarations, the marks of raw text.
MARKUP = re.compile(
    r"<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|<!\[CDATA\[|\]\]>|<\??/?[A-Za-z][^<>]*>", re.S
)
#: What stands in JSON before the list of entries: it is of the file as a whole.
ENVELOPE = re.compile(
    r'\A\s*\{(?:[^"]|"(?:[^"\\]|\\.)*")*?"(?:References|data|results|items)"\s*:\s*\[', re.S
)
#: A line that gives a word of BibTeX its meaning, however it ends.
STRING = re.compile(r"^[^\n]*@string\b[^\n]*", re.I | re.M)
#: The name of a value of JSON.
KEY = re.compile(r'"(?:[^"\\\n]|\\.)*"\s*:')
ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|(["\\/bfnrt]))')


def family(name: str) -> str:
    """Return the family of a format."""
    return next((key for key, words in FAMILIES.items() if any(word in name for word in words)), "tables")


def blank(found: re.Match[str]) -> str:
    """Return as many lines as a match has, and nothing on them."""
    return " " + "\n" * found[0].count("\n")


def unescaped(found: re.Match[str]) -> str:
    """Return the letter that an escape of JSON stands for; none that would begin a line."""
    return chr(int(found[1], 16)) if found[1] and int(found[1], 16) > 31 else " "


#: What takes a file's text to the words that its reader has to hand over, by family; lines stay lines.
BARE: dict[str, Callable[[str], str]] = {
    "bibtex": lambda text: LATEX.sub(blank, STRING.sub(blank, text)),
    "xml": lambda text: html.unescape(MARKUP.sub(blank, text)),
    "json": lambda text: ESCAPE.sub(unescaped, KEY.sub(blank, ENVELOPE.sub(blank, text))),
    "tagged": lambda text: HEADING.sub(blank, text),
    "text": lambda text: HEADING.sub(blank, text),
}


def words(content: Content, format: object) -> Iterator[tuple[int, str]]:
    """Yield each long word of a file that its reader has to hand over, with its line."""
    place = _find(content) if isinstance(format, Table) else None
    heads = range(place.line, place.line + place.span) if isinstance(place, Place) else ()
    text = BARE.get(family(format.NAME), str)(content.text)
    for number, line in enumerate(text.split("\n"), start=1):
        if number not in heads:  # a heading above a column that is empty is no word of an entry
            yield from ((number, word) for word in WORD.findall(line))


def read(format: object, content: Content) -> tuple[list[str], list[int], list[Flaw]]:
    """Read a file in a format; return all that is said, the line of each entry, and what is wrong."""
    said: list[str] = []
    begins: list[int] = []
    flaws = content.flaws()
    for found in format.scan(content):
        if isinstance(found, Stray):
            assert found.line >= 1
            said.append(found.text)
            continue
        assert isinstance(found, Raw)
        begins.append(found.line)
        entry = format.COLUMNS.entry(len(begins), found)
        assert entry.ordinal == len(begins) and entry.line >= 1
        format.COLUMNS.extras(found, entry)
        said += [*found.tags, *found.values]
        flaws += found.flaws
    format.count_markers(content)  # it has to come to its end too
    return [*said, *(flaw.text for flaw in flaws)], begins, flaws


def lost(format: object, content: Content) -> list[tuple[int, str]]:
    """Return the words that a reader neither hands over nor tells that they are lost, with their lines."""
    said, begins, flaws = read(format, content)
    if content.is_zip or not begins:  # without any entry nobody takes the file for read
        return []
    # A word may be cut by the end of a line of a fixed width, so a part of it is enough.
    whole = "\n".join(said).casefold()
    begins.sort()
    # What stands before the first entry of JSON and XML is the file's frame.
    framed = begins[0] if family(format.NAME) in ("json", "xml") else 1

    def told(line: int) -> bool:
        at = bisect_right(begins, line)
        first = begins[at - 1] if at else 1
        after = begins[at] if at < len(begins) else sys.maxsize
        return any(first <= flaw.line <= max(line, first) or first <= flaw.line < after for flaw in flaws)

    return [
        (line, word)
        for line, word in words(content, format)
        if line >= framed and word.casefold() not in whole and not told(line)
    ]


def examine(data: bytes, chosen: str) -> None:
    """Read a file as all formats of a family that know it; fail where the one that is chosen loses a word."""
    try:
        content = Content(data)
        if content.is_empty:
            return
        known = [
            format
            for format in formats.FORMATS
            if family(format.NAME) == chosen and format.recognise(content) is not None
        ]
        best = formats.recognise(content)
    except Refused:
        return
    for format in known:
        try:
            if format is not best:
                read(format, content)
            elif missing := lost(format, content):
                raise AssertionError(f"{format.NAME} lost {missing[:5]}")
        except Refused:
            continue


def seeds(chosen: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a family, and a few of each other one."""
    others: dict[str, int] = {}
    for folder in SEEDS:
        for path in sorted(folder.rglob("*")) if folder.exists() else ():
            if not path.is_file() or path.name in ("expected.jsonl", "manifest.csv"):  # what is said of them
                continue
            data = path.read_bytes()
            data = data if data.startswith(b"PK") else data[:LARGEST]
            try:
                format = formats.recognise(Content(data)) if len(data) <= LARGEST else None
            except Refused:
                format = None
            of = family(format.NAME) if format else "none"
            others[of] = others.get(of, 0) + 1
            if of == chosen or others[of] <= OF_OTHERS:
                yield path.name, data[:LARGEST]


def main() -> None:
    """Fuzz one family for some seconds."""
    chosen, seconds = sys.argv[1], sys.argv[2]
    findings = Path(sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp(prefix="tamis-fuzz-"))
    findings.mkdir(parents=True, exist_ok=True)
    corpus = Path(tempfile.mkdtemp(prefix="tamis-corpus-"))
    for name, data in seeds(chosen):
        (corpus / name).write_bytes(data)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LARGEST}",
        "-timeout=30",
        "-rss_limit_mb=4096",
        f"-artifact_prefix={findings}/{chosen}-",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], str(corpus), *options], lambda data: examine(data, chosen))
    atheris.Fuzz()


if __name__ == "__main__":
    main()

"""Fuzz the readers of exports: `make fuzz`, or `python tests/fuzz.py FAMILY SECONDS` where atheris is.

Each family of readers (tagged, bibtex, xml, tables, json, text) is given files that grow out of the samples,
and of the real exports where they are at hand. Whatever a file holds, a reader must come to its end, raise
nothing but `Refused`, number its entries, and hand over every word that stands in the file: in an entry, as
text between entries, or in what it says is wrong. A finding is kept as a file in the folder that is named.

atheris is no dependency: `pip install atheris` where it runs (Linux, and macOS with LLVM's clang).
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["tamis"]):
    from tamis.formats import FORMATS
    from tamis.formats.content import Content, Refused
    from tamis.formats.entry import Raw, Stray
    from tamis.formats.tables.table import Table

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
}
#: Families whose readers hand over words as they are; others decode them first.
VERBATIM = ("tagged", "text", "tables")
WORD = re.compile(r"[A-Za-z]{7,}")
#: Lines of a file as a whole, and those that say that an entry begins: no entry needs them.
HEADING = re.compile(r"^(?:(?:FN|VR|EF)(?: .*)?|\s*Document \d+ of \d+\s*)$", re.M)


def family(name: str) -> str:
    """Return the family of a format."""
    return next((key for key, words in FAMILIES.items() if any(word in name for word in words)), "tables")


def check(format: object, content: Content, verbatim: bool) -> None:
    """Read a file in a format, and fail where something is lost."""
    said: list[str] = []
    count = begin = 0
    try:
        for found in format.scan(content):
            if isinstance(found, Stray):
                said.append(found.text)
                continue
            assert isinstance(found, Raw)
            count += 1
            begin = begin or found.line
            entry = format.COLUMNS.entry(count, found)
            assert entry.ordinal == count and entry.line >= 1
            format.COLUMNS.extras(found, entry)
            said += [*found.tags, *found.values, *(flaw.text for flaw in found.flaws)]
        markers = format.count_markers(content)
    except Refused:
        return
    assert markers >= 0
    if verbatim and count and not content.is_zip:
        kept = set(WORD.findall(" ".join(said)))
        # A word may be cut by the end of a line of a fixed width, so a part of it is enough.
        whole = "\n".join(said)
        text = HEADING.sub("", content.text)
        if isinstance(format, Table):  # a heading above an empty column is no word of an entry
            text = "\n".join(text.split("\n")[begin - 1 :])
        lost = [word for word in WORD.findall(text) if word not in kept and word not in whole]
        assert not lost, f"{format.NAME} lost {lost[:5]}"


def main() -> None:
    """Fuzz one family for some seconds."""
    chosen, seconds = sys.argv[1], sys.argv[2]
    findings = Path(sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp(prefix="tamis-fuzz-"))
    findings.mkdir(parents=True, exist_ok=True)
    formats = [format for format in FORMATS if family(format.NAME) == chosen]

    def one(data: bytes) -> None:
        try:
            content = Content(data)
            if content.is_empty:
                return
            for format in formats:
                if format.recognise(content):
                    check(format, content, chosen in VERBATIM)
        except Refused:
            return

    corpus = Path(tempfile.mkdtemp(prefix="tamis-corpus-"))
    for folder in SEEDS:
        for path in sorted(folder.rglob("*")) if folder.exists() else ():
            if path.is_file() and path.suffix != ".jsonl":
                (corpus / path.name).write_bytes(path.read_bytes()[:LARGEST])
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LARGEST}",
        "-timeout=30",
        "-rss_limit_mb=4096",
        f"-artifact_prefix={findings}/{chosen}-",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], str(corpus), *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

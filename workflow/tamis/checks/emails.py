"""E-mail addresses in what people write: a warning, since what is in git is hard to take back.

Search exports are left out: they stay exactly as downloaded, and authors' addresses are published. For the
same reason, so are those columns of logs, and of exports of screening tools, that belong to the citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tamis.errors import Problems
from tamis.logs import log_of
from tamis.review import Review, written
from tamis.store import decode, line_feeds, table_lines

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{0,190}[A-Za-z]")
_TEXT = {".csv", ".tsv", ".txt", ".yaml", ".yml", ".md", ".json", ".ris", ".bib"}
_TABLE = {".csv", ".tsv"}
#: What is in the heading of a column that belongs to the citation, in logs and in exports of tools.
_OF_CITATION = re.compile(r"title|author|abstract|journal|details|keyword|affiliation|address|correspond")


def warnings(review: Review) -> list[str]:
    """Return one line for each file in `records/` and `config/` that holds an address, with its first line.

    `config/people.yaml` is meant for names, and git ignores it. Of an export that is no table nobody can tell
    whose the addresses are, and that is said.
    """
    found = []
    for folder in (review.records, review.config.parent):
        for path in written(folder, below=True):
            if (
                path.suffix.casefold() not in _TEXT
                or review.searches in path.parents
                or path.name == "people.yaml"
            ):
                continue
            ours = path.parent != review.screening or log_of(review.place(path)) is not None
            table = path.parent == review.screening and path.suffix.casefold() in _TABLE
            hits = list(_in_table(path, review) if table else _in_text(path))
            if hits:
                more = f" and in {len(hits) - 1} more lines" if len(hits) > 1 else ""
                do = "take it out before it is committed"
                if not ours and not table:
                    do = "if these are authors', it may stay; reviewers' go with tamis scrub"
                elif not ours:
                    do += ", with tamis scrub"
                found.append(f"{review.place(path)}:{hits[0]}: holds an e-mail address{more}; {do}")
    return found


def _in_text(path: Path) -> Iterator[int]:
    """Yield the numbers of the lines that hold an address."""
    text = line_feeds(decode(path.read_bytes())[0])
    for number, line in enumerate(text.split("\n") if "@" in text else (), start=1):
        if "@" in line and _ADDRESS.search(line):
            yield number


def _in_table(path: Path, review: Review) -> Iterator[int]:
    """Yield the lines of the rows that hold an address in another column than those of the citation."""
    if b"@" not in path.read_bytes().replace(b"\0", b""):
        return
    lines = table_lines(path, Problems(), root=review.root)
    head = next((cells for _, cells in lines if any(cells) and not cells[0].lstrip().startswith("#")), [])
    own = [bool(_OF_CITATION.search(name.casefold())) for name in head]
    for number, cells in lines:
        if any(
            "@" in cell and _ADDRESS.search(cell) and not (at < len(own) and own[at])
            for at, cell in enumerate(cells)
        ):
            yield number

"""What was read of a PDF: its pages in reading order, and what readers marked in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

#: Why a PDF cannot be read, where more than one module must know.
NO_FILE = "there is no such file"
NO_PDF = "is not a PDF"
LOCKED = "opens with a password only"
BROKEN = "cannot be opened: it is broken"
FALLS = "cannot be opened: it makes the reader fall over"
MEMORY = "needs too much memory to open"
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class PageText:
    """A page: its text in reading order, and what it calls itself.

    Words of `text` are parted by a blank, lines by a line feed, blocks by two; `text.split()` gives the words
    in the order in which the process that reads PDFs counts them, so that the place of the n-th can be asked
    for. Nothing is joined or normalised in it but what no reader sees: ligatures, odd blanks, control
    characters.

    printed: the number that the page bears, where it can be told (by the PDF's own labels, or by a number
    that goes up with each page in its head or foot); empty: not known.
    """

    text: str
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reader marked: the page from 1, the words under it, and the comment; `kind`: highlight, note,
    ..."""

    page: int
    kind: str
    words: str
    comment: str


@dataclass(frozen=True, slots=True)
class PdfText:
    """All that was read of a PDF; `problem` says in words why nothing was, and is empty where all went well.

    sha256: the hash of its bytes. encrypted: it opens with a password only. title: from its metadata, often
    wrong.
    """

    sha256: str
    pages: tuple[PageText, ...] = ()
    marks: tuple[Mark, ...] = ()
    title: str = ""
    encrypted: bool = False
    problem: str = ""

    @property
    def has_text(self) -> bool:
        """Whether any page holds letters; a scan without them cannot be searched."""
        return any(page.text.strip() for page in self.pages)


def is_sha256(text: str) -> bool:
    """Say whether a text is a hash, of 64 hexadecimal digits, and nothing that leads out of a folder."""
    return bool(_SHA256.fullmatch(text))


def dumps(text: PdfText) -> str:
    """Return a text as one line of JSON."""
    return json.dumps(asdict(text), ensure_ascii=False)


def loads(line: str | bytes) -> PdfText:
    """Return the text that `dumps` has written.

    Raises:
        ValueError: it is none.
    """
    try:
        data = json.loads(line)
        data["pages"] = tuple(_made(PageText, page) for page in data["pages"])
        data["marks"] = tuple(_made(Mark, mark) for mark in data["marks"])
        text: PdfText = _made(PdfText, data)
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError("is not the text of a PDF") from error
    return text


def _made(part: type[Any], given: Mapping[str, Any]) -> Any:
    """Return a part of a text; each of its values is of the type that it must be of."""
    made = part(**given)
    for field in fields(made):
        if type(getattr(made, field.name)).__name__ != str(field.type).partition("[")[0]:
            raise TypeError(field.name)
    return made

"""Pages of PDFs as images, and where on them the words of quotes stand."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.store import sha256
from tamis.tables import Evidence

if TYPE_CHECKING:
    from tamis.pdf.runs import Box

#: Where the size of a PNG stands in it.
_WIDTH, _HEIGHT = slice(16, 20), slice(20, 24)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a page: where it lies, and its size in pixels."""

    path: Path
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """Images by hash and page; the boxes of words by hash, page, first and last word.

    A box has its edges as fractions of the page's width and height.
    """

    of_page: Mapping[tuple[str, int], Picture] = field(default_factory=dict)
    boxes: Mapping[tuple[str, int, int, int], Sequence[Box]] = field(default_factory=dict)


def pictures(rows: Sequence[Evidence], fulltext: Path, folder: Path) -> Pictures:
    """Have the pages drawn on which quotes were found; PDFs that are not there, or are others, are left out.

    Args:
        rows: what became of the quotes.
        fulltext: where PDFs lie.
        folder: where images go; those that no quote is on are taken away, and what a killed run left.

    Raises:
        OSError: an image cannot be written.
    """
    from tamis.pdf import pages

    by_file: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for row in rows:
        if row.checked == "here" and row.found and row.first is not None and row.last is not None:
            by_file.setdefault((row.file, row.sha256), []).append((row.found, row.first, row.last))
    of_page: dict[tuple[str, int], Picture] = {}
    boxes: dict[tuple[str, int, int, int], Sequence[Box]] = {}
    for (file, digest), asked in by_file.items():
        path = fulltext / file
        # What a log names is no path; and a PDF that was changed since is another one.
        if Path(file).name != file or not path.is_file() or sha256(path) != digest:
            continue
        asked = sorted(set(asked))
        drawn = pages.draw(path, sorted({page for page, _, _ in asked}), folder, digest)
        places = pages.places(path, asked)
        if sha256(path) != digest:  # it was replaced meanwhile, and these may be pages of another
            continue
        of_page |= {(digest, page): _picture(at) for page, at in drawn.items()}
        boxes |= {(digest, *words): found for words, found in zip(asked, places, strict=True)}
    kept = {picture.path.name for picture in of_page.values()}
    for path in sorted([*folder.glob("*.png"), *folder.glob("*.part")]):
        if path.name not in kept:
            path.unlink()
    return Pictures(of_page, boxes)


def _picture(path: Path) -> Picture:
    """Return a PNG with its size."""
    with path.open("rb") as stream:
        head = stream.read(_HEIGHT.stop)
    return Picture(path, int.from_bytes(head[_WIDTH], "big"), int.from_bytes(head[_HEIGHT], "big"))


def beside(folder: str) -> Callable[[Picture], str]:
    """Return what gives an image's address where it lies in a folder beside the page."""
    return lambda picture: f"{folder}/{picture.path.name}"


def embedded(picture: Picture) -> str:
    """Return an image as an address that holds it."""
    return f"data:image/png;base64,{base64.b64encode(picture.path.read_bytes()).decode()}"

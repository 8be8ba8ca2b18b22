"""Images of pages, and where words stand on them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from tamis.pdf.process import LIMITS, Limits, Process, Unanswered, held
from tamis.pdf.runs import Box
from tamis.pdf.texts import is_sha256

#: As fine as a page is read on a screen.
DPI = 100
#: How a PNG begins, and how it ends.
_HEAD, _END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


def draw(
    path: Path, pages: Sequence[int], folder: Path, sha256: str, limits: Limits = LIMITS
) -> dict[int, Path]:
    """Return images (PNG) of whole pages, named <sha256>-<page>.png; what is there whole is not drawn again.

    Pages that cannot be drawn are left out.

    Args:
        path: the PDF.
        pages: from 1.
        folder: where images are kept; it need not exist.
        sha256: the PDF's hash.
        limits: what it may cost.

    Raises:
        ValueError: the hash is none, and no name for a file.
        OSError: an image cannot be written.
    """
    if not is_sha256(sha256):
        raise ValueError(f"{sha256!r} is not a hash")
    files = {page: folder / f"{sha256.casefold()}-{page}.png" for page in sorted(set(pages))}
    missing = {page: file for page, file in files.items() if not is_whole(file)}
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        within = folder.resolve()
        parts = {page: within / f"{file.stem}.{os.getpid()}.part" for page, file in missing.items()}
        with Process(limits) as process:
            try:
                targets = {str(page): str(part) for page, part in parts.items()}
                drawn = held(process.ask("draw", path=str(path.resolve()), targets=targets, dpi=DPI))
            except Unanswered:
                drawn = []
        failed = drawn if isinstance(drawn, dict) else None
        for page, part in parts.items():
            if page in drawn and not failed:
                part.replace(files[page])
            else:
                part.unlink(missing_ok=True)
        if failed:
            number = failed["errno"] or 0
            raise OSError(number, os.strerror(number), str(files[failed["page"]]))
    return {page: file for page, file in files.items() if is_whole(file)}


def is_whole(image: Path) -> bool:
    """Say whether an image is there, and is a PNG from its beginning to its end."""
    try:
        with image.open("rb") as stream:
            begins = stream.read(len(_HEAD)) == _HEAD
            stream.seek(-len(_END), os.SEEK_END)
            return begins and stream.read() == _END
    except OSError:  # it is not there, or too short
        return False


def places(
    path: Path, asked: Sequence[tuple[int, int, int]], limits: Limits = LIMITS
) -> list[tuple[Box, ...]]:
    """Return where words stand: for each question a box (left, top, right, bottom) for each line they are on.

    Boxes are shares of the width and height of the page as it is shown. There are none where the page or the
    words are not there, or the PDF cannot be read.

    Args:
        path: the PDF.
        asked: (page, first word, last word): pages from 1, words from 0 as `PageText.text.split()` counts
            them, the last one included.
        limits: what it may cost.
    """
    with Process(limits) as process:
        try:
            found = held(process.ask("places", path=str(path.resolve()), asked=list(asked)))
        except Unanswered:
            return [()] * len(asked)
    return [tuple(_box(box) for box in boxes) for boxes in found]


def _box(box: Sequence[float]) -> Box:
    left, top, right, bottom = box
    return float(left), float(top), float(right), float(bottom)

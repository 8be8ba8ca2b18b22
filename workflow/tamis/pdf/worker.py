"""The process that opens PDFs, and the only module that imports pymupdf.

A question is a line of JSON: what to do (`read`, `draw` or `places`), the file, how many seconds it may take,
and what each of these functions takes; an answer is a line of JSON, too. It ends by itself where a question
takes longer than its seconds and nobody has ended it.

    python -m tamis.pdf.worker MEMORY LETTERS PAGES

with the bytes of memory that it may take, and how many letters and pages a PDF may have.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tamis.pdf.lines import Page, line_boxes, under
from tamis.pdf.printed import printed
from tamis.pdf.runs import Box
from tamis.pdf.texts import BROKEN, LOCKED, MEMORY, NO_FILE, NO_PDF, Mark, PageText, PdfText, dumps

#: What the library calls marks that are made of words, marks around words, and notes, by its numbers.
_OVER = {8: "highlight", 9: "underline", 10: "underline", 11: "strikeout"}
_AROUND = dict.fromkeys((4, 5, 6, 7), "area")
_NOTES = dict.fromkeys((0, 2), "note")
#: The most points of an image's side: a page may say that it is as large as a field.
_SIDE = 2400
#: Characters that end a line or that nobody sees, and halves of characters, which cannot be written.
_PLAIN: dict[int, str | None] = {
    **dict.fromkeys((*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029), " "),
    **dict.fromkeys(range(0xD800, 0xE000)),
}
#: How long the process lives on, in seconds, after whoever asks should have ended it.
_GRACE = 10


class _CannotRead(Exception):
    """A PDF that cannot be read; its text says why."""


def _library() -> Any:
    """Return pymupdf, which is typed in part only; what it would print goes nowhere."""
    import pymupdf

    library: Any = pymupdf
    library.TOOLS.mupdf_display_errors(False)
    library.TOOLS.mupdf_display_warnings(False)
    return library


@contextmanager
def _opened(path: str, library: Any) -> Iterator[Any]:
    """Open a PDF.

    Raises:
        _CannotRead: it cannot be opened, or breaks while it is read.
    """
    try:
        with Path(path).open("rb") as stream:  # a page that asks for a login, saved as a PDF, is none
            if b"%PDF-" not in stream.read(1024):
                raise _CannotRead(NO_PDF)
    except OSError as error:
        raise _CannotRead(NO_FILE) from error
    try:
        with library.open(path, filetype="pdf") as document:
            if document.needs_pass:
                raise _CannotRead(LOCKED)
            yield document
    except _CannotRead:
        raise
    except Exception as error:  # whatever the library raises on a file that is not what it should be
        short = isinstance(error, MemoryError) or "alloc" in str(error)
        raise _CannotRead(MEMORY if short else BROKEN) from error


def read(library: Any, path: str, sha256: str, letters: int, pages: int) -> str:
    """Return what is read of a PDF, as `dumps` writes it."""
    try:
        with _opened(path, library) as document:
            if not document.page_count:
                raise _CannotRead(BROKEN)
            if document.page_count > pages:
                raise _CannotRead(f"has more than {pages:,} pages")
            texts, numbers, marks = [], [], []
            room = letters
            for number, page in enumerate(document, 1):
                laid = _laid_out(page, "dict", library)
                texts.append(laid.text)
                numbers.append(laid.numbers)
                room -= len(texts[-1])
                new = _marks(page, number, library)
                marks += new
                room -= sum(len(mark.words) + len(mark.comment) for mark in new)
                if room < 0:
                    raise _CannotRead(f"holds more than {letters:,} letters")
            names = printed(numbers, _labels(document))
            title = str((document.metadata or {}).get("title") or "").translate(_PLAIN)[:1000]
    except _CannotRead as error:
        return dumps(PdfText(sha256, problem=str(error), encrypted=str(error) == LOCKED))
    read = tuple(PageText(text, name) for text, name in zip(texts, names, strict=True))
    return dumps(PdfText(sha256, read, tuple(marks), title))


def _laid_out(page: Any, how: str, library: Any) -> Page:
    """Return a page as it is read, without what readers wrote on it or into its form.

    Nothing is turned: text of any direction is read in its own.
    """
    size, turn = _size(page), page.rotation
    if turn:
        page.set_rotation(0)
    found = library.TextPage(page.get_displaylist(annots=0).get_textpage(library.TEXT_MEDIABOX_CLIP))
    if turn:
        page.set_rotation(turn)
    return Page(found.extractDICT() if how == "dict" else found.extractRAWDICT(), *size)


def _size(page: Any) -> tuple[float, float]:
    """Return width and height of a page before a viewer turns it."""
    shown = page.rect
    return (shown.height, shown.width) if page.rotation % 180 else (shown.width, shown.height)


def _labels(document: Any) -> list[str]:
    """Return what the PDF calls its pages; nothing where it does not say."""
    if not document.get_page_labels():
        return []
    # Where the PDF names the type of its labels, /PageLabel, the library takes that for a prefix.
    labels = (page.get_label().removeprefix("ageLabel") for page in document)
    return [label[:20].translate(_PLAIN).strip() for label in labels]


def _marks(page: Any, number: int, library: Any) -> list[Mark]:
    """Return what readers marked on a page. What is answered to a mark is added to its comment."""
    lines = None
    marks: dict[int, Mark] = {}
    answers = []
    for annotation in page.annots() or ():
        kind = annotation.type[0]
        comment = str(annotation.info.get("content") or "").replace("\r\n", "\n").replace("\r", "\n")
        comment = comment.translate({**_PLAIN, 10: "\n"}).strip()
        if annotation.irt_xref:
            answers.append((annotation.irt_xref, comment))
            continue
        words = ""
        if kind in _OVER or kind in _AROUND:
            lines = lines or _laid_out(page, "rawdict", library).lines()
            words = under(lines, _areas(annotation, kind in _OVER))
        elif kind not in _NOTES:
            continue
        name = _OVER.get(kind) or _AROUND.get(kind) or _NOTES[kind]
        marks[annotation.xref] = Mark(number, name, words, comment)
    for of, comment in answers:
        if of in marks and comment:
            mark = marks[of]
            both = "\n".join(filter(None, (mark.comment, comment)))
            marks[of] = Mark(number, mark.kind, mark.words, both)
    return list(marks.values())


def _areas(annotation: Any, by_quads: bool) -> list[Box]:
    """Return what a mark lies over, as boxes on the page."""
    points = annotation.vertices if by_quads else None
    if not points:
        return [tuple(annotation.rect)]
    return [
        (min(xs), min(ys), max(xs), max(ys))
        for xs, ys in (zip(*points[at : at + 4], strict=True) for at in range(0, len(points) - 3, 4))
    ]


def draw(library: Any, path: str, targets: Mapping[str, str], dpi: int) -> str:
    """Draw pages (from 1) as PNG, each into its target, and return those that were drawn.

    Where a target cannot be written, the answer is its page, and the number of the system's error.
    """
    drawn = []
    with _opened(path, library) as document:
        for name, target in targets.items():
            number = int(name)
            if 1 <= number <= document.page_count:
                page = document[number - 1]
                scale = min(dpi / 72, _SIDE / max(page.rect.width, page.rect.height, 1))
                picture = page.get_pixmap(matrix=library.Matrix(scale, scale), annots=False, alpha=False)
                try:
                    Path(target).write_bytes(picture.tobytes("png"))
                except OSError as error:  # a full disk is not the PDF's fault
                    return json.dumps({"page": number, "errno": error.errno})
                drawn.append(number)
    return json.dumps(drawn)


def places(library: Any, path: str, asked: list[tuple[int, int, int]]) -> str:
    """Return where words stand: for each page, first and last word the boxes, one a line."""
    found: list[list[Box]] = []
    pages: dict[int, Any] = {}
    with _opened(path, library) as document:
        for number, first, last in asked:
            if not 1 <= number <= document.page_count:
                found.append([])
                continue
            page = document[number - 1]
            if number not in pages:
                pages = {number: _laid_out(page, "rawdict", library).lines()}
            found.append(line_boxes(pages[number], first, last, *_size(page), page.rotation))
    return json.dumps(found)


def _answer(question: Mapping[str, Any], library: Any, tasks: Mapping[str, Callable[..., str]]) -> str:
    """Return the answer to a question."""
    given = {name: value for name, value in question.items() if name not in ("task", "seconds")}
    try:
        return tasks[question["task"]](library, **given)
    except _CannotRead as error:
        return json.dumps({"problem": str(error)})


def _serve(memory: int, letters: int, pages: int) -> None:
    """Answer questions until there are no more. What the library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    library = _library()
    tasks: dict[str, Callable[..., str]] = {
        "read": lambda library, **given: read(library, **given, letters=letters, pages=pages),
        "draw": draw,
        "places": places,
    }
    answers.write(b"ready\n")
    answers.flush()
    for line in sys.stdin.buffer:
        question = json.loads(line)
        if hasattr(signal, "alarm"):
            signal.alarm(math.ceil(question["seconds"]) + _GRACE)
        answers.write(_answer(question, library, tasks).encode() + b"\n")
        answers.flush()
        if hasattr(signal, "alarm"):
            signal.alarm(0)


if __name__ == "__main__":
    _serve(*map(int, sys.argv[1:]))

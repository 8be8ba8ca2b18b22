"""Files that a person names on the command line: where they may be written."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tamis.errors import fail
from tamis.review import Review

#: How the files of figures end, and how each begins.
FIGURES = {".svg": b"<svg", ".png": b"\x89PNG\r\n\x1a\n", ".pdf": b"%PDF-"}

#: What other tables and citations are called, and CSV is not; `tamis write` makes some of them.
_WRITTEN = {".ris": "RIS", ".bib": "BibTeX", ".xml": "EndNote XML"}
_OTHER = {
    ".xlsx",
    ".xlsm",
    ".xls",
    ".ods",
    ".tsv",
    ".tab",
    ".json",
    ".html",
    ".zip",
    ".gz",
    ".nbib",
    *_WRITTEN,
}

#: A table: the option that names it, its file or None where it is not asked for, its columns.
Output = tuple[str, Path | None, Sequence[str]]


def check_place(output: Path, inputs: Iterable[Path]) -> None:
    """Refuse to write over what is read, and into folders that are for people or for the pipeline alone.

    Args:
        output: the file to write.
        inputs: the files that are read.

    Raises:
        InputError: it may not be written.
    """
    name = output.as_posix()
    if output.exists() and any(path.exists() and output.samefile(path) for path in inputs):
        fail(name, "is one of the files to read; choose a name of its own")
    for review in map(Review, output.absolute().parents):
        if not review.config.exists():
            continue
        for folder, whose in (
            (review.config.parent, "what you write"),
            (review.records, "what you write"),
            (review.build, "what the pipeline makes"),
            (review.reports, "what the pipeline makes"),
        ):
            if output.resolve().is_relative_to(folder.resolve()):
                fail(name, f"{folder.name}/ is for {whose}; choose another place")
    if not output.parent.is_dir():
        fail(name, f"there is no folder {output.parent.as_posix()}")


def check_outputs(outputs: Iterable[Output], inputs: Iterable[Path], *, force: bool) -> None:
    """Refuse what `check_place` refuses, what is no such table, and one table over the other.

    Args:
        outputs: the tables.
        inputs: the files that are read.
        force: what is there may be any file.

    Raises:
        InputError: one may not be written.
    """
    inputs = list(inputs)
    seen = set()
    for option, table, head in outputs:
        if table is None:
            continue
        name = table.as_posix()
        check_place(table, inputs)
        if table.is_dir():
            fail(name, "is a folder")
        suffix = table.suffix.casefold()
        if suffix in _OTHER:
            elsewhere = f"; `tamis write` makes {_WRITTEN[suffix]}" if suffix in _WRITTEN else ""
            right = table.with_suffix(".csv").as_posix()
            fail(name, f"the table is CSV, and this name says otherwise: call it {right}{elsewhere}")
        if table.exists() and not force and not _is_ours(table, head):
            fail(name, "is there already, and is no such table; choose another name, or say --force")
        if table.resolve() in seen:
            fail(name, f"cannot be both tables; {option} needs a name of its own")
        seen.add(table.resolve())


def _is_ours(table: Path, head: Sequence[str]) -> bool:
    """Say whether there is nothing in a file, or a table that begins with a head."""
    line = f"{','.join(head)}\n".encode()
    with table.open("rb") as stream:
        start = stream.read(len(line) + 3)
    return not start or start.removeprefix(b"\xef\xbb\xbf").startswith(line)


def check_figure(output: Path, inputs: Iterable[Path], *, force: bool) -> None:
    """Refuse what `check_place` refuses, a name that is no figure's, and a file that is not of its kind.

    Args:
        output: the figure.
        inputs: the files that are read.
        force: what is there may be any file.

    Raises:
        InputError: it may not be written.
    """
    name, suffix = output.as_posix(), output.suffix.casefold()
    check_place(output, inputs)
    if suffix not in FIGURES:
        fail(name, f"a figure ends with one of {', '.join(FIGURES)}")
    if output.is_dir():
        fail(name, "is a folder")
    if not output.exists() or force:
        return
    with output.open("rb") as stream:
        start = stream.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip()
    ours = FIGURES[suffix] in start if start.startswith(b"<?xml") else start.startswith(FIGURES[suffix])
    if start and not ours:
        fail(name, f"is there already, and is no {suffix[1:].upper()}; choose another name, or say --force")


def figure(output: Path, svg: str, title: str, fonts: Sequence[Path] = ()) -> bytes:
    """Return an SVG as the name of its file says: as it is, or as a picture or a PDF.

    Where no font has a character, a picture shows an empty box for it, and a warning is written.

    Args:
        output: the file.
        svg: the figure.
        title: what a PDF is called; empty: what the figure is.
        fonts: font files for characters that the fonts of Tamis lack.

    Raises:
        InputError: a font file is none, or the figure cannot be drawn.
    """
    kind = output.suffix.casefold()
    if kind == ".svg":
        return svg.encode()
    from tamis import render
    from tamis.glyphs import characters

    for font in fonts:
        try:
            characters(font)
        except OSError as error:
            fail(font.as_posix(), f"cannot be read: {error.strerror}")
        except ValueError as error:
            fail(font.as_posix(), str(error))
    try:
        if lacking := render.missing(svg, fonts):
            own = ", ".join(font.as_posix() for font in fonts)
            lost = render.in_words(lacking, own)
            sys.stderr.write(f"warning: {output.as_posix()}: {lost}; an SVG shows all\n")
        if kind == ".png":
            return render.to_png(svg, fonts=fonts)
        return render.to_pdf(render.pages(svg), fonts=fonts, title=title)
    except ValueError as error:
        fail(output.as_posix(), str(error))

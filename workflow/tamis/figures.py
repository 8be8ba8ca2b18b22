"""Stage: every figure that other stages wrote as SVG, as PNG and PDF beside it.

A character that no font has is drawn as an empty box, and is an open item: nothing else waits for it, and
`final` refuses it.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from tamis.config import Config, require_config
from tamis.errors import InputError, Problems, counted
from tamis.review import Review
from tamis.store import write_bytes, write_rows
from tamis.tables import TEAM, OpenItem

#: The figures of a review: each is `reports/<name>.svg`.
FIGURES = ("flow", "flowchart", "overlap", "upset", "appraisal", "appraisal_summary")
#: What each is made into.
KINDS = ("png", "pdf")
#: Pixels an inch of the pictures: what journals ask for.
DPI = 300
#: What to do where no font has a character.
_REMEDY = "name a font file that has them in config/config.yaml: figures: {font: config/NAME.ttf}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: none of its own."""


def run(args: argparse.Namespace) -> int:
    """Write the pictures and PDFs into `reports/`, and keep them in `build/figures/` for the next time.

    Nothing is drawn twice: what is kept is named by a digest of the figure and of all that draws it.

    Raises:
        InputError: a figure is not there or cannot be drawn; with every such figure. The font file that the
            config names is none.
    """
    from tamis import render

    review = Review(args.dir)
    config = require_config(review)
    fonts = fonts_of(review, config)
    made_by = render.fingerprint(fonts)
    problems, items = Problems(), list[OpenItem]()
    now = {path for name in FIGURES for path in _make(review, name, config, fonts, made_by, problems, items)}
    open_items = review.built("figures", "open")
    for path in sorted({*(review.build / "figures").glob("*")} - now - {open_items}):
        path.unlink()
    problems.raise_if_any()
    write_rows(open_items, items, OpenItem)
    for item in items:
        sys.stderr.write(f"{item.place}: {item.text}\n")
    sys.stdout.write(f"figures: {counted(len(FIGURES), 'figure')} as SVG, PNG and PDF\n")
    return 0


def fonts_of(review: Review, config: Config) -> tuple[Path, ...]:
    """Return the font files that the config names, which must be fonts."""
    from tamis.glyphs import characters

    if not config.figures.font:
        return ()
    path = review.root / config.figures.font
    try:
        characters(path)
    except ValueError as error:
        problems = Problems()
        problems.add_at(config.place("figures", "font"), f"{config.figures.font!r} {error}")
        raise InputError(problems) from error
    return (path,)


def _make(
    review: Review,
    name: str,
    config: Config,
    fonts: Sequence[Path],
    made_by: str,
    problems: Problems,
    items: list[OpenItem],
) -> list[Path]:
    """Put a figure's picture and PDF into `reports/`; return what of `build/figures/` they are copies of.

    A figure that lacks characters is kept nowhere, so that it is told of at every run.
    """
    from tamis import render

    source = review.reports / f"{name}.svg"
    place = review.place(source)
    if not source.is_file():
        problems.add(place, "is not there yet; `tamis run` makes every stage in turn")
        return []
    svg = source.read_text(encoding="utf-8")
    stamp = hashlib.sha256(f"{DPI} {made_by}\n{svg}".encode()).hexdigest()[:16]
    copies = {kind: review.build / "figures" / f"{name}.{stamp}.{kind}" for kind in KINDS}
    if not all(path.is_file() for path in copies.values()):
        try:
            if unknown := render.missing(svg, fonts):
                lost = render.in_words(unknown, config.figures.font)
                items.append(OpenItem(f"figures:characters:{name}", f"{lost}; {_REMEDY}", TEAM, place))
                copies = {kind: source.with_suffix(f".{kind}") for kind in KINDS}
            write_bytes(copies["png"], render.to_png(svg, fonts=fonts, dpi=DPI))
            write_bytes(copies["pdf"], render.to_pdf(render.pages(svg), fonts=fonts))
        except ValueError as error:
            problems.add(place, str(error))
            return []
    for kind, path in copies.items():
        if path.parent != review.reports:
            write_bytes(source.with_suffix(f".{kind}"), path.read_bytes())
    return list(copies.values())

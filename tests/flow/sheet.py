"""Draw the twelve stress cases, each as SVG and PNG, and one sheet: `python tests/flow/sheet.py OUT_DIR`."""

import io
import re
import sys
from pathlib import Path

import pymupdf
from flow_cases import CASES, Case
from fontTools.ttLib import TTFont

from tamis import render, svg
from tamis.errors import Problems
from tamis.flow.diagram import draw
from tamis.flow.labels import load

WIDE, HIGH, HEAD, GAP, ACROSS = 620, 560, 26, 16, 4


def drawn(case: Case) -> str:
    """Return a case as SVG."""
    problems = Problems()
    words = load(case.language, None, problems)
    problems.raise_if_any()
    return draw(case.flow, title=case.title, language=words)


def cjk(folder: Path) -> Path:
    """Return a font with Chinese characters, the one that PyMuPDF carries, as a file in a folder.

    It has no PostScript name, without which the renderer passes a font over.
    """
    path = folder / "cjk.ttf"
    font = TTFont(io.BytesIO(pymupdf.Font("cjk").buffer))
    font["name"].setName("DroidSansFallback", 6, 3, 1, 0x409)
    font.save(path)
    return path


def sheet(figures: dict[str, str]) -> str:
    """Return figures side by side, each as large as its place allows, as one figure."""
    parts = []
    for at, (name, figure) in enumerate(figures.items()):
        x, y = GAP + at % ACROSS * (WIDE + GAP), GAP + at // ACROSS * (HIGH + HEAD + GAP)
        parts.append(svg.text(x, y + 14, f"{at + 1}. {CASES[name].title}", weight="bold"))
        inner = re.sub(
            r' width="\d+" height="\d+" role="img"[^>]*?font-family', " font-family", figure, count=1
        )
        place = f'<svg x="{x}" y="{y + HEAD}" width="{WIDE}" height="{HIGH}" preserveAspectRatio="xMidYMin"'
        parts.append(inner.replace("<svg", place, 1))
    rows = -(-len(figures) // ACROSS)
    width, height = GAP + ACROSS * (WIDE + GAP), GAP + rows * (HIGH + HEAD + GAP)
    said = "Twelve stress cases of the flow diagram"
    return svg.document("sheet", said, said, parts, width=width, height=height, links=False)


def main(out: Path) -> None:
    """Write the cases and the sheet into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    fonts = [cjk(out)]
    figures = {name: drawn(case) for name, case in CASES.items()}
    for name, figure in {**figures, "sheet": sheet(figures)}.items():
        (out / f"{name}.svg").write_text(figure, encoding="utf-8")
        dpi = 90 if name == "sheet" else 144
        (out / f"{name}.png").write_bytes(render.to_png(figure, fonts=fonts, dpi=dpi))
        if lost := render.missing(figure, fonts):
            sys.stderr.write(f"{name}: {render.in_words(lost)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

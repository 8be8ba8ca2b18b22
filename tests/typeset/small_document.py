"""A small document with one of everything, and the figure in it."""

from pathlib import Path

from tamis import render
from tamis.typeset.blocks import (
    Break,
    Cell,
    Document,
    Figure,
    Heading,
    Items,
    Paragraph,
    Run,
    Table,
    plain,
)

ARABIC = "مراجعة منهجية لخدمات لم الشمل"
HEBREW = "סקירה שיטתית"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="900" viewBox="0 0 300 900">'
    '<rect x="10" y="10" width="280" height="880" fill="#eef"/><text x="20" y="60">990 screened</text></svg>'
)


def figures(folder: Path, kind: str):
    """Return what gives the file of a figure: PNG or SVG."""
    svg, png = folder / "flow.svg", folder / "flow.png"
    svg.write_text(SVG, encoding="utf-8")
    if not png.exists():
        png.write_bytes(render.to_png(SVG, dpi=72))
    return lambda name: folder / f"{name}.{kind}"


def cell(text, **more):
    return Cell((plain(text),), **more)


def small() -> Document:
    study = Paragraph((Run("As "), Run("Smith", link="#r-smith"), Run(" says"), Run("1", sup=True)))
    table = Table(
        (
            (cell("Study", head="col", rows=2), cell("Answers", head="col", columns=2, align="center")),
            (cell("1.1", head="col", turned=True), cell("1.2", head="col")),
            (
                cell("Smith 2020", head="row"),
                cell("+", fill="#009e73", ink="#111111"),
                cell("−", align="right"),
            ),
            (cell(ARABIC, head="row"), Cell((plain("two"), plain("lines"))), cell("")),
        ),
        heads=2,
        caption=plain("Ratings"),
        note=plain("+ yes, − no"),
        id="t-ratings",
    )
    return Document(
        title="A review of <things> & others",
        kind="Systematic review",
        authors=("A. One", "B. Two"),
        date="2024-05-06",
        contents=True,
        blocks=(
            Paragraph((Run("Version: ", bold=True), Run("6 May 2024")), "note"),
            Heading(plain("Methods"), 1, "methods"),
            Paragraph(plain("PRISMA 5"), "under"),
            study,
            Paragraph((Run(ARABIC), Run(" (2020) "), Run(HEBREW))),
            Items(
                (
                    (Paragraph(plain("first")), Items(((Paragraph(plain("inner")),),))),
                    (Paragraph(plain("second")), Paragraph(plain("and more of it"))),
                ),
                ordered=True,
            ),
            Items(((Paragraph(plain("again from one")),),), ordered=True),
            Heading(plain("Results"), 2, "results"),
            table,
            Figure("flow", plain("Flow of records"), "990 screened, 15 included", "f-flow"),
            Break(),
            Paragraph(
                (
                    Run("see "), Run("the table", link="#t-ratings"), Run(", "),
                    Run("the web", link="https://a.org/x?y=1&z=2"),
                )
            ),
            Heading(plain("References"), 1, "references"),
            Items(
                ((Paragraph((Run("Smith A. "), Run("A title", italic=True), Run(" 2020")), id="r-smith"),),),
                plain=True,
            ),
        ),
    )  # fmt: skip

"""What manuscripts of tests may name."""

from tamis.manuscript.citing.citations import Bibliography, Style
from tamis.manuscript.engine.published import Published
from tamis.manuscript.render import Material, Rendered
from tamis.manuscript.values import Quantity
from tamis.reports.references import Work
from tamis.typeset.blocks import Cell, Table, plain

HOSTILE = 'A {{ flow.a }} {% for x in y %} <b>&amp; "bold"</b> *stars* [link](javascript:alert(1)) | `x` '
HOSTILE += "\ue000live:0\ue001"

NAMES = {
    "flow.screened": Quantity("flow.screened", 1234, "records screened", "build/flow/exits.csv", "all", "†"),
    "flow.excluded": Quantity("flow.excluded", 1000, "records excluded"),
    "flow.unknown": Quantity("flow.unknown", None, "what nobody recorded"),
    "studies.included": Quantity(
        "studies.included", 15, "studies included", called=("# studies were included",)
    ),
    "studies.design.mixed": Quantity("studies.design.mixed", 4, "mixed"),
    "studies.design.mixed-methods": Quantity("studies.design.mixed-methods", 5, "mixed"),
    "screening.kappa": Quantity("screening.kappa", 0.8123, "kappa", digits=2),
    "review.title": "On {{ flow.screened }} and *stars*",
    "review.funding": "",
    "review.hostile": HOSTILE,
    "review.stand_ins": "† Numbers that rest on stand-ins.",
}
WORKS = {
    id: (
        Work(
            id,
            f"{id.capitalize()}, Ann; Other, Bo",
            year,
            f"A work by {id}",
            "Journal & Co",
            "3",
            pages="1-9",
        ),
    )
    for id, year in (("akin", 2017), ("brook", 2007), ("carlson", 1996))
}


def table() -> Table:
    cells = [[f"row {row} column {column}" for column in range(3)] for row in range(3)]
    cells[1][1] = HOSTILE
    rows = tuple(
        tuple(Cell((plain(text),), "" if at else "col") for text in row) for at, row in enumerate(cells)
    )
    return Table(rows, caption=plain("What the studies are"))


def published() -> Published:
    return Published(
        NAMES, {"characteristics"}, {"flow"}, {*WORKS}, {"prisma2020": ("16a", "16b"), "prisma_s": ("3",)}
    )


def material(style: str = "american-psychological-association") -> Material:
    figures = {"flow": ("Flow diagram", "what it shows")}
    return Material(published(), {"characteristics": table}, figures, Bibliography(WORKS, Style(style)))


def rendered(manuscript, file="paper.docx", **more) -> Rendered:
    return Rendered(manuscript, file, material(**more))

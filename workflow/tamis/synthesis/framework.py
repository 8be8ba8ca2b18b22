"""The framework matrix: components of support by row and column, and the studies that report them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from tamis.config import Framework, Label
from tamis.synthesis.inputs import split
from tamis.tables import FrameworkCell, OpenItem, Study


@dataclass(frozen=True, slots=True)
class Component:
    """One component in a cell of the matrix, the studies that report it, and where that was written."""

    text: str
    studies: tuple[str, ...]
    note: str
    place: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of the matrix: its label, and for each column the components."""

    label: Label
    cells: tuple[tuple[Component, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The framework matrix."""

    title: str
    source: str
    columns: tuple[Label, ...]
    rows: tuple[MatrixRow, ...]


def included(cells: Sequence[FrameworkCell], studies: Collection[str]) -> list[FrameworkCell]:
    """Return the cells with the included studies only; one that no included study reports falls away."""
    kept = [replace(c, studies=";".join(s for s in split(c.studies) if s in studies)) for c in cells]
    return [cell for cell in kept if cell.studies]


def framework_matrix(framework: Framework, cells: Sequence[FrameworkCell]) -> Matrix:
    """Return the matrix; components stand in the order in which they were written."""
    return Matrix(
        framework.title,
        framework.source,
        framework.columns,
        tuple(
            MatrixRow(
                row,
                tuple(
                    tuple(
                        Component(c.component, tuple(split(c.studies)), c.note, c.place)
                        for c in cells
                        if (c.row, c.column) == (row.id, column.id)
                    )
                    for column in framework.columns
                ),
            )
            for row in framework.rows
        ),
    )


def open_items(
    framework: Framework | None, cells: Sequence[FrameworkCell], studies: Sequence[Study]
) -> list[OpenItem]:
    """Return each included study that no cell names: `synthesis:framework:<study>`."""
    if framework is None:
        return []
    named = {study for cell in cells for study in split(cell.studies)}
    return [
        OpenItem(
            f"synthesis:framework:{study.study}",
            f"{study.study} is included, and stands in no cell of the framework matrix; "
            "its components go into records/synthesis/framework.csv",
            "team",
            study.place,
        )
        for study in studies
        if study.study not in named
    ]

"""Citations that stand within tables: set together with those of the text, in the table's place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tamis.manuscript.citing import signs
from tamis.manuscript.citing.citations import Bibliography, Cluster, Formatted
from tamis.reports.references import Work
from tamis.typeset.blocks import Run, Runs, Table


@dataclass(frozen=True, slots=True)
class Citing(Run):
    """A run that cites: `text` until the citation is known; of its own row, or in brackets behind a text."""

    keys: tuple[str, ...] = ()
    narrative: bool = True


def study(label: str, *keys: str) -> Citing:
    """Return who a row or a list of studies names, as a style has it in a sentence: `Akin et al. (2017)`."""
    return Citing(label, keys=keys)


def behind(label: str, *keys: str) -> Citing:
    """Return what stands behind a text that rests on studies: `(Akin et al., 2017; Brook, 2007)`."""
    return Citing(f"({label})", keys=keys, narrative=False)


def title(work: Work) -> Runs:
    """Return the title of a work, in italics and without its markup."""
    return (Run(signs.unmarked(work.title).rstrip(".") or "[No title]", italic=True),)


def together(
    bibliography: Bibliography, parts: Sequence[Cluster | Table]
) -> tuple[list[Runs], list[Table], list[Runs]]:
    """Return a document's citations, its tables with theirs in place, and its references.

    Args:
        bibliography: what can be cited; a work that a table names and nobody can cite stays a text.
        parts: the clusters of the text and the tables, in the order in which they are read.
    """
    known = frozenset(bibliography.known)
    inner = [
        [] if isinstance(part, Cluster) else [run for run in _citing(part) if known.issuperset(run.keys)]
        for part in parts
    ]
    asked = [
        cluster
        for part, runs in zip(parts, inner, strict=True)
        for cluster in (
            [part] if isinstance(part, Cluster) else [Cluster(run.keys, run.narrative) for run in runs]
        )
    ]
    made = bibliography.format(asked) if asked else Formatted([], [])
    formatted = iter(made.citations)
    citations, tables = list[Runs](), list[Table]()
    for part in parts:
        if isinstance(part, Cluster):
            citations.append(next(formatted))
        else:
            tables.append(_filled(part, known, formatted))
    return citations, tables, made.references


def _filled(table: Table, known: frozenset[str], formatted: Iterator[Runs]) -> Table:
    """Return a table in which each citation stands, which `formatted` gives in order."""

    def runs(of: Runs) -> Runs:
        return tuple(
            each
            for run in of
            for each in (
                (run,)
                if not isinstance(run, Citing)
                else next(formatted)
                if known.issuperset(run.keys)
                else (Run(run.text),)
            )
        )

    rows = tuple(
        tuple(replace(cell, lines=tuple(map(runs, cell.lines))) for cell in row) for row in table.rows
    )
    return replace(table, rows=rows, note=runs(table.note))


def _citing(table: Table) -> Iterator[Citing]:
    for runs in (*(line for row in table.rows for cell in row for line in cell.lines), table.note):
        yield from (run for run in runs if isinstance(run, Citing))

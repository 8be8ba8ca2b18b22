"""Observed agreement over time as a figure: one point a period, with its interval."""

from __future__ import annotations

from collections.abc import Sequence

from tamis import svg
from tamis.reports.audit.words import percent
from tamis.reports.environment import day
from tamis.svg import INK, NOTE_INK, NOTE_SIZE
from tamis.tables import Agreement, Drift

#: No wider than that a phone shows it whole, and its text can still be read.
WIDTH, HEIGHT = 440, 250
LEFT, RIGHT, TOP, BOTTOM = 48, 4, 34, 60
#: Why a trend is not tested, as `Drift.untested` has it.
UNTESTED = {"few": "too few", "several": "not tested"}
LINE, MARK = "#c9d1d3", "#0b5a66"


def lines(rows: Sequence[Drift], stage: str) -> list[Drift]:
    """Return the trends of a stage; all pairs together only where the lead is not in each of them.

    Then the lead with all others is what all pairs are, and says the same.
    """
    at = [row for row in rows if row.stage == stage]
    led = [_numbers(row) for row in at if row.reviewer_b == "others"]
    return [row for row in at if row.reviewer_a != "all" or _numbers(row) not in led]


def _numbers(row: Drift) -> tuple[object, ...]:
    return row.periods, row.first, row.last, row.z, row.untested


def tested(rows: Sequence[Drift]) -> int:
    """Return how many trends are tested."""
    return sum(row.p is not None for row in rows)


def draw(periods: Sequence[Agreement], title: str) -> str:
    """Return the figure as an SVG document: the share of pairs of votes that agree, and its Wilson interval.

    The scale begins at a tenth below the lowest limit, and its ends are printed.

    Args:
        periods: one row a period, in order of time, each with an observed agreement.
        title: what the figure is called.
    """
    lowest = min(row.observed_low or 0.0 for row in periods)
    bottom = max(0.0, int(lowest * 10 - 0.5) / 10)
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def y(value: float) -> float:
        return round(TOP + high * (1 - (value - bottom) / (1 - bottom)), 1)

    parts = [svg.text(LEFT, 18, title, weight="bold")]
    for step in range(5):
        value = bottom + (1 - bottom) * step / 4
        parts.append(f'<path d="M{LEFT} {y(value)}H{WIDTH - RIGHT}" stroke="{LINE}"/>')
        label = percent(value)
        parts.append(svg.text(LEFT - 8, y(value) + 4, label, size=NOTE_SIZE, fill=NOTE_INK, anchor="end"))
    said, points = [], []
    for at, row in enumerate(periods):
        x = round(LEFT + wide * (at + 0.5) / len(periods), 1)
        observed = row.observed or 0.0
        words = f"{day(row.start)} to {day(row.end)}: {percent(observed)} of {row.both - row.left_out:,}"
        said.append(words)
        points.append(f"{x} {y(observed)}")
        parts += [
            f"<g><title>{svg.safe(words)}</title>",
            f'<path d="M{x} {y(row.observed_low or 0.0)}V{y(row.observed_high or 1.0)}" '
            f'stroke="{MARK}" stroke-width="2"/>',
            f'<circle cx="{x}" cy="{y(observed)}" r="5" fill="{MARK}"/></g>',
        ]
        for line, text in enumerate((_short(row.start), "to", _short(row.end))):
            parts.append(
                svg.text(x, HEIGHT - BOTTOM + 18 + 14 * line, text, size=NOTE_SIZE, fill=INK, anchor="middle")
            )
    parts.insert(1, f'<path d="M{"L".join(points)}" fill="none" stroke="{MARK}" stroke-dasharray="3 4"/>')
    return svg.document(
        f"drift-{periods[0].stage}",
        title,
        f"{'. '.join(said)}.",
        parts,
        width=WIDTH,
        height=HEIGHT,
        links=False,
    )


def _short(moment: str) -> str:
    """Return the day of a moment in few letters, as there is little room under the figure.

    >>> _short("2021-09-20T09:31:05")
    '20 Sep 2021'
    """
    number, month, year = day(moment).split()
    return f"{number} {month[:3]} {year}"

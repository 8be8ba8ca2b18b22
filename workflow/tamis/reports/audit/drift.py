"""Observed agreement over time as a figure: one point a period, with its interval."""

from __future__ import annotations

from collections.abc import Sequence

from tamis import svg
from tamis.reports.audit.words import percent
from tamis.reports.environment import day
from tamis.svg import INK, NOTE_INK, NOTE_SIZE
from tamis.tables import Agreement

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 34, 60
LINE, MARK = "#c9d1d3", "#0b5a66"


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
        for line, text in enumerate((day(row.start), "to", day(row.end))):
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

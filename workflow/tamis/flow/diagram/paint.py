"""The diagram as elements of SVG: boxes and their links, arrows, headings, bars, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tamis import svg
from tamis.flow.diagram.layout import (
    BAR_WIDTH,
    BAR_X,
    EDGE,
    HEAD_LEADING,
    HEAD_PAD,
    LEADING,
    PAD_X,
    PAD_Y,
    Box,
    Heading,
    Layout,
    set_in_lines,
)
from tamis.flow.diagram.said import Line, heard
from tamis.svg import INK, LINE, NOTE_INK, NOTE_SIZE, SIZE, WHITE, safe

OPEN_INK = "#8a3800"
GREY, GREY_LINE, GOLD, BLUE = "#ececec", "#9a9a9a", "#f7c65b", "#bfd0ea"
#: A diagram that is wider or higher than this is made smaller in print, so that its notes must not be small
#: already.
_WIDE, _HIGH = 1000, 850

Href = Callable[[str], str | None]


def painted(layout: Layout, notes: Sequence[Line], href: Href | None, *, rtl: bool) -> tuple[list[str], int]:
    """Return the elements of a diagram, and how high it is."""
    beneath, height = _notes(layout, notes, href, rtl=rtl)
    parts = [
        *(part for heading in layout.headings for part in _heading(heading, rtl=rtl)),
        *(part for word, top, bottom in layout.bars for part in _bar(word, top, bottom, rtl=rtl)),
        *(svg.arrow(*points) for points in layout.arrows),
        *(_box(box, href, rtl=rtl) for box in layout.boxes.values()),
        *beneath,
    ]
    return parts, height


def _turned(text: str, *, rtl: bool) -> str:
    """Return a line that is read from right to left as such: an isolate (UAX 9).

    The attribute `direction` would turn the anchor too, in browsers but not in every other program.
    """
    return f"\u2067{text}\u2069" if rtl else text


def _heading(heading: Heading, *, rtl: bool) -> list[str]:
    first = EDGE + HEAD_PAD + HEAD_LEADING * (heading.height - 2 * HEAD_PAD) // (2 * HEAD_LEADING)
    first += SIZE - HEAD_LEADING * len(heading.lines) // 2
    return [
        f'<rect x="{heading.x}" y="{EDGE}" width="{heading.width}" height="{heading.height}" rx="10" '
        f'fill="{GOLD if heading.gold else GREY}"/>',
        *(
            svg.text(
                heading.x + heading.width // 2,
                first + HEAD_LEADING * at,
                _turned(line, rtl=rtl),
                anchor="middle",
                weight="bold",
            )
            for at, line in enumerate(heading.lines)
        ),
    ]


def _bar(word: str, top: int, bottom: int, *, rtl: bool) -> list[str]:
    """Return the bar of a phase, on the left."""
    x = BAR_X + BAR_WIDTH // 2 + 5
    return [
        f'<rect x="{BAR_X}" y="{top}" width="{BAR_WIDTH}" height="{bottom - top}" rx="8" fill="{BLUE}"/>',
        svg.text(x, (top + bottom) // 2, _turned(word, rtl=rtl), anchor="middle", weight="bold", turned=True),
    ]


def _box(box: Box, href: Href | None, *, rtl: bool) -> str:
    """Return a box as a group: what opens all of it, and then each line that can be opened by itself."""
    said = box.said
    fill, line = (GREY, GREY_LINE) if said.grey else (WHITE, LINE)
    dashes = ' stroke-dasharray="6 4"' if said.ours else ""
    whole = [
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="3" fill="{fill}" '
        f'stroke="{line}"{dashes}/>'
    ]
    alone: list[tuple[str, list[str]]] = []
    y = box.y + PAD_Y
    for paragraph, lines in box.rows:
        elements = _texts(lines, box.x + PAD_X, box.width - 2 * PAD_X, y, paragraph, rtl=rtl)
        target = href(paragraph.name) if href and paragraph.name else None
        if target is None:
            whole += elements
        elif alone and alone[-1][0] == paragraph.name:  # a label, and its number beneath it
            alone[-1][1].extend([_target(box, y, len(lines)), *elements])
        else:
            alone.append((paragraph.name, [_target(box, y, len(lines)), *elements]))
        y += LEADING * len(lines)
    told = heard(paragraph for paragraph, _ in box.rows) if len(whole) == 1 else ""
    parts = [
        _link(said.link, whole, href, told),
        *(_link(name, elements, href) for name, elements in alone),
    ]
    return f'<g id="box-{said.name}" class="box" data-box="{said.name}">\n' + "\n".join(parts) + "\n</g>"


def _texts(
    lines: Iterable[tuple[int, str]],
    x: int,
    space: int,
    y: int,
    said: Line,
    *,
    rtl: bool,
    size: int = SIZE,
    leading: int = LEADING,
    fill: str = INK,
) -> list[str]:
    """Return the lines of a paragraph as elements; y is where the first begins."""
    return [
        svg.text(
            x + space - start if rtl else x + start,
            y + size + leading * at,
            _turned(text, rtl=rtl),
            size=size,
            fill=OPEN_INK if said.open else fill,
            anchor="end" if rtl else "",
        )
        for at, (start, text) in enumerate(lines)
    ]


def _target(box: Box, y: int, lines: int) -> str:
    """Return what of a line can be pointed at: all of it, and not only its letters."""
    return (
        f'<rect x="{box.x + 2}" y="{y}" width="{box.width - 4}" height="{LEADING * lines}" fill="none" '
        'pointer-events="all"/>'
    )


def _link(name: str, elements: Sequence[str], href: Href | None, told: str = "") -> str:
    """Return elements, in a link where their name has an answer; `told`: what a link without text says."""
    inside = "\n".join(elements)
    target = href(name) if href and name else None
    if not target:
        return inside
    label = f' aria-label="{safe(told)}"' if told else ""
    return f'<a href="{safe(target)}" data-name="{safe(name)}"{label}>\n{inside}\n</a>'


def _notes(layout: Layout, notes: Sequence[Line], href: Href | None, *, rtl: bool) -> tuple[list[str], int]:
    """Return the notes as elements, and where the diagram ends."""
    size = SIZE if layout.width > _WIDE or layout.bottom > _HIGH else NOTE_SIZE
    leading, space = size + 4, layout.width - 2 * EDGE
    parts, y = [], layout.bottom + 2 * EDGE
    for note in notes:
        lines = set_in_lines(note, size, space)
        elements = _texts(lines, EDGE, space, y, note, rtl=rtl, size=size, leading=leading, fill=NOTE_INK)
        parts.append(_link(note.name, elements, href))
        y += leading * len(lines)
    return parts, y + EDGE

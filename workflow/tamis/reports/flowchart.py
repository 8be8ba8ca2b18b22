"""The flowchart of eligibility questions as SVG, drawn from the protocol.

What is screened comes in at the top; each question leads down where it is answered yes, and to the right,
to its reason for exclusion, at the first no; what is left at the end is eligible. Boxes are as high as their
text. Plain strings: the same questions give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tamis import svg
from tamis.config import Flowchart
from tamis.svg import INK, LINE, NOTE_INK, NOTE_SIZE, SIZE, WHITE, safe, wrap

EDGE = 12  # around the whole
PAD_X, PAD_Y, LEADING = 14, 10, 18
GAP = 34  # between two rows, wide enough for the word beside the arrow
#: Left edge and width of the questions, and of the reasons.
ASKED, LEAVING = (EDGE, 400), (EDGE + 400 + 64, 280)
WASH, GREY, GREY_LINE, GOOD = "#eef5f6", "#f1f1f1", "#9a9a9a", "#e3f1e8"
TITLE = "Flowchart of eligibility"
START = "Title and abstract of each record, and the full text of each report that was sought"
END = "Eligible"

#: What the reason of a question links to, by the question's id.
Href = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class _Box:
    """A box: where it stands, its lines, how it is filled and lined, how round its corners are."""

    x: int
    y: int
    width: int
    lines: tuple[str, ...]
    fill: str = WHITE
    line: str = LINE
    round: int = 3

    @property
    def height(self) -> int:
        return len(self.lines) * LEADING + 2 * PAD_Y

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    def drawn(self) -> list[str]:
        """Return the box and its lines as elements."""
        y = self.y + PAD_Y + SIZE
        return [
            f'<rect x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}" rx="{self.round}" '
            f'fill="{self.fill}" stroke="{self.line}"/>',
            *(
                svg.text(self.x + PAD_X, y + at * LEADING, text, fill=INK)
                for at, text in enumerate(self.lines)
            ),
        ]


def draw(version: Flowchart, *, title: str = TITLE, href: Href | None = None) -> str:
    """Return a version of the flowchart as an SVG document.

    Args:
        version: its questions, in order.
        title: what the figure is called for those who cannot see it.
        href: what a reason links to; one without an answer is no link.
    """
    above = _box(ASKED, EDGE, START, round=18)
    parts, floor = above.drawn(), above.bottom
    for number, question in enumerate(version.questions, start=1):
        asked = _box(ASKED, floor + GAP, f"{number}. {question.question}", fill=WASH)
        leaving = _box(LEAVING, asked.y, f"Excluded: {question.reason}", fill=GREY, line=GREY_LINE)
        level = asked.y + min(asked.height, leaving.height) // 2
        parts += _down(above, asked, "Yes" if number > 1 else "")
        parts += [
            *asked.drawn(),
            svg.arrow((asked.x + asked.width, level), (leaving.x, level)),
            _said("No", asked.x + asked.width + 20, level - 7),
            *_linked(leaving.drawn(), href(question.id) if href else None),
        ]
        above, floor = asked, max(asked.bottom, leaving.bottom)
    end = _box(ASKED, floor + GAP, END, fill=GOOD, round=18)
    parts += [*_down(above, end, "Yes"), *end.drawn()]
    told = (f"{q.question} No: excluded, {q.reason}." for q in version.questions)
    words = " ".join([f"{START}.", *told, f"Yes to all: {END.lower()}."])
    return svg.document(
        f"flowchart-{version.number}",
        title,
        words,
        parts,
        width=sum(LEAVING) + EDGE,
        height=end.bottom + EDGE,
        links=href is not None,
    )


def _box(
    column: tuple[int, int], y: int, text: str, *, fill: str = WHITE, line: str = LINE, round: int = 3
) -> _Box:
    x, width = column
    return _Box(x, y, width, tuple(wrap(text, SIZE, width - 2 * PAD_X)), fill, line, round)


def _down(above: _Box, below: _Box, answer: str) -> list[str]:
    """Return the arrow from a box to the next, with the answer that leads there."""
    arrow = svg.arrow((above.middle, above.bottom), (below.middle, below.y))
    return [arrow, *([_said(answer, below.middle + 9, below.y - GAP // 2 + 3)] if answer else [])]


def _said(answer: str, x: int, y: int) -> str:
    return svg.text(x, y, answer, size=NOTE_SIZE, fill=NOTE_INK, weight="bold")


def _linked(parts: list[str], target: str | None) -> list[str]:
    """Return elements inside a link, where they have one."""
    return [f'<a href="{safe(target)}">', *parts, "</a>"] if target else parts

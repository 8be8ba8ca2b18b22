"""The PRISMA 2020 flow diagram as SVG, in the official layout for new reviews.

Databases and registers on the left, what is removed and excluded beside them, other methods on the right
in grey where they have an arm of their own. Where their records were pooled with the rest, their box
joins the main arm before duplicates are removed, and a note says so. Boxes are as high as their text;
rows are as high as their highest box. Plain strings: the same flow gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from tamis import svg
from tamis.flow import labels
from tamis.flow.boxes import Flow, ReasonCount, Undrawn
from tamis.flow.labels import KIND_BOX, LABELS, OPEN, number
from tamis.svg import INK, LINE, NOTE_INK, NOTE_SIZE, SIZE, WHITE, safe, wrap
from tamis.tables import DATABASE_KINDS, SOURCE_KINDS

LEADING, NOTE_LEADING = 18, 15  # of text in boxes, and of notes
PAD_X, PAD_Y = 12, 10
INDENT = 14  # of a line beneath another
HANG = 10  # of a line that goes on
EDGE = 12  # around the whole
HEAD_HEIGHT = 40
ROW_GAP = 30
BAR_X, BAR_WIDTH = EDGE, 28
#: Left edge and width of the four columns.
COLUMNS = ((56, 280), (380, 310), (734, 250), (1028, 290))

OPEN_INK = "#8a3800"
GREY, GREY_LINE, GOLD, BLUE = "#ececec", "#9a9a9a", "#f7c65b", "#bfd0ea"

Href = Callable[[str], str | None]

#: What the notes under the diagram call the exits that PRISMA 2020 has no box for.
_UNDRAWN = {
    "duplicate": "duplicate records removed",
    "removed_automatic": "records marked as ineligible by automation tools",
    "removed_other": "records removed for other reasons",
    "excluded_title_abstract": "records excluded on title and abstract",
    "before_retrieval": "records that left before retrieval",
    "excluded_after_appraisal": "reports excluded after appraisal",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph of a box: its text, its level, and whether it tells what is open."""

    text: str
    level: int = 0
    open: bool = False

    def set(self, space: int) -> list[tuple[int, str]]:
        """Return the paragraph in lines, each with how far it is set in; none is wider than `space`."""
        start = self.level * INDENT
        lines = wrap(self.text, SIZE, space - start, HANG)
        return [(start + HANG if at else start, line) for at, line in enumerate(lines)]


@dataclass(frozen=True, slots=True)
class _Box:
    """A box: `name` is its first box of `reports/flow.csv`; y is set by the layout."""

    name: str
    column: int
    lines: tuple[_Line, ...]
    grey: bool = False
    y: int = 0

    @property
    def x(self) -> int:
        return COLUMNS[self.column][0]

    @property
    def width(self) -> int:
        return COLUMNS[self.column][1]

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def rows(self) -> list[tuple[int, str, bool]]:
        """The lines as they are printed: how far each is set in, its text, whether it tells what is open."""
        space = self.width - 2 * PAD_X
        return [(start, text, line.open) for line in self.lines for start, text in line.set(space)]

    @property
    def height(self) -> int:
        return len(self.rows) * LEADING + 2 * PAD_Y

    @property
    def bottom(self) -> int:
        return self.y + self.height


def draw(flow: Flow, *, title: str = "PRISMA 2020 flow diagram", href: Href | None = None) -> str:
    """Return the diagram as an SVG document.

    Args:
        flow: the counts.
        title: what the picture is called for those who cannot see it.
        href: what a box links to, by its name; a box without an answer is no link. With links it is a
            group of texts to those who listen to it, since a picture has none.
    """
    columns = 4 if flow.other_arm else 2
    width = sum(COLUMNS[columns - 1]) + EDGE
    joined = flow.pooled and flow.boxes["other_results"] is not None
    boxes, rows = _layout(flow, joined=joined)
    bottom = max(end for _, end in rows)
    parts = [
        *_headings(flow, joined=joined),
        *_phases(rows),
        *_arrows(boxes, joined=joined),
        *(_box(box, href) for box in boxes.values()),
    ]
    y = bottom + 2 * EDGE
    for note in _notes(flow, joined=joined):
        for text in wrap(note, NOTE_SIZE, width - 2 * EDGE):
            y += NOTE_LEADING
            parts.append(svg.text(EDGE, y, text, size=NOTE_SIZE, fill=NOTE_INK))
    height = y + EDGE
    said = ". ".join(", ".join(line.text for line in box.lines) for box in boxes.values())
    said = said.replace("\xa0", " ") + "."
    return svg.document("flow", title, said, parts, width=width, height=height, links=href is not None)


# --- what the boxes say -------------------------------------------------------------------------


def _counted(label: str, n: int | None, mark: str = "") -> str:
    """Return a label with its number, which stays on one line."""
    return f"{label} {_whole(number(n, mark))}"


def _whole(text: str) -> str:
    """Return a text that wrapping leaves on one line where it can."""
    return text.replace(" ", "\xa0")


def _titled(flow: Flow, name: str, *rest: _Line) -> tuple[_Line, ...]:
    """Return the usual content of a box: its label, beneath it its number, and what waits there."""
    return (_Line(LABELS[name]), _Line(_whole(number(flow.boxes[name]))), *rest)


def _open_lines(flow: Flow, arm: str, *at: str) -> list[_Line]:
    return [
        _Line(_counted(OPEN[count.at], count.n), open=True)
        for count in flow.open
        if count.arm == arm and count.at in at
    ]


def _identified(flow: Flow, *, databases: bool) -> tuple[_Line, ...]:
    """Return the lines of a box of records identified: kinds of source, beneath each its sources."""
    lines = [_Line(f"{labels.IDENTIFIED}:")]
    for kind in SOURCE_KINDS:
        if (kind in DATABASE_KINDS) is not databases:
            continue
        sources = [source for source in flow.sources if source.kind == kind]
        if kind in KIND_BOX:
            label, n = LABELS[KIND_BOX[kind]], flow.boxes[KIND_BOX[kind]]
        else:
            label, n = labels.OTHER_SOURCES, _other_sources(flow)
        if n is None:  # no such source was searched
            continue
        lines.append(_Line(_counted(label, n, flow.mark(KIND_BOX.get(kind, kind))), level=1))
        for source in sources:
            mark = flow.marks.hits if source.stand_in else ""
            lines.append(_Line(_counted(source.source, source.n, mark), level=2))
    return tuple(lines)


def _other_sources(flow: Flow) -> int | None:
    """Return what came by other methods from sources that are of none of PRISMA's kinds."""
    total = flow.boxes["other_results"] or 0
    named = sum(flow.boxes[box] or 0 for kind, box in KIND_BOX.items() if kind not in DATABASE_KINDS)
    listed = any(source.kind == "other" for source in flow.sources)
    return total - named if listed or total > named else None


def _removed(flow: Flow) -> tuple[_Line, ...]:
    names = ("duplicates", "excluded_automatic", "excluded_other")
    return (
        _Line(f"{labels.REMOVED}:"),
        *(_Line(_counted(LABELS[name], flow.boxes[name]), level=1) for name in names),
    )


def _excluded(flow: Flow, arm: str, name: str) -> tuple[_Line, ...]:
    """Return the lines of reports excluded: one a reason, or the number alone where no reason is given."""
    given: list[ReasonCount] = [reason for reason in flow.reasons if reason.arm == arm]
    if not given:
        return _titled(flow, name)
    return (
        _Line(_counted(labels.EXCLUDED_REPORTS, flow.boxes[name]) + ":"),
        *(_Line(_counted(reason.label, reason.n, flow.marks.reasons), level=1) for reason in given),
    )


def _notes(flow: Flow, *, joined: bool) -> list[str]:
    """Return what stands under the diagram."""
    notes = []
    if joined:
        notes.append(
            "Records identified via other methods were pooled with the rest before duplicates were removed "
            "and were screened with them. PRISMA 2020 does not foresee this, so their box joins the main arm."
        )
    if flow.undrawn:
        said = "; ".join(_undrawn(undrawn) for undrawn in flow.undrawn)
        notes.append(f"Counted, but without a box in PRISMA 2020: {said}.")
    if flow.open:
        notes.append("The review is not finished: what still waits is counted in the box where it waits.")
    if (mark := flow.marks.hits or flow.marks.reasons) and flow.marks.sentence:
        notes.append(f"{mark} {flow.marks.sentence}")
    return [*notes, labels.CREDIT]


def _undrawn(undrawn: Undrawn) -> str:
    """Return an exit that is not drawn with its number, and its arm where that is not the main one."""
    arm = " (other methods)" if undrawn.arm == "other" else ""
    return f"{_UNDRAWN[undrawn.exit]}{arm} {number(undrawn.n)}"


# --- layout -------------------------------------------------------------------------------------


def _layout(flow: Flow, *, joined: bool) -> tuple[dict[str, _Box], list[tuple[int, int]]]:
    """Return the boxes by name, in reading order, and top and bottom of the three phases."""
    identified = _Box("database_results", 0, _identified(flow, databases=True))
    removed = _Box("duplicates", 1, _removed(flow))
    others = _Box("other_results", 1 if joined else 2, _identified(flow, databases=False), grey=True)
    screened = _Box(
        "records_screened",
        0,
        _titled(flow, "records_screened", *_open_lines(flow, "databases", "title_abstract")),
    )
    top: list[list[_Box]]
    if joined:
        top = [[identified, others], [removed]]
    else:
        top = [[identified, removed, *([others] if flow.other_arm else [])]]
    sought, assessed = _reports(flow, "databases", "dbr", 0), _assessed(flow, "databases", "dbr", 0)
    if flow.other_arm:
        sought += _reports(flow, "other", "other", 2)
        assessed += _assessed(flow, "other", "other", 2)
    screening = [[screened, _Box("records_excluded", 1, _titled(flow, "records_excluded"))], sought, assessed]
    names = ("new_studies", "new_reports")
    included = [[_Box("new_studies", 0, tuple(line for name in names for line in _titled(flow, name)))]]
    y = EDGE + HEAD_HEIGHT + 20
    placed: dict[str, _Box] = {}
    phases = []
    for phase in (top, screening, included):
        start = y
        for row in phase:
            for box in row:
                placed[box.name] = replace(box, y=y)
            y += max(box.height for box in row) + ROW_GAP
        phases.append((start, y - ROW_GAP))
    return placed, phases


def _reports(flow: Flow, arm: str, prefix: str, column: int) -> list[_Box]:
    sought, lost = f"{prefix}_sought_reports", f"{prefix}_notretrieved_reports"
    grey = column > 1
    return [
        _Box(sought, column, _titled(flow, sought, *_open_lines(flow, arm, "retrieval")), grey),
        _Box(lost, column + 1, _titled(flow, lost), grey),
    ]


def _assessed(flow: Flow, arm: str, prefix: str, column: int) -> list[_Box]:
    assessed, excluded = f"{prefix}_assessed", f"{prefix}_excluded"
    grey = column > 1
    waiting = _open_lines(flow, arm, "full_text")
    return [
        _Box(assessed, column, _titled(flow, assessed, *waiting), grey),
        _Box(excluded, column + 1, _excluded(flow, arm, excluded), grey),
    ]


# --- drawing ------------------------------------------------------------------------------------


def _headings(flow: Flow, *, joined: bool) -> list[str]:
    (x1, w1), (x2, w2), (x3, _), (x4, w4) = COLUMNS
    if joined:
        return [
            *_heading(labels.HEAD_DATABASES, x1, w1, GOLD),
            *_heading(labels.HEAD_OTHER, x2, w2, GREY),
        ]
    heads = _heading(labels.HEAD_DATABASES, x1, x2 + w2 - x1, GOLD)
    if flow.other_arm:
        heads += _heading(labels.HEAD_OTHER, x3, x4 + w4 - x3, GREY)
    return heads


def _heading(text: str, x: int, width: int, fill: str) -> list[str]:
    lines = wrap(text, SIZE, width - PAD_X)
    height = HEAD_HEIGHT
    first = EDGE + height // 2 + 5 - (len(lines) - 1) * 8
    return [
        f'<rect x="{x}" y="{EDGE}" width="{width}" height="{height}" rx="10" fill="{fill}"/>',
        *(
            svg.text(x + width // 2, first + 16 * at, line, anchor="middle", weight="bold")
            for at, line in enumerate(lines)
        ),
    ]


def _phases(rows: list[tuple[int, int]]) -> list[str]:
    """Return the bars on the left. A bar is at least as high as its word is long."""
    parts = []
    for name, (top, bottom) in zip(labels.PHASES, rows, strict=True):
        middle = (top + bottom) // 2
        x = BAR_X + BAR_WIDTH // 2 + 5
        parts += [
            f'<rect x="{BAR_X}" y="{top}" width="{BAR_WIDTH}" height="{bottom - top}" rx="8" fill="{BLUE}"/>',
            svg.text(x, middle, name, anchor="middle", weight="bold", turned=True),
        ]
    return parts


def _arrows(boxes: dict[str, _Box], *, joined: bool) -> list[str]:
    """Return the lines between boxes, each with its head."""
    main = ["database_results", "records_screened", "dbr_sought_reports", "dbr_assessed", "new_studies"]
    side = [
        ("records_screened", "records_excluded"),
        ("dbr_sought_reports", "dbr_notretrieved_reports"),
        ("dbr_assessed", "dbr_excluded"),
    ]
    arrows = [_down(boxes[a], boxes[b]) for a, b in pairwise(main)]
    first = boxes["database_results"]
    if joined:
        # The records meet on the main line; only then does what is removed leave it.
        other, removed = boxes["other_results"], boxes["duplicates"]
        meet = removed.y - ROW_GAP // 2
        leave = removed.y + removed.height // 2
        arrows.append(svg.arrow((other.middle, other.bottom), (other.middle, meet), (first.middle, meet)))
        arrows.append(svg.arrow((first.middle, leave), (removed.x, leave)))
    else:
        side.append(("database_results", "duplicates"))
    if "other_assessed" in boxes:
        column = ["other_results", "other_sought_reports", "other_assessed"]
        arrows += [_down(boxes[a], boxes[b]) for a, b in pairwise(column)]
        side += [
            ("other_sought_reports", "other_notretrieved_reports"),
            ("other_assessed", "other_excluded"),
        ]
        last, included = boxes["other_assessed"], boxes["new_studies"]
        level = included.y + included.height // 2
        arrows.append(
            svg.arrow((last.middle, last.bottom), (last.middle, level), (included.x + included.width, level))
        )
    return arrows + [_across(boxes[a], boxes[b]) for a, b in side]


def _down(above: _Box, below: _Box) -> str:
    return svg.arrow((above.middle, above.bottom), (above.middle, below.y))


def _across(left: _Box, right: _Box) -> str:
    y = left.y + min(left.height, right.height) // 2
    return svg.arrow((left.x + left.width, y), (right.x, y))


def _box(box: _Box, href: Href | None) -> str:
    """Return a box as a group, inside a link where it has one."""
    fill, line = (GREY, GREY_LINE) if box.grey else (WHITE, LINE)
    y = box.y + PAD_Y + SIZE
    parts = [
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="3" fill="{fill}" '
        f'stroke="{line}"/>'
    ]
    for at, (start, text, waits) in enumerate(box.rows):
        parts.append(svg.text(box.x + PAD_X + start, y + at * LEADING, text, fill=OPEN_INK if waits else INK))
    group = f'<g id="box-{box.name}" class="box" data-box="{box.name}">\n' + "\n".join(parts) + "\n</g>"
    target = href(box.name) if href else None
    return f'<a href="{safe(target)}">\n{group}\n</a>' if target else group

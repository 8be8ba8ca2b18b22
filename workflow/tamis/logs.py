"""What people's logs said at some time: which file is whose log, and what each of its lines says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tamis.errors import Problems
from tamis.review import part, person_of
from tamis.store import Repeats, converter, head_names, iso_time, log_order, plain, table_lines
from tamis.tables import (
    STAGES,
    Accepted,
    Adjudication,
    Allocation,
    Answer,
    DatumCheck,
    DatumReconciliation,
    Import,
    Match,
    Rating,
    Reconciliation,
    Row,
    View,
    Vote,
    columns,
    keys,
)

#: What a line says: columns with their values.
Said = tuple[tuple[str, str], ...]
#: Logs of one person, `<kind>.<person>.csv`, and those of all, by the first part of their names.
_PERSONAL: dict[str, type[Row]] = {
    **dict.fromkeys(STAGES, Vote),
    "adjudication": Adjudication,
    "duplicates": Answer,
}
#: Logs of appraisal that are not ratings; a log of ratings begins with its tool.
_APPRAISAL: dict[str, type[Row]] = {"view": View, "reconciliation": Reconciliation}
_EXTRACTION: dict[str, type[Row]] = {"check": DatumCheck, "reconciliation": DatumReconciliation}
_COMMON: dict[str, type[Row]] = {"allocation": Allocation, "imports": Import, "matches": Match}
_SUFFIXES = (".csv", ".xlsx")
#: The column without which a line says nothing yet.
_SAYS = {
    Vote: "decision",
    Adjudication: "decision",
    **dict.fromkeys((Answer, Rating, View, Reconciliation, DatumCheck), "answer"),
    DatumReconciliation: "how",
}
#: What a line is about, where its table has no key.
_ABOUT = {
    Vote: ("record",),
    Adjudication: ("record", "stage"),
    Answer: ("record_a", "record_b"),
    Rating: ("study", "result", "item"),
    View: ("study", "tool", "result", "item"),
    Reconciliation: ("study", "tool", "result", "item"),
    **dict.fromkeys((DatumCheck, DatumReconciliation), ("study", "field", "row", "column")),
}
#: Columns that stand there for people, and say nothing.
_FOR_PEOPLE = {
    Vote: ("title", "authors", "year", "journal", "details", "abstract"),
    Adjudication: ("title", "votes"),
    Allocation: ("title",),
    Match: ("title",),
    Answer: ("title_a", "title_b", "details_a", "details_b", "rule"),
    Rating: ("cited", "criterion"),
    View: ("cited", "criterion", "reason"),
    Reconciliation: ("cited", "criterion", "reasons"),
    DatumCheck: ("cited", "label", "quote", "page"),
    DatumReconciliation: ("cited", "label", "quotes"),
}


@dataclass(frozen=True, slots=True)
class Log:
    """Whose log of what a file is: all files with the same one are one log."""

    row: type[Row]
    kind: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a log: what it says, column by column, in the order of its table, and where it stands."""

    said: Said
    file: str
    number: int

    @property
    def text(self) -> str:
        """What it says, for people."""
        return "; ".join(f"{name}: {value}" for name, value in self.said)

    @property
    def place(self) -> str:
        """Its `path:line`."""
        return f"{self.file}:{self.number}"

    def about(self, log: Log) -> tuple[str, ...]:
        """Return what it is about, such as the record; a line that was changed is about the same."""
        told = dict(self.said)
        found = [told.get(name, "") for name in _ABOUT.get(log.row, keys(log.row))]
        return tuple(sorted(found) if log.row is Answer else found)

    @property
    def time(self) -> str:
        """When it was said, as `store.iso_time` gives it; empty where that is unknown, or no time."""
        text = dict(self.said).get("time", "")
        try:
            return iso_time(text) if text else ""
        except ValueError:
            return ""

    @property
    def coarse(self) -> Said:
        """What it says, but to the minute, as a spreadsheet saves times."""
        return tuple((name, value[:16] if name == "time" else value) for name, value in self.said)

    @property
    def to_the_second(self) -> bool:
        """Whether its time has seconds."""
        time = dict(self.said).get("time", "")
        return len(time) > 16 and not time.endswith(":00")


def log_of(path: str) -> Log | None:
    """Return whose log a file in the folder of a review is; None where it is none.

    >>> log_of("records/screening/title_abstract.R1.2.xlsx")
    Log(row=<class 'tamis.tables.Vote'>, kind='title_abstract', person='r1')
    """
    folder, _, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    if f"{dot}{suffix}".casefold() not in _SUFFIXES:
        return None
    kind, *rest = stem.split(".")
    if folder == "records" and stem == "accepted":
        return Log(Accepted, "accepted")
    if folder == "records/appraisal" and rest and kind != "categories":
        return Log(_APPRAISAL.get(kind, Rating), kind, person_of(name, kind).casefold())
    if folder == "records/extraction" and rest and kind in _EXTRACTION:
        return Log(_EXTRACTION[kind], kind, person_of(name, kind).casefold())
    if folder != "records/screening":
        return None
    if kind in _PERSONAL and rest:
        return Log(_PERSONAL[kind], kind, person_of(name, kind).casefold())
    if kind in _COMMON and (not rest or kind == "allocation"):
        return Log(_COMMON[kind], kind)
    return None


def lines_of(log: Log, path: str, data: bytes) -> list[Line] | None:
    """Return the lines of a log, those that say nothing yet left out; None where it cannot be read.

    What differs in how it was saved (encoding, separator, order of columns, how a date is written) is the
    same here; what stands there for people is left out, and so is a line that says again what another said.
    """
    problems = Problems()
    rows = table_lines(Path(path), problems, root=Path(), data=data)
    rows = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    while rows and rows[0][1][0].lstrip().startswith("#"):
        rows.pop(0)
    if not rows:
        return None if len(problems) else []
    names = head_names(rows[0][1])
    people = {*_FOR_PEOPLE.get(log.row, ()), "place"}
    convert = {f.name: converter(f, None) for f in columns(log.row) if f.name not in people}
    needed = _SAYS.get(log.row, "")
    repeats = Repeats(names, log.row)
    found = []
    for number, cells in rows[1:]:
        if repeats.told(cells) or head_names(cells) == names:
            continue
        told = {}
        for name, cell in zip(names, cells, strict=False):
            if name in convert and (text := plain(cell.strip())):
                try:
                    value = convert[name](text)
                except ValueError:  # it was no right word then; what it was is compared as it stands
                    value = text
                told[name] = str(value)
        if told and (not needed or needed in told):
            said = tuple((name, told[name]) for name in convert if name in told)
            found.append(Line(said, path, number))
    return found


def without(lines: Iterable[Line], others: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines that stand among others no more, and those of the others that stand there newly.

    Lines that differ in the seconds alone are the same where one of the two has none.
    """
    lines, others = list(lines), list(others)
    there = Counter(line.said for line in others)
    gone = _left(lines, there)
    new = _left(others, Counter(line.said for line in lines))
    coarse: dict[Said, list[Line]] = {}
    for line in new:
        coarse.setdefault(line.coarse, []).append(line)
    still, found = [], set()
    for line in gone:
        alike = coarse.get(line.coarse, [])
        like = next((o for o in alike if not (line.to_the_second and o.to_the_second)), None)
        if like:
            alike.remove(like)
            found.add(like.place)
        else:
            still.append(line)
    return still, [line for line in new if line.place not in found]


def reordered(log: Log, lines: Sequence[Line], others: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Return what is in another order now, though order decides: what was said last, and what is now.

    For each record (or pair of records) of which lines changed places, that is one line as it was, and the
    one that has its place in time. Lines are in order of time, as `store.log_order` has it; those of one time
    by file and line. Only lines that were there, and still are, are compared, their times to the minute.

    Args:
        log: the log; only where a later line takes the place of an earlier one does order decide.
        lines: all its lines before.
        others: all its lines after.
    """
    if log.row not in _ABOUT:
        return []
    before, after = (Counter(line.coarse for line in each) for each in (lines, others))
    sides: list[dict[tuple[str, ...], list[Line]]] = [{}, {}]
    for side, each in zip(sides, (lines, others), strict=True):
        for line in _in_time(each):
            if before[line.coarse] == after[line.coarse]:
                side.setdefault(line.about(log), []).append(line)
    found = []
    for about, was in sides[0].items():
        apart = [pair for pair in zip(was, sides[1][about], strict=True) if pair[0].coarse != pair[1].coarse]
        found += apart[-1:]
    return found


def _in_time(lines: Iterable[Line]) -> list[Line]:
    """Return the lines of a log in the order in which the stages take them."""
    rows = sorted(lines, key=lambda line: (part(line.file), line.number))
    return [line for _, line in sorted(zip(log_order(rows), rows, strict=True), key=_moment)]


def _moment(timed: tuple[tuple[str, int], Line]) -> str:
    return timed[0][0]


def _left(lines: Iterable[Line], there: Counter[Said]) -> list[Line]:
    """Return the lines that are left when each that is there was taken away once."""
    left = []
    for line in lines:
        if there[line.said]:
            there[line.said] -= 1
        else:
            left.append(line)
    return left


def paired(
    log: Log, lost: list[Line], more: Mapping[Log, list[Line]]
) -> Iterator[tuple[Line, Line | None, str]]:
    """Yield each line that is no more with the new line that stands for it, if any, and what that means.

    Args:
        log: the log that had the lines.
        lost: its lines that are no more.
        more: what stands there newly, by log.
    """
    about: dict[tuple[str, ...], list[Line]] = {}
    for line in more.get(log, ()):
        about.setdefault(line.about(log), []).append(line)
    elsewhere = {
        line.said: line
        for other, lines in more.items()
        if other != log and other.row is log.row
        for line in lines
    }
    for line in lost:
        if line.said in elsewhere:
            yield line, elsewhere[line.said], "moved"
        elif about.get(line.about(log)):
            yield line, about[line.about(log)].pop(0), "changed"
        else:
            yield line, None, "removed"


def exports(lines: Iterable[Line]) -> Mapping[str, str]:
    """Return the raw exports that lines of `imports.csv` name: by path the place of the line."""
    found = {}
    for line in lines:
        if file := dict(line.said).get("file", ""):
            found[f"records/screening/{file}"] = line.place
    return found

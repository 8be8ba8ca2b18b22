"""Tables to and from disk, and every error of a file at once.

What people write is read as Excel saves it: UTF-8 with or without a byte-order mark, UTF-16, cp1252, Mac
Roman; commas, semicolons or tabs; CSV or XLSX; a line may end as on any system. What the pipeline writes is
UTF-8 with commas and line feeds, put in place in one step, so that a run that is killed leaves either the
old file or the new one.

A cell that a spreadsheet would run (it starts with =, +, -, @, a tab or a return) is written with an
apostrophe before it, and read back without.
"""

from __future__ import annotations

import csv
import dataclasses
import glob
import hashlib
import io
import itertools
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Generic, Protocol, TypeVar

from tamis import encoding as encodings
from tamis.errors import Problems, fail, not_one_of
from tamis.tables import Row, columns, keys

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

R = TypeVar("R", bound=Row)
#: The words that a column knows; where a mapping gives them, what each stands for.
Words = Sequence[str] | Mapping[str, str]


class Logged(Protocol):
    """A line of a log."""

    @property
    def time(self) -> str:
        """When, in ISO 8601 as `iso_time` gives it; or empty."""

    @property
    def place(self) -> str:
        """Its `path:line`."""


csv.field_size_limit(2**31 - 1)  # an abstract may be long; the default stops at 128 KiB

_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
#: A whole number as people and spreadsheets write it; 1.000 is a thousand to some, and one to others.
_WHOLE = re.compile(r"([0-9]{1,15})(\.0)?")
#: What a spreadsheet shows where a formula failed.
FORMULA_FAILED = re.compile(r"#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!)")
#: Spreadsheets that were saved as CSV list two kinds of separator beside the comma.
DELIMITERS = ",;\t"
#: No workbook has more rows; more cells than this no table of people's has.
_MOST_ROWS, _MOST_CELLS = 1_048_576, 5_000_000
#: `decode` names so what announces itself as UTF-16 and is not all UTF-16.
DAMAGED = "utf-16, damaged"


# --- text ---------------------------------------------------------------------------------------


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file that a person saved, and the name of its encoding, as `encoding` knows them.

    Nothing is refused: what announces itself as UTF-16 and is not is `DAMAGED`.
    """
    name = encodings.detect(lambda: [data])
    if name.startswith(("utf-16", "utf-32")):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            return data.decode(name, "replace"), DAMAGED
    return encodings.decoder(name).decode(data, True), name


def line_feeds(text: str) -> str:
    """Return a text whose lines end with a line feed, and with nothing else."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def relative(path: Path, root: Path) -> str:
    """Return a path as messages and `place` columns give it: relative to the review, with slashes."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def write_text(path: Path, text: str) -> None:
    """Write a text in one step: whoever reads sees the old file or the new one, never half of it."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes in one step."""
    with replacing(path) as stream:
        stream.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` when all is written, and is gone where that fails.

    What a write of the same file left that was killed goes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and not error.filename:  # as where the disk is full
            error.filename = str(path)
        raise


# --- cells --------------------------------------------------------------------------------------


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet runs. Numbers stay as they are."""
    if _FORMULA.match(text) and not _DECIMAL.fullmatch(text):
        return "'" + text
    return text


def plain(text: str) -> str:
    """Return a cell without the apostrophe that `harmless` put before it."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


#: The day from which spreadsheets count.
_EXCEL = date(1899, 12, 30)
#: Length of a time of which the day alone is known.
_DAY = len("2021-09-17")
_WHEN = re.compile(
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}))"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<seconds>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?|\s*(?P<zone>z|[+-]\d{2}:?\d{2}))?)?",
    re.IGNORECASE | re.ASCII,
)


def iso_date(text: str) -> str:
    """Return a day, or a day and time, in ISO 8601; a time with an offset from UTC is moved to UTC.

    Raises:
        ValueError: it is no date, or one that can be read two ways; the text says which.
    """
    return in_utc(iso_time(text))


def in_utc(time: str) -> str:
    """Return a time that `iso_time` gave, in UTC where it has an offset."""
    if time[len("2021-09-17T14:30:00") :][:1] not in ("+", "-"):
        return time
    return datetime.fromisoformat(time).astimezone(UTC).isoformat(timespec="seconds")


def later(one: str, other: str) -> bool:
    """Say whether a time is known to be later than another; of one the day alone may be known."""
    if not one or not other:
        return False
    if min(len(one), len(other)) == _DAY:
        return one[:10] > other[:10]
    return in_utc(one)[:19] > in_utc(other)[:19]


def iso_time(text: str) -> str:
    """Return a day, or a day and time, in ISO 8601, with its offset from UTC as it is written, if any.

    The day is the one that people wrote, which in UTC may be another.

    Raises:
        ValueError: as `iso_date`.
    """
    found = _WHEN.fullmatch(" ".join(text.split()))
    if not found:
        raise ValueError(_no_date(text))
    day = _day(found, text)
    if found["hour"] is None:
        return day.isoformat()
    hour = int(found["hour"])
    try:
        if half := (found["half"] or "").casefold():
            if not 1 <= hour <= 12:
                raise ValueError
            hour = hour % 12 + (12 if half == "p" else 0)
        moment = datetime.combine(day, time(hour, int(found["minute"]), int(found["seconds"] or 0)))
        if zone := found["zone"]:
            offset = "+00:00" if zone in "zZ" else zone
            moment = datetime.fromisoformat(f"{moment.isoformat()}{offset}")
            moment.astimezone(UTC)  # raises where the year would be none that there is
        return moment.isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        raise ValueError(_no_date(text)) from None


def iso_day(text: str) -> str:
    """Return a day in ISO 8601; of a day and time, the day as it is written.

    Raises:
        ValueError: as `iso_date`.
    """
    iso_date(text)
    found = _WHEN.fullmatch(" ".join(text.split()))
    return _day(found, text).isoformat() if found else ""


def _day(found: re.Match[str], text: str) -> date:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        first, mark, second, year = int(found["first"]), found["mark"], int(found["second"]), found["year"]
        # 17.09.2021 is day first wherever dots are written; 03/04/2021 is not known to be either.
        if mark == "." or first > 12 or first == second:
            return date(int(year), second, first)
        if second > 12:
            return date(int(year), first, second)
    except ValueError:
        raise ValueError(_no_date(text)) from None
    raise ValueError(
        f"{text.strip()!r} can be read two ways; write {year}-{second:02d}-{first:02d} "
        f"or {year}-{first:02d}-{second:02d}"
    )


def _no_date(text: str) -> str:
    said = f"{text.strip()!r} is not a date; write it as 2021-09-17, with a time as 2021-09-17 14:30"
    if re.fullmatch(r"[2-6]\d{4}(?:\.\d+)?", text.strip()):
        day = _EXCEL + timedelta(int(text.strip()[:5]))
        said += f" (in a spreadsheet, this number is {day.isoformat()})"
    return said


# --- people's tables ----------------------------------------------------------------------------


def csv_lines(text: str, broken: Callable[[int], None] | None = None) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV text with the number of the line each begins at.

    Args:
        text: the text.
        broken: is told the first line of each row whose quotation marks are not closed, or are not doubled
            within a text; such a line is left out. Where it is None, what is written so is read as it comes.
    """
    lines = [f"{line}\n" for line in line_feeds(text).split("\n")]
    head = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    delimiter = max(DELIMITERS, key=head.count)
    start = 0
    while start < len(lines):
        rest = (lines[number] for number in range(start, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, strict=broken is not None)
        begin = start
        try:
            for row in reader:
                yield start + 1, row
                start = begin + reader.line_num
        except csv.Error:
            if broken is None:
                raise
            broken(start + 1)
            start += 1


def _sheet(
    path: Path | BinaryIO, others: dict[str, list[str]] | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet of a workbook, with their numbers.

    Args:
        path: the workbook.
        others: takes the first row that is no remark of each other sheet that people can see, by its name.

    Raises:
        ValueError: it says that it has more rows or cells than there can be.
    """
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what programs write there is often not so, and would cut off rows
        seen = 0
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            seen += len(cells)
            if number > _MOST_ROWS or seen > _MOST_CELLS:
                raise ValueError(
                    "it has too many rows or columns; delete those that are empty, and save again"
                )
            yield (
                number,
                [percent_text(cell.value) if is_percent(cell) else cell_text(cell.value) for cell in cells],
            )
        for other in book.worksheets[1:] if others is not None else ():
            if others is not None and other.sheet_state == "visible":
                other.reset_dimensions()
                rows = ([cell_text(cell) for cell in row] for row in other.iter_rows(values_only=True))
                heads = (row for row in rows if any(row) and not row[0].lstrip().startswith("#"))
                others[other.title] = next(heads, [])
    finally:
        book.close()


def cell_text(cell: object) -> str:
    """Return a workbook's cell as text: a date in ISO 8601, a whole number without its point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep="T") if cell.time() != datetime.min.time() else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # A workbook keeps a return as _x000D_.
    return line_feeds(str(cell).replace("_x000D_\n", "\n").replace("_x000D_", "\n"))


def is_percent(cell: Any) -> bool:
    """Say whether a workbook's cell shows a number as a percentage: 85% is kept as 0.85."""
    number = type(cell.value) in (int, float)
    return number and "%" in str(cell.number_format)


def percent_text(number: object) -> str:
    """Return a number that is shown as a percentage as it was typed: 85% of 0.85."""
    return f"{digits(Decimal(repr(number)) * 100)}%"


def digits(number: Decimal) -> str:
    """Return a number in digits: no exponent, no zeros at its end, and no more than were typed.

    A workbook keeps 17 digits of what was typed with at most 15.
    """
    text = f"{Decimal(f'{number:.15g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def table_lines(
    path: Path,
    problems: Problems,
    *,
    root: Path,
    data: bytes | None = None,
    others: dict[str, list[str]] | None = None,
) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV or XLSX file as text, each with its line; unreadable: a problem.

    Where `data` is given, it is what the file held at some time, and the file itself is not read. Of a
    workbook the first sheet is read; `others` takes the heads of the other ones that people can see.
    """
    file = relative(path, root)

    def broken(line: int) -> None:
        text = "a quotation mark is not closed, or one within a text is not written twice"
        problems.add(file, text, line=line)

    try:
        if path.suffix.casefold() in {".xlsx", ".xlsm"}:
            book = path if data is None else io.BytesIO(data)
            return [(number, cells) for number, cells in _sheet(book, others) if any(cells)]
        text, encoding = decode(path.read_bytes() if data is None else data)
        if encoding == DAMAGED:
            problems.add(file, "is not the UTF-16 text that its first bytes announce; save it again as UTF-8")
            return []
        return list(csv_lines(text, broken))
    except FileNotFoundError:
        problems.add(file, "there is no such file")
    except OSError as error:
        problems.add(file, f"cannot be read: {error.strerror}")
    except Exception as error:  # a broken workbook raises whatever its reader raises
        problems.add(file, f"cannot be read as a table: {(str(error).splitlines() or ['it is broken'])[0]}")
    return []


def read_rows(
    path: Path,
    row: type[R],
    problems: Problems,
    *,
    root: Path,
    words: Mapping[str, Words] | None = None,
) -> list[R]:
    """Read a table that people write; rows with a problem are left out, and the problem noted.

    Columns may stand in any order; optional ones may be absent. Rows with no text are passed over, and so
    are remarks (a first cell that starts with #, above the head or alone in its row), a head that is there
    once more, and a row that says again what another has said (see `Repeats`). `place` is filled in.

    Args:
        path: the file, CSV or XLSX.
        row: the table.
        problems: takes what is wrong.
        root: the review's folder; places are relative to it.
        words: vocabularies known only at run time, by column (reviewer ids, reasons).
    """
    file = relative(path, root)
    others: dict[str, list[str]] = {}
    lines = _filled(table_lines(path, problems, root=root, others=others), file, problems)
    header_line, header = next(lines, (0, []))
    names = head_names(header)
    fields = [field for field in columns(row) if field.name != "place"]
    for sheet in _second_tables(others, fields):
        text = (
            f"its sheet {sheet!r} is such a table, too, and only the first is read; make it a file of its own"
        )
        problems.add(file, text)
    if not header and path.is_file() and not any(problem.file == file for problem in problems):
        problems.add(file, "holds nothing, not even its head; was it saved as it should be?")
    if not header or not _check_head(names, fields, _Notes(file, header_line, problems)):
        return []
    convert = {field.name: converter(field, (words or {}).get(field.name)) for field in fields}
    required = [field.name for field in fields if field.metadata["required"]]
    present = [field.name for field in fields if field.metadata["present"]]
    unique = keys(row)
    placed = len(fields) < len(columns(row))
    rows: list[R] = []
    repeats = Repeats(names, row)
    seen_keys: dict[tuple[Any, ...], int] = {}
    unnamed: set[int] = set()
    for number, cells in lines:
        note = _Notes(file, number, problems)
        if repeats.told(cells) or head_names(cells) == names:
            continue
        values: dict[str, Any] = {}
        wrong = _misplaced(cells, names, unnamed, note)
        for name, cell in zip(names, cells, strict=False):
            if not name:
                continue
            try:
                values[name] = convert[name](plain(cell.strip()))
            except ValueError as error:
                note(str(error), name)
                wrong.add(name)
        for name in required:
            if values.get(name) in (None, "") and not wrong & {name, ""}:
                note("is missing", name)
                wrong.add(name)
        if any("\n" in cell for cell in cells):
            wrong |= _swallowed(cells, names, present, convert, note)
        if wrong:
            continue
        if placed:
            values["place"] = f"{file}:{number}"
        key = tuple(values.get(name) for name in unique)
        if key and key in seen_keys:
            said = ", ".join(f"{name} {value!r}" for name, value in zip(unique, key, strict=True))
            note(f"{said} stands twice (also line {seen_keys[key]})")
            continue
        seen_keys[key] = number
        rows.append(row(**values))
    return rows


@dataclasses.dataclass(frozen=True, slots=True)
class _Notes:
    """Takes what is wrong in one line of a file."""

    file: str
    line: int
    problems: Problems

    def __call__(self, text: str, column: str = "") -> None:
        """Note a problem."""
        self.problems.add(self.file, text, line=self.line, column=column)


class Repeats:
    """Tells the rows that say again what another row of the file said; git's merge writes lines twice.

    In a log, where the later line counts, "include", "exclude", "include" is a change of mind, and a change
    back: a line is a repetition only next to the line it repeats, or where it carries a time of day. In other
    tables the order says nothing, and a repetition may stand anywhere.
    """

    def __init__(self, names: Sequence[str], row: type[Row]) -> None:
        log = not keys(row) and "time" in {field.name for field in columns(row)}
        self._log = log
        self._time = names.index("time") if log and "time" in names else None
        self._seen: set[tuple[str, ...]] = set()
        self._last: tuple[str, ...] = ()

    def told(self, cells: Sequence[str]) -> bool:
        """Say whether a row repeats one; each row is asked about once, in order."""
        said = tuple(cell.strip() for cell in cells)
        while said and not said[-1]:
            said = said[:-1]
        timed = self._time is not None and self._time < len(said) and ":" in said[self._time]
        repeated = said == self._last or (said in self._seen and (timed or not self._log))
        self._seen.add(said)
        self._last = said
        return repeated


def head_names(cells: Sequence[str]) -> list[str]:
    """Return the names of columns that a head gives, without the empty ones at its end."""
    names = [cell.strip().casefold().replace(" ", "_") for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _filled(
    lines: Iterable[tuple[int, list[str]]], file: str, problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something and are no remark; a formula that failed is a problem."""
    head = False
    for number, cells in lines:
        failed = next((cell.strip() for cell in cells if FORMULA_FAILED.fullmatch(cell.strip())), "")
        if failed:
            text = f"{failed!r} stands where a formula of the spreadsheet failed; write what is meant"
            problems.add(file, text, line=number)
        elif any(cell.strip() for cell in cells) and not (
            cells[0].lstrip().startswith("#") and (not head or not any(cell.strip() for cell in cells[1:]))
        ):
            head = True
            yield number, cells


def _check_head(names: Sequence[str], fields: Sequence[dataclasses.Field[Any]], note: _Notes) -> bool:
    """Note what is wrong with a table's head, and say if it is right."""
    known = [field.name for field in fields]
    unknown = [name for name in names if name and name not in known]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    missing = [field.name for field in fields if field.metadata["present"] and field.name not in names]
    for name in unknown:
        note(f"column {not_one_of(name, known)}")
    for name in twice:
        note(f"column {name!r} stands twice")
    for name in missing:
        note(f"column {name!r} is missing")
    return not (unknown or twice or missing)


def _second_tables(
    others: Mapping[str, Sequence[str]], fields: Sequence[dataclasses.Field[Any]]
) -> Iterator[str]:
    """Yield the names of sheets whose heads have all columns that a table must have."""
    present = {field.name for field in fields if field.metadata["present"]}
    for name, head in others.items():
        if present and present <= {*head_names(head)}:
            yield name


def _misplaced(cells: Sequence[str], names: Sequence[str], unnamed: set[int], note: _Notes) -> set[str]:
    """Note text that stands under no heading; the set is not empty where there is some.

    Args:
        cells: the row.
        names: the head.
        unnamed: takes the positions of headings that are empty and were told, so that each is told once.
        note: takes what is wrong.
    """
    if any(cell.strip() for cell in cells[len(names) :]):
        note(
            f"has {len(cells)} cells, the head has {len(names)}; "
            "a text with a comma in it needs quotation marks"
        )
        return {""}
    found = {at for at, name in enumerate(names) if not name and at < len(cells) and cells[at].strip()}
    for at in sorted(found - unnamed):
        note(f"column {at + 1} has text, {cells[at].strip()[:40]!r}, but no heading")
    unnamed |= found
    return {""} if found else set()


def _swallowed(
    cells: Sequence[str],
    names: Sequence[str],
    present: Sequence[str],
    convert: Mapping[str, Callable[[str], Any]],
    note: _Notes,
) -> set[str]:
    """Note a cell of several lines one of which is a row itself: a quotation mark was closed too late."""
    for cell in cells:
        for before, line in itertools.pairwise(cell.split("\n")):
            if before.rstrip().endswith(";") and ";" not in line.rstrip("; "):  # a list, an item a line
                continue
            for _, inner in csv_lines(line):
                values = dict(zip(names, map(str.strip, inner), strict=False))
                try:
                    fits = len(inner) > 1 and all(convert[name](values.get(name, "")) for name in present)
                except ValueError:
                    continue
                if fits:
                    text = f"a text in this row holds what is a row itself, {line[:40]!r}"
                    note(f"{text}: a quotation mark is not closed")
                    return {""}
    return set()


def read_saved(
    path: Path,
    row: type[R],
    problems: Problems,
    *,
    root: Path,
    words: Mapping[str, Words] | None = None,
) -> list[R]:
    """Read a people's table at its place, or the workbook it was saved as there; none where neither is."""
    book = path.with_suffix(".xlsx")
    if book.exists() and path.exists():
        problems.add(relative(book, root), f"stands beside {path.name}; keep one of the two")
    place = saved(path)
    return read_rows(place, row, problems, root=root, words=words) if place.exists() else []


def saved(path: Path) -> Path:
    """Return where a people's table lies: at its place, or in a workbook where there is nothing else."""
    book = path.with_suffix(".xlsx")
    return book if book.exists() and not path.exists() else path


def converter(field: dataclasses.Field[Any], words: Words | None) -> Callable[[str], Any]:
    """Return what turns a cell's text into a column's value, or raises ValueError with the reason."""
    kind = field.metadata["kind"]
    known = tuple(words) if words is not None else field.metadata["words"]
    folded = {_folded(word): word for word in known}
    if isinstance(words, Mapping):
        known = tuple(dict.fromkeys(words.values()))
        folded = {_folded(word): meaning for word, meaning in words.items()}

    def convert(text: str) -> Any:
        if kind in ("int", "float"):
            return _number(text, kind)
        if not text:
            return ""
        if kind == "date":
            return iso_day(text)
        if kind == "time":
            return iso_time(text)
        if known:
            if _folded(text) not in folded:
                raise ValueError(not_one_of(text, known))
            return folded[_folded(text)]
        if kind == "id" and re.search(r"\s", text):
            raise ValueError(f"{text!r} is not an id: it holds white space")
        return text

    return convert


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _number(text: str, kind: str) -> int | float | None:
    if not text:
        return None
    if kind == "float":
        if not _DECIMAL.fullmatch(text):
            raise ValueError(f"{text!r} is not a number; write it without separators")
        return float(text)
    whole = _WHOLE.fullmatch(text)
    if not whole:
        raise ValueError(f"{text!r} is not a whole number of 0 or more; write digits only, such as 1000")
    return int(whole[1])


def log_order(rows: Sequence[Logged]) -> list[tuple[str, int]]:
    """Return the position in time of each line of one log: its time (UTC where it has an offset), its line.

    A line without a time was written after the one above it and before the one below, so it takes the
    time of the line above; so does one that gives the day only, where the line above is of that day. Where a
    line below of that day is, in UTC, of the day before, one that gives the day only is not after it. Days
    are those that people wrote.
    """
    found: list[str] = []
    last = day = ""
    for row in rows:
        if row.time and not (len(row.time) == 10 and row.time == day):
            last, day = in_utc(row.time)[:19], row.time[:10]
        found.append(last)
    below, day = "", ""
    for at in reversed(range(len(rows))):
        written = rows[at].time
        if len(written) > 10:
            below, day = found[at], written[:10]
        elif written and written != day:
            below, day = "", written
        elif below and found[at] == day:
            found[at] = min(found[at], below)
    return [(when, int(row.place.rpartition(":")[2] or 0)) for when, row in zip(found, rows, strict=True)]


# --- built and report tables --------------------------------------------------------------------


def write_rows(path: Path, rows: Iterable[R], row: type[R], only: Sequence[str] | None = None) -> None:
    """Write a built or report table: UTF-8, commas, line feeds, in the order given; `only` some columns."""
    with writing(path, row, only) as table:
        for item in rows:
            table.add(item)


@contextmanager
def writing(
    path: Path, row: type[R], only: Sequence[str] | None = None, *, marked: bool = False
) -> Iterator[Writer[R]]:
    """Open a table that is written row by row, as `write_rows` writes it, and put in place at the end.

    Where it is `marked`, it begins with a byte-order mark, without which Excel takes it for cp1252.
    """
    names = list(only) if only is not None else [field.name for field in columns(row)]
    with writing_columns(path, names, marked=marked) as table:
        yield table


@contextmanager
def writing_columns(path: Path, names: Sequence[str], *, marked: bool = False) -> Iterator[Writer[Any]]:
    """Open a table of any columns, as `writing` opens one of `tables`."""
    with replacing(path) as stream:
        stream.write(b"\xef\xbb\xbf" if marked else b"")
        yield Writer(stream, names)


class Writer(Generic[R]):
    """Takes the rows of a table.

    Args:
        stream: where they go.
        names: the columns.
    """

    def __init__(self, stream: BinaryIO, names: Sequence[str]) -> None:
        self._stream = stream
        self._names = names
        # With this end of line the writer puts quotation marks around both of its characters in a cell.
        self._csv = csv.writer(self, lineterminator="\r\n")
        self._csv.writerow(names)

    def write(self, line: str) -> None:
        """Take a line from the CSV writer, and end it with a line feed."""
        self._stream.write(f"{line[:-2]}\n".encode())

    def add(self, row: R) -> None:
        """Write a row."""
        self.line(getattr(row, name) for name in self._names)

    def line(self, values: Iterable[Any]) -> None:
        """Write the values of a row."""
        self._csv.writerow([_text(value) for value in values])

    def columns(self, rows: pd.DataFrame | pa.Table) -> None:
        """Write many rows at once; the same bytes as one after the other."""
        from tamis import cells

        for part in cells.lines(cells.table(rows, self._names)):
            self._stream.write(part)

    def mark(self) -> int:
        """Return the place that has been reached, for `back`."""
        return self._stream.tell()

    def back(self, mark: int) -> None:
        """Take away what was written since a mark."""
        self._stream.seek(mark)
        self._stream.truncate()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(round(value, 6))
    return harmless(value) if isinstance(value, str) else str(value)


def _require_built(path: Path) -> None:
    if not path.exists():
        fail("/".join(path.parts[-3:]), "is not there yet; `tamis run` makes every stage in turn")


def read_built(path: Path, row: type[R]) -> list[R]:
    """Read a table that the pipeline wrote, as rows. What does not fit its schema is our own mistake."""
    kinds = {field.name: field.metadata["kind"] for field in columns(row)}
    _require_built(path)
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        names = next(reader)
        if names != list(kinds):
            raise AssertionError(f"{path}: columns {names} are not those of {row.__name__}")
        return [
            row(
                **{
                    name: _number_back(cell, kinds[name]) if kinds[name] in ("int", "float") else plain(cell)
                    for name, cell in zip(names, cells, strict=True)
                }
            )
            for cells in reader
        ]


def _number_back(text: str, kind: str) -> int | float | None:
    if not text:
        return None
    return int(text) if kind == "int" else float(text)


def arrow_types(row: type[Row]) -> dict[str, pd.ArrowDtype]:
    """Return the pandas type of each column of a table that is held as a frame."""
    import pandas as pd
    import pyarrow as pa

    kinds = {"int": pa.int64(), "float": pa.float64()}
    return {f.name: pd.ArrowDtype(kinds.get(f.metadata["kind"], pa.string())) for f in columns(row)}


def check_frame(frame: pd.DataFrame, row: type[Row]) -> pd.DataFrame:
    """Return the frame where it has the columns and types of its table, in order; else raise.

    Raises:
        AssertionError: the frame does not fit, which is our own mistake.
    """
    types = arrow_types(row)
    if list(frame.columns) != list(types):
        raise AssertionError(f"columns {list(frame.columns)} are not those of {row.__name__}")
    for name, kind in types.items():
        if frame[name].dtype != kind:
            raise AssertionError(f"{row.__name__}.{name} is {frame[name].dtype}, not {kind}")
    unique = keys(row)
    if unique and frame.duplicated(unique).any():
        raise AssertionError(f"{row.__name__}: {unique} are not unique")
    return frame


def read_frame(path: Path, row: type[Row], only: Sequence[str] | None = None) -> pd.DataFrame:
    """Read a built table as a frame with Arrow-backed columns; text that is absent is "", never null.

    Args:
        path: the file.
        row: its table.
        only: the columns that are wanted; all where None.
    """
    import pandas as pd
    import pyarrow.csv as pa_csv

    _require_built(path)
    types = arrow_types(row)
    wanted = list(only) if only is not None else list(types)
    frame: pd.DataFrame = pa_csv.read_csv(
        path,
        # One thread: with lines in values, several only wait for each other, and cost more together.
        read_options=pa_csv.ReadOptions(use_threads=False),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types={name: types[name].pyarrow_dtype for name in wanted},
            include_columns=wanted,
            strings_can_be_null=False,
        ),
    ).to_pandas(types_mapper=pd.ArrowDtype)
    for name in wanted:
        if row.__dataclass_fields__[name].metadata["kind"] not in ("int", "float"):
            marked = frame[name].str.startswith("'")
            if marked.any():
                frame.loc[marked, name] = [plain(text) for text in frame.loc[marked, name]]
    return frame


def write_frame(path: Path, frame: pd.DataFrame, row: type[Row]) -> None:
    """Write a frame as a built table; the same bytes as `write_rows` would write."""
    write_columns(path, check_frame(frame, row))


def write_columns(
    path: Path, frame: pd.DataFrame, names: Sequence[str] | None = None, *, marked: bool = False
) -> None:
    """Write columns of a frame, texts and numbers, as `writing` writes rows; by default all of them."""
    names = list(frame.columns) if names is None else names
    with writing_columns(path, names, marked=marked) as table:
        table.columns(frame)

"""Tables to and from disk, and every error of a file at once.

What people write is read as Excel saves it: UTF-8 with or without a byte-order mark, UTF-16, cp1252;
commas, semicolons or tabs; CSV or XLSX. What the pipeline writes is UTF-8 with commas and line feeds,
put in place in one step, so that a run that is killed leaves either the old file or the new one.

A cell that a spreadsheet would run (it starts with =, +, -, @, a tab or a return) is written with an
apostrophe before it, and read back without.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tamis.errors import Problems, fail, not_one_of
from tamis.tables import Row, columns, keys

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R", bound=Row)

csv.field_size_limit(2**31 - 1)  # an abstract may be long; the default stops at 128 KiB

_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_LIST_NUMBER = re.compile(r"[+-]?\d+(\.0+)?")
#: Spreadsheets that were saved as CSV list two kinds of separator beside the comma.
_DELIMITERS = ",;\t"


# --- text ---------------------------------------------------------------------------------------


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file that a person saved, and the name of its encoding.

    Byte-order marks decide; else UTF-8 where it is valid; else cp1252, what Excel writes on Windows.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            return data.decode("latin-1"), "latin-1"


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
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


# --- cells --------------------------------------------------------------------------------------


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet runs. Numbers stay as they are."""
    if _FORMULA.match(text) and not _LIST_NUMBER.fullmatch(text):
        return "'" + text
    return text


def _plain(text: str) -> str:
    """Undo `harmless`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def iso_date(text: str) -> str:
    """Return a day, or a day and time, in ISO 8601.

    Raises:
        ValueError: it is no date, or one that can be read two ways; the text says which.
    """
    text = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text).isoformat()
        if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", text):
            return datetime.fromisoformat(text.replace("Z", "+00:00")).isoformat(timespec="seconds")
        parts = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T,]+(\d{1,2}:\d{2}).*)?", text)
        if parts:
            first, mark, second, year = int(parts[1]), parts[2], int(parts[3]), int(parts[4])
            # 17.09.2021 is day first wherever dots are written; 03/04/2021 is not known to be either.
            if mark != "." and first <= 12 and second <= 12 and first != second:
                raise ValueError(
                    f"{text!r} can be read two ways; write {year}-{second:02d}-{first:02d} "
                    f"or {year}-{first:02d}-{second:02d}"
                )
            day, month = (first, second) if mark == "." or first > 12 else (second, first)
            result = date(year, month, day).isoformat()
            return f"{result}T{parts[5]:0>5}:00" if parts[5] else result
    except ValueError as error:
        if "two ways" in str(error):
            raise
    raise ValueError(f"{text!r} is not a date; write it as 2021-09-17")


# --- people's tables ----------------------------------------------------------------------------


def csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV text with the number of the line each begins at."""
    first = text.split("\n", 1)[0].split("\r", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    for row in reader:
        yield start, row
        start = reader.line_num + 1


def _sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet of a workbook, with their numbers."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield number, [_cell_text(cell) for cell in cells]
    finally:
        book.close()


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep="T") if cell.time() != datetime.min.time() else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def table_lines(path: Path, problems: Problems, *, root: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV or XLSX file as text, each with its line; unreadable: a problem."""
    file = relative(path, root)
    try:
        if path.suffix.casefold() in {".xlsx", ".xlsm"}:
            return list(_sheet(path))
        return list(csv_lines(decode(path.read_bytes())[0]))
    except FileNotFoundError:
        problems.add(file, "there is no such file")
    except Exception as error:  # a broken workbook raises whatever its reader raises
        problems.add(file, f"cannot be read as a table: {str(error).splitlines()[0] or 'it is broken'}")
    return []


def read_rows(
    path: Path,
    row: type[R],
    problems: Problems,
    *,
    root: Path,
    words: Mapping[str, Sequence[str]] | None = None,
) -> list[R]:
    """Read a table that people write; rows with a problem are left out, and the problem noted.

    Columns may stand in any order; optional ones may be absent. Rows with no text are passed over,
    as are lines whose first cell starts with #. Identical lines count once (git's union merge writes
    them twice). `place` is filled in.

    Args:
        path: the file, CSV or XLSX.
        row: the table.
        problems: takes what is wrong.
        root: the review's folder; places are relative to it.
        words: vocabularies known only at run time, by column (reviewer ids, reasons).
    """
    file = relative(path, root)
    lines = [
        (number, cells)
        for number, cells in table_lines(path, problems, root=root)
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#")
    ]
    if not lines:
        return []
    header_line, header = lines[0]
    names = [cell.strip().casefold().replace(" ", "_") for cell in header]
    fields = [field for field in columns(row) if field.name != "place"]
    known = [field.name for field in fields]
    wrong = False
    for name in names:
        if name and name not in known:
            problems.add(file, f"column {not_one_of(name, known)}", line=header_line)
            wrong = True
    for name in {name for name in names if name and names.count(name) > 1}:
        problems.add(file, f"column {name!r} stands twice", line=header_line)
        wrong = True
    for field in fields:
        if field.metadata["required"] and field.name not in names:
            problems.add(file, f"column {field.name!r} is missing", line=header_line)
            wrong = True
    if wrong:
        return []
    convert = {field.name: _converter(field, row, (words or {}).get(field.name)) for field in fields}
    rows: list[R] = []
    seen_lines: set[tuple[str, ...]] = set()
    seen_keys: dict[tuple[Any, ...], int] = {}
    for number, cells in lines[1:]:
        if (whole := tuple(cell.strip() for cell in cells)) in seen_lines:
            continue
        seen_lines.add(whole)
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            problems.add(
                file,
                f"has {len(cells)} cells, the head has {len(names)}; "
                "a text with a comma in it needs quotation marks",
                line=number,
            )
            continue
        values: dict[str, Any] = {}
        good = True
        for name, cell in zip(names, cells, strict=False):
            if not name:
                continue
            try:
                values[name] = convert[name](_plain(cell.strip()))
            except ValueError as error:
                problems.add(file, str(error), line=number, column=name)
                good = False
        for field in fields:
            if field.metadata["required"] and values.get(field.name) in (None, "") and good:
                problems.add(file, "is missing", line=number, column=field.name)
                good = False
        if not good:
            continue
        if "place" in {field.name for field in columns(row)}:
            values["place"] = f"{file}:{number}"
        key = tuple(values.get(name) for name in keys(row))
        if key and key in seen_keys:
            said = ", ".join(f"{name} {value!r}" for name, value in zip(keys(row), key, strict=True))
            problems.add(file, f"{said} stands twice (also line {seen_keys[key]})", line=number)
            continue
        seen_keys[key] = number
        rows.append(row(**values))
    return rows


def read_saved(
    path: Path,
    row: type[R],
    problems: Problems,
    *,
    root: Path,
    words: Mapping[str, Sequence[str]] | None = None,
) -> list[R]:
    """Read a people's table at its place, or the workbook it was saved as there; none where neither is."""
    book = path.with_suffix(".xlsx")
    if book.exists() and path.exists():
        problems.add(relative(book, root), f"stands beside {path.name}; keep one of the two")
    for place in (path, book):
        if place.exists():
            return read_rows(place, row, problems, root=root, words=words)
    return []


def _converter(
    field: dataclasses.Field[Any], row: type[Row], words: Sequence[str] | None
) -> Callable[[str], Any]:
    """Return what turns a cell's text into a column's value, or raises ValueError with the reason."""
    kind = field.metadata["kind"]
    known = tuple(words) if words is not None else field.metadata["words"]

    def convert(text: str) -> Any:
        if kind in ("int", "float"):
            return _number(text, kind)
        if not text:
            return ""
        if kind in ("date", "time"):
            return iso_date(text)
        if kind == "id" and re.search(r"\s", text):
            raise ValueError(f"{text!r} is not an id: it holds white space")
        if known:
            folded = {word.casefold(): word for word in known}
            if text.casefold() not in folded:
                raise ValueError(not_one_of(text, known))
            return folded[text.casefold()]
        return text

    return convert


def _number(text: str, kind: str) -> int | float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number; write it without separators") from None
    if kind == "float":
        return value
    if not value.is_integer() or value < 0:
        raise ValueError(f"{text!r} is not a whole number of 0 or more")
    return int(value)


# --- built and report tables --------------------------------------------------------------------


def write_rows(path: Path, rows: Iterable[R], row: type[R], only: Sequence[str] | None = None) -> None:
    """Write a built or report table: UTF-8, commas, line feeds, in the order given; `only` some columns."""
    names = list(only) if only is not None else [field.name for field in columns(row)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for item in rows:
        writer.writerow([_text(getattr(item, name)) for name in names])
    write_text(path, out.getvalue())


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
                    name: _number_back(cell, kinds[name]) if kinds[name] in ("int", "float") else _plain(cell)
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


def frame_of(rows: Iterable[R], row: type[R]) -> pd.DataFrame:
    """Return rows as a frame with Arrow-backed columns."""
    import pandas as pd

    items = list(rows)
    return pd.DataFrame(
        {
            name: pd.Series([getattr(item, name) for item in items], dtype=kind)
            for name, kind in arrow_types(row).items()
        }
    )


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
                frame.loc[marked, name] = [_plain(text) for text in frame.loc[marked, name]]
    return frame


def write_frame(path: Path, frame: pd.DataFrame, row: type[Row]) -> None:
    """Write a frame as a built table; the same bytes as `write_rows` would write."""
    check_frame(frame, row)
    names = list(frame.columns)
    whole = [frame[name].array.__arrow_array__().to_pylist() for name in names]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_text(value) for value in line] for line in zip(*whole, strict=True))
    write_text(path, out.getvalue())

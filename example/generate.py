"""Write the stand-ins of the worked example, and its manuscript, into records/: `python example/generate.py`.

What is published and what is a stand-in stands in README.md beside this file. The same seed gives the
same bytes. Nothing that exists is overwritten; with --again, the files that this program made are.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import votes
from acceptances import acceptances
from copies import copy
from exports import WRITERS
from works import everything

import sources
from tamis.errors import Problems
from tamis.formats.reading import read_export
from tamis.ids import record_ids
from tamis.manuscript import template
from tamis.tables import Search

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Write every file, or none where one is in the way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, default=HERE.parent, help="the review's folder (default: here)")
    parser.add_argument("--again", action="store_true", help="overwrite the files that this program made")
    args = parser.parse_args()
    files = everything_written(HERE / "included.csv")
    there = [name for name in files if (args.into / name).exists()]
    if there and not args.again:
        sys.stderr.write("".join(f"{name}: exists; --again overwrites it\n" for name in there))
        return 1
    for name, data in files.items():
        (args.into / name).parent.mkdir(parents=True, exist_ok=True)
        (args.into / name).write_bytes(data)
    sys.stdout.write(f"{len(files)} files, {sum(map(len, files.values())):,} bytes\n")
    return 0


def everything_written(included: Path) -> dict[str, bytes]:
    """Return every file's bytes by its path."""
    works = everything(included)
    by_key = {work.key: work for work in works}
    held = sources.held(works)
    exports = {
        source.file: WRITERS[source.id](
            [copy(by_key[key], source.id, time, n) for n, (key, time) in enumerate(held[source.id], start=1)]
        )
        for source in sources.SOURCES
    }
    named = _named(exports, held)
    logs = votes.Logs()
    votes.title_abstract(works, named, logs)
    votes.full_text(works, named, logs)
    votes.studies(works, named, logs)
    return {
        **{f"{SEARCHES}/{file}": data for file, data in exports.items()},
        f"{SEARCHES}/searches.csv": table([sources.log_row(source) for source in sources.SOURCES]),
        **{_path(name): _log(name, rows) for name, rows in logs.rows.items()},
        "records/accepted.csv": table(acceptances()),
        "records/manuscript/manuscript.docx": template.word((HERE / "manuscript.md").read_text("utf-8")),
    }


SEARCHES = "records/searches"


def _named(exports: dict[str, bytes], held: dict[str, list[tuple[str, int]]]) -> dict[str, votes.Named]:
    """Return each work's records by the ids that Tamis gives them: logs name records by these ids."""
    problems = Problems()
    with tempfile.TemporaryDirectory() as folder:
        readings = {}
        for file, data in exports.items():
            path = Path(folder) / file
            path.write_bytes(data)
            reading = read_export(path, file, problems)
            readings[file] = reading.entries if reading else ()
    problems.raise_if_any()
    entries = [
        (Search(file=source.file, source=source.name), entry)
        for source in sources.SOURCES
        for entry in readings[source.file]
    ]
    keys = [key for source in sources.SOURCES for key, _ in held[source.id]]
    found: dict[str, list[tuple[str, str]]] = {}
    for key, id, (_, entry) in zip(keys, record_ids(entries), entries, strict=True):
        found.setdefault(key, []).append((id, entry.title))
    return {key: votes.Named(tuple(records)) for key, records in found.items()}


def _path(name: str) -> str:
    folders = {"retrieval": "fulltext/", "studies": ""}
    return f"records/{folders.get(name, 'screening/')}{name}.csv"


#: One of the five keeps their log in a spreadsheet whose decimal sign is the comma.
_SPREADSHEET = "title_abstract.R4"


def _log(name: str, rows: list[dict[str, str]]) -> bytes:
    """Return a log, by time. One is as a spreadsheet saves it: a mark first, semicolons, its own dates."""
    if rows and "time" in rows[0]:
        rows = sorted(rows, key=lambda row: row["time"])
    if name != _SPREADSHEET:
        return table(rows)
    rows = [{**row, "time": f"{datetime.fromisoformat(row['time']):%d.%m.%Y %H:%M}"} for row in rows]
    return b"\xef\xbb\xbf" + table(rows, delimiter=";", lineterminator="\r\n")


def table(rows: list[dict[str, str]], delimiter: str = ",", lineterminator: str = "\n") -> bytes:
    """Return a CSV with a head."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator=lineterminator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


if __name__ == "__main__":
    sys.exit(main())

"""What the tests of deduplication share: records from few fields, and the labelled sets."""

import csv
from pathlib import Path

from tamis.dedupe.answers import settle
from tamis.dedupe.cluster import deduplicate
from tamis.dedupe.frames import frame as frame_of_columns
from tamis.store import check_frame
from tamis.tables import Member, Pair, Record, columns

SHARED = Path(__file__).parents[2].parent / "shared" / "dedupe"
csv.field_size_limit(2**31 - 1)


def record(id, position=1, **fields):
    defaults = {
        "source_file": "export.ris",
        "source": "Scopus",
        "source_kind": "database",
        "stand_in": "no",
        "place": f"records/searches/export.ris:{position}",
    }
    return Record(record_id=id, ordinal=position, line=position, **(defaults | fields))


def frame_of(rows, table):
    names = [column.name for column in columns(table)]
    return frame_of_columns({name: [getattr(row, name) for row in rows] for name in names}, table)


def frame(records):
    return frame_of(records, Record)


def verdicts(records, said=()):
    """Return {(a, b): (verdict, rule)} and {record: citation}."""
    pairs, members = deduplicate(frame(records), settle(said))
    check_frame(pairs, Pair)
    check_frame(members, Member)
    found = {(row.record_a, row.record_b): (row.verdict, row.rule) for row in pairs.itertuples(index=False)}
    return found, dict(zip(members["record_id"], members["citation_id"], strict=True))


def labelled(name):
    """Return the records and the truth (record: cluster) of a labelled set."""
    with (SHARED / name / "records.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with (SHARED / name / "truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = {row["record_id"]: row["cluster_id"] for row in csv.DictReader(stream)}
    same = ("type", "title", "authors", "journal", "volume", "issue", "pages", "doi", "abstract")
    records = [
        record(
            row["record_id"],
            position,
            year=int(row["year"]) if row["year"].strip().isdigit() else None,
            issn=row["isbn_issn"],
            source=row["database"] or row["source_file"],
            **{name: row[name] for name in same},
        )
        for position, row in enumerate(rows, start=1)
    ]
    return records, truth

"""Information sources and search strategies, with what each search found."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tamis.flow.ledger import made_up
from tamis.reports.context import Context
from tamis.reports.duplicates.methods import paragraph
from tamis.reports.numbers import Behind, Number, slug
from tamis.tables import DATABASE_KINDS, Export, Record, Search, Strategy

#: How the kinds of source are printed.
KINDS = {
    "database": "Database",
    "register": "Register",
    "website": "Website",
    "organisation": "Organisation",
    "citation": "Citation searching",
    "other": "Other",
}


def make(context: Context) -> dict[str, Any]:
    """Return the table of sources, the table of terms, and the strategies line by line."""
    built = context.built
    log = {row.file: row for row in built.searches}
    by_file: dict[str, list[Record]] = defaultdict(list)
    for record in built.records:
        by_file[record.source_file].append(record)
    citation_of = {member.record_id: member.citation_id for member in built.members}
    rows = []
    for export in built.exports:
        records = by_file[export.file]
        rows.append(
            {
                "export": export,
                "log": log.get(export.file),
                "kind": KINDS[export.source_kind],
                "records": _records(context, export, records),
                "hits": _hits(context, export),
                "again": _again(context, export, records, citation_of),
            }
        )
    search = built.config.text.get("search", {})
    return {
        "rows": rows,
        "terms": search.get("terms", []),
        "limits": search.get("limits", ""),
        "other": search.get("other", ""),
        "not_done": search.get("not_done", ""),
        "strategies": strategies(context, built.searches),
        "pooled": built.config.pool_other_methods,
        "deduplication": paragraph(built.config, built.records, built.members, built.deduplicated),
        "deduplication_mark": context.mark("overlap"),
        "has_other": any(export.source_kind not in DATABASE_KINDS for export in built.exports),
    }


def _mark(context: Context, export: Export) -> str:
    """Return the mark of how many records an export has; the rule is that of the flow diagram."""
    return context.mark("hits") if made_up(export) else ""


def _records(context: Context, export: Export, records: list[Record]) -> Number:
    return context.numbers.count(
        f"records-{slug(export.file)}",
        f"Records read from {export.file} ({export.source})",
        table="build/searches/records.csv",
        where=f"source_file is {export.file}",
        by=_records,
        behind=context.records(record.record_id for record in records),
        mark=_mark(context, export),
    )


def _hits(context: Context, export: Export) -> Number:
    return context.numbers.value(
        f"hits-{slug(export.file)}",
        export.hits,
        f"Hits that {export.source} reported, as the search log has them",
        table="build/searches/exports.csv",
        where=f"file is {export.file}; column hits",
        by=_hits,
        behind=[Behind(export.place, export.source, n=export.hits or 0)],
    )


def _again(context: Context, export: Export, records: list[Record], citation_of: dict[str, str]) -> Number:
    """Count the records of an export that are not the first of their citation."""
    return context.numbers.count(
        f"again-{slug(export.file)}",
        f"Records of {export.file} that were removed as duplicates: not the first record of their citation",
        table="build/dedupe/members.csv",
        where=f"source_file is {export.file}; record_id is not citation_id",
        by=_again,
        behind=context.records(
            record.record_id for record in records if citation_of[record.record_id] != record.record_id
        ),
        mark=context.mark("overlap"),
    )


def strategies(context: Context, searches: list[Search]) -> list[dict[str, Any]]:
    """Return each strategy file once: the sources it was run in, and its lines with their counts."""
    lines_of: dict[str, list[Strategy]] = defaultdict(list)
    for line in context.built.strategies:
        lines_of[line.file].append(line)
    result = []
    for file, lines in lines_of.items():
        result.append(
            {
                "file": file,
                "sources": [row for row in searches if row.strategy_file == file],
                "lines": [
                    {
                        "line": line,
                        "hits": context.numbers.value(
                            f"line-{slug(file)}-{slug(line.line)}",
                            line.hits,
                            f"What the source reported for line {line.line} of {file}",
                            table="build/searches/strategies.csv",
                            where=f"file is {file}; line is {line.line}; column hits",
                            by=strategies,
                            behind=[Behind(line.place, line.query, n=line.hits or 0)],
                        ),
                    }
                    for line in lines
                ],
            }
        )
    return result

"""What every section works with: the tables, the numbers it adds to, and the citations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from tamis.flow.boxes import count
from tamis.reports.built import Built
from tamis.reports.numbers import Behind, Number, Numbers
from tamis.reports.references import Library
from tamis.screening.inputs import TEAM
from tamis.screening.verdicts import first_votes
from tamis.tables import DATABASE_KINDS, STAGES, Decision, Exit, Export, Record


@dataclass(frozen=True)
class Context:
    """The material of a page."""

    built: Built
    numbers: Numbers
    library: Library

    def mark(self, kind: str) -> str:
        """Return the mark of numbers of a kind that rests on stand-ins; empty where none does."""
        return self.built.config.stand_in(kind)

    def reason(self, id: str) -> str:
        """Return how a reason for exclusion is printed."""
        words = self.built.config.reasons
        return words.get(id, "Reason not recorded" if id in ("", "not_recorded") else id)

    def records(self, ids: Iterable[str]) -> list[Behind]:
        """Return records as what stands behind a number."""
        return [Behind(self.built.record[id].place, record=id) for id in ids]

    @cached_property
    def first_votes(self) -> dict[str, dict[str, dict[str, Decision]]]:
        """The first vote of each reviewer by stage and citation: what agreement is measured on."""
        made: dict[str, dict[str, list[Decision]]] = {stage: {} for stage in STAGES}
        for decision in self.built.decisions:
            if decision.reviewer != TEAM and decision.decision != "duplicate":
                made[decision.stage].setdefault(decision.citation_id, []).append(decision)
        return {
            stage: {id: {vote.reviewer: vote for vote in first_votes(votes)} for id, votes in by_id.items()}
            for stage, by_id in made.items()
        }

    @cached_property
    def flow(self) -> dict[str, Number]:
        """Every box of the flow diagram, by the name it has in `reports/flow.csv`."""
        return {name: self._box(name, *of) for name, of in BOXES.items()}

    def _box(self, name: str, words: str, where: str, behind: Callable[[Context], list[Behind]]) -> Number:
        value = self.built.flow.boxes[name]
        return self.numbers.value(
            f"flow-{name}",
            value,
            words,
            table="build/searches/exports.csv" if name.endswith(_FROM_EXPORTS) else "build/flow/exits.csv",
            where=where,
            by=count,
            behind=behind(self) if value is not None else (),
        )


def _records(keep: Callable[[Record], bool]) -> Callable[[Context], list[Behind]]:
    return lambda context: context.records(r.record_id for r in context.built.records if keep(r))


def _exits(keep: Callable[[Exit], bool], arm: str) -> Callable[[Context], list[Behind]]:
    def behind(context: Context) -> list[Behind]:
        pooled = context.built.config.pool_other_methods
        return context.records(
            row.record_id
            for row in context.built.exits
            if keep(row) and (pooled or not arm or row.arm == arm)
        )

    return behind


def _exports(keep: Callable[[Export], bool]) -> Callable[[Context], list[Behind]]:
    return lambda context: [Behind(e.place, e.source) for e in context.built.exports if keep(e)]


def _source(kind: str) -> Callable[[Context], list[Behind]]:
    return _records(lambda record: record.source_kind == kind)


#: Exits of records that left before anyone screened them.
_BEFORE = ("duplicate", "removed_automatic", "removed_other")
_ASSESSED = ("excluded_full_text", "excluded_after_appraisal", "included")


def _was_assessed(row: Exit) -> bool:
    return row.exit in _ASSESSED or (row.exit == "open" and row.at == "full_text")


def _was_sought(row: Exit) -> bool:
    return _was_assessed(row) or row.exit == "not_retrieved" or (row.exit == "open" and row.at == "retrieval")


_SOUGHT_WHERE = f"exit is one of not_retrieved, {', '.join(_ASSESSED)}, or open at retrieval or full text"
_ASSESSED_WHERE = f"exit is one of {', '.join(_ASSESSED)}, or open at full text"

#: Each box: what it counts, in words; the rows of `build/flow/exits.csv` it counts; and those rows.
BOXES: dict[str, tuple[str, str, Callable[[Context], list[Behind]]]] = {
    "database_results": (
        "Records identified from databases",
        "source_kind is database; columns records, removed_automatic and removed_other, summed",
        _source("database"),
    ),
    "register_results": (
        "Records identified from registers",
        "source_kind is register; columns records, removed_automatic and removed_other, summed",
        _source("register"),
    ),
    "website_results": (
        "Records identified from websites",
        "source_kind is website; columns records, removed_automatic and removed_other, summed",
        _source("website"),
    ),
    "organisation_results": (
        "Records identified from organisations",
        "source_kind is organisation; columns records, removed_automatic and removed_other, summed",
        _source("organisation"),
    ),
    "citations_results": (
        "Records identified by citation searching",
        "source_kind is citation; columns records, removed_automatic and removed_other, summed",
        _source("citation"),
    ),
    "other_results": (
        "Records identified by all other methods: websites, organisations, citation searching and others",
        "source_kind is neither database nor register; the same columns, summed",
        _records(lambda record: record.source_kind not in DATABASE_KINDS),
    ),
    "duplicates": (
        "Duplicate records removed before screening: each record of a citation but its first",
        "exit is duplicate",
        _exits(lambda row: row.exit == "duplicate", "databases"),
    ),
    "excluded_automatic": (
        "Records marked as ineligible by automation tools before screening",
        "column removed_automatic, summed",
        _exports(lambda export: export.removed_automatic is not None),
    ),
    "excluded_other": (
        "Records removed for other reasons before screening",
        "column removed_other, summed",
        _exports(lambda export: export.removed_other is not None),
    ),
    "records_screened": (
        "Records screened on title and abstract, one for each citation",
        "exit is none of " + ", ".join(_BEFORE),
        _exits(lambda row: row.exit not in _BEFORE, "databases"),
    ),
    "records_excluded": (
        "Records excluded on title and abstract",
        "exit is excluded_title_abstract",
        _exits(lambda row: row.exit == "excluded_title_abstract", "databases"),
    ),
    "dbr_sought_reports": (
        "Reports sought for retrieval",
        _SOUGHT_WHERE,
        _exits(_was_sought, "databases"),
    ),
    "dbr_notretrieved_reports": (
        "Reports not retrieved",
        "exit is not_retrieved",
        _exits(lambda row: row.exit == "not_retrieved", "databases"),
    ),
    "dbr_assessed": (
        "Reports assessed for eligibility in full text",
        _ASSESSED_WHERE,
        _exits(_was_assessed, "databases"),
    ),
    "dbr_excluded": (
        "Reports excluded after reading the full text",
        "exit is excluded_full_text",
        _exits(lambda row: row.exit == "excluded_full_text", "databases"),
    ),
    "other_sought_reports": (
        "Reports found by other methods that were sought for retrieval",
        f"arm is other; {_SOUGHT_WHERE}",
        _exits(_was_sought, "other"),
    ),
    "other_notretrieved_reports": (
        "Reports found by other methods that were not retrieved",
        "arm is other; exit is not_retrieved",
        _exits(lambda row: row.exit == "not_retrieved", "other"),
    ),
    "other_assessed": (
        "Reports found by other methods that were assessed for eligibility in full text",
        f"arm is other; {_ASSESSED_WHERE}",
        _exits(_was_assessed, "other"),
    ),
    "other_excluded": (
        "Reports found by other methods that were excluded after reading the full text",
        "arm is other; exit is excluded_full_text",
        _exits(lambda row: row.exit == "excluded_full_text", "other"),
    ),
    "new_reports": (
        "Reports of the studies that were included",
        "exit is included",
        _exits(lambda row: row.exit == "included", ""),
    ),
    "new_studies": (
        "Studies included in the review",
        "exit is included; the studies in column studies, each once; not known while one report has none",
        lambda context: [Behind(study.place, study.label) for study in context.built.studies],
    ),
}

#: Boxes that are sums over exports and not counts of exits.
_FROM_EXPORTS = ("_results", "excluded_automatic", "excluded_other")

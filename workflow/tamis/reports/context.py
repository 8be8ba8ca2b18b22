"""What every section works with: the tables, the numbers it adds to, and the citations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tamis.flow.counted import Counted, Lines
from tamis.flow.ledger import ledger
from tamis.flow.protocol import counting
from tamis.reports.built import Built, read
from tamis.reports.numbers import Behind, Number, Numbers
from tamis.screening.agreement import Pair, pairs
from tamis.sources.found import Found, find
from tamis.tables import BEFORE, DECIDED, SOUGHT, STAGES, Citation, Datum, Exit, Export, Record

EXITS_TABLE = "build/flow/exits.csv"
EXPORTS_TABLE = "build/searches/exports.csv"


@dataclass(frozen=True)
class Context:
    """The material of a page."""

    built: Built
    numbers: Numbers

    def mark(self, kind: str) -> str:
        """Return the mark of numbers of a kind that rests on stand-ins; empty where none does."""
        return self.built.config.stand_in(kind)

    def stand_in(self, citation: Citation) -> str:
        """Return the mark of a citation that is a stand-in itself; empty where it is none."""
        stand_ins = self.built.config.stand_ins
        return stand_ins.mark if stand_ins and citation.stand_in == "yes" else ""

    def reason(self, id: str) -> str:
        """Return how a reason for exclusion is printed."""
        words = self.built.config.reasons
        return words.get(id, "Reason not recorded" if id in ("", "not_recorded") else id)

    def records(self, ids: Iterable[str]) -> list[Behind]:
        """Return records as what stands behind a number."""
        return [Behind(self.built.record[id].place, record=id) for id in ids]

    def behind(self, lines: Lines) -> list[Behind]:
        """Return the lines of the flow's ledger as what stands behind a number."""
        return [
            self._decided(line.record, line.text, line.n)
            if line.record
            else Behind(line.place, line.text, n=line.n)
            for line in lines
        ]

    def identified(self, lines: Iterable[Counted]) -> list[Behind]:
        """Return what searches found: each record of an export, and what was removed before it was made."""
        things: list[Behind] = []
        for line in lines:
            export = self.export[line.place]
            if len(records := self._read[export.file]) != export.records or line.n != export.identified:
                things.append(Behind(line.place, line.text, n=line.n))
                continue
            things += [Behind(record.place, record=record.record_id) for record in records]
            things += [
                Behind(export.place, f"{export.source}: {n:,} {words} before {export.file} was made", n=n)
                for n, words in (
                    (export.removed_automatic, "removed by automation tools"),
                    (export.removed_other, "removed for other reasons"),
                )
                if n
            ]
        return things

    @cached_property
    def export(self) -> dict[str, Export]:
        """Exports by their line of the search log."""
        return {export.place: export for export in self.built.exports}

    @cached_property
    def _read(self) -> dict[str, list[Record]]:
        """The records of each export, by its file."""
        read: dict[str, list[Record]] = {export.file: [] for export in self.built.exports}
        for record in self.built.records:
            read.setdefault(record.source_file, []).append(record)
        return read

    def _decided(self, record: str, study: str, n: int) -> Behind:
        """Return a record with the line that decided where it left: a vote, the retrieval log, its export."""
        left = self.exit[record]
        if study:
            return Behind(left.place, self.built.study[study].label, record, n)
        if left.exit == "duplicate":
            itself = record == left.citation_id  # its place says why: a vote, or a line of the protocol
            text = "" if itself else f"the same publication as {left.citation_id}"
            return Behind(left.place, text, record, n, left.citation_id)
        return Behind(left.place, "", record, n)

    @cached_property
    def exit(self) -> dict[str, Exit]:
        """Where each record left."""
        return {row.record_id: row for row in self.built.exits}

    @cached_property
    def found(self) -> Found:
        """Which sources found each citation."""
        return find(self.built.exports, self.built.records, self.built.members, self.built.exits)

    @cached_property
    def pairs(self) -> dict[str, list[Pair]]:
        """The first votes of each pair of reviewers, by stage: what agreement is measured on."""
        made: dict[str, list[Pair]] = {stage: [] for stage in STAGES}
        for pair in pairs(self.built.decisions, self.built.config.people):
            made[pair.first.stage].append(pair)
        return made

    @property
    def two_arms(self) -> bool:
        """Whether other methods have an arm of their own."""
        return self.built.flow.other_arm

    @cached_property
    def extracted(self) -> dict[tuple[str, str], list[Datum]]:
        """The data of each study and field."""
        found: dict[tuple[str, str], list[Datum]] = {}
        for datum in self.built.data:
            found.setdefault((datum.study, datum.field), []).append(datum)
        return found

    @cached_property
    def included(self) -> Number:
        """How many studies there are to report anything."""
        return self.numbers.count(
            "studies-included",
            "Included studies",
            table="build/fulltext/studies.csv",
            where="every row",
            by=read,
            behind=[Behind(study.place, study.label) for study in self.built.studies],
        )

    def arm(self, arm: str) -> str:
        """Return how an arm is printed where there are two; empty where there is one."""
        return ARMS[arm] if self.two_arms else ""

    def of_arm(self, arm: str) -> str:
        """Return the condition on an arm, for what a number counts; empty where arms are pooled."""
        return "" if self.built.config.pool_other_methods else f"arm is {arm}; "

    def counted(self, where: str, *, searches: bool = False) -> str:
        """Return the condition on rows that the flow counts: of an update, those of the update alone.

        searches: the rows are searches, and not records.
        """
        if not self.built.flow.updated:
            return where
        return f"{'rounds of this update' if searches else 'version is empty'}; {where}"

    @cached_property
    def exports(self) -> list[Export]:
        """The exports that the flow counts: of an update, those of the update alone."""
        how = counting(self.built.config, self.built.exports, retrieval_logged=True)
        return how.exports(self.built.exports)

    @cached_property
    def flow(self) -> dict[str, Number]:
        """Every box of the flow diagram, by the name it has in `reports/flow.csv`."""
        return {name: self._box(name, *of) for name, of in BOXES.items()}

    def _box(self, name: str, words: str, where: str) -> Number:
        sums = name in _FROM_EXPORTS
        if name.startswith("excluded_") and not self.built.config.pool_other_methods:
            where = f"source_kind is database or register; {where}"
        elif not sums and not name.startswith(("new_", *_OF_VERSIONS)):
            where = self.of_arm("other" if name.startswith("other_") else "databases") + where
        if not name.startswith(_OF_VERSIONS):
            words = UPDATED.get(name, words) if self.built.flow.updated else words
            where = self.counted(where, searches=sums)
        return self.numbers.value(
            f"flow-{name}",
            self.built.flow.boxes[name],
            words,
            table=EXPORTS_TABLE if sums else EXITS_TABLE,
            where=where,
            by=ledger,
            behind=self._behind_box(name),
            mark=self.built.flow.mark(name),
        )

    def _behind_box(self, name: str) -> list[Behind]:
        lines = self.built.ledger.boxes[name] or ()
        return self.identified(lines) if name.endswith("_results") else self.behind(lines)

    @cached_property
    def waiting(self) -> dict[tuple[str, str], Number]:
        """What waits, by arm and place; only where something does."""
        return {
            (arm, at): self.numbers.count(
                f"waiting-{arm}-{at}",
                f"{WAITING[at]}{f' ({ARMS[arm].lower()})' if self.two_arms else ''}",
                table=EXITS_TABLE,
                where=self.counted(f"{self.of_arm(arm)}exit is open; at is {at}"),
                by=ledger,
                behind=self.behind(lines),
            )
            for (arm, at), lines in self.built.ledger.open.items()
        }

    @cached_property
    def undrawn(self) -> list[Number]:
        """What PRISMA 2020 has no box for."""
        return [
            self.numbers.count(
                f"undrawn-{arm}-{exit}",
                f"{UNDRAWN[exit]}{' (other methods)' if arm == 'other' else ''}; no box of PRISMA 2020",
                table=EXPORTS_TABLE if exit.startswith("removed_") else EXITS_TABLE,
                where=self._undrawn_rows(arm, exit),
                by=ledger,
                behind=self.behind(lines),
            )
            for (arm, exit), lines in self.built.ledger.undrawn.items()
        ]

    def _undrawn_rows(self, arm: str, exit: str) -> str:
        if exit == "open_before":
            return "version is previous; exit is open"
        if exit.startswith("removed_"):
            where = f"source_kind is neither database nor register; column {exit}, summed"
            return self.counted(where, searches=True)
        return self.counted(f"{self.of_arm(arm)}exit is {exit}")


ARMS = {"databases": "Databases and registers", "other": "Other methods"}
WAITING = {
    "title_abstract": "Records awaiting a decision on title and abstract",
    "retrieval": "Reports awaiting retrieval",
    "full_text": "Reports awaiting a decision on the full text",
}
UNDRAWN = {
    "duplicate": "Duplicate records removed",
    "removed_automatic": "Records marked as ineligible by automation tools",
    "removed_other": "Records removed for other reasons before screening",
    "excluded_title_abstract": "Records excluded on title and abstract",
    "excluded_after_appraisal": "Reports excluded after appraisal",
    "open_before": "Records of the version before that still await a decision",
}
_SUMMED = "columns records, removed_automatic and removed_other, summed"
_SOUGHT = f"exit is one of {', '.join(SOUGHT)}, or open at retrieval or full text"
_ASSESSED = f"exit is one of {', '.join(DECIDED)}, or open at full text"

_LISTED = "and what config/config.yaml names under previous_review"
_META = "config/config.yaml names under flow: meta_analysis"

#: Each box: what it counts, in words; and the rows that it counts.
BOXES: dict[str, tuple[str, str]] = {
    "database_results": ("Records identified from databases", f"source_kind is database; {_SUMMED}"),
    "register_results": ("Records identified from registers", f"source_kind is register; {_SUMMED}"),
    "website_results": ("Records identified from websites", f"source_kind is website; {_SUMMED}"),
    "organisation_results": (
        "Records identified from organisations",
        f"source_kind is organisation; {_SUMMED}",
    ),
    "citations_results": ("Records identified by citation searching", f"source_kind is citation; {_SUMMED}"),
    "other_results": (
        "Records identified by all other methods: websites, organisations, citation searching and others",
        f"source_kind is neither database nor register; {_SUMMED}",
    ),
    "duplicates": (
        "Duplicate records removed before screening: each record of a citation but its first",
        "exit is duplicate",
    ),
    "excluded_automatic": (
        "Records marked as ineligible by automation tools before screening",
        "column removed_automatic, summed",
    ),
    "excluded_other": (
        "Records removed for other reasons before screening",
        "column removed_other, summed",
    ),
    "records_screened": (
        "Records screened on title and abstract, one for each citation",
        f"exit is none of {', '.join(BEFORE)}",
    ),
    "records_excluded": ("Records excluded on title and abstract", "exit is excluded_title_abstract"),
    "records_excluded_automatic": (
        "Records excluded on title and abstract by automation tools alone",
        "exit is excluded_title_abstract; automatic is yes",
    ),
    "dbr_sought_reports": ("Reports sought for retrieval", _SOUGHT),
    "dbr_notretrieved_reports": ("Reports not retrieved", "exit is not_retrieved"),
    "dbr_assessed": ("Reports assessed for eligibility in full text", _ASSESSED),
    "dbr_excluded": ("Reports excluded after reading the full text", "exit is excluded_full_text"),
    "other_sought_reports": ("Reports found by other methods that were sought for retrieval", _SOUGHT),
    "other_notretrieved_reports": (
        "Reports found by other methods that were not retrieved",
        "exit is not_retrieved",
    ),
    "other_assessed": (
        "Reports found by other methods that were assessed for eligibility in full text",
        _ASSESSED,
    ),
    "other_excluded": (
        "Reports found by other methods that were excluded after reading the full text",
        "exit is excluded_full_text",
    ),
    "new_reports": ("Reports of the studies that were included", "exit is included"),
    "new_studies": (
        "Studies included in the review",
        "exit is included; the studies in column studies, each once; not known while one report has none",
    ),
    "previous_studies": (
        "Studies included in the version before",
        f"version is previous; exit is included; column studies, each once; {_LISTED}",
    ),
    "previous_reports": (
        "Reports of the studies that the version before included",
        f"version is previous; exit is included; {_LISTED}",
    ),
    "total_studies": (
        "Studies included in the review, with those of the version before",
        f"exit is included; column studies, each once; {_LISTED}",
    ),
    "total_reports": (
        "Reports of all included studies, with those of the version before",
        f"exit is included; {_LISTED}",
    ),
    "meta_analysis_studies": (
        "Studies that are in a meta-analysis",
        f"exit is included; column studies, those that {_META}, each once",
    ),
    "meta_analysis_reports": (
        "Reports of the studies that are in a meta-analysis",
        f"exit is included; column studies holds one that {_META}",
    ),
}
#: What is counted otherwise in an updated review.
UPDATED = {
    "duplicates": "Duplicate records removed before screening: each record of a citation but its first, and "
    "each of one that the version before had found",
    "new_reports": "New reports that were included, of new studies and of those of the version before",
    "new_studies": "New studies: those that no report of the version before is about",
}

#: Boxes that are sums over exports and not counts of exits.
_FROM_EXPORTS = frozenset(
    {*(name for name in BOXES if name.endswith("_results")), "excluded_automatic", "excluded_other"}
)
#: How the boxes begin that count the version before, or both versions.
_OF_VERSIONS = ("previous_", "total_", "meta_analysis_")

"""The schema of EVERY table: columns, types, vocabularies, keys. In one place, and nowhere else.

A table is a frozen dataclass: one class, one kind of row, one field, one column. `store` reads and
writes rows and pandas frames by these classes, checks them, and says what is wrong by file, line
and column. The kinds of table:

- *people's* tables, in `records/`: written by people, read with all their oddities;
- *built* tables, in `build/`: written and read by the pipeline only;
- *report* tables, in `reports/`: written by the pipeline, read by people.

`place` is `path:line` of what a row comes from, relative to the review's folder. The store fills it
in when it reads a people's table; a built table carries it along as a column, so that any number in
the report can be followed back to the line it came from.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar

# --- words that several tables share ------------------------------------------------------------

#: PRISMA 2020 items 6 and 7, flow boxes 2 and 11: how a source was searched.
SOURCE_KINDS = ("database", "register", "website", "organisation", "citation", "other")
#: Kinds that PRISMA 2020 draws in its left-hand arm; all others are "other methods".
DATABASE_KINDS = ("database", "register")
STAGES = ("title_abstract", "full_text")
#: The stages for people, as a heading, and in a sentence: "at title and abstract".
STAGE_NAMES = {"title_abstract": "Title and abstract", "full_text": "Full text"}
AT_STAGE = {stage: f"at {name.lower()}" for stage, name in STAGE_NAMES.items()}
#: The batch that everybody screens first.
PILOT = "pilot"
DECISIONS = ("include", "exclude", "maybe", "duplicate")
#: What follows from the decisions on a citation at a stage.
VERDICTS = ("awaiting", "single", "agreed", "conflict", "adjudicated", "listed")
#: A verdict's outcome; empty while it is open.
OUTCOMES = ("include", "exclude", "duplicate", "")
RETRIEVAL = ("retrieved", "not_retrieved", "requested")
#: The terminal exits; each record has exactly one (DESIGN: conservation).
EXITS = (
    "duplicate",
    "removed_automatic",
    "removed_other",
    "excluded_title_abstract",
    "not_retrieved",
    "excluded_full_text",
    "excluded_after_appraisal",
    "included",
    "open",
)
#: Exits that a record takes before it is screened.
BEFORE = ("duplicate", "removed_automatic", "removed_other")
#: Exits of reports that were read and decided on; and of all that were sought, but for those that wait.
DECIDED = ("excluded_full_text", "excluded_after_appraisal", "included")
SOUGHT = ("not_retrieved", *DECIDED)
ARMS = ("databases", "other")
STAND_IN_WORDS = ("yes", "no")
#: What a person says of two records.
ANSWERS = ("same", "different", "unsure")
#: What follows for a pair of records; see `Pair`.
PAIR_VERDICTS = ("duplicate", "possible", "related", "different", "refused", "doubted")
#: What the rules alone can say of a pair that is listed.
BY_RULES = ("duplicate", "possible", "related")
#: The reason of an exclusion for which none was given: one that a list implies, say.
NOT_RECORDED = "not_recorded"
#: Who decides, and whom an open item waits for, where it is no single reviewer.
TEAM = "team"
#: What is known of an answer: it is given, it is empty, or two people differ on it.
STATES = ("given", "empty", "disputed")
#: What is known of an extracted value.
DATUM_STATES = ("given", "not_reported", "not_applicable", "disputed")
#: How a number came about: checks that hold for what was counted say nothing on the others.
BASES = ("observed", "estimated", "imputed", "weighted", "adjusted")
#: How an extracted value came to hold: one person's, two who agree, one's that another checked, settled.
SETTLED = ("single", "agreed", "checked", "reconciled")
#: What became of a quote; see `Evidence`.
QUOTE_STATES = ("found", "other_page", "nearly", "not_found", "no_text", "no_pdf")
#: Which PDF belongs to which report; see `PdfFile`.
PDF_STATES = ("logged", "sure", "uncertain", "unknown", "wrong", "absent")


def col(
    doc: str,
    *,
    default: Any = "",
    required: bool = False,
    words: tuple[str, ...] = (),
    key: bool = False,
    present: bool = False,
    kind: str = "text",
) -> Any:
    """Describe a column: what it holds, whether a person may leave it empty, which words it knows.

    kind: `text`, `id` (no white space), `date`, `time` (date, or date and time), `note` (for people; never
    compared), or a number (see `integer`, `number`). `key` columns together are unique in a table. A
    `present` column must be there, although its cells may be empty; so must a required one.
    """
    required = required or key
    meta = {
        "doc": doc,
        "required": required,
        "present": present or required,
        "words": words,
        "key": key,
        "kind": kind,
    }
    return dataclasses.field(default=default, metadata=meta)


def integer(doc: str, *, required: bool = False, key: bool = False) -> Any:
    """Describe a column of whole numbers; empty means not known, never 0."""
    return col(doc, default=None, required=required, key=key, kind="int")


def number(doc: str) -> Any:
    """Describe a column of decimal numbers; empty means not known, never 0."""
    return col(doc, default=None, kind="float")


def place() -> Any:
    """The `path:line` a row comes from."""
    return col("path:line of what this row comes from")


@dataclass(frozen=True, slots=True)
class Row:
    """What all tables share; `name` is what people call the table."""

    name: ClassVar[str] = "row"


# --- searches -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Search(Row):
    """People's `records/searches/searches.csv`, the search log: one row a search export."""

    name: ClassVar[str] = "search log"
    file: str = col("the export's file name, beside this log", key=True)
    source: str = col(
        "the source as the report names it (Scopus, Ofsted website); part of the id of each of its records, "
        "so it stays as it is once screening has begun",
        required=True,
    )
    platform: str = col("the platform it was searched on (Ovid, EBSCOhost, Web of Science)")
    kind: str = col("how PRISMA 2020 counts the source", required=True, words=SOURCE_KINDS)
    date_run: str = col("the day the search was run", required=True, kind="date")
    strategy_file: str = col("the strategy as it was run, a file beside this log")
    limits: str = col("limits and filters that were set (dates, language, type)")
    date_from: str = col("first day the search's limits cover", kind="date")
    date_to: str = col("last day the search's limits cover", kind="date")
    hits: int | None = integer("hits that the source itself reported; empty: not recorded")
    update: int | None = integer("update round; empty or 0: the first search")
    removed_automatic: int | None = integer(
        "records that automation tools removed before this export was made"
    )
    removed_other: int | None = integer("records removed for other reasons before the export")
    stand_in: str = col("yes: what this export holds is a stand-in", words=STAND_IN_WORDS)
    columns: str = col(
        "of a table whose headings Tamis does not know: which holds what, as in title=Titel; authors=Wer"
    )
    note: str = col("anything else a reader should know", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class StrategyLine(Row):
    """People's strategy file (`records/searches/*.csv`): the lines of a search, as they were run."""

    name: ClassVar[str] = "search strategy"
    line: str = col("the line's number or name in the strategy", key=True)
    kind: str = col(
        "terms: a concept; and/or: combines lines; filter: narrows one line",
        required=True,
        words=("terms", "and", "or", "filter"),
    )
    of: str = col("the lines that this one combines or narrows, separated by ;")
    query: str = col("the line as it was typed", required=True)
    hits: int | None = integer("what the source reported for this line")
    time: str = col("when it was run", kind="time")
    note: str = col("anything else a reader should know", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Strategy(Row):
    """Built `build/searches/strategies.csv`: the lines of every strategy that the search log names."""

    name: ClassVar[str] = "strategies"
    file: str = col("the strategy's file name", key=True)
    line: str = col("the line's number or name in the strategy", key=True)
    kind: str = col("terms, and, or, filter; empty for a strategy kept as plain text")
    of: str = col("the lines that this one combines or narrows, separated by ;")
    query: str = col("the line as it was typed")
    hits: int | None = integer("what the source reported for this line")
    time: str = col("when it was run", kind="time")
    note: str = col("anything else a reader should know", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Record(Row):
    """Built `build/searches/records.csv`: one entry of one export. Nothing ever deletes a record.

    The columns from `source_file` to `language` are those `tamis read` writes.
    """

    name: ClassVar[str] = "records"
    record_id: str = col("r and ten base32 characters; the same export gives the same id", key=True)
    source_file: str = col("the export's file name")
    ordinal: int = integer("position in the export, from 1")
    line: int = integer("line of the export where the entry starts, from 1")
    source_id: str = col("the identifier the file itself gives the entry")
    type: str = col("kind of publication, in the export's own words")
    title: str = col("title")
    authors: str = col("Last, First; Last, First")
    year: int | None = integer("year of publication")
    journal: str = col("journal, or what the entry appeared in")
    volume: str = col("volume")
    issue: str = col("issue")
    pages: str = col("pages or article number")
    doi: str = col("DOI, lower case, without resolver")
    pmid: str = col("PubMed id")
    accession: str = col("the source's own accession number")
    issn: str = col("ISSN or ISBN")
    abstract: str = col("abstract")
    keywords: str = col("keywords, separated by ;")
    url: str = col("address")
    language: str = col("language, in the export's own words")
    source: str = col("the source, from the search log")
    source_kind: str = col("how PRISMA counts the source", words=SOURCE_KINDS)
    stand_in: str = col("yes: this record is a stand-in", words=STAND_IN_WORDS)
    place: str = place()


@dataclass(frozen=True, slots=True)
class Extra(Row):
    """What `tamis read --extras` writes: all that stands in an export and in no column of its records."""

    name: ClassVar[str] = "extras"
    source_file: str = col("the export's file name")
    ordinal: int | None = integer("the record's position in the export; empty: text between records")
    line: int = integer("line of the export, from 1")
    tag: str = col("its tag, heading or key; empty: it has none, or is text between records")
    value: str = col("as it stands there")


@dataclass(frozen=True, slots=True)
class Export(Row):
    """Built `build/searches/exports.csv`: what was read from each export, beside its search log row."""

    name: ClassVar[str] = "exports"
    file: str = col("the export's file name", key=True)
    source: str = col("the source, from the search log")
    platform: str = col("the platform")
    source_kind: str = col("how PRISMA counts the source", words=SOURCE_KINDS)
    date_run: str = col("the day the search was run", kind="date")
    format: str = col("the format, recognised by content")
    encoding: str = col("the encoding it was read in")
    sha256: str = col("hash of the file's bytes")
    entries: int = integer("entry markers, counted without the reader")
    records: int = integer("records read")
    hits: int | None = integer("hits that the source reported; empty: not recorded")
    removed_automatic: int | None = integer("removed by automation tools before the export")
    removed_other: int | None = integer("removed for other reasons before the export")
    update: int | None = integer("update round")
    stand_in: str = col("yes: what the export holds is a stand-in", words=STAND_IN_WORDS)
    place: str = place()

    @property
    def identified(self) -> int:
        """How many records the search found: those in the export, and those removed before it was made."""
        return self.records + (self.removed_automatic or 0) + (self.removed_other or 0)


# --- deduplication ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer(Row):
    """People's `records/screening/duplicates.<person>.csv`: same or different, said by a person.

    A person may have several such files: `duplicates.R1.csv`, `duplicates.R1.2.csv`. A line without an answer
    is a pair that is still to be looked at. `tamis forms duplicates --for R1` makes such a file.
    """

    name: ClassVar[str] = "answers on duplicates"
    record_a: str = col("one record", required=True, kind="id")
    record_b: str = col("the other record", required=True, kind="id")
    answer: str = col(
        "what the person says; unsure: looked at, and left as it is, which takes back an earlier answer; "
        "empty: not looked at yet",
        words=ANSWERS,
        present=True,
    )
    time: str = col("when", kind="time")
    why: str = col("why", kind="note")
    title_a: str = col("the one record's title, for people", kind="note")
    title_b: str = col("the other record's title, for people", kind="note")
    details_a: str = col(
        "who, when, where and DOI of the one record; of records that only a number at the end of their ids "
        "tells apart it shows which one was meant",
        kind="note",
    )
    details_b: str = col("who, when, where and DOI of the other record", kind="note")
    rule: str = col("why the pair is asked about, for people", kind="note")
    place: str = place()

    @property
    def misplaced(self) -> str:
        """What is wrong with a row whose answer stands under `why`; empty where none does."""
        if self.answer or self.why.strip().casefold() not in ANSWERS:
            return ""
        return f"{self.why.strip()!r} stands under why, and answer is empty: it counts as no answer"


@dataclass(frozen=True, slots=True)
class Opinion(Row):
    """Built `build/dedupe/answers.csv`: what each person says now of a pair, whichever file says it."""

    name: ClassVar[str] = "opinions on duplicates"
    record_a: str = col("the record whose id comes first", key=True)
    record_b: str = col("the other record", key=True)
    person: str = col("who", key=True)
    answer: str = col("the person's newest answer", words=ANSWERS)
    time: str = col("when, as the person's file has it")
    why: str = col("why, or the remark beside the decision")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Pair(Row):
    """Built `build/dedupe/pairs.csv`: pairs that are linked, related, or for a person."""

    name: ClassVar[str] = "pairs"
    record_a: str = col("one record", key=True)
    record_b: str = col("the other record", key=True)
    verdict: str = col(
        "duplicate: linked; possible: a person should look; related: of one work and not one publication, "
        "such as a preprint and its article; different: kept apart by a person; refused: would have united "
        "two records that a person called different; doubted: one citation, but something speaks against it",
        words=PAIR_VERDICTS,
    )
    rule: str = col("the rule that fired, what a person said, or what speaks against the pair; in words")
    policy: str = col("the key of deduplication: in the config that the rule falls under; empty where none")
    by_rules: str = col(
        "what the rules alone say of the pair, whatever a person said; empty where nothing", words=BY_RULES
    )
    rank: int | None = integer("of the possible duplicates: 1 is the one to look at first")
    score: float | None = number("how alike the pair is, 0 to 1; orders the links")
    title: float | None = number("similarity of the titles, 0 to 1")
    authors: float | None = number("similarity of the authors, 0 to 1")
    year: float | None = number("1 same, 0.5 one apart, 0 further apart")
    journal: float | None = number("similarity of the journals, 0 to 1")
    volume: float | None = number("1 same, 0 different")
    issue: float | None = number("1 same, 0 different")
    pages: float | None = number("1 same, 0 different")
    doi: float | None = number("1 same, 0 different")
    pmid: float | None = number("1 same, 0 different")
    abstract: float | None = number("similarity of the abstracts, 0 to 1")
    place: str = col("path:line of the newest answer of a person; empty where nobody has answered")


@dataclass(frozen=True, slots=True)
class Member(Row):
    """Built `build/dedupe/members.csv`: which citation holds each record. As many rows as records."""

    name: ClassVar[str] = "members"
    record_id: str = col("the record", key=True)
    citation_id: str = col("its citation, named by the citation's first record")


@dataclass(frozen=True, slots=True)
class Citation(Row):
    """Built `build/dedupe/citations.csv`: the records of one publication, merged; what is screened."""

    name: ClassVar[str] = "citations"
    citation_id: str = col("the id of its first record", key=True)
    arm: str = col("databases where any record came from one (PRISMA 2020)", words=ARMS)
    records: int = integer("how many records it holds")
    sources: str = col("the sources that found it, separated by ;")
    type: str = col("kind of publication")
    title: str = col("title")
    authors: str = col("Last, First; Last, First")
    year: int | None = integer("year of publication")
    journal: str = col("journal")
    volume: str = col("volume")
    issue: str = col("issue")
    pages: str = col("pages")
    doi: str = col("DOI")
    pmid: str = col("PubMed id")
    issn: str = col("ISSN or ISBN")
    abstract: str = col("abstract")
    keywords: str = col("keywords, separated by ;")
    url: str = col("address")
    language: str = col("language")
    stand_in: str = col("yes: all its records are stand-ins", words=STAND_IN_WORDS)
    place: str = place()


@dataclass(frozen=True, slots=True)
class Origin(Row):
    """Built `build/dedupe/origins.csv`: which record each field of a citation comes from.

    One row a citation of more than one record; a field is empty where no record has it.
    """

    name: ClassVar[str] = "origins"
    citation_id: str = col("the citation", key=True)
    type: str = col("the record whose kind of publication it is")
    title: str = col("the record whose title it is")
    authors: str = col("the record whose authors they are")
    year: str = col("the record whose year it is")
    journal: str = col("the record whose journal it is")
    volume: str = col("the record whose volume it is")
    issue: str = col("the record whose issue it is")
    pages: str = col("the record whose pages they are")
    doi: str = col("the record whose DOI it is")
    pmid: str = col("the record whose PubMed id it is")
    issn: str = col("the record whose ISSN or ISBN it is")
    abstract: str = col("the record whose abstract it is")
    keywords: str = col("the record whose keywords they are")
    url: str = col("the record whose address it is")
    language: str = col("the record whose language it is")


# --- screening ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Vote(Row):
    """People's `records/screening/<stage>.<reviewer>.csv`: one decision a line, only ever added.

    A person may have several such files: `title_abstract.R1.csv`, `title_abstract.R1.2.xlsx`. A line without
    a decision is a citation that is still to be decided on. `tamis forms screening --for R1` makes sheets to
    fill in.
    """

    name: ClassVar[str] = "decisions"
    record: str = col("the record that was screened", required=True, kind="id")
    decision: str = col("what the reviewer says; empty: not decided on yet", words=DECISIONS, present=True)
    of: str = col("for a duplicate: the other record", kind="id")
    reason: str = col("id of the flowchart's question that is answered no", kind="id")
    note: str = col("a remark", kind="note")
    time: str = col("when", kind="time")
    title: str = col("the record's title, for people", kind="note")
    authors: str = col("its authors, for people", kind="note")
    year: str = col("its year, for people", kind="note")
    journal: str = col("what it appeared in, for people", kind="note")
    details: str = col(
        "its volume, pages and DOI, for people; of records that only a number at the end of their ids tells "
        "apart it shows which one was meant",
        kind="note",
    )
    abstract: str = col("its abstract, for people", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Adjudication(Row):
    """People's `records/screening/adjudication.<person>.csv`: how a conflict was settled.

    A person may have several such files. A line without a decision is a conflict that is still to be settled;
    with one, it needs `how`, `who`, `why` and `time`. `tamis forms adjudication --for R3` makes such a file.
    """

    name: ClassVar[str] = "adjudications"
    record: str = col("the record in conflict", required=True, kind="id")
    stage: str = col("the stage", required=True, words=STAGES)
    decision: str = col(
        "what holds now; empty: not settled yet", words=("include", "exclude", "duplicate"), present=True
    )
    of: str = col("for a duplicate: the other record", kind="id")
    reason: str = col("id of the flowchart's question that is answered no", kind="id")
    how: str = col("third reviewer, or discussion", words=("third", "discussion"), present=True)
    who: str = col("the third reviewer, or those who met, separated by ;", present=True)
    votes_seen: str = col("were the votes seen before deciding?", words=("yes", "no"))
    meeting: str = col("for a discussion: at which meeting")
    why: str = col("why", present=True, kind="note")
    time: str = col("when", present=True, kind="time")
    title: str = col("the record's title, for people", kind="note")
    votes: str = col("who said what, for people", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Allocation(Row):
    """People's `records/screening/allocation.csv`: who is to screen what, and in which batch.

    There may be several such files: `allocation.csv`, `allocation.2.csv`. `tamis forms allocation` makes one
    for the citations that have none yet, as the config's `allocation:` says. Without one, everybody screens
    everything.
    """

    name: ClassVar[str] = "allocation"
    record: str = col("a record of the citation", key=True, kind="id")
    stage: str = col("the stage", key=True, words=STAGES)
    reviewers: str = col("who is to screen it: reviewer ids separated by ;", required=True)
    batch: str = col("the batch it belongs to: pilot, 1, 2, ...", kind="id")
    title: str = col("the record's title, for people", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Import(Row):
    """People's `records/screening/imports.csv`: exports of screening tools, and lists of citations.

    Each is a snapshot: what one says that an earlier one said too counts once, what it says otherwise is a
    change of mind, what it no longer says is listed, and goes on counting.
    """

    name: ClassVar[str] = "imports"
    file: str = col("the export, beside this file", key=True)
    tool: str = col(
        "the tool that wrote it: rayyan, covidence, eppi, asreview or abstrackr; list: a list of citations; "
        "table: any table of decisions",
        required=True,
    )
    stage: str = col("the stage whose decisions it holds", key=True, words=STAGES)
    reviewer: str = col(
        "whose decisions; team: of the team as a whole; empty: the export says whose each is", kind="id"
    )
    date: str = col("the day it was exported, or the moment", required=True, kind="time")
    decision: str = col(
        "for a list: what it says of the citations on it; empty: include. A list of Covidence needs it: "
        "include for included, exclude for excluded and irrelevant",
        words=("include", "exclude", "maybe"),
    )
    complete: str = col(
        "for a list: yes excludes whatever a search found by that day, reached the stage, and is not on it",
        words=("yes", "no"),
    )
    people: str = col(
        "which reviewer is whose name or e-mail address in the export, as in Ann=R1; Li=R2; nobody: whoever "
        "decided where no name stands"
    )
    words: str = col(
        "what words of the export mean: include, exclude, maybe, none (it says nothing) or a question's id, "
        "as in ja=include; nein=exclude; Population=population"
    )
    columns: str = col("of a table whose headings Tamis does not know: as in title=Titel; decision=Urteil")
    note: str = col("a remark", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Match(Row):
    """People's `records/screening/matches.csv`: which record an import's entry means.

    It holds for the same entry of other imports of that tool, too.
    """

    name: ClassVar[str] = "matches"
    file: str = col("the import", key=True)
    entry: int = integer("position of the entry in the import, from 1", key=True)
    record: str = col("the record it means; none: it is not in any search export", required=True)
    who: str = col("who says so", required=True, kind="id")
    why: str = col("why", kind="note")
    time: str = col("when", kind="time")
    title: str = col("the entry's title; may be missing where the entry has none", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Statement(Row):
    """What one reviewer said of one record at one stage at one time: a line of a log, or a vote of an import.

    Never written to disk; as a frame it is what `screening.inputs` and `screening.snapshots` hand to
    `screening.decisions`.
    """

    name: ClassVar[str] = "statements"
    stage: str = col("the stage", words=STAGES)
    reviewer: str = col("who; team: the team as a whole")
    record_id: str = col("the record that was named")
    decision: str = col("what was said", words=DECISIONS)
    of: str = col("for a duplicate: the other record")
    reason: str = col("id of the flowchart's question; empty where none is given")
    note: str = col("a remark")
    time: str = col("when, as the file has it")
    moment: str = col(
        "where it stands in time: UTC, in full; the time of the line above where a line has none; "
        "for a snapshot that is dated by the day, the end of that day"
    )
    file: str = col("path of the file, relative to the review's folder")
    line: int = integer("line in it, from 1")
    day: str = col("the day as it was written, where it is not the day of that moment, which is in UTC")


@dataclass(frozen=True, slots=True)
class Entry(Row):
    """Built `build/screening/entries.csv`: each entry of an import, and what it was matched to."""

    name: ClassVar[str] = "entries"
    file: str = col("the import", key=True)
    entry: int = integer("position in the import, from 1", key=True)
    stage: str = col("the stage", key=True, words=STAGES)
    title: str = col("the entry's title")
    status: str = col(
        "how it was matched",
        words=("matched", "settled", "set_aside", "nothing", "several"),
    )
    record_id: str = col("the record it was matched to")
    rule: str = col("the rule that matched it, or the records it could mean")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Decision(Row):
    """Built `build/screening/decisions.csv`: every decision there is, on the citation it counts for."""

    name: ClassVar[str] = "decisions"
    stage: str = col("the stage", words=STAGES)
    citation_id: str = col("the citation that holds the record now")
    record_id: str = col("the record that was named")
    reviewer: str = col("who; team: the team as a whole")
    decision: str = col("what was said", words=DECISIONS)
    of: str = col("for a duplicate: the other record")
    reason: str = col("id of the flowchart's question; not_recorded for a list")
    note: str = col("a remark")
    time: str = col("when")
    moment: str = col("where it stands in time; see Statement")
    day: str = col("the day as it was written, where it is not the day of that moment, which is in UTC")
    version: int | None = integer("the flowchart's version that was in force, from 1")
    batch: str = col("the batch of the citation at this stage; empty: none")
    order: int = integer("1 for a reviewer's first decision on this record, 2 for a change of mind")
    current: str = col("yes: this one counts now", words=("yes", "no"))
    first: str = col(
        "yes: the reviewer's first vote on the citation at this stage, made before it was adjudicated; "
        "agreement is measured on these",
        words=("yes", "no"),
    )
    place: str = place()


@dataclass(frozen=True, slots=True)
class Settlement(Row):
    """Built `build/screening/adjudications.csv`: what was adjudicated, on the citation it is of."""

    name: ClassVar[str] = "adjudications"
    stage: str = col("the stage", words=STAGES)
    citation_id: str = col("the citation that holds the record now")
    record_id: str = col("the record that was named")
    decision: str = col("what was decided")
    of: str = col("for a duplicate: the other record")
    reason: str = col("id of the flowchart's question")
    how: str = col("third reviewer, or discussion")
    who: str = col("the third reviewer, or those who met, separated by ;")
    votes_seen: str = col("were the votes seen before deciding?")
    meeting: str = col("for a discussion: at which meeting")
    why: str = col("why")
    time: str = col("when")
    version: int | None = integer("the flowchart's version that was in force, from 1")
    current: str = col("yes: the last one on this record; no: reversed by a later one", words=("yes", "no"))
    place: str = place()


@dataclass(frozen=True, slots=True)
class HistoryLine(Row):
    """Report `reports/audit.csv`: every decision and adjudication, changed and reversed ones too."""

    name: ClassVar[str] = "history of screening"
    stage: str = col("the stage", words=STAGES)
    citation_id: str = col("the citation")
    title: str = col("its title")
    record_id: str = col("the record that was named")
    kind: str = col(
        "a reviewer's decision, or how it was adjudicated", words=("decision", "third", "discussion")
    )
    who: str = col("the reviewer; the third reviewer, or those who met, separated by ;")
    decision: str = col("what was said")
    of: str = col("for a duplicate: the other record")
    reason: str = col("id of the flowchart's question")
    note: str = col("a remark, or why")
    time: str = col("when")
    version: int | None = integer("the flowchart's version that was in force, from 1")
    batch: str = col("the batch of the citation")
    votes_seen: str = col("for an adjudication: were the votes seen before?")
    meeting: str = col("for a discussion: at which meeting")
    current: str = col("yes: it counts now; no: a later line took its place", words=("yes", "no"))
    first: str = col("yes: agreement is measured on it", words=("yes", "no"))
    place: str = place()


@dataclass(frozen=True, slots=True)
class Vanished(Row):
    """Built `build/screening/vanished.csv`: votes of a snapshot that a later one of that tool has no more.

    Also those that a tool's log has, and says were taken back: `later` is that log then.
    """

    name: ClassVar[str] = "vanished votes"
    stage: str = col("the stage", words=STAGES)
    reviewer: str = col("whose vote")
    record_id: str = col("the record")
    decision: str = col("what was said, and goes on counting")
    file: str = col("the last import that has it")
    later: str = col("the next import, which has it no more; the same one: it says that it was taken back")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Affected(Row):
    """Built `build/screening/affected.csv`: decisions that a change of the flowchart puts in question.

    Those that count now and were made before the change: an exclusion for a question that was reworded or
    removed; any inclusion or maybe where a question was added or reworded.
    """

    name: ClassVar[str] = "decisions that a changed flowchart affects"
    stage: str = col("the stage", words=STAGES)
    citation_id: str = col("the citation")
    record_id: str = col("the record")
    who: str = col("the reviewer, or who adjudicated")
    decision: str = col("what was said")
    reason: str = col("id of the question that was the reason")
    version: int | None = integer("the version under which it was said; empty: nobody knows")
    later: int = integer("the version that changed it")
    change: str = col("what changed", words=("added", "removed", "reworded"))
    question: str = col("id of the question that was added, removed or reworded")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Verdict(Row):
    """Built `build/screening/verdicts.csv`: what follows, for each citation that reached a stage."""

    name: ClassVar[str] = "verdicts"
    stage: str = col("the stage", key=True, words=STAGES)
    citation_id: str = col("the citation", key=True)
    status: str = col(
        "awaiting: fewer have decided than must; single: decided by one reviewer alone, as the protocol "
        "allows; agreed; conflict; adjudicated; listed: decided by a list of the team",
        words=VERDICTS,
    )
    outcome: str = col("what holds; empty while open", words=OUTCOMES)
    reason: str = col("for an exclusion: id of the flowchart's first no")
    automatic: str = col(
        "yes: an exclusion that rests on automation tools alone; who is one, the config says",
        words=("yes", ""),
    )
    batch: str = col("the batch of the citation at this stage; empty: none")
    needed: int = integer("how many reviewers must decide")
    votes: int = integer("reviewers who have decided")
    include: int = integer("votes to include")
    exclude: int = integer("votes to exclude")
    maybe: int = integer("votes maybe")
    conflict: str = col(
        "yes: the reviewers' decisions differed, whatever became of it; reason: their reasons alone did; "
        "maybe: they did not, but a maybe asks for a decision",
        words=("yes", "no", "reason", "maybe"),
    )
    resolved_how: str = col("third or discussion, where it was adjudicated")
    resolved_who: str = col("by whom")
    resolved_why: str = col("why")
    resolved_time: str = col("when")
    waits_for: str = col("reviewer ids it waits for, separated by ;")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Agreement(Row):
    """Built `build/screening/agreement.csv`: agreement of two reviewers, on first independent votes.

    An empty coefficient or limit is undefined, which is not 0. Limits are those of 95 in 100.
    """

    name: ClassVar[str] = "agreement"
    stage: str = col("the stage", key=True, words=STAGES)
    part: str = col(
        "all; pilot; after_pilot; batch:<name>; period:<n>, of the pairs of votes (after the pilot, where "
        "there is one) in order of time",
        key=True,
    )
    table: str = col(
        "advance: what carries a citation on, against exclude; words: the decisions as they were given",
        key=True,
        words=("advance", "words"),
    )
    reviewer_a: str = col("one reviewer; all: every pair together", key=True)
    reviewer_b: str = col("the other; all; others: everyone else together", key=True)
    both: int = integer("citations that both decided on; for pairs together, pairs of votes")
    left_out: int = integer("of those, not in the table, since a maybe is neither")
    both_include: int | None = integer("both advance; empty for the table of words")
    a_only: int | None = integer("only the first advances")
    b_only: int | None = integer("only the second advances")
    both_exclude: int | None = integer("both exclude")
    observed: float | None = number("proportion that agrees")
    observed_low: float | None = number("its lower limit (Wilson 1927)")
    observed_high: float | None = number("its upper limit")
    positive: float | None = number(
        "specific agreement on advancing (Cicchetti and Feinstein 1990); in the table of words, on include"
    )
    negative: float | None = number("specific agreement on exclude")
    kappa: float | None = number("Cohen's kappa (1960)")
    kappa_low: float | None = number("its lower limit (Fleiss, Cohen and Everitt 1969)")
    kappa_high: float | None = number("its upper limit")
    pabak: float | None = number(
        "PABAK (Byrt, Bishop and Carlin 1993); of more than two words: Brennan and Prediger (1981)"
    )
    ac1: float | None = number("Gwet's AC1 (2008)")
    ac1_low: float | None = number("its lower limit (t on n - 1)")
    ac1_high: float | None = number("its upper limit")
    prevalence: float | None = number(
        "prevalence index: (both_include - both_exclude) / n; empty for the table of words"
    )
    bias: float | None = number("bias index: (a_only - b_only) / n; empty for the table of words")
    start: str = col("moment of the first of the votes; of a period, of the later votes of its pairs")
    end: str = col("moment of the last of them")


@dataclass(frozen=True, slots=True)
class AgreementCell(Row):
    """Built `build/screening/cells.csv`: the table of words behind each row of that kind, cell by cell."""

    name: ClassVar[str] = "cells of agreement"
    stage: str = col("the stage", key=True, words=STAGES)
    part: str = col("as in agreement", key=True)
    reviewer_a: str = col("one reviewer; all", key=True)
    reviewer_b: str = col("the other; all; others", key=True)
    decision_a: str = col("what the first said", key=True)
    decision_b: str = col("what the second said", key=True)
    n: int = integer("how many citations")


@dataclass(frozen=True, slots=True)
class PanelAgreement(Row):
    """Built `build/screening/panels.csv`: agreement of all reviewers together, who may change.

    Votes that are missing by design are no votes, and never a category. In a review's tables, a citation with
    a single vote counts nowhere.
    """

    name: ClassVar[str] = "agreement of panels"
    stage: str = col("the stage", key=True, words=STAGES)
    part: str = col("as in agreement", key=True)
    table: str = col("advance or words", key=True, words=("advance", "words"))
    reviewers: int = integer("reviewers with a vote")
    citations: int = integer("citations with at least two votes")
    votes: int = integer("votes on them")
    observed: float | None = number("mean proportion of pairs of votes on a citation that agree")
    fleiss: float | None = number(
        "Fleiss' kappa in Gwet's generalisation to missing votes (Handbook, 4th edition)"
    )
    fleiss_low: float | None = number("its lower limit")
    fleiss_high: float | None = number("its upper limit")
    ac1: float | None = number("Gwet's AC1 (2008)")
    ac1_low: float | None = number("its lower limit")
    ac1_high: float | None = number("its upper limit")
    alpha: float | None = number("Krippendorff's alpha, nominal (2011)")
    alpha_low: float | None = number("its lower limit")
    alpha_high: float | None = number("its upper limit")


@dataclass(frozen=True, slots=True)
class Confusion(Row):
    """Built `build/screening/confusions.csv`: which reasons stand against which where both excluded."""

    name: ClassVar[str] = "confusions of reasons"
    stage: str = col("the stage", key=True, words=STAGES)
    reviewer_a: str = col("one reviewer; all", key=True)
    reviewer_b: str = col("the other; all", key=True)
    reason_a: str = col("the first one's reason; empty: none given", key=True)
    reason_b: str = col("the second one's reason", key=True)
    n: int = integer("citations; of all pairs together each unordered two reasons once")


@dataclass(frozen=True, slots=True)
class Misjudged(Row):
    """Built `build/screening/misjudged.csv`: pilot citations with first votes that did not hold."""

    name: ClassVar[str] = "misjudged in the pilot"
    stage: str = col("the stage", key=True, words=STAGES)
    citation_id: str = col("the citation", key=True)
    outcome: str = col("what held in the end")
    votes: int = integer("first votes on it")
    wrong: int = integer("of these, those that said otherwise; as many as votes: everyone")


@dataclass(frozen=True, slots=True)
class Drift(Row):
    """Built `build/screening/drift.csv`: does agreement change over time? (Cochran and Armitage)."""

    name: ClassVar[str] = "drift of agreement"
    stage: str = col("the stage", key=True, words=STAGES)
    reviewer_a: str = col("one reviewer; all", key=True)
    reviewer_b: str = col("the other; all; others", key=True)
    periods: int = integer("periods compared, each of as many pairs of votes as can be")
    first: float | None = number("observed agreement in the first period")
    last: float | None = number("observed agreement in the last period")
    z: float | None = number("the trend's z; above 0: agreement rises")
    p: float | None = number("its two-sided p")
    untested: str = col(
        "why z and p are empty. few: in some period fewer than 5 pairs of votes that differ, or that agree, "
        "are to be expected; several: pairs of votes on one citation, which depend on each other",
        words=("", "few", "several"),
    )


@dataclass(frozen=True, slots=True)
class LogChange(Row):
    """What `tamis audit -o` writes: lines of logs that git's history had, and that are no more or changed."""

    name: ClassVar[str] = "changes of logs"
    commit: str = col("the commit that changed it; empty: not committed yet")
    date: str = col("when that was committed, with its offset from UTC, as git has it")
    author: str = col(
        "who: author 1, author 2, ... in the order of their first commits; with --names the name"
    )
    file: str = col("the file that had it, relative to the review's folder")
    line: int | None = integer("the line it had; empty: of an export of a screening tool as a whole")
    what: str = col(
        "changed; removed; file removed: it went with its file; moved: to a file of somebody else; "
        "reordered: what was said last of a record, before and after, where order alone tells; "
        "unreadable: the file cannot be read any more; export changed, export removed: a raw export that "
        "imports.csv names",
        words=(
            "changed",
            "removed",
            "file removed",
            "moved",
            "reordered",
            "unreadable",
            "export changed",
            "export removed",
        ),
    )
    before: str = col("what it said")
    after: str = col("what stands there now; empty where nothing does")
    after_place: str = col("path:line of what stands there now, in that commit")


@dataclass(frozen=True, slots=True)
class ConflictStep(Row):
    """Report `reports/conflicts.csv`: every conflict, a row for each vote and each adjudication on it.

    What is unresolved comes first. A vote is one decision of one reviewer; who changed it has several rows.
    """

    name: ClassVar[str] = "conflicts"
    stage: str = col("the stage", words=STAGES)
    citation_id: str = col("the citation")
    title: str = col("its title")
    authors: str = col("its authors")
    year: int | None = integer("its year")
    doi: str = col("its DOI")
    conflict: str = col("yes, reason or maybe, as in verdicts: in what the reviewers differed")
    status: str = col("its status now, as in verdicts", words=VERDICTS)
    outcome: str = col("what holds; empty while it is unresolved", words=OUTCOMES)
    settled: str = col(
        "how: third, discussion, themselves (a reviewer changed a decision), list (of the team), lost (not "
        "retrieved, so that nobody decides); empty: unresolved",
        words=("third", "discussion", "themselves", "list", "lost", ""),
    )
    waits_for: str = col("who can resolve it: reviewer ids separated by ;, or team")
    step: str = col("what this row is", words=("vote", "changed vote", "adjudication"))
    who: str = col("the reviewer; team: a list of the team; who adjudicated, separated by ;")
    decision: str = col("what was said", words=DECISIONS)
    of: str = col("for a duplicate: the other record")
    reason: str = col("id of the flowchart's question")
    reason_in_words: str = col("how that reason is printed")
    note: str = col("the remark beside a vote; why it was adjudicated so")
    time: str = col("when, as the file has it")
    version: int | None = integer("the flowchart's version that was in force, from 1")
    how: str = col("of an adjudication: third reviewer, or discussion")
    votes_seen: str = col("of an adjudication: were the votes seen before deciding?")
    meeting: str = col("of a discussion: at which meeting")
    first: str = col(
        "of a vote, yes: the reviewer's first one on the citation, made before it was adjudicated",
        words=("yes", "no", ""),
    )
    current: str = col("yes: it counts now; no: changed or reversed by a later one", words=("yes", "no"))
    place: str = place()


# --- full texts and studies ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Retrieval(Row):
    """People's `records/fulltext/retrieval.csv`, and further files `retrieval.2.csv`: where each report was
    sought, and with what result.

    Of each record the last row counts; a row without a status is still to be filled in, and counts as
    nothing. `tamis forms retrieval` makes such a file.
    """

    name: ClassVar[str] = "retrieval log"
    record: str = col("the record whose full text was sought", required=True, kind="id")
    status: str = col("the result; empty: still to be found", present=True, words=RETRIEVAL)
    where: str = col("where it was looked for, separated by ;")
    date: str = col("when", kind="date")
    file: str = col("the PDF's file name, beside this log")
    sha256: str = col("hash of the PDF")
    note: str = col("a remark", kind="note")
    title: str = col("the record's title, for people", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Request(Row):
    """People's `records/fulltext/requests.csv`: what authors and libraries were asked for, and what came of
    it."""

    name: ClassVar[str] = "log of requests"
    record: str = col("the record of the report that it is about", required=True, kind="id")
    what: str = col("what was asked for", required=True, words=("full_text", "data", "clarification"))
    whom: str = col("who was asked: author, library, publisher (no names, no addresses)", kind="note")
    asked: str = col("when", required=True, kind="date")
    answered: str = col("when an answer came; empty: none came", kind="date")
    answer: str = col(
        "what came: sent (all that was asked for), part, refused, other; empty: nothing yet",
        words=("sent", "part", "refused", "other"),
    )
    note: str = col("a remark", kind="note")
    title: str = col("the record's title, for people", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class PdfFile(Row):
    """Built `build/fulltext/pdfs.csv`: each PDF in `records/fulltext/`, or in its log, and the report that it
    is.

    logged: the retrieval log names it, and it is not clearly another report; `why` says what leaves a doubt.
    sure: it is not in the log, and its name, DOI or title leave no doubt. uncertain: it may be the report,
    and a person should say. unknown: it is none that is sought. wrong: the log names it, and what stands in
    it is another report's. absent: the log names it with its hash, and it is not on this computer.
    """

    name: ClassVar[str] = "PDFs"
    file: str = col("its name in records/fulltext/; one that holds several reports has a row for each")
    sha256: str = col("hash of its bytes")
    citation_id: str = col(
        "the report; of an uncertain one, the likeliest; of a wrong one, what it seems to be"
    )
    record: str = col("the record by which the log names it")
    state: str = col("see above", words=PDF_STATES)
    how: str = col("what speaks for the report: log, name, doi, title, first_page, separated by ;")
    score: float | None = number("how alike title and first page are, 0 to 100")
    pages: int | None = integer("its pages")
    text: str = col("whether it holds text that can be searched", words=("yes", "no"))
    problem: str = col("why it cannot be read, in words; empty: it can")
    why: str = col("what leaves a doubt of its report, or why it is a wrong one, separated by ;")
    place: str = place()


@dataclass(frozen=True, slots=True)
class StudyReport(Row):
    """People's `records/studies.csv`: which report is about which study."""

    name: ClassVar[str] = "studies"
    study: str = col("the study's id, such as harwin2018", required=True, kind="id")
    record: str = col("a record of the report", required=True, kind="id")
    role: str = col("main or companion report", required=True, words=("main", "companion"))
    why: str = col("for a companion: why it was kept", kind="note")
    title: str = col("the record's title, for people", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Report(Row):
    """Built `build/fulltext/reports.csv`: each citation whose full text is sought."""

    name: ClassVar[str] = "reports"
    citation_id: str = col("the citation", key=True)
    arm: str = col("by which arm it was found", words=ARMS)
    retrieval: str = col("retrieved, not_retrieved, requested, or empty: nothing logged")
    where: str = col("where it was looked for")
    outcome: str = col("at full text; empty while open", words=OUTCOMES)
    reason: str = col("why it was excluded")
    studies: str = col("the studies it reports, separated by ;")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Study(Row):
    """Built `build/fulltext/studies.csv`: each included study, with its citation in text."""

    name: ClassVar[str] = "studies"
    study: str = col("the study's id", key=True)
    citation_id: str = col("its main report; where that was excluded, the first that was included")
    companions: str = col("its other included reports, separated by ;")
    why: str = col("why companions were kept")
    label: str = col("author and year, Harwin et al., 2018; the report adds a, b where two would be alike")
    authors: str = col("authors of the report it is cited from")
    year: int | None = integer("its year")
    title: str = col("its title")
    journal: str = col("its journal")
    volume: str = col("volume")
    issue: str = col("issue")
    pages: str = col("pages")
    doi: str = col("DOI")
    arm: str = col("databases where any of its reports was found there", words=ARMS)
    place: str = place()


# --- extraction and appraisal -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Datum(Row):
    """Built `build/extraction/data.csv`: one extracted value of one study.

    given: there is a value. not_reported: the extractor looked, and the report does not say. not_applicable:
    it is not asked of this study, or the extractor says so. disputed: people differ. A field that nobody
    filled in has no row.
    """

    name: ClassVar[str] = "data"
    study: str = col("the study", key=True)
    field: str = col("the pro-forma's field", key=True)
    row: int = integer("1 for a plain field; the row, from 1, in a field that is a table", key=True)
    column: str = col("the column in a field that is a table; else empty", key=True)
    extractor: str = col("who extracted it, separated by ;")
    value: str = col("the value, as it was typed; empty where there is none")
    state: str = col("see above", words=DATUM_STATES)
    settled: str = col("how it came to hold", words=SETTLED)
    basis: str = col("how a number came about; empty: observed", words=BASES)
    quote: str = col("the words in the report")
    page: str = col("the page they stand on")
    report: str = col("a record of the report that the quote is in; empty: any of the study's")
    note: str = col("a remark")
    place: str = place()


@dataclass(frozen=True, slots=True)
class DatumCheck(Row):
    """People's `records/extraction/check.<person>.csv`: what a second person says of an extracted value.

    A row without an answer was not looked at yet. `tamis forms check --for R2` makes such a file.
    """

    name: ClassVar[str] = "checks of data"
    study: str = col("the study", required=True, kind="id")
    field: str = col("the pro-forma's field", required=True, kind="id")
    row: int | None = integer("in a field that is a table: the row, from 1; empty: 1")
    column: str = col("in a field that is a table: the column", kind="id")
    first: str = col("the value that was looked at; another value since then was not", kind="note")
    answer: str = col("agree, or the value that it should be; empty: not looked at", present=True)
    comment: str = col("the reason", kind="note")
    time: str = col("when", kind="time")
    cited: str = col("the study as it is cited, for people", kind="note")
    label: str = col(
        "the field as printed; where key columns tell rows apart, it names the row wherever it stands later",
        kind="note",
    )
    quote: str = col("the words in the report, for people", kind="note")
    page: str = col("the page they stand on, for people", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class DatumReconciliation(Row):
    """People's `records/extraction/reconciliation.<person>.csv`: how a difference between extractors was
    settled.

    A row without how is still to be settled; with it, it needs `who`, `why` and `time`, and an empty value
    says: not reported. Of a row that not all have (its column is empty), and of a table where somebody found
    nothing, keep or drop says whether it holds. `tamis forms differences --for R3` makes such a file.
    """

    name: ClassVar[str] = "reconciliations of data"
    study: str = col("the study", required=True, kind="id")
    field: str = col("the pro-forma's field", required=True, kind="id")
    row: int | None = integer("in a field that is a table: the row, from 1; empty: 1")
    column: str = col("in a field that is a table: the column", kind="id")
    values: str = col(
        "what was said, such as R1 12; R2 13: where somebody says something else later, it is open again",
        kind="note",
    )
    value: str = col("what holds now", present=True)
    how: str = col("third person, or discussion", words=("third", "discussion"), present=True)
    who: str = col("the third person, or those who met, separated by ;", present=True)
    why: str = col("why", present=True, kind="note")
    time: str = col("when", present=True, kind="time")
    cited: str = col("the study as it is cited, for people", kind="note")
    label: str = col(
        "the field as printed; where key columns tell rows apart, it names the row wherever it stands later",
        kind="note",
    )
    quotes: str = col(
        "the quotes and pages of those who differ, and whether they were found, for people", kind="note"
    )
    quote: str = col("of a value that nobody else has: the words in the report", kind="note")
    page: str = col("the page they stand on", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class DatumDifference(Row):
    """Built `build/extraction/differences.csv`: each value on which two people differ or differed."""

    name: ClassVar[str] = "differences between extractors"
    study: str = col("the study", key=True)
    field: str = col("the pro-forma's field", key=True)
    row: int = integer("1 for a plain field; the row, from 1, in a field that is a table", key=True)
    column: str = col("the column in a field that is a table; else empty", key=True)
    values: str = col("who says what: R1 12; R2 13")
    alike: float | None = number("how alike texts are, 0 to 100")
    state: str = col("open, or settled", words=("open", "settled"))
    value: str = col("what holds now, where it is settled; of a row or table that not all had: keep or drop")
    how: str = col("third person, discussion, or changed: somebody changed what they had said")
    who: str = col("who settled it")
    why: str = col("why")
    time: str = col("when")
    place: str = place()


@dataclass(frozen=True, slots=True)
class FieldAgreement(Row):
    """Built `build/extraction/agreement.csv`: how often two people who extract independently agree, by field.

    What the files say now is compared; where a reconciliation tells that people differed, they did. Of a
    table, the row without a column is about its rows: on how many people agree that they are there.
    """

    name: ClassVar[str] = "agreement between extractors"
    field: str = col("the pro-forma's field", key=True)
    column: str = col("the column in a field that is a table; else empty", key=True)
    compared: int = integer("values that two people gave, or said that there is none")
    agreed: int = integer("of these, on how many they agreed before anything was settled")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Evidence(Row):
    """Built `build/extraction/evidence.csv`: each value with a quote, and whether that stands in the report.

    Each person's own quote, once where several gave the same: also of values in dispute.

    found: word for word (after normalisation) on its page. other_page: word for word on another one. nearly:
    words much like it stand on a page, with the score. not_found: nothing does. no_text: the PDF is a scan,
    or cannot be read. no_pdf: it is not on this computer, and no log of evidence says that the quote was
    found in a file of its hash.
    """

    name: ClassVar[str] = "evidence"
    study: str = col("the study", key=True)
    field: str = col("the pro-forma's field", key=True)
    row: int = integer("1 for a plain field; the row, from 1, in a field that is a table", key=True)
    column: str = col("the column in a field that is a table; else empty", key=True)
    extractor: str = col("whose quote it is, separated by ;", key=True)
    value: str = col("the value")
    quote: str = col("the words, as they were typed")
    page: str = col("the page, as it was typed")
    state: str = col("see above", words=QUOTE_STATES)
    checked: str = col(
        "here: in the PDF; log: by records/extraction/evidence.<person>.csv", words=("here", "log")
    )
    found: int | None = integer("the page of the PDF on which it was found, from 1")
    pages: str = col("of one on another page: all pages on which it was found, from 1, separated by ;")
    printed: str = col("what that page calls itself; empty: as it is counted")
    score: float | None = number("how alike, 0 to 100; 100 where it is word for word")
    number: str = col("whether the value's numbers are in the quote; empty: it has none", words=("yes", "no"))
    words: int = integer("how many words the quote has")
    file: str = col("the PDF, beside the retrieval log")
    sha256: str = col("its hash")
    first: int | None = integer("the first of the found words on that page, from 0")
    last: int | None = integer("the last of them")
    text: str = col(
        "of one that is nearly found: the words that stand there; of a PDF that cannot be read: why"
    )
    log: str = col(
        "lines of logs of evidence that say otherwise than the PDF, or than each other where it is not here"
    )
    place: str = place()


@dataclass(frozen=True, slots=True)
class EvidenceLine(Row):
    """People's `records/extraction/evidence.<person>.csv`: quotes that were looked for in PDFs.

    So that they count as checked where the PDFs are not. `tamis forms evidence --for R1` makes such a file
    from what the last run found; it names no page image and holds nothing of the PDF but the quotes.
    """

    name: ClassVar[str] = "log of evidence"
    study: str = col("the study", required=True, kind="id")
    field: str = col("the pro-forma's field", required=True, kind="id")
    quote: str = col("the words", required=True)
    sha256: str = col("hash of the PDF", required=True)
    state: str = col("what was found", required=True, words=("found", "nearly", "not_found"))
    page: int | None = integer("the page of the PDF, from 1")
    printed: str = col("what that page calls itself; empty: as it is counted")
    score: float | None = number("how alike, 0 to 100")
    place: str = place()


@dataclass(frozen=True, slots=True)
class ExtractionLine(Row):
    """Report `reports/extraction.csv`: each extracted value of each included study, for other programs."""

    name: ClassVar[str] = "extracted data"
    study: str = col("the study")
    cited: str = col("how it is cited")
    field: str = col("the pro-forma's field")
    label: str = col("the field, or column, as the form calls it")
    field_label: str = col("the field that the column is of, as the form calls it; of a plain field the same")
    row: int = integer("1 for a plain field; the row, from 1, in a field that is a table")
    column: str = col("the column in a field that is a table; else empty")
    value: str = col("the value, as it was typed; of a choice its id")
    unit: str = col("its unit, where the form gives one")
    state: str = col("what is known of it, see `build/extraction/data.csv`", words=DATUM_STATES)
    basis: str = col("how a number came about; empty: observed", words=BASES)
    quote: str = col("the words in the report")
    page: str = col("the page, as it was typed")
    quote_state: str = col(
        "whether these words stand there, see `build/extraction/evidence.csv`; empty: there is no quote",
        words=QUOTE_STATES,
    )
    found_page: int | None = integer("the page of the PDF on which they were found, from 1")
    found_printed: str = col("what that page calls itself; empty: as it is counted")
    number_in_quote: str = col(
        "whether the value's numbers are in the quote; empty: it has none, or no quote", words=("yes", "no")
    )
    extractor: str = col("who extracted it, separated by ;")
    settled: str = col("how it came to hold", words=SETTLED)
    note: str = col("a remark")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Category(Row):
    """People's `records/appraisal/categories.csv`: which of a tool's sets of criteria a study gets.

    There may be further files, `categories.<anything>.csv`. A row without a category is a study that
    still waits for one; so is one with a category that needs a component, where component, who and why
    are empty. `tamis forms categories` makes such a file.
    """

    name: ClassVar[str] = "categories"
    study: str = col("the study", required=True, kind="id")
    tool: str = col("the tool", required=True, kind="id")
    result: str = col("of a tool that appraises results: the outcome; empty: all of the study's", kind="id")
    category: str = col("the category, an id of the tool", present=True, kind="id")
    component: str = col("for a mixed-methods study: its quantitative category", kind="id")
    who: str = col("who decided", present=True, kind="id")
    why: str = col("the reason", present=True)
    cited: str = col("the study as it is cited, for people", kind="note")
    design: str = col("the design that was extracted, for people", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Rating(Row):
    """People's `records/appraisal/<tool>.<appraiser>.csv`: answers to criteria; the last one counts.

    An appraiser may have several such files. A row without an answer is a criterion that is not answered yet.
    `tamis forms appraisal --for R1` makes such a file.
    """

    name: ClassVar[str] = "ratings"
    study: str = col("the study", required=True, kind="id")
    result: str = col("of a tool that appraises results: the outcome, an id of the config", kind="id")
    item: str = col(
        "the criterion, an id of the tool; where a table merged two columns, both, such as 3.1/4.1; a "
        "domain, or overall, for a judgement",
        required=True,
    )
    answer: str = col("the answer or judgement, a word of the tool; empty: none yet", present=True)
    comment: str = col("the reason", kind="note")
    quote: str = col("the words in the report", kind="note")
    page: str = col("where in the report: a page, or a table", kind="note")
    time: str = col("when", kind="time")
    cited: str = col("the study as it is cited, for people", kind="note")
    criterion: str = col("what the criterion is about, for people", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class View(Row):
    """People's `records/appraisal/view.<person>.csv`: a second view of what somebody else rated.

    A row without an answer was not looked at yet. `tamis forms view --for R2` makes such a file.
    """

    name: ClassVar[str] = "second views"
    study: str = col("the study", required=True, kind="id")
    tool: str = col("the tool", required=True, kind="id")
    result: str = col("of a tool that appraises results: the outcome", kind="id")
    item: str = col(
        "the criterion, domain or overall; all: everything that no other row names", required=True
    )
    first: str = col(
        "what the appraiser had answered; another answer since then was not looked at; empty: what was there "
        "at its time",
        kind="note",
    )
    answer: str = col("agree, or the answer that it should have; empty: not looked at", present=True)
    comment: str = col("the reason", kind="note")
    time: str = col("when", kind="time")
    cited: str = col("the study as it is cited, for people", kind="note")
    criterion: str = col("what the criterion is about, for people", kind="note")
    reason: str = col("the appraiser's comment and quote, for people", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Reconciliation(Row):
    """People's `records/appraisal/reconciliation.<person>.csv`: how a difference was settled.

    A row without an answer is still to be settled; with one it needs `how`, `who`, `why` and `time`.
    `tamis forms reconciliation --for R3` makes such a file.
    """

    name: ClassVar[str] = "reconciliations"
    study: str = col("the study", required=True, kind="id")
    tool: str = col("the tool", required=True, kind="id")
    result: str = col("of a tool that appraises results: the outcome", kind="id")
    item: str = col("the criterion, domain or overall", required=True)
    answers: str = col(
        "what was said, such as R1 yes; R2 no: where somebody says something else later, it is open again;"
        " empty: whatever was said by then"
    )
    answer: str = col("what holds now; empty: not settled yet", present=True)
    how: str = col("third appraiser, or discussion", words=("third", "discussion"), present=True)
    who: str = col("the third appraiser, or those who met, separated by ;", present=True)
    why: str = col("why", present=True, kind="note")
    time: str = col("when", present=True, kind="time")
    cited: str = col("the study as it is cited, for people", kind="note")
    criterion: str = col("what the criterion is about, for people", kind="note")
    reasons: str = col("the comments and quotes of those who differ, for people", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Appraisal(Row):
    """Built `build/appraisal/ratings.csv`: every criterion that is due or was rated, study by study."""

    name: ClassVar[str] = "ratings"
    study: str = col("the study", key=True)
    tool: str = col("the tool", key=True)
    result: str = col("the outcome, of a tool that appraises results", key=True)
    domain: str = col("the domain it belongs to, an id of the tool", key=True)
    item: str = col("the criterion", key=True)
    due: str = col(
        "yes: the tool's own rule asks for it; optional: the screening questions make it so; no: not asked"
        " for",
        words=("yes", "optional", "no"),
    )
    answer: str = col("what holds, an id of the tool; empty where there is none")
    state: str = col("given; empty: nobody answered; disputed: two people differ", words=STATES)
    appraiser: str = col("who answered, separated by ;")
    viewer: str = col("who looked at it and agreed, separated by ;")
    reconciled: str = col("where a difference was settled: path:line")
    written: str = col("the criterion as it was written, where that is not its id, such as 3.1/4.1")
    comment: str = col("the reason")
    quote: str = col("the words in the report")
    page: str = col("where in the report")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Said(Row):
    """Built `build/appraisal/said.csv`: what each person said of each item, as it counts now.

    role: appraiser; viewer (a second view); reconciled (what settled a difference).
    """

    name: ClassVar[str] = "what appraisers said"
    study: str = col("the study", key=True)
    tool: str = col("the tool", key=True)
    result: str = col("the outcome, of a tool that appraises results", key=True)
    item: str = col("the criterion, domain or overall", key=True)
    role: str = col("in which role", words=("appraiser", "viewer", "reconciled"), key=True)
    person: str = col("who; of a reconciliation all who made it", key=True)
    answer: str = col("the answer or judgement, an id of the tool")
    first: str = col(
        "what this person had answered first, where that is another answer; of a second view also agree"
    )
    how: str = col("of a reconciliation: third or discussion")
    comment: str = col("the reason")
    quote: str = col("the words in the report")
    page: str = col("where in the report")
    time: str = col("when, as it was written")
    place: str = place()


@dataclass(frozen=True, slots=True)
class DomainJudgement(Row):
    """Built `build/appraisal/judgements.csv`: how each domain, and the whole, is judged.

    state: proposed (it follows from the answers), overruled (a person gave another, with a reason),
    judged (a person judges, the tool has no rule), incomplete (answers are missing or in dispute),
    disputed (two people differ), empty (nobody has judged what a person must).
    """

    name: ClassVar[str] = "judgements"
    study: str = col("the study", key=True)
    tool: str = col("the tool", key=True)
    result: str = col("the outcome, of a tool that appraises results", key=True)
    domain: str = col("the domain, or overall", key=True)
    proposed: str = col("what follows from the answers by the tool's rules; empty: nothing")
    judgement: str = col("what holds; empty: nothing yet")
    state: str = col(
        "how it came about", words=("proposed", "overruled", "judged", "incomplete", "disputed", "empty")
    )
    who: str = col("who judged, separated by ;")
    why: str = col("the reason")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Assessment(Row):
    """Built `build/appraisal/assessments.csv`: a line for each included study, result and tool."""

    name: ClassVar[str] = "assessments"
    study: str = col("the study", key=True)
    tool: str = col("the tool", key=True)
    result: str = col("the outcome, of a tool that appraises results", key=True)
    category: str = col("its category, an id of the tool; empty: not known yet")
    component: str = col("for a mixed-methods study: its quantitative category")
    chosen: str = col(
        "person: in categories.csv; design: it follows from the design; only: the tool has one; of `tamis "
        "appraise` also rated: read off what was rated; given: by --category"
    )
    why: str = col("the reason for the category")
    outcome: str = col(
        "appraised; stopped (not appraised further, after the screening questions); incomplete; none: "
        "nobody rated it",
        words=("appraised", "stopped", "incomplete", "none"),
    )
    due: int | None = integer("criteria that are due, screening questions apart")
    answered: int | None = integer("of these, with an answer that holds")
    met: int | None = integer("of these, met; empty where the tool knows no such answer")
    percent: float | None = number(
        "criteria met, in per cent, of the domain with the fewest (a mixed study is no better than its "
        "weakest part); empty unless everything due is answered"
    )
    judgement: str = col("the judgement of the whole, an id of the tool; empty: none")
    level: str = col("the team's own level of quality, an id of the config; empty: none")
    who: str = col("who chose the category; empty: nobody had to")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Finding(Row):
    """Built `build/<stage>/findings.csv`: what a check says of what is there."""

    name: ClassVar[str] = "findings"
    finding: str = col("a stable id: stage:check:of what", key=True)
    severity: str = col("how much it matters", words=("high", "medium", "low"))
    study: str = col("the study, where it is about one")
    text: str = col("what the check found, in one sentence, with the figures")
    place: str = place()


# --- synthesis ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FrameworkCell(Row):
    """People's `records/synthesis/framework.csv`: one component of support, and who reports it."""

    name: ClassVar[str] = "framework matrix"
    row: str = col("the matrix's row, an id of the config", required=True, kind="id")
    column: str = col("the matrix's column, an id of the config", required=True, kind="id")
    component: str = col("the component, in a few words", required=True)
    studies: str = col("study ids, separated by ;", required=True)
    note: str = col("a remark", kind="note")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Direction(Row):
    """People's `records/synthesis/directions.csv`: the direction of effect of a study on an outcome."""

    name: ClassVar[str] = "directions of effect"
    study: str = col("the study", key=True, kind="id")
    outcome: str = col("the outcome, an id of the config", key=True, kind="id")
    direction: str = col(
        "where the effect points, whatever its significance (SWiM; Boon and Thomson 2021)",
        required=True,
        words=("better", "worse", "mixed", "no_difference", "no_comparison", "not_measured"),
    )
    who: str = col("who coded it", required=True, kind="id")
    why: str = col("the finding that it was coded from", required=True)
    place: str = place()


# --- flow, open items, acceptances --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Exit(Row):
    """Built `build/flow/exits.csv`: the one terminal exit of every record. As many rows as records.

    Of an updated review, a citation that earlier rounds of the search found belongs to the version before,
    and its exit tells what became of it; what the update found of it again leaves as duplicates.
    """

    name: ClassVar[str] = "exits"
    record_id: str = col("the record", key=True)
    citation_id: str = col("its citation")
    arm: str = col("the arm it is counted in", words=ARMS)
    exit: str = col("where it left", words=EXITS)
    at: str = col("for an open record: the stage it waits at")
    reason: str = col("why, where one is recorded")
    studies: str = col("for an included one: its studies, separated by ;")
    version: str = col(
        "of an updated review: previous for what is counted in the version before; empty: in this one",
        words=("previous", ""),
    )
    automatic: str = col(
        "yes: automation tools alone excluded it on title and abstract (PRISMA 2020, footnote **)",
        words=("yes", ""),
    )
    place: str = place()


@dataclass(frozen=True, slots=True)
class Box(Row):
    """Report `reports/flow.csv`: the boxes of the PRISMA 2020 diagram. An empty n is not recorded."""

    name: ClassVar[str] = "flow"
    box: str = col("the box, as the PRISMA2020 template's data column names it", key=True)
    n: int | None = integer("the number; empty: not recorded, or not applicable")


@dataclass(frozen=True, slots=True)
class TypedBox(Row):
    """Counts that a person typed for `tamis flow`: the columns of `reports/flow.csv`, or more text in n."""

    name: ClassVar[str] = "counts"
    box: str = col("the box, as reports/flow.csv names it", key=True)
    n: str = col("the number, or for a list of reasons or sources: Reason 1, 3; Reason 2, 4")
    place: str = place()


@dataclass(frozen=True, slots=True)
class TemplateBox(Row):
    """Report `reports/flow_prisma2020.csv`: the template of the PRISMA2020 R package, filled in.

    NA is what the template has where a column does not apply.
    """

    name: ClassVar[str] = "template of the PRISMA2020 package"
    data: str = col("the box's name; NA for a heading")
    node: str = col("the node in the package's diagram")
    box: str = col("the box's place in the package's diagram")
    description: str = col("what the line is")
    boxtext: str = col("what the diagram prints")
    tooltips: str = col("what the package shows under the mouse")
    url: str = col("where the package links to")
    n: str = col("the number, or Reason 1, 3; Reason 2, 4")


# --- sources ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceYield(Row):
    """Report `reports/sources.csv`: what each source found, at each stage of screening.

    The measures of the search summary table (Bethel et al. 2021); the last row of a stage, without a kind,
    is of all sources together. As long as anything is open, the numbers are those of now.
    """

    name: ClassVar[str] = "sources"
    source: str = col("the source, from the search log; its update rounds are one with it")
    kind: str = col(
        "how PRISMA counts the source, separated by ; where its searches differ in that; empty: all sources "
        "together"
    )
    stage: str = col("the stage that the columns from included on speak of", words=STAGES)
    records: int = integer("records it found, with those removed before its exports were made")
    citations: int = integer("citations that it found")
    only_here: int = integer("citations that no other source found")
    included: int = integer(
        "of its citations, those that were included at this stage; at full_text those in the review, none of "
        "which was excluded after appraisal"
    )
    included_only_here: int = integer("of these, those that no other source found")
    open: int = integer("of its citations, those that may still be included at this stage")
    sensitivity: float | None = number("included, of all that were included at this stage; empty: none was")
    precision: float | None = number("included, of the records it found; empty: it found none")


@dataclass(frozen=True, slots=True)
class Overlap(Row):
    """Report `reports/overlap.csv`: how many citations two sources both found; each two sources once."""

    name: ClassVar[str] = "overlap"
    source_a: str = col("one source, from the search log")
    source_b: str = col("the other one")
    both: int = integer("citations that both found")
    share_a: float | None = number("of the one's citations; empty: it found none")
    share_b: float | None = number("of the other's citations; empty: it found none")
    included: int = integer("of the citations that both found, those that are included in the review")


@dataclass(frozen=True, slots=True)
class Combination(Row):
    """Report `reports/combinations.csv`: how many citations were found by just these sources, no other."""

    name: ClassVar[str] = "combinations of sources"
    sources: str = col("the sources, separated by ;")
    n_sources: int = integer("how many they are")
    citations: int = integer("citations that all of them found, and no other source")
    included: int = integer("of these, those that are included in the review")


@dataclass(frozen=True, slots=True)
class SummaryLine(Row):
    """Report `reports/search_summary.csv`: which source found each included report (Bethel et al. 2021)."""

    name: ClassVar[str] = "search summary"
    citation_id: str = col("the included report", key=True)
    studies: str = col("the studies it reports, separated by ;")
    title: str = col("its title")
    authors: str = col("its authors")
    year: int | None = integer("its year")
    sources: str = col("the sources that found it, separated by ;")
    n_sources: int = integer("how many they are")


#: What is said of a number that stands in a manuscript: made by a name, or typed by hand.
TOLD = ("live", "equals", "contradicts")


@dataclass(frozen=True, slots=True)
class ManuscriptNumber(Row):
    """Report `reports/manuscript_numbers.csv`: each number of a manuscript that the review knows."""

    name: ClassVar[str] = "manuscript numbers"
    place: str = col("file, and line or paragraph, of the manuscript", key=True)
    position: int = integer("which number of that place, from 1", key=True)
    told: str = col(
        "live: made by a name; equals: typed by hand, and equal to what is known; contradicts: typed by "
        "hand, and what it speaks of is another number",
        words=TOLD,
    )
    text: str = col("the number as it stands there")
    around: str = col("the words around it")
    of: str = col("the name of what it is, or could be, such as flow.records_screened")
    value: str = col("what that is now")
    table: str = col("the table in which that is counted")
    where: str = col("the rows that are counted")


@dataclass(frozen=True, slots=True)
class ChecklistLine(Row):
    """Report `reports/checklists.csv`: each item of the reporting checklists, and where it is answered."""

    name: ClassVar[str] = "checklists"
    checklist: str = col("the checklist: prisma2020, prisma2020_abstract, prisma_s, swim", key=True)
    item: str = col("the item's number", key=True)
    text: str = col("the item: its wording where the licence allows it, else a short label of ours")
    answer: str = col(
        "answered; partly; missing: nothing in the review answers it; by_hand: only people can tell; "
        "not_applicable",
        words=("answered", "partly", "missing", "by_hand", "not_applicable"),
    )
    report: str = col("where in the report: titles of its sections, separated by ;")
    manuscript: str = col("where in the manuscript: file, heading and paragraph, separated by ;")
    remark: str = col("what answers it, or what is missing and where it would be written")


@dataclass(frozen=True, slots=True)
class OpenItem(Row):
    """Built `build/<stage>/open.csv`: what still has to be done, and by whom."""

    name: ClassVar[str] = "open items"
    item: str = col("a stable id: stage:what:of what", key=True)
    text: str = col("what is open, in one sentence")
    waits_for: str = col("whom it waits for: reviewer ids separated by ;, or team")
    place: str = place()


@dataclass(frozen=True, slots=True)
class Accepted(Row):
    """People's `records/accepted.csv`: an open item that cannot be mended, settled with a reason."""

    name: ClassVar[str] = "acceptances"
    item: str = col("the open item's id; * at its end stands for any ending", key=True)
    who: str = col("who accepts it", required=True, kind="id")
    when: str = col("when", required=True, kind="date")
    why: str = col("why it cannot be mended", required=True)
    place: str = place()


def columns(row: type[Row]) -> list[dataclasses.Field[Any]]:
    """Return the columns of a table, in order."""
    return list(dataclasses.fields(row))


def keys(row: type[Row]) -> list[str]:
    """Return the names of the columns that together are unique."""
    return [field.name for field in columns(row) if field.metadata["key"]]


def tables() -> list[type[Row]]:
    """Return every table there is."""
    # A class with slots is made twice, and the first one can still be there.
    return list({row.__name__: row for row in Row.__subclasses__()}.values())

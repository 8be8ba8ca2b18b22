"""The protocol as data: config/config.yaml, read here and nowhere else.

Values are handed down as arguments; no stage opens these files itself. `Config.place` tells the line
of a key, for messages about what a key says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tamis import yamlfile
from tamis.errors import InputError, Problems, not_one_of
from tamis.review import Review
from tamis.tables import STAGES
from tamis.yamlfile import Document

#: What a maybe counts as where the protocol says nothing: on title and abstract it carries a record on;
#: there is no later stage that could decide on a full text.
MAYBE = {"title_abstract": "include", "full_text": "conflict"}


@dataclass(frozen=True, slots=True)
class Label:
    """An id and how it is printed."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the eligibility flowchart; the first that is answered no is the reason."""

    id: str
    question: str
    reason: str
    also: tuple[str, ...] = ()  # what screening tools call the reason


@dataclass(frozen=True, slots=True)
class Flowchart:
    """A version of the eligibility flowchart.

    Versions are numbered from 1. `until` is when the next one came into force, and empty for the one that is
    in force now; `why` is why it was changed.
    """

    number: int
    questions: tuple[Question, ...]
    until: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A reviewer's id, role, and the day they left the review (empty: still in it); or an automation tool."""

    id: str
    role: str = ""
    left: str = ""
    automation: bool = False


@dataclass(frozen=True, slots=True)
class AllocationRules:
    """Who is to screen what: `method` everyone, lead or pairs; `reviewers` empty: all who are active."""

    method: str
    lead: str = ""
    seed: int = 0
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdjudicationRules:
    """How conflicts may be settled, and by whom; `who` empty: by anybody whom `how` allows."""

    how: tuple[str, ...] = ("third", "discussion")
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementRules:
    """How agreement is reported: whose words for the size of kappa (empty: none), and what a maybe is.

    maybe: advance, exclude or left_out; empty: as the rules of the stage say.
    """

    words: str = ""
    maybe: str = ""


@dataclass(frozen=True, slots=True)
class StageRules:
    """The rules of one screening stage."""

    reviewers: int  # how many must decide
    maybe: str  # include, conflict
    alone: str = "nothing"  # what one reviewer alone may decide: nothing, include, exclude, both
    reasons: str = "conflict"  # exclusions for different reasons at full text: conflict, first
    allocation: AllocationRules | None = None
    adjudication: AdjudicationRules = AdjudicationRules()
    organised: str = ""


#: What is done with two records of one work that are not one publication.
POLICIES = ("related", "merge", "separate")


@dataclass(frozen=True, slots=True)
class Policies:
    """What is done with records of one work that are not one publication: one of `POLICIES` each.

    related: kept apart, and listed as related; merge: one citation; separate: kept apart, and not listed.
    """

    errata: str = "related"  # errata, corrections, retraction notices, and what they correct
    preprints: str = "related"
    conference_abstracts: str = "related"
    updated_reviews: str = "related"  # versions of a Cochrane review, say


@dataclass(frozen=True, slots=True)
class ToolUse:
    """An appraisal tool, and which studies it is for.

    `design` is the choice field of the pro-forma that says a study's design; `categories` gives, for
    each of its choices, the categories of the tool that fit. A study of a choice that is not among them
    is not appraised with this tool. Without them, the tool is for every study, and any category fits.
    """

    id: str
    design: str = ""
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of quality that the team defines, for sensitivity and shading; the first that fits counts.

    met: at least so many per cent of the criteria in each domain; judgements: the whole is judged one of
    these. words: what the synthesis text calls studies of this level, such as good.
    """

    id: str
    label: str
    tool: str = ""
    met: float | None = None
    judgements: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppraisalRules:
    """How studies are appraised (PRISMA 2020 item 11).

    appraisers: how many rate each study, independently of each other; second_view: whether somebody else
    must look at each appraisal; agreement, percent: whether these are printed, which the tools' authors
    and the Cochrane Handbook advise against.
    """

    tools: tuple[ToolUse, ...] = ()
    appraisers: int = 2  # MMAT 2018 asks for two at least
    second_view: bool = False
    agreement: bool = False
    percent: bool = False
    levels: tuple[Level, ...] = ()

    def use(self, tool: str) -> ToolUse | None:
        """Return how a tool is used; None where it is not."""
        return next((use for use in self.tools if use.id == tool), None)


@dataclass(frozen=True, slots=True)
class ExtractionRules:
    """How data are extracted (PRISMA 2020 item 9).

    extractors: how many extract each study, independently of each other; checker: whether somebody else must
    check each value against the report; alike: from which likeness (0 to 100) on two people's texts agree;
    share_pages: whether the page with images of where quotes stand is put into reports/, to be shared.
    """

    extractors: int = 1
    checker: bool = False
    alike: float = 90
    share_pages: bool = False


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A synthesis table: one row a study, fields of the pro-forma as columns.

    With `rows`, the id of a field that is a table, it has one row for each row of that table instead, and
    `fields` are columns of it, or plain fields. `appraisal` among the fields is a column on how the study was
    appraised, `appraisal:<tool>` with that tool.
    """

    id: str
    title: str
    fields: tuple[str, ...]
    group_by: str = ""
    rows: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """The framework matrix: its rows and columns."""

    title: str
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome whose direction of effect is coded, with the rule for coding it."""

    id: str
    label: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class PreviousStudy:
    """A study that the version before included; `reports`: keys of references.bib, or references in words."""

    id: str
    reports: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class PreviousReview:
    """The version of an updated review before this one.

    `since` is the first round of the search log that belongs to the update; None: 1 where the log has one.
    What earlier rounds found is in `records/` and counted from there; `studies`, or `n_studies` and
    `n_reports` where no more is known, are those that are not.
    """

    title: str = ""
    since: int | None = None
    studies: tuple[PreviousStudy, ...] = ()
    n_studies: int | None = None
    n_reports: int | None = None


@dataclass(frozen=True, slots=True)
class FlowRules:
    """How the flow diagram is drawn.

    pool_other_methods: records found by other methods were pooled with the rest. language: of the labels, or
    a file in `config/`. meta_analysis: the studies in one; None: no box for them.
    """

    pool_other_methods: bool = False
    language: str = "en"
    meta_analysis: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FigureRules:
    """How figures are drawn.

    font: a font file for characters that the fonts of Tamis lack; its path begins in the review's
    folder, or is absolute; empty: none. palette: colour_blind (told apart by all) or cochrane (green,
    yellow and red).
    """

    font: str = ""
    palette: str = "colour_blind"


@dataclass(frozen=True, slots=True)
class StandIns:
    """What a reconstruction filled in: the sentence, the mark, and the kinds of number it stands at."""

    sentence: str
    mark: str
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Config:
    """The protocol. `text` holds what is only printed, as the file gives it.

    `flowcharts` are the versions of the eligibility flowchart, the oldest first; the last one is in force.
    """

    title: str
    version_date: str
    tamis: str
    flowcharts: tuple[Flowchart, ...]
    reviewers: tuple[Reviewer, ...]
    policies: Policies
    stages: dict[str, StageRules]
    pilot: int | None
    agreement: AgreementRules
    highlight: dict[str, tuple[str, ...]]
    extraction: ExtractionRules
    appraisal: AppraisalRules
    outcomes: tuple[Outcome, ...]
    counts: tuple[str, ...]
    tables: tuple[TableSpec, ...]
    framework: Framework | None
    flow: FlowRules
    previous: PreviousReview | None
    figures: FigureRules
    citation_style: str
    stand_ins: StandIns | None
    text: dict[str, Any]
    document: Document

    @property
    def flowchart(self) -> tuple[Question, ...]:
        """The questions that are in force now."""
        return self.flowcharts[-1].questions

    @property
    def reasons(self) -> dict[str, str]:
        """How each reason for exclusion is printed, in the order of the flowchart.

        Questions of earlier versions that are gone come last, the newest version's first.
        """
        found: dict[str, str] = {}
        for version in reversed(self.flowcharts):
            for question in version.questions:
                found.setdefault(question.id, question.reason)
        return found

    @property
    def lead(self) -> str:
        """The id of the lead: who leads an allocation, else whose role begins so; empty where nobody does."""
        named = (rules.allocation.lead for rules in self.stages.values() if rules.allocation)
        roles = (r.id for r in self.reviewers if r.role.casefold().startswith("lead"))
        return next((lead for lead in (*named, *roles) if lead), "")

    def advances(self, stage: str) -> dict[str, bool]:
        """Return which decisions carry a citation on, in the table of agreement; others are left out."""
        maybe = self.agreement.maybe or ("advance" if self.stages[stage].maybe == "include" else "left_out")
        known = {"include": True, "exclude": False}
        return known if maybe == "left_out" else {**known, "maybe": maybe == "advance"}

    @property
    def outcome_labels(self) -> dict[str, str]:
        """How each outcome is printed, by its id."""
        return {outcome.id: outcome.label for outcome in self.outcomes}

    @property
    def pool_other_methods(self) -> bool:
        """Whether records found by other methods were pooled with the rest before duplicates were removed."""
        return self.flow.pool_other_methods

    @property
    def reviewer_ids(self) -> tuple[str, ...]:
        """The ids of all reviewers, those who left included."""
        return tuple(reviewer.id for reviewer in self.reviewers)

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of all reviewers who are no automation tools, those who left included."""
        return tuple(reviewer.id for reviewer in self.reviewers if not reviewer.automation)

    @property
    def automation(self) -> tuple[str, ...]:
        """The ids of the reviewers that are automation tools."""
        return tuple(reviewer.id for reviewer in self.reviewers if reviewer.automation)

    @property
    def active(self) -> tuple[str, ...]:
        """The ids of the people who are still in the review: nobody waits for an automation tool."""
        return tuple(r.id for r in self.reviewers if not r.left and not r.automation)

    def place(self, *path: str | int) -> str:
        """Return `file:line` of a key."""
        return self.document.place(*path)

    def stand_in(self, kind: str) -> str:
        """Return the mark for a kind of number that rests on stand-ins; empty where it does not."""
        return self.stand_ins.mark if self.stand_ins and kind in self.stand_ins.numbers else ""


#: Words that stand for something else where a reviewer's id can stand.
_RESERVED = frozenset({"team", "all", "others", "none"})


def load_config(review: Review, problems: Problems) -> Config | None:
    """Return the protocol, noting every error in it; None where it cannot be read at all.

    A protocol with errors is returned as far as it goes, so that the other files can be checked too.
    """
    document = yamlfile.load(review.config, problems, root=review.root)
    if document is None:
        return None
    good = yamlfile.check(document, "config", problems)
    config = _config(document, document.value if good else yamlfile.fitting(document, "config"))
    _check_flowcharts(config, document, problems)
    _check_stages(config, document, problems)
    _unique(document, ("reviewers",), config.reviewers, problems)
    for position, reviewer in enumerate(config.reviewers):
        if reviewer.id.casefold() in _RESERVED:
            at = document.place("reviewers", position)
            problems.add_at(at, f"id {reviewer.id!r} has a meaning of its own; take another, such as R1")
    _check_previous(config, document, problems)
    _unique(document, ("appraisal", "tools"), config.appraisal.tools, problems)
    _unique(document, ("appraisal", "levels"), config.appraisal.levels, problems)
    _check_levels(config, document, problems)
    _unique(document, ("outcomes",), config.outcomes, problems)
    _unique(document, ("synthesis", "tables"), config.tables, problems)
    if config.figures.font and not (review.root / config.figures.font).is_file():
        text = f"there is no file {config.figures.font!r}; its path begins in the review's folder"
        problems.add_at(document.place("figures", "font"), f"{text}, or is absolute")
    return config


def _config(document: Document, data: dict[str, Any]) -> Config:
    synthesis = data.get("synthesis", {})
    framework = synthesis.get("framework")
    stand_ins = data.get("stand_ins")
    return Config(
        title=data["title"],
        version_date=data["version_date"],
        tamis=data["tamis"],
        flowcharts=_flowcharts(data["eligibility"]),
        reviewers=tuple(Reviewer(**reviewer) for reviewer in data["reviewers"]),
        policies=Policies(**data.get("deduplication", {})),
        stages={stage: _stage(stage, data["screening"]["stages"][stage]) for stage in STAGES},
        pilot=data["screening"].get("pilot", {}).get("size"),
        agreement=AgreementRules(**data["screening"].get("agreement", {})),
        highlight={
            kind: tuple(data["screening"].get("highlight", {}).get(kind, ()))
            for kind in ("include", "exclude")
        },
        extraction=_extraction(data.get("extraction", {})),
        appraisal=_appraisal(data.get("appraisal", {})),
        outcomes=tuple(Outcome(**outcome) for outcome in data.get("outcomes", ())),
        counts=tuple(synthesis.get("counts", ())),
        tables=tuple(
            TableSpec(**{**table, "fields": tuple(table["fields"])}) for table in synthesis.get("tables", ())
        ),
        framework=Framework(
            title=framework["title"],
            source=framework.get("source", ""),
            rows=tuple(Label(**row) for row in framework["rows"]),
            columns=tuple(Label(**column) for column in framework["columns"]),
        )
        if framework
        else None,
        flow=_flow(data.get("flow", {})),
        previous=_previous(data["previous_review"]) if "previous_review" in data else None,
        figures=FigureRules(**data.get("figures", {})),
        citation_style=data.get("citations", {}).get("style", "apa"),
        stand_ins=StandIns(stand_ins["sentence"], stand_ins["mark"], frozenset(stand_ins["numbers"]))
        if stand_ins
        else None,
        text=data,
        document=document,
    )


def _flow(data: dict[str, Any]) -> FlowRules:
    listed = data.get("meta_analysis")
    return FlowRules(**{**data, "meta_analysis": None if listed is None else tuple(listed)})


def _previous(data: dict[str, Any]) -> PreviousReview:
    studies = data.get("studies")
    listed = studies if isinstance(studies, list) else []
    return PreviousReview(
        title=data.get("title", ""),
        since=data.get("since"),
        studies=tuple(PreviousStudy(**{**study, "reports": tuple(study["reports"])}) for study in listed),
        n_studies=studies if isinstance(studies, int) else None,
        n_reports=data.get("reports"),
    )


def _flowcharts(data: dict[str, Any]) -> tuple[Flowchart, ...]:
    versions = [*data.get("earlier", ()), {"flowchart": data["flowchart"]}]
    return tuple(
        Flowchart(
            number,
            tuple(Question(**{**q, "also": tuple(q.get("also", ()))}) for q in version["flowchart"]),
            version.get("until", ""),
            version.get("why", ""),
        )
        for number, version in enumerate(versions, start=1)
    )


def _stage(stage: str, data: dict[str, Any]) -> StageRules:
    """Return the rules of a stage; where one decides, one alone may decide both."""
    allocation, adjudication = data.get("allocation"), data.get("adjudication", {})
    needed = data.get("reviewers", 1)
    return StageRules(
        reviewers=needed,
        maybe=data.get("maybe", MAYBE[stage]),
        alone=data.get("alone", "both" if needed == 1 else "nothing"),
        reasons=data.get("reasons", "conflict"),
        allocation=AllocationRules(**{**allocation, "reviewers": tuple(allocation.get("reviewers", ()))})
        if allocation
        else None,
        adjudication=AdjudicationRules(**{key: tuple(value) for key, value in adjudication.items()}),
        organised=data.get("organised", ""),
    )


def _appraisal(data: dict[str, Any]) -> AppraisalRules:
    """Return the rules of appraisal."""
    return AppraisalRules(
        tools=tuple(
            ToolUse(
                tool["id"],
                tool.get("design", ""),
                {choice: tuple(kinds) for choice, kinds in tool.get("categories", {}).items()},
            )
            for tool in data.get("tools", ())
        ),
        levels=tuple(
            Level(**{**level, **{key: tuple(level.get(key, ())) for key in ("judgements", "words")}})
            for level in data.get("levels", ())
        ),
        **{key: data[key] for key in ("appraisers", "second_view", "agreement", "percent") if key in data},
    )


def _extraction(data: dict[str, Any]) -> ExtractionRules:
    return ExtractionRules(**{key: value for key, value in data.items() if key != "organised"})


def _check_flowcharts(config: Config, document: Document, problems: Problems) -> None:
    """Note ids that stand twice in one version, and versions that are not in order of time."""
    _unique(document, ("eligibility", "flowchart"), config.flowchart, problems)
    for position, version in enumerate(config.flowcharts[:-1]):
        path = ("eligibility", "earlier", position)
        _unique(document, (*path, "flowchart"), version.questions, problems)
        if position and config.flowcharts[position - 1].until >= version.until:
            problems.add_at(document.place(*path, "until"), "is not later than that of the version before it")


def _check_stages(config: Config, document: Document, problems: Problems) -> None:
    """Note reviewers whom the rules of a stage name, and who are none; a lead who is missing."""
    for stage, rules in config.stages.items():
        path = ("screening", "stages", stage)
        if rules.reviewers == 1 and rules.alone != "both":
            text = f"alone: {rules.alone} contradicts reviewers: 1; where one decides, one alone decides both"
            problems.add_at(document.place(*path, "alone"), text)
        if rules.allocation:
            here = (*path, "allocation")
            if rules.allocation.method != "lead" and rules.allocation.lead:
                text = f"a lead has no part in method {rules.allocation.method}; leave it out"
                problems.add_at(document.place(*here, "lead"), text)
            if rules.allocation.method == "lead" and not rules.allocation.lead:
                problems.add_at(document.place(*here), "method lead needs to know who is the lead: lead: R1")
            named = [("lead", rules.allocation.lead)] if rules.allocation.lead else []
            named += [("reviewers", id) for id in rules.allocation.reviewers]
            for key, id in named:
                if id not in config.reviewer_ids:
                    problems.add_at(document.place(*here, key), not_one_of(id, config.reviewer_ids))
        for id in rules.adjudication.who:
            if id not in config.reviewer_ids:
                at = document.place(*path, "adjudication", "who")
                problems.add_at(at, not_one_of(id, config.reviewer_ids))


def _check_previous(config: Config, document: Document, problems: Problems) -> None:
    """Note what is said of the version before and cannot be so, and studies that are named twice."""
    listed = config.flow.meta_analysis or ()
    for position, id in enumerate(listed):
        if id in listed[:position]:
            at = document.place("flow", "meta_analysis", position)
            problems.add_at(at, f"study {id!r} stands twice")
    if not (previous := config.previous):
        return
    path = ("previous_review",)
    _unique(document, (*path, "studies"), previous.studies, problems)
    if previous.n_reports is None:
        return
    at = document.place(*path, "reports")
    if previous.studies:
        text = "the studies are listed, each with its reports; leave it out"
        problems.add_at(at, text)
    elif previous.n_studies is None:
        problems.add_at(at, "of how many studies? studies: is missing")
    elif bool(previous.n_studies) != bool(previous.n_reports):
        text = f"{previous.n_studies:,} studies cannot have {previous.n_reports:,} reports"
        problems.add_at(at, text)


def _check_levels(config: Config, document: Document, problems: Problems) -> None:
    """Note levels of quality that no study could have, and tools that are not used."""
    tools = [use.id for use in config.appraisal.tools]
    for position, level in enumerate(config.appraisal.levels):
        path = ("appraisal", "levels", position)
        if (level.met is None) == (not level.judgements):
            problems.add_at(document.place(*path), f"level {level.id!r} needs either met or judgements")
        if level.tool and level.tool not in tools:
            problems.add_at(document.place(*path, "tool"), not_one_of(level.tool, tools))


def require_config(review: Review) -> Config:
    """Return the protocol.

    Raises:
        InputError: with every error in it.
    """
    problems = Problems()
    config = load_config(review, problems)
    if config is None or len(problems):
        raise InputError(problems)
    return config


def _unique(
    document: Document, path: tuple[str | int, ...], items: tuple[Any, ...], problems: Problems
) -> None:
    seen: dict[str, int] = {}
    for position, item in enumerate(items):
        # Files are named by ids, and not every disk tells R1 from r1.
        id_ = item.id.casefold()
        if id_ in seen:
            at = document.place(*path, position)
            problems.add_at(at, f"id {item.id!r} stands twice (also line {seen[id_]})")
        seen.setdefault(id_, document.line(*path, position))

"""The reporting checklists: whole, worded as published, and honest about what is missing."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from report_reviews import CONFIG, make

from pipeline import SHARED
from tamis.reports import built, checklists
from tamis.reports.context import Context
from tamis.reports.numbers import Numbers
from tamis.reports.sections import SECTIONS
from tamis.reports.sections import checklists as section
from tamis.tables import Exit
from tamis.typeset.blocks import Heading, Paragraph, Table, words


def context(path, config=CONFIG, change=lambda built: None):
    tables = built.read(make(path, change, config=config))
    return Context(tables, Numbers(tables.records))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return context(tmp_path_factory.mktemp("small"))


def lines(context, marked=None):
    return {(line.checklist, line.item): line for line in checklists.answers(context, marked or {})}


def without(config, start):
    """Return a config without the line, or the indented lines, of a key."""
    kept, leaving = [], False
    for line in config.splitlines(keepends=True):
        leaving = line.startswith(start) or (leaving and line.startswith((" ", "-")))
        if not leaving:
            kept.append(line)
    assert len(kept) < len(config.splitlines())
    return "".join(kept)


def test_the_lists_are_whole():
    items = checklists.items()
    assert {id: len(of) for id, of in items.items()} == {
        "prisma2020": 42,
        "prisma2020_abstract": 12,
        "prisma_s": 16,
        "swim": 10,
    }
    assert len({item.rstrip("abcdef") for item in items["prisma2020"]}) == 27
    assert len({item.rstrip("ab") for item in items["swim"]}) == 9
    for of in items.values():
        assert len(set(of)) == len(of)


@pytest.mark.parametrize(
    ("id", "file"),
    [("prisma2020", "prisma2020_checklist.csv"), ("prisma2020_abstract", "prisma2020_abstract.csv")],
)
def test_the_wording_is_the_published_one(id, file):
    path = SHARED / "standards" / file
    if not path.exists():
        pytest.skip("the folder ../shared is not there")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["item_id"] != "TERMS"]
    ours = checklists.checklist(id)
    assert [(f"{i.section}: {i.topic}", i.item, i.text) for i in ours.items] == [
        (row["domain"], row["item_id"], row["wording"]) for row in rows
    ]


def test_each_list_tells_its_source_and_licence_and_whose_words_it_has():
    for id in checklists.IDS:
        notes = " ".join(checklists.checklist(id).notes)
        assert "CC BY 4.0" in notes and "doi:" in notes
        official = id.startswith("prisma2020")
        assert ("the official one" in notes) == official
        assert ("not its official wording" in notes) != official


def test_every_section_that_is_named_is_one(small):
    ids = {part.id for part in SECTIONS}
    for answer in checklists.found(small).values():
        assert {*answer.sections} <= ids


def test_what_the_small_review_answers(small):
    told = lines(small)
    answered = {item for (id, item), line in told.items() if id == "prisma2020" and line.answer == "answered"}
    assert {"4", "5", "6", "24c"} <= answered
    assert told["prisma2020", "4"].report == "Questions and scope"
    assert {told["prisma2020", f"23{letter}"].answer for letter in "abcd"} == {"by_hand"}
    assert {told["prisma2020_abstract", str(n)].answer for n in range(1, 13)} == {"by_hand"}
    assert told["prisma2020", "20d"].answer == told["prisma2020", "13f"].answer == "by_hand"
    assert "appraisal.levels" in told["prisma2020", "20d"].remark
    assert "directions.csv" not in told["prisma2020", "20d"].remark
    assert "only they can tell" in told["prisma2020", "20d"].remark
    assert told["swim", "1b"].answer == "by_hand" and "1 amendment;" in told["swim", "1b"].remark
    assert told["prisma_s", "3"].answer == "not_applicable"
    assert told["prisma_s", "12"].answer == "not_applicable"
    assert told["prisma_s", "13"].answer == "answered"
    for line in told.values():
        assert line.remark
        assert line.answer in checklists.STATES
        assert bool(line.report) or line.answer != "answered"


@pytest.mark.parametrize(
    ("item", "start", "where"),
    [
        ("24a", "registration:", "config/config.yaml, registration.where"),
        ("24b", "registration:", "config/config.yaml, registration.url"),
        ("24c", "amendments:", "config/config.yaml, amendments"),
        ("25", "funding:", "config/config.yaml, funding"),
        ("26", "competing_interests:", "config/config.yaml, competing_interests"),
        ("12", "outcomes:", "config/config.yaml, outcomes"),
        ("13d", "synthesis:", "config/config.yaml, synthesis.organised"),
    ],
)
def test_what_is_not_there_is_missing_with_the_file_and_key(tmp_path, item, start, where):
    more = (
        "registration: {where: OSF, id: abc, url: 'https://osf.io/abc'}\nfunding: Nobody paid.\n"
        "competing_interests: None.\nextraction: {organised: By two people.}\n"
    )
    config = CONFIG
    for key in ("registration:", "funding:", "competing_interests:", "extraction:"):
        if f"\n{key}" in config:
            config = without(config, key)
    config = config.replace("synthesis:\n", "synthesis:\n  organised: In words.\n") + more
    whole = lines(context(tmp_path / "whole", config))["prisma2020", item]
    assert whole.answer == "answered"
    # A direction can only be coded of an outcome that the protocol has.
    bare = lines(context(tmp_path / "bare", without(config, start), _no_directions))["prisma2020", item]
    assert bare.answer == "missing"
    assert where in bare.remark
    assert bare.report == ""


def _no_directions(tables):
    tables["synthesis", "directions"] = []
    tables["synthesis", "framework"] = []


def test_a_part_that_is_missing_makes_an_item_partly_answered(tmp_path):
    config = CONFIG.replace("  blinding: Apart.\n", "")
    assert config != CONFIG
    told = lines(context(tmp_path, config))["prisma2020", "8"]
    assert told.answer == "partly"
    assert "screening.blinding" in told.remark


def test_what_waits_is_said_in_the_flow(tmp_path):
    def open_one(tables):
        rows = [row for row in tables["flow", "exits"] if isinstance(row, Exit)]
        gone = next(row for row in rows if row.exit == "excluded_title_abstract")
        waits = replace(gone, exit="open", at="title_abstract", reason="")
        tables["flow", "exits"] = [waits if row is gone else row for row in rows]

    told = lines(context(tmp_path, change=open_one))["prisma2020", "16a"]
    assert told.answer == "partly"
    assert "decisions on 1 record:" in told.remark


def test_a_meta_analysis_is_for_people_to_tell(tmp_path, small):
    pooled = replace(small.built.config.flow, meta_analysis=tuple(s.study for s in small.built.studies))
    config = replace(small.built.config, flow=pooled)
    told = lines(Context(replace(small.built, config=config), small.numbers))
    assert told["prisma2020", "20b"].answer == "by_hand"
    assert {told["swim", item].answer for item in checklists.items()["swim"]} == {"not_applicable"}
    assert any(lines(small)["swim", item].answer != "not_applicable" for item in checklists.items()["swim"])


def test_a_mark_in_a_manuscript_answers_an_item(small):
    told = lines(
        small, {("prisma2020", "23a"): ["paper.md:12", "paper.md:12"], ("swim", "9"): ["paper.md:14"]}
    )
    assert told["prisma2020", "23a"].answer == told["swim", "9"].answer == "answered"
    assert told["prisma2020", "23a"].manuscript == "paper.md:12"
    assert lines(small)["prisma2020", "23a"].answer == "by_hand"


def test_a_mark_hides_nothing_that_is_missing_and_makes_nothing_applicable(tmp_path):
    bare = context(tmp_path, without(CONFIG.replace("  blinding: Apart.\n", ""), "registration:"))
    told = lines(bare)
    kept = [at for at, line in told.items() if line.answer in ("partly", "missing", "not_applicable")]
    marked = lines(bare, {at: ["paper.md:3"] for at in told})
    assert {told["prisma2020", "8"].answer, told["prisma2020", "24a"].answer} == {"partly", "missing"}
    for at in kept:
        was, now = told[at], marked[at]
        assert now.manuscript == "paper.md:3" and was.remark in now.remark
        if checklists.found(bare)[at].rest:
            assert "missing:" not in was.remark
            assert now.answer == "answered", at  # nothing is missing; the rest is for people to tell
        elif at != ("prisma2020", "2"):
            assert now.answer == was.answer, at
            assert "the manuscript says that it is answered" in now.remark
    (where, said) = checklists.location(marked["prisma2020", "24a"])
    assert where == "Manuscript: paper.md:3"
    assert said.startswith("Missing: the manuscript says that it is answered, but: the register")


def test_the_abstract_is_answered_when_each_of_its_items_is(small):
    own, of_abstract = ("prisma2020", "2"), [("prisma2020_abstract", str(n)) for n in range(1, 13)]
    assert lines(small, {own: ["paper.md:1"]})[own].answer == "by_hand"
    some = lines(small, {own: ["paper.md:1"], **{at: ["paper.md:3"] for at in of_abstract[:10]}})[own]
    assert some.answer == "partly" and some.remark.endswith(": 11, 12")
    every = lines(small, {at: ["paper.md:3"] for at in of_abstract})[own]
    assert every.answer == "answered" and every.manuscript == "paper.md:3"


def test_what_stands_as_a_new_review_has_it_answers_nothing(tmp_path):
    config = CONFIG.replace("Coaching for gardeners", "Title of the review")
    config = config.replace("Does coaching help gardeners?", "What is asked?")
    config = config.replace(
        "{domain: Design, criteria: [Any trial]}", "{domain: Population, criteria: [Who or what is studied]}"
    )
    told = lines(context(tmp_path, config))
    assert {told["prisma2020", item].answer for item in ("1", "4")} == {"missing"}
    assert (
        told["prisma2020", "5"].answer == "partly"
        and "eligibility.criteria" in told["prisma2020", "5"].remark
    )


def test_the_table_of_a_new_review_counts_once_it_holds_something(tmp_path):
    shown = "Characteristics of included studies"
    built_ = context(tmp_path).built
    (spec,) = [spec for spec in built_.config.tables if spec.id == "one"]
    spec = replace(spec, title=shown, fields=("country", "design", "sample", "findings"))
    built_ = replace(built_, config=replace(built_.config, tables=(spec,)))
    empty = Context(replace(built_, data=[]), Numbers(built_.records))
    assert shown not in lines(empty)["prisma2020", "13c"].remark
    assert shown in lines(Context(built_, Numbers(built_.records)))["prisma2020", "13c"].remark


def test_that_a_review_is_not_registered_is_an_answer(tmp_path):
    for at, where in enumerate(("not registered", "The review was not registered.", "Unregistered")):
        config = without(CONFIG, "registration:") + f"registration: {{where: {where}}}\n"
        assert lines(context(tmp_path / str(at), config))["prisma2020", "24a"].answer == "answered"
    config = without(CONFIG, "registration:") + "registration: {where: OSF}\n"
    assert lines(context(tmp_path / "osf", config))["prisma2020", "24a"].answer == "partly"


def test_without_words_and_data_nothing_says_how_data_were_collected(tmp_path):
    nothing = context(tmp_path, change=lambda tables: tables.update({("extraction", "data"): []}))
    told = lines(nothing)["prisma2020", "9"]
    assert told.answer == "missing"
    assert "records/extraction/" in told.remark and "config/config.yaml, extraction.organised" in told.remark


def test_a_report_without_a_study_is_told_by_the_file_that_lacks(small):
    of_none = Context(replace(small.built, studies=[]), small.numbers)
    told = lines(of_none)["prisma2020", "17"]
    assert (told.answer, told.remark) == (
        "missing",
        "of 1 included report, which study it is about: records/studies.csv",
    )


def test_a_reason_that_is_not_recorded_is_none(tmp_path, small):
    config = CONFIG.replace("reason: Not research", "reason: Reason not recorded")
    told = lines(context(tmp_path, config))["prisma2020", "16b"]
    assert told.answer == "partly" and "the reason of 1" in told.remark
    assert lines(small)["prisma2020", "16b"].answer == "answered"


def test_the_document_is_as_journals_ask_for_it(small):
    made = checklists.document(checklists.answers(small, {("prisma2020", "3"): ["paper.md:12"]}))
    headings = [words(block.runs) for block in made.blocks if isinstance(block, Heading)]
    assert headings == ["PRISMA 2020", "PRISMA 2020 for Abstracts", "PRISMA-S", "SWiM"]
    table = next(block for block in made.blocks if isinstance(block, Table))
    said = [[words(line) for cell in row for line in cell.lines] for row in table.rows]
    assert said[0] == ["Section and topic", "#", "Item", "Location where item is reported"]
    assert [
        "Rationale",
        "3",
        checklists.checklist("prisma2020").items[2].text,
        "Manuscript: paper.md:12",
    ] in said
    assert sum(len(row) > 1 for row in table.rows) == 43
    notes = [words(block.runs) for block in made.blocks if isinstance(block, Paragraph)]
    assert any("CC BY 4.0" in note for note in notes)
    for at, block in enumerate(made.blocks):
        if isinstance(block, Table):  # whose words they are is said before they are read
            assert "wording" in words(made.blocks[at - 1].runs)
    bare = checklists.document(
        checklists.answers(small, {("prisma2020", "24a"): ["a.docx: Results, paragraph 2"]})
    )
    told = [
        words(line)
        for b in bare.blocks
        if isinstance(b, Table)
        for r in b.rows
        for c in r
        for line in c.lines
    ]
    assert "Manuscript: a.docx: Results, paragraph\u00a02" in told
    assert not [line for line in told if line.casefold().startswith("missing: missing")]


def test_the_section_lists_what_is_missing_first_and_links_to_sections(tmp_path):
    bare = context(tmp_path, without(CONFIG, "registration:") if "\nregistration:" in CONFIG else CONFIG)
    made = section.make(bare)
    assert {(known.id, item.item) for known, item, _ in made["missing"]} >= {("prisma2020", "24a")}
    (rows,) = (rows for known, rows, _ in made["lists"] if known.id == "prisma2020")
    assert rows[3][2] == [("questions", "Questions and scope")]

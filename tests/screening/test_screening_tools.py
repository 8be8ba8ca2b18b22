"""Exports of screening tools: whose votes stand in them, what they say, and why."""

import csv
import json
import sqlite3
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tamis.config import require_config
from tamis.errors import Problems
from tamis.review import Review
from tamis.screening.imports import TOOLS, rayyan
from tamis.screening.imports.item import Item, Said
from tamis.screening.imports.source import Source
from tamis.screening.imports.wording import Wording
from tamis.tables import Import

HERE = Path(__file__).parent
SAMPLES = HERE / "samples"
SHARED = HERE.parents[1].parent / "shared" / "exports"
WILDFIRE = SHARED.parent / "reviews" / "wildfire"
COUNTS = list(csv.DictReader((HERE / "import_counts.csv").read_text(encoding="utf-8").splitlines()))
PEOPLE = "Ann B.=R1; Ann=R1; ann@example.org=R1; LI=R2; 12=R2; max=R3"


ROW = Import("export.csv", "rayyan", "title_abstract", "", "2021-01-01", place="imports.csv:2")
CONFIG = """\
tamis: 0.1.0
title: A review
version_date: 2022-03-31
questions: [{id: q1, text: 'Does it work?'}]
eligibility:
  earlier:
    - until: 2021-01-01
      why: clearer
      flowchart:
        - {id: country, question: 'Is it from here?', reason: other country}
        - {id: population, question: 'Is it about people?', reason: no people}
  flowchart:
    - id: population
      question: Is it about families?
      reason: other population
      also: ['Not about families, or not about children', wrong population]
    - {id: intervention, question: 'Is it about support?', reason: other intervention}
    - {id: design, question: 'Is it a study?', reason: other design}
reviewers: [{id: R1}, {id: R2}, {id: R3}]
screening: {stages: {title_abstract: {reviewers: 2}, full_text: {reviewers: 2}}}
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    review = Review(tmp_path_factory.mktemp("review"))
    review.config.parent.mkdir()
    review.config.write_text(CONFIG)
    return require_config(review)


def read(config, path: Path, tool: str, **row: str) -> tuple[list[Item], list[str]]:
    """Return the items of an export, and what is wrong."""
    problems = Problems()
    line = replace(ROW, file=path.name, tool=tool, **row)
    items = TOOLS[tool].read(path, line, config, problems, path.parent)
    return items, [str(problem) for problem in problems]


def votes(config, path: Path, tool: str, **row: str) -> list[tuple[int, Said]]:
    """Return the votes of an export with nothing wrong in it, each with the line of its entry."""
    items, wrong = read(config, path, tool, **row)
    assert not wrong
    return [(item.line, said) for item in items for said in item.votes]


# --- real exports -------------------------------------------------------------------------------


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here: real exports are read there")
@pytest.mark.parametrize("row", COUNTS, ids=lambda row: row["file"])
def test_the_votes_of_real_exports_are_as_many_as_were_counted_by_hand(config, row):
    path, tool = SHARED / row["file"], TOOLS[row["tool"]]
    people = "; ".join(f"{name}=R{n}" for n, name in enumerate(tool.people(path), start=1))
    several = "log" in row["counted"]
    said = {"reviewer": "" if several else "R1", "people": people if several else ""}
    items, wrong = read(config, path, row["tool"], decision=row["decision"], **said)
    found = Counter(said.decision for item in items for said in item.votes)
    assert len(items) == int(row["entries"])
    assert {**found} == {word: int(row[word]) for word in ("include", "exclude", "maybe") if row[word] != "0"}
    assert sum(found.values()) == int(row["votes"])
    assert [text.split(": ")[1][:16] for text in wrong] == ([] if found else ["holds no decisio"])


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here: real exports are read there")
def test_every_real_export_of_a_screening_tool_was_counted():
    tools = ("rayyan", "covidence", "eppi", "asreview", "abstrackr")
    manifest = csv.DictReader((SHARED / "manifest.csv").read_text(encoding="utf-8").splitlines())
    wanted = {row["file"] for row in manifest if any(tool in row["vendor"].casefold() for tool in tools)}
    wanted |= {f"screening/{path.name}" for path in (SHARED / "screening").iterdir()}
    assert {row["file"] for row in COUNTS} == wanted


@pytest.mark.skipif(not WILDFIRE.exists(), reason="../shared is not here: a real tool's lists are read there")
@pytest.mark.parametrize(("name", "count", "dois"), [("title_abstract", 128, 122), ("full_text", 24, 24)])
def test_the_lists_of_a_real_review(config, name, count, dois):
    items, _ = read(config, WILDFIRE / f"included_after_{name}.ris", "list", reviewer="team")
    assert (len(items), sum(bool(item.doi) for item in items)) == (count, dois)
    assert all(item.title and item.year and len(item.votes) == 1 for item in items)


# --- Rayyan -------------------------------------------------------------------------------------


def test_rayyans_notes_hold_decisions_labels_reasons_and_notes(config):
    path = SAMPLES / "rayyan_labels_reasons_and_notes.csv"
    assert votes(config, path, "rayyan", people=PEOPLE) == [
        (2, Said("R1", "include")),
        (
            3,
            Said(
                "R1",
                "exclude",
                "population",  # the first of the flowchart; a comma in a reason parts no reasons
                note='a "series" of cases; see table 2; labels: pilot, read first; also: other design',
            ),
        ),
        (3, Said("R2", "include", note="labels: pilot, read first")),
        (4, Said("R1", "exclude", word="foreign language, wrong intervention")),
        (4, Said("R2", "exclude", word="foreign language, wrong intervention")),
        (6, Said("R1", "maybe")),
    ]
    items, _ = read(config, path, "rayyan", people=PEOPLE)
    assert items[1].key == "102" and (items[1].doi, items[1].pmid) == ("10.5555/b", "31000001")
    assert TOOLS["rayyan"].people(path) == ["Ann B.", "Li", "Max"]


def test_a_word_for_a_reason_may_be_explained(config):
    path = SAMPLES / "rayyan_labels_reasons_and_notes.csv"
    found = votes(config, path, "rayyan", people=PEOPLE, words="Wrong  Intervention = intervention")
    assert [said for line, said in found if line == 4] == [
        Said("R1", "exclude", "intervention", note="also: foreign language"),
        Said("R2", "exclude", "intervention", note="also: foreign language"),
    ]


def test_reasons_are_those_of_any_version_of_the_flowchart_without_case_and_space(config, tmp_path):
    path = tmp_path / "t.csv"
    reasons = [
        "design",
        "OTHER  DESIGN",
        "No people",
        "Country",
        "other country; Wrong Population",
        "why not",
    ]
    rows = "".join(f"r{n},R1,no,{reason}\n" for n, reason in enumerate(reasons))
    path.write_text(f"record,reviewer,decision,reason\n{rows}r9,R1,yes,design\n")
    assert [(said.reason, said.word, said.note) for _, said in votes(config, path, "table")] == [
        ("design", "", ""),
        ("design", "", ""),
        ("population", "", ""),
        ("country", "", ""),
        ("population", "", "also: other country"),
        ("", "why not", ""),
        ("", "", "reason given: design"),
    ]


@pytest.mark.parametrize(
    ("word", "time", "date", "reason"),
    [
        ("wrong population", "2020-12-31T10:00", "2021-02-01", ""),  # not asked yet
        ("other design", "2020-12-31T10:00", "2021-02-01", ""),
        ("other country", "2021-01-02T10:00", "2021-02-01", ""),
        ("wrong population", "2021-01-01T00:00", "2021-02-01", "population"),
        ("other country", "2020-12-31T10:00", "2021-02-01", "country"),
        ("other country", "", "2021-02-01", "country"),
        ("other design", "", "2021-02-01", "design"),
        ("other design", "", "2020-12-31", ""),  # nor in an export of that day
        ("other design", "", "2021-01-01", "design"),
        ("my word", "2020-12-31T10:00", "2021-02-01", "design"),  # what the team says of this export
    ],
)
def test_a_word_means_a_question_that_was_asked_when_it_was_said(config, tmp_path, word, time, date, reason):
    path = tmp_path / "votes.csv"
    path.write_text(f"title,reviewer,decision,reason,time\nA,R1,exclude,{word},{time}\n")
    ((_, said),) = votes(config, path, "table", date=date, words="my word=design")
    assert (said.reason, said.word) == (reason, "" if reason else word)


def test_rayyans_notes_in_bibtex_and_over_several_lines_of_ris(config):
    assert votes(config, SAMPLES / "rayyan_notes.bib", "rayyan", people=PEOPLE) == [
        (1, Said("R1", "exclude", word="other_design")),
        (1, Said("R2", "maybe")),
        (8, Said("R2", "include")),
    ]
    path = SAMPLES / "rayyan_notes_in_two_lines.ris"
    assert votes(config, path, "rayyan", people=PEOPLE) == [
        (1, Said("R1", "exclude", "design")),
        (1, Said("R2", "include")),
        (11, Said("R2", "maybe")),
    ]
    items, _ = read(config, path, "rayyan", people=PEOPLE)
    assert [(item.key, item.source_id) for item in items] == [("301", "rayyan-301"), ("302", "rabcdefghij")]


def test_rayyans_log_has_every_change_with_its_time_and_the_reasons_that_stood(config):
    path = SAMPLES / "rayyan_log_taken_back_and_out_of_order.csv"
    assert votes(config, path, "rayyan", people=PEOPLE) == [
        (2, Said("R1", "exclude", "design", time="2022-01-03T10:00:02")),
        (2, Said("R2", "maybe", note="labels: read first", time="2022-01-03T11:00:00")),
        (2, Said("R1", "include", time="2022-01-04T10:00:00")),
        (
            11,
            Said(
                "R2",
                "include",
                note="taken back in Rayyan at 2022-01-03T12:00:30",
                time="2022-01-03T12:00:00",
                taken_back=True,
            ),
        ),
    ]
    items, _ = read(config, path, "rayyan", people=PEOPLE)
    assert [item.key for item in items] == ["501", "502", "503"]
    assert TOOLS["rayyan"].people(path) == ["ann@example.org"]


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters=":"), min_size=1),
        st.sampled_from(["Included", "Excluded", "Maybe"]),
        min_size=1,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_people_are_called_their_decisions_are_theirs(tmp_path, said):
    """A Ruby hash, as Rayyan writes it, with quotation marks and backslashes in names."""
    pairs = ", ".join(f"{ruby(name)}=>{ruby(word)}" for name, word in said.items())
    path = tmp_path / "articles.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["key", "title", "authors", "notes", "pubmed_id"])
        rows.writerow(["rayyan-1", "A", "Doe, J.", f"RAYYAN-INCLUSION: {{{pairs}}} | RAYYAN-LABELS: x", ""])
    source = Source(path, ROW, tmp_path, Problems(), Wording())
    (article,) = rayyan.articles(source)
    assert not len(source.problems)
    assert {voice.person[0]: voice.word for voice in article.voices} == said


def ruby(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["11", "12"]),
        st.sampled_from(["501", "502"]),
        st.sampled_from(
            [
                *(("included", value) for value in ("1", "0", "-1", "deleted")),
                ("__EXR__a", "1"),
                ("__EXR__a", "0"),
            ]
        ),
    ),
    max_size=30,
)


@given(EVENTS, st.randoms())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_log_says_each_change_once_in_whatever_order_its_lines_stand(tmp_path, events, random):
    lines = [
        f'2022-01-03T10:{n:02}:00.000Z,{user},,{article},"""{key}""",{value}'
        for n, (user, article, (key, value)) in enumerate(events)
    ]
    random.shuffle(lines)
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["created_at,user_id,user_email,article_id,key,value", *lines, ""]))
    expected: dict[tuple[str, str], list[str]] = {}
    for user, article, (key, value) in events:
        if key == "included":
            expected.setdefault((user, article), []).append(value)
    found = {
        (user, each.key): [voice.word for voice in each.voices if voice.person == (user,)]
        for each in (rayyan.articles(Source(path, ROW, tmp_path, Problems(), Wording())) if lines else ())
        for user in ("11", "12")
    }
    for key, values in expected.items():
        changes = [value for n, value in enumerate(values) if n == 0 or value != values[n - 1]]
        assert found[key] == [value for value in changes if value != "deleted"]


def test_of_what_two_reviews_in_rayyan_added_to_the_notes_the_later_counts(config, tmp_path):
    path = tmp_path / "articles.csv"
    notes = 'RAYYAN-INCLUSION: {""Max""=>""Excluded""} | RAYYAN-EXCLUSION-REASONS: other design | '
    notes += 'RAYYAN-INCLUSION: {""Ann""=>""Excluded""}'
    path.write_text(f'key,title,authors,notes,pubmed_id\nrayyan-1,A,"Doe, J.","{notes}",\n')
    note = "decided on in an earlier review in Rayyan, which does not count"
    assert votes(config, path, "rayyan", people=PEOPLE) == [(2, Said("R1", "exclude", note=note))]


def rayyans(tmp_path, notes):
    """Write an export of one article with notes, and return where it is."""
    path = tmp_path / "articles.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["key", "title", "authors", "notes", "pubmed_id"])
        rows.writerow(["rayyan-1", "A", "D, J", notes, ""])
    return path


@pytest.mark.parametrize(
    "text",
    [
        "moved from RAYYAN-LABELS: old",
        "USER-NOTES: nothing",
        'RAYYAN-INCLUSION: {"Li"=>"Included"} | RAYYAN-EXCLUSION-REASONS: none',
        "RAYYAN-INCLUSION: {}",
        "} | RAYYAN-INCLUSION: {",
    ],
)
def test_what_a_person_writes_in_a_note_or_is_called_is_no_section(config, tmp_path, text):
    notes = 'RAYYAN-INCLUSION: {"Ann"=>"Excluded", "Li"=>"Included"} | '
    notes += "RAYYAN-EXCLUSION-REASONS: other design | "
    notes += f'USER-NOTES: {{"Ann"=>["first", {ruby(text)}], "Li"=>["mine"]}}'
    assert votes(config, rayyans(tmp_path, notes), "rayyan", people=PEOPLE) == [
        (2, Said("R1", "exclude", "design", note=f"first; {text}")),
        (2, Said("R2", "include", note="mine")),
    ]
    path = rayyans(tmp_path, f'RAYYAN-INCLUSION: {{{ruby(text)}=>"Included"}} | RAYYAN-LABELS: x')
    assert TOOLS["rayyan"].people(path) == [text]


def test_an_export_in_which_nobody_has_decided_yet_is_one_without_votes(config, tmp_path):
    for notes in ("RAYYAN-INCLUSION: {}", 'RAYYAN-INCLUSION: {"Ann"=>"Undecided"} | RAYYAN-LABELS: x'):
        assert votes(config, rayyans(tmp_path, notes), "rayyan", people=PEOPLE) == []


def test_labels_that_stand_twice_take_nobodys_decision_away(config, tmp_path):
    notes = 'RAYYAN-INCLUSION: {"Ann"=>"Included"} | RAYYAN-LABELS: a | RAYYAN-LABELS: b'
    found = votes(config, rayyans(tmp_path, notes), "rayyan", people=PEOPLE)
    assert found == [(2, Said("R1", "include", note="labels: b"))]


def test_an_exclusion_that_was_taken_back_says_so_too(config, tmp_path):
    path = tmp_path / "log.csv"
    head = "created_at,user_id,user_email,article_id,key,value\n"
    line = "2022-01-03T1{}:00:00Z,12,,501,included,{}\n"
    path.write_text(head + line.format(0, "-1") + line.format(1, "deleted"))
    ((_, said),) = votes(config, path, "rayyan", people=PEOPLE)
    assert (said.decision, said.taken_back) == ("exclude", True)


def test_what_stands_twice_in_an_export_is_not_of_an_earlier_review(config, tmp_path):
    for first in ('{"Ann"=>"Included"}', "{}"):
        notes = f'RAYYAN-INCLUSION: {first} | RAYYAN-INCLUSION: {{"Ann"=>"Included"}}'
        found = votes(config, rayyans(tmp_path, notes), "rayyan", people=PEOPLE)
        assert found == [(2, Said("R1", "include"))]


def test_control_characters_of_notes_labels_and_reasons_are_left_out(config, tmp_path):
    notes = 'RAYYAN-INCLUSION: {"Ann"=>"Excluded"} | RAYYAN-LABELS: pi\x07lot | '
    notes += 'RAYYAN-EXCLUSION-REASONS: why\x1b not | USER-NOTES: {"Ann"=>["se\x07en\x9b twice"]}'
    assert votes(config, rayyans(tmp_path, notes), "rayyan", people=PEOPLE) == [
        (2, Said("R1", "exclude", word="why not", note="seen twice; labels: pilot"))
    ]


def test_notes_that_are_not_as_rayyan_writes_them_are_told(config, tmp_path):
    path = tmp_path / "articles.csv"
    path.write_text('key,title,authors,notes,pubmed_id\nrayyan-1,A,"Doe, J.",RAYYAN-INCLUSION: {Ann: no},\n')
    _, wrong = read(config, path, "rayyan", reviewer="R1")
    assert wrong == ["articles.csv:2: RAYYAN-INCLUSION is not as Rayyan writes it: 'Ann: no'"]


def test_an_export_without_decisions_is_told(config):
    items, wrong = read(config, SAMPLES / "rayyan_exported_without_decisions.csv", "rayyan", reviewer="R1")
    assert [item.votes for item in items] == [(), ()]
    assert wrong == [
        "rayyan_exported_without_decisions.csv: holds no decision at all; export it from Rayyan again, and "
        "tick decisions (inclusion), exclusion reasons, labels and notes"
    ]


# --- Covidence ----------------------------------------------------------------------------------


def test_covidences_list_says_what_was_decided_and_its_notes_and_tags_why(config):
    path = SAMPLES / "covidence_reasons_in_notes_and_tags.csv"
    row = {"decision": "exclude", "reviewer": "team", "words": "wrong study design=design"}
    assert votes(config, path, "covidence", **row) == [
        (2, Said("team", "exclude", "design")),
        (3, Said("team", "exclude", word="Not in English", note="read twice; tags: pilot, later")),
        (4, Said("team", "exclude", "population", note="tags: pilot")),
        (5, Said("team", "exclude")),
    ]
    items, _ = read(config, path, "covidence", **row)
    assert [(item.key, item.source_id) for item in items[:2]] == [("11", "#11"), ("12", "rabcdefghij")]
    items, _ = read(config, SAMPLES / "covidence_numbers.ris", "covidence", **row)
    assert items[0].key == "11" and items[0].votes == (Said("team", "exclude", "population"),)


def test_covidences_lists_look_alike_so_the_row_must_say_which_it_is(config):
    path = SAMPLES / "covidence_numbers.ris"
    _, wrong = read(config, path, "covidence", reviewer="team")
    assert wrong == [
        "imports.csv:2: decision is missing: write include for Covidence's list included, exclude for "
        "excluded and irrelevant"
    ]
    _, wrong = read(config, path, "covidence", decision="exclude")
    assert wrong == [
        "imports.csv:2: reviewer is missing: covidence_numbers.ris does not say whose its decisions are; "
        "write a reviewer's id or team"
    ]
    assert TOOLS["covidence"].people(path) == []


# --- EPPI-Reviewer ------------------------------------------------------------------------------


def test_eppis_codes_of_the_stage_are_decisions_and_the_names_of_excluding_ones_reasons(config):
    path = SAMPLES / "eppi_screening_codes.json"
    assert [said for _, said in votes(config, path, "eppi", reviewer="R1")] == [
        Said("R1", "include"),
        Said("R1", "exclude", "population", note="adults"),
        Said("R1", "exclude", word="language"),
    ]
    words = "second opinion=maybe; language=none; Exclude: language=none"
    assert [said.decision for _, said in votes(config, path, "eppi", reviewer="R1", words=words)] == [
        "include",
        "exclude",
        "maybe",
    ]
    assert [said for _, said in votes(config, path, "eppi", reviewer="R1", stage="full_text")] == [
        Said("R1", "include"),
        Said("R1", "exclude", "design"),
    ]
    assert TOOLS["eppi"].people(path) == ["Ann", "Li"]


def test_eppis_codes_that_contradict_each_other_are_told(config, tmp_path):
    text = (SAMPLES / "eppi_screening_codes.json").read_text()
    path = tmp_path / "both.json"
    path.write_text(text.replace('[{"AttributeId": 13}]', '[{"AttributeId": 13}, {"AttributeId": 10}]'))
    _, wrong = read(config, path, "eppi", reviewer="R1")
    assert wrong == [
        "both.json:16: item 73 has the codes 'Exclude: language' and 'INCLUDE on title & abstract', which "
        "contradict each other; say in the column words which one says nothing, as in Exclude: language=none"
    ]


def test_eppis_codes_may_be_anything_but_codes(config, tmp_path):
    path = tmp_path / "odd.json"
    odd = '"x", 7, null, [1], {"AttributeId": [10]}, {"AttributeId": 10, "AdditionalText": null}'
    code = '{"AttributeId": 10, "AttributeName": "In", "AttributeType": "Include", "Attributes": []}'
    sets = f'[7, {{"SetName": null, "Attributes": {{"AttributesList": [null, {code}]}}}}]'
    path.write_text(
        f'{{"CodeSets": {sets}, "References": [{{"Codes": [{odd}], "ItemId": 7, "Title": "A"}}]}}'
    )
    assert votes(config, path, "eppi", reviewer="R1") == [(1, Said("R1", "include"))]


def test_eppis_status_counts_where_no_code_does(config):
    found = votes(config, SAMPLES / "eppi_status_alone.json", "eppi", reviewer="team")
    assert [(said.decision, said.note) for _, said in found] == [
        ("include", "Included in review"),
        ("exclude", "Excluded from review"),
    ]


def test_eppis_workbook_is_read_by_the_columns_that_the_row_names(config, tmp_path):
    book = openpyxl.Workbook()
    for row in [
        ["EPPI-Reviewer report"],
        ["Item ID", "Title", "Short Title", "Screening T&A", "Coded by", "Reasons"],
        [71, "Families after care", "Doe (2019)", "Included", "Ann", None],
        [72, "Kinship care", "Roe (2018)", "Excluded", "LI ", "other population; other design"],
    ]:
        book.active.append(row)
    book.save(tmp_path / "report.xlsx")
    row = {"people": PEOPLE, "columns": "decision=Screening T&A; reviewer=Coded by"}
    items, wrong = read(config, tmp_path / "report.xlsx", "eppi", **row)
    assert not wrong
    assert [(item.line, item.title, item.key, item.votes) for item in items] == [
        (3, "Families after care", "71", (Said("R1", "include"),)),
        (4, "Kinship care", "72", (Said("R2", "exclude", "population", note="also: other design"),)),
    ]
    assert TOOLS["eppi"].people(tmp_path / "report.xlsx", row["columns"]) == ["Ann", "LI"]


# --- ASReview -----------------------------------------------------------------------------------


def test_asreviews_own_label_counts_with_its_user_and_time(config):
    path = SAMPLES / "asreview_users_and_times.csv"
    assert votes(config, path, "asreview", people=PEOPLE) == [
        (2, Said("R1", "exclude", note="no", time="2025-04-23T18:24:19")),
        (3, Said("R2", "include", note="prior knowledge")),
    ]
    assert TOOLS["asreview"].people(path) == ["Ann", "Li", "ann@example.org", "li@example.org"]


@pytest.mark.parametrize(
    ("columns", "changes", "expected"),
    [
        # ASReview 2: what was, with its own time; what is now is later.
        (
            "record_id, label, time, user_id",
            [(1, 0, 1600000000.5, 7), (0, None, 1, 7)],
            [("exclude", "2020-09-13T12:26:40"), ("include", "2020-09-13T12:28:20")],
        ),
        # Before: what it was changed to, and when; what it was at first is not kept.
        (
            "record_id, new_label, time",
            [(1, 0, "2020-09-13 12:30:00"), (1, 1, "2020-09-13 12:31:00")],
            [("exclude", "2020-09-13T12:30:00"), ("include", "2020-09-13T12:31:00")],
        ),
        ("record_id, new_label, time", [(1, 1, "2020-09-13 12:31:00")], [("include", "2020-09-13T12:28:20")]),
    ],
)
def test_asreviews_project_has_prior_knowledge_and_labels_that_were_changed(
    config, tmp_path, columns, changes, expected
):
    database = tmp_path / "results.db"
    with sqlite3.connect(database) as opened:
        opened.execute("CREATE TABLE results (record_id, label, querier, time, note, user_id)")
        opened.executemany(
            "INSERT INTO results VALUES (?, ?, ?, ?, ?, ?)",
            [
                (0, 0, None, 1600000000, None, 7),
                (1, 1, "max", 1600000100, "good", 7),
                (2, None, "max", 1, "", 7),
            ],
        )
        opened.execute(f"CREATE TABLE decision_changes ({columns})")
        marks = ", ".join("?" * len(changes[0]))
        opened.executemany(f"INSERT INTO decision_changes VALUES ({marks})", changes)
        opened.execute("CREATE TABLE record_table (record_id)")
        opened.executemany("INSERT INTO record_table VALUES (?)", [(0,), (1,), (2,)])
    opened.close()
    path = tmp_path / "made.asreview"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.json", json.dumps({"dataset_path": "made.csv"}))
        archive.writestr(
            "data/made.csv", "title,abstract,year,label_included\nA,a,2019,1\nB,b,2018,0\nC,c,2017,1\n"
        )
        archive.write(database, "reviews/r1/results.db")
    found = votes(config, path, "asreview", people="7=R2")
    assert found[0] == (2, Said("R2", "exclude", note="prior knowledge", time="2020-09-13T12:26:40"))
    assert [(said.person, said.decision, said.time) for _, said in found[1:]] == [
        ("R2", decision, time) for decision, time in expected
    ]
    assert {line for line, _ in found[1:]} == {3}


# --- Abstrackr ----------------------------------------------------------------------------------


def test_abstrackr_has_a_column_for_each_who_labelled_and_one_for_the_team(config):
    path = SAMPLES / "abstrackr_two_labellers_and_consensus.csv"
    assert votes(config, path, "abstrackr", people=PEOPLE) == [
        (2, Said("team", "exclude", "population", time="2021-05-03T09:00:00")),
        (2, Said("R1", "exclude", "population", note="general: a case", time="2021-05-01T09:00:00")),
        (2, Said("R2", "include", note="tags: other population", time="2021-05-02T09:00:00")),
        (3, Said("R1", "maybe", note="population: adults", time="2021-05-01T09:01:00")),
    ]
    assert TOOLS["abstrackr"].people(path) == ["Ann", "Li"]


# --- tables and lists ---------------------------------------------------------------------------


def test_a_table_with_other_words_and_headings(config):
    path = SAMPLES / "table_semicolons_cp1252_and_other_words.csv"
    row = {
        "columns": "decision=Urteil; reviewer=WER; reason=Grund; time=Wann",
        "words": "ja=include; nein=exclude; gruppe=Population",
        "people": "m\u00fcller=r2; Li=R3",
    }
    items, wrong = read(config, path, "table", **row)
    assert not wrong
    assert [(item.line, item.title, item.votes) for item in items] == [
        (3, "Familien nach der F\u00fcrsorge", (Said("R2", "include", time="2021-09-17T14:30:00"),)),
        (4, "Kinder, die heimkehren", (Said("R2", "exclude", "population", time="2021-09-18"),)),
        (5, "Ohne Urteil", ()),
    ]
    assert TOOLS["table"].people(path, row["columns"]) == ["Li", "M\u00fcller"]


def test_a_table_may_have_one_column_for_each_reviewer(config):
    items, wrong = read(config, SAMPLES / "table_one_column_a_reviewer.csv", "table", people="ann=R3")
    assert not wrong
    assert [(item.source_id, item.year, item.votes) for item in items] == [
        ("rabcdefghij", 2019, (Said("R1", "include", note="discuss"), Said("R3", "exclude", note="discuss"))),
        ("rbbcdefghij", 2018, (Said("R1", "maybe"), Said("R3", "exclude", "design"))),
    ]


def test_words_that_nobody_knows_are_told_each_once_with_the_line_and_the_known_ones(config):
    items, wrong = read(config, SAMPLES / "table_words_nobody_knows.csv", "table")
    known = "include, included, yes, y, 1, in, exclude, excluded, no, n, 0, out, maybe, unsure, undecided, ?"
    say = "say in the column words of imports.csv what it means, as in"
    assert wrong == [
        f"table_words_nobody_knows.csv:2: decision 'inculde' is not one of {known}; did you mean 'include'?; "
        f"{say} inculde=exclude",
        "table_words_nobody_knows.csv:3: time '03/04/2021' can be read two ways; write 2021-04-03 or "
        "2021-03-04",
        f"table_words_nobody_knows.csv:4: decision 'later' is not one of {known} (2 times); "
        f"{say} later=exclude",
    ]
    assert [item.source_id for item in items if item.votes] == ["r2"]


def test_a_table_without_a_column_of_decisions_lists_its_columns(config, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Title;Urteil\nA;ja\n")
    _, wrong = read(config, path, "table", reviewer="R1")
    assert wrong == [
        "t.csv:1: has no column decision, and none for a reviewer; its columns are 'Title', 'Urteil'; name "
        "it in the column columns of imports.csv, as in decision=Urteil"
    ]
    _, wrong = read(
        config, path, "table", reviewer="R1", columns="decision=Urteil; reason=Grund", words="ja=include"
    )
    assert wrong == ["imports.csv:2: columns t.csv has no column 'Grund'; its columns are 'Title', 'Urteil'"]


@pytest.mark.parametrize("decision", ["", "include", "exclude", "maybe"])
def test_of_all_on_a_list_the_row_says_one_thing(config, decision):
    path = SAMPLES / "list_with_mark_and_wrapped_title.ris"
    items, wrong = read(config, path, "list", reviewer="team", decision=decision)
    vote = (Said("team", decision or "include"),)
    assert not wrong
    assert items == [
        Item(1, "Families after care, a title that goes on", "10.5555/a", 2019, votes=vote),
        Item(9, "Kinship", "10.5555/e(1)", 2018, votes=vote),
        Item(15, "No year and no DOI", "", None, votes=vote),
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "TY  - JOUR\nTI  - A title\nER  - \n\nTI  - Its TY is lost\nER  - \n"]
)
@pytest.mark.parametrize("tool", ["list", "rayyan", "covidence", "asreview", "abstrackr"])
def test_an_export_that_is_damaged_is_told_since_votes_would_be_lost(config, tmp_path, tool, text):
    (tmp_path / "list.ris").write_text(text)
    items, wrong = read(config, tmp_path / "list.ris", tool, reviewer="team", decision="exclude")
    assert not items
    assert len(wrong) == 1 and "is empty or damaged" in wrong[0]


# --- whose votes --------------------------------------------------------------------------------


def test_decisions_that_stand_without_a_name_beside_others_need_one(config, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("record,reviewer,decision\nr1,Ann,in\nr2,,in\n")
    _, wrong = read(config, path, "table", people="Ann=R1")
    assert wrong == [
        "imports.csv:2: people does not say whose those decisions in t.csv are that stand without a name; "
        "write there nobody=R1, say"
    ]
    assert [said.person for _, said in votes(config, path, "table", people="Ann=R1; nobody=R2")] == [
        "R1",
        "R2",
    ]
    assert [said.person for _, said in votes(config, path, "table", reviewer="R3")] == ["R3", "R3"]


def test_names_that_nobody_knows_are_told_at_once_with_both_ways_out(config):
    _, wrong = read(config, SAMPLES / "rayyan_labels_reasons_and_notes.csv", "rayyan")
    assert wrong == [
        "imports.csv:2: people does not say who is meant in rayyan_labels_reasons_and_notes.csv by 'Ann B.', "
        "'Li'; write there which reviewer is whose name, as in Ann B.=R1; Li=R2, or put ids in their place "
        "with tamis scrub"
    ]


def test_a_row_that_gives_one_reviewer_to_votes_of_several_is_told(config):
    _, wrong = read(config, SAMPLES / "rayyan_labels_reasons_and_notes.csv", "rayyan", reviewer="R1")
    assert wrong == [
        "imports.csv:2: reviewer 'R1' is one person, and rayyan_labels_reasons_and_notes.csv holds votes of "
        "several (Ann B., Li); leave it empty, and say in people who is who"
    ]


def test_a_row_that_gives_another_reviewer_than_people_does_is_told(config, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("record,reviewer,decision\nr1,Ann,in\n")
    assert [said.person for _, said in votes(config, path, "table", reviewer="R2")] == ["R2"]
    _, wrong = read(config, path, "table", reviewer="R2", people="Ann=R1")
    assert wrong == ["imports.csv:2: reviewer 'R2' is not whose votes t.csv holds: they are of R1"]


def test_ids_of_reviewers_need_no_explaining(config, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("record,reviewer,decision\nr1,r2,in\nr1,TEAM,out\n")
    assert [said.person for _, said in votes(config, path, "table")] == ["R2", "team"]


def test_what_is_wrong_in_the_row_is_told_before_anything_is_read(config):
    path = SAMPLES / "rayyan_labels_reasons_and_notes.csv"
    _, wrong = read(config, path, "rayyan", people="Ann=R7; Li", words="x=y; =include")
    assert wrong == [
        "imports.csv:2: people 'Li' is not as in Ann=R1; Li=R2",
        "imports.csv:2: people 'R7' is not one of R1, R2, R3, team",
        "imports.csv:2: words '=include' is not as in ja=include; nein=exclude",
        "imports.csv:2: words 'y' is not one of include, exclude, maybe, none, population, intervention, "
        "design, country",
    ]

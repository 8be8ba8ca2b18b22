import shutil
from pathlib import Path

import pytest
from dedupe_support import frame, record, verdicts

from tamis import cli
from tamis.dedupe.answers import Said, open_items, settle
from tamis.dedupe.inputs import check, read_answers
from tamis.errors import Problems
from tamis.review import Known, Review
from tamis.store import read_built, write_frame
from tamis.tables import Citation, Member, OpenItem, Pair, Record

ROOT = Path(__file__).parents[2]
TITLE = "Going home from care: a study of 12 families"
ONE = {"title": TITLE, "authors": "Marlow, Ann; Petersen, Lars", "year": 2014, "journal": "Annals of Care"}


def said(person, a, b, same, time="", line=2):
    return Said(person, a, b, same, time, f"records/screening/duplicates.{person}.csv:{line}")


def write(root, name, *lines):
    path = root / "records" / "screening" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


class Reviewers:
    """As much of a config as the check needs."""

    reviewer_ids = ("R1", "R2")


def problems_of(root, *ids):
    problems = Problems()
    check(Review(root), Reviewers, Known(dict.fromkeys(ids, "")), problems)
    return [str(problem) for problem in problems]


def test_the_newest_answer_of_a_person_counts():
    answers = [
        said("R1", "ra", "rb", True, "2021-09-17"),
        said("R1", "rb", "ra", False, "2021-09-18T10:00:00", line=1),
    ]
    assert settle(answers).apart == [("ra", "rb")]
    assert settle(reversed(answers)).apart == [("ra", "rb")]


def test_without_times_the_later_line_counts():
    answers = [said("R1", "ra", "rb", False, line=10), said("R1", "ra", "rb", True, line=9)]
    assert settle(answers).apart == [("ra", "rb")]


def test_two_people_who_differ_are_an_open_item_and_the_pair_is_kept_apart():
    answers = [said("R1", "ra", "rb", True), said("R2", "rb", "ra", False, "2021-09-17", line=7)]
    records = [record("ra", 1, **ONE), record("rb", 2, **ONE)]
    found, citation = verdicts(records, answers)
    assert citation == {"ra": "ra", "rb": "rb"}
    assert found["ra", "rb"] == ("different", "called the same by R1, called different by R2")
    assert verdicts(records[::-1], answers)[0] == {("rb", "ra"): found["ra", "rb"]}
    (item,) = open_items(settle(answers), [])
    assert item.item == "dedupe:answer:ra:rb"
    assert item.waits_for == "R1;R2"
    assert item.place == "records/screening/duplicates.R2.csv:7"


def test_different_keeps_two_apart_also_through_a_third():
    records = [record(id, at, **ONE) for at, id in enumerate(("ra", "rb", "rc"), start=1)]
    assert set(verdicts(records)[1].values()) == {"ra"}
    found, citation = verdicts(records, [said("R1", "ra", "rc", False)])
    assert citation["ra"] != citation["rc"]
    assert sorted(verdict for verdict, _ in found.values()) == ["different", "duplicate", "refused"]


def test_the_better_link_is_made_where_only_one_can_be():
    place = {"volume": "3", "pages": "1-9", "doi": "10.5555/a"}
    records = [
        record("ra", 1, **(ONE | {"year": 2013}), **place),
        record("rb", 2, **ONE, **place),
        record("rc", 3, **ONE, **place),
    ]
    found, citation = verdicts(records, [said("R1", "ra", "rc", False)])
    assert citation == {"ra": "ra", "rb": "rb", "rc": "rb"}
    assert found["ra", "rb"][0] == "refused"


def test_same_unites_what_nothing_else_would():
    records = [record("ra", 1, title="A report"), record("rb", 2, title="Something else", doi="10.5555/b")]
    found, citation = verdicts(records, [said("R1", "rb", "ra", True)])
    assert citation == {"ra": "ra", "rb": "ra"}
    assert found["ra", "rb"] == ("duplicate", "called the same by R1")


def test_answers_that_rule_each_other_out_are_an_open_item():
    answers = [
        said("R1", "ra", "rb", True),
        said("R1", "rb", "rc", True),
        said("R1", "ra", "rc", False),
    ]
    records = [record(id, at) for at, id in enumerate(("ra", "rb", "rc"), start=1)]
    found, _ = verdicts(records, answers)
    refused = [two for two, (verdict, _) in found.items() if verdict == "refused"]
    assert len(refused) == 1
    assert [item.item for item in open_items(settle(answers), refused)] == ["dedupe:answer:rb:rc"]


def test_a_possible_pair_that_was_answered_is_not_asked_again():
    journal = {**ONE, "volume": "3"}
    records = [
        record("ra", 1, **journal, pages="1-9", doi="10.5555/a"),
        record("rb", 2, **journal, doi="10.5555/b"),
    ]
    assert verdicts(records)[0]["ra", "rb"][0] == "possible"
    assert verdicts(records, [said("R1", "ra", "rb", False)])[0]["ra", "rb"][0] == "different"


def test_duplicate_decisions_are_answers(tmp_path):
    write(tmp_path, "title_abstract.R1.csv", "record,decision,of", "ra,duplicate,rb", "rc,include,")
    write(
        tmp_path,
        "adjudication.R3.csv",
        "record,stage,decision,of,how,who,why,time",
        "rc,full_text,duplicate,ra,third,R3,one text,2021-09-17",
    )
    write(tmp_path, "duplicates.R2.csv", "record_a;record_b;answer", "rb;rc;different")
    problems = Problems()
    answers = read_answers(Review(tmp_path), problems)
    assert not list(problems)
    assert {(a.person, a.a, a.b, a.same) for a in answers} == {
        ("R1", "ra", "rb", True),
        ("R3", "rc", "ra", True),
        ("R2", "rb", "rc", False),
    }


def test_a_later_vote_takes_duplicate_back(tmp_path):
    write(tmp_path, "title_abstract.R1.csv", "record,decision,of", "ra,duplicate,rb", "ra,include,")
    write(tmp_path, "title_abstract.R2.csv", "record,decision,of", "ra,duplicate,rb")
    answers = read_answers(Review(tmp_path), Problems())
    assert [answer.person for answer in answers] == ["R2"]


@pytest.mark.parametrize(
    "lines",
    [
        ("ra,duplicate,rb,2021-09-17 10:00", "ra,include,,"),
        ("ra,duplicate,rb,2021-09-17 10:00", "ra,include,,2021-09-17"),
        ("ra,include,,2021-09-17T10:00:00+00:00", "ra,duplicate,rb,2021-09-17T11:30:00+02:00"),
    ],
    ids=["no-time", "the-day-only", "another-zone"],
)
def test_votes_are_in_the_order_in_which_screening_reads_them(tmp_path, lines):
    write(tmp_path, "title_abstract.R1.csv", "record,decision,of,time", *lines)
    problems = Problems()
    assert read_answers(Review(tmp_path), problems) == [] and not len(problems)


def test_an_answer_without_a_time_is_as_old_as_the_line_above_it(tmp_path):
    write(
        tmp_path,
        "duplicates.R1.csv",
        "record_a,record_b,answer,time",
        "ra,rc,same,2021-09-17",
        "ra,rb,different,2021-09-18",
        "rb,ra,same,",
    )
    settled = settle(read_answers(Review(tmp_path), Problems()))
    assert set(settled.same) == {("ra", "rb"), ("ra", "rc")} and not settled.apart


def test_no_files_no_problem(tmp_path):
    assert problems_of(tmp_path) == []


def test_every_problem_is_told_with_its_line(tmp_path):
    write(
        tmp_path,
        "duplicates.R1.csv",
        "record_a,record_b,answer",
        "ra,rb,same",
        "ra,rx,same",
        "ry,rb,different",
        "ra,ra,same",
        "ra,rb,smae",
    )
    write(tmp_path, "duplicates.R9.csv", "record_a,record_b,answer")
    write(tmp_path, "full_text.R1.csv", "record,decision,of,reason", "ra,duplicate,rz,", "rb,duplicate,,")
    found = problems_of(tmp_path, "ra", "rb")
    starts = [
        "records/screening/duplicates.R1.csv:3: record_b 'rx' is no record",
        "records/screening/duplicates.R1.csv:4: record_a 'ry' is no record",
        "records/screening/duplicates.R1.csv:5: record_b 'ra' is the record itself",
        "records/screening/duplicates.R1.csv:6: answer 'smae' is not one of same, different",
        "records/screening/duplicates.R9.csv: reviewer 'R9' is not one of R1, R2",
        "records/screening/full_text.R1.csv:2: of 'rz' is no record",
        "records/screening/full_text.R1.csv:3: of is missing",
    ]
    assert len(found) == len(starts)
    for text, start in zip(found, starts, strict=True):
        assert text.startswith(start)


@pytest.fixture
def review(tmp_path):
    records = [
        record("ra", 1, **ONE, source="Ofsted", source_kind="website"),
        record("rb", 2, **ONE, abstract="Families were asked."),
        record("rc", 3, title="Another title of another paper", authors="Quist, Per", year=2010),
    ]
    write_frame(tmp_path / "build" / "searches" / "records.csv", frame(records), Record)
    shutil.copytree(ROOT / "config", tmp_path / "config")
    return tmp_path


def test_the_command_writes_its_tables(review, capsys):
    assert cli.main(["dedupe", "-d", str(review)]) == 0
    built = review / "build" / "dedupe"
    assert [member.citation_id for member in read_built(built / "members.csv", Member)] == ["ra", "ra", "rc"]
    first, second = read_built(built / "citations.csv", Citation)
    assert (first.records, first.arm, first.sources) == (2, "databases", "Ofsted;Scopus")
    assert first.abstract == "Families were asked."
    assert second.place == "records/searches/export.ris:3"
    (pair,) = read_built(built / "pairs.csv", Pair)
    assert (pair.verdict, pair.title, pair.volume) == ("duplicate", 1.0, None)
    assert read_built(built / "open.csv", OpenItem) == []
    assert "3 records, 2 citations, 1 duplicates" in capsys.readouterr().out


def test_the_command_twice_writes_the_same_bytes_and_nothing_in_records(review):
    write(review, "duplicates.R1.csv", "record_a,record_b,answer", "ra,rc,different")
    built, written = review / "build" / "dedupe", []
    for _ in range(2):
        cli.main(["dedupe", "-d", str(review)])
        written.append({path.name: path.read_bytes() for path in built.iterdir()})
    assert written[0] == written[1]
    assert [path.name for path in (review / "records").rglob("*.csv")] == ["duplicates.R1.csv"]


def test_the_command_refuses_an_answer_on_a_record_that_does_not_exist(review, capsys):
    write(review, "duplicates.R1.csv", "record_a,record_b,answer", "ra,rx,different")
    assert cli.main(["dedupe", "-d", str(review)]) == 1
    assert "duplicates.R1.csv:2: record_b 'rx' is no record" in capsys.readouterr().err
    assert not (review / "build" / "dedupe").exists()


def test_one_person_who_unites_titles_that_have_nothing_in_common_is_asked_again():
    one = [said("R1", "ra", "rb", True)]
    (item,) = open_items(settle(one), [], [("ra", "rb")])
    assert (item.item, item.waits_for) == ("dedupe:unlike:ra:rb", "team")
    assert item.place == "records/screening/duplicates.R1.csv:2"
    two = [*one, said("R2", "rb", "ra", True)]
    assert open_items(settle(two), [], [("ra", "rb")]) == []


def test_titles_that_have_nothing_in_common_are_noticed_by_the_stage(tmp_path):
    shutil.copytree(ROOT / "config", tmp_path / "config")
    records = [record("ra", 1, **ONE), record("rb", 2, **{**ONE, "title": "Zebrafish in winter"})]
    write_frame(tmp_path / "build/searches/records.csv", frame(records), Record)
    write(tmp_path, "duplicates.R1.csv", "record_a,record_b,answer", "ra,rb,same")
    assert cli.main(["dedupe", "-d", str(tmp_path)]) == 0
    items = read_built(tmp_path / "build/dedupe/open.csv", OpenItem)
    assert [item.item for item in items] == ["dedupe:unlike:ra:rb"]

import shutil
from pathlib import Path

import pytest
from dedupe_support import frame, frame_of, record, verdicts
from hypothesis import given
from hypothesis import strategies as st

from tamis import cli
from tamis.checks import warnings
from tamis.dedupe.answers import Said, open_items, settle
from tamis.dedupe.cluster import Groups, deduplicate
from tamis.dedupe.inputs import check, read_answers, read_unanswered
from tamis.dedupe.stage import doubted, unlike
from tamis.errors import Problems
from tamis.review import Known, Review
from tamis.store import read_built, write_frame
from tamis.tables import Citation, Member, OpenItem, Opinion, Pair, Record

ROOT = Path(__file__).parents[2]
IDS = ("R1", "R2", "R3")
TITLE = "Going home from care: a study of 12 families"
ONE = {"title": TITLE, "authors": "Marlow, Ann; Petersen, Lars", "year": 2014, "journal": "Annals of Care"}


def said(person, a, b, same, time="", line=2):
    answer = same if isinstance(same, str) else "same" if same else "different"
    return Said(person, a, b, answer, time, f"records/screening/duplicates.{person}.csv:{line}")


def write(root, name, *lines):
    path = root / "records" / "screening" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


class Reviewers:
    """As much of a config as the check needs."""

    reviewer_ids = IDS


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
    answers = read_answers(Review(tmp_path), IDS, problems)
    assert not list(problems)
    assert {(a.person, a.a, a.b, a.answer) for a in answers} == {
        ("R1", "ra", "rb", "same"),
        ("R3", "rc", "ra", "same"),
        ("R2", "rb", "rc", "different"),
    }


def test_a_later_vote_takes_duplicate_back(tmp_path):
    write(tmp_path, "title_abstract.R1.csv", "record,decision,of", "ra,duplicate,rb", "ra,include,")
    write(tmp_path, "title_abstract.R2.csv", "record,decision,of", "ra,duplicate,rb")
    answers = read_answers(Review(tmp_path), IDS, Problems())
    assert [answer.person for answer in answers] == ["R2"]


SETTLING = "record,stage,how,decision,reason,of,who,why,time"


@pytest.mark.parametrize(
    ("stage", "vote", "adjudicated", "same"),
    [
        ("title_abstract", "2021-09-17", "title_abstract,third,include,,,R1;R2,not so,2021-09-18", []),
        ("title_abstract", "", "title_abstract,third,include,,,R2;R3,not so,2021-09-18", []),
        ("title_abstract", "", "full_text,third,exclude,other,,R2;R3,not so,2021-09-18", []),
        ("title_abstract", "2021-09-19", "title_abstract,third,include,,,R2;R3,so,2021-09-18", ["R1"]),
        ("full_text", "", "title_abstract,third,include,,,R2;R3,not so,2021-09-18", ["R1"]),
        ("title_abstract", "", "title_abstract,third,duplicate,,rb,R2,one text,2021-09-18", ["R1", "R2"]),
    ],
)
def test_what_is_adjudicated_takes_earlier_votes_back(tmp_path, stage, vote, adjudicated, same):
    write(tmp_path, f"{stage}.R1.csv", "record,decision,of,time", f"ra,duplicate,rb,{vote}")
    write(tmp_path, "adjudication.R3.csv", SETTLING, f"ra,{adjudicated}")
    problems = Problems()
    answers = read_answers(Review(tmp_path), IDS, problems)
    assert not [str(problem) for problem in problems]
    assert sorted(answer.person for answer in answers) == same


@pytest.mark.parametrize(
    ("first", "then", "same"),
    [
        ("2021-09-17", "2021-09-18", []),
        ("", "", []),
        ("2021-09-17", "2021-09-17T10:00:00", []),
        ("2021-09-19", "2021-09-18", ["R1", "R2"]),
    ],
)
def test_who_decides_at_the_next_stage_takes_duplicate_back(tmp_path, first, then, same):
    write(tmp_path, "title_abstract.R1.csv", "record,decision,of,time", f"ra,duplicate,rb,{first}")
    write(tmp_path, "title_abstract.R2.csv", "record,decision,of,time", f"ra,duplicate,rb,{first}")
    write(tmp_path, "full_text.R1.csv", "record,decision,of,time", f"ra,include,,{then}")
    answers = read_answers(Review(tmp_path), IDS, Problems())
    assert [answer.person for answer in answers] == (same or ["R2"])


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
    assert read_answers(Review(tmp_path), IDS, problems) == [] and not len(problems)


def test_an_answer_without_a_time_is_as_old_as_the_line_above_it(tmp_path):
    write(
        tmp_path,
        "duplicates.R1.csv",
        "record_a,record_b,answer,time",
        "ra,rc,same,2021-09-17",
        "ra,rb,different,2021-09-18",
        "rb,ra,same,",
    )
    settled = settle(read_answers(Review(tmp_path), IDS, Problems()))
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
        "records/screening/duplicates.R1.csv:3: record_b 'rx' is in no search export",
        "records/screening/duplicates.R1.csv:4: record_a 'ry' is in no search export",
        "records/screening/duplicates.R1.csv:5: record_b 'ra' is the record itself",
        "records/screening/duplicates.R1.csv:6: answer 'smae' is not one of same, different, unsure",
        "records/screening/duplicates.R9.csv: reviewer 'R9' is not one of R1, R2, R3",
        "records/screening/full_text.R1.csv:2: of 'rz' is in no search export",
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
    assert "3 records, 2 citations, 1 duplicate\ndedupe: 1 pair linked" in capsys.readouterr().out


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
    assert "duplicates.R1.csv:2: record_b 'rx' is in no search export" in capsys.readouterr().err
    assert not (review / "build" / "dedupe").exists()


def test_one_person_who_unites_titles_that_have_nothing_in_common_is_asked_again():
    one = [said("R1", "ra", "rb", True)]
    (item,) = open_items(settle(one), [], {("ra", "rb"): "so it is"})
    assert (item.item, item.waits_for) == ("dedupe:unlike:ra:rb", "team")
    assert item.place == "records/screening/duplicates.R1.csv:2"
    two = [*one, said("R2", "rb", "ra", True)]
    assert open_items(settle(two), [], {("ra", "rb"): "so it is"}) == []


def test_links_of_which_each_is_doubtful_do_not_confirm_one_another():
    """Two links beside the asked one confirm it, unless they are asked about themselves."""
    titles = {"ra": "Zebrafish in winter", "rb": TITLE, "rc": "A third thing altogether"}
    triangle = [said("R1", *two, True) for two in (("ra", "rb"), ("rb", "rc"), ("ra", "rc"))]

    def found(titles):
        records = [record(id, at, **{**ONE, "title": text}) for at, (id, text) in enumerate(titles.items())]
        pairs, _ = deduplicate(frame(records), settle(triangle))
        return set(unlike(pairs, settle(triangle)))

    assert found(titles) == {answer.two for answer in triangle}
    assert found(titles | {"rc": TITLE}) == {("ra", "rb"), ("ra", "rc")}
    assert found({**titles, "ra": TITLE, "rc": TITLE}) == set()


def test_titles_that_have_nothing_in_common_are_noticed_by_the_stage(tmp_path):
    shutil.copytree(ROOT / "config", tmp_path / "config")
    records = [record("ra", 1, **ONE), record("rb", 2, **{**ONE, "title": "Zebrafish in winter"})]
    write_frame(tmp_path / "build/searches/records.csv", frame(records), Record)
    write(tmp_path, "duplicates.R1.csv", "record_a,record_b,answer", "ra,rb,same")
    assert cli.main(["dedupe", "-d", str(tmp_path)]) == 0
    items = read_built(tmp_path / "build/dedupe/open.csv", OpenItem)
    assert [item.item for item in items] == ["dedupe:unlike:ra:rb"]


# --- what a row says ----------------------------------------------------------------------------


def answers_in(root):
    problems = Problems()
    found = read_answers(Review(root), IDS, problems)
    return found, [str(problem) for problem in problems]


def test_a_row_without_an_answer_is_a_pair_that_is_still_to_be_looked_at(tmp_path):
    write(tmp_path, "duplicates.R1.csv", "record_a,record_b,answer,why", "ra,rb,,", "rb,rc,Same,seen")
    found, told = answers_in(tmp_path)
    assert [(said.two, said.answer, said.why) for said in found] == [(("rb", "rc"), "same", "seen")]
    assert told == [] and problems_of(tmp_path, "ra", "rb", "rc") == []
    assert read_unanswered(Review(tmp_path), "R1", IDS) == {
        ("ra", "rb"): "records/screening/duplicates.R1.csv:2"
    }


def test_a_file_without_a_column_for_answers_is_no_work_list(tmp_path):
    write(tmp_path, "duplicates.R1.csv", "record_a,record_b", "ra,rb")
    assert answers_in(tmp_path)[1] == ["records/screening/duplicates.R1.csv:1: column 'answer' is missing"]


def test_a_remark_of_several_lines_is_no_row(tmp_path):
    write(tmp_path, "duplicates.R1.csv", "record_a,record_b,answer,why", 'ra,rb,same,"one\nSmith,Jones"')
    found, told = answers_in(tmp_path)
    assert len(found) == 1 and told == []


def test_a_row_that_an_open_quotation_mark_swallowed_is_told(tmp_path):
    write(
        tmp_path, "duplicates.R1.csv", "record_a,record_b,answer,why", 'ra,rb,same,"one', "rc,rd,same,", '"'
    )
    (told,) = answers_in(tmp_path)[1]
    assert "a quotation mark is not closed" in told


def test_unsure_has_looked_and_takes_an_answer_back():
    answers = [said("R1", "ra", "rb", True), said("R1", "ra", "rb", "unsure", line=3)]
    settled = settle(answers)
    assert not settled.same and not settled.apart
    assert settled.place(("ra", "rb")).endswith(":3")
    assert [opinion.answer for opinion in settled.opinions] == ["unsure"]
    assert set(settle([*answers, said("R2", "ra", "rb", True)]).same) == {("ra", "rb")}


def test_who_is_unsure_leaves_a_possible_pair_possible_and_seen():
    journal = {**ONE, "volume": "3"}
    records = [
        record("ra", 1, **journal, pages="1-9", doi="10.5555/a"),
        record("rb", 2, **journal, doi="10.5555/b"),
    ]
    assert verdicts(records, [said("R1", "ra", "rb", "unsure")])[0]["ra", "rb"][0] == "possible"


def test_a_title_that_is_another_records_is_told(tmp_path):
    write(
        tmp_path,
        "duplicates.R1.csv",
        "record_a,record_b,answer,title_a,title_b",
        "ra,rb,same,Going home from care,Zebrafish in winter",
        "ra,rb,,Zebrafish in winter,Zebrafish in winter",
    )
    problems = Problems()
    titles = {"ra": "Going home from care", "rb": "Zebrafish in winter: a study"}
    check(Review(tmp_path), Reviewers, Known(titles), problems)
    assert [str(problem) for problem in problems] == [
        "records/screening/duplicates.R1.csv:3: title_a 'Zebrafish in winter' is not the title of ra, which "
        "is 'Going home from care'"
    ]


# --- which answer of a person is the newest -----------------------------------------------------


def test_a_persons_files_go_on_in_the_order_of_their_numbers(tmp_path):
    for name, answer in (("R1", "different"), ("r1.2", "same"), ("R1.10", "different")):
        write(tmp_path, f"duplicates.{name}.csv", "record_a,record_b,answer", f"ra,rb,{answer}")
    found, told = answers_in(tmp_path)
    assert told == [] and problems_of(tmp_path, "ra", "rb") == []
    assert {answer.person for answer in found} == {"R1"}
    assert settle(found).apart == [("ra", "rb")]


def test_a_later_file_without_times_is_newer_than_times_in_an_earlier_one(tmp_path):
    head = "record_a,record_b,answer,time"
    write(tmp_path, "duplicates.R1.csv", head, "ra,rb,different,2021-09-17")
    write(tmp_path, "duplicates.R1.2.csv", head, "ra,rb,same,")
    assert set(settle(answers_in(tmp_path)[0]).same) == {("ra", "rb")}


@pytest.mark.parametrize(
    ("time", "of_vote", "same"),
    [
        ("", "2021-09-17T10:00:00", False),
        ("2021-09-17", "", False),
        ("2021-09-17", "2021-09-17T10:00:00", False),
        ("2021-09-17", "2021-09-18T10:00:00", True),
        ("2021-09-18", "2021-09-17T10:00:00", False),
    ],
)
def test_an_answer_counts_before_a_vote_of_the_same_person_unless_the_vote_is_later(
    tmp_path, time, of_vote, same
):
    write(tmp_path, "duplicates.R1.csv", "record_a,record_b,answer,time", f"ra,rb,different,{time}")
    write(tmp_path, "title_abstract.R1.csv", "record,decision,of,time", f"ra,duplicate,rb,{of_vote}")
    settled = settle(answers_in(tmp_path)[0])
    assert bool(settled.same) == same and bool(settled.different) != same


ADJUDICATED = "record,stage,decision,of,how,who,why,time"


def test_an_adjudication_is_the_answer_of_all_who_made_it(tmp_path):
    write(tmp_path, "duplicates.R2.csv", "record_a,record_b,answer,time", "ra,rb,different,2021-09-17")
    write(tmp_path, "title_abstract.R1.csv", "record,decision,of,time", "ra,duplicate,rb,2021-09-16")
    assert settle(answers_in(tmp_path)[0]).contested
    write(
        tmp_path,
        "adjudication.R1.csv",
        ADJUDICATED,
        "ra,title_abstract,duplicate,rb,discussion,R1;R2,we met,2021-09-18",
    )
    assert set(settle(answers_in(tmp_path)[0]).same) == {("ra", "rb")}


def test_a_later_adjudication_takes_duplicate_back_whoever_wrote_it_down(tmp_path):
    line = "ra,title_abstract,{},{},third,R3,one text,2021-09-{}"
    write(tmp_path, "adjudication.R1.csv", ADJUDICATED, line.format("duplicate", "rb", 17))
    assert len(answers_in(tmp_path)[0]) == 1
    write(tmp_path, "adjudication.R2.csv", ADJUDICATED, line.format("include", "", 18))
    assert answers_in(tmp_path)[0] == []


# --- records that no export yields any more -----------------------------------------------------


def test_an_answer_on_a_record_that_is_gone_is_kept_as_an_open_item(review, capsys):
    gone = "rabcdefghi2-2"
    write(review, "duplicates.R1.csv", "record_a,record_b,answer", f"ra,{gone},same", "ra,rb,different")
    assert problems_of(review, "ra", "rb", "rc") == []
    assert cli.main(["dedupe", "-d", str(review)]) == 0
    (item,) = read_built(review / "build/dedupe/open.csv", OpenItem)
    assert (item.item, item.waits_for) == (f"dedupe:unknown:{gone}", "R1")
    assert item.place == "records/screening/duplicates.R1.csv:2"
    (opinion,) = read_built(review / "build/dedupe/answers.csv", Opinion)
    assert (opinion.record_a, opinion.record_b, opinion.answer) == ("ra", "rb", "different")


def test_an_id_that_was_mistyped_is_told_with_the_one_that_is_meant(tmp_path):
    from tamis.dedupe.stage import unknown

    known = Known({"rabcdefghi2": "Going home from care", "rzzzzzzzzz2": "Another"})
    found = unknown([said("R1", "rabcdefghi3", "rzzzzzzzzz2", True)], known)
    assert found == {"rabcdefghi3": "; did you mean rabcdefghi2: 'Going home from care'?"}


def test_the_source_may_have_been_renamed_and_the_record_with_its_title_is_named(review):
    ask = "record_a,record_b,answer,title_a"
    title = "Another title of  another paper"
    write(review, "duplicates.R1.csv", ask, f"rabcdefghi2,ra,same,{title}", f"rabcdefghi3,ra,same,{TITLE}")
    assert cli.main(["dedupe", "-d", str(review)]) == 0
    first, second = read_built(review / "build/dedupe/open.csv", OpenItem)
    assert first.item == "dedupe:unknown:rabcdefghi2"
    assert "Was its source's name in searches.csv changed?" in first.text
    assert "; rc has its title now;" in first.text
    assert "rb has its title now" in second.text  # and not ra, of which the answer speaks itself
    write(review, "duplicates.R2.csv", "record_a,record_b,answer", "ra,rb,same", "ra,rc,different")
    assert cli.main(["dedupe", "-d", str(review)]) == 0
    assert not any("now" in item.text for item in read_built(review / "build/dedupe/open.csv", OpenItem))


# --- twins that are numbered anew ---------------------------------------------------------------

BASE = "rabcdefghi2"
EDITORIAL = {"title": "Editorial", "authors": "Marlow, Ann", "year": 2014, "journal": "Annals of Care"}
HEAD = "record_a,record_b,answer,time,details_a,details_b"


def issue_of(number):
    return f'"Marlow, Ann (2014). Annals of Care; vol. 3; no. {number}"'


def numbered(root, issues, other="1"):
    """Write a review's records: twins of one source, an issue each, and the same paper of another source."""
    ids = [BASE, *(f"{BASE}-{number}" for number in range(2, len(issues) + 1))]
    twins = [record(id, **EDITORIAL, volume="3", issue=no) for id, no in zip(ids, issues, strict=True)]
    beside = record("rother23456", 9, **EDITORIAL, source="ERIC", volume="3", issue=other)
    write_frame(root / "build/searches/records.csv", frame([*twins, beside]), Record)
    if not (root / "config").exists():
        shutil.copytree(ROOT / "config", root / "config")


def run(root):
    """Run the stage; return its open items on changed records, and whether pairs were answered."""
    assert cli.main(["dedupe", "-d", str(root)]) == 0
    items = read_built(root / "build/dedupe/open.csv", OpenItem)
    said = read_built(root / "build/dedupe/answers.csv", Opinion)
    return [item for item in items if item.item.startswith("dedupe:changed:")], [
        (row.record_a, row.record_b, row.answer) for row in said
    ]


def test_an_answer_on_twins_that_were_numbered_anew_is_an_open_item_until_it_is_given_again(tmp_path):
    numbered(tmp_path, ["1", "2", "4"])
    lines = [HEAD, f"{BASE}-2,rother23456,different,,{issue_of(2)},{issue_of(1)}"]
    write(tmp_path, "duplicates.R1.csv", *lines)
    acted = [(f"{BASE}-2", "rother23456", "different")]
    assert run(tmp_path) == ([], acted)
    numbered(tmp_path, ["2", "4"])  # the first has gone
    (item,), opinions = run(tmp_path)
    assert opinions == []
    assert (item.item, item.waits_for) == (f"dedupe:changed:{BASE}-2:rother23456", "R1")
    assert item.place == "records/screening/duplicates.R1.csv:2"
    assert "called different by R1" in item.text and f"(now {BASE})" in item.text
    assert issue_of(2)[1:-1] in item.text and f"{BASE}-2 is now {issue_of(4)[1:-1]!r}" in item.text
    write(tmp_path, "duplicates.R1.csv", *lines, f"rother23456,{BASE}-2,different,,,{issue_of(4)}")
    assert run(tmp_path) == ([], acted)
    write(tmp_path, "duplicates.R1.csv", *lines, f"rother23456,{BASE}-2,unsure,,,")
    assert run(tmp_path)[0] == []


def test_also_where_one_twin_is_left_and_an_older_answer_does_not_come_back(tmp_path):
    numbered(tmp_path, ["2"])
    lines = [
        f"{BASE},rother23456,same,2021-09-17,,",
        f"{BASE},rother23456,different,2021-09-18,{issue_of(1)},",
    ]
    write(tmp_path, "duplicates.R1.csv", HEAD, *lines)
    assert run(tmp_path) == ([], [(BASE, "rother23456", "different")])  # nothing tells of twins
    write(tmp_path, "duplicates.R2.csv", HEAD, f"{BASE}-2,rother23456,different,,{issue_of(2)},")
    write(tmp_path, "duplicates.R3.csv", HEAD, f"{BASE},rother23456,different,,,")
    (item,), opinions = run(tmp_path)
    assert item.item == f"dedupe:changed:{BASE}:rother23456"
    assert opinions == [(BASE, "rother23456", "different")]  # of R3, who gave no details


@pytest.mark.parametrize(
    ("details", "fits"),
    [
        (issue_of(2), True),
        ('"MARLOW ANN (2014); Annals of care, vol 3, no 2"', True),
        ('"Marlow, Ann (2014). Annals of Care; vol. 3; no. 2; doi 10.5555/b"', False),
        ("", True),
    ],
)
def test_what_the_details_say_counts_and_not_how(tmp_path, details, fits):
    numbered(tmp_path, ["1", "2"])
    write(tmp_path, "duplicates.R1.csv", HEAD, f"{BASE}-2,rother23456,different,,{details},")
    assert (run(tmp_path)[0] == []) is fits


def test_details_of_a_record_without_twins_may_change(tmp_path):
    numbered(tmp_path, ["1", "2"])
    write(tmp_path, "duplicates.R1.csv", HEAD, f"{BASE}-2,rother23456,different,,{issue_of(2)},{issue_of(7)}")
    assert run(tmp_path) == ([], [(f"{BASE}-2", "rother23456", "different")])


def test_an_answer_under_why_is_warned_of(tmp_path):
    write(
        tmp_path, "duplicates.R1.csv", "record_a,record_b,answer,why", "ra,rb,,Same", "ra,rc,,the same place"
    )
    assert warnings(Review(tmp_path)) == [
        "records/screening/duplicates.R1.csv:2: 'Same' stands under why, and answer is empty: it counts as "
        "no answer"
    ]


# --- what speaks against a link -----------------------------------------------------------------

PARTS = [
    record("ra", 1, **{**ONE, "title": f"{TITLE}: part I"}, volume="3", pages="1-9"),
    record("rb", 2, **ONE, volume="3", pages="1-9"),
    record("rc", 3, **{**ONE, "title": f"{TITLE}: part II"}, volume="3", pages="1-9"),
]


def pair(a, b, verdict, **fields):
    return Pair(record_a=a, record_b=b, verdict=verdict, **fields)


def test_a_doubted_pair_waits_for_one_answer_of_anybody():
    records = frame(PARTS)
    members = frame_of([Member(row.record_id, "ra") for row in PARTS], Member)
    rows = [pair("ra", "rc", "doubted", rule="parts", score=0.9), pair("ra", "rb", "duplicate", score=0.8)]
    pairs = frame_of(rows, Pair)
    found = doubted(pairs, settle([]), records, members)
    assert found == {("ra", "rc"): ("parts", "records/searches/export.ris:1")}
    (item,) = open_items(settle([]), [], {}, found)
    assert (item.item, item.waits_for) == ("dedupe:doubted:ra:rc", "team")
    same = settle([said("R1", "rc", "ra", True)])
    assert doubted(pairs, same, records, members) == {}
    unsure = settle([said("R1", "rc", "ra", "unsure")])
    assert doubted(pairs, unsure, records, members) == found


def test_of_pairs_with_the_same_two_titles_one_is_asked_about():
    rows = [*PARTS, record("rd", 4, **{**ONE, "title": f"{TITLE.upper()}: Part 2."})]
    members = frame_of([Member(row.record_id, "ra") for row in rows], Member)
    pairs = frame_of(
        [
            pair("ra", "rc", "doubted", rule="parts", score=0.9),
            pair("ra", "rd", "doubted", rule="parts", score=0.7),
        ],
        Pair,
    )
    assert set(doubted(pairs, settle([]), frame(rows), members)) == {("ra", "rd")}
    assert doubted(pairs, settle([said("R1", "ra", "rc", True)]), frame(rows), members) == {}


def test_a_link_that_a_person_made_against_the_titles_is_asked_about_again():
    records = [PARTS[0], PARTS[2]]
    one = [said("R1", "ra", "rc", True)]
    found, citation = verdicts(records, one)
    assert citation == {"ra": "ra", "rc": "ra"}  # a person is never overruled
    verdict, rule = found["ra", "rc"]
    assert verdict == "duplicate" and rule.startswith("called the same by R1, although ")
    pairs = frame_of([pair("ra", "rc", verdict, rule=rule, place="records/x.csv:2")], Pair)
    reasons = unlike(pairs, settle(one))
    (item,) = open_items(settle(one), [], reasons)
    assert item.item == "dedupe:unlike:ra:rc" and rule.rpartition(" although ")[2] in item.text
    assert open_items(settle([*one, said("R2", "ra", "rc", True)]), [], reasons) == []


def test_a_same_that_settles_a_doubt_of_our_own_needs_no_second_person():
    one = settle([said("R1", "ra", "rc", True)])
    rows = [
        pair("ra", "rc", "duplicate", rule="called the same by R1, although parts", place="records/x.csv:2"),
        pair("ra", "rb", "duplicate"),
        pair("rb", "rc", "duplicate"),
    ]
    assert unlike(frame_of(rows, Pair), one) == {}
    assert set(unlike(frame_of(rows[:2], Pair), one)) == {("ra", "rc")}


def test_a_doubt_is_open_until_anybody_says_something_and_then_the_citation_splits_or_stays(review, capsys):
    """The title that was cut off is linked to both, and what was cut off tells the two apart."""
    place = {"volume": "3", "pages": "1-9", "doi": "10.5555/a"}
    cut = "Going home from care: a study of what families say, with a sample of"
    records = [
        record("ra", 1, **{**ONE, "title": f"{cut} 12 families"}, **place),
        record("rb", 2, **{**ONE, "title": cut}, **place),
        record("rc", 3, **{**ONE, "title": f"{cut} 14 families"}, **place),
    ]
    write_frame(review / "build/searches/records.csv", frame(records), Record)

    def outcome(*lines):
        write(review, "duplicates.R1.csv", "record_a,record_b,answer", *lines)
        assert cli.main(["dedupe", "-d", str(review)]) == 0
        built = review / "build/dedupe"
        items = [item.item for item in read_built(built / "open.csv", OpenItem)]
        found = {m.record_id: m.citation_id for m in read_built(built / "members.csv", Member)}
        return items, found

    assert outcome() == (["dedupe:doubted:ra:rc"], dict.fromkeys(("ra", "rb", "rc"), "ra"))
    assert outcome("ra,rc,unsure")[0] == ["dedupe:doubted:ra:rc"]
    assert outcome("rc,ra,same") == ([], dict.fromkeys(("ra", "rb", "rc"), "ra"))
    assert outcome("rc,ra,different") == ([], {"ra": "ra", "rb": "ra", "rc": "rc"})


def test_records_without_a_title_are_not_unlike():
    records = [record("ra", 1), record("rb", 2, title="Zebrafish in winter")]
    one = settle([said("R1", "ra", "rb", True)])
    pairs, _ = deduplicate(frame(records), one)
    assert unlike(pairs, one) == {}


def test_a_doubted_citation_splits_where_a_person_says_so():
    place = {"volume": "3", "pages": "1-9", "doi": "10.5555/a"}
    records = [
        record("ra", 1, **ONE, **place),
        record("rb", 2, **ONE, **place),
        record("rc", 3, **(ONE | {"year": 2013}), **place),
        record("rd", 4, **(ONE | {"year": 2013}), **place),
    ]
    assert set(verdicts(records)[1].values()) == {"ra"}
    found, citation = verdicts(records, [said("R1", "ra", "rc", False)])
    assert citation == {"ra": "ra", "rb": "ra", "rc": "rc", "rd": "rc"}
    assert found["ra", "rc"] == ("different", "called different by R1")
    assert found["ra", "rb"][0] == found["rc", "rd"][0] == "duplicate"


def test_a_duplicate_in_any_file_of_a_person_is_taken_back_in_any_later_one(tmp_path):
    def noticed():
        problems = Problems()
        answers = read_answers(Review(tmp_path), IDS, problems)
        assert not len(problems)
        return [(each.person, each.a, each.b, each.time, each.place.rpartition("/")[2]) for each in answers]

    write(tmp_path, "title_abstract.R1.csv", "record,decision,time", "ra,include,2021-09-20", "rb,exclude,")
    write(
        tmp_path,
        "title_abstract.R1.2.csv",
        "record,of,decision,time",
        "ra,rb,Duplicate,2021-09-21 10:00",
        "rc,,,",
    )
    assert noticed() == [("R1", "ra", "rb", "2021-09-21T10:00:00", "title_abstract.R1.2.csv:2")]
    write(tmp_path, "title_abstract.R1.10.csv", "record,decision", "rc,include", "ra,", "rb,maybe")
    assert len(noticed()) == 1
    write(
        tmp_path, "full_text.r1.csv", "record,decision,time", "ra,include,2021-09-20"
    )  # before it was noticed
    write(tmp_path, "full_text.R2.csv", "record,decision,time", "ra,include,2021-09-22")  # somebody else
    assert len(noticed()) == 1
    write(tmp_path, "title_abstract.r1.page.csv", "record,decision", "ra,include")
    assert noticed() == []


def test_a_duplicate_of_a_record_that_is_gone_is_no_error_and_of_what_is_no_id_is_one(tmp_path):
    here, gone = "raaaaaaaaaa", "rbbbbbbbbbb"
    write(
        tmp_path,
        "title_abstract.R1.csv",
        "record,decision,of",
        f"{here},duplicate,{gone}",
        f"{gone},include,",
    )
    assert problems_of(tmp_path, here) == []
    write(tmp_path, "title_abstract.R1.csv", "record,decision,of", f"{here},duplicate,R2")
    assert problems_of(tmp_path, here) == [
        "records/screening/title_abstract.R1.csv:2: of 'R2' is in no search export"
    ]


TWO = st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda two: two[0] < two[1])


@given(st.lists(TWO, unique=True), st.lists(TWO, unique=True, max_size=6))
def test_no_two_that_are_apart_meet_and_no_link_is_refused_without_need(links, apart):
    groups = Groups(9, apart)
    refused = [two for two in links if not groups.link(*two)]
    members = {}
    for number in range(9):
        members.setdefault(groups.find(number), set()).add(number)
    assert not any(groups.find(a) == groups.find(b) for a, b in apart)
    for a, b in refused:
        both = members[groups.find(a)] | members[groups.find(b)]
        assert any({*two} <= both for two in apart)
    assert all(groups.find(a) == groups.find(b) for a, b in links if (a, b) not in refused)


@pytest.mark.parametrize(
    ("noticed", "settled", "holds"),
    [
        ("2021-03-01T20:00:00-06:00", "2021-03-01", False),  # of that day: what was adjudicated is after it
        ("2021-03-02T01:00:00+02:00", "2021-03-01", True),
        ("2021-03-01T20:00:00-06:00", "2021-03-02T01:59:00", True),
        ("2021-03-01T20:00:00-06:00", "2021-03-02T02:01:00", False),
    ],
)
def test_a_duplicate_and_an_adjudication_are_compared_by_days_as_written(tmp_path, noticed, settled, holds):
    write(tmp_path, "title_abstract.R1.csv", "record,of,decision,time", f"ra,rb,duplicate,{noticed}")
    head = "record,stage,decision,how,who,why,time"
    write(tmp_path, "adjudication.R3.csv", head, f"ra,title_abstract,include,third,R3,x,{settled}")
    answers = read_answers(Review(tmp_path), IDS, Problems())
    assert [each.person for each in answers] == ["R1"] * holds

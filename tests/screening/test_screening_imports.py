"""Lists of citations as the team's decisions: completeness, and what a person settles."""

from tamis.store import read_built
from tamis.tables import Entry

RIS = """\
TY  - JOUR
TI  - Families after care
PY  - 2020
ER  -

TY  - JOUR
TI  - Never found by any search
PY  - 2020
ER  -
"""
IMPORTS = "file,tool,stage,reviewer,date,complete\nkept.ris,list,title_abstract,team,2021-01-01,{}\n"
TITLES = {"r1": "Families after care", "r2": "Support at home", "r3": "Going home"}


def entries(review) -> list[tuple[int, str, str]]:
    rows = read_built(review.review.built("screening", "entries"), Entry)
    return [(row.entry, row.status, row.record_id) for row in rows]


def test_a_complete_list_excludes_what_is_not_on_it(small):
    review = small(TITLES)
    review.write("imports.csv", IMPORTS.format("yes"))
    review.write("kept.ris", RIS)
    assert review.run() == 0
    assert entries(review) == [(1, "matched", "r1"), (2, "nothing", "")]
    assert {key: (v.status, v.outcome, v.reason) for key, v in review.verdicts().items()} == {
        ("title_abstract", "r1"): ("listed", "include", ""),
        ("title_abstract", "r2"): ("listed", "exclude", "not_recorded"),
        ("title_abstract", "r3"): ("listed", "exclude", "not_recorded"),
        ("full_text", "r1"): ("awaiting", "", ""),
    }
    assert [(d.reviewer, d.record_id, d.decision, d.place) for d in review.decisions()] == [
        ("team", "r1", "include", "records/screening/kept.ris:1"),
        ("team", "r2", "exclude", "records/screening/imports.csv:2"),
        ("team", "r3", "exclude", "records/screening/imports.csv:2"),
    ]
    assert list(review.open()) == ["screening:entry:kept.ris:2"]
    assert review.open()["screening:entry:kept.ris:2"].place == "records/screening/kept.ris:6"


def test_a_complete_list_says_nothing_of_what_a_later_search_finds(small):
    review = small(
        {**TITLES, "r4": "Kinship", "r5": "Kinship care"},
        united={"r5": "r2"},
        searched={"r3": "2021-01-01", "r4": "2021-06-01", "r5": "2021-06-01"},
    )
    review.write("imports.csv", IMPORTS.format("yes"))
    review.write("kept.ris", RIS)
    assert review.run() == 0
    found = review.verdicts()
    # r2 was there before the update search found it again; r3 was found on the day of the list.
    assert [found["title_abstract", id].outcome for id in ("r1", "r2", "r3")] == [
        "include",
        "exclude",
        "exclude",
    ]
    assert (found["title_abstract", "r4"].status, found["title_abstract", "r4"].waits_for) == (
        "awaiting",
        "R1;R2;R3",
    )
    assert "screening:awaiting:title_abstract:r4" in review.open()


def test_the_list_of_an_update_excludes_what_the_update_found(small):
    review = small(TITLES, searched={"r3": "2021-06-01"})
    review.write("imports.csv", IMPORTS.format("yes") + "more.ris,list,title_abstract,team,2021-07-01,yes\n")
    review.write("kept.ris", RIS)
    review.write("more.ris", "TY  - JOUR\nTI  - Nothing of ours\nPY  - 2021\nER  -\n")
    assert review.run() == 0
    assert {(d.record_id, d.decision, d.time) for d in review.decisions()} == {
        ("r1", "include", "2021-01-01"),
        ("r2", "exclude", "2021-01-01"),
        ("r3", "exclude", "2021-07-01"),
    }


def test_a_list_that_is_not_complete_excludes_nothing(small):
    review = small(TITLES)
    review.write("imports.csv", IMPORTS.format(""))
    review.write("kept.ris", RIS)
    assert review.run() == 0
    found = review.verdicts()
    assert found["title_abstract", "r1"].outcome == "include"
    assert found["title_abstract", "r2"].status == "awaiting"


def test_two_complete_lists_of_one_stage_are_one_list_in_two_parts(small):
    review = small(TITLES)
    review.write("imports.csv", IMPORTS.format("yes") + "more.ris,list,title_abstract,team,2021-01-01,yes\n")
    review.write("kept.ris", RIS)
    review.write("more.ris", "TY  - JOUR\nTI  - Support at home\nPY  - 2020\nER  -\n")
    assert review.run() == 0
    found = review.verdicts()
    assert [found["title_abstract", id].outcome for id in TITLES] == ["include", "include", "exclude"]


def test_a_list_may_be_one_reviewers_own(small):
    review = small(TITLES)
    review.write("imports.csv", IMPORTS.format("yes").replace("team", "R1"))
    review.write("kept.ris", RIS)
    review.write("title_abstract.R2.csv", "record,decision\nr1,include\nr2,include\nr3,exclude\n")
    assert review.run() == 0
    found = review.verdicts()
    assert [found["title_abstract", id].status for id in TITLES] == ["agreed", "conflict", "agreed"]


def test_a_reviewers_own_list_counts_on_the_day_it_was_exported(small):
    review = small(TITLES)
    review.write("imports.csv", IMPORTS.format("yes").replace("team", "R1"))
    review.write("kept.ris", RIS)
    review.write(
        "title_abstract.R1.csv",
        "record,decision,of,time\n"
        "r1,include,,2020-12-30\nr1,exclude,,2020-12-31\nr2,duplicate,r3,2021-01-02\nr3,include,,2020-12-31\n",
    )
    assert review.run() == 0
    assert [(d.record_id, d.decision, d.current) for d in review.decisions()] == [
        ("r1", "include", "no"),
        ("r1", "exclude", "no"),
        ("r1", "include", "yes"),  # from the list
        ("r2", "duplicate", "yes"),  # decided on elsewhere: what the list leaves out says nothing
        ("r3", "include", "yes"),
    ]


def test_what_a_person_settles_comes_first(small):
    review = small(TITLES)
    review.write("imports.csv", IMPORTS.format("yes"))
    review.write("kept.ris", RIS)
    review.write(
        "matches.csv",
        "file,entry,record,who,why,title\n"
        "kept.ris,1,r3,R1,other edition,Families after care\n"
        "kept.ris,2,none,R1,web,Never found by any search\n",
    )
    assert review.run() == 0
    assert entries(review) == [(1, "settled", "r3"), (2, "set_aside", "")]
    found = review.verdicts()
    assert [found["title_abstract", id].outcome for id in TITLES] == ["exclude", "exclude", "include"]
    assert list(review.open()) == []


def test_an_entry_whose_citation_did_not_reach_the_stage_is_open(small):
    review = small(TITLES)
    review.write("title_abstract.R1.csv", "record,decision\nr1,exclude\n")
    review.write("title_abstract.R2.csv", "record,decision\nr1,exclude\n")
    review.write("imports.csv", IMPORTS.format("yes").replace("title_abstract", "full_text"))
    review.write("kept.ris", RIS)
    assert review.run() == 0
    item = review.open()["screening:unreached:full_text:r1"]
    assert item.place == "records/screening/kept.ris:1"
    assert item.text.endswith(
        "was decided on at full text, which it has not reached: at title and abstract it is excluded"
    )


def test_a_tools_export_and_its_log_speak_of_the_same_votes(small):
    review = small(TITLES)
    review.write(
        "imports.csv",
        "file,tool,stage,reviewer,date,people\n"
        "articles.csv,rayyan,title_abstract,,2022-02-01,Ann=R1; Li=R2\n"
        "log.csv,rayyan,title_abstract,,2022-02-01,ann@x.org=R1; li@x.org=R2\n",
    )
    review.write(
        "articles.csv",
        "key,title,year,authors,notes,pubmed_id\n"
        'rayyan-7,Families after care,2020,"D, J","RAYYAN-INCLUSION: {""Ann""=>""Included"", '
        '""Li""=>""Excluded""} | RAYYAN-EXCLUSION-REASONS: other design",\n'
        'rayyan-8,Support at home,2020,"D, J",,\n',
    )
    review.write(
        "log.csv",
        "created_at,user_id,user_email,article_id,key,value\n"
        "2022-01-03T10:00:00.000Z,1,ann@x.org,7,included,-1\n"
        "2022-01-03T10:05:00.000Z,1,ann@x.org,7,included,1\n"
        '2022-01-04T10:00:00.000Z,2,li@x.org,7,"""__EXR__other design""",1\n'
        "2022-01-04T10:00:00.100Z,2,li@x.org,7,included,-1\n",
    )
    assert review.run() == 0
    assert entries(review) == [(1, "matched", "r1"), (2, "matched", "r2"), (1, "matched", "r1")]
    assert [(d.reviewer, d.decision, d.reason, d.moment, d.current) for d in review.decisions()] == [
        ("R1", "exclude", "", "2022-01-03T10:00:00", "no"),
        ("R1", "include", "", "2022-01-03T10:05:00", "yes"),
        ("R2", "exclude", "design", "2022-01-04T10:00:00", "yes"),
    ]
    assert review.verdicts()["title_abstract", "r1"].status == "conflict"

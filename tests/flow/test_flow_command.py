import csv
import hashlib
import json
from pathlib import Path

import pytest
from flow_reviews import Tables, cite, every_exit, screen, search, seek

from tamis.cli import main
from tamis.flow.labels import BOXES
from tamis.review import Review
from tamis.store import read_built, write_rows
from tamis.tables import Citation, Exit, Export, Member, OpenItem, Record, Report, Study, Verdict

CONFIG = """\
tamis: "0.1.0"
title: A review
version_date: "2021-01-01"
questions: [{id: q1, text: 'What?'}]
eligibility:
  flowchart:
    - {id: population, question: 'Right population?', reason: Wrong population}
    - {id: outcome, question: 'An outcome?', reason: No outcome of interest}
reviewers: [{id: R1}, {id: R2}]
screening:
  stages: {title_abstract: {reviewers: 2}, full_text: {reviewers: 2}}
stand_ins: {sentence: Hits are made up., mark: "†", numbers: [hits]}
"""


def _review(root: Path, t: Tables, more: str = "") -> Review:
    review = Review(root)
    review.config.parent.mkdir(parents=True)
    review.config.write_text(CONFIG + more, encoding="utf-8")
    write_rows(review.built("searches", "records"), t.records, Record)
    write_rows(review.built("searches", "exports"), t.exports, Export)
    write_rows(review.built("dedupe", "members"), t.members, Member)
    write_rows(review.built("dedupe", "citations"), t.citations, Citation)
    write_rows(review.built("screening", "verdicts"), t.verdicts, Verdict)
    write_rows(review.built("fulltext", "reports"), t.reports, Report)
    write_rows(review.built("fulltext", "studies"), t.studies, Study)
    return review


def test_the_stage_writes_the_flow_in_every_form(tmp_path: Path) -> None:
    review = _review(tmp_path, every_exit())
    assert main(["flow", "-d", str(tmp_path)]) == 0
    flow = every_exit().flow()
    with (review.reports / "flow.csv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert rows == [["box", "n"], *([box, "" if (n := flow.boxes[box]) is None else str(n)] for box in BOXES)]
    loaded = json.loads((review.reports / "flow.json").read_text(encoding="utf-8"))
    assert loaded["boxes"] == flow.boxes
    assert loaded["reasons"] == [
        {"arm": "databases", "label": "No outcome of interest", "n": 1, "reason": "outcome"}
    ]
    assert "Scopus (n = 7†)" in (review.reports / "flow.svg").read_text(encoding="utf-8")
    head = (review.reports / "flow_prisma2020.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head == "data,node,box,description,boxtext,tooltips,url,n"
    assert len(read_built(review.built("flow", "exits"), Exit)) == 13


def test_two_runs_in_two_folders_give_the_same_bytes(tmp_path: Path) -> None:
    digests = []
    for name in ("one", "two"):
        review = _review(tmp_path / name, every_exit())
        main(["flow", "-d", str(review.root)])
        files = sorted([*review.reports.iterdir(), *(review.build / "flow").iterdir()])
        digests.append([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files])
    assert digests[0] == digests[1]
    assert len(digests[0]) == 6


PREVIOUS = """\
previous_review:
  title: The first version
  studies:
    - {id: old, label: Old 1999, reports: [Old 1999, Old 2001]}
    - {id: b2002, reports: [Bee 2002]}
flow:
  meta_analysis: [a2001, old, late]
"""


def _update(root: Path) -> Review:
    t = Tables()
    search(t, "Scopus", "database", "s1 s2")
    search(t, "Scopus", "database", "u1 u2 u3", round_=1)
    for ids, studies in (("s1 u1", "a2001"), ("u2", "a2001;b2002"), ("u3", "c2003")):
        cite(t, ids)
        screen(t, ids.split()[0], "include")
        seek(t, ids.split()[0], "retrieved", "include", studies=studies)
    cite(t, "s2")
    screen(t, "s2", "")
    review = _review(root, t, PREVIOUS)
    written = (
        "study,record,role\na2001,s1,main\na2001,u2,companion\nb2002,u2,main\nc2003,u3,main\nlate,s2,main\n"
    )
    review.records.mkdir()
    (review.records / "studies.csv").write_text(written, encoding="utf-8")
    return review


def test_the_stage_on_an_updated_review(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review = _update(tmp_path)
    assert main(["flow", "-d", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert said == "5 records, each with one exit: 2 new reports included, about 1 new study; 1 open\n"
    loaded = json.loads((review.reports / "flow.json").read_text(encoding="utf-8"))
    assert loaded["updated"] is True
    boxes = loaded["boxes"]
    for what, numbers in (("studies", (3, 1, 4)), ("reports", (4, 2, 6))):
        assert tuple(boxes[f"{when}_{what}"] for when in ("previous", "new", "total")) == numbers
    assert (boxes["database_results"], boxes["duplicates"], boxes["records_screened"]) == (3, 1, 2)
    assert (boxes["meta_analysis_studies"], boxes["meta_analysis_reports"]) == (2, 4)
    assert loaded["before"] == [{"exit": "included", "n": 1}, {"exit": "open", "n": 1}]
    exits = {
        row.record_id: (row.version, row.exit) for row in read_built(review.built("flow", "exits"), Exit)
    }
    assert exits["s1"] == ("previous", "included")
    assert exits["u1"] == ("", "duplicate")
    item, again = read_built(review.built("flow", "open"), OpenItem)
    assert (item.item, item.waits_for) == ("flow:meta_analysis:late", "team")
    assert "no report of it is included" in item.text
    assert again.item == "flow:previous:b2002:u2"
    assert "one that the version before had (Bee 2002)? Then write u2 in its place" in again.text


def test_a_listed_report_that_the_update_finds_again_counts_once(tmp_path: Path) -> None:
    review = _update(tmp_path)
    named = review.config.read_text("utf-8").replace("[Bee 2002]", "[u2]")
    review.config.write_text(named, encoding="utf-8")
    assert main(["flow", "-d", str(tmp_path)]) == 0
    boxes = json.loads((review.reports / "flow.json").read_text(encoding="utf-8"))["boxes"]
    for what, numbers in (("studies", (3, 1, 4)), ("reports", (4, 1, 5))):
        assert tuple(boxes[f"{when}_{what}"] for when in ("previous", "new", "total")) == numbers
    assert (boxes["duplicates"], boxes["records_screened"]) == (2, 1)
    left = {row.record_id: row for row in read_built(review.built("flow", "exits"), Exit)}["u2"]
    assert (left.exit, left.version) == ("duplicate", "")
    assert left.place.startswith("config/config.yaml:")
    assert [item.item for item in read_built(review.built("flow", "open"), OpenItem)] == [
        "flow:meta_analysis:late"
    ]


def test_an_update_that_begins_behind_the_log_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review = _update(tmp_path)
    text = review.config.read_text("utf-8").replace("version\n", "version\n  since: 3\n")
    review.config.write_text(text, encoding="utf-8")
    assert main(["flow", "-d", str(tmp_path)]) == 1
    line = text.splitlines().index("  since: 3") + 1
    assert capsys.readouterr().err.startswith(
        f"config/config.yaml:{line}: the update begins with round 3, but the search log (column update) has "
        "rounds 0, 1 alone"
    )
    review.config.write_text(text.replace("since: 3", "since: 2"), encoding="utf-8")
    assert main(["flow", "-d", str(tmp_path)]) == 0
    items = [row.item for row in read_built(review.built("flow", "open"), OpenItem)]
    assert items[0] == "flow:previous:since"


def test_an_unknown_study_of_a_meta_analysis_and_an_unknown_language_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review = _update(tmp_path)
    text = review.config.read_text(encoding="utf-8")
    text = text.replace("[a2001, old, late]", "[a2001, odl]\n  language: klingon")
    review.config.write_text(text, encoding="utf-8")
    line = len(text.splitlines())
    assert main(["flow", "-d", str(tmp_path)]) == 1
    meta, language = capsys.readouterr().err.splitlines()
    assert meta == (
        f"config/config.yaml:{line - 1}: study 'odl' is not one of a2001, b2002, c2003, late, old; "
        "did you mean 'old'?"
    )
    assert language.startswith(f"config/config.yaml:{line}: language 'klingon' is not one of ")

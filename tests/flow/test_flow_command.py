import csv
import hashlib
import json
from pathlib import Path

from flow_reviews import Tables, every_exit

from tamis.cli import main
from tamis.flow.labels import BOXES
from tamis.review import Review
from tamis.store import read_built, write_rows
from tamis.tables import Citation, Exit, Export, Member, Record, Report, Study, Verdict

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


def _review(root: Path, t: Tables) -> Review:
    review = Review(root)
    review.config.parent.mkdir(parents=True)
    review.config.write_text(CONFIG, encoding="utf-8")
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
    assert len(digests[0]) == 5

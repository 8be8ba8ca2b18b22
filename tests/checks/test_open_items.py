"""Acceptances: where they may stand, whose they are, and how much one of them may settle."""

import openpyxl
import pytest

from small_review import make, protocol
from tamis import checks
from tamis.checks.openitems import check, read_accepted, settle
from tamis.cli import main
from tamis.config import require_config
from tamis.errors import Problems
from tamis.review import Known
from tamis.status import _hints as hints
from tamis.tables import Accepted, OpenItem

HEAD = "item,who,when,why\n"


def said(review):
    problems = Problems()
    check(review, protocol(review)[0], Known({}), problems)
    return [str(problem) for problem in problems]


def accepted(*items):
    return [Accepted(item, "R1", "2020-01-01", "not published") for item in items]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("search:hits:a.ris,R1,2020-01-01,lost", []),
        ("search:hits:*,R2,2020-01-01,lost", []),
        ("search:hits:web*,team,2020-01-01,lost", []),
        ("search:hits:a.ris,R7,2020-01-01,lost", ["who 'R7' is not one of R1, R2, team"]),
        *(
            (
                f"{short},R1,2020-01-01,lost",
                [
                    f"item '{short}' would accept items of any kind; write at least stage:what:*, such as "
                    "search:hits:*"
                ],
            )
            for short in ("*", "search*", "search:*", "search:hits*", ":*", "::*", "s:*:*")
        ),
    ],
)
def test_what_is_wrong_with_an_acceptance(tmp_path, row, expected):
    review = make(tmp_path, {"accepted.csv": f"{HEAD}{row}\n"})
    assert said(review) == [f"records/accepted.csv:2: {text}" for text in expected]


def test_acceptances_may_be_a_workbook(tmp_path):
    review = make(tmp_path)
    book = openpyxl.Workbook()
    for line in (HEAD.strip().split(","), ["search:hits:*", "R1", "2020-01-01", "not published"]):
        book.active.append(line)
    book.save(review.records / "accepted.xlsx")
    problems = Problems()
    (row,) = read_accepted(review, problems)
    assert (row.item, row.place, len(problems)) == ("search:hits:*", "records/accepted.xlsx:2", 0)
    (review.records / "accepted.csv").write_text(HEAD)
    assert said(review) == ["records/accepted.xlsx: stands beside accepted.csv; keep one of the two"]


def test_of_two_acceptances_that_fit_the_longer_one_settles_and_those_of_nothing_are_told():
    items = [OpenItem(f"search:hits:{name}", "open", "team", "a:1") for name in ("web.ris", "x.ris")]
    found = settle(items, accepted("search:hits:*", "search:hits:web*", "search:hits:y.ris"))
    assert [(item.item, by.item) for item, by in found.accepted] == [
        ("search:hits:web.ris", "search:hits:web*"),
        ("search:hits:x.ris", "search:hits:*"),
    ]
    assert [row.item for row in found.unused] == ["search:hits:y.ris"] and not found.open


class Another:
    """A check that somebody adds."""

    @staticmethod
    def warnings(review):
        return [f"records/{review.root.name}:1: looks odd"]


def test_a_check_that_is_added_is_heard(tmp_path, capsys, monkeypatch):
    folder = tmp_path / "review"
    assert main(["init", str(folder)]) == 0
    (folder / "records/fulltext/notes.md").write_text("write to ann@example.org\n")
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, Another))
    capsys.readouterr()
    assert main(["status", "-d", str(folder)]) == 0
    warned = [line.strip() for line in capsys.readouterr().out.splitlines() if "warning" in line]
    assert warned == [
        "warning: records/fulltext/notes.md:1: holds an e-mail address; take it out before it is committed",
        "warning: records/review:1: looks odd",
    ]


def test_reports_tell_nothing_of_which_pdfs_are_at_hand():
    """Another computer has other PDFs: what is said of them is no part of a report, nor is its acceptance."""
    items = [
        OpenItem(id, "x", "team", "records/x:1") for id in ("fulltext:pdf-unlogged:a.pdf", "search:hits:b")
    ]
    by = [
        Accepted("fulltext:pdf-unknown:c.pdf", "R1", "2024-01-01", "y"),
        Accepted("search:hits:d", "R1", "2024-01-01", "y"),
    ]
    settled = settle(items, by)
    assert (len(settled.open), len(settled.unused)) == (2, 2)
    told = settled.without_pdfs()
    assert [item.item for item in told.open] == ["search:hits:b"]
    assert [acceptance.item for acceptance in told.unused] == ["search:hits:d"]
    accepted = settle(items, [Accepted("fulltext:pdf-*", "R1", "2024-01-01", "y")])
    assert accepted.accepted and not accepted.without_pdfs().accepted


@pytest.mark.parametrize(
    ("rules", "hinted"),
    [
        ("{extractors: 2}", {"extraction"}),
        ("{extractors: 1, checker: true}", {"check"}),
        ("{extractors: 2, checker: true}", {"extraction", "check"}),
    ],
)
def test_no_form_is_offered_for_what_the_protocol_does_not_ask_for(tmp_path, rules, hinted):
    review = make(tmp_path)
    text = review.config.read_text("utf-8")
    review.config.write_text(f"{text}extraction: {rules}\n", "utf-8")
    config = require_config(review)
    lines = [*hints([OpenItem("extraction:second:s", "x", "R2", "records/x:1")], config, "R2")]
    assert {line.split()[2] for line in lines} == hinted

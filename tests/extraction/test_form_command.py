"""The stage as a whole: what the form, people, quotes and numbers say stands in its tables and open items."""

import pytest

from small_review import make
from tamis.cli import main
from tamis.extraction.command import one_each
from tamis.store import read_built
from tamis.tables import Datum, DatumDifference, Evidence, FieldAgreement, Finding, OpenItem

FORM = """\
version: 2
sections:
  - id: s
    title: S
    fields:
      - {id: design, label: Design, type: choice, choices: [{id: rct, label: RCT}, {id: other, label: Other}]}
      - {id: n, label: Participants, type: number, kind: count, since: 2}
      - {id: lost, label: Lost, type: number, kind: count, at_most: n, quote: true}
      - id: arms
        label: Arms
        type: table
        only_for: {design: [rct]}
        columns:
          - {id: arm, label: Arm, key: true}
          - {id: size, label: Size, type: number, kind: count}
          - {id: how, label: How, kind: basis}
"""
TABLES = {
    "data": Datum,
    "differences": DatumDifference,
    "agreement": FieldAgreement,
    "evidence": Evidence,
    "findings": Finding,
    "open": OpenItem,
}


@pytest.fixture
def run(tmp_path):
    def stage(**files):
        review = make(
            tmp_path,
            {f"extraction/{name.replace('__', '.')}": text for name, text in files.items()},
            included=("adams2001",),
        )
        (tmp_path / "config/proforma.yaml").write_text(FORM, encoding="utf-8")
        assert main(["extraction", "-d", str(tmp_path)]) == 0
        return {name: read_built(review.built("extraction", name), row) for name, row in TABLES.items()}

    return stage


def test_a_finding_on_numbers_waits_for_who_typed_it(run):
    made = run(
        adams2001__R1__yaml="design: other\nn: 20\nlost: {value: 25, quote: lost 25 of them, page: 3}\n"
    )
    (finding,) = made["findings"]
    items = {item.item: item for item in made["open"]}
    assert items[finding.finding].text == f"adams2001: {finding.text}"
    assert (items[finding.finding].waits_for, items[finding.finding].place) == ("R1", finding.place)
    assert [(row.field, row.state, row.quote) for row in made["evidence"]] == [
        ("lost", "no_pdf", "lost 25 of them")
    ]
    assert "extraction:quote-unchecked:adams2001" in items


def test_what_is_not_asked_of_a_design_is_not_applicable(run):
    made = run(adams2001__R1__yaml="design: other\nn: nr\n")
    assert [(datum.field, datum.state, datum.value) for datum in made["data"]] == [
        ("design", "given", "other"),
        ("n", "not_reported", ""),
        ("arms", "not_applicable", ""),
    ]


def test_what_a_new_version_asks_for_waits_for_all_who_extracted_the_study(run):
    made = run(
        adams2001__R1__yaml="form: 1\ndesign: other\n",
        adams2001__R2__yaml="form: 1\ndesign: other\nn: 12\n",
    )
    (item,) = [item for item in made["open"] if item.item == "extraction:again:adams2001:n"]
    assert item.waits_for == "R1;R2"
    assert "n" in [datum.field for datum in made["data"]]


def test_a_number_must_be_in_its_quote_however_it_came_about(run):
    rows = "design: rct\narms: [{{arm: a, size: 12, how: {how}, quote: some of them, page: 1}}]\n"
    for how in ("estimated", "observed"):
        made = run(adams2001__R1__yaml=rows.format(how=how))
        assert [row.number for row in made["evidence"] if row.column == "size"] == ["no"]


def test_items_of_one_id_are_one():
    items = [
        OpenItem("b", "first", "R2", "x:1"),
        OpenItem("a", "a", "team", ""),
        OpenItem("b", "other", "R1", "y:1"),
        OpenItem("b", "first", "R3", "z:1"),
    ]
    assert one_each(items) == [
        OpenItem("a", "a", "team", ""),
        OpenItem("b", "first | y:1: other | z:1", "R2;R1;R3", "x:1"),
    ]

"""Several extractors of one study: agreeing, differing, leaving out; and the command on a whole review."""

import pytest

from small_review import CONFIG, make, people_wrote
from tamis.cli import main
from tamis.store import read_built
from tamis.tables import Datum, OpenItem

FULL = """\
    country: uk
    follow_up: 0.50
    finding: {value: Most went home., quote: most had returned, page: 12}
    """


@pytest.fixture
def run(tmp_path):
    """Return what runs the stage on some files, and gives its data and open items."""

    def stage(files, **more):
        review = make(tmp_path, {f"extraction/{name}": text for name, text in files.items()}, **more)
        before = people_wrote(review)
        assert main(["extraction", "-d", str(tmp_path)]) == 0
        assert people_wrote(review) == before
        items = read_built(review.built("extraction", "open"), OpenItem)
        return (
            read_built(review.built("extraction", "data"), Datum),
            # Whether quotes stand in a PDF is told elsewhere.
            [item for item in items if not item.item.startswith("extraction:quote-")],
        )

    return stage


def test_data_stand_by_study_then_as_the_form_has_them(run):
    data, items = run(
        {
            "brown2002.R1.yaml": FULL,
            "adams2001.R1.yaml": """\
                finding: {value: None did., quote: nobody, page: 3}
                effects:
                  - {returned: 40, arm: new}
                  - {arm: old, returned: 20}
                country: us
                """,
        }
    )
    assert items == []
    assert [(d.study, d.field, d.row, d.column, d.value) for d in data] == [
        ("adams2001", "country", 1, "", "us"),
        ("adams2001", "effects", 1, "arm", "new"),
        ("adams2001", "effects", 1, "returned", "40"),
        ("adams2001", "effects", 2, "arm", "old"),
        ("adams2001", "effects", 2, "returned", "20"),
        ("adams2001", "finding", 1, "", "None did."),
        ("brown2002", "country", 1, "", "uk"),
        ("brown2002", "follow_up", 1, "", "0.50"),
        ("brown2002", "finding", 1, "", "Most went home."),
    ]
    finding = data[-1]
    assert (finding.quote, finding.page, finding.extractor) == ("most had returned", "12", "R1")
    assert finding.place == "records/extraction/brown2002.R1.yaml:3"


def test_extractors_who_agree_are_both_named_and_the_quote_is_kept(run):
    data, items = run(
        {
            "adams2001.R1.yaml": "country: uk\nfollow_up: 0.5\nfinding: most  went HOME.\n",
            "adams2001.R2.yaml": FULL,
        },
        included=("adams2001",),
    )
    assert items == []
    assert [(d.field, d.value, d.extractor) for d in data] == [
        ("country", "uk", "R1;R2"),
        ("follow_up", "0.5", "R1;R2"),  # nobody meant more than the fewest decimals that were typed
        ("finding", "Most went home.", "R1;R2"),
    ]


def test_what_extractors_differ_on_is_open_and_not_printed(run):
    data, items = run(
        {
            "adams2001.R1.yaml": FULL,
            "adams2001.R2.yaml": "country: us\nfollow_up:\neffects: [{arm: new}]\n",
            "brown2002.R2.yaml": FULL,
        }
    )
    assert [(i.item, i.waits_for) for i in items] == [
        ("extraction:differs:adams2001:country", "R1;R2"),
        ("extraction:differs:adams2001:follow_up", "R1;R2"),
    ]
    assert items[0].text == (
        "the extractors differ on Country (country) of adams2001: R1 has 'uk'; R2 has 'us'; "
        "it is settled in records/extraction/reconciliation.<you>.csv, with how, who and why, or where one "
        "of them changes the value in their file"
    )
    assert items[1].text.partition("; it is")[0].endswith("R1 has '0.50'; R2 has 'not reported'")
    assert [(d.field, d.value, d.state) for d in data if d.study == "adams2001"] == [
        ("country", "", "disputed"),
        ("follow_up", "", "disputed"),
        ("effects", "new", "given"),
        ("finding", "Most went home.", "given"),
    ]


def test_what_was_looked_for_and_not_found_is_empty_and_what_was_not_looked_for_is_not_there(run):
    data, _ = run(
        {"adams2001.R1.yaml": "follow_up:\neffects: []\n", "adams2001.R2.yaml": "follow_up: ''\n"},
        included=("adams2001",),
    )
    assert [(d.field, d.value, d.state, d.extractor) for d in data] == [
        ("follow_up", "", "not_reported", "R1;R2"),
        ("effects", "", "not_reported", "R1"),
    ]


def test_what_the_form_asks_for_and_is_not_there_is_open(run):
    _, items = run(
        {"brown2002.R2.yaml": "country: ...\nfinding: {value: Some did., page: Table 4}\n"},
        included=("adams2001", "brown2002", "clark2003"),
    )
    assert [(i.item, i.waits_for, i.place) for i in items] == [
        (
            "extraction:missing:brown2002:country",
            "R2",
            "records/extraction/brown2002.R2.yaml:1",
        ),
        ("extraction:none:adams2001", "team", "records/studies.csv:2"),
        ("extraction:none:clark2003", "team", "records/studies.csv:4"),
        ("extraction:quote:brown2002:finding", "R2", "records/extraction/brown2002.R2.yaml:2"),
    ]
    said = "Main finding (finding) of brown2002 has no quote and no page: 'Table 4' names none"
    assert items[-1].text == said


@pytest.mark.parametrize("said", ["", "not reported", "n/a"])
def test_that_a_report_does_not_say_is_an_answer_to_what_is_required(run, said):
    _, items = run({"brown2002.R2.yaml": f"country: {said}\nfinding: {said}\n"}, included=("brown2002",))
    assert items == []


def test_nothing_waits_for_an_extractor_who_left(run):
    config = CONFIG.replace("{id: R2}", "{id: R2, left: '2020-05-01'}")
    files = {
        "adams2001.R1.yaml": FULL,
        "adams2001.R2.yaml": "country: us\n",
        "brown2002.R2.yaml": "country: uk\n",
    }
    _, items = run(files, config=config)
    assert [(i.item, i.waits_for) for i in items] == [
        ("extraction:differs:adams2001:country", "R1"),
        ("extraction:missing:brown2002:finding", "team"),
    ]


def test_what_an_office_program_leaves_beside_a_file_is_no_extraction(run):
    files = {"adams2001.R1.yaml": FULL, "brown2002.R1.yaml": FULL}
    locks = {"~$notes.docx": "R1", ".~lock.adams2001.R1.yaml#": "R1", "README.md": "How to extract."}
    assert run(files | locks) == run(files)


def test_a_study_that_is_not_included_is_read_and_left_out(run, capsys):
    data, items = run(
        {"adams2001.R1.yaml": FULL, "brown2002.R1.yaml": FULL},
        included=("adams2001",),
        known=("adams2001", "brown2002"),
    )
    assert {d.study for d in data} == {"adams2001"}
    assert items == []
    assert "not included: 1\n" in capsys.readouterr().out


def test_wrong_input_ends_the_stage_with_nothing_written(tmp_path, capsys):
    review = make(tmp_path, {"extraction/adams2001.R1.yaml": "country: mars\n"})
    assert main(["extraction", "-d", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said.splitlines() == [
        "records/extraction/adams2001.R1.yaml:1: country 'mars' is not one of uk (United Kingdom), us "
        "(United States), ie (Ireland)"
    ]
    assert not review.built("extraction", "data").exists()

"""What people fill in: states, p values, tables with quotes, several files, and a form that changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small_review import PROFORMA, make, protocol
from tamis.config import Label
from tamis.errors import Problems
from tamis.extraction import inputs
from tamis.extraction.filled.values import parse, state
from tamis.extraction.inputs import named
from tamis.extraction.together import logs

FOLDER = "records/extraction"


def read(tmp_path, form=PROFORMA, **files):
    """Read extraction files by name (`__` for a dot) under a form; return what was found and what is said."""
    review = make(tmp_path, {f"extraction/{name.replace('__', '.')}": text for name, text in files.items()})
    (tmp_path / "config/proforma.yaml").write_text(form, encoding="utf-8")
    problems = Problems()
    found = inputs.read(review, *protocol(review), {"adams2001", "brown2002"}, problems)
    return found, [str(problem).removeprefix(f"{FOLDER}/") for problem in problems]


def brief(extraction, *names):
    return {
        id: [tuple(getattr(datum, name) for name in names) for datum in data]
        for id, data in extraction.fields.items()
    }


def test_words_for_not_reported_and_not_applicable_are_states_of_any_type(tmp_path):
    (found,), said = read(
        tmp_path,
        adams2001__R1__yaml="""\
            country: NR
            funding: Not reported
            follow_up: n.r.
            ended: n/a
            supports: not applicable
            effects: NA
            finding: {value: nr, note: looked twice}
            """,
    )
    assert said == []
    states = {id: data[0].state for id, data in found.fields.items()}
    assert states == {
        "country": "not_reported",
        "funding": "not_reported",
        "follow_up": "not_reported",
        "ended": "not_applicable",
        "supports": "not_applicable",
        "effects": "not_applicable",
        "finding": "not_reported",
    }
    assert {datum.value for data in found.fields.values() for datum in data} == {""}
    assert found.fields["finding"][0].note == "looked twice"


def test_a_choice_that_is_called_like_a_state_is_a_choice():
    known = [Label("na", "Namibia"), Label("no", "Norway"), Label("x", "N.R.")]
    assert state("NA", known) == "given"
    assert parse("NA", "choice", choices=known) == "na"
    assert state("n.r.", known) == "given"
    assert state("nr", known) == "not_reported"
    assert parse("norway", "choice", choices=known) == "no"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (".03", ".03"),
        ("0.030", "0.030"),
        ("= .2", ".2"),
        ("< .001", "< .001"),
        ("<.05", "< .05"),
        ("p < .05", "< .05"),
        ("≥0.10", ">= 0.10"),
        ("1", "1"),
        ("n.s.", "ns"),
        ("NS", "ns"),
    ],
)
def test_p_values_keep_their_digits_and_their_sign(typed, value):
    assert parse(typed, "p") == value


@pytest.mark.parametrize("typed", ["5%", "1.2", "-.03", ".03*", "0,03", "significant", "p", "<"])
def test_what_is_no_p_value(typed):
    with pytest.raises(ValueError, match="is not a p value"):
        parse(typed, "p")


def test_a_minus_sign_as_it_is_printed_is_one():
    assert parse("\u2212.675", "number") == "-.675"


def test_rows_and_cells_have_quotes_of_their_own(tmp_path):
    (found,), said = read(
        tmp_path,
        adams2001__R1__yaml="""\
            effects:
              - arm: new
                n: {value: 40, quote: forty families, page: 7, basis: Estimated}
                returned: 55
                quote: of the families 55% returned
                page: 9
                note: baseline
              - {arm: old, n: ''}
            """,
    )
    assert said == []
    assert brief(found, "row", "column", "value", "state", "quote", "page", "note", "basis")["effects"] == [
        (1, "arm", "new", "given", "of the families 55% returned", "9", "baseline", ""),
        (1, "n", "40", "given", "forty families", "7", "baseline", "estimated"),
        (1, "returned", "55", "given", "of the families 55% returned", "9", "baseline", ""),
        (2, "arm", "old", "given", "", "", "", ""),
        (2, "n", "", "not_reported", "", "", "", ""),
    ]


def test_the_note_of_a_table_a_row_and_a_cell_all_stay(tmp_path):
    (found,), said = read(
        tmp_path,
        adams2001__R1__yaml="""\
            effects:
              note: Two values.
              value:
                - {arm: new, n: {value: 4, note: of 5}, note: Table 2}
                - {arm: old}
            """,
    )
    assert said == []
    assert brief(found, "column", "note")["effects"] == [
        ("arm", "Two values.; Table 2"),
        ("n", "Two values.; Table 2; of 5"),
        ("arm", "Two values."),
    ]


def test_what_stands_beside_a_value_is_checked(tmp_path):
    _, said = read(
        tmp_path,
        adams2001__R1__yaml="""\
            follow_up:
              value: 12
              basis: guessed
              report: rbrown2002
            effects:
              - quote: nothing else
            """,
    )
    assert said == [
        "adams2001.R1.yaml:3: follow_up.basis 'guessed' is not one of observed, estimated, imputed, "
        "weighted, adjusted",
        "adams2001.R1.yaml:4: follow_up.report 'rbrown2002' is no record of a report of adams2001 in "
        "records/studies.csv",
        "adams2001.R1.yaml:6: effects[1] has none of the columns arm, n, returned",
    ]


def test_a_form_that_is_not_filled_in_says_nothing(tmp_path):
    found, said = read(
        tmp_path,
        adams2001__R1__yaml="form: 1\ncountry: ...\nfunding: …\neffects: [{arm: ..., n: ...}]\n",
        brown2002__R1__yaml="""\
            country: ...
            finding: {value: ..., quote: ..., page: ...}
            effects:
              - {arm: ..., n: ..., quote: ...}
              - {arm: new, n: ..., quote: ...}
            """,
    )
    assert said == []
    assert [(each.study, brief(each, "row", "column", "value", "quote")) for each in found] == [
        ("brown2002", {"effects": [(1, "arm", "new", "")]})
    ]


def test_several_files_of_one_person_are_one_extraction(tmp_path):
    (found,), said = read(
        tmp_path,
        adams2001__R1__yaml="country: uk\nfinding: Most went home.\n",
        adams2001__R1__2__yaml="finding: {value: Most went home., quote: returned, page: 3}\nfunding: A\n",
    )
    assert said == []
    assert brief(found, "value", "quote") == {
        "country": [("uk", "")],
        "funding": [("A", "")],
        "finding": [("Most went home.", "returned")],
    }


def test_what_stands_beside_a_value_comes_from_any_file_of_a_person(tmp_path):
    files = {
        "adams2001__R1__yaml": (
            "follow_up: {value: 12, page: 3, note: Table 1}\neffects: [{arm: new, n: 4}]\n"
        ),
        "adams2001__R1__2__yaml": (
            "follow_up: {value: 12, quote: a year, note: Table 1, report: radams2001, basis: estimated}\n"
            "effects: [{arm: new, n: {value: 4, quote: four, page: 7, note: of 5}}]\n"
        ),
    }
    (found,), said = read(tmp_path, **files)
    assert said == []
    assert brief(found, "column", "quote", "page", "note", "report", "basis") == {
        "follow_up": [("", "a year", "3", "Table 1", "radams2001", "estimated")],
        "effects": [("arm", "", "", "", "", ""), ("n", "four", "7", "of 5", "", "")],
    }
    _, said = read(tmp_path, **files, adams2001__R1__3__yaml="follow_up: {value: 12, note: Table 2}\n")
    assert len(said) == 1 and "says something else" in said[0]


def test_a_quote_without_its_value_is_listed(tmp_path):
    text = """\
        funding: {value: ..., quote: Funded by A, page: 12}
        effects:
          - {arm: ..., n: ..., quote: typed words, page: 4}
          - {arm: new, n: {value: ..., quote: forty}}
          - {arm: ..., quote: ...}
        finding: {value: ..., quote: NR}
        """
    (found,), said = read(tmp_path, adams2001__R1__yaml=text)
    assert said == []
    assert again(found) == [
        ("quote-alone:adams2001:effects:1:R1", "3"),
        ("quote-alone:adams2001:effects:2:n:R1", "4"),
        ("quote-alone:adams2001:funding:R1", "1"),
    ]
    assert found.again[2].text == (
        "Funding (funding) of adams2001 has a quote and page and no value beside it yet"
    )
    whole = "effects: {value: [{arm: ...}], quote: all arms}\n"
    (found,), _ = read(tmp_path, adams2001__R1__yaml=whole)
    assert again(found) == [("quote-alone:adams2001:effects:R1", "1")]
    (found,), _ = read(
        tmp_path, adams2001__R1__yaml=whole, adams2001__R1__2__yaml="effects: [{arm: a, quote: all arms}]\n"
    )
    assert again(found) == []


def test_words_for_not_reported_are_no_quote_and_no_page(tmp_path):
    (found,), said = read(tmp_path, adams2001__R1__yaml="finding: {value: NR, quote: NR, page: n/a}\n")
    assert (said, brief(found, "state", "quote", "page")) == ([], {"finding": [("not_reported", "", "")]})


def test_a_field_that_two_files_give_differently_is_wrong(tmp_path):
    _, said = read(
        tmp_path,
        adams2001__R1__yaml="country: uk\neffects: [{arm: new}]\nfunding: A\n",
        adams2001__R1__again__yaml="\ncountry: us\neffects: [{arm: new}, {arm: old}]\nfunding: A\n",
    )
    assert said == [
        "adams2001.R1.yaml:1: country is in records/extraction/adams2001.R1.again.yaml:2, too, and says "
        "something else; keep one of the two",
        "adams2001.R1.yaml:2: effects is in records/extraction/adams2001.R1.again.yaml:3, too, and says "
        "something else; keep one of the two",
    ]


def test_names_of_files():
    people = ["R1", "R2"]
    assert named("a.b.R1.yaml", people) == ("a.b", "R1")
    assert named("a.R1.2.yaml", people) == named("a.R1 (1).yaml", people) == ("a", "R1")
    assert named("R1.R2.yaml", people) == ("R1", "R2")
    assert named("a.R3.yaml", people) == ("a", "R3")
    assert named("a.yaml", people) is None
    assert named(".R1.yaml", people) is None


def test_every_other_name_in_the_folder_is_told(tmp_path):
    _, said = read(
        tmp_path,
        adams2001__R9__pdf="",
        evidence__R9__csv="study,field,quote,sha256,state\n",
        notes__R1__csv="a\n",
        notes__txt="a\n",
        nobody__xlsx="",
    )
    assert said == [
        "adams2001.R9.pdf: extractor 'R9' is not one of R1, R2",
        "evidence.R9.csv: person 'R9' is not one of R1, R2",
        "nobody.xlsx: must be named <anything>.<extractor>.xlsx, such as extraction.R1.xlsx",
        "notes.R1.csv: is no log: one is named <log>.<person>.csv, and begins with check, reconciliation, "
        "evidence",
        "notes.txt: is not read here: what is filled in is YAML or XLSX; highlights are in a PDF, logs are "
        "CSV",
    ]


CHANGED = """\
version: 3
sections:
  - id: about
    title: About
    fields:
      - id: design
        label: Design
        type: choice
        was: [kind_of_study]
        choices: [{id: rct, label: RCT}, {id: cohort, label: Cohort}]
      - {id: follow_up, label: Follow-up, type: number, since: 2}
      - {id: drop_out, label: Lost, type: number, since: 3}
      - {id: arms, label: Arms, type: text, only_for: {design: [rct]}}
"""


def again(extraction):
    return [
        (item.item.removeprefix("extraction:"), item.place.rpartition(":")[2]) for item in extraction.again
    ]


def test_a_file_of_an_earlier_version_keeps_what_fits_and_lists_the_rest(tmp_path):
    (found,), said = read(
        tmp_path,
        CHANGED,
        adams2001__R1__yaml="""\
            form: 2
            kind_of_study: RCT
            follow_up: a year
            colour: red
            arms: two
            """,
    )
    assert said == []
    assert brief(found, "value") == {"design": [("rct",)], "arms": [("two",)]}
    assert again(found) == [
        ("again:adams2001:colour", "4"),
        ("again:adams2001:drop_out", "1"),
        ("again:adams2001:follow_up", "3"),
    ]
    assert found.version == 2
    assert {item.waits_for for item in found.again} == {"R1"}


def test_the_same_in_a_file_of_this_version_is_wrong(tmp_path):
    _, said = read(
        tmp_path, CHANGED, adams2001__R1__yaml="kind_of_study: RCT\nfollow_up: a year\ncolour: red\n"
    )
    assert said == [
        "adams2001.R1.yaml:2: follow_up 'a year' is not a number; write it with a point and without "
        "separators; if this file was filled in with an earlier version of the form, write form: 1 at its "
        "top",
        "adams2001.R1.yaml:3: field 'colour' is not in config/proforma.yaml",
    ]


def test_what_was_filled_in_again_holds(tmp_path):
    (found,), said = read(
        tmp_path,
        CHANGED,
        adams2001__R1__yaml="form: 1\ndesign: rct\nfollow_up: 12\n",
        adams2001__R1__2__yaml="form: 3\nfollow_up: 13\ndrop_out: 4\n",
    )
    assert said == []
    assert brief(found, "value") == {"design": [("rct",)], "follow_up": [("13",)], "drop_out": [("4",)]}
    assert again(found) == []


def test_a_value_of_an_earlier_version_that_is_asked_otherwise_now_is_kept_and_listed(tmp_path):
    (found,), _ = read(tmp_path, CHANGED, adams2001__R1__yaml="form: 1\nfollow_up: 12\n")
    assert brief(found, "value") == {"follow_up": [("12",)]}
    assert again(found) == [("again:adams2001:drop_out", "1"), ("again:adams2001:follow_up", "2")]


def test_a_table_of_which_a_cell_no_longer_fits_holds_as_it_is_filled_in_again(tmp_path):
    form = f"version: 2\n{PROFORMA}"
    (found,), said = read(
        tmp_path, form, adams2001__R1__yaml="form: 1\neffects: [{arm: new, n: some}, {arm: old, n: 5}]\n"
    )
    assert said == []
    assert again(found) == [("again:adams2001:effects", "2")]
    (found,), said = read(
        tmp_path,
        form,
        adams2001__R1__yaml="form: 1\neffects: [{arm: new, n: some}, {arm: old, n: 5}]\n",
        adams2001__R1__2__yaml="form: 2\neffects: [{arm: new, n: 4}, {arm: old, n: 5}]\n",
    )
    assert (said, again(found)) == ([], [])
    assert [datum.value for datum in found.fields["effects"]] == ["new", "4", "old", "5"]


def test_a_further_file_settles_only_what_is_filled_in_there(tmp_path):
    (found,), said = read(
        tmp_path,
        CHANGED,
        adams2001__R1__yaml="form: 1\ndesign: rct\nfollow_up: 12\n",
        adams2001__R1__2__yaml="form: 3\nfollow_up: 13\ndrop_out: ...\n",
    )
    assert said == []
    assert again(found) == [("again:adams2001:drop_out", "1")]
    assert found.anew == {"drop_out": ""}


SETTLED = "study,field,row,column,values,value,how,who,why,time\n"


@pytest.mark.parametrize(
    ("version", "more", "told", "wrong"),
    [
        (1, "", 0, 1),  # nothing was changed: a mistake
        (2, "", 1, 0),
        (2, "adams2001,country,,,R1 ie; R2 us,us,third,R2,read again,2021-03-02\n", 0, 0),
    ],
)
def test_a_settlement_that_no_longer_fits_is_listed_until_there_is_another(
    tmp_path, version, more, told, wrong
):
    line = "adams2001,country,,,R1 ie; R2 us,mars,third,R2,read again,2021-03-01\n"
    review = make(tmp_path, {"extraction/reconciliation.R2.csv": SETTLED + line + more})
    form = f"version: {version}\n{PROFORMA}"
    (tmp_path / "config/proforma.yaml").write_text(form, encoding="utf-8")
    problems, outdated = Problems(), {}
    found = logs.read_reconciliations(review, *protocol(review), {"adams2001"}, problems, outdated)
    assert len(found) == bool(more)
    assert len(problems) == wrong
    items = outdated.get("adams2001", [])
    assert [item.item for item in items] == told * ["extraction:again:adams2001:country:reconciliation:R2"]
    for item in items:
        assert "R2's settlement no longer fits the form, and counts for nothing: 'mars' is not" in item.text
        assert (item.waits_for, item.place) == ("R2", "records/extraction/reconciliation.R2.csv:2")


@pytest.mark.parametrize("version", ["4", "0", "two", "1.0", "[1]", "\u0662", "9" * 12])
def test_a_version_that_there_is_not_is_wrong(tmp_path, version):
    _, said = read(tmp_path, CHANGED, adams2001__R1__yaml=f"design: rct\nform: {version}\n")
    assert said == [
        f"adams2001.R1.yaml:2: form {version!r} is no version of config/proforma.yaml: it is from 1 to 3"
    ]


def test_a_field_under_two_of_its_names_is_wrong(tmp_path):
    _, said = read(tmp_path, CHANGED, adams2001__R1__yaml="kind_of_study: rct\ndesign: rct\n")
    assert said == ["adams2001.R1.yaml:2: design is design, which is there as 'kind_of_study', too"]


def test_what_is_typed_where_it_is_not_asked_is_kept_and_told(tmp_path):
    (found,), said = read(tmp_path, CHANGED, adams2001__R1__yaml="design: cohort\narms: two\n")
    assert said == []
    assert brief(found, "value") == {"design": [("cohort",)], "arms": [("two",)]}
    assert again(found) == [("unasked:adams2001:arms", "2")]


def test_what_is_asked_only_of_what_is_not_asked_is_not_asked_either(tmp_path):
    choices = "choices: [{id: x, label: X}, {id: y, label: Y}]"
    chain = [("a", ""), ("b", "a"), ("c", "b"), ("d", "c")]
    fields = [
        f"{{id: {id}, label: {id}, type: choice, {choices}{f', only_for: {{{of}: [x]}}' if of else ''}}}"
        for id, of in chain
    ]
    form = "sections:\n  - {id: s, title: S, fields: [" + ",\n      ".join(reversed(fields)) + "]}\n"
    (found,), said = read(tmp_path, form, adams2001__R1__yaml="a: y\nd: x\n")
    assert said == []
    assert again(found) == [("unasked:adams2001:d", "2")]


@given(st.text(max_size=10) | st.from_regex(r"(p ?)?[<>=≤]{0,2} ?[0-9]?\.?[0-9]{0,4}", fullmatch=True))
def test_a_p_value_that_is_read_is_read_again_as_the_same(text):
    try:
        value = parse(text, "p")
    except ValueError:
        return
    assert parse(value, "p") == value
    if value and value != "ns":
        assert 0 <= float(value.rpartition(" ")[2]) <= 1
        assert value.rpartition(" ")[2] in text  # the digits are those that were typed

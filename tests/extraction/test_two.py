"""Two extractors of one study: what agrees, cell by cell, what is settled, and what a checker says."""

from dataclasses import replace

import pytest
from twosome import QUOTED, Two

from tamis.extraction.alike import likeness, same
from tamis.extraction.together.holds import hold
from tamis.extraction.together.slots import Slot
from tamis.proforma import Column, Field
from tamis.tables import Datum

ONE = f"design: cohort\nn: {{value: 12, {QUOTED}}}\n"
TABLE = """\
    design: cohort
    effects:
      - {{outcome: Return, result: {0}, p: '{1}', quote: words, page: 2}}
      - {{outcome: Safety, result: 7, p: ns, quote: words, page: 2}}
    """
LOG = "study,field,row,column,values,value,how,who,why,time,label\n"
CHECK = "study,field,row,column,first,answer,comment,time\n"


def datum(value, state="given"):
    return Datum("adams2001", "x", 1, "", value=value if state == "given" else "", state=state)


@pytest.mark.parametrize(
    ("kind", "one", "other", "agree"),
    [
        ("number", "1", "1.0", True),
        ("number", "01", "1", True),
        ("number", "-.5", "-0.50", True),
        ("number", "0", "-0", True),
        ("number", "1000", "1,000", True),
        ("number", "12%", "12", True),  # the field is in %
        ("number", "12", "1.2", False),
        ("number", "5", "-5", False),
        ("p", ".05", "0.050", True),
        ("p", "< .05", "<0.05", True),
        ("p", "< .05", ".05", False),
        ("p", "< .05", "<= .05", False),
        ("p", "ns", ".05", False),
        ("date", "2020-03-01", "1 March 2020", False),
        ("date", "2020-03-01", "2020-03-01", True),
        ("choice", "uk", "UK", True),
        ("choices", "a;b", "b; a", True),
        ("choices", "a;b", "a", False),
        ("text", "Most went home.", "most  went HOME", True),
        ("text", "Twelve families took part", "12 families took part", True),
        ("text", "Parents’ own words", "Parents' own words", True),
        ("text", "12 per cent", "12%", True),
        ("text", "Strengthening Families Program", "Strengthening Families Programme", True),
        (
            "text",
            "Of 357 children of the families, all went home",
            "Of 356 children of the families, all went home",
            False,
        ),
        ("text", "arm one 12, arm two 15, all in all", "arm one 15, arm two 12, all in all", False),
        ("text", "p < .05 in the whole of the sample", "p > .05 in the whole of the sample", False),
        ("text", "a change of -2.5 in the whole sample", "a change of 2.5 in the whole sample", False),
        ("text", "12% of the children of the families", "12 of the children of the families", False),
        (
            "text",
            "The children of the families did return",
            "The children of the families did not return",
            False,
        ),
        ("text", "CBT", "MST", False),
        # A direction, and the other; what turns a word round.
        (
            "text",
            "Re-entry was lower in the first group at 12 months",
            "Re-entry was higher in the first group at 12 months",
            False,
        ),
        (
            "text",
            "The programme increased the stability of placements",
            "The programme decreased the stability of placements",
            False,
        ),
        (
            "text",
            "More children returned home in the group of cases",
            "Fewer children returned home in the group of cases",
            False,
        ),
        (
            "text",
            "Significant difference between the groups at the end",
            "Insignificant difference between the groups at the end",
            False,
        ),
        (
            "text",
            "A non-significant difference of all of the groups",
            "A significant difference of all of the groups",
            False,
        ),
        ("text", "A non-significant result in all groups", "A nonsignificant result in all groups", True),
        (
            "text",
            "allocated by a computer-generated list, concealed",
            "allocated by a computer-generated list, unconcealed",
            False,
        ),
        (
            "text",
            "was significant there, insignificant here",
            "was insignificant there, significant here",
            False,
        ),
        (
            "text",
            "Measured before the intervention in all of the families",
            "Measured after the intervention in all of the families",
            False,
        ),
        (
            "text",
            "In the intervention group most, in the control group some",
            "In the control group most, in the intervention group some",
            False,
        ),
        (
            "text",
            "Parenting got better in the course of the programme",
            "Parenting got worse in the course of the programme",
            False,
        ),
        (
            "text",
            "Fewer re-entries than in the comparison group",
            "Fewer re-entries than in comparison groups",
            True,
        ),
        ("text", "$5 each", "€5 each", False),
        ("text", "10² of the whole sample of children", "102 of the whole sample of children", False),
        ("text", "5½ months after the end of the year", "51/2 months after the end of the year", False),
        ("text", "?", "—", False),
    ],
)
def test_values_are_compared_as_what_they_are(kind, one, other, agree):
    column = Column("x", "X", kind, unit="%")
    assert same(datum(one), datum(other), column, 90) is agree
    assert same(datum(other), datum(one), column, 90) is agree


def test_what_is_not_there_agrees_with_nothing_else():
    column = Column("x", "X", "text")
    states = [datum("", "not_reported"), datum("", "not_applicable"), datum("nothing")]
    for one in states:
        assert [same(one, other, column, 0) for other in states] == [one is other for other in states]


def test_how_alike_texts_must_be_is_for_the_protocol_and_the_form_to_say(tmp_path):
    files = {
        "adams2001.R1.yaml": "design: cohort\nfinding: The children mostly went home.\n",
        "adams2001.R2.yaml": "design: cohort\nfinding: The children often went home.\n",
    }
    alike = likeness("The children mostly went home.", "The children often went home.")
    assert 70 < alike < 90
    strict = Two(tmp_path / "a", files).run()
    assert [(d.field, d.alike) for d in strict.differences] == [("finding", round(alike, 1))]
    assert Two(tmp_path / "b", files, alike=70).run().differences == []
    of_form = strict.review.proforma.read_text().replace("label: Finding,", "label: Finding, alike: 70,")
    assert Two(tmp_path / "c", files, proforma=of_form).run().differences == []


def test_a_cell_is_in_dispute_and_the_rest_of_the_table_stays(tmp_path):
    files = {
        "adams2001.R1.yaml": TABLE.format("40", "< .05"),
        "adams2001.R2.yaml": """\
            design: cohort
            effects:
              - {outcome: safety, result: 7.0, p: ns, quote: words, page: 2}
              - {outcome: ' RETURN', result: 41, p: <.05, quote: words, page: 2}
            """,
    }
    two = Two(tmp_path, files).run()
    # The rows stand in another order, and nobody's order comes first.
    assert two.data == {
        ("design", 1, ""): "cohort",
        ("lots", 1, ""): "not_applicable",
        ("effects", 1, "outcome"): "Return",
        ("effects", 1, "result"): "disputed",
        ("effects", 1, "p"): "< .05",
        ("effects", 2, "outcome"): "safety",
        ("effects", 2, "result"): "7",
        ("effects", 2, "p"): "ns",
    }
    assert two.items == {"extraction:differs:adams2001:effects:return:result": "R1;R2"}
    assert (
        "Effects: Result (Return) (effects:return:result) of adams2001: R1 has '40'; R2 has '41'"
        in two.text("extraction:differs:adams2001:effects:return:result")
    )
    assert two.agreement == {
        ("design", ""): (1, 1),
        ("effects", ""): (2, 2),
        ("effects", "result"): (2, 1),
        ("effects", "p"): (2, 2),
    }


def test_of_those_who_agree_the_quote_with_its_page_is_kept_and_what_a_number_was_made_of(tmp_path):
    two = Two(
        tmp_path,
        {
            "adams2001.R1.yaml": "n: {value: 12.00, quote: many more words}\n",
            "adams2001.R2.yaml": "n: {value: 12, quote: words, page: 2}\n",
            "adams2001.R3.yaml": "n: {value: 12, basis: estimated}\n",
        },
    ).run()
    [n] = [d for d in two.read("data", Datum) if d.field == "n"]
    assert (n.value, n.quote, n.page, n.basis, n.extractor) == ("12", "words", "2", "estimated", "R1;R2;R3")
    assert (n.place, n.settled) == ("records/extraction/adams2001.R2.yaml:1", "agreed")


@pytest.mark.parametrize(("kind", "few", "many"), [("number", "8", "8.0"), ("p", ".05", ".050")])
def test_of_equal_numbers_the_one_with_fewest_decimals_holds_whoever_gave_the_quote(kind, few, many):
    column = Field("x", "X", kind)
    quoted = replace(datum(many), quote="words", page="2", place="R1.yaml:1")
    for first, second in (("R1", "R2"), ("R2", "R1")):
        said = {first: quoted, second: replace(datum(few), place="R2.yaml:1")}
        held = hold(Slot("adams2001", column, 1, "", "cell", said, "X"), [], [], ["R1", "R2"])
        assert (held.datum.value, held.datum.quote, held.datum.settled) == (few, "words", "agreed")


def test_a_reconciliation_that_names_no_row_settles_none_that_came_to_its_number(tmp_path):
    one, none = "{outcome: Return, result: 4}", "{outcome: Safety, result: 7}"
    files = {
        "adams2001.R1.yaml": f"design: cohort\neffects: [{one}, {none}]\n",
        "adams2001.R2.yaml": f"design: cohort\neffects: [{none}]\n",
    }
    two = Two(tmp_path, files)
    said = "adams2001,effects,1,,R1 Return | 4; R2 no row,keep,third,R3,Table 2,2020-03-01,\n"
    two.write("reconciliation.R3.csv", LOG + said)
    differs = [item for item in two.run().items if ":differs:" in item]
    assert (differs, two.data["effects", 1, "result"]) == ([], "4")
    # Another row, which R2 has not either, stands in its place.
    two.write("adams2001.R1.yaml", f"design: cohort\neffects: [{{outcome: Harm, result: 9}}, {none}]\n")
    differs = [item for item in two.run().items if ":differs:" in item]
    assert differs == ["extraction:differs:adams2001:effects:harm"]
    assert two.data["effects", 1, "result"] == "disputed"


def test_a_row_that_only_one_has_is_a_difference_of_its_own(tmp_path):
    files = {
        "adams2001.R1.yaml": TABLE.format("40", ".03"),
        "adams2001.R2.yaml": f"design: cohort\neffects: [{{outcome: Safety, result: 7, p: ns, {QUOTED}}}]\n",
    }
    two = Two(tmp_path, files).run()
    assert two.items == {"extraction:differs:adams2001:effects:return": "R1;R2"}
    assert [(d.row, d.column, d.values) for d in two.differences] == [
        (1, "", "R1 Return | 40 | .03; R2 no row")
    ]
    cells = {column: two.data["effects", 1, column] for column in ("outcome", "result", "p")}
    assert set(cells.values()) == {"disputed"}
    assert two.agreement["effects", ""] == (2, 1)

    said = "adams2001,effects,1,,R1 Return | 40 | .03; R2 no row,{0},third,R3,it is in Table 2,2020-03-01,\n"
    two.write("reconciliation.R3.csv", LOG + said.format("keep"))
    assert two.run().items == {}
    assert two.data["effects", 1, "result"] == "40"
    assert two.settled["effects", 1, "result"] == "reconciled"
    two.write("reconciliation.R3.csv", LOG + said.format("drop"))
    assert two.run().items == {}
    assert ("effects", 1, "result") not in two.data
    assert two.data["effects", 2, "result"] == "7"
    assert [(d.state, d.value, d.how) for d in two.differences] == [("settled", "drop", "third")]
    assert two.agreement["effects", ""] == (2, 1)


def test_a_table_where_one_found_nothing_is_one_difference(tmp_path):
    files = {
        "adams2001.R1.yaml": TABLE.format("40", ".03"),
        "adams2001.R2.yaml": "design: cohort\neffects:\n",
    }
    two = Two(tmp_path, files).run()
    assert two.items == {"extraction:differs:adams2001:effects": "R1;R2"}
    assert two.data["effects", 1, ""] == "disputed"
    row = "adams2001,effects,,,R1 2 rows; R2 not reported,keep,discussion,R1;R2,Table 2,2020-03-01,\n"
    two.write("reconciliation.R1.csv", LOG + row)
    assert two.run().items == {}
    assert two.data["effects", 2, "outcome"] == "Safety"
    two.write("reconciliation.R1.csv", LOG + row.replace("keep", ""))
    assert two.run().data["effects", 1, ""] == "not_reported"


def test_a_cell_that_one_left_out_of_a_row_is_a_difference_and_rows_without_keys_go_by_order(tmp_path):
    files = {
        "adams2001.R1.yaml": "design: cohort\narms: [{arm: new, size: 4}, {arm: old, size: not reported}]\n",
        "adams2001.R2.yaml": "design: cohort\narms: [{arm: new}, {arm: old}]\n",
    }
    two = Two(tmp_path, files).run()
    assert [d.values for d in two.differences] == ["R1 4; R2 nothing"]
    assert two.data["arms", 2, "size"] == "not_reported"
    assert two.agreement["arms", "size"] == (1, 0)


def test_rows_that_keys_do_not_tell_apart_are_told_where_two_people_have_them(tmp_path):
    twice = f"""\
        design: cohort
        effects:
          - {{outcome: Return, result: 4, {QUOTED}}}
          - {{outcome: return, result: 5, {QUOTED}}}
        """
    alone = Two(tmp_path / "a", {"adams2001.R1.yaml": twice}).run()
    assert alone.items == {}
    two = Two(tmp_path / "b", {"adams2001.R1.yaml": twice, "adams2001.R2.yaml": twice}).run()
    assert two.items == {
        "extraction:rows:adams2001:effects:R1": "R1",
        "extraction:rows:adams2001:effects:R2": "R2",
    }


def test_a_difference_that_was_settled_stays_settled_until_somebody_says_something_else(tmp_path):
    two = Two(tmp_path, {"adams2001.R1.yaml": ONE, "adams2001.R2.yaml": ONE.replace("12", "13")}).run()
    assert two.items == {"extraction:differs:adams2001:n": "R1;R2"}
    row = "adams2001,n,,,R1 12; R2 13,13,third,R3,Table 1 has it,2020-03-01,\n"
    two.write("reconciliation.R3.csv", LOG + row)
    two.run()
    assert two.items == {}
    assert (two.data["n", 1, ""], two.settled["n", 1, ""]) == ("13", "reconciled")
    [settled] = two.differences
    assert (settled.values, settled.state, settled.value, settled.how, settled.who, settled.why) == (
        "R1 12; R2 13",
        "settled",
        "13",
        "third",
        "R3",
        "Table 1 has it",
    )
    assert settled.place == "records/extraction/reconciliation.R3.csv:2"
    assert two.agreement["n", ""] == (1, 0)

    # Whoever takes over what was settled does not open it again; a number is the same however it is typed.
    two.write("adams2001.R1.yaml", ONE.replace("12", "13.0"))
    assert two.run().items == {}
    assert (two.settled["n", 1, ""], two.agreement["n", ""]) == ("reconciled", (1, 0))
    two.write("adams2001.R1.yaml", ONE.replace("12", "12.0"))
    assert two.run().items == {}
    # Who says something else does.
    two.write("adams2001.R1.yaml", ONE.replace("12", "14"))
    assert [*two.run().items] == ["extraction:differs:adams2001:n"]
    text = two.text("extraction:differs:adams2001:n")
    assert (
        "earlier reconciliation in records/extraction/reconciliation.R3.csv:2, of R1 12; R2 13, does" in text
    )
    # Where they agree on something else by now, that is what became of the difference.
    two.write("adams2001.R2.yaml", ONE.replace("12", "14"))
    assert two.run().items == {}
    assert [(d.values, d.state, d.value, d.how) for d in two.differences] == [
        ("R1 12; R2 13", "settled", "14", "changed")
    ]
    assert two.settled["n", 1, ""] == "agreed"
    assert two.agreement["n", ""] == (1, 0)


def test_a_value_that_nobody_had_and_none_at_all_can_be_what_holds(tmp_path):
    two = Two(tmp_path, {"adams2001.R1.yaml": ONE, "adams2001.R2.yaml": ONE.replace("12", "13")})
    row = "adams2001,n,,,R1 12; R2 13,{0},third,R3,Table 1,2020-03-01,\n"
    for value, holds, items in (
        ("14", "14", []),  # they gave the same quote, which is kept
        ("", "not_reported", []),
        ("NR", "not_reported", []),
        ("n/a", "not_applicable", []),
    ):
        two.write("reconciliation.R3.csv", LOG + row.format(value))
        two.run()
        assert (two.data["n", 1, ""], [*two.items]) == (holds, items)


def test_of_several_reconciliations_the_newest_counts_and_one_of_the_two_is_no_third(tmp_path):
    two = Two(tmp_path, {"adams2001.R1.yaml": ONE, "adams2001.R2.yaml": ONE.replace("12", "13")})
    row = "adams2001,n,,,R1 12; R2 13,{0},{1},{2},why,{3},\n"
    two.write("reconciliation.R3.csv", LOG + row.format(13, "third", "R3", "2020-03-01"))
    two.write("reconciliation.R1.csv", LOG + row.format(12, "discussion", "R1; R2", "2020-03-02"))
    assert two.run().data["n", 1, ""] == "12"
    two.write("reconciliation.R1.csv", LOG + row.format(12, "discussion", "R1; R2", "2020-03-01"))
    assert "nobody knows which is the later one" in two.run().text("extraction:differs:adams2001:n")
    (two.review.records / "extraction" / "reconciliation.R3.csv").unlink()
    two.write("reconciliation.R1.csv", LOG + row.format(12, "third", "R1", "2020-03-01"))
    assert "calls R1 a third person, who has said something" in two.run().text(
        "extraction:differs:adams2001:n"
    )


def test_what_was_settled_of_a_row_is_found_where_the_row_stands_now(tmp_path):
    files = {"adams2001.R1.yaml": TABLE.format(40, ".03"), "adams2001.R2.yaml": TABLE.format(41, ".03")}
    two = Two(tmp_path, files)
    label = "Effects: Result (Return)"
    row = f"adams2001,effects,1,result,R1 40; R2 41,41,third,R3,why,2020-03-01,{label}\n"
    two.write("reconciliation.R3.csv", LOG + row)
    assert two.run().data["effects", 1, "result"] == "41"
    more = f"effects:\n  - {{outcome: Before, result: 1, p: ns, {QUOTED}}}\n"
    for name, text in (("R1", TABLE.format(40, ".03")), ("R2", TABLE.format(41, ".03"))):
        two.write(
            f"adams2001.{name}.yaml",
            text.replace("    effects:\n", "".join(f"    {x}\n" for x in more.splitlines())),
        )
    assert two.run().items == {}
    assert two.data["effects", 2, "result"] == "41"
    # The row goes: what was settled of it is listed all the same.
    for name in ("R1", "R2"):
        two.write(f"adams2001.{name}.yaml", f"design: cohort\n{more}")
    two.run()
    assert [(d.row, d.column, d.values, d.state, d.how) for d in two.differences] == [
        (1, "result", "R1 40; R2 41", "settled", "changed")
    ]


def test_a_checker_agrees_or_wants_another_value(tmp_path):
    two = Two(tmp_path, {"adams2001.R1.yaml": ONE}, checker=True).run()
    assert two.items == {"extraction:second:adams2001": "R2;R3"}
    assert "2 of 2 values (2 fields)" in two.text("extraction:second:adams2001")
    agree = "adams2001,design,,,cohort,agree,,2020-03-01\n"
    two.write("check.R2.csv", CHECK + agree + "adams2001,n,,,12,13,Table 1,2020-03-01\n")
    two.run()
    assert two.items == {"extraction:check:adams2001:n": "R1;R2"}
    assert "R2, who checked it, would have another value for Participants (n) of adams2001" in two.text(
        "extraction:check:adams2001:n"
    )
    assert (two.data["n", 1, ""], two.settled["design", 1, ""]) == ("disputed", "checked")
    assert two.agreement == {}  # a checker saw the value

    # The extractor takes it over: it is checked, and the difference is still told.
    two.write("adams2001.R1.yaml", ONE.replace("12", "13"))
    assert two.run().items == {}
    assert two.settled["n", 1, ""] == "checked"
    assert [(d.values, d.state, d.value, d.how) for d in two.differences] == [
        ("R1 12; R2 13", "settled", "13", "changed")
    ]
    # Something else than both was not looked at.
    two.write("adams2001.R1.yaml", ONE.replace("12", "14"))
    assert two.run().items == {"extraction:check:adams2001:n": "R2", "extraction:second:adams2001": "R2;R3"}
    assert "1 of 2 values" in two.text("extraction:second:adams2001")
    # Or a reconciliation settles it.
    two.write("adams2001.R1.yaml", ONE)
    two.write("reconciliation.R3.csv", LOG + "adams2001,n,,,R1 12; R2 13,12,third,R3,Table 1,2020-03-02,\n")
    assert two.run().items == {}
    assert two.data["n", 1, ""] == "12"


def test_who_extracted_a_study_does_not_check_it(tmp_path):
    two = Two(tmp_path, {"adams2001.R1.yaml": ONE})
    two.write("check.R1.csv", CHECK + "adams2001,n,,,12,agree,,2020-03-01\nadams2001,n,,,12,,,\n")
    assert two.run().items == {"extraction:check:adams2001:R1": "R2;R3"}
    assert two.settled["n", 1, ""] == "single"


def test_who_is_awaited_is_told(tmp_path):
    two = Two(tmp_path, {"adams2001.R1.yaml": ONE}, extractors=2).run()
    assert two.items == {"extraction:second:adams2001": "R2;R3"}
    two.write("adams2001.R2.yaml", "design: cohort\nfinding: Some.\n")
    assert two.run().items == {"extraction:second:adams2001": "R1;R2"}
    assert two.text("extraction:second:adams2001") == (
        "adams2001 lacks 1 field in R1's file that others filled in: finding; it lacks 1 field in R2's file "
        "that others filled in: n"
    )
    alone = Two(tmp_path / "one", {"adams2001.R1.yaml": ONE}, included=("adams2001", "brown2002")).run()
    assert alone.items == {"extraction:none:brown2002": "team"}


def test_what_rows_need_is_told_by_row(tmp_path):
    two = Two(
        tmp_path,
        {
            "adams2001.R1.yaml": """\
                design: trial
                effects:
                  - {outcome: Return, quote: words, page: 2}
                  - {outcome: Safety, result: 3, p: ns, quote: words}
                  - {outcome: {value: Home, quote: words, page: 3}, result: 4}
                """
        },
    ).run()
    assert [*two.items] == [
        "extraction:missing:adams2001:effects:return:result",
        "extraction:missing:adams2001:lots",
        "extraction:quote:adams2001:effects:home",
        "extraction:quote:adams2001:effects:safety",
    ]
    assert two.text("extraction:quote:adams2001:effects:safety").endswith("row 2 has no page")
    assert two.text("extraction:quote:adams2001:effects:home").endswith(
        "row 3 (result) has no quote and no page"
    )


def test_a_field_for_another_design_is_not_applicable_and_not_required(tmp_path):
    two = Two(tmp_path, {"adams2001.R1.yaml": "design: cohort\n"}).run()
    assert (two.data["lots", 1, ""], two.items) == ("not_applicable", {})
    two.write("adams2001.R1.yaml", "design: trial\n")
    assert [*two.run().items] == ["extraction:missing:adams2001:lots"]
    two.write("adams2001.R1.yaml", "finding: Some.\n")  # nobody knows yet
    assert [*two.run().items] == ["extraction:missing:adams2001:design"]
    assert ("lots", 1, "") not in two.data

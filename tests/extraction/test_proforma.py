"""What is wrong in the form itself is said at its line, all at once."""

import textwrap

import pytest

from tamis.errors import Problems
from tamis.proforma import load_proforma
from tamis.review import Review
from tamis.tables import BASES

START = """\
version: 2
sections:
  - id: s
    title: S
    fields:
      - {id: design, label: D, type: choice, choices: [{id: rct, label: RCT}, {id: cohort, label: Cohort}]}
      - {id: total, label: N, type: number, kind: count}
      - {id: began, label: B, type: date}
      - id: arms
        label: A
        type: table
        columns:
          - {id: arm, label: Arm}
          - {id: n, label: n, type: number, kind: count}
"""


def load(folder, form):
    (folder / "config").mkdir()
    (folder / "config/proforma.yaml").write_text(form, encoding="utf-8")
    problems = Problems()
    return load_proforma(Review(folder), problems), [str(problem) for problem in problems]


def said(folder, more):
    """Return what is said of the form above with some lines more, from line 15 on."""
    found, problems = load(folder, START + textwrap.indent(textwrap.dedent(more), "      "))
    assert (found is None) == bool(problems)
    return [problem.removeprefix("config/proforma.yaml:") for problem in problems]


def test_a_form_without_errors_has_none(tmp_path):
    more = """\
        - {id: p, label: p, type: number, kind: p}
        - {id: ended, label: E, type: date, after: began, since: 2, was: [end, stopped]}
        - {id: lost, label: L, type: number, at_most: total, only_for: {design: [rct]}}
    """
    assert said(tmp_path, more) == []


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("{id: total, label: N, type: text}", "field 'total' stands twice"),
        (
            "{id: form, label: F, type: text}",
            "no field can be named 'form': that is the form's version in what is filled in",
        ),
        (
            "{id: x, label: X, type: text, was: [total]}",
            "field 'x': was 'total', which is a field of this form",
        ),
        ("{id: x, label: X, type: text, since: 3}", "field 'x': since 3, and the form is version 2"),
        ("{id: x, label: X, type: choice}", "field 'x' has no choices"),
        ("{id: x, label: X, type: table}", "field 'x' has no columns"),
        (
            "{id: x, label: X, type: text, columns: [{id: a, label: A}]}",
            "field 'x' has columns, and is of type text, not table",
        ),
        (
            "{id: x, label: X, type: text, choices: [{id: a, label: A}]}",
            "field 'x' has choices, and is of type text, not choice",
        ),
        (
            "{id: x, label: X, type: choice, choices: [{id: a, label: A}, {id: a, label: B}]}",
            "field 'x': choice 'a' stands twice",
        ),
        (
            "{id: x, label: X, type: text, kind: count}",
            "field 'x': kind count is for type number, and it is of type text",
        ),
        (
            "{id: x, label: X, type: date, kind: p}",
            "field 'x': kind p is for type p or number, and it is of type date",
        ),
        (
            "{id: x, label: X, type: number, kind: unit}",
            "field 'x': kind unit is for type choice or text, and it is of type number",
        ),
        (
            "{id: x, label: X, type: number, kind: low}",
            "field 'x': kind low of what? Write low of, and the id of a number",
        ),
        (
            "{id: x, label: X, type: number, kind: count of totl}",
            "field 'x': kind: number 'totl' is not one of total; did you mean 'total'?",
        ),
        ("{id: x, label: X, type: number, kind: sd of x}", "field 'x': kind: number 'x' is not one of total"),
        (
            "{id: x, label: X, type: number, at_most: began}",
            "field 'x': at_most: number 'began' is not one of total",
        ),
        (
            "{id: x, label: X, type: number, after: began}",
            "field 'x': after is for type date, and it is of type number",
        ),
        ("{id: x, label: X, type: date, after: total}", "field 'x': after: date 'total' is not one of began"),
        (
            "{id: x, label: X, type: text, only_for: {desing: [rct]}}",
            "field 'x': only_for: choice field 'desing' is not one of design; did you mean 'design'?",
        ),
        (
            "{id: x, label: X, type: text, only_for: {design: [rtc]}}",
            "field 'x': only_for: design 'rtc' is not one of rct, cohort; did you mean 'rct'?",
        ),
        (
            "{id: x, label: X, type: choice, kind: basis, choices: [{id: guessed, label: G}]}",
            f"field 'x': choice 'guessed' is not one of {', '.join(BASES)}",
        ),
    ],
)
def test_each_error_of_a_field(tmp_path, field, expected):
    assert said(tmp_path, f"- {field}\n") == [f"15: {expected}"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (
            "{id: quote, label: Q}",
            "column 'quote' of 'x': such keys stand beside a value (value, quote, page, note, report, basis)"
            "; give it another id",
        ),
        ("{id: a, label: A}", "column 'a' of 'x' stands twice"),
        ("{id: b, label: B, type: choice}", "column 'b' of 'x' has no choices"),
        (
            "{id: b, label: B, adds_up_to: total}",
            "column 'b' of 'x': only numbers add up, and it is of type text",
        ),
        (
            "{id: b, label: B, type: number, adds_up_to: totals}",
            "column 'b' of 'x': adds_up_to: number 'totals' is not one of c, total; did you mean 'total'?",
        ),
        (
            "{id: b, label: B, type: number, adds_up_to: 100, within: [arms]}",
            "column 'b' of 'x': within: column 'arms' is not one of a, c",
        ),
        ("{id: b, label: B, type: number, within: [a]}", "column 'b' of 'x': within goes with adds_up_to"),
        (
            "{id: b, label: B, type: number, count: n}",  # of another table
            "column 'b' of 'x': count: number 'n' is not one of c, total",
        ),
        (
            "{id: b, label: B, type: number, kind: high of a}",
            "column 'b' of 'x': kind: number 'a' is not one of c, total",
        ),
    ],
)
def test_each_error_of_a_column(tmp_path, column, expected):
    more = f"""\
        - id: x
          label: X
          type: table
          columns:
            - {{id: a, label: A}}
            - {{id: c, label: C, type: number, kind: count of total, at_most: total, adds_up_to: total}}
            - {column}
    """
    assert said(tmp_path, more) == [f"21: {expected}"]


def test_only_for_leads_back_in_a_circle_through_a_section(tmp_path):
    choices = "choices: [{id: a, label: A}]"
    more = f"""\
        - id: more
          title: More
          only_for: {{two: [a]}}
          fields:
            - {{id: one, label: One, type: choice, {choices}}}
        - id: last
          title: Last
          fields:
            - {{id: two, label: Two, type: choice, {choices}, only_for: {{one: [a]}}}}
            - {{id: three, label: Three, type: text, only_for: {{two: [b]}}}}
    """
    form = START + textwrap.indent(textwrap.dedent(more), "  ")
    _, problems = load(tmp_path, form)
    assert problems == [
        "config/proforma.yaml:17: field 'one': only_for leads back to it, in a circle",
        "config/proforma.yaml:23: field 'two': only_for leads back to it, in a circle",
        "config/proforma.yaml:24: field 'three': only_for: two 'b' is not one of a",
    ]


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    more = """\
        - {id: x, label: X, type: text, kind: count}
        - {id: y, label: Y, type: date, after: bgan}
    """
    assert len(said(tmp_path, more)) == 2


def test_a_column_of_kind_basis_has_the_known_words(tmp_path):
    more = "- {id: x, label: X, type: table, columns: [{id: how, label: How, kind: basis}]}\n"
    form, problems = load(tmp_path, START + textwrap.indent(more, "      "))
    assert problems == []
    column = form.field("x").column("how")
    assert (column.type, [choice.id for choice in column.choices]) == ("choice", list(BASES))


def test_what_a_study_is_asked_for_follows_from_its_choices(tmp_path):
    more = "- {id: x, label: X, type: text, only_for: {design: [rct], country: [uk]}}\n"
    more += "- {id: country, label: C, type: choices, choices: [{id: uk, label: U}, {id: us, label: S}]}\n"
    form, _ = load(tmp_path, START + textwrap.indent(more, "      "))
    field = form.field("x")
    assert field.asked({}) is None
    assert field.asked({"design": ["rct"]}) is None
    assert field.asked({"design": ["cohort"]}) is False
    assert field.asked({"design": ["rct"], "country": []}) is False  # not applicable
    assert field.asked({"design": ["rct"], "country": ["us", "uk"]}) is True
    assert form.field("total").asked({}) is True

"""What a reader marked in a PDF, where a comment names a field: values with their quotes."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.config import Label
from tamis.errors import Problems
from tamis.extraction.filled import fields as form
from tamis.extraction.filled import files as filled
from tamis.extraction.filled.reading import Reading
from tamis.extraction.filled.values import state
from tamis.extraction.highlights.copies import Copy, new, read
from tamis.forms.extraction.highlights import as_yaml
from tamis.pdf.texts import Mark, PdfText
from tamis.proforma import Column, Field, Proforma
from tamis.yamlfile import Document, load

CHOICES = (Label("rct", "Randomised trial"), Label("cohort", "Cohort study"))
FORM = Proforma(
    (
        Field("sample", "Sample", section="s"),
        Field("participants", "Number of participants", "number", section="s", was=("n_people",)),
        Field("p_value", "P value", "p", section="s"),
        Field("ended", "Ended on", "date", section="s"),
        Field("design", "Design: which", "choice", choices=CHOICES, section="s"),
        Field("kinds", "Kinds", "choices", choices=CHOICES, section="s"),
        Field(
            "effects",
            "Effects found",
            "table",
            section="s",
            columns=(
                Column("outcome", "Outcome"),
                Column("events", "Events", "number"),
                Column("p", "P", "p"),
            ),
        ),
    ),
    (Label("s", "All"),),
    Document("config/proforma.yaml", {}),
)


def marks(*marked):
    return read([PdfText("1", marks=tuple(Mark(3, "highlight", *each) for each in marked))], FORM)


def one(words, comment):
    found = marks((words, comment))
    (each,) = (*found.values, *found.unread)
    return each


@pytest.mark.parametrize(
    ("words", "comment", "cell", "value"),
    [
        (
            "120 families of\nfoster child-\nren",
            "sample",
            ("sample", 1, ""),
            "120 families of foster children",
        ),
        ("120 families", "SAMPLE: all\n", ("sample", 1, ""), "all"),
        ("120 families", "Participants", ("participants", 1, ""), "120"),
        ("120 families", "number of  participants", ("participants", 1, ""), "120"),
        ("1,120 families", "n_people", ("participants", 1, ""), "1120"),
        ("", "participants: 120", ("participants", 1, ""), "120"),
        ("of 120 in 2003", "participants = 120", ("participants", 1, ""), "120"),
        ("nobody", "participants: NR", ("participants", 1, ""), "NR"),
        ("t = 2.1, p < .05", "p value", ("p_value", 1, ""), "< .05"),
        ("17.09.2021", "ended", ("ended", 1, ""), "2021-09-17"),
        ("a randomised trial of", "design", ("design", 1, ""), "rct"),
        ("we did", "Design: which: cohort study", ("design", 1, ""), "cohort"),
        ("a cohort study in a randomised trial", "kinds", ("kinds", 1, ""), "rct;cohort"),
        ("12 of them", "effects 1 events", ("effects", 1, "events"), "12"),
        ("they were", "effects[1].events: 12", ("effects", 1, "events"), "12"),
        ("they were", "Effects found 1 Outcome: return", ("effects", 1, "outcome"), "return"),
        ("a −1.5 change", "effects 1 events", ("effects", 1, "events"), "-1.5"),
    ],
)
def test_a_comment_that_names_a_field_is_a_value(words, comment, cell, value):
    found = one(words, comment)
    assert (found.cell, found.value, found.why) == (cell, value, "")
    assert found.page == 3 and found.quote == " ".join(words.split())


@pytest.mark.parametrize(
    ("words", "comment", "why"),
    [
        ("120 families in 2003", "participants", "'120 families in 2003' holds 2 numbers; write it behind"),
        ("some families", "participants", "holds no number"),
        ("a trial", "design", "holds no choice"),
        ("a cohort study, no randomised trial", "design", "holds 2 choices"),
        ("", "sample", "has neither a value nor marked words"),
        ("x", "participants: many", "'many' is not a number"),
    ],
)
def test_what_cannot_be_told_is_said(words, comment, why):
    assert why in one(words, comment).why


@pytest.mark.parametrize(
    "comment",
    ["", "interesting!", "see Smith 2010: the sample is small there", "ask Jo about the samples here", "12"],
)
def test_comments_that_name_nothing_are_passed_over(comment):
    found = marks(("120 families", comment))
    assert (found.values, found.unread, found.slips) == ((), (), ())


@pytest.mark.parametrize(
    ("comment", "meant"),
    [
        ("particpants: 120", "did you mean 'participants'?"),
        ("sampel", "did you mean 'sample'?"),
        ("efects 1 events: 12", "did you mean 'effects 1 events'?"),
        ("effects", "names no row and column of effects; write effects 1 and one of outcome, events, p"),
        ("effects 1", "names no row and column"),
        ("effects 1 evnts", "names no row and column"),
    ],
)
def test_a_slip_of_the_pen_is_told(comment, meant):
    found = marks(("120", comment))
    assert not found.values and len(found.slips) == 1
    assert found.slips[0].said.startswith("page 3: ") and meant in found.slips[0].said


def test_several_lines_name_several_fields_and_the_others_are_remarks():
    found = marks(("120 families", "sample\nparticipants: 120\ncheck this\nin table 2"))
    assert [(each.cell[0], each.value, each.note) for each in found.values] == [
        ("sample", "120 families", "check this in table 2"),
        ("participants", "120", "check this in table 2"),
    ]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("participants: 120\nsee Table 2", [("participants", "120", "see Table 2")]),
        ("see Table 2\nparticipants: 120", [("participants", "120", "see Table 2")]),
        ("P\nvalue: < .05", [("p_value", "< .05", "")]),
        ("sample: all families\nwith children", [("sample", "all families\nwith children", "")]),
        ("sample: all\nparticipants: 120", [("sample", "all", ""), ("participants", "120", "")]),
        ("sample: all\nparticpants: 120", [("sample", "all", "")]),  # and the slip is told
        ("design: rct\nby lot", [("design", "rct", "by lot")]),
    ],
)
def test_a_comment_of_several_lines_is_taken_line_by_line(comment, said):
    found = marks(("words", comment))
    assert [(each.cell[0], each.value, each.note) for each in found.values] == said
    assert not found.unread and len(found.slips) == comment.count("particpants")


def test_nothing_is_swallowed_where_several_comments_name_one_thing():
    found = marks(("120", "participants"), ("x", "participants: many"))
    assert [each.value for each in found.values] == ["120"]
    (unread,) = found.unread
    assert unread.why.startswith("'many' is not a number")
    (both,) = marks(("a", "kinds: rct\nby lot"), ("b", "kinds: cohort\nlater")).values
    assert (both.value, both.quote, both.note) == ("rct;cohort", "a", "by lot; later; also page 3: b")
    (unsaid,) = marks(("a", "kinds: rct"), ("b", "kinds: NR")).unread
    assert unsaid.why == "is named more than once: 'rct' (page 3), 'NR' (page 3)"


def test_comments_on_one_thing_that_differ_do_not_count_and_choices_add_up():
    found = marks(
        ("120", "participants"), ("121", "participants"), ("x", "kinds: rct"), ("x", "kinds: cohort")
    )
    assert [each.value for each in found.values] == ["rct;cohort"]
    assert "'120' (page 3), '121' (page 3)" in found.unread[0].why


def test_rows_are_counted_in_the_order_of_their_numbers():
    found = marks(("12", "effects 7 events"), ("a", "effects 2 outcome"), ("13", "effects 2 events"))
    assert [each.cell for each in found.values] == [
        ("effects", 1, "outcome"),
        ("effects", 1, "events"),
        ("effects", 2, "events"),
    ]


def extracted(path, folder):
    """Return what a file holds, by cell: value, quote and page."""
    problems = Problems()
    document = load(path, problems, root=folder)
    assert document is not None, list(problems)
    reading = filled.read(
        document,
        lambda version, place: Reading("ash", "R1", version, FORM, (), place, problems),
        FORM,
        problems,
    )
    assert not len(problems), list(problems)
    done = form.together([reading], FORM, problems)
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("round")


#: Whatever a PDF and a comment may hold; a form that is not filled in yet has three points.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda text: text.strip() not in ("...", "…")
)


@settings(max_examples=30, deadline=None)
@given(quote=TEXT, value=TEXT)
def test_what_was_marked_comes_back_from_the_file(folder, quote, value):
    found = marks(
        (quote, "sample: x"),
        (quote, "effects 1 outcome: " + value.replace("\n", " ")),
        ("9", "effects 1 events"),
    )
    path = folder / "ash.R1.yaml"
    path.write_bytes(as_yaml(Copy("ash", "R1", "records/extraction/ash.R1.pdf", found), found.values, FORM))
    back = extracted(path, folder)
    data = {(datum.field, datum.row, datum.column): datum for each in back.fields.values() for datum in each}
    assert set(data) == {each.cell for each in found.values}
    for each in found.values:
        datum = data[each.cell]
        assert datum.page == "3"
        assert datum.quote == (each.quote.strip() if state(each.quote) == "given" else "")
        assert datum.state != "given" or datum.value == each.value.strip()
    copy = Copy("ash", "R1", "ash.R1.pdf", found)
    assert new(copy, back) == ([], ()) and len(new(copy, None)[0]) == len(found.values)
    assert yaml.safe_load(path.read_bytes())

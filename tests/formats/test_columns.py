"""The rules that fill columns: what a value is freed of, and what it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.formats import columns as c
from tamis.formats.columns import clean, normal_doi, person
from tamis.formats.entry import Raw


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1000/ABC.123", "10.1000/abc.123"),
        ("doi:10.1000/xyz(2021)1", "10.1000/xyz(2021)1"),
        ("(10.1000/abc).", "10.1000/abc"),
        (
            "10.1002/(SICI)1097-0258(19980815)17:15&lt;1661::AID-SIM968&gt;3.0.CO;2-2",
            "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
        ),
        ("http://dx.doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("10.1000/abc [doi]", "10.1000/abc"),
        ("doi: 10.1000/abc", "10.1000/abc"),
        ("10.1000/abc</a>", "10.1000/abc"),
        ("<10.1000/abc>", "10.1000/abc"),
        ("10.1000/abc;10.1000/def", "10.1000/abc"),
        ("10.1000/abc,https://doi.org/10.1000/def", "10.1000/abc"),
        ("10.1000/a,b;c", "10.1000/a,b;c"),
        ("[10.1000/abc]", "10.1000/abc"),
        ("10.1000/ abc", ""),
        ("Journal article", ""),
    ],
)
def test_dois_come_without_resolver_and_in_lower_case(text, doi):
    assert normal_doi(text) == doi


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Shannon,Claude E.", "Shannon, Claude E."),
        ("Brownstein C D", "Brownstein, C D"),
        ("van der Berg J.-P.", "van der Berg, J.-P."),
        ("A. Author-One", "Author-One, A."),
        ("World Health Organization", "World Health Organization"),
        ("Alder, Ines (ines@example.org) ", "Alder, Ines"),
        ("NA", ""),
    ],
)
def test_names_come_last_name_first_where_that_is_certain(given, name):
    assert person(given) == name


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Department of Health UK", "Department of Health UK"),
        ("Cancer Research UK", "Cancer Research UK"),
        ("Save the Children US", "Save the Children US"),
        ("van der Berg J.P.", "van der Berg, J.P."),
        ("Board M", "Board, M"),
        ("Kumar UK", "Kumar, UK"),
    ],
)
def test_a_place_behind_an_organisation_is_no_initial(written, expected):
    assert person(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<i>Homo</i> sapiens", "Homo sapiens"),
        ("CO<sub>2</sub>", "CO2"),
        ('<span class="x">A</span> <BR/>B', "A B"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math>", "x"),
        ("<inline-formula>x</inline-formula>", "x"),
        ("&lt;i&gt;in vivo&lt;/i&gt;", "in vivo"),
        ("&amp;lt;i&amp;gt;", "<i>"),
        ("R&D, AT&T; and &nosuch;", "R&D, AT&T; and &nosuch;"),
        ("&#8211; &#x2013; &alpha;", "– – α"),
        ("p < 0.05", "p < 0.05"),
        ("p <0.05 and p>0.01", "p <0.05 and p>0.01"),
        ("a<b and c>d", "a<b and c>d"),
        ("a <- b -> c", "a <- b -> c"),
        ("x<y>z", "x<y>z"),
        ("N/A", ""),
        ("NA", ""),
        ("NAA", "NAA"),
        ("Na", "Na"),
        ("[No title available]", ""),
    ],
)
def test_marks_go_and_signs_stay(written, expected):
    assert clean(written) == expected


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_what_is_clean_stays_as_it_is(text):
    once = clean(text.replace("&", "+"))
    assert clean(once) == once
    assert "\n" not in once and once == once.strip()


def test_extras_are_what_no_column_holds_not_what_stands_in_one_by_chance():
    columns = c.Columns(title=c.first("TI"), year=c.year("PY", "DA"), pages=c.pages("SP", "EP"))
    raw = Raw(
        3,
        ["TI", "PY", "DA", "SP", "EP", "U1", "U2", "U3", "DA"],
        ["Home in  2020", "2020", "2020/03//", "97", "105", "20", "97", "Home", "2020"],
    )
    entry = columns.entry(1, raw)
    assert (entry.title, entry.year, entry.pages) == ("Home in 2020", 2020, "97-105")
    assert columns.extras(raw, entry) == [
        (5, "DA", "2020/03//"),
        (8, "U1", "20"),
        (9, "U2", "97"),
        (10, "U3", "Home"),
    ]


def test_a_rule_under_a_condition_gives_nothing_where_that_is_not_so():
    columns = c.Columns(pmid=c.when("^scopus$", ("DB",), c.first("C2")))
    assert columns.entry(1, Raw(1, ["DB", "C2"], ["Scopus", "123"])).pmid == "123"
    assert columns.entry(1, Raw(1, ["DB", "C2"], ["Embase", "123"])).pmid == ""
    assert columns.entry(1, Raw(1, ["C2"], ["123"])).pmid == ""


def test_a_column_that_an_entry_does_not_have_is_no_rule():
    with pytest.raises(TypeError, match="no column of an entry: tilte"):
        c.Columns(tilte=c.first("TI"))

"""The rules that fill columns: what a value is freed of, and what it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.formats import columns as c
from tamis.formats import json_records
from tamis.formats.columns import clean, normal_doi, person
from tamis.formats.content import Content
from tamis.formats.entry import Raw


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.5555/ABC.123", "10.5555/abc.123"),
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
        ("Alder C D", "Alder, C D"),
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
        ("x<s>y and f<a> b, <B>", "x<s>y and f<a> b, <B>"),
        ("<I>Homo</i> and <a>link</a>", "Homo and link"),
        ('<a href="x">link', "link"),
        ("one<p>two<br>three", "one two three"),
        ("&ampere; and &notation;", "&ampere; and &notation;"),
        ("&NotEqualTilde; &AMP;", "≂̸ &"),
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


def extras(columns, **fields):
    """The tags of what no column holds."""
    raw = Raw(1, list(fields), list(fields.values()))
    return [tag for _, tag, _ in columns.extras(raw, columns.entry(1, raw))]


def test_a_part_of_a_columns_value_is_an_extra():
    columns = c.Columns(
        title=c.first("TI", "T1"), journal=c.first("JF", "T2"), pages=c.pages("SP", "EP", "C7")
    )
    fields = {"TI": "Home in adults", "T1": "Home", "JF": "Home Reviews", "T2": "Home"}
    assert extras(columns, **fields, SP="5", EP="9", C7="5") == ["T1", "T2", "C7"]
    assert extras(columns, T1="Home", T2="Home Reviews", C7="e5") == []


def test_a_rule_of_a_formats_own_holds_nothing_but_its_tags():
    columns = c.Columns(volume=c.custom(lambda raw: raw.get("source")[:2], "source"), issue=c.first("issue"))
    assert extras(columns, source="12", count="12", issue="12") == ["count"]
    assert extras(columns, source="12 and more") == ["source"]


@pytest.mark.parametrize(
    ("tag", "value", "is_extra"),
    [
        ("PY", "2020", False),
        ("PY", "2020///", False),
        ("PY", "2020/03//", True),
        ("PY", "about 2020", True),
        ("DO", "https://doi.org/10.5555/ABC", False),
        ("DO", "10.5555/abc [doi]", False),
        ("DO", "10.5555%2Fabc", False),
        ("DO", "10.5555/abc;10.5555/def", True),
        ("DO", "see 10.5555/abc", True),
    ],
)
def test_a_year_or_a_doi_is_held_where_the_field_says_nothing_else(tag, value, is_extra):
    columns = c.Columns(year=c.year("PY"), doi=c.doi("DO"))
    assert extras(columns, **{tag: value}) == ([tag] if is_extra else [])


def test_of_several_rules_the_one_that_gave_the_value_holds_its_tags():
    columns = c.Columns(authors=c.either(c.people("AF"), c.people("AU")))
    assert extras(columns, AU="Alder I\nBirch, F") == []
    assert extras(columns, AF="Alder, Ines\nBirch, Fay", AU="Alder I\nBirch, F") == ["AU"]


def test_what_fills_no_column_is_held_by_none():
    columns = c.Columns(keywords=c.custom(lambda raw: "", holds=("KW",)))
    assert extras(columns, KW="not to be read") == ["KW"]


def test_an_entry_may_have_columns_of_its_own():
    columns = c.Columns(title=c.first("TI"))
    raw = Raw(1, ["TI", "T2"], ["A", "B"], columns=c.Columns(title=c.first("T2")))
    entry = columns.entry(1, raw)
    assert (entry.title, columns.extras(raw, entry)) == ("B", [(1, "TI", "A")])


def test_the_rules_may_know_tags_by_other_names():
    columns = c.Columns(str.lower, title=c.first("title"), keywords=c.words("kw"))
    raw = Raw(1, ["title", "KW", "Kw2"], ["A", "home", "A"])
    entry = columns.entry(1, raw)
    assert (entry.title, columns.extras(raw, entry)) == ("A", [(2, "KW", "home"), (3, "Kw2", "A")])


def test_numbers_that_other_columns_have_by_chance_are_extras_of_json():
    text = b'[{"Title":"A","year":2020,"volume":"12","cited_by_count":12,"score":2020,"Authors":"Alder, I"}]'
    (raw,) = json_records.scan(Content(text))
    entry = json_records.COLUMNS.entry(1, raw)
    assert [tag for _, tag, _ in json_records.COLUMNS.extras(raw, entry)] == ["cited_by_count", "score"]


@pytest.mark.parametrize(
    ("author", "is_extra"),
    [
        ('{"given":"Ines","family":"Alder"}', False),
        ('{"given":"Ines","family":"Alder","rank":"Al"}', True),
        ('{"given":"Ines","family":"Alder","orcid":"0000-0001"}', True),
    ],
)
def test_people_in_json_are_held_where_their_object_is_a_name_and_no_more(author, is_extra):
    (raw,) = json_records.scan(Content(f'[{{"title":"A","year":2020,"author":[{author}]}}]'.encode()))
    entry = json_records.COLUMNS.entry(1, raw)
    assert entry.authors == "Alder, Ines"
    assert bool(json_records.COLUMNS.extras(raw, entry)) == is_extra


def test_a_rule_under_a_condition_gives_nothing_where_that_is_not_so():
    columns = c.Columns(pmid=c.when("^scopus$", ("DB",), c.first("C2")))
    assert columns.entry(1, Raw(1, ["DB", "C2"], ["Scopus", "123"])).pmid == "123"
    assert columns.entry(1, Raw(1, ["DB", "C2"], ["Embase", "123"])).pmid == ""
    assert columns.entry(1, Raw(1, ["C2"], ["123"])).pmid == ""


def test_a_column_that_an_entry_does_not_have_is_no_rule():
    with pytest.raises(TypeError, match="no column of an entry: tilte"):
        c.Columns(tilte=c.first("TI"))

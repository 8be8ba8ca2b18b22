import doctest

import pytest
from dedupe_support import frame, frame_of, record

from tamis.dedupe import compare, merge, normalise, titles
from tamis.dedupe.normalise import doi_key, in_supplement, page_range, surnames, title_words, volume_key
from tamis.dedupe.titles import Title, compare_titles
from tamis.tables import Member


@pytest.mark.parametrize("module", [normalise, titles, compare], ids=lambda module: module.__name__)
def test_examples_in_docstrings(module):
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pp. 123-30", ("123", 123, 130)),
        ("1099-102", ("1099", 1099, 1102)),
        ("9848--9853", ("9848", 9848, 9853)),
        ("0012–0019", ("12", 12, 19)),
        ("S12-9", ("s12", 0, 0)),
        ("142-5; discussion 145", ("142", 142, 145)),
        ("233-238+230-232", ("233", 233, 238)),
        ("CD002273", ("cd2273", 0, 0)),
        ("Article No. 25", ("25", 25, 25)),
        ("130-120", ("130", 130, 130)),
        ("xii-xv", ("xii", 0, 0)),
        ("no pagination", ("", 0, 0)),
        ("", ("", 0, 0)),
    ],
)
def test_pages(text, expected):
    assert page_range(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "https://doi.org/10.1002/(SICI)1097-0258%3C1::AID-SIM3%3E3.0.CO;2-X",
            "10.1002/(sici)1097-0258<1::aid-sim3>3.0.co;2-x",
        ),
        ("doi: 10.1000/ABC.", "10.1000/abc"),
        ("10.1000/a b", "10.1000/a"),
        ("none", ""),
    ],
)
def test_dois(text, expected):
    assert doi_key(text) == expected


def test_a_volume_that_is_the_year_is_not_known():
    assert volume_key("2014", 2014) == ""
    assert volume_key("60 (1 Supplement 1)", 2017) == "60"
    assert volume_key("029A", None) == "29a"


def test_supplements_are_known_by_volume_issue_or_page():
    assert in_supplement("31 Suppl", "", "", "")
    assert in_supplement("31", "S3", "", "")
    assert in_supplement("31", "", "S12", "s12")
    assert not in_supplement("31", "4", "e12", "12")
    assert not in_supplement("340", "", "c1804", "c1804")


def test_titles_lose_what_databases_put_around_them():
    plain = title_words("Families in vitro: part 2")
    assert title_words("[<b>Families</b> in&nbsp;vitro &#8211; Part II.] [German]") == plain
    assert title_words("RETRACTED: Families in vitro: part II [Retraction in Lancet 2010;1(2):3]") == plain
    assert title_words("Is p < 0.05 and q > 1 enough?") == "is p 0 05 and q 1 enough"
    assert (
        title_words("Parents&amp;#39; views &amp;lt;i&amp;gt;of&amp;lt;/i&amp;gt; care")
        == "parents views of care"
    )
    assert title_words("家族の研究") == "家族の研究"


def test_surnames_of_oddly_written_names():
    assert surnames("van, Hamont D; Bulten, J") == ["van hamont", "bulten"]
    assert surnames("Marlow AB; Petersen L; et al.") == ["marlow ab", "petersen"]
    assert surnames("") == []


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("care of children in 3 towns", "care of children in 4 towns", Title.TOLD_APART),
        ("vitamin c for carers", "vitamin d for carers", Title.TOLD_APART),
        ("care of girls at home and away", "care of boys at home and away", Title.TOLD_APART),
        ("healthcare of children in towns", "health care of children in towns", Title.SAME),
        ("outcomes of follow up in health care", "outcomes of followup in healthcare", Title.SAME),
        ("children in care and their school", "children in care and their schools", Title.NEAR),
        ("a study of children who go home from care", "study of children who go home from care", Title.NEAR),
        (
            "children who go home from care in spain",
            "children who go home from care in italy",
            Title.REPLACED,
        ),
        ("children who go home from care", "children who go home from care a cohort study", Title.CUT),
        ("children who go home from care", "children who go home from care pilot trial", Title.DOUBT),
        ("children who go home from care", "children who go home from care a reply", Title.TOLD_APART),
        ("children who go home", "the law of contract", Title.UNLIKE),
        ("", "the law of contract", Title.UNKNOWN),
    ],
)
def test_titles_compared(a, b, expected):
    assert compare_titles(a, b) is expected
    assert compare_titles(b, a) is expected


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("bmj", "british medical journal"),
        ("j fam welf res", "journal family welfare research"),
        ("am j public health", "american journal public health"),
        ("natl inst econ rev", "national institute economic review"),
        ("child youth serv rev", "children youth services review"),
    ],
)
def test_abbreviated_journals_are_known(a, b):
    assert compare.journals_alike(a, b) >= 0.75
    assert compare.journals_alike(b, a) >= 0.75


def test_other_journals_are_not():
    assert compare.journals_alike("annals care", "journal family welfare research") < 0.5
    assert compare.journals_alike("journal digital studies", "workshop digital studies") < 0.75


def test_a_citation_takes_its_values_by_the_rules():
    records = [
        record("ra", 1, title="", authors="Marlow A", year=2013, volume="3", pages="123-30", doi="10.5555/a"),
        record(
            "rb", 2, title="Home", authors="Marlow, Ann", year=2014, volume="3", issue="4", pages="123-30"
        ),
        record("rc", 3, title="Home again", year=2014, volume="3", issue="4", pages="123-130", source="ERIC"),
        record("rd", 4, abstract="long text", doi="10.5555/b", source="Ofsted", source_kind="website"),
        record("re", 5, abstract="text", doi="10.5555/b", source="ERIC", stand_in="yes"),
    ]
    members = frame_of([Member(item.record_id, "ra") for item in records], Member)
    (merged,) = merge.citations(frame(records), members).to_dict("records")
    assert merged["title"] == "Home"
    assert merged["authors"] == "Marlow, Ann"
    assert merged["year"] == 2014
    assert (merged["volume"], merged["issue"], merged["pages"]) == ("3", "4", "123-130")
    assert merged["doi"] == "10.5555/b"
    assert merged["abstract"] == "long text"
    assert merged["sources"] == "Scopus;ERIC;Ofsted"
    assert (merged["arm"], merged["records"], merged["stand_in"]) == ("databases", 5, "no")
    assert merged["place"] == "records/searches/export.ris:1"


def test_a_citation_of_websites_alone_is_of_the_other_arm_and_a_stand_in_where_all_its_records_are():
    records = [record(id, 1, source_kind="website", stand_in="yes") for id in ("ra", "rb")]
    members = frame_of([Member(item.record_id, "ra") for item in records], Member)
    (merged,) = merge.citations(frame(records), members).to_dict("records")
    assert (merged["arm"], merged["stand_in"]) == ("other", "yes")

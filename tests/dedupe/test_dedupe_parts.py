import doctest
import re

import pytest

from tamis.dedupe import compare, normalise, people, titles
from tamis.dedupe.normalise import (
    Kind,
    doi_key,
    in_supplement,
    page_range,
    surnames,
    title_read,
    title_words,
    volume_key,
)
from tamis.dedupe.titles import Title, compare_titles


@pytest.mark.parametrize("module", [normalise, titles, compare, people], ids=lambda module: module.__name__)
def test_examples_in_docstrings(module):
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


def test_a_journal_without_end_is_cut():
    """Names are compared each word with each: one of thousands of words would take seconds a pair."""
    assert len(normalise.journal_words(" ".join(f"ax{at}q" for at in range(4000))).split()) == 40


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
        ("01-Sep", ("1", 1, 9)),
        ("09-Jan", ("1", 1, 9)),
        ('"233-8, 230-5"', ("233", 233, 238)),
        ("viii108", ("viii108", 0, 0)),
        ("Suppl-48", ("", 0, 0)),
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


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Erratum to: Home visits for families", Kind.ERRATUM),
        ("Publisher Correction: Home visits for families", Kind.ERRATUM),
        ("<i>Erratum</i>-- Home visits for families", Kind.ERRATUM),
        ("[Home visits for families (Corrigendum)]", Kind.ERRATUM),
        ("Home visits for families (vol 85, pg 553, 2010)", Kind.ERRATUM),
        ("Home visits for families (Journal of Families (2009) 360 (542-544))", Kind.ERRATUM),
        ("Erratum: Home visits for families (Journal of Fam", Kind.ERRATUM),
        ("Corrigendum to 'Home visits for families' [J. Fam. 36 (2009) 12-15]", Kind.ERRATUM),
        ("Home visits for families (Retraction of vol 12, pg 3, 2001)", Kind.RETRACTION),
        ("Retraction notice to: Home visits for families", Kind.RETRACTION),
        ("Re: Home visits for families", Kind.COMMENT),
        ("Home visits for families: Comment", Kind.COMMENT),
        ("Home visits for families - Reply", Kind.REPLY),
        ("Authors' reply: Home visits for families", Kind.REPLY),
        ("RETRACTED: Home visits for families (Retracted article. See vol. 12, p. 3, 2010)", Kind.PAPER),
        ("Home visits for families. [Erratum appears in J Fam. 2010;3(2):1]", Kind.PAPER),
    ],
)
def test_what_a_title_says_of_another_is_taken_from_it(title, expected):
    assert title_read(title)[:2] == ("home visits for families", expected)


@pytest.mark.parametrize(
    "title",
    [
        "Correction of scoliosis in young children",
        "Regional care for families at home",
        "Retraction of the tympanic membrane in children",
        "Home visits for families (the Boston study (1999) and others)",
        "Commentaries of Caesar read in schools",
        "Home visits for families: a correction",
    ],
)
def test_titles_that_only_look_so_are_whole(title):
    words, kind, abstract = title_read(title)
    assert (len(words.split()), kind, abstract) == (len(re.findall(r"\w+", title)), Kind.PAPER, False)


def test_a_title_that_says_only_what_it_is_keeps_its_words():
    assert title_read("Reply to Marlow")[:2] == ("reply to marlow", Kind.REPLY)
    assert title_read("Commentary.")[:2] == title_read("Commentary")[:2] == ("commentary", Kind.COMMENT)


def test_abstracts_are_known_by_what_stands_around_the_title():
    for title in ("Home visits [Abstract]", "Home visits (abstract no: 134)", "Abstract P5-12: Home visits"):
        assert title_read(title) == ("home visits", Kind.PAPER, True)
    assert not title_read("Abstract reasoning in children")[2]


@pytest.mark.parametrize("title", ["(" * 2000, "([" * 1000, "Erratum: " + "(" * 1990, "a (2009) " * 220])
def test_titles_of_strangers_take_no_time(title):
    words, _, _ = title_read(title)
    assert len(words) <= 2000


def test_very_long_titles_are_not_compared_word_by_word(monkeypatch):
    monkeypatch.setattr(titles, "spelt_alike", None)  # not callable
    one, other = (" ".join(f"{letter}{number}" for number in range(500)) for letter in "ab")
    assert compare_titles(one, other) is Title.UNLIKE


def test_surnames_of_oddly_written_names():
    assert surnames("van, Hamont D; Bulten, J") == ["van hamont", "bulten"]
    assert surnames("Marlow AB; Petersen L; et al.") == ["marlow ab", "petersen"]
    assert surnames("") == []


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("care of children in 3 towns", "care of children in 4 towns", Title.TOLD_APART),
        ("vitamin c for carers", "vitamin d for carers", Title.TOLD_APART),
        ("pain oflung and heart in children", "pain of lung and heart in children", Title.SAME),
        ("pain ofrlung and heart in children", "pain of lung and heart in children", Title.NEAR),
        ("care of children f foster parents", "care of children of foster parents", Title.NEAR),
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


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Smith, John", "Smith J", False),
        ("Smith, J. Robert", "Smith, Robert", False),
        ("Smith, John; Lee, Soo", "Smith, Anna; Lee, Soo", False),  # one of them is a slip
        ("Smith, John", "Smith, Anna", True),
        ("Kim JW; Kim S", "Kim MJ", False),  # which Kim?
        ("WHO Group", "WHO Group", False),
        ("", "Smith, John", False),
    ],
)
def test_initials_contradict_only_where_all_shared_surnames_do(one, other, differ):
    assert people.other_people(one, other) == people.other_people(other, one) == differ


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("tumour", "tumor", Title.NEAR),
        ("analyses", "analysis", Title.NEAR),
        ("familes", "families", Title.NEAR),
        ("clorimab", "clorumab", Title.SPELT),
        ("ileum", "ilium", Title.TOLD_APART),
    ],
)
def test_what_is_a_slip_and_what_may_be_another_word(one, other, found):
    titles_ = [f"home visits for {word} in families" for word in (one, other)]
    assert compare_titles(*titles_) == compare_titles(*titles_[::-1]) == found

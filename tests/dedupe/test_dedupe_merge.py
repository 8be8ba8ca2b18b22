"""One citation from several records: the rules that choose, one by one, and what holds of any records."""

import dataclasses

import pytest
from dedupe_support import frame, frame_of, record
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.dedupe import merge as module
from tamis.dedupe.merge import FIELDS, PLACE, merge
from tamis.store import check_frame
from tamis.tables import Citation, Member, Origin

QUICK = settings(max_examples=40, deadline=None)


def rows(data):
    return data.astype(object).where(data.notna(), None).to_dict("records")


def merged(records, citation_ids=None):
    """Return the citations and the origins, as dictionaries by citation."""
    names = citation_ids or [records[0].record_id] * len(records)
    members = frame_of(
        [Member(item.record_id, name) for item, name in zip(records, names, strict=True)], Member
    )
    citations, origins = merge(frame(records), members)
    check_frame(citations, Citation)
    check_frame(origins, Origin)
    return tuple({row["citation_id"]: row for row in rows(data)} for data in (citations, origins))


def one(*items):
    """Return the citation of records that are given by their fields."""
    return merged([record(f"r{at}", at, **item) for at, item in enumerate(items, start=1)])[0]["r1"]


ABSTRACT = "Children return home. Some of them come back into care."

#: The field, the values of the records in order, and the one that is taken.
VALUES = [
    # a title that says all, as it stands in the article
    ("title", ["Going home from care: a st...", "Going home from care"], "Going home from care"),
    ("title", ["Going home from care [Review] [34 refs].", "Going home from care"], "Going home from care"),
    ("title", ["[Heimkehr aus der Pflege]", "Going home"], "Going home"),
    ("title", ["Going home from care (Review)", "Going home from care"], "Going home from care"),
    ("title", ["Going home (the REAL trial)", "Going home"], "Going home (the REAL trial)"),
    ("title", ["GOING HOME FROM CARE", "Going home"], "Going home"),
    ("title", ["Going home with MÃ¼ller", "Going home with Muller"], "Going home with Muller"),
    ("title", ["Going home with M\ufffdller", "Going home"], "Going home"),
    ("title", ["<i>Going</i> home", "Going home"], "Going home"),
    ("title", ["Home", "Home: a study of twelve families"], "Home: a study of twelve families"),
    ("title", ["Home", "Home: wrong subtitle", "HOME.", "Home."], "Home"),
    # but that an article was retracted is to be seen
    ("title", ["Going home from care", "RETRACTED: Going home from care"], "RETRACTED: Going home from care"),
    ("title", ["Going home, a study", "Going home [Retracted]"], "Going home [Retracted]"),
    # all authors, in full
    ("authors", ["Marlow A; Petersen L", "Marlow, Ann; Petersen, Lars"], "Marlow, Ann; Petersen, Lars"),
    ("authors", ["Marlow, Ann-Catherine Theresa; et al.", "Marlow, A; Quist, P"], "Marlow, A; Quist, P"),
    (
        "authors",
        ["Marlow, Ann Catherine Theresa", "Marlow, A; Quist, P; Li, X"],
        "Marlow, A; Quist, P; Li, X",
    ),
    ("authors", ["Marlow; A.; Quist; P.", "Marlow, A.; Quist, P."], "Marlow, A.; Quist, P."),
    # the journal's full name as it is printed
    ("journal", ["J. Fam. Res.", "Journal of Family Research"], "Journal of Family Research"),
    ("journal", ["Acta Paediatr Scand", "Acta Paediatrica"], "Acta Paediatrica"),
    ("journal", ["Lancet (London, England)", "The Lancet"], "The Lancet"),
    ("journal", ["JOURNAL OF FAMILY RESEARCH", "Journal of Family Research"], "Journal of Family Research"),
    # the whole abstract
    ("abstract", [f"{ABSTRACT} Thus ...", ABSTRACT], ABSTRACT),
    ("abstract", [f"{ABSTRACT} (ABSTRACT TRUNCATED AT 250 WORDS)", ABSTRACT], ABSTRACT),
    ("abstract", ["Short.", ABSTRACT], ABSTRACT),
    # what most say
    ("year", [2013, 2014, 2014], 2014),
    ("year", [None, 2013], 2013),
    ("pmid", ["1", "2", "2"], "2"),
    ("doi", ["10.5555/a", "10.5555/b", "10.5555/b"], "10.5555/b"),
    ("doi", ["10.1101/2020.03.01.20029769", "10.5555/b"], "10.5555/b"),
    ("issn", ["", "1234-5678"], "1234-5678"),
    ("type", ["JOUR", "Article", "Article"], "Article"),
    ("language", ["English", "English", "eng"], "English"),
    ("keywords", ["care home reunification", "care; home"], "care; home"),
    ("url", ["", "https://example.org/1", "https://example.org/22"], "https://example.org/1"),
]


@pytest.mark.parametrize(("field", "values", "taken"), VALUES)
def test_of_each_field_the_best_value_is_taken(field, values, taken):
    assert one(*({field: value} for value in values))[field] == taken
    if len(values) == 2 and field != "url":
        assert one(*({field: value} for value in reversed(values)))[field] == taken


def test_volume_issue_and_pages_come_from_one_record():
    citation = one(
        {"volume": "3", "pages": "123-30"},
        {"volume": "3", "issue": "4", "pages": "123-30"},
        {"volume": "3", "issue": "4", "pages": "123-130"},
        {"volume": "Online first", "issue": "Supplement", "pages": "1-1000"},
    )
    assert (citation["volume"], citation["issue"], citation["pages"]) == ("3", "4", "123-130")


def test_what_came_out_beats_what_was_online_first_or_in_press():
    early = {"year": 2012, "journal": "The Online Journal of Something Else", "volume": "in press"}
    citation = one(early, early, {"year": 2013, "journal": "Annals of Care", "volume": "3", "pages": "1-9"})
    assert (citation["year"], citation["journal"], citation["volume"]) == (2013, "Annals of Care", "3")


def test_a_wrong_year_beside_the_place_is_outvoted_by_those_of_the_same_volume():
    place = {"volume": "3", "pages": "1-9"}
    assert (
        one({"year": 2031, **place}, {"year": 2013, **place}, {"year": 2013, "volume": "3"})["year"] == 2013
    )


def test_a_doi_that_another_citation_has_too_is_not_taken_where_there_is_one_of_its_own():
    """Embase gives all abstracts of a supplement the DOI of the supplement."""
    records = [
        record("r1", 1, title="One", doi="10.5555/supplement"),
        record("r2", 2, title="One", doi="10.5555/supplement"),
        record("r3", 3, title="One", doi="10.5555/one"),
        record("r4", 4, title="Two", doi="10.5555/supplement"),
    ]
    citations, origins = merged(records, ["r1", "r1", "r1", "r4"])
    assert citations["r1"]["doi"] == "10.5555/one" and origins["r1"]["doi"] == "r3"
    assert citations["r4"]["doi"] == "10.5555/supplement"


def test_the_language_is_that_of_pubmed_where_it_has_the_article():
    citation = one(
        {"language": "English"}, {"language": "English"}, {"language": "ger", "pmid": "7", "accession": "7"}
    )
    assert citation["language"] == "ger"


def test_sources_arm_and_stand_ins():
    records = [
        record("ra", 1, source="Ofsted", source_kind="website", stand_in="yes"),
        record("rb", 2, source="ERIC", source_kind="website", stand_in="yes"),
        record("rc", 3, source="Ofsted", source_kind="website"),
        record("rd", 4, source="Scopus"),
        record("re", 5, source="ERIC", source_kind="register", stand_in="yes"),
    ]
    citations, _ = merged(records, ["ra", "ra", "ra", "rd", "ra"])
    assert [(row["sources"], row["arm"], row["stand_in"], row["records"]) for row in citations.values()] == [
        ("Ofsted;ERIC", "databases", "no", 4),
        ("Scopus", "databases", "no", 1),
    ]
    assert citations["ra"]["place"] == "records/searches/export.ris:1"
    citations, _ = merged(records[:2], ["ra", "ra"])
    assert (citations["ra"]["arm"], citations["ra"]["stand_in"]) == ("other", "yes")


def test_no_records_give_no_citations():
    assert [len(data) for data in merge(frame([]), frame_of([], Member))] == [0, 0]


def test_large_columns_are_taken_in_parts(monkeypatch):
    """Arrow cannot make one array of more than two gigabytes of text."""
    import numpy as np
    import pyarrow as pa

    texts = [f"text {at}" for at in range(50)]
    column = pa.chunked_array([texts[:7], texts[7:8], [], texts[8:]])
    at = np.array([49, 0, 7, 7, 6, 8, 20, 1])
    whole = module.taken(column, at).to_pylist()
    monkeypatch.setattr(module, "_LARGE", 0)
    monkeypatch.setattr(module, "_PART", 3)
    assert module.taken(column, at).to_pylist() == whole == [texts[i] for i in at]
    assert module.taken(column, at[:0]).to_pylist() == []


#: Fields for which it matters which record has the place.
OF_PLACE = {"type", "year", "journal", "doi", "issn"}


def some(*values):
    return st.sampled_from(["", *values])


items = st.fixed_dictionaries(
    {
        "type": some("JOUR", "Article"),
        "title": some("Home", "Home: a study", "HOME...", "RETRACTED: Home", "[Home]"),
        "authors": some("Marlow, Ann", "Marlow A; Quist P", "Marlow, A.; et al."),
        "year": st.sampled_from([None, 2013, 2014]),
        "journal": some("J Fam Res", "Journal of Family Research", "medRxiv"),
        "volume": some("3", "4", "in press"),
        "issue": some("1", "2"),
        "pages": some("1-9", "101-109", "online first"),
        "doi": some("10.5555/a", "10.5555/b", "10.1101/c"),
        "pmid": some("1", "2"),
        "accession": some("1", "2"),
        "issn": some("1234-5678"),
        "abstract": some("Text ...", "Text", "More text"),
        "keywords": some("a; b", "abc"),
        "url": some("https://example.org"),
        "language": some("eng", "English"),
        "source": st.sampled_from(["Scopus", "ERIC"]),
    }
)
sets = st.lists(st.tuples(items, st.integers(0, 3)), min_size=1, max_size=9).map(
    lambda drawn: (
        [record(f"r{at:02d}", at, **item) for at, (item, _) in enumerate(drawn)],
        [f"r{[of for _, of in drawn].index(of):02d}" for _, of in drawn],
    )
)


@QUICK
@given(sets)
def test_every_value_is_that_of_the_record_which_its_origin_names(drawn):
    records, names = drawn
    citations, origins = merged(records, names)
    by_id = {item.record_id: item for item in records}
    assert list(citations) == list(dict.fromkeys(names))
    assert set(origins) == {name for name in names if names.count(name) > 1}
    for name, citation in citations.items():
        origin = origins.get(name, dict.fromkeys(FIELDS, name))
        for field in FIELDS:
            if origin[field]:
                assert by_id[origin[field]].record_id in {
                    item.record_id for item, of in zip(records, names, strict=True) if of == name
                }
                assert citation[field] == getattr(by_id[origin[field]], field)
            assert bool(origin[field]) == (citation[field] not in ("", None)) or name not in origins


@QUICK
@given(sets)
def test_nothing_that_a_record_knows_is_lost(drawn):
    """Volume, issue and pages stand and fall together: they are of one record."""
    records, names = drawn
    citations, origins = merged(records, names)
    for name, citation in citations.items():
        held = [item for item, of in zip(records, names, strict=True) if of == name]
        for field in set(FIELDS) - set(PLACE):
            known = {getattr(item, field) for item in held} - {"", None}
            assert citation[field] in known or not known
        place = tuple(citation[field] for field in PLACE)
        assert place in {tuple(getattr(item, field) for field in PLACE) for item in held}
        assert any(place) == any(getattr(item, field) for item in held for field in PLACE)
        if name in origins:
            assert len({origins[name][field] for field in PLACE} - {""}) <= 1


@QUICK
@given(sets, st.data())
def test_the_order_of_records_decides_ties_alone(drawn, data):
    """What was taken is taken, too, where its record comes first."""
    records, names = drawn
    _, origins = merged(records, names)
    if not origins:
        return
    name = data.draw(st.sampled_from(sorted(origins)))
    field = data.draw(st.sampled_from(sorted({*FIELDS} - OF_PLACE)))
    held = [item for item, of in zip(records, names, strict=True) if of == name]
    best = next((item for item in held if item.record_id == origins[name][field]), None)
    if best is None:  # no record has it
        return
    before, _ = merged(held)
    after, found = merged([best, *(item for item in held if item is not best)])
    assert after[best.record_id][field] == before[held[0].record_id][field]
    assert found[best.record_id]["citation_id"] == best.record_id


@QUICK
@given(sets)
def test_a_record_that_is_there_twice_changes_nothing(drawn):
    """The copy comes last, so that it wins no tie; but it has a vote, so all are copied."""
    records, names = drawn
    copies = [dataclasses.replace(item, record_id=f"{item.record_id}-2") for item in records]
    before, _ = merged(records, names)
    after, _ = merged([*records, *copies], [*names, *names])
    for name, citation in before.items():
        assert {field: citation[field] for field in FIELDS} == {field: after[name][field] for field in FIELDS}

import dataclasses
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from dedupe_support import frame, record, verdicts
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tamis.dedupe import block, cluster, compare
from tamis.dedupe.answers import Said, settle
from tamis.dedupe.cluster import deduplicate
from tamis.dedupe.keys import Texts, keys_of
from tamis.dedupe.merge import merge
from tamis.tables import columns

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: Few values, so that records often agree in part, which is where links are decided.
fields = st.fixed_dictionaries(
    {
        "title": st.sampled_from(
            [
                "",
                "Editorial",
                "Going home from care: a study of twelve families",
                "Going home from care: a study of 12 families.",
                "Going home from care: a study of 14 families",
                "Going home from care",
                "<i>Going</i> home from care: part II",
            ]
        ),
        "authors": st.sampled_from(["", "Marlow, Ann; Petersen, Lars", "Marlow A; Petersen L", "Quist, Per"]),
        "year": st.sampled_from([None, 2013, 2014, 2020]),
        "journal": st.sampled_from(["", "Journal of Family Research", "J Fam Res", "Annals of Care"]),
        "volume": st.sampled_from(["", "3", "31"]),
        "pages": st.sampled_from(["", "123-130", "123-30", "S12", "1-8"]),
        "doi": st.sampled_from(["", "10.5555/a", "10.5555/b"]),
        "source_kind": st.sampled_from(["database", "register", "website"]),
    }
)
sets = st.lists(fields, min_size=1, max_size=9).map(
    lambda items: [record(f"r{at:02d}", at, **item) for at, item in enumerate(items)]
)


def blocks(citation):
    groups = {}
    for id, name in citation.items():
        groups.setdefault(name, set()).add(id)
    return {frozenset(group) for group in groups.values()}


@st.composite
def sets_with_answers(draw):
    records = draw(sets)
    ids = [item.record_id for item in records]
    assume(len(ids) > 1)
    two = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)
    said = draw(st.lists(st.tuples(two, st.booleans(), st.sampled_from(["R1", "R2"])), max_size=8))
    return records, [
        Said(person, *pair, "same" if same else "different", "", f"duplicates.csv:{line}")
        for line, (pair, same, person) in enumerate(said)
    ]


@QUICK
@given(sets_with_answers(), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(drawn, random):
    records, said = drawn
    shuffled = records[:]
    random.shuffle(shuffled)
    pairs, citation = verdicts(records, said)
    pairs_2, citation_2 = verdicts(shuffled, said)
    assert blocks(citation) == blocks(citation_2)
    assert {frozenset(two): said for two, said in pairs.items()} == {
        frozenset(two): said for two, said in pairs_2.items()
    }


@QUICK
@given(sets_with_answers(), st.integers(1, 5))
def test_pairs_that_are_measured_in_parts_come_out_as_those_measured_at_once(drawn, size):
    whole = verdicts(*drawn)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compare, "BATCH", size)
        patch.setattr(block, "_MERGED", size)
        patch.setattr(block, "_TEXTS", size)
        assert verdicts(*drawn) == whole


@QUICK
@given(sets_with_answers())
def test_every_record_is_in_exactly_one_citation(drawn):
    records, said = drawn
    items = frame(records)
    _, members = deduplicate(items, settle(said))
    merged, _ = merge(items, members)
    assert members["record_id"].tolist() == [item.record_id for item in records]
    counted = Counter(members["citation_id"].tolist())
    assert dict(zip(merged["citation_id"], merged["records"], strict=True)) == counted
    first = {}
    for id, name in zip(members["record_id"], members["citation_id"], strict=True):
        assert first.setdefault(name, id) == name  # a citation is named by its first record


@QUICK
@given(sets)
def test_running_on_the_citations_again_changes_nothing_in_what_is_merged(records):
    """Merging invents nothing: every value of a citation is one of its records' values."""
    items = frame(records)
    _, members = deduplicate(items, settle([]))
    merged, _ = merge(items, members)
    by_id = {item.record_id: item for item in records}
    same = {column.name for column in columns(type(records[0]))} & set(merged.columns) - {"stand_in"}
    held = {}
    for id, name in zip(members["record_id"], members["citation_id"], strict=True):
        held.setdefault(name, []).append(by_id[id])
    for row in merged.astype(object).where(merged.notna(), None).to_dict("records"):
        for name in same:
            assert row[name] in {getattr(item, name) for item in held[row["citation_id"]]}
        place = (row["volume"], row["issue"], row["pages"])
        assert place in {(item.volume, item.issue, item.pages) for item in held[row["citation_id"]]}


@QUICK
@given(sets_with_answers())
def test_twice_gives_the_same(drawn):
    records, said = drawn
    once, again = (deduplicate(frame(records), settle(said)) for _ in range(2))
    assert once[0].equals(again[0])
    assert once[1].equals(again[1])


@QUICK
@given(sets_with_answers())
def test_what_a_person_called_different_is_never_united(drawn):
    records, said = drawn
    _, citation = verdicts(records, said)
    for a, b in settle(said).apart:
        assert citation[a] != citation[b]


@QUICK
@given(sets_with_answers())
def test_what_people_called_the_same_is_united_unless_refused(drawn):
    records, said = drawn
    pairs, citation = verdicts(records, said)
    verdict = {frozenset(two): found[0] for two, found in pairs.items()}
    for a, b in settle(said).same:
        assert verdict[frozenset((a, b))] in {"duplicate", "refused"}
        assert (citation[a] == citation[b]) == (verdict[frozenset((a, b))] == "duplicate")


@QUICK
@given(sets_with_answers())
def test_citations_are_what_the_linked_pairs_connect(drawn):
    records, said = drawn
    pairs, citation = verdicts(records, said)
    linked = [two for two, found in pairs.items() if found[0] == "duplicate"]
    reach = {item.record_id: {item.record_id} for item in records}
    for a, b in linked:
        joined = reach[a] | reach[b]
        for id in joined:
            reach[id] = joined
    for a, b in combinations(citation, 2):
        assert (citation[a] == citation[b]) == (b in reach[a])


@QUICK
@given(sets_with_answers())
def test_what_the_rules_alone_say_of_a_pair_does_not_depend_on_answers(drawn):
    records, said = drawn
    answered, _ = deduplicate(frame(records), settle(said))
    alone, _ = deduplicate(frame(records), settle([]))

    def found(pairs, column):
        linked = pairs[pairs[column] == "duplicate"]
        return {*zip(linked["record_a"], linked["record_b"], strict=True)}

    assert found(answered, "by_rules") == found(alone, "by_rules") == found(alone, "verdict")


def _number_words(at):
    """Return three words that tell a number, different for each."""
    return " ".join(f"{'bdfgklmnprstvz'[at // 14**k % 14]}aru{'aeiou'[k]}" for k in range(3))


#: Fields of many records that share a key by which pairs are found; the number of each is its argument.
ALIKE = {
    "one title of one word": lambda at: {"title": "Editorial"},
    "nothing": lambda at: {},
    "no title, all else their own": lambda at: {"authors": f"N{at}, A.", "volume": str(at), "pages": str(at)},
    "all fields": lambda at: {"title": "Going home from care: a study of 12 families", "year": 2014,
                              "authors": "Marlow, A.", "volume": "3", "pages": "12-30"},
    "one DOI": lambda at: {"title": _number_words(at), "doi": "10.5555/supplement"},
    "one DOI and title": lambda at: {"title": "Abstracts of the meeting", "doi": "10.5555/supplement"},
    "one author and year": lambda at: {"title": _number_words(at), "authors": "Marlow, A.", "year": 2014},
    "one title, author and year": lambda at: {"title": "Annual report on care", "authors": "Marlow, A.",
                                              "year": 2014, "pages": str(at)},
    "the beginning of the title": lambda at: {"title": f"Going home from foster care {_number_words(at)}",
                                              "year": 2014},
    "all words of the title but one": lambda at: {"title": f"Report {at} on going home from foster care"},
    "one place": lambda at: {"title": _number_words(at), "volume": "3", "pages": "12-30", "year": 2014},
    "a title of hundreds of words": lambda at: {"title": "going home " * 150 + str(at)},
}  # fmt: skip


@pytest.mark.parametrize("alike", ALIKE)
def test_thousands_of_records_that_share_a_key_are_not_compared_all_with_all(alike):
    """Pairs grow with the records, not with their square: 2,000 editorials would make 2 million."""
    n = 2000
    keys = keys_of(frame([record(f"r{at:04d}", at, **ALIKE[alike](at)) for at in range(n)]))
    a, b = block.candidate_pairs(keys)
    assert len(a) <= 20 * n
    assert (a < b).all()


@QUICK
@given(sets, st.data())
def test_a_link_does_not_depend_on_other_records(records, data):
    """What is linked in a part of the records is linked in all of them (DESIGN: what is stable)."""
    part = [item for item in records if data.draw(st.booleans())]
    assume(part)
    _, few = verdicts(part)
    _, many = verdicts(records)
    for a, b in combinations(few, 2):
        if few[a] == few[b]:
            assert many[a] == many[b]


#: What of each of two records a crowd of others may have, too; the number of each is its argument.
OWN = {
    "title": lambda at: f"{_number_words(at)} and going home",
    "authors": lambda at: f"N{'abcdefghijklmnopqrstuvwxyz'[at]}o, Ann; Marlow, Ann",
    "year": lambda at: 1970 + at,
    "journal": lambda at: f"Letters of {_number_words(at)}",
    "volume": lambda at: str(100 + at),
    "pages": lambda at: f"{1000 + 50 * at}-{1010 + 50 * at}",
    "doi": lambda at: f"10.5555/crowd{at}",
}


def every_pair(keys):
    return np.triu_indices(len(keys.ids), 1)


WHOLE = {
    "title": "Surveillance of influenza in the wards of twelve hospitals",
    "authors": "Marlow, Ann; Petersen, Lars",
    "year": 2014,
    "journal": "Annals of Care",
    "volume": "3",
    "pages": "123-130",
    "doi": "10.5555/a",
}
#: What else stands in place of it in one of two records that link.
WRITTEN = {
    "spelt otherwise": {"title": "Surveillence of influensa in the wards of 12 hospitals", "doi": ""},
    "in another order": {"title": "Influenza in wards of twelve hospitals: the surveillance", "doi": ""},
    "cut": {"title": "Surveillance of influenza in the wards...", "doi": ""},
    "without a place": {"volume": "", "pages": "", "doi": ""},
    "the DOI and title only": {"year": None, "journal": "", "volume": "", "pages": ""},
    "other authors": {"authors": "Petersen, Lars; Quist, Per", "doi": ""},
}


@pytest.mark.parametrize("own", [*combinations(OWN, 1), *combinations(OWN, 2)], ids=" ".join)
def test_a_link_is_found_in_a_crowd_that_shares_keys_with_it(own, monkeypatch):
    """Blocks too large to compare are divided, and two records that agree in enough meet all the same.

    The crowd agrees with both in all but what it has of its own. Where one of the crowd links as well, who is
    linked with whom rests on more than these two; such crowds are left out.
    """
    crowd = [WHOLE | {name: OWN[name](at) for name in own} for at in range(20)]
    for how, written in WRITTEN.items():
        records = [*crowd[:9], WHOLE, *crowd[9:15], WHOLE | written, *crowd[15:]]
        records = [record(f"r{at:02d}", at, **item) for at, item in enumerate(records)]
        with monkeypatch.context() as patch:
            patch.setattr(cluster, "candidate_pairs", every_pair)
            _, whole = verdicts(records)
        if whole["r16"] == "r09" and list(whole.values()).count("r09") == 2:
            with monkeypatch.context() as patch:
                patch.setattr(block, "CAP", 4)
                patch.setattr(block, "PART", 2)
                assert verdicts(records)[1]["r16"] == "r09", how


TEXTS = [
    "Families were asked what going home was like, and they told us at length of what had gone well. " * 2,
    "Zebras run in the savannah and are hunted by lions at night, mostly so, in all seasons of years. " * 2,
    "",
]


@pytest.mark.parametrize("count", [8, 9, 16, 24, 60])
@pytest.mark.parametrize(
    ("name", "values", "citations"),
    [
        ("abstract", TEXTS[:2], 2),
        ("type", ["Conference Abstract", "Journal Article"], 2),
        ("issn", ["1234-5678", "8765-4321"], 1),
        ("accession", [str(at) for at in range(60)], 1),
        ("pmid", [str(70 + at) for at in range(2)], 2),
    ],
)
def test_what_rules_read_tells_records_apart_however_many_they_are(name, values, citations, count):
    """Records that stand for others agree with them in all that rules read, and are linked with them."""
    item = {
        "title": "Monthly surveillance of falls in wards of hospitals",
        "authors": "Marlow, Ann; Petersen, Lars",
        "year": 2014,
        "journal": "Annals of Care",
    }
    records = [record(f"r{at:02d}", at, **item, **{name: values[at % len(values)]}) for at in range(count)]
    assert len(set(verdicts(records)[1].values())) == citations


def test_two_that_agree_in_everything_agree_in_every_field_that_is_compared():
    """A field that a rule reads and that is not looked at would let one record stand for another."""
    item = {"title": "Monthly surveillance of falls", "authors": "Marlow, Ann", "year": 2014}
    keys = keys_of(frame([record(f"r{at:02d}", at, **item) for at in range(20)]))
    assert len(set(block._same(keys).tolist())) == 1
    for field in dataclasses.fields(keys):
        if field.name in ("row", "ids", "abstract"):
            continue
        value = getattr(keys, field.name)
        code = (value.code if isinstance(value, Texts) else value).copy()
        code[:10] = ~code[:10] if code.dtype == bool else code[:10] + 1
        other = dataclasses.replace(value, code=code) if isinstance(value, Texts) else code
        changed = block._same(dataclasses.replace(keys, **{field.name: other}))
        assert len(set(changed.tolist())) == 2, field.name


def test_identical_records_by_the_thousand_are_one_citation():
    item = {"title": "Going home from care: a study of 12 families", "authors": "Marlow, A.", "year": 2014}
    records = [record(f"r{at:04d}", at, journal="Annals of Care", **item) for at in range(500)]
    assert set(verdicts(records)[1].values()) == {"r0000"}

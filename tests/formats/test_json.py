"""JSON of EPPI-Reviewer, CSL and others: what stands in each column, and what a break costs."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.errors import Problems
from tamis.formats import csl_json, eppi_json, json_records, jsontext
from tamis.formats.content import Content, Refused
from tamis.formats.entry import Flaw, Raw, Stray
from tamis.formats.reading import open_export, read_export

SAMPLES = Path(__file__).parent / "samples"
ITEM = '{"id": "%s", "type": "article-journal", "title": "%s"}'


def contents(text):
    """Text as a content has it, without a file."""
    text = text if text.endswith("\n") else text + "\n"
    return SimpleNamespace(
        text=text, head="\n" + text, is_zip=False, chunks=lambda: iter([text.encode("utf-8", "replace")])
    )


def extras(format, name):
    """What no column holds of a sample's first entry."""
    raw = next(format.scan(Content(SAMPLES / name)))
    return format.COLUMNS.extras(raw, format.COLUMNS.entry(1, raw))


def test_eppi_references_with_lines_and_the_spaces_that_part_names(read):
    reading = read("eppi_json_code_sets_and_author_spaces.json")
    assert (reading.format, reading.markers, reading.flaws) == ("EPPI-Reviewer JSON", 2, ())
    first, second = reading.entries
    assert (first.line, first.source_id) == (6, "7555001")
    assert first.accession == ""  # the number is that of one database: another gives another
    assert first.authors == "García López, Inés; de la Cruz, Maria B; World Alder Council"
    assert (first.title, first.year) == ("Effects of doing nothing", 2019)
    assert (first.volume, first.issue, first.pages) == ("4", "2", "10-12")
    assert (first.doi, first.issn) == ("10.5555/eppi.1", "1234-567X")
    assert first.keywords == "care; return, home"
    assert (second.line, second.title, second.year, second.pmid) == (25, "", None, "12345678")


def test_what_no_column_of_eppi_holds_is_an_extra_on_its_line():
    found = extras(eppi_json, "eppi_json_code_sets_and_author_spaces.json")
    assert (7, "Codes", '{"AttributeId":11,"AdditionalText":"p. 3"}') in found
    assert (23, "ItemStatus", "I") in found
    assert not {tag for _, tag, _ in found} & {"Authors", "Title", "Keywords"}


def test_csl_names_dates_and_numbers(read):
    reading = read("csl_json_zotero_names_and_dates.json")
    assert (reading.format, reading.markers, reading.flaws) == ("CSL-JSON", 3, ())
    first, second, third = reading.entries
    assert first.authors == "de la Cruz, Maria; Alder Council, North; Birch, Tom Jr."
    assert (first.year, first.volume, first.pages, first.doi) == (2019, "4", "10-12", "10.5555/csl.1")
    assert (first.pmid, first.issn) == ("23456789", "1234-5678; 2345-6789")
    assert [entry.line for entry in reading.entries] == [2, 20, 27]
    assert (second.year, second.keywords) == (2020, "care; return")
    assert (third.source_id, third.title, third.year) == ("second", "", 1999)


def test_an_object_is_an_extra_as_compact_json_with_its_numbers_as_written():
    found = extras(csl_json, "csl_json_zotero_names_and_dates.json")
    assert (18, "shelf", '{"row":[1.10,null],"name":"café"}') in found
    assert not [tag for _, tag, _ in found if tag == "author"]


def test_an_object_says_what_a_column_has_only_where_its_key_fills_that_column():
    content = contents(
        '[{"id": "1", "type": "article-journal", "title": "A", "volume": "12", "shelf": {"row": "12"},'
        ' "author": [{"given": "Inés", "family": "de la Cruz", "suffix": ""},'
        ' {"family": "Elm", "ORCID": "x"}]}]'
    )
    (raw,) = csl_json.scan(content)
    assert csl_json.COLUMNS.extras(raw, csl_json.COLUMNS.entry(1, raw)) == [
        (1, "shelf", '{"row":"12"}'),
        (1, "author", '{"family":"Elm","ORCID":"x"}'),
    ]


def test_crossref_lists_and_dates_without_a_year(read):
    reading = read("csl_json_crossref_list.json")
    assert (reading.format, reading.markers, reading.flaws) == ("CSL-JSON", 2, ())
    first, second = reading.entries
    assert (first.title, first.journal, first.year) == ("One & two", "Made-up Letters", 2018)
    assert first.authors == "Alder, Ines; The Elm Group"
    assert (second.title, second.year, second.line) == ("", 2020, 3)


def test_lens_records(read):
    (entry,) = read("json_records_lens.json").entries
    assert (entry.accession, entry.doi, entry.pmid) == ("000-111-222-333-44X", "10.5555/lens.1", "34567890")
    assert (entry.authors, entry.journal, entry.issn) == ("Alder, Ines", "Made-up Studies", "12345678")
    assert (entry.year, entry.pages, entry.language) == (2017, "5-9", "en")


def test_openalex_works_with_words_by_their_places(read):
    (entry,) = read("json_records_openalex.json").entries
    assert (entry.accession, entry.doi, entry.pmid) == ("W4000000001", "10.5555/oa.1", "45678901")
    assert entry.authors == "van der Elm, Maria; Oak, J."
    assert (entry.journal, entry.volume, entry.pages) == ("Made-up Open", "3", "7")
    assert entry.abstract == "see the end the sea"


def test_an_object_a_line(read):
    reading = read("json_records_one_a_line.jsonl")
    assert (reading.format, reading.markers, reading.flaws) == ("JSON records", 2, ())
    first, second = reading.entries
    assert (first.authors, first.doi, first.pmid) == ("Birch, Tom", "10.5555/s2.1", "56789012")
    assert (second.line, second.source_id, second.year) == (3, "bb22", None)


@pytest.mark.parametrize("key", ["data", "articles", "documents", "results"])
@pytest.mark.parametrize(
    "held", ["[]", '[{"type": "pdf"}, {"type": "pdf"}]', '[{"title": "Cited", "year": 1}]']
)
def test_an_object_a_line_is_an_entry_whatever_lists_it_holds(read, key, held):
    lines = [
        f'{{"title": "First", "doi": "10.5555/a.1", "year": 2020, "{key}": {held}}}',
        f'{{"title": "Second", "{key}": {held}, "doi": "10.5555/a.2", "year": 2021}}',
        f'{{"{key}": [], "doi": "10.5555/a.3"}}',
    ]
    reading = read("\n".join(lines) + "\n")
    assert [(entry.title, entry.doi) for entry in reading.entries] == [
        ("First", "10.5555/a.1"),
        ("Second", "10.5555/a.2"),
        ("", "10.5555/a.3"),
    ]
    assert (reading.markers, reading.flaws, reading.strays) == (3, (), ())


def test_one_object_with_a_title_and_a_year_is_an_entry_whatever_lists_it_holds(read):
    reading = read(b'{"title": "A", "year": 2020, "articles": [{"title": "Cited", "year": 2019}]}')
    assert ([entry.title for entry in reading.entries], reading.markers) == (["A"], 1)


def test_an_entry_that_holds_an_object_called_response_is_not_that_object(read):
    reading = read(b'{"title": "A", "year": 2020, "response": {"title": "B", "year": 1}}')
    assert ([entry.title for entry in reading.entries], reading.markers) == (["A"], 1)


@pytest.mark.parametrize("around", ['"total": 2, ', '"title": "My search", '])
def test_an_object_around_a_list_is_no_entry(read, around):
    reading = read("{" + around + '\n"data": [{"title": "A", "year": 2020}, {"title": "B", "year": 2021}]}')
    assert ([entry.title for entry in reading.entries], reading.markers) == (["A", "B"], 2)


def test_pages_of_results_one_after_the_other(read):
    page = '{"total": 2, "offset": %d, "data": [{"title": "%s", "year": 2020}]}'
    reading = read(page % (0, "A") + "\n" + page % (1, "B"))
    assert ([entry.title for entry in reading.entries], reading.markers) == (["A", "B"], 2)


def test_the_count_takes_no_key_from_the_reader(monkeypatch):
    content = contents('{"results": [{"title": "A", "year": 2020}, {"title": "B", "year": 2021}]}')
    monkeypatch.setattr(json_records, "SHAPE", jsontext.Shape(lists=("wrong",), alone=True))
    assert len(list(json_records.scan(content))) == 1
    assert json_records.count_markers(content) == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[]", "CSL-JSON"),
        ('{"items": []}', "CSL-JSON"),
        ('{"References": []}', "EPPI-Reviewer JSON"),
        ('{"CodeSets": [], "References": []}', "EPPI-Reviewer JSON"),
        ('{"meta": {"count": 0}, "results": []}', "JSON records"),
    ],
)
def test_an_export_without_a_hit_is_a_valid_one(read, text, name):
    reading = read(text.encode())
    assert (reading.format, reading.markers, reading.entries, reading.flaws) == (name, 0, (), ())


@pytest.mark.parametrize(
    "text", ['{"a": 1}', '[{"name": "x", "version": 2}]', '{"error": {"title": 1}}', "[1, 2]", "[" * 100_000]
)
def test_other_json_is_refused(tmp_path, text):
    (tmp_path / "export").write_text(text)
    problems = Problems()
    assert read_export(tmp_path / "export", "export", problems) is None
    assert "is not a bibliography" in str(next(iter(problems)))


def test_a_file_that_breaks_off_keeps_what_was_read(read):
    whole = "[" + ",\n".join(ITEM % (n, f"Title {n}") for n in range(3)) + "]"
    reading = read(whole[: whole.rindex(", ")].encode())
    assert [entry.source_id for entry in reading.entries] == ["0", "1", "2"]
    assert reading.markers == 3
    assert reading.flaws[0] == Flaw(3, "the file breaks off in 'type'")


def test_a_list_that_does_not_end_is_told(read):
    reading = read(("[" + ITEM % (1, "A")).encode())
    assert len(reading.entries) == 1
    assert reading.flaws == (Flaw(1, "the file breaks off: its list does not end"),)


@pytest.mark.parametrize("wrong", ['A "quoted" word', 'An " odd one', "a wrong \\x escape"])
def test_a_malformed_entry_costs_only_itself(read, wrong):
    entries = [ITEM % (1, "A"), ITEM % (2, wrong), ITEM % (3, "C")]
    reading = read(("[\n" + ",\n".join(entries) + "\n]").encode())
    assert [(entry.source_id, entry.line) for entry in reading.entries] == [("1", 2), ("2", 3), ("3", 4)]
    assert [bool(entry.flaws) for entry in reading.entries] == [False, True, False]
    assert reading.entries[1].flaws[0].line == 3


def test_nothing_between_entries_is_passed_over(read):
    reading = read(f"[{ITEM % (1, 'A')},\n null, 17, {ITEM % (2, 'B')}]".encode())
    assert len(reading.entries) == 2
    assert [(stray.line, stray.text) for stray in reading.strays] == [(2, "null"), (2, "17")]


def test_what_json_allows_and_few_expect(read):
    text = (
        '\ufeff[{"id": 1e400, "id": "two", "type": "article-journal", "title": "A \\ud800 half",'
        ' "volume": NaN,'
        ' "page": null, "issue": '
        + "9" * 5000
        + ', "note": true, "title": "B", "deep": '
        + "[" * 99_999
        + "}]"
    )
    reading = read(text.encode())
    (entry,) = reading.entries
    assert (entry.source_id, entry.title, entry.volume, entry.pages) == ("1e400", "A \ufffd half", "", "")
    assert entry.issue == "9" * 5000
    texts = [flaw.text for flaw in reading.flaws]
    assert "the key 'id' stands twice in one entry" in texts
    assert "the key 'title' stands twice in one entry" in texts
    assert any("a letter was lost" in text for text in texts)
    assert any("is not JSON in 'deep'" in text or "breaks off in 'deep'" in text for text in texts)


def test_a_line_break_inside_a_text_is_told(read):
    (entry,) = read(b'[{"id": "1", "type": "article-journal", "title": "A\nB"}]').entries
    assert entry.title == "A B"
    assert entry.flaws == (Flaw(1, "a line break or tab stands in a text as it is"),)


def test_eppi_without_its_references_is_refused(tmp_path):
    (tmp_path / "export").write_text('{"CodeSets": [{"SetName": "x", "Attr')
    problems = Problems()
    assert read_export(tmp_path / "export", "export", problems) is None
    assert "References" in str(next(iter(problems)))


# --- any text -----------------------------------------------------------------------------------

FORMATS = (eppi_json, csl_json, json_records)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
values = leaves | st.lists(leaves, max_size=2) | st.dictionaries(st.text(max_size=3), leaves, max_size=2)
keys = st.sampled_from(
    ["title", "author", "issued", "ItemId", "items", "References", "results", "message", 'a"{']
)
entries = st.lists(st.dictionaries(keys | st.text(max_size=4), values, max_size=5), max_size=4)


def all_of(format, text):
    """Return the entries, strays and the count of a text; nothing where it is refused."""
    content = contents(text)
    try:
        items = list(format.scan(content))
    except Refused:
        return None
    raws = [item for item in items if isinstance(item, Raw)]
    for ordinal, raw in enumerate(raws, start=1):
        format.COLUMNS.extras(raw, format.COLUMNS.entry(ordinal, raw))
    told = [flaw for raw in raws for flaw in raw.flaws] + [item for item in items if isinstance(item, Stray)]
    return raws, told, format.count_markers(content)


@settings(deadline=None, max_examples=60)
@given(entries, st.sampled_from([None, 1]), st.booleans())
def test_a_valid_list_is_read_whole_and_counted_alike(records, indent, ascii_only):
    text = json.dumps(records, indent=indent, ensure_ascii=ascii_only)
    for format, around in zip(
        FORMATS, ('{"References": %s}', '{"message": {"items": %s}}', "%s"), strict=True
    ):
        raws, _, markers = all_of(format, around.replace("%s", text))
        assert len(raws) == markers == len(records)
        for raw, record in zip(raws, records, strict=True):
            assert list(dict.fromkeys(raw.tags)) == [
                tag.encode("utf-8", "replace").decode() for tag, value in record.items() if value != []
            ]


top = st.dictionaries(
    st.sampled_from(["title", "DOI", "Publication Year", "id", "data", "items", "results", "message", "x"]),
    leaves | st.lists(leaves | st.dictionaries(keys, leaves, max_size=2), max_size=2),
    max_size=4,
)


@settings(deadline=None, max_examples=100)
@given(st.lists(top, min_size=1, max_size=4), st.sampled_from([None, 1]))
def test_objects_at_the_top_are_counted_as_they_are_read(objects, indent):
    text = "\n".join(json.dumps(one, indent=indent) for one in objects)
    for format in (csl_json, json_records):
        raws, _, markers = all_of(format, text)
        assert len(raws) == markers
        if len(objects) > 1 and any({"title", "DOI"} & one.keys() for one in objects):
            assert len(raws) == len(objects)


@settings(deadline=None, max_examples=80)
@given(entries, st.data())
def test_no_text_crashes_a_reader_and_no_entry_is_lost_in_silence(records, data):
    text = json.dumps({"References": records} if data.draw(st.booleans()) else records, indent=1)
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 10))
        new = data.draw(
            st.sampled_from(['"', "\\", "{", "}", "[", "]", ",", ":", '"items":[', "\n", "\x00", ""])
        )
        text = text[:at] + new + text[at + cut :]
    for format in FORMATS:
        content = contents(text)
        format.recognise(content)
        found = all_of(format, text)
        if found is not None:
            raws, told, markers = found
            assert len(raws) >= markers or told


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60) | st.text(st.sampled_from('[]{}":,\\ae1\n'), max_size=60))
def test_any_text_at_all(text):
    for format in FORMATS:
        format.recognise(contents(text))
        all_of(format, text)


def test_json_is_recognised_by_content_alone(tmp_path):
    (tmp_path / "a.ris").write_text("[" + ITEM % (1, "TY  - JOUR") + "]")
    assert open_export(tmp_path / "a.ris").format == "CSL-JSON"


def test_what_follows_a_damaged_object_is_told(read):
    """The list's own key is broken: an entry inside is not handed over, and that is said."""
    text = '{"message":{"title":["First"],"DOI":"10.5555/a","author":[{"family":"B"}],"issued":{}}content}\n'
    reading = read(text)
    assert [flaw.text for flaw in reading.flaws] == ["text stands outside of the list: the file is damaged"]

"""What is wrong in an extraction file is said with its line; what is right is kept as it was typed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small_review import make, protocol
from tamis.errors import Problems
from tamis.extraction import inputs
from tamis.extraction.filled.values import parse
from tamis.review import Known

SAMPLES = Path(__file__).parent / "samples"


def read(tmp_path, **files):
    """Read extraction files by name (`__` for a dot); return what was found and what was said."""
    review = make(tmp_path, {f"extraction/{name.replace('__', '.')}": text for name, text in files.items()})
    problems = Problems()
    found = inputs.read(review, *protocol(review), {"adams2001", "brown2002"}, problems)
    return found, [str(problem) for problem in problems]


def values(extraction):
    return {id: [datum.value for datum in data] for id, data in extraction.fields.items()}


def test_every_mistake_of_a_file_is_told_at_once_with_its_line(tmp_path):
    _, said = read(
        tmp_path,
        adams2001__R1__yaml="""\
            countri: uk
            country: usa
            follow_up: 24 months
            ended: 03/04/2019
            supports: housing
            effects:
              - arm: control
                n: 1,024
                retuned: 4
              - control
            finding:
              qoute: They went home.
              page: [1, 2]
            """,
    )
    file = "records/extraction/adams2001.R1.yaml"
    assert said == [
        f"{file}:1: field 'countri' is not in config/proforma.yaml; did you mean 'country'?",
        f"{file}:2: country 'usa' is not one of uk (United Kingdom), us (United States), ie (Ireland); "
        "did you mean 'us'?",
        f"{file}:3: follow_up '24 months' is not a number alone; write 24, the form has the unit",
        f"{file}:4: ended '03/04/2019' can be read two ways; write 2019-04-03 or 2019-03-04",
        f"{file}:5: supports must be a list, such as [first, second]",
        f"{file}:8: effects[1].n '1,024' is not a number; write it with a point and without separators",
        f"{file}:9: effects[1].retuned column 'retuned' is not one of arm, n, returned, quote, page, note, "
        "report, basis; did you mean 'returned'?",
        f"{file}:10: effects[2] must be a row, written as column: value",
        f"{file}:11: finding has no key 'value'",
        f"{file}:12: finding.qoute key 'qoute' is not one of value, quote, page, note, report, "
        "basis; did you mean 'quote'?",
        f"{file}:13: finding.page must be a single value",
    ]


def test_another_unit_than_the_form_asks_for_is_wrong(tmp_path):
    _, said = read(tmp_path, adams2001__R1__yaml="follow_up: 2 years\n")
    assert said == [
        "records/extraction/adams2001.R1.yaml:1: follow_up '2 years' is in years, and the form asks for a "
        "number in months"
    ]


@pytest.mark.parametrize("number", ["1e5", "1_000", "12:30:45", "0x1F", "0o17", "5-7"])
def test_other_ways_to_write_a_number_are_no_units(tmp_path, number):
    _, said = read(tmp_path, adams2001__R1__yaml=f"follow_up: {number}\n")
    assert said == [
        f"records/extraction/adams2001.R1.yaml:1: follow_up {number!r} is not a number; write it with a "
        "point and without separators, in months"
    ]


def test_a_table_that_is_written_as_one_row_is_told_once(tmp_path):
    _, said = read(tmp_path, adams2001__R1__yaml="effects: {arm: new, n: 3}\n")
    assert said == [
        "records/extraction/adams2001.R1.yaml:1: effects is a single row; rows of a table are a list, each "
        "begun with -"
    ]


def test_control_characters_that_yaml_writes_as_escapes_are_refused(tmp_path):
    text = (
        'funding: "a\\0b\\x1bc\\uFFFE"\nfinding: {value: x, quote: "\\x1b"}\n"\\x07": 3\ncountry: "\\x75k"\n'
    )
    _, said = read(tmp_path, adams2001__R1__yaml=text)
    assert [each.partition(".yaml:")[2] for each in said] == [
        "1: funding 'a\\x00b\\x1bc\\ufffe' holds a character that cannot be typed",
        "2: finding.quote '\\x1b' holds a character that cannot be typed",
        "3: key '\\x07' holds a character that cannot be typed",
    ]


def test_names_of_files_say_study_and_extractor(tmp_path):
    found, said = read(
        tmp_path,
        adams2010__R1__yaml="country: uk\n",
        brown2002__R3__yaml="country: uk\n",
        adams2001__yaml="country: uk\n",
        adams2001__R1__yml="country: uk\n",
        README__md="how we extract\n",
    )
    assert found == []
    assert said == [
        "records/extraction/adams2001.R1.yml: must be named <study>.<extractor>.yaml, such as "
        "smith2020.R1.yaml",
        "records/extraction/adams2001.yaml: must be named <study>.<extractor>.yaml, such as "
        "smith2020.R1.yaml",
        "records/extraction/adams2010.R1.yaml: study 'adams2010' is not in records/studies.csv; did you "
        "mean 'adams2001'?",
        "records/extraction/brown2002.R3.yaml: extractor 'R3' is not one of R1, R2",
    ]


def test_values_stay_as_they_were_typed(tmp_path):
    # YAML 1.1 makes False of no, 750 of 12:30, and 1.1 of 1.10.
    found, said = read(
        tmp_path,
        adams2001__R1__yaml="""\
            country: UK
            funding: no
            follow_up: 1.10
            ended: 2019-04-03
            supports: [money, housing]
            effects:
              - {arm: 12:30, n: 0050, returned: .5}
              - {arm: control, returned: -7.25}
            finding: {value: Off, quote: null, page: 1e3}
            """,
    )
    assert said == []
    assert values(found[0]) == {
        "country": ["uk"],
        "funding": ["no"],
        "follow_up": ["1.10"],
        "ended": ["2019-04-03"],
        "supports": ["housing;money"],
        "effects": ["12:30", "0050", ".5", "control", "-7.25"],
        "finding": ["Off"],
    }
    finding = found[0].fields["finding"][0]
    assert (finding.quote, finding.page) == ("", "1e3")
    assert [(d.row, d.column, d.place.rpartition(":")[2]) for d in found[0].fields["effects"]] == [
        (1, "arm", "7"),
        (1, "n", "7"),
        (1, "returned", "7"),
        (2, "arm", "8"),
        (2, "returned", "8"),
    ]


def test_looked_and_found_nothing_is_not_the_same_as_not_looked(tmp_path):
    found, said = read(tmp_path, adams2001__R1__yaml="country:\neffects: []\nsupports: []\n")
    assert said == []
    assert values(found[0]) == {"country": [""], "supports": [""], "effects": [""]}


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ("control_character_from_a_pdf.yaml", "4: holds a character that cannot be typed (code 2)"),
        ("list_at_the_top.yaml", "1: must hold the form's fields, such as `country: ...`"),
        ("key_twice.yaml", "3: key 'country' stands twice (also line 1)"),
        ("tab_for_indentation.yaml", "2: column 1: is not valid YAML: a tab; use blanks"),
    ],
)
def test_files_that_are_no_form_get_one_line(tmp_path, sample, expected):
    _, said = read(tmp_path, adams2001__R1__yaml=(SAMPLES / sample).read_text(encoding="utf-8"))
    assert len(said) == 1
    assert said[0].startswith(f"records/extraction/adams2001.R1.yaml:{expected}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "funding: A\nfinding:not reported\ncountry: uk\n",
            "2: column 1: is not valid YAML: a blank is missing",
        ),
        ("effects:\n  - arm: new\n    n:40\n", "3: column 5: is not valid YAML: a blank is missing"),
        ("finding:\n  value:5\n", "1: finding a blank is missing behind the colon of value"),
        (
            "funding: @home\n",
            "1: column 10: is not valid YAML: a text that begins with @ needs quotation marks",
        ),
    ],
)
def test_slips_of_yaml_are_told_in_words(tmp_path, text, expected):
    _, said = read(tmp_path, adams2001__R1__yaml=text)
    assert [each.partition(".yaml:")[2][: len(expected)] for each in said] == [expected]


def test_no_folder_is_no_problem(tmp_path):
    review = make(tmp_path)
    (tmp_path / "config" / "proforma.yaml").unlink()
    problems = Problems()
    from tamis.config import load_config

    inputs.check(review, load_config(review, problems), Known({}), problems)
    assert list(problems) == []


@given(st.text(max_size=12) | st.from_regex(r"[-+]?[0-9]{0,3}[.,]?[0-9]{0,3}[e%]?", fullmatch=True))
def test_what_counts_as_a_number_is_one_and_stays_as_typed(text):
    try:
        value = parse(text, "number", unit="%")
    except ValueError:
        return
    assert value == text.strip().removesuffix("%").rstrip()
    if value:
        assert abs(float(value)) < float("inf")
        assert "," not in value and "%" not in value and "e" not in value.casefold()

"""The words of the diagram: the official ones, our translations, and a team's own file."""

import csv
import re
from pathlib import Path

import jsonschema
import pytest

from tamis import yamlfile
from tamis.errors import Problems
from tamis.flow.labels import BOXES, ENGLISH, KIND_BOX, LABELS, SHIPPED, Labels, languages, load, shipped
from tamis.review import Review

OFFICIAL = Path(__file__).parents[3] / "shared" / "standards" / "prisma2020_flow.csv"
GROUPS = ("phases", "headings", "boxes", "open", "undrawn", "notes")


def _own(tmp_path: Path, text: str, name: str = "config/flow.yaml") -> tuple[Labels, list[str]]:
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config" / "flow.yaml").write_text(text, encoding="utf-8")
    problems = Problems()
    return load(name, Review(tmp_path), problems, "config/config.yaml:9"), [str(line) for line in problems]


@pytest.mark.skipif(not OFFICIAL.exists(), reason="../shared is not here: it holds PRISMA's own labels")
def test_english_is_that_of_the_official_templates() -> None:
    with OFFICIAL.open(encoding="utf-8") as stream:
        wording = [row["wording"] for row in csv.DictReader(stream)]
    official = {part.strip(" *:") for text in wording for part in re.split(r"\(n = \)|[*]*: | / ", text)}
    ours = {"other_sources", "records_excluded_human", "records_excluded_automatic"}
    for name, label in LABELS.items():
        if name not in ours and not name.startswith("meta_analysis"):
            assert label in official, name
    assert {*ENGLISH.phases, *ENGLISH.headings.values()} <= official


def test_every_box_has_a_label() -> None:
    assert {*BOXES} - {*LABELS} == {"other_results"}  # a box of several kinds, each with its own
    assert {*KIND_BOX.values()} <= {*LABELS}


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_word(language: str) -> None:
    data, english = shipped(language), shipped("en")
    jsonschema.Draft202012Validator(yamlfile.schema("flow_labels")).validate(data)
    assert {*data} - {"colon", "digits"} == {*english}
    for group in GROUPS:
        assert {*data[group]} == {*english[group]}
        assert all(text.strip() for text in data[group].values())
    text = (SHIPPED / f"{language}.yaml").read_text(encoding="utf-8")
    assert ("Not an official translation" in text) is (language != "en")
    if language != "en":
        assert not [
            name for name, label in data["boxes"].items() if label == english["boxes"][name] and " " in label
        ]


def test_every_word_is_named_in_the_schema() -> None:
    known = yamlfile.schema("flow_labels")["properties"]
    assert {name: [*known[name]["properties"]] for name in GROUPS} == {
        name: [*shipped("en")[name]] for name in GROUPS
    }


def test_numbers_are_set_as_the_language_sets_them() -> None:
    def said(language: str) -> str:
        return load(language, None, Problems()).number(1234567, "†")

    assert said("en") == "(n = 1,234,567†)"
    assert said("de") == "(n = 1.234.567†)"
    assert said("fr") == "(n = 1\u202f234\u202f567†)"
    assert said("ar") == "(العدد = 1,234,567†)"


def test_a_team_words_one_box_and_takes_the_rest_from_a_language(tmp_path: Path) -> None:
    labels, problems = _own(
        tmp_path, "like: de\nboxes: {website_results: Internetseiten}\ndigits: ٠١٢٣٤٥٦٧٨٩\n"
    )
    assert problems == []
    assert labels.boxes["website_results"] == "Internetseiten"
    assert labels.boxes["database_results"] == "Datenbanken"
    assert labels.number(1203) == "(n = ١.٢٠٣)"
    assert _own(tmp_path, "title: Ours\n")[0].boxes == ENGLISH.boxes


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("boxes:\n  website: x\n", 2, "'website' is not one of previous_studies"),
        ("number: n\n", 1, "with {n} once"),
        ("notes:\n  before: none\n", 2, "{n} once"),
        ("like: xx\n", 1, "'xx' is not one of ar, de, en"),
        ("direction: up\n", 1, "'up' is not one of ltr, rtl"),
        ("title: a\ntitle: b\n", 2, "stands twice"),
        ("digits: '012'\n", 1, "ten digits"),
    ],
)
def test_an_error_in_a_team_s_file_has_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    labels, problems = _own(tmp_path, text)
    assert labels == ENGLISH
    assert len(problems) == 1
    assert problems[0].startswith(f"config/flow.yaml:{line}:")
    assert said in problems[0]


@pytest.mark.parametrize(
    "name", ["xx", "config/none.yaml", "../flow.yaml", "records/flow.yaml", "config/../../a.yaml"]
)
def test_a_language_that_there_is_not(tmp_path: Path, name: str) -> None:
    _, problems = _own(tmp_path, "title: x\n", name)
    assert len(problems) == 1
    assert problems[0].startswith("config/config.yaml:9: ")
    assert "config/flow.yaml" in problems[0]

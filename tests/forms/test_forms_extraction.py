"""The extraction form is written, filled in, and read back: as YAML and as a workbook."""

import io
import json
import re
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from small_review import CONFIG, PROFORMA, make, people_wrote, protocol
from tamis.cli import main
from tamis.config import Label
from tamis.errors import Problems
from tamis.extraction import inputs
from tamis.forms.extraction import book as asked_book
from tamis.forms.extraction import files as asked
from tamis.proforma import Column, Field, Proforma
from tamis.store import write_rows
from tamis.tables import Datum, Study

MORE = """\
      - {id: p, label: p, type: p}
      - id: "no"
        label: "Norway: =SUM(1)"
        type: text
        help: |
          Two lines,
          and a # sign.
        only_for: {country: [uk]}
"""


@pytest.fixture
def review(tmp_path):
    made = make(tmp_path)
    (tmp_path / "config/proforma.yaml").write_text(PROFORMA + MORE, encoding="utf-8")
    return made


def forms(review, *options):
    return main(["forms", *options, "-d", str(review.root)])


def read(review):
    problems = Problems()
    found = inputs.read(review, *protocol(review), {"adams2001", "brown2002"}, problems)
    assert [str(problem) for problem in problems] == []
    return found


def values(extraction):
    """Return what is given, without places: by field, row and column."""
    return {
        (id, datum.row, datum.column): (datum.value, datum.state, datum.quote, datum.page)
        for id, data in extraction.fields.items()
        for datum in data
    }


def test_a_form_in_yaml_that_nobody_filled_in_says_nothing(review, capsys):
    assert forms(review, "extraction", "--for", "r1") == 0
    folder = review.records / "extraction"
    assert sorted(path.name for path in folder.iterdir()) == ["adams2001.R1.yaml", "brown2002.R1.yaml"]
    assert "the form of 2 studies for R1" in capsys.readouterr().out
    assert read(review) == []
    text = (folder / "adams2001.R1.yaml").read_text(encoding="utf-8")
    assert text.startswith("# adams2001: Adams, 2001\n")
    assert "form: 1\n" in text
    assert "# Follow-up (a number, in months).\nfollow_up: ...\n" in text
    assert (
        "# Main finding (required; with its quote and page).\nfinding:\n  value: ...\n  quote: ...\n" in text
    )
    assert '"no": ...\n' in text
    order = [line.partition(":")[0] for line in text.splitlines() if re.match(r"\w", line)]
    fields = ["country", "funding", "follow_up", "ended", "supports", "effects", "finding", "p"]
    assert order == ["form", *fields]


def test_what_is_filled_in_is_read_and_is_no_longer_asked(review, capsys):
    forms(review, "extraction", "--for", "R1")
    path = review.records / "extraction/adams2001.R1.yaml"
    text = path.read_text(encoding="utf-8")
    for key, value in {
        "country": "uk",
        "follow_up": "nr",
        "supports": "[housing, money]",
        "  - arm": "new",
        "    n": "40",
        "  quote": "they went home",
        "  page": "3",
        '"no"': "'# 5'",
    }.items():
        text = text.replace(f"\n{key}: ...", f"\n{key}: {value}")
    text = text.replace("  value: ...", "  value: Most went home.")
    path.write_text(text, encoding="utf-8")
    (found,) = read(review)
    assert values(found) == {
        ("country", 1, ""): ("uk", "given", "", ""),
        ("follow_up", 1, ""): ("", "not_reported", "", ""),
        ("supports", 1, ""): ("housing;money", "given", "", ""),
        ("effects", 1, "arm"): ("new", "given", "", ""),
        ("effects", 1, "n"): ("40", "given", "", ""),
        ("finding", 1, ""): ("Most went home.", "given", "they went home", "3"),
        ("no", 1, ""): ("# 5", "given", "", ""),
    }
    before = people_wrote(review)
    capsys.readouterr()
    assert forms(review, "extraction", "--for", "R1") == 0  # brown2002 waits, and its form is there
    assert "No form is written: 1 of that name is there already" in capsys.readouterr().out
    assert people_wrote(review) == before
    assert forms(review, "extraction", "--for", "R2") == 0
    assert (path.parent / "adams2001.R2.yaml").exists()


def test_whoever_has_extracted_everything_gets_no_form(review, capsys):
    folder = review.records / "extraction"
    folder.mkdir()
    for study in ("adams2001", "brown2002"):
        (folder / f"{study}.R1.yaml").write_text("country: uk\n", encoding="utf-8")
    assert forms(review, "extraction", "--for", "R1") == 0
    assert "R1 has extracted every included study: no form is written." in capsys.readouterr().out
    assert len(list(folder.iterdir())) == 2


def test_nobody_has_extracted_no_study(review, capsys):
    write_rows(review.built("fulltext", "studies"), [], Study)
    assert forms(review, "extraction", "--for", "R1") == 0
    assert "No study is included yet: no form is written." in capsys.readouterr().out


def test_what_a_changed_form_asks_again_is_a_further_file(review, capsys):
    folder = review.records / "extraction"
    folder.mkdir()
    (folder / "adams2001.R1.yaml").write_text("form: 1\ncountry: ie\nfunding: A\n", encoding="utf-8")
    changed = (PROFORMA + MORE).replace("          - {id: ie, label: Ireland}\n", "")
    changed = f"version: 2\n{changed}".replace("id: funding,", "id: funding, since: 2,")
    (review.root / "config/proforma.yaml").write_text(changed, encoding="utf-8")
    write_rows(review.built("fulltext", "studies"), [Study("adams2001", label="Adams, 2001")], Study)
    (found,) = read(review)
    assert found.anew == {
        "country": "'ie' is not one of uk (United Kingdom), us (United States)",
        "funding": "A",
    }
    (country, funding) = (item.text for item in found.again)
    assert country == (
        "Country (country) of adams2001 no longer fits the form: 'ie' is not one of uk (United Kingdom), us "
        "(United States); fill it in again: `tamis forms extraction --for PERSON` writes a file for it"
    )
    assert funding == (
        "Funding (funding) of adams2001 is new, or asked in another way, since version 2 of the form (a "
        "text), and is filled in as A; write form: 2 at the top of records/extraction/adams2001.R1.yaml when "
        "all of it was looked at, or fill it in again: `tamis forms extraction --for PERSON` writes a file "
        "for it"
    )
    assert forms(review, "extraction", "--for", "R1") == 0
    assert "adams2001.R1.2.yaml: what is to be filled in again of 1 study" in capsys.readouterr().out
    path = folder / "adams2001.R1.2.yaml"
    text = path.read_text(encoding="utf-8")
    assert "\nform: 2\n" in text
    assert "# Funding. Before: A.\nfunding: ...\n" in text
    order = [line.partition(":")[0] for line in text.splitlines() if re.match(r"\w", line)]
    assert order == ["form", "country", "funding"]
    assert len(read(review)[0].again) == 2  # nothing is filled in, so nothing is settled
    assert forms(review, "extraction", "--for", "R1") == 0
    assert "1 of that name is there already" in capsys.readouterr().out
    filled = text.replace("country: ...", "country: uk").replace("funding: ...", "funding: B")
    path.write_text(filled, encoding="utf-8")
    (found,) = read(review)
    assert (found.again, found.anew) == ((), {})
    assert [found.fields[id][0].value for id in ("country", "funding")] == ["uk", "B"]
    assert forms(review, "extraction", "--for", "R1") == 0
    assert "R1 has extracted every included study: no form is written." in capsys.readouterr().out


def test_a_workbook_asks_again_too(review):
    folder = review.records / "extraction"
    folder.mkdir()
    (folder / "adams2001.R1.yaml").write_text("form: 1\nfunding: A\n", encoding="utf-8")
    changed = f"version: 2\n{PROFORMA}".replace("id: funding,", "id: funding, since: 2,")
    (review.root / "config/proforma.yaml").write_text(changed, encoding="utf-8")
    assert forms(review, "extraction", "--for", "R1", "--as", "xlsx") == 0
    _, there = book(review)
    rows = [(row[0].value, row[2].value) for row in there["values"].iter_rows(min_row=2)]
    assert rows[-1] == ("adams2001", "funding")
    assert [study for study, _ in rows].count("adams2001") == 1
    assert row_of(there["values"], "adams2001", "funding")["label"].comment.text == "Funding. Before: A."


def test_a_form_says_whom_a_field_is_for(review):
    forms(review, "extraction", "--for", "R1")
    text = (review.records / "extraction/adams2001.R1.yaml").read_text(encoding="utf-8")
    assert (
        "# Norway: =SUM(1). Two lines, and a # sign. Only for Country: United Kingdom; leave it for" in text
    )


def test_forms_for_nobody_in_particular_go_into_a_folder(review, tmp_path, capsys):
    assert main(["forms", "-o", str(tmp_path / "to" / "fill"), "-d", str(review.root)]) == 0
    folder = tmp_path / "to" / "fill"
    assert sorted(path.name for path in folder.iterdir()) == ["adams2001.YOU.yaml", "brown2002.YOU.yaml"]
    assert "Put your id in the place of YOU" in (folder / "adams2001.YOU.yaml").read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert "They belong into records/extraction/." in said
    assert forms(review, "extraction", "--as", "xlsx", "-o", str(folder)) == 0
    assert (folder / "extraction.YOU.xlsx").exists()
    assert forms(review, "extraction", "--as", "xlsx", "-o", str(folder)) == 0
    assert (folder / "extraction.YOU.2.xlsx").exists()


@pytest.mark.parametrize("where", ["build", "build/new", "reports/forms", "reports"])
def test_no_form_goes_where_the_pipeline_writes(review, capsys, where):
    assert forms(review, "-o", str(review.root / where)) == 1
    assert "is where the pipeline writes" in capsys.readouterr().err
    assert not (review.root / where / "adams2001.YOU.yaml").exists()


def test_one_file_is_not_several(review, capsys, tmp_path):
    assert forms(review, "extraction", "--for", "R1", "-o", str(tmp_path / "all.yaml")) == 1
    assert "would be one file, and the form is 2: name a folder" in capsys.readouterr().err
    assert forms(review, "extraction") == 1
    assert "whose is it?" in capsys.readouterr().err


def test_what_is_not_asked_of_the_design_is_left_out_where_it_is_known(review):
    data = [Datum("adams2001", "country", 1, "", "R2", "us", "given")]
    write_rows(review.built("extraction", "data"), data, Datum)
    forms(review, "extraction", "--for", "R1")
    folder = review.records / "extraction"
    assert '"no": ...' not in (folder / "adams2001.R1.yaml").read_text(encoding="utf-8")
    assert '"no": ...' in (folder / "brown2002.R1.yaml").read_text(encoding="utf-8")


def test_two_who_extract_independently_see_nothing_of_each_other(review):
    config = CONFIG + "extraction: {extractors: 2}\n"
    (review.root / "config/config.yaml").write_text(config, encoding="utf-8")
    write_rows(
        review.built("extraction", "data"), [Datum("adams2001", "country", 1, "", "R2", "us", "given")], Datum
    )
    forms(review, "extraction", "--for", "R1")
    assert '"no": ...' in (review.records / "extraction/adams2001.R1.yaml").read_text(encoding="utf-8")


# --- the workbook ---


def book(review):
    path = review.records / "extraction/extraction.R1.xlsx"
    return path, openpyxl.load_workbook(path)


def row_of(sheet, study, field):
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if (sheet.cell(row, heads["study"]).value, sheet.cell(row, heads["field"]).value) == (study, field):
            return {name: sheet.cell(row, column) for name, column in heads.items()}
    raise AssertionError((study, field))


def test_a_workbook_has_lists_notes_and_a_head_that_stays(review):
    forms(review, "extraction", "--for", "R1", "--as", "xlsx")
    path, there = book(review)
    assert there.sheetnames == ["values", "effects", "form"]
    assert [sheet.freeze_panes for sheet in there] == ["E2", "C2", "A2"]
    found = row_of(there["values"], "adams2001", "country")
    assert found["label"].comment.text == (
        "Country (required). One of: uk (United Kingdom), us (United States), ie (Ireland)."
    )
    assert found["value"].number_format == "@"
    at = found["value"].coordinate
    offered = [str(v.formula1) for v in there["values"].data_validations.dataValidation if at in v.sqref]
    assert offered == ['"United Kingdom,United States,Ireland,not reported,not applicable"']
    assert read(review) == []  # nothing is filled in
    first = path.read_bytes()
    path.unlink()
    forms(review, "extraction", "--for", "R1", "--as", "xlsx")
    assert path.read_bytes() == first


def test_a_workbook_is_filled_in_and_read(review):
    forms(review, "extraction", "--for", "R1", "--as", "xlsx")
    path, there = book(review)
    sheet = there["values"]
    for field, value in {
        "country": "United Kingdom",
        "funding": "=1+1 is what it cost",
        "follow_up": 12.0,
        "ended": date(2019, 4, 3),
        "supports": "Housing; money",
        "p": 0.05,
        "finding": "Most went home.",
    }.items():
        cell = row_of(sheet, "adams2001", field)["value"]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    row_of(sheet, "adams2001", "finding")["quote"].value = "they went home"
    row_of(sheet, "adams2001", "finding")["page"].value = 3
    row_of(sheet, "brown2002", "effects")["value"].value = "not reported"
    rows = there["effects"]
    assert [cell.value for cell in rows[1]][:5] == ["study", "cited", "arm", "n", "returned"]
    rows["C3"], rows["D3"], rows["E3"] = "new", 40, "NR"
    rows["F3"], rows["G3"] = "forty", "7"
    last = rows.max_row
    rows[f"A{last}"], rows[f"C{last}"] = "adams2001", "old"
    there.move_sheet("form", -2)  # sheets in any order
    sheet.insert_cols(1)
    sheet["A1"], sheet["A2"] = "mine", "a remark"  # further columns
    there.save(path)
    adams, brown = read(review)
    assert values(adams) == {
        ("country", 1, ""): ("uk", "given", "", ""),
        ("funding", 1, ""): ("=1+1 is what it cost", "given", "", ""),
        ("follow_up", 1, ""): ("12", "given", "", ""),
        ("ended", 1, ""): ("2019-04-03", "given", "", ""),
        ("supports", 1, ""): ("housing;money", "given", "", ""),
        ("p", 1, ""): ("0.05", "given", "", ""),
        ("finding", 1, ""): ("Most went home.", "given", "they went home", "3"),
        ("effects", 1, "arm"): ("new", "given", "forty", "7"),
        ("effects", 1, "n"): ("40", "given", "forty", "7"),
        ("effects", 1, "returned"): ("", "not_reported", "forty", "7"),
        ("effects", 2, "arm"): ("old", "given", "", ""),
    }
    assert values(brown) == {("effects", 1, ""): ("", "not_reported", "", "")}
    assert adams.fields["effects"][0].place == "records/extraction/extraction.R1.xlsx[effects]:3"
    assert re.fullmatch(r"records/extraction/extraction\.R1\.xlsx\[values\]:\d+", brown.place)


# --- any form with any values ---

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,7}", fullmatch=True)
TEXTS = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Co"), blacklist_characters="\ufeff"), max_size=20
)
#: What says something of itself: an empty text, three points, not reported.
WORDS = TEXTS.map(lambda text: f"x{' '.join(text.split())}x")
#: Names that differ only in letter case are one to a spreadsheet.
DIGITS = st.from_regex(r"-?[1-9][0-9]{0,5}(\.[0-9]{0,3}[1-9])?", fullmatch=True)
TYPED = {
    "text": WORDS,
    "number": DIGITS,
    "p": st.sampled_from([".03", "0.030", "< .001", "ns"]),
    "date": st.dates(date(1000, 1, 1)).map(str),
}
TAKEN = {"form", "study", "cited", "value", "quote", "page", "note", "report", "basis"}


@st.composite
def columns(draw, kind=Column, **more):
    known = draw(st.sampled_from([*TYPED, "choice"]))
    labels = (
        draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=str.casefold)) if known == "choice" else []
    )
    id = draw(NAMES.filter(lambda name: name.casefold() not in TAKEN))
    choices = tuple(Label(label, draw(WORDS)) for label in labels)
    return kind(id, draw(TEXTS) or "label", known, choices=choices, help=draw(TEXTS), **more)


@st.composite
def filled(draw):
    """Return a form, and what is filled in: by field, row and column."""
    fields, typed = [], {}
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            fields.append(draw(columns(Field, section="s", quote=draw(st.booleans()))))
        else:
            of = draw(st.lists(columns(), min_size=1, max_size=3, unique_by=lambda c: c.id))
            id = draw(NAMES.filter(lambda name: name.casefold() not in TAKEN))
            fields.append(Field(id, draw(TEXTS), "table", columns=tuple(of), section="s"))
    fields = list({field.id: field for field in fields}.values())
    for field in fields:
        for column in field.columns or [field]:
            value = st.sampled_from([c.id for c in column.choices]) if column.choices else TYPED[column.type]
            name = column.id if field.columns else ""
            if draw(st.booleans()) or name == (field.columns or [column])[0].id:
                typed[field.id, 1, name] = draw(value)
    return Proforma(tuple(fields), (Label("s", "S"),), None), typed


def read_back(folder, proforma, name, content):
    review = make(folder)
    path = review.records / "extraction" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    problems = Problems()
    config, _ = protocol(review)
    found = inputs.read(review, config, proforma, {"adams2001"}, problems)
    path.unlink()
    assert [str(problem) for problem in problems] == []
    return {key: value[0] for each in found for key, value in values(each).items()}


@settings(max_examples=20, deadline=None)
@given(form=filled())
def test_any_form_with_any_values_is_read_back_from_yaml(tmp_path_factory, form):
    proforma, typed = form
    text = asked.yaml(proforma, proforma.fields, "adams2001", "R1")
    lines, field, table = [], "", False
    for line in text.splitlines():
        key, colon, rest = line.partition(": ")
        if re.match(r'["\w]', line):
            field = line.partition(":")[0].strip('"')
            table = proforma.field(field) is not None and proforma.field(field).type == "table"
        if colon and rest == "..." and not line.startswith("#"):
            name = key.strip(' -"') if table else ""
            value = typed.get((field, 1, name))
            if value is not None and key.strip() not in ("quote", "page"):
                line = f"{key}: {json.dumps(value)}"
        lines.append(line)
    folder = tmp_path_factory.mktemp("yaml")
    blank = read_back(folder, proforma, "adams2001.R1.yaml", text.encode())
    assert blank == {}
    assert read_back(folder, proforma, "adams2001.R1.yaml", "\n".join(lines).encode()) == typed


@settings(max_examples=8, deadline=None)
@given(form=filled())
def test_any_form_with_any_values_is_read_back_from_a_workbook(tmp_path_factory, form):
    proforma, typed = form
    study = Study("adams2001", label="Adams, 2001")
    content = asked_book.xlsx(proforma, {"adams2001": proforma.fields}, [study])
    there = openpyxl.load_workbook(io.BytesIO(content))
    sheet_of = {field.id: title for title, field in asked_book.sheets.titles(proforma).items()}
    for (field, row, name), value in typed.items():
        if name:
            sheet = there[sheet_of[field]]
            head = asked_book.sheets.heads(proforma.field(field))[name]
            cell = sheet.cell(row + 1, [cell.value for cell in sheet[1]].index(head) + 1)
        else:
            cell = row_of(there["values"], "adams2001", field)["value"]
        cell.value = value
        cell.data_type = "s"
    stream = io.BytesIO()
    there.save(stream)
    folder = tmp_path_factory.mktemp("xlsx")
    assert read_back(folder, proforma, "extraction.R1.xlsx", content) == {}
    assert read_back(folder, proforma, "extraction.R1.xlsx", stream.getvalue()) == typed


def test_the_help_of_the_command_names_the_form(capsys):
    with pytest.raises(SystemExit):
        main(["forms", "--help"])
    assert "extraction [--for PERSON] [--as yaml|xlsx]" in capsys.readouterr().out

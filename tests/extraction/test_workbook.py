"""A workbook is read back with its errors by cell, whatever a spreadsheet made of what was typed."""

from datetime import date, datetime, time

import openpyxl
import pytest

from small_review import PROFORMA, make, protocol
from tamis.cli import main
from tamis.config import Label
from tamis.errors import Problems
from tamis.extraction import inputs
from tamis.extraction.filled import book, sheets
from tamis.extraction.together import logs
from tamis.forms.extraction.book import offered
from tamis.proforma import Column, Field, Proforma
from tamis.store import read_built
from tamis.tables import Datum, DatumCheck, columns

FILE = "records/extraction/extraction.R1.xlsx"
HEADS = ["study", "field", "value", "quote", "page", "note"]
MORE = "      - {id: p, label: p, type: p}\n      - {id: share, label: Share, type: number, unit: '%'}\n"


def write(tmp_path, pages, form=PROFORMA + MORE):
    """Write a review with a workbook: rows by sheet; a cell may be (value, number format)."""
    review = make(tmp_path)
    (tmp_path / "config/proforma.yaml").write_text(form, encoding="utf-8")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in pages.items():
        sheet = book.create_sheet(title)
        for r, row in enumerate(rows, start=1):
            for c, value in enumerate(row, start=1):
                cell = sheet.cell(r, c)
                cell.value, shown = value if isinstance(value, tuple) else (value, None)
                cell.number_format = shown or cell.number_format
    (tmp_path / "records/extraction").mkdir(exist_ok=True)
    if pages:
        book.save(tmp_path / FILE)
    return review


def read(tmp_path, pages, **more):
    review = write(tmp_path, pages, **more)
    problems = Problems()
    found = inputs.read(review, *protocol(review), {"adams2001", "brown2002"}, problems)
    return found, [str(problem) for problem in problems]


def one(tmp_path, field, value):
    """Return the value that one cell gives, or what is said of it."""
    found, said = read(tmp_path, {"values": [HEADS, ["adams2001", field, value]]})
    return said[0].removeprefix(FILE) if said else found[0].fields[field][0].value


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("share", 5, "5"),
        ("share", 5.0, "5"),
        ("share", (0.05, "0%"), "5"),
        ("share", (0.125, "0.00%"), "12.5"),
        ("share", (0.07, "0%"), "7"),  # 0.07 * 100 is 7.000000000000001
        ("share", 0.1 + 0.2, "0.3"),
        ("share", 0.123456789012345, "0.123456789012345"),
        ("share", 7.000000000000001, "7"),  # of 17 digits, 15 were typed
        ("share", "5 %", "5"),
        ("follow_up", (0.05, "0%"), "[values]: C2: '5%' is in %, and the form asks for a number in months"),
        ("follow_up", 1e-7, "0.0000001"),
        ("follow_up", 123456789012, "123456789012"),
        ("follow_up", "12", "12"),
        ("p", (0.05, "0%"), "0.05"),
        ("p", 0.03, "0.03"),
        ("p", "<.05", "< .05"),
        ("ended", date(2019, 4, 3), "2019-04-03"),
        ("ended", datetime(2019, 4, 3, 12, 30), "2019-04-03T12:30:00"),
        ("ended", "2019-04-03", "2019-04-03"),
        ("funding", (0.5, "0%"), "50%"),
        ("funding", 7, "7"),
        ("country", "  united kingdom ", "uk"),
        ("supports", "therapy;Housing", "housing;therapy"),
        (
            "follow_up",
            date(2019, 5, 1),
            "[values]: C2: is a date, 2019-05-01: make the cell a text, and type again what stood there",
        ),
        (
            "funding",
            time(1, 2),
            "[values]: C2: is a time, 01:02:00: make the cell a text, and type again what stood there",
        ),
        (
            "country",
            "usa",
            "[values]: C2: 'usa' is not one of uk (United Kingdom), us (United States), ie (Ireland); "
            "did you mean 'us'?",
        ),
        (
            "supports",
            "Housing, Money",
            "[values]: C2: 'Housing, Money' is not one of housing, therapy, money; several are separated "
            "by ;",
        ),
        ("ended", (date(2012, 5, 1), "mmm-yy"), "2012-05"),
        ("ended", 2012, "2012"),
        ("ended", "2012-05", "2012-05"),
        (
            "ended",
            "2012-13",
            "[values]: C2: '2012-13' is not a date; write it as 2021-09-17, 2021-09 or 2021",
        ),
        (
            "follow_up",
            "=50+53",
            "[values]: C2: holds a formula whose result is not in the file: write the result, or open the "
            "workbook in a spreadsheet program and save it there",
        ),
        ("funding", "#REF!", "[values]: C2: holds a formula that failed, #REF!"),
        ("funding", "a\x7f", "[values]: C2: 'a\\x7f' holds a character that cannot be typed"),
    ],
)
def test_what_a_spreadsheet_made_of_what_was_typed(tmp_path, field, value, expected):
    assert one(tmp_path, field, value) == expected


def test_every_mistake_is_told_at_once_by_its_cell(tmp_path):
    _, said = read(
        tmp_path,
        {
            "values": [
                ["study", "mine", "field", "value", "quote", "page"],
                ["adams2001", "", "countri", "uk"],
                ["adams2010", "", "country", "uk"],
                ["", "", "country", "uk"],
                ["adams2001", "", "effects", "two rows"],
                ["adams2001", "", "follow_up", "long"],
                ["adams2001", "", "follow_up", "3"],
                ["adams2001", "", "finding", "x", "x", date(2019, 1, 9)],
            ],
            "effects": [
                ["study", "arm", "n", "returned", "basis"],
                [],
                ["adams2001", "new", "1,024"],
                ["adams2001", "old", None, None, "guessed"],
            ],
        },
    )
    values = f"{FILE}[values]"
    assert said == [
        f"{FILE}[effects]: C3: '1,024' is not a number; write it with a point and without separators",
        f"{FILE}[effects]: E4: 'guessed' is not one of observed, estimated, imputed, weighted, adjusted",
        f"{values}: A3: study 'adams2010' is not in records/studies.csv; did you mean 'adams2001'?",
        f"{values}: A4: which study? Its column study is empty",
        f"{values}: C2: field 'countri' is not in config/proforma.yaml; did you mean 'country'?",
        f"{values}: C7: follow_up of adams2001 stands in row 6, too",
        f"{values}: D5: effects is a table; its rows go into the sheet effects",
        f"{values}: D6: 'long' is not a number; write it with a point and without separators, in months",
        f"{values}: F8: is a date, which a spreadsheet makes of pages such as 1-9: make the cell a text, and "
        "type it again",
    ]


def test_columns_that_are_nearly_those_of_the_form_are_told(tmp_path):
    found, said = read(
        tmp_path,
        {
            "values": [["study", "field", "valu"], ["adams2001", "country", "uk"]],
            "effects": [["study", "arm", "retuned"], ["adams2001", "new", 3]],
        },
    )
    assert found == []
    assert said == [
        f"{FILE}[effects]: C1: column 'retuned' is not one of cited, n, returned, quote, page, note, "
        "report, basis; did you mean 'returned'?",
        f"{FILE}[values]: C1: column 'valu' is not one of cited, label, value, unit, quote, page, note, "
        "report, basis; did you mean 'value'?",
    ]


def test_headings_in_other_letter_case_are_those_of_the_form_and_unknown_ones_are_told(tmp_path):
    (found,), said = read(
        tmp_path, {"values": [["Study", "FIELD", "Value", "mine"], ["adams2001", "funding", "A"]]}
    )
    assert said == []
    assert [datum.value for datum in found.fields["funding"]] == ["A"]
    _, said = read(
        tmp_path,
        {
            "values": [["study", "field", "Value", "Quotation"], ["adams2001", "funding", "A", "paid by A"]],
            "effects": [["Study", "arm", "number"], ["adams2001", "new", 3]],
        },
    )
    assert said == [
        f"{FILE}[effects]: C1: column 'number' is not one of cited, n, returned, quote, page, note, report, "
        "basis",
        f"{FILE}[values]: D1: column 'Quotation' is not one of cited, label, unit, quote, page, note, "
        "report, basis",
    ]
    _, said = read(
        tmp_path, {"values": [["study", "field", "value", "Value"], ["adams2001", "funding", "A"]]}
    )
    assert said == [f"{FILE}[values]: D1: column 'value' stands twice"]
    _, said = read(
        tmp_path, {"values": [["study", "field", "value", "value"], ["adams2001", "funding", "A", "B"]]}
    )
    assert said == [f"{FILE}[values]: D1: column 'value' stands twice"]


def test_two_sheets_of_one_name_are_told(tmp_path):
    values = [HEADS, ["adams2001", "funding", "A"]]
    form = PROFORMA.replace("id: effects", "id: effects\n        was: [outcomes]")
    rows = [["study", "arm"], ["adams2001", "new"]]
    _, said = read(
        tmp_path, {"values": values, "Values ": values, "outcomes": rows, "Effects": rows}, form=form
    )
    assert said == [
        f"{FILE}: sheet 'Effects' is effects, which is there twice; keep one of the two",
        f"{FILE}: sheet 'values' is there twice, but for blanks and letter case; keep one, or give the other "
        "a name of its own",
    ]


def test_a_sheet_without_end_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(book, "_MOST_ROWS", 2)
    pages = {"values": [HEADS, ["adams2001", "funding", "A"]]}
    assert read(tmp_path, pages)[1] == []
    pages["values"].append(["brown2002", "funding", "A"])
    (said,) = read(tmp_path, pages)[1]
    assert said.endswith("has too many rows; delete those that are empty, and save again")


def test_what_an_earlier_form_had_in_a_workbook_is_listed_and_in_this_one_is_told(tmp_path):
    pages = {
        "form": [["form", 1]],
        "values": [HEADS, ["adams2001", "funding", "A"]],
        "effects": [["study", "arm", "nn", "left"], ["adams2001", "new", 3, None], ["brown2002", "old"]],
        "harms": [["Study", "cited", "what"], ["adams2001", "", "fell"], ["brown2002", "Brown", None]],
        "notes": [["to do"], ["ask"]],
    }
    (found, other), said = read(tmp_path, pages, form=f"version: 2\n{PROFORMA}")
    assert said == []
    assert [(item.item, item.place) for item in found.again] == [
        ("extraction:again:adams2001:effects:nn", f"{FILE}[effects]:2"),
        ("extraction:again:adams2001:harms", f"{FILE}[harms]:2"),
    ]
    assert found.again[0].text.startswith("column nn of effects of adams2001 is none of the form's any more")
    assert (other.again, found.anew) == ((), {})
    pages["form"] = [["form", 2]]
    _, said = read(tmp_path, pages, form=f"version: 2\n{PROFORMA}")
    assert said == [
        f"{FILE}: sheet 'harms' is none of the form's (values, effects); give it the name that it had, or "
        "delete it",
        f"{FILE}[effects]: C1: column 'nn' is not one of cited, n, returned, quote, page, note, report, "
        "basis; did you mean 'n'?",
    ]


def test_notes_of_ones_own_are_no_mistake_where_a_sheet_is_missing(tmp_path):
    found, said = read(
        tmp_path, {"values": [HEADS, ["adams2001", "funding", "A"]], "notes": [["to do"], ["ask"]]}
    )
    assert (len(found), said) == (1, [])


def test_a_quote_in_a_workbook_without_its_value_is_listed(tmp_path):
    pages = {
        "values": [
            HEADS,
            ["adams2001", "funding", None, "Funded by A", 12],
            ["adams2001", "effects", None, "all arms", 3],
        ],
        "effects": [["study", "arm", "quote"], ["adams2001", None, "forty"], ["adams2001", None, "fifty"]],
    }
    (found,), said = read(tmp_path, pages)
    assert (said, found.fields) == ([], {})
    assert [
        (item.item.removeprefix("extraction:quote-alone:adams2001:"), item.place) for item in found.again
    ] == [
        ("effects:2:R1", f"{FILE}[effects]:2"),
        ("effects:3:R1", f"{FILE}[effects]:3"),
        ("effects:R1", f"{FILE}[values]:3"),
        ("funding:R1", f"{FILE}[values]:2"),
    ]


@pytest.mark.parametrize(
    ("quote", "said"), [("#REF!", "a formula that failed, #REF!"), ("=A1", "a formula whose")]
)
def test_a_formula_beside_a_value_is_no_quote(tmp_path, quote, said):
    (found,), (told,) = read(tmp_path, {"values": [HEADS, ["adams2001", "funding", "A", quote]]})
    assert told.startswith(f"{FILE}[values]: D2: holds {said}")
    assert found.fields["funding"][0].quote == ""


def test_a_sheet_of_the_form_under_another_name_is_told(tmp_path):
    rows = [["study", "arm", "n"], ["adams2001", "new", 3]]
    values = [HEADS, ["adams2001", "funding", "A"]]
    _, said = read(tmp_path, {"values": values, "Results of arms": rows})
    text = f"{FILE}: sheet 'Results of arms' is none of the form's (values, effects), and effects is missing"
    assert said == [f"{text}; give it the name that it had, or delete it"]
    _, said = read(tmp_path, {"values": values, "effects": rows, "effects (2)": rows})
    text = f"{FILE}: sheet 'effects (2)' is none of the form's (values, effects)"
    assert said == [f"{text}; give it the name that it had, or delete it"]
    found, said = read(tmp_path, {"values": values, "effects": rows, "my notes": [["a"], ["b"]]})
    assert (len(found), said) == (1, [])
    _, said = read(
        tmp_path, {"values": values, "Arms": [["Arms of the study"], *rows], "form": [["form", 1]]}
    )
    assert len(said) == 1


def test_a_sheet_that_is_hidden_and_cells_that_are_one_are_told(tmp_path):
    pages = {
        "values": [HEADS, ["adams2001", "funding", "A"], ["brown2002", "funding"]],
        "effects": [["study", "arm"], ["adams2001", "new"]],
    }
    review = write(tmp_path, pages)
    there = openpyxl.load_workbook(tmp_path / FILE)
    there["values"].merge_cells("C2:C3")
    there["effects"].sheet_state = "hidden"
    there.create_sheet("others").append(["study"])
    there["others"].sheet_state = "hidden"
    there.save(tmp_path / FILE)
    problems = Problems()
    inputs.read(review, *protocol(review), {"adams2001", "brown2002"}, problems)
    assert [str(problem) for problem in problems] == [
        f"{FILE}[effects]: is hidden, and holds something; show it, or delete it",
        f"{FILE}[values]: C2:C3: are one cell, so that only the first holds what was typed; take them apart",
    ]


def test_what_stands_beside_a_table_as_a_whole_holds_for_its_rows(tmp_path):
    pages = {
        "effects": [["study", "arm", "n", "page", "note"], ["adams2001", "new", 5, 3, "Table 2"]],
        "values": [HEADS, ["adams2001", "effects", "", "", 7, "Two values"]],
    }
    (found,), said = read(tmp_path, pages)
    assert said == []
    assert {(datum.page, datum.note) for datum in found.fields["effects"]} == {("3", "Two values; Table 2")}


def test_a_table_that_is_not_reported_has_no_rows(tmp_path):
    pages = {
        "effects": [["study", "arm"], ["adams2001", "new"], ["brown2002"]],
        "values": [HEADS, ["adams2001", "effects", "not reported"], ["brown2002", "effects", "NR"]],
    }
    _, said = read(tmp_path, pages)
    assert said == [f"{FILE}[values]: row 2: effects of adams2001 is not reported, and has rows"]


def test_a_workbook_of_something_else(tmp_path):
    _, said = read(tmp_path, {"Sheet1": [["a", "b"], [1, 2]]})
    assert said == [f"{FILE}: has no sheet of the form: values, effects"]
    (tmp_path / FILE).write_bytes(b"PK\x03\x04 broken")
    problems = Problems()
    review = inputs.Review(tmp_path)
    inputs.read(review, *protocol(review), {"adams2001"}, problems)
    assert len(problems) == 1
    assert str(next(iter(problems))).startswith(f"{FILE}: cannot be read")


def test_the_version_of_the_form_stands_in_a_sheet_of_its_own(tmp_path):
    pages = {
        "Values": [HEADS, ["adams2001", "country", "mars"], ["adams2001", "funding", "A"]],
        "form": [["how to fill it in"], ["form", 1]],
    }
    (found,), said = read(tmp_path, pages, form=f"version: 2\n{PROFORMA}")
    assert said == []
    assert [item.item for item in found.again] == ["extraction:again:adams2001:country"]
    assert found.again[0].place == f"{FILE}[values]:2"
    assert list(found.fields) == ["funding"]


def test_what_a_workbook_says_reaches_the_data_with_its_place(tmp_path):
    pages = {
        "values": [HEADS, ["adams2001", "country", "uk"], ["adams2001", "finding", "Few", "few did", 7]],
        "effects": [["study", "arm", "n", "quote", "page"], ["adams2001", "new", 5, "five", "vii"]],
    }
    review = write(tmp_path, pages)
    assert main(["extraction", "-d", str(tmp_path)]) == 0
    data = read_built(review.built("extraction", "data"), Datum)
    assert [(d.field, d.row, d.column, d.value, d.quote, d.page, d.place) for d in data] == [
        ("country", 1, "", "uk", "", "", f"{FILE}[values]:2"),
        ("effects", 1, "arm", "new", "five", "vii", f"{FILE}[effects]:2"),
        ("effects", 1, "n", "5", "five", "vii", f"{FILE}[effects]:2"),
        ("finding", 1, "", "Few", "few did", "7", f"{FILE}[values]:3"),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ((0.85, "0%"), "85"),
        ((0.254, "0.0%"), "25.4"),
        ((1, "0%"), "100"),
        ((0.07, "0%"), "7"),
        (0.85, "0.85"),
        ("85 %", "85"),
    ],
)
def test_a_percentage_in_a_log_is_what_was_typed(tmp_path, value, expected):
    review = write(tmp_path, {})
    book = openpyxl.Workbook()
    book.active.append([column.name for column in columns(DatumCheck) if column.name != "place"])
    row = {"study": "adams2001", "field": "share", "first": "84", "answer": value, "comment": "p. 3"}
    for at, head in enumerate(book.active[1], start=1):
        cell = book.active.cell(2, at)
        typed = row.get(head.value)
        cell.value, shown = typed if isinstance(typed, tuple) else (typed, None)
        cell.number_format = shown or cell.number_format
    book.save(tmp_path / "records/extraction/check.R2.xlsx")
    problems = Problems()
    found = logs.read_checks(review, *protocol(review), {"adams2001"}, problems)
    assert [str(problem) for problem in problems] == []
    assert [(who, check.answer) for who, check in found] == [("R2", expected)]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([("uk", "United Kingdom"), ("us", "US")], ["United Kingdom", "US"]),
        ([("uk", "Kingdom"), ("no", "Kingdom")], ["uk", "no"]),
        ([("uk", "Kingdom"), ("no", "KINGDOM")], ["uk", "no"]),
        ([("uk", "No"), ("no", "Norway")], ["uk", "no"]),
        ([("uk", "Kingdom"), ("no", "")], ["uk", "no"]),
    ],
)
def test_a_drop_down_list_offers_labels_unless_they_would_be_mistaken(choices, expected):
    column = Column("country", "Country", "choice", choices=tuple(Label(*each) for each in choices))
    assert offered(column) == [*expected, "not reported", "not applicable"]


def test_sheets_of_tables_have_names_of_their_own():
    ids = ("effects", "values", "a" * 40, "a" * 41, "form_1", "Effects")
    titles = sheets.titles(Proforma(tuple(Field(id, "", "table") for id in ids), (), None))
    assert [field.id for field in titles.values()] == list(ids)
    assert len({title.casefold() for title in titles} | {"values", "form"}) == len(ids) + 2
    assert max(map(len, titles)) <= 31

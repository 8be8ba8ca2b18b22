"""A made-up review with included studies, for the forms of appraisal: what people wrote lies in records/."""

import openpyxl

import small_review
from tamis.cli import main
from tamis.errors import Problems
from tamis.store import read_rows

CONFIG = small_review.CONFIG.replace(
    "reviewers: [{id: R1}, {id: R2}]",
    "reviewers: [{id: R1}, {id: R2}, {id: R3}, {id: R4, left: 2020-02-01}]",
).replace("  appraisers: 1\n", "  appraisers: 2\n")
assert CONFIG != small_review.CONFIG
CATEGORIES = """\
    study,tool,category,component,who,why
    adams2001,mmat2018,randomised,,R1,allocated by lot
    brown2002,mmat2018,mixed,descriptive,team,interviews and a survey
    """
#: The criteria of these categories, screening questions first.
ADAMS = ["S1", "S2", *(f"2.{n}" for n in range(1, 6))]
BROWN = ["S1", "S2", *(f"{domain}.{n}" for domain in (1, 4, 5) for n in range(1, 6))]


def make(root, files=None, *, config=CONFIG, **more):
    """Write a review; `files` lie under records/appraisal/."""
    files = {f"appraisal/{name}": text for name, text in (files or {}).items()}
    review = small_review.make(root, files, config=config, **more)
    (review.records / "appraisal").mkdir(exist_ok=True)
    return review


def forms(review, *given):
    return main(["forms", *map(str, given), "-d", str(review.root)])


def stage(review):
    assert main(["appraisal", "-d", str(review.root)]) == 0


def rows_of(review, name, table):
    """Return the rows of a form, in which nothing may be wrong."""
    problems = Problems()
    rows = read_rows(review.records / "appraisal" / name, table, problems, root=review.root)
    assert not len(problems), list(problems)
    return rows


def fill(review, name, said):
    """Fill in a workbook as a person does: `said` gives cells for a row that it is shown, or None."""
    path = review.records / "appraisal" / name
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    for cells in sheet.iter_rows(min_row=2):
        row = {name: cell.value or "" for name, cell in zip(names, cells, strict=True)}
        for name, value in (said(row) or {}).items():
            cells[names.index(name)].value = value
    book.save(path)


def lists(path):
    """Return the words that a workbook's drop-down lists offer, by column and row."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        formula = rule.formula1
        if formula.startswith('"'):
            words = formula.strip('"').split(",")
        else:
            title, _, cells = formula.partition("!")
            words = [cell.value for (cell,) in book[title][cells.replace("$", "")]]
        for place in rule.sqref.ranges:
            for row in range(place.min_row, place.max_row + 1):
                found[sheet.cell(1, place.min_col).value, row] = words
    return found

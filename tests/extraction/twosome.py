"""A made-up review that two people extract, or one and a checker; rows of its table have keys."""

import textwrap

import small_review
from tamis.cli import main
from tamis.store import read_built
from tamis.tables import Datum, DatumDifference, FieldAgreement, OpenItem

PROFORMA = """\
sections:
  - id: about
    title: About
    fields:
      - id: design
        label: Design
        type: choice
        required: true
        choices: [{id: trial, label: Trial}, {id: cohort, label: Cohort}]
      - {id: n, label: Participants, type: number, unit: people, quote: true}
      - {id: lots, label: How lots were drawn, type: text, required: true, only_for: {design: [trial]}}
      - {id: finding, label: Finding, type: text}
      - id: effects
        label: Effects
        type: table
        quote: true
        columns:
          - {id: outcome, label: Outcome, key: true, required: true}
          - {id: result, label: Result, type: number, required: true}
          - {id: p, label: p, type: p}
      - id: arms
        label: Arms
        type: table
        columns: [{id: arm, label: Arm}, {id: size, label: Size, type: number}]
"""
PEOPLE = "[{id: R1}, {id: R2}, {id: R3}, {id: R4, left: 2020-02-01}]"
QUOTED = "quote: words, page: 2"


def config(*, extractors=1, checker=False, **more):
    """Return a protocol with three active reviewers and these rules of extraction."""
    rules = {"extractors": extractors, "checker": checker, **more}
    written = ", ".join(f"{name}: {str(value).lower()}" for name, value in rules.items())
    return small_review.CONFIG.replace("[{id: R1}, {id: R2}]", PEOPLE) + f"extraction: {{{written}}}\n"


class Two:
    """A review on disk, and what the stage made of it."""

    def __init__(self, root, files, included=("adams2001",), proforma=PROFORMA, **rules):
        given = {f"extraction/{name}": textwrap.dedent(text) for name, text in files.items()}
        self.review = small_review.make(root, given, included=included, config=config(**rules))
        self.review.proforma.write_text(proforma, encoding="utf-8")
        (self.review.records / "extraction").mkdir(exist_ok=True)

    def write(self, name, text):
        path = self.review.records / "extraction" / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")

    def run(self):
        before = small_review.people_wrote(self.review)
        assert main(["extraction", "-d", str(self.review.root)]) == 0
        assert small_review.people_wrote(self.review) == before
        return self

    def read(self, name, row):
        return read_built(self.review.built("extraction", name), row)

    @property
    def data(self):
        """Values by field, row and column; a state where there is none."""
        return {(d.field, d.row, d.column): d.value or d.state for d in self.read("data", Datum)}

    @property
    def settled(self):
        return {(d.field, d.row, d.column): d.settled for d in self.read("data", Datum)}

    @property
    def items(self):
        """Open items of people, with whom they wait for; what quotes and numbers say is told elsewhere."""
        rows = self.read("open", OpenItem)
        ours = ("none", "second", "differs", "check", "missing", "quote", "rows")
        return {row.item: row.waits_for for row in rows if row.item.split(":")[1] in ours}

    def text(self, item):
        return next(row.text for row in self.read("open", OpenItem) if row.item == item)

    @property
    def differences(self):
        return self.read("differences", DatumDifference)

    @property
    def agreement(self):
        return {(r.field, r.column): (r.compared, r.agreed) for r in self.read("agreement", FieldAgreement)}

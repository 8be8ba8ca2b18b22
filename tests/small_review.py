"""A review of two or three made-up studies in a temporary folder, for the stages after full text."""

import textwrap

from tamis.config import load_config
from tamis.errors import Problems
from tamis.proforma import load_proforma
from tamis.review import Review
from tamis.store import write_rows
from tamis.tables import Citation, Member, PdfFile, Study

CONFIG = """\
tamis: 0.1.0
title: A made-up review
version_date: 2020-01-01
questions: [{id: q1, text: 'What helps?'}]
eligibility:
  flowchart: [{id: topic, question: 'On topic?', reason: Off topic}]
reviewers: [{id: R1}, {id: R2}]
screening:
  stages:
    title_abstract: {reviewers: 1}
    full_text: {reviewers: 1}
appraisal:
  tools:
    - id: mmat2018
  appraisers: 1
outcomes:
  - {id: return, label: Return home}
  - {id: safety, label: Safety}
synthesis:
  framework:
    title: Support
    rows: [{id: before, label: Before}, {id: after, label: After}]
    columns: [{id: child, label: Child}, {id: family, label: Family}]
"""

PROFORMA = """\
sections:
  - id: about
    title: About
    fields:
      - id: country
        label: Country
        type: choice
        required: true
        choices:
          - {id: uk, label: United Kingdom}
          - {id: us, label: United States}
          - {id: ie, label: Ireland}
      - {id: funding, label: Funding, type: text}
      - {id: follow_up, label: Follow-up, type: number, unit: months}
      - {id: ended, label: Data collected until, type: date}
      - id: supports
        label: Kinds of support
        type: choices
        choices:
          - {id: housing, label: Housing}
          - {id: therapy, label: Therapy}
          - {id: money, label: Money}
  - id: results
    title: Results
    fields:
      - id: effects
        label: Effects
        type: table
        columns:
          - {id: arm, label: Arm}
          - {id: n, label: n, type: number}
          - {id: returned, label: Returned (%), type: number}
      - {id: finding, label: Main finding, type: text, required: true, quote: true}
"""


def make(root, files=None, *, included=("adams2001", "brown2002"), known=None, config=CONFIG):
    """Write a review, with the built table of its included studies; `files` lie under records/."""
    review = Review(root)
    studies = "".join(f"{id},r{id},main\n" for id in (known or included))
    everything = {
        "config/config.yaml": config,
        "config/proforma.yaml": PROFORMA,
        "records/studies.csv": f"study,record,role\n{studies}",
    } | {f"records/{name}": textwrap.dedent(text) for name, text in (files or {}).items()}
    for name, text in everything.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    write_rows(review.built("fulltext", "studies"), included_studies(*included), Study)
    write_rows(review.built("fulltext", "pdfs"), [], PdfFile)
    write_rows(review.built("dedupe", "citations"), [], Citation)
    write_rows(review.built("dedupe", "members"), [], Member)
    return review


def included_studies(*ids):
    """Return studies cited as their ids say: adams2001 as Adams, 2001."""
    return [
        Study(
            study=id,
            label=f"{id[:-4].capitalize()}, {id[-4:]}",
            place=f"records/studies.csv:{position}",
        )
        for position, id in enumerate(ids, start=2)
    ]


def protocol(review):
    """Return the review's config and form, which must be right."""
    problems = Problems()
    config, proforma = load_config(review, problems), load_proforma(review, problems)
    assert list(problems) == []
    return config, proforma


def people_wrote(review):
    """Return every byte of config/ and records/."""
    return {
        path: path.read_bytes()
        for folder in ("config", "records")
        for path in sorted((review.root / folder).rglob("*"))
        if path.is_file()
    }

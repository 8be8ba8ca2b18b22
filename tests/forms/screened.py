"""A made-up review as the last run left it: six citations, who said what, and what follows."""

from tamis.review import Review
from tamis.store import write_rows
from tamis.tables import Citation, Decision, Member, Record, Report, Settlement, Verdict

CONFIG = """\
tamis: 0.1.0
title: A made-up review
version_date: 2020-01-01
questions: [{id: q1, text: 'What helps?'}]
eligibility:
  flowchart:
    - {id: topic, question: 'On topic?', reason: Off topic}
    - {id: design, question: 'A study?', reason: No study}
reviewers: [{id: R1}, {id: R2}, {id: R3}, {id: R4, left: 2020-02-01}]
screening:
  stages:
    title_abstract: {reviewers: 2}
    full_text: {reviewers: 2}
"""
#: The second is a formula to a spreadsheet; of the third, the citation has another record's title.
TITLES = (
    "Going home from care",
    '=HYPERLINK("http://example.org")',
    "Care, part 1",
    "Help & <b>support</b>",
    "Fifth",
    "Sixth",
)
IDS = tuple(f"r{letter * 10}" for letter in "abcdef")
A, B, C, D, E, F = IDS


def make(root, *, allocation="", pilot=0, verdicts=(), decisions=(), settled=(), members=(), reports=()):
    """Write a review.

    Args:
        root: its folder.
        allocation: rules of both stages, as YAML.
        pilot: the size of the pilot; 0: none.
        verdicts: stage, citation, status, and whom it waits for.
        decisions: stage, record, reviewer, decision, and the rest as columns.
        settled: stage, record, place of adjudications.
        members: records beside the first ones, each with its citation.
        reports: citation and retrieval of full texts.
    """
    review = Review(root)
    config = CONFIG.replace("reviewers: 2}", f"reviewers: 2, {allocation}}}") if allocation else CONFIG
    if pilot:
        config = config.replace("screening:\n", f"screening:\n  pilot: {{size: {pilot}, text: first}}\n")
    review.config.parent.mkdir(parents=True)
    review.config.write_text(config)
    review.screening.mkdir(parents=True)
    of = {**dict(zip(IDS, IDS, strict=True)), **dict(members)}
    titles = dict(zip(IDS, TITLES, strict=True))
    made = {
        ("searches", "records", Record): [
            Record(
                record_id=id,
                title=titles.get(id, id),
                volume="3",
                pages="1-9",
                doi=f"10.5555/{id}",
                year=2014,
            )
            for id in of
        ],
        ("dedupe", "members", Member): [Member(id, citation) for id, citation in of.items()],
        ("dedupe", "citations", Citation): [
            Citation(
                citation_id=id,
                title="Care, part 2" if id == C else titles[id],
                authors="Marlow, Ann; Petersen, Lars",
                year=2014,
                journal="Annals of Care",
                doi=f"10.5555/{id}",
                abstract="First line.\nSecond line." if id == A else "-1",
            )
            for id in IDS
            if of[id] == id
        ],
        ("screening", "verdicts", Verdict): [
            Verdict(stage=stage, citation_id=id, status=status, waits_for=";".join(waits))
            for stage, id, status, *waits in verdicts
        ],
        ("screening", "decisions", Decision): [
            Decision(
                **{
                    "stage": stage,
                    "citation_id": of[id],
                    "record_id": id,
                    "reviewer": who,
                    "decision": said,
                    "current": "yes",
                    **dict(more),
                }
            )
            for stage, id, who, said, *more in decisions
        ],
        ("screening", "adjudications", Settlement): [
            Settlement(stage=stage, citation_id=of[id], record_id=id, place=place)
            for stage, id, place in settled
        ],
        ("fulltext", "reports", Report): [Report(citation_id=id, retrieval=how) for id, how in reports],
    }
    for (stage, table, row), rows in made.items():
        write_rows(review.built(stage, table), rows, row)
    return review


def awaiting(stage="title_abstract", ids=IDS):
    """Return verdicts that await decisions."""
    return [(stage, id, "awaiting") for id in ids]

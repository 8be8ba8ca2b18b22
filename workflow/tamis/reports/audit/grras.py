"""Where the page answers each item of GRRAS, the guideline on agreement studies (Kottner and others 2011).

The labels are our own short ones; the guideline's wording is not printed here.
"""

from __future__ import annotations

#: Item, what it asks for in our own words, and the part of the page that answers it, as id and words.
ITEMS: tuple[tuple[int, str, str, str], ...] = (
    (1, "Agreement named in title or abstract", "", "for the authors to do"),
    (2, "What was measured with", "protocol", "the flowchart of eligibility questions"),
    (3, "What was rated", "numbers", "citations of the review’s searches"),
    (4, "Who the reviewers are", "reviewers", "ids and roles; experience is for the authors to add"),
    (5, "What is known already", "", "for the authors to do"),
    (6, "How many reviewers, citations and votes were meant", "protocol", "the rules of each stage"),
    (7, "How reviewers and citations were chosen", "protocol", "allocation, pilot and batches"),
    (8, "How was rated, and how blind", "reviewers", "order of votes, and the time between them"),
    (9, "Were ratings independent", "protocol", "stated, not shown by the data"),
    (10, "Statistics", "coefficients", "formulas with their sources"),
    (11, "How many there were in fact", "reviewers", "votes of each reviewer"),
    (
        12,
        "Characteristics of reviewers and citations",
        "reviewers",
        "share that goes on, days, changes, exclusions without a reason",
    ),
    (13, "Estimates with their uncertainty", "agreement", "coefficients with intervals of 95 in 100"),
    (14, "What it means in practice", "", "for the authors to do"),
    (15, "Detailed results", "files", "every vote in reports/audit.csv"),
)

"""E-mail addresses that a person can take out are warned of; those of authors in citations are not."""

import pytest

from tamis.checks.emails import warnings
from tamis.review import Review

MAIL = "ann@example.org"
OUT = "take it out before it is committed"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("title_abstract.R1.csv", f"record,decision,abstract\nra,include,Write to {MAIL}.\n", None),
        (
            "title_abstract.R1.csv",
            f"record,decision,note\nra,include,ask {MAIL}\n",
            f":2: holds an e-mail address; {OUT}",
        ),
        (
            "adjudication.R1.csv",
            f"record,why,title\nra,b,{MAIL}\nra,{MAIL},x\nra,{MAIL},x\n",
            f":3: holds an e-mail address and in 1 more lines; {OUT}",
        ),
        ("rayyan.csv", f"title,authors,notes\nA,{MAIL},\n", None),
        (
            "rayyan.csv",
            f"title,authors,notes\nA,B,{MAIL}\n",
            f":2: holds an e-mail address; {OUT}, with tamis scrub",
        ),
        (
            "eppi.json",
            f'{{"Abstract": "{MAIL}"}}',
            ":1: holds an e-mail address; if these are authors', it may stay; reviewers' go with tamis scrub",
        ),
    ],
)
def test_addresses_of_the_citation_are_left_out(tmp_path, name, text, told):
    review = Review(tmp_path)
    review.screening.mkdir(parents=True)
    (review.screening / name).write_text(text)
    assert warnings(review) == ([f"records/screening/{name}{told}"] if told else [])

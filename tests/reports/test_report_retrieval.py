"""How full texts were sought: where, what was asked of whom, and the PDFs with their fingerprints."""

import argparse
import html
import re

from report_reviews import make

from tamis.reports import command

LOG = (
    "record,status,where,date,file,sha256,note\n"
    "r1,requested,publisher,2024-02-01,,,\n"
    f"r1,retrieved,publisher;author,2024-03-01,<b>.pdf,{'AB' * 32},\n"
    "r4,not_retrieved,publisher; library,,,,asked twice\n"
    "r2,,,,,,\n"
)
REQUESTS = (
    "record,what,whom,asked,answered,answer,note\n"
    "r4,full_text,library,2024-02-02,2024-02-20,refused,not <i>lent</i>\n"
    "r1,full_text,author,2024-02-03,2024-02-25,sent,\n"
    "r1,data,author,2024-03-09,,,\n"
)


def text(root, **files):
    review = make(root)
    for name, content in files.items():
        (review.fulltext / f"{name}.csv").write_text(content)
    assert command.run(argparse.Namespace(dir=review.root)) == 0
    page = (review.reports / "report.html").read_text()
    part = page.split('id="retrieval"', 1)[-1].split("</section>")[0] if 'id="retrieval"' in page else ""
    return page, " ".join(html.unescape(re.sub("<[^>]*>", " ", part)).split())


def test_where_full_texts_were_sought_and_what_came(tmp_path):
    page, said = text(tmp_path, retrieval=LOG, requests=REQUESTS)
    assert (
        "Full texts were looked for at publisher ( 2 reports), author ( 1 report), library ( 1 report)."
        in said
    )
    assert "Requests for full text: 2 ; sent: 1 , refused: 1 ." in said
    assert "Requests for data: 1 ; no answer: 1 ." in said
    assert "not <i>lent</i>" in said and "<i>lent" not in page
    assert "<b>.pdf" in said and "<b>.pdf" not in page and "ab" * 32 in said
    assert 'id="n-asked-full_text-refused"' in page and 'id="n-sought-at-publisher"' in page
    assert "requests.csv:2" in said and "2 February 2024" in said


def test_further_files_of_the_logs_are_read(tmp_path):
    more = REQUESTS.splitlines()[0] + "\nr4,clarification,author,2024-02-09,2024-02-10,other,\n"
    _, said = text(
        tmp_path, **{"retrieval.2": "record,status,where\nr1,retrieved,shop\n", "requests.2": more}
    )
    assert "shop ( 1 report)" in said and "Requests for clarification: 1 ; another answer: 1 ." in said


def test_where_nothing_of_it_is_logged_there_is_no_such_part(tmp_path):
    page, _ = text(tmp_path, retrieval="record,status\nr1,retrieved\n")
    assert "How full texts were sought" not in page

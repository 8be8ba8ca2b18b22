"""A review of five studies, appraised with two tools by two people, as people's files, for the real stage.

Ash is a trial, appraised with RoB 2: the appraisers differ on 1.3, settle it in discussion, and overrule the
whole. Birch is a mixed study that both rate on all fifteen criteria: 4 of 5 in its weakest domain. Cedar does
not pass the screening questions. Of Elder the appraisers differ on 3.5, and nobody settles it. Of Fig nothing
is rated.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import report_reviews
from report_reviews import CONFIG, Tables

from tamis.cli import main
from tamis.review import Review
from tamis.tables import Datum, Direction

APPRAISAL = """\
appraisal:
  tools:
    - {id: rob2, design: country, categories: {uk: [assignment]}}
    - {id: mmat2018, design: country, categories: {us: [mixed, non_randomised]}}
  appraisers: 2
  agreement: true
  percent: true
  levels:
    - {id: good, label: Good, tool: mmat2018, met: 80}
    - {id: sound, label: Sound trial, tool: rob2, judgements: [low, some_concerns]}
    - {id: poor, label: Poor, tool: mmat2018, met: 0}
  organised: By two.
"""
STUDIES = {"ash2020": "uk", "birch2021": "us", "cedar2022": "us", "elder2019": "us", "fig2018": "us"}
LOW = {
    "1.1": "Y",
    "1.2": "Y",
    "1.3": "N",
    "2.1": "N",
    "2.2": "N",
    "2.6": "Y",
    "3.1": "Y",
    "4.1": "N",
    "4.2": "N",
    "4.3": "N",
    "5.1": "Y",
    "5.2": "N",
    "5.3": "N",
}
HOSTILE = '<script>alert(1)</script> {{ 7 * 7 }} "quoted" <!-- & ]]>'
CATEGORIES = """\
study,tool,category,component,who,why
birch2021,mmat2018,mixed,non_randomised,R1,"Interviews, and a comparison <b>without</b> chance."
cedar2022,mmat2018,non_randomised,,R1,Two groups.
elder2019,mmat2018,non_randomised,,R2,Two groups again.
"""
TEXT = """\
<!-- for ourselves: [@gale2013] -->
# What was found

Coaching **may** help [@ash2020; @gale2013]; see [the trial](https://example.org/a_b)
<script>alert(1)</script>.

### Later

- first
- second, [not a link](javascript:alert(1))
"""


def ratings(person: str) -> tuple[str, str]:
    """Return what a person answered with RoB 2, and with MMAT."""
    trial = {**LOW, "1.3": "Y" if person == "R2" else "N"}
    rob2 = [f"ash2020,harvest,{item},{answer},," for item, answer in trial.items()]
    rob2.append("ash2020,harvest,overall,some_concerns,Two domains are close.,")
    mmat = []
    for item in (f"{domain}.{n}" for domain in (1, 3, 5) for n in range(1, 6)):
        no = item in ("3.4", "5.3")
        comment = '"' + HOSTILE.replace('"', '""') + '"' if no else ""
        mmat.append(f"birch2021,{item},{'no' if no else 'yes'},{comment},=1+1,12")
    mmat += [f"birch2021,{item},yes,,," for item in ("S1", "S2")]
    mmat += ["cedar2022,S1,yes,,,", "cedar2022,S2,no,No questions.,,"]
    mmat += [f"elder2019,{item},yes,,," for item in ("S1", "S2", "3.1", "3.2", "3.3", "3.4")]
    mmat.append("elder2019,3.5,yes,,," if person == "R1" else "elder2019,3.5,no,Nobody says how.,,")
    return (
        "study,result,item,answer,comment,quote\n" + "\n".join(rob2) + "\n",
        "study,item,answer,comment,quote,page\n" + "\n".join(mmat) + "\n",
    )


def several(built: Tables) -> None:
    """Put five studies where one was, each with a design and a direction."""
    (one,) = built["fulltext", "studies"]
    built["fulltext", "studies"] = [
        replace(one, study=id, place=f"records/studies.csv:{line}") for line, id in enumerate(STUDIES, 2)
    ]
    built["extraction", "data"] = [
        Datum(id, "country", 1, "", "R1", design, "given", place=f"records/extraction/{id}.R1.yaml:1")
        for id, design in STUDIES.items()
    ]
    built["synthesis", "directions"] = [
        Direction(id, "harvest", word, "R1", "as printed", f"records/synthesis/directions.csv:{line}")
        for line, (id, word) in enumerate(
            zip(STUDIES, ("better", "better", "worse", "mixed", "better"), strict=True), 2
        )
    ]


def make(root: Path, *, appraised: bool = True, text: str = TEXT, **files: str) -> Review:
    """Write the review and run appraisal and report; where it is not appraised, nobody has rated anything."""
    before, _, after = CONFIG.partition("appraisal: {")
    config = before + APPRAISAL + after.partition("\n")[2]
    config = config.replace("fields: [country, sample]", "fields: [country, appraisal, 'appraisal:rob2']")
    review = report_reviews.make(root, several, config=config)
    lines = "".join(f"{id},r1,main\n" for id in STUDIES)
    written: dict[str, Any] = {
        "studies.csv": f"study,record,role\n{lines}",
        "synthesis/text.md": text,
        "appraisal/categories.csv": CATEGORIES if appraised else CATEGORIES.splitlines()[0] + "\n",
    }
    if appraised:
        for person in ("R1", "R2"):
            rob2, mmat = ratings(person)
            written |= {f"appraisal/rob2.{person}.csv": rob2, f"appraisal/mmat2018.{person}.csv": mmat}
        written["appraisal/reconciliation.R1.csv"] = (
            "study,tool,result,item,answers,answer,how,who,why,time\n"
            "ash2020,rob2,harvest,1.3,,N,discussion,R1;R2,We read it again.,2024-02-10\n"
        )
    for name, content in {**written, **files}.items():
        path = root / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for stage in ("appraisal", "report"):
        assert main([stage, "-d", str(root)]) == 0, stage
    return review

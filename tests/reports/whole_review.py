"""A review in which something takes every way there is, as people's files; the real stages make the rest.

Not pooled, so that both arms of the diagram have something in every box; records were removed before the
exports were made; reviewers differ, change their minds, are settled by a third, by discussion and by a
list; two extractors and two appraisers differ; a study has two reports, and a report two studies.
"""

from __future__ import annotations

from pathlib import Path

from report_reviews import BIB, CONFIG, PROFORMA

from pipeline import STAGES, table
from tamis.cli import main
from tamis.review import Review

TITLES = {
    "a": "Otters in rivers of the far north",
    "b": "Bread and its many discontents",
    "c": "Why lighthouses blink at night",
    "d": "A census of garden snails in Kent",
    "e": "Singing in choirs after seventy",
    "f": "The price of salt on islands",
    "g": "Kites above the harbour wall",
    "h": "Letters that nobody ever posted",
    "i": "Mending clocks in wet weather",
    "j": "Seven ways to fold a paper crane",
    "w": "Windmills of the eastern plain",
    "x": "Quiet trains and louder stations",
    "y": "Young oaks under old pylons",
    "z": "Zinc roofs and the sound of rain",
}
#: What each source found. `a` and `b` were found twice, `b` the second time by other methods.
FOUND = {"scopus": "abcdefghj", "pubmed": "ai", "ofsted": "wxy", "lists": "bz"}
SEARCHES = """\
file,source,platform,kind,date_run,hits,removed_automatic,removed_other,stand_in
scopus.ris,Scopus,,database,2024-01-03,12,2,,yes
pubmed.ris,PubMed,,database,2024-01-03,3,,1,yes
ofsted.ris,Ofsted,,website,2024-01-04,,,,yes
lists.ris,Reference lists,,citation,2024-01-04,,,,no
"""
#: Who says what of which record, on which day of February; a2 is the second record of a.
SAID = {
    "title_abstract.R1": "a include 1;a2 include 1;b exclude 1;c include 1;c exclude 2;d exclude,topic 1;"
    "d exclude,design 2;d exclude,design 3;e include 1;f maybe 1;g include 1;h include 1;i include 1",
    "title_abstract.R2": "a include 1;b include 1;c exclude,topic 1;d exclude,design 1;e include 1;f maybe 1;"
    "g exclude 1;h include 1",
    "full_text.R1": "a include 9;b exclude,design 9;f include 9;j exclude,topic 9;w include 9;"
    "x exclude,design 9",
    "full_text.R2": "a include 9;b exclude,topic 9;f include 9;j exclude,topic 9;w include 9;"
    "x exclude,design 9",
}
SETTLED = """\
b,title_abstract,include,,third,R3,It fits,2024-02-05
e,title_abstract,include,,discussion,R1;R2,To be sure,2024-02-05
f,title_abstract,include,,discussion,R1;R2,Nobody knew,2024-02-05
b,full_text,exclude,design,third,R3,No research,2024-02-12
"""
RETRIEVED = "a retrieved;b retrieved;f retrieved;e requested;h not_retrieved;y retrieved;z not_retrieved"
STUDIES = "s1 a main;s1 f companion;s2 w main;s3 w main"


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def ris(names: str) -> str:
    return "".join(
        f"TY  - JOUR\nAU  - Smith, JP\nTI  - {TITLES[name]}\nPY  - 2020\nSP  - {ord(name)}1\nER  - \n"
        for name in names
    )


def make(root: Path, *, pooled: bool = False, until: str = STAGES[-1]) -> Review:
    """Write the review and run every stage on it, or those up to one of them."""
    config = CONFIG.replace("{id: R2}]", "{id: R2}, {id: R3}]").replace("[@gale2013]", "[@gale2013; @s1]")
    config = config.replace("{reviewers: 2, organised", "{reviewers: 2, maybe: conflict, organised")
    if pooled:
        config = config.replace("stand_ins:", "flow: {pool_other_methods: true}\nstand_ins:")
    for name, text in {
        "config/config.yaml": config,
        "config/proforma.yaml": PROFORMA,
        "config/references.bib": BIB,
        "records/searches/searches.csv": SEARCHES,
        **{f"records/searches/{source}.ris": ris(names) for source, names in FOUND.items()},
    }.items():
        write(root, name, text)
    for stage in STAGES[:2]:
        assert main([stage, "-d", str(root)]) == 0, stage
    ids = ids_of(root)
    for log, said in SAID.items():
        lines = [line.split(" ") for line in said.split(";")]
        if pooled and log.startswith("title_abstract"):
            lines += [[name, "include", "1"] for name in "wxyz"]
        rows = "".join(
            f"{ids[name]},{what if ',' in what else what + ','},2024-02-{int(day):02}\n"
            for name, what, day in lines
        )
        write(root, f"records/screening/{log}.csv", f"record,decision,reason,time\n{rows}")
    settled = "".join(ids[line[0]] + line[1:] + "\n" for line in SETTLED.splitlines())
    head = "record,stage,decision,reason,how,who,why,time\n"
    write(root, "records/screening/adjudication.R3.csv", head + settled)
    write(
        root,
        "records/screening/imports.csv",
        "file,tool,stage,reviewer,date,complete\nlist.ris,list,title_abstract,team,2024-02-03,no\n",
    )
    strangers = "".join(f"TY  - JOUR\nTI  - {t}\nPY  - 1999\nER  - \n" for t in ("Never found", "Unknown"))
    write(root, "records/screening/list.ris", ris("j") + strangers)
    write(
        root,
        "records/screening/matches.csv",
        "file,entry,record,who,why,title\nlist.ris,2,none,R1,no search found it,Never found\n",
    )
    rows = "".join(f"{ids[row.split()[0]]},{row.split()[1]}\n" for row in RETRIEVED.split(";"))
    write(root, "records/fulltext/retrieval.csv", f"record,status\n{rows}")
    about = [row.split(" ") for row in STUDIES.split(";")]
    rows = "".join(
        f"{study},{ids[name]},{role},{'costs' * (role != 'main')}\n" for study, name, role in about
    )
    write(root, "records/studies.csv", f"study,record,role,why\n{rows}")
    write(root, "records/extraction/s1.R1.yaml", "country: uk\nsample: 40 gardeners\n")
    write(root, "records/extraction/s1.R2.yaml", "country: us\nsample: 40 gardeners\n")
    write(root, "records/extraction/s2.R1.yaml", "country: uk\nsample:\n")
    head = "study,tool,category,component,who,why\n"
    write(root, "records/appraisal/categories.csv", head + "s1,mmat2018,randomised,,R1,It is a trial.\n")
    items = ("S1", "S2", "2.1", "2.2", "2.3", "2.4")
    rated = "".join(f"s1,{item},yes\n" for item in items)
    write(root, "records/appraisal/mmat2018.R1.csv", f"study,item,answer\n{rated}")
    write(root, "records/appraisal/mmat2018.R2.csv", "study,item,answer\ns1,2.1,no\ns1,2.2,yes\n")
    head = "study,outcome,direction,who,why\n"
    write(root, "records/synthesis/directions.csv", head + "s1,harvest,better,R1,twice as much\n")
    for stage in STAGES[2 : STAGES.index(until) + 1]:
        assert main([stage, "-d", str(root)]) == 0, stage
    return Review(root)


def ids_of(root: Path) -> dict[str, str]:
    """Return the id of the first record of each title, and of the second of a as a2."""
    records = table(root, "searches/records")
    letter = {title: name for name, title in TITLES.items()}
    ids: dict[str, str] = {}
    for row in records:
        name = letter[row["title"]]
        ids.setdefault(f"{name}2" if name in ids else name, row["record_id"])
    return ids

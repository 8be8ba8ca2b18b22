"""Conservation: what went in equals what came out by all the exits, whatever a team did on the way.

Hypothesis makes up reviews: works found by one or several sources, votes of up to three reviewers with
changes of mind, adjudications, retrieval, studies; each then goes through the real stages.
"""

import csv
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import flow, flow_json, table
from tamis.cli import main
from tamis.tables import EXITS

WORKS = (
    "Otters in rivers of the far north",
    "Bread and its many discontents",
    "Why lighthouses blink at night",
    "A census of garden snails in Kent",
    "Singing in choirs after seventy",
    "The price of salt on islands",
)
SOURCES = (("scopus", "database"), ("registry", "register"), ("ofsted", "website"), ("lists", "citation"))
PEOPLE = ("R1", "R2", "R3")
DECISION = st.sampled_from(["include", "exclude", "maybe"])
#: The verdict that an exit rests on.
OUTCOME = {
    "excluded_title_abstract": ("title_abstract", "exclude"),
    "excluded_full_text": ("full_text", "exclude"),
    "included": ("full_text", "include"),
}
#: For each work: which sources found it, and what each person said of it, one thing after the other.
SAID = st.dictionaries(st.sampled_from(PEOPLE), st.lists(DECISION, min_size=1, max_size=3))
WORK = st.fixed_dictionaries(
    {
        "found": st.sets(st.sampled_from(range(len(SOURCES))), min_size=1),
        "title_abstract": SAID,
        "settled": st.sampled_from(["", "include", "exclude"]),
        "retrieval": st.sampled_from(["", "retrieved", "not_retrieved", "requested"]),
        "full_text": SAID,
        "settled_full": st.sampled_from(["", "include", "exclude"]),
        "study": st.sampled_from(["", "a", "b"]),
    }
)


def written(path: Path, head: str, rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head.split(","))
        writer.writerows(rows)


def stage(name: str, review: Path) -> None:
    assert main([name, "-d", str(review)]) == 0, name


def search(review: Path, works: list[dict], pooled: bool) -> dict[str, str]:
    """Write the exports, run the first two stages, and return the id of a record of each title."""
    assert main(["init", str(review)]) == 0
    config = review / "config/config.yaml"
    text = config.read_text(encoding="utf-8").replace("  - id: R2\n", "  - id: R2\n  - id: R3\n")
    config.write_text(f"{text}flow:\n  pool_other_methods: {str(pooled).lower()}\n", encoding="utf-8")
    log = []
    for at, (source, kind) in enumerate(SOURCES):
        titles = [WORKS[n] for n, work in enumerate(works) if at in work["found"]]
        if titles:
            ris = "".join(
                f"TY  - JOUR\nAU  - Smith, Ann\nTI  - {title}\nPY  - 2020\nSP  - {n}1\nER  - \n"
                for n, title in enumerate(WORKS)
                if title in titles
            )
            (review / f"records/searches/{source}.ris").write_text(ris, encoding="utf-8")
            log.append([f"{source}.ris", source, kind, "2021-09-17"])
    written(review / "records/searches/searches.csv", "file,source,kind,date_run", log)
    stage("search", review)
    stage("dedupe", review)
    return {row["title"]: row["record_id"] for row in table(review, "searches/records")}


def screen(review: Path, works: list[dict], ids: dict[str, str], at: str) -> None:
    """Write everybody's log of a stage, and the adjudications."""
    for person in PEOPLE:
        rows = [
            [ids[WORKS[n]], said, "topic" if said == "exclude" else "", f"2021-10-{time + 1:02}"]
            for n, work in enumerate(works)
            for time, said in enumerate(work[at].get(person, []))
            if ids[WORKS[n]]
        ]
        written(review / f"records/screening/{at}.{person}.csv", "record,decision,reason,time", rows)


@settings(max_examples=40)
@given(st.lists(WORK, min_size=1, max_size=len(WORKS)), st.booleans())
def test_every_record_takes_exactly_one_exit_and_the_boxes_add_up(tmp_path_factory, works, pooled):
    review = tmp_path_factory.mktemp("conservation") / "review"
    ids = search(review, works, pooled)
    screen(review, works, ids, "title_abstract")
    settled = [
        [
            ids[WORKS[n]],
            at,
            work[key],
            "topic" if work[key] == "exclude" else "",
            "third",
            "R3",
            "x",
            "2021-11-01",
        ]
        for n, work in enumerate(works)
        for at, key in (("title_abstract", "settled"), ("full_text", "settled_full"))
        if work[key] and work[at]
    ]
    head = "record,stage,decision,reason,how,who,why,time"
    written(review / "records/screening/adjudication.R3.csv", head, settled)
    screen(review, works, ids, "full_text")
    sought = [[ids[WORKS[n]], work["retrieval"]] for n, work in enumerate(works) if work["retrieval"]]
    written(review / "records/fulltext/retrieval.csv", "record,status", sought)
    named = Counter(work["study"] for work in works)
    about = []
    for n, work in enumerate(works):
        if work["study"]:
            role = "main" if named[work["study"]] > 0 else "companion"
            named[work["study"]] = 0
            about.append([work["study"], ids[WORKS[n]], role])
    written(review / "records/studies.csv", "study,record,role", about)
    for name in ("screening", "fulltext", "flow"):
        stage(name, review)

    records, exits = table(review, "searches/records"), table(review, "flow/exits")
    assert [row["record_id"] for row in exits] == [row["record_id"] for row in records]
    assert {row["exit"] for row in exits} <= set(EXITS)
    left = Counter(row["exit"] for row in exits)
    found = sum(len(work["found"]) for work in works)
    assert sum(left.values()) == found
    assert left["duplicate"] == found - len(works)
    boxes = {name: n or 0 for name, n in flow(review).items()}
    arms = ("database_results", "register_results", "other_results")
    assert sum(boxes[name] for name in arms) == found
    assert boxes["new_reports"] == left["included"]
    assert boxes["dbr_excluded"] + boxes["other_excluded"] == left["excluded_full_text"]
    assert boxes["dbr_notretrieved_reports"] + boxes["other_notretrieved_reports"] == left["not_retrieved"]
    waiting = sum(place["n"] for place in flow_json(review)["open"])
    assert waiting == left["open"]
    verdicts = table(review, "screening/verdicts")
    outcome = {(row["stage"], row["citation_id"]): row["outcome"] for row in verdicts}
    for row in exits:
        stage_, wanted = OUTCOME.get(row["exit"], ("", ""))
        assert not stage_ or outcome[stage_, row["citation_id"]] == wanted, row
    # What is open is named, with whom it waits for.
    said = [*table(review, "screening/open"), *table(review, "fulltext/open")]
    for row in exits:
        if row["exit"] == "open":
            assert any(row["record_id"] in item["item"] and item["waits_for"] for item in said), row
